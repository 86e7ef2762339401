import type { Reg } from '../../src/abi/places.js';
import { imm, type ModuleAssembler } from '../../src/masm/macro-assembler.js';
import { Code } from '../../src/masm/portable/encoding.js';
import type { VectorAssembler } from '../../src/masm/vector-assembler.js';
import {
  isFloatLanes,
  Lanes,
  laneLog2,
  VectorBinary,
  VectorTernary,
  VectorUnary,
} from '../../src/masm/vector-operators.js';
import { Random } from './mutator.js';
import { operatorsOf, type Words } from './vector-reference.js';

// What methods for vectors are to be run with: operands, and registers that are the same in every way.

const ROUNDS = 3;
const random = new Random(3);

/** Of a machine, for these. */
export interface CaseRegisters {
  /** Four different vector registers. */
  readonly vectors: readonly [Reg, Reg, Reg, Reg];
  /** Two different general registers. */
  readonly general: readonly [Reg, Reg];
  /** Whether relaxed operators get operands only for which all machines have the same result. */
  readonly strict: boolean;
}

/**
 * Takes a case.
 *
 * @param inputs registers with their values
 * @param dst which registers the operation writes
 * @param lanes of the result; of one in a general register, those as wide as it is
 * @param operation emits it
 */
export type TakeCase = (
  name: string,
  inputs: ReadonlyMap<Reg, Words>,
  dst: Reg,
  lanes: Lanes,
  operation: (vectors: VectorAssembler, masm: ModuleAssembler) => void,
) => void;

const INTS = [0, 1, -1, 127, 128, -128, 0x7fff, 0x8000, -0x8000, 0x7fffffff, -0x80000000, 17];
const FLOATS = [0, -0, 1, -1.5, 2.5, -0.5, 3e38, -3e38, 1e-45, 2147483648, -2147483649, 4.3e9, 0.1];

const enum Floats {
  /** No NaN: which bits one has that comes out is the machine's, when one has gone in. */
  Any,
  WithNaN,
  /** Small integers. */
  Exact,
}

function floats(isDouble: boolean, which: Floats): Words {
  const array = isDouble ? new Float64Array(2) : new Float32Array(4);
  for (let i = 0; i < array.length; i++) {
    if (which === Floats.Exact) array[i] = random.below(200) - 100;
    else if (which === Floats.WithNaN && random.below(6) === 0) array[i] = Number.NaN;
    else array[i] = random.below(12) === 0 ? Number.POSITIVE_INFINITY : random.pick(FLOATS);
  }
  return [...new Int32Array(array.buffer)];
}

export function integers(): Words {
  const words = new Int32Array(4);
  const how = random.below(4);
  if (how === 0) for (let i = 0; i < 4; i++) words[i] = random.next();
  else {
    const narrow = [words, new Int8Array(words.buffer), new Int16Array(words.buffer)][how - 1]!;
    for (let i = 0; i < narrow.length; i++) narrow[i] = random.pick(INTS);
  }
  return [...words];
}

const masked = (words: Words, mask: number): Words => words.map((word) => word & mask);

export function unaryCases({ vectors, strict }: CaseRegisters, take: TakeCase): void {
  const [v0, , v2, v3] = vectors;
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
    const saturates = op >= VectorUnary.TruncSatS && op <= VectorUnary.TruncSatZeroU;
    let which = saturates ? Floats.WithNaN : Floats.Any;
    if (strict && op >= VectorUnary.RelaxedTruncS) which = Floats.Exact;
    for (const [dst, src] of [
      [v0, v0],
      [v2, v3],
      [v3, v2],
    ] as const) {
      for (let round = 0; round < ROUNDS; round++) {
        const words = isFloat && !ofInts && !lowInts ? floats(isDouble, which) : integers();
        const name = `unary ${op} of ${lanes}: ${dst} ${src}`;
        take(name, new Map([[src, words]]), dst, lanes, (masm) => masm.unary(op, lanes, dst, src));
      }
    }
  }
}

