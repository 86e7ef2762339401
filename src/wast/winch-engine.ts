import type { Artifact } from '../artifact/artifact.js';
import { compileLazily } from '../compiler/lazy-module.js';
import { type CompileOptions, compileModule } from '../compiler/module-compiler.js';
import {
  type Extern,
  exceptionsOf,
  Global,
  GuardError,
  getStore,
  HostFunction,
  hasSharedMemories,
  Instance,
  LinkError,
  Memory,
  type Store,
  Table,
  trapKindOf,
  WasmFunction,
} from '../runtime/node.js';
import { hostValidator } from '../util/host-validator.js';
import { CompileError } from '../wasm/compile-error.js';
import { TrapKind, trapMessage } from '../wasm/trap-kind.js';
import type { FuncType } from '../wasm/types.js';
import { isRefType, typeName, ValType } from '../wasm/value-types.js';
import type { Engine, EngineExtern, EngineInstance, Failure, ImportResolver } from './engine.js';
import type { Keep } from './keep.js';
import {
  SPECTEST_FUNCTIONS,
  SPECTEST_GLOBALS,
  SPECTEST_MEMORY,
  SPECTEST_TABLE,
} from './spectest.js';
import type { NumType, RefValue, WastValue } from './values.js';

const VAL_TYPES: Record<NumType, ValType> = {
  i32: ValType.I32,
  i64: ValType.I64,
  f32: ValType.F32,
  f64: ValType.F64,
  v128: ValType.V128,
};
const NUM_TYPES: readonly NumType[] = ['i32', 'i64', 'f32', 'f64', 'v128'];

/** What a script's `(ref.extern N)` is for JavaScript. */
class ScriptReference {
  constructor(readonly id: number) {}
}

/** This project's compiler and runtime. */
export class WinchEngine implements Engine {
  readonly name = 'winch-ts';
  private readonly store: Store;
  /** Bytes of modules with shared memories: those are the engine's, which may lack guard pages. */
  private readonly sharing = new WeakMap<Artifact, Uint8Array>();
  private readonly references = new Map<number, ScriptReference>();

  /**
   * @param options must be those of the machine that this runs on
   * @param keep how each artifact is kept and run from there; undefined: it is run as it was compiled
   */
  constructor(
    private readonly options: CompileOptions,
    private readonly keep?: Keep,
    /** Functions are compiled at their first call. */
    private readonly lazy = false,
  ) {
    this.store = getStore();
  }

  compile(bytes: Uint8Array): Artifact {
    const artifact = this.compileWith(bytes, this.options);
    if (artifact.info.memories.some(({ shared }) => shared)) this.sharing.set(artifact, bytes);
    return artifact;
  }

  private compileWith(bytes: Uint8Array, options: CompileOptions): Artifact {
    if (this.lazy) return compileLazily(bytes.slice(), options, hostValidator);
    const artifact = compileModule(bytes, options);
    return this.keep === undefined ? artifact : this.keep(artifact, bytes);
  }

  instantiate(module: Artifact, resolve: ImportResolver): EngineInstance {
    const externs = module.info.imports.map(
      (item) => resolve(item.module, item.name) as Extern | undefined,
    );
    const bytes = this.sharing.get(module);
    try {
      return Instance.create(this.store, module, externs);
    } catch (error) {
      if (!(error instanceof GuardError) || bytes === undefined) throw error;
    }
    const explicit = this.compileWith(bytes, { ...this.options, bounds: 'explicit' });
    return Instance.create(this.store, explicit, externs);
  }

  getExport(instance: EngineInstance, name: string): EngineExtern | undefined {
    return (instance as Instance).exports.get(name);
  }

  invoke(func: EngineExtern, args: readonly WastValue[]): WastValue[] {
    if (!(func instanceof WasmFunction)) throw new TypeError('not a function');
    const { params, results } = func.type;
    if (args.length !== params.length) {
      throw new TypeError(`${params.length} arguments expected, not ${args.length}`);
    }
    const words = args.map((arg, i) => this.toWord(arg, params[i]!));
    return func.callRaw(words).map((word, i) => this.fromWord(word, results[i]!));
  }

