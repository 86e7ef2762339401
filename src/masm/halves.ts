// Constants of 64 bits are two 32-bit halves, `lo` and `hi`, of either sign.

/** True if the halves are a 32-bit number that has been sign-extended. */
export function isSignExtended(lo: number, hi: number): boolean {
  return (hi | 0) === lo >> 31;
}

/** The exponent of a power of two, or -1. @param wide else `hi` means nothing */
export function powerOfTwo(wide: boolean, lo: number, hi: number): number {
  if (!wide || hi === 0) return lo !== 0 && (lo & (lo - 1)) === 0 ? 31 - Math.clz32(lo) : -1;
  return lo === 0 && (hi & (hi - 1)) === 0 ? 63 - Math.clz32(hi) : -1;
}

/** True for -1. @param wide else `hi` means nothing */
export function isAllOnes(wide: boolean, lo: number, hi: number): boolean {
  return lo === -1 && (!wide || hi === -1);
}
