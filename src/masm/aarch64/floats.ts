import { Op } from '../../frontend/opcodes.js';
import { Kind } from '../../frontend/value-types.js';
import type { Reg } from '../macro-assembler.js';
import { TrapKind } from '../trap-kind.js';
import { Fp, Fp1, FromFp, ToFp } from './assembler.js';
import { Alu, Cond, Extend } from './integer-assembler.js';
import { A64Integers } from './integers.js';
import { SCRATCH, SCRATCH_FP, ZR } from './registers.js';

/** Distance from an f32 operator to its f64 counterpart, abs to copysign. */
const TO_F64 = Op.F64Abs - Op.F32Abs;
/** The FMOV immediate of -1. */
const MINUS_ONE = 0xf0;

/**
 * Floating-point arithmetic and conversions. FPCR is zero: rounding to nearest, subnormals kept, and
 * NaN operands are passed on as quiet NaNs (Arm ARM, section A1.5.6), as the specification asks for.
 */
export class A64Floats extends A64Integers {
  protected binaryFloat(op: Op, dst: Reg, lhs: Reg, rhs: Reg): void {
    const double = op >= Op.F64Abs;
    switch (double ? op - TO_F64 : op) {
      case Op.F32Add:
        this.fp(Fp.Add, double, dst, lhs, rhs);
        break;
      case Op.F32Sub:
        this.fp(Fp.Sub, double, dst, lhs, rhs);
        break;
      case Op.F32Mul:
        this.fp(Fp.Mul, double, dst, lhs, rhs);
        break;
      case Op.F32Div:
        this.fp(Fp.Div, double, dst, lhs, rhs);
        break;
      // FMIN and FMAX give NaN for NaN and take -0 for less than 0.
      case Op.F32Min:
        this.fp(Fp.Min, double, dst, lhs, rhs);
        break;
      case Op.F32Max:
        this.fp(Fp.Max, double, dst, lhs, rhs);
        break;
      default:
        this.signToBit0(double, SCRATCH_FP, rhs);
        this.move(double ? Kind.F64 : Kind.F32, dst, lhs);
        this.insertSign(double, dst, SCRATCH_FP);
    }
  }

  protected unaryFloat(op: Op, dst: Reg, src: Reg): void {
    const double = op >= Op.F64Abs;
    switch (double ? op - TO_F64 : op) {
      case Op.F32Abs:
        this.fp1(Fp1.Abs, double, dst, src);
        break;
      case Op.F32Neg:
        this.fp1(Fp1.Neg, double, dst, src);
        break;
      case Op.F32Ceil:
        this.fp1(Fp1.RintP, double, dst, src);
        break;
      case Op.F32Floor:
        this.fp1(Fp1.RintM, double, dst, src);
        break;
      case Op.F32Trunc:
        this.fp1(Fp1.RintZ, double, dst, src);
        break;
      case Op.F32Nearest:
        this.fp1(Fp1.RintN, double, dst, src);
        break;
      default:
        this.fp1(Fp1.Sqrt, double, dst, src);
    }
  }

  // ---- conversions ----------------------------------------------------------------------------

