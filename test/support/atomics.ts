import { AtomicOp } from '../../src/masm/operators.js';

/** What atomic operators do, by arithmetic of any length. */

export const ATOMIC_OPS: readonly (readonly [AtomicOp, string])[] = [
  [AtomicOp.Add, 'add'],
  [AtomicOp.Sub, 'sub'],
  [AtomicOp.Xchg, 'xchg'],
  [AtomicOp.And, 'and'],
  [AtomicOp.Or, 'or'],
  [AtomicOp.Xor, 'xor'],
];

/** Base-2 logarithms of the widths. */
export const WIDTHS = [0, 1, 2, 3] as const;

/** The lowest bits of a width. */
export function lowest(log2: number, value: bigint): bigint {
  return BigInt.asUintN(8 << log2, value);
}

/** What is there behind it. */
export function updated(op: AtomicOp, log2: number, old: bigint, operand: bigint): bigint {
  switch (op) {
    case AtomicOp.Add:
      return lowest(log2, old + operand);
    case AtomicOp.Sub:
      return lowest(log2, old - operand);
    case AtomicOp.Xchg:
      return lowest(log2, operand);
    case AtomicOp.And:
      return lowest(log2, old & operand);
    case AtomicOp.Or:
      return lowest(log2, old | operand);
    default:
      return lowest(log2, old ^ operand);
  }
}

/** What was there in bits, with the lowest ones replaced. */
export function withLowest(log2: number, old: bigint, value: bigint): bigint {
  const mask = (1n << BigInt(8 << log2)) - 1n;
  return (old & ~mask) | (value & mask);
}
