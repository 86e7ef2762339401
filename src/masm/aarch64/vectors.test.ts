import { describe, it } from 'vitest';
import { CANNOT_RUN, Expectations } from '../../../test/support/aarch64-machine.js';
import { Random } from '../../../test/support/mutator.js';
import { evaluate, operatorsOf, type Words } from '../../../test/support/vector-reference.js';
import type { Reg } from '../../abi/places.js';
import { Kind } from '../../wasm/value-types.js';
import { imm, type ModuleAssembler } from '../macro-assembler.js';
import { Code } from '../portable/encoding.js';
import type { VectorAssembler } from '../vector-assembler.js';
import { isFloatLanes, Lanes, laneLog2, VectorTernary, VectorUnary } from '../vector-operators.js';
import { Alu, Shift } from './integer-assembler.js';
import { MEMORY_BASE, V0 } from './registers.js';
import { Lane } from './vector-assembler.js';

const title = CANNOT_RUN === undefined ? '' : ` (skipped: ${CANNOT_RUN})`;

const random = new Random(3);
const ROUNDS = 3;
const [V1, V2, V29] = [V0 + 1, V0 + 2, V0 + 29];

const INTS = [0, 1, -1, 127, 128, -128, 0x7fff, 0x8000, -0x8000, 0x7fffffff, -0x80000000, 17];
const FLOATS = [0, -0, 1, -1.5, 2.5, -0.5, 3e38, -3e38, 1e-45, 2147483648, -2147483649, 4.3e9, 0.1];

/** No NaN: which bits one has that comes out is the machine's, when one has gone in. */
function floats(isDouble: boolean, isExact: boolean): Words {
  const array = isDouble ? new Float64Array(2) : new Float32Array(4);
  for (let i = 0; i < array.length; i++) {
    if (isExact) array[i] = random.below(200) - 100;
    else array[i] = random.below(12) === 0 ? Number.POSITIVE_INFINITY : random.pick(FLOATS);
  }
  return [...new Int32Array(array.buffer)];
}

function integers(): Words {
  const words = new Int32Array(4);
  const how = random.below(4);
  if (how === 0) for (let i = 0; i < 4; i++) words[i] = random.next();
  else {
    const narrow = [words, new Int8Array(words.buffer), new Int16Array(words.buffer)][how - 1]!;
    for (let i = 0; i < narrow.length; i++) narrow[i] = random.pick(INTS);
  }
  return [...words];
}

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

/** Emits a function that loads registers, does something, and gives all of them; with what that must be. */
function expectOf(
  e: Expectations,
  name: string,
  inputs: ReadonlyMap<Reg, Words>,
  dst: Reg,
  operation: (vectors: VectorAssembler, masm: ModuleAssembler) => void,
): void {
  const { masm } = e;
  const asked = [...new Set([dst, ...inputs.keys()])];
  const entry = masm.func(() => {
    for (const [reg, words] of inputs) {
      const [a, b, c, d] = words as [number, number, number, number];
      masm.constant(Kind.V128, reg, masm.constants.vector(a, b, c, d), 0);
    }
    operation(masm.vectors, masm);
    masm.constant(Kind.I64, 0, 0, 0);
    for (const reg of asked) fold(masm, reg);
  });
  const expected = evaluate((portable) => operation(portable.vectors, portable), inputs, asked);
  e.add(name, folded(expected), { entry, dst: 0 }, [1, 5, ...asked]);
}