/** Operands of an operator on two vectors. */
function operandOf(op: VectorBinary, lanes: Lanes, strict: boolean): Words {
  if (isFloatLanes(lanes)) {
    const isOrder = op >= VectorBinary.Eq && op <= VectorBinary.Ge;
    const isRelaxed = op === VectorBinary.RelaxedMin || op === VectorBinary.RelaxedMax;
    const which = isOrder ? Floats.WithNaN : strict && isRelaxed ? Floats.Exact : Floats.Any;
    return floats(lanes === Lanes.F64x2, which);
  }
  const words = integers();
  if (!strict) return words;
  if (op === VectorBinary.RelaxedSwizzle) return masked(words, 0x8f8f8f8f);
  if (op === VectorBinary.RelaxedQ15mulrS) return masked(words, 0x7fff7fff);
  return op === VectorBinary.RelaxedDotS ? masked(words, 0x7f7f7f7f) : words;
}

/** Registers that may be the same, and the result. */
export function binaryCases({ vectors, strict }: CaseRegisters, take: TakeCase): void {
  const [v0, v1, v2, v3] = vectors;
  for (const { op, lanes } of operatorsOf(Code.VectorBinary)) {
    for (const [dst, lhs, rhs] of [
      [v0, v1, v2],
      [v1, v1, v2],
      [v2, v1, v2],
      [v3, v3, v0],
      [v0, v3, v0],
      [v0, v3, v3],
      [v1, v1, v1],
    ] as const) {
      for (let round = 0; round < ROUNDS; round++) {
        const inputs = new Map([lhs, rhs].map((reg) => [reg, operandOf(op, lanes, strict)]));
        take(`binary ${op} of ${lanes}: ${dst} ${lhs} ${rhs}`, inputs, dst, lanes, (masm) =>
          masm.binary(op, lanes, dst, lhs, rhs),
        );
      }
    }
  }
}

/** Likewise. */
export function ternaryCases({ vectors, strict }: CaseRegisters, take: TakeCase): void {
  const sources = vectors.slice(0, 3);
  for (const { op, lanes } of operatorsOf(Code.VectorTernary)) {
    const isSum = op === VectorTernary.RelaxedMadd || op === VectorTernary.RelaxedNmadd;
    const words = (): Words => {
      // The interpreter rounds twice: so sums that need no rounding.
      if (isSum) return floats(lanes === Lanes.F64x2, Floats.Exact);
      const isDot = op === VectorTernary.RelaxedDotAddS;
      return strict && isDot ? masked(integers(), 0x7f7f7f7f) : integers();
    };
    for (const dst of vectors) {
      for (const a of sources) {
        for (const b of sources) {
          for (const c of sources) {
            const inputs = new Map(sources.map((reg) => [reg, words()]));
            take(`ternary ${op} of ${lanes}: ${[dst, a, b, c]}`, inputs, dst, lanes, (masm) =>
              masm.ternary(op, lanes, dst, a, b, c),
            );
          }
        }
      }
    }
  }
}

/** By constants and by a register, of which the lowest bits count. */
export function shiftCases({ vectors, general }: CaseRegisters, take: TakeCase): void {
  const [v0, v1, , v3] = vectors;
  const by = general[1];
  for (const { op, lanes } of operatorsOf(Code.VectorShiftC)) {
    for (const count of [0, 1, 7, 8, 15, 31, 32, 33, 63, 64, 200, -1]) {
      for (const [dst, src] of [
        [v0, v1],
        [v1, v1],
        [v3, v3],
      ] as const) {
        const words = integers();
        const name = `shift ${op} of ${lanes}: ${dst} ${src}`;
        const inputs = new Map([[src, words]]);
        take(`${name} by ${count}`, inputs, dst, lanes, (masm, all) =>
          masm.shift(op, lanes, dst, src, imm(all, count)),
        );
        const both = new Map([...inputs, [by, [count, 0xbad]]]);
        take(`${name} by register ${count}`, both, dst, lanes, (masm) =>
          masm.shift(op, lanes, dst, src, by),
        );
      }
    }
  }
}

