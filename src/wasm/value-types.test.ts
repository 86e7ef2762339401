import { describe, expect, it } from 'vitest';
import {
  isFloatKind,
  isNumType,
  isRefType,
  isSubtype,
  Kind,
  kindOf,
  ValType,
} from './value-types.js';

const TYPES = [
  ValType.I32,
  ValType.I64,
  ValType.F32,
  ValType.F64,
  ValType.V128,
  ValType.FuncRef,
  ValType.ExternRef,
];
/** Of no type that there is yet: a reference with a large heap type. */
const WIDE = (1_000_000 << 4) as ValType;

describe('value types', () => {
  it('are numbers, vectors or references', () => {
    expect(TYPES.filter(isNumType)).toEqual(TYPES.slice(0, 4));
    expect(TYPES.filter(isRefType)).toEqual(TYPES.slice(5));
    expect(isRefType(ValType.Bottom)).toBe(false);
    expect([isRefType(WIDE), isNumType(WIDE)]).toEqual([true, false]);
  });

  it('have a kind: that of a word for references', () => {
    expect(TYPES.map(kindOf)).toEqual([0, 1, 2, 3, 4, Kind.I64, Kind.I64]);
    expect(kindOf(WIDE)).toBe(Kind.I64);
    expect(TYPES.map(kindOf).map(isFloatKind)).toEqual([
      false,
      false,
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  it('stand for themselves, and Bottom for all', () => {
    for (const type of TYPES) {
      for (const expected of TYPES) expect(isSubtype(type, expected)).toBe(type === expected);
      expect(isSubtype(ValType.Bottom, type)).toBe(true);
    }
  });
});
