/** The machine's words (see `masm/vector-operators.ts`) for the operators on vectors. */

import { LoadOp, StoreOp } from '../masm/operators.js';
import {
  Lanes,
  VectorBinary,
  VectorShift,
  VectorTernary,
  VectorTest,
  VectorUnary,
} from '../masm/vector-operators.js';
import { ALL_OPS, OP_COUNT, OP_SHAPE, type Op, opName, Shape } from '../wasm/opcodes.js';

type Words = Readonly<Record<string, number>>;

// By the name of an operator behind its type, without the type of its operands.

const UNARIES: Words = {
  not: VectorUnary.Not,
  abs: VectorUnary.Abs,
  neg: VectorUnary.Neg,
  popcnt: VectorUnary.Popcnt,
  ceil: VectorUnary.Ceil,
  floor: VectorUnary.Floor,
  trunc: VectorUnary.Trunc,
  nearest: VectorUnary.Nearest,
  sqrt: VectorUnary.Sqrt,
  extadd_pairwise_s: VectorUnary.ExtaddPairwiseS,
  extadd_pairwise_u: VectorUnary.ExtaddPairwiseU,
  extend_low_s: VectorUnary.ExtendLowS,
  extend_high_s: VectorUnary.ExtendHighS,
  extend_low_u: VectorUnary.ExtendLowU,
  extend_high_u: VectorUnary.ExtendHighU,
  demote_zero: VectorUnary.DemoteZero,
  promote_low: VectorUnary.PromoteLow,
  trunc_sat_s: VectorUnary.TruncSatS,
  trunc_sat_u: VectorUnary.TruncSatU,
  trunc_sat_s_zero: VectorUnary.TruncSatZeroS,
  trunc_sat_u_zero: VectorUnary.TruncSatZeroU,
  convert_s: VectorUnary.ConvertS,
  convert_u: VectorUnary.ConvertU,
  convert_low_s: VectorUnary.ConvertLowS,
  convert_low_u: VectorUnary.ConvertLowU,
  relaxed_trunc_s: VectorUnary.RelaxedTruncS,
  relaxed_trunc_u: VectorUnary.RelaxedTruncU,
  relaxed_trunc_s_zero: VectorUnary.RelaxedTruncZeroS,
  relaxed_trunc_u_zero: VectorUnary.RelaxedTruncZeroU,
};

const BINARIES: Words = {
  and: VectorBinary.And,
  andnot: VectorBinary.Andnot,
  or: VectorBinary.Or,
  xor: VectorBinary.Xor,
  add: VectorBinary.Add,
  sub: VectorBinary.Sub,
  mul: VectorBinary.Mul,
  div: VectorBinary.Div,
  min: VectorBinary.Min,
  max: VectorBinary.Max,
  pmin: VectorBinary.Pmin,
  pmax: VectorBinary.Pmax,
  add_sat_s: VectorBinary.AddSatS,
  add_sat_u: VectorBinary.AddSatU,
  sub_sat_s: VectorBinary.SubSatS,
  sub_sat_u: VectorBinary.SubSatU,
  min_s: VectorBinary.MinS,
  min_u: VectorBinary.MinU,
  max_s: VectorBinary.MaxS,
  max_u: VectorBinary.MaxU,
  avgr_u: VectorBinary.AvgrU,
  q15mulr_sat_s: VectorBinary.Q15mulrSatS,
  eq: VectorBinary.Eq,
  ne: VectorBinary.Ne,
  lt: VectorBinary.Lt,
  gt: VectorBinary.Gt,
  le: VectorBinary.Le,
  ge: VectorBinary.Ge,
  lt_s: VectorBinary.LtS,
  lt_u: VectorBinary.LtU,
  gt_s: VectorBinary.GtS,
  gt_u: VectorBinary.GtU,
  le_s: VectorBinary.LeS,
  le_u: VectorBinary.LeU,
  ge_s: VectorBinary.GeS,
  ge_u: VectorBinary.GeU,
  narrow_s: VectorBinary.NarrowS,
  narrow_u: VectorBinary.NarrowU,
  extmul_low_s: VectorBinary.ExtmulLowS,
  extmul_high_s: VectorBinary.ExtmulHighS,
  extmul_low_u: VectorBinary.ExtmulLowU,
  extmul_high_u: VectorBinary.ExtmulHighU,
  dot_s: VectorBinary.DotS,
  swizzle: VectorBinary.Swizzle,
  relaxed_swizzle: VectorBinary.RelaxedSwizzle,
  relaxed_min: VectorBinary.RelaxedMin,
  relaxed_max: VectorBinary.RelaxedMax,
  relaxed_q15mulr_s: VectorBinary.RelaxedQ15mulrS,
  relaxed_dot_s: VectorBinary.RelaxedDotS,
};

