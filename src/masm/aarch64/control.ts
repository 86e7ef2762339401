import type { Reg } from '../../abi/places.js';
import type { TrapKind } from '../../wasm/trap-kind.js';
import type { Label } from '../emitter.js';
import { isAddImmediate } from './immediates.js';
import { Alu, Cond, Extend, Mem } from './integer-assembler.js';
import { emitIsland } from './islands.js';
import type { Aarch64Machine } from './machine.js';
import { SCRATCH, SCRATCH2, ZR } from './registers.js';

// Branches, trap stubs, float constants and jump tables.

// ---- labels ---------------------------------------------------------------------------------

export const jump = (masm: Aarch64Machine, label: Label): void => {
  const target = masm.labelPositions[label]!;
  if (target >= 0) {
    masm.b(target - masm.pos);
  } else {
    masm.awaitLabel(label, masm.pos);
    masm.b(0);
  }
};

export const jumpIf = (masm: Aarch64Machine, cond: Cond, label: Label): void => {
  const target = masm.labelPositions[label]!;
  if (target < 0) {
    masm.awaitLabel(label, masm.pos);
    masm.islandWords++;
    masm.bCond(cond, 0);
  } else if (masm.pos - target <= 1 << 20) {
    masm.bCond(cond, target - masm.pos);
  } else {
    masm.bCond(cond ^ 1, 8);
    masm.b(target - masm.pos);
  }
};

/** Jumps if the register is zero (or, with `nonzero`, if it is not). */
export const jumpIfZero = (
  masm: Aarch64Machine,
  nonzero: boolean,
  wide: boolean,
  reg: Reg,
  label: Label,
): void => {
  const target = masm.labelPositions[label]!;
  if (target < 0) {
    masm.awaitLabel(label, masm.pos);
    masm.islandWords++;
    masm.cbz(nonzero, wide, reg, 0);
  } else if (masm.pos - target <= 1 << 20) {
    masm.cbz(nonzero, wide, reg, target - masm.pos);
  } else {
    masm.cbz(!nonzero, wide, reg, 8);
    masm.b(target - masm.pos);
  }
};

/**
 * Jumps if the sign bit is clear (or, with `negative`, if it is set). The one-instruction form
 * reaches only 32 KB, so it is for labels that are known to be near.
 */
export const jumpIfSign = (
  masm: Aarch64Machine,
  negative: boolean,
  wide: boolean,
  reg: Reg,
  label: Label,
): void => {
  const target = masm.labelPositions[label]!;
  if (target >= 0 && masm.pos - target <= 1 << 15) {
    masm.tbz(negative, reg, wide ? 63 : 31, target - masm.pos);
  } else {
    masm.alu(Alu.Ands, wide, ZR, reg, reg);
    jumpIf(masm, negative ? Cond.Mi : Cond.Pl, label);
  }
};

/** A short forward branch inside of a sequence; {@link endSkip} joins it to its target. */
export const skipIf = (masm: Aarch64Machine, cond: Cond): number => {
  masm.bCond(cond, 0);
  return masm.pos;
};

export const endSkip = (masm: Aarch64Machine, from: number): void => {
  masm.straightAt = -1;
  masm.patchBranch19(from - 4, masm.pos);
};

// ---- traps ----------------------------------------------------------------------------------

export const trapOn = (masm: Aarch64Machine, kind: TrapKind, cond: Cond): void => {
  addStub(masm, kind);
  masm.bCond(cond, 0);
};

/** Traps if the register is zero (or, with `nonzero`, if it is not). */
export const trapIfZero = (
  masm: Aarch64Machine,
  kind: TrapKind,
  nonzero: boolean,
  wide: boolean,
  reg: Reg,
): void => {
  addStub(masm, kind);
  masm.cbz(nonzero, wide, reg, 0);
};

/** For the conditional branch to be emitted next. */
const addStub = (masm: Aarch64Machine, kind: TrapKind): void => {
  masm.branchToStub(kind, masm.pos);
  masm.islandWords++;
};

// ---- float constants ------------------------------------------------------------------------

/** Loads a constant that will lie behind the body or in an island. */
export const loadConstant = (
  masm: Aarch64Machine,
  double: boolean,
  dst: Reg,
  lo: number,
  hi: number,
): void => {
  const { constants } = masm;
  const before = constants.size;
  if (double) constants.addWide(masm.pos, lo, hi);
  else constants.addNarrow(masm.pos, lo);
  masm.islandWords += (constants.size - before) >> 2;
  masm.ldrLiteral(double, dst, 0);
};

// ---- jump tables ----------------------------------------------------------------------------

/**
 * Jumps by a table of 32-bit distances from the table's start, which follows the jump (ADR could
 * not reach behind a large body). Only the low half of `index` counts.
 */
export const jumpTable = (
  masm: Aarch64Machine,
  index: Reg,
  labels: Int32Array,
  count: number,
  otherwise: Label,
): void => {
  if (count === 0) {
    jump(masm, otherwise);
    return;
  }
  masm.reserve(4 * count + 1024);
  // The table must not put branches out of reach that wait.
  if (masm.pos + 4 * count + 4 * masm.islandWords > masm.islandDeadline) {
    emitIsland(masm);
    masm.reserve(4 * count + 1024);
  }
  if (isAddImmediate(count)) {
    masm.addImmediate(Alu.Subs, false, ZR, index, count);
  } else {
    masm.movImmediate(SCRATCH, count, 0);
    masm.alu(Alu.Subs, false, ZR, index, SCRATCH);
  }
  jumpIf(masm, Cond.Hs, otherwise);
  masm.adr(SCRATCH, 16);
  masm.accessIndexed(Mem.LdrSW, SCRATCH2, SCRATCH, index, Extend.Uxtw, true);
  masm.alu(Alu.Add, true, SCRATCH, SCRATCH, SCRATCH2);
  masm.br(SCRATCH);
  masm.addTable(masm.pos, labels, count);
  masm.pos += 4 * count;
};
