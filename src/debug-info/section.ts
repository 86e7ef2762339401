import { IntList } from '../util/int-list.js';
import { encodeUtf8 } from '../util/utf8.js';

/** What a relocation is relative to: the start of one of these. */
export const enum Section {
  /** The machine code. */
  Text,
  EhFrame,
  DebugInfo,
  DebugAbbrev,
  DebugLine,
  DebugLoc,
}

/** What a relocation puts into its place: S is the section's address, A the addend, P the place's own address. */
export const enum Relocate {
  /** S + A in 8 bytes (R_X86_64_64, R_AARCH64_ABS64). */
  Absolute64,
  /** S + A in 4 bytes, of sections that are not loaded (R_X86_64_32, R_AARCH64_ABS32). */
  Absolute32,
  /** S + A - P in 4 bytes (R_X86_64_PC32, R_AARCH64_PREL32). */
  Relative32,
}

/** Words of a relocation in {@link SectionPart.relocations}. */
export const RELOCATION_WORDS = 4;

/**
 * The bytes of a section before anybody knows where sections lie.
 *
 * ```
 *   relocations, 4 words each, by ascending offset; the bytes at their places are 0
 *     +0  offset of the place in `bytes`
 *     +1  Relocate
 *     +2  Section
 *     +3  addend
 * ```
 */
export interface SectionPart {
  readonly bytes: Uint8Array;
  readonly relocations: Int32Array;
}

/** No section is larger than this. */
const MAX_SIZE = 0x7fff_fff0;

/** Debug information would be larger than its format reaches. */
export class DebugInfoTooLargeError extends Error {
  override readonly name = 'DebugInfoTooLargeError';
}

/** Writes the bytes of a section, little-endian, and its relocations. */
export class SectionWriter {
  bytes: Uint8Array;
  private view: DataView;
  /** Bytes written so far. */
  pos = 0;
  private readonly relocations = new IntList();

  constructor(capacity = 4096) {
    this.bytes = new Uint8Array(capacity);
    this.view = new DataView(this.bytes.buffer);
  }

  /** Makes room for so many bytes more; writing needs no further look at it then. */
  reserve(count: number): void {
    const needed = this.pos + count;
    if (needed <= this.bytes.length) return;
    if (needed > MAX_SIZE) throw new DebugInfoTooLargeError('debug information of more than 2 GiB');
    const bytes = new Uint8Array(Math.min(Math.max(needed, 2 * this.bytes.length), MAX_SIZE));
    bytes.set(this.bytes.subarray(0, this.pos));
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer);
  }

  u8(value: number): void {
    this.reserve(1);
    this.bytes[this.pos++] = value;
  }

  u16(value: number): void {
    this.reserve(2);
    this.view.setUint16(this.pos, value, true);
    this.pos += 2;
  }

  u32(value: number): void {
    this.reserve(4);
    this.view.setUint32(this.pos, value, true);
    this.pos += 4;
  }

  /** An unsigned LEB128 of a number below 2^53. */
  uleb(value: number): void {
    this.reserve(8);
    let rest = value;
    for (; rest >= 0x80; rest = Math.floor(rest / 128))
      this.bytes[this.pos++] = (rest % 128) | 0x80;
    this.bytes[this.pos++] = rest;
  }

  /** A signed LEB128 of a 32-bit number. */
  sleb(value: number): void {
    this.reserve(5);
    let rest = value;
    for (; rest < -64 || rest > 63; rest >>= 7) this.bytes[this.pos++] = (rest & 0x7f) | 0x80;
    this.bytes[this.pos++] = rest & 0x7f;
  }

  raw(bytes: ArrayLike<number>): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.pos);
    this.pos += bytes.length;
  }

  /** UTF-8 and a zero; what follows a zero in the text is left out. */
  text(text: string): void {
    const end = text.indexOf('\0');
    this.raw(encodeUtf8(end < 0 ? text : text.slice(0, end)));
    this.u8(0);
  }

  /** Zeros (or another byte) up to a multiple of `alignment`. */
  align(alignment: number, filler = 0): void {
    while (this.pos % alignment !== 0) this.u8(filler);
  }

  patch32(at: number, value: number): void {
    this.view.setUint32(at, value, true);
  }

  /** A place that a relocation fills. */
  relocated(kind: Relocate, section: Section, addend: number): void {
    const { relocations } = this;
    relocations.pushPair(this.pos, kind);
    relocations.pushPair(section, addend);
    const size = kind === Relocate.Absolute64 ? 8 : 4;
    this.reserve(size);
    this.bytes.fill(0, this.pos, this.pos + size);
    this.pos += size;
  }

  /** All of it; the writer must not be used any more. */
  finish(): SectionPart {
    return {
      bytes: this.bytes.subarray(0, this.pos),
      relocations: this.relocations.toArray(),
    };
  }
}
