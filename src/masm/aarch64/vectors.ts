import type { Reg } from '../../abi/places.js';
import { Kind } from '../../wasm/value-types.js';
import { IMM } from '../macro-assembler.js';
import {
  Lanes,
  laneLog2,
  VectorBinary,
  VectorShift,
  VectorTernary,
  VectorTest,
  VectorUnary,
} from '../vector-operators.js';
import { logicalImmediate } from './immediates.js';
import { Alu, Cond, Shift } from './integer-assembler.js';
import type { Aarch64Machine } from './machine.js';
import { move } from './moves.js';
import { SCRATCH, SCRATCH_FP, SCRATCH_FP2, ZR } from './registers.js';
import {
  FloatLane,
  Lane,
  laneField,
  UPPER,
  Vec2,
  Vec3,
  VecLong,
  VecNarrow,
  VecShift,
} from './vector-assembler.js';
import { SWAPPED, VECTOR_BINARY, VECTOR_UNARY, vectorAt } from './vector-words.js';

// Arithmetic, compares, shifts and tests of vectors: most are one instruction.

// ---- one operand ----------------------------------------------------------------------------

export const unary = (
  masm: Aarch64Machine,
  op: VectorUnary,
  lanes: Lanes,
  dst: Reg,
  src: Reg,
): void => {
  const word = VECTOR_UNARY[vectorAt(op, lanes)]!;
  if (word !== 0) {
    masm.vec2(word, dst, src);
    return;
  }
  switch (op) {
    // To 64 bits, and those saturated to 32.
    case VectorUnary.TruncSatZeroS:
    case VectorUnary.RelaxedTruncZeroS:
      masm.vec2(Vec2.Fcvtzs | FloatLane.D, dst, src);
      masm.vec2(VecNarrow.Sqxtn | laneField(Lane.S), dst, dst);
      break;
    case VectorUnary.TruncSatZeroU:
    case VectorUnary.RelaxedTruncZeroU:
      masm.vec2(Vec2.Fcvtzu | FloatLane.D, dst, src);
      masm.vec2(VecNarrow.Uqxtn | laneField(Lane.S), dst, dst);
      break;
    // To 64 bits first, which a double holds of any of 32.
    case VectorUnary.ConvertLowS:
      masm.vecShift(VecShift.Sshll, Lane.S, dst, src, 0);
      masm.vec2(Vec2.Scvtf | FloatLane.D, dst, dst);
      break;
    case VectorUnary.ConvertLowU:
      masm.vecShift(VecShift.Ushll, Lane.S, dst, src, 0);
      masm.vec2(Vec2.Ucvtf | FloatLane.D, dst, dst);
      break;
    default:
      throw new Error(`internal error: vector operator ${op} of lanes ${lanes}`);
  }
};

// ---- two operands ---------------------------------------------------------------------------

export const binary = (
  masm: Aarch64Machine,
  op: VectorBinary,
  lanes: Lanes,
  dst: Reg,
  lhs: Reg,
  rhs: Reg,
): void => {
  const word = VECTOR_BINARY[vectorAt(op, lanes)]!;
  if (word === 0) binaryRest(masm, op, lanes, dst, lhs, rhs);
  else if (SWAPPED[op] === 0) masm.vec3(word, dst, lhs, rhs);
  else masm.vec3(word, dst, rhs, lhs);
};

