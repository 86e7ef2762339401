import { describe, expect, it } from 'vitest';
import { constImmediate, constResult } from './const-operators.js';
import { NAMED_TYPE, OP_IMMEDIATE, OP_RESULT, Op, opName } from './opcodes.js';
import { ValType } from './value-types.js';

const OPERATORS = [
  ...[Op.End, Op.I32Const, Op.I64Const, Op.F32Const, Op.F64Const, Op.V128Const, Op.RefNull],
  ...[Op.RefFunc, Op.GlobalGet, Op.I32Add, Op.I32Sub, Op.I32Mul, Op.I64Add, Op.I64Sub, Op.I64Mul],
];

describe('operators of constant expressions', () => {
  it.each(OPERATORS.map((op) => [opName(op), op] as const))('%s is as in the tables', (_, op) => {
    expect(constImmediate(op)).toBe(OP_IMMEDIATE[op]);
    const result = OP_RESULT[op] === NAMED_TYPE ? ValType.Bottom : OP_RESULT[op];
    expect(constResult(op)).toBe(result);
  });
});
