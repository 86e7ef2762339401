import { isFloatLanes, Lanes, laneLog2, VectorBinary, VectorUnary } from '../vector-operators.js';
import {
  FCVTL,
  FloatLane,
  laneField,
  UPPER,
  Vec2,
  Vec3,
  VecLong,
  VecNarrow,
  VecShift,
} from './vector-assembler.js';

// Instruction words of operators on vectors that are one instruction, with all registers zero; 0 for the others.

/** Where a table has the word of an operator on lanes. */
export const vectorAt = (op: VectorUnary | VectorBinary, lanes: Lanes): number => (op << 3) | lanes;

/** One operand in bits 5-9, the result in bits 0-4. */
export const VECTOR_UNARY = new Int32Array(512);

/** Two operands: the left one in bits 5-9, the right one in bits 16-20, the result in bits 0-4. */
export const VECTOR_BINARY = new Int32Array(512);

/** 1 for operators whose instruction takes the operands the other way round. */
export const SWAPPED = new Uint8Array(64);

/** The field of lanes, of integers or floats. */
const fieldOf = (lanes: Lanes): number =>
  isFloatLanes(lanes)
    ? lanes === Lanes.F64x2
      ? FloatLane.D
      : FloatLane.S
    : laneField(laneLog2(lanes));

/** The field of lanes half as wide as the result's. */
const halfField = (lanes: Lanes): number => laneField(laneLog2(lanes) - 1);

const ALL = [Lanes.I8x16, Lanes.I16x8, Lanes.I32x4, Lanes.I64x2, Lanes.F32x4, Lanes.F64x2];
const INTEGERS = ALL.slice(0, 4);
const UP_TO_32 = ALL.slice(0, 3);
const SMALL = ALL.slice(0, 2);
/** Results that are twice as wide as operands. */
const LONG = ALL.slice(1, 4);
const FLOATS = ALL.slice(4);

function unary(op: VectorUnary, lanes: readonly Lanes[], word: (lanes: Lanes) => number): void {
  for (const lane of lanes) VECTOR_UNARY[vectorAt(op, lane)] = word(lane);
}

/** One word for all lanes, to which their field is added. */
function unaryOf(op: VectorUnary, lanes: readonly Lanes[], word: Vec2): void {
  unary(op, lanes, (lane) => word | fieldOf(lane));
}

function binary(op: VectorBinary, lanes: readonly Lanes[], word: Vec3): void {
  for (const lane of lanes) VECTOR_BINARY[vectorAt(op, lane)] = word | fieldOf(lane);
}

function swapped(op: VectorBinary, lanes: readonly Lanes[], word: Vec3): void {
  binary(op, lanes, word);
  SWAPPED[op] = 1;
}

// ---- one operand ----------------------------------------------------------------------------

unary(VectorUnary.Not, ALL, () => Vec2.Not);
unaryOf(VectorUnary.Abs, INTEGERS, Vec2.Abs);
unaryOf(VectorUnary.Abs, FLOATS, Vec2.Fabs);
unaryOf(VectorUnary.Neg, INTEGERS, Vec2.Neg);
unaryOf(VectorUnary.Neg, FLOATS, Vec2.Fneg);
unaryOf(VectorUnary.Popcnt, [Lanes.I8x16], Vec2.Cnt);
unaryOf(VectorUnary.Ceil, FLOATS, Vec2.Frintp);
unaryOf(VectorUnary.Floor, FLOATS, Vec2.Frintm);
unaryOf(VectorUnary.Trunc, FLOATS, Vec2.Frintz);
unaryOf(VectorUnary.Nearest, FLOATS, Vec2.Frintn);
unaryOf(VectorUnary.Sqrt, FLOATS, Vec2.Fsqrt);
unary(VectorUnary.ExtaddPairwiseS, LONG, (lanes) => Vec2.Saddlp | halfField(lanes));
unary(VectorUnary.ExtaddPairwiseU, LONG, (lanes) => Vec2.Uaddlp | halfField(lanes));
// Shifts by 0: the field is the operand's width.
const extend = (word: VecShift, upper: number) => (lanes: Lanes) =>
  word | upper | ((8 << (laneLog2(lanes) - 1)) << 16);
unary(VectorUnary.ExtendLowS, LONG, extend(VecShift.Sshll, 0));
unary(VectorUnary.ExtendHighS, LONG, extend(VecShift.Sshll, UPPER));
unary(VectorUnary.ExtendLowU, LONG, extend(VecShift.Ushll, 0));
unary(VectorUnary.ExtendHighU, LONG, extend(VecShift.Ushll, UPPER));
unary(VectorUnary.DemoteZero, [Lanes.F32x4], () => VecNarrow.Fcvtn);
unary(VectorUnary.PromoteLow, [Lanes.F64x2], () => FCVTL);
for (const op of [VectorUnary.TruncSatS, VectorUnary.RelaxedTruncS]) {
  unary(op, [Lanes.I32x4], () => Vec2.Fcvtzs);
}
for (const op of [VectorUnary.TruncSatU, VectorUnary.RelaxedTruncU]) {
  unary(op, [Lanes.I32x4], () => Vec2.Fcvtzu);
}
unaryOf(VectorUnary.ConvertS, [Lanes.F32x4], Vec2.Scvtf);
unaryOf(VectorUnary.ConvertU, [Lanes.F32x4], Vec2.Ucvtf);

