/** Calls: to functions of the module, to imports, through tables and to the runtime's builtins. */

import { NO_REG, outgoingSlot, type Reg, type Slot } from '../abi/places.js';
import type { Layout } from '../abi/signature-layout.js';
import {
  type Builtin,
  FUNCREF_CODE,
  FUNCREF_SIGNATURE,
  FUNCREF_VMCTX,
  type StructBuiltin,
  TABLE_LENGTH,
} from '../abi/vmctx-layout.js';
import { stack } from '../stack/state.js';
import { Loc, RECORD, regIn } from '../stack/value-stack.js';
import { TrapKind } from '../wasm/trap-kind.js';
import { Kind, ValType } from '../wasm/value-types.js';
import { flushConstLocals } from './constant-locals.js';
import { isInTry } from './open-tries.js';
import { popToFixedReg } from './operands.js';
import { moves } from './parallel-moves.js';
import { alloc, allocGp, evacuate, pin, storeAllBelow, unpin } from './registers.js';
import { fn, useFrame } from './state.js';
import { findStructCallee, structCalleeField } from './struct-tables.js';
import { emitToReg, emitToSlot } from './transfers.js';

/** Calls a function, of this module or imported. */
export const call = (funcIndex: number): void => {
  const masm = fn.masm;
  const facts = fn.facts;
  const typeIndex = facts.funcTypes[funcIndex]!;
  const layout = fn.signatures.of(typeIndex);
  const first = stack.top - fn.signatures.paramCount(layout) * RECORD;
  const area = beginCall(layout, first);
  emitArgs(layout, first, area);
  if (funcIndex >= facts.importedFuncs) masm.callFunction(funcIndex);
  else {
    masm.callImport(
      funcIndex,
      fn.vmctx.importedFunc(funcIndex),
      fn.convention.calleeReg,
      fn.signatures.vmctxArg(layout),
    );
  }
  endCall(layout, first, area);
};

/** Calls the function of a table that the top operand is the index of. */
export const callIndirect = (typeIndex: number, table: number): void => {
  const masm = fn.masm;
  const layout = fn.signatures.of(typeIndex);
  const isStruct = fn.vmctx.isStruct;
  const callee = popCallee(typeIndex, table);
  const first = stack.top - fn.signatures.paramCount(layout) * RECORD;
  const area = beginCall(layout, first);
  emitArgs(layout, first, area);
  if (isStruct) {
    masm.callField(callee, structCalleeField(typeIndex, layout));
    endCall(layout, first, area);
    return;
  }
  masm.loadField(Kind.I64, masm.traits.vmctx, callee, FUNCREF_VMCTX);
  emitVmctxArg(layout);
  masm.callField(callee, FUNCREF_CODE);
  endCall(layout, first, area);
};

/**
 * Pops a table index and leaves the function reference (or the element that is a struct), checked for its type, in the convention's
 * callee register, pinned.
 */
export const popCallee = (typeIndex: number, table: number): Reg => {
  const masm = fn.masm;
  const vmctxLayout = fn.vmctx;
  const calleeReg = fn.convention.calleeReg;
  const entry = vmctxLayout.table(table);
  popToFixedReg(calleeReg);
  evacuate(calleeReg);
  if (vmctxLayout.isStruct) {
    findStructCallee(calleeReg, typeIndex, table);
    return calleeReg;
  }
  masm.trapUnlessBelowField(
    TrapKind.UndefinedElement,
    calleeReg,
    masm.traits.vmctx,
    entry + TABLE_LENGTH,
  );
  const elements = allocGp();
  masm.loadField(Kind.I64, elements, masm.traits.vmctx, entry);
  // The compare looked at 32 bits; loadElement extends these and ignores what is above.
  masm.loadElement(calleeReg, elements, calleeReg);
  masm.markFaultSite(TrapKind.UninitializedElement);
  masm.trapUnlessFieldsEqual(
    TrapKind.IndirectCallTypeMismatch,
    calleeReg,
    FUNCREF_SIGNATURE,
    masm.traits.vmctx,
    vmctxLayout.signature(typeIndex),
  );
  return calleeReg;
};

/**
 * Calls a builtin with `immediateCount` constants (at most two) in front of the operands that its
 * signature has besides. Its operands are popped, its result is pushed, if it has one.
 */
export const callBuiltin = (
  builtin: Builtin | StructBuiltin,
  immediateCount: number,
  immediate0: number,
  immediate1: number,
): void => {
  const masm = fn.masm;
  const layout = fn.signatures.ofCommon(builtin);
  const first = stack.top - (fn.signatures.paramCount(layout) - immediateCount) * RECORD;
  const area = beginCall(layout, first);
  emitArgs(layout, first - immediateCount * RECORD, area, immediateCount);
  if (immediateCount > 0)
    masm.constant(Kind.I32, fn.signatures.paramPlace(layout, 0), immediate0, 0);
  if (immediateCount > 1)
    masm.constant(Kind.I32, fn.signatures.paramPlace(layout, 1), immediate1, 0);
  emitVmctxArg(layout);
  masm.callBuiltin(builtin, fn.convention.calleeReg);
  endCall(layout, first, area);
};

