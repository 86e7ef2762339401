import { Immediate, OPERATORS, Shape } from '../../src/wasm/opcodes.js';
import type { OperatorRow } from '../../src/wasm/operator-row.js';
import type { Random } from './mutator.js';

/**
 * A module that has each operator on vectors in a function of its own, in several ways. A function takes its operands from
 * memory, stores the result there, and operands that are locals, too: they must have kept their values.
 */

/** Where operands, results and kept operands lie, 16 bytes each; and what loads and stores access. */
const OPERANDS = 0;
const RESULT = 64;
const KEPT = 80;
const ACCESSED = 128;
/** Bytes that functions read or write. */
export const USED_BYTES = 256;

/** How operands come to the operator: from the stack, from locals that are read again, or one local in all places. */
const enum Way {
  Stack,
  Locals,
  Same,
}
const WAYS = [Way.Stack, Way.Locals, Way.Same];

export interface VectorFunction {
  readonly name: string;
  readonly operator: string;
}

/** Letters of signatures. */
const TYPES: Readonly<Record<string, string>> = {
  i: 'i32',
  j: 'i64',
  f: 'f32',
  d: 'f64',
  v: 'v128',
};

/** What two functions of the same operator differ in. */
function immediatesOf([name, , , immediate]: OperatorRow, random: Random): string[] {
  const lanes = /^[if](\d+)x(\d+)/.exec(name)?.[2] ?? 128 / Number(/\d+/.exec(name.slice(4))?.[0]);
  const all = Array.from({ length: Number(lanes) }, (_, lane) => lane);
  switch (immediate) {
    case Immediate.Lane:
      return all.map(String);
    case Immediate.MemArg:
      return ['', 'offset=5', `offset=${ACCESSED - 80}`];
    case Immediate.MemArgLane:
      return all.map((lane) => `${lane % 2 === 0 ? '' : 'offset=3 '}${lane}`);
    case Immediate.V128:
      return constants(random);
    case Immediate.Shuffle:
      return shuffles(random);
    default:
      return [''];
  }
}

const words = (...list: number[]): string => `i32x4 ${list.map((w) => w >>> 0).join(' ')}`;

/** Such that one instruction makes, and others. */
function constants(random: Random): string[] {
  const list = ['i8x16'.concat(' 7'.repeat(16)), words(0, 0, 0, 0), words(-1, -1, -1, -1)];
  for (const half of [0x12, 0x1200, 0x12ff, 0xff12, 0x1234, 0x1212]) {
    list.push(`i16x8${` ${half}`.repeat(8)}`);
  }
  for (let by = 0; by < 32; by += 8) {
    list.push(words(...Array<number>(4).fill(0xa5 << by)));
    list.push(words(...Array<number>(4).fill(~(0xa5 << by))));
  }
  list.push(words(0xff00ff, -0x10000, 0xff00ff, -0x10000), words(0xff00ff, 0, 0xff00ff, 1));
  for (const float of ['1.5', '-31', '0.1', '-0', 'nan:0x200000'])
    list.push(`f32x4${` ${float}`.repeat(4)}`);
  for (const float of ['1.5', '-31', '0.1', '-0', 'nan'])
    list.push(`f64x2${` ${float}`.repeat(2)}`);
  for (let i = 0; i < 8; i++) {
    list.push(words(random.next(), random.next(), random.next(), random.next()));
  }
  return list;
}

/** Those that machines may have instructions for, and others. */
function shuffles(random: Random): string[] {
  const list: number[][] = [];
  const add = (byte: (i: number) => number) =>
    list.push(Array.from({ length: 16 }, (_, i) => byte(i) & 31));
  for (const from of [0, 1, 4, 8, 15, 16, 17, 28]) add((i) => i + from);
  for (const from of [3, 8]) add((i) => (i + from) & 15);
  for (let log2 = 0; log2 < 4; log2++) {
    const size = 1 << log2;
    const count = 16 >> log2;
    const lanes = (lane: (i: number) => number) =>
      add((i) => (lane(i >> log2) << log2) | (i & (size - 1)));
    for (const base of [0, 1]) {
      // Zip, unzip, transpose; with the operands the other way round, and of one of them.
      for (const other of [count, -count, 0]) {
        const start = other < 0 ? count : 0;
        lanes((i) => start + (i >> 1) + (base * count) / 2 + (i & 1) * other);
        lanes((i) => start + (i & ~1) + base + (i & 1) * other);
        lanes((i) => start + ((2 * i) % count) + base + (2 * i >= count ? other : 0));
      }
      lanes(() => base * count + 1);
    }
    for (let wide = log2 + 1; wide < 4; wide++) lanes((i) => i ^ ((1 << (wide - log2)) - 1));
  }
  for (let i = 0; i < 8; i++) add(() => random.below(32));
  for (let i = 0; i < 4; i++) add(() => random.below(16));
  for (let i = 0; i < 4; i++) add(() => 16 + random.below(16));
  return [...new Set(list.map((bytes) => bytes.join(' ')))];
}

