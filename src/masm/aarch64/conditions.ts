import type { Reg } from '../../abi/places.js';
import type { TrapKind } from '../../wasm/trap-kind.js';
import { isFloatKind, Kind } from '../../wasm/value-types.js';
import { isSignExtended } from '../halves.js';
import { IMM, type Label } from '../macro-assembler.js';
import { Condition } from '../operators.js';
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

/**
 * {@link Cond} of each {@link Condition}. Unordered operands set C and V (Arm ARM, FPCompare): orders fail
 * then, and their negations hold.
 */
const CODE = new Uint8Array(32);
CODE[Condition.Eq] = Cond.Eq;
CODE[Condition.LtS] = Cond.Lt;
CODE[Condition.GtS] = Cond.Gt;
CODE[Condition.LtU] = Cond.Lo;
CODE[Condition.GtU] = Cond.Hi;
CODE[Condition.Lt] = Cond.Mi;
CODE[Condition.Gt] = Cond.Gt;
CODE[Condition.Le] = Cond.Ls;
CODE[Condition.Ge] = Cond.Ge;
// Both number negations the same way.
for (let cond = Condition.Eq; cond < 32; cond += 2) CODE[cond + 1] = CODE[cond]! ^ 1;

/** The comparing instruction by {@link Kind}, operands in bits 5-9 and 16-20. */
const COMPARE = Int32Array.of(Alu.Subs | ZR, Alu.Subs | ZR | Bit.Wide, FCMP, FCMP | Bit.Double);

// Compare and set, branch, select or trap.

/** Any integer; of floats, zero. */
export const compareHasImmediate = (kind: Kind, lo: number, hi: number): boolean => {
  if (!isFloatKind(kind)) return true;
  // Zeros of both signs compare the same.
  return kind === Kind.F32 ? lo << 1 === 0 : lo === 0 && hi << 1 === 0;
};

/** Compares; returns the condition. */
export const compare = (
  masm: Aarch64Machine,
  kind: Kind,
  cond: Condition,
  lhs: Reg,
  rhs: Reg,
): Cond => {
  if (rhs !== IMM) masm.emit32(COMPARE[kind]! | ((rhs & 31) << 16) | ((lhs & 31) << 5));
  else if (isFloatKind(kind)) masm.fcmpZero(kind === Kind.F64, lhs);
  else compareInteger(masm, kind === Kind.I64, lhs, masm.immLo, masm.immHi);
  return CODE[cond]!;
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

export const compareSet = (
  masm: Aarch64Machine,
  kind: Kind,
  cond: Condition,
  dst: Reg,
  lhs: Reg,
  rhs: Reg,
): void => {
  masm.cset(dst, compare(masm, kind, cond, lhs, rhs));
};

export const compareBranch = (
  masm: Aarch64Machine,
  kind: Kind,
  cond: Condition,
  lhs: Reg,
  rhs: Reg,
  label: Label,
): void => {
  if (rhs === IMM && isZero(masm, kind)) {
    const wide = kind === Kind.I64;
    if (cond <= Condition.Ne) {
      jumpIfZero(masm, cond === Condition.Ne, wide, lhs, label);
      return;
    }
    if (cond === Condition.LtS || cond === Condition.GeS) {
      jumpIfSign(masm, cond === Condition.LtS, wide, lhs, label);
      return;
    }
  }
  jumpIf(masm, compare(masm, kind, cond, lhs, rhs), label);
};

/** True if the {@link IMM} is the integer zero. */
const isZero = (masm: Aarch64Machine, kind: Kind): boolean => {
  return !isFloatKind(kind) && masm.immLo === 0 && (kind === Kind.I32 || masm.immHi === 0);
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
