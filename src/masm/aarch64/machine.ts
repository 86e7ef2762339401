import type { Reg } from '../../abi/places.js';
import { FIRST_CAPACITY } from '../code-buffer.js';
import { type Aarch64Features, NO_FEATURES } from './features.js';
import { Aarch64VectorAssembler } from './vector-assembler.js';

/**
 * Machine code of one module may take this many bytes: all of it is in reach of B and BL, which jump
 * 128 MB either way. More is refused with a CodeTooLargeError while compiling.
 */
export const AARCH64_MAX_CODE_SIZE = 1 << 27;

/**
 * The instructions, with what the functions of this folder keep between them. These functions are what
 * the macro assembler consists of, by concept: each takes the machine as its first parameter.
 */
export class Aarch64Machine extends Aarch64VectorAssembler {
  /** Words of an island here: one for each short forward branch since the last, and the constants. */
  islandWords = 0;
  /** Where an island must end at the latest. */
  islandDeadline = 0;

  /** Bytes by which sp is below its place in the body. */
  outgoing = 0;
  /** Of the store behind which {@link straightAt} is: register, offset and opcode. */
  joinReg: Reg = 0;
  joinOffset = 0;
  joinStore = 0;

  // The constant that {@link IMM} stands for.
  immLo = 0;
  immHi = 0;

  /** Position of the SUB in the prologue that makes room for the frame. */
  framePatch = 0;

  /** @param capacity bytes of code that there is room for at first */
  constructor(
    capacity = FIRST_CAPACITY,
    readonly features: Aarch64Features = NO_FEATURES,
  ) {
    super(capacity, AARCH64_MAX_CODE_SIZE);
  }

  override resetModule(): void {
    super.resetModule();
    this.outgoing = 0;
  }
}
