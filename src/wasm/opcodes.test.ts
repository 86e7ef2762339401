import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { IMMEDIATE_INTEGERS, Immediate, skipImmediate } from './immediates.js';
import {
  ALL_OPS,
  MAX_OP_PARAMS,
  MAX_OP_RESULTS,
  NO_SIGNATURE,
  OP_COUNT,
  OP_OPERAND,
  OP_PARAM_COUNT,
  OP_RESULT,
  OP_RESULT_COUNT,
  OP_RESULTS,
  OP_SHAPE,
  OPERATORS,
  Op,
  opName,
  opNumber,
  opProposal,
  Shape,
} from './opcodes.js';
import { ValType } from './value-types.js';

const PATH = new URL('./op.ts', import.meta.url);
/** `BLESS=1 npx vitest run src/wasm/opcodes.test.ts` writes the enum anew after a change of the table. */
const BLESS = process.env.BLESS === '1';

/** `i32.load8_s` is I32Load8S. */
function memberOf([name, , , , , , member]: (typeof OPERATORS)[number]): string {
  return member ?? name.replace(/(?:^|[._])(.)/g, (_, first: string) => first.toUpperCase());
}

/** The text of `op.ts`. */
function enumText(): string {
  const members = OPERATORS.map((row) => {
    const number = opNumber(row[1]).toString(16).padStart(2, '0');
    return `  ${memberOf(row)} = 0x${number},\n`;
  });
  return `// Written by opcodes.test.ts from the table of operators in operators.ts: change that one.

/**
 * Operators. The value is the opcode byte; operators behind the 0xFC prefix are 0x100 + their
 * sub-opcode, those behind 0xFE 0x180 + theirs and those behind 0xFD 0x200 + theirs, so that one dense number, below
 * OP_COUNT, names an operator everywhere.
 */
export const enum Op {
${members.join('')}}
`;
}

describe('the table of operators', () => {
  it('is what the enum was written from', () => {
    if (BLESS) writeFileSync(PATH, enumText());
    expect(readFileSync(PATH, 'utf8')).toBe(enumText());
  });

  it('has each operator once, in the order of their numbers', () => {
    expect(ALL_OPS).toEqual([...new Set(ALL_OPS)].sort((a, b) => a - b));
    expect(new Set(OPERATORS.map(memberOf)).size).toBe(OPERATORS.length);
    expect(Math.max(...ALL_OPS)).toBeLessThan(OP_COUNT);
  });

  it('has signatures of known types that fit, and the types that names begin with', () => {
    for (const [name, code, signature] of OPERATORS) {
      const op = opNumber(code);
      expect(opName(op)).toBe(name);
      if (signature === undefined) {
        expect(OP_PARAM_COUNT[op]).toBe(NO_SIGNATURE);
        continue;
      }
      expect(signature, name).toMatch(/^[ijfdvr*]*:[ijfdvr*]*$/);
      expect(OP_PARAM_COUNT[op], name).toBeLessThanOrEqual(MAX_OP_PARAMS);
      expect(OP_RESULT_COUNT[op], name).toBeLessThanOrEqual(MAX_OP_RESULTS);
      const type = { i32: ValType.I32, i64: ValType.I64, f32: ValType.F32, f64: ValType.F64 }[
        name.split('.')[0]!
      ];
      const shape = OP_SHAPE[op] as Shape;
      if (type === undefined) continue;
      const named =
        shape === Shape.Store ||
        shape === Shape.AtomicStore ||
        shape === Shape.Compare ||
        shape === Shape.Test;
      expect(named ? OP_OPERAND[op] : OP_RESULT[op], name).toBe(type);
    }
    const from = (op: Op) => [OP_OPERAND[op], OP_RESULT[op]];
    expect(from(Op.I64ExtendI32U)).toEqual([ValType.I32, ValType.I64]);
    expect(from(Op.F32ReinterpretI32)).toEqual([ValType.I32, ValType.F32]);
    expect(from(Op.I64TruncSatF64S)).toEqual([ValType.F64, ValType.I64]);
    expect(from(Op.F64Eq)).toEqual([ValType.F64, ValType.I32]);
    const results = Op.I64MulWideU * MAX_OP_RESULTS;
    expect([...OP_RESULTS.subarray(results, results + 2)]).toEqual([ValType.I64, ValType.I64]);
    expect([OP_PARAM_COUNT[Op.I64Add128], OP_RESULT_COUNT[Op.I64Add128]]).toEqual([4, 2]);
  });

  it('counts the operators of each proposal', () => {
    const counts: Record<string, number> = {};
    for (const op of ALL_OPS) counts[opProposal(op)] = (counts[opProposal(op)] ?? 0) + 1;
    expect(counts).toEqual({
      mvp: 172,
      'sign-extension': 5,
      'saturating-float-to-int': 8,
      'bulk-memory': 7,
      'reference-types': 9,
      'tail-call': 2,
      'legacy-exceptions': 5,
      'exception-handling': 3,
      'wide-arithmetic': 4,
      simd: 236,
      'relaxed-simd': 20,
      threads: 67,
    });
  });
});

describe('immediates', () => {
  it('are gone past, whatever their format', () => {
    const cases: [Immediate, number[]][] = [
      [Immediate.None, []],
      [Immediate.Local, [0xff, 0x80, 0x01]],
      [Immediate.MemArg, [0x02, 0x80, 0x08]],
      [Immediate.F32, [0xff, 0xff, 0xff, 0xff]],
      [Immediate.F64, [0xff, 0, 0, 0, 0, 0, 0, 0xff]],
      [Immediate.I64, [0xff, 0xff, 0xff, 0x7f]],
      [Immediate.BrTable, [0x00, 0x05]],
      [Immediate.BrTable, [0x82, 0x00, 0x01, 0x80, 0x01, 0x03]],
      [Immediate.SelectT, [0x01, 0x7f]],
      [Immediate.CallIndirect, [0x81, 0x01, 0x00]],
      [Immediate.V128, new Array(16).fill(0x80)],
      [Immediate.Lane, [0x8f]],
      [Immediate.MemArgLane, [0x00, 0x80, 0x01, 0xff]],
    ];
    for (const [immediate, bytes] of cases) {
      const end = bytes.length + 1;
      expect(skipImmediate(immediate, Uint8Array.from([0, ...bytes, 0x80]), 1)).toBe(end);
    }
    expect(IMMEDIATE_INTEGERS[Immediate.TableCopy]).toBe(2);
  });
});
