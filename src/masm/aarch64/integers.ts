import type { Reg } from '../../abi/places.js';
import { Op } from '../../wasm/opcodes.js';
import { isAllOnes, isSignExtended, powerOfTwo } from '../halves.js';
import { isWide, narrow } from '../operators.js';
import { isAddImmediate, logicalImmediate } from './immediates.js';
import { Alu, Bit, Shift, TwoSource } from './integer-assembler.js';
import type { Aarch64Machine } from './machine.js';
import { BINARY } from './operators.js';
import { SCRATCH, ZR } from './registers.js';

/** ADD of 12 bits. */
const ADD_IMMEDIATE = Alu.Add + 0x06000000;

// Integer arithmetic.

// ---- immediates -----------------------------------------------------------------------------

/** Any constant: what no instruction can hold goes through the scratch register. */
export const hasImmediate = (op: Op): boolean => {
  return op >= Op.I32Add && op <= Op.I64Rotr && (op <= Op.I32Rotr || op >= Op.I64Add);
};

export const binaryImmediate = (
  masm: Aarch64Machine,
  op: Op,
  dst: Reg,
  lhs: Reg,
  lo: number,
  hi: number,
): void => {
  if (lo > 0 && lo <= 0xfff && (op === Op.I32Add || (op === Op.I64Add && hi === 0))) {
    const word = op === Op.I32Add ? ADD_IMMEDIATE : ADD_IMMEDIATE | Bit.Wide;
    masm.emit32(word | (lo << 10) | ((lhs & 31) << 5) | (dst & 31));
  } else {
    binaryImmediateRest(masm, op, dst, lhs, lo, hi);
  }
};

const binaryImmediateRest = (
  masm: Aarch64Machine,
  op: Op,
  dst: Reg,
  lhs: Reg,
  lo: number,
  hi: number,
): void => {
  const wide = isWide(op);
  switch (narrow(op)) {
    case Op.I32Add:
      addConstant(masm, Alu.Add, wide, dst, lhs, lo, hi);
      break;
    case Op.I32Sub:
      addConstant(masm, Alu.Sub, wide, dst, lhs, lo, hi);
      break;
    case Op.I32And:
      if (lo === 0 && (!wide || hi === 0)) masm.mov(false, dst, ZR);
      else if (isAllOnes(wide, lo, hi)) copy(masm, wide, dst, lhs);
      else logicConstant(masm, Alu.And, wide, dst, lhs, lo, hi);
      break;
    case Op.I32Or:
      if (lo === 0 && (!wide || hi === 0)) copy(masm, wide, dst, lhs);
      else if (isAllOnes(wide, lo, hi)) masm.alu(Alu.Orn, wide, dst, ZR, ZR);
      else logicConstant(masm, Alu.Orr, wide, dst, lhs, lo, hi);
      break;
    case Op.I32Xor:
      if (lo === 0 && (!wide || hi === 0)) copy(masm, wide, dst, lhs);
      else if (isAllOnes(wide, lo, hi)) masm.alu(Alu.Orn, wide, dst, ZR, lhs);
      else logicConstant(masm, Alu.Eor, wide, dst, lhs, lo, hi);
      break;
    case Op.I32Mul:
      mulConstant(masm, wide, dst, lhs, lo, hi);
      break;
    default:
      shiftConstant(masm, op, dst, lhs, lo & (wide ? 63 : 31));
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

const shiftConstant = (masm: Aarch64Machine, op: Op, dst: Reg, lhs: Reg, count: number): void => {
  const wide = isWide(op);
  if (count === 0) {
    copy(masm, wide, dst, lhs);
    return;
  }
  switch (narrow(op)) {
    case Op.I32Shl:
      masm.shiftImmediate(Shift.Lsl, wide, dst, lhs, count);
      break;
    case Op.I32ShrS:
      masm.shiftImmediate(Shift.Asr, wide, dst, lhs, count);
      break;
    case Op.I32ShrU:
      masm.shiftImmediate(Shift.Lsr, wide, dst, lhs, count);
      break;
    case Op.I32Rotl:
      masm.shiftImmediate(Shift.Ror, wide, dst, lhs, (wide ? 64 : 32) - count);
      break;
    default:
      masm.shiftImmediate(Shift.Ror, wide, dst, lhs, count);
  }
};

// ---- shifts ---------------------------------------------------------------------------------

export const shift = (masm: Aarch64Machine, op: Op, dst: Reg, lhs: Reg, count: Reg): void => {
  let word = BINARY[op]!;
  let by = count;
  if (word === 0) {
    // Only rotl has no instruction.
    masm.alu(Alu.Sub, false, SCRATCH, ZR, count);
    word = TwoSource.Rorv | (isWide(op) ? Bit.Wide : 0);
    by = SCRATCH;
  }
  masm.emit32(word | ((by & 31) << 16) | ((lhs & 31) << 5) | (dst & 31));
};
