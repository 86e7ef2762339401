/**
 * Joins of control flow: recording what a label's branches agree on (see join-table.ts), and taking the
 * state from there behind the label.
 */

import { FIRST_FP, REG_COUNT, type Reg } from '../abi/places.js';
import type { TypeList } from '../module/type-table.js';
import { NO_JOIN } from '../stack/control-stack.js';
import { control, stack } from '../stack/state.js';
import { Loc, RECORD, regIn } from '../stack/value-stack.js';
import {
  cleanConsts,
  demoteConstLocals,
  dirtyConsts,
  flushConstLocals,
} from './constant-locals.js';
import { joinPosition, joins, PAIRS, PLACE } from './join-table.js';
import { copyReg, isDeadAt, storeHome, tryAlloc } from './registers.js';
import { fn } from './state.js';

/** Up to this many block results travel in registers; more go through their slots, all of them. */
const MAX_REGISTER_RESULTS = 4;

/**
 * Records the join of a block's label, if there is none, from the current state. True if there was one;
 * if not, the state agrees with the join now, but for results that found no registers.
 */
export const fixJoin = (block: number, list: TypeList): boolean => {
  if (control.join(block) !== NO_JOIN) return true;
  const joinAt = joinPosition(block);
  control.setJoin(block, recordJoin(control.height(block), list, joinAt));
  return false;
};

/**
 * Records a join from the current state: of values below handle `base`, and of the topmost
 * operands as results of the given types that will lie from `base` on. Locals that are dead at
 * position `joinAt` are left out. May emit moves that are harmless to the code that follows in
 * line. Constant locals are flushed first.
 */
export const recordJoin = (base: number, list: TypeList, joinAt: number): number => {
  flushConstLocals();
  const count = fn.types.count(list);
  const results = stack.top - count * RECORD;
  const inRegs = count <= MAX_REGISTER_RESULTS && resultsToRegs(results);
  const visible = inRegs ? results : stack.top;
  unshare(stack.usedGp, 0, base, visible, joinAt);
  unshare(stack.usedFp, FIRST_FP, base, visible, joinAt);
  const at = joins.length;
  joins.reserve(PAIRS + 2 * REG_COUNT);
  const data = joins.data;
  data[at + 1] = fn.memoryBaseValid ? 1 : 0;
  joins.length = at + PAIRS;
  data[at + 2] = recordClass(stack.usedGp, 0, base, visible, joinAt);
  data[at + 3] = recordClass(stack.usedFp, FIRST_FP, base, visible, joinAt);
  data[at] = (joins.length - at - PAIRS) >> 1;
  return at;
};

/** Gives each result a register of its own. False if there are not enough. */
const resultsToRegs = (first: number): boolean => {
  const masm = fn.masm;
  for (let h = first; h < stack.top; h += RECORD) {
    const loc = stack.locAt(h);
    if ((loc & Loc.InReg) !== 0 && stack.isSoleHolder(h)) continue;
    const kind = stack.kindAt(h);
    const reg = tryAlloc(kind);
    if (reg < 0) return false;
    masm.reserveOperator();
    if ((loc & Loc.InReg) !== 0) {
      copyReg(kind, reg, regIn(loc));
      stack.detach(h);
    } else if ((loc & Loc.Const) !== 0) {
      masm.constant(kind, reg, stack.loAt(h), stack.hiAt(h));
      stack.setLoc(h, 0);
    } else masm.loadSlot(kind, reg, stack.slotOf(h));
    stack.attach(h, reg);
  }
  return true;
};

/** Leaves each register with at most one value that is visible behind the label and not stored. */
const unshare = (used: number, first: Reg, base: number, results: number, joinAt: number): void => {
  const masm = fn.masm;
  const regHead = stack.regHead;
  for (let rest = used; rest !== 0; rest &= rest - 1) {
    const reg = first + 31 - Math.clz32(rest & -rest);
    const head = regHead[reg]!;
    if (stack.nextAt(head) === 0) continue;
    let kept = false;
    let next = 0;
    for (let h = head; h !== 0; h = next) {
      next = stack.nextAt(h);
      if (h >= base && h < results) continue;
      if ((stack.locAt(h) & Loc.Stored) !== 0 || isDeadAt(h, joinAt)) continue;
      if (!kept) {
        kept = true;
        continue;
      }
      masm.reserveOperator();
      const kind = stack.kindAt(h);
      const other = tryAlloc(kind);
      if (other < 0) {
        storeHome(h);
        continue;
      }
      copyReg(kind, other, reg);
      stack.detach(h);
      stack.attach(h, other);
    }
  }
};

