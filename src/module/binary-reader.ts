import { decodeUtf8, isUtf8 } from '../util/utf8.js';
import { CompileError } from '../wasm/compile-error.js';
import type { u32 } from '../wasm/numbers.js';
import { Reason, type ReasonOperand, reasonText } from '../wasm/reasons.js';

/** What a read past the end of a section is answered with. */
const UNEXPECTED_END = 'unexpected end of section or function';

/**
 * A cursor over the bytes of one section or function body (spec 3.0, chapter 5). Everything it reads is
 * checked against the end of it. Errors are {@link CompileError} at the absolute offset in the
 * module of the byte in question, and say what was expected there.
 */
export class BinaryReader {
  bytes: Uint8Array;
  /** Index in `bytes` of the next byte. */
  pos: number;
  /** Index in `bytes` behind the last byte that may be read. */
  end: number;
  /** Module offset of `bytes[0]`; may be negative when the module starts inside of `bytes`. */
  base: number;
  /** The upper half of what {@link s64} read last. */
  hi = 0;

  constructor(bytes: Uint8Array, start: number, end: number, base: number) {
    this.bytes = bytes;
    this.pos = start;
    this.end = end;
    this.base = base;
  }

  /** Goes on with other bytes. */
  reset(bytes: Uint8Array, start: number, end: number, base: number): void {
    this.bytes = bytes;
    this.pos = start;
    this.end = end;
    this.base = base;
  }

  /** Module offset of the next byte. */
  get offset(): number {
    return this.base + this.pos;
  }

  get remaining(): number {
    return this.end - this.pos;
  }

  /** An error at the next byte, or at `pos`, an index in `bytes`. */
  error(reason: string, pos = this.pos): CompileError {
    return new CompileError(reason, { offset: this.base + pos });
  }

  /** An error at `pos`, an index in `bytes`, as {@link reasonText} words it. */
  errorOf(
    reason: Reason,
    pos: number,
    a: ReasonOperand,
    b: ReasonOperand = 0,
    op = 0,
  ): CompileError {
    return this.error(reasonText(reason, op, a, b), pos);
  }

  u8(expected: string): number {
    if (this.pos >= this.end) throw this.errorOf(Reason.UnexpectedEnd, this.pos, expected);
    return this.bytes[this.pos++]!;
  }

  /**
   * The next byte when it is a whole unsigned LEB128 integer, else -1: the caller then says in words
   * what is expected, which takes longer than reading it.
   */
  shortU32(): number {
    const { pos } = this;
    if (pos >= this.end) return -1;
    const byte = this.bytes[pos]!;
    if (byte >= 0x80) return -1;
    this.pos = pos + 1;
    return byte;
  }

  // The one-byte form, which nearly all integers in function bodies have, is read by a method of its
  // own: that one is short enough for V8 to put it into its callers.

  /** An unsigned 32-bit LEB128 integer, of 5 bytes at most. */
  u32(expected: string): number {
    const pos = this.pos;
    if (pos < this.end) {
      const byte = this.bytes[pos]!;
      if (byte < 0x80) {
        this.pos = pos + 1;
        return byte;
      }
    }
    return this.longU32(expected);
  }

  /** The same where all 32 bits may be used: {@link u32} is for what has to be small to be right. */
  fullU32(expected: string): u32 {
    const pos = this.pos;
    if (pos < this.end) {
      const byte = this.bytes[pos]!;
      if (byte < 0x80) {
        this.pos = pos + 1;
        return byte;
      }
    }
    return this.longU32(expected);
  }

