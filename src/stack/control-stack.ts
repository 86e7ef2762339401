import type { TypeList } from '../module/type-table.js';

export const enum BlockKind {
  /** The function body itself: a branch to it returns. */
  Function = 0,
  Block = 1,
  Loop = 2,
  If = 3,
  /** An `if` whose `else` has begun. */
  Else = 4,
  /** A `try` before its first `catch`. */
  Try = 5,
  /** Behind a `catch`. The operand below all others is the reference to the exception, which only `rethrow` sees. */
  Catch = 6,
  /** Likewise behind `catch_all`, which no other follows. */
  CatchAll = 7,
  TryTable = 8,
}

/** No join recorded yet: nothing has branched to the label. */
export const NO_JOIN = -1;

const BLOCK_WORDS = 13;
/** Blocks that there is room for at first. Growth costs the folding that state.ts tells of. */
const CAPACITY = 1 << 12;
const POLYMORPHIC = 1;
const DEAD = 2;

/**
 * Open blocks, innermost last. The decoder owns the first columns, the code generator the rest; a
 * block is named by its depth from the outside (the function is 0).
 *
 * ```
 *  word 0  kind          BlockKind
 *       1  height        handle of the first operand inside; parameters are inside
 *       2  flags         bit 0, polymorphic: after an unconditional branch pops below `height` give
 *                        any type; bit 1, dead: the whole block is unreachable, no code is generated
 *       3  tableLabel    while a br_table is compiled: the label that its entries for the block get
 *       4  label         of the end, or of the start for loops
 *       5  elseLabel     of an `if`; of a `try`, its record among the handlers
 *       6  join          recorded for `label`, or NO_JOIN
 *       7  elseJoin      recorded for `elseLabel`; of a `try`, the record of its last handler; of a `try_table`, where its
 *                        clauses are kept
 *       8  blockNumber   number of the block in the function, in order of appearance
 *       9  params        list of the parameters' types, in the module's table
 *      10  results       list of the results' types
 *      11  labelTypes    what a branch to the block carries: params of a loop, else results
 *      12  floor         handle of the first operand that operators may take: the height, or behind a catch one more
 * ```
 */
export class ControlStack {
  private words = new Int32Array(CAPACITY * BLOCK_WORDS);
  /** Number of open blocks. */
  depth = 0;

  push(
    kind: BlockKind,
    params: TypeList,
    results: TypeList,
    height: number,
    dead: boolean,
    blockNumber: number,
  ): void {
    const at = this.depth * BLOCK_WORDS;
    if (at + BLOCK_WORDS > this.words.length) {
      const words = new Int32Array(this.words.length * 2);
      words.set(this.words);
      this.words = words;
    }
    this.words[at] = kind;
    this.words[at + 1] = height;
    this.words[at + 2] = dead ? DEAD : 0;
    this.words[at + 3] = -1;
    this.words[at + 4] = -1;
    this.words[at + 5] = -1;
    this.words[at + 6] = NO_JOIN;
    this.words[at + 7] = NO_JOIN;
    this.words[at + 8] = blockNumber;
    this.words[at + 9] = params;
    this.words[at + 10] = results;
    this.words[at + 11] = kind === BlockKind.Loop ? params : results;
    this.words[at + 12] = height;
    this.depth++;
  }

  pop(): void {
    this.depth--;
  }

  /** Lets go of memory that an unusual function needed; between functions. */
  trim(): void {
    if (this.words.length > CAPACITY * BLOCK_WORDS) {
      this.words = new Int32Array(CAPACITY * BLOCK_WORDS);
    }
  }

  kind(block: number): BlockKind {
    return this.words[block * BLOCK_WORDS]!;
  }
  setKind(block: number, kind: BlockKind): void {
    this.words[block * BLOCK_WORDS] = kind;
  }
  height(block: number): number {
    return this.words[block * BLOCK_WORDS + 1]!;
  }
  isPolymorphic(block: number): boolean {
    return (this.words[block * BLOCK_WORDS + 2]! & POLYMORPHIC) !== 0;
  }
  setPolymorphic(block: number, on: boolean): void {
    const at = block * BLOCK_WORDS + 2;
    this.words[at] = (this.words[at]! & ~POLYMORPHIC) | (on ? POLYMORPHIC : 0);
  }
  isDead(block: number): boolean {
    return (this.words[block * BLOCK_WORDS + 2]! & DEAD) !== 0;
  }
  tableLabel(block: number): number {
    return this.words[block * BLOCK_WORDS + 3]!;
  }
  setTableLabel(block: number, label: number): void {
    this.words[block * BLOCK_WORDS + 3] = label;
  }
  label(block: number): number {
    return this.words[block * BLOCK_WORDS + 4]!;
  }
  setLabel(block: number, label: number): void {
    this.words[block * BLOCK_WORDS + 4] = label;
  }
  elseLabel(block: number): number {
    return this.words[block * BLOCK_WORDS + 5]!;
  }
  setElseLabel(block: number, label: number): void {
    this.words[block * BLOCK_WORDS + 5] = label;
  }
  join(block: number): number {
    return this.words[block * BLOCK_WORDS + 6]!;
  }
  setJoin(block: number, join: number): void {
    this.words[block * BLOCK_WORDS + 6] = join;
  }
  elseJoin(block: number): number {
    return this.words[block * BLOCK_WORDS + 7]!;
  }
  setElseJoin(block: number, join: number): void {
    this.words[block * BLOCK_WORDS + 7] = join;
  }
  blockNumber(block: number): number {
    return this.words[block * BLOCK_WORDS + 8]!;
  }
  params(block: number): TypeList {
    return this.words[block * BLOCK_WORDS + 9]!;
  }
  results(block: number): TypeList {
    return this.words[block * BLOCK_WORDS + 10]!;
  }

  labelTypes(block: number): TypeList {
    return this.words[block * BLOCK_WORDS + 11]!;
  }
  floor(block: number): number {
    return this.words[block * BLOCK_WORDS + 12]!;
  }
  setFloor(block: number, floor: number): void {
    this.words[block * BLOCK_WORDS + 12] = floor;
  }
}
