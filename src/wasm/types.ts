import type { Op } from './operators.js';
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
  /** The upper words of `v128.const`, whose lower ones are `lo` and `hi`. */
  readonly lo2?: number;
  readonly hi2?: number;
}
/** The instructions of a constant expression, decoded when they are walked over. */
export type ConstExpr = Iterable<ConstInstr>;

export const enum ExternKind {
  Function = 0,
  Table = 1,
  Memory = 2,
  Global = 3,
  Tag = 4,
}

/** An import; `index` is its index in the index space of its kind. */
export type Import = { readonly module: string; readonly name: string; readonly index: number } & (
  | { readonly kind: ExternKind.Function; readonly typeIndex: number }
  | { readonly kind: ExternKind.Table; readonly type: TableType }
  | { readonly kind: ExternKind.Memory; readonly type: MemoryType }
  | { readonly kind: ExternKind.Global; readonly type: GlobalType }
  | { readonly kind: ExternKind.Tag; readonly typeIndex: number }
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
