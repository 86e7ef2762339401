import { RELOCATION_WORDS, Relocate, Section, type SectionPart } from '../../debug-info/section.js';
import type { ElfContents, RelocationKind, SectionId } from './index.js';

const KINDS: Readonly<Record<Relocate, RelocationKind>> = {
  [Relocate.Absolute64]: 'abs64',
  [Relocate.Absolute32]: 'abs32',
  [Relocate.Relative32]: 'pc32',
};

/**
 * Adds the relocations of debug information to the section that has its bytes.
 *
 * @param sections where the parts that it refers to are
 */
export function addRelocations(
  contents: ElfContents,
  section: SectionId,
  { relocations }: SectionPart,
  sections: ReadonlyMap<Section, SectionId>,
): void {
  for (let i = 0; i < relocations.length; i += RELOCATION_WORDS) {
    const target = sections.get(relocations[i + 2]!);
    if (target === undefined)
      throw new Error('internal error: a section is missing that is referred to');
    const kind = KINDS[relocations[i + 1]! as Relocate];
    const symbol = contents.sectionSymbol(target);
    contents.addRelocation(section, relocations[i]!, kind, symbol, relocations[i + 3]!);
  }
}

/** What is in debug information, by what its relocations call it. */
export type DebugParts = ReadonlyMap<Section, SectionPart>;

const NAMES: Readonly<Partial<Record<Section, string>>> = {
  [Section.DebugInfo]: '.debug_info',
  [Section.DebugAbbrev]: '.debug_abbrev',
  [Section.DebugLine]: '.debug_line',
  [Section.DebugLoc]: '.debug_loc',
};

/** Adds debug information of the code in a section: sections that are only in the file. */
export function addDebugParts(contents: ElfContents, text: SectionId, parts: DebugParts): void {
  const sections = new Map([[Section.Text, text]]);
  for (const [section, { bytes }] of parts) {
    sections.set(section, contents.addSection({ name: NAMES[section]!, bytes }));
  }
  for (const [section, part] of parts) {
    addRelocations(contents, sections.get(section)!, part, sections);
  }
}
