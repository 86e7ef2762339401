import { CODE_HIGH, Code } from '../masm/portable/encoding.js';
import { type FreeRange, giveRange, takeRange } from '../util/free-ranges.js';

/** What the numbers of code addresses have besides: their upper word. */
export const CODE_BASE = CODE_HIGH * 2 ** 32;
/** Words that there is room for at first; a power of 2. Where nothing was written, they take no memory. */
const CAPACITY = 1 << 20;
/** Most words: addresses are 4 * a word's place in 32 bits. */
const MOST_WORDS = 2 ** 29;
/** Words behind the last place, so that an instruction's operands can be read wherever it is. */
const SLACK = 16;
/** Places of the words that are in every space: what an entry returns to. */
export const RETURNED_AT = 0;
const FIRST_FREE = 4;

/**
 * The byte code of a thread, in one array: a place in it is a program counter. The address of a place is
 * {@link CODE_BASE} + 4 * place.
 */
export class CodeSpace {
  /** Replaced when it grows: to be looked at again whenever code was added. */
  words = new Int32Array(CAPACITY + SLACK);
  /** Of places: their number less 1. */
  mask = CAPACITY - 1;
  /** The same memory: constants at even places. */
  doubles = new Float64Array(this.words.buffer);
  private readonly free: FreeRange[] = [{ offset: FIRST_FREE, length: CAPACITY - FIRST_FREE }];
  private readonly lengths = new Map<number, number>();

  constructor() {
    this.words[RETURNED_AT] = Code.Returned;
  }

  /**
   * Places code that was verified and linked.
   *
   * @returns its address
   * @throws RangeError when there is no room for it
   */
  add(code: Int32Array): number {
    const length = Math.max(4, (code.length + 3) & ~3);
    let at = takeRange(this.free, length);
    if (at < 0) {
      this.grow(length);
      at = takeRange(this.free, length);
    }
    this.words.set(code, at);
    this.lengths.set(at, length);
    return CODE_BASE + 4 * at;
  }

  /** Takes away what {@link add} placed: nothing may run it any more. */
  remove(address: number): void {
    const at = (address - CODE_BASE) / 4;
    const length = this.lengths.get(at);
    if (length === undefined) throw new Error('no code begins there');
    this.lengths.delete(at);
    this.words.fill(Code.Nop, at, at + length);
    giveRange(this.free, at, length);
  }

  private grow(length: number): void {
    const old = this.mask + 1;
    // With room for more: what runs code is made anew when it moves, and V8 folds less of it then.
    let size = Math.min(4 * old, MOST_WORDS);
    while (size - old < length && size < MOST_WORDS) size *= 2;
    if (size > MOST_WORDS || size - old < length)
      throw new RangeError('out of memory: too much code');
    const words = new Int32Array(size + SLACK);
    words.set(this.words);
    this.words = words;
    this.doubles = new Float64Array(words.buffer);
    this.mask = size - 1;
    giveRange(this.free, old, size - old);
  }
}
