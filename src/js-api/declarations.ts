import type { Artifact } from '../artifact/artifact.js';
import type { CompileError, ErrorConstructorLike, LinkError, RuntimeError } from './errors.js';

/**
 * The types of the namespace, as users see them. They fit the standard's declarations (TypeScript's lib.dom), so that
 * `globalThis.WebAssembly = WebAssembly` type-checks: objects are known by what they have, and modules of the host's
 * own namespace are taken, too.
 */

/** Bytes of a module. */
export type Bytes = ArrayBufferView | ArrayBufferLike;

// biome-ignore-start lint/suspicious/noExplicitAny: as in the standard's declarations, users know the types

/** JavaScript's values by the names of types. */
export interface ValueTypeMap {
  // biome-ignore lint/complexity/noBannedTypes: as in the standard's declarations
  anyfunc: Function;
  externref: any;
  f32: number;
  f64: number;
  i32: number;
  i64: bigint;
  v128: never;
}

export type ValueType = keyof ValueTypeMap;
export type TableKind = 'anyfunc' | 'externref';
export type ImportExportKind = 'function' | 'global' | 'memory' | 'table';

/** What a module exports. */
export type Exports = Record<string, any>;
export type ExportValue = any;
export type ImportValue = any;
/** Import values by field. */
export type ModuleImports = Record<string, ImportValue>;
/** Import values by module and field. */
export type Imports = Record<string, Record<string, unknown>>;

export interface Module {
  /** The module's artifact as bytes, a file for `Module.deserialize`. @throws TypeError where it has none of its own */
  serialize(): Uint8Array;
}

export interface ModuleExportDescriptor {
  name: string;
  kind: ImportExportKind;
}

export interface ModuleImportDescriptor {
  module: string;
  name: string;
  kind: ImportExportKind;
}

export interface ModuleConstructor {
  /** @throws CompileError for a module that cannot be compiled, TypeError for no buffer source */
  new (source: Bytes | Artifact): Module;
  readonly prototype: Module;
  exports(module: object): ModuleExportDescriptor[];
  imports(module: object): ModuleImportDescriptor[];
  /** Contents of the custom sections of a name, copies. */
  customSections(module: object, sectionName: string): ArrayBuffer[];
  /**
   * A module of an artifact: bytes, or a file, which is mapped and stays as it is. An artifact is as trusted as an
   * executable. @throws ArtifactError for one that is damaged or of another machine
   */
  deserialize(source: string | URL | Bytes): Module;
}

export interface Instance {
  /** What the module exports: a frozen object without prototype. */
  readonly exports: Exports;
}

export interface InstanceConstructor {
  /**
   * @throws TypeError and LinkError for imports, RuntimeError for segments out of bounds and traps of the start
   *   function, and what that throws
   */
  new (module: object, importObject?: Imports): Instance;
  readonly prototype: Instance;
}

export interface MemoryDescriptor {
  /** Size in pages of 64 KiB. */
  readonly initial: number;
  readonly maximum?: number;
  readonly shared?: boolean;
}

export interface Memory {
  /** The bytes, no copy. Growth detaches the buffer, then this is another one. */
  readonly buffer: ArrayBuffer;
  /** Adds pages; the old size. @throws RangeError when it cannot grow so far */
  grow(delta: number): number;
}

export interface MemoryConstructor {
  /** @throws TypeError for a descriptor that does not convert; RangeError for sizes that do not fit */
  new (descriptor: MemoryDescriptor): Memory;
  readonly prototype: Memory;
}

export interface TableDescriptor {
  readonly element: TableKind;
  readonly initial: number;
  readonly maximum?: number;
}

export interface Table {
  /** Count of elements. */
  readonly length: number;
  get(index: number): any;
  /** @param value without one null, or undefined in a table of external references */
  set(index: number, value?: any): void;
  /** Adds elements; the old length. @throws RangeError when it cannot grow so far */
  grow(delta: number, value?: any): number;
}

export interface TableConstructor {
  /** @throws TypeError for what does not convert, RangeError for sizes that do not fit */
  new (descriptor: TableDescriptor, value?: any): Table;
  readonly prototype: Table;
}

export interface GlobalDescriptor<T extends ValueType = ValueType> {
  readonly value: T;
  readonly mutable?: boolean;
}

export interface Global<T extends ValueType = ValueType> {
  /** Setting it throws a TypeError when it is immutable, or the value does not convert. */
  value: ValueTypeMap[T];
  valueOf(): ValueTypeMap[T];
}

export interface GlobalConstructor {
  /** @param value zero, null or undefined when there is none. @throws TypeError for what does not convert */
  new <T extends ValueType = ValueType>(
    descriptor: GlobalDescriptor<T>,
    value?: ValueTypeMap[T] | null,
  ): Global<T>;
  readonly prototype: Global;
}

export interface TagDescriptor {
  readonly parameters: Iterable<string>;
}

/** What kind of exception it is; of the engine's class where the engine has one. */
export type Tag = object;

export interface TagConstructor {
  /** @throws TypeError for a descriptor that does not convert */
  new (descriptor: TagDescriptor): Tag;
  readonly prototype: Tag;
}

/** Of the engine's class where the engine has one. It is no `Error`. */
export interface Exception {
  /** Where it was made, if that was asked for. */
  readonly stack?: string | undefined;
  is(tag: Tag): boolean;
  /** A value of it. @throws TypeError for another tag, RangeError for a value that there is not */
  getArg(tag: Tag, index: number): any;
}

export interface ExceptionConstructor {
  /** @throws TypeError for what is no tag, and for values that do not convert */
  new (tag: Tag, values: Iterable<unknown>, options?: { readonly traceStack?: boolean }): Exception;
  readonly prototype: Exception;
}

// biome-ignore-end lint/suspicious/noExplicitAny: as above

/** What `instantiate` gives for bytes. */
export interface InstantiatedSource {
  module: Module;
  instance: Instance;
}

export interface Namespace {
  readonly Module: ModuleConstructor;
  readonly Instance: InstanceConstructor;
  readonly Memory: MemoryConstructor;
  readonly Table: TableConstructor;
  readonly Global: GlobalConstructor;
  readonly Tag: TagConstructor;
  readonly Exception: ExceptionConstructor;
  /** The tag of values that JavaScript throws, in engines that have it. */
  readonly JSTag?: Tag;
  readonly CompileError: ErrorConstructorLike<CompileError>;
  readonly LinkError: ErrorConstructorLike<LinkError>;
  readonly RuntimeError: ErrorConstructorLike<RuntimeError>;

  // Each of these rejects where the constructors throw.
  compile(bytes: Bytes): Promise<Module>;
  /**
   * Whether the bytes are a valid module. Nothing is compiled. A module whose machine code would be over
   * the compiler's budget is valid, too. @throws TypeError for no buffer source
   */
  validate(bytes: Bytes): boolean;
  instantiate(bytes: Bytes, importObject?: Imports): Promise<InstantiatedSource>;
  instantiate(module: object, importObject?: Imports): Promise<Instance>;
  /** Compiles the body of a response of type application/wasm while it arrives. */
  compileStreaming(source: Response | PromiseLike<Response>): Promise<Module>;
  instantiateStreaming(
    source: Response | PromiseLike<Response>,
    importObject?: Imports,
  ): Promise<InstantiatedSource>;
}
