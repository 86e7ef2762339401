import type { Reg } from '../../abi/places.js';
import { Kind } from '../../wasm/value-types.js';
import { isSignExtended, powerOfTwo } from '../halves.js';
import { IMM } from '../macro-assembler.js';
import { Conversion, IntOp, IntUnary } from '../operators.js';
import { noteZeroFlag } from './control.js';
import { Alu, Bits, Cond, Load, ShiftOp, UnaryOp } from './integer-assembler.js';
import type { X64Machine } from './machine.js';
import { move } from './moves.js';
import { RCX, SCRATCH, SCRATCH_FP } from './registers.js';

function shiftOpOf(op: IntOp): ShiftOp {
  switch (op) {
    case IntOp.Shl:
      return ShiftOp.Shl;
    case IntOp.ShrS:
      return ShiftOp.Sar;
    case IntOp.ShrU:
      return ShiftOp.Shr;
    case IntOp.Rotl:
      return ShiftOp.Rol;
    default:
      return ShiftOp.Ror;
  }
}

// Integer arithmetic.

// ---- two registers --------------------------------------------------------------------------

export const binaryInteger = (
  masm: X64Machine,
  op: IntOp,
  wide: boolean,
  dst: Reg,
  lhs: Reg,
  rhs: Reg,
): void => {
  if (rhs === IMM) {
    binaryImmediate(masm, op, wide, dst, lhs);
    return;
  }
  switch (op) {
    case IntOp.Add:
      if (dst === lhs) arithmetic(masm, Alu.Add, wide, dst, rhs);
      else if (dst === rhs) arithmetic(masm, Alu.Add, wide, dst, lhs);
      // rbp and r13 as a base would cost a displacement.
      else if ((lhs & 7) === 5) masm.leaIndexed(wide, dst, rhs, lhs, 0, 0);
      else masm.leaIndexed(wide, dst, lhs, rhs, 0, 0);
      break;
    case IntOp.Sub:
      if (dst === rhs && dst !== lhs) {
        masm.unaryReg(UnaryOp.Neg, wide, dst);
        arithmetic(masm, Alu.Add, wide, dst, lhs);
      } else {
        if (dst !== lhs) masm.mov(wide, dst, lhs);
        arithmetic(masm, Alu.Sub, wide, dst, rhs);
      }
      break;
    case IntOp.And:
      commutative(masm, Alu.And, wide, dst, lhs, rhs);
      break;
    case IntOp.Or:
      commutative(masm, Alu.Or, wide, dst, lhs, rhs);
      break;
    case IntOp.Xor:
      commutative(masm, Alu.Xor, wide, dst, lhs, rhs);
      break;
    default:
      if (dst === rhs) {
        masm.imul(wide, dst, lhs);
      } else {
        if (dst !== lhs) masm.mov(wide, dst, lhs);
        masm.imul(wide, dst, rhs);
      }
  }
};

const arithmetic = (masm: X64Machine, op: Alu, wide: boolean, dst: Reg, src: Reg): void => {
  masm.alu(op, wide, dst, src);
  noteZeroFlag(masm, wide, dst);
};

const arithmeticImmediate = (
  masm: X64Machine,
  op: Alu,
  wide: boolean,
  dst: Reg,
  value: number,
): void => {
  masm.aluImmediate(op, wide, dst, value);
  noteZeroFlag(masm, wide, dst);
};

const commutative = (
  masm: X64Machine,
  op: Alu,
  wide: boolean,
  dst: Reg,
  lhs: Reg,
  rhs: Reg,
): void => {
  if (dst === rhs) {
    arithmetic(masm, op, wide, dst, lhs);
  } else {
    if (dst !== lhs) masm.mov(wide, dst, lhs);
    arithmetic(masm, op, wide, dst, rhs);
  }
};

// ---- immediates -----------------------------------------------------------------------------

/** Of shifts any. */
export const hasIntegerImmediate = (op: IntOp, wide: boolean, lo: number, hi: number): boolean => {
  if (!wide || op >= IntOp.Shl || isSignExtended(lo, hi)) return true;
  // and: a mask of the low half is a 32-bit and.
  if (op === IntOp.And) return hi === 0;
  return op === IntOp.Mul && powerOfTwo(true, lo, hi) >= 0;
};

/** With the {@link IMM}. */
const binaryImmediate = (masm: X64Machine, op: IntOp, wide: boolean, dst: Reg, lhs: Reg): void => {
  const lo = masm.immLo;
  const hi = masm.immHi;
  switch (op) {
    case IntOp.Add:
      addImmediate(masm, wide, dst, lhs, lo);
      break;
    case IntOp.Sub:
      // The least number has no negation of 64 bits that an immediate could hold.
      if (wide && lo === -0x80000000) aluInto(masm, Alu.Sub, wide, dst, lhs, lo);
      else addImmediate(masm, wide, dst, lhs, -lo | 0);
      break;
    case IntOp.And:
      andImmediate(masm, wide && hi !== 0, dst, lhs, lo);
      break;
    case IntOp.Or:
      if (lo === 0) copy(masm, wide, dst, lhs);
      else aluInto(masm, Alu.Or, wide, dst, lhs, lo);
      break;
    case IntOp.Xor:
      if (lo === 0) {
        copy(masm, wide, dst, lhs);
      } else if (lo === -1) {
        if (dst !== lhs) masm.mov(wide, dst, lhs);
        masm.unaryReg(UnaryOp.Not, wide, dst);
      } else {
        aluInto(masm, Alu.Xor, wide, dst, lhs, lo);
      }
      break;
    default:
      mulImmediate(masm, wide, dst, lhs, lo, hi);
  }
};

