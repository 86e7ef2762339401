import type { Reg } from '../../abi/places.js';
import type { X64Machine } from './machine.js';
import { copy, packed, packedConstant, packedImm, packedImm1 } from './packed.js';
import { SCRATCH_FP } from './registers.js';
import { Packed, PackedImm } from './vector-encodings.js';

// Shuffles by constant patterns: by an instruction where one does, else by PSHUFB.

/** In a pattern of PSHUFB: a zero. */
const NOTHING = 0x80;

/** The pattern in question: byte i of the result is byte PATTERN[i] of both sources, one behind the other. */
const PATTERN = new Uint8Array(16);
/** Patterns for PSHUFB, four words. */
const WORDS = new Int32Array(4);

/** Interleaving of lanes of 1, 2, 4 and 8 bytes. */
const LOW_HALVES = [Packed.Punpcklbw, Packed.Punpcklwd, Packed.Punpckldq, Packed.Punpcklqdq];
const HIGH_HALVES = [Packed.Punpckhbw, Packed.Punpckhwd, Packed.Punpckhdq, Packed.Punpckhqdq];

/** @param pattern number of the constant: see `VectorAssembler.shuffle` */
export const shuffle = (masm: X64Machine, dst: Reg, lhs: Reg, rhs: Reg, pattern: number): void => {
  const single = lhs === rhs;
  const most = single ? 15 : 31;
  for (let i = 0; i < 16; i++) {
    PATTERN[i] = (masm.constants.vectorWord(pattern, i >> 2) >> (8 * (i & 3))) & most;
  }
  if (single ? shuffleOne(masm, dst, lhs) : shuffleTwo(masm, dst, lhs, rhs)) return;
  if (single) {
    copy(masm, dst, lhs);
    packedConstant(masm, Packed.Pshufb, dst, bytesFrom(masm, 0));
    return;
  }
  copy(masm, SCRATCH_FP, lhs);
  packedConstant(masm, Packed.Pshufb, SCRATCH_FP, bytesFrom(masm, 0));
  copy(masm, dst, rhs);
  packedConstant(masm, Packed.Pshufb, dst, bytesFrom(masm, 16));
  packed(masm, Packed.Por, true, dst, dst, SCRATCH_FP);
};

/** The constant for PSHUFB of the source that begins at byte `first` of both; zeros for bytes of the other. */
const bytesFrom = (masm: X64Machine, first: number): number => {
  for (let i = 0; i < 4; i++) {
    let word = 0;
    for (let k = 3; k >= 0; k--) {
      const byte = PATTERN[4 * i + k]! - first;
      word = (word << 8) | (byte >= 0 && byte < 16 ? byte : NOTHING);
    }
    WORDS[i] = word;
  }
  return masm.constants.vector(WORDS[0]!, WORDS[1]!, WORDS[2]!, WORDS[3]!);
};

/** The lane of so many bytes that lane `i` of the result is, or -1 where it is no whole lane. */
const laneOf = (bytes: number, i: number): number => {
  const first = PATTERN[i * bytes]!;
  if (first % bytes !== 0) return -1;
  for (let k = 1; k < bytes; k++) if (PATTERN[i * bytes + k] !== first + k) return -1;
  return first / bytes;
};

/** Two bits for each of four lanes. */
const imm4 = (a: number, b: number, c: number, d: number): number =>
  (a & 3) | ((b & 3) << 2) | ((c & 3) << 4) | ((d & 3) << 6);

/** By how many bytes both sources are shifted, if that is what the pattern does; else -1. */
const shiftOf = (mask: number): number => {
  const first = PATTERN[0]!;
  for (let i = 1; i < 16; i++) if (PATTERN[i] !== ((first + i) & mask)) return -1;
  return first;
};

/**
 * Whether the pattern interleaves lanes of so many bytes: those of the half that begins at byte `half` of
 * the one source, `a`, with those of the other, `b`.
 */
const interleaves = (bytes: number, a: number, b: number): boolean => {
  for (let i = 0; i < 16; i++) {
    const lane = Math.floor(i / bytes);
    const from = (lane & 1) === 0 ? a : b;
    if (PATTERN[i] !== from + (lane >> 1) * bytes + (i % bytes)) return false;
  }
  return true;
};

