import type { i64 } from '../../wasm/numbers.js';

// Which constants aarch64 instructions can hold. 64-bit constants are two 32-bit halves, `lo` and
// `hi`, of either sign. "Not encodable" is -1.

/** Number of set bits of 32. */
function popcount(value: number): number {
  let v = (value - ((value >>> 1) & 0x55555555)) | 0;
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  v = (v + (v >>> 4)) & 0x0f0f0f0f;
  return Math.imul(v, 0x01010101) >>> 24;
}

/**
 * The 13 bits N:immr:imms of a logical immediate (Arm ARM, DecodeBitMasks): a run of ones in an
 * element of 2 to 64 bits, rotated, the element repeated over the register. Neither all zeros nor
 * all ones can be encoded.
 *
 * @param wide for a 64-bit register; else `hi` means nothing
 */
export function logicalImmediate(wide: boolean, lo: number, hi: number): number {
  if (wide && (lo | 0) !== (hi | 0)) return logical64(lo, hi);
  let size = 32;
  let value = lo;
  // The smallest element that repeats.
  if (((value ^ (value >>> 16)) & 0xffff) === 0) {
    size = 16;
    value &= 0xffff;
    while (size > 2) {
      const half = size >> 1;
      const mask = (1 << half) - 1;
      if (((value ^ (value >>> half)) & mask) !== 0) break;
      size = half;
      value &= mask;
    }
  }
  const mask = size === 32 ? -1 : (1 << size) - 1;
  // Ones above a zero: the starts of runs, going round. There must be one.
  const rotated = (value << 1) | (value >>> (size - 1));
  const starts = value & ~rotated & mask;
  if (starts === 0 || (starts & (starts - 1)) !== 0) return -1;
  const start = 31 - Math.clz32(starts);
  const rotation = (size - start) & (size - 1);
  return (rotation << 6) | (-(size << 1) & 0x3f) | (popcount(value) - 1);
}

/** Elements of 64 bits. */
function logical64(lo: number, hi: number): number {
  const startsLo = lo & ~((lo << 1) | (hi >>> 31));
  const startsHi = hi & ~((hi << 1) | (lo >>> 31));
  let start: number;
  if (startsHi === 0) {
    if (startsLo === 0 || (startsLo & (startsLo - 1)) !== 0) return -1;
    start = 31 - Math.clz32(startsLo);
  } else {
    if (startsLo !== 0 || (startsHi & (startsHi - 1)) !== 0) return -1;
    start = 63 - Math.clz32(startsHi);
  }
  return 0x1000 | (((64 - start) & 63) << 6) | (popcount(lo) + popcount(hi) - 1);
}

/**
 * The 8 bits of an FMOV immediate (Arm ARM, VFPExpandImm): sign, 3 bits of exponent, 4 bits of
 * fraction.
 */
export function floatImmediate(double: boolean, lo: number, hi: number): number {
  let top = lo;
  if (double) {
    if (lo !== 0 || (hi & 0xffff) !== 0) return -1;
    // Exponent bits 61-54 are equal, and bit 62 is different from them.
    const exponent = (hi >>> 22) & 0x1ff;
    if (exponent !== 0x100 && exponent !== 0xff) return -1;
    top = hi;
    return ((top >>> 24) & 0x80) | ((top >>> 16) & 0x7f);
  }
  if ((top & 0x7ffff) !== 0) return -1;
  const exponent = (top >>> 25) & 0x3f;
  if (exponent !== 0x20 && exponent !== 0x1f) return -1;
  return ((top >>> 24) & 0x80) | ((top >>> 19) & 0x7f);
}

/** True if an ADD or SUB can hold the number: 12 bits, or 12 bits shifted left by 12. */
export function isAddImmediate(value: i64): boolean {
  return (value & ~0xfff) === 0 || (value & ~0xfff000) === 0;
}
