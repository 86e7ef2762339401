import type { Reg } from '../../abi/places.js';
import { Sse } from './assembler.js';
import type { X64Machine } from './machine.js';
import { SCRATCH_FP } from './registers.js';
import { type Order, Packed, PackedImm, type ShiftLanes } from './vector-encodings.js';

// What operators on vectors are made of: instructions with a destination of their own, by AVX where that is there,
// and else by a move; constants; shifts.

const SHIFT_NUMBER = 20;

/** `dst = src` */
export const copy = (masm: X64Machine, dst: Reg, src: Reg): void => {
  if (dst !== src) masm.sse(Sse.Movaps, dst, src);
};

/** `dst = op(src)`, of instructions that write all of `dst` and do not read it. */
export const packed1 = (masm: X64Machine, op: Packed, dst: Reg, src: Reg): void => {
  masm.encodeReg(op, dst, src);
};

/** `dst = op(src, imm)`, likewise. */
export const packedImm1 = (
  masm: X64Machine,
  op: PackedImm,
  dst: Reg,
  src: Reg,
  imm: number,
): void => {
  masm.encodeReg(op, dst, src);
  masm.emit8(imm);
};

/**
 * `dst = lhs op rhs`. SCRATCH_FP may be any of them; without AVX it is destroyed where `dst` is `rhs` alone and the
 * operator does not commute.
 */
export const packed = (
  masm: X64Machine,
  op: Packed,
  commutes: boolean,
  dst: Reg,
  lhs: Reg,
  rhs: Reg,
): void => {
  if (dst === lhs) masm.encodeReg(op, dst, rhs);
  else if (dst === rhs && commutes) masm.encodeReg(op, dst, lhs);
  else if (masm.features.avx) masm.vexReg(op, dst, lhs, rhs);
  else if (dst === rhs) {
    if (rhs === SCRATCH_FP || lhs === SCRATCH_FP) throw new Error('no scratch register left');
    masm.sse(Sse.Movaps, SCRATCH_FP, rhs);
    masm.sse(Sse.Movaps, dst, lhs);
    masm.encodeReg(op, dst, SCRATCH_FP);
  } else {
    masm.sse(Sse.Movaps, dst, lhs);
    masm.encodeReg(op, dst, rhs);
  }
};

/** `dst = op(lhs, rhs, imm)`; `dst` is not `rhs` alone, unless AVX is there. */
export const packedImm = (
  masm: X64Machine,
  op: PackedImm,
  dst: Reg,
  lhs: Reg,
  rhs: Reg,
  imm: number,
): void => {
  if (dst === lhs) masm.encodeReg(op, dst, rhs);
  else if (masm.features.avx) masm.vexReg(op, dst, lhs, rhs);
  else if (dst === rhs) {
    if (rhs === SCRATCH_FP || lhs === SCRATCH_FP) throw new Error('no scratch register left');
    masm.sse(Sse.Movaps, SCRATCH_FP, rhs);
    masm.sse(Sse.Movaps, dst, lhs);
    masm.encodeReg(op, dst, SCRATCH_FP);
  } else {
    masm.sse(Sse.Movaps, dst, lhs);
    masm.encodeReg(op, dst, rhs);
  }
  masm.emit8(imm);
};

/** Compares lanes of floats: all bits of those that hold, as {@link packedImm}. */
export const compareFloats = (
  masm: X64Machine,
  double: boolean,
  order: Order,
  dst: Reg,
  lhs: Reg,
  rhs: Reg,
): void => {
  packedImm(masm, double ? PackedImm.Cmppd : PackedImm.Cmpps, dst, lhs, rhs, order);
};

/** `dst = src` shifted; a count of the width or more gives zeros, or signs. */
export const shiftLanes = (
  masm: X64Machine,
  op: ShiftLanes,
  dst: Reg,
  src: Reg,
  count: number,
): void => {
  const enc = op & ((1 << SHIFT_NUMBER) - 1);
  const number = op >> SHIFT_NUMBER;
  if (dst !== src && masm.features.avx) masm.vexReg(enc, number, dst, src);
  else {
    copy(masm, dst, src);
    masm.encodeReg(enc, number, dst);
  }
  masm.emit8(count);
};

// ---- constants ----

export const zeros = (masm: X64Machine, dst: Reg): void => {
  masm.encodeReg(Packed.Pxor, dst, dst);
};

export const ones = (masm: X64Machine, dst: Reg): void => {
  masm.encodeReg(Packed.Pcmpeqd, dst, dst);
};

/** `dst = dst op constant`, by its number. */
export const packedConstant = (
  masm: X64Machine,
  op: Packed | Sse,
  dst: Reg,
  number: number,
): void => {
  masm.encodeRipRelative(op, dst, 0);
  masm.constants.addVector(masm.pos - 4, number);
};

/** `dst = lhs op constant`, by its number. */
export const packedWith = (
  masm: X64Machine,
  op: Packed,
  dst: Reg,
  lhs: Reg,
  number: number,
): void => {
  if (dst !== lhs && masm.features.avx) {
    masm.vexRipRelative(op, dst, lhs, 0);
    masm.constants.addVector(masm.pos - 4, number);
    return;
  }
  copy(masm, dst, lhs);
  packedConstant(masm, op, dst, number);
};

/** The number of the constant with the same word in all four. */
export const sameWords = (masm: X64Machine, word: number): number => {
  return masm.constants.vector(word, word, word, word);
};

/** The number of the constant with the same two words twice. */
export const sameHalves = (masm: X64Machine, lo: number, hi: number): number => {
  return masm.constants.vector(lo, hi, lo, hi);
};

/** Whether a constant comes from memory: those that are all zeros or all ones are made. */
export const isInPool = (masm: X64Machine, number: number): boolean => {
  return number !== 0 && !isAllOnes(masm, number);
};

const isAllOnes = (masm: X64Machine, number: number): boolean => {
  const { constants } = masm;
  let all = -1;
  for (let i = 0; i < 4; i++) all &= constants.vectorWord(number, i);
  return all === -1;
};

/** Loads the constant with a number. */
export const loadVector = (masm: X64Machine, dst: Reg, number: number): void => {
  if (number === 0) zeros(masm, dst);
  else if (isAllOnes(masm, number)) ones(masm, dst);
  else packedConstant(masm, Sse.Movaps, dst, number);
};

/** The bits of one lane's sign, in all lanes. */
export const signs = (masm: X64Machine, double: boolean, dst: Reg): void => {
  ones(masm, dst);
  masm.shiftLanesLeft(double, dst, double ? 63 : 31);
};
