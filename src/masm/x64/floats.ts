import type { Reg } from '../../abi/places.js';
import { IMM } from '../macro-assembler.js';
import { FloatOp, FloatUnary } from '../operators.js';
import { Rounding, Sse, SseMem } from './assembler.js';
import { endSkip, skip, skipIf, sseConstant } from './control.js';
import { Alu, Cond, ShiftOp } from './integer-assembler.js';
import type { X64Machine } from './machine.js';
import { SCRATCH, SCRATCH_FP } from './registers.js';

// Floating-point arithmetic. MXCSR has its default: round to nearest, ties to even, no traps. Every
// arithmetic instruction gives quiet NaNs (Intel SDM volume 1, section 4.8.3.5), as the
// specification asks for.

export const binaryFloat = (
  masm: X64Machine,
  op: FloatOp,
  double: boolean,
  dst: Reg,
  lhs: Reg,
  rhs: Reg,
): void => {
  if (rhs === IMM) {
    binaryFloatImmediate(masm, op, double, dst, lhs, masm.immLo, masm.immHi);
    return;
  }
  switch (op) {
    case FloatOp.Add:
      floatArithmetic(masm, double ? Sse.Addsd : Sse.Addss, true, dst, lhs, rhs);
      break;
    case FloatOp.Sub:
      floatArithmetic(masm, double ? Sse.Subsd : Sse.Subss, false, dst, lhs, rhs);
      break;
    case FloatOp.Mul:
      floatArithmetic(masm, double ? Sse.Mulsd : Sse.Mulss, true, dst, lhs, rhs);
      break;
    case FloatOp.Div:
      floatArithmetic(masm, double ? Sse.Divsd : Sse.Divss, false, dst, lhs, rhs);
      break;
    case FloatOp.Min:
      minOrMax(masm, double, double ? Sse.Minsd : Sse.Minss, Sse.Orps, dst, lhs, rhs);
      break;
    case FloatOp.Max:
      minOrMax(masm, double, double ? Sse.Maxsd : Sse.Maxss, Sse.Andps, dst, lhs, rhs);
      break;
    default:
      copySign(masm, double, dst, lhs, rhs);
  }
};

/** Right sides of arithmetic may be in memory; zero is made faster than it is loaded. */
export const hasFloatImmediate = (
  op: FloatOp,
  double: boolean,
  lo: number,
  hi: number,
): boolean => {
  return op <= FloatOp.Div && (lo !== 0 || (double && hi !== 0));
};

const binaryFloatImmediate = (
  masm: X64Machine,
  op: FloatOp,
  double: boolean,
  dst: Reg,
  lhs: Reg,
  lo: number,
  hi: number,
): void => {
  let sse: Sse;
  let commutes = false;
  switch (op) {
    case FloatOp.Add:
      sse = double ? Sse.Addsd : Sse.Addss;
      commutes = true;
      break;
    case FloatOp.Sub:
      sse = double ? Sse.Subsd : Sse.Subss;
      break;
    case FloatOp.Mul:
      sse = double ? Sse.Mulsd : Sse.Mulss;
      commutes = true;
      break;
    default:
      sse = double ? Sse.Divsd : Sse.Divss;
  }
  if (dst !== lhs && commutes) {
    sseConstant(masm, double ? SseMem.LoadSd : SseMem.LoadSs, double, dst, lo, hi);
    masm.sse(sse, dst, lhs);
    return;
  }
  if (dst !== lhs) masm.sse(Sse.Movaps, dst, lhs);
  sseConstant(masm, sse, double, dst, lo, hi);
};

const floatArithmetic = (
  masm: X64Machine,
  op: Sse,
  commutes: boolean,
  dst: Reg,
  lhs: Reg,
  rhs: Reg,
): void => {
  if (dst === rhs && dst !== lhs) {
    if (commutes) {
      masm.sse(op, dst, lhs);
    } else {
      masm.sse(Sse.Movaps, SCRATCH_FP, rhs);
      masm.sse(Sse.Movaps, dst, lhs);
      masm.sse(op, dst, SCRATCH_FP);
    }
    return;
  }
  if (dst !== lhs) masm.sse(Sse.Movaps, dst, lhs);
  masm.sse(op, dst, rhs);
};

/**
 * MINSS and its kin give the second operand for NaNs and for zeros of either sign (volume 2,
 * MINSS), so both are handled apart. What is left commutes, and so do the two special cases.
 * @param ofEqual OR or AND of the bits: the sign of equal operands, which matters for zeros
 */
const minOrMax = (
  masm: X64Machine,
  double: boolean,
  op: Sse,
  ofEqual: Sse,
  dst: Reg,
  lhs: Reg,
  rhs: Reg,
): void => {
  let other = rhs;
  if (dst === rhs) other = lhs;
  else if (dst !== lhs) masm.sse(Sse.Movaps, dst, lhs);
  masm.sse(double ? Sse.Ucomisd : Sse.Ucomiss, dst, other);
  const unequal = skipIf(masm, Cond.NE);
  const unordered = skipIf(masm, Cond.P);
  masm.sse(ofEqual, dst, other);
  const equalDone = skip(masm);
  endSkip(masm, unordered);
  masm.sse(double ? Sse.Addsd : Sse.Addss, dst, other);
  const nanDone = skip(masm);
  endSkip(masm, unequal);
  masm.sse(op, dst, other);
  endSkip(masm, equalDone);
  endSkip(masm, nanDone);
};