  convert(op: Op, dst: Reg, src: Reg): void {
    switch (op) {
      case Op.I32WrapI64:
      case Op.I64ExtendI32S:
      case Op.I64ExtendI32U:
        this.convertInteger(op, dst, src);
        break;
      case Op.F32ConvertI32S:
      case Op.F64ConvertI32S:
        this.convertToFp(ToFp.Signed, false, op === Op.F64ConvertI32S, dst, src);
        break;
      case Op.F32ConvertI32U:
      case Op.F64ConvertI32U:
        this.convertToFp(ToFp.Unsigned, false, op === Op.F64ConvertI32U, dst, src);
        break;
      case Op.F32ConvertI64S:
      case Op.F64ConvertI64S:
        this.convertToFp(ToFp.Signed, true, op === Op.F64ConvertI64S, dst, src);
        break;
      case Op.F32ConvertI64U:
      case Op.F64ConvertI64U:
        this.convertToFp(ToFp.Unsigned, true, op === Op.F64ConvertI64U, dst, src);
        break;
      case Op.F32DemoteF64:
        this.fcvtToSingle(dst, src);
        break;
      case Op.F64PromoteF32:
        this.fcvtToDouble(dst, src);
        break;
      case Op.I32ReinterpretF32:
        this.fmovFromFp(false, dst, src);
        break;
      case Op.I64ReinterpretF64:
        this.fmovFromFp(true, dst, src);
        break;
      case Op.F32ReinterpretI32:
        this.fmovToFp(false, dst, src);
        break;
      case Op.F64ReinterpretI64:
        this.fmovToFp(true, dst, src);
        break;
      case Op.I32TruncF32S:
      case Op.I32TruncF64S:
        this.truncateTo32(op === Op.I32TruncF64S, true, dst, src);
        break;
      case Op.I32TruncF32U:
      case Op.I32TruncF64U:
        this.truncateTo32(op === Op.I32TruncF64U, false, dst, src);
        break;
      case Op.I64TruncF32S:
      case Op.I64TruncF64S:
        this.truncateToSigned64(op === Op.I64TruncF64S, dst, src);
        break;
      case Op.I64TruncF32U:
      case Op.I64TruncF64U:
        this.truncateToUnsigned64(op === Op.I64TruncF64U, dst, src);
        break;
      case Op.I32TruncSatF32S:
      case Op.I32TruncSatF64S:
        this.convertFromFp(FromFp.Signed, false, op === Op.I32TruncSatF64S, dst, src);
        break;
      case Op.I32TruncSatF32U:
      case Op.I32TruncSatF64U:
        this.convertFromFp(FromFp.Unsigned, false, op === Op.I32TruncSatF64U, dst, src);
        break;
      case Op.I64TruncSatF32S:
      case Op.I64TruncSatF64S:
        this.convertFromFp(FromFp.Signed, true, op === Op.I64TruncSatF64S, dst, src);
        break;
      default:
        this.convertFromFp(FromFp.Unsigned, true, op === Op.I64TruncSatF64U, dst, src);
    }
  }

  /**
   * The saturated 64-bit conversion is right for all of the 32-bit range, and what is outside of the
   * range stays outside; only NaN gives 0.
   */
  private truncateTo32(double: boolean, signed: boolean, dst: Reg, src: Reg): void {
    this.fcmp(double, src, src);
    this.trapOn(TrapKind.InvalidConversionToInteger, Cond.Vs);
    this.convertFromFp(FromFp.Signed, true, double, dst, src);
    this.aluExtended(Alu.Subs, true, ZR, dst, dst, signed ? Extend.Sxtw : Extend.Uxtw);
    this.trapOn(TrapKind.IntegerOverflow, Cond.Ne);
    // An unsigned result has no upper half.
    if (signed) this.mov(false, dst, dst);
  }

  /** No float is 2^63 - 1, so that result is a saturated one; -2^63 is a float, and in range. */
  private truncateToSigned64(double: boolean, dst: Reg, src: Reg): void {
    if (double) this.movImmediate(SCRATCH, 0, 0xc3e00000 | 0);
    else this.movImmediate(SCRATCH, 0xdf000000 | 0, 0);
    this.fmovToFp(double, SCRATCH_FP, SCRATCH);
    this.fcmp(double, src, SCRATCH_FP);
    this.trapOn(TrapKind.InvalidConversionToInteger, Cond.Vs);
    this.trapOn(TrapKind.IntegerOverflow, Cond.Mi);
    this.convertFromFp(FromFp.Signed, true, double, dst, src);
    // Adding 1 overflows for 2^63 - 1 alone.
    this.addImmediate(Alu.Adds, true, ZR, dst, 1);
    this.trapOn(TrapKind.IntegerOverflow, Cond.Vs);
  }

  /** No float is 2^64 - 1, so that result is a saturated one; above -1 all numbers give 0 or more. */
  private truncateToUnsigned64(double: boolean, dst: Reg, src: Reg): void {
    this.fmovImmediate(double, SCRATCH_FP, MINUS_ONE);
    this.fcmp(double, src, SCRATCH_FP);
    this.trapOn(TrapKind.InvalidConversionToInteger, Cond.Vs);
    this.trapOn(TrapKind.IntegerOverflow, Cond.Ls);
    this.convertFromFp(FromFp.Unsigned, true, double, dst, src);
    this.addImmediate(Alu.Adds, true, ZR, dst, 1);
    this.trapOn(TrapKind.IntegerOverflow, Cond.Eq);
  }
}
