import { Op } from '../wasm/operators.js';
import { type ConstExpr, type DataSegment, SegmentMode } from '../wasm/types.js';
import type { ValType } from '../wasm/value-types.js';
import { BinaryReader } from './binary-reader.js';
import { ConstExprs, constExprAt, skipConstExpr } from './const-instrs.js';
import type { SectionStore } from './section-store.js';

export interface ElementSegment {
  readonly mode: SegmentMode;
  readonly table: number;
  readonly offset: ConstExpr;
  readonly itemCount: number;
  readonly type: ValType;
  /** Function indices, when all items are plain `ref.func`; else `items` holds expressions. */
  readonly funcs: Uint32Array | undefined;
  readonly items: ConstExprs;
}

/** Bits of an element segment's leading integer (spec 3.0, section 5.5.12). */
export const enum ElementFlag {
  /** Passive or declarative, not active. */
  NotActive = 1,
  /** Active: the table is named; otherwise: declarative. */
  Explicit = 2,
  /** Items are expressions, not function indices. */
  Expressions = 4,
}

const NO_OFFSET: ConstExpr = [];
const NO_FUNCS = new Uint32Array(0);
const NO_ITEMS = new ConstExprs({ bytes: () => new Uint8Array(0) });

/** The mode of an element segment with these flags. */
export function elementMode(flags: number): SegmentMode {
  if ((flags & ElementFlag.NotActive) === 0) return SegmentMode.Active;
  return (flags & ElementFlag.Explicit) === 0 ? SegmentMode.Passive : SegmentMode.Declarative;
}

/** The element segments of a module: of each the position and the type. */
export class ElementSegments implements Iterable<ElementSegment> {
  private positions: Uint32Array = new Uint32Array(0);
  private types: Int32Array = new Int32Array(0);
  private count = 0;
  /** Passive segments that were asked for: their items may be read one by one. */
  private readonly passive = new Map<number, ElementSegment>();

  constructor(private readonly store: SectionStore) {}

  get length(): number {
    return this.count;
  }

  /** Makes room for so many segments, which {@link add} will add. */
  begin(count: number): void {
    this.positions = new Uint32Array(count);
    this.types = new Int32Array(count);
  }

  /** Adds the segment at a position of the store, which is valid. */
  add(position: number, type: ValType): void {
    this.positions[this.count] = position;
    this.types[this.count++] = type;
  }

  /** Takes positions and types as {@link add} would get them. */
  adopt(positions: Uint32Array, types: Int32Array): void {
    this.positions = positions;
    this.types = types;
    this.count = positions.length;
  }

  positionAt(index: number): number {
    return this.positions[index]!;
  }

  typeAt(index: number): ValType {
    return this.types[index]!;
  }

  /** Decodes a segment; its items follow when they are asked for. */
  get(index: number): ElementSegment {
    const known = this.passive.size === 0 ? undefined : this.passive.get(index);
    if (known !== undefined) return known;
    if (index >= this.count) throw new RangeError(`no element segment ${index}`);
    const segment = new StoredElementSegment(
      this.store.head(),
      this.positions[index]!,
      this.types[index]!,
    );
    if (segment.mode === SegmentMode.Passive && segment.itemCount > 0) {
      this.passive.set(index, segment);
    }
    return segment;
  }

  forEach(visit: (segment: ElementSegment, index: number) => void): void {
    for (let i = 0; i < this.count; i++) visit(this.get(i), i);
  }

  *[Symbol.iterator](): Generator<ElementSegment> {
    for (let i = 0; i < this.count; i++) yield this.get(i);
  }
}

class StoredElementSegment implements ElementSegment {
  readonly mode: SegmentMode;
  readonly table: number;
  readonly itemCount: number;
  private readonly expressions: boolean;
  /** Position of the offset, or -1. */
  private readonly offsetAt: number;
  private readonly itemsAt: number;
  private decoded = false;
  private funcList: Uint32Array | undefined = undefined;
  private itemList = NO_ITEMS;