/** Splats, extractions and replacements; of integers those between a vector and a general register. */
export function laneCases({ vectors, general }: CaseRegisters, take: TakeCase): void {
  const [v0, v1, v2, v3] = vectors;
  for (let lanes = Lanes.I8x16; lanes <= Lanes.F64x2; lanes++) {
    const isFloat = isFloatLanes(lanes);
    const values = isFloat ? [v1, v2, v0, v3] : general;
    const value = (reg: Reg): [Reg, Words] => [reg, isFloat ? integers() : integers().slice(2)];
    for (const from of values) {
      for (const dst of [v1, v3]) {
        take(`splat ${lanes}: ${dst} ${from}`, new Map([value(from)]), dst, lanes, (masm) =>
          masm.splat(lanes, dst, from),
        );
      }
    }
    for (let lane = 0; lane < 16 >> laneLog2(lanes); lane++) {
      for (const [dst, src] of [
        [v0, v1],
        [v0, v0],
        [v3, v0],
        [v0, v3],
      ] as const) {
        for (const from of values) {
          const inputs = new Map([[src, integers()], value(from)]);
          take(`replace ${lane} of ${lanes}: ${[dst, src, from]}`, inputs, dst, lanes, (masm) =>
            masm.replaceLane(lanes, dst, src, from, lane),
          );
        }
      }
      // What is above a float is left to the machine: so only of integers.
      if (isFloat) continue;
      for (const signed of lanes < Lanes.I32x4 ? [false, true] : [true]) {
        for (const [dst, src] of [
          [general[0], v1],
          [general[1], v3],
        ] as const) {
          const inputs = new Map([[src, integers()]]);
          take(`extract ${lane} of ${lanes}: ${dst} ${src}`, inputs, dst, lanes, (masm) =>
            masm.extractLane(lanes, signed, dst, src, lane),
          );
        }
      }
    }
  }
}

export function testCases({ vectors, general }: CaseRegisters, take: TakeCase): void {
  for (const { op, lanes } of operatorsOf(Code.VectorTest)) {
    for (const src of [vectors[1], vectors[3]]) {
      for (const dst of general) {
        for (const words of [integers(), [0, 0, 0, 0], [0, 0, 1 << 31, 0], [-1, -1, -1, -1]]) {
          const name = `test ${op} of ${lanes}: ${dst} ${src}`;
          take(name, new Map([[src, words]]), dst, Lanes.I32x4, (masm) =>
            masm.test(op, lanes, dst, src),
          );
        }
      }
    }
  }
}

const from = (byte: (i: number) => number): number[] =>
  Array.from({ length: 16 }, (_, i) => byte(i));

/** Patterns by their kind: those that machines have an instruction for, and others. */
function patterns(): number[][] {
  const list = [
    from((i) => i + 5),
    from((i) => (i + 20) & 31),
    from((i) => (i + 3) & 15),
    from((i) => i),
    from((i) => i + 16),
    from(() => 7),
    from(() => 16 + random.below(16)),
    // Words that stay, and words of the one or the other.
    from((i) => (i < 8 ? i : 8 + ((i + 2) & 7))),
    from((i) => (i < 8 ? i ^ 2 : i)),
    from((i) => i + ((i >> 1) % 3 === 1 ? 16 : 0)),
    from((i) => i + (i >= 8 ? 0 : 16)),
    // Lanes of 32 bits.
    from((i) => (i ^ 12) + (i < 8 ? 0 : 16)),
    from((i) => (i ^ 4) + (i < 8 ? 16 : 0)),
    from((i) => i ^ 12),
    from((i) => i ^ 8),
  ];
  for (let bytes = 1; bytes <= 8; bytes *= 2) {
    for (const half of [0, 8]) {
      for (const first of [0, 16]) {
        const lane = (i: number) => Math.floor(i / bytes);
        list.push(
          from((i) => {
            const source = (lane(i) & 1) === 0 ? first : 16 - first;
            return source + half + (lane(i) >> 1) * bytes + (i % bytes);
          }),
        );
      }
    }
  }
  for (let i = 0; i < 6; i++) list.push(from(() => random.below(32)));
  return list;
}

export function shuffleCases({ vectors }: CaseRegisters, take: TakeCase): void {
  const [v0, v1, v2, v3] = vectors;
  for (const bytes of patterns()) {
    const [p, q, r, s] = new Int32Array(Uint8Array.from(bytes).buffer);
    for (const dst of [v0, v1, v2, v3]) {
      for (const [lhs, rhs] of [
        [v0, v1],
        [v1, v0],
        [v0, v0],
        [v3, v1],
      ] as const) {
        const inputs = new Map([lhs, rhs].map((reg) => [reg, integers()]));
        const name = `shuffle ${bytes}: ${[dst, lhs, rhs]}`;
        take(name, inputs, dst, Lanes.I8x16, (masm, all) =>
          masm.shuffle(dst, lhs, rhs, all.constants.vector(p!, q!, r!, s!)),
        );
      }
    }
  }
}
