/** Operators on vectors, but for loads and stores: see `memory.ts`. */

import { FIRST_FP, NO_REG, type Reg } from '../abi/places.js';
import { imm } from '../masm/macro-assembler.js';
import { Lanes, VectorBinary } from '../masm/vector-operators.js';
import { stack } from '../stack/state.js';
import { Loc, RECORD } from '../stack/value-stack.js';
import { OP_OPERAND, OP_RESULT, Op } from '../wasm/opcodes.js';
import { isFloatKind, Kind, kindOf, ValType } from '../wasm/value-types.js';
import { takesCondition, testVector } from './conditions.js';
import { popToReg, pushResult, topIsConst } from './operands.js';
import { alloc, allocFp, allocGp, reuse } from './registers.js';
import { fn } from './state.js';
import { isCommutativeVector, LANES, VECTOR_WORD } from './vector-words.js';

/** Pushes a constant, with no code yet. */
export const vectorConstant = (w0: number, w1: number, w2: number, w3: number): void => {
  stack.pushConst(ValType.V128, fn.constants.vector(w0, w1, w2, w3), 0);
};

/**
 * The register of a result: of a local that is about to be set the one that it had, so that it is where a loop began
 * with it; else an operand's.
 */
const resultReg = (operand: Reg): Reg => {
  const old = fn.overwritten;
  fn.overwritten = NO_REG;
  if (old >= FIRST_FP && fn.vectors.hasThreeOperands && stack.isFree(old)) return old;
  return reuse(Kind.V128, operand);
};

/** Operators of shape VectorUnary. */
export const vectorUnary = (op: Op): void => {
  const src = popToReg();
  const dst = resultReg(src);
  fn.vectors.unary(VECTOR_WORD[op]!, LANES[op]!, dst, src);
  pushResult(ValType.V128, dst);
};

/** Operators of shape VectorBinary. */
export const vectorBinary = (op: Op): void => {
  if (fn.vectors.hasConstant(VECTOR_WORD[op]!, LANES[op]!)) {
    const rhs = stack.top - RECORD;
    if ((stack.locAt(rhs) & Loc.Const) !== 0) {
      const number = stack.loAt(rhs);
      stack.drop();
      pushWithConstant(op, popToReg(), number);
      return;
    }
    const lhs = rhs - RECORD;
    if ((stack.locAt(lhs) & Loc.Const) !== 0 && isCommutativeVector(op)) {
      const number = stack.loAt(lhs);
      const src = popToReg();
      stack.drop();
      pushWithConstant(op, src, number);
      return;
    }
  }
  const rhs = popToReg();
  const lhs = popToReg();
  const commutes = isCommutativeVector(op);
  const isRhs = commutes && stack.isFree(rhs) && (rhs === fn.overwritten || !stack.isFree(lhs));
  const dst = resultReg(isRhs ? rhs : lhs);
  fn.vectors.binary(VECTOR_WORD[op]!, LANES[op]!, dst, lhs, rhs);
  pushResult(ValType.V128, dst);
};

const pushWithConstant = (op: Op, src: Reg, number: number): void => {
  const dst = resultReg(src);
  fn.vectors.binaryConstant(VECTOR_WORD[op]!, LANES[op]!, dst, src, number);
  pushResult(ValType.V128, dst);
};

/** Operators of shape VectorTernary. */
export const vectorTernary = (op: Op): void => {
  const c = popToReg();
  const b = popToReg();
  const a = popToReg();
  const dst = stack.isFree(a) ? a : stack.isFree(c) ? c : reuse(Kind.V128, b);
  fn.vectors.ternary(VECTOR_WORD[op]!, LANES[op]!, dst, a, b, c);
  pushResult(ValType.V128, dst);
};

