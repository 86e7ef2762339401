import type { MachOMachine } from '../../targets/index.js';
import { alignUp, ByteView } from '../elf/bytes.js';
import type { ElfContents, ElfSymbol } from '../elf/contents.js';
import { SHT_NOBITS } from '../elf/format.js';
import { StringTable } from '../elf/string-table.js';
import {
  BUILD_VERSION_SIZE,
  DYSYMTAB_SIZE,
  HEADER_SIZE,
  LC_BUILD_VERSION,
  LC_DYSYMTAB,
  LC_SEGMENT_64,
  LC_SYMTAB,
  MAX_SECTIONS,
  MAX_SYMBOLS,
  MH_MAGIC_64,
  MH_OBJECT,
  N_EXT,
  N_PEXT,
  N_SECT,
  N_WEAK_DEF,
  NAME_SIZE,
  PLATFORM_MACOS,
  RELOCATION_SIZE,
  SECTION_SIZE,
  SEGMENT_SIZE,
  SYMBOL_SIZE,
  SYMTAB_SIZE,
  VM_PROT_ALL,
} from './format.js';
import { isDifference, type RelocatedSection, relocate } from './relocations.js';
import { sectionName } from './sections.js';

/** The first system that runs on the machines that objects are made for, as `0xMMMMmmpp`: macOS 11.0. */
const MIN_MACOS = 0x000b_0000;

/** A section with its place. */
interface Placed extends RelocatedSection {
  readonly address: number;
  readonly size: number;
  readonly align: number;
  readonly offset: number;
  readonly relocationsAt: number;
}

/**
 * Writes the contents of a relocatable object as Mach-O, for Apple's linkers (`mach-o/loader.h`, `MH_OBJECT`).
 * Symbols of C's have an underscore in front there.
 *
 * ```
 * mach_header_64 | LC_SEGMENT_64 with all sections | LC_BUILD_VERSION | LC_SYMTAB | LC_DYSYMTAB |
 * sections | relocations of each | symbols: local, defined, undefined | strings
 * ```
 * Where something refers to the start of a section, that has a local symbol, `ltmp` and a number, as
 * Apple's assembler makes them.
 * Linkers keep the sections whole: functions reach each other without relocations.
 *
 * @throws RangeError for what the format cannot express
 */
export function writeMachO(contents: ElfContents, machine: MachOMachine): Uint8Array {
  const { sections, symbols } = contents;
  if (sections.length > MAX_SECTIONS) {
    throw new RangeError(`a Mach-O object may have ${MAX_SECTIONS} sections at most`);
  }
  const table = new SymbolTable(contents);
  const commandsSize =
    SEGMENT_SIZE +
    SECTION_SIZE * sections.length +
    BUILD_VERSION_SIZE +
    SYMTAB_SIZE +
    DYSYMTAB_SIZE;

  const placed: Placed[] = [];
  let address = 0;
  // The file has the sections as they lie in memory, so that offsets of both differ by a constant.
  const firstByte = alignUp(HEADER_SIZE + commandsSize, 16);
  let fileEnd = firstByte;
  sections.forEach((section, i) => {
    const { align, size, bytes, relocations } = section;
    address = alignUp(address, align);
    const empty = { bytes: new Uint8Array(0), table: new Uint8Array(0) };
    const done =
      bytes === undefined
        ? empty
        : relocate({ bytes, relocations }, machine, (id) => table.indexOf(id), table.start(i));
    const offset = bytes === undefined ? 0 : firstByte + address;
    placed.push({ ...done, address, size, align, offset, relocationsAt: 0 });
    address += size;
    if (bytes !== undefined) fileEnd = offset + size;
  });
  let end = alignUp(fileEnd, 8);
  for (const [i, section] of placed.entries()) {
    if (section.table.length === 0) continue;
    placed[i] = { ...section, relocationsAt: end };
    end += section.table.length;
  }
  const symbolsAt = alignUp(end, 8);
  const symbolBytes = table.bytes(symbols, (section) => placed[section]!.address);
  const stringsAt = symbolsAt + symbolBytes.length;
  const strings = table.strings.contents();
  const file = new Uint8Array(stringsAt + alignUp(strings.length, 8));
  const view = new ByteView(file);

  words(view, 0, [MH_MAGIC_64, machine.cpuType, machine.cpuSubtype, MH_OBJECT, 4, commandsSize]);
  let at = HEADER_SIZE;
  words(view, at, [LC_SEGMENT_64, SEGMENT_SIZE + SECTION_SIZE * sections.length]);
  view.u64(at + 32, address);
  view.u64(at + 40, firstByte);
  view.u64(at + 48, fileEnd - firstByte);
  words(view, at + 56, [VM_PROT_ALL, VM_PROT_ALL, sections.length, 0]);
  at += SEGMENT_SIZE;
  for (const [i, section] of placed.entries()) {
    const { segment, section: name, flags } = sectionName(sections[i]!);
    ascii(view, at, name);
    ascii(view, at + NAME_SIZE, segment);
    view.u64(at + 32, section.address);
    view.u64(at + 40, section.size);
    const log2 = 31 - Math.clz32(section.align);
    const count = section.table.length / RELOCATION_SIZE;
    words(view, at + 48, [section.offset, log2, section.relocationsAt, count, flags]);
    at += SECTION_SIZE;
  }
  words(view, at, [LC_BUILD_VERSION, BUILD_VERSION_SIZE, PLATFORM_MACOS, MIN_MACOS, MIN_MACOS, 0]);
  at += BUILD_VERSION_SIZE;
  const { count, firstDefined, firstUndefined } = table;
  words(view, at, [LC_SYMTAB, SYMTAB_SIZE, symbolsAt, count, stringsAt, file.length - stringsAt]);
  at += SYMTAB_SIZE;
  words(view, at, [LC_DYSYMTAB, DYSYMTAB_SIZE, 0, firstDefined]);
  words(view, at + 16, [firstDefined, firstUndefined - firstDefined]);
  words(view, at + 24, [firstUndefined, count - firstUndefined]);

  for (const [i, section] of placed.entries()) {
    if (sections[i]!.type === SHT_NOBITS) continue;
    file.set(section.bytes, section.offset);
    file.set(section.table, section.relocationsAt);
  }
  file.set(symbolBytes, symbolsAt);
  file.set(strings, stringsAt);
  return file;
}

