import { TextEncoder } from 'node:util';
import type { ElfMachine } from '../../targets/index.js';

/** What a shared object holds. */
export interface ObjectContents {
  /** Names of symbols of others; their addresses make the table that the code reads, 8 bytes each. */
  readonly imports: readonly string[];
  /** Names of this object's functions. */
  readonly exports: readonly string[];
  /**
   * The code, with the offset in it of each export; always of the same length.
   * @param table distance from the code's first byte to the table of imports
   */
  generate(table: number): { readonly code: Uint8Array; readonly offsets: readonly number[] };
}

/** The largest page of either machine: segments with different rights lie so far apart in memory. */
const PAGE = 0x10000;
/** Where the writable segment starts in the file: a multiple of the usual page size. */
const DATA_START = 0x2000;

const HEADER_SIZE = 64;
const SEGMENT_SIZE = 56;
const SEGMENTS = 4;
const SYMBOL_SIZE = 24;
const RELOCATION_SIZE = 24;

const PT_LOAD = 1;
const PT_DYNAMIC = 2;
const PT_GNU_STACK = 0x6474e551;
const PF_X = 1;
const PF_W = 2;
const PF_R = 4;

const STB_GLOBAL_FUNC = (1 << 4) | 2;
/** Any section's number says that a symbol is defined; sections themselves are not needed to load. */
const DEFINED = 1;

const DT_HASH = 4;
const DT_STRTAB = 5;
const DT_SYMTAB = 6;
const DT_RELA = 7;
const DT_RELASZ = 8;
const DT_RELAENT = 9;
const DT_STRSZ = 10;
const DT_SYMENT = 11;
const DYNAMIC_ENTRIES = 9;

/**
 * Writes a shared object that a dynamic linker loads (System V ABI, chapters 4 and 5): one segment with
 * the tables and the code, and one with the imports' addresses and the dynamic section. It names no
 * libraries: all that it imports must be in the process already.
 *
 * @throws Error when it gets too large
 */
export function writeSharedObject(machine: ElfMachine, contents: ObjectContents): Uint8Array {
  const { imports, exports } = contents;
  const symbols = [...imports, ...exports];
  const { bytes: strings, offsets: names } = stringTable(symbols);

  const symbolTable = HEADER_SIZE + SEGMENT_SIZE * SEGMENTS;
  const relocations = symbolTable + SYMBOL_SIZE * (symbols.length + 1);
  const hash = relocations + RELOCATION_SIZE * imports.length;
  // Counts of buckets and symbols, one bucket, and the symbols' chain.
  const hashSize = 4 * (3 + symbols.length + 1);
  const stringsAt = hash + hashSize;
  const code = (stringsAt + strings.length + 63) & ~63;
  const table = DATA_START + PAGE;
  const generated = contents.generate(table - code);
  const codeEnd = code + generated.code.length;
  if (codeEnd > DATA_START) throw new Error('internal error: a shared object is too large');
  const dynamic = DATA_START + 8 * imports.length;
  const end = dynamic + 16 * DYNAMIC_ENTRIES;

  const bytes = new Uint8Array(end);
  const view = new DataView(bytes.buffer);
  const u16 = (at: number, value: number) => view.setUint16(at, value, true);
  const u32 = (at: number, value: number) => view.setUint32(at, value, true);
  const u64 = (at: number, value: number) => view.setBigUint64(at, BigInt(value), true);

  // ELF64, little-endian, version 1, System V.
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0]);
  const ET_DYN = 3;
  u16(16, ET_DYN);
  u16(18, machine.machine);
  u32(20, 1);
  u64(32, HEADER_SIZE);
  u16(52, HEADER_SIZE);
  u16(54, SEGMENT_SIZE);
  u16(56, SEGMENTS);
  // Size of a section's header, of which there are none.
  u16(58, 64);

  const segment = (
    index: number,
    type: number,
    flags: number,
    from: number,
    to: number,
    align: number,
  ) => {
    const at = HEADER_SIZE + SEGMENT_SIZE * index;
    const address = from >= DATA_START ? from + PAGE : from;
    u32(at, type);
    u32(at + 4, flags);
    for (const [offset, value] of [
      [8, from],
      [16, address],
      [24, address],
      [32, to - from],
      [40, to - from],
      [48, align],
    ] as const) {
      u64(at + offset, value);
    }
  };
  segment(0, PT_LOAD, PF_R | PF_X, 0, codeEnd, PAGE);
  segment(1, PT_LOAD, PF_R | PF_W, DATA_START, end, PAGE);
  segment(2, PT_DYNAMIC, PF_R | PF_W, dynamic, end, 8);
  // The stack need not be executable.
  segment(3, PT_GNU_STACK, PF_R | PF_W, 0, 0, 16);

  symbols.forEach((_, i) => {
    const at = symbolTable + SYMBOL_SIZE * (i + 1);
    u32(at, names[i]!);
    bytes[at + 4] = STB_GLOBAL_FUNC;
    if (i < imports.length) return;
    u16(at + 6, DEFINED);
    u64(at + 8, code + generated.offsets[i - imports.length]!);
  });
  imports.forEach((_, i) => {
    const at = relocations + RELOCATION_SIZE * i;
    u64(at, table + 8 * i);
    u32(at + 8, machine.globDat);
    u32(at + 12, i + 1);
  });
  // All symbols in one chain: the linker compares names anyway, and there are few.
  u32(hash, 1);
  u32(hash + 4, symbols.length + 1);
  u32(hash + 8, 1);
  for (let i = 1; i < symbols.length; i++) u32(hash + 12 + 4 * i, i + 1);

  bytes.set(strings, stringsAt);
  bytes.set(generated.code, code);

  const entries = [
    [DT_HASH, hash],
    [DT_STRTAB, stringsAt],
    [DT_STRSZ, strings.length],
    [DT_SYMTAB, symbolTable],
    [DT_SYMENT, SYMBOL_SIZE],
    [DT_RELA, relocations],
    [DT_RELASZ, RELOCATION_SIZE * imports.length],
    [DT_RELAENT, RELOCATION_SIZE],
    // DT_NULL ends the list.
    [0, 0],
  ] as const;
  entries.forEach(([tag, value], i) => {
    u64(dynamic + 16 * i, tag);
    u64(dynamic + 16 * i + 8, value);
  });
  return bytes;
}

/** C strings behind an empty one, and where each of them starts. */
function stringTable(strings: readonly string[]): { bytes: Uint8Array; offsets: number[] } {
  let text = '\0';
  const offsets: number[] = [];
  for (const string of strings) {
    offsets.push(text.length);
    text += `${string}\0`;
  }
  return { bytes: new TextEncoder().encode(text), offsets };
}
