import { TABLE_LENGTH } from '../abi/vmctx-layout.js';
import { MAX_TABLE_SIZE } from '../frontend/limits.js';
import type { TableType } from '../frontend/module-info.js';
import { ValType } from '../frontend/value-types.js';
import { type Block, writePointer } from './native-heap.js';
import type { ExternRefHolder, Owner, Store } from './store.js';

interface User {
  readonly owner: WeakRef<object>;
  readonly block: Block;
  readonly offset: number;
}

/** A table of references: native 8-byte words. */
export class Table implements Owner, ExternRefHolder {
  /** Instances that can write to it, and functions that JavaScript put in. */
  readonly reach = new Set<object>();
  /** The block is shared with what frees it when the table is collected. */
  private readonly holder: { block: Block };
  private users: User[] = [];
  private count: number;

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
    this.count = type.min;
    const holder = { block: store.heap.allocate(8 * type.min) };
    this.holder = holder;
    store.onCollected(this, () => store.heap.free(holder.block));
    if (type.elemType === ValType.ExternRef) store.addHolder(this);
    if (word !== 0) this.fill(0, type.min, word);
  }

  /** Count of elements. */
  get length(): number {
    return this.count;
  }

  /** The word at an index that is in bounds. */
  getWord(index: number): number {
    const { block } = this.holder;
    const at = (block.base >> 2) + 2 * index;
    return block.u32[at + 1]! * 0x1_0000_0000 + block.u32[at]!;
  }

  /** Stores a word at an index that is in bounds. Does not note what it refers to. */
  setWord(index: number, word: number): void {
    writePointer(this.holder.block, 8 * index, word);
  }

  /**
   * The element as a JavaScript value.
   * @throws RangeError out of bounds
   */
  get(index: number): unknown {
    this.check(index);
    const word = this.getWord(index);
    if (this.type.elemType === ValType.ExternRef) return this.store.externRefs.fromHandle(word);
    const func = this.store.functionAt(word);
    return func === null ? null : this.store.functions.toJs(func);
  }

  /**
   * Stores a JavaScript value.
   * @throws RangeError out of bounds, TypeError for a value that is no such reference
   */
  set(index: number, value: unknown): void {
    this.check(index);
    this.setWord(index, this.wordOf(value));
  }

  /** The word of a JavaScript value, noting that the table may refer to it from now on. */
  wordOf(value: unknown): number {
    const { store } = this;
    if (this.type.elemType === ValType.ExternRef) return store.externRefs.toHandle(value);
    const func = store.functions.fromJs(value);
    if (func === null) return 0;
    this.reach.add(func.owner);
    return func.pointer;
  }

  /** Stores one word in a range that is in bounds. */
  fill(start: number, count: number, word: number): void {
    const { block } = this.holder;
    const first = (block.base >> 3) + start;
    block.u64.fill(BigInt(word), first, first + count);
  }

  /** Copies elements of a range that is in bounds, of the same table or of another. */
  copyFrom(source: Table, to: number, from: number, count: number): void {
    const target = this.holder.block;
    const origin = source.holder.block;
    const first = (origin.base >> 3) + from;
    const at = (target.base >> 3) + to;
    // Right for overlaps too: `set` copies as if through a buffer of its own.
    target.u64.set(origin.u64.subarray(first, first + count), at);
  }

  /**
   * Adds elements.
   * @returns the old length, or -1 when it cannot grow so far
   */
  grow(delta: number, word: number): number {
    const { store, holder } = this;
    const old = this.count;
    const limit = this.type.max < 0 ? MAX_TABLE_SIZE : Math.min(this.type.max, MAX_TABLE_SIZE);
    if (delta > limit - old) return -1;
    if (delta === 0) return old;
    const length = old + delta;
    if (8 * length > holder.block.length) {
      let block: Block;
      try {
        block = store.heap.allocate(8 * Math.min(limit, Math.max(length, 2 * old)));
      } catch {
        return -1;
      }
      const first = holder.block.base >> 3;
      block.u64.set(holder.block.u64.subarray(first, first + old), block.base >> 3);
      store.heap.free(holder.block);
      holder.block = block;
    }
    this.count = length;
    this.fill(old, delta, word);
    this.users = this.users.filter((user) => user.owner.deref() !== undefined);
    for (const user of this.users) this.write(user);
    return old;
  }

  /** Has the copies of address and length at a place of an instance's context kept up to date. */
  attach(owner: object, block: Block, offset: number): void {
    const user = { owner: new WeakRef(owner), block, offset };
    this.users.push(user);
    this.write(user);
  }

  markExternRefs(see: (handle: number) => void): void {
    for (let i = 0; i < this.count; i++) see(this.getWord(i));
  }

  private write({ block, offset }: User): void {
    writePointer(block, offset, this.holder.block.address);
    writePointer(block, offset + TABLE_LENGTH, this.count);
  }

  private check(index: number): void {
    if (!(index >= 0 && index < this.count)) {
      throw new RangeError(`table index ${index} is out of bounds, length ${this.count}`);
    }
  }
}
