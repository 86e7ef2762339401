import { describe, expect, it } from 'vitest';
import {
  CANNOT_RUN,
  Expectations,
  halves,
  type TestAssembler,
} from '../../../test/support/aarch64-machine.js';
import { I64_VALUES } from '../../../test/support/wasm-reference.js';
import {
  BINARY_128,
  MULTIPLY_WIDE,
  registerChoices,
  VALUES,
  WIDE_NAMES,
  wideResult,
} from '../../../test/support/wide-arithmetic.js';
import { NO_REG, type Reg } from '../../abi/places.js';
import { Kind } from '../../wasm/value-types.js';
import { registerName } from './registers.js';

const GP = [0, 5, 8, 15, 19, 26];

function names(...regs: Reg[]): string {
  return regs.map((reg) => (reg === NO_REG ? 'xzr' : registerName(reg))).join(', ');
}

/** A function that gives registers values, and then does what `body` emits. */
function functionWith(
  masm: TestAssembler,
  values: ReadonlyMap<Reg, bigint>,
  body: () => void,
): number {
  return masm.func(() => {
    for (const [reg, value] of values) masm.constant(Kind.I64, reg, ...halves(value));
    body();
  });
}

const title = CANNOT_RUN === undefined ? '' : ` (skipped: ${CANNOT_RUN})`;

describe.skipIf(CANNOT_RUN !== undefined)(`aarch64 128-bit arithmetic${title}`, () => {
  it('adds and subtracts, whatever registers are the same', () => {
    const cases = new Expectations();
    const { masm } = cases;
    const choices = registerChoices(GP);
    expect(choices.length).toBeGreaterThan(250);
    for (const op of BINARY_128) {
      for (const { lo, hi, sources } of choices) {
        for (const list of VALUES) {
          const values = new Map<Reg, bigint>();
          sources.forEach((reg, i) => {
            if (reg !== NO_REG) values.set(reg, list[i]!);
          });
          const operands = sources.map((reg) => values.get(reg) ?? 0n);
          const entry = functionWith(masm, values, () => masm.binary128(op, lo, hi, ...sources));
          const what = `${WIDE_NAMES[op]} ${names(lo, hi, ...sources)} of ${operands}`;
          // The values that registers have behind it: the results, and the sources that are not theirs.
          const [low, high] = wideResult(op, operands);
          values.set(lo, low).set(hi, high);
          const free = [...values.keys()];
          for (const [dst, value] of values) cases.add(what, value, { entry, dst }, free);
        }
      }
    }
    cases.check();
  });

  it('multiplies, whatever registers are the same', () => {
    const cases = new Expectations();
    const { masm } = cases;
    const [a, b, c, d] = GP as [Reg, Reg, Reg, Reg];
    for (const op of MULTIPLY_WIDE) {
      for (const [lo, hi, lhs, rhs] of [
        [a, b, c, d],
        [a, b, c, c],
        [a, b, a, c],
        [a, b, c, a],
        [a, b, b, c],
        [a, b, c, b],
        [a, b, a, a],
        [a, b, b, b],
        [a, b, a, b],
        [a, b, b, a],
      ] as const) {
        const entry = masm.func(() => masm.multiplyWide(op, lo, hi, lhs, rhs));
        const free = [lo, hi];
        for (const x of I64_VALUES) {
          for (const y of lhs === rhs ? [x] : I64_VALUES) {
            const what = `${WIDE_NAMES[op]} ${names(lo, hi, lhs, rhs)} of ${x}, ${y}`;
            const [low, high] = wideResult(op, [x, y]);
            cases.add(what, low, { entry, dst: lo, lhs, rhs, x, y }, free);
            cases.add(what, high, { entry, dst: hi, lhs, rhs, x, y }, free);
          }
        }
      }
    }
    cases.check();
  });
});
