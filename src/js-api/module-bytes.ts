/** Bytes in front of a copy, for the head of what carries the module's bytes (see `host-modules.ts`). */
const ROOM = 128;
/** Nobody else has these: what is in front of the bytes may be written. */
const withRoom = new WeakSet<ArrayBuffer>();

/** A copy of bytes that a module may be made of, in memory of its own. */
export function copyOfBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const buffer = new ArrayBuffer(ROOM + bytes.length);
  withRoom.add(buffer);
  const copy = new Uint8Array(buffer, ROOM);
  copy.set(bytes);
  return copy;
}

/** The bytes with a head in front of them: in the same memory, where there is room, else a copy. */
export function withHead(
  head: readonly number[],
  chunks: readonly Uint8Array[],
  length: number,
): Uint8Array<ArrayBuffer> {
  const [only] = chunks;
  if (only !== undefined && only.length === length && head.length <= ROOM) {
    const { buffer, byteOffset } = only;
    if (byteOffset === ROOM && withRoom.has(buffer as ArrayBuffer)) {
      const all = new Uint8Array(buffer as ArrayBuffer, ROOM - head.length, head.length + length);
      all.set(head);
      return all;
    }
  }
  const all = new Uint8Array(head.length + length);
  all.set(head);
  let at = head.length;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
