/** Branches. */

import type { Label } from '../masm/macro-assembler.js';
import { control, stack } from '../stack/state.js';
import { Loc, RECORD } from '../stack/value-stack.js';
import { IntList } from '../util/int-list.js';
import { TrapKind } from '../wasm/trap-kind.js';
import { Kind } from '../wasm/value-types.js';
import { searchCase } from './case-search.js';
import { branchOnCondition, popCondition } from './conditions.js';
import { flushConstLocals } from './constant-locals.js';
import { fixJoin } from './joins.js';
import { emitPlan, jumpToBlock, labelOf, planBranch } from './merges.js';
import { popIndex, popToOwnedReg } from './operands.js';
import { unpin } from './registers.js';
import { emitReturn, prepareReturn, returnFromFunction } from './returns.js';
import { fn, NO_LABEL } from './state.js';

/** What a br_table is made from. */
class BranchTable {
  labels = new Int32Array(64);
  /** The different blocks that it goes to. */
  readonly blocks = new IntList();
}

const tables = new BranchTable();

/** Branches to a block, by depth from the outside; to the function, 0, that is a return. */
export const br = (block: number): void => {
  if (block === 0) {
    returnFromFunction();
    return;
  }
  const list = control.labelTypes(block);
  const arity = fn.types.count(list);
  if (fixJoin(block, list) || arity !== 0) jumpToBlock(block, arity);
  else fn.masm.jump(labelOf(block));
};

/** Pops a condition and branches where it holds. */
export const brIf = (block: number): void => {
  const masm = fn.masm;
  popCondition();
  if (block === 0) returnIf();
  else {
    const list = control.labelTypes(block);
    // Once stored, constant locals need no stores at the branches that follow.
    flushConstLocals();
    const known = fixJoin(block, list);
    const label = labelOf(block);
    const arity = fn.types.count(list);
    if ((known || arity !== 0) && planBranch(block, arity)) {
      const stay = masm.newLabel();
      branchOnCondition(true, stay);
      emitPlan();
      masm.jump(label);
      masm.bind(stay);
    } else branchOnCondition(false, label);
  }
  unpin();
};

const returnIf = (): void => {
  const masm = fn.masm;
  if (fn.signatures.resultCount(fn.own) === 0) {
    if (fn.returnLabel === NO_LABEL) fn.returnLabel = masm.newLabel();
    branchOnCondition(false, fn.returnLabel);
    return;
  }
  prepareReturn();
  const stay = masm.newLabel();
  branchOnCondition(true, stay);
  emitReturn();
  masm.bind(stay);
};

/**
 * Pops an index and branches.
 *
 * @param targets blocks; the default is the last of `count`
 */
export const brTable = (targets: Int32Array, count: number): void => {
  const masm = fn.masm;
  const blocks = tables.blocks;
  flushConstLocals();
  const index = popTableIndex();
  let returns = false;
  for (let i = 0; i < count; i++) {
    const block = targets[i]!;
    if (block !== 0) {
      fixJoin(block, control.labelTypes(block));
    } else if (!returns) {
      // Once: it looks at all results, and there can be as many entries.
      prepareReturn();
      returns = true;
    }
  }
  if (count > tables.labels.length) tables.labels = new Int32Array(count);
  const labels = tables.labels;
  blocks.length = 0;
  for (let i = 0; i < count; i++) labels[i] = tableTarget(targets[i]!);
  if (!searchCase(index, labels, count)) {
    masm.jumpTable(index, labels, count - 1, labels[count - 1]!);
  }
  // Stubs for the entries whose values must move first.
  for (let i = 0; i < blocks.length; i++) {
    const block = blocks.data[i]!;
    const label = control.tableLabel(block);
    control.setTableLabel(block, NO_LABEL);
    if (block !== 0 && label === control.label(block)) continue;
    masm.reserveOperator();
    masm.bind(label);
    if (block === 0) emitReturn();
    else jumpToBlock(block, fn.types.count(control.labelTypes(block)));
  }
  unpin();
};

/** Pops the index of a br_table into a register that the jump may destroy, zero-extended. */
const popTableIndex = (): number => {
  const masm = fn.masm;
  const handle = stack.top - RECORD;
  if ((stack.locAt(handle) & Loc.InReg) !== 0 && stack.isSoleHolder(handle)) {
    return popIndex();
  }
  const own = popToOwnedReg();
  if (masm.traits.indexNeedsZeroExtend) masm.move(Kind.I32, own, own);
  return own;
};

/** The label a table entry jumps to: the block's own, or one of a stub that moves values first. */
const tableTarget = (block: number): Label => {
  let label = control.tableLabel(block);
  if (label !== NO_LABEL) return label;
  const arity = fn.types.count(control.labelTypes(block));
  if (block !== 0 && !planBranch(block, arity)) {
    label = labelOf(block);
  } else label = fn.masm.newLabel();
  control.setTableLabel(block, label);
  tables.blocks.push(block);
  return label;
};

/** Traps. */
export const unreachable = (): void => {
  fn.masm.trap(TrapKind.Unreachable);
};
