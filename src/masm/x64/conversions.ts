import type { Reg } from '../../abi/places.js';
import { TrapKind } from '../../wasm/trap-kind.js';
import { isFloatKind, Kind } from '../../wasm/value-types.js';
import { Conversion } from '../operators.js';
import { Sse } from './assembler.js';
import { endSkip, skip, skipIf, trapOn } from './control.js';
import { clearBefore } from './floats.js';
import { Alu, Cond, Load, ShiftOp } from './integer-assembler.js';
import { convertInteger } from './integers.js';
import type { X64Machine } from './machine.js';
import { SCRATCH, SCRATCH_FP } from './registers.js';

// Conversions between integers and floats, and between floats.

export const convert = (
  masm: X64Machine,
  op: Conversion,
  to: Kind,
  from: Kind,
  dst: Reg,
  src: Reg,
): void => {
  switch (op) {
    case Conversion.Wrap:
    case Conversion.ExtendS:
    case Conversion.ExtendU:
      convertInteger(masm, op, dst, src);
      break;
    case Conversion.ConvertS:
      fromSigned(masm, to === Kind.F64, from === Kind.I64, dst, src);
      break;
    case Conversion.ConvertU:
      if (from === Kind.I64) {
        fromUnsigned64(masm, to === Kind.F64, dst, src);
      } else {
        // Any unsigned 32-bit number is a signed 64-bit number.
        masm.mov(false, SCRATCH, src);
        fromSigned(masm, to === Kind.F64, true, dst, SCRATCH);
      }
      break;
    case Conversion.Demote:
      clearBefore(masm, dst, src);
      masm.sse(Sse.Cvtsd2ss, dst, src);
      break;
    case Conversion.Promote:
      clearBefore(masm, dst, src);
      masm.sse(Sse.Cvtss2sd, dst, src);
      break;
    case Conversion.Reinterpret:
      if (isFloatKind(to)) masm.movToXmm(to === Kind.F64, dst, src);
      else masm.movFromXmm(to === Kind.I64, dst, src);
      break;
    case Conversion.TruncS:
    case Conversion.TruncSatS: {
      const saturate = op === Conversion.TruncSatS;
      if (to === Kind.I32) toSigned32(masm, from === Kind.F64, saturate, dst, src);
      else toSigned64(masm, from === Kind.F64, saturate, dst, src);
      break;
    }
    default: {
      const saturate = op === Conversion.TruncSatU;
      if (to === Kind.I32) toUnsigned32(masm, from === Kind.F64, saturate, dst, src);
      else toUnsigned64(masm, from === Kind.F64, saturate, dst, src);
    }
  }
};

const fromSigned = (masm: X64Machine, double: boolean, wide: boolean, dst: Reg, src: Reg): void => {
  masm.sse(Sse.Xorps, dst, dst);
  masm.convertFromInt(double, wide, dst, src);
};

/**
 * Numbers from 2^63 are halved with the lost bit kept sticky, so that the one rounding is that of
 * the whole number, and doubled again, which is exact.
 */
const fromUnsigned64 = (masm: X64Machine, double: boolean, dst: Reg, src: Reg): void => {
  masm.sse(Sse.Xorps, dst, dst);
  masm.test(true, src, src);
  const large = skipIf(masm, Cond.S);
  masm.convertFromInt(double, true, dst, src);
  const done = skip(masm);
  endSkip(masm, large);
  masm.mov(true, SCRATCH, src);
  masm.shiftImmediate(ShiftOp.Shr, true, SCRATCH, 1);
  const even = skipIf(masm, Cond.AE);
  masm.aluImmediate(Alu.Or, true, SCRATCH, 1);
  endSkip(masm, even);
  masm.convertFromInt(double, true, dst, SCRATCH);
  masm.sse(double ? Sse.Addsd : Sse.Addss, dst, dst);
  endSkip(masm, done);
};

/** Sets PF if the operand is NaN; traps on it unless saturating. */
const trapIfNan = (masm: X64Machine, double: boolean, src: Reg): void => {
  compareFloats(masm, double, src, src);
  trapOn(masm, TrapKind.InvalidConversionToInteger, Cond.P);
};

const compareFloats = (masm: X64Machine, double: boolean, lhs: Reg, rhs: Reg): void => {
  masm.sse(double ? Sse.Ucomisd : Sse.Ucomiss, lhs, rhs);
};

const compareFloatWithZero = (masm: X64Machine, double: boolean, src: Reg): void => {
  masm.sse(Sse.Xorps, SCRATCH_FP, SCRATCH_FP);
  compareFloats(masm, double, src, SCRATCH_FP);
};

