import type { Reg } from '../../abi/places.js';
import { Op } from '../../wasm/opcodes.js';
import type { TrapKind } from '../../wasm/trap-kind.js';
import { isFloatKind, Kind } from '../../wasm/value-types.js';
import type { Label } from '../macro-assembler.js';
import { Sse, SseMem } from './assembler.js';
import { FloatCond } from './control.js';
import { Alu, Cond, Load } from './integer-assembler.js';
import { isSignExtended, X64Moves } from './moves.js';
import { SCRATCH, SCRATCH_FP } from './registers.js';

/** Operand class of a condition operator. */
const enum Of {
  I32 = 0,
  I64 = 1,
  F32 = 2,
  F64 = 3,
}

/** {@link Cond} or {@link FloatCond} of a condition operator, for operands in the order compared. */
const COND = new Uint8Array(256);
const OPERANDS = new Uint8Array(256);
/** 1 for Test operators. */
const IS_TEST = new Uint8Array(256);
/** 1 where the float compare has its operands exchanged. */
const SWAPPED = new Uint8Array(256);

const INTEGER_CONDS = [
  Cond.E,
  Cond.NE,
  Cond.L,
  Cond.B,
  Cond.G,
  Cond.A,
  Cond.LE,
  Cond.BE,
  Cond.GE,
  Cond.AE,
];
for (let i = 0; i < INTEGER_CONDS.length; i++) {
  COND[Op.I32Eq + i] = INTEGER_CONDS[i]!;
  OPERANDS[Op.I32Eq + i] = Of.I32;
  COND[Op.I64Eq + i] = INTEGER_CONDS[i]!;
  OPERANDS[Op.I64Eq + i] = Of.I64;
}
// "Above" is false for unordered operands where "below" is true, so less-than compares backwards.
const FLOAT_CONDS = [FloatCond.Equal, FloatCond.NotEqual, Cond.A, Cond.A, Cond.AE, Cond.AE];
for (let i = 0; i < FLOAT_CONDS.length; i++) {
  COND[Op.F32Eq + i] = FLOAT_CONDS[i]!;
  OPERANDS[Op.F32Eq + i] = Of.F32;
  COND[Op.F64Eq + i] = FLOAT_CONDS[i]!;
  OPERANDS[Op.F64Eq + i] = Of.F64;
}
for (const op of [Op.F32Lt, Op.F32Le, Op.F64Lt, Op.F64Le]) SWAPPED[op] = 1;
for (const op of [Op.I32Eqz, Op.I64Eqz, Op.RefIsNull]) {
  COND[op] = Cond.E;
  IS_TEST[op] = 1;
  OPERANDS[op] = op === Op.I32Eqz ? Of.I32 : Of.I64;
}

/** Compare and set, branch, select or trap. `ref.is_null` is a Test operator on 64 bits here. */
export class X64Conditions extends X64Moves {
  /** Integers of 32 bits; floats but for zero, which is made faster than it is loaded. */
  compareHasImmediate(op: Op, lo: number, hi: number): boolean {
    const of = OPERANDS[op]!;
    if (of >= Of.F32) return lo !== 0 || (of === Of.F64 && hi !== 0);
    return of === Of.I32 || isSignExtended(lo, hi);
  }

  /** Compares; returns the condition, a {@link Cond} or {@link FloatCond}. */
  private compare(op: Op, negate: boolean, lhs: Reg, rhs: Reg): number {
    const of = OPERANDS[op]!;
    if (of >= Of.F32) {
      const swapped = SWAPPED[op] !== 0;
      this.sse(of === Of.F32 ? Sse.Ucomiss : Sse.Ucomisd, swapped ? rhs : lhs, swapped ? lhs : rhs);
    } else if (IS_TEST[op] !== 0) {
      this.compareWithZero(of === Of.I64, lhs, Cond.E);
    } else {
      this.alu(Alu.Cmp, of === Of.I64, lhs, rhs);
    }
    return negate ? COND[op]! ^ 1 : COND[op]!;
  }