/** Appends the pairs of one class of registers; returns the mask of these registers. */
const recordClass = (
  used: number,
  first: Reg,
  base: number,
  results: number,
  joinAt: number,
): number => {
  const regHead = stack.regHead;
  const data = joins.data;
  let at = joins.length;
  let mask = 0;
  for (let rest = used; rest !== 0; rest &= rest - 1) {
    const bit = 31 - Math.clz32(rest & -rest);
    let chosen = regHead[first + bit]!;
    if (stack.nextAt(chosen) !== 0) chosen = chooseHolder(chosen, base, results, joinAt);
    else if ((chosen >= base && chosen < results) || isDeadAt(chosen, joinAt)) continue;
    if (chosen === 0) continue;
    mask |= 1 << bit;
    let loc = stack.locAt(chosen);
    if (chosen >= results) {
      // A result's own slot is not the one that it has behind the label.
      loc &= ~Loc.Stored;
      chosen = base + (chosen - results);
    }
    data[at] = loc;
    data[at + 1] = chosen;
    at += 2;
  }
  joins.length = at;
  return mask;
};

/** Of values that share a register and are visible, one that is in no slot, else any; or 0. */
const chooseHolder = (head: number, base: number, results: number, joinAt: number): number => {
  let chosen = 0;
  for (let h = head; h !== 0; h = stack.nextAt(h)) {
    if ((h >= base && h < results) || isDeadAt(h, joinAt)) continue;
    if (chosen === 0) chosen = h;
    if ((stack.locAt(h) & Loc.Stored) === 0) return h;
  }
  return chosen;
};

/**
 * Makes the records say what a join says: the state right behind its label. Results of the given
 * types are pushed on the operand stack, which is cut to `base` first.
 */
export const enterJoin = (join: number, base: number, list: TypeList): void => {
  const data = joins.data;
  const end = joins.end(join);
  releaseClass(stack.usedGp & ~joins.gpMask(join), 0);
  releaseClass(stack.usedFp & ~joins.fpMask(join), FIRST_FP);
  // Most registers hold what they should already.
  let missing = 0;
  for (let at = joins.begin(join); at < end; at += 2) {
    const handle = data[at + 1]!;
    const loc = data[at]!;
    const reg = regIn(loc);
    if (handle < base && stack.regHead[reg] === handle && stack.nextAt(handle) === 0) {
      stack.setLoc(handle, loc);
      continue;
    }
    releaseRegister(reg);
    missing++;
  }
  if (dirtyConsts.length !== 0) demoteConstLocals(dirtyConsts);
  if (cleanConsts.length !== 0) demoteConstLocals(cleanConsts);
  stack.top = base;
  const types = fn.types;
  const count = types.count(list);
  for (let i = 0; i < count; i++) stack.pushPlain(types.typeAt(list, i), Loc.Stored);
  for (let at = joins.begin(join); missing !== 0; at += 2) {
    const loc = data[at]!;
    if (!stack.isFree(regIn(loc))) continue;
    const handle = data[at + 1]!;
    stack.setLoc(handle, loc & ~PLACE);
    stack.attach(handle, regIn(loc));
    missing--;
  }
  fn.memoryBaseValid = joins.holdsMemoryBase(join);
};

/** Makes the records say that all values are in their slots, and no register holds any: above `base` there are none. */
export const enterPad = (base: number): void => {
  releaseClass(stack.usedGp, 0);
  releaseClass(stack.usedFp, FIRST_FP);
  if (dirtyConsts.length !== 0) demoteConstLocals(dirtyConsts);
  if (cleanConsts.length !== 0) demoteConstLocals(cleanConsts);
  stack.top = base;
  fn.memoryBaseValid = false;
};

const releaseClass = (used: number, first: Reg): void => {
  for (let rest = used; rest !== 0; rest &= rest - 1) {
    releaseRegister(first + 31 - Math.clz32(rest & -rest));
  }
};

/** All values in a register are in their slots from here on. */
const releaseRegister = (reg: Reg): void => {
  const head = stack.regHead[reg]!;
  if (head === 0) return;
  for (let h = head; h !== 0; h = stack.nextAt(h)) stack.setLoc(h, Loc.Stored);
  stack.empty(reg);
};
