import type { Engine, EngineExtern, Failure, ImportResolver } from '../src/wast/engine.js';
import {
  SPECTEST_FUNCTIONS,
  SPECTEST_GLOBALS,
  SPECTEST_MEMORY,
  SPECTEST_TABLE,
} from '../src/wast/spectest.js';
import type { NumType, RefValue, WastValue } from '../src/wast/values.js';

/**
 * Node's own WebAssembly as an engine for scripts: a witness for the runner, and for ours. Floats
 * pass through a wrapper module as integers of the same bits, for JavaScript numbers do not keep NaNs.
 */

// The part of the standard namespace that is used here; the compiler's library has no declarations.
interface Standard {
  Module: {
    new (bytes: Uint8Array): object;
    imports(module: object): { module: string; name: string; kind: string }[];
  };
  Instance: new (
    module: object,
    imports: Record<string, Record<string, unknown>>,
  ) => { exports: Record<string, object> };
  Table: new (type: { element: string; initial: number; maximum: number }) => object;
  Memory: new (type: { initial: number; maximum: number }) => object;
  Global: new (type: { value: string }, value: unknown) => object;
  CompileError: new () => Error;
  LinkError: new () => Error;
  RuntimeError: new () => Error;
}
const standard = (globalThis as unknown as { WebAssembly: Standard }).WebAssembly;

interface FuncType {
  params: number[];
  results: number[];
}
interface V8Module {
  module: object;
  /** Types of exported functions and globals, by name of the export. */
  funcs: Map<string, FuncType>;
  globals: Map<string, number>;
}

/** Types of functions and globals that passed through an export, by object. */
const funcTypes = new WeakMap<object, FuncType>();
const globalTypes = new WeakMap<object, number>();

/** Stands for a reference that a script made. */
class HostReference {
  constructor(
    readonly kind: string,
    readonly id: number,
  ) {}
}

export class V8Engine implements Engine {
  readonly name = `V8 ${process.versions.v8}`;
  private readonly references = new Map<number, HostReference>();

  compile(bytes: Uint8Array): V8Module {
    return { module: new standard.Module(bytes), ...readExports(bytes) };
  }

  instantiate(module: V8Module, resolve: ImportResolver): object {
    const imports: Record<string, Record<string, unknown>> = Object.create(null);
    for (const wanted of standard.Module.imports(module.module)) {
      imports[wanted.module] ??= Object.create(null) as Record<string, unknown>;
      imports[wanted.module]![wanted.name] = resolve(wanted.module, wanted.name);
    }
    const { exports } = new standard.Instance(module.module, imports);
    for (const [name, type] of module.funcs) funcTypes.set(exports[name]!, type);
    for (const [name, type] of module.globals) globalTypes.set(exports[name]!, type);
    return exports;
  }

  getExport(instance: object, name: string): EngineExtern | undefined {
    return Object.hasOwn(instance, name)
      ? (instance as Record<string, EngineExtern>)[name]
      : undefined;
  }

  invoke(func: EngineExtern, args: readonly WastValue[]): WastValue[] {
    const type = funcTypes.get(func);
    if (type === undefined) throw new TypeError('not a function');
    const words: unknown[] = [];
    for (const arg of args) {
      if (arg.type === 'ref') words.push(this.reference(arg));
      else if (arg.type === 'i32' || arg.type === 'f32') words.push(Number(arg.bits));
      else {
        words.push(arg.bits & 0xffff_ffff_ffff_ffffn);
        if (arg.type === 'v128') words.push(arg.bits >> 64n);
      }
    }
    const raw = wrapperOf(func, type)(...words);
    const values = Array.isArray(raw) ? raw : raw === undefined ? [] : [raw];
    let at = 0;
    return type.results.map((result) => {
      const value = fromWords(result, values, at);
      at += result === V128 ? 2 : 1;
      return value;
    });
  }

  readGlobal(global: EngineExtern): WastValue {
    const type = globalTypes.get(global);
    if (type === undefined) throw new TypeError('not a global');
    const { instance } = new GlobalReader(type);
    return fromWords(type, [instance(global)].flat(), 0);
  }

  makeSpectest(): ReadonlyMap<string, EngineExtern> {
    const map = new Map<string, EngineExtern>();
    for (const { name } of SPECTEST_FUNCTIONS) map.set(name, () => {});
    for (const { name, type, bits } of SPECTEST_GLOBALS) {
      map.set(name, new standard.Global({ value: type }, numberOf(type, bits)));
    }
    const { min: initial, max: maximum } = SPECTEST_TABLE;
    map.set('table', new standard.Table({ element: 'anyfunc', initial, maximum }));
    map.set(
      'memory',
      new standard.Memory({ initial: SPECTEST_MEMORY.min, maximum: SPECTEST_MEMORY.max }),
    );
    return map;
  }

