import type { Reg } from '../../abi/places.js';
import { Op } from '../../wasm/opcodes.js';
import { TrapKind } from '../../wasm/trap-kind.js';
import { FromFp } from './assembler.js';
import { trapOn } from './control.js';
import { Alu, Cond, Extend } from './integer-assembler.js';
import type { Aarch64Machine } from './machine.js';
import { UNARY } from './operators.js';
import { SCRATCH, SCRATCH_FP, ZR } from './registers.js';

/** The FMOV immediate of -1. */
const MINUS_ONE = 0xf0;

// Conversions between integers and floats, and between floats.

export const convert = (masm: Aarch64Machine, op: Op, dst: Reg, src: Reg): void => {
  const word = UNARY[op]!;
  if (word !== 0) masm.emit32(word | ((src & 31) << 5) | (dst & 31));
  else convertRest(masm, op, dst, src);
};

const convertRest = (masm: Aarch64Machine, op: Op, dst: Reg, src: Reg): void => {
  switch (op) {
    case Op.F32DemoteF64:
      masm.fcvtToSingle(dst, src);
      break;
    case Op.F64PromoteF32:
      masm.fcvtToDouble(dst, src);
      break;
    case Op.I32ReinterpretF32:
      masm.fmovFromFp(false, dst, src);
      break;
    case Op.I64ReinterpretF64:
      masm.fmovFromFp(true, dst, src);
      break;
    case Op.F32ReinterpretI32:
      masm.fmovToFp(false, dst, src);
      break;
    case Op.F64ReinterpretI64:
      masm.fmovToFp(true, dst, src);
      break;
    case Op.I32TruncF32S:
    case Op.I32TruncF64S:
      truncateTo32(masm, op === Op.I32TruncF64S, true, dst, src);
      break;
    case Op.I32TruncF32U:
    case Op.I32TruncF64U:
      truncateTo32(masm, op === Op.I32TruncF64U, false, dst, src);
      break;
    case Op.I64TruncF32S:
    case Op.I64TruncF64S:
      truncateToSigned64(masm, op === Op.I64TruncF64S, dst, src);
      break;
    case Op.I64TruncF32U:
    case Op.I64TruncF64U:
      truncateToUnsigned64(masm, op === Op.I64TruncF64U, dst, src);
      break;
    default:
      // i32.wrap_i64 and i64.extend_i32_u
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
