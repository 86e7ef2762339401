import type { FuncType } from '../wasm/types.js';
import type { ValType } from '../wasm/value-types.js';
import { BinaryReader } from './binary-reader.js';
import type { ByteInterner } from './byte-interner.js';
import type { SectionStore } from './section-store.js';
import { readValType } from './value-type-reader.js';

const NO_TYPES: readonly ValType[] = [];

/** A function type. All that code refers to are of this class, so that V8 knows their shape. */
class Signature implements FuncType {
  private text: string | undefined = undefined;

  constructor(
    readonly params: readonly ValType[],
    readonly results: readonly ValType[],
  ) {}

  get key(): string {
    this.text ??= `${this.params.join()}>${this.results.join()}`;
    return this.text;
  }
}

export function makeFuncType(params: readonly ValType[], results: readonly ValType[]): FuncType {
  return new Signature(params, results);
}

/**
 * The types of a module. Of each it keeps the numbers of its two lists; the objects are made when they
 * are asked for, and equal lists are one array.
 */
export class TypeTable {
  /** The types by index, as far as they were asked for. */
  private readonly known: FuncType[] = [];
  /** Pairs (number of the parameters' list, of the results'). */
  private lists = new Uint32Array(0);
  private count = 0;
  /** Where each list lies in the store, and its length in bytes. */
  private starts: Int32Array = new Int32Array(0);
  private lengths: Int32Array = new Int32Array(0);
  private arrays: (readonly ValType[])[] = [];
  /** All types were made. */
  private complete = true;

  constructor(private readonly store: SectionStore) {}

  get length(): number {
    return this.known.length;
  }

  /** Makes room for so many types, which {@link add} will add. */
  begin(count: number): void {
    this.lists = new Uint32Array(2 * count);
  }

  /** Adds a type whose lists have these numbers in the interner given to {@link end}. */
  add(params: number, results: number): void {
    const at = 2 * this.count++;
    this.lists[at] = params;
    this.lists[at + 1] = results;
  }

  /** @param shift what to add to an index into the interner's bytes to get a position in the store */
  end(interner: ByteInterner, shift: number): void {
    this.starts = interner.starts.toArray();
    for (let i = 0; i < this.starts.length; i++) this.starts[i]! += shift;
    this.lengths = interner.lengths.toArray();
    this.arrays = new Array(this.starts.length);
    this.known.length = this.count;
    this.complete = this.count === 0;
  }

  /** The type of an index, or undefined when there is none. */
  at(index: number): FuncType | undefined {
    return this.known[index] ?? this.make(index);
  }

  /** All types. */
  all(): FuncType[] {
    if (!this.complete) {
      this.complete = true;
      for (let i = 0; i < this.count; i++) this.at(i);
    }
    return this.known;
  }

  private make(index: number): FuncType | undefined {
    if (index >= this.count) return undefined;
    const type = new Signature(
      this.list(this.lists[2 * index]!),
      this.list(this.lists[2 * index + 1]!),
    );
    this.known[index] = type;
    return type;
  }

  private list(number: number): readonly ValType[] {
    const known = this.arrays[number];
    if (known !== undefined) return known;
    const length = this.lengths[number]!;
    const types = length === 0 ? NO_TYPES : this.decode(this.starts[number]!, length);
    this.arrays[number] = types;
    return types;
  }

  private decode(start: number, length: number): readonly ValType[] {
    const r = new BinaryReader(this.store.bytes(), start, start + length, 0);
    const types: ValType[] = [];
    while (r.remaining > 0) types.push(readValType(r, 'value type'));
    // A copy has no room to grow.
    return types.slice();
  }
}
