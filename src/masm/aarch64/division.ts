import type { Reg } from '../../abi/places.js';
import { TrapKind } from '../../wasm/trap-kind.js';
import { isAllOnes, powerOfTwo } from '../halves.js';
import { IMM } from '../macro-assembler.js';
import { IntOp } from '../operators.js';
import { trapIfZero, trapOn } from './control.js';
import { Alu, Bitfield, Cond, Shift, TwoSource } from './integer-assembler.js';
import { copy } from './integers.js';
import type { Aarch64Machine } from './machine.js';
import { SCRATCH, SCRATCH2, ZR } from './registers.js';
// Division and remainder, by a register or by a constant.

/** The hardware gives 0 for a zero divisor and wraps on overflow, so both are checked for. */
export const divide = (
  masm: Aarch64Machine,
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
  trapIfZero(masm, TrapKind.IntegerDivideByZero, false, wide, rhs);
  switch (op) {
    case IntOp.DivS:
      // If rhs is -1, compares lhs with 1, which overflows just for the least number.
      masm.addImmediate(Alu.Adds, wide, ZR, rhs, 1);
      masm.ccmpImmediate(wide, lhs, 1, 0, Cond.Eq);
      trapOn(masm, TrapKind.IntegerOverflow, Cond.Vs);
      masm.twoSource(TwoSource.Sdiv, wide, dst, lhs, rhs);
      break;
    case IntOp.DivU:
      masm.twoSource(TwoSource.Udiv, wide, dst, lhs, rhs);
      break;
    case IntOp.RemS:
      // The wrapped quotient gives the right remainder, 0.
      masm.twoSource(TwoSource.Sdiv, wide, SCRATCH, lhs, rhs);
      masm.msub(wide, dst, SCRATCH, rhs, lhs);
      break;
    default:
      masm.twoSource(TwoSource.Udiv, wide, SCRATCH, lhs, rhs);
      masm.msub(wide, dst, SCRATCH, rhs, lhs);
  }
};

/** Any divisor but 0, and -1 for div_s. */
export const divideHasImmediate = (op: IntOp, wide: boolean, lo: number, hi: number): boolean => {
  if (lo === 0 && (!wide || hi === 0)) return false;
  return op !== IntOp.DivS || !isAllOnes(wide, lo, hi);
};

/** By the {@link IMM}. */
const divideImmediate = (
  masm: Aarch64Machine,
  op: IntOp,
  wide: boolean,
  dst: Reg,
  lhs: Reg,
): void => {
  const lo = masm.immLo;
  const hi = masm.immHi;
  const exponent = powerOfTwo(wide, lo, hi);
  const top = wide ? 63 : 31;
  const signed = op === IntOp.DivS || op === IntOp.RemS;
  // 2^top is a negative number for signed operators.
  if (exponent < 0 || (signed && exponent === top)) {
    masm.movImmediate(SCRATCH, lo, wide ? hi : 0);
    const code = signed ? TwoSource.Sdiv : TwoSource.Udiv;
    if (op === IntOp.DivS || op === IntOp.DivU) {
      masm.twoSource(code, wide, dst, lhs, SCRATCH);
    } else {
      masm.twoSource(code, wide, SCRATCH2, lhs, SCRATCH);
      masm.msub(wide, dst, SCRATCH2, SCRATCH, lhs);
    }
    return;
  }
  switch (op) {
    case IntOp.DivU:
      if (exponent === 0) copy(masm, wide, dst, lhs);
      else masm.shiftImmediate(Shift.Lsr, wide, dst, lhs, exponent);
      break;
    case IntOp.RemU:
      if (exponent === 0) masm.mov(false, dst, ZR);
      else masm.bitfield(Bitfield.Ubfm, wide, dst, lhs, 0, exponent - 1);
      break;
    case IntOp.DivS:
      if (exponent === 0) {
        copy(masm, wide, dst, lhs);
      } else {
        roundTowardsZero(masm, wide, lhs, exponent);
        masm.shiftImmediate(Shift.Asr, wide, dst, SCRATCH, exponent);
      }
      break;
    default:
      if (exponent === 0) {
        masm.mov(false, dst, ZR);
      } else {
        // What is left of lhs without the multiple of the divisor below it.
        roundTowardsZero(masm, wide, lhs, exponent);
        masm.shiftImmediate(Shift.Asr, wide, SCRATCH, SCRATCH, exponent);
        masm.alu(Alu.Sub, wide, dst, lhs, SCRATCH, Shift.Lsl, exponent);
      }
  }
};

/** Scratch becomes lhs, plus `2^exponent - 1` if it is negative. */
const roundTowardsZero = (
  masm: Aarch64Machine,
  wide: boolean,
  lhs: Reg,
  exponent: number,
): void => {
  const top = wide ? 63 : 31;
  let sign = lhs;
  if (exponent > 1) {
    masm.shiftImmediate(Shift.Asr, wide, SCRATCH, lhs, top);
    sign = SCRATCH;
  }
  masm.alu(Alu.Add, wide, SCRATCH, lhs, sign, Shift.Lsr, top + 1 - exponent);
};