/** The symbols in the order of the format: local ones, those that others may use, undefined ones. */
class SymbolTable {
  readonly strings = new StringTable();
  readonly count: number;
  readonly firstDefined: number;
  readonly firstUndefined: number;
  private readonly indices: Uint32Array;
  /** Sections that have a symbol at their start, in the order of these. */
  private readonly named: readonly number[];

  constructor(contents: ElfContents) {
    const { sections, symbols } = contents;
    const named = new Set<number>();
    symbols.forEach(({ isSection, section }) => {
      if (isSection) named.add(section!);
    });
    sections.forEach(({ relocations }, i) => {
      if (relocations.kinds.some(isDifference)) named.add(i);
    });
    this.named = [...named];
    this.indices = new Uint32Array(symbols.length);
    let next = named.size;
    const number = (wanted: (symbol: ElfSymbol) => boolean): void => {
      symbols.forEach((symbol, i) => {
        if (!symbol.isSection && wanted(symbol)) this.indices[i] = next++;
      });
    };
    number(({ section, binding }) => section !== undefined && binding === 'local');
    this.firstDefined = next;
    number(({ section, binding }) => section !== undefined && binding !== 'local');
    this.firstUndefined = next;
    number(({ section }) => section === undefined);
    this.count = next;
    if (next > MAX_SYMBOLS) throw new RangeError(`more than ${MAX_SYMBOLS} symbols`);
    symbols.forEach(({ isSection, section }, i) => {
      if (isSection) this.indices[i] = this.start(section!);
    });
  }

  indexOf(symbol: number): number {
    return this.indices[symbol]!;
  }

  /** Symbol at the start of a section. */
  start(section: number): number {
    return this.named.indexOf(section);
  }

  /**
   * ```
   *  nlist_64   0 u32 name   4 u8 type   5 u8 section, from 1   6 u16 description   8 u64 address
   * ```
   * @param addressOf of a section
   */
  bytes(symbols: readonly ElfSymbol[], addressOf: (section: number) => number): Uint8Array {
    const bytes = new Uint8Array(SYMBOL_SIZE * this.count);
    const view = new ByteView(bytes);
    for (const [i, section] of this.named.entries()) {
      const at = SYMBOL_SIZE * i;
      view.u32(at, this.strings.add(`ltmp${i}`));
      view.u8(at + 4, N_SECT);
      view.u8(at + 5, section + 1);
      view.u64(at + 8, addressOf(section));
    }
    symbols.forEach(({ name, section, value, binding, hidden, isSection }, i) => {
      if (isSection) return;
      const at = SYMBOL_SIZE * this.indices[i]!;
      view.u32(at, this.strings.add(`_${name}`));
      const type = binding === 'local' ? 0 : N_EXT | (hidden ? N_PEXT : 0);
      view.u8(at + 4, section === undefined ? type : type | N_SECT);
      if (section === undefined) return;
      view.u8(at + 5, section + 1);
      view.u16(at + 6, binding === 'weak' ? N_WEAK_DEF : 0);
      view.u64(at + 8, addressOf(section) + value);
    });
    return bytes;
  }
}

/** Stores 32-bit words one behind the other. */
function words(view: ByteView, at: number, values: readonly number[]): void {
  for (const [i, value] of values.entries()) view.u32(at + 4 * i, value);
}

function ascii(view: ByteView, at: number, text: string): void {
  for (let i = 0; i < text.length; i++) view.u8(at + i, text.charCodeAt(i));
}
