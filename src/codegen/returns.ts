/** Returns, and the end of a function. */

import { FIRST_FP, NO_REG, type Reg } from '../abi/places.js';
import { stack } from '../stack/state.js';
import { Loc, RECORD, regIn, WIDE_SLOT_BYTES } from '../stack/value-stack.js';
import { Kind } from '../wasm/value-types.js';
import { copyReg, spillReg } from './registers.js';
import { fn, NO_LABEL } from './state.js';
import { emitToReg, regOrImm } from './transfers.js';

/** Returns the topmost operands. */
export const returnFromFunction = (): void => {
  prepareReturn();
  emitReturn();
};

/** Puts the topmost operands where results belong and returns; the records stay as they are. */
export const emitReturn = (): void => {
  const masm = fn.masm;
  const signatures = fn.signatures;
  const resultReg = signatures.resultReg(fn.own);
  const count = signatures.resultCount(fn.own);
  const first = stack.top - count * RECORD;
  if (signatures.outPointer(fn.own) !== NO_REG) emitResultsBehindPointer(first, count);
  else if (resultReg !== NO_REG) {
    const loc = stack.locAt(first);
    if ((loc & Loc.InReg) !== 0) {
      const from = regIn(loc);
      if (from !== resultReg) copyReg(stack.kindAt(first), resultReg, from);
    } else emitToReg(first, resultReg);
  }
  masm.epilogue();
};

/** Mask of the registers that hold results of the function, of the class whose first one is given. */
const resultRegisters = (firstReg: Reg): number => {
  let mask = 0;
  for (let i = fn.signatures.resultCount(fn.own), h = stack.top; i > 0; i--) {
    h -= RECORD;
    if ((stack.locAt(h) & Loc.InReg) === 0) continue;
    const bit = stack.regOf(h) - firstReg;
    if (bit >= 0 && bit < FIRST_FP) mask |= 1 << bit;
  }
  return mask;
};

/** Frees registers, where results take nearly all, for the out-pointer and a temporary, and one for a vector. */
export const prepareReturn = (): void => {
  if (fn.signatures.outPointer(fn.own) === NO_REG) return;
  const allocatableGp = fn.masm.traits.allocatableGp;
  for (;;) {
    const used = resultRegisters(0);
    const free = allocatableGp & ~used;
    if ((free & (free - 1)) !== 0) break;
    spillReg(31 - Math.clz32(used & -used));
  }
  if (stack.slotBytes !== WIDE_SLOT_BYTES) return;
  const used = resultRegisters(FIRST_FP);
  if ((fn.allocatableFp & ~used) === 0) spillReg(FIRST_FP + 31 - Math.clz32(used & -used));
};

/** Nothing but the results is live on this way out: any other register will do. */
const emitResultsBehindPointer = (first: number, count: number): void => {
  const masm = fn.masm;
  const free = masm.traits.allocatableGp & ~resultRegisters(0);
  const pointer = 31 - Math.clz32(free & -free);
  const rest = free & (free - 1);
  const temp = 31 - Math.clz32(rest & -rest);
  masm.loadOutPointer(pointer);
  for (let i = 0; i < count; i++) {
    const h = first + i * RECORD;
    masm.reserveOperator();
    const kind = stack.kindAt(h);
    const at = fn.signatures.resultOffset(fn.own, i);
    const src = regOrImm(h);
    if (src !== NO_REG) masm.storeField(kind, src, pointer, at);
    else if (kind === Kind.V128) {
      const freeFp = fn.allocatableFp & ~resultRegisters(FIRST_FP);
      const vector = FIRST_FP + 31 - Math.clz32(freeFp & -freeFp);
      masm.loadSlot(kind, vector, stack.slotOf(h));
      masm.storeField(kind, vector, pointer, at);
    } else {
      // Bits are copied through a general register, whatever the type of 64 bits or less.
      const bits = kind === Kind.I32 || kind === Kind.F32 ? Kind.I32 : Kind.I64;
      masm.loadSlot(bits, temp, stack.slotOf(h));
      masm.storeField(bits, temp, pointer, at);
    }
  }
};

/**
 * Ends the operators of the function, before what lies behind a body.
 *
 * @param live whether its end is reached
 */
export const endBody = (live: boolean): void => {
  const masm = fn.masm;
  if (fn.returnLabel !== NO_LABEL) {
    masm.bind(fn.returnLabel);
    masm.epilogue();
  } else if (live) returnFromFunction();
};