/** The text of the module, and its functions. */
export function vectorModule(random: Random): { text: string; functions: VectorFunction[] } {
  const functions: VectorFunction[] = [];
  const lines: string[] = [];
  for (const row of OPERATORS) {
    const [operator, , signature, , shape, proposal] = row;
    if (proposal !== 'simd' && proposal !== 'relaxed-simd') continue;
    const [params, results] = signature!.split(':') as [string, string];
    for (const [k, extra] of immediatesOf(row, random).entries()) {
      for (const way of WAYS) {
        if (way === Way.Same && /^(?:.|i.+)$/.test(params)) continue;
        if (params === '' && way !== Way.Stack) continue;
        const name = `${operator} ${k} ${way}`;
        lines.push(functionText(name, `${operator} ${extra}`, params, results, shape, way));
        functions.push({ name, operator });
      }
      // Shifts by constants.
      if (shape !== Shape.VectorShift) continue;
      for (const count of [0, 1, 7, 31, 63, 100, -1]) {
        const name = `${operator} by ${count}`;
        const code = `${load('v', OPERANDS)} i32.const ${count} ${operator}`;
        lines.push(`(func (export "${name}") i32.const 0 ${code} v128.store offset=${RESULT})`);
        functions.push({ name, operator });
      }
    }
  }
  return { text: `(module (memory (export "m") 1)\n${lines.join('\n')})`, functions };
}

const load = (letter: string, at: number): string =>
  `i32.const 0 ${TYPES[letter]}.load offset=${at}`;

function functionText(
  name: string,
  code: string,
  params: string,
  results: string,
  shape: Shape,
  way: Way,
): string {
  // The first operand of what accesses memory is a small index, in place of bits.
  const isAccess =
    shape === Shape.Load ||
    shape === Shape.Store ||
    shape === Shape.LoadLane ||
    shape === Shape.StoreLane;
  const operand = (i: number): string => {
    if (i === 0 && isAccess)
      return `(i32.and (${asFolded(load('i', OPERANDS))}) (i32.const 15)) i32.const ${ACCESSED} i32.add`;
    return load(params[i]!, OPERANDS + 16 * i);
  };
  let text = `(func (export "${name}")`;
  const kept: string[] = [];
  const used: string[] = [];
  for (let i = 0; i < params.length; i++) {
    if (way === Way.Stack) {
      used.push(operand(i));
      continue;
    }
    text += ` (local $${i} ${TYPES[params[i]!]})`;
    const from = way === Way.Same ? 0 : i;
    // A shift count has no vector to be the same as.
    const index = params[i] === params[0] ? from : i;
    used.push(`local.get $${index}`);
    kept.push(`i32.const 0 local.get $${i} ${TYPES[params[i]!]}.store offset=${KEPT + 16 * i}`);
  }
  if (way !== Way.Stack) {
    for (let i = 0; i < params.length; i++) text += ` ${operand(i)} local.set $${i}`;
  }
  const body = `${used.join(' ')} ${code}`;
  if (results === '') return `${text} ${body} ${kept.join(' ')})`;
  return `${text} i32.const 0 ${body} ${TYPES[results]}.store offset=${RESULT} ${kept.join(' ')})`;
}

const asFolded = (text: string): string => {
  const [, constant, op] = /^(i32\.const 0) (.*)$/.exec(text)!;
  return `${op} (${constant})`;
};

// ---- operands -------------------------------------------------------------------------------

