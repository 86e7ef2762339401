import { TABLE_LENGTH } from '../abi/vmctx-layout.js';
import { MAX_TABLE_SIZE } from '../wasm/limits.js';
import type { TableType } from '../wasm/types.js';
import { isHostRef, ValType } from '../wasm/value-types.js';
import { Copies } from './copies.js';
import type { Life } from './lifetimes.js';
import { type Block, readPointer, writePointer } from './native-heap.js';
import { ExternWords, FunctionWords, releaseWith } from './reference-words.js';
import type { Holder, References } from './references.js';
import type { Store } from './store.js';

/**
 * The native half of a table:
 * ```
 *    0  ptr  elements, 8 bytes each
 *    8  u64  length
 *   16  the elements, until growth moves them to a block of their own
 * ```
 */
const STATE_SIZE = 16;
const LENGTH = 8;

/** Elements that a table remembers the functions of. */
const MAX_SEEN = 1 << 18;
const NO_BITS = new Float64Array(0);
/** Stays empty. */
const NO_FORMS: unknown[] = [];

/** The block that growth has made, shared with what frees it. */
interface Grown {
  block: Block;
}

/** A table of references: native 8-byte words. */
export class Table implements Holder {
  pinned = false;
  mark = 0;
  /** What the embedder has made of it for JavaScript: always the same. */
  form: unknown = undefined;
  /** The contexts of instances that have copies of address and length. */
  readonly copies = new Copies();
  private readonly state: Block;
  private elements: Block;
  /** Offset of the elements in their block. */
  private start = STATE_SIZE;
  readonly life: Life;
  /** The elements' own block, and its life. */
  private grown: Grown | undefined = undefined;
  grownLife: Life | undefined = undefined;
  private readonly words: FunctionWords | ExternWords;
  /** Functions that {@link get} has made for JavaScript, and the words that they were made for. */
  private forms = NO_FORMS;
  private seenBits = NO_BITS;
  /** Where {@link seen} finds the elements: a view of their block, and the index of the first there. */
  private bits: Float64Array;
  private first: number;

  /**
   * @param word initial value of the elements
   * @throws RangeError over the limit of elements, or without memory for them
   */
  constructor(
    readonly store: Store,
    readonly type: TableType,
    word = 0,
  ) {
    if (type.min > MAX_TABLE_SIZE || (type.max >= 0 && type.max < type.min)) {
      const most = type.max >= 0 && type.max < MAX_TABLE_SIZE ? type.max : MAX_TABLE_SIZE;
      throw new RangeError(`a table of ${type.min} elements, expected at most ${most}`);
    }
    const { heap } = store;
    const state = heap.allocate(STATE_SIZE + 8 * type.min);
    this.state = state;
    this.elements = state;
    this.bits = state.views.f64;
    this.first = this.firstWord;
    this.words = isHostRef(type.elemType) ? new ExternWords(store) : new FunctionWords();
    const { words } = this;
    const release = releaseWith(heap.freeAt, words);
    this.life = store.lifetimes.begin(state.length, release, state.address, state.length);
    writePointer(state, 0, state.address + STATE_SIZE);
    writePointer(state, LENGTH, type.min);
    if (word !== 0) this.fill(0, type.min, word);
  }

  /** Count of elements. */
  get length(): number {
    const { state } = this;
    return state.u32[(state.base + LENGTH) >> 2]!;
  }

  /** Address of an element that is in bounds. */
  addressAt(index: number): number {
    return this.elements.address + this.start + 8 * index;
  }

  /** The word at an index that is in bounds. */
  getWord(index: number): number {
    return readPointer(this.elements, this.start + 8 * index);
  }

  /** Stores a word at an index that is in bounds. Does not note what it refers to. */
  setWord(index: number, word: number): void {
    writePointer(this.elements, this.start + 8 * index, word);
  }

  /**
   * The JavaScript value of a function element that {@link get} has seen, and that is still there; else
   * undefined. The value keeps the function, so no other one can have come to be at its address. A table
   * does not shrink, so an index that was in bounds is.
   *
   * @param index an unsigned integer
   */
  seen(index: number): unknown {
    if (!(index < this.seenBits.length)) return undefined;
    return this.bits[this.first + index] === this.seenBits[index] ? this.forms[index] : undefined;
  }

  /**
   * The element as a JavaScript value.
   * @throws RangeError out of bounds
   */
  get(index: number): unknown {
    this.check(index);
    if (this.type.elemType === ValType.ExnRef) throw noForm();
    const { elements, start } = this;
    const at = ((elements.base + start) >> 2) + 2 * index;
    const low = elements.u32[at]!;
    const high = elements.u32[at + 1]!;
    const { references, functions } = this.store;
    if (this.type.elemType === ValType.ExternRef) return references.externs.fromHalves(low, high);
    if (low === 0 && high === 0) return null;
    references.pin(this);
    const func = references.functionAt(high * 0x1_0000_0000 + low)!;
    const form = functions.toJs(func);
    if (index < MAX_SEEN) this.remember(index, func.bits, form);
    return form;
  }

