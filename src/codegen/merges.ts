/**
 * Merges: bringing the state of a branch to the join of its label. A merge is planned first, which
 * changes nothing and tells whether there is anything to emit.
 */

import { FIRST_FP, type Reg } from '../abi/places.js';
import type { Label } from '../masm/macro-assembler.js';
import { control, stack } from '../stack/state.js';
import { Loc, RECORD, regIn } from '../stack/value-stack.js';
import { IntList } from '../util/int-list.js';
import { Kind } from '../wasm/value-types.js';
import { dirtyConsts } from './constant-locals.js';
import { joinPosition, joins, PLACE } from './join-table.js';
import { moves } from './parallel-moves.js';
import { isDeadAt } from './registers.js';
import { fn, NO_LABEL } from './state.js';
import { emitToReg, emitToSlot } from './transfers.js';

/** The plan of a merge, between {@link planMerge} and {@link emitPlan}. */
class MergePlan {
  /** Values to store to their own slots. */
  readonly stores = new IntList();
  /** Results that go to slots, in ascending order: (value handle, slot). */
  readonly resultSlots = new IntList();
  /** Registers to fill after the moves: (register, value handle). */
  readonly loads = new IntList();
  /** Registers to zero-extend in the end. */
  readonly extends = new IntList();
  memoryBase = false;
}

const plan = new MergePlan();

/**
 * True if the current state agrees with a join of values below handle `base` only, so that
 * nothing has to move. Two of three branches of real code do.
 */
const agrees = (join: number, base: number, joinAt: number): boolean => {
  const regHead = stack.regHead;
  const data = joins.data;
  if (joins.holdsMemoryBase(join) && !fn.memoryBaseValid) return false;
  const end = joins.end(join);
  for (let at = joins.begin(join); at < end; at += 2) {
    const handle = data[at + 1]!;
    const want = data[at]!;
    const loc = stack.locAt(handle);
    if (((loc ^ want) & PLACE) !== 0) return false;
    if ((want & ~loc & Loc.Stored) !== 0 || (loc & ~want & fn.upperFlags) !== 0) return false;
    const head = regHead[regIn(loc)]!;
    if ((head !== handle || stack.nextAt(head) !== 0) && needsStore(head, handle, base, joinAt)) {
      return false;
    }
  }
  let rest = stack.usedGp & ~joins.gpMask(join);
  for (; rest !== 0; rest &= rest - 1) {
    const head = regHead[31 - Math.clz32(rest & -rest)]!;
    if (needsStore(head, 0, base, joinAt)) return false;
  }
  rest = stack.usedFp & ~joins.fpMask(join);
  for (; rest !== 0; rest &= rest - 1) {
    const head = regHead[FIRST_FP + 31 - Math.clz32(rest & -rest)]!;
    if (needsStore(head, 0, base, joinAt)) return false;
  }
  for (let i = 0; i < dirtyConsts.length; i++) {
    const h = dirtyConsts.data[i]!;
    if ((stack.locAt(h) & (Loc.Const | Loc.Stored)) !== Loc.Const) continue;
    if (!isDeadAt(h, joinAt)) return false;
  }
  return true;
};

/** True if a value below `base` that shares a register, but for `except`, is in no slot. */
const needsStore = (head: number, except: number, base: number, joinAt: number): boolean => {
  for (let h = head; h !== 0; h = stack.nextAt(h)) {
    if (h === except || h >= base || (stack.locAt(h) & Loc.Stored) !== 0) continue;
    if (!isDeadAt(h, joinAt)) return true;
  }
  return false;
};

/**
 * Works out how to get from the current state to a join, with the topmost `arity` operands as
 * results that lie from handle `base` on. Changes nothing. Locals dead at `joinAt` do not matter.
 *
 * @returns true if there is anything to emit
 */
