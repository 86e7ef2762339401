/** Values on their way: from wherever they are to a slot, to a register, to an instruction. */

import { NO_REG, type Reg, type Slot } from '../abi/places.js';
import { imm } from '../masm/macro-assembler.js';
import { stack } from '../stack/state.js';
import { Loc, regIn } from '../stack/value-stack.js';
import type { Kind } from '../wasm/value-types.js';
import { fn, useSlot } from './state.js';

/** Copies a value, wherever it is, to a slot; its record stays as it is. */
export const emitToSlot = (handle: number, slot: Slot): void => {
  const masm = fn.masm;
  const kind = stack.kindAt(handle);
  masm.reserveOperator();
  const src = regOrImm(handle);
  if (src !== NO_REG) masm.storeSlot(kind, slot, src);
  else masm.copySlot(kind, slot, stack.slotOf(handle));
  if (slot >= 0) useSlot(slot);
};

/** Copies a constant or stored value to a register; its record stays as it is. */
export const emitToReg = (handle: number, reg: Reg): void => {
  fn.masm.reserveOperator();
  loadTo(stack.kindAt(handle), reg, handle, stack.locAt(handle));
};

/** Puts a value that is in no register into one. */
export const loadTo = (kind: Kind, reg: Reg, handle: number, loc: number): void => {
  const masm = fn.masm;
  if ((loc & Loc.Const) !== 0) masm.constant(kind, reg, stack.loAt(handle), stack.hiAt(handle));
  else masm.loadSlot(kind, reg, stack.slotOf(handle));
};

/** A value as a right side, for the call that takes it: its register, or IMM; NO_REG if only a slot has it. */
export const regOrImm = (handle: number): Reg => {
  const loc = stack.locAt(handle);
  if ((loc & Loc.InReg) !== 0) return regIn(loc);
  return (loc & Loc.Const) !== 0 ? imm(fn.masm, stack.loAt(handle), stack.hiAt(handle)) : NO_REG;
};
