import { Op } from '../wasm/opcodes.js';

/**
 * Whether {@link foldI32} folds an operator. Kept to i32 operators that cannot trap and that real code
 * contains: address and flag arithmetic on constants.
 */
export const folds = (op: Op): boolean => {
  switch (op) {
    case Op.I32Add:
    case Op.I32Sub:
    case Op.I32Mul:
    case Op.I32And:
    case Op.I32Or:
    case Op.I32Xor:
    case Op.I32Shl:
    case Op.I32ShrS:
    case Op.I32ShrU:
      return true;
    default:
      return false;
  }
};

/** The result of an operator that {@link folds}, as a signed 32-bit integer. */
export const foldI32 = (op: Op, a: number, b: number): number => {
  switch (op) {
    case Op.I32Add:
      return (a + b) | 0;
    case Op.I32Sub:
      return (a - b) | 0;
    case Op.I32Mul:
      return Math.imul(a, b);
    case Op.I32And:
      return a & b;
    case Op.I32Or:
      return a | b;
    case Op.I32Xor:
      return a ^ b;
    case Op.I32Shl:
      return a << b;
    case Op.I32ShrS:
      return a >> b;
    case Op.I32ShrU:
      return (a >>> b) | 0;
    default:
      throw new Error(`${op} is not folded`);
  }
};
