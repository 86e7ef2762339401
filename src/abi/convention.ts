import type { Reg } from './places.js';

/**
 * Where a calling convention puts values: registers by class, in order. See `docs/abi.md`.
 *
 * The first integer argument is the address of the caller's memory for the results, where there are two or
 * more. Then comes the callee's vmctx, then the parameters: as of a C function
 * `R f([struct results *,] vmctx *, parameters ...)`. All registers are the caller's to save. Compiled code
 * finds its vmctx in the pinned register, which callers set as well; so only calls that may reach something
 * else than a function of the same module tell it as an argument.
 *
 * Arguments that find no register go to the stack-argument area, 8 bytes each (a v128: 16, aligned) in
 * order of the parameters, the area rounded up to 16 bytes; the callee takes it away.
 */
export interface CallingConvention {
  /** Of the out-pointer, the vmctx, integers and references. */
  readonly gpArgs: readonly Reg[];
  readonly fpArgs: readonly Reg[];
  /** The one result, when there is just one. */
  readonly gpResult: Reg;
  readonly fpResult: Reg;
  /** Holds the code address in indirect and imported calls: no argument, no scratch register. */
  readonly calleeReg: Reg;
}
