import {
  F32_CANONICAL_NAN,
  F32_SIGN,
  F64_CANONICAL_NAN,
  F64_SIGN,
  parseF32,
  parseF64,
  parseIntLiteral,
} from './float-literal.js';
import type { List, SExpr } from './sexpr.js';

export type NumType = 'i32' | 'i64' | 'f32' | 'f64' | 'v128';

/** A number as its bits: unsigned, 32, 64 or 128 of them (lane 0 of a vector lowest). */
export interface NumValue {
  readonly type: NumType;
  readonly bits: bigint;
}

/**
 * A reference. `kind` is the heap type of what is referred to, as in scripts (`func`, `extern`,
 * `host`, `i31`, ...), or `null`; `id` numbers references that the script made (`ref.extern N`).
 */
export interface RefValue {
  readonly type: 'ref';
  readonly kind: string;
  readonly id: number | undefined;
}

/** What goes into and comes out of WebAssembly functions in a script. */
export type WastValue = NumValue | RefValue;

/** Bits of a lane, or a class of NaNs. */
type Lane = bigint | 'nan:canonical' | 'nan:arithmetic';

/** What a result is compared with. */
export type Pattern =
  | { readonly type: 'num'; readonly shape: NumShape; readonly lanes: readonly Lane[] }
  | { readonly type: 'ref'; readonly kind: string; readonly id: number | undefined }
  | { readonly type: 'either'; readonly choices: readonly Pattern[] };

interface NumShape {
  readonly type: NumType;
  readonly lane: 'int' | 'f32' | 'f64';
  readonly laneBits: number;
  readonly count: number;
}

const SHAPES: Record<string, NumShape> = {
  i32: { type: 'i32', lane: 'int', laneBits: 32, count: 1 },
  i64: { type: 'i64', lane: 'int', laneBits: 64, count: 1 },
  f32: { type: 'f32', lane: 'f32', laneBits: 32, count: 1 },
  f64: { type: 'f64', lane: 'f64', laneBits: 64, count: 1 },
  i8x16: { type: 'v128', lane: 'int', laneBits: 8, count: 16 },
  i16x8: { type: 'v128', lane: 'int', laneBits: 16, count: 8 },
  i32x4: { type: 'v128', lane: 'int', laneBits: 32, count: 4 },
  i64x2: { type: 'v128', lane: 'int', laneBits: 64, count: 2 },
  f32x4: { type: 'v128', lane: 'f32', laneBits: 32, count: 4 },
  f64x2: { type: 'v128', lane: 'f64', laneBits: 64, count: 2 },
};

/**
 * An argument: a constant or a reference.
 * @throws Error when the expression is none
 */
export function parseValue(expr: SExpr): WastValue {
  const pattern = parsePattern(expr);
  if (pattern.type === 'either') throw new Error('an argument has one value');
  if (pattern.type === 'ref') {
    if (pattern.kind === 'null' || pattern.id !== undefined) return pattern;
    throw new Error(`ref.${pattern.kind} needs a number as an argument`);
  }
  let bits = 0n;
  for (let i = pattern.lanes.length - 1; i >= 0; i--) {
    const lane = pattern.lanes[i]!;
    if (typeof lane !== 'bigint') throw new Error(`${lane} is no value`);
    bits = (bits << BigInt(pattern.shape.laneBits)) | lane;
  }
  return { type: pattern.shape.type, bits };
}

/**
 * An expected result.
 * @throws Error when the expression is none
 */
export function parsePattern(expr: SExpr): Pattern {
  if (expr.kind !== 'list') throw new Error('expected a constant in parentheses');
  const head = atomOf(expr, 0);
  if (head === 'either') return { type: 'either', choices: expr.items.slice(1).map(parsePattern) };
  if (head.startsWith('ref.')) return parseRef(expr, head.slice(4));
  const [type, rest] = head.split('.', 2);
  if (rest !== 'const') throw new Error(`unknown constant ${head}`);
  const vector = type === 'v128';
  const shape = SHAPES[vector ? atomOf(expr, 1) : type!];
  if (shape === undefined || (shape.type === 'v128') !== vector) {
    throw new Error(`unknown constant ${head}`);
  }
  const first = vector ? 2 : 1;
  if (expr.items.length !== first + shape.count) {
    throw new Error(`${head} needs ${shape.count} numbers`);
  }
  const lanes: Lane[] = [];
  for (let i = 0; i < shape.count; i++) lanes.push(parseLane(atomOf(expr, first + i), shape));
  return { type: 'num', shape, lanes };
}

function parseLane(text: string, shape: NumShape): Lane {
  if (shape.lane !== 'int' && (text === 'nan:canonical' || text === 'nan:arithmetic')) return text;
  const bits =
    shape.lane === 'f32'
      ? parseF32(text)
      : shape.lane === 'f64'
        ? parseF64(text)
        : parseIntLiteral(text, shape.laneBits);
  if (bits === undefined) throw new Error(`${text} is not a number of ${shape.laneBits} bits`);
  return bits;
}