  private remember(index: number, bits: number, form: unknown): void {
    if (this.forms === NO_FORMS) this.forms = [];
    const { forms } = this;
    if (index >= this.seenBits.length) {
      const larger = new Float64Array(Math.max(16, 2 * index));
      larger.set(this.seenBits);
      this.seenBits = larger;
    }
    // Not by its index alone: the engine makes an array whose first element is a far one a hash table.
    while (forms.length <= index) forms.push(undefined);
    forms[index] = form;
    this.seenBits[index] = bits;
  }

  /**
   * Stores a JavaScript value.
   * @throws RangeError out of bounds, TypeError for a value that is no such reference
   */
  set(index: number, value: unknown): void {
    this.check(index);
    const { references } = this.store;
    references.settleIfDue();
    this.setWord(index, this.wordOf(value));
  }

  /** The word of a JavaScript value, noting that the table may refer to it from now on. */
  wordOf(value: unknown): number {
    const { references, functions } = this.store;
    if (this.type.elemType === ValType.ExnRef) throw noForm();
    if (this.type.elemType === ValType.ExternRef) {
      references.pin(this);
      return references.externs.toWord(value);
    }
    const func = functions.fromJs(value);
    references.pin(this);
    if (func === null) return 0;
    references.pin(func.owner);
    return func.pointer;
  }

  /** Stores one word in a range that is in bounds. */
  fill(start: number, count: number, word: number): void {
    const { elements } = this;
    const first = this.firstWord + start;
    elements.u64.fill(BigInt(word), first, first + count);
  }

  /** Copies elements of a range that is in bounds, of the same table or of another. */
  copyFrom(source: Table, to: number, from: number, count: number): void {
    const first = source.firstWord + from;
    const words = source.elements.u64.subarray(first, first + count);
    // Right for overlaps too: `set` copies as if through a buffer of its own.
    this.elements.u64.set(words, this.firstWord + to);
  }

  /**
   * Adds elements. What changes becomes visible to all instances at once.
   * @returns the old length, or -1 when it cannot grow so far
   */
  grow(delta: number, word: number): number {
    const { elements, state, store } = this;
    const old = this.length;
    const limit = this.type.max < 0 ? MAX_TABLE_SIZE : Math.min(this.type.max, MAX_TABLE_SIZE);
    if (delta > limit - old) return -1;
    if (delta === 0) return old;
    const length = old + delta;
    let block = elements;
    let { start } = this;
    if (start + 8 * length > elements.length) {
      try {
        block = store.heap.allocate(8 * Math.min(limit, Math.max(length, 2 * old)));
      } catch {
        return -1;
      }
      start = 0;
      const first = this.firstWord;
      block.u64.set(elements.u64.subarray(first, first + old), block.base >> 3);
    }
    const first = (block.base + start) >> 3;
    block.u64.fill(BigInt(word), first + old, first + length);
    const address = block.address + start;
    store.commit.words((write) => {
      write(state.address, address);
      write(state.address + LENGTH, length);
      this.copies.forEach(store.references.ids, (copy) => {
        write(copy, address);
        write(copy + TABLE_LENGTH, length);
      });
    });
    this.elements = block;
    this.start = start;
    this.bits = block.views.f64;
    this.first = first;
    if (block === elements) return old;
    if (this.grown === undefined) {
      this.grown = { block };
      this.grownLife = lifeOfGrown(store, this.grown);
    } else {
      this.grown.block = block;
      store.heap.free(elements);
    }
    return old;
  }

  /**
   * Has the copies of address and length at a place of an instance's context kept up to date.
   * @param id number of the context
   */
  attach(block: Block, offset: number, id: number): void {
    this.copies.add(this.store.references.ids, block.address + offset, id);
    writePointer(block, offset, readPointer(this.state, 0));
    writePointer(block, offset + TABLE_LENGTH, this.length);
  }

  trace(visit: (holder: Holder) => void): void {
    this.words.trace(visit);
  }

  takeStock(references: References): void {
    const { elements } = this;
    const at = 2 * this.firstWord;
    this.words.begin();
    for (let i = 0, { length } = this; i < length; i++) {
      this.words.add(references, elements.u32[at + 2 * i]!, elements.u32[at + 2 * i + 1]!);
    }
    this.forms = NO_FORMS;
    this.seenBits = NO_BITS;
  }

  letGo(references: References): void {
    this.words.letGo(references);
  }

  /** Index of the first element in the views of its block. */
  private get firstWord(): number {
    return (this.elements.base + this.start) >> 3;
  }

  private check(index: number): void {
    if (!(index >= 0 && index < this.length)) {
      throw new RangeError(`table index ${index} is out of bounds, length ${this.length}`);
    }
  }
}

/** Apart from the table's other life: growth makes large blocks. */
function lifeOfGrown(store: Store, grown: Grown): Life {
  return store.lifetimes.begin(Number.POSITIVE_INFINITY, () => store.heap.free(grown.block));
}

/** References to exceptions are WebAssembly's alone. */
function noForm(): TypeError {
  return new TypeError('a value of this type has no form in JavaScript');
}