/** What is no single instruction. */
const binaryRest = (
  masm: Aarch64Machine,
  op: VectorBinary,
  lanes: Lanes,
  dst: Reg,
  lhs: Reg,
  rhs: Reg,
): void => {
  switch (op) {
    case VectorBinary.Ne:
      masm.vec3(VECTOR_BINARY[vectorAt(VectorBinary.Eq, lanes)]!, dst, lhs, rhs);
      masm.vec2(Vec2.Not, dst, dst);
      break;
    case VectorBinary.Mul:
      multiply64(masm, dst, lhs, rhs);
      break;
    case VectorBinary.Pmin:
      masm.vec3(VECTOR_BINARY[vectorAt(VectorBinary.Gt, lanes)]!, SCRATCH_FP, lhs, rhs);
      selectBits(masm, dst, rhs, lhs, SCRATCH_FP);
      break;
    case VectorBinary.Pmax:
      masm.vec3(VECTOR_BINARY[vectorAt(VectorBinary.Gt, lanes)]!, SCRATCH_FP, rhs, lhs);
      selectBits(masm, dst, rhs, lhs, SCRATCH_FP);
      break;
    case VectorBinary.NarrowS:
      narrow(masm, VecNarrow.Sqxtn | laneField(laneLog2(lanes)), dst, lhs, rhs);
      break;
    case VectorBinary.NarrowU:
      narrow(masm, VecNarrow.Sqxtun | laneField(laneLog2(lanes)), dst, lhs, rhs);
      break;
    case VectorBinary.DotS:
      pairProducts(masm, Lane.H, dst, lhs, rhs);
      break;
    case VectorBinary.RelaxedDotS:
      pairProducts(masm, Lane.B, dst, lhs, rhs);
      break;
    default:
      throw new Error(`internal error: vector operator ${op} of lanes ${lanes}`);
  }
};

/** Both products across, added and shifted up; and the one of the lower halves. */
const multiply64 = (masm: Aarch64Machine, dst: Reg, lhs: Reg, rhs: Reg): void => {
  masm.vec2(Vec2.Rev64 | laneField(Lane.S), SCRATCH_FP, rhs);
  masm.vec3(Vec3.Mul | laneField(Lane.S), SCRATCH_FP, SCRATCH_FP, lhs);
  masm.vec2(Vec2.Uaddlp | laneField(Lane.S), SCRATCH_FP, SCRATCH_FP);
  masm.vec2(VecNarrow.Xtn | laneField(Lane.S), SCRATCH_FP2, rhs);
  masm.vec2(VecNarrow.Xtn | laneField(Lane.S), dst, lhs);
  masm.vecShift(VecShift.Shl, Lane.D, SCRATCH_FP, SCRATCH_FP, 32);
  masm.vec3(VecLong.Umull | laneField(Lane.S), dst, dst, SCRATCH_FP2);
  masm.vec3(Vec3.Add | laneField(Lane.D), dst, dst, SCRATCH_FP);
};

const narrow = (masm: Aarch64Machine, word: number, dst: Reg, lhs: Reg, rhs: Reg): void => {
  // The lower half must not be written over what the upper one is made of.
  const to = dst === rhs ? SCRATCH_FP : dst;
  masm.vec2(word, to, lhs);
  masm.vec2(word | UPPER, to, rhs);
  if (to !== dst) masm.movVector(dst, to);
};

/** Products, twice as wide, and the sums of neighbours. @param lane of the operands */
const pairProducts = (masm: Aarch64Machine, lane: Lane, dst: Reg, lhs: Reg, rhs: Reg): void => {
  masm.vec3(VecLong.Smull | laneField(lane), SCRATCH_FP2, lhs, rhs);
  masm.vec3(VecLong.Smull | UPPER | laneField(lane), SCRATCH_FP, lhs, rhs);
  masm.vec3(Vec3.Addp | laneField(lane + 1), dst, SCRATCH_FP2, SCRATCH_FP);
};

// ---- three operands -------------------------------------------------------------------------

export const ternary = (
  masm: Aarch64Machine,
  op: VectorTernary,
  lanes: Lanes,
  dst: Reg,
  a: Reg,
  b: Reg,
  c: Reg,
): void => {
  const lane = lanes === Lanes.F64x2 ? FloatLane.D : FloatLane.S;
  switch (op) {
    case VectorTernary.Bitselect:
    case VectorTernary.RelaxedLaneselect:
      selectBits(masm, dst, a, b, c);
      break;
    case VectorTernary.RelaxedMadd:
      multiplyAdd(masm, Vec3.Fmla | lane, dst, a, b, c);
      break;
    case VectorTernary.RelaxedNmadd:
      multiplyAdd(masm, Vec3.Fmls | lane, dst, a, b, c);
      break;
    case VectorTernary.RelaxedDotAddS:
      pairProducts(masm, Lane.B, SCRATCH_FP, a, b);
      move(masm, Kind.V128, dst, c);
      masm.vec2(Vec2.Sadalp | laneField(Lane.H), dst, SCRATCH_FP);
      break;
  }
};

