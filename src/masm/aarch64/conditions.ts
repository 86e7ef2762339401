import type { Reg } from '../../abi/places.js';
import { Op } from '../../wasm/opcodes.js';
import type { TrapKind } from '../../wasm/trap-kind.js';
import { isFloatKind, Kind } from '../../wasm/value-types.js';
import type { Label } from '../macro-assembler.js';
import { isAddImmediate, isSignExtended } from './immediates.js';
import { Alu, Bit, Cond, Select } from './integer-assembler.js';
import { A64Moves } from './moves.js';
import { SCRATCH, SCRATCH2, ZR } from './registers.js';

/** Operand class of a condition operator. */
const enum Of {
  I32 = 0,
  I64 = 1,
  F32 = 2,
  F64 = 3,
}

/** FCMP of singles. */
const FCMP = 0x1e202000;
/** SUBS of an immediate, whose result is for nothing but the flags. */
const SUBS_IMMEDIATE = (Alu.Subs + 0x06000000) | ZR;

/** {@link Cond} of a condition operator. */
const COND = new Uint8Array(256);
const OPERANDS = new Uint8Array(256);
/** The comparing instruction, operands in bits 5-9 and, but for Test operators, bits 16-20. */
const COMPARE = new Int32Array(256);
/** 1 for Test operators. */
const IS_TEST = new Uint8Array(256);

const INTEGER_CONDS = [
  Cond.Eq,
  Cond.Ne,
  Cond.Lt,
  Cond.Lo,
  Cond.Gt,
  Cond.Hi,
  Cond.Le,
  Cond.Ls,
  Cond.Ge,
  Cond.Hs,
];
for (let i = 0; i < INTEGER_CONDS.length; i++) {
  COND[Op.I32Eq + i] = INTEGER_CONDS[i]!;
  OPERANDS[Op.I32Eq + i] = Of.I32;
  COMPARE[Op.I32Eq + i] = Alu.Subs | ZR;
  COND[Op.I64Eq + i] = INTEGER_CONDS[i]!;
  OPERANDS[Op.I64Eq + i] = Of.I64;
  COMPARE[Op.I64Eq + i] = Alu.Subs | ZR | Bit.Wide;
}
// Unordered operands set C and V (Arm ARM, FPCompare): these fail then, and their negations hold.
const FLOAT_CONDS = [Cond.Eq, Cond.Ne, Cond.Mi, Cond.Gt, Cond.Ls, Cond.Ge];
for (let i = 0; i < FLOAT_CONDS.length; i++) {
  COND[Op.F32Eq + i] = FLOAT_CONDS[i]!;
  OPERANDS[Op.F32Eq + i] = Of.F32;
  COMPARE[Op.F32Eq + i] = FCMP;
  COND[Op.F64Eq + i] = FLOAT_CONDS[i]!;
  OPERANDS[Op.F64Eq + i] = Of.F64;
  COMPARE[Op.F64Eq + i] = FCMP | Bit.Double;
}
for (const op of [Op.I32Eqz, Op.I64Eqz, Op.RefIsNull]) {
  COND[op] = Cond.Eq;
  IS_TEST[op] = 1;
  OPERANDS[op] = op === Op.I32Eqz ? Of.I32 : Of.I64;
  COMPARE[op] = SUBS_IMMEDIATE | (op === Op.I32Eqz ? 0 : Bit.Wide);
}

/** Compare and set, branch, select or trap. `ref.is_null` is a Test operator on 64 bits here. */
export class A64Conditions extends A64Moves {
  /** Any integer; of floats, zero. */
  compareHasImmediate(op: Op, lo: number, hi: number): boolean {
    const of = OPERANDS[op]!;
    if (of < Of.F32) return true;
    // Zeros of both signs compare the same.
    return of === Of.F32 ? lo << 1 === 0 : lo === 0 && hi << 1 === 0;
  }

  /** Compares; returns the condition. */
  private compare(op: Op, negate: boolean, lhs: Reg, rhs: Reg): Cond {
    const right = IS_TEST[op] !== 0 ? 0 : (rhs & 31) << 16;
    this.emit32(COMPARE[op]! | right | ((lhs & 31) << 5));
    return negate ? COND[op]! ^ 1 : COND[op]!;
  }

  private compareImmediate(op: Op, negate: boolean, lhs: Reg, lo: number, hi: number): Cond {
    const of = OPERANDS[op]!;
    if (of >= Of.F32) this.fcmpZero(of === Of.F64, lhs);
    else if (IS_TEST[op] !== 0) this.addImmediate(Alu.Subs, of === Of.I64, ZR, lhs, 0);
    else this.compareInteger(of === Of.I64, lhs, lo, hi);
    return negate ? COND[op]! ^ 1 : COND[op]!;
  }

  /** Sets the flags as `lhs - constant` does. */
  protected compareInteger(wide: boolean, lhs: Reg, lo: number, hi: number): void {
    if (lo >= 0 && lo <= 0xfff && (!wide || hi === 0)) {
      this.emit32(SUBS_IMMEDIATE | (wide ? Bit.Wide : 0) | (lo << 10) | ((lhs & 31) << 5));
    } else {
      this.compareIntegerRare(wide, lhs, lo, hi);
    }
  }

