/** The `try` and `try_table` that code is in. */

import { IntList } from '../util/int-list.js';
import { fn } from './state.js';

/** Pairs (block, head of its handlers), outermost first; of the function being compiled. */
const open = new IntList();

/** Whether calls can be caught here: then all that handlers may read has to be in slots. */
export const isInTry = (): boolean => open.length !== 0;

/** Forgets all of them, for a new function. */
export const forgetTries = (): void => {
  open.length = 0;
};

/** The handlers that hold for code here, or -1. */
export const currentHead = (): number => {
  return open.length === 0 ? -1 : open.data[open.length - 1]!;
};

/** Begins the body of a block whose calls can be caught. @returns the head of its handlers */
export const openTry = (block: number): number => {
  const head = fn.handlers.addHead(currentHead());
  open.pushPair(block, head);
  fn.handlers.beginSpan(fn.masm.pos, head);
  return head;
};

/** Ends it. */
export const closeTry = (): void => {
  open.length -= 2;
  fn.handlers.beginSpan(fn.masm.pos, currentHead());
};

/** The handlers that hold in a block outside, or -1. */
export const headAround = (block: number): number => {
  let low = 0;
  let high = open.length >> 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (open.data[2 * middle]! <= block) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? -1 : open.data[2 * low - 1]!;
};
