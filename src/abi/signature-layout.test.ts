import { describe, expect, it } from 'vitest';
import { Random } from '../../test/support/random-program.js';
import { type SignatureView, signatureView, viewOf } from '../../test/support/signature-view.js';
import { AARCH64_CONVENTION } from '../masm/aarch64/convention.js';
import { X64_CONVENTION } from '../masm/x64/convention.js';
import { tableOf } from '../module/type-table.js';
import { Kind, ValType } from '../wasm/value-types.js';
import type { CallingConvention } from './convention.js';
import { FIRST_FP, NO_REG } from './places.js';
import { SignatureTable } from './signature-layout.js';

const I32 = ValType.I32;
const I64 = ValType.I64;
const F32 = ValType.F32;
const F64 = ValType.F64;
const V128 = ValType.V128;
const FuncRef = ValType.FuncRef;
const ExternRef = ValType.ExternRef;

type Lists = readonly [params: readonly ValType[], results: readonly ValType[]];

/** The layout of a type in a table of its own. */
function alone([params, results]: Lists, convention: CallingConvention): SignatureView {
  return signatureView({ params, results }, convention);
}

function layoutOf(
  params: readonly ValType[],
  results: readonly ValType[] = [],
  convention: CallingConvention = X64_CONVENTION,
): SignatureView {
  return alone([params, results], convention);
}

const xmm = (n: number) => FIRST_FP + n;

describe('parameters', () => {
  it('go to registers by class, in order', () => {
    const layout = layoutOf([I32, F64, I64, F32, FuncRef, ExternRef]);
    expect([...layout.paramPlaces]).toEqual([6, xmm(0), 2, xmm(1), 1, 8]);
    expect(layout.vmctxArg).toBe(7);
    expect([...layout.paramKinds]).toEqual([
      Kind.I32,
      Kind.F64,
      Kind.I64,
      Kind.F32,
      Kind.I64,
      Kind.I64,
    ]);
    expect(layout.stackBytes).toBe(0);
  });

  it('go to the stack, 8 bytes each, where registers of their class are used up', () => {
    const layout = layoutOf([I32, I32, I32, I32, I32, I32, F32, I64, F64]);
    expect([...layout.paramPlaces]).toEqual([6, 2, 1, 8, 9, ~0, xmm(0), ~8, xmm(1)]);
    expect(layout.stackBytes).toBe(16);
  });

  it('share one stack area between the classes, in order', () => {
    const params = [...Array(6).fill(I64), ...Array(9).fill(F32), I32];
    const layout = layoutOf(params);
    expect(layout.paramPlaces[5]).toBe(~0);
    expect(layout.paramPlaces[14]).toBe(~8);
    expect(layout.paramPlaces[15]).toBe(~16);
    expect(layout.stackBytes).toBe(32);
  });

  it('of 1,000 take 8,000 bytes at most', () => {
    expect(layoutOf(Array(1000).fill(F64)).stackBytes).toBe(8 * 992);
  });

  it('of type v128 go to vector registers, then to 16 bytes of the stack, aligned', () => {
    const layout = layoutOf([...Array(9).fill(V128), F64, F32, V128, ...Array(6).fill(I32)]);
    expect(layout.paramPlaces.slice(0, 8)).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map(xmm));
    expect(layout.paramPlaces.slice(8, 12)).toEqual([~0, ~16, ~24, ~32]);
    expect(layout.paramPlaces.at(-1)).toBe(~48);
    expect(layout.stackBytes).toBe(64);
    expect(layout.paramKinds[0]).toBe(Kind.V128);
  });

  it('have seven general registers on aarch64, behind the vmctx', () => {
    const layout = layoutOf(Array(8).fill(I32), [], AARCH64_CONVENTION);
    expect(layout.vmctxArg).toBe(0);
    expect([...layout.paramPlaces]).toEqual([1, 2, 3, 4, 5, 6, 7, ~0]);
  });
});

