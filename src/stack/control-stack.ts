import type { FuncType } from '../wasm/types.js';

export const enum BlockKind {
  /** The function body itself: a branch to it returns. */
  Function = 0,
  Block = 1,
  Loop = 2,
  If = 3,
  /** An `if` whose `else` has begun. */
  Else = 4,
}

/** No layout recorded yet: nothing has branched to the label. */
export const NO_LAYOUT = -1;

const FRAME_WORDS = 9;
/** Blocks that there is room for at first. Growth costs the folding that state.ts tells of. */
const CAPACITY = 1 << 12;
const POLYMORPHIC = 1;
const DEAD = 2;

/**
 * Open blocks, innermost last. The decoder owns the first columns, the code generator the rest; a
 * frame is named by its depth from the outside (the function is 0).
 *
 * ```
 *  word 0  kind          BlockKind
 *       1  height        handle of the first operand inside; parameters are inside
 *       2  flags         bit 0, polymorphic: after an unconditional branch pops below `height` give
 *                        any type; bit 1, dead: the whole block is unreachable, no code is generated
 *       3  tableLabel    while a br_table is compiled: the label that its entries for the frame get
 *       4  label         of the end, or of the start for loops
 *       5  elseLabel     of an `if`
 *       6  layout        recorded for `label`, or NO_LAYOUT
 *       7  elseLayout    recorded for `elseLabel`
 *       8  block         number of the block in the function, in order of appearance
 * ```
 */
export class ControlStack {
  private words = new Int32Array(CAPACITY * FRAME_WORDS);
  private readonly types: FuncType[] = [];
  /** Number of open blocks. */
  depth = 0;

  push(kind: BlockKind, type: FuncType, height: number, dead: boolean, block: number): void {
    const at = this.depth * FRAME_WORDS;
    if (at + FRAME_WORDS > this.words.length) {
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
    this.words[at + 6] = NO_LAYOUT;
    this.words[at + 7] = NO_LAYOUT;
    this.words[at + 8] = block;
    this.types[this.depth++] = type;
  }

  pop(): void {
    this.depth--;
  }

  /** Lets go of the types, and of memory that an unusual function needed; between functions. */
  trim(): void {
    this.types.length = 0;
    if (this.words.length > CAPACITY * FRAME_WORDS) {
      this.words = new Int32Array(CAPACITY * FRAME_WORDS);
    }
  }

  kind(frame: number): BlockKind {
    return this.words[frame * FRAME_WORDS]!;
  }
  setKind(frame: number, kind: BlockKind): void {
    this.words[frame * FRAME_WORDS] = kind;
  }
  height(frame: number): number {
    return this.words[frame * FRAME_WORDS + 1]!;
  }
  isPolymorphic(frame: number): boolean {
    return (this.words[frame * FRAME_WORDS + 2]! & POLYMORPHIC) !== 0;
  }
  setPolymorphic(frame: number, on: boolean): void {
    const at = frame * FRAME_WORDS + 2;
    this.words[at] = (this.words[at]! & ~POLYMORPHIC) | (on ? POLYMORPHIC : 0);
  }
  isDead(frame: number): boolean {
    return (this.words[frame * FRAME_WORDS + 2]! & DEAD) !== 0;
  }
  tableLabel(frame: number): number {
    return this.words[frame * FRAME_WORDS + 3]!;
  }
  setTableLabel(frame: number, label: number): void {
    this.words[frame * FRAME_WORDS + 3] = label;
  }
  label(frame: number): number {
    return this.words[frame * FRAME_WORDS + 4]!;
  }
  setLabel(frame: number, label: number): void {
    this.words[frame * FRAME_WORDS + 4] = label;
  }
  elseLabel(frame: number): number {
    return this.words[frame * FRAME_WORDS + 5]!;
  }
  setElseLabel(frame: number, label: number): void {
    this.words[frame * FRAME_WORDS + 5] = label;
  }
  layout(frame: number): number {
    return this.words[frame * FRAME_WORDS + 6]!;
  }
  setLayout(frame: number, layout: number): void {
    this.words[frame * FRAME_WORDS + 6] = layout;
  }
  elseLayout(frame: number): number {
    return this.words[frame * FRAME_WORDS + 7]!;
  }
  setElseLayout(frame: number, layout: number): void {
    this.words[frame * FRAME_WORDS + 7] = layout;
  }
  block(frame: number): number {
    return this.words[frame * FRAME_WORDS + 8]!;
  }
  type(frame: number): FuncType {
    return this.types[frame]!;
  }

  /** What a branch to the frame carries: parameters for loops, results otherwise. */
  labelTypes(frame: number): FuncType['params'] {
    const type = this.types[frame]!;
    return this.kind(frame) === BlockKind.Loop ? type.params : type.results;
  }
}
