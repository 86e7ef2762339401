import type { Reg } from '../../abi/places.js';
import { TrapKind } from '../../wasm/trap-kind.js';
import { isFloatKind, Kind } from '../../wasm/value-types.js';
import { Conversion } from '../operators.js';
import { FromFp } from './assembler.js';
import { trapOn } from './control.js';
import { Alu, Cond, Extend } from './integer-assembler.js';
import type { Aarch64Machine } from './machine.js';
import { CONVERT, conversionAt } from './operators.js';
import { SCRATCH, SCRATCH_FP, ZR } from './registers.js';

/** The FMOV immediate of -1. */
const MINUS_ONE = 0xf0;

// Conversions between integers and floats, and between floats.

export const convert = (
  masm: Aarch64Machine,
  op: Conversion,
  to: Kind,
  from: Kind,
  dst: Reg,
  src: Reg,
): void => {
  const word = CONVERT[conversionAt(op, to, from)]!;
  if (word !== 0) masm.emit32(word | ((src & 31) << 5) | (dst & 31));
  else convertRest(masm, op, to, from, dst, src);
};

const convertRest = (
  masm: Aarch64Machine,
  op: Conversion,
  to: Kind,
  from: Kind,
  dst: Reg,
  src: Reg,
): void => {
  switch (op) {
    case Conversion.Demote:
      masm.fcvtToSingle(dst, src);
      break;
    case Conversion.Promote:
      masm.fcvtToDouble(dst, src);
      break;
    case Conversion.Reinterpret:
      if (isFloatKind(to)) masm.fmovToFp(to === Kind.F64, dst, src);
      else masm.fmovFromFp(to === Kind.I64, dst, src);
      break;
    case Conversion.TruncS:
      if (to === Kind.I32) truncateTo32(masm, from === Kind.F64, true, dst, src);
      else truncateToSigned64(masm, from === Kind.F64, dst, src);
      break;
    case Conversion.TruncU:
      if (to === Kind.I32) truncateTo32(masm, from === Kind.F64, false, dst, src);
      else truncateToUnsigned64(masm, from === Kind.F64, dst, src);
      break;
    default:
      // Wrap and ExtendU.
      masm.mov(false, dst, src);
  }
};

/**
 * The saturated 64-bit conversion is right for all of the 32-bit range, and what is outside of the
 * range stays outside; only NaN gives 0.
 */
const truncateTo32 = (
  masm: Aarch64Machine,
  double: boolean,
  signed: boolean,
  dst: Reg,
  src: Reg,
): void => {
  masm.fcmp(double, src, src);
  trapOn(masm, TrapKind.InvalidConversionToInteger, Cond.Vs);
  masm.convertFromFp(FromFp.Signed, true, double, dst, src);
  masm.aluExtended(Alu.Subs, true, ZR, dst, dst, signed ? Extend.Sxtw : Extend.Uxtw);
  trapOn(masm, TrapKind.IntegerOverflow, Cond.Ne);
  // An unsigned result has no upper half.
  if (signed) masm.mov(false, dst, dst);
};

/** No float is 2^63 - 1, so that result is a saturated one; -2^63 is a float, and in range. */
const truncateToSigned64 = (masm: Aarch64Machine, double: boolean, dst: Reg, src: Reg): void => {
  if (double) masm.movImmediate(SCRATCH, 0, 0xc3e00000 | 0);
  else masm.movImmediate(SCRATCH, 0xdf000000 | 0, 0);
  masm.fmovToFp(double, SCRATCH_FP, SCRATCH);
  masm.fcmp(double, src, SCRATCH_FP);
  trapOn(masm, TrapKind.InvalidConversionToInteger, Cond.Vs);
  trapOn(masm, TrapKind.IntegerOverflow, Cond.Mi);
  masm.convertFromFp(FromFp.Signed, true, double, dst, src);
  // Adding 1 overflows for 2^63 - 1 alone.
  masm.addImmediate(Alu.Adds, true, ZR, dst, 1);
  trapOn(masm, TrapKind.IntegerOverflow, Cond.Vs);
};

/** No float is 2^64 - 1, so that result is a saturated one; above -1 all numbers give 0 or more. */
const truncateToUnsigned64 = (masm: Aarch64Machine, double: boolean, dst: Reg, src: Reg): void => {
  masm.fmovImmediate(double, SCRATCH_FP, MINUS_ONE);
  masm.fcmp(double, src, SCRATCH_FP);
  trapOn(masm, TrapKind.InvalidConversionToInteger, Cond.Vs);
  trapOn(masm, TrapKind.IntegerOverflow, Cond.Ls);
  masm.convertFromFp(FromFp.Unsigned, true, double, dst, src);
  masm.addImmediate(Alu.Adds, true, ZR, dst, 1);
  trapOn(masm, TrapKind.IntegerOverflow, Cond.Eq);
};
