import type { Reg } from '../../abi/places.js';
import { Op } from '../../wasm/opcodes.js';
import { Kind } from '../../wasm/value-types.js';
import { X64Conditions } from './conditions.js';
import type { X64Features } from './features.js';
import { Alu, Bits, Cond, Load, ShiftOp, UnaryOp } from './integer-assembler.js';
import { isSignExtended } from './moves.js';
import { RCX, SCRATCH, SCRATCH_FP } from './registers.js';

/** Distance from an i32 operator to its i64 counterpart, clz to rotr. */
const TO_I64 = Op.I64Clz - Op.I32Clz;

/** True for the integer operators from i64.clz to i64.rotr. */
export function isWide(op: Op): boolean {
  return op >= Op.I64Clz;
}

/** The i32 counterpart, so that a switch needs one set of cases. */
export function narrow(op: Op): Op {
  return op >= Op.I64Clz ? op - TO_I64 : op;
}

function shiftOpOf(op: Op): ShiftOp {
  switch (narrow(op)) {
    case Op.I32Shl:
      return ShiftOp.Shl;
    case Op.I32ShrS:
      return ShiftOp.Sar;
    case Op.I32ShrU:
      return ShiftOp.Shr;
    case Op.I32Rotl:
      return ShiftOp.Rol;
    default:
      return ShiftOp.Ror;
  }
}

/** The exponent of a power of two given in halves, or -1. */
export function powerOfTwo(wide: boolean, lo: number, hi: number): number {
  if (!wide || hi === 0) return lo !== 0 && (lo & (lo - 1)) === 0 ? 31 - Math.clz32(lo) : -1;
  return lo === 0 && (hi & (hi - 1)) === 0 ? 63 - Math.clz32(hi) : -1;
}

/** Integer arithmetic. */
export class X64Integers extends X64Conditions {
  constructor(protected readonly features: X64Features) {
    super();
  }

  // ---- two registers --------------------------------------------------------------------------

  protected binaryInteger(op: Op, dst: Reg, lhs: Reg, rhs: Reg): void {
    const wide = isWide(op);
    switch (narrow(op)) {
      case Op.I32Add:
        if (dst === lhs) this.arithmetic(Alu.Add, wide, dst, rhs);
        else if (dst === rhs) this.arithmetic(Alu.Add, wide, dst, lhs);
        // rbp and r13 as a base would cost a displacement.
        else if ((lhs & 7) === 5) this.leaIndexed(wide, dst, rhs, lhs, 0, 0);
        else this.leaIndexed(wide, dst, lhs, rhs, 0, 0);
        break;
      case Op.I32Sub:
        if (dst === rhs && dst !== lhs) {
          this.unaryReg(UnaryOp.Neg, wide, dst);
          this.arithmetic(Alu.Add, wide, dst, lhs);
        } else {
          if (dst !== lhs) this.mov(wide, dst, lhs);
          this.arithmetic(Alu.Sub, wide, dst, rhs);
        }
        break;
      case Op.I32And:
        this.commutative(Alu.And, wide, dst, lhs, rhs);
        break;
      case Op.I32Or:
        this.commutative(Alu.Or, wide, dst, lhs, rhs);
        break;
      case Op.I32Xor:
        this.commutative(Alu.Xor, wide, dst, lhs, rhs);
        break;
      default:
        if (dst === rhs) {
          this.imul(wide, dst, lhs);
        } else {
          if (dst !== lhs) this.mov(wide, dst, lhs);
          this.imul(wide, dst, rhs);
        }
    }
  }

  private arithmetic(op: Alu, wide: boolean, dst: Reg, src: Reg): void {
    this.alu(op, wide, dst, src);
    this.noteZeroFlag(wide, dst);
  }

  private arithmeticImmediate(op: Alu, wide: boolean, dst: Reg, value: number): void {
    this.aluImmediate(op, wide, dst, value);
    this.noteZeroFlag(wide, dst);
  }

  private commutative(op: Alu, wide: boolean, dst: Reg, lhs: Reg, rhs: Reg): void {
    if (dst === rhs) {
      this.arithmetic(op, wide, dst, lhs);
    } else {
      if (dst !== lhs) this.mov(wide, dst, lhs);
      this.arithmetic(op, wide, dst, rhs);
    }
  }

  // ---- immediates -----------------------------------------------------------------------------

  hasImmediate(op: Op, lo: number, hi: number): boolean {
    if (op < Op.I32Add || op > Op.I64Rotr) return false;
    if (op < Op.I64Add || op >= Op.I64Shl || isSignExtended(lo, hi)) return true;
    // and: a mask of the low half is a 32-bit and.
    if (op === Op.I64And) return hi === 0;
    return op === Op.I64Mul && powerOfTwo(true, lo, hi) >= 0;
  }