function parseRef(list: List, kind: string): Pattern {
  // (ref.null), (ref.null HEAPTYPE): any null is as good as another.
  if (kind === 'null') return { type: 'ref', kind, id: undefined };
  if (list.items.length < 2) return { type: 'ref', kind, id: undefined };
  const id = parseIntLiteral(atomOf(list, 1), 32);
  if (id === undefined) throw new Error(`ref.${kind} needs a number`);
  return { type: 'ref', kind, id: Number(id) };
}

function atomOf(list: List, index: number): string {
  const item = list.items[index];
  if (item?.kind !== 'atom') throw new Error('malformed constant');
  return item.text;
}

/** True when a result is what the pattern describes, bit for bit. */
export function matches(pattern: Pattern, value: WastValue): boolean {
  if (pattern.type === 'either') return pattern.choices.some((choice) => matches(choice, value));
  if (pattern.type === 'ref') return value.type === 'ref' && matchesRef(pattern, value);
  const { shape, lanes } = pattern;
  if (value.type !== shape.type) return false;
  const mask = (1n << BigInt(shape.laneBits)) - 1n;
  for (let i = 0; i < lanes.length; i++) {
    const bits = (value.bits >> BigInt(i * shape.laneBits)) & mask;
    if (!matchesLane(lanes[i]!, bits, shape.laneBits)) return false;
  }
  return true;
}

function matchesLane(lane: Lane, bits: bigint, width: number): boolean {
  if (typeof lane === 'bigint') return lane === bits;
  const sign = width === 32 ? F32_SIGN : F64_SIGN;
  const nan = width === 32 ? F32_CANONICAL_NAN : F64_CANONICAL_NAN;
  // Canonical: the fraction's top bit and no other. Arithmetic: that bit and any others.
  return lane === 'nan:canonical' ? (bits & ~sign) === nan : (bits & nan) === nan;
}

/** Heap types in order below the one they stand under: `(ref.any)` also matches an i31, ... */
const SUPERTYPES: Record<string, string> = {
  i31: 'eq',
  struct: 'eq',
  array: 'eq',
  eq: 'any',
  host: 'any',
};

function matchesRef(pattern: { kind: string; id: number | undefined }, value: RefValue): boolean {
  if (pattern.id !== undefined) return value.kind === pattern.kind && value.id === pattern.id;
  if (value.kind === 'null' || pattern.kind === 'null') return value.kind === pattern.kind;
  for (let kind: string | undefined = value.kind; kind !== undefined; kind = SUPERTYPES[kind]) {
    if (kind === pattern.kind) return true;
  }
  return false;
}

/** A value as in a script, floats with their bits: `(f32.const 0x7fc00000 = nan)`. */
export function formatValue(value: WastValue): string {
  if (value.type === 'ref') return formatRef(value);
  if (value.type === 'v128') {
    const lanes = [0n, 32n, 64n, 96n].map((at) => hex((value.bits >> at) & 0xffff_ffffn, 32));
    return `(v128.const i32x4 ${lanes.join(' ')})`;
  }
  return `(${value.type}.const ${formatBits(value.bits, value.type)})`;
}

/** A pattern as in a script. */
export function formatPattern(pattern: Pattern): string {
  if (pattern.type === 'either') return `(either ${pattern.choices.map(formatPattern).join(' ')})`;
  if (pattern.type === 'ref') return formatRef(pattern);
  const { shape } = pattern;
  const type = shape.lane === 'int' ? (shape.laneBits === 64 ? 'i64' : 'i32') : shape.lane;
  const lanes = pattern.lanes.map((lane) =>
    typeof lane === 'bigint' ? formatBits(lane, type) : lane,
  );
  if (shape.type !== 'v128') return `(${shape.type}.const ${lanes[0]})`;
  const name = `${shape.lane === 'int' ? `i${shape.laneBits}` : shape.lane}x${shape.count}`;
  return `(v128.const ${name} ${lanes.join(' ')})`;
}

function formatRef(ref: { kind: string; id: number | undefined }): string {
  return ref.id === undefined ? `(ref.${ref.kind})` : `(ref.${ref.kind} ${ref.id})`;
}

function formatBits(bits: bigint, type: 'i32' | 'i64' | 'f32' | 'f64'): string {
  switch (type) {
    case 'i32':
      return BigInt.asIntN(32, bits).toString();
    case 'i64':
      return BigInt.asIntN(64, bits).toString();
    case 'f32':
      return `${floatText(bits, 32)} [${hex(bits, 32)}]`;
    case 'f64':
      return `${floatText(bits, 64)} [${hex(bits, 64)}]`;
  }
}

function floatText(bits: bigint, width: 32 | 64): string {
  const view = new DataView(new ArrayBuffer(8));
  if (width === 32) view.setUint32(0, Number(bits));
  else view.setBigUint64(0, bits);
  const value = width === 32 ? view.getFloat32(0) : view.getFloat64(0);
  if (Number.isNaN(value)) return bits >> BigInt(width - 1) === 0n ? 'nan' : '-nan';
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
  return Object.is(value, -0) ? '-0' : String(value);
}

function hex(bits: bigint, width: number): string {
  return `0x${bits.toString(16).padStart(width / 4, '0')}`;
}
