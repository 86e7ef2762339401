import { UPPER_HALF } from '../masm/portable/registers.js';
import { REGISTERS } from './machine.js';
import { T32 } from './vector-views.js';

// Vectors in registers, which have their halves apart.

const R = REGISTERS;

/** Copies a register to words from a place on. */
export function put(to: Int32Array, at: number, w: number): void {
  to[at] = R[w]!;
  to[at + 1] = R[w + 1]!;
  to[at + 2] = R[w + UPPER_HALF]!;
  to[at + 3] = R[w + UPPER_HALF + 1]!;
}

/** Copies words to a register. */
export function get(from: Int32Array, at: number, w: number): void {
  R[w] = from[at]!;
  R[w + 1] = from[at + 1]!;
  R[w + UPPER_HALF] = from[at + 2]!;
  R[w + UPPER_HALF + 1] = from[at + 3]!;
}

/** Copies a register to an operand, or to the result. */
export const take = (to: Int32Array, w: number): void => put(to, 0, w);

/** Copies the result to a register. */
export const give = (w: number): void => get(T32, 0, w);