/** By one instruction, of one source; false if none does. */
const shuffleOne = (masm: X64Machine, dst: Reg, src: Reg): boolean => {
  const shift = shiftOf(15);
  if (shift === 0) {
    copy(masm, dst, src);
    return true;
  }
  const a = laneOf(4, 0);
  const b = laneOf(4, 1);
  const c = laneOf(4, 2);
  const d = laneOf(4, 3);
  if ((a | b | c | d) >= 0) {
    packedImm1(masm, PackedImm.Pshufd, dst, src, imm4(a, b, c, d));
    return true;
  }
  if (shift > 0 && dst === src) {
    packedImm(masm, PackedImm.Palignr, dst, src, src, shift);
    return true;
  }
  for (let log2 = 0; log2 < 2; log2++) {
    if (interleaves(1 << log2, 0, 0)) {
      packed(masm, LOW_HALVES[log2]!, false, dst, src, src);
      return true;
    }
    if (interleaves(1 << log2, 8, 8)) {
      packed(masm, HIGH_HALVES[log2]!, false, dst, src, src);
      return true;
    }
  }
  return shuffleWords(masm, dst, src);
};

/** By PSHUFLW or PSHUFHW. */
const shuffleWords = (masm: X64Machine, dst: Reg, src: Reg): boolean => {
  const lowStays = laneOf(8, 0) === 0;
  if (!lowStays && laneOf(8, 1) !== 1) return false;
  const first = lowStays ? 4 : 0;
  const a = laneOf(2, first) - first;
  const b = laneOf(2, first + 1) - first;
  const c = laneOf(2, first + 2) - first;
  const d = laneOf(2, first + 3) - first;
  if (((a | b | c | d) & ~3) !== 0) return false;
  const op = lowStays ? PackedImm.Pshufhw : PackedImm.Pshuflw;
  packedImm1(masm, op, dst, src, imm4(a, b, c, d));
  return true;
};

/** By one instruction, of two sources; false if none does. */
const shuffleTwo = (masm: X64Machine, dst: Reg, lhs: Reg, rhs: Reg): boolean => {
  for (let log2 = 0; log2 < 4; log2++) {
    if (interleaves(1 << log2, 0, 16)) packed(masm, LOW_HALVES[log2]!, false, dst, lhs, rhs);
    else if (interleaves(1 << log2, 8, 24)) packed(masm, HIGH_HALVES[log2]!, false, dst, lhs, rhs);
    else if (interleaves(1 << log2, 16, 0)) packed(masm, LOW_HALVES[log2]!, false, dst, rhs, lhs);
    else if (interleaves(1 << log2, 24, 8)) packed(masm, HIGH_HALVES[log2]!, false, dst, rhs, lhs);
    else continue;
    return true;
  }
  const shift = shiftOf(31);
  if (shift > 0 && shift < 16) {
    packedImm(masm, PackedImm.Palignr, dst, rhs, lhs, shift);
    return true;
  }
  if (shift > 16) {
    packedImm(masm, PackedImm.Palignr, dst, lhs, rhs, shift - 16);
    return true;
  }
  return blend(masm, dst, lhs, rhs) || shuffleDwords(masm, dst, lhs, rhs);
};

/** By PBLENDW: words of the one source or the other, all in their place. */
const blend = (masm: X64Machine, dst: Reg, lhs: Reg, rhs: Reg): boolean => {
  let mask = 0;
  for (let i = 0; i < 8; i++) {
    const lane = laneOf(2, i);
    if (lane === i + 8) mask |= 1 << i;
    else if (lane !== i) return false;
  }
  packedImm(masm, PackedImm.Pblendw, dst, lhs, rhs, mask);
  return true;
};

/** By SHUFPS: two lanes of the one source, then two of the other. */
const shuffleDwords = (masm: X64Machine, dst: Reg, lhs: Reg, rhs: Reg): boolean => {
  const a = laneOf(4, 0);
  const b = laneOf(4, 1);
  const c = laneOf(4, 2);
  const d = laneOf(4, 3);
  if ((a | b | c | d) < 0) return false;
  const imm = imm4(a, b, c, d);
  if (a < 4 && b < 4 && c >= 4 && d >= 4) {
    packedImm(masm, PackedImm.Shufps, dst, lhs, rhs, imm);
    return true;
  }
  if (a >= 4 && b >= 4 && c < 4 && d < 4) {
    packedImm(masm, PackedImm.Shufps, dst, rhs, lhs, imm);
    return true;
  }
  return false;
};
