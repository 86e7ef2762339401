import type { Reg } from '../../abi/places.js';
import { Op } from '../../wasm/opcodes.js';
import type { TrapKind } from '../../wasm/trap-kind.js';
import { isFloatKind, Kind } from '../../wasm/value-types.js';
import { isSignExtended } from '../halves.js';
import { IMM, type Label } from '../macro-assembler.js';
import { conditionTable, IS_TEST, Of, OPERANDS } from '../operators.js';
import { endSkip, jumpIf, jumpIfSign, jumpIfZero, skipIf, trapOn } from './control.js';
import { isAddImmediate } from './immediates.js';
import { Alu, Bit, Cond, Select } from './integer-assembler.js';
import type { Aarch64Machine } from './machine.js';
import { loadField, move } from './moves.js';
import { SCRATCH, SCRATCH2, ZR } from './registers.js';

/** FCMP of singles. */
const FCMP = 0x1e202000;
/** SUBS of an immediate, whose result is for nothing but the flags. */
const SUBS_IMMEDIATE = (Alu.Subs + 0x06000000) | ZR;

/** {@link Cond} of a condition operator. */
const COND = conditionTable(
  [
    ...[Cond.Eq, Cond.Ne, Cond.Lt, Cond.Lo, Cond.Gt],
    ...[Cond.Hi, Cond.Le, Cond.Ls, Cond.Ge, Cond.Hs],
  ],
  // Unordered operands set C and V (Arm ARM, FPCompare): these fail then, and their negations hold.
  [Cond.Eq, Cond.Ne, Cond.Mi, Cond.Gt, Cond.Ls, Cond.Ge],
  Cond.Eq,
);

/** The comparing instruction, operands in bits 5-9 and, but for Test operators, bits 16-20. */
const COMPARE = new Int32Array(256);
for (let op = Op.I32Eqz; op <= Op.F64Ge; op++) {
  const of = OPERANDS[op]!;
  if (of >= Of.F32) COMPARE[op] = of === Of.F64 ? FCMP | Bit.Double : FCMP;
  else
    COMPARE[op] = (IS_TEST[op] ? SUBS_IMMEDIATE : Alu.Subs | ZR) | (of === Of.I64 ? Bit.Wide : 0);
}

// Compare and set, branch, select or trap.

/** Any integer; of floats, zero. */
export const compareHasImmediate = (op: Op, lo: number, hi: number): boolean => {
  const of = OPERANDS[op]!;
  if (of < Of.F32) return true;
  // Zeros of both signs compare the same.
  return of === Of.F32 ? lo << 1 === 0 : lo === 0 && hi << 1 === 0;
};

/** Compares; returns the condition. */
export const compare = (
  masm: Aarch64Machine,
  op: Op,
  negate: boolean,
  lhs: Reg,
  rhs: Reg,
): Cond => {
  if (rhs === IMM) return compareImmediate(masm, op, negate, lhs, masm.immLo, masm.immHi);
  const right = IS_TEST[op] !== 0 ? 0 : (rhs & 31) << 16;
  masm.emit32(COMPARE[op]! | right | ((lhs & 31) << 5));
  return negate ? COND[op]! ^ 1 : COND[op]!;
};

const compareImmediate = (
  masm: Aarch64Machine,
  op: Op,
  negate: boolean,
  lhs: Reg,
  lo: number,
  hi: number,
): Cond => {
  const of = OPERANDS[op]!;
  if (of >= Of.F32) masm.fcmpZero(of === Of.F64, lhs);
  else if (IS_TEST[op] !== 0) masm.addImmediate(Alu.Subs, of === Of.I64, ZR, lhs, 0);
  else compareInteger(masm, of === Of.I64, lhs, lo, hi);
  return negate ? COND[op]! ^ 1 : COND[op]!;
};

/** Sets the flags as `lhs - constant` does. */
const compareInteger = (
  masm: Aarch64Machine,
  wide: boolean,
  lhs: Reg,
  lo: number,
  hi: number,
): void => {
  if (lo >= 0 && lo <= 0xfff && (!wide || hi === 0)) {
    masm.emit32(SUBS_IMMEDIATE | (wide ? Bit.Wide : 0) | (lo << 10) | ((lhs & 31) << 5));
  } else {
    compareIntegerRare(masm, wide, lhs, lo, hi);
  }
};

