import { FIRST_FP, NO_REG, type Reg } from '../abi/places.js';
import type { Label } from '../masm/macro-assembler.js';
import { stack } from '../stack/state.js';
import { HI, LO, LOC, Loc, RECORD } from '../stack/value-stack.js';
import { Op } from '../wasm/opcodes.js';
import { isFloatCompare, mirroredCompare, negatedCompare } from '../wasm/operator-facts.js';
import { Kind, kindOf, ValType } from '../wasm/value-types.js';
import { Merges } from './merges.js';

/**
 * Compares, fused with what uses them.
 *
 * A compare whose result the very next operator consumes as a condition emits nothing: it leaves a
 * value flagged Condition and keeps its operands pinned, in the fields below, until that operator
 * takes them with {@link popCondition}.
 */
export abstract class Conditions extends Merges {
  private condOp: Op = Op.I32Eqz;
  /** The condition holds where the operator gives 0. */
  private condNegate = false;
  private condLhs: Reg = NO_REG;
  /** Right side: a register, or NO_REG for the immediate (or none, for Test operators). */
  private condRhs: Reg = NO_REG;
  private condLo = 0;
  private condHi = 0;
  private condHasImmediate = false;

  compare(op: Op, next: number): void {
    const { masm } = this;
    const { rec } = stack;
    const rhs = stack.top - RECORD;
    const lhs = rhs - RECORD;
    this.condNegate = false;
    this.condHasImmediate = false;
    this.condRhs = NO_REG;
    this.condOp = op;
    if ((rec[rhs + LOC]! & Loc.Const) !== 0) {
      if (masm.compareHasImmediate(op, rec[rhs + LO]!, rec[rhs + HI]!)) {
        this.takeImmediate(rhs);
        stack.drop();
        this.condLhs = this.popToReg();
      }
    } else if ((rec[lhs + LOC]! & Loc.Const) !== 0) {
      const mirrored = mirroredCompare(op);
      if (masm.compareHasImmediate(mirrored, rec[lhs + LO]!, rec[lhs + HI]!)) {
        this.takeImmediate(lhs);
        this.condOp = mirrored;
        this.condLhs = this.popToReg();
        stack.drop();
      }
    }
    if (!this.condHasImmediate) {
      this.condRhs = this.popToReg();
      this.condLhs = this.popToReg();
    }
    this.pushCondition(next);
  }

  private takeImmediate(handle: number): void {
    this.condHasImmediate = true;
    this.condLo = stack.rec[handle + LO]!;
    this.condHi = stack.rec[handle + HI]!;
  }

  test(op: Op, next: number): void {
    if ((stack.rec[stack.top - RECORD + LOC]! & Loc.Condition) !== 0) {
      // eqz of a condition: the same operands, negated.
      stack.top -= RECORD;
      this.condNegate = !this.condNegate;
    } else {
      this.condOp = op;
      this.condNegate = false;
      this.condHasImmediate = false;
      this.condRhs = NO_REG;
      this.condLhs = this.popToReg();
    }
    this.pushCondition(next);
  }

  private pushCondition(next: number): void {
    if (next === Op.BrIf || next === Op.If || next === Op.Select || next === Op.I32Eqz) {
      stack.pushPlain(ValType.I32, Loc.Condition);
      return;
    }
    const { masm } = this;
    let op = this.condOp;
    let invert = false;
    if (this.condNegate) {
      if (isFloatCompare(op)) invert = true;
      else op = negatedCompare(op);
    }
    // An operand that dies here is a good home for the result.
    const dst =
      this.condLhs < FIRST_FP && stack.isFree(this.condLhs) ? this.condLhs : this.allocGp();
    if (op !== this.condOp && isTest(this.condOp)) {
      // x != 0: the negation of a Test is a compare with an immediate zero.
      masm.compareSetImmediate(op, dst, this.condLhs, 0, 0);
    } else if (this.condHasImmediate) {
      masm.compareSetImmediate(op, dst, this.condLhs, this.condLo, this.condHi);
    } else masm.compareSet(op, dst, this.condLhs, this.condRhs);
    if (invert) masm.binaryImmediate(Op.I32Xor, dst, dst, 1, 0);
    this.pushResult(ValType.I32, dst);
  }

  /**
   * Pops the top operand as a condition, for {@link branchOnCondition} or a select; its registers
   * stay pinned. A plain i32 holds if it is not zero.
   */
  protected popCondition(): void {
    if ((stack.rec[stack.top - RECORD + LOC]! & Loc.Condition) !== 0) {
      stack.top -= RECORD;
      return;
    }
    this.condOp = Op.I32Eqz;
    this.condNegate = true;
    this.condHasImmediate = false;
    this.condRhs = NO_REG;
    this.condLhs = this.popToReg();
  }

  /** Jumps to the label if the popped condition holds (or, with `negate`, if it does not). */
  protected branchOnCondition(negate: boolean, label: Label): void {
    const { masm } = this;
    const not = this.condNegate !== negate;
    if (this.condHasImmediate) {
      masm.compareBranchImmediate(this.condOp, not, this.condLhs, this.condLo, this.condHi, label);
    } else masm.compareBranch(this.condOp, not, this.condLhs, this.condRhs, label);
  }

  select(): void {
    const { masm } = this;
    this.popCondition();
    const type = stack.rec[stack.top - RECORD]! as ValType;
    const kind = kindOf(type);
    const ifFalse = this.popToReg();
    const ifTrue = this.popToReg();
    const dst = stack.isFree(ifTrue) ? ifTrue : stack.isFree(ifFalse) ? ifFalse : this.alloc(kind);
    if (this.condHasImmediate) {
      masm.compareSelectImmediate(
        kind,
        dst,
        ifTrue,
        ifFalse,
        this.condOp,
        this.condNegate,
        this.condLhs,
        this.condLo,
        this.condHi,
      );
    } else {
      masm.compareSelect(
        kind,
        dst,
        ifTrue,
        ifFalse,
        this.condOp,
        this.condNegate,
        this.condLhs,
        this.condRhs,
      );
    }
    stack.pushReg(type, dst, kind === Kind.I32 ? Loc.UpperUnknown : 0);
    this.unpin();
  }
}

function isTest(op: Op): boolean {
  return op === Op.I32Eqz || op === Op.I64Eqz;
}
