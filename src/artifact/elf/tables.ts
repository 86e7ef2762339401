import { BUILD_ID_SIZE } from '../../util/content-sum.js';
import { ByteView } from './bytes.js';
import type { ElfSymbol, Relocations, SymbolId } from './contents.js';
import {
  HEADER_SIZE,
  NT_GNU_BUILD_ID,
  PROGRAM_HEADER_SIZE,
  RELOCATION_SIZE,
  SECTION_HEADER_SIZE,
  SHN_LORESERVE,
  SYMBOL_SIZE,
} from './format.js';
import type { StringTable } from './string-table.js';

const KINDS = { none: 0, object: 1, function: 2 } as const;
const STT_SECTION = 3;
const BINDINGS = { local: 0, global: 1, weak: 2 } as const;
const STV_HIDDEN = 2;

/** A header of a section that has its place in the file. */
export interface SectionHeader {
  readonly name: number;
  readonly type: number;
  readonly flags: number;
  readonly address: number;
  readonly offset: number;
  readonly size: number;
  readonly link: number;
  readonly info: number;
  readonly align: number;
  readonly entrySize: number;
}

/** A symbol table, with what is needed to refer to it. */
export interface SymbolTable {
  readonly bytes: Uint8Array;
  /** Where each symbol is in it; 0 for those that are not. */
  readonly indices: Uint32Array;
  /** Index of the first symbol that is not local. */
  readonly firstGlobal: number;
}

/**
 * The symbols that `wanted` lets through, locals first, as the format asks.
 *
 * @param sectionIndex the index of a section's header
 * @param addressOf what is added to the symbols' offsets: a section's address in a shared object
 */
export function symbolTable(
  symbols: readonly ElfSymbol[],
  names: StringTable,
  sectionIndex: (section: number) => number,
  addressOf: (section: number) => number,
  wanted: (symbol: ElfSymbol) => boolean,
): SymbolTable {
  const indices = new Uint32Array(symbols.length);
  let next = 1;
  let firstGlobal = 1;
  for (const local of [true, false]) {
    symbols.forEach((symbol, i) => {
      if ((symbol.binding === 'local') === local && wanted(symbol)) indices[i] = next++;
    });
    if (local) firstGlobal = next;
  }
  const bytes = new Uint8Array(next * SYMBOL_SIZE);
  const view = new ByteView(bytes);
  symbols.forEach((symbol, i) => {
    if (indices[i] === 0) return;
    const at = indices[i]! * SYMBOL_SIZE;
    const { section } = symbol;
    view.u32(at, names.add(symbol.name));
    const type = symbol.isSection ? STT_SECTION : KINDS[symbol.kind];
    view.u8(at + 4, (BINDINGS[symbol.binding] << 4) | type);
    view.u8(at + 5, symbol.hidden ? STV_HIDDEN : 0);
    if (section === undefined) return;
    view.u16(at + 6, sectionIndex(section));
    view.u64(at + 8, symbol.value + addressOf(section));
    view.u64(at + 16, symbol.size);
  });
  return { bytes, indices, firstGlobal };
}

/** @param indexOf a symbol's place in the table that the relocations refer to */
export function relocationTable(
  relocations: Relocations,
  numbers: Readonly<Partial<Record<string, number>>>,
  indexOf: (symbol: SymbolId) => number,
): Uint8Array {
  const { offsets, kinds, symbols, addends } = relocations;
  const bytes = new Uint8Array(offsets.length * RELOCATION_SIZE);
  const view = new ByteView(bytes);
  for (let i = 0; i < offsets.length; i++) {
    const at = i * RELOCATION_SIZE;
    view.u64(at, offsets[i]!);
    view.u32(at + 8, numbers[kinds[i]!]!);
    view.u32(at + 12, indexOf(symbols[i]!));
    view.u64(at + 16, addends[i]!);
  }
  return bytes;
}

/** Where the build id is in its note. */
export const BUILD_ID_AT = 16;

/** A note with room for a build id. */
export function buildIdNote(): Uint8Array {
  const bytes = new Uint8Array(BUILD_ID_AT + BUILD_ID_SIZE);
  const view = new ByteView(bytes);
  view.u32(0, 4);
  view.u32(4, BUILD_ID_SIZE);
  view.u32(8, NT_GNU_BUILD_ID);
  bytes.set([0x47, 0x4e, 0x55, 0], 12);
  return bytes;
}

export interface FileHeader {
  readonly type: number;
  readonly machine: number;
  readonly segments: number;
  readonly sectionHeaders: number;
  readonly sections: number;
  readonly nameSection: number;
}

export function writeFileHeader(view: ByteView, header: FileHeader): void {
  // ELF64, little-endian, version 1, System V.
  view.bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0]);
  if (header.sections >= SHN_LORESERVE) {
    throw new RangeError('an ELF file may have 65,279 sections at most');
  }
  view.u16(16, header.type);
  view.u16(18, header.machine);
  view.u32(20, 1);
  view.u64(32, header.segments === 0 ? 0 : HEADER_SIZE);
  view.u64(40, header.sectionHeaders);
  view.u16(52, HEADER_SIZE);
  view.u16(54, header.segments === 0 ? 0 : PROGRAM_HEADER_SIZE);
  view.u16(56, header.segments);
  view.u16(58, SECTION_HEADER_SIZE);
  view.u16(60, header.sections);
  view.u16(62, header.nameSection);
}

export function writeSectionHeader(view: ByteView, at: number, header: SectionHeader): void {
  view.u32(at, header.name);
  view.u32(at + 4, header.type);
  view.u64(at + 8, header.flags);
  view.u64(at + 16, header.address);
  view.u64(at + 24, header.offset);
  view.u64(at + 32, header.size);
  view.u32(at + 40, header.link);
  view.u32(at + 44, header.info);
  view.u64(at + 48, header.align);
  view.u64(at + 56, header.entrySize);
}
