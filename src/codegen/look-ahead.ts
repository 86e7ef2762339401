import { STEPS, Step } from '../frontend/look-ahead-steps.js';
import { IntList, KEPT_WORDS } from '../util/int-list.js';
import { FIXED_BYTES, HAS_VECTOR, IMMEDIATE_INTEGERS, skipClauses } from '../wasm/immediates.js';
import { MAX_LOCALS } from '../wasm/limits.js';
import type { i64 } from '../wasm/numbers.js';
import {
  Immediate,
  isPrefix,
  OP_IMMEDIATE,
  Op,
  prefixedOp,
  VECTOR_PREFIX,
} from '../wasm/opcodes.js';

/** Position that is behind everything: of locals that are never known to be dead. */
const FOREVER = 0x7fffffff;
/** Before every position that a local can have been set at. */
const NO_LOOP = -2;
/** Blocks nested deeper than this are not analysed; real code stays far below. */
const MAX_DEPTH = 1000;
/** Locals below this are tracked in the bit masks of loops. */
export const MASKED_LOCALS = 64;

/** Words of {@link LookAhead.blocks} for each block. */
const BLOCK_WORDS = 8;
/** Blocks that there is room for at first; growth costs the folding that stack/state.ts tells of. */
const CAPACITY = 1 << 14;

const NO_BYTES: Uint8Array = new Uint8Array(0);

// Tables of the body that is scanned. They are constants of the module for the reason that
// stack/state.ts gives; pages of them that no body needs are never touched.
const LAST_READ = new Int32Array(MAX_LOCALS);
const NEEDS_ZERO = new Uint8Array(MAX_LOCALS);
/** Position of the set that reaches the current position on every way; 0 for parameters, else -1. */
const SET_AT = new Int32Array(MAX_LOCALS);
/** The outermost loop (its block number) that a local was found to be alive around. */
const ALIVE_IN = new Int32Array(MAX_LOCALS);
/**
 * Locals come in pages of this many. The tables are cleared for the first page before each scan, and
 * for the others only where a body used them: a body of ten bytes can declare 50,000 locals.
 */
export const LOCALS_PAGE = 256;
const LOG2_LOCALS_PAGE = 8;
/** 1 for pages that the body uses; of page 0 it means nothing. */
const PAGE_USED = new Uint8Array(1 + (MAX_LOCALS >> LOG2_LOCALS_PAGE));

/** Which pages of locals a body uses; page 0 always counts as used. */
class Pages {
  /** Behind the last page in use. */
  end = 1;

  /** The page of a local is in use. */
  use(local: number): void {
    const page = local >> LOG2_LOCALS_PAGE;
    if (PAGE_USED[page] !== 0) return;
    PAGE_USED[page] = 1;
    if (page >= this.end) this.end = page + 1;
    const from = page << LOG2_LOCALS_PAGE;
    const to = from + LOCALS_PAGE;
    LAST_READ.fill(-1, from, to);
    SET_AT.fill(-1, from, to);
    ALIVE_IN.fill(-1, from, to);
  }

  /** All pages of the locals below `count` are in use. */
  useAll(count: number): void {
    for (let local = LOCALS_PAGE; local < count; local += LOCALS_PAGE) this.use(local);
  }

  /** Makes the tables of all pages but the first as they were at first. */
  clear(): void {
    for (let page = 1; page < this.end; page++) {
      if (PAGE_USED[page] === 0) continue;
      PAGE_USED[page] = 0;
      const from = page << LOG2_LOCALS_PAGE;
      const to = from + LOCALS_PAGE;
      LAST_READ.fill(0, from, to);
      NEEDS_ZERO.fill(0, from, to);
    }
    this.end = 1;
  }
}

const pages = new Pages();

// Open blocks, by depth:
const OPEN_BLOCK = new Int32Array(MAX_DEPTH);
const OPEN_START = new Int32Array(MAX_DEPTH);
const OPEN_UNDO = new Int32Array(MAX_DEPTH);
const OPEN_IS_LOOP = new Uint8Array(MAX_DEPTH);
/** Depths of the open loops, outermost first. */
const LOOPS = new Int32Array(MAX_DEPTH);
/** Of each of them: the last of its pairs in {@link LookAhead.alive}, or -1. */
const LAST_ALIVE = new Int32Array(MAX_DEPTH);
/**
 * What was found so far inside of each open loop, {@link FOUND_WORDS} words each by the number of loops
 * around, the function itself being 0: masks of the locals read or set (2 words), masks of the locals
 * set (2 words), 1 if something is called or 2 if tables are read or written or both, 1 if memory is loaded or stored.
 */
