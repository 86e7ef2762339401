/** Operators on vectors, but for loads and stores: see `memory.ts`. */

import { imm } from '../masm/macro-assembler.js';
import { stack } from '../stack/state.js';
import { RECORD } from '../stack/value-stack.js';
import { OP_OPERAND, OP_RESULT, type Op } from '../wasm/opcodes.js';
import { isFloatKind, Kind, kindOf, ValType } from '../wasm/value-types.js';
import { popToReg, pushResult, topIsConst } from './operands.js';
import { alloc, allocFp, allocGp, reuse } from './registers.js';
import { fn } from './state.js';
import { isCommutativeVector, LANES, VECTOR_WORD } from './vector-words.js';

/** Pushes a constant, with no code yet. */
export const vectorConstant = (w0: number, w1: number, w2: number, w3: number): void => {
  stack.pushConst(ValType.V128, fn.constants.vector(w0, w1, w2, w3), 0);
};

/** Operators of shape VectorUnary. */
export const vectorUnary = (op: Op): void => {
  const src = popToReg();
  const dst = reuse(Kind.V128, src);
  fn.vectors.unary(VECTOR_WORD[op]!, LANES[op]!, dst, src);
  pushResult(ValType.V128, dst);
};

/** Operators of shape VectorBinary. */
export const vectorBinary = (op: Op): void => {
  const rhs = popToReg();
  const lhs = popToReg();
  const isFree = stack.isFree(lhs);
  const dst = !isFree && isCommutativeVector(op) ? reuse(Kind.V128, rhs) : reuse(Kind.V128, lhs);
  fn.vectors.binary(VECTOR_WORD[op]!, LANES[op]!, dst, lhs, rhs);
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
    const dst = reuse(Kind.V128, src);
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

/** Operators of shape VectorTest. */
export const vectorTest = (op: Op): void => {
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

const shuffleOne = (src: number, pattern: number): void => {
  const dst = reuse(Kind.V128, src);
  fn.vectors.shuffle(dst, src, src, pattern);
  pushResult(ValType.V128, dst);
};
