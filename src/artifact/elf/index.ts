/**
 * Writing ELF files, 64-bit and little-endian, for any target, from any machine.
 *
 * ```ts
 * const contents = new ElfContents(targetNamed('x64').elf);
 * const text = contents.addSection({ name: '.text', bytes: code, use: 'code', align: 16 });
 * const puts = contents.addSymbol({ name: 'puts' });
 * contents.addSymbol({ name: 'main', section: text, value: 0, size: 32, kind: 'function' });
 * contents.addRelocation(text, 12, 'call', puts, -4);
 * const bytes = writeObject(contents);
 * ```
 */
export type { RelocationKind } from '../../targets/index.js';
export {
  ElfContents,
  type SectionId,
  type SectionOptions,
  type SymbolId,
  type SymbolOptions,
} from './contents.js';
export { SHF_MERGE, SHF_STRINGS, SHT_NOTE } from './format.js';
export { type ObjectOptions, writeObject } from './object.js';
export { type SharedObject, type SharedObjectOptions, writeSharedObject } from './shared-object.js';