/** Operators of shape VectorShift. */
export const vectorShift = (op: Op): void => {
  if (topIsConst()) {
    const count = stack.loAt(stack.top - RECORD);
    stack.drop();
    const src = popToReg();
    const dst = resultReg(src);
    fn.vectors.shift(VECTOR_WORD[op]!, LANES[op]!, dst, src, imm(fn.masm, count));
    pushResult(ValType.V128, dst);
    return;
  }
  const count = popToReg();
  const src = popToReg();
  const dst = reuse(Kind.V128, src);
  fn.vectors.shift(VECTOR_WORD[op]!, LANES[op]!, dst, src, count);
  pushResult(ValType.V128, dst);
};

/**
 * Operators of shape VectorTest.
 *
 * @param next the byte behind the operator, which may take a condition
 */
export const vectorTest = (op: Op, next: number): void => {
  if (op === Op.V128AnyTrue && fn.vectors.comparesWithZero && takesCondition(next)) {
    testVector(next);
    return;
  }
  const src = popToReg();
  const dst = allocGp();
  fn.vectors.test(VECTOR_WORD[op]!, LANES[op]!, dst, src);
  pushResult(ValType.I32, dst);
};

/** Operators of shape Splat. */
export const splat = (op: Op): void => {
  const src = popToReg();
  const dst = isFloatKind(kindOf(OP_OPERAND[op]!)) ? reuse(Kind.V128, src) : allocFp();
  fn.vectors.splat(LANES[op]!, dst, src);
  pushResult(ValType.V128, dst);
};

/** Operators of shape ExtractLane. */
export const extractLane = (op: Op, lane: number): void => {
  const type = OP_RESULT[op]! as ValType;
  const kind = kindOf(type);
  const src = popToReg();
  const dst = isFloatKind(kind) ? reuse(kind, src) : alloc(kind);
  fn.vectors.extractLane(LANES[op]!, VECTOR_WORD[op] !== 0, dst, src, lane);
  pushResult(type, dst);
};

/** Operators of shape ReplaceLane. */
export const replaceLane = (op: Op, lane: number): void => {
  const value = popToReg();
  const src = popToReg();
  const dst = reuse(Kind.V128, src);
  fn.vectors.replaceLane(LANES[op]!, dst, src, value, lane);
  pushResult(ValType.V128, dst);
};

/** `i8x16.shuffle` */
export const shuffle = (w0: number, w1: number, w2: number, w3: number): void => {
  const pattern = fn.constants.vector(w0, w1, w2, w3);
  // Of one side only: a constant on the other one needs no register.
  const words = w0 | w1 | w2 | w3;
  if ((words & 0x10101010) === 0) {
    stack.drop();
    shuffleOne(popToReg(), pattern);
    return;
  }
  if (isZero(stack.top - RECORD) && fn.vectors.hasConstant(VectorBinary.Swizzle, Lanes.I8x16)) {
    stack.drop();
    swizzle(popToReg(), pattern);
    return;
  }
  const rhs = popToReg();
  if ((w0 & w1 & w2 & w3 & 0x10101010) === 0x10101010) {
    stack.drop();
    shuffleOne(rhs, pattern);
    return;
  }
  const lhs = popToReg();
  const dst = stack.isFree(lhs) ? lhs : reuse(Kind.V128, rhs);
  fn.vectors.shuffle(dst, lhs, rhs, pattern);
  pushResult(ValType.V128, dst);
};

/** True for a vector that is known to be zero. */
const isZero = (handle: number): boolean => {
  return (stack.locAt(handle) & Loc.Const) !== 0 && stack.loAt(handle) === 0;
};

/** A shuffle whose right side is zero: numbers of its bytes are none of the other's. */
const swizzle = (src: Reg, pattern: number): void => {
  const dst = resultReg(src);
  fn.vectors.binaryConstant(VectorBinary.Swizzle, Lanes.I8x16, dst, src, pattern);
  pushResult(ValType.V128, dst);
};

const shuffleOne = (src: number, pattern: number): void => {
  const dst = reuse(Kind.V128, src);
  fn.vectors.shuffle(dst, src, src, pattern);
  pushResult(ValType.V128, dst);
};
