import type { FuncType } from '../wasm/types.js';
import { ValType } from '../wasm/value-types.js';

/** An exception of the engine's. */
export type HostException = object;

interface EngineNamespace {
  readonly Tag?: new (type: { parameters: readonly string[] }) => object;
  readonly Exception?: new (
    tag: object,
    values: readonly unknown[],
    options?: { traceStack?: boolean },
  ) => HostException;
  readonly JSTag?: object;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => object;
}

/** The engine's own namespace, whoever replaces it later; absent with `--jitless`. */
const engine = (globalThis as { WebAssembly?: EngineNamespace }).WebAssembly;

/** The engine's classes, and methods that nobody has replaced. */
export interface EngineExceptions {
  readonly Tag: NonNullable<EngineNamespace['Tag']>;
  readonly Exception: NonNullable<EngineNamespace['Exception']>;
  /** The tag of values that are no exceptions of WebAssembly; not in all engines. */
  readonly JSTag: object | undefined;
  /** Whether an exception is of a tag; undefined for what is no exception of the engine's. Runs no code of the value's. */
  is(value: object, tag: unknown): boolean | undefined;
  getArg(exception: object, tag: unknown, index: number): unknown;
}

const { apply } = Reflect;

/** Undefined where the engine has none. */
export const engineExceptions: EngineExceptions | undefined = find();

function find(): EngineExceptions | undefined {
  const { Tag, Exception, JSTag } = engine ?? {};
  if (Tag === undefined || Exception === undefined) return undefined;
  const { is, getArg } = Exception.prototype as Record<'is' | 'getArg', () => unknown>;
  return {
    Tag,
    Exception,
    JSTag,
    is(value, tag) {
      try {
        return apply(is, value, [tag]) as boolean;
      } catch {
        return undefined;
      }
    },
    getArg: (exception, tag, index) => apply(getArg, exception, [tag, index]),
  };
}

const TYPE_BYTES: Partial<Record<ValType, number>> = {
  [ValType.I32]: 0x7f,
  [ValType.I64]: 0x7e,
  [ValType.F32]: 0x7d,
  [ValType.F64]: 0x7c,
  [ValType.V128]: 0x7b,
  [ValType.FuncRef]: 0x70,
  [ValType.ExternRef]: 0x6f,
  [ValType.ExnRef]: 0x69,
};

/** Whether a tag of the engine's is of a type: it links a module that imports it so. */
export function engineMatchesTag(tag: object, { params }: FuncType): boolean {
  const types = [1, 0x60, ...leb(params.length), ...params.map((type) => TYPE_BYTES[type]!), 0];
  const imports = [1, 1, 0x6d, 1, 0x6d, 4, 0, 0];
  const header = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
  const sections = [1, ...leb(types.length), ...types, 2, imports.length, ...imports];
  try {
    const module = new engine!.Module(Uint8Array.from([...header, ...sections]));
    new engine!.Instance(module, { m: { m: tag } });
    return true;
  } catch {
    return false;
  }
}

function leb(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest >>>= 7) bytes.push((rest & 127) | 128);
  return [...bytes, rest];
}
