import type { Op } from './opcodes.js';
import type { ValType } from './value-types.js';

/** A function type. Types are compared by {@link FuncType.key}. */
export interface FuncType {
  readonly params: readonly ValType[];
  readonly results: readonly ValType[];
  /** The same string for the same type, across modules: `"0,1>2"` is `(i32, i64) -> f32`. */
  readonly key: string;
}

export interface Limits {
  readonly min: number;
  /** -1 when there is no maximum. */
  readonly max: number;
}

export interface TableType extends Limits {
  readonly elemType: ValType;
}

/** Sizes are in pages of 64 KiB. */
export interface MemoryType extends Limits {
  readonly shared: boolean;
}

export interface GlobalType {
  readonly type: ValType;
  readonly mutable: boolean;
}

/**
 * One instruction of a constant expression, in postfix order; `lo` and `hi` are the bits of a
 * constant, or `lo` an index (global.get, ref.func).
 */
export interface ConstInstr {
  readonly op: Op;
  readonly lo: number;
  readonly hi: number;
}
export type ConstExpr = readonly ConstInstr[];

export const enum ExternKind {
  Function = 0,
  Table = 1,
  Memory = 2,
  Global = 3,
}

/** An import; `index` is its index in the index space of its kind. */
export type Import = { readonly module: string; readonly name: string; readonly index: number } & (
  | { readonly kind: ExternKind.Function; readonly typeIndex: number }
  | { readonly kind: ExternKind.Table; readonly type: TableType }
  | { readonly kind: ExternKind.Memory; readonly type: MemoryType }
  | { readonly kind: ExternKind.Global; readonly type: GlobalType }
);

export interface Export {
  readonly name: string;
  readonly kind: ExternKind;
  readonly index: number;
}

export const enum SegmentMode {
  Passive = 0,
  Active = 1,
  /** Element segments only: names functions for `ref.func`, holds nothing at run time. */
  Declarative = 2,
}

export interface DataSegment {
  readonly mode: SegmentMode;
  readonly memory: number;
  readonly offset: ConstExpr;
  readonly bytes: Uint8Array;
}

export interface ElementSegment {
  readonly mode: SegmentMode;
  readonly table: number;
  readonly offset: ConstExpr;
  readonly type: ValType;
  /** Function indices, when all items are plain `ref.func`; else `items` holds expressions. */
  readonly funcs: Uint32Array | undefined;
  readonly items: readonly ConstExpr[];
}

export interface CustomSection {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What the name section tells. */
export interface ModuleNames {
  module: string | undefined;
  /** Function index to name. */
  readonly functions: Map<number, string>;
}

/**
 * All of a module but its code. Index spaces hold imports first, then definitions. The decoder fills
 * it section by section; from the code section on, everything that code can refer to is complete.
 */
export class ModuleInfo {
  readonly types: FuncType[] = [];
  readonly imports: Import[] = [];
  /** Type index of every function. */
  readonly funcTypes: number[] = [];
  readonly tables: TableType[] = [];
  readonly memories: MemoryType[] = [];
  readonly globals: GlobalType[] = [];
  /** Initial values of the defined globals (not of imported ones), in order. */
  readonly globalInits: ConstExpr[] = [];
  readonly exports: Export[] = [];
  /** Index of the start function, or -1. */
  start = -1;
  readonly elements: ElementSegment[] = [];
  readonly data: DataSegment[] = [];
  /** Count of the data count section, or -1 when there is none. */
  dataCount = -1;
  readonly customSections: CustomSection[] = [];
  readonly names: ModuleNames = { module: undefined, functions: new Map() };
  /** Indices of the memories that are exported. */
  readonly exportedMemories = new Set<number>();
  importedFuncs = 0;
  importedTables = 0;
  importedMemories = 0;
  importedGlobals = 0;
  /**
   * Functions whose reference can be taken: named outside of function bodies by an export, an
   * element segment or a constant expression (spec 3.0, section 3.5.20, "C.refs"). The value is the
   * function's dense number among them, in the order of first mention.
   */
  readonly refFuncs: Map<number, number> = new Map();

  funcType(funcIndex: number): FuncType {
    return this.types[this.funcTypes[funcIndex]!]!;
  }

  /** Notes that a reference to the function can be taken. */
  declareRef(funcIndex: number): void {
    if (!this.refFuncs.has(funcIndex)) this.refFuncs.set(funcIndex, this.refFuncs.size);
  }
}

/** Of no module: what compiles bodies holds it between two modules. */
export const NO_INFO = new ModuleInfo();