const compareIntegerRare = (
  masm: Aarch64Machine,
  wide: boolean,
  lhs: Reg,
  lo: number,
  hi: number,
): void => {
  if (!wide || isSignExtended(lo, hi)) {
    if (isAddImmediate(lo)) {
      masm.addImmediate(Alu.Subs, wide, ZR, lhs, lo);
      return;
    }
    // Adding gives the same flags as subtracting the negation, but for 0.
    if (lo < 0 && isAddImmediate(-lo | 0)) {
      masm.addImmediate(Alu.Adds, wide, ZR, lhs, -lo);
      return;
    }
  }
  masm.movImmediate(SCRATCH, lo, wide ? hi : 0);
  masm.alu(Alu.Subs, wide, ZR, lhs, SCRATCH);
};

export const compareSet = (masm: Aarch64Machine, op: Op, dst: Reg, lhs: Reg, rhs: Reg): void => {
  masm.cset(dst, compare(masm, op, false, lhs, rhs));
};

export const compareBranch = (
  masm: Aarch64Machine,
  op: Op,
  negate: boolean,
  lhs: Reg,
  rhs: Reg,
  label: Label,
): void => {
  if (rhs === IMM) compareBranchImmediate(masm, op, negate, lhs, masm.immLo, masm.immHi, label);
  else if (IS_TEST[op] !== 0) jumpIfZero(masm, negate, OPERANDS[op] === Of.I64, lhs, label);
  else jumpIf(masm, compare(masm, op, negate, lhs, rhs), label);
};

const compareBranchImmediate = (
  masm: Aarch64Machine,
  op: Op,
  negate: boolean,
  lhs: Reg,
  lo: number,
  hi: number,
  label: Label,
): void => {
  const nonzero = zeroTest(op, negate, lo, hi);
  if (nonzero >= 0) {
    jumpIfZero(masm, nonzero !== 0, OPERANDS[op] === Of.I64, lhs, label);
    return;
  }
  const cond = negate ? COND[op]! ^ 1 : COND[op]!;
  const of = OPERANDS[op]!;
  if (of < Of.F32 && lo === 0 && (of === Of.I32 || hi === 0)) {
    if (cond === Cond.Lt || cond === Cond.Ge) {
      jumpIfSign(masm, cond === Cond.Lt, of === Of.I64, lhs, label);
      return;
    }
  }
  jumpIf(masm, compareImmediate(masm, op, negate, lhs, lo, hi), label);
};

/** 0 if the condition is "is zero", 1 if it is "is not zero", else -1. */
const zeroTest = (op: Op, negate: boolean, lo: number, hi: number): number => {
  const of = OPERANDS[op]!;
  if (of >= Of.F32) return -1;
  if (IS_TEST[op] === 0 && (lo !== 0 || (of === Of.I64 && hi !== 0))) return -1;
  const cond = COND[op]!;
  if (cond > Cond.Ne) return -1;
  return negate ? cond ^ 1 : cond;
};

export const select = (
  masm: Aarch64Machine,
  kind: Kind,
  dst: Reg,
  ifTrue: Reg,
  ifFalse: Reg,
  cond: Cond,
): void => {
  if (kind === Kind.V128) {
    // There is no conditional select of whole vectors.
    const keep = dst === ifTrue ? cond : cond ^ 1;
    if (dst !== ifTrue) move(masm, kind, dst, ifFalse);
    const skip = skipIf(masm, keep);
    move(masm, kind, dst, dst === ifTrue ? ifFalse : ifTrue);
    endSkip(masm, skip);
  } else if (isFloatKind(kind)) {
    masm.fcsel(kind === Kind.F64, dst, ifTrue, ifFalse, cond);
  } else {
    masm.conditionalSelect(Select.Csel, kind !== Kind.I32, dst, ifTrue, ifFalse, cond);
  }
};

// ---- traps ----------------------------------------------------------------------------------

export const trapUnlessBelowField = (
  masm: Aarch64Machine,
  kind: TrapKind,
  index: Reg,
  base: Reg,
  offset: number,
): void => {
  loadField(masm, Kind.I32, SCRATCH, base, offset);
  masm.alu(Alu.Subs, false, ZR, index, SCRATCH);
  trapOn(masm, kind, Cond.Hs);
};

/**
 * The first instruction loads field A, so that a fault site marked before is its own; its offset
 * must be small enough for that (below 16 KB).
 */
export const trapUnlessFieldsEqual = (
  masm: Aarch64Machine,
  kind: TrapKind,
  baseA: Reg,
  offsetA: number,
  baseB: Reg,
  offsetB: number,
): void => {
  loadField(masm, Kind.I32, SCRATCH2, baseA, offsetA);
  loadField(masm, Kind.I32, SCRATCH, baseB, offsetB);
  masm.alu(Alu.Subs, false, ZR, SCRATCH2, SCRATCH);
  trapOn(masm, kind, Cond.Ne);
};
