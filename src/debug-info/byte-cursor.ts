import { decodeLossy } from '../util/utf8.js';
/** Debug information of a module that is not as its format says. */
export class MalformedDwarf extends Error {
  override readonly name = 'MalformedDwarf';
}

const NO_BYTES = new Uint8Array(0);

/** Reads DWARF out of bytes that anybody may have written: whatever they are, it stays inside of them. */
export class ByteCursor {
  pos: number;
  private readonly view: DataView;

  /** Reads from `start` up to `end`, which are inside of the bytes. */
  constructor(
    readonly bytes: Uint8Array = NO_BYTES,
    start = 0,
    readonly end = bytes.length,
  ) {
    this.pos = start;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return this.end - this.pos;
  }

  /** Goes past bytes; returns the position of the first. @throws MalformedDwarf when there are less */
  skip(count: number): number {
    const at = this.pos;
    if (!(count <= this.end - at)) throw new MalformedDwarf('it ends too early');
    this.pos = at + count;
    return at;
  }

  u8(): number {
    return this.bytes[this.skip(1)]!;
  }

  s8(): number {
    return this.view.getInt8(this.skip(1));
  }

  u16(): number {
    return this.view.getUint16(this.skip(2), true);
  }

  u32(): number {
    return this.view.getUint32(this.skip(4), true);
  }

  /** An unsigned LEB128; one that is 2^53 or more is not exact. */
  uleb(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.u8();
      if (scale < 2 ** 70) value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  }

  sleb(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.u8();
      if (scale < 2 ** 70) value += (byte & 0x7f) * scale;
      scale *= 128;
      if (byte < 0x80) return (byte & 0x40) !== 0 ? value - scale : value;
    }
  }

  /** Text up to a zero, of which `most` bytes count. */
  text(most: number): string {
    const start = this.pos;
    const end = this.bytes.indexOf(0, start);
    if (end < 0 || end >= this.end) throw new MalformedDwarf('a text has no end');
    this.pos = end + 1;
    return decodeLossy(this.bytes.subarray(start, Math.min(end, start + most)));
  }
}
