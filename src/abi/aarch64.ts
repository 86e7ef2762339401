import { FIRST_FP } from '../masm/macro-assembler.js';
import type { CallingConvention } from './convention.js';

const FIRST_EIGHT = [0, 1, 2, 3, 4, 5, 6, 7];

/**
 * aarch64: the argument and result registers of AAPCS64 (section 6.8), so that a native function
 * whose arguments fit in registers can be called as it is. The out-pointer has the register of the
 * indirect result location and takes no argument's place.
 */
export const AARCH64_CONVENTION: CallingConvention = {
  // x0-x7
  gpArgs: FIRST_EIGHT,
  // v0-v7
  fpArgs: FIRST_EIGHT.map((n) => FIRST_FP + n),
  gpResult: 0,
  fpResult: FIRST_FP,
  // x8
  outPointer: 8,
  // x9
  calleeReg: 9,
};
