import type { Reg } from '../../abi/places.js';
import { Op } from '../../wasm/opcodes.js';
import { TrapKind } from '../../wasm/trap-kind.js';
import { Alu, Cond, Load, ShiftOp, UnaryOp } from './integer-assembler.js';
import { isWide, narrow, powerOfTwo, X64Integers } from './integers.js';
import { RAX, RDX, SCRATCH, SCRATCH_FP } from './registers.js';

const TWO_32 = 2 ** 32;

function isSigned(op: Op): boolean {
  const base = narrow(op);
  return base === Op.I32DivS || base === Op.I32RemS;
}

/** Division and remainder, by a register or by a constant. */
export class X64Division extends X64Integers {
  /** What {@link findMultiplier} found: the factor, and how far beyond 32 bits to shift right. */
  /**
   * The lower 32 bits. Not the number: when a field is no small integer any more, V8 gives its object
   * another shape and drops all code that was made for the old one, in the middle of a compile.
   */
  private multiplier = 0;
  /** There is a 33rd bit, which is 1. */
  private multiplierIsLong = false;
  private multiplierShift = 0;

  divide(op: Op, dst: Reg, lhs: Reg, rhs: Reg): void {
    const wide = isWide(op);
    if (lhs !== RAX) this.mov(wide, RAX, lhs);
    let result = RAX;
    switch (narrow(op)) {
      case Op.I32DivU:
        this.alu(Alu.Xor, false, RDX, RDX);
        this.divideBy(UnaryOp.Div, wide, rhs);
        break;
      case Op.I32RemU:
        this.alu(Alu.Xor, false, RDX, RDX);
        this.divideBy(UnaryOp.Div, wide, rhs);
        result = RDX;
        break;
      case Op.I32DivS: {
        // IDIV faults on overflow, too, and its signal does not tell it from a zero divisor.
        this.aluImmediate(Alu.Cmp, wide, rhs, -1);
        const ordinary = this.skipIf(Cond.NE);
        this.unaryReg(UnaryOp.Neg, wide, RAX);
        this.trapOn(TrapKind.IntegerOverflow, Cond.O);
        const done = this.skip();
        this.endSkip(ordinary);
        this.cdq(wide);
        this.divideBy(UnaryOp.Idiv, wide, rhs);
        this.endSkip(done);
        break;
      }
      default: {
        this.alu(Alu.Xor, false, RDX, RDX);
        this.aluImmediate(Alu.Cmp, wide, rhs, -1);
        const done = this.skipIf(Cond.E);
        this.cdq(wide);
        this.divideBy(UnaryOp.Idiv, wide, rhs);
        this.endSkip(done);
        result = RDX;
      }
    }
    if (dst !== result) this.mov(wide, dst, result);
  }

  private divideBy(op: UnaryOp, wide: boolean, rhs: Reg): void {
    this.markFaultSite(TrapKind.IntegerDivideByZero);
    this.unaryReg(op, wide, rhs);
  }

  // ---- constant divisors ----------------------------------------------------------------------

  /** Powers of two of either width, and all other 32-bit divisors; no negative ones. */
  divideHasImmediate(op: Op, lo: number, hi: number): boolean {
    const wide = isWide(op);
    if (powerOfTwo(wide, lo, hi) >= 0) return !isSigned(op) || (wide ? hi : lo) >= 0;
    return !wide && lo !== 0 && (lo > 0 || !isSigned(op));
  }

  divideImmediate(op: Op, dst: Reg, lhs: Reg, lo: number, hi: number): void {
    const wide = isWide(op);
    const exponent = powerOfTwo(wide, lo, hi);
    switch (narrow(op)) {
      case Op.I32DivU:
        if (exponent >= 0) this.shiftByConstant(ShiftOp.Shr, wide, dst, lhs, exponent);
        else this.multiplyUnsigned(dst, lhs, lo >>> 0);
        break;
      case Op.I32RemU:
        if (exponent >= 0) this.lowBits(dst, lhs, exponent);
        else this.remainderByProduct(false, dst, lhs, lo);
        break;
      case Op.I32DivS:
        if (exponent >= 0) this.divideByPower(wide, dst, lhs, exponent);
        else this.multiplySigned(dst, lhs, lo);
        break;
      default:
        if (exponent >= 0) this.remainderOfPower(wide, dst, lhs, exponent);
        else this.remainderByProduct(true, dst, lhs, lo);
    }
  }

  private divideByPower(wide: boolean, dst: Reg, lhs: Reg, exponent: number): void {
    if (exponent === 0) {
      this.copy(wide, dst, lhs);
      return;
    }
    this.roundingBias(wide, lhs, exponent);
    this.alu(Alu.Add, wide, SCRATCH, lhs);
    this.shiftImmediate(ShiftOp.Sar, wide, SCRATCH, exponent);
    this.mov(wide, dst, SCRATCH);
  }

