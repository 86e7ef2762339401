import type { Reg } from '../../abi/places.js';
import { Op } from '../../wasm/opcodes.js';
import type { TrapKind } from '../../wasm/trap-kind.js';
import { isFloatKind, Kind } from '../../wasm/value-types.js';
import { isSignExtended } from '../halves.js';
import { IMM } from '../macro-assembler.js';
import { conditionTable, IS_TEST, Of, OPERANDS } from '../operators.js';
import { Sse, SseMem } from './assembler.js';
import { endSkip, FloatCond, hasZeroFlag, skipIf, sseConstant, trapOn } from './control.js';
import { Alu, Cond, Load } from './integer-assembler.js';
import type { X64Machine } from './machine.js';
import { move } from './moves.js';
import { SCRATCH, SCRATCH_FP } from './registers.js';

/** {@link Cond} or {@link FloatCond} of a condition operator, for operands in the order compared. */
const COND = conditionTable(
  [...[Cond.E, Cond.NE, Cond.L, Cond.B, Cond.G], ...[Cond.A, Cond.LE, Cond.BE, Cond.GE, Cond.AE]],
  // "Above" is false for unordered operands where "below" is true, so less-than compares backwards.
  [FloatCond.Equal, FloatCond.NotEqual, Cond.A, Cond.A, Cond.AE, Cond.AE],
  Cond.E,
);

/** 1 where the float compare has its operands exchanged. */
const SWAPPED = new Uint8Array(256);
for (const op of [Op.F32Lt, Op.F32Le, Op.F64Lt, Op.F64Le]) SWAPPED[op] = 1;

// Compare and set, branch, select or trap.

/** Integers of 32 bits; floats but for zero, which is made faster than it is loaded. */
export const compareHasImmediate = (op: Op, lo: number, hi: number): boolean => {
  const of = OPERANDS[op]!;
  if (of >= Of.F32) return lo !== 0 || (of === Of.F64 && hi !== 0);
  return of === Of.I32 || isSignExtended(lo, hi);
};

/** Compares; returns the condition, a {@link Cond} or {@link FloatCond}. */
export const compare = (masm: X64Machine, op: Op, negate: boolean, lhs: Reg, rhs: Reg): number => {
  if (rhs === IMM) return compareImmediate(masm, op, negate, lhs, masm.immLo, masm.immHi);
  const of = OPERANDS[op]!;
  if (of >= Of.F32) {
    const swapped = SWAPPED[op] !== 0;
    masm.sse(of === Of.F32 ? Sse.Ucomiss : Sse.Ucomisd, swapped ? rhs : lhs, swapped ? lhs : rhs);
  } else if (IS_TEST[op] !== 0) {
    compareWithZero(masm, of === Of.I64, lhs, Cond.E);
  } else {
    masm.alu(Alu.Cmp, of === Of.I64, lhs, rhs);
  }
  return negate ? COND[op]! ^ 1 : COND[op]!;
};

const compareImmediate = (
  masm: X64Machine,
  op: Op,
  negate: boolean,
  lhs: Reg,
  lo: number,
  hi: number,
): number => {
  const of = OPERANDS[op]!;
  const wide = of === Of.I64;
  if (of >= Of.F32) compareFloatConstant(masm, op, of === Of.F64, lhs, lo, hi);
  else if (lo === 0 || IS_TEST[op] !== 0) compareWithZero(masm, wide, lhs, COND[op]!);
  else masm.aluImmediate(Alu.Cmp, wide, lhs, lo);
  return negate ? COND[op]! ^ 1 : COND[op]!;
};

const compareFloatConstant = (
  masm: X64Machine,
  op: Op,
  double: boolean,
  lhs: Reg,
  lo: number,
  hi: number,
): void => {
  const ucomis = double ? Sse.Ucomisd : Sse.Ucomiss;
  if (SWAPPED[op] === 0) {
    sseConstant(masm, ucomis, double, lhs, lo, hi);
    return;
  }
  sseConstant(masm, double ? SseMem.LoadSd : SseMem.LoadSs, double, SCRATCH_FP, lo, hi);
  masm.sse(ucomis, SCRATCH_FP, lhs);
};

/** CF and OF are 0 after TEST as after CMP, so every condition reads the same. */
const compareWithZero = (masm: X64Machine, wide: boolean, lhs: Reg, cond: number): void => {
  // Equality may find its flag set already, by the instruction that computed the value.
  if ((cond | 1) !== Cond.NE || !hasZeroFlag(masm, wide, lhs)) masm.test(wide, lhs, lhs);
};

export const compareSet = (masm: X64Machine, op: Op, dst: Reg, lhs: Reg, rhs: Reg): void => {
  const clear = dst !== lhs && dst !== rhs;
  if (clear) masm.alu(Alu.Xor, false, dst, dst);
  setFromFlags(masm, compare(masm, op, false, lhs, rhs), dst, clear);
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
