/** Locals and globals. */

import type { Reg } from '../abi/places.js';
import { stack } from '../stack/state.js';
import { Loc, RECORD, regIn } from '../stack/value-stack.js';
import { Kind, kindOf, type ValType } from '../wasm/value-types.js';
import { dirtyConsts } from './constant-locals.js';
import { lookAhead } from './look-ahead.js';
import { isInTry } from './open-tries.js';
import { popToReg, pushResult, topIsConst } from './operands.js';
import { alloc, allocGp, copyReg, pin, unpin } from './registers.js';
import { fn } from './state.js';
import { regOrImm } from './transfers.js';

/** Pushes a copy of a local: the same constant, or another claim on the same register. */
export const localGet = (index: number): void => {
  const local = stack.local(index);
  const loc = stack.locAt(local);
  const type = stack.typeAt(local);
  if ((loc & Loc.InReg) === 0) getStored(index, local, loc, type);
  else if (lookAhead.lastRead[index]! <= fn.here) {
    // The last read: the register becomes the operand's own.
    stack.takeOver(stack.pushPlain(type, 0), local);
    stack.setLoc(local, Loc.Stored);
  } else if (stack.isCrowded(regIn(loc))) {
    stack.pushReg(type, roomFor(local), loc & Loc.UpperUnknown);
  } else stack.pushReg(type, regIn(loc), loc & Loc.UpperUnknown);
};

/** Pushes a local that is in no register; if it is read again, it keeps the one that it comes to. */
const getStored = (index: number, local: number, loc: number, type: ValType): void => {
  const last = lookAhead.lastRead[index]! <= fn.here;
  if ((loc & Loc.Const) !== 0) {
    stack.pushConst(type, stack.loAt(local), stack.hiAt(local));
    if (last) stack.setLoc(local, Loc.Stored);
    return;
  }
  const kind = kindOf(type);
  const reg = alloc(kind);
  fn.masm.loadSlot(kind, reg, stack.slotOf(local));
  if (last) stack.setLoc(local, Loc.Stored);
  else stack.attach(local, reg);
  stack.pushReg(type, reg, 0);
};

/**
 * The register of a value, for one more value to share it. Where many do already, the value moves to
 * a register of its own, and the rest stays.
 */
const roomFor = (handle: number): Reg => {
  const reg = stack.regOf(handle);
  if (!stack.isCrowded(reg)) return reg;
  const loc = stack.locAt(handle);
  const kind = stack.kindAt(handle);
  pin(reg);
  const own = alloc(kind);
  unpin();
  copyReg(kind, own, reg);
  stack.detach(handle);
  stack.addFlags(handle, loc & Loc.UpperUnknown);
  stack.attach(handle, own);
  return own;
};

/** The operator that follows the coming one sets this local; operands keep their copies of it. */
export const overwriteLocal = (index: number): void => {
  // Handlers see the old value.
  if (isInTry()) return;
  const local = stack.local(index);
  if ((stack.locAt(local) & Loc.InReg) !== 0) {
    fn.overwritten = stack.regOf(local);
    stack.detach(local);
  }
  // Whatever the slot holds is as good as stored.
  stack.setLoc(local, Loc.Stored);
};

/** Pops the top operand into a local. */
export const localSet = (index: number): void => {
  const handle = stack.top - RECORD;
  if ((stack.locAt(handle) & Loc.InReg) === 0 || lookAhead.lastRead[index]! <= fn.here) {
    assignLocal(index);
    stack.drop();
    return;
  }
  const local = stack.local(index);
  if ((stack.locAt(local) & Loc.InReg) !== 0) stack.detach(local);
  stack.takeOver(local, handle);
  stack.top = handle;
};

/** Copies the top operand to a local. */
export const localTee = (index: number): void => {
  assignLocal(index);
};

/** Makes a local hold the top operand. Copies of its old value keep what they have. */
const assignLocal = (index: number): void => {
  const masm = fn.masm;
  const local = stack.local(index);
  const handle = stack.top - RECORD;
  if ((stack.locAt(local) & Loc.InReg) !== 0) stack.detach(local);
  if (lookAhead.lastRead[index]! <= fn.here) {
    // Nothing reads the new value.
    stack.setLoc(local, Loc.Stored);
    return;
  }
  const loc = stack.locAt(handle);
  if ((loc & Loc.Const) !== 0) {
    stack.setLoc(local, Loc.Const);
    stack.setConst(local, stack.loAt(handle), stack.hiAt(handle));
    dirtyConsts.push(local);
    return;
  }
  // The local's old value is gone: no claim on slot or constant is left of it.
  stack.setLoc(local, 0);
  if ((loc & Loc.InReg) === 0) {
    const kind = stack.kindAt(handle);
    const reg = alloc(kind);
    masm.loadSlot(kind, reg, stack.slotOf(handle));
    stack.attach(handle, reg);
  }
  const reg = roomFor(handle);
  stack.setLoc(local, stack.locAt(handle) & Loc.UpperUnknown);
  stack.attach(local, reg);
};

/** Pushes the value of a global. */
export const globalGet = (index: number): void => {
  const masm = fn.masm;
  const type = fn.facts.globalTypes[index]!;
  const kind = kindOf(type);
  const offset = fn.vmctx.global(index);
  const reg = alloc(kind);
  if (index < fn.facts.importedGlobals) {
    const cell = kind === Kind.I64 || kind === Kind.I32 ? reg : allocGp();
    masm.loadField(Kind.I64, cell, masm.traits.vmctx, offset);
    masm.loadField(kind, reg, cell, 0);
  } else masm.loadField(kind, reg, masm.traits.vmctx, offset);
  pushResult(type, reg);
};

/** Pops the top operand into a global. */
export const globalSet = (index: number): void => {
  const masm = fn.masm;
  const type = fn.facts.globalTypes[index]!;
  const kind = kindOf(type);
  const offset = fn.vmctx.global(index);
  if (index < fn.facts.importedGlobals) {
    const value = popToReg();
    const cell = allocGp();
    masm.loadField(Kind.I64, cell, masm.traits.vmctx, offset);
    masm.storeField(kind, value, cell, 0);
  } else if (topIsConst()) {
    masm.storeField(kind, regOrImm(stack.top - RECORD), masm.traits.vmctx, offset);
    stack.drop();
  } else masm.storeField(kind, popToReg(), masm.traits.vmctx, offset);
  unpin();
};
