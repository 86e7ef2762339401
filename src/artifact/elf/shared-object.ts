import { buildIdOf, sumOf } from '../../util/content-sum.js';
import { applyRelocation } from './apply.js';
import { alignUp, ByteView } from './bytes.js';
import type { ElfContents, ElfSymbol, Section, SectionId, SymbolId } from './contents.js';
import * as Elf from './format.js';
import { hashTable } from './hash-table.js';
import { StringTable } from './string-table.js';
import {
  BUILD_ID_AT,
  buildIdNote,
  symbolTable,
  writeFileHeader,
  writeSectionHeader,
} from './tables.js';

export interface SharedObjectOptions {
  /** The largest page in use on the machine: where memory of other rights begins. */
  readonly pageSize: number;
  /**
   * Memory of other rights begins on a page of the file, too. Otherwise code lies next to what is only
   * read, and the file is smaller.
   */
  readonly separate: boolean;
  /** What the page with the end of the code is filled with, where that is on pages of its own. */
  readonly gapByte?: number;
  /** Fills in what depends on the other bytes, before the build id is made of all of them. */
  finish?(file: SharedObject): void;
}

export interface SharedObject {
  readonly bytes: Uint8Array;
  /** Where a section is, from where the object is loaded. */
  addressOf(section: SectionId): number;
  /** Where a section is in the file. */
  offsetOf(section: SectionId): number;
  /** Where the build id is in the file, a multiple of 16. */
  readonly buildId: number;
  /** Bytes at the start of the file that are loaded to be read; those of code are among them if not separate. */
  readonly read: number;
  /** Where the dynamic section is in the file, and its bytes. */
  readonly dynamic: number;
  readonly dynamicSize: number;
}

/** A section with its place. */
interface Placed {
  readonly section: Section;
  readonly id: SectionId | undefined;
  readonly link: string;
  readonly info: number;
  offset: number;
  address: number;
}

interface Segment {
  readonly type: number;
  readonly flags: number;
  readonly offset: number;
  readonly address: number;
  readonly fileSize: number;
  readonly size: number;
  readonly align: number;
}

/**
 * Writes a shared object (gABI, `ET_DYN`): a dynamic linker loads it, and it names no libraries, so all
 * that it imports must be in the process already.
 *
 * ```
 * read         header | program headers | build id | .hash | .dynsym | .dynstr | .rela.dyn | read-only sections
 * execute      code sections
 * write        .dynamic | data sections | zeros
 * not loaded   file sections | .symtab | .strtab | .shstrtab | section headers
 * ```
 * Relocations are applied. Where the address is only known when the object is loaded (`abs64` in data, of what this
 * object or another defines) they are left to the dynamic linker.
 *
 * @throws RangeError when it gets too large, or for an address in what is only read
 */
export function writeSharedObject(
  contents: ElfContents,
  options: SharedObjectOptions,
): SharedObject {
  return new Writer(contents, options).write();
}

class Writer {
  private readonly placed: Placed[] = [];
  private readonly places = new Map<SectionId, Placed>();
  private readonly numbers = new Map<SectionId, number>();
  private readonly segments: Segment[] = [];
  /** Symbols that others find. */
  private readonly dynamicSymbols: ReadonlyMap<SymbolId, number>;
  private readonly dynamicNames: readonly number[];
  private readonly dynamicStrings = new StringTable();
  /** Sections with places that the dynamic linker fills. */
  private readonly dynamicRelocations: { id: SectionId; index: number }[] = [];
  private end = 0;
  private addressDelta = 0;

  constructor(
    private readonly contents: ElfContents,
    private readonly options: SharedObjectOptions,
  ) {
    const indices = new Map<SymbolId, number>();
    const names: number[] = [];
    contents.symbols.forEach((symbol, i) => {
      if (!isDynamic(symbol)) return;
      names.push(this.dynamicStrings.add(symbol.name));
      indices.set(i as SymbolId, names.length);
    });
    this.dynamicSymbols = indices;
    this.dynamicNames = names;
    this.findDynamicRelocations();
  }