describe.skipIf(CANNOT_RUN !== undefined)(`aarch64 vectors, run${title}`, () => {
  it('one operand', () => {
    const e = new Expectations();
    for (const { op, lanes } of operatorsOf(Code.VectorUnary)) {
      // The lanes are the result's.
      const ofInts = op === VectorUnary.ConvertS || op === VectorUnary.ConvertU;
      const lowInts = op === VectorUnary.ConvertLowS || op === VectorUnary.ConvertLowU;
      const isDouble =
        op === VectorUnary.DemoteZero ||
        op === VectorUnary.TruncSatZeroS ||
        op === VectorUnary.TruncSatZeroU ||
        op >= VectorUnary.RelaxedTruncZeroS ||
        (lanes === Lanes.F64x2 && op !== VectorUnary.PromoteLow);
      const isFloat = isFloatLanes(lanes) || op >= VectorUnary.TruncSatS;
      for (const [dst, src] of [
        [V0, V0],
        [V2, V29],
      ] as const) {
        for (let round = 0; round < ROUNDS; round++) {
          const words = isFloat && !ofInts && !lowInts ? floats(isDouble, false) : integers();
          expectOf(e, `unary ${op} of ${lanes}`, new Map([[src, words]]), dst, (vectors) =>
            vectors.unary(op, lanes, dst, src),
          );
        }
      }
    }
    e.check();
  });

  it('two operands, which may be the same and the result', () => {
    const e = new Expectations();
    for (const { op, lanes } of operatorsOf(Code.VectorBinary)) {
      for (const [dst, lhs, rhs] of [
        [V0, V1, V2],
        [V1, V1, V2],
        [V2, V1, V2],
        [V0, V29, V29],
        [V1, V1, V1],
      ] as const) {
        for (let round = 0; round < ROUNDS; round++) {
          const words = () =>
            isFloatLanes(lanes) ? floats(lanes === Lanes.F64x2, false) : integers();
          const inputs = new Map([
            [lhs, words()],
            [rhs, words()],
          ]);
          expectOf(e, `binary ${op} of ${lanes}: ${dst} ${lhs} ${rhs}`, inputs, dst, (vectors) =>
            vectors.binary(op, lanes, dst, lhs, rhs),
          );
        }
      }
    }
    e.check();
  });

  it('three operands, which may be the same and the result', () => {
    const e = new Expectations();
    const regs = [V0, V1, V2];
    for (const { op, lanes } of operatorsOf(Code.VectorTernary)) {
      const isSum = op === VectorTernary.RelaxedMadd || op === VectorTernary.RelaxedNmadd;
      for (const dst of [...regs, V29]) {
        for (const a of regs) {
          for (const b of regs) {
            for (const c of regs) {
              // The interpreter rounds twice: so sums that need no rounding.
              const words = () => (isSum ? floats(lanes === Lanes.F64x2, true) : integers());
              const inputs = new Map(regs.map((reg) => [reg, words()]));
              expectOf(e, `ternary ${op} of ${lanes}: ${[dst, a, b, c]}`, inputs, dst, (vectors) =>
                vectors.ternary(op, lanes, dst, a, b, c),
              );
            }
          }
        }
      }
    }
    e.check();
  });

  it('shifts', () => {
    const e = new Expectations();
    for (const { op, lanes } of operatorsOf(Code.VectorShiftC)) {
      for (const count of [0, 1, 7, 8, 15, 31, 32, 33, 63, 64, 200, -1]) {
        for (const dst of [V0, V1]) {
          const inputs = new Map([[V1, integers()]]);
          expectOf(e, `shift ${op} of ${lanes} by ${count}`, inputs, dst, (vectors, masm) =>
            vectors.shift(op, lanes, dst, V1, imm(masm, count)),
          );
          expectOf(e, `shift ${op} of ${lanes} by x5`, inputs, dst, (vectors, masm) => {
            if (masm === e.masm) {
              masm.constant(Kind.I64, 5, count, 0xbad);
              vectors.shift(op, lanes, dst, V1, 5);
            } else vectors.shift(op, lanes, dst, V1, imm(masm, count));
          });
        }
      }
    }
    e.check();
  });

  it('lanes', () => {
    const e = new Expectations();
    for (const lanes of [Lanes.F32x4, Lanes.F64x2]) {
      for (let lane = 0; lane < 16 >> laneLog2(lanes); lane++) {
        for (const [dst, src, value] of [
          [V0, V1, V2],
          [V0, V0, V1],
          [V0, V1, V0],
          [V0, V1, V1],
          [V0, V0, V0],
        ] as const) {
          const inputs = new Map([src, value].map((reg) => [reg, integers()]));
          const name = `replace ${lane} of ${lanes}: ${[dst, src, value]}`;
          expectOf(e, name, inputs, dst, (vectors) =>
            vectors.replaceLane(lanes, dst, src, value, lane),
          );
        }
      }
      for (const dst of [V0, V1]) {
        expectOf(e, `splat ${lanes}`, new Map([[V1, integers()]]), dst, (vectors) =>
          vectors.splat(lanes, dst, V1),
        );
      }
    }
    e.check();
  });

  it('shuffles into any register', () => {
    const e = new Expectations();
    const patterns = [
      Array.from({ length: 16 }, (_, i) => i + 5),
      Array.from({ length: 16 }, (_, i) => (i + 20) & 31),
      Array.from({ length: 16 }, (_, i) => (i >> 1) + 16 * (i & 1)),
      ...Array.from({ length: 6 }, () => Array.from({ length: 16 }, () => random.below(32))),
      Array.from({ length: 16 }, () => 16 + random.below(16)),
    ];
    for (const bytes of patterns) {
      const [p, q, r, s] = new Int32Array(Uint8Array.from(bytes).buffer);
      for (const dst of [V0, V1, V2]) {
        for (const [lhs, rhs] of [
          [V0, V1],
          [V1, V0],
          [V0, V0],
        ] as const) {
          const inputs = new Map([lhs, rhs].map((reg) => [reg, integers()]));
          expectOf(e, `shuffle ${bytes}: ${[dst, lhs, rhs]}`, inputs, dst, (vectors, masm) =>
            vectors.shuffle(dst, lhs, rhs, masm.constants.vector(p!, q!, r!, s!)),
          );
        }
      }
    }
    e.check();
  });

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