const FOUND = new Int32Array(MAX_DEPTH * 8);
const FOUND_WORDS = 8;
const USED = 0;
const SET = 2;
const CALLS = 4;
const MEMORY = 5;
/** Bits of {@link CALLS}. */
const CALLED = 1;
const TABLE_ACCESSED = 2;

/**
 * A look ahead over a function body, before it is compiled: one pass over its operators that finds
 * out what the locals are good for. Positions are offsets into the bytes that hold the body.
 *
 * - Which declared locals can be read before they are set, and so must be zeroed.
 * - Where each local is read for the last time, so that it need not be kept after that. A local that
 *   a loop may read before setting it lives until the loop ends.
 * - Where each block ends, and which locals each loop reads or sets, and whether it calls.
 *
 * It goes before the decoder, so the bytes are not validated yet: where something is odd, the scan
 * gives up and every local counts as read before set and alive to the end. In profiles of sql-wasm.wasm
 * it takes 5 to 9 % of the compile time, and it makes the module's code 11 % smaller.
 */
export class LookAhead {
  /** Position of the last read of each local (see above); reads at it are the last ones. */
  readonly lastRead = LAST_READ;
  /** 1 for locals that can be read before they are set. */
  readonly needsZero = NEEDS_ZERO;
  /**
   * Blocks in order of appearance, {@link BLOCK_WORDS} words each: position of the end, position of
   * the else or of the end; for loops and the function, from word 2 on what FOUND says of them.
   */
  private blocks = new Int32Array(CAPACITY * BLOCK_WORDS);
  private blockCount = 0;
  private valid = false;
  /** Vectors are operands or results of operators; true where it is not known whether they are. */
  usesVectors = false;
  private rethrown = false;

  // Working state.
  /** Sets to undo at the end of the block: (local, what SET_AT was). */
  private readonly undo = new IntList();
  /** Locals that are alive around open loops: pairs of a local, and the index of the pair before it of the same loop or -1. */
  private readonly alive = new IntList();
  private bytes = NO_BYTES;
  private pos = 0;
  private end = 0;

  /**
   * @param start position of the first operator
   * @param paramCount locals below this number are set from the start
   */
  scan(
    bytes: Uint8Array,
    start: number,
    end: number,
    paramCount: number,
    localCount: number,
  ): void {
    this.bytes = bytes;
    this.pos = start;
    this.end = end;
    if (pages.end > 1) pages.clear();
    // Loops: a call of `fill` costs as much as a hundred stores, and most functions have few locals.
    const inFirstPage = Math.min(localCount, LOCALS_PAGE);
    for (let i = 0; i < inFirstPage; i++) {
      LAST_READ[i] = -1;
      NEEDS_ZERO[i] = 0;
      SET_AT[i] = i < paramCount ? 0 : -1;
      ALIVE_IN[i] = -1;
    }
    if (paramCount > LOCALS_PAGE) {
      pages.useAll(paramCount);
      SET_AT.fill(0, LOCALS_PAGE, paramCount);
    }
    this.undo.length = 0;
    this.alive.length = 0;
    this.blockCount = 0;
    this.usesVectors = false;
    this.rethrown = false;
    this.valid = this.run(localCount);
    if (this.valid) return;
    this.usesVectors ||= this.findVectors(start);
    pages.useAll(localCount);
    LAST_READ.fill(FOREVER, 0, localCount);
    NEEDS_ZERO.fill(1, paramCount, localCount);
  }

  /**
   * False when the body neither reads nor sets a local of the page (see {@link LOCALS_PAGE}) that the
   * local is in, and no parameter is in it.
   */
  usesPage(local: number): boolean {
    const page = local >> LOG2_LOCALS_PAGE;
    return page === 0 || PAGE_USED[page] !== 0;
  }

  /** Lets go of the bytes, and of memory that an unusual body needed. */
  forget(): void {
    this.bytes = NO_BYTES;
    if (this.blocks.length > CAPACITY * BLOCK_WORDS) {
      this.blocks = new Int32Array(CAPACITY * BLOCK_WORDS);
    }
    this.undo.reset(KEPT_WORDS);
    this.alive.reset(KEPT_WORDS);
  }

  /** Position of the `end` of a block, by its number in order of appearance; behind all if unknown. */
  blockEnd(block: number): number {
    return this.valid ? this.blocks[block * BLOCK_WORDS]! : 0;
  }

  /** Position of the `else` of a block, or of its end. */
  blockElse(block: number): number {
    return this.valid ? this.blocks[block * BLOCK_WORDS + 1]! : 0;
  }

