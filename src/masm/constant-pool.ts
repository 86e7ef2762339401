import { IntList } from '../util/int-list.js';

/** Constants of each width that are remembered, by the upper bits of a hash. */
const RECENT = 64;
const HASH_SHIFT = 26;

/** Words of a vector constant. */
const VECTOR_WORDS = 4;
/** A vector constant that is not in the pool. */
const NO_PLACE = -1;

/**
 * Float and vector constants of a function, which its code loads from behind itself: each different one once,
 * as far as a small table remembers. Holds no machine's encodings: a reference is a position that the
 * machine patches when it has placed the constants.
 */
export class ConstantPool {
  /**
   * Vectors that are constants of the function, whether its code loads them or not: four words each, lane 0
   * first. Number 0 is the vector of zeros.
   */
  private readonly vectors = new IntList(64);
  /** Of each of them: its number among those in the pool, or NO_PLACE. */
  private readonly vectorPlaces = new IntList(16);
  /** Those in the pool: four words each. */
  readonly placedVectors = new IntList(64);
  /** Constants of 8 bytes: pairs (low half, high half). */
  readonly wide = new IntList(64);
  /** Constants of 4 bytes. */
  readonly narrow = new IntList(64);
  /** Pairs (position, place): see {@link offsetOf}. */
  readonly refs = new IntList(128);
  /** Pairs (position, number of a vector in the pool). */
  readonly vectorRefs = new IntList(16);
  /** Index of a constant of the hash value; what is out of date is found out by comparing. */
  private readonly recentWide = new Uint32Array(RECENT);
  private readonly recentNarrow = new Uint32Array(RECENT);
  private readonly recentVectors = new Uint32Array(RECENT);

  constructor() {
    this.beginVectors();
  }

  /** Bytes of all constants, which lie together: vectors, then wide ones, then narrow ones. */
  get size(): number {
    return 4 * (this.placedVectors.length + this.wide.length + this.narrow.length);
  }

  /** The number of a constant vector, which is the same for the same words as far as a small table remembers. */
  vector(w0: number, w1: number, w2: number, w3: number): number {
    const { vectors } = this;
    if ((w0 | w1 | w2 | w3) === 0) return 0;
    const low = (Math.imul(w0, 0x9e3779b1) + Math.imul(w1, 0x85ebca6b)) | 0;
    const high = (Math.imul(w2, 0xc2b2ae35) + Math.imul(w3, 0x27d4eb2f)) | 0;
    const slot = (low + Math.imul(high, 0x9e3779b1)) >>> HASH_SHIFT;
    const known = this.recentVectors[slot]!;
    if (
      known * VECTOR_WORDS < vectors.length &&
      this.vectorWord(known, 0) === (w0 | 0) &&
      this.vectorWord(known, 1) === (w1 | 0) &&
      this.vectorWord(known, 2) === (w2 | 0) &&
      this.vectorWord(known, 3) === (w3 | 0)
    ) {
      return known;
    }
    const number = vectors.length / VECTOR_WORDS;
    vectors.pushPair(w0, w1);
    vectors.pushPair(w2, w3);
    this.vectorPlaces.push(NO_PLACE);
    this.recentVectors[slot] = number;
    return number;
  }

  /** Word `i` of the constant vector with a number, lane 0 first. */
  vectorWord(number: number, i: number): number {
    return this.vectors.data[number * VECTOR_WORDS + i]!;
  }

  /** Notes that the instruction with something to patch at `position` uses the constant vector with a number. */
  addVector(position: number, number: number): void {
    const { placedVectors } = this;
    let place = this.vectorPlaces.data[number]!;
    if (place === NO_PLACE) {
      place = placedVectors.length / VECTOR_WORDS;
      for (let i = 0; i < VECTOR_WORDS; i++) placedVectors.push(this.vectorWord(number, i));
      this.vectorPlaces.data[number] = place;
    }
    this.vectorRefs.pushPair(position, place);
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
    return 4 * (this.placedVectors.length + (place >= 0 ? place : this.wide.length + ~place));
  }

  /** Byte offset in the pool of the place in a reference to a vector. */
  vectorOffsetOf(place: number): number {
    return 4 * VECTOR_WORDS * place;
  }

  /** Forgets the constants, and memory beyond `keep` words of each list. */
  reset(keep: number): void {
    this.wide.reset(keep);
    this.narrow.reset(keep);
    this.refs.reset(keep);
    this.vectors.reset(keep);
    this.vectorPlaces.reset(keep);
    this.placedVectors.reset(keep);
    this.vectorRefs.reset(keep);
    this.beginVectors();
  }

  /** Forgets the constants in the pool, which have a place now. Vectors keep their numbers. */
  clear(): void {
    this.wide.length = 0;
    this.narrow.length = 0;
    this.refs.length = 0;
    if (this.placedVectors.length === 0) return;
    this.placedVectors.length = 0;
    this.vectorRefs.length = 0;
    this.vectorPlaces.data.fill(NO_PLACE, 0, this.vectorPlaces.length);
  }

  /** Forgets all constants, for a new function. */
  begin(): void {
    this.clear();
    if (this.vectors.length === VECTOR_WORDS) return;
    this.vectors.length = 0;
    this.vectorPlaces.length = 0;
    this.beginVectors();
  }

  /** Makes the vector of zeros number 0. */
  private beginVectors(): void {
    this.vectors.pushPair(0, 0);
    this.vectors.pushPair(0, 0);
    this.vectorPlaces.push(NO_PLACE);
  }
}
