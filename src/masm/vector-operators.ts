// The words in which a machine is told what to do with vectors, as those of `operators.ts`. The lanes that an
// operator works on are a parameter of its own; where they differ from the result's, they follow from these.

/** How 128 bits are taken. */
export const enum Lanes {
  I8x16 = 0,
  I16x8 = 1,
  I32x4 = 2,
  I64x2 = 3,
  F32x4 = 4,
  F64x2 = 5,
}

/** Base-2 logarithm of the bytes of a lane. */
export function laneLog2(lanes: Lanes): number {
  return lanes >= Lanes.F32x4 ? lanes - 2 : lanes;
}

/** True for lanes that are floats. */
export function isFloatLanes(lanes: Lanes): boolean {
  return lanes >= Lanes.F32x4;
}

/** Of one vector; the lanes are the result's. */
export const enum VectorUnary {
  /** Of all bits (`v128.not`). */
  Not = 0,
  /** Of integers (the least one stays) and floats. */
  Abs,
  Neg,
  /** Of I8x16. */
  Popcnt,
  // Of floats.
  Ceil,
  Floor,
  Trunc,
  Nearest,
  Sqrt,
  /** Sums of neighbours, from lanes of half the width: to I16x8 and I32x4. */
  ExtaddPairwiseS,
  ExtaddPairwiseU,
  /** The lower or the upper half of the lanes, each extended to twice its width: to I16x8, I32x4, I64x2. */
  ExtendLowS,
  ExtendHighS,
  ExtendLowU,
  ExtendHighU,
  /** F64x2 to F32x4, the upper two lanes zero. */
  DemoteZero,
  /** The lower two of F32x4 to F64x2. */
  PromoteLow,
  /** F32x4 to I32x4. */
  TruncSatS,
  TruncSatU,
  /** F64x2 to I32x4, the upper two lanes zero. */
  TruncSatZeroS,
  TruncSatZeroU,
  /** I32x4 to F32x4. */
  ConvertS,
  ConvertU,
  /** The lower two of I32x4 to F64x2. */
  ConvertLowS,
  ConvertLowU,
  /** As those above without `Relaxed`, where the source is no NaN and in range; else what is fastest. */
  RelaxedTruncS,
  RelaxedTruncU,
  RelaxedTruncZeroS,
  RelaxedTruncZeroU,
}

/** Of two vectors; the lanes are the result's. */
export const enum VectorBinary {
  // Of all bits.
  And = 0,
  /** `lhs and not rhs` */
  Andnot,
  Or,
  Xor,
  // Of integers and floats.
  Add,
  Sub,
  Mul,
  /** Of floats. */
  Div,
  /** Of floats: NaN if one is; -0 is less than +0. */
  Min,
  Max,
  /** Of floats: `rhs < lhs ? rhs : lhs` and `lhs < rhs ? rhs : lhs`. */
  Pmin,
  Pmax,
  // Of I8x16 and I16x8.
  AddSatS,
  AddSatU,
  SubSatS,
  SubSatU,
  // Of I8x16, I16x8 and I32x4.
  MinS,
  MinU,
  MaxS,
  MaxU,
  /** Of I8x16 and I16x8: (lhs + rhs + 1) / 2. */
  AvgrU,
  /** Of I16x8: (lhs * rhs + 0x4000) >> 15, saturated. */
  Q15mulrSatS,
  // Compares: all bits of a lane, or none. Eq and Ne of all lanes.
  Eq,
  Ne,
  // Of floats, an operand that is NaN is in no order.
  Lt,
  Gt,
  Le,
  Ge,
  // Of integers; those with U not of I64x2.
  LtS,
  LtU,
  GtS,
  GtU,
  LeS,
  LeU,
  GeS,
  GeU,
  /** Lanes of twice the width, taken as signed, to I8x16 or I16x8 and saturated: lhs is the lower half. */
  NarrowS,
  NarrowU,
  /** Products of the lower or the upper half of the lanes, of half the width: to I16x8, I32x4, I64x2. */
  ExtmulLowS,
  ExtmulHighS,
  ExtmulLowU,
  ExtmulHighU,
  /** I16x8 to I32x4: sums of the products of neighbours. */
  DotS,
  /** Of I8x16: the bytes of lhs that rhs tells, 0 where that is 16 or more. */
  Swizzle,
  /** The same where rhs is below 16; else it may be a byte of lhs or 0. */
  RelaxedSwizzle,
  /** Of floats: what is fastest of NaNs and of zeros of both signs. */
  RelaxedMin,
  RelaxedMax,
  /** As Q15mulrSatS, but of -0x8000 times itself what is fastest. */
  RelaxedQ15mulrS,
  /** I8x16 to I16x8: sums of products of neighbours, where those of rhs are below 128; else what is fastest. */
  RelaxedDotS,
}

/** Of three vectors. */
export const enum VectorTernary {
  /** The bits of `a` where `c` is 1, of `b` where it is 0. */
  Bitselect = 0,
  /** Of floats: `a * b + c`, rounded once or twice. */
  RelaxedMadd,
  /** `-(a * b) + c` */
  RelaxedNmadd,
  /** As Bitselect, where the lanes of `c` are all ones or all zeros; else what is fastest. */
  RelaxedLaneselect,
  /** I8x16 to I32x4: RelaxedDotS of `a` and `b`, its neighbours added, plus `c`. */
  RelaxedDotAddS,
}

/** Of integer lanes, by a count that is taken modulo their width. */
export const enum VectorShift {
  Shl = 0,
  ShrS,
  ShrU,
}

/** Of one vector to an I32. */
export const enum VectorTest {
  /** 1 if any bit is set. */
  AnyTrue = 0,
  /** 1 if no lane is zero. */
  AllTrue,
  /** The sign bits of the lanes, lane 0's lowest. */
  Bitmask,
}
