import { IntList } from '../util/int-list.js';

/** Places of the table that are looked at before it is given up: somebody chose what collides. */
const MAX_PROBES = 48;
const FIRST_TABLE = 64;

/**
 * Numbers pieces of one array of bytes: the first piece is 0, the next different one is 1 and so on.
 * A piece takes 8 bytes and two to four places of 4 bytes in the hash table, and no object.
 *
 * The hash is a plain one, for which different pieces of one value are easily found: when too many
 * meet, a Map takes over, whose hash nobody can foresee.
 */
export class ByteInterner {
  /** Start of each piece in `bytes`. */
  readonly starts = new IntList();
  readonly lengths = new IntList();
  /** Number of a piece plus 1, or 0; the size is a power of two. */
  private table = new Int32Array(FIRST_TABLE);
  private map: Map<string, number> | undefined = undefined;

  constructor(private readonly bytes: Uint8Array) {}

  /** How many different pieces there are. */
  get count(): number {
    return this.starts.length;
  }

  /** True once the Map has taken over. */
  get collided(): boolean {
    return this.map !== undefined;
  }

  /** The number of the piece `bytes[start..end)`; below the {@link count} of before if it is known. */
  intern(start: number, end: number): number {
    if (this.map !== undefined) return this.internByMap(this.map, start, end);
    const { table, starts, lengths } = this;
    const length = end - start;
    const mask = table.length - 1;
    let at = this.hash(start, end) & mask;
    for (let probes = 0; probes < MAX_PROBES; probes++) {
      const known = table[at]! - 1;
      if (known < 0) {
        table[at] = starts.length + 1;
        return this.append(start, length);
      }
      if (lengths.data[known] === length && this.same(starts.data[known]!, start, length)) {
        return known;
      }
      at = (at + 1) & mask;
    }
    return this.internByMap(this.beginMap(), start, end);
  }

  private append(start: number, length: number): number {
    const number = this.starts.length;
    this.starts.push(start);
    this.lengths.push(length);
    if (this.map === undefined && 2 * number >= this.table.length) this.growTable();
    return number;
  }

  private growTable(): void {
    const { starts, lengths } = this;
    const table = new Int32Array(4 * this.table.length);
    const mask = table.length - 1;
    for (let i = 0; i < starts.length; i++) {
      const start = starts.data[i]!;
      let at = this.hash(start, start + lengths.data[i]!) & mask;
      let probes = 0;
      for (; table[at] !== 0; at = (at + 1) & mask) {
        if (++probes < MAX_PROBES) continue;
        this.beginMap();
        return;
      }
      table[at] = i + 1;
    }
    this.table = table;
  }

  private hash(start: number, end: number): number {
    const { bytes } = this;
    let hash = 0x811c9dc5;
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    return hash ^ (hash >>> 13);
  }

  private same(a: number, b: number, length: number): boolean {
    const { bytes } = this;
    for (let i = 0; i < length; i++) if (bytes[a + i] !== bytes[b + i]) return false;
    return true;
  }

  private beginMap(): Map<string, number> {
    const map = new Map<string, number>();
    this.map = map;
    this.table = new Int32Array(0);
    const { starts, lengths } = this;
    for (let i = 0; i < starts.length; i++) {
      const start = starts.data[i]!;
      map.set(this.key(start, start + lengths.data[i]!), i);
    }
    return map;
  }

  private internByMap(map: Map<string, number>, start: number, end: number): number {
    const key = this.key(start, end);
    const known = map.get(key);
    if (known !== undefined) return known;
    const number = this.append(start, end - start);
    map.set(key, number);
    return number;
  }

  /** The bytes as a string, a character for each. */
  private key(start: number, end: number): string {
    const { bytes } = this;
    let text = '';
    for (let at = start; at < end; at += 4096) {
      text += String.fromCharCode(...bytes.subarray(at, Math.min(at + 4096, end)));
    }
    return text;
  }
}
