import type { Reg } from '../../abi/places.js';
import { Kind } from '../../wasm/value-types.js';
import { isFloatLanes, type Lanes, laneLog2 } from '../vector-operators.js';
import type { Aarch64Machine } from './machine.js';
import { move } from './moves.js';
import { SCRATCH_FP, SCRATCH_FP2 } from './registers.js';
import { Lane, laneField, Vec2, Vec3 } from './vector-assembler.js';
import { vectorConstant } from './vector-constants.js';

// Lanes of vectors: into all of them, out of one, into one, and into others.

export const splat = (masm: Aarch64Machine, lanes: Lanes, dst: Reg, src: Reg): void => {
  const lane = laneLog2(lanes) as Lane;
  if (isFloatLanes(lanes)) masm.dupLane(lane, dst, src, 0);
  else masm.dupGeneral(lane, dst, src);
};

export const extractLane = (
  masm: Aarch64Machine,
  lanes: Lanes,
  signed: boolean,
  dst: Reg,
  src: Reg,
  index: number,
): void => {
  const lane = laneLog2(lanes) as Lane;
  if (isFloatLanes(lanes)) {
    if (index !== 0) masm.dupScalar(lane, dst, src, index);
    else move(masm, lane === Lane.D ? Kind.F64 : Kind.F32, dst, src);
  } else if (signed && lane <= Lane.H) masm.smov(lane, dst, src, index);
  else masm.umov(lane, dst, src, index);
};

export const replaceLane = (
  masm: Aarch64Machine,
  lanes: Lanes,
  dst: Reg,
  src: Reg,
  value: Reg,
  index: number,
): void => {
  const lane = laneLog2(lanes) as Lane;
  // The value would be overwritten by what is around it.
  const to = dst === value && dst !== src ? SCRATCH_FP : dst;
  move(masm, Kind.V128, to, src);
  if (isFloatLanes(lanes)) masm.insLane(lane, to, index, value, 0);
  else masm.insGeneral(lane, to, index, value);
  move(masm, Kind.V128, dst, to);
};

// ---- shuffles -------------------------------------------------------------------------------

/** Permutations by pairs of operands; the lane is added. */
const PERMUTATIONS = Int32Array.of(
  Vec3.Zip1,
  Vec3.Zip2,
  Vec3.Uzp1,
  Vec3.Uzp2,
  Vec3.Trn1,
  Vec3.Trn2,
);
/** Orders of lanes inside of wider ones: as pairs of the instruction with its lane, and what is added to the index of a byte by XOR. */
const REVERSALS = Int32Array.of(
  Vec2.Rev16,
  1,
  Vec2.Rev32,
  3,
  Vec2.Rev32 | (Lane.H << 22),
  2,
  Vec2.Rev64,
  7,
  Vec2.Rev64 | (Lane.H << 22),
  6,
  Vec2.Rev64 | (Lane.S << 22),
  4,
);

/** The indices of the shuffle in work: below 16 of the first operand, else of the second one. */
const bytes = new Uint8Array(16);

export const shuffle = (
  masm: Aarch64Machine,
  dst: Reg,
  lhs: Reg,
  rhs: Reg,
  pattern: number,
): void => {
  let ofLeft = 0;
  for (let i = 0; i < 16; i++) {
    bytes[i] = masm.constants.vectorWord(pattern, i >> 2) >>> (8 * (i & 3));
    if (bytes[i]! < 16) ofLeft++;
  }
  if (lhs !== rhs && ofLeft !== 0 && ofLeft !== 16) {
    shuffleTwo(masm, dst, lhs, rhs, pattern);
    return;
  }
  for (let i = 0; i < 16; i++) bytes[i]! &= 15;
  shuffleOne(masm, dst, ofLeft !== 0 ? lhs : rhs);
};

