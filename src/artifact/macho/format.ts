/**
 * Numbers of Mach-O files, from Apple's headers `mach-o/loader.h`, `mach-o/nlist.h`, `mach-o/reloc.h` and
 * `mach/machine.h`. All of a file is little-endian.
 */

export const MH_MAGIC_64 = 0xfeedfacf;
export const MH_OBJECT = 1;

export const LC_SEGMENT_64 = 0x19;
export const LC_SYMTAB = 0x02;
export const LC_DYSYMTAB = 0x0b;
export const LC_BUILD_VERSION = 0x32;

/** Bytes of `mach_header_64` and of the load commands. */
export const HEADER_SIZE = 32;
export const SEGMENT_SIZE = 72;
export const SECTION_SIZE = 80;
export const BUILD_VERSION_SIZE = 24;
export const SYMTAB_SIZE = 24;
export const DYSYMTAB_SIZE = 80;
/** Bytes of `nlist_64` and of `relocation_info`. */
export const SYMBOL_SIZE = 16;
export const RELOCATION_SIZE = 8;

/** Access to all pages of a segment: read, write, execute. */
export const VM_PROT_ALL = 7;

/** Types of sections, in the low byte of their flags. */
export const S_ZEROFILL = 1;
export const S_COALESCED = 0x0b;
/** Attributes of sections. */
export const S_ATTR_PURE_INSTRUCTIONS = 0x8000_0000;
export const S_ATTR_SOME_INSTRUCTIONS = 0x0000_0400;
export const S_ATTR_NO_TOC = 0x4000_0000;
export const S_ATTR_STRIP_STATIC_SYMS = 0x2000_0000;
export const S_ATTR_LIVE_SUPPORT = 0x0800_0000;
export const S_ATTR_DEBUG = 0x0200_0000;

/** `n_type` of symbols. */
export const N_EXT = 0x01;
export const N_SECT = 0x0e;
export const N_PEXT = 0x10;
/** `n_desc`: a definition that others may replace. */
export const N_WEAK_DEF = 0x80;

export const PLATFORM_MACOS = 1;
/** Names of segments and sections have room for this many characters. */
export const NAME_SIZE = 16;
/** Symbols that a relocation can name, in 24 bits. */
export const MAX_SYMBOLS = 1 << 24;
/** Sections that a symbol can be in, in 8 bits from 1 on. */
export const MAX_SECTIONS = 255;
