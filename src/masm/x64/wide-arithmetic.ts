import { NO_REG, type Reg } from '../../abi/places.js';
import { WideOp } from '../operators.js';
import { Alu, UnaryOp } from './integer-assembler.js';
import type { X64Machine } from './machine.js';
import { SCRATCH } from './registers.js';

// 128-bit arithmetic on pairs of registers. Between the halves only moves are emitted: they keep the
// carry flag (SDM volume 2, MOV), and a zero is no XOR.

/**
 * `hi:lo = lhsHi:lhsLo op rhsHi:rhsLo`, by two instructions.
 * @param low Add or Sub
 * @param high Adc or Sbb
 */
export const withCarry = (
  masm: X64Machine,
  low: Alu,
  high: Alu,
  lo: Reg,
  hi: Reg,
  lhsLo: Reg,
  lhsHi: Reg,
  rhsLo: Reg,
  rhsHi: Reg,
): void => {
  // The low result waits in the scratch register where the high halves are still needed.
  if (lo !== lhsHi && lo !== rhsHi) {
    half(masm, low, lo, lhsLo, rhsLo);
    half(masm, high, hi, lhsHi, rhsHi);
  } else {
    half(masm, low, SCRATCH, lhsLo, rhsLo);
    if (low === Alu.Add || hi !== rhsHi || hi === lhsHi) half(masm, high, hi, lhsHi, rhsHi);
    else {
      // Here lo is lhsHi, and the scratch register is taken: the difference is computed in lo.
      masm.alu(high, true, lo, rhsHi);
      masm.mov(true, hi, lo);
    }
    masm.mov(true, lo, SCRATCH);
  }
};

/** `dst = lhs op rhs`, where NO_REG stands for zero; destroys the scratch register. */
const half = (masm: X64Machine, op: Alu, dst: Reg, lhs: Reg, rhs: Reg): void => {
  const commutes = op === Alu.Add || op === Alu.Adc;
  if (rhs === NO_REG) {
    copyOrZero(masm, dst, lhs);
    masm.aluImmediate(op, true, dst, 0);
  } else if (lhs === NO_REG && commutes) {
    copyOrZero(masm, dst, rhs);
    masm.aluImmediate(op, true, dst, 0);
  } else if (dst !== rhs || dst === lhs) {
    copyOrZero(masm, dst, lhs);
    masm.alu(op, true, dst, rhs);
  } else if (commutes) {
    masm.alu(op, true, dst, lhs);
  } else {
    copyOrZero(masm, SCRATCH, lhs);
    masm.alu(op, true, SCRATCH, rhs);
    masm.mov(true, dst, SCRATCH);
  }
};

const copyOrZero = (masm: X64Machine, dst: Reg, src: Reg): void => {
  if (src === NO_REG) masm.movImmediate(dst, 0, 0);
  else if (dst !== src) masm.mov(true, dst, src);
};

/** One operand is in rax, and the product comes out in rdx and rax (SDM volume 2, MUL and IMUL). */
export const multiplyWide = (masm: X64Machine, op: WideOp, factor: Reg): void => {
  masm.unaryReg(op === WideOp.MulS ? UnaryOp.Imul : UnaryOp.Mul, true, factor);
};
