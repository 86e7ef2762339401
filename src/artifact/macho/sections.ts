import type { Section } from '../elf/contents.js';
import { SHF_ALLOC, SHF_EXECINSTR, SHF_WRITE, SHT_NOBITS } from '../elf/format.js';
import {
  NAME_SIZE,
  S_ATTR_DEBUG,
  S_ATTR_LIVE_SUPPORT,
  S_ATTR_NO_TOC,
  S_ATTR_PURE_INSTRUCTIONS,
  S_ATTR_SOME_INSTRUCTIONS,
  S_ATTR_STRIP_STATIC_SYMS,
  S_COALESCED,
  S_ZEROFILL,
} from './format.js';

/** What a section is called in Mach-O, and what it is there for. */
export interface SectionName {
  readonly segment: string;
  readonly section: string;
  readonly flags: number;
}

const CODE = S_ATTR_PURE_INSTRUCTIONS | S_ATTR_SOME_INSTRUCTIONS;
const UNWIND = S_COALESCED | S_ATTR_NO_TOC | S_ATTR_STRIP_STATIC_SYMS | S_ATTR_LIVE_SUPPORT;

/**
 * The name of a section that has one of ELF's.
 * @throws RangeError for one that has none: of Mach-O's, names have 16 characters at most
 */
export function sectionName({ name, flags, type }: Section): SectionName {
  if (name === '.eh_frame') return { segment: '__TEXT', section: '__eh_frame', flags: UNWIND };
  if ((flags & SHF_ALLOC) === 0) {
    // `.debug_info` is `__debug_info`; longer names are cut by convention.
    const section = `__${name.slice(1)}`.slice(0, NAME_SIZE);
    return { segment: '__DWARF', section, flags: S_ATTR_DEBUG };
  }
  if ((flags & SHF_EXECINSTR) !== 0) return { segment: '__TEXT', section: '__text', flags: CODE };
  if (type === SHT_NOBITS) return { segment: '__DATA', section: '__bss', flags: S_ZEROFILL };
  if ((flags & SHF_WRITE) === 0) return { segment: '__TEXT', section: '__const', flags: 0 };
  const section = name === '.data.rel.ro' ? '__const' : '__data';
  return { segment: '__DATA', section, flags: 0 };
}
