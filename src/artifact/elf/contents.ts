import type { ElfMachine, RelocationKind } from '../../targets/index.js';
import { SHF_ALLOC, SHF_EXECINSTR, SHF_WRITE, SHT_NOBITS, SHT_PROGBITS } from './format.js';

/** A section that has been added: give it back to the functions here. */
export type SectionId = number & { readonly section: unique symbol };
/** A symbol that has been added. */
export type SymbolId = number & { readonly symbol: unique symbol };

export interface SectionOptions {
  readonly name: string;
  /** What is in it; with `size` none: memory that starts as zeros. */
  readonly bytes?: Uint8Array;
  /** Bytes of a section that has none in the file. */
  readonly size?: number;
  /** What it is there for; `data`, `code` and `zeros` are loaded. Without one it is only in the file. */
  readonly use?: 'code' | 'read-only' | 'data' | 'file';
  /** A power of two; 1 without. */
  readonly align?: number;
  /** SHT_*; PROGBITS without, or NOBITS. */
  readonly type?: number;
  /** More SHF_* flags: MERGE, STRINGS. */
  readonly flags?: number;
  /** Size of each entry, where it has entries of one size. */
  readonly entrySize?: number;
}

export interface SymbolOptions {
  /** Names are UTF-8; one that has a zero character ends there. */
  readonly name: string;
  /** Where it is defined; undefined: elsewhere. */
  readonly section?: SectionId;
  /** Offset in its section. */
  readonly value?: number;
  readonly size?: number;
  readonly kind?: 'function' | 'object' | 'none';
  /** `global` without one. */
  readonly binding?: 'local' | 'global' | 'weak';
  /** Not to be found by other shared objects. */
  readonly hidden?: boolean;
}

export interface Section {
  readonly name: string;
  readonly bytes: Uint8Array | undefined;
  readonly size: number;
  readonly align: number;
  readonly type: number;
  readonly flags: number;
  readonly entrySize: number;
  readonly relocations: Relocations;
}

/** Parallel lists, since there may be a few for each function. */
export interface Relocations {
  readonly offsets: number[];
  readonly kinds: RelocationKind[];
  readonly symbols: SymbolId[];
  readonly addends: number[];
}

export interface ElfSymbol extends Required<Omit<SymbolOptions, 'section'>> {
  readonly section: SectionId | undefined;
  readonly isSection: boolean;
}

const USES = {
  code: SHF_ALLOC | SHF_EXECINSTR,
  'read-only': SHF_ALLOC,
  data: SHF_ALLOC | SHF_WRITE,
  file: 0,
} as const;

/**
 * What an ELF file is made of: sections, symbols and relocations in any order. `writeObject` makes a
 * relocatable file of it, `writeSharedObject` a shared one.
 */
export class ElfContents {
  readonly sections: Section[] = [];
  readonly symbols: ElfSymbol[] = [];
  private readonly ofSections = new Map<SectionId, SymbolId>();

  constructor(readonly machine: ElfMachine) {}

  addSection(options: SectionOptions): SectionId {
    const { name, bytes, align = 1, flags = 0, entrySize = 0 } = options;
    this.sections.push({
      name,
      bytes,
      size: bytes?.length ?? options.size ?? 0,
      align,
      type: options.type ?? (bytes === undefined ? SHT_NOBITS : SHT_PROGBITS),
      flags: USES[options.use ?? 'file'] | flags,
      entrySize,
      relocations: { offsets: [], kinds: [], symbols: [], addends: [] },
    });
    return (this.sections.length - 1) as SectionId;
  }

  addSymbol(options: SymbolOptions): SymbolId {
    const { name, section, value = 0, size = 0, kind = 'none', binding = 'global' } = options;
    const hidden = options.hidden ?? false;
    this.symbols.push({ name, section, value, size, kind, binding, hidden, isSection: false });
    return (this.symbols.length - 1) as SymbolId;
  }

  /** The symbol that stands for a section's first byte. */
  sectionSymbol(section: SectionId): SymbolId {
    let symbol = this.ofSections.get(section);
    if (symbol === undefined) {
      symbol = this.addSymbol({ name: '', section, binding: 'local' });
      this.symbols[symbol] = { ...this.symbols[symbol]!, isSection: true };
      this.ofSections.set(section, symbol);
    }
    return symbol;
  }

  /**
   * Has the linker, or the writer of a shared object, put an address into a section.
   *
   * @param offset of the place, from the section's start
   * @param kind how the address is stored; see {@link RelocationKind}
   * @param addend added to the symbol's address
   * @throws RangeError for a kind that the machine does not have
   */
  addRelocation(
    section: SectionId,
    offset: number,
    kind: RelocationKind,
    symbol: SymbolId,
    addend = 0,
  ): void {
    if (this.machine.relocations[kind] === undefined) {
      throw new RangeError(`internal error: this machine has no relocation ${kind}`);
    }
    const { offsets, kinds, symbols, addends } = this.sections[section]!.relocations;
    offsets.push(offset);
    kinds.push(kind);
    symbols.push(symbol);
    addends.push(addend);
  }
}
