import { encodeUtf8 } from '../util/utf8.js';
/** What a pointer in a section leads to: a section of this object, or a symbol from elsewhere. */
export type PointerTarget = 'code' | 'constants' | 'data' | 'state' | { readonly symbol: string };

export interface Pointer {
  readonly offset: number;
  readonly target: PointerTarget;
  readonly addend: number;
}

/** The contents of a section as they grow. Little-endian. */
export class DataImage {
  private buffer = new Uint8Array(1024);
  private view = new DataView(this.buffer.buffer);
  length = 0;
  readonly pointers: Pointer[] = [];
  private readonly strings = new Map<string, number>();

  get bytes(): Uint8Array {
    return this.buffer.subarray(0, this.length);
  }

  align(bytes: number): number {
    this.reserve(bytes);
    while (this.length % bytes !== 0) this.length++;
    return this.length;
  }

  u8(value: number): void {
    this.reserve(1);
    this.view.setUint8(this.length++, value);
  }

  u32(value: number): void {
    this.reserve(4);
    this.view.setUint32(this.length, value, true);
    this.length += 4;
  }

  /** Two halves. */
  u64(lo: number, hi = 0): void {
    this.u32(lo);
    this.u32(hi);
  }

  /** A size or a limit; a negative one is the largest number. */
  limit(value: number): void {
    if (value < 0) this.u64(0xffff_ffff, 0xffff_ffff);
    else this.u64(value >>> 0, Math.floor(value / 0x1_0000_0000));
  }

  /** A pointer; without a target null. */
  pointer(target?: PointerTarget, addend = 0): void {
    if (target !== undefined) this.pointers.push({ offset: this.length, target, addend });
    this.u64(0);
  }

  /** @returns where they start */
  append(bytes: Uint8Array): number {
    this.reserve(bytes.length);
    const at = this.length;
    this.buffer.set(bytes, at);
    this.length += bytes.length;
    return at;
  }

  /** @returns where it starts; equal texts are there once */
  string(text: string): number {
    let at = this.strings.get(text);
    if (at === undefined) {
      at = this.append(encodeUtf8(`${text}\0`));
      this.strings.set(text, at);
    }
    return at;
  }

  private reserve(bytes: number): void {
    if (this.length + bytes <= this.buffer.length) return;
    const larger = new Uint8Array(Math.max(2 * this.buffer.length, this.length + bytes));
    larger.set(this.buffer);
    this.buffer = larger;
    this.view = new DataView(larger.buffer);
  }
}
