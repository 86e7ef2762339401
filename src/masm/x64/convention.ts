import type { CallingConvention } from '../../abi/convention.js';
import { R8, R9, RAX, RCX, RDI, RDX, RSI, XMM0 } from './registers.js';

/**
 * x64: the argument and result registers of the System V AMD64 ABI (section 3.2.3), so that a native
 * function whose arguments fit in registers can be called as it is.
 */
export const X64_CONVENTION: CallingConvention = {
  gpArgs: [RDI, RSI, RDX, RCX, R8, R9],
  // xmm0-xmm7
  fpArgs: [0, 1, 2, 3, 4, 5, 6, 7].map((n) => XMM0 + n),
  gpResult: RAX,
  fpResult: XMM0,
  calleeReg: RAX,
};
