/** What stays in registers over a loop. */

import { FIRST_FP } from '../abi/places.js';
import { stack } from '../stack/state.js';
import { Loc, localIndex } from '../stack/value-stack.js';
import { flushConstLocals } from './constant-locals.js';
import { lookAhead, MASKED_LOCALS } from './look-ahead.js';
import { needMemoryBase } from './operands.js';
import { alloc, enoughFree, isDeadAt, storeHome } from './registers.js';
import { fn } from './state.js';
import { emitToReg } from './transfers.js';

/**
 * Decides what stays in registers over a loop: where nothing is called inside, the locals that it
 * uses, loaded before if need be; otherwise nothing, because the calls would cost stores and loads
 * in every round. Values that the loop does not use make room.
 */
export const prepareLoop = (block: number, base: number): void => {
  const masm = fn.masm;
  const calls = lookAhead.calls(block);
  const end = lookAhead.blockEnd(block);
  makeRoomForLoop(stack.usedGp, 0, block, base, calls);
  makeRoomForLoop(stack.usedFp, FIRST_FP, block, base, calls);
  if (calls) {
    flushConstLocals(true);
    fn.memoryBaseValid = false;
    return;
  }
  const locals = Math.min(MASKED_LOCALS, stack.localCount());
  for (let x = 0; x < locals; x++) {
    if (!lookAhead.usesLocal(block, x)) continue;
    const h = stack.local(x);
    if (isDeadAt(h, end)) continue;
    const loc = stack.locAt(h);
    const kind = stack.kindAt(h);
    if ((loc & Loc.InReg) === 0) {
      if (!enoughFree(kind)) continue;
      masm.reserveOperator();
      const reg = alloc(kind);
      // Of one that the loop sets first there may be no slot yet: anything will do, and stacks can be read there.
      emitToReg(h, reg);
      stack.setLoc(h, loc & Loc.Stored);
      stack.attach(h, reg);
    }
    // A local that changes in every round would be stored in every round to stay stored.
    if (lookAhead.setsLocal(block, x)) stack.clearFlags(h, Loc.Stored);
  }
  if (lookAhead.touchesMemory(block) && fn.facts.sharedMemories.length > 0) needMemoryBase();
};

/** Stores and drops what a loop would not keep in registers. */
const makeRoomForLoop = (
  used: number,
  first: number,
  block: number,
  base: number,
  calls: boolean,
): void => {
  const end = lookAhead.blockEnd(block);
  for (let rest = used; rest !== 0; rest &= rest - 1) {
    const reg = first + 31 - Math.clz32(rest & -rest);
    let next = 0;
    for (let h = stack.regHead[reg]!; h !== 0; h = next) {
      next = stack.nextAt(h);
      if (h >= base) continue;
      const isLocal = h < stack.firstOperand;
      const x = localIndex(h);
      if (isLocal && isDeadAt(h, end)) {
        stack.detach(h);
        stack.setLoc(h, Loc.Stored);
      } else if (calls || (isLocal && x < MASKED_LOCALS && !lookAhead.usesLocal(block, x))) {
        fn.masm.reserveOperator();
        storeHome(h);
        stack.detach(h);
      }
    }
  }
};
