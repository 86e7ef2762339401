/** Operators of the threads proposal: accesses of linear memory that are one step for all threads. */

import { NO_REG } from '../abi/places.js';
import { Builtin } from '../abi/vmctx-layout.js';
import { AtomicOp } from '../masm/operators.js';
import { stack } from '../stack/state.js';
import type { u32 } from '../wasm/numbers.js';
import { OP_ACCESS_LOG2, OP_RESULT, Op } from '../wasm/opcodes.js';
import type { ValType } from '../wasm/value-types.js';
import { callBuiltin } from './calls.js';
import { effective, popAddress, REACH, trapBeyondReach, WIDEST } from './memory.js';
import { popToFixedReg, popToOwnedReg, popToReg, pushResult } from './operands.js';
import { WORD } from './operator-words.js';
import { allocGp, evacuate, pin, unpin } from './registers.js';
import { fn } from './state.js';

/** Traps where no index makes an access fall into a memory, and has operands and result as they would be. */
const isOutside = (op: Op, offset: u32, operands: number): boolean => {
  if (offset <= REACH - WIDEST || !trapBeyondReach(op, offset)) return false;
  for (let i = 0; i < operands; i++) stack.drop();
  return true;
};

/** Operators of shape AtomicLoad. */
export const atomicLoad = (op: Op, offset: u32, memory: number): void => {
  const type = OP_RESULT[op]! as ValType;
  if (isOutside(op, offset, 1)) {
    stack.pushConst(type, 0, 0);
    return;
  }
  popAddress(op, offset, memory);
  const { masm } = fn;
  const { index } = effective;
  const dst = index !== NO_REG && stack.isFree(index) ? index : allocGp();
  const { memoryBase } = masm.traits;
  masm.atomics.load(OP_ACCESS_LOG2[op]!, dst, memoryBase, index, effective.offset);
  pushResult(type, dst);
};

/** Operators of shape AtomicStore. */
export const atomicStore = (op: Op, offset: u32, memory: number): void => {
  if (isOutside(op, offset, 2)) return;
  const src = popToReg();
  popAddress(op, offset, memory);
  const { masm } = fn;
  const { memoryBase } = masm.traits;
  masm.atomics.store(OP_ACCESS_LOG2[op]!, src, memoryBase, effective.index, effective.offset);
  unpin();
};

/** Operators of shape AtomicRmw. */
export const atomicRmw = (op: Op, offset: u32, memory: number): void => {
  const type = OP_RESULT[op]! as ValType;
  if (isOutside(op, offset, 2)) {
    stack.pushConst(type, 0, 0);
    return;
  }
  const { masm } = fn;
  const { compared, exchangesInPlace } = masm.atomics;
  const { memoryBase } = masm.traits;
  const word = WORD[op]! as AtomicOp;
  const isLoop = compared !== NO_REG && word >= AtomicOp.And;
  if (isLoop) claim(compared);
  const src = exchangesInPlace && !isLoop ? popToOwnedReg() : popToReg();
  popAddress(op, offset, memory);
  const dst = isLoop ? compared : exchangesInPlace ? src : allocGp();
  const log2 = OP_ACCESS_LOG2[op]!;
  masm.atomics.rmw(word, log2, dst, src, memoryBase, effective.index, effective.offset);
  pushResult(type, dst);
};

/** Operators of shape AtomicCompareExchange. */
export const atomicCompareExchange = (op: Op, offset: u32, memory: number): void => {
  const type = OP_RESULT[op]! as ValType;
  if (isOutside(op, offset, 3)) {
    stack.pushConst(type, 0, 0);
    return;
  }
  const { masm } = fn;
  const { compared } = masm.atomics;
  const { memoryBase } = masm.traits;
  const isFixed = compared !== NO_REG;
  if (isFixed) claim(compared);
  const replacement = popToReg();
  let expected = compared;
  if (isFixed) popToFixedReg(compared);
  else expected = popToReg();
  popAddress(op, offset, memory);
  const dst = isFixed ? compared : allocGp();
  const { index, offset: at } = effective;
  const log2 = OP_ACCESS_LOG2[op]!;
  masm.atomics.compareExchange(log2, dst, expected, replacement, memoryBase, index, at);
  pushResult(type, dst);
};

/** Takes a register for the operator; no operand is in it, and none comes to it. */
const claim = (reg: number): void => {
  evacuate(reg);
  pin(reg);
};

/** (address, expected, timeout) -> 0: woken, 1: another value was there, 2: timed out. */
export const atomicWait = (op: Op, offset: u32, memory: number): void => {
  const builtin = op === Op.MemoryAtomicWait32 ? Builtin.AtomicWait32 : Builtin.AtomicWait64;
  callBuiltin(builtin, 2, memory, offset | 0);
};

/** (address, count) -> number of threads woken. */
export const atomicNotify = (offset: u32, memory: number): void => {
  callBuiltin(Builtin.AtomicNotify, 2, memory, offset | 0);
};

/** Orders all accesses before it before all behind it. */
export const atomicFence = (): void => {
  fn.masm.atomics.fence();
};
