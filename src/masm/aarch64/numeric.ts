import type { Reg } from '../../abi/places.js';
import { isFloatKind, Kind } from '../../wasm/value-types.js';
import { IMM } from '../macro-assembler.js';
import { type FloatOp, type FloatUnary, IntOp, IntUnary } from '../operators.js';
import { divide, divideHasImmediate } from './division.js';
import { copysign } from './floats.js';
import { OneSource } from './integer-assembler.js';
import { binaryImmediate, rotateLeft } from './integers.js';
import type { Aarch64Machine } from './machine.js';
import { BINARY, UNARY, wordAt } from './operators.js';
import { SCRATCH_FP } from './registers.js';

// Operators of integers and floats alike: most are one instruction.

export const binary = (
  masm: Aarch64Machine,
  kind: Kind,
  op: IntOp | FloatOp,
  dst: Reg,
  lhs: Reg,
  rhs: Reg,
): void => {
  const word = BINARY[wordAt(kind, op)]!;
  if (word === 0) binaryRest(masm, kind, op, dst, lhs, rhs);
  else if (rhs === IMM) binaryImmediate(masm, op as IntOp, kind === Kind.I64, dst, lhs);
  else masm.emit32(word | ((rhs & 31) << 16) | ((lhs & 31) << 5) | (dst & 31));
};

/** What is no single instruction. */
const binaryRest = (
  masm: Aarch64Machine,
  kind: Kind,
  op: IntOp | FloatOp,
  dst: Reg,
  lhs: Reg,
  rhs: Reg,
): void => {
  const wide = kind === Kind.I64;
  if (isFloatKind(kind)) copysign(masm, kind === Kind.F64, dst, lhs, rhs);
  else if ((op as IntOp) >= IntOp.DivS) divide(masm, op as IntOp, wide, dst, lhs, rhs);
  else if (rhs === IMM) binaryImmediate(masm, op as IntOp, wide, dst, lhs);
  else rotateLeft(masm, wide, dst, lhs, rhs);
};

/** Of integers any constant but divisors that trap, of floats none. */
export const hasImmediate = (kind: Kind, op: IntOp | FloatOp, lo: number, hi: number): boolean => {
  if (isFloatKind(kind)) return false;
  return (op as IntOp) < IntOp.DivS || divideHasImmediate(op as IntOp, kind === Kind.I64, lo, hi);
};

// ---- one operand ----------------------------------------------------------------------------

export const unary = (
  masm: Aarch64Machine,
  kind: Kind,
  op: IntUnary | FloatUnary,
  dst: Reg,
  src: Reg,
): void => {
  const word = UNARY[wordAt(kind, op)]!;
  const wide = kind === Kind.I64;
  if (word !== 0) {
    masm.emit32(word | ((src & 31) << 5) | (dst & 31));
  } else if ((op as IntUnary) === IntUnary.Ctz) {
    masm.oneSource(OneSource.Rbit, wide, dst, src);
    masm.oneSource(OneSource.Clz, wide, dst, dst);
  } else {
    // popcnt
    masm.fmovToFp(wide, SCRATCH_FP, src);
    masm.countBytes(SCRATCH_FP, SCRATCH_FP);
    masm.sumBytes(SCRATCH_FP, SCRATCH_FP);
    masm.fmovFromFp(false, dst, SCRATCH_FP);
  }
};
