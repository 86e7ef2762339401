/** A list of up to this many integers is kept from one module to the next. */
export const KEPT_WORDS = 1 << 16;

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

  private grow(): void {
    const data = new Int32Array(this.data.length * 2);
    data.set(this.data);
    this.data = data;
  }

  /** Empties the list; its memory goes when it has grown beyond `keep` integers. */
  reset(keep: number): void {
    this.length = 0;
    if (this.data.length > keep) this.data = new Int32Array(keep);
  }

  /** A copy of exact size. */
  toArray(): Int32Array {
    return this.data.slice(0, this.length);
  }
}
