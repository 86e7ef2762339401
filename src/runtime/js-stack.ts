/** Levels that take more of JavaScript's stack than what is done on the word of {@link hasJsStack}. */
const LEVELS = 64;
/** The same where functions may be called for the first time: the engine compiles them then. */
export const LEVELS_TO_COMPILE = 400;

/**
 * Whether JavaScript has enough stack left for a small piece of work that must not be done by half.
 */
export function hasJsStack(levels = LEVELS): boolean {
  try {
    return descend(levels, 0, 0, 0, 0, 0) === 0;
  } catch {
    return false;
  }
}

/** Takes some stack at each level; the arguments are there to take more. */
function descend(n: number, a: number, b: number, c: number, d: number, e: number): number {
  return n === 0 ? a + b + c + d + e : descend(n - 1, e, a, b, c, d) + 0;
}