/**
 * Stores what a call destroys, and finds room for results behind an out-pointer: a slot area above
 * everything that the arguments and the results use. Returns the area's first slot.
 */
export const beginCall = (layout: Layout, first: number): number => {
  if (fn.isLeaf) throw new Error('a call in a function that was taken for a leaf');
  if (isInTry()) flushConstLocals(true);
  storeAllBelow(first);
  if (fn.signatures.outPointer(layout) === NO_REG) return 0;
  const behindResults = first + fn.signatures.resultCount(layout) * RECORD;
  const area = stack.slotOf(Math.max(stack.top, behindResults));
  useFrame(area + fn.signatures.resultBytes(layout));
  return area;
};

/**
 * Puts the arguments, operands from handle `first` on, where the callee expects them; parameters
 * below `skip` are left out.
 */
export const emitArgs = (layout: Layout, first: number, area: number, skip = 0): void => {
  const masm = fn.masm;
  const stackBytes = fn.signatures.stackBytes(layout);
  if (stackBytes > 0) {
    masm.reserveOutgoing(stackBytes);
    emitStackArgs(layout, first, outgoingSlot(0));
  }
  emitRegisterArgs(layout, first, skip);
  const outPointer = fn.signatures.outPointer(layout);
  if (outPointer !== NO_REG) {
    masm.slotAreaAddress(outPointer, area, fn.signatures.resultBytes(layout));
  }
};

/**
 * Stores the stack arguments, operands from handle `first` on.
 *
 * @param area slot of the argument area's first byte
 */
export const emitStackArgs = (layout: Layout, first: number, area: Slot): void => {
  const signatures = fn.signatures;
  const count = signatures.paramCount(layout);
  for (let i = 0; i < count; i++) {
    const place = signatures.paramPlace(layout, i);
    if (place < 0) emitToSlot(first + i * RECORD, area - ~place);
  }
};

/** Moves arguments into registers. The records stay; registers no longer hold what they say. */
export const emitRegisterArgs = (layout: Layout, first: number, skip = 0): void => {
  const signatures = fn.signatures;
  const count = signatures.paramCount(layout);
  let pending = false;
  for (let i = skip; i < count; i++) {
    const place = signatures.paramPlace(layout, i);
    if (place < 0) continue;
    const loc = stack.locAt(first + i * RECORD);
    if ((loc & Loc.InReg) === 0) {
      pending = true;
      continue;
    }
    const from = regIn(loc);
    // A move onto itself is added too: it keeps others from writing the register too early.
    moves.add(signatures.paramKind(layout, i), place, from);
  }
  fn.masm.reserveOperator();
  moves.emit(fn.masm);
  if (!pending) return;
  for (let i = skip; i < count; i++) {
    const place = signatures.paramPlace(layout, i);
    const handle = first + i * RECORD;
    if (place >= 0 && (stack.locAt(handle) & Loc.InReg) === 0) emitToReg(handle, place);
  }
};

/**
 * Tells the callee's vmctx, which the pinned register holds, as C functions want it: not needed where the
 * callee is a function of this module.
 */
export const emitVmctxArg = (layout: Layout): void => {
  fn.masm.move(Kind.I64, fn.signatures.vmctxArg(layout), fn.masm.traits.vmctx);
};

/** Pops the arguments, forgets the registers and pushes the results. */
const endCall = (layout: Layout, first: number, area: number): void => {
  const signatures = fn.signatures;
  stack.dropTo(first);
  stack.emptyAll();
  unpin();
  fn.memoryBaseValid = false;
  fn.masm.restoreVmctx();
  const count = signatures.resultCount(layout);
  if (count === 1) {
    const type = signatures.resultType(layout, 0);
    const flags = type === ValType.I32 ? Loc.UpperUnknown : 0;
    stack.pushReg(type, signatures.resultReg(layout), flags);
  } else if (count > 1) loadResults(layout, count, area);
};

const loadResults = (layout: Layout, count: number, area: number): void => {
  const masm = fn.masm;
  const signatures = fn.signatures;
  const base = allocGp();
  masm.slotAreaAddress(base, area, signatures.resultBytes(layout));
  pin(base);
  for (let i = 0; i < count; i++) {
    const kind = signatures.resultKind(layout, i);
    masm.reserveOperator();
    const reg = alloc(kind);
    masm.loadField(kind, reg, base, signatures.resultOffset(layout, i));
    stack.pushReg(signatures.resultType(layout, i), reg, 0);
  }
  unpin();
};