/** A move that zero-extends where 32 bits wide, also in place. */
export const copy = (masm: X64Machine, wide: boolean, dst: Reg, src: Reg): void => {
  if (!wide || dst !== src) masm.mov(wide, dst, src);
};

const aluInto = (
  masm: X64Machine,
  op: Alu,
  wide: boolean,
  dst: Reg,
  lhs: Reg,
  value: number,
): void => {
  if (dst !== lhs) masm.mov(wide, dst, lhs);
  arithmeticImmediate(masm, op, wide, dst, value);
};

const addImmediate = (masm: X64Machine, wide: boolean, dst: Reg, lhs: Reg, value: number): void => {
  if (value === 0) copy(masm, wide, dst, lhs);
  else if (dst !== lhs) masm.lea(wide, dst, lhs, value);
  // 128 fits in a byte only when negative.
  else if (value === 128) arithmeticImmediate(masm, Alu.Sub, wide, dst, -128);
  else arithmeticImmediate(masm, Alu.Add, wide, dst, value);
};

export const andImmediate = (
  masm: X64Machine,
  wide: boolean,
  dst: Reg,
  lhs: Reg,
  value: number,
): void => {
  if (value === 0) masm.alu(Alu.Xor, false, dst, dst);
  else if (value === -1) copy(masm, wide, dst, lhs);
  else if (value === 0xff) masm.extend(Load.Movzx8, dst, lhs);
  else if (value === 0xffff) masm.extend(Load.Movzx16, dst, lhs);
  else aluInto(masm, Alu.And, wide, dst, lhs, value);
};

const mulImmediate = (
  masm: X64Machine,
  wide: boolean,
  dst: Reg,
  lhs: Reg,
  lo: number,
  hi: number,
): void => {
  const exponent = powerOfTwo(wide, lo, hi);
  if (exponent === 0) {
    copy(masm, wide, dst, lhs);
  } else if (exponent > 0) {
    shiftByConstant(masm, ShiftOp.Shl, wide, dst, lhs, exponent);
  } else if (lo === 0) {
    masm.alu(Alu.Xor, false, dst, dst);
  } else if (lo === -1) {
    if (dst !== lhs) masm.mov(wide, dst, lhs);
    masm.unaryReg(UnaryOp.Neg, wide, dst);
  } else if (lo === 3 || lo === 5 || lo === 9) {
    masm.leaIndexed(wide, dst, lhs, lhs, lo === 3 ? 1 : lo === 5 ? 2 : 3, 0);
  } else {
    masm.imulImmediate(wide, dst, lhs, lo);
  }
};

export const shiftByConstant = (
  masm: X64Machine,
  op: ShiftOp,
  wide: boolean,
  dst: Reg,
  lhs: Reg,
  count: number,
): void => {
  if (count === 0) {
    copy(masm, wide, dst, lhs);
    return;
  }
  if (dst !== lhs) {
    if (op === ShiftOp.Shl && count === 1) {
      masm.leaIndexed(wide, dst, lhs, lhs, 0, 0);
      return;
    }
    if (op <= ShiftOp.Ror && masm.features.bmi2) {
      masm.rorx(wide, dst, lhs, op === ShiftOp.Ror ? count : (wide ? 64 : 32) - count);
      return;
    }
    masm.mov(wide, dst, lhs);
  }
  masm.shiftImmediate(op, wide, dst, count);
};

// ---- shifts ---------------------------------------------------------------------------------

export const shift = (
  masm: X64Machine,
  op: IntOp,
  wide: boolean,
  dst: Reg,
  lhs: Reg,
  count: Reg,
): void => {
  const shift = shiftOpOf(op);
  if (count === IMM) {
    shiftByConstant(masm, shift, wide, dst, lhs, masm.immLo & (wide ? 63 : 31));
    return;
  }
  if (masm.features.bmi2 && shift > ShiftOp.Ror) {
    masm.shiftX(shift, wide, dst, lhs, count);
  } else if (count === RCX && dst !== RCX) {
    if (dst !== lhs) masm.mov(wide, dst, lhs);
    masm.shiftCl(shift, wide, dst);
  } else if (dst === RCX) {
    masm.mov(wide, SCRATCH, lhs);
    if (count !== RCX) masm.mov(false, RCX, count);
    masm.shiftCl(shift, wide, SCRATCH);
    masm.mov(wide, RCX, SCRATCH);
  } else {
    // rcx holds another value: lend it. dst may be `count`, which is read first.
    masm.mov(true, SCRATCH, RCX);
    masm.mov(false, RCX, count);
    if (lhs === RCX) masm.mov(wide, dst, SCRATCH);
    else if (dst !== lhs) masm.mov(wide, dst, lhs);
    masm.shiftCl(shift, wide, dst);
    masm.mov(true, RCX, SCRATCH);
  }
};

