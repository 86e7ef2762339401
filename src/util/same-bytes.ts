/** Whether two arrays hold the same bytes. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let at = 0;
  // Four at a time, where both can be seen as words.
  if (((a.byteOffset | b.byteOffset) & 3) === 0) {
    const words = a.length >> 2;
    const aWords = new Int32Array(a.buffer, a.byteOffset, words);
    const bWords = new Int32Array(b.buffer, b.byteOffset, words);
    for (let i = 0; i < words; i++) if (aWords[i] !== bWords[i]) return false;
    at = 4 * words;
  }
  for (; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}
