import { NO_REG, type Reg } from '../../abi/places.js';
import { WideOp } from '../operators.js';
import { Alu, MultiplyHigh, WithCarry } from './integer-assembler.js';
import type { Aarch64Machine } from './machine.js';
import { SCRATCH, ZR } from './registers.js';

// 128-bit arithmetic on pairs of registers. What would overwrite an operand too early waits in the
// scratch register; moves keep the flags.

export const binary128 = (
  masm: Aarch64Machine,
  op: WideOp,
  lo: Reg,
  hi: Reg,
  lhsLo: Reg,
  lhsHi: Reg,
  rhsLo: Reg,
  rhsHi: Reg,
): void => {
  const isAdd = op === WideOp.Add;
  const first = lo === lhsHi || lo === rhsHi ? SCRATCH : lo;
  masm.alu(isAdd ? Alu.Adds : Alu.Subs, true, first, lhsLo, rhsLo);
  masm.withCarry(isAdd ? WithCarry.Adc : WithCarry.Sbc, true, hi, orZero(lhsHi), orZero(rhsHi));
  if (first !== lo) masm.mov(true, lo, first);
};

const orZero = (reg: Reg): Reg => (reg === NO_REG ? ZR : reg);

export const multiplyWide = (
  masm: Aarch64Machine,
  op: WideOp,
  lo: Reg,
  hi: Reg,
  lhs: Reg,
  rhs: Reg,
): void => {
  const high = op === WideOp.MulS ? MultiplyHigh.Signed : MultiplyHigh.Unsigned;
  if (lo !== lhs && lo !== rhs) {
    masm.madd(true, lo, lhs, rhs, ZR);
    masm.multiplyHigh(high, hi, lhs, rhs);
  } else {
    const first = hi === lhs || hi === rhs ? SCRATCH : hi;
    masm.multiplyHigh(high, first, lhs, rhs);
    masm.madd(true, lo, lhs, rhs, ZR);
    if (first !== hi) masm.mov(true, hi, first);
  }
};
