import type { Reg } from '../../abi/places.js';
import { Op } from '../../wasm/opcodes.js';
import { TrapKind } from '../../wasm/trap-kind.js';
import { Sse } from './assembler.js';
import { X64Floats } from './floats.js';
import { Alu, Cond, Load, ShiftOp } from './integer-assembler.js';
import { SCRATCH, SCRATCH_FP } from './registers.js';

/** Conversions between integers and floats, and between floats. */
export class X64Conversions extends X64Floats {
  convert(op: Op, dst: Reg, src: Reg): void {
    switch (op) {
      case Op.I32WrapI64:
      case Op.I64ExtendI32S:
      case Op.I64ExtendI32U:
        this.convertInteger(op, dst, src);
        break;
      case Op.F32ConvertI32S:
      case Op.F64ConvertI32S:
        this.fromSigned(op === Op.F64ConvertI32S, false, dst, src);
        break;
      case Op.F32ConvertI32U:
      case Op.F64ConvertI32U:
        // Any unsigned 32-bit number is a signed 64-bit number.
        this.mov(false, SCRATCH, src);
        this.fromSigned(op === Op.F64ConvertI32U, true, dst, SCRATCH);
        break;
      case Op.F32ConvertI64S:
      case Op.F64ConvertI64S:
        this.fromSigned(op === Op.F64ConvertI64S, true, dst, src);
        break;
      case Op.F32ConvertI64U:
      case Op.F64ConvertI64U:
        this.fromUnsigned64(op === Op.F64ConvertI64U, dst, src);
        break;
      case Op.F32DemoteF64:
        this.clearBefore(dst, src);
        this.sse(Sse.Cvtsd2ss, dst, src);
        break;
      case Op.F64PromoteF32:
        this.clearBefore(dst, src);
        this.sse(Sse.Cvtss2sd, dst, src);
        break;
      case Op.I32ReinterpretF32:
        this.movFromXmm(false, dst, src);
        break;
      case Op.I64ReinterpretF64:
        this.movFromXmm(true, dst, src);
        break;
      case Op.F32ReinterpretI32:
        this.movToXmm(false, dst, src);
        break;
      case Op.F64ReinterpretI64:
        this.movToXmm(true, dst, src);
        break;
      case Op.I32TruncF32S:
      case Op.I32TruncF64S:
        this.toSigned32(op === Op.I32TruncF64S, false, dst, src);
        break;
      case Op.I32TruncSatF32S:
      case Op.I32TruncSatF64S:
        this.toSigned32(op === Op.I32TruncSatF64S, true, dst, src);
        break;
      case Op.I32TruncF32U:
      case Op.I32TruncF64U:
        this.toUnsigned32(op === Op.I32TruncF64U, false, dst, src);
        break;
      case Op.I32TruncSatF32U:
      case Op.I32TruncSatF64U:
        this.toUnsigned32(op === Op.I32TruncSatF64U, true, dst, src);
        break;
      case Op.I64TruncF32S:
      case Op.I64TruncF64S:
        this.toSigned64(op === Op.I64TruncF64S, false, dst, src);
        break;
      case Op.I64TruncSatF32S:
      case Op.I64TruncSatF64S:
        this.toSigned64(op === Op.I64TruncSatF64S, true, dst, src);
        break;
      case Op.I64TruncF32U:
      case Op.I64TruncF64U:
        this.toUnsigned64(op === Op.I64TruncF64U, false, dst, src);
        break;
      default:
        this.toUnsigned64(op === Op.I64TruncSatF64U, true, dst, src);
    }
  }

  private fromSigned(double: boolean, wide: boolean, dst: Reg, src: Reg): void {
    this.sse(Sse.Xorps, dst, dst);
    this.convertFromInt(double, wide, dst, src);
  }

  /**
   * Numbers from 2^63 are halved with the lost bit kept sticky, so that the one rounding is that of
   * the whole number, and doubled again, which is exact.
   */
  private fromUnsigned64(double: boolean, dst: Reg, src: Reg): void {
    this.sse(Sse.Xorps, dst, dst);
    this.test(true, src, src);
    const large = this.skipIf(Cond.S);
    this.convertFromInt(double, true, dst, src);
    const done = this.skip();
    this.endSkip(large);
    this.mov(true, SCRATCH, src);
    this.shiftImmediate(ShiftOp.Shr, true, SCRATCH, 1);
    const even = this.skipIf(Cond.AE);
    this.aluImmediate(Alu.Or, true, SCRATCH, 1);
    this.endSkip(even);
    this.convertFromInt(double, true, dst, SCRATCH);
    this.sse(double ? Sse.Addsd : Sse.Addss, dst, dst);
    this.endSkip(done);
  }

  /** Sets PF if the operand is NaN; traps on it unless saturating. */
  private trapIfNan(double: boolean, src: Reg): void {
    this.compareFloats(double, src, src);
    this.trapOn(TrapKind.InvalidConversionToInteger, Cond.P);
  }

