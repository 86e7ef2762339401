import { describe, expect, it } from 'vitest';
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
import {
  CAN_RUN,
  type Machine,
  machineOf,
  TestAssembler,
} from '../../../test/support/x64-machine.js';
import type { Reg } from '../../abi/places.js';
import { Kind } from '../../wasm/value-types.js';
import { LoadOp, StoreOp } from '../operators.js';
import { isFloatLanes, Lanes, laneLog2 } from '../vector-operators.js';
import { ALL_FEATURES, featuresFromNames, type X64Features } from './features.js';
import { MEMORY_BASE, R8, RBX, RCX, RSI, SECOND_SCRATCH_FP, XMM0 } from './registers.js';

const FEATURE_SETS: [string, X64Features][] = [
  ['SSE4.1', featuresFromNames(['sse4.1'])],
  ['AVX', featuresFromNames(['sse4.1', 'avx'])],
  ['FMA', featuresFromNames(['sse4.1', 'fma'])],
  ['all features', ALL_FEATURES],
];

/** Of both halves: those from xmm8 on have prefixes of their own. */
const REGISTERS: CaseRegisters = {
  vectors: [XMM0, XMM0 + 9, XMM0 + 2, XMM0 + 13],
  general: [RSI, R8],
  strict: true,
};

interface Run {
  readonly name: string;
  readonly entry: number;
  readonly inputs: ReadonlyMap<Reg, Words>;
  readonly dst: Reg;
  readonly lanes: Lanes;
  readonly expected: Words;
}

const isFp = (reg: Reg) => reg >= XMM0;

const half = (words: Words, i: number): bigint =>
  (BigInt(words[i + 1]! >>> 0) << 32n) | BigInt(words[i]! >>> 0);

function put(machine: Machine, reg: Reg, words: Words): void {
  if (!isFp(reg)) machine.gp[reg] = half(words, 0);
  else for (const i of [0, 1]) machine.fp[2 * (reg - XMM0) + i] = half(words, 2 * i);
}

function get(machine: Machine, reg: Reg): Words {
  const array = isFp(reg)
    ? machine.fp.slice(2 * (reg - XMM0), 2 * (reg - XMM0) + 2)
    : machine.gp.slice(reg, reg + 1);
  return [...new Int32Array(array.buffer)];
}

/**
 * The same bits; but a NaN that comes of no NaN has the sign that the machine gives it (Intel SDM volume 1, table 4-3:
 * the QNaN floating-point indefinite is negative).
 */
function sameLanes(lanes: Lanes, expected: Words, actual: Words): boolean {
  const double = lanes === Lanes.F64x2;
  for (let i = 0; i < expected.length; i++) {
    if (expected[i] === actual[i]) continue;
    const madeNaN = expected[i] === (double ? 0x7ff80000 : 0x7fc00000);
    if (!isFloatLanes(lanes) || !madeNaN || (double && (i & 1) === 0)) return false;
    if (actual[i] !== (expected[i]! | 0x8000_0000)) return false;
  }
  return true;
}

/** What is in a general register: an I32's upper half means nothing. */
const meant = (dst: Reg, lanes: Lanes, words: Words): Words =>
  isFp(dst) || lanes === Lanes.I64x2 ? words : words.slice(0, 1);

function runCases(
  features: X64Features,
  cases: (registers: CaseRegisters, take: TakeCase) => void,
) {
  const masm = new TestAssembler(features);
  const runs: Run[] = [];
  cases(REGISTERS, (name, inputs, dst, lanes, operation) => {
    const entry = masm.func(() => operation(masm.vectors!, masm));
    const [expected] = evaluate((all) => operation(all.vectors, all), inputs, [dst]);
    runs.push({ name, entry, inputs, dst, lanes, expected: expected! });
  });
  const machine = machineOf(masm);
  for (const { name, entry, inputs, dst, lanes, expected } of runs) {
    machine.reset();
    for (const [reg, words] of inputs) put(machine, reg, words);
    machine.run(entry);
    const actual = get(machine, dst);
    if (!sameLanes(lanes, meant(dst, lanes, expected), meant(dst, lanes, actual))) {
      expect.fail(`${name}: ${[...inputs.values()].join('; ')} -> ${actual}, not ${expected}`);
    }
    const changed = machine.changed([dst, SECOND_SCRATCH_FP]);
    if (changed >= 0) expect.fail(`${name}: changed register ${changed}`);
  }
  expect(runs.length).toBeGreaterThan(50);
}

