import { NO_REG, type Reg } from '../../src/abi/places.js';
import { WORD } from '../../src/codegen/operator-words.js';
import { imm, type Label, type MacroAssembler } from '../../src/masm/macro-assembler.js';
import { type Condition, negated } from '../../src/masm/operators.js';
import { OP_OPERAND, OP_RESULT, OP_SHAPE, type Op, Shape } from '../../src/wasm/opcodes.js';
import { type Kind, kindOf } from '../../src/wasm/value-types.js';

// The methods of a macro assembler by operators of WebAssembly, in the machine's words for them, so that
// tests can go through all operators of a shape.

/** Kind of the operands. */
export const operandKind = (op: Op): Kind => kindOf(OP_OPERAND[op]!);

export const binary = (masm: MacroAssembler, op: Op, dst: Reg, lhs: Reg, rhs: Reg): void => {
  masm.binary(operandKind(op), WORD[op]!, dst, lhs, rhs);
};

export const hasImmediate = (masm: MacroAssembler, op: Op, lo: number, hi: number): boolean => {
  return masm.hasImmediate(operandKind(op), WORD[op]!, lo, hi);
};

export const unary = (masm: MacroAssembler, op: Op, dst: Reg, src: Reg): void => {
  masm.unary(operandKind(op), WORD[op]!, dst, src);
};

export const convert = (masm: MacroAssembler, op: Op, dst: Reg, src: Reg): void => {
  masm.convert(WORD[op]!, kindOf(OP_RESULT[op]!), operandKind(op), dst, src);
};

export const load = (
  masm: MacroAssembler,
  op: Op,
  dst: Reg,
  base: Reg,
  index: Reg,
  offset: number,
): void => {
  masm.load(WORD[op]!, dst, base, index, offset);
};

export const store = (
  masm: MacroAssembler,
  op: Op,
  src: Reg,
  base: Reg,
  index: Reg,
  offset: number,
): void => {
  masm.store(WORD[op]!, src, base, index, offset);
};

export const storeHasImmediate = (
  masm: MacroAssembler,
  op: Op,
  lo: number,
  hi: number,
): boolean => {
  return masm.storeHasImmediate(WORD[op]!, lo, hi);
};

/** The condition of a Compare or Test operator, or its negation. */
export const conditionOf = (op: Op, negate: boolean): Condition => {
  const cond: Condition = WORD[op]!;
  return negate ? negated(cond) : cond;
};

/** The right side of a Test operator, for which tests have NO_REG, is zero. */
export const rightSide = (masm: MacroAssembler, op: Op, rhs: Reg): Reg => {
  return OP_SHAPE[op] === Shape.Test && rhs === NO_REG ? imm(masm, 0) : rhs;
};

export const compareHasImmediate = (
  masm: MacroAssembler,
  op: Op,
  lo: number,
  hi: number,
): boolean => {
  return masm.compareHasImmediate(operandKind(op), lo, hi);
};

export const compareSet = (
  masm: MacroAssembler,
  op: Op,
  negate: boolean,
  dst: Reg,
  lhs: Reg,
  rhs: Reg,
): void => {
  const right = rightSide(masm, op, rhs);
  masm.compareSet(operandKind(op), conditionOf(op, negate), dst, lhs, right);
};

export const compareBranch = (
  masm: MacroAssembler,
  op: Op,
  negate: boolean,
  lhs: Reg,
  rhs: Reg,
  label: Label,
): void => {
  const right = rightSide(masm, op, rhs);
  masm.compareBranch(operandKind(op), conditionOf(op, negate), lhs, right, label);
};

export const compareSelect = (
  masm: MacroAssembler,
  kind: Kind,
  dst: Reg,
  ifTrue: Reg,
  ifFalse: Reg,
  op: Op,
  negate: boolean,
  lhs: Reg,
  rhs: Reg,
): void => {
  const right = rightSide(masm, op, rhs);
  const cond = conditionOf(op, negate);
  masm.compareSelect(kind, dst, ifTrue, ifFalse, operandKind(op), cond, lhs, right);
};
