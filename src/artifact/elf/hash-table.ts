import { ByteView } from './bytes.js';

/** The hash of symbol names of the gABI, chapter 5, over their UTF-8. */
function hashOf(bytes: Uint8Array, start: number): number {
  let hash = 0;
  for (let i = start; bytes[i] !== 0; i++) {
    hash = (hash << 4) + bytes[i]!;
    const high = hash & 0xf000_0000;
    hash = (hash ^ (high >>> 24)) & 0x0fff_ffff;
  }
  return hash >>> 0;
}

/**
 * The hash table that dynamic linkers find symbols by:
 * `u32 buckets, u32 symbols, u32 x buckets (first symbol), u32 x symbols (next symbol)`.
 *
 * @param names offset of each symbol's name in `strings`, from symbol 1 on
 */
export function hashTable(names: readonly number[], strings: Uint8Array): Uint8Array {
  const buckets = Math.max(1, (names.length >> 1) | 1);
  const symbols = names.length + 1;
  const bytes = new Uint8Array(4 * (2 + buckets + symbols));
  const view = new ByteView(bytes);
  view.u32(0, buckets);
  view.u32(4, symbols);
  // From the last one on: chains are in the order of symbols.
  for (let i = names.length; i > 0; i--) {
    const bucket = 8 + 4 * (hashOf(strings, names[i - 1]!) % buckets);
    view.u32(8 + 4 * (buckets + i), view.readU32(bucket));
    view.u32(bucket, i);
  }
  return bytes;
}
