/**
 * A sum that finds damage, not malice: 128 bits in four lanes.
 *
 * The bytes are little-endian words of 32 bits, with zeros behind their end up to a multiple of 16 bytes; word i
 * goes to lane i % 4. A lane steps `h = (h ^ word) * SUM_FACTOR; h ^= h >>> SUM_SHIFT`, a bijection of h for a given word
 * and of the word for a given h: a changed word always changes its lane, at the end too. The lanes do not depend
 * on each other, so a processor works on all of them at once.
 */
export const SUM_FACTOR = 0x9e37_79b1 | 0;
export const SUM_SHIFT = 15;
/** Lane i starts with SUM_SEED + i. */
export const SUM_SEED = 0x05eb_ca6b;
/** Bytes of a sum. */
export const SUM_SIZE = 16;
const LANES = 4;
/** Words that are copied at a time where they are not aligned. */
const PIECE = 1 << 16;

/** The lanes before anything is added. */
export function newSum(): Int32Array {
  return Int32Array.from({ length: LANES }, (_, lane) => SUM_SEED + lane);
}

/** Adds bytes to a sum. All but the last that are added must be a multiple of 16. */
export function addToSum(sum: Int32Array, bytes: Uint8Array): void {
  const whole = bytes.length - (bytes.length % SUM_SIZE);
  if (bytes.byteOffset % 4 === 0) {
    addWords(sum, new Int32Array(bytes.buffer, bytes.byteOffset, whole / 4));
  } else {
    for (let at = 0; at < whole; at += PIECE) {
      addWords(sum, new Int32Array(bytes.slice(at, Math.min(whole, at + PIECE)).buffer));
    }
  }
  if (whole < bytes.length) {
    const rest = new Uint8Array(SUM_SIZE);
    rest.set(bytes.subarray(whole));
    addWords(sum, new Int32Array(rest.buffer));
  }
}

/** Adds a multiple of four words, in the host's byte order: little-endian where artifacts are written. */
function addWords(sum: Int32Array, words: Int32Array): void {
  let [a, b, c, d] = [sum[0]!, sum[1]!, sum[2]!, sum[3]!];
  for (let i = 0; i < words.length; i += LANES) {
    a = Math.imul(a ^ words[i]!, SUM_FACTOR);
    b = Math.imul(b ^ words[i + 1]!, SUM_FACTOR);
    c = Math.imul(c ^ words[i + 2]!, SUM_FACTOR);
    d = Math.imul(d ^ words[i + 3]!, SUM_FACTOR);
    a ^= a >>> SUM_SHIFT;
    b ^= b >>> SUM_SHIFT;
    c ^= c >>> SUM_SHIFT;
    d ^= d >>> SUM_SHIFT;
  }
  sum.set([a, b, c, d]);
}

/** The sum of bytes. */
export function sumOf(bytes: Uint8Array): Int32Array {
  const sum = newSum();
  addToSum(sum, bytes);
  return sum;
}

/** Bytes of a build id. */
export const BUILD_ID_SIZE = 20;

/**
 * A build id: the sum of a whole file in which the place of the id, a multiple of 16, has zeros; and behind
 * it one word of the length.
 *
 * @param sum of the file
 */
export function buildIdOf(sum: Int32Array, length: number): Uint8Array {
  const bytes = new Uint8Array(BUILD_ID_SIZE);
  const view = new DataView(bytes.buffer);
  for (let lane = 0; lane < LANES; lane++) view.setInt32(4 * lane, sum[lane]!, true);
  view.setUint32(16, length % 0x1_0000_0000, true);
  return bytes;
}
