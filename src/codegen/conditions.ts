/**
 * Compares, fused with what uses them.
 *
 * A compare whose result the very next operator consumes as a condition emits nothing: it leaves a
 * value flagged Condition and keeps its operands pinned, in {@link condition}, until that operator
 * takes them with {@link popCondition}.
 */

import { FIRST_FP, NO_REG, type Reg } from '../abi/places.js';
import { IMM, imm, type Label } from '../masm/macro-assembler.js';
import { stack } from '../stack/state.js';
import { Loc, RECORD } from '../stack/value-stack.js';
import { Op } from '../wasm/opcodes.js';
import { isFloatCompare, mirroredCompare, negatedCompare } from '../wasm/operator-facts.js';
import { Kind, kindOf, ValType } from '../wasm/value-types.js';
import { popToReg, pushResult } from './operands.js';
import { alloc, allocGp, unpin } from './registers.js';
import { fn } from './state.js';

/** The condition that waits, or that was popped. */
class Condition {
  op: Op = Op.I32Eqz;
  /** The condition holds where the operator gives 0. */
  negate = false;
  lhs: Reg = NO_REG;
  /** Right side: a register, IMM for the constant below, or NO_REG for none (Test operators). */
  rhs: Reg = NO_REG;
  lo = 0;
  hi = 0;
}

const condition = new Condition();

const isTest = (op: Op): boolean => op === Op.I32Eqz || op === Op.I64Eqz;

/**
 * Compares the two top operands.
 *
 * @param next the byte behind the operator, which may take a condition
 */
export const compare = (op: Op, next: number): void => {
  const masm = fn.masm;
  const rhs = stack.top - RECORD;
  const lhs = rhs - RECORD;
  condition.negate = false;
  condition.rhs = NO_REG;
  condition.op = op;
  if ((stack.locAt(rhs) & Loc.Const) !== 0) {
    if (masm.compareHasImmediate(op, stack.loAt(rhs), stack.hiAt(rhs))) {
      takeImmediate(rhs);
      stack.drop();
      condition.lhs = popToReg();
    }
  } else if ((stack.locAt(lhs) & Loc.Const) !== 0) {
    const mirrored = mirroredCompare(op);
    if (masm.compareHasImmediate(mirrored, stack.loAt(lhs), stack.hiAt(lhs))) {
      takeImmediate(lhs);
      condition.op = mirrored;
      condition.lhs = popToReg();
      stack.drop();
    }
  }
  if (condition.rhs !== IMM) {
    condition.rhs = popToReg();
    condition.lhs = popToReg();
  }
  pushCondition(next);
};

const takeImmediate = (handle: number): void => {
  condition.rhs = IMM;
  condition.lo = stack.loAt(handle);
  condition.hi = stack.hiAt(handle);
};

/**
 * Compares the top operand with zero (or null).
 *
 * @param next as of {@link compare}
 */
export const test = (op: Op, next: number): void => {
  if ((stack.locAt(stack.top - RECORD) & Loc.Condition) !== 0) {
    // eqz of a condition: the same operands, negated.
    stack.top -= RECORD;
    condition.negate = !condition.negate;
  } else {
    condition.op = op;
    condition.negate = false;
    condition.rhs = NO_REG;
    condition.lhs = popToReg();
  }
  pushCondition(next);
};

/** The right side of the waiting condition, for the call that takes it. */
const rightSide = (): Reg => {
  return condition.rhs === IMM ? imm(fn.masm, condition.lo, condition.hi) : condition.rhs;
};

const pushCondition = (next: number): void => {
  if (next === Op.BrIf || next === Op.If || next === Op.Select || next === Op.I32Eqz) {
    stack.pushPlain(ValType.I32, Loc.Condition);
    return;
  }
  const masm = fn.masm;
  let op = condition.op;
  let invert = false;
  if (condition.negate) {
    if (isFloatCompare(op)) invert = true;
    else op = negatedCompare(op);
  }
  // An operand that dies here is a good home for the result.
  const dst = condition.lhs < FIRST_FP && stack.isFree(condition.lhs) ? condition.lhs : allocGp();
  if (op !== condition.op && isTest(condition.op)) {
    // x != 0: the negation of a Test is a compare with an immediate zero.
    masm.compareSet(op, dst, condition.lhs, imm(masm, 0));
  } else masm.compareSet(op, dst, condition.lhs, rightSide());
  if (invert) masm.binary(Op.I32Xor, dst, dst, imm(masm, 1));
  pushResult(ValType.I32, dst);
};

/**
 * Pops the top operand as a condition, for {@link branchOnCondition} or a select; its registers
 * stay pinned. A plain i32 holds if it is not zero.
 */
export const popCondition = (): void => {
  if ((stack.locAt(stack.top - RECORD) & Loc.Condition) !== 0) {
    stack.top -= RECORD;
    return;
  }
  condition.op = Op.I32Eqz;
  condition.negate = true;
  condition.rhs = NO_REG;
  condition.lhs = popToReg();
};

/** Jumps to the label if the popped condition holds (or, with `negate`, if it does not). */
export const branchOnCondition = (negate: boolean, label: Label): void => {
  const masm = fn.masm;
  const not = condition.negate !== negate;
  masm.compareBranch(condition.op, not, condition.lhs, rightSide(), label);
};

/** Pops a condition and two values, and pushes the first where the condition holds, else the second. */
export const select = (): void => {
  const masm = fn.masm;
  popCondition();
  const type = stack.typeAt(stack.top - RECORD);
  const kind = kindOf(type);
  const ifFalse = popToReg();
  const ifTrue = popToReg();
  const dst = stack.isFree(ifTrue) ? ifTrue : stack.isFree(ifFalse) ? ifFalse : alloc(kind);
  masm.compareSelect(
    kind,
    dst,
    ifTrue,
    ifFalse,
    condition.op,
    condition.negate,
    condition.lhs,
    rightSide(),
  );
  stack.pushReg(type, dst, kind === Kind.I32 ? Loc.UpperUnknown : 0);
  unpin();
};