/** All bytes are of one operand. */
const shuffleOne = (masm: Aarch64Machine, dst: Reg, src: Reg): void => {
  if (isRun(15)) {
    if (bytes[0] === 0) move(masm, Kind.V128, dst, src);
    else masm.ext(dst, src, src, bytes[0]!);
    return;
  }
  for (let lane = Lane.D; lane >= Lane.B; lane--) {
    if (!isSplat(lane)) continue;
    masm.dupLane(lane, dst, src, bytes[0]! >> lane);
    return;
  }
  for (let i = 0; i < REVERSALS.length; i += 2) {
    if (!isReversal(REVERSALS[i + 1]!)) continue;
    masm.vec2(REVERSALS[i]!, dst, src);
    return;
  }
  const word = permutation(15);
  if (word !== 0) {
    masm.vec3(word, dst, src, src);
    return;
  }
  const { constants } = masm;
  const indices = constants.vector(wordOf(0), wordOf(1), wordOf(2), wordOf(3));
  vectorConstant(masm, SCRATCH_FP, indices);
  masm.vec3(Vec3.Tbl, dst, src, SCRATCH_FP);
};

/** Bytes of both operands, which are different registers. */
const shuffleTwo = (masm: Aarch64Machine, dst: Reg, lhs: Reg, rhs: Reg, pattern: number): void => {
  if (isRun(31)) {
    if (bytes[0]! < 16) masm.ext(dst, lhs, rhs, bytes[0]!);
    else masm.ext(dst, rhs, lhs, bytes[0]! - 16);
    return;
  }
  let word = permutation(31);
  if (word !== 0) {
    masm.vec3(word, dst, lhs, rhs);
    return;
  }
  for (let i = 0; i < 16; i++) bytes[i]! ^= 16;
  word = permutation(31);
  if (word !== 0) {
    masm.vec3(word, dst, rhs, lhs);
    return;
  }
  // The table is two registers in a row.
  masm.movVector(SCRATCH_FP2, lhs);
  masm.movVector(SCRATCH_FP, rhs);
  vectorConstant(masm, dst, pattern);
  masm.vec3(Vec3.Tbl2, dst, SCRATCH_FP2, dst);
};

/** Whether each byte is the one behind the one before. @param most the last one, which the first one follows */
const isRun = (most: number): boolean => {
  for (let i = 1; i < 16; i++) if (bytes[i] !== ((bytes[0]! + i) & most)) return false;
  return true;
};

/** Whether all lanes of a width are the same whole one. */
const isSplat = (lane: Lane): boolean => {
  const size = 1 << lane;
  if ((bytes[0]! & (size - 1)) !== 0) return false;
  for (let i = 1; i < 16; i++) if (bytes[i] !== bytes[0]! + (i & (size - 1))) return false;
  return true;
};

/** Whether each byte has its own index but for some bits. */
const isReversal = (bits: number): boolean => {
  for (let i = 0; i < 16; i++) if (bytes[i] !== (i ^ bits)) return false;
  return true;
};

/** The one of {@link PERMUTATIONS} that does it, with its lane, or 0. @param most the largest index */
const permutation = (most: number): number => {
  for (let which = 0; which < PERMUTATIONS.length; which++) {
    for (let lane = Lane.B; lane <= Lane.D; lane++) {
      if (isPermutation(which, lane, most)) return PERMUTATIONS[which]! | laneField(lane);
    }
  }
  return 0;
};

const isPermutation = (which: number, lane: Lane, most: number): boolean => {
  const count = 16 >> lane;
  const upper = which & 1;
  for (let i = 0; i < 16; i++) {
    const at = i >> lane;
    // The lane of both operands, one behind the other.
    let from: number;
    if (which < 2) from = (at >> 1) + (upper * count) / 2 + (at & 1) * count;
    else if (which < 4) from = 2 * at + upper;
    else from = (at & ~1) + upper + (at & 1) * count;
    const byte = (from << lane) | (i & ((1 << lane) - 1));
    if (bytes[i] !== (byte & most)) return false;
  }
  return true;
};

/** Four of the indices. */
const wordOf = (i: number): number =>
  bytes[4 * i]! | (bytes[4 * i + 1]! << 8) | (bytes[4 * i + 2]! << 16) | (bytes[4 * i + 3]! << 24);