  private remainderOfPower(wide: boolean, dst: Reg, lhs: Reg, exponent: number): void {
    if (exponent === 0) {
      this.alu(Alu.Xor, false, dst, dst);
      return;
    }
    // What is left of lhs without the multiple of the divisor below it.
    this.roundingBias(wide, lhs, exponent);
    this.alu(Alu.Add, wide, SCRATCH, lhs);
    this.shiftImmediate(ShiftOp.Sar, wide, SCRATCH, exponent);
    this.shiftImmediate(ShiftOp.Shl, wide, SCRATCH, exponent);
    if (dst !== lhs) this.mov(wide, dst, lhs);
    this.alu(Alu.Sub, wide, dst, SCRATCH);
  }

  /** Scratch becomes `2^exponent - 1` if lhs is negative, else 0: rounds a shift towards zero. */
  private roundingBias(wide: boolean, lhs: Reg, exponent: number): void {
    const bits = wide ? 64 : 32;
    this.mov(wide, SCRATCH, lhs);
    if (exponent > 1) this.shiftImmediate(ShiftOp.Sar, wide, SCRATCH, bits - 1);
    this.shiftImmediate(ShiftOp.Shr, wide, SCRATCH, bits - exponent);
  }

  private lowBits(dst: Reg, lhs: Reg, exponent: number): void {
    if (exponent < 32) {
      this.andImmediate(false, dst, lhs, ((1 << exponent) - 1) | 0);
    } else if (exponent === 32) {
      this.mov(false, dst, lhs);
    } else {
      if (dst !== lhs) this.mov(true, dst, lhs);
      this.shiftImmediate(ShiftOp.Shl, true, dst, 64 - exponent);
      this.shiftImmediate(ShiftOp.Shr, true, dst, 64 - exponent);
    }
  }

  // ---- 32-bit divisors by multiplication ------------------------------------------------------
  // x / d = x * m >> 32 + s, where m = floor(2^(32 + s) / d) + 1 is a little more than 2^(32 + s) / d
  // (T. Granlund, P. Montgomery: Division by invariant integers using multiplication, PLDI 1994).
  // The product has at most 64 bits, so no upper half is needed.

  /**
   * The least s whose m is close enough: m * d - 2^(32 + s) <= slack * 2^s, where `slack` is 1 for
   * operands of 32 bits (theorem 4.2) and 2 for 31 and a sign (theorem 5.1). Then m is below 2^32, or
   * for slack 1 possibly below 2^33.
   */
  private findMultiplier(divisor: number, slack: number): void {
    let quotient = Math.floor(TWO_32 / divisor);
    let rest = TWO_32 - quotient * divisor;
    let shift = 0;
    let power = slack;
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
    this.multiplier = (quotient + 1) | 0;
    this.multiplierIsLong = quotient + 1 >= TWO_32;
    this.multiplierShift = shift;
  }

  private multiplyUnsigned(dst: Reg, lhs: Reg, divisor: number): void {
    this.findMultiplier(divisor, 1);
    this.mov(false, dst, lhs);
    this.movImmediate(SCRATCH, this.multiplier, 0);
    if (!this.multiplierIsLong) {
      this.imul(true, dst, SCRATCH);
      this.shiftImmediate(ShiftOp.Shr, true, dst, 32 + this.multiplierShift);
      return;
    }
    // The 33rd bit of m adds x once more: (x + t) >> s for t = x * (m - 2^32) >> 32, where the sum
    // may have 33 bits, too.
    this.imul(true, SCRATCH, dst);
    this.shiftImmediate(ShiftOp.Shr, true, SCRATCH, 32);
    this.alu(Alu.Add, true, dst, SCRATCH);
    this.shiftImmediate(ShiftOp.Shr, true, dst, this.multiplierShift);
  }

  private multiplySigned(dst: Reg, lhs: Reg, divisor: number): void {
    this.findMultiplier(divisor, 2);
    this.extend(Load.Movsxd, dst, lhs);
    this.movImmediate(SCRATCH, this.multiplier, 0);
    this.imul(true, SCRATCH, dst);
    this.shiftImmediate(ShiftOp.Sar, true, SCRATCH, 32 + this.multiplierShift);
    // Rounded down so far: one more for negative numbers.
    this.shiftImmediate(ShiftOp.Shr, true, dst, 63);
    this.alu(Alu.Add, false, dst, SCRATCH);
  }

  private remainderByProduct(signed: boolean, dst: Reg, lhs: Reg, divisor: number): void {
    if (dst === lhs) this.movToXmm(false, SCRATCH_FP, lhs);
    if (signed) this.multiplySigned(dst, lhs, divisor);
    else this.multiplyUnsigned(dst, lhs, divisor >>> 0);
    this.imulImmediate(false, dst, dst, divisor);
    if (dst === lhs) this.movFromXmm(false, SCRATCH, SCRATCH_FP);
    else this.mov(false, SCRATCH, lhs);
    this.alu(Alu.Sub, false, SCRATCH, dst);
    this.mov(false, dst, SCRATCH);
  }
}
