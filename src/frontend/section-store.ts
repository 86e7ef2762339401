import type { ModuleInfo } from './module-info.js';

/** Magic number and version 1. */
const HEADER = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

type WithBytes = { bytes: Uint8Array };

/**
 * The sections of a module as they came, each an array of its own, until {@link join} makes one
 * array of them. At any time there is one copy.
 */
export class SectionStore {
  private ids: number[] = [];
  private sections: Uint8Array[] = [];
  private joined: Uint8Array | undefined = undefined;

  /** @param contents the whole of an array buffer */
  add(id: number, contents: Uint8Array): void {
    this.ids.push(id);
    this.sections.push(contents);
  }

  /**
   * A module of the sections. Views of them in `info` (data segments, custom sections) become views
   * of the result, so that the separate arrays can go.
   */
  join(info: ModuleInfo): Uint8Array {
    if (this.joined !== undefined) return this.joined;
    let size = HEADER.length;
    for (const section of this.sections) {
      size += 1 + lebSize(section.length) + section.length;
    }
    const joined = new Uint8Array(size);
    joined.set(HEADER);
    const places = new Map<ArrayBufferLike, number>();
    let pos = HEADER.length;
    for (let i = 0; i < this.sections.length; i++) {
      const section = this.sections[i]!;
      joined[pos++] = this.ids[i]!;
      pos = writeLeb(joined, pos, section.length);
      joined.set(section, pos);
      places.set(section.buffer, pos);
      pos += section.length;
    }
    for (const list of [info.data, info.customSections]) {
      for (const item of list) {
        const place = places.get(item.bytes.buffer);
        if (place === undefined) continue;
        const start = place + item.bytes.byteOffset;
        (item as WithBytes).bytes = joined.subarray(start, start + item.bytes.length);
      }
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
