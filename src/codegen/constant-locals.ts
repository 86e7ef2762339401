/** Locals that are known constants: they get a place when paths have to agree on one. */

import { stack } from '../stack/state.js';
import { Loc } from '../stack/value-stack.js';
import { IntList } from '../util/int-list.js';
import { enoughFree, isDead, tryAlloc } from './registers.js';
import { emitToReg, emitToSlot } from './transfers.js';

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
  for (let i = 0; i < list.length; i++) {
    const h = list.data[i]!;
    const loc = stack.locAt(h);
    if ((loc & (Loc.Const | Loc.Stored)) !== Loc.Const) continue;
    if (isDead(h)) {
      stack.setLoc(h, Loc.Stored);
      continue;
    }
    const kind = stack.kindAt(h);
    const reg = !toSlots && enoughFree(kind) ? tryAlloc(kind) : -1;
    if (reg >= 0) {
      emitToReg(h, reg);
      stack.setLoc(h, 0);
      stack.attach(h, reg);
    } else {
      emitToSlot(h, stack.slotOf(h));
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
