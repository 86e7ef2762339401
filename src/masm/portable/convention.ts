import type { CallingConvention } from '../../abi/convention.js';
import { FIRST_FP } from '../../abi/places.js';

const registers = (first: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => first + i);

/** The portable machine: r0-r15 and f0-f7. */
export const PORTABLE_CONVENTION: CallingConvention = {
  gpArgs: registers(0, 16),
  fpArgs: registers(FIRST_FP, 8),
  gpResult: 0,
  fpResult: FIRST_FP,
  calleeReg: 27,
};