  binaryImmediate(op: Op, dst: Reg, lhs: Reg, lo: number, hi: number): void {
    const wide = isWide(op);
    switch (narrow(op)) {
      case Op.I32Add:
        this.addImmediate(wide, dst, lhs, lo);
        break;
      case Op.I32Sub:
        // The least number has no negation of 64 bits that an immediate could hold.
        if (wide && lo === -0x80000000) this.aluInto(Alu.Sub, wide, dst, lhs, lo);
        else this.addImmediate(wide, dst, lhs, -lo | 0);
        break;
      case Op.I32And:
        this.andImmediate(wide && hi !== 0, dst, lhs, lo);
        break;
      case Op.I32Or:
        if (lo === 0) this.copy(wide, dst, lhs);
        else this.aluInto(Alu.Or, wide, dst, lhs, lo);
        break;
      case Op.I32Xor:
        if (lo === 0) {
          this.copy(wide, dst, lhs);
        } else if (lo === -1) {
          if (dst !== lhs) this.mov(wide, dst, lhs);
          this.unaryReg(UnaryOp.Not, wide, dst);
        } else {
          this.aluInto(Alu.Xor, wide, dst, lhs, lo);
        }
        break;
      case Op.I32Mul:
        this.mulImmediate(wide, dst, lhs, lo, hi);
        break;
      default:
        this.shiftByConstant(shiftOpOf(op), wide, dst, lhs, lo & (wide ? 63 : 31));
    }
  }

  /** A move that zero-extends where 32 bits wide, also in place. */
  protected copy(wide: boolean, dst: Reg, src: Reg): void {
    if (!wide || dst !== src) this.mov(wide, dst, src);
  }

  private aluInto(op: Alu, wide: boolean, dst: Reg, lhs: Reg, value: number): void {
    if (dst !== lhs) this.mov(wide, dst, lhs);
    this.arithmeticImmediate(op, wide, dst, value);
  }

  private addImmediate(wide: boolean, dst: Reg, lhs: Reg, value: number): void {
    if (value === 0) this.copy(wide, dst, lhs);
    else if (dst !== lhs) this.lea(wide, dst, lhs, value);
    // 128 fits in a byte only when negative.
    else if (value === 128) this.arithmeticImmediate(Alu.Sub, wide, dst, -128);
    else this.arithmeticImmediate(Alu.Add, wide, dst, value);
  }

  protected andImmediate(wide: boolean, dst: Reg, lhs: Reg, value: number): void {
    if (value === 0) this.alu(Alu.Xor, false, dst, dst);
    else if (value === -1) this.copy(wide, dst, lhs);
    else if (value === 0xff) this.extend(Load.Movzx8, dst, lhs);
    else if (value === 0xffff) this.extend(Load.Movzx16, dst, lhs);
    else this.aluInto(Alu.And, wide, dst, lhs, value);
  }

  private mulImmediate(wide: boolean, dst: Reg, lhs: Reg, lo: number, hi: number): void {
    const exponent = powerOfTwo(wide, lo, hi);
    if (exponent === 0) {
      this.copy(wide, dst, lhs);
    } else if (exponent > 0) {
      this.shiftByConstant(ShiftOp.Shl, wide, dst, lhs, exponent);
    } else if (lo === 0) {
      this.alu(Alu.Xor, false, dst, dst);
    } else if (lo === -1) {
      if (dst !== lhs) this.mov(wide, dst, lhs);
      this.unaryReg(UnaryOp.Neg, wide, dst);
    } else if (lo === 3 || lo === 5 || lo === 9) {
      this.leaIndexed(wide, dst, lhs, lhs, lo === 3 ? 1 : lo === 5 ? 2 : 3, 0);
    } else {
      this.imulImmediate(wide, dst, lhs, lo);
    }
  }

  protected shiftByConstant(op: ShiftOp, wide: boolean, dst: Reg, lhs: Reg, count: number): void {
    if (count === 0) {
      this.copy(wide, dst, lhs);
      return;
    }
    if (dst !== lhs) {
      if (op === ShiftOp.Shl && count === 1) {
        this.leaIndexed(wide, dst, lhs, lhs, 0, 0);
        return;
      }
      if (op <= ShiftOp.Ror && this.features.bmi2) {
        this.rorx(wide, dst, lhs, op === ShiftOp.Ror ? count : (wide ? 64 : 32) - count);
        return;
      }
      this.mov(wide, dst, lhs);
    }
    this.shiftImmediate(op, wide, dst, count);
  }

  // ---- shifts ---------------------------------------------------------------------------------

  shift(op: Op, dst: Reg, lhs: Reg, count: Reg): void {
    const wide = isWide(op);
    const shift = shiftOpOf(op);
    if (this.features.bmi2 && shift > ShiftOp.Ror) {
      this.shiftX(shift, wide, dst, lhs, count);
    } else if (count === RCX && dst !== RCX) {
      if (dst !== lhs) this.mov(wide, dst, lhs);
      this.shiftCl(shift, wide, dst);
    } else if (dst === RCX) {
      this.mov(wide, SCRATCH, lhs);
      if (count !== RCX) this.mov(false, RCX, count);
      this.shiftCl(shift, wide, SCRATCH);
      this.mov(wide, RCX, SCRATCH);
    } else {
      // rcx holds another value: lend it. dst may be `count`, which is read first.
      this.mov(true, SCRATCH, RCX);
      this.mov(false, RCX, count);
      if (lhs === RCX) this.mov(wide, dst, SCRATCH);
      else if (dst !== lhs) this.mov(wide, dst, lhs);
      this.shiftCl(shift, wide, dst);
      this.mov(true, RCX, SCRATCH);
    }
  }

