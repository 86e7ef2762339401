import { describe, expect, it } from 'vitest';
import { condition, integerBinary } from '../../test/support/wasm-reference.js';
import { type Condition, mirrored, negated } from '../masm/operators.js';
import { ALL_OPS, OP_OPERAND, OP_SHAPE, type Op, opName, Shape } from '../wasm/opcodes.js';
import { isFloatKind, type Kind, kindOf } from '../wasm/value-types.js';
import { isCommutative, WORD } from './operator-words.js';

const COMPARES = ALL_OPS.filter((op) => OP_SHAPE[op] === Shape.Compare);
/** -1, 0, 1 and a NaN, as bits of 32 and of 64. */
const BITS: Record<string, readonly bigint[]> = {
  i32: [0xffff_ffffn, 0n, 1n],
  i64: [0xffff_ffff_ffff_ffffn, 0n, 1n],
  f32: [0xbf80_0000n, 0n, 0x3f80_0000n, 0x7fc0_0000n],
  f64: [0xbff0n << 48n, 0n, 0x3ff0n << 48n, 0x7ff8n << 48n],
};

/** Calls `each` for all pairs of values of the operator's type. */
function forPairs(op: Op, each: (x: bigint, y: bigint) => void): void {
  const values = BITS[opName(op).slice(0, 3)]!;
  for (const x of values) for (const y of values) each(x, y);
}

/** The compare of a kind that has the word, or undefined: a negation that only the machine has. */
function compareOf(kind: Kind, cond: Condition): Op | undefined {
  return COMPARES.find((op) => kindOf(OP_OPERAND[op]!) === kind && WORD[op] === cond);
}

describe('words of operators', () => {
  it('mirrors and negates conditions', () => {
    for (const op of COMPARES) {
      const kind = kindOf(OP_OPERAND[op]!);
      const cond: Condition = WORD[op]!;
      const turned = compareOf(kind, mirrored(cond))!;
      expect(turned, opName(op)).toBeDefined();
      const other = compareOf(kind, negated(cond));
      // Only equality of floats has a negation that is an operator.
      expect(other === undefined).toBe(
        isFloatKind(kind) && !['eq', 'ne'].includes(opName(op).slice(4)),
      );
      forPairs(op, (x, y) => {
        expect(condition(turned, y, x), opName(op)).toBe(condition(op, x, y));
        if (other !== undefined) {
          expect(Boolean(condition(other, x, y)), opName(op)).toBe(!condition(op, x, y));
        }
      });
      expect(mirrored(mirrored(cond))).toBe(cond);
      expect(negated(negated(cond))).toBe(cond);
      expect(mirrored(negated(cond))).toBe(negated(mirrored(cond)));
    }
  });

  it('knows which integer operators commute', () => {
    for (const op of ALL_OPS) {
      const kind = kindOf(OP_OPERAND[op]!);
      if (OP_SHAPE[op] !== Shape.Binary || isFloatKind(kind)) continue;
      let same = true;
      forPairs(op, (x, y) => {
        same &&= integerBinary(op, x, y) === integerBinary(op, y, x);
      });
      expect(isCommutative(op), opName(op)).toBe(same);
    }
  });
});
