import { Op } from '../wasm/opcodes.js';

// What the numbers of operators tell a machine: how wide operands are, and which operators are the same
// but for that.

/** Distance from an i32 operator to its i64 counterpart, clz to rotr. */
export const TO_I64 = Op.I64Clz - Op.I32Clz;
/** Distance from an f32 operator to its f64 counterpart, abs to copysign. */
export const TO_F64 = Op.F64Abs - Op.F32Abs;

/** True for the integer operators from i64.clz to i64.rotr. */
export function isWide(op: Op): boolean {
  return op >= Op.I64Clz;
}

/** The i32 counterpart, so that a switch needs one set of cases. */
export function narrow(op: Op): Op {
  return op >= Op.I64Clz ? op - TO_I64 : op;
}

/** Operand class of a condition operator. */
export const enum Of {
  I32 = 0,
  I64 = 1,
  F32 = 2,
  F64 = 3,
}

/** {@link Of} of each condition operator. */
export const OPERANDS = new Uint8Array(256);
/** 1 for Test operators. */
export const IS_TEST = new Uint8Array(256);

OPERANDS.fill(Of.I32, Op.I32Eqz, Op.I32GeU + 1);
OPERANDS.fill(Of.I64, Op.I64Eqz, Op.I64GeU + 1);
OPERANDS.fill(Of.F32, Op.F32Eq, Op.F32Ge + 1);
OPERANDS.fill(Of.F64, Op.F64Eq, Op.F64Ge + 1);
IS_TEST[Op.I32Eqz] = 1;
IS_TEST[Op.I64Eqz] = 1;

/**
 * A table by condition operator.
 *
 * @param integers of integer compares, in the order eq, ne, lt_s, lt_u, gt_s, gt_u, le_s, le_u, ge_s, ge_u
 * @param floats of float compares, in the order eq, ne, lt, gt, le, ge
 * @param zero of eqz
 */
export function conditionTable(
  integers: readonly number[],
  floats: readonly number[],
  zero: number,
): Uint8Array {
  const table = new Uint8Array(256);
  for (const eq of [Op.I32Eq, Op.I64Eq]) table.set(integers, eq);
  for (const eq of [Op.F32Eq, Op.F64Eq]) table.set(floats, eq);
  for (const eqz of [Op.I32Eqz, Op.I64Eqz]) table[eqz] = zero;
  return table;
}
