import {
  CHUNK_CODE,
  CHUNK_LENGTH,
  CHUNK_READ,
  CHUNK_RECORD,
  CHUNK_SHIFT,
  CHUNK_SUM,
} from '../../stubs/layout.js';
import { giveRange } from '../../util/free-ranges.js';
import {
  MAP_ANONYMOUS,
  MAP_FIXED,
  MAP_NORESERVE,
  MAP_PRIVATE,
  PROT_EXEC,
  PROT_NONE,
  PROT_READ,
  PROT_WRITE,
} from './mman.js';
import type { Native } from './native.js';

const CHUNK = 1 << CHUNK_SHIFT;
/** Addresses for the code of files, and how many there may be where so many are refused. */
const SIZES = [1 << 30, 1 << 28];
const TWO_32 = 0x1_0000_0000;
const RESERVED = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;

/** Code in a file. */
export interface CodeFile {
  readonly fd: number;
  /** Where it is in the file, a multiple of the page size. */
  readonly offset: number;
  /** Bytes of code, and those up to the end of the last page. */
  readonly length: number;
  readonly pages: number;
  /** What is still to be checked; undefined where all of it has been. */
  readonly unchecked:
    | {
        /** Where the code can be read, for as long as it is mapped. */
        readonly address: number;
        /** Sums of its chunks, 16 bytes each. */
        readonly sums: Uint8Array;
      }
    | undefined;
}

export interface MappedCode {
  readonly address: number;
  readonly length: number;
  /** Whether the chunk that an address is in has not been found to be what was written. */
  isUnchecked(address: number): boolean;
  release(): void;
}

/** Words of native memory. */
interface Words {
  readonly address: number;
  readonly u32: Uint32Array;
}

/**
 * Code that runs where a file is mapped: one range of addresses of a thread, into which files are mapped. The pages are
 * those of the file, shared by all who map it. A chunk of 64 KiB can be neither read nor executed until it is
 * used for the first time; then the handler of faults compares its sum (`src/stubs/code-chunks.ts`).
 */
export class FileCode {
  private region: { readonly start: number; readonly chunks: Words } | undefined;
  private readonly free: { offset: number; length: number }[] = [];

  constructor(
    private readonly native: Native,
    private readonly onRegion: (start: number, end: number, chunks: number) => void,
  ) {}

  /** Maps code; undefined where there is no room, or the system refuses. */
  map(file: CodeFile): MappedCode | undefined {
    const { native, free } = this;
    const region = this.reserve();
    if (region === undefined || CHUNK % native.pageSize !== 0) return undefined;
    const room = Math.ceil(file.pages / CHUNK) * CHUNK;
    const at = free.findIndex((range) => range.length >= room);
    if (at < 0) return undefined;
    const range = free[at]!;
    const { offset } = range;
    const address = region.start + offset;
    const rights = file.unchecked === undefined ? PROT_READ | PROT_EXEC : PROT_NONE;
    const flags = MAP_PRIVATE | MAP_FIXED;
    if (native.mmap(address, file.pages, rights, flags, file.fd, file.offset) < 0) return undefined;
    const records = this.record(file, address, region.chunks.u32, offset);
    if (records === undefined) {
      native.mmap(address, room, PROT_NONE, RESERVED | MAP_FIXED, -1);
      return undefined;
    }
    range.offset += room;
    range.length -= room;
    if (range.length === 0) free.splice(at, 1);
    const { u32 } = region.chunks;
    const slots = 2 * (offset / CHUNK);
    return {
      address,
      length: file.length,
      isUnchecked: (place) => u32[2 * Math.floor((place - region.start) / CHUNK)] !== 0,
      release() {
        u32.fill(0, slots, slots + 2 * (room / CHUNK));
        native.mmap(address, room, PROT_NONE, RESERVED | MAP_FIXED, -1);
        giveRange(free, offset, room);
        if (records !== 0) {
          native.mappings.delete(records);
          native.munmap(records, recordBytes(native, file));
        }
      },
    };
  }

  /** Tells the handler of the chunks that are to be checked; address of its records, 0 for none, undefined: no memory. */
  private record(
    file: CodeFile,
    address: number,
    slots: Uint32Array,
    offset: number,
  ): number | undefined {
    const { native } = this;
    const { unchecked } = file;
    if (unchecked === undefined) return 0;
    const bytes = recordBytes(native, file);
    const records = native.mmap(0, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1);
    if (records < 0) return undefined;
    native.mappings.add(records, bytes);
    const u32 = new Uint32Array(native.view(records, bytes));
    const { sums } = unchecked;
    const view = new DataView(sums.buffer, sums.byteOffset, sums.byteLength);
    const first = 2 * (offset / CHUNK);
    for (let i = 0; CHUNK * i < file.pages; i++) {
      const at = (CHUNK_RECORD * i) / 4;
      storeWord(u32, at + CHUNK_READ / 4, unchecked.address + CHUNK * i);
      storeWord(u32, at + CHUNK_LENGTH / 4, Math.min(CHUNK, file.pages - CHUNK * i));
      storeWord(u32, at + CHUNK_CODE / 4, address + CHUNK * i);
      for (let lane = 0; lane < 4; lane++) {
        u32[at + CHUNK_SUM / 4 + lane] = view.getUint32(16 * i + 4 * lane, true);
      }
      storeWord(slots, first + 2 * i, records + CHUNK_RECORD * i);
    }
    return records;
  }

  private reserve(): { readonly start: number; readonly chunks: Words } | undefined {
    if (this.region !== undefined) return this.region;
    const { native } = this;
    for (const size of SIZES) {
      // A chunk more, so that the range can start at a multiple of a chunk.
      const base = native.mmap(0, size + CHUNK, PROT_NONE, RESERVED, -1);
      if (base < 0) continue;
      const bytes = 8 * (size / CHUNK);
      const chunks = native.mmap(0, bytes, PROT_READ | PROT_WRITE, RESERVED, -1);
      if (chunks < 0) {
        native.munmap(base, size + CHUNK);
        return undefined;
      }
      native.mappings.add(base, size + CHUNK);
      native.mappings.add(chunks, bytes);
      const start = Math.ceil(base / CHUNK) * CHUNK;
      const u32 = new Uint32Array(native.view(chunks, bytes));
      this.region = { start, chunks: { address: chunks, u32 } };
      this.free.push({ offset: 0, length: size });
      this.onRegion(start, start + size, chunks);
      return this.region;
    }
    return undefined;
  }
}

function recordBytes(native: Native, { pages }: CodeFile): number {
  const bytes = CHUNK_RECORD * Math.ceil(pages / CHUNK);
  return Math.ceil(bytes / native.pageSize) * native.pageSize;
}

function storeWord(words: Uint32Array, at: number, value: number): void {
  words[at] = value % TWO_32;
  words[at + 1] = Math.floor(value / TWO_32);
}
