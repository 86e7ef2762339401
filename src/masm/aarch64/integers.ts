import type { Reg } from '../../abi/places.js';
import { Op } from '../../wasm/opcodes.js';
import { TrapKind } from '../../wasm/trap-kind.js';
import { A64Conditions } from './conditions.js';
import { isAddImmediate, isSignExtended, logicalImmediate, powerOfTwo } from './immediates.js';
import { Alu, Bit, Bitfield, Cond, OneSource, Shift, TwoSource } from './integer-assembler.js';
import { BINARY, TO_I64, UNARY } from './operators.js';
import { SCRATCH, SCRATCH_FP, SCRATCH2, ZR } from './registers.js';

/** ADD of 12 bits. */
const ADD_IMMEDIATE = Alu.Add + 0x06000000;

/** True for the integer operators from i64.clz to i64.rotr. */
function isWide(op: Op): boolean {
  return op >= Op.I64Clz;
}

/** The i32 counterpart, so that a switch needs one set of cases. */
function narrow(op: Op): Op {
  return op >= Op.I64Clz ? op - TO_I64 : op;
}

/** Integer arithmetic. */
export class A64Integers extends A64Conditions {
  // ---- immediates -----------------------------------------------------------------------------

  /** Any constant: what no instruction can hold goes through the scratch register. */
  hasImmediate(op: Op, _lo: number, _hi: number): boolean {
    return op >= Op.I32Add && op <= Op.I64Rotr && (op <= Op.I32Rotr || op >= Op.I64Add);
  }

  binaryImmediate(op: Op, dst: Reg, lhs: Reg, lo: number, hi: number): void {
    if (lo > 0 && lo <= 0xfff && (op === Op.I32Add || (op === Op.I64Add && hi === 0))) {
      const word = op === Op.I32Add ? ADD_IMMEDIATE : ADD_IMMEDIATE | Bit.Wide;
      this.emit32(word | (lo << 10) | ((lhs & 31) << 5) | (dst & 31));
    } else {
      this.binaryImmediateRest(op, dst, lhs, lo, hi);
    }
  }

  private binaryImmediateRest(op: Op, dst: Reg, lhs: Reg, lo: number, hi: number): void {
    const wide = isWide(op);
    switch (narrow(op)) {
      case Op.I32Add:
        this.addConstant(Alu.Add, wide, dst, lhs, lo, hi);
        break;
      case Op.I32Sub:
        this.addConstant(Alu.Sub, wide, dst, lhs, lo, hi);
        break;
      case Op.I32And:
        if (lo === 0 && (!wide || hi === 0)) this.mov(false, dst, ZR);
        else if (isAllOnes(wide, lo, hi)) this.copy(wide, dst, lhs);
        else this.logicConstant(Alu.And, wide, dst, lhs, lo, hi);
        break;
      case Op.I32Or:
        if (lo === 0 && (!wide || hi === 0)) this.copy(wide, dst, lhs);
        else if (isAllOnes(wide, lo, hi)) this.alu(Alu.Orn, wide, dst, ZR, ZR);
        else this.logicConstant(Alu.Orr, wide, dst, lhs, lo, hi);
        break;
      case Op.I32Xor:
        if (lo === 0 && (!wide || hi === 0)) this.copy(wide, dst, lhs);
        else if (isAllOnes(wide, lo, hi)) this.alu(Alu.Orn, wide, dst, ZR, lhs);
        else this.logicConstant(Alu.Eor, wide, dst, lhs, lo, hi);
        break;
      case Op.I32Mul:
        this.mulConstant(wide, dst, lhs, lo, hi);
        break;
      default:
        this.shiftConstant(op, dst, lhs, lo & (wide ? 63 : 31));
    }
  }

  /** A move that zero-extends where 32 bits wide, also in place. */
  private copy(wide: boolean, dst: Reg, src: Reg): void {
    if (!wide || dst !== src) this.mov(wide, dst, src);
  }