  private longU32(expected: string): u32 {
    const start = this.pos;
    let result = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.u8(expected);
      if (shift === 28) {
        if (byte > 0x7f) throw this.tooLong(expected, start, 5);
        if (byte > 0x0f) throw this.tooLarge(expected, start, 'u32');
        return (result | (byte << 28)) >>> 0;
      }
      result |= (byte & 0x7f) << shift;
      if (byte < 0x80) return result;
    }
  }

  /** A signed 32-bit LEB128 integer, of 5 bytes at most. */
  s32(expected: string): number {
    const pos = this.pos;
    if (pos < this.end) {
      const byte = this.bytes[pos]!;
      if (byte < 0x80) {
        this.pos = pos + 1;
        return (byte << 25) >> 25;
      }
    }
    return this.longS32(expected);
  }

  private longS32(expected: string): number {
    const start = this.pos;
    let result = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.u8(expected);
      if (shift === 28) {
        if (byte > 0x7f) throw this.tooLong(expected, start, 5);
        // Bits 4 to 6 must repeat the sign, which is bit 3.
        const high = byte >> 3;
        if (high !== 0 && high !== 0x0f) throw this.tooLarge(expected, start, 's32');
        return result | (byte << 28);
      }
      result |= (byte & 0x7f) << shift;
      if (byte < 0x80) return (result << (25 - shift)) >> (25 - shift);
    }
  }

  /** A signed 33-bit LEB128 integer, of 5 bytes at most (heap types and block types). */
  s33(expected: string): number {
    const start = this.pos;
    let result = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.u8(expected);
      const last = byte < 0x80;
      if (shift === 28) {
        if (!last) throw this.tooLong(expected, start, 5);
        const high = byte >> 4;
        if (high !== 0 && high !== 7) throw this.tooLarge(expected, start, 's33');
        result += (byte & 0x0f) * 2 ** 28;
        return high === 0 ? result : result - 2 ** 32;
      }
      result += (byte & 0x7f) * 2 ** shift;
      if (last) return byte & 0x40 ? result - 2 ** (shift + 7) : result;
    }
  }

  /**
   * A signed 64-bit LEB128 integer, of 10 bytes at most: returns the lower 32 bits and leaves the
   * upper in {@link hi}, both as int32.
   */
  s64(expected: string): number {
    const start = this.pos;
    let lo = 0;
    let hi = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.u8(expected);
      const bits = byte & 0x7f;
      if (shift < 28) lo |= bits << shift;
      else if (shift === 28) {
        lo |= bits << 28;
        hi = bits >> 4;
      } else hi |= bits << (shift - 32);
      if (shift === 63) {
        if (byte > 0x7f) throw this.tooLong(expected, start, 10);
        if (byte !== 0 && byte !== 0x7f) throw this.tooLarge(expected, start, 's64');
        this.hi = hi;
        return lo;
      }
      if (byte < 0x80) {
        if (byte & 0x40) {
          const next = shift + 7;
          if (next < 32) {
            lo |= -1 << next;
            hi = -1;
          } else if (next < 64) hi |= -1 << (next - 32);
        }
        this.hi = hi;
        return lo;
      }
    }
  }

  /** The four bytes of an f32, or half of an f64, as int32. */
  word(expected: string): number {
    const at = this.skip(4, expected);
    const b = this.bytes;
    return b[at]! | (b[at + 1]! << 8) | (b[at + 2]! << 16) | (b[at + 3]! << 24);
  }

  /** Goes past `count` bytes, which must be there; returns the index of the first. */
  skip(count: number, expected: string): number {
    const at = this.pos;
    if (count > this.end - at) {
      throw this.error(
        `${UNEXPECTED_END}: ${count} bytes of ${expected} expected, ${this.end - at} left`,
      );
    }
    this.pos = at + count;
    return at;
  }

  /**
   * The length of a vector whose items take at least `itemSize` bytes each. Refuses what is over
   * the limit or cannot fit in what is left of the section, so callers may allocate for it.
   */
  count(what: string, limit: number, itemSize = 1): number {
    const start = this.pos;
    let count = this.shortU32();
    if (count < 0) count = this.u32(`number of ${what}`);
    if (count > limit) throw this.error(`${count} ${what} exceed the limit of ${limit}`, start);
    if (count * itemSize > this.remaining) {
      throw this.error(
        `${UNEXPECTED_END}: ${count} ${what} expected, ${this.remaining} bytes left`,
        start,
      );
    }
    return count;
  }

  /** A name (spec 3.0, section 5.2.4): a vector of bytes that must be well-formed UTF-8. */
  name(what: string): string {
    const at = this.skipName(what);
    return decodeUtf8(this.bytes, at, this.pos)!;
  }

  /** Goes past a name, which is checked; returns the index of its first byte. */
  skipName(what: string): number {
    let length = this.shortU32();
    if (length < 0) length = this.u32(`length of ${what}`);
    const at = this.skip(length, what);
    if (!isUtf8(this.bytes, at, at + length)) {
      throw this.error(`malformed UTF-8 encoding: ${what} must be well-formed UTF-8`, at);
    }
    return at;
  }

  private tooLong(expected: string, start: number, most: number): CompileError {
    return this.errorOf(Reason.IntegerTooLong, start, expected, most);
  }

  private tooLarge(expected: string, start: number, type: string): CompileError {
    return this.errorOf(Reason.IntegerTooLarge, start, expected, type);
  }
}
