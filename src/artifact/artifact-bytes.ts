/** Where the bytes of an artifact are: nobody changes them. */
export interface ArtifactBytes {
  readonly length: number;
  /** Bytes that are in the file. Not for a whole large file, which need not be in memory. */
  view(offset: number, length: number): Uint8Array;
  /**
   * The sum of bytes, to compare with what was written; undefined where all have been checked.
   * @param length a multiple of 16
   */
  readonly sum: ((offset: number, length: number) => Int32Array) | undefined;
  /** Whether all of the 32-bit words from an offset on, a multiple of 4, are below a limit. */
  areBelow(offset: number, count: number, limit: number): boolean;
}

/** Bytes that are there, and were or will be checked as a whole. */
export function heldBytes(bytes: Uint8Array): ArtifactBytes {
  return {
    length: bytes.length,
    view: (offset, length) => bytes.subarray(offset, offset + length),
    sum: undefined,
    areBelow(offset, count, limit) {
      const view = new DataView(bytes.buffer, bytes.byteOffset + offset, 4 * count);
      for (let i = 0; i < count; i++) if (view.getUint32(4 * i, true) >= limit) return false;
      return true;
    },
  };
}
