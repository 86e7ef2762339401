import type { Reg } from '../../abi/places.js';
import type { TrapKind } from '../../wasm/trap-kind.js';
import { isFloatKind, Kind } from '../../wasm/value-types.js';
import { isSignExtended } from '../halves.js';
import { IMM } from '../macro-assembler.js';
import { Condition } from '../operators.js';
import { Sse, SseMem } from './assembler.js';
import { endSkip, FloatCond, hasZeroFlag, skipIf, sseConstant, trapOn } from './control.js';
import { Alu, Cond, Load } from './integer-assembler.js';
import type { X64Machine } from './machine.js';
import { move } from './moves.js';
import { SCRATCH, SCRATCH_FP } from './registers.js';
import { Packed } from './vector-encodings.js';

/**
 * {@link Cond} of each {@link Condition}, but for equality of floats. "Above" is false for unordered operands
 * where "below" is true, so less-than of floats compares backwards.
 */
const CODE = new Uint8Array(32);
CODE[Condition.Eq] = Cond.E;
CODE[Condition.LtS] = Cond.L;
CODE[Condition.GtS] = Cond.G;
CODE[Condition.LtU] = Cond.B;
CODE[Condition.GtU] = Cond.A;
CODE[Condition.Lt] = Cond.A;
CODE[Condition.Gt] = Cond.A;
CODE[Condition.Le] = Cond.AE;
CODE[Condition.Ge] = Cond.AE;
// Both number negations the same way.
for (let cond = Condition.Eq; cond < 32; cond += 2) CODE[cond + 1] = CODE[cond]! ^ 1;

/** True where a float compare has its operands exchanged: of less than and at most. */
const isSwapped = (cond: Condition): boolean => cond >= Condition.Lt && (cond & 2) === 0;

// Compare and set, branch, select or trap.

/** Integers of 32 bits; floats but for zero, which is made faster than it is loaded. */
export const compareHasImmediate = (kind: Kind, lo: number, hi: number): boolean => {
  if (isFloatKind(kind)) return lo !== 0 || (kind === Kind.F64 && hi !== 0);
  return kind === Kind.I32 || isSignExtended(lo, hi);
};

/** Compares, vectors with zero; returns the condition, a {@link Cond} or {@link FloatCond}. */
export const compare = (
  masm: X64Machine,
  kind: Kind,
  cond: Condition,
  lhs: Reg,
  rhs: Reg,
): number => {
  if (isFloatKind(kind) && kind !== Kind.V128) {
    if (rhs === IMM) compareFloatConstant(masm, cond, kind === Kind.F64, lhs);
    else {
      const ucomis = kind === Kind.F32 ? Sse.Ucomiss : Sse.Ucomisd;
      if (isSwapped(cond)) masm.sse(ucomis, rhs, lhs);
      else masm.sse(ucomis, lhs, rhs);
    }
    return cond <= Condition.Ne ? FloatCond.Equal + cond : CODE[cond]!;
  }
  const wide = kind === Kind.I64;
  if (kind === Kind.V128) masm.encodeReg(Packed.Ptest, lhs, lhs);
  else if (rhs !== IMM) masm.alu(Alu.Cmp, wide, lhs, rhs);
  else if (masm.immLo === 0) compareWithZero(masm, wide, lhs, cond);
  else masm.aluImmediate(Alu.Cmp, wide, lhs, masm.immLo);
  return CODE[cond]!;
};

/** With the {@link IMM}. */
const compareFloatConstant = (
  masm: X64Machine,
  cond: Condition,
  double: boolean,
  lhs: Reg,
): void => {
  const ucomis = double ? Sse.Ucomisd : Sse.Ucomiss;
  const lo = masm.immLo;
  const hi = masm.immHi;
  if (!isSwapped(cond)) {
    sseConstant(masm, ucomis, double, lhs, lo, hi);
    return;
  }
  sseConstant(masm, double ? SseMem.LoadSd : SseMem.LoadSs, double, SCRATCH_FP, lo, hi);
  masm.sse(ucomis, SCRATCH_FP, lhs);
};

/** CF and OF are 0 after TEST as after CMP, so every condition reads the same. */
const compareWithZero = (masm: X64Machine, wide: boolean, lhs: Reg, cond: Condition): void => {
  // Equality may find its flag set already, by the instruction that computed the value.
  if (cond > Condition.Ne || !hasZeroFlag(masm, wide, lhs)) masm.test(wide, lhs, lhs);
};

export const compareSet = (
  masm: X64Machine,
  kind: Kind,
  cond: Condition,
  dst: Reg,
  lhs: Reg,
  rhs: Reg,
): void => {
  const clear = dst !== lhs && dst !== rhs;
  if (clear) masm.alu(Alu.Xor, false, dst, dst);
  setFromFlags(masm, compare(masm, kind, cond, lhs, rhs), dst, clear);
};

