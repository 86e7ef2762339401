/** Constants and numeric operators. */

import { NO_REG, type Reg } from '../abi/places.js';
import { imm } from '../masm/macro-assembler.js';
import { IntOp } from '../masm/operators.js';
import { stack } from '../stack/state.js';
import { Loc, RECORD } from '../stack/value-stack.js';
import { OP_OPERAND, OP_RESULT, Op } from '../wasm/opcodes.js';
import { isFloatKind, Kind, kindOf, ValType } from '../wasm/value-types.js';
import { foldI32, folds } from './constant-folding.js';
import { popToFixedReg, popToReg, pushResult } from './operands.js';
import { isCommutative, WORD } from './operator-words.js';
import { alloc, allocGp, copyReg, evacuate, pin, reuse } from './registers.js';
import { fn } from './state.js';

/** Pushes a constant, with no code yet. */
export const pushConstant = (type: ValType, lo: number, hi: number): void => {
  stack.pushConst(type, lo, hi);
};

/** Operators of shape Unary. */
export const unary = (op: Op): void => {
  const type = OP_RESULT[op]! as ValType;
  const kind = kindOf(type);
  const src = popToReg();
  const dst = reuse(kind, src);
  fn.masm.unary(kind, WORD[op]!, dst, src);
  pushResult(type, dst);
};

/** Operators of shape Binary: neither shifts nor divisions. */
export const binary = (op: Op): void => {
  const masm = fn.masm;
  const type = OP_RESULT[op]! as ValType;
  const kind = kindOf(type);
  const rhs = stack.top - RECORD;
  const lhs = rhs - RECORD;
  if ((stack.locAt(rhs) & Loc.Const) !== 0) {
    if (kind === Kind.I32 && (stack.locAt(lhs) & Loc.Const) !== 0 && fold(op)) return;
    if (masm.hasImmediate(kind, WORD[op]!, stack.loAt(rhs), stack.hiAt(rhs))) {
      binaryWithImmediate(op, type, stack.loAt(rhs), stack.hiAt(rhs));
      return;
    }
  } else if (
    (stack.locAt(lhs) & Loc.Const) !== 0 &&
    isCommutative(op) &&
    masm.hasImmediate(kind, WORD[op]!, stack.loAt(lhs), stack.hiAt(lhs))
  ) {
    const lo = stack.loAt(lhs);
    const hi = stack.hiAt(lhs);
    const src = popToReg();
    stack.drop();
    const dst = reuse(kind, src);
    masm.binary(kind, WORD[op]!, dst, src, imm(masm, lo, hi));
    pushResult(type, dst);
    return;
  } else if ((stack.locAt(rhs) & Loc.InReg) !== 0 && stack.ownsReg(lhs)) {
    // In place: nothing to allocate, so nothing to pin.
    const reg = stack.regOf(lhs);
    masm.binary(kind, WORD[op]!, reg, reg, stack.regOf(rhs));
    stack.drop();
    stack.replaceWith(lhs, type);
    return;
  }
  const b = popToReg();
  const a = popToReg();
  let dst: Reg;
  if (stack.isFree(a)) dst = a;
  else if (isCommutative(op) && stack.isFree(b)) dst = b;
  else dst = alloc(kind);
  masm.binary(kind, WORD[op]!, dst, a, b);
  pushResult(type, dst);
};

/** Folds two i32 constants on top of the stack, if the operator is one that folds. */
const fold = (op: Op): boolean => {
  if (!folds(op)) return false;
  const rhs = stack.top - RECORD;
  const lhs = rhs - RECORD;
  const value = foldI32(op, stack.loAt(lhs), stack.loAt(rhs));
  stack.top = lhs;
  stack.pushConst(ValType.I32, value, 0);
  return true;
};

const binaryWithImmediate = (op: Op, type: ValType, lo: number, hi: number): void => {
  const kind = kindOf(type);
  stack.drop();
  const operand = stack.top - RECORD;
  if (stack.ownsReg(operand)) {
    const reg = stack.regOf(operand);
    fn.masm.binary(kind, WORD[op]!, reg, reg, imm(fn.masm, lo, hi));
    stack.replaceWith(operand, type);
    return;
  }
  const src = popToReg();
  const dst = reuse(kind, src);
  fn.masm.binary(kind, WORD[op]!, dst, src, imm(fn.masm, lo, hi));
  pushResult(type, dst);
};

