/**
 * Compares, fused with what uses them.
 *
 * A compare whose result the very next operator consumes as a condition emits nothing: it leaves a
 * value flagged Condition and keeps its operands pinned, in {@link condition}, until that operator
 * takes them with {@link popCondition}.
 */

import { FIRST_FP, NO_REG, type Reg } from '../abi/places.js';
import { IMM, imm, type Label } from '../masm/macro-assembler.js';
import { Condition, IntOp, mirrored, negated } from '../masm/operators.js';
import { stack } from '../stack/state.js';
import { Loc, RECORD } from '../stack/value-stack.js';
import { OP_OPERAND, Op } from '../wasm/opcodes.js';
import { isFloatKind, Kind, kindOf, ValType } from '../wasm/value-types.js';
import { popToReg, pushResult } from './operands.js';
import { WORD } from './operator-words.js';
import { alloc, allocGp, unpin } from './registers.js';
import { fn } from './state.js';

/** The condition that waits, or that was popped. */
class Waiting {
  /** Of the operands. */
  kind: Kind = Kind.I32;
  cond: Condition = Condition.Eq;
  /** An odd number of eqz has negated the condition that a compare of floats made. */
  negated = false;
  lhs: Reg = NO_REG;
  /** Right side: a register, or IMM for the constant below. */
  rhs: Reg = NO_REG;
  lo = 0;
  hi = 0;
}

const condition = new Waiting();

/**
 * Compares the two top operands.
 *
 * @param next the byte behind the operator, which may take a condition
 */
export const compare = (op: Op, next: number): void => {
  const masm = fn.masm;
  const rhs = stack.top - RECORD;
  const lhs = rhs - RECORD;
  const kind = kindOf(OP_OPERAND[op]!);
  condition.kind = kind;
  condition.cond = WORD[op]!;
  condition.negated = false;
  condition.rhs = NO_REG;
  if ((stack.locAt(rhs) & Loc.Const) !== 0) {
    if (masm.compareHasImmediate(kind, stack.loAt(rhs), stack.hiAt(rhs))) {
      takeImmediate(rhs);
      stack.drop();
      condition.lhs = popToReg();
    }
  } else if ((stack.locAt(lhs) & Loc.Const) !== 0) {
    if (masm.compareHasImmediate(kind, stack.loAt(lhs), stack.hiAt(lhs))) {
      takeImmediate(lhs);
      condition.cond = mirrored(condition.cond);
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
 * Compares the top operand, an integer or a reference, with zero (or null).
 *
 * @param next as of {@link compare}
 */
export const test = (kind: Kind, next: number): void => {
  if ((stack.locAt(stack.top - RECORD) & Loc.Condition) !== 0) {
    // eqz of a condition: the same operands, negated.
    stack.top -= RECORD;
    condition.cond = negated(condition.cond);
    condition.negated = !condition.negated;
  } else popAgainstZero(kind, Condition.Eq);
  pushCondition(next);
};

/**
 * Tests whether any bit of the top operand, a vector, is set; for a machine that compares such.
 *
 * @param next as of {@link compare}, an operator that takes a condition
 */
export const testVector = (next: number): void => {
  popAgainstZero(Kind.V128, Condition.Ne);
  pushCondition(next);
};

const popAgainstZero = (kind: Kind, cond: Condition): void => {
  condition.kind = kind;
  condition.cond = cond;
  condition.negated = false;
  condition.rhs = IMM;
  condition.lo = 0;
  condition.hi = 0;
  condition.lhs = popToReg();
};

/** The right side of the waiting condition, for the call that takes it. */
const rightSide = (): Reg => {
  return condition.rhs === IMM ? imm(fn.masm, condition.lo, condition.hi) : condition.rhs;
};

/** Whether an operator takes a condition, by its first byte. */
export const takesCondition = (next: number): boolean => {
  return next === Op.BrIf || next === Op.If || next === Op.Select || next === Op.I32Eqz;
};

const pushCondition = (next: number): void => {
  if (takesCondition(next)) {
    stack.pushPlain(ValType.I32, Loc.Condition);
    return;
  }
  const masm = fn.masm;
  const kind = condition.kind;
  const cond = condition.cond;
  const lhs = condition.lhs;
  // An operand that dies here is a good home for the result.
  const dst = lhs < FIRST_FP && stack.isFree(lhs) ? lhs : allocGp();
  if (condition.negated && isFloatKind(kind)) {
    masm.compareSet(kind, negated(cond), dst, lhs, rightSide());
    masm.binary(Kind.I32, IntOp.Xor, dst, dst, imm(masm, 1));
  } else masm.compareSet(kind, cond, dst, lhs, rightSide());
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
  popAgainstZero(Kind.I32, Condition.Ne);
};

/** Jumps to the label if the popped condition holds (or, with `negate`, if it does not). */
export const branchOnCondition = (negate: boolean, label: Label): void => {
  const masm = fn.masm;
  const cond = negate ? negated(condition.cond) : condition.cond;
  masm.compareBranch(condition.kind, cond, condition.lhs, rightSide(), label);
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
    condition.kind,
    condition.cond,
    condition.lhs,
    rightSide(),
  );
  stack.pushReg(type, dst, kind === Kind.I32 ? Loc.UpperUnknown : 0);
  unpin();
};
