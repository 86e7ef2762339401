import type { CodeTables } from './code-ranges.js';
import type { Thread } from './thread.js';

/**
 * Visits the frames of compiled code from the one at `fp` outward to the activation's entry, those of
 * who called: the innermost function itself has a pc, not a return address.
 *
 * @param visit is given a frame's tables and its return address as code offset; false ends it
 * @returns whether all were visited
 */
export function forEachFrame(
  thread: Thread,
  fp: number,
  visit: (tables: CodeTables, back: number) => boolean,
): boolean {
  while (fp !== 0) {
    const back = thread.readStack(fp + 8);
    const outer = thread.readStack(fp);
    const range = thread.machine.find(back);
    if (range !== undefined && !('stub' in range.tables)) {
      if (!visit(range.tables, back - range.address)) return false;
    }
    // Frames only ever lie further up; anything else is no frame.
    if (outer <= fp) return true;
    fp = outer;
  }
  return true;
}

/** Index of the function that a code offset is in, imports counted. */
export function functionAt(tables: CodeTables, offset: number): number {
  const { funcOffsets } = tables;
  let low = 0;
  let high = funcOffsets.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (funcOffsets[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return tables.order === undefined ? tables.info.importedFuncs + low : tables.order[low]!;
}

/** Index of the function that a return address is in: a call at its end returns to the next's start. */
export function callerAt(tables: CodeTables, back: number): number {
  return functionAt(tables, back - 1);
}

/** Index of the pair whose first number is `key` in ascending pairs, or -1. */
export function findPair(pairs: Int32Array, key: number): number {
  const at = firstPair(pairs, key);
  return pairs[2 * at] === key ? at : -1;
}

/** Index of the first pair whose first number is at least `key` in ascending pairs; their count, if none. */
export function firstPair(pairs: Int32Array, key: number): number {
  let low = 0;
  let high = pairs.length >> 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (pairs[2 * middle]! < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
