// Integers of 64 bits as two words in a register array: low, then high.

/** Stores the low 64 bits of a product at word `d`. */
export function multiply(
  R: Int32Array,
  d: number,
  aLo: number,
  aHi: number,
  bLo: number,
  bHi: number,
): void {
  const a0 = aLo & 0xffff;
  const a1 = aLo >>> 16;
  const b0 = bLo & 0xffff;
  const b1 = bLo >>> 16;
  const low = a0 * b0;
  const mid = a1 * b0 + (low >>> 16);
  const mid2 = a0 * b1 + (mid & 0xffff);
  const high = a1 * b1 + Math.floor(mid / 0x10000) + Math.floor(mid2 / 0x10000);
  R[d] = ((mid2 & 0xffff) << 16) | (low & 0xffff);
  R[d + 1] = (high | 0) + Math.imul(aLo, bHi) + Math.imul(aHi, bLo);
}

/** The number of a signed pair, where it is below 2^53. */
export const toNumber = (lo: number, hi: number): number => hi * 0x1_0000_0000 + (lo >>> 0);

/** Likewise, of an unsigned pair. */
export const toUnsigned = (lo: number, hi: number): number =>
  (hi >>> 0) * 0x1_0000_0000 + (lo >>> 0);

export const toBigInt = (lo: number, hi: number): bigint => (BigInt(hi) << 32n) | BigInt(lo >>> 0);

export function storeBigInt(R: Int32Array, d: number, value: bigint): void {
  R[d] = Number(BigInt.asIntN(32, value));
  R[d + 1] = Number(BigInt.asIntN(32, value >> 32n));
}

/** Stores a whole number below 2^53 in size. */
export function storeNumber(R: Int32Array, d: number, value: number): void {
  R[d] = value;
  R[d + 1] = Math.floor(value / 0x1_0000_0000);
}

/**
 * Stores quotient or remainder of a division of unsigned numbers. Numbers below 2^53 are divided as doubles: rounding
 * the quotient cannot reach the next whole number, because then quotient times divisor would be 2^53 or more. By a
 * divisor of 32 bits, a longer number is divided in three steps, as by hand.
 */
export function divideUnsigned(
  R: Int32Array,
  d: number,
  isRemainder: boolean,
  aLo: number,
  aHi: number,
  bLo: number,
  bHi: number,
): void {
  if ((aHi | bHi) >>> 0 < 0x20_0000) {
    const a = toUnsigned(aLo, aHi);
    const b = toUnsigned(bLo, bHi);
    storeNumber(R, d, isRemainder ? a % b : Math.floor(a / b));
    return;
  }
  if (bHi === 0) {
    const b = bLo >>> 0;
    const top = aHi >>> 0;
    const q1 = Math.floor(top / b);
    const n2 = (top - q1 * b) * 0x10000 + (aLo >>> 16);
    const q2 = Math.floor(n2 / b);
    const n3 = (n2 - q2 * b) * 0x10000 + (aLo & 0xffff);
    const q3 = Math.floor(n3 / b);
    if (isRemainder) {
      R[d] = n3 - q3 * b;
      R[d + 1] = 0;
    } else {
      // Both quotients are below 2^16.
      R[d] = (q2 << 16) | q3;
      R[d + 1] = q1;
    }
    return;
  }
  const a = BigInt.asUintN(64, toBigInt(aLo, aHi));
  const b = BigInt.asUintN(64, toBigInt(bLo, bHi));
  storeBigInt(R, d, isRemainder ? a % b : a / b);
}

/** Likewise, of signed ones, whose quotient is in range. */
export function divideSigned(
  R: Int32Array,
  d: number,
  isRemainder: boolean,
  aLo: number,
  aHi: number,
  bLo: number,
  bHi: number,
): void {
  const aNegative = aHi < 0;
  const bNegative = bHi < 0;
  divideUnsigned(
    R,
    d,
    isRemainder,
    aNegative ? -aLo | 0 : aLo,
    aNegative ? upperOfNegation(aLo, aHi) : aHi,
    bNegative ? -bLo | 0 : bLo,
    bNegative ? upperOfNegation(bLo, bHi) : bHi,
  );
  // The remainder has the sign of what is divided.
  if (isRemainder ? aNegative : aNegative !== bNegative) {
    const lo = R[d]!;
    R[d + 1] = upperOfNegation(lo, R[d + 1]!);
    R[d] = -lo;
  }
}

const upperOfNegation = (lo: number, hi: number): number => (lo === 0 ? -hi | 0 : ~hi);

/** Rotates left by 0 to 63. */
export function rotate(R: Int32Array, d: number, lo: number, hi: number, count: number): void {
  let [low, high] = [lo, hi];
  if ((count & 32) !== 0) [low, high] = [high, low];
  const n = count & 31;
  if (n !== 0) {
    [low, high] = [(low << n) | (high >>> (32 - n)), (high << n) | (low >>> (32 - n))];
  }
  R[d] = low;
  R[d + 1] = high;
}

/** Bits that are set in 32. */
export function countBits(word: number): number {
  let x = word - ((word >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  x = (x + (x >>> 4)) & 0x0f0f0f0f;
  return Math.imul(x, 0x01010101) >>> 24;
}

/** Zeros behind the last bit that is set; 32 of zero. */
export const trailingZeros = (word: number): number =>
  31 - Math.clz32(word & -word) + (word === 0 ? 33 : 0);

/** To the nearest whole number, ties to even; keeps the sign of zero. */
export function nearest(x: number): number {
  if (!(Math.abs(x) < 2 ** 52)) return x + 0;
  const floor = Math.floor(x);
  const rest = x - floor;
  const up = rest > 0.5 || (rest === 0.5 && floor % 2 !== 0);
  const result = up ? floor + 1 : floor;
  return result === 0 && (x < 0 || Object.is(x, -0)) ? -0 : result;
}

/** Shifts left by 0 to 63. */
export function shiftLeft(R: Int32Array, d: number, lo: number, hi: number, n: number): void {
  if (n >= 32) {
    R[d] = 0;
    R[d + 1] = lo << n;
  } else {
    R[d] = lo << n;
    R[d + 1] = n === 0 ? hi : (hi << n) | (lo >>> (32 - n));
  }
}

/** Shifts right by 0 to 63, with zeros. */
export function shiftRight(R: Int32Array, d: number, lo: number, hi: number, n: number): void {
  if (n >= 32) {
    R[d] = hi >>> n;
    R[d + 1] = 0;
  } else {
    R[d] = n === 0 ? lo : (lo >>> n) | (hi << (32 - n));
    R[d + 1] = hi >>> n;
  }
}

/** Shifts right by 0 to 63, with the sign. */
export function shiftRightSigned(
  R: Int32Array,
  d: number,
  lo: number,
  hi: number,
  n: number,
): void {
  if (n >= 32) {
    R[d] = hi >> n;
    R[d + 1] = hi >> 31;
  } else {
    R[d] = n === 0 ? lo : (lo >>> n) | (hi << (32 - n));
    R[d + 1] = hi >> n;
  }
}

/** Whether a signed number is less than another one. */
export const isLess = (aLo: number, aHi: number, bLo: number, bHi: number): boolean =>
  aHi < bHi || (aHi === bHi && aLo >>> 0 < bLo >>> 0);

/** Likewise, of unsigned numbers. */
export const isBelow = (aLo: number, aHi: number, bLo: number, bHi: number): boolean =>
  aHi >>> 0 < bHi >>> 0 || (aHi === bHi && aLo >>> 0 < bLo >>> 0);
