// The words in which a machine is told what to do. They are fewer than WebAssembly's operators, because the
// kind of the operands is a parameter of its own, and are numbered from 0, so that tables are small.
// `codegen/operator-words.ts` has the word of each operator.

/** Binary operators of integers. From `Shl` on the right side is a shift count, from `DivS` on a divisor. */
export const enum IntOp {
  Add = 0,
  Sub = 1,
  Mul = 2,
  And = 3,
  Or = 4,
  Xor = 5,
  Shl = 6,
  ShrS = 7,
  ShrU = 8,
  Rotl = 9,
  Rotr = 10,
  DivS = 11,
  DivU = 12,
  RemS = 13,
  RemU = 14,
}

/** Binary operators of floats. */
export const enum FloatOp {
  Add = 0,
  Sub = 1,
  Mul = 2,
  Div = 3,
  Min = 4,
  Max = 5,
  Copysign = 6,
}

/** Operators on 128-bit integers, and products that are such. */
export const enum WideOp {
  Add = 0,
  Sub = 1,
  MulS = 2,
  MulU = 3,
}

/** Unary operators of integers. */
export const enum IntUnary {
  Clz = 0,
  Ctz = 1,
  Popcnt = 2,
  /** Sign extensions of the lowest bits, in a register of the same kind. */
  Extend8S = 3,
  Extend16S = 4,
  Extend32S = 5,
}

/** Unary operators of floats. */
export const enum FloatUnary {
  Abs = 0,
  Neg = 1,
  Ceil = 2,
  Floor = 3,
  Trunc = 4,
  Nearest = 5,
  Sqrt = 6,
}

/** From one kind to another. */
export const enum Conversion {
  /** I64 to I32. */
  Wrap = 0,
  /** I32 to I64. */
  ExtendS = 1,
  ExtendU = 2,
  /** Float to integer, and trap where there is none. */
  TruncS = 3,
  TruncU = 4,
  /** Float to the nearest integer of the kind; 0 of a NaN. */
  TruncSatS = 5,
  TruncSatU = 6,
  /** Integer to float. */
  ConvertS = 7,
  ConvertU = 8,
  /** F64 to F32. */
  Demote = 9,
  /** F32 to F64. */
  Promote = 10,
  /** The same bits. */
  Reinterpret = 11,
}

/**
 * How two operands compare. Bit 0 negates: {@link negated}. Bit 1 exchanges the operands of an order:
 * {@link mirrored}. NaN operands are unequal and in no order, so the negations of an order of floats hold.
 */
export const enum Condition {
  // Of integers and floats.
  Eq = 0,
  Ne = 1,
  // Of integers.
  LtS = 4,
  GeS = 5,
  GtS = 6,
  LeS = 7,
  LtU = 8,
  GeU = 9,
  GtU = 10,
  LeU = 11,
  // Of floats.
  Lt = 12,
  NotLt = 13,
  Gt = 14,
  NotGt = 15,
  Le = 16,
  NotLe = 17,
  Ge = 18,
  NotGe = 19,
}

/** The condition that holds where this one does not. */
export function negated(cond: Condition): Condition {
  return cond ^ 1;
}

/** The condition that says the same of the operands exchanged. */
export function mirrored(cond: Condition): Condition {
  return cond <= Condition.Ne ? cond : cond ^ 2;
}

/** What one step reads from memory, makes of it and an operand, and stores. */
export const enum AtomicOp {
  Add = 0,
  Sub = 1,
  /** Stores the operand. */
  Xchg = 2,
  And = 3,
  Or = 4,
  Xor = 5,
}

/** Loads: bits in memory, and what they are extended to. */
export const enum LoadOp {
  U8 = 0,
  U16 = 1,
  U32 = 2,
  I64 = 3,
  S8To32 = 4,
  S16To32 = 5,
  S8To64 = 6,
  S16To64 = 7,
  S32To64 = 8,
  F32 = 9,
  F64 = 10,
  // To V128. The memory of all is read as little-endian lanes, lane 0 first.
  V128 = 11,
  /** 8 bytes, each lane of which is extended to twice its width. */
  V8x8S = 12,
  V8x8U = 13,
  V16x4S = 14,
  V16x4U = 15,
  V32x2S = 16,
  V32x2U = 17,
  /** One lane, into all. */
  Splat8 = 18,
  Splat16 = 19,
  Splat32 = 20,
  Splat64 = 21,
  /** One lane, into the lowest; the others zero. */
  Zero32 = 22,
  Zero64 = 23,
}

/** Stores: the lowest bits of an integer register, or a float. */
export const enum StoreOp {
  I8 = 0,
  I16 = 1,
  I32 = 2,
  I64 = 3,
  F32 = 4,
  F64 = 5,
  V128 = 6,
}