/** The bits of `ones` where `mask` is 1, else those of `zeros`. */
const selectBits = (masm: Aarch64Machine, dst: Reg, ones: Reg, zeros: Reg, mask: Reg): void => {
  if (dst === mask) masm.vec3(Vec3.Bsl, dst, ones, zeros);
  else if (dst === ones) masm.vec3(Vec3.Bif, dst, zeros, mask);
  else if (dst === zeros) masm.vec3(Vec3.Bit, dst, ones, mask);
  else {
    masm.movVector(dst, mask);
    masm.vec3(Vec3.Bsl, dst, ones, zeros);
  }
};

const multiplyAdd = (
  masm: Aarch64Machine,
  word: number,
  dst: Reg,
  a: Reg,
  b: Reg,
  addend: Reg,
): void => {
  const isFactor = dst !== addend && (dst === a || dst === b);
  const sum = isFactor ? SCRATCH_FP : dst;
  move(masm, Kind.V128, sum, addend);
  masm.vec3(word, sum, a, b);
  move(masm, Kind.V128, dst, sum);
};

// ---- shifts ---------------------------------------------------------------------------------

export const shift = (
  masm: Aarch64Machine,
  op: VectorShift,
  lanes: Lanes,
  dst: Reg,
  src: Reg,
  count: Reg,
): void => {
  const lane = laneLog2(lanes) as Lane;
  const most = (8 << lane) - 1;
  if (count === IMM) {
    const by = masm.immLo & most;
    if (by === 0) move(masm, Kind.V128, dst, src);
    else masm.vecShift(SHIFTS[op]!, lane, dst, src, by);
    return;
  }
  masm.logicImmediate(Alu.And, false, SCRATCH, count, logicalImmediate(false, most, 0));
  // To the right is by less than nothing to the left.
  if (op !== VectorShift.Shl) masm.alu(Alu.Sub, false, SCRATCH, ZR, SCRATCH);
  masm.dupGeneral(lane, SCRATCH_FP, SCRATCH);
  const word = op === VectorShift.ShrS ? Vec3.Sshl : Vec3.Ushl;
  masm.vec3(word | laneField(lane), dst, src, SCRATCH_FP);
};

/** By constants: each {@link VectorShift}. */
const SHIFTS = Int32Array.of(VecShift.Shl, VecShift.Sshr, VecShift.Ushr);

// ---- tests ----------------------------------------------------------------------------------

export const test = (
  masm: Aarch64Machine,
  op: VectorTest,
  lanes: Lanes,
  dst: Reg,
  src: Reg,
): void => {
  if (op === VectorTest.Bitmask) {
    bitmask(masm, laneLog2(lanes) as Lane, dst, src);
    return;
  }
  let from = src;
  if (op === VectorTest.AllTrue) {
    from = SCRATCH_FP;
    masm.vec2(Vec2.Cmeq0 | laneField(laneLog2(lanes)), from, src);
  }
  // The lower half is zero if nothing is set.
  masm.vec3(Vec3.Umaxp | laneField(Lane.S), SCRATCH_FP, from, from);
  masm.fmovFromFp(true, SCRATCH, SCRATCH_FP);
  masm.addImmediate(Alu.Subs, true, ZR, SCRATCH, 0);
  masm.cset(dst, op === VectorTest.AllTrue ? Cond.Eq : Cond.Ne);
};

/**
 * The signs become the lowest bits of their lanes; then neighbours are put together until bytes 0 and 8 have those of
 * their halves. What is above does not reach these bytes.
 */
const bitmask = (masm: Aarch64Machine, lane: Lane, dst: Reg, src: Reg): void => {
  masm.vecShift(VecShift.Ushr, lane, SCRATCH_FP, src, (8 << lane) - 1);
  for (let wide = lane + 1, bits = 1; wide <= Lane.D; wide++, bits *= 2) {
    masm.vecShift(VecShift.Usra, wide, SCRATCH_FP, SCRATCH_FP, (8 << (wide - 1)) - bits);
  }
  masm.umov(Lane.B, SCRATCH, SCRATCH_FP, 0);
  masm.umov(Lane.B, dst, SCRATCH_FP, 8);
  masm.alu(Alu.Orr, false, dst, SCRATCH, dst, Shift.Lsl, 8 >> lane);
};
