import type { Reg } from '../../abi/places.js';
import { Op } from '../../wasm/opcodes.js';
import { Rounding, Sse, SseMem } from './assembler.js';
import { X64Division } from './division.js';
import { Alu, Cond, ShiftOp } from './integer-assembler.js';
import { SCRATCH, SCRATCH_FP } from './registers.js';

/** Distance from an f32 operator to its f64 counterpart, abs to copysign. */
const TO_F64 = Op.F64Abs - Op.F32Abs;

/**
 * Floating-point arithmetic. MXCSR has its default: round to nearest, ties to even, no traps. Every
 * arithmetic instruction gives quiet NaNs (Intel SDM volume 1, section 4.8.3.5), as the
 * specification asks for.
 */
export class X64Floats extends X64Division {
  protected binaryFloat(op: Op, dst: Reg, lhs: Reg, rhs: Reg): void {
    const double = op >= Op.F64Abs;
    switch (double ? op - TO_F64 : op) {
      case Op.F32Add:
        this.floatArithmetic(double ? Sse.Addsd : Sse.Addss, true, dst, lhs, rhs);
        break;
      case Op.F32Sub:
        this.floatArithmetic(double ? Sse.Subsd : Sse.Subss, false, dst, lhs, rhs);
        break;
      case Op.F32Mul:
        this.floatArithmetic(double ? Sse.Mulsd : Sse.Mulss, true, dst, lhs, rhs);
        break;
      case Op.F32Div:
        this.floatArithmetic(double ? Sse.Divsd : Sse.Divss, false, dst, lhs, rhs);
        break;
      case Op.F32Min:
        this.minOrMax(double, double ? Sse.Minsd : Sse.Minss, Sse.Orps, dst, lhs, rhs);
        break;
      case Op.F32Max:
        this.minOrMax(double, double ? Sse.Maxsd : Sse.Maxss, Sse.Andps, dst, lhs, rhs);
        break;
      default:
        this.copySign(double, dst, lhs, rhs);
    }
  }

  /** Right sides of arithmetic may be in memory; zero is made faster than it is loaded. */
  override hasImmediate(op: Op, lo: number, hi: number): boolean {
    if (op < Op.F32Abs) return super.hasImmediate(op, lo, hi);
    const double = op >= Op.F64Abs;
    const single = double ? op - TO_F64 : op;
    return single >= Op.F32Add && single <= Op.F32Div && (lo !== 0 || (double && hi !== 0));
  }

  override binaryImmediate(op: Op, dst: Reg, lhs: Reg, lo: number, hi: number): void {
    if (op < Op.F32Abs) {
      super.binaryImmediate(op, dst, lhs, lo, hi);
      return;
    }
    const double = op >= Op.F64Abs;
    let sse: Sse;
    let commutes = false;
    switch (double ? op - TO_F64 : op) {
      case Op.F32Add:
        sse = double ? Sse.Addsd : Sse.Addss;
        commutes = true;
        break;
      case Op.F32Sub:
        sse = double ? Sse.Subsd : Sse.Subss;
        break;
      case Op.F32Mul:
        sse = double ? Sse.Mulsd : Sse.Mulss;
        commutes = true;
        break;
      default:
        sse = double ? Sse.Divsd : Sse.Divss;
    }
    if (dst !== lhs && commutes) {
      this.sseConstant(double ? SseMem.LoadSd : SseMem.LoadSs, double, dst, lo, hi);
      this.sse(sse, dst, lhs);
      return;
    }
    if (dst !== lhs) this.sse(Sse.Movaps, dst, lhs);
    this.sseConstant(sse, double, dst, lo, hi);
  }

  private floatArithmetic(op: Sse, commutes: boolean, dst: Reg, lhs: Reg, rhs: Reg): void {
    if (dst === rhs && dst !== lhs) {
      if (commutes) {
        this.sse(op, dst, lhs);
      } else {
        this.sse(Sse.Movaps, SCRATCH_FP, rhs);
        this.sse(Sse.Movaps, dst, lhs);
        this.sse(op, dst, SCRATCH_FP);
      }
      return;
    }
    if (dst !== lhs) this.sse(Sse.Movaps, dst, lhs);
    this.sse(op, dst, rhs);
  }

  /**
   * MINSS and its kin give the second operand for NaNs and for zeros of either sign (volume 2,
   * MINSS), so both are handled apart. What is left commutes, and so do the two special cases.
   * @param ofEqual OR or AND of the bits: the sign of equal operands, which matters for zeros
   */
  private minOrMax(double: boolean, op: Sse, ofEqual: Sse, dst: Reg, lhs: Reg, rhs: Reg): void {
    let other = rhs;
    if (dst === rhs) other = lhs;
    else if (dst !== lhs) this.sse(Sse.Movaps, dst, lhs);
    this.sse(double ? Sse.Ucomisd : Sse.Ucomiss, dst, other);
    const unequal = this.skipIf(Cond.NE);
    const unordered = this.skipIf(Cond.P);
    this.sse(ofEqual, dst, other);
    const equalDone = this.skip();
    this.endSkip(unordered);
    this.sse(double ? Sse.Addsd : Sse.Addss, dst, other);
    const nanDone = this.skip();
    this.endSkip(unequal);
    this.sse(op, dst, other);
    this.endSkip(equalDone);
    this.endSkip(nanDone);
  }

