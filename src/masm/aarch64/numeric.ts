import type { Reg } from '../../abi/places.js';
import { Op } from '../../wasm/opcodes.js';
import { isWide } from '../operators.js';
import { copysign } from './floats.js';
import { OneSource } from './integer-assembler.js';
import type { Aarch64Machine } from './machine.js';
import { BINARY, UNARY } from './operators.js';
import { SCRATCH_FP } from './registers.js';

// Operators of integers and floats alike: most are one instruction.

export const binary = (masm: Aarch64Machine, op: Op, dst: Reg, lhs: Reg, rhs: Reg): void => {
  const word = BINARY[op]!;
  if (word !== 0) masm.emit32(word | ((rhs & 31) << 16) | ((lhs & 31) << 5) | (dst & 31));
  else copysign(masm, op === Op.F64Copysign, dst, lhs, rhs);
};

// ---- one operand ----------------------------------------------------------------------------

export const unary = (masm: Aarch64Machine, op: Op, dst: Reg, src: Reg): void => {
  const word = UNARY[op]!;
  if (word !== 0) {
    masm.emit32(word | ((src & 31) << 5) | (dst & 31));
  } else if (op === Op.I32Ctz || op === Op.I64Ctz) {
    masm.oneSource(OneSource.Rbit, isWide(op), dst, src);
    masm.oneSource(OneSource.Clz, isWide(op), dst, dst);
  } else {
    // popcnt
    masm.fmovToFp(isWide(op), SCRATCH_FP, src);
    masm.countBytes(SCRATCH_FP, SCRATCH_FP);
    masm.sumBytes(SCRATCH_FP, SCRATCH_FP);
    masm.fmovFromFp(false, dst, SCRATCH_FP);
  }
};
