/**
 * Where the caller's frame is, seen from an instruction, in functions that set up and take down their
 * frames by the macro assembler. Between two changes it stays as it is.
 *
 * The changes behind a prologue are pairs of words, by ascending position:
 * ```
 *   +0  code offset from which on it holds
 *   +1  bits 0-1 FrameState; from bit 2 on: bytes of Popped, else 0
 * ```
 * A function starts with the prologue of its machine, and is then in {@link Body}. What leaves it for good, a
 * return or the jump of a tail call, is followed by a change back to Body.
 */
export const enum FrameState {
  /** The frame pointer tells all: return address and caller's frame pointer are where it points. */
  Body = 0,
  /** As at a function's entry: the frame is gone. */
  Left = 1,
  /** x64: the return address lies in the last word of so many `bytes` above the stack pointer. */
  Popped = 2,
  /**
   * The frame pointer is still the function's; what it points to may be overwritten, and is in registers:
   * the caller's frame pointer in rbx or x10, the return address in r10 or x30.
   */
  InRegisters = 3,
}

/** Number of the first bit of the bytes. */
export const FRAME_BYTES_SHIFT = 2;

/** The bits of the state. */
export const FRAME_STATE_MASK = (1 << FRAME_BYTES_SHIFT) - 1;
