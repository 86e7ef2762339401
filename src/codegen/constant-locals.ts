/** Locals that are known constants: they get a place when paths have to agree on one. */

import { stack } from '../stack/state.js';
import { HI, LO, LOC, Loc } from '../stack/value-stack.js';
import { IntList } from '../util/int-list.js';
import { kindOf } from '../wasm/value-types.js';
import { enoughFree, isDead, tryAlloc, useSlot } from './registers.js';
import { fn } from './state.js';

/** Locals that are known constants and not stored in their slots; may hold stale handles. */
export const dirtyConsts = new IntList();
/** Locals that are known constants and stored. */
export const cleanConsts = new IntList();

/**
 * Materialises constant locals, in registers while enough are free, so that all paths behind a
 * branch agree on where they are. Emits code.
 */
export const flushConstLocals = (toSlots = false): void => {
  const list = dirtyConsts;
  if (list.length === 0) return;
  const masm = fn.masm;
  for (let i = 0; i < list.length; i++) {
    const h = list.data[i]!;
    const rec = stack.rec;
    const loc = rec[h + LOC]!;
    if ((loc & (Loc.Const | Loc.Stored)) !== Loc.Const) continue;
    if (isDead(h)) {
      rec[h + LOC] = Loc.Stored;
      continue;
    }
    const kind = kindOf(rec[h]!);
    masm.reserveOperator();
    const reg = !toSlots && enoughFree(kind) ? tryAlloc(kind) : -1;
    if (reg >= 0) {
      masm.constant(kind, reg, rec[h + LO]!, rec[h + HI]!);
      rec[h + LOC] = 0;
      stack.attach(h, reg);
    } else {
      const slot = stack.slotOf(h);
      masm.storeSlotConstant(kind, slot, rec[h + LO]!, rec[h + HI]!);
      useSlot(slot + 8);
      rec[h + LOC] = loc | Loc.Stored;
      cleanConsts.push(h);
    }
  }
  list.length = 0;
};

/** From here on the locals of a list are in their slots. */
export const demoteConstLocals = (list: IntList): void => {
  const rec = stack.rec;
  for (let i = 0; i < list.length; i++) {
    const h = list.data[i]!;
    if ((rec[h + LOC]! & Loc.Const) !== 0) rec[h + LOC] = Loc.Stored;
  }
  list.length = 0;
};

/** Forgets all of them, for a new function. */
export const forgetConstLocals = (): void => {
  dirtyConsts.length = 0;
  cleanConsts.length = 0;
};
