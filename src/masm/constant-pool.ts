import { IntList } from '../util/int-list.js';

/** Constants of each width that are remembered, by the upper bits of a hash. */
const RECENT = 64;
const HASH_SHIFT = 26;

/**
 * Float constants of a function, which its code loads from behind itself: each different one once,
 * as far as a small table remembers. Holds no machine's encodings: a reference is a position that the
 * machine patches when it has placed the constants.
 */
export class ConstantPool {
  /** Constants of 8 bytes: pairs (low half, high half). */
  readonly wide = new IntList(64);
  /** Constants of 4 bytes. */
  readonly narrow = new IntList(64);
  /** Pairs (position, place): see {@link offsetOf}. */
  readonly refs = new IntList(128);
  /** Index of a constant of the hash value; what is out of date is found out by comparing. */
  private readonly recentWide = new Uint32Array(RECENT);
  private readonly recentNarrow = new Uint32Array(RECENT);

  /** Bytes of all constants, which lie together, the wide ones first. */
  get size(): number {
    return 4 * (this.wide.length + this.narrow.length);
  }

  /** Notes that the instruction with something to patch at `position` uses an 8-byte constant. */
  addWide(position: number, lo: number, hi: number): void {
    const { wide } = this;
    const slot = (Math.imul(hi, 0x9e3779b1) + Math.imul(lo, 0x85ebca6b)) >>> HASH_SHIFT;
    let at = this.recentWide[slot]!;
    if (at >= wide.length || wide.data[at] !== (lo | 0) || wide.data[at + 1] !== (hi | 0)) {
      at = wide.length;
      wide.pushPair(lo, hi);
      this.recentWide[slot] = at;
    }
    this.refs.pushPair(position, at);
  }

  /** As {@link addWide}, of 4 bytes. */
  addNarrow(position: number, bits: number): void {
    const { narrow } = this;
    const slot = Math.imul(bits, 0x9e3779b1) >>> HASH_SHIFT;
    let at = this.recentNarrow[slot]!;
    if (at >= narrow.length || narrow.data[at] !== (bits | 0)) {
      at = narrow.length;
      narrow.push(bits);
      this.recentNarrow[slot] = at;
    }
    this.refs.pushPair(position, ~at);
  }

  /** Byte offset in the pool of the place in a reference; valid once nothing more is added. */
  offsetOf(place: number): number {
    return 4 * (place >= 0 ? place : this.wide.length + ~place);
  }

  /** Forgets the constants, and memory beyond `keep` words of each list. */
  reset(keep: number): void {
    this.wide.reset(keep);
    this.narrow.reset(keep);
    this.refs.reset(keep);
  }

  clear(): void {
    this.wide.length = 0;
    this.narrow.length = 0;
    this.refs.length = 0;
  }
}