describe.skipIf(!CAN_RUN).each(FEATURE_SETS)('x64 vectors, run: %s', (_, features) => {
  it('one operand', () => runCases(features, unaryCases));
  it('two operands, which may be the same and the result', () => runCases(features, binaryCases));
  it('three operands, which may be the same and the result', () =>
    runCases(features, ternaryCases));
  it('shifts', () => runCases(features, shiftCases));
  it('lanes', () => runCases(features, laneCases));
  it('tests', () => runCases(features, testCases));
  it('shuffles', () => runCases(features, shuffleCases));

  it('constants', () => {
    const masm = new TestAssembler(features);
    const constants = [
      [0, 0, 0, 0],
      [-1, -1, -1, -1],
      [-1, -1, -1, 0],
      [1, 2, 3, 4],
    ] as const;
    const entries: number[] = [];
    for (const [a, b, c, d] of constants) {
      for (const reg of REGISTERS.vectors) {
        const load = () => masm.constant(Kind.V128, reg, masm.constants.vector(a, b, c, d), 0);
        entries.push(masm.func(load));
      }
    }
    const machine = machineOf(masm);
    for (const words of constants) {
      for (const reg of REGISTERS.vectors) {
        machine.reset();
        machine.run(entries.shift()!);
        expect(get(machine, reg)).toEqual([...words]);
        expect(machine.changed([reg])).toBe(-1);
      }
    }
  });

  it('loads and stores of vectors and of lanes', () => {
    const masm = new TestAssembler(features);
    const [v0, v1, , v3] = REGISTERS.vectors;
    const checks: { name: string; entry: number; check(m: Machine): void; at: number }[] = [];
    const bytesOf = (words: Words) => new Uint8Array(Int32Array.from(words).buffer);
    const source = integers();
    const target = integers();
    // The index is 64; what is stored is the target's, what is loaded lies there from the beginning.
    for (const offset of [0, 3, 5000, 0x7fff_ffff, 0x8000_0000]) {
      // Far offsets come with an index that leads back.
      const index = 64 - (offset > 5000 ? offset : 0);
      const at = 64 + (offset > 5000 ? 0 : offset);
      for (const base of [MEMORY_BASE, RBX]) {
        for (let lanes = Lanes.I8x16; lanes <= Lanes.I64x2; lanes++) {
          const size = 1 << laneLog2(lanes);
          for (let lane = 0; lane < 16 / size; lane++) {
            for (const [dst, src] of [
              [v0, v1],
              [v3, v3],
            ] as const) {
              const entry = masm.func(() => {
                masm.constant(Kind.I64, RCX, index | 0, index < 0 ? -1 : 0);
                masm.vectors!.loadLane(lanes, dst, src, lane, base, RCX, offset);
                masm.vectors!.storeLane(lanes, src, lane, base, RCX, offset);
              });
              checks.push({
                name: `lane ${lane} of ${lanes}: ${dst} ${src} at ${base} + ${offset}`,
                entry,
                at,
                check(machine) {
                  const loaded = bytesOf(target);
                  loaded.set(bytesOf(source).subarray(0, size), size * lane);
                  expect([...bytesOf(get(machine, dst))]).toEqual([...loaded]);
                  const stored = bytesOf(source);
                  if (dst !== src) {
                    stored.set(bytesOf(target).subarray(size * lane, size * (lane + 1)), 0);
                  }
                  const memory = Array.from({ length: 16 }, (_, i) =>
                    machine.data.getUint8(machine.data.byteLength / 2 + at + i),
                  );
                  expect(memory).toEqual([...stored]);
                  expect(machine.changed([dst, RCX, SECOND_SCRATCH_FP])).toBe(-1);
                },
              });
            }
          }
        }
        for (let op = LoadOp.V128; op <= LoadOp.Zero64; op++) {
          const entry = masm.func(() => {
            masm.constant(Kind.I64, RCX, index | 0, index < 0 ? -1 : 0);
            masm.load(op, v3, base, RCX, offset);
            masm.store(StoreOp.V128, v1, base, RCX, offset);
          });
          checks.push({
            name: `load ${op} at ${base} + ${offset}`,
            entry,
            at,
            check(machine) {
              expect([...bytesOf(get(machine, v3))]).toEqual(loadedBy(op, bytesOf(source)));
              const memory = Array.from({ length: 16 }, (_, i) =>
                machine.data.getUint8(machine.data.byteLength / 2 + at + i),
              );
              expect(memory).toEqual([...bytesOf(target)]);
            },
          });
        }
      }
    }
    const machine = machineOf(masm);
    for (const { name, entry, at, check } of checks) {
      machine.reset();
      machine.gp[RBX] = machine.gp[MEMORY_BASE]!;
      const middle = machine.data.byteLength / 2;
      bytesOf(source).forEach((byte, i) => {
        machine.data.setUint8(middle + at + i, byte);
      });
      put(machine, v1, target);
      put(machine, v3, target);
      machine.run(entry);
      try {
        check(machine);
      } catch (error) {
        throw new Error(name, { cause: error });
      }
    }
  });
});

/** What a load makes of bytes. */
function loadedBy(op: LoadOp, bytes: Uint8Array): number[] {
  const { buffer } = bytes;
  const extended = (from: ArrayLike<number>, To: typeof Int16Array | typeof Int32Array) => [
    ...new Uint8Array(To.from(Array.from(from).slice(0, 16 / To.BYTES_PER_ELEMENT)).buffer),
  ];
  const wide = (from: ArrayLike<number>) => [
    ...new Uint8Array(BigInt64Array.from([from[0]!, from[1]!], BigInt).buffer),
  ];
  const splat = (size: number) => Array.from({ length: 16 }, (_, i) => bytes[i % size]!);
  const zeroed = (size: number) => Array.from({ length: 16 }, (_, i) => (i < size ? bytes[i]! : 0));
  switch (op) {
    case LoadOp.V128:
      return [...bytes];
    case LoadOp.V8x8S:
      return extended(new Int8Array(buffer), Int16Array);
    case LoadOp.V8x8U:
      return extended(bytes, Int16Array);
    case LoadOp.V16x4S:
      return extended(new Int16Array(buffer), Int32Array);
    case LoadOp.V16x4U:
      return extended(new Uint16Array(buffer), Int32Array);
    case LoadOp.V32x2S:
      return wide(new Int32Array(buffer));
    case LoadOp.V32x2U:
      return wide(new Uint32Array(buffer));
    case LoadOp.Splat8:
      return splat(1);
    case LoadOp.Splat16:
      return splat(2);
    case LoadOp.Splat32:
      return splat(4);
    case LoadOp.Splat64:
      return splat(8);
    case LoadOp.Zero32:
      return zeroed(4);
    default:
      return zeroed(8);
  }
}