// ---- one operand ----------------------------------------------------------------------------

export const unaryInteger = (
  masm: X64Machine,
  op: IntUnary,
  wide: boolean,
  dst: Reg,
  src: Reg,
): void => {
  switch (op) {
    case IntUnary.Clz:
      countZeros(masm, wide, masm.features.lzcnt, Bits.Lzcnt, Bits.Bsr, dst, src);
      break;
    case IntUnary.Ctz:
      countZeros(masm, wide, masm.features.bmi1, Bits.Tzcnt, Bits.Bsf, dst, src);
      break;
    case IntUnary.Popcnt:
      populationCount(masm, wide, dst, src);
      break;
    case IntUnary.Extend8S:
      masm.extend(wide ? Load.Movsx8To64 : Load.Movsx8, dst, src);
      break;
    case IntUnary.Extend16S:
      masm.extend(wide ? Load.Movsx16To64 : Load.Movsx16, dst, src);
      break;
    default:
      masm.extend(Load.Movsxd, dst, src);
  }
};

/** @param scan BSF or BSR, which leave their destination undefined for zero */
const countZeros = (
  masm: X64Machine,
  wide: boolean,
  direct: boolean,
  count: Bits,
  scan: Bits,
  dst: Reg,
  src: Reg,
): void => {
  if (direct) {
    // Some processors make the result wait for the old destination; a cleared one is ready.
    if (dst !== src) masm.alu(Alu.Xor, false, dst, dst);
    masm.bits(count, wide, dst, src);
    return;
  }
  const bits = wide ? 64 : 32;
  // BSR counts from the bottom: XOR with bits - 1 turns 2 * bits - 1 into `bits`.
  masm.movImmediate(SCRATCH, scan === Bits.Bsr ? 2 * bits - 1 : bits, 0);
  masm.bits(scan, wide, dst, src);
  masm.cmov(Cond.E, wide, dst, SCRATCH);
  if (scan === Bits.Bsr) masm.aluImmediate(Alu.Xor, wide, dst, bits - 1);
};

const populationCount = (masm: X64Machine, wide: boolean, dst: Reg, src: Reg): void => {
  if (masm.features.popcnt) {
    if (dst !== src) masm.alu(Alu.Xor, false, dst, dst);
    masm.bits(Bits.Popcnt, wide, dst, src);
    return;
  }
  if (!wide) {
    if (dst !== src) masm.mov(false, dst, src);
    countBits(masm, dst);
    return;
  }
  // Half by half; the fp scratch keeps what does not fit in one general scratch register.
  if (dst !== src) masm.mov(true, dst, src);
  masm.movToXmm(true, SCRATCH_FP, dst);
  countBits(masm, dst);
  masm.movFromXmm(true, SCRATCH, SCRATCH_FP);
  masm.movToXmm(false, SCRATCH_FP, dst);
  masm.mov(true, dst, SCRATCH);
  masm.shiftImmediate(ShiftOp.Shr, true, dst, 32);
  countBits(masm, dst);
  masm.movFromXmm(false, SCRATCH, SCRATCH_FP);
  masm.alu(Alu.Add, false, dst, SCRATCH);
};

/** The set bits of the low half: sums of neighbours, then the bytes added up by a multiplication. */
const countBits = (masm: X64Machine, reg: Reg): void => {
  masm.mov(false, SCRATCH, reg);
  masm.shiftImmediate(ShiftOp.Shr, false, SCRATCH, 1);
  masm.aluImmediate(Alu.And, false, SCRATCH, 0x55555555);
  masm.alu(Alu.Sub, false, reg, SCRATCH);
  masm.mov(false, SCRATCH, reg);
  masm.shiftImmediate(ShiftOp.Shr, false, SCRATCH, 2);
  masm.aluImmediate(Alu.And, false, SCRATCH, 0x33333333);
  masm.aluImmediate(Alu.And, false, reg, 0x33333333);
  masm.alu(Alu.Add, false, reg, SCRATCH);
  masm.mov(false, SCRATCH, reg);
  masm.shiftImmediate(ShiftOp.Shr, false, SCRATCH, 4);
  masm.alu(Alu.Add, false, reg, SCRATCH);
  masm.aluImmediate(Alu.And, false, reg, 0x0f0f0f0f);
  masm.imulImmediate(false, reg, reg, 0x01010101);
  masm.shiftImmediate(ShiftOp.Shr, false, reg, 24);
};

/** Integer to integer. */
export const convertInteger = (masm: X64Machine, op: Conversion, dst: Reg, src: Reg): void => {
  if (op === Conversion.ExtendS) masm.extend(Load.Movsxd, dst, src);
  else move(masm, Kind.I32, dst, src);
};