  classify(error: unknown): Failure {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof standard.CompileError) return { kind: 'compile', message };
    if (error instanceof standard.LinkError) return { kind: 'link', message };
    if (error instanceof TypeError && message.startsWith('WebAssembly.Instance()')) {
      return { kind: 'link', message };
    }
    if (error instanceof RangeError && message.includes('call stack')) {
      return { kind: 'exhaustion', message: 'call stack exhausted' };
    }
    if (error instanceof standard.RuntimeError)
      return { kind: 'trap', message: suiteText(message) };
    return { kind: 'internal', message };
  }

  private reference(ref: RefValue): unknown {
    if (ref.kind === 'null') return null;
    const id = ref.id ?? 0;
    let host = this.references.get(id);
    if (host === undefined) {
      host = new HostReference(ref.kind, id);
      this.references.set(id, host);
    }
    return host;
  }
}

/** V8's words for traps, in those of the suite. */
function suiteText(message: string): string {
  for (const [words, text] of [
    ['divide by zero', 'integer divide by zero'],
    ['remainder by zero', 'integer divide by zero'],
    ['divide result unrepresentable', 'integer overflow'],
    ['float unrepresentable', 'integer overflow / invalid conversion to integer'],
    ['memory access out of bounds', 'out of bounds memory access'],
    [
      'null function or function signature',
      'uninitialized element 2 / indirect call type mismatch',
    ],
    ['table index is out of bounds', 'undefined element / out of bounds table access'],
    ['table access out of bounds', 'out of bounds table access'],
    ['table index out of bounds', 'undefined element / out of bounds table access'],
    ['data segment', 'out of bounds memory access'],
    ['segment', 'out of bounds table access'],
  ] as const) {
    if (message.includes(words)) return `${message}: ${text}`;
  }
  return message;
}

const I32 = 0x7f;
const I64 = 0x7e;
const F32 = 0x7d;
const F64 = 0x7c;
const V128 = 0x7b;
const NUM_TYPES: Record<number, NumType> = {
  [I32]: 'i32',
  [I64]: 'i64',
  [F32]: 'f32',
  [F64]: 'f64',
  [V128]: 'v128',
};

function numberOf(type: NumType, bits: bigint): number | bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, bits, true);
  if (type === 'f32') return view.getFloat32(0, true);
  if (type === 'f64') return view.getFloat64(0, true);
  return type === 'i32' ? view.getInt32(0, true) : view.getBigInt64(0, true);
}

function fromWords(type: number, words: readonly unknown[], at: number): WastValue {
  const word = words[at];
  const num = NUM_TYPES[type];
  switch (num) {
    case 'i32':
    case 'f32':
      return { type: num, bits: BigInt.asUintN(32, BigInt(word as number)) };
    case 'i64':
    case 'f64':
      return { type: num, bits: BigInt.asUintN(64, word as bigint) };
    case 'v128': {
      const low = BigInt.asUintN(64, word as bigint);
      return { type: num, bits: low | (BigInt.asUintN(64, words[at + 1] as bigint) << 64n) };
    }
    default:
      if (word === null) return { type: 'ref', kind: 'null', id: undefined };
      if (word instanceof HostReference) return { type: 'ref', kind: word.kind, id: word.id };
      return { type: 'ref', kind: type === 0x6f ? 'extern' : 'func', id: undefined };
  }
}

const wrappers = new WeakMap<object, (...words: unknown[]) => unknown>();

/** A function of the same behaviour that takes and gives floats and vectors as integers. */
function wrapperOf(func: object, type: FuncType): (...words: unknown[]) => unknown {
  let wrapper = wrappers.get(func);
  if (wrapper === undefined) {
    const body: number[] = [];
    let word = 0;
    for (const param of type.params) {
      body.push(0x20, ...uleb(word++));
      if (param === F32) body.push(0xbe);
      if (param === F64) body.push(0xbf);
      if (param === V128) body.push(...splatPair(word++));
    }
    body.push(0x10, 0);
    // Results go to locals, so that each can be taken apart in order.
    const first = word;
    for (let i = type.results.length - 1; i >= 0; i--) body.push(0x21, ...uleb(first + i));
    type.results.forEach((result, i) => {
      body.push(0x20, ...uleb(first + i), ...toWords(result, first + i));
    });
    const bytes = wrapperModule(
      type,
      [...uleb(1), 1, 0x78, 1, 0x66, 0, 0],
      type.results.flatMap((t) => [1, t]),
      type.results.length,
      body,
    );
    const instance = new standard.Instance(new standard.Module(bytes), { x: { f: func } });
    wrapper = instance.exports.w as unknown as (...words: unknown[]) => unknown;
    wrappers.set(func, wrapper);
  }
  return wrapper;
}

/** Reads a global as integers. */
class GlobalReader {
  readonly instance: (global: object) => unknown;

