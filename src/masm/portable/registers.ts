import { FIRST_FP, type Reg } from '../../abi/places.js';

/**
 * The registers of the portable machine: one `Int32Array`, in which register n is the words 2n (low) and 2n + 1
 * (high). General registers are 0-31, floating-point ones 32-63, so that both classes lie in the same memory and
 * an F64 register n is element n of a `Float64Array` over it. An I32 is a low word; what is in the high one is not
 * defined. An F32 is the low word, too. A V128 has four words: those two, and {@link UPPER_HALF} behind them the two of its upper
 * half, which all floating-point registers have there.
 */
export const SCALAR_WORDS = 128;
/** From the low word of a floating-point register to the third one of the vector in it. */
export const UPPER_HALF = 64;
export const REGISTER_WORDS: number = SCALAR_WORDS + UPPER_HALF;

/** The running instance's context; kept by calls and returns themselves. */
export const VMCTX: Reg = 28;
/** Always zero: the index of an access that has none. Never written. */
export const ZERO: Reg = 30;
/** The macro assembler's own. */
export const SCRATCH: Reg = 31;
export const SCRATCH_FP: Reg = FIRST_FP + 31;

/** Masks of the registers that may hold values. */
export const ALLOCATABLE_GP = (1 << 28) - 1;
export const ALLOCATABLE_FP = (1 << 30) - 1;
