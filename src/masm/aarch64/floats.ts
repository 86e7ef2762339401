import type { Reg } from '../../abi/places.js';
import { Kind } from '../../wasm/value-types.js';
import type { Aarch64Machine } from './machine.js';
import { move } from './moves.js';
import { SCRATCH_FP } from './registers.js';

// Floating-point arithmetic. FPCR is zero: rounding to nearest, subnormals kept, and
// NaN operands are passed on as quiet NaNs (Arm ARM, section A1.5.6), as the specification asks for.

export const copysign = (
  masm: Aarch64Machine,
  double: boolean,
  dst: Reg,
  lhs: Reg,
  rhs: Reg,
): void => {
  masm.signToBit0(double, SCRATCH_FP, rhs);
  move(masm, double ? Kind.F64 : Kind.F32, dst, lhs);
  masm.insertSign(double, dst, SCRATCH_FP);
};