const TERNARIES: Words = {
  bitselect: VectorTernary.Bitselect,
  relaxed_madd: VectorTernary.RelaxedMadd,
  relaxed_nmadd: VectorTernary.RelaxedNmadd,
  relaxed_laneselect: VectorTernary.RelaxedLaneselect,
  relaxed_dot_add_s: VectorTernary.RelaxedDotAddS,
};

const SHIFTS: Words = {
  shl: VectorShift.Shl,
  shr_s: VectorShift.ShrS,
  shr_u: VectorShift.ShrU,
};

const TESTS: Words = {
  any_true: VectorTest.AnyTrue,
  all_true: VectorTest.AllTrue,
  bitmask: VectorTest.Bitmask,
};

/** 1 where sign-extended. */
const EXTRACTS: Words = { extract_lane: 0, extract_lane_s: 1, extract_lane_u: 0 };

const SHAPES: Words = {
  i8x16: Lanes.I8x16,
  i16x8: Lanes.I16x8,
  i32x4: Lanes.I32x4,
  i64x2: Lanes.I64x2,
  f32x4: Lanes.F32x4,
  f64x2: Lanes.F64x2,
  // Of all bits.
  v128: Lanes.I8x16,
};

/** The shape of lanes of so many bits, for operators that move one. */
const SHAPE_OF_BITS: Words = {
  8: Lanes.I8x16,
  16: Lanes.I16x8,
  32: Lanes.I32x4,
  64: Lanes.I64x2,
};

/** Loads and stores, as `operator-words.ts` has the others. */
export const VECTOR_LOADS: Words = {
  'v128.load': LoadOp.V128,
  'v128.load8x8_s': LoadOp.V8x8S,
  'v128.load8x8_u': LoadOp.V8x8U,
  'v128.load16x4_s': LoadOp.V16x4S,
  'v128.load16x4_u': LoadOp.V16x4U,
  'v128.load32x2_s': LoadOp.V32x2S,
  'v128.load32x2_u': LoadOp.V32x2U,
  'v128.load8_splat': LoadOp.Splat8,
  'v128.load16_splat': LoadOp.Splat16,
  'v128.load32_splat': LoadOp.Splat32,
  'v128.load64_splat': LoadOp.Splat64,
  'v128.load32_zero': LoadOp.Zero32,
  'v128.load64_zero': LoadOp.Zero64,
};
export const VECTOR_STORES: Words = { 'v128.store': StoreOp.V128 };

/** The word of each operator whose shape is one of vectors; its {@link Shape} says of which enum. */
export const VECTOR_WORD = new Uint8Array(OP_COUNT);
/** The lanes that each of them has as the parameter beside its word. */
export const LANES = new Uint8Array(OP_COUNT);

/** 1 where the operands may change places; of floats but for which NaN's payload survives, which is free. */
const COMMUTATIVE = new Uint8Array(OP_COUNT);
const COMMUTATIVE_NAME =
  /^(?:and|or|xor|add|mul|add_sat_.|min_.|max_.|avgr_u|q15mulr_sat_s|eq|ne|extmul_.*|dot_s)$/;

function wordsOf(shape: Shape): Words | undefined {
  switch (shape) {
    case Shape.VectorUnary:
      return UNARIES;
    case Shape.VectorBinary:
      return BINARIES;
    case Shape.VectorTernary:
      return TERNARIES;
    case Shape.VectorShift:
      return SHIFTS;
    case Shape.VectorTest:
      return TESTS;
    case Shape.ExtractLane:
      return EXTRACTS;
    default:
      return undefined;
  }
}

for (const op of ALL_OPS) {
  const shape = OP_SHAPE[op]! as Shape;
  if (shape < Shape.VectorUnary) continue;
  const full = opName(op);
  const [type, rest] = full.split('.') as [string, string];
  const bits = /^(?:load|store)(\d+)_lane$/.exec(rest)?.[1];
  LANES[op] = bits === undefined ? SHAPES[type]! : SHAPE_OF_BITS[bits]!;
  const words = wordsOf(shape);
  if (words === undefined) continue;
  const name = rest.replace(/_[if]\d+x\d+/g, '');
  const word = words[name];
  if (word === undefined) throw new Error(`the machine has no word for ${full}`);
  VECTOR_WORD[op] = word;
  if (shape === Shape.VectorBinary && COMMUTATIVE_NAME.test(name)) COMMUTATIVE[op] = 1;
}

/** True if the operands of a VectorBinary operator may change places. */
export const isCommutativeVector = (op: Op): boolean => COMMUTATIVE[op] !== 0;
