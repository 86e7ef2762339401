/** Locals that are known constants: they get a place when paths have to agree on one. */

import { imm } from '../masm/macro-assembler.js';
import { stack } from '../stack/state.js';
import { Loc } from '../stack/value-stack.js';
import { IntList } from '../util/int-list.js';
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
    const loc = stack.locAt(h);
    if ((loc & (Loc.Const | Loc.Stored)) !== Loc.Const) continue;
    if (isDead(h)) {
      stack.setLoc(h, Loc.Stored);
      continue;
    }
    const kind = stack.kindAt(h);
    masm.reserveOperator();
    const reg = !toSlots && enoughFree(kind) ? tryAlloc(kind) : -1;
    if (reg >= 0) {
      masm.constant(kind, reg, stack.loAt(h), stack.hiAt(h));
      stack.setLoc(h, 0);
      stack.attach(h, reg);
    } else {
      const slot = stack.slotOf(h);
      masm.storeSlot(kind, slot, imm(masm, stack.loAt(h), stack.hiAt(h)));
      useSlot(slot);
      stack.setLoc(h, loc | Loc.Stored);
      cleanConsts.push(h);
    }
  }
  list.length = 0;
};

/** From here on the locals of a list are in their slots. */
export const demoteConstLocals = (list: IntList): void => {
  for (let i = 0; i < list.length; i++) {
    const h = list.data[i]!;
    if ((stack.locAt(h) & Loc.Const) !== 0) stack.setLoc(h, Loc.Stored);
  }
  list.length = 0;
};

/** Forgets all of them, for a new function. */
export const forgetConstLocals = (): void => {
  dirtyConsts.length = 0;
  cleanConsts.length = 0;
};
