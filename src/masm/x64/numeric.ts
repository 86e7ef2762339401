import type { Reg } from '../../abi/places.js';
import { isFloatKind, Kind } from '../../wasm/value-types.js';
import { type FloatOp, type FloatUnary, IntOp, type IntUnary } from '../operators.js';
import { divide, divideHasImmediate } from './division.js';
import { binaryFloat, hasFloatImmediate, unaryFloat } from './floats.js';
import { binaryInteger, hasIntegerImmediate, shift, unaryInteger } from './integers.js';
import type { X64Machine } from './machine.js';

// Operators of integers and floats, with one operand and with two: who makes them.

export const binary = (
  masm: X64Machine,
  kind: Kind,
  op: IntOp | FloatOp,
  dst: Reg,
  lhs: Reg,
  rhs: Reg,
): void => {
  if (isFloatKind(kind)) binaryFloat(masm, op as FloatOp, kind === Kind.F64, dst, lhs, rhs);
  else if ((op as IntOp) < IntOp.Shl) {
    binaryInteger(masm, op as IntOp, kind === Kind.I64, dst, lhs, rhs);
  } else if ((op as IntOp) < IntOp.DivS) shift(masm, op as IntOp, kind === Kind.I64, dst, lhs, rhs);
  else divide(masm, op as IntOp, kind === Kind.I64, dst, lhs, rhs);
};

export const hasImmediate = (kind: Kind, op: IntOp | FloatOp, lo: number, hi: number): boolean => {
  const wide = kind === Kind.I64;
  if (isFloatKind(kind)) return hasFloatImmediate(op as FloatOp, kind === Kind.F64, lo, hi);
  if ((op as IntOp) >= IntOp.DivS) return divideHasImmediate(op as IntOp, wide, lo, hi);
  return hasIntegerImmediate(op as IntOp, wide, lo, hi);
};

export const unary = (
  masm: X64Machine,
  kind: Kind,
  op: IntUnary | FloatUnary,
  dst: Reg,
  src: Reg,
): void => {
  if (isFloatKind(kind)) unaryFloat(masm, op as FloatUnary, kind === Kind.F64, dst, src);
  else unaryInteger(masm, op as IntUnary, kind === Kind.I64, dst, src);
};
