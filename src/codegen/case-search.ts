/**
 * Small jump tables without a load: a search by compares. Where data chooses, a processor predicts some conditional
 * branches better than the target of one indirect jump: an interpreter's loop over twelve cases, with a program of
 * 4096 operations, took 8.9 ns a step by a table, and takes 1.2 so (AMD EPYC). With one that is too long to be
 * learned (2^18) it is a quarter slower: 14.8 ns for 11.5.
 */

import type { Reg } from '../abi/places.js';
import { imm, type Label } from '../masm/macro-assembler.js';
import { Condition } from '../masm/operators.js';
import { Kind } from '../wasm/value-types.js';
import { fn } from './state.js';

/** Most runs on any machine. */
const MAX_RUNS = 64;

/** Runs of equal labels: the first index of each, ascending from 0, and its label. */
const FIRST = new Int32Array(MAX_RUNS);
const LABEL = new Int32Array(MAX_RUNS);

/**
 * Jumps to `labels[index]`, or to the last of `count` if there is none.
 *
 * @returns false where there are more runs of equal labels than the machine searches: nothing was emitted then
 */
export const searchCase = (index: Reg, labels: Int32Array, count: number): boolean => {
  const limit = Math.min(fn.masm.traits.searchedRuns, MAX_RUNS);
  let runs = 0;
  for (let i = 0; i < count; i++) {
    if (i > 0 && labels[i] === labels[i - 1]) continue;
    if (runs >= limit) return false;
    FIRST[runs] = i;
    LABEL[runs++] = labels[i]!;
  }
  search(index, 0, runs);
  return true;
};

/** Jumps to the label of the run that the index is in: one of those from `from` up to, not including, `to`. */
const search = (index: Reg, from: number, to: number): void => {
  const masm = fn.masm;
  while (to - from > 1) {
    const middle = (from + to) >> 1;
    if (middle - from === 1) {
      compareWith(index, Condition.LtU, middle, LABEL[from]!);
      from = middle;
    } else {
      const upper = masm.newLabel();
      compareWith(index, Condition.GeU, middle, upper);
      search(index, from, middle);
      masm.bind(upper);
      from = middle;
    }
  }
  masm.reserveOperator();
  masm.jump(LABEL[from]!);
};

const compareWith = (index: Reg, condition: Condition, run: number, label: Label): void => {
  const masm = fn.masm;
  masm.reserveOperator();
  masm.compareBranch(Kind.I32, condition, index, imm(masm, FIRST[run]!), label);
};
