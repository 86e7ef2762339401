import type { Reg } from '../../abi/places.js';
import { floatImmediate } from './immediates.js';
import type { Aarch64Machine } from './machine.js';
import { MOVI_SHIFT, Movi } from './vector-assembler.js';

// Constant vectors: those that are made by one instruction, and those that are loaded.

/** Bits of the constant vector with a number into a register. */
export const vectorConstant = (masm: Aarch64Machine, dst: Reg, number: number): void => {
  if (number === 0) {
    masm.clearVector(dst);
    return;
  }
  const { constants } = masm;
  const lo = constants.vectorWord(number, 0);
  const hi = constants.vectorWord(number, 1);
  const isDoubled =
    lo === constants.vectorWord(number, 2) && hi === constants.vectorWord(number, 3);
  if (isDoubled && immediate(masm, dst, lo, hi)) return;
  const before = constants.size;
  constants.addVector(masm.pos, number);
  masm.islandWords += (constants.size - before) >> 2;
  masm.ldrLiteralVector(dst, 0);
};

/** The same 64 bits twice, if there is an instruction for them. */
const immediate = (masm: Aarch64Machine, dst: Reg, lo: number, hi: number): boolean => {
  if (isBytes(lo) && isBytes(hi)) {
    masm.movi(Movi.D, dst, topBits(lo) | (topBits(hi) << 4));
    return true;
  }
  if (lo !== hi) {
    const encoded = floatImmediate(true, lo, hi);
    if (encoded < 0) return false;
    masm.movi(Movi.F64, dst, encoded);
    return true;
  }
  const half = lo & 0xffff;
  if (half === lo >>> 16) return immediate16(masm, dst, half);
  for (let by = 0; by < 4; by++) {
    const mask = 0xff << (8 * by);
    if ((lo & ~mask) === 0) {
      masm.movi(Movi.S + by * MOVI_SHIFT, dst, lo >>> (8 * by));
      return true;
    }
    if ((~lo & ~mask) === 0) {
      masm.movi(Movi.NotS + by * MOVI_SHIFT, dst, ~lo >>> (8 * by));
      return true;
    }
  }
  const encoded = floatImmediate(false, lo, 0);
  if (encoded < 0) return false;
  masm.movi(Movi.F32, dst, encoded);
  return true;
};

/** All 16-bit lanes the same. */
const immediate16 = (masm: Aarch64Machine, dst: Reg, half: number): boolean => {
  const low = half & 0xff;
  const high = half >>> 8;
  if (low === high) masm.movi(Movi.B, dst, low);
  else if (high === 0) masm.movi(Movi.H, dst, low);
  else if (low === 0) masm.movi(Movi.H + MOVI_SHIFT, dst, high);
  else if (high === 0xff) masm.movi(Movi.NotH, dst, low ^ 0xff);
  else if (low === 0xff) masm.movi(Movi.NotH + MOVI_SHIFT, dst, high ^ 0xff);
  else return false;
  return true;
};

/** True if each byte is all zeros or all ones. */
const isBytes = (word: number): boolean =>
  Math.imul((word >>> 7) & 0x01010101, 0xff) === (word | 0);

/** The highest bits of the four bytes. */
const topBits = (word: number): number =>
  ((word >>> 7) & 1) | ((word >>> 14) & 2) | ((word >>> 21) & 4) | ((word >>> 28) & 8);