  private copySign(double: boolean, dst: Reg, lhs: Reg, rhs: Reg): void {
    const bits = double ? 63 : 31;
    this.sse(Sse.Movaps, SCRATCH_FP, lhs);
    this.sse(Sse.Xorps, SCRATCH_FP, rhs);
    this.shiftLanesRight(double, SCRATCH_FP, bits);
    this.shiftLanesLeft(double, SCRATCH_FP, bits);
    // What is left is the sign bit where the signs differ.
    if (dst !== lhs) this.sse(Sse.Movaps, dst, lhs);
    this.sse(Sse.Xorps, dst, SCRATCH_FP);
  }

  protected unaryFloat(op: Op, dst: Reg, src: Reg): void {
    const double = op >= Op.F64Abs;
    switch (double ? op - TO_F64 : op) {
      case Op.F32Abs:
        this.mask(double, true, dst, src);
        break;
      case Op.F32Neg:
        this.mask(double, false, dst, src);
        break;
      case Op.F32Ceil:
        this.roundFloat(double, Rounding.Ceil, dst, src);
        break;
      case Op.F32Floor:
        this.roundFloat(double, Rounding.Floor, dst, src);
        break;
      case Op.F32Trunc:
        this.roundFloat(double, Rounding.Trunc, dst, src);
        break;
      case Op.F32Nearest:
        this.roundFloat(double, Rounding.Nearest, dst, src);
        break;
      default:
        this.clearBefore(dst, src);
        this.sse(double ? Sse.Sqrtsd : Sse.Sqrtss, dst, src);
    }
  }

  /** Instructions that keep the upper part of their destination wait for it, unless it is cleared. */
  protected clearBefore(dst: Reg, src: Reg): void {
    if (dst !== src) this.sse(Sse.Xorps, dst, dst);
  }

  /** abs (`and` with all but the sign) and neg (`xor` with the sign) keep every other bit. */
  private mask(double: boolean, abs: boolean, dst: Reg, src: Reg): void {
    const mask = dst === src ? SCRATCH_FP : dst;
    this.sse(Sse.Pcmpeqd, mask, mask);
    if (abs) this.shiftLanesRight(double, mask, 1);
    else this.shiftLanesLeft(double, mask, double ? 63 : 31);
    this.sse(abs ? Sse.Andps : Sse.Xorps, dst, dst === src ? SCRATCH_FP : src);
  }

  private roundFloat(double: boolean, mode: Rounding, dst: Reg, src: Reg): void {
    if (this.features.sse41) {
      this.clearBefore(dst, src);
      this.round(double, dst, src, mode);
      return;
    }
    // By way of a 64-bit integer, which is exact. Out of its range everything is an integer
    // already, and the conversion gives the least integer, the only one that 1 less overflows.
    if (mode === Rounding.Nearest) this.convertToIntRounding(double, true, SCRATCH, src);
    else this.convertToIntTruncating(double, true, SCRATCH, src);
    this.aluImmediate(Alu.Cmp, true, SCRATCH, 1);
    const large = this.skipIf(Cond.O);
    this.sse(Sse.Xorps, SCRATCH_FP, SCRATCH_FP);
    this.convertFromInt(double, true, SCRATCH_FP, SCRATCH);
    if (mode === Rounding.Floor || mode === Rounding.Ceil) {
      const floor = mode === Rounding.Floor;
      this.sse(double ? Sse.Ucomisd : Sse.Ucomiss, SCRATCH_FP, src);
      const right = this.skipIf(floor ? Cond.BE : Cond.AE);
      this.aluImmediate(Alu.Add, true, SCRATCH, floor ? -1 : 1);
      this.convertFromInt(double, true, SCRATCH_FP, SCRATCH);
      this.endSkip(right);
    }
    // The result has the operand's sign, also when it is zero.
    const bits = double ? 63 : 31;
    this.movFromXmm(double, SCRATCH, src);
    this.shiftImmediate(ShiftOp.Shr, double, SCRATCH, bits);
    this.shiftImmediate(ShiftOp.Shl, double, SCRATCH, bits);
    this.movToXmm(double, dst, SCRATCH);
    this.sse(Sse.Orps, dst, SCRATCH_FP);
    const done = this.skip();
    this.endSkip(large);
    if (dst !== src) this.sse(Sse.Movaps, dst, src);
    this.sse(double ? Sse.Ucomisd : Sse.Ucomiss, dst, dst);
    const ordered = this.skipIf(Cond.NP);
    this.sse(double ? Sse.Addsd : Sse.Addss, dst, dst);
    this.endSkip(ordered);
    this.endSkip(done);
  }
}
