import { PORTABLE_CONVENTION } from '../masm/portable/convention.js';
import { PortableMacroAssembler } from '../masm/portable/macro-assembler.js';
import type { Target } from './target.js';

/** Byte code, which an interpreter runs wherever there is JavaScript. */
export const PORTABLE_TARGET: Target<'portable'> = {
  name: 'portable',
  pageSize: 4096,
  convention: PORTABLE_CONVENTION,
  features(names = []) {
    if (names.length === 0) return [];
    throw new RangeError(`${names[0]} is not a known feature of portable`);
  },
  makeMasm: () => new PortableMacroAssembler(),
  // A number that no machine has: files are for this project alone.
  elf: { machine: 0xfeb0, relocations: {}, relative: 0 },
  native: undefined,
};
