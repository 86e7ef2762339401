import type { Reg } from '../../abi/places.js';
import { isAllOnes, isSignExtended, powerOfTwo } from '../halves.js';
import { IntOp } from '../operators.js';
import { isAddImmediate, logicalImmediate } from './immediates.js';
import { Alu, Bit, Shift, TwoSource } from './integer-assembler.js';
import type { Aarch64Machine } from './machine.js';
import { SCRATCH, ZR } from './registers.js';

/** ADD of 12 bits. */
const ADD_IMMEDIATE = Alu.Add + 0x06000000;

// Integer arithmetic.

// ---- immediates -----------------------------------------------------------------------------

// Any constant: what no instruction can hold goes through the scratch register.

/** With the {@link IMM}, of operators up to rotr. */
export const binaryImmediate = (
  masm: Aarch64Machine,
  op: IntOp,
  wide: boolean,
  dst: Reg,
  lhs: Reg,
): void => {
  const lo = masm.immLo;
  if (op === IntOp.Add && lo > 0 && lo <= 0xfff && (!wide || masm.immHi === 0)) {
    const word = wide ? ADD_IMMEDIATE | Bit.Wide : ADD_IMMEDIATE;
    masm.emit32(word | (lo << 10) | ((lhs & 31) << 5) | (dst & 31));
  } else {
    binaryImmediateRest(masm, op, wide, dst, lhs, lo, masm.immHi);
  }
};

const binaryImmediateRest = (
  masm: Aarch64Machine,
  op: IntOp,
  wide: boolean,
  dst: Reg,
  lhs: Reg,
  lo: number,
  hi: number,
): void => {
  switch (op) {
    case IntOp.Add:
      addConstant(masm, Alu.Add, wide, dst, lhs, lo, hi);
      break;
    case IntOp.Sub:
      addConstant(masm, Alu.Sub, wide, dst, lhs, lo, hi);
      break;
    case IntOp.And:
      if (lo === 0 && (!wide || hi === 0)) masm.mov(false, dst, ZR);
      else if (isAllOnes(wide, lo, hi)) copy(masm, wide, dst, lhs);
      else logicConstant(masm, Alu.And, wide, dst, lhs, lo, hi);
      break;
    case IntOp.Or:
      if (lo === 0 && (!wide || hi === 0)) copy(masm, wide, dst, lhs);
      else if (isAllOnes(wide, lo, hi)) masm.alu(Alu.Orn, wide, dst, ZR, ZR);
      else logicConstant(masm, Alu.Orr, wide, dst, lhs, lo, hi);
      break;
    case IntOp.Xor:
      if (lo === 0 && (!wide || hi === 0)) copy(masm, wide, dst, lhs);
      else if (isAllOnes(wide, lo, hi)) masm.alu(Alu.Orn, wide, dst, ZR, lhs);
      else logicConstant(masm, Alu.Eor, wide, dst, lhs, lo, hi);
      break;
    case IntOp.Mul:
      mulConstant(masm, wide, dst, lhs, lo, hi);
      break;
    default:
      shiftConstant(masm, op, wide, dst, lhs, lo & (wide ? 63 : 31));
  }
};

/** A move that zero-extends where 32 bits wide, also in place. */
export const copy = (masm: Aarch64Machine, wide: boolean, dst: Reg, src: Reg): void => {
  if (!wide || dst !== src) masm.mov(wide, dst, src);
};

const addConstant = (
  masm: Aarch64Machine,
  op: Alu.Add | Alu.Sub,
  wide: boolean,
  dst: Reg,
  lhs: Reg,
  lo: number,
  hi: number,
): void => {
  if (!wide || isSignExtended(lo, hi)) {
    const size = lo < 0 ? -lo | 0 : lo;
    if (size === 0) {
      copy(masm, wide, dst, lhs);
      return;
    }
    // -2^31 is its own negation.
    if (size > 0 && size < 1 << 24) {
      const code = lo > 0 ? op : op === Alu.Add ? Alu.Sub : Alu.Add;
      if (isAddImmediate(size)) {
        masm.addImmediate(code, wide, dst, lhs, size);
      } else {
        masm.addImmediate(code, wide, dst, lhs, size & 0xfff000);
        masm.addImmediate(code, wide, dst, dst, size & 0xfff);
      }
      return;
    }
  }
  masm.movImmediate(SCRATCH, lo, wide ? hi : 0);
  masm.alu(op, wide, dst, lhs, SCRATCH);
};

const logicConstant = (
  masm: Aarch64Machine,
  op: Alu,
  wide: boolean,
  dst: Reg,
  lhs: Reg,
  lo: number,
  hi: number,
): void => {
  const encoded = logicalImmediate(wide, lo, hi);
  if (encoded >= 0) {
    masm.logicImmediate(op, wide, dst, lhs, encoded);
  } else {
    masm.movImmediate(SCRATCH, lo, wide ? hi : 0);
    masm.alu(op, wide, dst, lhs, SCRATCH);
  }
};

const mulConstant = (
  masm: Aarch64Machine,
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
    masm.shiftImmediate(Shift.Lsl, wide, dst, lhs, exponent);
  } else if (lo === 0 && (!wide || hi === 0)) {
    masm.mov(false, dst, ZR);
  } else if (isAllOnes(wide, lo, hi)) {
    masm.alu(Alu.Sub, wide, dst, ZR, lhs);
  } else {
    // 2^n + 1: one addition.
    const next = !wide || hi === 0 ? powerOfTwo(false, lo - 1, 0) : -1;
    if (next > 0) {
      masm.alu(Alu.Add, wide, dst, lhs, lhs, Shift.Lsl, next);
    } else {
      masm.movImmediate(SCRATCH, lo, wide ? hi : 0);
      masm.madd(wide, dst, lhs, SCRATCH, ZR);
    }
  }
};

const shiftConstant = (
  masm: Aarch64Machine,
  op: IntOp,
  wide: boolean,
  dst: Reg,
  lhs: Reg,
  count: number,
): void => {
  if (count === 0) {
    copy(masm, wide, dst, lhs);
    return;
  }
  switch (op) {
    case IntOp.Shl:
      masm.shiftImmediate(Shift.Lsl, wide, dst, lhs, count);
      break;
    case IntOp.ShrS:
      masm.shiftImmediate(Shift.Asr, wide, dst, lhs, count);
      break;
    case IntOp.ShrU:
      masm.shiftImmediate(Shift.Lsr, wide, dst, lhs, count);
      break;
    case IntOp.Rotl:
      masm.shiftImmediate(Shift.Ror, wide, dst, lhs, (wide ? 64 : 32) - count);
      break;
    default:
      masm.shiftImmediate(Shift.Ror, wide, dst, lhs, count);
  }
};

// ---- shifts ---------------------------------------------------------------------------------

/** rotl, the only one that has no instruction. */
export const rotateLeft = (
  masm: Aarch64Machine,
  wide: boolean,
  dst: Reg,
  lhs: Reg,
  count: Reg,
): void => {
  masm.alu(Alu.Sub, false, SCRATCH, ZR, count);
  masm.twoSource(TwoSource.Rorv, wide, dst, lhs, SCRATCH);
};