  write(): SharedObject {
    this.layOut();
    const strings = new StringTable();
    const { symbols } = this.contents;
    const addressOf = (section: number): number => this.places.get(section as SectionId)!.address;
    const sectionIndex = (section: number): number => this.numbers.get(section as SectionId)!;
    const symtab = symbolTable(symbols, strings, sectionIndex, addressOf, () => true);
    const size = 8;
    this.place('.symtab', symtab.bytes, Elf.SHT_SYMTAB, 0, size, Elf.SYMBOL_SIZE, {
      link: '.strtab',
      info: symtab.firstGlobal,
    });
    this.place('.strtab', strings.contents(), Elf.SHT_STRTAB, 0, 1);
    const names = new StringTable();
    for (const { section } of this.placed) names.add(section.name);
    names.add('.shstrtab');
    this.place('.shstrtab', names.contents(), Elf.SHT_STRTAB, 0, 1);

    const sectionHeaders = alignUp(this.end, 8);
    const count = 1 + this.placed.length;
    const bytes = new Uint8Array(sectionHeaders + Elf.SECTION_HEADER_SIZE * count);
    const view = new ByteView(bytes);
    const header = {
      type: Elf.ET_DYN,
      machine: this.contents.machine.machine,
      segments: this.segments.length,
      sectionHeaders,
      sections: count,
      nameSection: count - 1,
    };
    this.fillGap(bytes);
    writeFileHeader(view, header);
    this.writeSegments(view);
    for (const { section, offset } of this.placed) {
      if (section.bytes !== undefined) bytes.set(section.bytes, offset);
    }
    this.writeDynamicTables(view, addressOf, sectionIndex);
    this.applyRelocations(view);
    this.writeSectionHeaders(view, sectionHeaders, names);
    const id = this.named('.note.gnu.build-id').offset + BUILD_ID_AT;
    const file = {
      bytes,
      addressOf,
      offsetOf: (section: SectionId) => this.places.get(section)!.offset,
      buildId: id,
      read: this.segments[0]!.fileSize,
      dynamic: this.named('.dynamic').offset,
      dynamicSize: this.named('.dynamic').section.size,
    };
    this.options.finish?.(file);
    bytes.set(buildIdOf(sumOf(bytes), bytes.length), id);
    return file;
  }

  /** Gives all that is loaded its place, and says so in the program headers. */
  private layOut(): void {
    const { pageSize, separate } = this.options;
    const loaded = (flags: number) =>
      this.contents.sections.flatMap((section, i) =>
        (section.flags & (Elf.SHF_ALLOC | Elf.SHF_WRITE | Elf.SHF_EXECINSTR)) === flags
          ? [i as SectionId]
          : [],
      );
    const read = loaded(Elf.SHF_ALLOC);
    const code = loaded(Elf.SHF_ALLOC | Elf.SHF_EXECINSTR);
    const data = loaded(Elf.SHF_ALLOC | Elf.SHF_WRITE);
    const isZeros = (id: SectionId) => this.contents.sections[id]!.type === Elf.SHT_NOBITS;
    const hasFrames = read.some((id) => this.contents.sections[id]!.name === '.eh_frame_hdr');
    const segmentCount = 5 + (separate && code.length > 0 ? 1 : 0) + (hasFrames ? 1 : 0);
    this.end = Elf.HEADER_SIZE + Elf.PROGRAM_HEADER_SIZE * segmentCount;

    const { SHF_ALLOC, SHF_WRITE } = Elf;
    const symbols = this.dynamicNames.length + 1;
    this.end = alignUp(this.end, 16);
    this.place('.note.gnu.build-id', buildIdNote(), Elf.SHT_NOTE, SHF_ALLOC, 4);
    this.end = alignUp(this.end, 16);
    const hash = hashTable(this.dynamicNames, this.dynamicStrings.contents());
    this.place('.hash', hash, Elf.SHT_HASH, SHF_ALLOC, 8, 4, { link: '.dynsym' });
    const dynsym = new Uint8Array(symbols * Elf.SYMBOL_SIZE);
    this.place('.dynsym', dynsym, Elf.SHT_DYNSYM, SHF_ALLOC, 8, Elf.SYMBOL_SIZE, {
      link: '.dynstr',
      info: 1,
    });
    this.place('.dynstr', this.dynamicStrings.contents(), Elf.SHT_STRTAB, SHF_ALLOC, 1);
    if (this.dynamicRelocations.length > 0) {
      const rela = new Uint8Array(this.dynamicRelocations.length * Elf.RELOCATION_SIZE);
      this.place('.rela.dyn', rela, Elf.SHT_RELA, SHF_ALLOC, 8, Elf.RELOCATION_SIZE, {
        link: '.dynsym',
      });
    }
    this.placeAll(read);
    const note = this.named('.note.gnu.build-id');
    const { PT_LOAD, PF_R, PF_W, PF_X } = Elf;
    if (separate && code.length > 0) {
      this.segment(PT_LOAD, PF_R, 0, 0, pageSize);
      this.end = alignUp(this.end, pageSize);
      const start = this.end;
      this.placeAll(code);
      this.segment(PT_LOAD, PF_R | PF_X, start, start, pageSize);
    } else {
      this.placeAll(code);
      const rights = code.length > 0 ? PF_R | PF_X : PF_R;
      this.segment(PT_LOAD, rights, 0, 0, pageSize);
    }
    if (separate) this.end = alignUp(this.end, pageSize);
    else {
      this.end = alignUp(this.end, 8);
      this.addressDelta = pageSize;
    }
    const dataStart = this.end;
    const dynamic = new Uint8Array(Elf.DYNAMIC_SIZE * this.dynamicEntries().length);
    const flags = SHF_ALLOC | SHF_WRITE;
    this.place('.dynamic', dynamic, Elf.SHT_DYNAMIC, flags, 8, Elf.DYNAMIC_SIZE, {
      link: '.dynstr',
    });
    const dynamicEnd = this.end;
    this.placeAll(data.filter((id) => !isZeros(id)));
    const fileEnd = this.end;
    let memoryEnd = fileEnd;
    for (const id of data.filter(isZeros)) {
      const section = this.contents.sections[id]!;
      const offset = alignUp(memoryEnd, section.align);
      this.add({
        section,
        id,
        link: '',
        info: 0,
        offset: fileEnd,
        address: offset + this.addressDelta,
      });
      memoryEnd = offset + section.size;
    }
    this.segment(
      PT_LOAD,
      PF_R | PF_W,
      dataStart,
      dataStart + this.addressDelta,
      pageSize,
      memoryEnd,
    );
    this.segments.push({
      type: Elf.PT_DYNAMIC,
      flags: PF_R | PF_W,
      offset: dataStart,
      address: dataStart + this.addressDelta,
      fileSize: dynamicEnd - dataStart,
      size: dynamicEnd - dataStart,
      align: 8,
    });
    this.segments.push(readSegment(Elf.PT_NOTE, note, 4));
    if (hasFrames) {
      this.segments.push(readSegment(Elf.PT_GNU_EH_FRAME, this.named('.eh_frame_hdr'), 4));
    }
    // The stack need not be executable.
    const stack = { type: Elf.PT_GNU_STACK, flags: PF_R | PF_W, offset: 0, address: 0 };
    this.segments.push({ ...stack, fileSize: 0, size: 0, align: 16 });
    this.placeAll(loaded(0));
  }

