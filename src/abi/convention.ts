import type { Reg } from './places.js';

/**
 * Where a calling convention puts values: registers by class, in order. See `docs/abi.md`.
 *
 * All registers are the caller's to save. The callee's vmctx travels in the pinned vmctx register.
 * Arguments that find no register go to the stack-argument area, 8 bytes each (a v128: 16, aligned) in
 * order of the parameters, the area rounded up to 16 bytes; the callee takes it away.
 */
export interface CallingConvention {
  readonly gpArgs: readonly Reg[];
  readonly fpArgs: readonly Reg[];
  /** The one result, when there is just one. */
  readonly gpResult: Reg;
  readonly fpResult: Reg;
  /**
   * Where the caller's memory for two or more results is told: the first of `gpArgs`, whose place it
   * takes then, or a register that is none of them.
   */
  readonly outPointer: Reg;
  /** Holds the code address in indirect and imported calls: no argument, no scratch register. */
  readonly calleeReg: Reg;
}
