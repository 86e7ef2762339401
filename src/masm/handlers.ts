import { IntList, KEPT_WORDS } from '../util/int-list.js';

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

/** The tables of a module's code, as it is emitted. Records are named by their number; -1 is none. */
export class HandlerTable {
  private readonly records = new IntList();
  private readonly spans = new IntList();
  /** Landing pads of the function: positions of where its frame's size belongs. */
  readonly pads = new IntList();
  /** Length of {@link records} when the function began. */
  private first = 0;

  /** Calls behind a position have the handlers that begin with a record. */
  beginSpan(pos: number, head: number): void {
    this.spans.pushPair(pos, head + 1);
  }

  /** Adds the head of a `try`, which asks another record. @returns its number */
  addHead(next: number): number {
    return this.add(NO_PAD, 0, 0, 0, next);
  }

  /**
   * Adds the record of a handler; words as drawn above.
   * @returns its number
   */
  add(pad: number, what: number, place: number, step: number, next: number): number {
    const { records } = this;
    const record = records.length / HANDLER_WORDS;
    records.pushPair(pad, what);
    records.pushPair(place, step);
    records.push(next + 1);
    return record;
  }

  /** The record that a record asks next. */
  next(record: number): number {
    return this.records.data[HANDLER_WORDS * record + HANDLER_NEXT]! - 1;
  }

  setNext(record: number, next: number): void {
    this.records.data[HANDLER_WORDS * record + HANDLER_NEXT] = next + 1;
  }

  /** Code throws by a reference: then the table says that there are exceptions, whatever else the module has of them. */
  noteThrowRef(): void {
    if (this.records.length === this.first) this.addHead(-1);
  }

  /** Slots are counted from the stack pointer: now it is known how far that is from the frame pointer. */
  place(frameSize: number): void {
    const { data, length } = this.records;
    for (let at = this.first; at < length; at += HANDLER_WORDS) {
      data[at + HANDLER_PLACE]! -= frameSize;
    }
  }

  /** A function begins. */
  beginBody(): void {
    this.pads.length = 0;
    this.first = this.records.length;
  }

  /** Forgets all functions. */
  clear(): void {
    this.records.length = 0;
    this.spans.length = 0;
  }

  /** Likewise, and what memory they took. */
  reset(): void {
    this.records.reset(KEPT_WORDS);
    this.spans.reset(KEPT_WORDS);
    this.pads.reset(KEPT_WORDS);
  }

  /** The tables, in memory that nothing else uses; empties this. */
  take(): HandlerTables {
    return { handlers: this.records.take(), handlerSpans: this.spans.take() };
  }

  /** The tables, good until something is added. */
  view(): HandlerTables {
    const { records, spans } = this;
    return {
      handlers: records.data.subarray(0, records.length),
      handlerSpans: spans.data.subarray(0, spans.length),
    };
  }

  /** Adds the tables of code that has come to lie at an offset behind that of others. */
  append({ handlers, handlerSpans }: HandlerTables, at: number): void {
    const { records, spans } = this;
    const first = records.length / HANDLER_WORDS;
    for (let i = 0; i < handlers.length; i++) {
      const word = handlers[i]!;
      const field = i % HANDLER_WORDS;
      if (field === HANDLER_PAD && word !== NO_PAD) records.push(word + at);
      else if (field === HANDLER_NEXT && word !== 0) records.push(word + first);
      else records.push(word);
    }
    for (let i = 0; i < handlerSpans.length; i += 2) {
      const head = handlerSpans[i + 1]!;
      spans.pushPair(handlerSpans[i]! + at, head === 0 ? 0 : head + first);
    }
  }

  /** How much there is, for {@link cutTo}. */
  get lengths(): readonly [number, number] {
    return [this.records.length, this.spans.length];
  }

  /** Forgets what was added since. */
  cutTo([records, spans]: readonly [number, number]): void {
    this.records.length = records;
    this.spans.length = spans;
  }
}