  private compareIntegerRare(wide: boolean, lhs: Reg, lo: number, hi: number): void {
    if (!wide || isSignExtended(lo, hi)) {
      if (isAddImmediate(lo)) {
        this.addImmediate(Alu.Subs, wide, ZR, lhs, lo);
        return;
      }
      // Adding gives the same flags as subtracting the negation, but for 0.
      if (lo < 0 && isAddImmediate(-lo | 0)) {
        this.addImmediate(Alu.Adds, wide, ZR, lhs, -lo);
        return;
      }
    }
    this.movImmediate(SCRATCH, lo, wide ? hi : 0);
    this.alu(Alu.Subs, wide, ZR, lhs, SCRATCH);
  }

  compareSet(op: Op, dst: Reg, lhs: Reg, rhs: Reg): void {
    this.cset(dst, this.compare(op, false, lhs, rhs));
  }

  compareSetImmediate(op: Op, dst: Reg, lhs: Reg, lo: number, hi: number): void {
    this.cset(dst, this.compareImmediate(op, false, lhs, lo, hi));
  }

  compareBranch(op: Op, negate: boolean, lhs: Reg, rhs: Reg, label: Label): void {
    if (IS_TEST[op] !== 0) this.jumpIfZero(negate, OPERANDS[op] === Of.I64, lhs, label);
    else this.jumpIf(this.compare(op, negate, lhs, rhs), label);
  }

  compareBranchImmediate(
    op: Op,
    negate: boolean,
    lhs: Reg,
    lo: number,
    hi: number,
    label: Label,
  ): void {
    const zeroTest = this.zeroTest(op, negate, lo, hi);
    if (zeroTest >= 0) {
      this.jumpIfZero(zeroTest !== 0, OPERANDS[op] === Of.I64, lhs, label);
      return;
    }
    const cond = negate ? COND[op]! ^ 1 : COND[op]!;
    const of = OPERANDS[op]!;
    if (of < Of.F32 && lo === 0 && (of === Of.I32 || hi === 0)) {
      if (cond === Cond.Lt || cond === Cond.Ge) {
        this.jumpIfSign(cond === Cond.Lt, of === Of.I64, lhs, label);
        return;
      }
    }
    this.jumpIf(this.compareImmediate(op, negate, lhs, lo, hi), label);
  }

  /** 0 if the condition is "is zero", 1 if it is "is not zero", else -1. */
  private zeroTest(op: Op, negate: boolean, lo: number, hi: number): number {
    const of = OPERANDS[op]!;
    if (of >= Of.F32) return -1;
    if (IS_TEST[op] === 0 && (lo !== 0 || (of === Of.I64 && hi !== 0))) return -1;
    const cond = COND[op]!;
    if (cond > Cond.Ne) return -1;
    return negate ? cond ^ 1 : cond;
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

  private select(kind: Kind, dst: Reg, ifTrue: Reg, ifFalse: Reg, cond: Cond): void {
    if (kind === Kind.V128) {
      // There is no conditional select of whole vectors.
      const keep = dst === ifTrue ? cond : cond ^ 1;
      if (dst !== ifTrue) this.move(kind, dst, ifFalse);
      const skip = this.skipIf(keep);
      this.move(kind, dst, dst === ifTrue ? ifFalse : ifTrue);
      this.endSkip(skip);
    } else if (isFloatKind(kind)) {
      this.fcsel(kind === Kind.F64, dst, ifTrue, ifFalse, cond);
    } else {
      this.conditionalSelect(Select.Csel, kind !== Kind.I32, dst, ifTrue, ifFalse, cond);
    }
  }

  // ---- traps ----------------------------------------------------------------------------------

  trapIf(kind: TrapKind, op: Op, negate: boolean, lhs: Reg, rhs: Reg): void {
    if (IS_TEST[op] !== 0) this.trapIfZero(kind, negate, OPERANDS[op] === Of.I64, lhs);
    else this.trapOn(kind, this.compare(op, negate, lhs, rhs));
  }

  trapIfImmediate(kind: TrapKind, op: Op, negate: boolean, lhs: Reg, lo: number, hi: number): void {
    const zeroTest = this.zeroTest(op, negate, lo, hi);
    if (zeroTest >= 0) this.trapIfZero(kind, zeroTest !== 0, OPERANDS[op] === Of.I64, lhs);
    else this.trapOn(kind, this.compareImmediate(op, negate, lhs, lo, hi));
  }

  trapUnlessBelowField(kind: TrapKind, index: Reg, base: Reg, offset: number): void {
    this.loadField(Kind.I32, SCRATCH, base, offset);
    this.alu(Alu.Subs, false, ZR, index, SCRATCH);
    this.trapOn(kind, Cond.Hs);
  }

  /**
   * The first instruction loads field A, so that a fault site marked before is its own; its offset
   * must be small enough for that (below 16 KB).
   */
  trapUnlessFieldsEqual(
    kind: TrapKind,
    baseA: Reg,
    offsetA: number,
    baseB: Reg,
    offsetB: number,
  ): void {
    this.loadField(Kind.I32, SCRATCH2, baseA, offsetA);
    this.loadField(Kind.I32, SCRATCH, baseB, offsetB);
    this.alu(Alu.Subs, false, ZR, SCRATCH2, SCRATCH);
    this.trapOn(kind, Cond.Ne);
  }
}