  private compareImmediate(op: Op, negate: boolean, lhs: Reg, lo: number, hi: number): number {
    const of = OPERANDS[op]!;
    const wide = of === Of.I64;
    if (of >= Of.F32) this.compareFloatConstant(op, of === Of.F64, lhs, lo, hi);
    else if (lo === 0 || IS_TEST[op] !== 0) this.compareWithZero(wide, lhs, COND[op]!);
    else this.aluImmediate(Alu.Cmp, wide, lhs, lo);
    return negate ? COND[op]! ^ 1 : COND[op]!;
  }

  private compareFloatConstant(op: Op, double: boolean, lhs: Reg, lo: number, hi: number): void {
    const ucomis = double ? Sse.Ucomisd : Sse.Ucomiss;
    if (SWAPPED[op] === 0) {
      this.sseConstant(ucomis, double, lhs, lo, hi);
      return;
    }
    this.sseConstant(double ? SseMem.LoadSd : SseMem.LoadSs, double, SCRATCH_FP, lo, hi);
    this.sse(ucomis, SCRATCH_FP, lhs);
  }

  /** CF and OF are 0 after TEST as after CMP, so every condition reads the same. */
  private compareWithZero(wide: boolean, lhs: Reg, cond: number): void {
    // Equality may find its flag set already, by the instruction that computed the value.
    if ((cond | 1) !== Cond.NE || !this.hasZeroFlag(wide, lhs)) this.test(wide, lhs, lhs);
  }

  compareSet(op: Op, dst: Reg, lhs: Reg, rhs: Reg): void {
    const clear = dst !== lhs && dst !== rhs;
    if (clear) this.alu(Alu.Xor, false, dst, dst);
    this.setFromFlags(this.compare(op, false, lhs, rhs), dst, clear);
  }

  compareSetImmediate(op: Op, dst: Reg, lhs: Reg, lo: number, hi: number): void {
    const clear = dst !== lhs;
    if (clear) this.alu(Alu.Xor, false, dst, dst);
    this.setFromFlags(this.compareImmediate(op, false, lhs, lo, hi), dst, clear);
  }

  /** @param cleared dst is zero already, apart from its low byte to come */
  private setFromFlags(cond: number, dst: Reg, cleared: boolean): void {
    if (cond < FloatCond.Equal) {
      this.setcc(cond, dst);
    } else if (cond === FloatCond.Equal) {
      this.setcc(Cond.NP, SCRATCH);
      this.setcc(Cond.E, dst);
      this.alu8(Alu.And, dst, SCRATCH);
    } else {
      this.setcc(Cond.P, SCRATCH);
      this.setcc(Cond.NE, dst);
      this.alu8(Alu.Or, dst, SCRATCH);
    }
    if (!cleared) this.extend(Load.Movzx8, dst, dst);
  }

  compareBranch(op: Op, negate: boolean, lhs: Reg, rhs: Reg, label: Label): void {
    this.branch(this.compare(op, negate, lhs, rhs), label);
  }

  compareBranchImmediate(
    op: Op,
    negate: boolean,
    lhs: Reg,
    lo: number,
    hi: number,
    label: Label,
  ): void {
    this.branch(this.compareImmediate(op, negate, lhs, lo, hi), label);
  }

  compareSelect(
    kind: Kind,
    dst: Reg,
    ifTrue: Reg,
    ifFalse: Reg,
    op: Op,
    negate: boolean,
    lhs: Reg,
    rhs: Reg,
  ): void {
    this.select(kind, dst, ifTrue, ifFalse, this.compare(op, negate, lhs, rhs));
  }

  compareSelectImmediate(
    kind: Kind,
    dst: Reg,
    ifTrue: Reg,
    ifFalse: Reg,
    op: Op,
    negate: boolean,
    lhs: Reg,
    lo: number,
    hi: number,
  ): void {
    this.select(kind, dst, ifTrue, ifFalse, this.compareImmediate(op, negate, lhs, lo, hi));
  }