/** @param cleared dst is zero already, apart from its low byte to come */
const setFromFlags = (masm: X64Machine, cond: number, dst: Reg, cleared: boolean): void => {
  if (cond < FloatCond.Equal) {
    masm.setcc(cond, dst);
  } else if (cond === FloatCond.Equal) {
    masm.setcc(Cond.NP, SCRATCH);
    masm.setcc(Cond.E, dst);
    masm.alu8(Alu.And, dst, SCRATCH);
  } else {
    masm.setcc(Cond.P, SCRATCH);
    masm.setcc(Cond.NE, dst);
    masm.alu8(Alu.Or, dst, SCRATCH);
  }
  if (!cleared) masm.extend(Load.Movzx8, dst, dst);
};

/** Nothing on the way to the last use of the condition may touch flags. */
export const select = (
  masm: X64Machine,
  kind: Kind,
  dst: Reg,
  ifTrue: Reg,
  ifFalse: Reg,
  cond: number,
): void => {
  if (isFloatKind(kind)) selectFloat(masm, kind, dst, ifTrue, ifFalse, cond);
  else if (cond < FloatCond.Equal) selectInteger(masm, kind, dst, ifTrue, ifFalse, cond);
  else if (cond === FloatCond.Equal) selectUnequal(masm, kind, dst, ifFalse, ifTrue);
  else selectUnequal(masm, kind, dst, ifTrue, ifFalse);
};

const selectInteger = (
  masm: X64Machine,
  kind: Kind,
  dst: Reg,
  ifTrue: Reg,
  ifFalse: Reg,
  cond: Cond,
): void => {
  const wide = kind !== Kind.I32;
  if (dst === ifTrue) {
    masm.cmov(cond ^ 1, wide, dst, ifFalse);
  } else {
    if (dst !== ifFalse) masm.mov(wide, dst, ifFalse);
    masm.cmov(cond, wide, dst, ifTrue);
  }
};

/** `dst = ZF clear or PF set ? unequal : equal`. */
const selectUnequal = (masm: X64Machine, kind: Kind, dst: Reg, unequal: Reg, equal: Reg): void => {
  const wide = kind !== Kind.I32;
  let result = dst;
  if (dst === unequal && dst !== equal) result = SCRATCH;
  if (result !== equal) masm.mov(wide, result, equal);
  masm.cmov(Cond.NE, wide, result, unequal);
  masm.cmov(Cond.P, wide, result, unequal);
  if (result !== dst) masm.mov(wide, dst, result);
};

const selectFloat = (
  masm: X64Machine,
  kind: Kind,
  dst: Reg,
  ifTrue: Reg,
  ifFalse: Reg,
  cond: number,
): void => {
  const keep = dst === ifTrue ? cond : cond ^ 1;
  const other = dst === ifTrue ? ifFalse : ifTrue;
  if (dst !== ifTrue) move(masm, kind, dst, ifFalse);
  // Keeps dst where `keep` holds.
  if (keep < FloatCond.Equal) {
    const skip = skipIf(masm, keep);
    move(masm, kind, dst, other);
    endSkip(masm, skip);
  } else if (keep === FloatCond.NotEqual) {
    const unordered = skipIf(masm, Cond.P);
    const unequal = skipIf(masm, Cond.NE);
    move(masm, kind, dst, other);
    endSkip(masm, unordered);
    endSkip(masm, unequal);
  } else {
    const unordered = skipIf(masm, Cond.P);
    const equal = skipIf(masm, Cond.E);
    endSkip(masm, unordered);
    move(masm, kind, dst, other);
    endSkip(masm, equal);
  }
};

// ---- traps ----------------------------------------------------------------------------------

export const trapUnlessBelowField = (
  masm: X64Machine,
  kind: TrapKind,
  index: Reg,
  base: Reg,
  offset: number,
): void => {
  masm.aluMem(Alu.Cmp, false, index, base, offset);
  trapOn(masm, kind, Cond.AE);
};

/** The first instruction loads field A, so that a fault site marked before is its own. */
export const trapUnlessFieldsEqual = (
  masm: X64Machine,
  kind: TrapKind,
  baseA: Reg,
  offsetA: number,
  baseB: Reg,
  offsetB: number,
): void => {
  masm.loadReg(Load.Mov32, SCRATCH, baseA, offsetA);
  masm.aluMem(Alu.Cmp, false, SCRATCH, baseB, offsetB);
  trapOn(masm, kind, Cond.NE);
};
