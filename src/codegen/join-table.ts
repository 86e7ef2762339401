/**
 * A join: what every branch to a label agrees on. The first branch records it from its own state,
 * later ones move their values to match. A join is named by its first word in {@link JoinTable.data};
 * `recordJoin` of joins.ts writes it.
 * ```
 *                                                            read
 *   +0  number of pairs                                      end(join)
 *   +1  1 if masm.traits.memoryBase holds the base of memory 0      holdsMemoryBase(join)
 *   +2  mask of the general registers in the pairs           gpMask(join)
 *   +3  mask of the floating-point registers                 fpMask(join)
 *   +4  pairs: location as in a record (InReg, register,     data[at] from begin(join) to end(join)
 *       Stored, UpperUnknown);
 *       handle of the value that is there                    data[at + 1]
 * ```
 * Values that the code behind the label can see and that are not in the list are in their slots
 * (operands that are constants stay constants: they cannot change while the block is open).
 */

import { control } from '../stack/state.js';
import { Loc } from '../stack/value-stack.js';
import { lookAhead } from './look-ahead.js';

/** Words of a join before its pairs. */
export const PAIRS = 4;
/** What tells where a location is, without what else is known of the value. */
export const PLACE = Loc.InReg | 0xff00;

/** Room for 10,000 labels or so; growth costs the folding. */
const JOIN_WORDS = 1 << 18;

/** The joins of the function being compiled: a constant, as the stacks of `stack/state.ts` are. */
class JoinTable {
  data = new Int32Array(JOIN_WORDS);
  length = 0;

  /** The first pair of a join: two words of {@link data}. */
  begin(join: number): number {
    return join + PAIRS;
  }

  /** Behind the last pair. */
  end(join: number): number {
    return join + PAIRS + 2 * this.data[join]!;
  }

  holdsMemoryBase(join: number): boolean {
    return this.data[join + 1] !== 0;
  }

  gpMask(join: number): number {
    return this.data[join + 2]!;
  }

  fpMask(join: number): number {
    return this.data[join + 3]!;
  }

  /** Makes room for `count` more words. */
  reserve(count: number): void {
    if (this.length + count > this.data.length) this.grow();
  }

  private grow(): void {
    const data = new Int32Array(this.data.length * 2);
    data.set(this.data);
    this.data = data;
  }

  /** Forgets all of them, and gives memory back that an unusual function needed. */
  trim(): void {
    this.length = 0;
    if (this.data.length > JOIN_WORDS) this.data = new Int32Array(JOIN_WORDS);
  }
}

/** Of the function being compiled. */
export const joins = new JoinTable();

/** Position that decides which locals are alive behind a block's label: the end of the block. */
export const joinPosition = (block: number): number => {
  return lookAhead.blockEnd(control.blockNumber(block));
};
