import { decodeUtf8 } from '../util/utf8.js';
import { BinaryReader } from './binary-reader.js';

export interface CustomSection {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Size of magic number and version. */
const HEADER_SIZE = 8;

/**
 * Walks over the custom sections of a valid module.
 *
 * @param visit is told where the name lies, and where the contents do: from the end of the name on
 */
export function forEachCustomSection(
  bytes: Uint8Array,
  visit: (nameStart: number, nameEnd: number, end: number) => void,
): void {
  const r = new BinaryReader(bytes, Math.min(HEADER_SIZE, bytes.length), bytes.length, 0);
  while (r.remaining > 0) {
    const id = r.u8('section id');
    const size = r.u32('section size');
    const end = r.pos + size;
    if (id === 0) {
      const length = r.u32('length of a name');
      visit(r.pos, r.pos + length, end);
    }
    r.pos = end;
  }
}

/** The custom sections of a valid module: all, or those whose name has the bytes of `wanted`. */
export function customSectionsOf(module: Uint8Array, wanted?: Uint8Array): CustomSection[] {
  const sections: CustomSection[] = [];
  forEachCustomSection(module, (nameStart, nameEnd, end) => {
    if (wanted !== undefined && !isPiece(module, nameStart, nameEnd, wanted)) return;
    sections.push(new StoredCustomSection(module, nameStart, nameEnd, end));
  });
  return sections;
}

/** True when `bytes[start..end)` are the same as `piece`. */
export function isPiece(
  bytes: Uint8Array,
  start: number,
  end: number,
  piece: ArrayLike<number>,
): boolean {
  if (end - start !== piece.length) return false;
  for (let i = 0; i < piece.length; i++) if (bytes[start + i] !== piece[i]) return false;
  return true;
}

class StoredCustomSection implements CustomSection {
  constructor(
    private readonly module: Uint8Array,
    private readonly nameStart: number,
    private readonly nameEnd: number,
    private readonly end: number,
  ) {}

  get name(): string {
    return decodeUtf8(this.module, this.nameStart, this.nameEnd)!;
  }

  get bytes(): Uint8Array {
    return this.module.subarray(this.nameEnd, this.end);
  }
}
