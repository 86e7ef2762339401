import { type Block, type NativeHeap, writePointer } from './native-heap.js';
import type { Machine } from './platform.js';

/**
 * The places in instances' contexts that repeat what a table or a memory knows of itself. It refers
 * neither to the instances nor to what it belongs to, so that each can go without the others.
 */
export class Copies {
  /** The first place; most have just this one. 0 without. */
  private first = 0;
  private others: Set<number> | undefined = undefined;

  add(address: number): void {
    if (this.first === 0) {
      this.first = address;
      return;
    }
    this.others ??= new Set();
    this.others.add(address);
  }

  delete(address: number): void {
    if (this.first === address) this.first = 0;
    else this.others?.delete(address);
  }

  forEach(visit: (address: number) => void): void {
    if (this.first !== 0) visit(this.first);
    if (this.others === undefined) return;
    for (const address of this.others) visit(address);
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
