import { type FreeRange, giveRange, takeRange } from '../util/free-ranges.js';

/** Chunks are aligned to their size, so that an address tells its chunk. */
const CHUNK = 1 << 20;

/** Memory that has an address. */
export interface Mapped {
  readonly address: number;
  readonly buffer: ArrayBuffer;
}

export interface Pages {
  /** Zeroed memory at a multiple of 1 MiB. @param length likewise @throws RangeError */
  map(length: number): Mapped;
  unmap(address: number, length: number): void;
}

/** Native memory under each type of value. */
export interface Views {
  readonly i32: Int32Array;
  readonly u32: Uint32Array;
  readonly i64: BigInt64Array;
  readonly u64: BigUint64Array;
  readonly f32: Float32Array;
  readonly f64: Float64Array;
}

/** Views of all of a buffer. */
export function viewsOf(buffer: ArrayBuffer): Views {
  return {
    i32: new Int32Array(buffer),
    u32: new Uint32Array(buffer),
    i64: new BigInt64Array(buffer),
    u64: new BigUint64Array(buffer),
    f32: new Float32Array(buffer),
    f64: new Float64Array(buffer),
  };
}

/** A mapped piece of memory that blocks are cut from; a big block has a piece of its own. */
interface Chunk extends Views {
  readonly address: number;
  readonly length: number;
  readonly views: Views;
  /** Free ranges as (offset, length), ascending and not touching. */
  readonly free: FreeRange[];
}

/** A piece of the {@link NativeHeap}: zeroed when allocated, never moves. */
export interface Block {
  readonly address: number;
  /** Bytes, a multiple of 16. */
  readonly length: number;
  /** Views of the memory around it; index of the block's first word is `base / 4` or `base / 8`. */
  readonly views: Views;
  readonly u32: Uint32Array;
  readonly u64: BigUint64Array;
  /** Byte offset of the block in the views. */
  readonly base: number;
}

/**
 * Memory for small structures that compiled code points to (contexts, function references, tables), with typed-array views that stay valid as long as the heap.
 */
export class NativeHeap {
  /** Chunks by number of their first megabyte; a big chunk is under each of its megabytes. */
  private readonly chunks = new Map<number, Chunk>();
  private readonly shared: Chunk[] = [];

  constructor(private readonly pages: Pages) {}

  /**
   * @param bytes size, rounded up to 16
   * @throws RangeError when the system has no more memory
   */
  allocate(bytes: number): Block {
    const length = Math.max(16, Math.ceil(bytes / 16) * 16);
    if (length > CHUNK / 4) return blockOf(this.map(length), 0, length);
    for (let c = this.shared.length - 1; c >= 0; c--) {
      const chunk = this.shared[c]!;
      const offset = takeRange(chunk.free, length);
      if (offset >= 0) return blockOf(chunk, offset, length);
    }
    const chunk = this.map(CHUNK);
    chunk.free.push({ offset: 0, length: CHUNK });
    this.shared.push(chunk);
    return blockOf(chunk, takeRange(chunk.free, length), length);
  }

  free({ address, length }: Block): void {
    this.freeAt(address, length);
  }

  /** Frees the block of an address and a length. */
  readonly freeAt = (blockAddress: number, blockLength: number): void => {
    const chunk = this.chunks.get(Math.floor(blockAddress / CHUNK));
    if (chunk === undefined) throw new Error('freeing memory that is not allocated');
    if (blockLength > CHUNK / 4) {
      for (let at = 0; at < chunk.length; at += CHUNK) {
        this.chunks.delete(Math.floor((chunk.address + at) / CHUNK));
      }
      // The views go with the block.
      this.pages.unmap(chunk.address, chunk.length);
      return;
    }
    const base = blockAddress - chunk.address;
    chunk.u32.fill(0, base >> 2, (base + blockLength) >> 2);
    giveRange(chunk.free, base, blockLength);
  };

  /** The 32-bit word at an address, or -1 when the address is not on this heap. */
  read32(address: number): number {
    const chunk = this.chunks.get(Math.floor(address / CHUNK));
    if (chunk === undefined || (address & 3) !== 0) return -1;
    return chunk.u32[(address - chunk.address) / 4] ?? -1;
  }

  /** The pointer at an address, or -1 when the address is not on this heap. */
  readPointer(address: number): number {
    const low = this.read32(address);
    const high = this.read32(address + 4);
    return low < 0 || high < 0 ? -1 : high * 0x1_0000_0000 + low;
  }

  private map(bytes: number): Chunk {
    const length = Math.ceil(bytes / CHUNK) * CHUNK;
    const { address, buffer } = this.pages.map(length);
    const views = viewsOf(buffer);
    const chunk: Chunk = { address, length, views, ...views, free: [] };
    for (let at = 0; at < length; at += CHUNK) {
      this.chunks.set(Math.floor((address + at) / CHUNK), chunk);
    }
    return chunk;
  }
}

/** Stores a pointer at a byte offset of a block. */
export function writePointer(block: Block, offset: number, pointer: number): void {
  const at = (block.base + offset) >> 2;
  block.u32[at] = pointer % 0x1_0000_0000;
  block.u32[at + 1] = Math.floor(pointer / 0x1_0000_0000);
}

/** Loads a pointer (or another number below 2^53) from a byte offset of a block. */
export function readPointer(block: Block, offset: number): number {
  const at = (block.base + offset) >> 2;
  return block.u32[at + 1]! * 0x1_0000_0000 + block.u32[at]!;
}

function blockOf(chunk: Chunk, base: number, length: number): Block {
  const { address, views } = chunk;
  return { address: address + base, length, views, u32: views.u32, u64: views.u64, base };
}
