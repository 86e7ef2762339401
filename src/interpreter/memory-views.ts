/** A view of a buffer that is detached cannot be made. */
const NO_BYTES = new ArrayBuffer(0);

/** A linear memory as the interpreter sees it. The views are replaced when it grows. */
export class MemoryViews {
  u8: Uint8Array = new Uint8Array(0);
  i32: Int32Array = new Int32Array(0);
  f64: Float64Array = new Float64Array(0);
  byteLength = 0;
  private halves: Uint16Array | undefined;
  private longs: BigInt64Array | undefined;

  /** @param look brings the views up to date where others can grow the memory without telling */
  constructor(
    buffer: ArrayBufferLike,
    private readonly look?: () => void,
  ) {
    this.update(buffer);
  }

  /** For atomic accesses alone. */
  get u16(): Uint16Array {
    this.halves ??= new Uint16Array(this.u8.buffer);
    return this.halves;
  }

  get i64(): BigInt64Array {
    this.longs ??= new BigInt64Array(this.u8.buffer);
    return this.longs;
  }

  /** Takes other bytes. @param taken its length is a multiple of 8; one that is detached has none */
  update(taken: ArrayBufferLike): void {
    const buffer = taken.byteLength === 0 ? NO_BYTES : taken;
    this.u8 = new Uint8Array(buffer);
    this.i32 = new Int32Array(buffer);
    this.f64 = new Float64Array(buffer);
    this.halves = undefined;
    this.longs = undefined;
    this.byteLength = buffer.byteLength;
  }

  /** The length as it is now, for what is out of bounds by the length that was known. */
  lookAgain(): number {
    this.look?.();
    return this.byteLength;
  }
}

/** Of an instance without memory. */
export const NO_MEMORY = new MemoryViews(NO_BYTES);
