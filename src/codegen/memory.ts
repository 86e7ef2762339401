/** Loads and stores of linear memory. */

import { NO_REG, type Reg } from '../abi/places.js';
import { MEMORY_LENGTH } from '../abi/vmctx-layout.js';
import { imm } from '../masm/macro-assembler.js';
import { IntOp } from '../masm/operators.js';
import { stack } from '../stack/state.js';
import { Loc, RECORD } from '../stack/value-stack.js';
import type { u32 } from '../wasm/numbers.js';
import { OP_ACCESS_LOG2, OP_RESULT, type Op } from '../wasm/opcodes.js';
import { TrapKind } from '../wasm/trap-kind.js';
import { isFloatKind, Kind, kindOf, ValType } from '../wasm/value-types.js';
import { needMemoryBase, popIndex, popToReg, pushResult, topIsConst } from './operands.js';
import { WORD } from './operator-words.js';
import { allocFp, allocGp, reuse, unpin } from './registers.js';
import { fn } from './state.js';
import { LANES } from './vector-words.js';

const LOG2_PAGE = 16;
/** Offset and size of an access that end behind this are out of bounds whatever the index. */
export const REACH = 2 ** 32;
/** The widest access, in bytes. */
export const WIDEST = 16;

/** An address: an index, and an offset from 0 to 2^32 - 1. */
class EffectiveAddress {
  /** A register, or NO_REG. */
  index: Reg = NO_REG;
  offset: u32 = 0;
}

/** What {@link popAddress} found. */
export const effective = new EffectiveAddress();

/** Pops an address operand; a constant one goes into the offset. Checks bounds if asked to. */
export const popAddress = (op: Op, offset: u32, memory: number): void => {
  effective.offset = offset;
  if (topIsConst()) {
    const sum = (stack.loAt(stack.top - RECORD) >>> 0) + offset;
    if (sum < 2 ** 32) {
      effective.offset = sum;
      effective.index = NO_REG;
      stack.drop();
    } else effective.index = popIndex();
  } else effective.index = popIndex();
  if (fn.explicitBounds) checkBounds(op, memory);
  needMemoryBase();
};

/** True if an address is in a register that can be used as it is, without a check of bounds. */
const isPlainAddress = (handle: number): boolean => {
  const loc = stack.locAt(handle);
  return (loc & Loc.InReg) !== 0 && (loc & fn.addressFlags) === 0 && !fn.explicitBounds;
};

/**
 * Whether no index makes an access fall into a memory: then it traps here, since the reservation behind
 * memories is not made for it. The operands stay.
 */
export const trapBeyondReach = (op: Op, offset: u32): boolean => {
  if (offset + (1 << OP_ACCESS_LOG2[op]!) <= REACH) return false;
  fn.masm.trap(TrapKind.OutOfBoundsMemoryAccess);
  return true;
};

const checkBounds = (op: Op, memory: number): void => {
  const end = effective.offset + (1 << OP_ACCESS_LOG2[op]!);
  const lengthOffset = fn.vmctx.memory(memory) + MEMORY_LENGTH;
  if (fn.facts.sharedMemories[memory] !== 0) {
    fn.masm.atomics.boundsCheck(effective.index, end, lengthOffset);
  } else fn.masm.boundsCheck(effective.index, end, lengthOffset);
};

/**
 * Loads.
 *
 * @param offset of the operator, from 0 to 2^32 - 1
 */
export const loadMemory = (op: Op, offset: u32, memory: number): void => {
  const type = OP_RESULT[op]! as ValType;
  const masm = fn.masm;
  if (offset > REACH - WIDEST && trapBeyondReach(op, offset)) {
    stack.drop();
    stack.pushConst(type, 0, 0);
    return;
  }
  const address = stack.top - RECORD;
  if (isPlainAddress(address) && stack.isSoleHolder(address) && !isFloatKind(kindOf(type))) {
    // In place of the address.
    needMemoryBase();
    const reg = stack.regOf(address);
    masm.load(WORD[op]!, reg, masm.traits.memoryBase, reg, offset);
    stack.replaceWith(address, type);
    return;
  }
  popAddress(op, offset, memory);
  const index = effective.index;
  const dst = isFloatKind(kindOf(type))
    ? allocFp()
    : index !== NO_REG && stack.isFree(index)
      ? index
      : allocGp();
  masm.load(WORD[op]!, dst, masm.traits.memoryBase, index, effective.offset);
  pushResult(type, dst);
};

/**
 * Stores the top operand.
 *
 * @param offset of the operator, from 0 to 2^32 - 1
 */
export const storeMemory = (op: Op, offset: u32, memory: number): void => {
  const masm = fn.masm;
  if (offset > REACH - WIDEST && trapBeyondReach(op, offset)) {
    stack.drop();
    stack.drop();
    return;
  }
  if (topIsConst()) {
    const value = stack.top - RECORD;
    const lo = stack.loAt(value);
    const hi = stack.hiAt(value);
    if (masm.storeHasImmediate(WORD[op]!, lo, hi)) {
      stack.drop();
      popAddress(op, offset, memory);
      masm.store(
        WORD[op]!,
        imm(masm, lo, hi),
        masm.traits.memoryBase,
        effective.index,
        effective.offset,
      );
      unpin();
      return;
    }
  }
  const value = stack.top - RECORD;
  const address = value - RECORD;
  if ((stack.locAt(value) & Loc.InReg) !== 0 && isPlainAddress(address)) {
    needMemoryBase();
    const index = stack.regOf(address);
    masm.store(WORD[op]!, stack.regOf(value), masm.traits.memoryBase, index, offset);
    stack.drop();
    stack.drop();
    return;
  }
  const src = popToReg();
  popAddress(op, offset, memory);
  masm.store(WORD[op]!, src, masm.traits.memoryBase, effective.index, effective.offset);
  unpin();
};

/**
 * Loads a lane of the vector on top.
 *
 * @param offset of the operator, from 0 to 2^32 - 1
 */
export const loadLane = (op: Op, offset: u32, memory: number, lane: number): void => {
  if (offset > REACH - WIDEST && trapBeyondReach(op, offset)) {
    stack.drop();
    stack.drop();
    stack.pushConst(ValType.V128, 0, 0);
    return;
  }
  const src = popToReg();
  popAddress(op, offset, memory);
  const dst = reuse(Kind.V128, src);
  const { memoryBase } = fn.masm.traits;
  fn.vectors.loadLane(LANES[op]!, dst, src, lane, memoryBase, effective.index, effective.offset);
  pushResult(ValType.V128, dst);
};

/** Stores a lane of the vector on top. @param offset likewise */
export const storeLane = (op: Op, offset: u32, memory: number, lane: number): void => {
  if (offset > REACH - WIDEST && trapBeyondReach(op, offset)) {
    stack.drop();
    stack.drop();
    return;
  }
  const src = popToReg();
  popAddress(op, offset, memory);
  const { memoryBase } = fn.masm.traits;
  fn.vectors.storeLane(LANES[op]!, src, lane, memoryBase, effective.index, effective.offset);
  unpin();
};

/** The size as the context has it. */
export const knownMemorySize = (memory: number): void => {
  const masm = fn.masm;
  const reg = allocGp();
  masm.loadField(Kind.I64, reg, masm.traits.vmctx, fn.vmctx.memory(memory) + MEMORY_LENGTH);
  masm.binary(Kind.I64, IntOp.ShrU, reg, reg, imm(masm, LOG2_PAGE));
  pushResult(ValType.I32, reg);
};
