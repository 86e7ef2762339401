import type { ConstExpr, DataSegment, SegmentMode } from './module-info.js';
import { Op } from './opcodes.js';

/** Magic number and version 1. */
const HEADER = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

/** The kept contents of a section: bytes `[start, start + size)` of an array buffer. */
export class SectionBytes {
  private buffer: ArrayBuffer;
  private start = 0;
  readonly size: number;

  constructor(buffer: ArrayBuffer) {
    this.buffer = buffer;
    this.size = buffer.byteLength;
  }

  /** A view of `size` bytes from `start` on, relative to the section's contents. */
  view(start: number, size: number): Uint8Array {
    return new Uint8Array(this.buffer, this.start + start, size);
  }

  /** Copies the contents to `target[at]`, and lives there from now on. */
  moveTo(target: Uint8Array<ArrayBuffer>, at: number): void {
    target.set(this.view(0, this.size), at);
    this.buffer = target.buffer;
    this.start = at;
  }
}

/**
 * A data segment that makes its offset expression and its view of the section when asked for them: a
 * module can have a hundred thousand segments, and as many arrays of each kind cost more time than all
 * else in decoding them.
 */
export class StoredDataSegment implements DataSegment {
  /**
   * @param expr the offset, or undefined when it is `i32.const constant`
   * @param start place of the segment's bytes in the section's contents
   */
  constructor(
    readonly mode: SegmentMode,
    readonly memory: number,
    private readonly expr: ConstExpr | undefined,
    private readonly constant: number,
    private readonly section: SectionBytes,
    private readonly start: number,
    private readonly size: number,
  ) {}

  get offset(): ConstExpr {
    return this.expr ?? [{ op: Op.I32Const, lo: this.constant, hi: 0 }];
  }

  get bytes(): Uint8Array {
    return this.section.view(this.start, this.size);
  }
}

/**
 * The sections of a module as they came, each in an array buffer of its own, until {@link join} makes
 * one of them. There is one copy before and after.
 */
export class SectionStore {
  private ids: number[] = [];
  private sections: SectionBytes[] = [];
  private joined: Uint8Array | undefined = undefined;

  add(id: number, contents: SectionBytes): void {
    this.ids.push(id);
    this.sections.push(contents);
  }

  /** A module of the sections, which move into it. */
  join(): Uint8Array {
    if (this.joined !== undefined) return this.joined;
    let size = HEADER.length;
    for (const section of this.sections) size += 1 + lebSize(section.size) + section.size;
    const joined = new Uint8Array(size);
    joined.set(HEADER);
    let pos = HEADER.length;
    for (let i = 0; i < this.sections.length; i++) {
      const section = this.sections[i]!;
      joined[pos++] = this.ids[i]!;
      pos = writeLeb(joined, pos, section.size);
      section.moveTo(joined, pos);
      pos += section.size;
    }
    this.ids = [];
    this.sections = [];
    this.joined = joined;
    return joined;
  }
}

function lebSize(value: number): number {
  let size = 1;
  for (let rest = value >>> 7; rest !== 0; rest >>>= 7) size++;
  return size;
}

function writeLeb(bytes: Uint8Array, at: number, value: number): number {
  let pos = at;
  let rest = value;
  while (rest >= 0x80) {
    bytes[pos++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  bytes[pos++] = rest;
  return pos;
}
