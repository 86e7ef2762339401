/**
 * Choosing registers and freeing them.
 *
 * Within one operator, registers that are in use are pinned: popped operands are not on the stack any
 * more, so nothing else protects them. Every operator ends with {@link unpin}.
 */

import { FIRST_FP, type Reg } from '../abi/places.js';
import { stack } from '../stack/state.js';
import { Loc, localIndex, regIn } from '../stack/value-stack.js';
import { isFloatKind, type Kind } from '../wasm/value-types.js';
import { lookAhead } from './look-ahead.js';
import { moves } from './parallel-moves.js';
import { fn, useSlot } from './state.js';

/** Registers that the current operator must not lose, as ValueStack has its masks. */
export const PINS = new Int32Array(32);

/** While fewer general registers than this are free, constant locals go to their slots instead. */
const KEEP_FREE = 4;

/** Keeps a register from being allocated or spilled, until the operator ends. */
export const pin = (reg: Reg): void => {
  PINS[reg >> 5]! |= 1 << (reg & 31);
};

/** Ends all pins. */
export const unpin = (): void => {
  PINS[0] = 0;
  PINS[1] = 0;
};

/** A free register for a value of the kind; spills another value if none is free. Does not pin. */
export const alloc = (kind: Kind): Reg => {
  return isFloatKind(kind) ? allocFp() : allocGp();
};

/** As {@link alloc}, a general register. */
export const allocGp = (): Reg => {
  let free = stack.freeGp & ~PINS[0]!;
  if (free === 0) {
    spillOne(fn.allocatableGp & ~PINS[0]!, 0);
    free = stack.freeGp & ~PINS[0]!;
  }
  return 31 - Math.clz32(free & -free);
};

/** As {@link alloc}, a floating-point register. */
export const allocFp = (): Reg => {
  let free = stack.freeFp & ~PINS[1]!;
  if (free === 0) {
    spillOne(fn.allocatableFp & ~PINS[1]!, FIRST_FP);
    free = stack.freeFp & ~PINS[1]!;
  }
  return FIRST_FP + 31 - Math.clz32(free & -free);
};

/** A free register, or -1 if there is none. */
export const tryAlloc = (kind: Kind): Reg => {
  if (isFloatKind(kind)) {
    const free = stack.freeFp & ~PINS[1]!;
    return free === 0 ? -1 : FIRST_FP + 31 - Math.clz32(free & -free);
  }
  const free = stack.freeGp & ~PINS[0]!;
  return free === 0 ? -1 : 31 - Math.clz32(free & -free);
};

/** True if more registers are free than constant locals leave alone. */
export const enoughFree = (kind: Kind): boolean => {
  let free = isFloatKind(kind) ? stack.freeFp & ~PINS[1]! : stack.freeGp & ~PINS[0]!;
  let count = 0;
  for (; free !== 0 && count <= KEEP_FREE; free &= free - 1) count++;
  return count > KEEP_FREE;
};

/** The register of a popped operand if nobody else holds it, else a new one. */
export const reuse = (kind: Kind, operand: Reg): Reg => {
  return stack.isFree(operand) ? operand : alloc(kind);
};

/** Spills one register out of a mask of its class: one that costs no store, else in turn. */
const spillOne = (candidates: number, first: Reg): void => {
  if (candidates === 0) throw new Error('all registers are pinned');
  for (let rest = candidates; rest !== 0; rest &= rest - 1) {
    const reg = first + 31 - Math.clz32(rest & -rest);
    if (isClean(reg)) {
      spillReg(reg);
      return;
    }
  }
  const later = candidates & -(1 << fn.nextVictim);
  const from = later !== 0 ? later : candidates;
  const bit = 31 - Math.clz32(from & -from);
  fn.nextVictim = (bit + 1) & 31;
  spillReg(first + bit);
};

/** Copies a register to another one. */
export const copyReg = (kind: Kind, dst: Reg, src: Reg): void => {
  moves.count++;
  fn.masm.move(kind, dst, src);
};

/** True for a local that nothing reads any more. */
export const isDead = (handle: number): boolean => {
  return handle < stack.firstOperand && lookAhead.lastRead[localIndex(handle)]! <= fn.here;
};

/** True for a local that nothing behind a join reads. */
export const isDeadAt = (handle: number, joinAt: number): boolean => {
  return handle < stack.firstOperand && lookAhead.lastRead[localIndex(handle)]! < joinAt;
};

/** True if a register can be freed without a store. */
const isClean = (reg: Reg): boolean => {
  for (let h = stack.regHead[reg]!; h !== 0; h = stack.nextAt(h)) {
    if ((stack.locAt(h) & Loc.Stored) === 0 && !isDead(h)) return false;
  }
  return true;
};

/**
 * Stores a value that is in a register to its slot, if it is not there yet. A dead local counts as
 * stored: whatever its slot holds will do.
 */
export const storeHome = (handle: number): void => {
  const loc = stack.locAt(handle);
  if ((loc & Loc.Stored) !== 0) return;
  if (isDead(handle)) {
    stack.setLoc(handle, loc | Loc.Stored);
    return;
  }
  const slot = stack.slotOf(handle);
  fn.masm.storeSlot(stack.kindAt(handle), slot, regIn(loc));
  useSlot(slot);
  stack.setLoc(handle, loc | Loc.Stored);
  fn.spills++;
};

/** Frees a register: all its values stay in their slots. */
export const spillReg = (reg: Reg): void => {
  for (let h = stack.regHead[reg]!; h !== 0; h = stack.regHead[reg]!) {
    fn.masm.reserveOperator();
    storeHome(h);
    stack.detach(h);
  }
};

/** Frees a register by moving its values to another one, or to their slots if none is free. */
export const evacuate = (reg: Reg): void => {
  const head = stack.regHead[reg]!;
  if (head === 0) return;
  const kind = stack.kindAt(head);
  const before = PINS[reg >> 5]!;
  pin(reg);
  const other = tryAlloc(kind);
  PINS[reg >> 5] = before;
  if (other < 0) {
    spillReg(reg);
    return;
  }
  copyReg(kind, other, reg);
  stack.rename(reg, other);
};

/** Stores every value below handle `limit` that only a register holds. Registers keep them. */
export const storeAllBelow = (limit: number): void => {
  storeClassBelow(stack.usedGp, 0, limit);
  storeClassBelow(stack.usedFp, FIRST_FP, limit);
};

const storeClassBelow = (used: number, first: Reg, limit: number): void => {
  const regHead = stack.regHead;
  for (let rest = used; rest !== 0; rest &= rest - 1) {
    const reg = first + 31 - Math.clz32(rest & -rest);
    for (let h = regHead[reg]!; h !== 0; h = stack.nextAt(h)) {
      if (h < limit && (stack.locAt(h) & Loc.Stored) === 0) {
        fn.masm.reserveOperator();
        storeHome(h);
      }
    }
  }
};
