import { buildIdOf, sumOf } from '../../util/content-sum.js';
import { alignUp, ByteView } from './bytes.js';
import type { ElfContents } from './contents.js';
import {
  ET_REL,
  HEADER_SIZE,
  RELOCATION_SIZE,
  SECTION_HEADER_SIZE,
  SHF_ALLOC,
  SHF_INFO_LINK,
  SHT_NOBITS,
  SHT_NOTE,
  SHT_PROGBITS,
  SHT_RELA,
  SHT_STRTAB,
  SHT_SYMTAB,
  SYMBOL_SIZE,
} from './format.js';
import { StringTable } from './string-table.js';
import {
  BUILD_ID_AT,
  buildIdNote,
  relocationTable,
  type SectionHeader,
  symbolTable,
  writeFileHeader,
  writeSectionHeader,
} from './tables.js';

export interface ObjectOptions {
  /** Adds a note that tells builds apart. A linker that makes one of its own puts that beside it. */
  readonly buildId?: boolean;
}

/**
 * Writes a relocatable object, for linkers (gABI, `ET_REL`).
 *
 * ```
 * header | the caller's sections, each with its relocations behind it | build id | .symtab | .strtab | .shstrtab |
 * section headers: null, the caller's sections in their order, .rela.*, the others
 * ```
 * An empty `.note.GNU-stack` says that the stack need not be executable.
 */
export function writeObject(contents: ElfContents, options: ObjectOptions = {}): Uint8Array {
  const { machine, sections, symbols } = contents;
  const names = new StringTable();
  const strings = new StringTable();
  const table = symbolTable(
    symbols,
    strings,
    (section) => section + 1,
    () => 0,
    () => true,
  );

  const headers: SectionHeader[] = [];
  const parts: { readonly at: number; readonly bytes: Uint8Array }[] = [];
  let end = HEADER_SIZE;
  const place = (
    name: string,
    bytes: Uint8Array | undefined,
    header: Partial<SectionHeader> & Pick<SectionHeader, 'type'>,
  ): void => {
    const align = header.align ?? 1;
    const offset = alignUp(end, align);
    const size = header.size ?? bytes?.length ?? 0;
    if (bytes !== undefined) parts.push({ at: offset, bytes });
    end = offset + (bytes?.length ?? 0);
    headers.push({
      flags: 0,
      link: 0,
      info: 0,
      entrySize: 0,
      ...header,
      name: names.add(name),
      address: 0,
      offset,
      size,
      align,
    });
  };

  for (const { name, bytes, size, align, type, flags, entrySize } of sections) {
    place(name, type === SHT_NOBITS ? undefined : bytes, { type, flags, align, size, entrySize });
  }
  const related = sections.flatMap((section, i) =>
    section.relocations.offsets.length === 0 ? [] : [{ section, index: i + 1 }],
  );
  const extra = (options.buildId === true ? 1 : 0) + 1;
  const symtabIndex = 1 + sections.length + related.length + extra;
  for (const { section, index } of related) {
    const bytes = relocationTable(
      section.relocations,
      machine.relocations,
      (symbol) => table.indices[symbol]!,
    );
    place(`.rela${section.name}`, bytes, {
      type: SHT_RELA,
      flags: SHF_INFO_LINK,
      link: symtabIndex,
      info: index,
      align: 8,
      entrySize: RELOCATION_SIZE,
    });
  }
  let noteAt = -1;
  if (options.buildId === true) {
    const header = { type: SHT_NOTE, flags: SHF_ALLOC, align: 4 };
    place('.note.gnu.build-id', buildIdNote(), header);
    noteAt = parts.at(-1)!.at;
  }
  place('.note.GNU-stack', new Uint8Array(0), { type: SHT_PROGBITS });
  place('.symtab', table.bytes, {
    type: SHT_SYMTAB,
    link: symtabIndex + 1,
    info: table.firstGlobal,
    align: 8,
    entrySize: SYMBOL_SIZE,
  });
  place('.strtab', strings.contents(), { type: SHT_STRTAB });
  names.add('.shstrtab');
  place('.shstrtab', names.contents(), { type: SHT_STRTAB });

  const sectionHeaders = alignUp(end, 8);
  const bytes = new Uint8Array(sectionHeaders + SECTION_HEADER_SIZE * (1 + headers.length));
  const view = new ByteView(bytes);
  writeFileHeader(view, {
    type: ET_REL,
    machine: machine.machine,
    segments: 0,
    sectionHeaders,
    sections: 1 + headers.length,
    nameSection: headers.length,
  });
  for (const part of parts) bytes.set(part.bytes, part.at);
  headers.forEach((header, i) => {
    writeSectionHeader(view, sectionHeaders + SECTION_HEADER_SIZE * (i + 1), header);
  });
  if (noteAt >= 0) bytes.set(buildIdOf(sumOf(bytes), bytes.length), noteAt + BUILD_ID_AT);
  return bytes;
}