  /** Nothing on the way to the last use of the condition may touch flags. */
  private select(kind: Kind, dst: Reg, ifTrue: Reg, ifFalse: Reg, cond: number): void {
    if (isFloatKind(kind)) this.selectFloat(kind, dst, ifTrue, ifFalse, cond);
    else if (cond < FloatCond.Equal) this.selectInteger(kind, dst, ifTrue, ifFalse, cond);
    else if (cond === FloatCond.Equal) this.selectUnequal(kind, dst, ifFalse, ifTrue);
    else this.selectUnequal(kind, dst, ifTrue, ifFalse);
  }

  private selectInteger(kind: Kind, dst: Reg, ifTrue: Reg, ifFalse: Reg, cond: Cond): void {
    const wide = kind !== Kind.I32;
    if (dst === ifTrue) {
      this.cmov(cond ^ 1, wide, dst, ifFalse);
    } else {
      if (dst !== ifFalse) this.mov(wide, dst, ifFalse);
      this.cmov(cond, wide, dst, ifTrue);
    }
  }

  /** `dst = ZF clear or PF set ? unequal : equal`. */
  private selectUnequal(kind: Kind, dst: Reg, unequal: Reg, equal: Reg): void {
    const wide = kind !== Kind.I32;
    let result = dst;
    if (dst === unequal && dst !== equal) result = SCRATCH;
    if (result !== equal) this.mov(wide, result, equal);
    this.cmov(Cond.NE, wide, result, unequal);
    this.cmov(Cond.P, wide, result, unequal);
    if (result !== dst) this.mov(wide, dst, result);
  }

  private selectFloat(kind: Kind, dst: Reg, ifTrue: Reg, ifFalse: Reg, cond: number): void {
    const keep = dst === ifTrue ? cond : cond ^ 1;
    const other = dst === ifTrue ? ifFalse : ifTrue;
    if (dst !== ifTrue) this.move(kind, dst, ifFalse);
    // Keeps dst where `keep` holds.
    if (keep < FloatCond.Equal) {
      const skip = this.skipIf(keep);
      this.move(kind, dst, other);
      this.endSkip(skip);
    } else if (keep === FloatCond.NotEqual) {
      const unordered = this.skipIf(Cond.P);
      const unequal = this.skipIf(Cond.NE);
      this.move(kind, dst, other);
      this.endSkip(unordered);
      this.endSkip(unequal);
    } else {
      const unordered = this.skipIf(Cond.P);
      const equal = this.skipIf(Cond.E);
      this.endSkip(unordered);
      this.move(kind, dst, other);
      this.endSkip(equal);
    }
  }

  // ---- traps ----------------------------------------------------------------------------------

  trapIf(kind: TrapKind, op: Op, negate: boolean, lhs: Reg, rhs: Reg): void {
    this.trapOn(kind, this.compare(op, negate, lhs, rhs));
  }

  trapIfImmediate(kind: TrapKind, op: Op, negate: boolean, lhs: Reg, lo: number, hi: number): void {
    this.trapOn(kind, this.compareImmediate(op, negate, lhs, lo, hi));
  }

  trapUnlessBelowField(kind: TrapKind, index: Reg, base: Reg, offset: number): void {
    this.aluMem(Alu.Cmp, false, index, base, offset);
    this.trapOn(kind, Cond.AE);
  }

  /** The first instruction loads field A, so that a fault site marked before is its own. */
  trapUnlessFieldsEqual(
    kind: TrapKind,
    baseA: Reg,
    offsetA: number,
    baseB: Reg,
    offsetB: number,
  ): void {
    this.loadReg(Load.Mov32, SCRATCH, baseA, offsetA);
    this.aluMem(Alu.Cmp, false, SCRATCH, baseB, offsetB);
    this.trapOn(kind, Cond.NE);
  }
}
