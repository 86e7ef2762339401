/** Bytes of a piece; allocations begin with one. */
const PIECE = 1 << 20;
/** Pieces of the whole space: addresses have 32 bits here. */
const PIECES = 4096;
/** What the numbers of addresses in the space have besides: their upper word is 1, so that none is null. */
export const SPACE_BASE = 2 ** 32;

/**
 * Memory for what code points to: contexts, tables, the stack. An address is {@link SPACE_BASE} and an offset below
 * 2^32; the first megabyte is never in use. Bytes lie in ordinary buffers, which never move.
 */
export class AddressSpace {
  /**
   * By offset >>> 20: the buffer's words from that megabyte on. So the word at an offset is
   * `pieces[offset >>> 20][(offset & 0xfffff) >> 2]`; undefined where nothing is.
   */
  readonly pieces: (Int32Array | undefined)[] = new Array(PIECES).fill(undefined);
  /** Likewise: all words of the allocation, whose offset is in {@link starts}. */
  readonly wholes: (Int32Array | undefined)[] = new Array(PIECES).fill(undefined);
  readonly starts = new Uint32Array(PIECES);
  /** Where the search for room goes on. */
  private next = 1;

  /**
   * Zeroed memory that begins at a multiple of 1 MiB.
   *
   * @param bytes rounded up to whole pieces
   * @throws RangeError when there is no room, or no memory
   */
  allocate(bytes: number): { readonly address: number; readonly buffer: ArrayBuffer } {
    const count = Math.max(1, Math.ceil(bytes / PIECE));
    const first = this.find(count);
    const buffer = new ArrayBuffer(count * PIECE);
    const whole = new Int32Array(buffer);
    for (let i = 0; i < count; i++) {
      this.pieces[first + i] = whole.subarray((i * PIECE) / 4);
      this.wholes[first + i] = whole;
      this.starts[first + i] = first * PIECE;
    }
    this.next = first + count;
    return { address: SPACE_BASE + first * PIECE, buffer };
  }

  /** Gives back what {@link allocate} gave. */
  free(address: number): void {
    const first = (address - SPACE_BASE) / PIECE;
    const whole = this.wholes[first];
    if (whole === undefined || this.starts[first] !== first * PIECE) {
      throw new Error('freeing memory that is not allocated');
    }
    for (let i = first; this.wholes[i] === whole; i++) {
      this.pieces[i] = undefined;
      this.wholes[i] = undefined;
    }
  }

  /** Number of the first of so many free pieces in a row. */
  private find(count: number): number {
    for (const from of [this.next, 1]) {
      let free = 0;
      for (let i = from; i < PIECES; i++) {
        free = this.wholes[i] === undefined ? free + 1 : 0;
        if (free === count) return i - count + 1;
      }
    }
    throw new RangeError(`out of memory: ${count} MiB for runtime structures`);
  }
}
