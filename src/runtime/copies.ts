import type { ContextIds } from './context-ids.js';
import { type Block, type NativeHeap, writePointer } from './native-heap.js';
import type { Machine } from './platform.js';

/** A place in a context: its address, the context's number, and how often that had been given back. */
interface Copy {
  readonly address: number;
  readonly id: number;
  readonly use: number;
}

/** Places that are looked through for such of contexts that are gone, at least. */
const FEW = 16;

/**
 * The places in instances' contexts that repeat what a table or a memory knows of itself. It refers
 * neither to the instances nor to what it belongs to, so that each can go without the others. A place is there as long as
 * its context: the number tells, so that nothing need be done to it when an instance goes.
 */
export class Copies {
  /** The first place; most have just this one. Address 0 without. */
  private address = 0;
  private id = 0;
  private use = 0;
  private others: Copy[] | undefined = undefined;
  private most = FEW;

  /** @param id number of the context that the place is in */
  add(ids: ContextIds, address: number, id: number): void {
    if (this.address === 0 || ids.useOf(this.id) !== this.use) {
      this.address = address;
      this.id = id;
      this.use = ids.useOf(id);
      return;
    }
    let others = this.others ?? [];
    if (others.length >= this.most) {
      others = others.filter((copy) => ids.useOf(copy.id) === copy.use);
      this.most = Math.max(FEW, 2 * others.length);
    }
    others.push({ address, id, use: ids.useOf(id) });
    this.others = others;
  }

  /** Calls back with the places that are there. */
  forEach(ids: ContextIds, visit: (address: number) => void): void {
    if (this.address !== 0 && ids.useOf(this.id) === this.use) visit(this.address);
    if (this.others === undefined) return;
    for (const { address, id, use } of this.others) if (ids.useOf(id) === use) visit(address);
  }
}

/** Stores words to the runtime's structures, all of them or none: nothing can happen in between. */
export class Commit {
  private list: Block;

  constructor(
    private readonly heap: NativeHeap,
    private readonly machine: Pick<Machine, 'commit'>,
  ) {
    this.list = heap.allocate(1024);
  }

  /** @param build told a function that takes an address and the word to store there */
  words(build: (write: (address: number, word: number) => void) => void): void {
    let count = 0;
    build((address, word) => {
      if (16 * (count + 1) > this.list.length) this.enlarge();
      writePointer(this.list, 16 * count, address);
      writePointer(this.list, 16 * count + 8, word);
      count++;
    });
    this.machine.commit(this.list, count);
  }

  private enlarge(): void {
    const { list } = this;
    const larger = this.heap.allocate(2 * list.length);
    larger.u64.set(
      list.u64.subarray(list.base >> 3, (list.base + list.length) >> 3),
      larger.base >> 3,
    );
    this.list = larger;
    this.heap.free(list);
  }
}
