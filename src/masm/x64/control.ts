import type { Reg } from '../../abi/places.js';
import type { TrapKind } from '../../wasm/trap-kind.js';
import type { Label } from '../emitter.js';
import type { Sse, SseMem } from './assembler.js';
import { isInt8 } from './encoder.js';
import { Alu, Cond, Load } from './integer-assembler.js';
import type { X64Machine } from './machine.js';
import { SCRATCH } from './registers.js';

/**
 * Conditions beyond the hardware's: equality of floats takes two flags, because UCOMISS/UCOMISD sets
 * ZF for unordered operands, too (Intel SDM volume 2, UCOMISD: ZF, PF, CF = 111).
 */
export const enum FloatCond {
  /** ZF set and PF clear: equal and ordered. */
  Equal = 16,
  /** ZF clear or PF set. */
  NotEqual = 17,
}

// Branches, trap stubs, float constants and jump tables.

/** The instruction just emitted put its result in `reg` and set ZF by it. */
export const noteZeroFlag = (masm: X64Machine, wide: boolean, reg: Reg): void => {
  masm.straightAt = masm.pos;
  masm.flagsReg = reg;
  masm.flagsWide = wide;
};

/** True if ZF tells here whether the register is zero. */
export const hasZeroFlag = (masm: X64Machine, wide: boolean, reg: Reg): boolean => {
  return masm.straightAt === masm.pos && masm.flagsReg === reg && masm.flagsWide === wide;
};

// ---- labels ---------------------------------------------------------------------------------

export const jump = (masm: X64Machine, label: Label): void => {
  const target = masm.labelPositions[label]!;
  if (target >= 0 && isInt8(target - masm.pos - 2)) {
    masm.jmpShort(target - masm.pos - 2);
  } else {
    masm.emit8(0xe9);
    labelReference(masm, label);
  }
};

const jumpIf = (masm: X64Machine, cond: Cond, label: Label): void => {
  const target = masm.labelPositions[label]!;
  if (target >= 0 && isInt8(target - masm.pos - 2)) {
    masm.jccShort(cond, target - masm.pos - 2);
  } else {
    masm.emit8(0x0f);
    masm.emit8(0x80 | cond);
    labelReference(masm, label);
  }
};

/** A rel32 to the label. */
const labelReference = (masm: X64Machine, label: Label): void => {
  const at = masm.pos;
  const target = masm.labelPositions[label]!;
  masm.emit32(target - at - 4);
  if (target < 0) masm.awaitLabel(label, at);
};

/** @param cond a {@link Cond} or {@link FloatCond} */
export const branch = (masm: X64Machine, cond: number, label: Label): void => {
  if (cond < FloatCond.Equal) {
    jumpIf(masm, cond, label);
  } else if (cond === FloatCond.Equal) {
    const skip = skipIf(masm, Cond.P);
    jumpIf(masm, Cond.E, label);
    endSkip(masm, skip);
  } else {
    jumpIf(masm, Cond.P, label);
    jumpIf(masm, Cond.NE, label);
  }
};

/** A short forward branch inside of a sequence; {@link endSkip} joins it to its target. */
export const skipIf = (masm: X64Machine, cond: Cond): number => {
  masm.jccShort(cond, 0);
  return masm.pos;
};

/** As {@link skipIf}, always taken. */
export const skip = (masm: X64Machine): number => {
  masm.jmpShort(0);
  return masm.pos;
};

export const endSkip = (masm: X64Machine, from: number): void => {
  masm.bytes[from - 1] = masm.pos - from;
};

// ---- traps ----------------------------------------------------------------------------------

/** Traps, in a stub behind the body, if the condition holds. */
export const trapOn = (masm: X64Machine, kind: TrapKind, cond: Cond): void => {
  masm.jccNear(cond, 0);
  masm.branchToStub(kind, masm.pos - 4);
};

// ---- float constants ------------------------------------------------------------------------

/** A load, or an operator with a right side of `double` or single width, of a constant. */
export const sseConstant = (
  masm: X64Machine,
  op: Sse | SseMem,
  double: boolean,
  reg: Reg,
  lo: number,
  hi: number,
): void => {
  masm.sseRip(op, reg, 0);
  if (double) masm.constants.addWide(masm.pos - 4, lo, hi);
  else masm.constants.addNarrow(masm.pos - 4, lo);
};

// ---- jump tables ----------------------------------------------------------------------------

/**
 * Jumps by a table of 32-bit distances from the table's start, which is emitted behind the body.
 * Only the low half of `index` counts.
 */
export const jumpTable = (
  masm: X64Machine,
  index: Reg,
  labels: Int32Array,
  count: number,
  otherwise: Label,
): void => {
  if (count === 0) {
    jump(masm, otherwise);
    return;
  }
  masm.aluImmediate(Alu.Cmp, false, index, count);
  jumpIf(masm, Cond.AE, otherwise);
  masm.mov(false, index, index);
  masm.leaRip(SCRATCH, 0);
  masm.addTable(masm.pos - 4, labels, count);
  masm.loadRegIndexed(Load.Movsxd, index, SCRATCH, index, 2, 0);
  masm.alu(Alu.Add, true, index, SCRATCH);
  masm.jmpReg(index);
};

/** Emits what lies behind the body. All labels that are used must be bound. */
export const endLabels = (masm: X64Machine): void => {
  masm.emitStubs();
  masm.emitConstants();
  masm.emitTables();
  masm.fillTables();
};