/** Operators of shape Shift. */
export const shift = (op: Op): void => {
  const masm = fn.masm;
  const type = OP_RESULT[op]! as ValType;
  const kind = kindOf(type);
  const rhs = stack.top - RECORD;
  if ((stack.locAt(rhs) & Loc.Const) !== 0) {
    const lo = stack.loAt(rhs);
    const hi = stack.hiAt(rhs);
    const lhsConst = (stack.locAt(rhs - RECORD) & Loc.Const) !== 0;
    if (kind === Kind.I32 && lhsConst && fold(op)) return;
    if (masm.hasImmediate(kind, WORD[op]!, lo, hi)) {
      binaryWithImmediate(op, type, lo, hi);
      return;
    }
  }
  const shiftCountReg = masm.traits.shiftCountReg;
  let count: Reg;
  if (shiftCountReg === NO_REG) count = popToReg();
  else {
    popToFixedReg(shiftCountReg);
    count = shiftCountReg;
  }
  const src = popToReg();
  const dst = src !== count && stack.isFree(src) ? src : allocGp();
  masm.binary(kind, WORD[op]!, dst, src, count);
  pushResult(type, dst);
};

/** Operators of shape Divide. */
export const divide = (op: Op): void => {
  const masm = fn.masm;
  const traits = masm.traits;
  const type = OP_RESULT[op]! as ValType;
  const kind = kindOf(type);
  const rhs = stack.top - RECORD;
  if ((stack.locAt(rhs) & Loc.Const) !== 0) {
    const lo = stack.loAt(rhs);
    const hi = stack.hiAt(rhs);
    if (masm.hasImmediate(kind, WORD[op]!, lo, hi)) {
      stack.drop();
      const src = popToReg();
      const dst = reuse(kind, src);
      masm.binary(kind, WORD[op]!, dst, src, imm(masm, lo, hi));
      pushResult(type, dst);
      return;
    }
  }
  if (traits.divideLhs === NO_REG) {
    const b = popToReg();
    const a = popToReg();
    const dst = reuse(kind, a);
    masm.binary(kind, WORD[op]!, dst, a, b);
    pushResult(type, dst);
    return;
  }
  // The fixed registers are pinned first, so that the divisor is loaded elsewhere.
  pin(traits.divideLhs);
  pin(traits.divideClobber);
  let divisor = popToReg();
  if (divisor === traits.divideLhs || divisor === traits.divideClobber) {
    const other = allocGp();
    copyReg(kind, other, divisor);
    divisor = other;
    pin(divisor);
  }
  popToFixedReg(traits.divideLhs);
  evacuate(traits.divideLhs);
  evacuate(traits.divideClobber);
  const dst = WORD[op]! >= IntOp.RemS ? traits.remainderReg : traits.quotientReg;
  masm.binary(kind, WORD[op]!, dst, traits.divideLhs, divisor);
  pushResult(type, dst);
};

/** Operators of shape Convert. */
export const convert = (op: Op): void => {
  const masm = fn.masm;
  const type = OP_RESULT[op]! as ValType;
  const handle = stack.top - RECORD;
  const loc = stack.locAt(handle);
  if (op === Op.I32WrapI64) {
    if ((loc & Loc.Const) !== 0) {
      const lo = stack.loAt(handle);
      stack.top = handle;
      stack.pushConst(ValType.I32, lo, 0);
      return;
    }
    if ((loc & Loc.InReg) !== 0 && stack.isSoleHolder(handle)) {
      // The low half is there; what is above it stays, and is known to be unknown.
      const reg = stack.regOf(handle);
      stack.drop();
      stack.pushReg(ValType.I32, reg, Loc.UpperUnknown);
      return;
    }
  } else if (op === Op.I64ExtendI32U || op === Op.I64ExtendI32S) {
    if ((loc & Loc.Const) !== 0) {
      const lo = stack.loAt(handle);
      stack.top = handle;
      stack.pushConst(ValType.I64, lo, op === Op.I64ExtendI32S ? lo >> 31 : 0);
      return;
    }
    if (
      op === Op.I64ExtendI32U &&
      masm.traits.zeroExtends &&
      (loc & (Loc.InReg | Loc.UpperUnknown)) === Loc.InReg &&
      stack.isSoleHolder(handle)
    ) {
      const reg = stack.regOf(handle);
      stack.drop();
      stack.pushReg(ValType.I64, reg, 0);
      return;
    }
  }
  const kind = kindOf(type);
  const src = popToReg();
  const from = kindOf(OP_OPERAND[op]!);
  const sameClass = isFloatKind(from) === isFloatKind(kind);
  const dst = sameClass ? reuse(kind, src) : alloc(kind);
  masm.convert(WORD[op]!, kind, from, dst, src);
  pushResult(type, dst);
};
