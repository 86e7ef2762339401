import type { Reg } from '../../abi/places.js';
import type { i64, u32 } from '../../wasm/numbers.js';
import { TrapKind } from '../../wasm/trap-kind.js';
import { powerOfTwo } from '../halves.js';
import { IMM } from '../macro-assembler.js';
import { IntOp } from '../operators.js';
import { endSkip, skip, skipIf, trapOn } from './control.js';
import { Alu, Cond, Load, ShiftOp, UnaryOp } from './integer-assembler.js';
import { andImmediate, copy, shiftByConstant } from './integers.js';
import type { X64Machine } from './machine.js';
import { RAX, RDX, SCRATCH, SCRATCH_FP } from './registers.js';

const TWO_32 = 2 ** 32;

function isSigned(op: IntOp): boolean {
  return op === IntOp.DivS || op === IntOp.RemS;
}

// Division and remainder, by a register or by a constant.

export const divide = (
  masm: X64Machine,
  op: IntOp,
  wide: boolean,
  dst: Reg,
  lhs: Reg,
  rhs: Reg,
): void => {
  if (rhs === IMM) {
    divideImmediate(masm, op, wide, dst, lhs);
    return;
  }
  if (lhs !== RAX) masm.mov(wide, RAX, lhs);
  let result = RAX;
  switch (op) {
    case IntOp.DivU:
      masm.alu(Alu.Xor, false, RDX, RDX);
      divideBy(masm, UnaryOp.Div, wide, rhs);
      break;
    case IntOp.RemU:
      masm.alu(Alu.Xor, false, RDX, RDX);
      divideBy(masm, UnaryOp.Div, wide, rhs);
      result = RDX;
      break;
    case IntOp.DivS: {
      // IDIV faults on overflow, too, and its signal does not tell it from a zero divisor.
      masm.aluImmediate(Alu.Cmp, wide, rhs, -1);
      const ordinary = skipIf(masm, Cond.NE);
      masm.unaryReg(UnaryOp.Neg, wide, RAX);
      trapOn(masm, TrapKind.IntegerOverflow, Cond.O);
      const done = skip(masm);
      endSkip(masm, ordinary);
      masm.cdq(wide);
      divideBy(masm, UnaryOp.Idiv, wide, rhs);
      endSkip(masm, done);
      break;
    }
    default: {
      masm.alu(Alu.Xor, false, RDX, RDX);
      masm.aluImmediate(Alu.Cmp, wide, rhs, -1);
      const done = skipIf(masm, Cond.E);
      masm.cdq(wide);
      divideBy(masm, UnaryOp.Idiv, wide, rhs);
      endSkip(masm, done);
      result = RDX;
    }
  }
  if (dst !== result) masm.mov(wide, dst, result);
};

const divideBy = (masm: X64Machine, op: UnaryOp, wide: boolean, rhs: Reg): void => {
  masm.markFaultSite(TrapKind.IntegerDivideByZero);
  masm.unaryReg(op, wide, rhs);
};

// ---- constant divisors ----------------------------------------------------------------------

/** Powers of two of either width, and all other 32-bit divisors; no negative ones. */
export const divideHasImmediate = (op: IntOp, wide: boolean, lo: number, hi: number): boolean => {
  if (powerOfTwo(wide, lo, hi) >= 0) return !isSigned(op) || (wide ? hi : lo) >= 0;
  return !wide && lo !== 0 && (lo > 0 || !isSigned(op));
};

/** By the {@link IMM}. */
const divideImmediate = (masm: X64Machine, op: IntOp, wide: boolean, dst: Reg, lhs: Reg): void => {
  const lo = masm.immLo;
  const hi = masm.immHi;
  const exponent = powerOfTwo(wide, lo, hi);
  switch (op) {
    case IntOp.DivU:
      if (exponent >= 0) shiftByConstant(masm, ShiftOp.Shr, wide, dst, lhs, exponent);
      else multiplyUnsigned(masm, dst, lhs, lo >>> 0);
      break;
    case IntOp.RemU:
      if (exponent >= 0) lowBits(masm, dst, lhs, exponent);
      else remainderByProduct(masm, false, dst, lhs, lo);
      break;
    case IntOp.DivS:
      if (exponent >= 0) divideByPower(masm, wide, dst, lhs, exponent);
      else multiplySigned(masm, dst, lhs, lo);
      break;
    default:
      if (exponent >= 0) remainderOfPower(masm, wide, dst, lhs, exponent);
      else remainderByProduct(masm, true, dst, lhs, lo);
  }
};

const divideByPower = (
  masm: X64Machine,
  wide: boolean,
  dst: Reg,
  lhs: Reg,
  exponent: number,
): void => {
  if (exponent === 0) {
    copy(masm, wide, dst, lhs);
    return;
  }
  roundingBias(masm, wide, lhs, exponent);
  masm.alu(Alu.Add, wide, SCRATCH, lhs);
  masm.shiftImmediate(ShiftOp.Sar, wide, SCRATCH, exponent);
  masm.mov(wide, dst, SCRATCH);
};