  constructor(type: number) {
    this.instance = (global) => {
      for (const mutable of [0, 1]) {
        const bytes = wrapperModule(
          { params: [], results: [type] },
          [...uleb(1), 1, 0x78, 1, 0x66, 3, type, mutable],
          [],
          0,
          [0x23, 0, ...toWords(type, -1)],
        );
        try {
          const made = new standard.Instance(new standard.Module(bytes), { x: { f: global } });
          return (made.exports.w as unknown as () => unknown)();
        } catch (error) {
          if (!(error instanceof standard.LinkError)) throw error;
        }
      }
      throw new TypeError('not a global of the type');
    };
  }
}

function wrapperModule(
  type: FuncType,
  imports: number[],
  locals: number[],
  localGroups: number,
  body: number[],
): Uint8Array {
  const words = (types: number[]): number[] =>
    types.flatMap((t) => (t === F32 ? [I32] : t === F64 ? [I64] : t === V128 ? [I64, I64] : [t]));
  const vector = (types: number[]): number[] => [...uleb(types.length), ...types];
  const section = (id: number, bytes: number[]): number[] => [id, ...uleb(bytes.length), ...bytes];
  const code = [...uleb(localGroups), ...locals, ...body, 0x0b];
  const importsFunc = imports.at(-2) === 0 && imports.length === 7;
  return new Uint8Array([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [
      2,
      ...[0x60, ...vector(type.params), ...vector(type.results)],
      ...[0x60, ...vector(words(type.params)), ...vector(words(type.results))],
    ]),
    ...section(2, imports),
    ...section(3, [1, 1]),
    ...section(7, [1, 1, 0x77, 0, importsFunc ? 1 : 0]),
    ...section(10, [1, ...uleb(code.length), ...code]),
  ]);
}

/** i64x2 of the i64 on the stack and the local behind it. */
function splatPair(high: number): number[] {
  return [0xfd, 0x12, 0x20, ...uleb(high), 0xfd, 0x1e, 1];
}

/** The value on the stack as integers; a vector is also in a local, or -1 (a global's). */
function toWords(type: number, local: number): number[] {
  if (type === F32) return [0xbc];
  if (type === F64) return [0xbd];
  if (type !== V128) return [];
  const again = local < 0 ? [0x23, 0] : [0x20, ...uleb(local)];
  return [0xfd, 0x1d, 0, ...again, 0xfd, 0x1d, 1];
}

function uleb(value: number): number[] {
  const out: number[] = [];
  let rest = value;
  while (rest >= 128) {
    out.push((rest & 127) | 128);
    rest >>>= 7;
  }
  out.push(rest);
  return out;
}

/** Types of exported functions and globals of a module that V8 has validated. */
function readExports(bytes: Uint8Array): Pick<V8Module, 'funcs' | 'globals'> {
  const types: FuncType[] = [];
  const funcs: number[] = [];
  const globals: number[] = [];
  const out: Pick<V8Module, 'funcs' | 'globals'> = { funcs: new Map(), globals: new Map() };
  let at = 8;
  const u32 = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++]!;
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  };
  const name = (): string => {
    const length = u32();
    at += length;
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(at - length, at));
  };
  const limits = (): void => {
    const flags = bytes[at++]!;
    u32();
    if ((flags & 1) !== 0) u32();
  };
  const constExpr = (): void => {
    while (true) {
      const op = bytes[at++]!;
      if (op === 0x0b) return;
      if (op === 0x43) at += 4;
      else if (op === 0x44) at += 8;
      else if (op === 0xfd) at += 17;
      else if (op === 0x41 || op === 0x42 || op === 0x23 || op === 0xd0 || op === 0xd2) {
        while (bytes[at++]! >= 128);
      }
    }
  };
  const valTypes = (): number[] => Array.from({ length: u32() }, () => bytes[at++]!);
  while (at < bytes.length) {
    const id = bytes[at++]!;
    const size = u32();
    const end = at + size;
    const count = id >= 1 && id <= 7 ? u32() : 0;
    for (let i = 0; i < count; i++) {
      if (id === 1) {
        at++;
        types.push({ params: valTypes(), results: valTypes() });
      } else if (id === 2) {
        name();
        name();
        const kind = bytes[at++]!;
        if (kind === 0) funcs.push(u32());
        else if (kind === 1) {
          at++;
          limits();
        } else if (kind === 2) limits();
        else {
          globals.push(bytes[at]!);
          at += 2;
        }
      } else if (id === 3) funcs.push(u32());
      else if (id === 6) {
        globals.push(bytes[at]!);
        at += 2;
        constExpr();
      } else if (id === 7) {
        const field = name();
        const kind = bytes[at++]!;
        const index = u32();
        if (kind === 0) out.funcs.set(field, types[funcs[index]!]!);
        if (kind === 3 && globals[index] !== undefined) out.globals.set(field, globals[index]);
      }
    }
    at = end;
  }
  return out;
}