  // ---- one operand ----------------------------------------------------------------------------

  protected unaryInteger(op: Op, dst: Reg, src: Reg): void {
    switch (op) {
      case Op.I32Clz:
      case Op.I64Clz:
        this.countZeros(isWide(op), this.features.lzcnt, Bits.Lzcnt, Bits.Bsr, dst, src);
        break;
      case Op.I32Ctz:
      case Op.I64Ctz:
        this.countZeros(isWide(op), this.features.bmi1, Bits.Tzcnt, Bits.Bsf, dst, src);
        break;
      case Op.I32Popcnt:
      case Op.I64Popcnt:
        this.populationCount(isWide(op), dst, src);
        break;
      case Op.I32Extend8S:
        this.extend(Load.Movsx8, dst, src);
        break;
      case Op.I32Extend16S:
        this.extend(Load.Movsx16, dst, src);
        break;
      case Op.I64Extend8S:
        this.extend(Load.Movsx8To64, dst, src);
        break;
      case Op.I64Extend16S:
        this.extend(Load.Movsx16To64, dst, src);
        break;
      default:
        this.extend(Load.Movsxd, dst, src);
    }
  }

  /** @param scan BSF or BSR, which leave their destination undefined for zero */
  private countZeros(
    wide: boolean,
    direct: boolean,
    count: Bits,
    scan: Bits,
    dst: Reg,
    src: Reg,
  ): void {
    if (direct) {
      // Some processors make the result wait for the old destination; a cleared one is ready.
      if (dst !== src) this.alu(Alu.Xor, false, dst, dst);
      this.bits(count, wide, dst, src);
      return;
    }
    const bits = wide ? 64 : 32;
    // BSR counts from the bottom: XOR with bits - 1 turns 2 * bits - 1 into `bits`.
    this.movImmediate(SCRATCH, scan === Bits.Bsr ? 2 * bits - 1 : bits, 0);
    this.bits(scan, wide, dst, src);
    this.cmov(Cond.E, wide, dst, SCRATCH);
    if (scan === Bits.Bsr) this.aluImmediate(Alu.Xor, wide, dst, bits - 1);
  }

  private populationCount(wide: boolean, dst: Reg, src: Reg): void {
    if (this.features.popcnt) {
      if (dst !== src) this.alu(Alu.Xor, false, dst, dst);
      this.bits(Bits.Popcnt, wide, dst, src);
      return;
    }
    if (!wide) {
      if (dst !== src) this.mov(false, dst, src);
      this.countBits(dst);
      return;
    }
    // Half by half; the fp scratch keeps what does not fit in one general scratch register.
    if (dst !== src) this.mov(true, dst, src);
    this.movToXmm(true, SCRATCH_FP, dst);
    this.countBits(dst);
    this.movFromXmm(true, SCRATCH, SCRATCH_FP);
    this.movToXmm(false, SCRATCH_FP, dst);
    this.mov(true, dst, SCRATCH);
    this.shiftImmediate(ShiftOp.Shr, true, dst, 32);
    this.countBits(dst);
    this.movFromXmm(false, SCRATCH, SCRATCH_FP);
    this.alu(Alu.Add, false, dst, SCRATCH);
  }

  /** The set bits of the low half: sums of neighbours, then the bytes added up by a multiplication. */
  private countBits(reg: Reg): void {
    this.mov(false, SCRATCH, reg);
    this.shiftImmediate(ShiftOp.Shr, false, SCRATCH, 1);
    this.aluImmediate(Alu.And, false, SCRATCH, 0x55555555);
    this.alu(Alu.Sub, false, reg, SCRATCH);
    this.mov(false, SCRATCH, reg);
    this.shiftImmediate(ShiftOp.Shr, false, SCRATCH, 2);
    this.aluImmediate(Alu.And, false, SCRATCH, 0x33333333);
    this.aluImmediate(Alu.And, false, reg, 0x33333333);
    this.alu(Alu.Add, false, reg, SCRATCH);
    this.mov(false, SCRATCH, reg);
    this.shiftImmediate(ShiftOp.Shr, false, SCRATCH, 4);
    this.alu(Alu.Add, false, reg, SCRATCH);
    this.aluImmediate(Alu.And, false, reg, 0x0f0f0f0f);
    this.imulImmediate(false, reg, reg, 0x01010101);
    this.shiftImmediate(ShiftOp.Shr, false, reg, 24);
  }

  /** Integer to integer. */
  protected convertInteger(op: Op, dst: Reg, src: Reg): void {
    if (op === Op.I64ExtendI32S) this.extend(Load.Movsxd, dst, src);
    else this.move(Kind.I32, dst, src);
  }
}
