import { describe, expect, it } from 'vitest';
import type { FuncType } from '../wasm/types.js';
import { Signatures } from './signatures.js';

const typeOf = (key: string): FuncType => ({ params: [], results: [], key });

describe('numbers of function types', () => {
  it('are equal for equal types', () => {
    const signatures = new Signatures();
    expect(['a', 'b', 'a', 'c', 'b'].map((key) => signatures.numberOf(typeOf(key)))).toEqual([
      1, 2, 1, 3, 2,
    ]);
  });

  it('are bounded, in count and by their keys; those that are there stay', () => {
    const few = new Signatures(2);
    const short = new Signatures(100, 10);
    for (const [signatures, first, second] of [
      [few, 'a', 'b'],
      [short, 'aaaaa', 'bbbbb'],
    ] as const) {
      expect(signatures.numberOf(typeOf(first))).toBe(1);
      expect(signatures.numberOf(typeOf(second))).toBe(2);
      expect(() => signatures.numberOf(typeOf('c'))).toThrow(RangeError);
      expect(signatures.numberOf(typeOf(first))).toBe(1);
    }
  });
});
