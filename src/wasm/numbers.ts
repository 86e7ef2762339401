// Names for numbers that say more than `number`, which in what compiles function bodies is an integer of 32 bits with a
// sign. TypeScript does not tell them apart; the build of the core does (docs/core.md).

/** From -2^31 to 2^31 - 1. */
export type i32 = number;
/** From 0 to 2^32 - 1. */
export type u32 = number;
/** An integer of more than 32 bits: from -(2^53 - 1) to 2^53 - 1. */
export type i64 = number;
