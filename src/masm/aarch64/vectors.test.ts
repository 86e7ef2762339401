import { describe, it } from 'vitest';
import { CANNOT_RUN, Expectations } from '../../../test/support/aarch64-machine.js';
import {
  binaryCases,
  type CaseRegisters,
  integers,
  laneCases,
  shiftCases,
  shuffleCases,
  type TakeCase,
  ternaryCases,
  testCases,
  unaryCases,
} from '../../../test/support/vector-cases.js';
import { evaluate, type Words } from '../../../test/support/vector-reference.js';
import type { Reg } from '../../abi/places.js';
import { Kind } from '../../wasm/value-types.js';
import type { ModuleAssembler } from '../macro-assembler.js';
import { Lanes, laneLog2 } from '../vector-operators.js';
import { Alu, Shift } from './integer-assembler.js';
import { MEMORY_BASE, V0 } from './registers.js';
import { Lane } from './vector-assembler.js';

const title = CANNOT_RUN === undefined ? '' : ` (skipped: ${CANNOT_RUN})`;

const [V1, V2, V29] = [V0 + 1, V0 + 2, V0 + 29];
const REGISTERS: CaseRegisters = {
  vectors: [V0, V1, V2, V29],
  general: [5, 6],
  strict: false,
};

/** Adds a vector register to what x0 has of those before; destroys x1. */
function fold(masm: ModuleAssembler, reg: Reg): void {
  const a = masm as Expectations['masm'];
  for (const half of [0, 1]) {
    a.umov(Lane.D, 1, reg, half);
    a.shiftImmediate(Shift.Ror, true, 0, 0, 7);
    a.alu(Alu.Eor, true, 0, 0, 1);
  }
}

const bits = (words: Words, i: number): bigint =>
  (BigInt(words[i + 1]! >>> 0) << 32n) | BigInt(words[i]! >>> 0);

function folded(vectors: readonly Words[]): bigint {
  let sum = 0n;
  for (const words of vectors) {
    for (const i of [0, 2]) {
      sum = ((sum >> 7n) | (sum << 57n)) & 0xffff_ffff_ffff_ffffn;
      sum ^= bits(words, i);
    }
  }
  return sum;
}

/**
 * For each case a function that loads registers, does something, and gives the vectors; with what that must be. A result in
 * a general register goes into the lowest lanes of a vector first.
 */
function runCases(cases: (registers: CaseRegisters, take: TakeCase) => void): void {
  const e = new Expectations();
  const { masm } = e;
  cases(REGISTERS, (name, inputs, dst, lanes, operation) => {
    const isGeneral = dst < V0;
    const asked = [...new Set([dst, ...inputs.keys()])].filter((reg) => reg >= V0);
    const entry = masm.func(() => {
      for (const [reg, words] of inputs) {
        const [a, b, c, d] = words as [number, number, number, number];
        if (reg < V0) masm.constant(Kind.I64, reg, a, b);
        else masm.constant(Kind.V128, reg, masm.constants.vector(a, b, c, d), 0);
      }
      operation(masm.vectors, masm);
      if (isGeneral) {
        if (lanes !== Lanes.I64x2) masm.mov(false, dst, dst);
        masm.vectors.splat(Lanes.I64x2, V0, dst);
      }
      masm.constant(Kind.I64, 0, 0, 0);
      for (const reg of isGeneral ? [V0, ...asked] : asked) fold(masm, reg);
    });
    const expected = evaluate((all) => operation(all.vectors, all), inputs, [
      ...(isGeneral ? [dst] : []),
      ...asked,
    ]);
    if (isGeneral) {
      const [lo, hi] = expected[0] as [number, number];
      const words = [lo, lanes === Lanes.I64x2 ? hi : 0];
      expected[0] = [...words, ...words];
    }
    const free = [1, ...REGISTERS.general, V0, ...asked];
    e.add(name, folded(expected), { entry, dst: 0 }, free);
  });
  e.check();
}

describe.skipIf(CANNOT_RUN !== undefined)(`aarch64 vectors, run${title}`, () => {
  it('one operand', () => runCases(unaryCases));
  it('two operands, which may be the same and the result', () => runCases(binaryCases));
  it('three operands, which may be the same and the result', () => runCases(ternaryCases));
  it('shifts', () => runCases(shiftCases));
  it('lanes', () => runCases(laneCases));
  it('tests', () => runCases(testCases));
  it('shuffles into any register', () => runCases(shuffleCases));

  it('loads and stores of lanes', () => {
    const e = new Expectations();
    const { masm } = e;
    for (const lanes of [Lanes.I8x16, Lanes.I16x8, Lanes.I32x4, Lanes.I64x2]) {
      const size = 1 << laneLog2(lanes);
      for (let lane = 0; lane < 16 / size; lane++) {
        for (const [dst, offset] of [
          [V0, 0],
          [V1, 3],
          [V0, 5000],
        ] as const) {
          const [before, stored] = [integers(), integers()];
          const entry = masm.func(() => {
            for (const [reg, words] of [
              [V1, before],
              [V2, stored],
            ] as const) {
              const [a, b, c, d] = words as [number, number, number, number];
              masm.constant(Kind.V128, reg, masm.constants.vector(a, b, c, d), 0);
            }
            masm.constant(Kind.I32, 5, 64, 0);
            masm.vectors.storeLane(lanes, V2, lane, MEMORY_BASE, 5, offset);
            masm.vectors.loadLane(lanes, dst, V1, lane, MEMORY_BASE, 5, offset);
            masm.constant(Kind.I64, 0, 0, 0);
            for (const reg of [dst, V2]) fold(masm, reg);
          });
          const [from, to] = [stored, before].map(
            (words) => new Uint8Array(Int32Array.from(words).buffer),
          );
          to!.set(from!.subarray(size * lane, size * (lane + 1)), size * lane);
          const result = [...new Int32Array(to!.buffer)];
          const free = [1, 5, V0, V1, V2];
          e.add(`lane ${lane} of ${lanes}`, folded([result, stored]), { entry, dst: 0 }, free);
        }
      }
    }
    e.check();
  });
});
