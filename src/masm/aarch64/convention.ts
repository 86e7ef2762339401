import type { CallingConvention } from '../../abi/convention.js';
import { V0, X0, X9 } from './registers.js';

const FIRST_EIGHT = [0, 1, 2, 3, 4, 5, 6, 7];

/**
 * aarch64: the argument and result registers of AAPCS64 (section 6.8), so that a native function
 * whose arguments fit in registers can be called as it is. The register of the indirect result location,
 * x8, has no part in it.
 */
export const AARCH64_CONVENTION: CallingConvention = {
  // x0-x7 and v0-v7
  gpArgs: FIRST_EIGHT.map((n) => X0 + n),
  fpArgs: FIRST_EIGHT.map((n) => V0 + n),
  gpResult: X0,
  fpResult: V0,
  calleeReg: X9,
};