/** The 64-bit conversion is right for all of the 32-bit range; a result outside of it is not. */
const toSigned32 = (
  masm: X64Machine,
  double: boolean,
  saturate: boolean,
  dst: Reg,
  src: Reg,
): void => {
  masm.convertToIntTruncating(double, true, dst, src);
  masm.extend(Load.Movsxd, SCRATCH, dst);
  masm.alu(Alu.Cmp, true, SCRATCH, dst);
  const inRange = skipIf(masm, Cond.E);
  let nan = 0;
  if (saturate) {
    masm.alu(Alu.Xor, false, dst, dst);
    compareFloatWithZero(masm, double, src);
    nan = skipIf(masm, Cond.P);
    masm.setcc(Cond.B, dst);
    // 2^31 - 1, or one more, which is -2^31.
    masm.aluImmediate(Alu.Add, false, dst, 0x7fffffff);
  } else {
    trapIfNan(masm, double, src);
    masm.trap(TrapKind.IntegerOverflow);
  }
  endSkip(masm, inRange);
  if (nan !== 0) endSkip(masm, nan);
  masm.mov(false, dst, dst);
};

const toUnsigned32 = (
  masm: X64Machine,
  double: boolean,
  saturate: boolean,
  dst: Reg,
  src: Reg,
): void => {
  masm.convertToIntTruncating(double, true, dst, src);
  masm.mov(false, SCRATCH, dst);
  masm.alu(Alu.Cmp, true, SCRATCH, dst);
  const inRange = skipIf(masm, Cond.E);
  if (saturate) {
    masm.alu(Alu.Xor, false, dst, dst);
    compareFloatWithZero(masm, double, src);
    const nanOrNegative = skipIf(masm, Cond.BE);
    masm.movImmediate(dst, -1, 0);
    endSkip(masm, nanOrNegative);
  } else {
    trapIfNan(masm, double, src);
    masm.trap(TrapKind.IntegerOverflow);
  }
  endSkip(masm, inRange);
};

/** The least integer stands for failure, and is the only one that 1 less overflows. */
const toSigned64 = (
  masm: X64Machine,
  double: boolean,
  saturate: boolean,
  dst: Reg,
  src: Reg,
): void => {
  masm.convertToIntTruncating(double, true, dst, src);
  masm.aluImmediate(Alu.Cmp, true, dst, 1);
  const inRange = skipIf(masm, Cond.NO);
  if (saturate) {
    compareFloatWithZero(masm, double, src);
    const negative = skipIf(masm, Cond.B);
    // Here dst, the least integer, becomes the greatest. NaN sets CF with ZF and PF, so it is
    // among the "negative" and sorted out below.
    masm.movImmediate(dst, -1, 0x7fffffff);
    endSkip(masm, negative);
    const ordered = skipIf(masm, Cond.NP);
    masm.alu(Alu.Xor, false, dst, dst);
    endSkip(masm, ordered);
  } else {
    trapIfNan(masm, double, src);
    loadMinusTwoTo63(masm, double);
    compareFloats(masm, double, src, SCRATCH_FP);
    trapOn(masm, TrapKind.IntegerOverflow, Cond.NE);
  }
  endSkip(masm, inRange);
};

/**
 * From 2^63 on, 2^63 is subtracted before and added after. The difference is exact for those, and
 * for numbers from -1 down it stays out of range or gives the least integer: negative both ways.
 */
const toUnsigned64 = (
  masm: X64Machine,
  double: boolean,
  saturate: boolean,
  dst: Reg,
  src: Reg,
): void => {
  masm.convertToIntTruncating(double, true, dst, src);
  masm.test(true, dst, dst);
  const inRange = skipIf(masm, Cond.NS);
  let done = 0;
  if (saturate) {
    compareFloatWithZero(masm, double, src);
    const positive = skipIf(masm, Cond.A);
    masm.alu(Alu.Xor, false, dst, dst);
    done = skip(masm);
    endSkip(masm, positive);
  } else {
    trapIfNan(masm, double, src);
  }
  loadMinusTwoTo63(masm, double);
  masm.sse(double ? Sse.Addsd : Sse.Addss, SCRATCH_FP, src);
  masm.convertToIntTruncating(double, true, dst, SCRATCH_FP);
  masm.test(true, dst, dst);
  if (saturate) {
    const fits = skipIf(masm, Cond.NS);
    masm.aluImmediate(Alu.Or, true, dst, -1);
    endSkip(masm, fits);
  } else {
    trapOn(masm, TrapKind.IntegerOverflow, Cond.S);
  }
  masm.bts(dst, 63);
  endSkip(masm, inRange);
  if (done !== 0) endSkip(masm, done);
};

/** Into the fp scratch register. */
const loadMinusTwoTo63 = (masm: X64Machine, double: boolean): void => {
  if (double) masm.movImmediate(SCRATCH, 0, 0xc3e00000 | 0);
  else masm.movImmediate(SCRATCH, 0xdf000000 | 0, 0);
  masm.movToXmm(double, SCRATCH_FP, SCRATCH);
};