  private addConstant(
    op: Alu.Add | Alu.Sub,
    wide: boolean,
    dst: Reg,
    lhs: Reg,
    lo: number,
    hi: number,
  ): void {
    if (!wide || isSignExtended(lo, hi)) {
      const size = lo < 0 ? -lo | 0 : lo;
      if (size === 0) {
        this.copy(wide, dst, lhs);
        return;
      }
      // -2^31 is its own negation.
      if (size > 0 && size < 1 << 24) {
        const code = lo > 0 ? op : op === Alu.Add ? Alu.Sub : Alu.Add;
        if (isAddImmediate(size)) {
          this.addImmediate(code, wide, dst, lhs, size);
        } else {
          this.addImmediate(code, wide, dst, lhs, size & 0xfff000);
          this.addImmediate(code, wide, dst, dst, size & 0xfff);
        }
        return;
      }
    }
    this.movImmediate(SCRATCH, lo, wide ? hi : 0);
    this.alu(op, wide, dst, lhs, SCRATCH);
  }

  private logicConstant(op: Alu, wide: boolean, dst: Reg, lhs: Reg, lo: number, hi: number): void {
    const encoded = logicalImmediate(wide, lo, hi);
    if (encoded >= 0) {
      this.logicImmediate(op, wide, dst, lhs, encoded);
    } else {
      this.movImmediate(SCRATCH, lo, wide ? hi : 0);
      this.alu(op, wide, dst, lhs, SCRATCH);
    }
  }

  private mulConstant(wide: boolean, dst: Reg, lhs: Reg, lo: number, hi: number): void {
    const exponent = powerOfTwo(wide, lo, hi);
    if (exponent === 0) {
      this.copy(wide, dst, lhs);
    } else if (exponent > 0) {
      this.shiftImmediate(Shift.Lsl, wide, dst, lhs, exponent);
    } else if (lo === 0 && (!wide || hi === 0)) {
      this.mov(false, dst, ZR);
    } else if (isAllOnes(wide, lo, hi)) {
      this.alu(Alu.Sub, wide, dst, ZR, lhs);
    } else {
      // 2^n + 1: one addition.
      const next = !wide || hi === 0 ? powerOfTwo(false, lo - 1, 0) : -1;
      if (next > 0) {
        this.alu(Alu.Add, wide, dst, lhs, lhs, Shift.Lsl, next);
      } else {
        this.movImmediate(SCRATCH, lo, wide ? hi : 0);
        this.madd(wide, dst, lhs, SCRATCH, ZR);
      }
    }
  }

  private shiftConstant(op: Op, dst: Reg, lhs: Reg, count: number): void {
    const wide = isWide(op);
    if (count === 0) {
      this.copy(wide, dst, lhs);
      return;
    }
    switch (narrow(op)) {
      case Op.I32Shl:
        this.shiftImmediate(Shift.Lsl, wide, dst, lhs, count);
        break;
      case Op.I32ShrS:
        this.shiftImmediate(Shift.Asr, wide, dst, lhs, count);
        break;
      case Op.I32ShrU:
        this.shiftImmediate(Shift.Lsr, wide, dst, lhs, count);
        break;
      case Op.I32Rotl:
        this.shiftImmediate(Shift.Ror, wide, dst, lhs, (wide ? 64 : 32) - count);
        break;
      default:
        this.shiftImmediate(Shift.Ror, wide, dst, lhs, count);
    }
  }

  // ---- shifts ---------------------------------------------------------------------------------

  shift(op: Op, dst: Reg, lhs: Reg, count: Reg): void {
    let word = BINARY[op]!;
    let by = count;
    if (word === 0) {
      // Only rotl has no instruction.
      this.alu(Alu.Sub, false, SCRATCH, ZR, count);
      word = TwoSource.Rorv | (isWide(op) ? Bit.Wide : 0);
      by = SCRATCH;
    }
    this.emit32(word | ((by & 31) << 16) | ((lhs & 31) << 5) | (dst & 31));
  }

  // ---- division -------------------------------------------------------------------------------

  /** The hardware gives 0 for a zero divisor and wraps on overflow, so both are checked for. */
  divide(op: Op, dst: Reg, lhs: Reg, rhs: Reg): void {
    const wide = isWide(op);
    this.trapIfZero(TrapKind.IntegerDivideByZero, false, wide, rhs);
    switch (narrow(op)) {
      case Op.I32DivS:
        // If rhs is -1, compares lhs with 1, which overflows just for the least number.
        this.addImmediate(Alu.Adds, wide, ZR, rhs, 1);
        this.ccmpImmediate(wide, lhs, 1, 0, Cond.Eq);
        this.trapOn(TrapKind.IntegerOverflow, Cond.Vs);
        this.twoSource(TwoSource.Sdiv, wide, dst, lhs, rhs);
        break;
      case Op.I32DivU:
        this.twoSource(TwoSource.Udiv, wide, dst, lhs, rhs);
        break;
      case Op.I32RemS:
        // The wrapped quotient gives the right remainder, 0.
        this.twoSource(TwoSource.Sdiv, wide, SCRATCH, lhs, rhs);
        this.msub(wide, dst, SCRATCH, rhs, lhs);
        break;
      default:
        this.twoSource(TwoSource.Udiv, wide, SCRATCH, lhs, rhs);
        this.msub(wide, dst, SCRATCH, rhs, lhs);
    }
  }

