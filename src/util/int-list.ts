/** A list of up to this many integers is kept from one module to the next. */
export const KEPT_WORDS = 1 << 16;

/** Lists of more than this may be handed over as they are. */
const FIRST_TAKEN = 1 << 10;

/** A growing list of 32-bit integers in a typed array. */
export class IntList {
  data: Int32Array;
  length = 0;

  constructor(capacity = 64) {
    this.data = new Int32Array(capacity);
  }

  push(value: number): void {
    if (this.length === this.data.length) this.grow();
    this.data[this.length++] = value;
  }

  /** Two integers, with one look at the room for them. The capacity is 2 at least. */
  pushPair(first: number, second: number): void {
    const { length } = this;
    if (length + 2 > this.data.length) this.grow();
    const { data } = this;
    data[length] = first;
    data[length + 1] = second;
    this.length = length + 2;
  }

  /** Adds pairs, with so much added to the first of each. */
  addPairs(pairs: Int32Array, by: number): void {
    const { length } = this;
    const end = length + pairs.length;
    while (end > this.data.length) this.grow();
    const { data } = this;
    data.set(pairs, length);
    for (let i = length; i < end; i += 2) data[i] = data[i]! + by;
    this.length = end;
  }

  private grow(): void {
    const data = new Int32Array(this.data.length * 2);
    data.set(this.data);
    this.data = data;
  }

  /** Takes integers over; nothing is to be added then. */
  adopt(data: Int32Array): void {
    this.data = data;
    this.length = data.length;
  }

  /** Empties the list; its memory goes when it has grown beyond `keep` integers. */
  reset(keep: number): void {
    this.length = 0;
    if (this.data.length > keep) this.data = new Int32Array(keep);
  }

  /** Makes room for so many integers at least. The list must be empty. */
  expect(count: number): void {
    if (this.data.length < count) this.data = new Int32Array(Math.ceil(count));
  }

  /** The integers, in memory that nothing else uses; empties the list. */
  take(): Int32Array {
    const { data, length } = this;
    this.length = 0;
    if (data.length <= FIRST_TAKEN || 2 * length < data.length) return data.slice(0, length);
    this.data = new Int32Array(FIRST_TAKEN);
    return data.subarray(0, length);
  }

  /** A copy of exact size. */
  toArray(): Int32Array {
    return this.data.slice(0, this.length);
  }
}
