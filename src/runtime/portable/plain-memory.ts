import { MAX_MEMORY_PAGES, PAGE_SIZE } from '../../wasm/limits.js';
import type { MemoryDescriptor } from '../host-memory.js';
import type { OwnBytes } from '../platform.js';

/** Since ECMAScript 2024. */
const { transfer } = ArrayBuffer.prototype as {
  transfer?: (this: ArrayBuffer, length: number) => ArrayBuffer;
};

const LOST_BYTES = 'the buffer of a WebAssembly.Memory was transferred away, and its bytes with it';

/**
 * A memory in an ordinary buffer, for where the engine has none: growth copies it, and detaches the old one. Nothing of
 * the language's keeps others from transferring the buffer, as the engine's memories do: that is found out before
 * WebAssembly runs (see `Memory`), for which the memory has no bytes then.
 */
export class PlainMemory implements OwnBytes {
  readonly guarded = true;
  readonly address = undefined;
  buffer: ArrayBuffer;
  onGrow: (() => void) | undefined = undefined;
  private readonly limit: number;
  private pages: number;

  /** @throws RangeError when there is no memory for it */
  constructor({ initial, maximum = MAX_MEMORY_PAGES }: MemoryDescriptor) {
    this.limit = Math.min(maximum, MAX_MEMORY_PAGES);
    this.pages = initial;
    this.buffer = newBuffer(initial);
  }

  grow(delta: number): number {
    const pages = this.extend(delta);
    this.onGrow?.();
    return pages;
  }

  extend(delta: number): number {
    const { buffer: old, pages } = this;
    if (old.byteLength !== pages * PAGE_SIZE) throw new TypeError(LOST_BYTES);
    if (delta > this.limit - pages) throw new RangeError('Maximum memory size exceeded');
    const larger = newBuffer(pages + delta);
    new Uint8Array(larger).set(new Uint8Array(old));
    this.buffer = larger;
    this.pages = pages + delta;
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