  /** A segment from a place to the end so far. */
  private segment(
    type: number,
    flags: number,
    offset: number,
    address: number,
    align: number,
    memoryEnd = this.end,
  ): void {
    const fileSize = this.end - offset;
    this.segments.push({ type, flags, offset, address, fileSize, size: memoryEnd - offset, align });
  }

  private placeAll(ids: readonly SectionId[]): void {
    for (const id of ids) {
      const section = this.contents.sections[id]!;
      this.placeSection(section, id);
    }
  }

  private place(
    name: string,
    bytes: Uint8Array,
    type: number,
    flags: number,
    align: number,
    entrySize = 0,
    references: { readonly link?: string; readonly info?: number } = {},
  ): void {
    const relocations = { offsets: [], kinds: [], symbols: [], addends: [] };
    const section = { name, bytes, size: bytes.length, align, type, flags, entrySize, relocations };
    this.placeSection(section, undefined, references.link, references.info);
  }

  private placeSection(section: Section, id: SectionId | undefined, link = '', info = 0): void {
    const offset = alignUp(this.end, section.align);
    const loaded = (section.flags & Elf.SHF_ALLOC) !== 0;
    this.add({ section, id, link, info, offset, address: loaded ? offset + this.addressDelta : 0 });
    this.end = offset + (section.bytes?.length ?? 0);
  }

  private add(placed: Placed): void {
    this.placed.push(placed);
    if (placed.id === undefined) return;
    this.places.set(placed.id, placed);
    this.numbers.set(placed.id, this.placed.length);
  }

  /** A section that the writer has added itself, or is known by its name. */
  private named(name: string): Placed {
    return this.placed.find(({ section }) => section.name === name)!;
  }

  private findDynamicRelocations(): void {
    const { sections, symbols } = this.contents;
    sections.forEach((section, i) => {
      const { kinds, symbols: to } = section.relocations;
      const loaded = (section.flags & Elf.SHF_ALLOC) !== 0;
      kinds.forEach((kind, index) => {
        const isForeign = symbols[to[index]!]!.section === undefined;
        if (!isForeign && (!loaded || kind !== 'abs64')) return;
        if (kind !== 'abs64' || (section.flags & Elf.SHF_WRITE) === 0) {
          throw new RangeError(
            `internal error: ${section.name} has an address that is known when it is loaded (${kind})`,
          );
        }
        this.dynamicRelocations.push({ id: i as SectionId, index });
      });
    });
  }

