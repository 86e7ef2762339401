import type { Reg } from '../../abi/places.js';
import type { TrapKind } from '../../wasm/trap-kind.js';
import { isFloatKind, Kind } from '../../wasm/value-types.js';
import { IMM, type Label } from '../macro-assembler.js';
import { Condition } from '../operators.js';
import { Code } from './encoding.js';
import type { PortableMachine } from './machine.js';
import { constant } from './moves.js';
import { noteSecondSite, operand } from './numeric.js';
import { SCRATCH, VMCTX } from './registers.js';

/** Number of a condition among the six that a kind has; the others are these with exchanged operands. */
const NUMBER = new Int8Array(32).fill(-1);
NUMBER[Condition.Eq] = 0;
NUMBER[Condition.Ne] = 1;
NUMBER[Condition.LtS] = 2;
NUMBER[Condition.GeS] = 3;
NUMBER[Condition.LtU] = 4;
NUMBER[Condition.GeU] = 5;
NUMBER[Condition.Lt] = 2;
NUMBER[Condition.NotLt] = 3;
NUMBER[Condition.Le] = 4;
NUMBER[Condition.NotLe] = 5;

/** Of singles there is none: these set a register first. */
const BRANCH = Int32Array.of(Code.BranchI32Eq, Code.BranchI64Eq, -1, Code.BranchF64Eq);
const SET = Int32Array.of(Code.SetI32Eq, Code.SetI64Eq, Code.SetF32Eq, Code.SetF64Eq);
/** From a compare of registers to that with a constant. */
const WITH_CONSTANT = Code.BranchI32EqC - Code.BranchI32Eq;

/** A compare in the form that the byte code has. */
class Form {
  number = 0;
  lhs: Reg = 0;
  rhs: Reg = 0;
  lo = 0;
  hi = 0;
}

const form = new Form();

/** Any integer; of floats none. */
export const compareHasImmediate = (kind: Kind): boolean => !isFloatKind(kind);

/** Brings a compare to the form; true if the right side is a constant. */
const find = (masm: PortableMachine, kind: Kind, cond: Condition, lhs: Reg, rhs: Reg): boolean => {
  form.lhs = lhs;
  form.rhs = rhs;
  form.number = NUMBER[cond]!;
  if (rhs !== IMM) {
    if (form.number >= 0) return false;
    form.number = NUMBER[cond ^ 2]!;
    form.lhs = rhs;
    form.rhs = lhs;
    return false;
  }
  form.lo = masm.immLo;
  form.hi = masm.immHi;
  if (form.number >= 0) return true;
  // a > c is a >= c + 1, and a <= c is a < c + 1, where there is such a number.
  form.number = NUMBER[cond ^ 3]!;
  form.lo = (masm.immLo + 1) | 0;
  form.hi = (masm.immHi + (form.lo === 0 ? 1 : 0)) | 0;
  const top = kind === Kind.I64 ? form.hi : form.lo;
  const isSigned = cond <= Condition.LeS;
  const wrapped =
    (kind === Kind.I32 || form.lo === 0) && (isSigned ? top === -0x8000_0000 : top === 0);
  if (!wrapped) return true;
  constant(masm, kind, SCRATCH, masm.immLo, masm.immHi);
  form.number = NUMBER[cond ^ 2]!;
  form.lhs = SCRATCH;
  form.rhs = lhs;
  return false;
};

/** Emits the operands of a compare with a constant. */
const emitConstant = (masm: PortableMachine, kind: Kind): void => {
  masm.emit32(form.lo);
  if (kind === Kind.I64) masm.emit32(form.hi);
};

export const compareBranch = (
  masm: PortableMachine,
  kind: Kind,
  cond: Condition,
  lhs: Reg,
  rhs: Reg,
  label: Label,
): void => {
  if (kind === Kind.F32) {
    compareSet(masm, kind, cond, SCRATCH, lhs, rhs);
    masm.emit32(Code.BranchI32NeC);
    masm.emitLabel(label);
    masm.emit32(2 * SCRATCH);
    masm.emit32(0);
    return;
  }
  const isConstant = find(masm, kind, cond, lhs, rhs);
  masm.emit32(BRANCH[kind]! + form.number + (isConstant ? WITH_CONSTANT : 0));
  masm.emitLabel(label);
  masm.emit32(operand(kind, form.lhs));
  if (isConstant) emitConstant(masm, kind);
  else masm.emit32(operand(kind, form.rhs));
};

export const compareSet = (
  masm: PortableMachine,
  kind: Kind,
  cond: Condition,
  dst: Reg,
  lhs: Reg,
  rhs: Reg,
): void => {
  const isConstant = find(masm, kind, cond, lhs, rhs);
  if (isConstant) {
    masm.emit3(SET[kind]! + form.number + WITH_CONSTANT, 2 * dst, 2 * form.lhs);
    emitConstant(masm, kind);
  } else {
    const a = operand(kind, form.lhs);
    const b = operand(kind, form.rhs);
    masm.emit4(SET[kind]! + form.number, 2 * dst, a, b);
  }
};

export const compareSelect = (
  masm: PortableMachine,
  kind: Kind,
  dst: Reg,
  ifTrue: Reg,
  ifFalse: Reg,
  compared: Kind,
  cond: Condition,
  lhs: Reg,
  rhs: Reg,
): void => {
  let condition = lhs;
  const isPlain = compared === Kind.I32 && cond === Condition.Ne && rhs === IMM && masm.immLo === 0;
  if (!isPlain) {
    compareSet(masm, compared, cond, SCRATCH, lhs, rhs);
    condition = SCRATCH;
  }
  const narrow = kind === Kind.I32 || kind === Kind.F32;
  const code = kind === Kind.V128 ? Code.VectorSelect : narrow ? Code.Select32 : Code.Select64;
  masm.emit3(code, 2 * dst, 2 * ifTrue);
  masm.emit32(2 * ifFalse);
  masm.emit32(2 * condition);
};

// ---- traps ----------------------------------------------------------------------------------

export const trapUnlessBelowField = (
  masm: PortableMachine,
  kind: TrapKind,
  index: Reg,
  base: Reg,
  offset: number,
): void => {
  expectVmctx(base);
  masm.markFaultSite(kind);
  masm.emit3(Code.TrapUnlessBelow, 2 * index, offset >> 2);
};

/** The site of a null reference has been noted. */
export const trapUnlessFieldsEqual = (
  masm: PortableMachine,
  kind: TrapKind,
  baseA: Reg,
  offsetA: number,
  baseB: Reg,
  offsetB: number,
): void => {
  expectVmctx(baseB);
  noteSecondSite(masm, kind);
  masm.emit4(Code.TrapUnlessSame, 2 * baseA, offsetA, offsetB >> 2);
};

/** Code generation for tables of pointers has no other base. */
const expectVmctx = (base: Reg): void => {
  if (base !== VMCTX) throw new Error('internal error: a base that is no vmctx');
};
