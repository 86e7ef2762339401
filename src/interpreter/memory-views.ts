/** A view of a buffer that is detached cannot be made. */
const NO_BYTES = new ArrayBuffer(0);

/** A linear memory as the interpreter sees it. The views are replaced when it grows. */
export class MemoryViews {
  u8: Uint8Array = new Uint8Array(0);
  i32: Int32Array = new Int32Array(0);
  f64: Float64Array = new Float64Array(0);
  byteLength = 0;

  constructor(buffer: ArrayBufferLike) {
    this.update(buffer);
  }

  /** Takes other bytes. @param taken its length is a multiple of 8; one that is detached has none */
  update(taken: ArrayBufferLike): void {
    const buffer = taken.byteLength === 0 ? NO_BYTES : taken;
    this.u8 = new Uint8Array(buffer);
    this.i32 = new Int32Array(buffer);
    this.f64 = new Float64Array(buffer);
    this.byteLength = buffer.byteLength;
  }
}

/** Of an instance without memory. */
export const NO_MEMORY = new MemoryViews(NO_BYTES);
