import { PortableMacroAssembler } from '../masm/portable/macro-assembler.js';
import { PORTABLE_FACTS } from './portable-facts.js';
import type { Target } from './target.js';

/** Byte code, which an interpreter runs wherever there is JavaScript. */
export const PORTABLE_TARGET: Target<'portable'> = {
  ...PORTABLE_FACTS,
  makeMasm: () => new PortableMacroAssembler(),
  native: undefined,
};