  constructor(
    private readonly module: Uint8Array,
    position: number,
    readonly type: ValType,
  ) {
    const r = new BinaryReader(module, position, module.length, 0);
    const flags = r.u32('flags of an element segment');
    const explicit = (flags & ElementFlag.Explicit) !== 0;
    this.mode = elementMode(flags);
    this.table = -1;
    this.offsetAt = -1;
    if (this.mode === SegmentMode.Active) {
      this.table = explicit ? r.u32('table index') : 0;
      this.offsetAt = r.pos;
      skipConstExpr(r);
    }
    // A type or a kind.
    if (this.mode !== SegmentMode.Active || explicit) r.pos++;
    this.expressions = (flags & ElementFlag.Expressions) !== 0;
    this.itemCount = r.u32('number of elements');
    this.itemsAt = r.pos;
  }

  get offset(): ConstExpr {
    if (this.offsetAt < 0) return NO_OFFSET;
    return constExprAt({ bytes: () => this.module }, this.offsetAt);
  }

  get funcs(): Uint32Array | undefined {
    this.decode();
    return this.funcList;
  }

  get items(): ConstExprs {
    this.decode();
    return this.itemList;
  }

  private decode(): void {
    if (this.decoded) return;
    this.decoded = true;
    this.funcList = this.itemCount === 0 ? NO_FUNCS : this.decodeFuncs();
    if (this.funcList !== undefined) return;
    const { module, itemCount } = this;
    const items = new ConstExprs({ bytes: () => module });
    items.begin(itemCount);
    const r = new BinaryReader(module, this.itemsAt, module.length, 0);
    for (let i = 0; i < itemCount; i++) {
      items.add(r.pos);
      skipConstExpr(r);
    }
    this.itemList = items;
  }

  /** Function indices, or undefined when there are items that are no plain `ref.func`. */
  private decodeFuncs(): Uint32Array | undefined {
    const { module, itemCount, expressions } = this;
    const r = new BinaryReader(module, this.itemsAt, module.length, 0);
    if (expressions && module[r.pos] !== Op.RefFunc) return undefined;
    const funcs = new Uint32Array(itemCount);
    for (let i = 0; i < itemCount; i++) {
      if (expressions && r.u8('instruction') !== Op.RefFunc) return undefined;
      funcs[i] = r.u32('function index');
      if (expressions && r.u8('instruction') !== Op.End) return undefined;
    }
    return funcs;
  }
}

/** The data segments of a module: a position each. */
export class DataSegments implements Iterable<DataSegment> {
  private positions: Uint32Array = new Uint32Array(0);
  private count = 0;

  constructor(private readonly store: SectionStore) {}

  get length(): number {
    return this.count;
  }

  /** Makes room for so many segments, which {@link add} will add. */
  begin(count: number): void {
    this.positions = new Uint32Array(count);
  }

  /** Adds the segment at a position of the store, which is valid. */
  add(position: number): void {
    this.positions[this.count++] = position;
  }

  /** Takes positions as {@link add} would get them. */
  adopt(positions: Uint32Array): void {
    this.positions = positions;
    this.count = positions.length;
  }

  positionAt(index: number): number {
    return this.positions[index]!;
  }

  get(index: number): DataSegment {
    if (index >= this.count) throw new RangeError(`no data segment ${index}`);
    return new StoredDataSegment(this.store.bytes(), this.positions[index]!);
  }

  forEach(visit: (segment: DataSegment, index: number) => void): void {
    for (let i = 0; i < this.count; i++) visit(this.get(i), i);
  }

  *[Symbol.iterator](): Generator<DataSegment> {
    for (let i = 0; i < this.count; i++) yield this.get(i);
  }
}

class StoredDataSegment implements DataSegment {
  readonly mode: SegmentMode;
  readonly memory: number;
  /** Position of the offset, or -1. */
  private readonly offsetAt: number;
  private readonly start: number;
  private readonly size: number;

  constructor(
    private readonly module: Uint8Array,
    position: number,
  ) {
    const r = new BinaryReader(module, position, module.length, 0);
    const flags = r.u32('flags of a data segment');
    this.mode = flags === 1 ? SegmentMode.Passive : SegmentMode.Active;
    this.memory = flags === 2 ? r.u32('memory index') : 0;
    this.offsetAt = -1;
    if (flags !== 1) {
      this.offsetAt = r.pos;
      skipConstExpr(r);
    }
    this.size = r.u32('size of a data segment');
    this.start = r.pos;
  }

  get offset(): ConstExpr {
    if (this.offsetAt < 0) return NO_OFFSET;
    return constExprAt({ bytes: () => this.module }, this.offsetAt);
  }

  get bytes(): Uint8Array {
    return this.module.subarray(this.start, this.start + this.size);
  }
}
