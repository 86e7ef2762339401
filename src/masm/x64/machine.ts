import type { Reg } from '../../abi/places.js';
import { FIRST_CAPACITY } from '../code-buffer.js';
import { X64Assembler } from './assembler.js';
import type { X64Features } from './features.js';

/**
 * The instructions, with what the functions of this folder keep between them. These functions are what
 * the macro assembler consists of, by concept: each takes the machine as its first parameter.
 */
export class X64Machine extends X64Assembler {
  /** What {@link straightAt} is about: ZF tells whether this register, of so many bits, is zero. */
  flagsReg: Reg = -1;
  flagsWide = false;

  // The constant that {@link IMM} stands for.
  immLo = 0;
  immHi = 0;

  /** Position of the frame size in the prologue. */
  framePatch = 0;

  // What `findMultiplier` of `division.ts` found.
  /**
   * The factor's lower 32 bits. Not the number: when a field is no small integer any more, V8 gives its
   * object another shape and drops all code that was made for the old one, in the middle of a compile.
   */
  multiplier = 0;
  /** There is a 33rd bit, which is 1. */
  multiplierIsLong = false;
  /** How far beyond 32 bits to shift right. */
  multiplierShift = 0;

  /** @param capacity bytes of code that there is room for at first */
  constructor(
    readonly features: X64Features,
    capacity = FIRST_CAPACITY,
  ) {
    super(capacity);
  }
}