  /** Any divisor but 0, and -1 for div_s. */
  divideHasImmediate(op: Op, lo: number, hi: number): boolean {
    const wide = isWide(op);
    if (lo === 0 && (!wide || hi === 0)) return false;
    return narrow(op) !== Op.I32DivS || !isAllOnes(wide, lo, hi);
  }

  divideImmediate(op: Op, dst: Reg, lhs: Reg, lo: number, hi: number): void {
    const wide = isWide(op);
    const base = narrow(op);
    const exponent = powerOfTwo(wide, lo, hi);
    const top = wide ? 63 : 31;
    const signed = base === Op.I32DivS || base === Op.I32RemS;
    // 2^top is a negative number for signed operators.
    if (exponent < 0 || (signed && exponent === top)) {
      this.movImmediate(SCRATCH, lo, wide ? hi : 0);
      const code = signed ? TwoSource.Sdiv : TwoSource.Udiv;
      if (base === Op.I32DivS || base === Op.I32DivU) {
        this.twoSource(code, wide, dst, lhs, SCRATCH);
      } else {
        this.twoSource(code, wide, SCRATCH2, lhs, SCRATCH);
        this.msub(wide, dst, SCRATCH2, SCRATCH, lhs);
      }
      return;
    }
    switch (base) {
      case Op.I32DivU:
        if (exponent === 0) this.copy(wide, dst, lhs);
        else this.shiftImmediate(Shift.Lsr, wide, dst, lhs, exponent);
        break;
      case Op.I32RemU:
        if (exponent === 0) this.mov(false, dst, ZR);
        else this.bitfield(Bitfield.Ubfm, wide, dst, lhs, 0, exponent - 1);
        break;
      case Op.I32DivS:
        if (exponent === 0) {
          this.copy(wide, dst, lhs);
        } else {
          this.roundTowardsZero(wide, lhs, exponent);
          this.shiftImmediate(Shift.Asr, wide, dst, SCRATCH, exponent);
        }
        break;
      default:
        if (exponent === 0) {
          this.mov(false, dst, ZR);
        } else {
          // What is left of lhs without the multiple of the divisor below it.
          this.roundTowardsZero(wide, lhs, exponent);
          this.shiftImmediate(Shift.Asr, wide, SCRATCH, SCRATCH, exponent);
          this.alu(Alu.Sub, wide, dst, lhs, SCRATCH, Shift.Lsl, exponent);
        }
    }
  }

  /** Scratch becomes lhs, plus `2^exponent - 1` if it is negative. */
  private roundTowardsZero(wide: boolean, lhs: Reg, exponent: number): void {
    const top = wide ? 63 : 31;
    let sign = lhs;
    if (exponent > 1) {
      this.shiftImmediate(Shift.Asr, wide, SCRATCH, lhs, top);
      sign = SCRATCH;
    }
    this.alu(Alu.Add, wide, SCRATCH, lhs, sign, Shift.Lsr, top + 1 - exponent);
  }

  // ---- one operand ----------------------------------------------------------------------------

  unary(op: Op, dst: Reg, src: Reg): void {
    const word = UNARY[op]!;
    if (word !== 0) {
      this.emit32(word | ((src & 31) << 5) | (dst & 31));
    } else if (op === Op.I32Ctz || op === Op.I64Ctz) {
      this.oneSource(OneSource.Rbit, isWide(op), dst, src);
      this.oneSource(OneSource.Clz, isWide(op), dst, dst);
    } else {
      // popcnt
      this.fmovToFp(isWide(op), SCRATCH_FP, src);
      this.countBytes(SCRATCH_FP, SCRATCH_FP);
      this.sumBytes(SCRATCH_FP, SCRATCH_FP);
      this.fmovFromFp(false, dst, SCRATCH_FP);
    }
  }
}

function isAllOnes(wide: boolean, lo: number, hi: number): boolean {
  return lo === -1 && (!wide || hi === -1);
}