const remainderOfPower = (
  masm: X64Machine,
  wide: boolean,
  dst: Reg,
  lhs: Reg,
  exponent: number,
): void => {
  if (exponent === 0) {
    masm.alu(Alu.Xor, false, dst, dst);
    return;
  }
  // What is left of lhs without the multiple of the divisor below it.
  roundingBias(masm, wide, lhs, exponent);
  masm.alu(Alu.Add, wide, SCRATCH, lhs);
  masm.shiftImmediate(ShiftOp.Sar, wide, SCRATCH, exponent);
  masm.shiftImmediate(ShiftOp.Shl, wide, SCRATCH, exponent);
  if (dst !== lhs) masm.mov(wide, dst, lhs);
  masm.alu(Alu.Sub, wide, dst, SCRATCH);
};

/** Scratch becomes `2^exponent - 1` if lhs is negative, else 0: rounds a shift towards zero. */
const roundingBias = (masm: X64Machine, wide: boolean, lhs: Reg, exponent: number): void => {
  const bits = wide ? 64 : 32;
  masm.mov(wide, SCRATCH, lhs);
  if (exponent > 1) masm.shiftImmediate(ShiftOp.Sar, wide, SCRATCH, bits - 1);
  masm.shiftImmediate(ShiftOp.Shr, wide, SCRATCH, bits - exponent);
};

const lowBits = (masm: X64Machine, dst: Reg, lhs: Reg, exponent: number): void => {
  if (exponent < 32) {
    andImmediate(masm, false, dst, lhs, ((1 << exponent) - 1) | 0);
  } else if (exponent === 32) {
    masm.mov(false, dst, lhs);
  } else {
    if (dst !== lhs) masm.mov(true, dst, lhs);
    masm.shiftImmediate(ShiftOp.Shl, true, dst, 64 - exponent);
    masm.shiftImmediate(ShiftOp.Shr, true, dst, 64 - exponent);
  }
};

// ---- 32-bit divisors by multiplication ------------------------------------------------------
// x / d = x * m >> 32 + s, where m = floor(2^(32 + s) / d) + 1 is a little more than 2^(32 + s) / d
// (T. Granlund, P. Montgomery: Division by invariant integers using multiplication, PLDI 1994).
// The product has at most 64 bits, so no upper half is needed.

/**
 * The least s whose m is close enough: m * d - 2^(32 + s) <= slack * 2^s, where `slack` is 1 for
 * operands of 32 bits (theorem 4.2) and 2 for 31 and a sign (theorem 5.1). Then m is below 2^32, or
 * for slack 1 possibly below 2^33.
 */
const findMultiplier = (masm: X64Machine, divisor: i64, slack: i64): void => {
  let quotient = Math.floor(TWO_32 / divisor);
  let rest = TWO_32 - quotient * divisor;
  let shift = 0;
  let power: i64 = slack;
  while (divisor - rest > power) {
    quotient *= 2;
    rest *= 2;
    if (rest >= divisor) {
      quotient++;
      rest -= divisor;
    }
    shift++;
    power *= 2;
  }
  masm.multiplier = (quotient + 1) | 0;
  masm.multiplierIsLong = quotient + 1 >= TWO_32;
  masm.multiplierShift = shift;
};

const multiplyUnsigned = (masm: X64Machine, dst: Reg, lhs: Reg, divisor: u32): void => {
  findMultiplier(masm, divisor, 1);
  masm.mov(false, dst, lhs);
  masm.movImmediate(SCRATCH, masm.multiplier, 0);
  if (!masm.multiplierIsLong) {
    masm.imul(true, dst, SCRATCH);
    masm.shiftImmediate(ShiftOp.Shr, true, dst, 32 + masm.multiplierShift);
    return;
  }
  // The 33rd bit of m adds x once more: (x + t) >> s for t = x * (m - 2^32) >> 32, where the sum
  // may have 33 bits, too.
  masm.imul(true, SCRATCH, dst);
  masm.shiftImmediate(ShiftOp.Shr, true, SCRATCH, 32);
  masm.alu(Alu.Add, true, dst, SCRATCH);
  masm.shiftImmediate(ShiftOp.Shr, true, dst, masm.multiplierShift);
};

const multiplySigned = (masm: X64Machine, dst: Reg, lhs: Reg, divisor: number): void => {
  findMultiplier(masm, divisor, 2);
  masm.extend(Load.Movsxd, dst, lhs);
  masm.movImmediate(SCRATCH, masm.multiplier, 0);
  masm.imul(true, SCRATCH, dst);
  masm.shiftImmediate(ShiftOp.Sar, true, SCRATCH, 32 + masm.multiplierShift);
  // Rounded down so far: one more for negative numbers.
  masm.shiftImmediate(ShiftOp.Shr, true, dst, 63);
  masm.alu(Alu.Add, false, dst, SCRATCH);
};

const remainderByProduct = (
  masm: X64Machine,
  signed: boolean,
  dst: Reg,
  lhs: Reg,
  divisor: number,
): void => {
  if (dst === lhs) masm.movToXmm(false, SCRATCH_FP, lhs);
  if (signed) multiplySigned(masm, dst, lhs, divisor);
  else multiplyUnsigned(masm, dst, lhs, divisor >>> 0);
  masm.imulImmediate(false, dst, dst, divisor);
  if (dst === lhs) masm.movFromXmm(false, SCRATCH, SCRATCH_FP);
  else masm.mov(false, SCRATCH, lhs);
  masm.alu(Alu.Sub, false, SCRATCH, dst);
  masm.mov(false, dst, SCRATCH);
};