const copySign = (masm: X64Machine, double: boolean, dst: Reg, lhs: Reg, rhs: Reg): void => {
  const bits = double ? 63 : 31;
  masm.sse(Sse.Movaps, SCRATCH_FP, lhs);
  masm.sse(Sse.Xorps, SCRATCH_FP, rhs);
  masm.shiftLanesRight(double, SCRATCH_FP, bits);
  masm.shiftLanesLeft(double, SCRATCH_FP, bits);
  // What is left is the sign bit where the signs differ.
  if (dst !== lhs) masm.sse(Sse.Movaps, dst, lhs);
  masm.sse(Sse.Xorps, dst, SCRATCH_FP);
};

export const unaryFloat = (
  masm: X64Machine,
  op: FloatUnary,
  double: boolean,
  dst: Reg,
  src: Reg,
): void => {
  switch (op) {
    case FloatUnary.Abs:
      mask(masm, double, true, dst, src);
      break;
    case FloatUnary.Neg:
      mask(masm, double, false, dst, src);
      break;
    case FloatUnary.Ceil:
      roundFloat(masm, double, Rounding.Ceil, dst, src);
      break;
    case FloatUnary.Floor:
      roundFloat(masm, double, Rounding.Floor, dst, src);
      break;
    case FloatUnary.Trunc:
      roundFloat(masm, double, Rounding.Trunc, dst, src);
      break;
    case FloatUnary.Nearest:
      roundFloat(masm, double, Rounding.Nearest, dst, src);
      break;
    default:
      clearBefore(masm, dst, src);
      masm.sse(double ? Sse.Sqrtsd : Sse.Sqrtss, dst, src);
  }
};

/** Instructions that keep the upper part of their destination wait for it, unless it is cleared. */
export const clearBefore = (masm: X64Machine, dst: Reg, src: Reg): void => {
  if (dst !== src) masm.sse(Sse.Xorps, dst, dst);
};

/** abs (`and` with all but the sign) and neg (`xor` with the sign) keep every other bit. */
const mask = (masm: X64Machine, double: boolean, abs: boolean, dst: Reg, src: Reg): void => {
  const mask = dst === src ? SCRATCH_FP : dst;
  masm.sse(Sse.Pcmpeqd, mask, mask);
  if (abs) masm.shiftLanesRight(double, mask, 1);
  else masm.shiftLanesLeft(double, mask, double ? 63 : 31);
  masm.sse(abs ? Sse.Andps : Sse.Xorps, dst, dst === src ? SCRATCH_FP : src);
};

const roundFloat = (
  masm: X64Machine,
  double: boolean,
  mode: Rounding,
  dst: Reg,
  src: Reg,
): void => {
  if (masm.features.sse41) {
    clearBefore(masm, dst, src);
    masm.round(double, dst, src, mode);
    return;
  }
  // By way of a 64-bit integer, which is exact. Out of its range everything is an integer
  // already, and the conversion gives the least integer, the only one that 1 less overflows.
  if (mode === Rounding.Nearest) masm.convertToIntRounding(double, true, SCRATCH, src);
  else masm.convertToIntTruncating(double, true, SCRATCH, src);
  masm.aluImmediate(Alu.Cmp, true, SCRATCH, 1);
  const large = skipIf(masm, Cond.O);
  masm.sse(Sse.Xorps, SCRATCH_FP, SCRATCH_FP);
  masm.convertFromInt(double, true, SCRATCH_FP, SCRATCH);
  if (mode === Rounding.Floor || mode === Rounding.Ceil) {
    const floor = mode === Rounding.Floor;
    masm.sse(double ? Sse.Ucomisd : Sse.Ucomiss, SCRATCH_FP, src);
    const right = skipIf(masm, floor ? Cond.BE : Cond.AE);
    masm.aluImmediate(Alu.Add, true, SCRATCH, floor ? -1 : 1);
    masm.convertFromInt(double, true, SCRATCH_FP, SCRATCH);
    endSkip(masm, right);
  }
  // The result has the operand's sign, also when it is zero.
  const bits = double ? 63 : 31;
  masm.movFromXmm(double, SCRATCH, src);
  masm.shiftImmediate(ShiftOp.Shr, double, SCRATCH, bits);
  masm.shiftImmediate(ShiftOp.Shl, double, SCRATCH, bits);
  masm.movToXmm(double, dst, SCRATCH);
  masm.sse(Sse.Orps, dst, SCRATCH_FP);
  const done = skip(masm);
  endSkip(masm, large);
  if (dst !== src) masm.sse(Sse.Movaps, dst, src);
  masm.sse(double ? Sse.Ucomisd : Sse.Ucomiss, dst, dst);
  const ordered = skipIf(masm, Cond.NP);
  masm.sse(double ? Sse.Addsd : Sse.Addss, dst, dst);
  endSkip(masm, ordered);
  endSkip(masm, done);
};