  /** True if a local below {@link MASKED_LOCALS} is read or set in a loop. */
  usesLocal(block: number, local: number): boolean {
    const word = this.blocks[block * BLOCK_WORDS + 2 + USED + (local >> 5)]!;
    return this.valid && local < MASKED_LOCALS && (word & (1 << (local & 31))) !== 0;
  }

  /** The same, if it is set. */
  setsLocal(block: number, local: number): boolean {
    const word = this.blocks[block * BLOCK_WORDS + 2 + SET + (local >> 5)]!;
    return this.valid && local < MASKED_LOCALS && (word & (1 << (local & 31))) !== 0;
  }

  /** True if something is called in a loop, or if that is not known. */
  calls(block: number): boolean {
    return !this.valid || (this.blocks[block * BLOCK_WORDS + 2 + CALLS]! & CALLED) !== 0;
  }

  /**
   * True if it is known that the function calls nothing; tail calls do not count.
   * @param tableCalls reading and writing tables counts
   */
  isLeaf(tableCalls: boolean): boolean {
    return (
      this.valid &&
      (this.blocks[2 + CALLS]! & (tableCalls ? CALLED | TABLE_ACCESSED : CALLED)) === 0
    );
  }

  /** False if it is known that the function has no `rethrow`. */
  get rethrows(): boolean {
    return !this.valid || this.rethrown;
  }

  /** True if a load or store is in a loop. */
  touchesMemory(block: number): boolean {
    return this.valid && this.blocks[block * BLOCK_WORDS + 2 + MEMORY] !== 0;
  }

