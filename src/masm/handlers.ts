import type { IntList } from '../util/int-list.js';

/**
 * Where exceptions of a module's code go. Two tables, of which a module without handlers has nothing:
 *
 * **Spans**: pairs (code offset, head), ascending. A call whose return address lies behind the offset, and not behind the next
 * one, is in a `try` whose handlers begin with the record `head - 1`; 0: in none.
 *
 * **Handlers**: records of {@link HANDLER_WORDS} words:
 * ```
 *   +0  pad     code offset of the landing pad; -1: the head of a `try`, which catches nothing itself
 *   +1  what    bit 0, HANDS_REFERENCE: it wants a reference to the exception; bit 1, REFERENCE_FIRST: in front of the
 *               values; from bit 2 on: its tag's index plus 1, or 0 for any exception
 *   +2  place   where the first of what it wants goes: offset from the frame pointer of the slot of an 8-byte value
 *   +3  step    from each slot to the next
 *   +4  next    number of the record to ask next, plus 1; 0: the caller's handlers are next
 * ```
 * A landing pad finds all values of the function in their slots, and needs no register but the frame pointer.
 */
export const HANDLER_WORDS = 5;
export const HANDLER_PAD = 0;
export const HANDLER_WHAT = 1;
export const HANDLER_PLACE = 2;
export const HANDLER_STEP = 3;
export const HANDLER_NEXT = 4;
export const HANDS_REFERENCE = 1;
export const REFERENCE_FIRST = 2;
export const TAG_SHIFT = 2;
/** In place of a pad: none. */
export const NO_PAD = -1;

/** The tables of some code. */
export interface HandlerTables {
  readonly handlers: Int32Array;
  readonly handlerSpans: Int32Array;
}

/** Adds the tables of code that has come to lie at an offset behind that of others. */
export function addHandlers(
  handlers: IntList,
  spans: IntList,
  added: HandlerTables,
  at: number,
): void {
  const first = handlers.length / HANDLER_WORDS;
  for (let i = 0; i < added.handlers.length; i++) {
    const word = added.handlers[i]!;
    const field = i % HANDLER_WORDS;
    if (field === HANDLER_PAD && word !== NO_PAD) handlers.push(word + at);
    else if (field === HANDLER_NEXT && word !== 0) handlers.push(word + first);
    else handlers.push(word);
  }
  for (let i = 0; i < added.handlerSpans.length; i += 2) {
    const head = added.handlerSpans[i + 1]!;
    spans.pushPair(added.handlerSpans[i]! + at, head === 0 ? 0 : head + first);
  }
}