const F32S = [
  0, -0, 1, -1.5, 2.5, -0.5, 3e38, -3e38, 1e-45, 2147483648, -2147483649, 4294967296, 0.1,
];
const F64S = [
  0, -0, 1, -2.5, 0.5, 1e308, -1e308, 5e-324, 2147483647.5, -2147483648.9, 4294967295.5,
];
const SPECIAL = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
const INTS = [
  0, 1, -1, 127, 128, -128, 255, 0x7fff, 0x8000, 0xffff, 0x7fffffff, -0x80000000, 2, 15, 16,
];

/** 16 bytes that mean something to operators. */
export function interestingBytes(random: Random): Uint8Array {
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  const how = random.below(8);
  for (let i = 0; i < 16; i++) {
    if (how === 0) bytes[i] = random.next();
    else if (how === 1) bytes[i] = random.pick(INTS);
    else if (how === 2) view.setInt16(i & ~1, random.pick(INTS), true);
    else if (how === 3) view.setInt32(i & ~3, random.pick(INTS), true);
    else if (how === 4) {
      if ((i & 7) === 0)
        view.setBigInt64(i, BigInt(random.pick(INTS)) << BigInt(random.below(60)), true);
    } else if (how === 5) bytes[i] = random.below(18);
    else if (how === 6) view.setFloat32(i & ~3, random.pick([...F32S, ...F32S, ...SPECIAL]), true);
    else if ((i & 7) === 0) view.setFloat64(i, random.pick([...F64S, ...F64S, ...SPECIAL]), true);
  }
  return bytes;
}

/** Changes operands to such that an operator of relaxed-simd has but one result for. */
export function makeStrict(operator: string, operands: Uint8Array, random: Random): void {
  const view = new DataView(operands.buffer, operands.byteOffset);
  const floats = (value: () => number) => {
    const isDouble = operator.includes('f64x2');
    for (let at = 0; at < 48; at += isDouble ? 8 : 4) {
      if (isDouble) view.setFloat64(at, value(), true);
      else view.setFloat32(at, value(), true);
    }
  };
  const rest = operator.slice(operator.indexOf('.') + 1);
  if (rest === 'relaxed_swizzle') for (let i = 0; i < 48; i++) operands[i]! &= 15;
  else if (rest.startsWith('relaxed_trunc')) {
    floats(() => (random.below(2000) - (rest.includes('_u') ? 0 : 1000)) / 4);
  } else if (rest === 'relaxed_madd' || rest === 'relaxed_nmadd')
    floats(() => random.below(500) - 250.5);
  else if (rest === 'relaxed_min' || rest === 'relaxed_max')
    floats(() => random.below(500) - 250.5);
  else if (rest === 'relaxed_laneselect') {
    const size = Number(/\d+/.exec(operator)![0]) / 8;
    // The operands may be one local: all of them are masks.
    for (let at = 0; at < 48; at += size) operands.fill(-random.below(2), at, at + size);
  } else if (rest === 'relaxed_q15mulr_s') {
    for (let at = 0; at < 32; at += 2)
      if (view.getInt16(at, true) === -0x8000) view.setInt16(at, 1);
  } else if (rest.startsWith('relaxed_dot')) for (let i = 0; i < 32; i++) operands[i]! &= 127;
}

/**
 * Whether results are the same, but for NaNs of arithmetic: those need not have the same bits.
 */
export function sameResult(operator: string, a: Uint8Array, b: Uint8Array): boolean {
  const views = [a, b].map((bytes) => new DataView(bytes.buffer, bytes.byteOffset));
  const [shape, rest] = operator.split('.') as [string, string];
  const isArithmetic =
    /^f(?:32x4|64x2)$/.test(shape) &&
    !/^(?:splat|replace_lane|extract_lane|abs|neg|pmin|pmax|eq|ne|lt|gt|le|ge)$/.test(rest);
  const step = isArithmetic && shape === 'f64x2' ? 8 : 4;
  for (let at = 0; at < a.length; at += step) {
    const isResult = at >= RESULT && at < RESULT + 16;
    const [x, y] = views.map((view) =>
      step === 8 ? view.getFloat64(at, true) : view.getFloat32(at, true),
    );
    if (isResult && isArithmetic && Number.isNaN(x) && Number.isNaN(y)) continue;
    for (let i = at; i < at + step; i++) if (a[i] !== b[i]) return false;
  }
  return true;
}
