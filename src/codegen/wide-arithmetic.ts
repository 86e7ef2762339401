/** Operators of the wide-arithmetic proposal: 128-bit numbers, as pairs of i64 with the low half first. */

import { NO_REG, type Reg } from '../abi/places.js';
import { stack } from '../stack/state.js';
import { RECORD } from '../stack/value-stack.js';
import { Op } from '../wasm/opcodes.js';
import { Kind, ValType } from '../wasm/value-types.js';
import { popToFixedReg, popToReg, topIsConst } from './operands.js';
import { WORD } from './operator-words.js';
import { alloc, evacuate, pin, unpin } from './registers.js';
import { fn } from './state.js';

/** `i64.add128` and `i64.sub128`. */
export const binary128 = (op: Op): void => {
  const rhsHi = popHighHalf();
  const rhsLo = popToReg();
  const lhsHi = popHighHalf();
  const lhsLo = popToReg();
  // The low result comes first: in the register of a high half it would have to wait in another one.
  let lo: Reg;
  if (stack.isFree(lhsLo) && lhsLo !== lhsHi && lhsLo !== rhsHi) lo = lhsLo;
  else if (op === Op.I64Add128 && stack.isFree(rhsLo) && rhsLo !== lhsHi && rhsLo !== rhsHi) {
    lo = rhsLo;
  } else {
    lo = alloc(Kind.I64);
    pin(lo);
  }
  let hi: Reg;
  if (lhsHi !== NO_REG && stack.isFree(lhsHi) && lhsHi !== lo) hi = lhsHi;
  else if (op === Op.I64Add128 && rhsHi !== NO_REG && stack.isFree(rhsHi) && rhsHi !== lo) {
    hi = rhsHi;
  } else hi = alloc(Kind.I64);
  fn.masm.binary128(WORD[op]!, lo, hi, lhsLo, lhsHi, rhsLo, rhsHi);
  pushPair(lo, hi);
};

/** Pops an upper half into a pinned register; a zero, as of a zero-extended number, needs none. */
const popHighHalf = (): Reg => {
  const handle = stack.top - RECORD;
  if (topIsConst() && stack.loAt(handle) === 0 && stack.hiAt(handle) === 0) {
    stack.drop();
    return NO_REG;
  }
  return popToReg();
};

/** `i64.mul_wide_s` and `i64.mul_wide_u`. */
export const multiplyWide = (op: Op): void => {
  const masm = fn.masm;
  const { productLo, productHi } = masm.traits;
  if (productLo === NO_REG) {
    const rhs = popToReg();
    const lhs = popToReg();
    // The machine multiplies twice: a result in the register of an operand would have to wait.
    const lo = alloc(Kind.I64);
    pin(lo);
    const hi = stack.isFree(lhs) ? lhs : stack.isFree(rhs) ? rhs : alloc(Kind.I64);
    masm.multiplyWide(WORD[op]!, lo, hi, lhs, rhs);
    pushPair(lo, hi);
    return;
  }
  // The fixed registers are pinned first, so that operands are loaded elsewhere.
  pin(productLo);
  pin(productHi);
  let factor = popToReg();
  if (factor === productLo) {
    // There already: the other operand is the factor.
    factor = popToReg();
  } else popToFixedReg(productLo);
  // Whoever else has values in these moves; they stay here until they are overwritten.
  evacuate(productLo);
  evacuate(productHi);
  masm.multiplyWide(WORD[op]!, productLo, productHi, productLo, factor);
  pushPair(productLo, productHi);
};

/** Pushes a 128-bit result, and ends the operator. */
const pushPair = (lo: Reg, hi: Reg): void => {
  stack.pushReg(ValType.I64, lo, 0);
  stack.pushReg(ValType.I64, hi, 0);
  unpin();
};
