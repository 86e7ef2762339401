/** Magic number and version 1. */
const HEADER = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

/** Room that is made for small sections, the first time and at most. */
const FIRST_ROOM = 512;
const MOST_ROOM = 1 << 18;
/** A section of this size is kept in an array of its own. */
const LARGE = 1 << 14;
/** Id and LEB128 size of a section take so many bytes at most. */
const MAX_SECTION_HEADER = 6;

const NO_BYTES = new Uint8Array(0);

/**
 * The sections of a module as they came, all but the code: a module of its own, which {@link bytes}
 * is. What a section holds is known by its position in these bytes from the time on that it is added,
 * so that no objects need be made for the many things that a module can have.
 */
export class SectionStore {
  /** Bytes that are complete; the rest is `room[0..used)`. */
  private parts: Uint8Array[] = [];
  private partsSize = 0;
  private room: Uint8Array = NO_BYTES;
  private used = 0;
  /** Gets all of a module of which only the head is there so far. */
  private rest: (() => Uint8Array) | undefined = undefined;

  /** Size of what {@link bytes} gives. */
  get size(): number {
    return Math.max(HEADER.length, this.partsSize + this.used);
  }

  /** Adds a section with a copy of `bytes[pos..pos + size)`; returns the position of its contents. */
  add(id: number, bytes: Uint8Array, pos: number, size: number): number {
    this.addHeader(id, size);
    const at = this.partsSize + this.used;
    if (size >= LARGE) {
      // Not slice, which makes a view of a Node.js Buffer.
      const copy = new Uint8Array(size);
      copy.set(bytes.subarray(pos, pos + size));
      this.addPart(copy);
      return at;
    }
    this.reserve(size);
    const { room } = this;
    if (size > 64) room.set(bytes.subarray(pos, pos + size), this.used);
    else for (let i = 0, to = this.used; i < size; i++) room[to + i] = bytes[pos + i]!;
    this.used += size;
    return at;
  }

  /**
   * Takes a module without a code section as it is; nothing is to be added then. Nobody must change the bytes.
   *
   * @param bytes all of it, or what is before the data section
   * @param rest gets all of it, where it is not
   */
  adopt(bytes: Uint8Array, rest?: () => Uint8Array): void {
    this.parts = [bytes];
    this.partsSize = bytes.length;
    this.rest = rest;
  }

  /** Sections before the data section, at least: see {@link bytes}. */
  head(): Uint8Array {
    return this.rest === undefined ? this.bytes() : this.parts[0]!;
  }

  /** As {@link add}, with all of an array that nobody else writes. */
  addOwned(id: number, bytes: Uint8Array): number {
    if (bytes.length < LARGE) return this.add(id, bytes, 0, bytes.length);
    this.addHeader(id, bytes.length);
    const at = this.partsSize + this.used;
    this.addPart(bytes);
    return at;
  }

  /** The module so far, which must not be changed. Costs a copy when sections were added since. */
  bytes(): Uint8Array {
    if (this.rest !== undefined) this.adopt(this.rest());
    if (this.partsSize + this.used === 0) this.begin();
    const { parts } = this;
    if (this.used === 0 && parts.length === 1) return parts[0]!;
    const joined = new Uint8Array(this.size);
    let at = 0;
    for (let i = 0; i < parts.length; i++) {
      joined.set(parts[i]!, at);
      at += parts[i]!.length;
    }
    joined.set(this.room.subarray(0, this.used), at);
    this.parts = [joined];
    this.partsSize = joined.length;
    this.room = NO_BYTES;
    this.used = 0;
    return joined;
  }

  private begin(): void {
    this.room = new Uint8Array(FIRST_ROOM);
    this.room.set(HEADER);
    this.used = HEADER.length;
  }

  private addHeader(id: number, size: number): void {
    if (this.partsSize + this.used === 0) this.begin();
    this.reserve(MAX_SECTION_HEADER);
    const { room } = this;
    room[this.used++] = id;
    let rest = size;
    while (rest >= 0x80) {
      room[this.used++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    room[this.used++] = rest;
  }

  /** Makes room for `size` bytes in one piece, less than {@link LARGE}. */
  private reserve(size: number): void {
    const { length } = this.room;
    if (this.used + size <= length) return;
    this.endRoom();
    this.room = new Uint8Array(
      Math.max(size, Math.min(MOST_ROOM, Math.max(FIRST_ROOM, 2 * length))),
    );
  }

  private endRoom(): void {
    if (this.used === 0) return;
    this.parts.push(this.room.subarray(0, this.used));
    this.partsSize += this.used;
    this.room = this.room.subarray(this.used);
    this.used = 0;
  }

  private addPart(bytes: Uint8Array): void {
    this.endRoom();
    this.parts.push(bytes);
    this.partsSize += bytes.length;
  }
}
