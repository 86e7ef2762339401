import { PORTABLE_CONVENTION } from '../masm/portable/convention.js';
import type { TargetFacts } from './target.js';

export const PORTABLE_FACTS: TargetFacts<'portable'> = {
  name: 'portable',
  pageSize: 4096,
  convention: PORTABLE_CONVENTION,
  knownFeatures: [],
  features(names = []) {
    if (names.length === 0) return [];
    throw new RangeError(`${names[0]} is not a known feature of portable`);
  },
  vectorsLack: () => '',
  // A number that no machine has: files are for this project alone.
  elf: { machine: 0xfeb0, relocations: {}, relative: 0 },
};