  private run(localCount: number): boolean {
    const bytes = this.bytes;
    const end = this.end;
    const undo = this.undo;
    // V8 folds these before it comes to the loop; named inside of it, most of them it does not.
    const lastRead = LAST_READ;
    const needsZero = NEEDS_ZERO;
    const setAt = SET_AT;
    const openBlock = OPEN_BLOCK;
    const openStart = OPEN_START;
    const openUndo = OPEN_UNDO;
    const openIsLoop = OPEN_IS_LOOP;
    const loops = LOOPS;
    const foundWords = FOUND;
    const steps = STEPS;
    let pos = this.pos;
    let depth = 0;
    let loopDepth = 0;
    // The function is block 0.
    let current = this.openNew();
    // Where the innermost loop starts, and where its words of foundWords are.
    let loopStart = NO_LOOP;
    let found = 0;
    for (let i = 0; i < FOUND_WORDS; i++) foundWords[i] = 0;
    openBlock[0] = current;
    openStart[0] = 0;
    openUndo[0] = 0;
    openIsLoop[0] = 0;
    while (pos < end) {
      const at = pos;
      const op = bytes[pos++]!;
      switch (steps[op]! as Step) {
        case Step.Skip0:
          break;
        case Step.Skip2:
          while (bytes[pos++]! >= 0x80);
          while (bytes[pos++]! >= 0x80);
          break;
        case Step.Memory:
          while (bytes[pos++]! >= 0x80);
          while (bytes[pos++]! >= 0x80);
          foundWords[found + MEMORY] = 1;
          break;
        case Step.Skip1:
          while (bytes[pos++]! >= 0x80);
          break;
        case Step.LocalGet: {
          let local = bytes[pos++]!;
          if (local >= 0x80) {
            this.pos = pos - 1;
            local = this.readIndex();
            pos = this.pos;
            if (local >= localCount) return false;
            if (local >= LOCALS_PAGE) pages.use(local);
          }
          if (local >= localCount) return false;
          lastRead[local] = at;
          const set = setAt[local]!;
          if (set < 0) needsZero[local] = 1;
          if (set < loopStart) this.noteAliveAround(local, set, loopDepth);
          if (local < MASKED_LOCALS) foundWords[found + USED + (local >> 5)]! |= 1 << (local & 31);
          break;
        }
        case Step.LocalSet: {
          let local = bytes[pos++]!;
          if (local >= 0x80) {
            this.pos = pos - 1;
            local = this.readIndex();
            pos = this.pos;
            if (local >= localCount) return false;
            if (local >= LOCALS_PAGE) pages.use(local);
          }
          if (local >= localCount) return false;
          const set = setAt[local]!;
          if (set < openStart[depth]!) {
            undo.push(local);
            undo.push(set);
            setAt[local] = at;
          }
          if (local < MASKED_LOCALS) foundWords[found + SET + (local >> 5)]! |= 1 << (local & 31);
          break;
        }
        case Step.Open:
        case Step.Loop: {
          while (bytes[pos++]! >= 0x80);
          if (++depth >= MAX_DEPTH) return false;
          current = this.openNew();
          openBlock[depth] = current;
          openStart[depth] = at;
          openUndo[depth] = undo.length;
          const isLoop = op === Op.Loop;
          openIsLoop[depth] = isLoop ? 1 : 0;
          if (isLoop) {
            loops[loopDepth++] = depth;
            loopStart = at;
            found += FOUND_WORDS;
            for (let i = 0; i < FOUND_WORDS; i++) foundWords[found + i] = 0;
            LAST_ALIVE[loopDepth - 1] = -1;
          }
          break;
        }
        case Step.Try:
          // Their pads want the vmctx that calls have stored.
          foundWords[found + CALLS]! |= CALLED;
          if (++depth >= MAX_DEPTH) return false;
          while (bytes[pos++]! >= 0x80);
          if (op === Op.TryTable) {
            pos = skipClauses(bytes, pos);
            if (pos >= end) return false;
          }
          current = this.openNew();
          openBlock[depth] = current;
          openStart[depth] = at;
          openUndo[depth] = undo.length;
          openIsLoop[depth] = 0;
          break;
        case Step.Catch:
          // An exception may come from before all that the body sets.
          if (op === Op.Catch) while (bytes[pos++]! >= 0x80);
          this.undoTo(openUndo[depth]!);
          break;
        case Step.Rethrow:
          while (bytes[pos++]! >= 0x80);
          foundWords[found + CALLS]! |= CALLED;
          this.rethrown = true;
          break;
        case Step.ThrowRef:
          foundWords[found + CALLS]! |= CALLED;
          break;
        case Step.Else:
          this.blocks[current * BLOCK_WORDS + 1] = at;
          this.undoTo(openUndo[depth]!);
          break;
        case Step.Delegate:
        case Step.End: {
          if (op === Op.Delegate) {
            while (bytes[pos++]! >= 0x80);
            if (depth === 0) return false;
          }
          const word = current * BLOCK_WORDS;
          this.blocks[word] = at;
          if (this.blocks[word + 1] === 0) this.blocks[word + 1] = at;
          if (depth === 0) {
            this.saveFound(word, found);
            return pos === end;
          }
          if (openIsLoop[depth] !== 0) {
            // What the body sets on every way is set behind it too.
            this.endLoop(--loopDepth, at);
            this.saveFound(word, found);
            found -= FOUND_WORDS;
            for (let i = 0; i <= MEMORY; i++)
              foundWords[found + i]! |= foundWords[found + FOUND_WORDS + i]!;
            loopStart = loopDepth > 0 ? openStart[loops[loopDepth - 1]!]! : NO_LOOP;
          } else this.undoTo(openUndo[depth]!);
          current = openBlock[--depth]!;
          break;
        }
        case Step.Call:
          while (bytes[pos++]! >= 0x80);
          foundWords[found + CALLS]! |= CALLED;
          break;
        case Step.CallIndirect:
          while (bytes[pos++]! >= 0x80);
          while (bytes[pos++]! >= 0x80);
          foundWords[found + CALLS]! |= CALLED;
          break;
        case Step.TableAccess:
          while (bytes[pos++]! >= 0x80);
          foundWords[found + CALLS]! |= TABLE_ACCESSED;
          break;
        case Step.SkipF32:
          pos += 4;
          break;
        case Step.SkipF64:
          pos += 8;
          break;
        case Step.BrTable: {
          this.pos = pos;
          const count = this.readIndex();
          pos = this.pos;
          if (count >= end - pos) return false;
          for (let i = 0; i <= count; i++) while (bytes[pos++]! >= 0x80);
          break;
        }
        case Step.Prefix: {
          let sub = bytes[pos++]!;
          if (sub >= 0x80) {
            // More than one byte: legal, and never seen.
            this.pos = pos - 1;
            sub = this.readIndex();
            pos = this.pos;
          }
          const prefixed = prefixedOp(op, sub);
          const step = steps[prefixed]! as Step;
          if (step === Step.GiveUp) return false;
          if (step !== Step.Skip0) while (bytes[pos++]! >= 0x80);
          if (step === Step.Memory) {
            while (bytes[pos++]! >= 0x80);
            foundWords[found + MEMORY] = 1;
            // Waiting and notifying are calls of the runtime.
            if (prefixed < Op.AtomicFence) foundWords[found + CALLS]! |= CALLED;
          } else if (step === Step.Skip2) while (bytes[pos++]! >= 0x80);
          // From memory.init to table.fill, all but table.size are calls of the runtime.
          if (prefixed >= Op.MemoryInit && prefixed <= Op.TableFill && prefixed !== Op.TableSize) {
            foundWords[found + CALLS]! |= CALLED;
          }
          break;
        }
        case Step.VectorPrefix:
          this.usesVectors = true;
          this.pos = pos;
          if (!this.skipVectorOperator(found)) return false;
          pos = this.pos;
          break;
        case Step.SelectT: {
          this.pos = pos;
          const count = this.readIndex();
          pos = this.pos + count;
          break;
        }
        default:
          return false;
      }
    }
    return false;
  }