  readGlobal(global: EngineExtern): WastValue {
    if (!(global instanceof Global)) throw new TypeError('not a global');
    return this.fromWord(global.getRaw(), global.type.type);
  }

  makeSpectest(): ReadonlyMap<string, EngineExtern> {
    const { store } = this;
    const map = new Map<string, Extern>();
    for (const { name, params } of SPECTEST_FUNCTIONS) {
      const types = params.map((type) => VAL_TYPES[type]);
      const type: FuncType = { params: types, results: [], key: `${types.join()}>` };
      map.set(
        name,
        HostFunction.fromRaw(store, type, () => {}, name),
      );
    }
    for (const { name, type, bits } of SPECTEST_GLOBALS) {
      const global = Global.create(store, { type: VAL_TYPES[type], mutable: false });
      global.setRaw(bits);
      map.set(name, global);
    }
    map.set('table', new Table(store, { elemType: ValType.FuncRef, ...SPECTEST_TABLE }));
    map.set('memory', Memory.create(store, { ...SPECTEST_MEMORY, shared: false }, 'auto'));
    if (hasSharedMemories) {
      const shared = { ...SPECTEST_MEMORY, shared: true };
      map.set('shared_memory', Memory.create(store, shared, 'auto'));
    }
    return map;
  }

  classify(error: unknown): Failure {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof CompileError) {
      const needs = / needs ([^,;]+)$/.exec(error.reason)?.[1];
      return needs === undefined
        ? { kind: 'compile', message }
        : { kind: 'compile', message, needs };
    }
    if (error instanceof LinkError) return { kind: 'link', message };
    const trap = trapKindOf(error);
    if (trap === TrapKind.CallStackExhausted) {
      // For JavaScript it is a RangeError with a text of JavaScript's; scripts have their own.
      return { kind: 'exhaustion', message: trapMessage(trap) };
    }
    if (trap !== undefined) return { kind: 'trap', message };
    if (exceptionsOf(this.store).forms.thrownOf(error) !== undefined) {
      return { kind: 'exception', message: 'of WebAssembly' };
    }
    const name = error instanceof Error ? error.name : 'thrown';
    return { kind: 'internal', message: `${name}: ${message}` };
  }

  private toWord(value: WastValue, type: ValType): bigint {
    if (value.type === 'ref') return this.toReference(value, type);
    if (VAL_TYPES[value.type] !== type) {
      throw new TypeError(`an argument of ${typeName(type)} expected, not ${value.type}`);
    }
    return value.bits;
  }

  private toReference(ref: RefValue, type: ValType): bigint {
    if (ref.kind === 'null' && isRefType(type)) return 0n;
    if (ref.kind !== 'extern' || ref.id === undefined || type !== ValType.ExternRef) {
      throw new TypeError(`ref.${ref.kind} is no argument of ${typeName(type)}`);
    }
    let reference = this.references.get(ref.id);
    if (reference === undefined) {
      reference = new ScriptReference(ref.id);
      this.references.set(ref.id, reference);
    }
    return BigInt(this.store.references.externs.toWord(reference));
  }

  private fromWord(word: bigint, type: ValType): WastValue {
    const num = NUM_TYPES[type];
    if (num !== undefined) return { type: num, bits: word };
    if (word === 0n) return { type: 'ref', kind: 'null', id: undefined };
    if (type === ValType.FuncRef) return { type: 'ref', kind: 'func', id: undefined };
    if (type === ValType.ExnRef) return { type: 'ref', kind: 'exn', id: undefined };
    const value = this.store.references.externs.fromWord(Number(word));
    const id = value instanceof ScriptReference ? value.id : undefined;
    return { type: 'ref', kind: 'extern', id };
  }
}