// ---- two operands ---------------------------------------------------------------------------

for (const [op, word] of [
  [VectorBinary.And, Vec3.And],
  [VectorBinary.Andnot, Vec3.Bic],
  [VectorBinary.Or, Vec3.Orr],
  [VectorBinary.Xor, Vec3.Eor],
] as const) {
  for (const lanes of ALL) VECTOR_BINARY[vectorAt(op, lanes)] = word;
}
binary(VectorBinary.Add, INTEGERS, Vec3.Add);
binary(VectorBinary.Sub, INTEGERS, Vec3.Sub);
binary(VectorBinary.Mul, UP_TO_32, Vec3.Mul);
binary(VectorBinary.Add, FLOATS, Vec3.Fadd);
binary(VectorBinary.Sub, FLOATS, Vec3.Fsub);
binary(VectorBinary.Mul, FLOATS, Vec3.Fmul);
binary(VectorBinary.Div, FLOATS, Vec3.Fdiv);
binary(VectorBinary.Min, FLOATS, Vec3.Fmin);
binary(VectorBinary.Max, FLOATS, Vec3.Fmax);
binary(VectorBinary.RelaxedMin, FLOATS, Vec3.Fmin);
binary(VectorBinary.RelaxedMax, FLOATS, Vec3.Fmax);
binary(VectorBinary.AddSatS, SMALL, Vec3.Sqadd);
binary(VectorBinary.AddSatU, SMALL, Vec3.Uqadd);
binary(VectorBinary.SubSatS, SMALL, Vec3.Sqsub);
binary(VectorBinary.SubSatU, SMALL, Vec3.Uqsub);
binary(VectorBinary.MinS, UP_TO_32, Vec3.Smin);
binary(VectorBinary.MinU, UP_TO_32, Vec3.Umin);
binary(VectorBinary.MaxS, UP_TO_32, Vec3.Smax);
binary(VectorBinary.MaxU, UP_TO_32, Vec3.Umax);
binary(VectorBinary.AvgrU, SMALL, Vec3.Urhadd);
binary(VectorBinary.Q15mulrSatS, [Lanes.I16x8], Vec3.Sqrdmulh);
binary(VectorBinary.RelaxedQ15mulrS, [Lanes.I16x8], Vec3.Sqrdmulh);
binary(VectorBinary.Eq, INTEGERS, Vec3.Cmeq);
binary(VectorBinary.Eq, FLOATS, Vec3.Fcmeq);
binary(VectorBinary.Gt, FLOATS, Vec3.Fcmgt);
binary(VectorBinary.Ge, FLOATS, Vec3.Fcmge);
binary(VectorBinary.GtS, INTEGERS, Vec3.Cmgt);
binary(VectorBinary.GtU, INTEGERS, Vec3.Cmhi);
binary(VectorBinary.GeS, INTEGERS, Vec3.Cmge);
binary(VectorBinary.GeU, INTEGERS, Vec3.Cmhs);
swapped(VectorBinary.Lt, FLOATS, Vec3.Fcmgt);
swapped(VectorBinary.Le, FLOATS, Vec3.Fcmge);
swapped(VectorBinary.LtS, INTEGERS, Vec3.Cmgt);
swapped(VectorBinary.LtU, INTEGERS, Vec3.Cmhi);
swapped(VectorBinary.LeS, INTEGERS, Vec3.Cmge);
swapped(VectorBinary.LeU, INTEGERS, Vec3.Cmhs);
for (const [op, word] of [
  [VectorBinary.ExtmulLowS, VecLong.Smull],
  [VectorBinary.ExtmulHighS, VecLong.Smull | UPPER],
  [VectorBinary.ExtmulLowU, VecLong.Umull],
  [VectorBinary.ExtmulHighU, VecLong.Umull | UPPER],
] as const) {
  for (const lanes of LONG) VECTOR_BINARY[vectorAt(op, lanes)] = word | halfField(lanes);
}
VECTOR_BINARY[vectorAt(VectorBinary.Swizzle, Lanes.I8x16)] = Vec3.Tbl;
VECTOR_BINARY[vectorAt(VectorBinary.RelaxedSwizzle, Lanes.I8x16)] = Vec3.Tbl;
