import { CompileError } from '../wasm/compile-error.js';

/**
 * Cursor over one function body: bytes and LEB128 integers (spec 3.0, section 5.2), with a fast path
 * for the one-byte form that nearly all immediates have.
 */
export class BodyReader {
  protected bytes: Uint8Array = new Uint8Array(0);
  protected pos = 0;
  protected end = 0;
  /** What to add to a position to get a module offset. */
  protected moduleBias = 0;
  protected funcIndex = -1;
  /** Upper half of the last {@link readS64}. */
  protected hi = 0;

  protected fail(reason: string, at = this.pos): never {
    throw new CompileError(reason, { offset: at + this.moduleBias, funcIndex: this.funcIndex });
  }

  private unexpectedEnd(): never {
    this.fail('unexpected end of function body, expected more bytes', this.end);
  }

  protected readByte(): number {
    if (this.pos >= this.end) this.unexpectedEnd();
    return this.bytes[this.pos++]!;
  }

  protected readU32(): number {
    const pos = this.pos;
    if (pos < this.end) {
      const byte = this.bytes[pos]!;
      if (byte < 0x80) {
        this.pos = pos + 1;
        return byte;
      }
    }
    return this.readU32Slow();
  }

  private readU32Slow(): number {
    const start = this.pos;
    let result = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.readByte();
      if (shift === 28) {
        if ((byte & 0x80) !== 0)
          this.fail('integer representation too long, expected a u32', start);
        if (byte > 0x0f) this.fail('integer too large, expected a u32', start);
        return (result | (byte << 28)) >>> 0;
      }
      result |= (byte & 0x7f) << shift;
      if (byte < 0x80) return result;
    }
  }

  protected readS32(): number {
    const pos = this.pos;
    if (pos < this.end) {
      const byte = this.bytes[pos]!;
      if (byte < 0x80) {
        this.pos = pos + 1;
        return (byte << 25) >> 25;
      }
    }
    return this.readS32Slow();
  }

  private readS32Slow(): number {
    const start = this.pos;
    let result = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.readByte();
      if (shift === 28) {
        if ((byte & 0x80) !== 0)
          this.fail('integer representation too long, expected an s32', start);
        // The bits beyond 32 must repeat the sign bit (bit 3 of this byte).
        const beyond = byte & 0x78;
        if (beyond !== 0 && beyond !== 0x78) this.fail('integer too large, expected an s32', start);
        return result | (byte << 28);
      }
      result |= (byte & 0x7f) << shift;
      if (byte < 0x80) return (result << (25 - shift)) >> (25 - shift);
    }
  }

  /** Reads a signed 33-bit integer: a type index if not negative. */
  protected readS33(): number {
    const start = this.pos;
    let low = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.readByte();
      if (shift === 28) {
        if ((byte & 0x80) !== 0)
          this.fail('integer representation too long, expected an s33', start);
        const beyond = byte & 0x70;
        if (beyond !== 0 && beyond !== 0x70) this.fail('integer too large, expected an s33', start);
        const value = (low | (byte << 28)) >>> 0;
        return beyond === 0 ? value : value - 2 ** 32;
      }
      low |= (byte & 0x7f) << shift;
      if (byte < 0x80) return (low << (25 - shift)) >> (25 - shift);
    }
  }

  /** Reads a signed 64-bit integer; returns the lower half, leaves the upper in {@link hi}. */
  protected readS64(): number {
    const start = this.pos;
    let lo = 0;
    let hi = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.readByte();
      const bits = byte & 0x7f;
      if (shift < 28) lo |= bits << shift;
      else if (shift === 28) {
        lo |= bits << 28;
        hi = bits >> 4;
      } else hi |= bits << (shift - 32);
      if (shift === 63) {
        if ((byte & 0x80) !== 0)
          this.fail('integer representation too long, expected an s64', start);
        if (byte !== 0 && byte !== 0x7f) this.fail('integer too large, expected an s64', start);
        break;
      }
      if (byte < 0x80) {
        if ((byte & 0x40) !== 0) {
          const width = shift + 7;
          if (width < 32) {
            lo |= -1 << width;
            hi = -1;
          } else hi |= -1 << (width - 32);
        }
        break;
      }
    }
    this.hi = hi;
    return lo;
  }

  /** Reads four bytes, little-endian. */
  protected readWord(): number {
    const pos = this.pos;
    if (this.end - pos < 4) this.unexpectedEnd();
    const bytes = this.bytes;
    this.pos = pos + 4;
    return bytes[pos]! | (bytes[pos + 1]! << 8) | (bytes[pos + 2]! << 16) | (bytes[pos + 3]! << 24);
  }
}
