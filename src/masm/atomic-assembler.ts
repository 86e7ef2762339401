import type { Reg } from '../abi/places.js';
import type { i64, u32 } from '../wasm/numbers.js';
import type { AtomicOp } from './operators.js';

/**
 * Emits machine code for atomic accesses of linear memory: what a {@link MacroAssembler} has besides. Each is one step for
 * all threads, which all see the same order of them.
 *
 * Accesses are of 1 << `log2` bytes. Addresses and trap sites are as of the macro assembler's loads and stores; besides,
 * an address that is no multiple of the size traps (UnalignedAtomic), if it is not out of bounds. What is narrower than
 * a register is zero-extended. The base register keeps its value.
 */
export interface AtomicAssembler {
  /**
   * Where {@link compareExchange} wants what it compares, and leaves what was there, as {@link rmw} does from `And` on; or
   * NO_REG: another register than those of the operands.
   */
  readonly compared: Reg;
  /** True where {@link rmw} before `And` leaves what was there in its operand's register; else in another one. */
  readonly exchangesInPlace: boolean;

  load(log2: number, dst: Reg, base: Reg, index: Reg, offset: u32): void;
  store(log2: number, src: Reg, base: Reg, index: Reg, offset: u32): void;
  /**
   * `dst` = what was there, and `it op src` is there now. Which register `dst` is, {@link compared} and
   * {@link exchangesInPlace} say.
   */
  rmw(op: AtomicOp, log2: number, dst: Reg, src: Reg, base: Reg, index: Reg, offset: u32): void;
  /**
   * `dst` = what was there, and if its bits are the lowest ones of `expected`, `replacement` is there now. Obeys
   * {@link compared}: then `dst` and `expected` are that register, else `dst` is none of the others.
   */
  compareExchange(
    log2: number,
    dst: Reg,
    expected: Reg,
    replacement: Reg,
    base: Reg,
    index: Reg,
    offset: u32,
  ): void;
  /** Orders all accesses before it before all behind it. */
  fence(): void;
  /**
   * As {@link MacroAssembler.boundsCheck}, of a shared memory: others may have made it longer than is known at vmctx, so the
   * runtime looks before this traps. Keeps all registers.
   */
  boundsCheck(index: Reg, end: i64, lengthOffset: number): void;
}