  private compareFloats(double: boolean, lhs: Reg, rhs: Reg): void {
    this.sse(double ? Sse.Ucomisd : Sse.Ucomiss, lhs, rhs);
  }

  private compareFloatWithZero(double: boolean, src: Reg): void {
    this.sse(Sse.Xorps, SCRATCH_FP, SCRATCH_FP);
    this.compareFloats(double, src, SCRATCH_FP);
  }

  /** The 64-bit conversion is right for all of the 32-bit range; a result outside of it is not. */
  private toSigned32(double: boolean, saturate: boolean, dst: Reg, src: Reg): void {
    this.convertToIntTruncating(double, true, dst, src);
    this.extend(Load.Movsxd, SCRATCH, dst);
    this.alu(Alu.Cmp, true, SCRATCH, dst);
    const inRange = this.skipIf(Cond.E);
    let nan = 0;
    if (saturate) {
      this.alu(Alu.Xor, false, dst, dst);
      this.compareFloatWithZero(double, src);
      nan = this.skipIf(Cond.P);
      this.setcc(Cond.B, dst);
      // 2^31 - 1, or one more, which is -2^31.
      this.aluImmediate(Alu.Add, false, dst, 0x7fffffff);
    } else {
      this.trapIfNan(double, src);
      this.trap(TrapKind.IntegerOverflow);
    }
    this.endSkip(inRange);
    if (nan !== 0) this.endSkip(nan);
    this.mov(false, dst, dst);
  }

  private toUnsigned32(double: boolean, saturate: boolean, dst: Reg, src: Reg): void {
    this.convertToIntTruncating(double, true, dst, src);
    this.mov(false, SCRATCH, dst);
    this.alu(Alu.Cmp, true, SCRATCH, dst);
    const inRange = this.skipIf(Cond.E);
    if (saturate) {
      this.alu(Alu.Xor, false, dst, dst);
      this.compareFloatWithZero(double, src);
      const nanOrNegative = this.skipIf(Cond.BE);
      this.movImmediate(dst, -1, 0);
      this.endSkip(nanOrNegative);
    } else {
      this.trapIfNan(double, src);
      this.trap(TrapKind.IntegerOverflow);
    }
    this.endSkip(inRange);
  }

  /** The least integer stands for failure, and is the only one that 1 less overflows. */
  private toSigned64(double: boolean, saturate: boolean, dst: Reg, src: Reg): void {
    this.convertToIntTruncating(double, true, dst, src);
    this.aluImmediate(Alu.Cmp, true, dst, 1);
    const inRange = this.skipIf(Cond.NO);
    if (saturate) {
      this.compareFloatWithZero(double, src);
      const negative = this.skipIf(Cond.B);
      // Here dst, the least integer, becomes the greatest. NaN sets CF with ZF and PF, so it is
      // among the "negative" and sorted out below.
      this.movImmediate(dst, -1, 0x7fffffff);
      this.endSkip(negative);
      const ordered = this.skipIf(Cond.NP);
      this.alu(Alu.Xor, false, dst, dst);
      this.endSkip(ordered);
    } else {
      this.trapIfNan(double, src);
      this.loadMinusTwoTo63(double);
      this.compareFloats(double, src, SCRATCH_FP);
      this.trapOn(TrapKind.IntegerOverflow, Cond.NE);
    }
    this.endSkip(inRange);
  }

  /**
   * From 2^63 on, 2^63 is subtracted before and added after. The difference is exact for those, and
   * for numbers from -1 down it stays out of range or gives the least integer: negative both ways.
   */
  private toUnsigned64(double: boolean, saturate: boolean, dst: Reg, src: Reg): void {
    this.convertToIntTruncating(double, true, dst, src);
    this.test(true, dst, dst);
    const inRange = this.skipIf(Cond.NS);
    let done = 0;
    if (saturate) {
      this.compareFloatWithZero(double, src);
      const positive = this.skipIf(Cond.A);
      this.alu(Alu.Xor, false, dst, dst);
      done = this.skip();
      this.endSkip(positive);
    } else {
      this.trapIfNan(double, src);
    }
    this.loadMinusTwoTo63(double);
    this.sse(double ? Sse.Addsd : Sse.Addss, SCRATCH_FP, src);
    this.convertToIntTruncating(double, true, dst, SCRATCH_FP);
    this.test(true, dst, dst);
    if (saturate) {
      const fits = this.skipIf(Cond.NS);
      this.aluImmediate(Alu.Or, true, dst, -1);
      this.endSkip(fits);
    } else {
      this.trapOn(TrapKind.IntegerOverflow, Cond.S);
    }
    this.bts(dst, 63);
    this.endSkip(inRange);
    if (done !== 0) this.endSkip(done);
  }

  /** Into the fp scratch register. */
  private loadMinusTwoTo63(double: boolean): void {
    if (double) this.movImmediate(SCRATCH, 0, 0xc3e00000 | 0);
    else this.movImmediate(SCRATCH, 0xdf000000 | 0, 0);
    this.movToXmm(double, SCRATCH_FP, SCRATCH);
  }
}
