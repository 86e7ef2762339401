import { NO_REG, type Reg } from '../../src/abi/places.js';
import { WideOp } from '../../src/masm/operators.js';

/** What the masm's tests of 128-bit arithmetic have in common: registers, values, results. */

export const BINARY_128 = [WideOp.Add, WideOp.Sub] as const;
export const WIDE_NAMES = ['add128', 'sub128', 'mul_wide_s', 'mul_wide_u'];
export const MULTIPLY_WIDE = [WideOp.MulS, WideOp.MulU] as const;

/** Registers of a {@link MacroAssembler.binary128}. */
export interface Registers {
  readonly lo: Reg;
  readonly hi: Reg;
  /** Low and high half of the left side, and of the right side; high ones may be NO_REG. */
  readonly sources: readonly [Reg, Reg, Reg, Reg];
}

/** Every way in which results and operands can be the same registers, or high halves none. */
export function registerChoices(regs: readonly Reg[]): Registers[] {
  const choices: Registers[] = [];
  // Each source is one of those before it, or a new register; the results are any of them, or new.
  const extend = (sources: readonly Reg[], used: number): void => {
    if (sources.length < 4) {
      for (let i = 0; i <= used; i++) extend([...sources, regs[i]!], Math.max(used, i + 1));
      if (sources.length % 2 === 1) extend([...sources, NO_REG], used);
      return;
    }
    const [a, b, c, d] = sources as [Reg, Reg, Reg, Reg];
    for (let lo = 0; lo <= used; lo++) {
      for (let hi = 0; hi <= used + 1; hi++) {
        if (hi === lo) continue;
        choices.push({ lo: regs[lo]!, hi: regs[hi]!, sources: [a, b, c, d] });
      }
    }
  };
  extend([], 0);
  return choices;
}

const TOP = 1n << 63n;
const ONES = (1n << 64n) - 1n;

/** Values of four registers: each carry and borrow, between the halves and out of them. */
export const VALUES: readonly (readonly [bigint, bigint, bigint, bigint])[] = [
  [0x123456789abcdef0n, 0x1111111122222222n, 0xfedcba9876543211n, 0x3333333344444444n],
  [ONES, 0n, 1n, ONES],
  [0n, TOP, ONES, TOP - 1n],
  [1n, ONES, ONES, 0n],
  [TOP, TOP, TOP, 1n],
];

/** Low and high half of what an operator gives for halves, or factors. */
export function wideResult(op: WideOp, operands: readonly bigint[]): [lo: bigint, hi: bigint] {
  const [a, b, c, d] = operands as [bigint, bigint, bigint, bigint];
  let value: bigint;
  switch (op) {
    case WideOp.Add:
      value = (b << 64n) + a + (d << 64n) + c;
      break;
    case WideOp.Sub:
      value = (b << 64n) + a - (d << 64n) - c;
      break;
    case WideOp.MulS:
      value = BigInt.asIntN(64, a) * BigInt.asIntN(64, b);
      break;
    default:
      value = a * b;
  }
  return [BigInt.asUintN(64, value), BigInt.asUintN(64, value >> 64n)];
}
