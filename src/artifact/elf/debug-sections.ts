import {
  RELOCATION_WORDS,
  Relocate,
  type Section,
  type SectionPart,
} from '../../debug-info/section.js';
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
