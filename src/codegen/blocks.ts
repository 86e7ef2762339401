/** Blocks: where they begin and end. */

import type { TypeList } from '../module/type-table.js';
import { BlockKind, NO_JOIN } from '../stack/control-stack.js';
import { control } from '../stack/state.js';
import { branchOnCondition, popCondition } from './conditions.js';
import { joinPosition } from './join-table.js';
import { enterJoin, fixJoin, recordJoin } from './joins.js';
import { lookAhead } from './look-ahead.js';
import { prepareLoop } from './loops.js';
import { emitPlan, jumpToBlock, labelOf, planMerge } from './merges.js';
import { unpin } from './registers.js';
import { fn } from './state.js';

/** Begins a loop: its label is bound here, and the state that branches to it agree on is fixed. */
export const beginLoop = (block: number): void => {
  const masm = fn.masm;
  const params = control.params(block);
  const base = control.height(block);
  prepareLoop(control.blockNumber(block), base);
  const joinAt = joinPosition(block);
  const join = recordJoin(base, params, joinAt);
  control.setJoin(block, join);
  // Without parameters, the state agrees with what was just recorded from it.
  const count = fn.types.count(params);
  if (count !== 0 && planMerge(join, base, count, joinAt)) emitPlan();
  const label = masm.newLabel();
  control.setLabel(block, label);
  masm.bind(label);
  enterJoin(join, base, params);
};

/** Pops the condition of an `if` and jumps to the else label where it does not hold. */
export const beginIf = (block: number): void => {
  const masm = fn.masm;
  popCondition();
  const params = control.params(block);
  const base = control.height(block);
  const joinAt = lookAhead.blockElse(control.blockNumber(block));
  const join = recordJoin(base, params, joinAt);
  control.setElseJoin(block, join);
  const label = masm.newLabel();
  control.setElseLabel(block, label);
  const count = fn.types.count(params);
  if (count !== 0 && planMerge(join, base, count, joinAt)) {
    // Parameters that found no registers go to their slots, on both ways.
    const then = masm.newLabel();
    branchOnCondition(false, then);
    emitPlan();
    masm.jump(label);
    masm.bind(then);
  } else branchOnCondition(true, label);
  unpin();
};

/**
 * Begins the `else` of an `if`.
 *
 * @param live whether the end of the `then` branch is reachable
 */
export const beginElse = (block: number, live: boolean): void => {
  const masm = fn.masm;
  const params = control.params(block);
  const results = control.results(block);
  const base = control.height(block);
  if (live) {
    const arity = fn.types.count(results);
    if (fixJoin(block, results) || arity !== 0) jumpToBlock(block, arity);
    else masm.jump(labelOf(block));
  }
  masm.bind(control.elseLabel(block));
  enterJoin(control.elseJoin(block), base, params);
};

/**
 * Ends a block: binds its label, where something branches to it, and leaves its results on the stack.
 *
 * @param live whether the end of the block is reached from inside
 * @returns whether the code behind the block is reachable
 */
export const endBlock = (block: number, live: boolean): boolean => {
  const masm = fn.masm;
  const kind = control.kind(block);
  // A branch to a loop goes to its start: nothing joins at the end.
  if (kind === BlockKind.Loop) return live;
  const results = control.results(block);
  const base = control.height(block);
  if (kind === BlockKind.If) {
    endIfWithoutElse(block, live, base, results);
    return true;
  }
  const join = control.join(block);
  if (join === NO_JOIN) return live;
  if (live && planMerge(join, base, fn.types.count(results), joinPosition(block))) emitPlan();
  masm.bind(control.label(block));
  enterJoin(join, base, results);
  return true;
};

/** Where the condition fails, the parameters are the results, in the join of the branch. */
const endIfWithoutElse = (block: number, live: boolean, base: number, results: TypeList): void => {
  const masm = fn.masm;
  const elseJoin = control.elseJoin(block);
  const join = control.join(block);
  const joinAt = joinPosition(block);
  if (join === NO_JOIN) {
    if (live && planMerge(elseJoin, base, fn.types.count(results), joinAt)) emitPlan();
    masm.bind(control.elseLabel(block));
    enterJoin(elseJoin, base, results);
    return;
  }
  const label = control.label(block);
  if (live) jumpToBlock(block, fn.types.count(results));
  masm.bind(control.elseLabel(block));
  enterJoin(elseJoin, base, results);
  if (planMerge(join, base, fn.types.count(results), joinAt)) emitPlan();
  masm.bind(label);
  enterJoin(join, base, results);
};
