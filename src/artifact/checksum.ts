/**
 * A 32-bit checksum of `bytes[from..]`, for finding damage: one changed bit always changes it.
 * Every step is a bijection of the state for given input, and of the input for a given state.
 */
export function checksum(bytes: Uint8Array, from: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let hash = bytes.length | 0;
  let at = from;
  for (const end = bytes.length - 3; at < end; at += 4) {
    hash = Math.imul(hash ^ view.getInt32(at, true), 0x9e37_79b1);
    hash ^= hash >>> 15;
  }
  for (; at < bytes.length; at++) {
    hash = Math.imul(hash ^ bytes[at]!, 0x9e37_79b1);
    hash ^= hash >>> 15;
  }
  return hash >>> 0;
}
