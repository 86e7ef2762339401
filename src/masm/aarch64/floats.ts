import type { Reg } from '../../abi/places.js';
import { Op } from '../../wasm/opcodes.js';
import { TrapKind } from '../../wasm/trap-kind.js';
import { Kind } from '../../wasm/value-types.js';
import { FromFp } from './assembler.js';
import { Alu, Cond, Extend } from './integer-assembler.js';
import { A64Integers } from './integers.js';
import { BINARY, UNARY } from './operators.js';
import { SCRATCH, SCRATCH_FP, ZR } from './registers.js';

/** The FMOV immediate of -1. */
const MINUS_ONE = 0xf0;

/**
 * Floating-point arithmetic and conversions. FPCR is zero: rounding to nearest, subnormals kept, and
 * NaN operands are passed on as quiet NaNs (Arm ARM, section A1.5.6), as the specification asks for.
 */
export class A64Floats extends A64Integers {
  binary(op: Op, dst: Reg, lhs: Reg, rhs: Reg): void {
    const word = BINARY[op]!;
    if (word !== 0) this.emit32(word | ((rhs & 31) << 16) | ((lhs & 31) << 5) | (dst & 31));
    else this.copysign(op === Op.F64Copysign, dst, lhs, rhs);
  }

  private copysign(double: boolean, dst: Reg, lhs: Reg, rhs: Reg): void {
    this.signToBit0(double, SCRATCH_FP, rhs);
    this.move(double ? Kind.F64 : Kind.F32, dst, lhs);
    this.insertSign(double, dst, SCRATCH_FP);
  }

  // ---- conversions ----------------------------------------------------------------------------

  convert(op: Op, dst: Reg, src: Reg): void {
    const word = UNARY[op]!;
    if (word !== 0) this.emit32(word | ((src & 31) << 5) | (dst & 31));
    else this.convertRest(op, dst, src);
  }

  private convertRest(op: Op, dst: Reg, src: Reg): void {
    switch (op) {
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
      default:
        // i32.wrap_i64 and i64.extend_i32_u
        this.mov(false, dst, src);
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
