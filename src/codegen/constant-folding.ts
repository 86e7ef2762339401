import { Op } from '../wasm/opcodes.js';

/**
 * Folds i32 operators that cannot trap; `undefined` for those that are not folded. Kept to what real
 * code contains: address and flag arithmetic on constants.
 */
export function foldI32(op: Op, a: number, b: number): number | undefined {
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
      return undefined;
  }
}
