import { describe, expect, it } from 'vitest';
import { I64_VALUES } from '../../../test/support/wasm-reference.js';
import {
  BINARY_128,
  MULTIPLY_WIDE,
  registerChoices,
  VALUES,
  WIDE_NAMES,
  wideResult,
} from '../../../test/support/wide-arithmetic.js';
import { CAN_RUN, Machine, TestAssembler } from '../../../test/support/x64-machine.js';
import { NO_REG, type Reg } from '../../abi/places.js';
import { NO_FEATURES } from './features.js';
import { R8, R13, RAX, RBX, RCX, RDI, RDX, RSI, registerName } from './registers.js';

const GP = [RSI, RDX, R13, RAX, R8, RDI];

function names(...regs: Reg[]): string {
  return regs.map((reg) => (reg === NO_REG ? '0' : registerName(reg))).join(', ');
}

describe.skipIf(!CAN_RUN)('x64 128-bit arithmetic', () => {
  it('adds and subtracts, whatever registers are the same', () => {
    const masm = new TestAssembler(NO_FEATURES);
    const choices = registerChoices(GP);
    expect(choices.length).toBeGreaterThan(250);
    const cases = BINARY_128.flatMap((op) =>
      choices.map(({ lo, hi, sources }) => ({
        op,
        lo,
        hi,
        sources,
        at: masm.func(() => masm.binary128(op, lo, hi, ...sources)),
      })),
    );
    const machine = new Machine(masm.bytes.subarray(0, masm.pos));
    for (const { op, lo, hi, sources, at } of cases) {
      for (const values of VALUES) {
        machine.reset();
        sources.forEach((reg, i) => {
          if (reg !== NO_REG) machine.set(reg, values[i]!);
        });
        const operands = sources.map((reg) => (reg === NO_REG ? 0n : machine.get(reg)));
        machine.run(at);
        const found = [machine.get(lo), machine.get(hi)];
        const what = `${WIDE_NAMES[op]} ${names(lo, hi, ...sources)} of ${operands}`;
        expect(found, what).toEqual(wideResult(op, operands));
        expect(machine.changed([lo, hi]), what).toBe(-1);
      }
    }
  });

  it('multiplies rax by any register', () => {
    const masm = new TestAssembler(NO_FEATURES);
    const { productLo, productHi } = masm.traits;
    const cases = MULTIPLY_WIDE.flatMap((op) =>
      [RAX, RDX, RCX, RBX, R8, R13].map((factor) => ({
        op,
        factor,
        at: masm.func(() => masm.multiplyWide(op, productLo, productHi, productLo, factor)),
      })),
    );
    const machine = new Machine(masm.bytes.subarray(0, masm.pos));
    for (const { op, factor, at } of cases) {
      for (const x of I64_VALUES) {
        for (const y of factor === productLo ? [x] : I64_VALUES) {
          machine.reset();
          machine.set(productLo, x);
          machine.set(factor, y);
          machine.run(at);
          const found = [machine.get(productLo), machine.get(productHi)];
          const what = `${WIDE_NAMES[op]} ${names(factor)}: ${x} * ${y}`;
          expect(found, what).toEqual(wideResult(op, [x, y]));
          expect(machine.changed([productLo, productHi]), what).toBe(-1);
        }
      }
    }
  });
});
