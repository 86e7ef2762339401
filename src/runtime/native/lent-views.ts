import { MAP_ANONYMOUS, MAP_PRIVATE, PROT_READ, PROT_WRITE } from './mman.js';
import type { Native } from './native.js';

/**
 * Buffers over native memory that JavaScript gets, and may take away: nothing keeps `transfer`, or a
 * stream that takes chunks over, from a buffer that is not the engine's. The bytes then belong to another
 * buffer, which nobody knows, maybe in another thread. So the engine says when the bytes are no one's any
 * more: it has a function called that sets a mark in native memory.
 */
export class LentViews {
  private readonly pages: { readonly address: number; readonly marks: Int32Array }[] = [];
  private readonly free: number[] = [];
  private readonly perPage: number;

  /** @param gone address of the function that sets a mark (ProcessStubs.gone) */
  constructor(
    readonly native: Native,
    private readonly gone: number,
  ) {
    this.perPage = native.pageSize / 4;
  }

  /** @returns a buffer over native memory, and what to ask {@link isGone} for, where anybody tells */
  lend(address: number, length: number): { buffer: ArrayBuffer; mark: number | undefined } {
    const { native } = this;
    if (length === 0) return { buffer: new ArrayBuffer(0), mark: this.take(1) };
    if (native.viewUntil === undefined)
      return { buffer: native.view(address, length), mark: undefined };
    const mark = this.take(0);
    const { address: page } = this.pages[Math.trunc(mark / this.perPage)]!;
    const at = page + 4 * (mark % this.perPage);
    return { buffer: native.viewUntil(address, length, this.gone, at), mark };
  }

  /** Whether nobody has the bytes any more: then the mark is to be dropped. */
  isGone(mark: number): boolean {
    const { marks } = this.pages[Math.trunc(mark / this.perPage)]!;
    return marks[mark % this.perPage] !== 0;
  }

  /** The mark is for other buffers. */
  drop(mark: number): void {
    this.free.push(mark);
  }

  private take(value: number): number {
    const { perPage, pages, free } = this;
    if (free.length === 0) {
      const first = perPage * pages.length;
      pages.push(this.page());
      for (let i = perPage - 1; i >= 0; i--) free.push(first + i);
    }
    const mark = free.pop()!;
    pages[Math.trunc(mark / perPage)]!.marks[mark % perPage] = value;
    return mark;
  }

  private page(): { address: number; marks: Int32Array } {
    const { native } = this;
    const flags = MAP_PRIVATE | MAP_ANONYMOUS;
    const address = native.mmap(0, native.pageSize, PROT_READ | PROT_WRITE, flags, -1);
    if (address < 0) throw new RangeError('out of memory: marks of buffers');
    native.mappings.add(address, native.pageSize);
    return { address, marks: new Int32Array(native.view(address, native.pageSize)) };
  }
}