describe('results', () => {
  it('none', () => {
    const layout = layoutOf([I32]);
    expect([layout.resultReg, layout.outPointer, layout.resultBytes]).toEqual([NO_REG, NO_REG, 0]);
    expect(layout.resultOffsets).toHaveLength(0);
  });

  it.each([
    [I32, 0],
    [I64, 0],
    [ExternRef, 0],
    [F32, xmm(0)],
    [F64, xmm(0)],
    [V128, xmm(0)],
  ])('one, of type %i, in register %i', (result, reg) => {
    const layout = layoutOf([I32], [result]);
    expect([layout.resultReg, layout.outPointer]).toEqual([reg, NO_REG]);
    expect([layout.vmctxArg, layout.paramPlaces[0]]).toEqual([7, 6]);
    expect(layout.resultOffsets).toHaveLength(0);
  });

  it('two or more behind a pointer that is the first argument', () => {
    const layout = layoutOf([I32, F32, I64, I64, I64, I64], [I32, I32]);
    expect([layout.resultReg, layout.outPointer]).toEqual([NO_REG, 7]);
    expect(layout.vmctxArg).toBe(6);
    expect([...layout.paramPlaces]).toEqual([2, xmm(0), 1, 8, 9, ~0]);
    const other = layoutOf([I32, I32], [I32, I32], AARCH64_CONVENTION);
    expect([other.outPointer, other.vmctxArg]).toEqual([0, 1]);
    expect([...other.paramPlaces]).toEqual([2, 3]);
  });

  it.each([
    [[I32, I32], [0, 4], 16],
    [[I32, I64], [0, 8], 16],
    [[I64, I32, I32], [0, 8, 12], 16],
    [[F32, F64, I32, F32, FuncRef], [0, 8, 16, 20, 24], 32],
    [[I32, F32, I32, F64, I32], [0, 4, 8, 16, 24], 32],
    [[I32, V128, I64, V128, F32], [0, 16, 32, 48, 64], 80],
  ])('%j lie as in a C struct', (results, offsets, bytes) => {
    const layout = layoutOf([], results);
    expect([...layout.resultOffsets]).toEqual(offsets);
    expect(layout.resultBytes).toBe(bytes);
  });
});

describe.each([
  ['x64', X64_CONVENTION],
  ['aarch64', AARCH64_CONVENTION],
])('any signature on %s', (_, convention) => {
  it('gives each value a place of its own', () => {
    const random = new Random(11);
    const types = [I32, I64, F32, F64, FuncRef, ExternRef];
    for (let round = 0; round < 500; round++) {
      const params = Array.from({ length: random.below(40) }, () => random.pick(types));
      const results = Array.from({ length: random.below(12) }, () => random.pick(types));
      const layout = layoutOf(params, results, convention);
      const places = [...layout.paramPlaces];
      expect(new Set(places).size).toBe(places.length);
      const hidden = [layout.outPointer, layout.vmctxArg].filter((reg) => reg !== NO_REG);
      expect(hidden).toEqual(convention.gpArgs.slice(0, hidden.length));
      expect(places.filter((place) => hidden.includes(place))).toEqual([]);
      expect(places).not.toContain(convention.calleeReg);
      const onStack = places.filter((place) => place < 0).map((place) => ~place);
      expect(onStack).toEqual(onStack.map((_, i) => 8 * i));
      expect(layout.stackBytes % 16).toBe(0);
      expect(layout.stackBytes - 8 * onStack.length).toBeLessThan(16);
      params.forEach((param, i) => {
        const float = param === F32 || param === F64;
        if (places[i]! < 0) return;
        expect(places[i]! >= FIRST_FP).toBe(float);
        expect(float ? convention.fpArgs : convention.gpArgs).toContain(places[i]);
      });
      let end = 0;
      layout.resultOffsets.forEach((offset, i) => {
        const size = results[i] === I32 || results[i] === F32 ? 4 : 8;
        expect(offset % size).toBe(0);
        expect(offset).toBeGreaterThanOrEqual(end);
        expect(offset - end).toBeLessThan(size);
        end = offset + size;
      });
      expect(layout.resultBytes).toBe(results.length > 1 ? Math.ceil(end / 16) * 16 : 0);
    }
  });
});

describe('SignatureTable', () => {
  const common: readonly Lists[] = [
    [
      [I32, F64],
      [I32, I64],
    ],
    [[], []],
  ];

  it('makes each layout once, and each its own', () => {
    const table = new SignatureTable(X64_CONVENTION, tableOf(common));
    table.begin(
      tableOf([
        [[I32], []],
        [[], [F64]],
      ]),
    );
    const second = table.of(1);
    expect(table.resultReg(second)).toBe(xmm(0));
    expect(table.paramPlace(table.of(0), 0)).toBe(6);
    expect(table.of(1)).toBe(second);
    expect(viewOf(table, table.ofCommon(0))).toEqual(alone(common[0]!, X64_CONVENTION));
  });

  it('takes module after module, and keeps what all have', () => {
    const table = new SignatureTable(X64_CONVENTION, tableOf(common));
    const random = new Random(12);
    const some = () =>
      Array.from({ length: random.below(300) }, () => random.pick([I32, I64, F32, F64]));
    for (let round = 0; round < 5; round++) {
      const types = Array.from({ length: 1 + random.below(60) }, (): Lists => [some(), some()]);
      table.begin(tableOf(types));
      for (let use = 0; use < 100; use++) {
        const index = random.below(types.length);
        const view = viewOf(table, table.of(index));
        expect(view).toEqual(alone(types[index]!, X64_CONVENTION));
      }
      if (round % 2 === 0) table.end();
      for (const [i, each] of common.entries()) {
        expect(viewOf(table, table.ofCommon(i))).toEqual(alone(each, X64_CONVENTION));
      }
    }
  });
});