  /** {@link usesVectors}, of a body that the scan has given up. Reads no further than to its end. */
  private findVectors(start: number): boolean {
    const { bytes, end } = this;
    this.pos = start;
    while (this.pos < end) {
      const byte = bytes[this.pos++]!;
      if (byte === VECTOR_PREFIX) return true;
      const op = isPrefix(byte) ? prefixedOp(byte, this.readIndex()) : byte;
      const immediate = OP_IMMEDIATE[op]! as Immediate;
      let integers: i64 = IMMEDIATE_INTEGERS[immediate]!;
      if (HAS_VECTOR[immediate] !== 0) integers += this.readIndex();
      for (; integers > 0 && this.pos < end; integers--) {
        while (this.pos < end && bytes[this.pos++]! >= 0x80);
      }
      this.pos += FIXED_BYTES[immediate]!;
      if (immediate === Immediate.TryTable) this.pos = skipClauses(bytes, this.pos);
    }
    return false;
  }

  /** Goes past the rest of an operator on vectors; false if it is none. */
  private skipVectorOperator(found: number): boolean {
    const { bytes } = this;
    const step = STEPS[prefixedOp(VECTOR_PREFIX, this.readIndex())]! as Step;
    if (this.pos >= this.end) return false;
    switch (step) {
      case Step.Skip0:
        return true;
      case Step.SkipLane:
        this.pos++;
        return true;
      case Step.SkipVector:
        this.pos += 16;
        return true;
      case Step.Memory:
      case Step.MemoryLane:
        while (bytes[this.pos++]! >= 0x80);
        while (bytes[this.pos++]! >= 0x80);
        if (step === Step.MemoryLane) this.pos++;
        FOUND[found + MEMORY] = 1;
        return true;
      default:
        return false;
    }
  }

  /** Reads an index that the decoder will check; anything large if it is malformed. */
  private readIndex(): number {
    let result: i64 = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.pos < this.end ? this.bytes[this.pos]! : 0;
      this.pos++;
      result += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) break;
    }
    return result < FOREVER ? result : FOREVER;
  }

  private openNew(): number {
    const block = this.blockCount++;
    const at = block * BLOCK_WORDS;
    if (at + BLOCK_WORDS > this.blocks.length) {
      const blocks = new Int32Array(this.blocks.length * 2);
      blocks.set(this.blocks);
      this.blocks = blocks;
    }
    this.blocks[at + 1] = 0;
    return block;
  }

  /** Keeps what was found in a loop, or in the function, that ends. A set counts as a use, too. */
  private saveFound(word: number, found: number): void {
    const blocks = this.blocks;
    FOUND[found + USED]! |= FOUND[found + SET]!;
    FOUND[found + USED + 1]! |= FOUND[found + SET + 1]!;
    for (let i = 0; i <= MEMORY; i++) blocks[word + 2 + i] = FOUND[found + i]!;
  }

  private undoTo(length: number): void {
    const undo = this.undo;
    for (let i = undo.length - 2; i >= length; i -= 2) SET_AT[undo.data[i]!] = undo.data[i + 1]!;
    undo.length = length;
  }

  /** A local is read that was last set before the innermost loop: it is alive around loops. */
  private noteAliveAround(local: number, set: number, loopDepth: number): void {
    // Starts ascend with the depth: the first loop that starts behind the set.
    let outermost = 0;
    for (let high = loopDepth - 1; outermost < high; ) {
      const middle = (outermost + high) >> 1;
      if (OPEN_START[LOOPS[middle]!]! > set) high = middle;
      else outermost = middle + 1;
    }
    const block = OPEN_BLOCK[LOOPS[outermost]!]!;
    if (ALIVE_IN[local] === block) return;
    ALIVE_IN[local] = block;
    const pair = this.alive.length;
    this.alive.pushPair(local, LAST_ALIVE[outermost]!);
    LAST_ALIVE[outermost] = pair;
  }

  private endLoop(loop: number, at: number): void {
    const { data } = this.alive;
    for (let i = LAST_ALIVE[loop]!; i >= 0; i = data[i + 1]!) LAST_READ[data[i]!] = at;
  }
}

/** The look ahead over the body that is compiled: one for all, as the stacks of `state.ts` are. */
export const lookAhead = new LookAhead();
