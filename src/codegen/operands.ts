/** Operands: popping them into registers, pushing results, and copying values to where they are wanted. */

import { NO_REG, type Reg } from '../abi/places.js';
import { stack } from '../stack/state.js';
import { Loc, RECORD, regIn } from '../stack/value-stack.js';
import { Kind, type ValType } from '../wasm/value-types.js';
import { alloc, copyReg, evacuate, pin, unpin } from './registers.js';
import { fn } from './state.js';
import { loadTo } from './transfers.js';

/** True if the top operand is a known constant. */
export const topIsConst = (): boolean => {
  return (stack.locAt(stack.top - RECORD) & Loc.Const) !== 0;
};

/**
 * Pops the top operand into a register, which is pinned. Others may hold the same register: the
 * caller must not write it unless it is free (see {@link reuse}).
 */
export const popToReg = (): Reg => {
  const handle = stack.top - RECORD;
  const loc = stack.locAt(handle);
  if ((loc & Loc.InReg) === 0) return loadPopped(handle, loc);
  const reg = regIn(loc);
  pin(reg);
  stack.detach(handle);
  stack.top = handle;
  return reg;
};

/** Loads a value that is in no register into one, pinned, and pops it. */
const loadPopped = (handle: number, loc: number): Reg => {
  const kind = stack.kindAt(handle);
  const reg = alloc(kind);
  loadTo(kind, reg, handle, loc);
  pin(reg);
  stack.top = handle;
  return reg;
};

/** Pops the top operand into a pinned register that the operator may destroy. */
export const popToOwnedReg = (): Reg => {
  const kind = stack.kindAt(stack.top - RECORD);
  const reg = popToReg();
  if (stack.isFree(reg)) return reg;
  const own = alloc(kind);
  copyReg(kind, own, reg);
  pin(own);
  return own;
};

/** Pops an i32 into a pinned register whose upper half is zero, if addresses need that. */
export const popIndex = (): Reg => {
  const masm = fn.masm;
  const handle = stack.top - RECORD;
  const loc = stack.locAt(handle);
  if ((loc & Loc.UpperUnknown) !== 0 && masm.traits.indexNeedsZeroExtend) {
    // The register's other holders are copies of the same i32: all gain by this.
    const reg = regIn(loc);
    masm.move(Kind.I32, reg, reg);
    for (let h = stack.regHead[reg]!; h !== 0; h = stack.nextAt(h)) {
      stack.clearFlags(h, Loc.UpperUnknown);
    }
  }
  return popToReg();
};

/** Pops the top operand into the given register, pinned; values in there move away first. */
export const popToFixedReg = (reg: Reg): void => {
  const handle = stack.top - RECORD;
  const loc = stack.locAt(handle);
  const kind = stack.kindAt(handle);
  if ((loc & Loc.InReg) !== 0) {
    const from = regIn(loc);
    stack.detach(handle);
    stack.top = handle;
    if (from !== reg) {
      pin(from);
      evacuate(reg);
      copyReg(kind, reg, from);
    } else if (!stack.isFree(reg)) {
      // Others keep the value: it moves with them, and a copy stays here.
      evacuate(reg);
    }
  } else {
    evacuate(reg);
    loadTo(kind, reg, handle, loc);
    stack.top = handle;
  }
  pin(reg);
};

/** Pushes a result that a register holds, and ends the operator. */
export const pushResult = (type: ValType, reg: Reg): void => {
  stack.pushReg(type, reg, 0);
  unpin();
};

/** Makes `masm.traits.memoryBase` hold the base of memory 0, where there is such a register. */
export const needMemoryBase = (): void => {
  if (fn.memoryBaseValid) return;
  const masm = fn.masm;
  if (masm.traits.memoryBase === NO_REG) return;
  masm.loadField(Kind.I64, masm.traits.memoryBase, masm.traits.vmctx, fn.vmctx.memory(0));
  fn.memoryBaseValid = true;
};
