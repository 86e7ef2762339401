import { NO_REG, type Reg } from '../../abi/places.js';
import { TrapKind } from '../../wasm/trap-kind.js';
import { isFloatKind, Kind } from '../../wasm/value-types.js';
import { isAllOnes } from '../halves.js';
import { IMM } from '../macro-assembler.js';
import {
  Conversion,
  type FloatOp,
  type FloatUnary,
  IntOp,
  type IntUnary,
  type WideOp,
} from '../operators.js';
import { Code } from './encoding.js';
import type { PortableMachine } from './machine.js';
import { ZERO } from './registers.js';

// Operators of integers and floats. The words of operators.ts number the byte code's operators, kind by kind.

const BINARY = Int32Array.of(Code.I32Add, Code.I64Add, Code.F32Add, Code.F64Add);
const UNARY = Int32Array.of(Code.I32Clz, Code.I64Clz, Code.F32Abs, Code.F64Abs);

/** A register as an operand of a kind's operators: doubles have numbers of their own. */
export const operand = (kind: Kind, reg: Reg): number => (kind === Kind.F64 ? reg : 2 * reg);

export const hasImmediate = (kind: Kind, op: IntOp | FloatOp, lo: number, hi: number): boolean => {
  if (isFloatKind(kind)) return false;
  if ((op as IntOp) < IntOp.DivS) return true;
  const wide = kind === Kind.I64;
  if (lo === 0 && (!wide || hi === 0)) return false;
  return op === IntOp.DivU || op === IntOp.RemU || !isAllOnes(wide, lo, hi);
};

export const binary = (
  masm: PortableMachine,
  kind: Kind,
  op: IntOp | FloatOp,
  dst: Reg,
  lhs: Reg,
  rhs: Reg,
): void => {
  if (rhs === IMM) {
    binaryImmediate(masm, kind, op as IntOp, dst, lhs);
    return;
  }
  if (!isFloatKind(kind) && (op as IntOp) >= IntOp.DivS) noteDivision(masm, op as IntOp);
  masm.emit4(BINARY[kind]! + op, operand(kind, dst), operand(kind, lhs), operand(kind, rhs));
};

/** The first word is the site of a division by zero, the second one that of an overflow. */
const noteDivision = (masm: PortableMachine, op: IntOp): void => {
  masm.markFaultSite(TrapKind.IntegerDivideByZero);
  if (op === IntOp.DivS) noteSecondSite(masm, TrapKind.IntegerOverflow);
};

/** Notes the word behind the next one as a trap's site. */
export const noteSecondSite = (masm: PortableMachine, kind: TrapKind): void => {
  masm.trapSites.pushPair(masm.pos + 4, masm.sourceOffset);
  masm.trapKinds.push(kind);
};

/** Subtractions are additions of what is negated, so they have no operators of their own. */
const binaryImmediate = (
  masm: PortableMachine,
  kind: Kind,
  op: IntOp,
  dst: Reg,
  lhs: Reg,
): void => {
  let { immLo: lo, immHi: hi } = masm;
  if (op === IntOp.Sub) {
    lo = -lo | 0;
    hi = lo === 0 ? -hi | 0 : ~hi;
  }
  const how = op <= IntOp.Sub ? 0 : op - IntOp.Sub;
  if (kind === Kind.I32) masm.emit4(Code.I32AddC + how, 2 * dst, 2 * lhs, lo);
  else {
    masm.emit4(Code.I64AddC + how, 2 * dst, 2 * lhs, lo);
    masm.emit32(hi);
  }
};

export const unary = (
  masm: PortableMachine,
  kind: Kind,
  op: IntUnary | FloatUnary,
  dst: Reg,
  src: Reg,
): void => {
  masm.emit3(UNARY[kind]! + op, operand(kind, dst), operand(kind, src));
};

export const convert = (
  masm: PortableMachine,
  op: Conversion,
  to: Kind,
  from: Kind,
  dst: Reg,
  src: Reg,
): void => {
  switch (op) {
    case Conversion.Wrap:
      if (dst !== src) masm.emit3(Code.Move32, 2 * dst, 2 * src);
      return;
    case Conversion.Reinterpret: {
      const narrow = to === Kind.I32 || to === Kind.F32;
      if (dst !== src) masm.emit3(narrow ? Code.Move32 : Code.Move64, 2 * dst, 2 * src);
      return;
    }
    case Conversion.ExtendS:
    case Conversion.ExtendU:
      masm.emit3(op === Conversion.ExtendS ? Code.ExtendS : Code.ExtendU, 2 * dst, 2 * src);
      return;
    case Conversion.ConvertS:
    case Conversion.ConvertU: {
      const first = to === Kind.F32 ? Code.ConvertI32SToF32 : Code.ConvertI32SToF64;
      const code = first + (from === Kind.I64 ? 2 : 0) + (op === Conversion.ConvertU ? 1 : 0);
      masm.emit3(code, operand(to, dst), 2 * src);
      return;
    }
    case Conversion.Demote:
      masm.emit3(Code.Demote, 2 * dst, src);
      return;
    case Conversion.Promote:
      masm.emit3(Code.Promote, dst, 2 * src);
      return;
    default: {
      // TRUNCATIONS of the encoding has the same order.
      const how = op - Conversion.TruncS;
      const number = (to === Kind.I64 ? 8 : 0) + (from === Kind.F64 ? 4 : 0) + how;
      if (op <= Conversion.TruncU) {
        masm.markFaultSite(TrapKind.InvalidConversionToInteger);
        noteSecondSite(masm, TrapKind.IntegerOverflow);
      }
      masm.emit4(Code.Truncate, number, 2 * dst, 2 * src);
    }
  }
};

// ---- 128 bits -------------------------------------------------------------------------------

const orZero = (reg: Reg): number => 2 * (reg === NO_REG ? ZERO : reg);

/** All operands are read before a result is written. */
export const wide = (
  masm: PortableMachine,
  op: WideOp,
  lo: Reg,
  hi: Reg,
  lhsLo: Reg,
  lhsHi: Reg,
  rhsLo: Reg,
  rhsHi: Reg,
): void => {
  masm.emit4(Code.Wide, op, 2 * lo, 2 * hi);
  masm.emit4(2 * lhsLo, orZero(lhsHi), 2 * rhsLo, orZero(rhsHi));
};
