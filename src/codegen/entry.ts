/** The entry of a function: where its locals are then. */

import { incomingSlot, type Slot } from '../abi/places.js';
import { stack } from '../stack/state.js';
import { Loc } from '../stack/value-stack.js';
import { ValType } from '../wasm/value-types.js';
import { cleanConsts, dirtyConsts } from './constant-locals.js';
import { LOCALS_PAGE, lookAhead } from './look-ahead.js';
import { fn, useFrame } from './state.js';

/** Up to this many locals that start as zero are known constants, without a store. */
const MAX_CONSTANT_ZEROS = 8;

/**
 * Adds the records of all locals.
 *
 * @param locals types, parameters first
 * @param all add a record of its own for every local, even if the function does not name it
 */
export const addLocals = (locals: Int32Array, localCount: number, all: boolean): void => {
  const paramCount = fn.signatures.paramCount(fn.own);
  const slotBytes = stack.slotBytes;
  let slot = 0;
  for (let i = 0; i < paramCount; i++) {
    const param = locals[i]! as ValType;
    const place = fn.signatures.paramPlace(fn.own, i);
    if (place < 0) {
      stack.addLocal(param, Loc.Stored, incomingSlot(~place));
      continue;
    }
    const read = lookAhead.lastRead[i]! >= 0;
    const handle = stack.addLocal(param, read ? 0 : Loc.Stored, slot);
    slot += slotBytes;
    if (!read) continue;
    stack.attach(handle, place);
    if (param === ValType.I32) stack.addFlags(handle, Loc.UpperUnknown);
  }
  stack.beginOperands(addDeclaredLocals(locals, paramCount, localCount, slot, all));
};

/**
 * Declared locals are zero. Those that are set before any read need no zero: whatever their slots
 * hold is as good as stored. A few others start as constants; many are cleared in their slots.
 *
 * @returns the slot behind the last one
 */
const addDeclaredLocals = (
  locals: Int32Array,
  from: number,
  to: number,
  firstSlot: Slot,
  all: boolean,
): Slot => {
  const masm = fn.masm;
  const slotBytes = stack.slotBytes;
  let needed = 0;
  for (let i = from; i < to; i++) {
    if (i % LOCALS_PAGE === 0 && !lookAhead.usesPage(i)) i += LOCALS_PAGE - 1;
    else needed += lookAhead.needsZero[i]!;
  }
  const inSlots = needed > MAX_CONSTANT_ZEROS;
  let slot = firstSlot;
  let runStart = slot;
  for (let i = from; i < to; i++, slot += slotBytes) {
    if (i % LOCALS_PAGE === 0 && !lookAhead.usesPage(i) && !all) {
      const count = Math.min(LOCALS_PAGE, to - i);
      stack.skipLocals(count);
      if (inSlots) masm.zeroSlots(runStart, slot);
      i += count - 1;
      slot += slotBytes * (count - 1);
      runStart = slot + slotBytes;
      continue;
    }
    const type = locals[i]! as ValType;
    if (lookAhead.needsZero[i] === 0) {
      stack.addLocal(type, Loc.Stored, slot);
      if (inSlots) masm.zeroSlots(runStart, slot);
      runStart = slot + slotBytes;
      continue;
    }
    const handle = stack.addLocal(type, inSlots ? Loc.Const | Loc.Stored : Loc.Const, slot);
    stack.setConst(handle, 0, 0);
    if (inSlots) cleanConsts.push(handle);
    else dirtyConsts.push(handle);
  }
  if (inSlots) {
    masm.zeroSlots(runStart, slot);
    useFrame(slot);
  }
  return slot;
};
