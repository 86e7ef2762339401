import { MAX_MEMORY_PAGES, PAGE_SIZE } from '../../wasm/limits.js';
import type { MemoryDescriptor } from '../host-memory.js';
import type { OwnBytes } from '../platform.js';

/** Since ECMAScript 2024. */
interface Transferable {
  transfer?(length?: number): ArrayBuffer;
}

/** A memory in an ordinary buffer, for where the engine has none: growth copies it, and detaches the old one. */
export class PlainMemory implements OwnBytes {
  readonly guarded = true;
  readonly address = undefined;
  buffer: ArrayBuffer;
  onGrow: (() => void) | undefined = undefined;
  private readonly limit: number;

  /** @throws RangeError when there is no memory for it */
  constructor({ initial, maximum = MAX_MEMORY_PAGES }: MemoryDescriptor) {
    this.limit = Math.min(maximum, MAX_MEMORY_PAGES);
    this.buffer = newBuffer(initial);
  }

  grow(delta: number): number {
    const pages = this.extend(delta);
    this.onGrow?.();
    return pages;
  }

  extend(delta: number): number {
    const old = this.buffer;
    const pages = old.byteLength / PAGE_SIZE;
    if (delta > this.limit - pages) throw new RangeError('Maximum memory size exceeded');
    const larger = newBuffer(pages + delta);
    new Uint8Array(larger).set(new Uint8Array(old));
    this.buffer = larger;
    const { transfer } = old as Transferable;
    if (transfer !== undefined) transfer.call(old, 0);
    else structuredClone(old, { transfer: [old] });
    return pages;
  }
}

function newBuffer(pages: number): ArrayBuffer {
  try {
    return new ArrayBuffer(pages * PAGE_SIZE);
  } catch {
    throw new RangeError(`out of memory: a memory of ${pages} pages`);
  }
}
