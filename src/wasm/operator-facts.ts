import { OP_COUNT, Op } from './opcodes.js';

/** Facts of operators that the code generator uses to choose operand orders. */
const COMMUTATIVE = new Uint8Array(OP_COUNT);
const MIRRORED = new Uint16Array(OP_COUNT);
const NEGATED = new Uint16Array(OP_COUNT);

for (const op of [
  Op.I32Add,
  Op.I32Mul,
  Op.I32And,
  Op.I32Or,
  Op.I32Xor,
  Op.I64Add,
  Op.I64Mul,
  Op.I64And,
  Op.I64Or,
  Op.I64Xor,
  // IEEE addition and multiplication commute but for which NaN payload survives, which is free.
  Op.F32Add,
  Op.F32Mul,
  Op.F64Add,
  Op.F64Mul,
]) {
  COMMUTATIVE[op] = 1;
}

// Offsets of the integer compares from eq, the same for i32 and i64.
const [EQ, NE, LT_S, LT_U, GT_S, GT_U, LE_S, LE_U, GE_S, GE_U] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
for (const base of [Op.I32Eq as number, Op.I64Eq as number]) {
  for (const [a, b] of [
    [EQ, EQ],
    [NE, NE],
    [LT_S, GT_S],
    [LT_U, GT_U],
    [LE_S, GE_S],
    [LE_U, GE_U],
  ] as const) {
    MIRRORED[base + a] = base + b;
    MIRRORED[base + b] = base + a;
  }
  for (const [a, b] of [
    [EQ, NE],
    [LT_S, GE_S],
    [LT_U, GE_U],
    [LE_S, GT_S],
    [LE_U, GT_U],
  ] as const) {
    NEGATED[base + a] = base + b;
    NEGATED[base + b] = base + a;
  }
}
for (const [a, b] of [
  [Op.F32Eq, Op.F32Eq],
  [Op.F32Ne, Op.F32Ne],
  [Op.F32Lt, Op.F32Gt],
  [Op.F32Le, Op.F32Ge],
  [Op.F64Eq, Op.F64Eq],
  [Op.F64Ne, Op.F64Ne],
  [Op.F64Lt, Op.F64Gt],
  [Op.F64Le, Op.F64Ge],
] as const) {
  MIRRORED[a] = b;
  MIRRORED[b] = a;
}
NEGATED[Op.I32Eqz] = Op.I32Ne;
NEGATED[Op.I64Eqz] = Op.I64Ne;

/** True if the operands of a Binary operator may change places. */
export function isCommutative(op: Op): boolean {
  return COMMUTATIVE[op] !== 0;
}

/** The compare that gives the same with its operands exchanged. */
export function mirroredCompare(op: Op): Op {
  return MIRRORED[op]!;
}

/**
 * The integer compare that holds where this one does not; for eqz, `ne` with a right side of zero.
 * (Floats have none: with a NaN operand `lt` and `ge` both fail.)
 */
export function negatedCompare(op: Op): Op {
  return NEGATED[op]!;
}

export function isFloatCompare(op: Op): boolean {
  return op >= Op.F32Eq && op <= Op.F64Ge;
}