export const planMerge = (join: number, base: number, arity: number, joinAt: number): boolean => {
  if (arity === 0 && agrees(join, base, joinAt)) return false;
  const data = joins.data;
  const results = stack.top - arity * RECORD;
  const delta = results - base;
  plan.stores.length = 0;
  plan.resultSlots.length = 0;
  plan.loads.length = 0;
  plan.extends.length = 0;
  moves.clear();
  const end = joins.end(join);
  // Mark the values that have a register in the join, with the pair's place.
  for (let at = joins.begin(join); at < end; at += 2) {
    const target = data[at + 1]!;
    stack.setMark(target < base ? target : target + delta, at);
  }
  planStoresOf(stack.usedGp, 0, base, joinAt);
  planStoresOf(stack.usedFp, FIRST_FP, base, joinAt);
  planConstLocals(joinAt);
  for (let h = results; h < stack.top; h += RECORD) {
    if (stack.markAt(h) !== 0) continue;
    const inPlace = delta === 0 && (stack.locAt(h) & Loc.Stored) !== 0;
    if (!inPlace) {
      plan.resultSlots.push(h);
      plan.resultSlots.push(stack.slotOf(h - delta));
    }
  }
  for (let at = joins.begin(join); at < end; at += 2) {
    const target = data[at + 1]!;
    const source = target < base ? target : target + delta;
    stack.setMark(source, 0);
    const reg = regIn(data[at]!);
    const loc = stack.locAt(source);
    if ((loc & Loc.InReg) === 0) {
      plan.loads.push(reg);
      plan.loads.push(source);
      continue;
    }
    const from = regIn(loc);
    if (from !== reg) moves.add(stack.kindAt(source), reg, from);
    // A 32-bit move zero-extends, but a swap that breaks a cycle does not.
    if ((loc & ~data[at]! & fn.upperFlags) !== 0) plan.extends.push(reg);
  }
  plan.memoryBase = joins.holdsMemoryBase(join) && !fn.memoryBaseValid;
  return (
    plan.stores.length !== 0 ||
    plan.resultSlots.length !== 0 ||
    plan.loads.length !== 0 ||
    plan.extends.length !== 0 ||
    plan.memoryBase ||
    !moves.isEmpty
  );
};

/** Values below `base` that only a register holds and that the join wants in their slots. */
const planStoresOf = (used: number, first: Reg, base: number, joinAt: number): void => {
  for (let rest = used; rest !== 0; rest &= rest - 1) {
    const reg = first + 31 - Math.clz32(rest & -rest);
    for (let h = stack.regHead[reg]!; h !== 0; h = stack.nextAt(h)) {
      if (h >= base || (stack.locAt(h) & Loc.Stored) !== 0) continue;
      if (isDeadAt(h, joinAt)) continue;
      const mark = stack.markAt(h);
      if (mark === 0 || (joins.data[mark]! & Loc.Stored) !== 0) {
        plan.stores.push(h);
      }
    }
  }
};

const planConstLocals = (joinAt: number): void => {
  for (let i = 0; i < dirtyConsts.length; i++) {
    const h = dirtyConsts.data[i]!;
    if ((stack.locAt(h) & (Loc.Const | Loc.Stored)) !== Loc.Const) continue;
    if (isDeadAt(h, joinAt)) continue;
    const mark = stack.markAt(h);
    if (mark === 0 || (joins.data[mark]! & Loc.Stored) !== 0) {
      plan.stores.push(h);
    }
  }
};

/** Emits the plan. The recorded state stays as it is: this code is on the edge to the label. */
export const emitPlan = (): void => {
  const masm = fn.masm;
  const stores = plan.stores;
  const results = plan.resultSlots;
  const loads = plan.loads;
  const extend = plan.extends;
  fn.merges++;
  for (let i = 0; i < stores.length; i++) {
    const h = stores.data[i]!;
    emitToSlot(h, stack.slotOf(h));
  }
  for (let i = 0; i < results.length; i += 2) {
    emitToSlot(results.data[i]!, results.data[i + 1]!);
  }
  masm.reserveOperator();
  moves.emit(masm);
  for (let i = 0; i < loads.length; i += 2) {
    emitToReg(loads.data[i + 1]!, loads.data[i]!);
  }
  for (let i = 0; i < extend.length; i++) {
    const reg = extend.data[i]!;
    masm.move(Kind.I32, reg, reg);
  }
  if (plan.memoryBase) {
    masm.loadField(Kind.I64, masm.traits.memoryBase, masm.traits.vmctx, fn.vmctx.memory(0));
  }
};

/** The label of a block, made when first asked for. */
export const labelOf = (block: number): Label => {
  let label = control.label(block);
  if (label === NO_LABEL) {
    label = fn.masm.newLabel();
    control.setLabel(block, label);
  }
  return label;
};

/** Brings the state to the join of a block's label and jumps there. The code behind is unreachable. */
export const jumpToBlock = (block: number, arity: number): void => {
  const label = labelOf(block);
  if (planBranch(block, arity)) emitPlan();
  fn.masm.jump(label);
};

/** Plans the way from the current state to a block's label; true if it takes any code. */
export const planBranch = (block: number, arity: number): boolean => {
  const base = control.height(block);
  return planMerge(control.join(block), base, arity, joinPosition(block));
};