  private dynamicEntries(): (readonly [tag: number, value: number])[] {
    const at = (name: string) => this.named(name)?.address ?? 0;
    const size = (name: string) => this.named(name)?.section.size ?? 0;
    const relocations = [
      [Elf.DT_RELA, at('.rela.dyn')],
      [Elf.DT_RELASZ, size('.rela.dyn')],
      [Elf.DT_RELAENT, Elf.RELOCATION_SIZE],
    ] as const;
    return [
      [Elf.DT_HASH, at('.hash')],
      [Elf.DT_STRTAB, at('.dynstr')],
      [Elf.DT_STRSZ, size('.dynstr')],
      [Elf.DT_SYMTAB, at('.dynsym')],
      [Elf.DT_SYMENT, Elf.SYMBOL_SIZE],
      ...(this.dynamicRelocations.length > 0 ? relocations : []),
      [Elf.DT_NULL, 0],
    ];
  }

  private writeDynamicTables(
    view: ByteView,
    addressOf: (section: number) => number,
    sectionIndex: (section: number) => number,
  ): void {
    const { symbols, machine, sections } = this.contents;
    const { bytes } = symbolTable(symbols, this.dynamicStrings, sectionIndex, addressOf, isDynamic);
    view.bytes.set(bytes, this.named('.dynsym').offset);
    const dynamic = this.named('.dynamic').offset;
    this.dynamicEntries().forEach(([tag, value], i) => {
      view.u64(dynamic + Elf.DYNAMIC_SIZE * i, tag);
      view.u64(dynamic + Elf.DYNAMIC_SIZE * i + 8, value);
    });
    this.dynamicRelocations.forEach(({ id, index }, i) => {
      const at = this.named('.rela.dyn').offset + Elf.RELOCATION_SIZE * i;
      const { offsets, symbols: to, addends } = sections[id]!.relocations;
      const { section, value } = symbols[to[index]!]!;
      view.u64(at, addressOf(id) + offsets[index]!);
      const foreign = section === undefined;
      view.u32(at + 8, foreign ? machine.relocations.abs64! : machine.relative);
      view.u32(at + 12, foreign ? this.dynamicSymbols.get(to[index]!)! : 0);
      view.u64(at + 16, addends[index]! + (foreign ? 0 : addressOf(section) + value));
    });
  }

  private applyRelocations(view: ByteView): void {
    const { sections, symbols, machine } = this.contents;
    const isX64 = machine.relocations.gotPc32 !== undefined;
    sections.forEach((section, i) => {
      const { offsets, kinds, symbols: to, addends } = section.relocations;
      const { offset, address } = this.places.get(i as SectionId)!;
      for (let k = 0; k < offsets.length; k++) {
        const { section: home, value } = symbols[to[k]!]!;
        if (home === undefined) continue;
        const target = this.places.get(home)!.address + value + addends[k]!;
        const at = offsets[k]!;
        applyRelocation(view, kinds[k]!, isX64, offset + at, address + at, target);
      }
    });
  }

  /** Fills what is executable behind the code. */
  private fillGap(bytes: Uint8Array): void {
    const { gapByte, separate, pageSize } = this.options;
    if (gapByte === undefined || !separate) return;
    const code = this.segments.find(({ flags }) => (flags & Elf.PF_X) !== 0);
    if (code === undefined) return;
    const end = code.offset + code.fileSize;
    bytes.fill(gapByte, end, alignUp(end, pageSize));
  }

  private writeSegments(view: ByteView): void {
    this.segments.forEach((segment, i) => {
      const at = Elf.HEADER_SIZE + Elf.PROGRAM_HEADER_SIZE * i;
      view.u32(at, segment.type);
      view.u32(at + 4, segment.flags);
      view.u64(at + 8, segment.offset);
      view.u64(at + 16, segment.address);
      view.u64(at + 24, segment.address);
      view.u64(at + 32, segment.fileSize);
      view.u64(at + 40, segment.size);
      view.u64(at + 48, segment.align);
    });
  }

  private writeSectionHeaders(view: ByteView, start: number, names: StringTable): void {
    const numbers = new Map(this.placed.map(({ section }, i) => [section.name, i + 1]));
    this.placed.forEach(({ section, link, info, offset, address }, i) => {
      writeSectionHeader(view, start + Elf.SECTION_HEADER_SIZE * (i + 1), {
        name: names.add(section.name),
        type: section.type,
        flags: section.flags,
        address,
        offset,
        size: section.size,
        link: numbers.get(link) ?? 0,
        info,
        align: section.align,
        entrySize: section.entrySize,
      });
    });
  }
}

function isDynamic({ binding, hidden, name }: ElfSymbol): boolean {
  return binding !== 'local' && !hidden && name !== '';
}

function readSegment(type: number, placed: Placed, align: number): Segment {
  const { offset, address, section } = placed;
  const { size } = section;
  return { type, flags: Elf.PF_R, offset, address, fileSize: size, size, align };
}
