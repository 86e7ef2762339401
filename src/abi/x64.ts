import { FIRST_FP } from '../masm/macro-assembler.js';
import type { CallingConvention } from './convention.js';

/**
 * x64: the argument and result registers of the System V AMD64 ABI (section 3.2.3), so that a native
 * function whose arguments fit in registers can be called as it is.
 */
export const X64_CONVENTION: CallingConvention = {
  // rdi, rsi, rdx, rcx, r8, r9
  gpArgs: [7, 6, 2, 1, 8, 9],
  // xmm0-xmm7
  fpArgs: [0, 1, 2, 3, 4, 5, 6, 7].map((n) => FIRST_FP + n),
  gpResult: 0,
  fpResult: FIRST_FP,
  // rdi
  outPointer: 7,
  // rax
  calleeReg: 0,
};
