import { describe, expect, it } from 'vitest';
import {
  CANNOT_RUN,
  type Run,
  runAll,
  TestAssembler,
} from '../../../test/support/aarch64-machine.js';
import * as wasm from '../../../test/support/wasm-on-machine.js';
import {
  convert,
  F32_VALUES,
  F64_VALUES,
  floatBinary,
  floatUnary,
  I32_VALUES,
  I64_VALUES,
  integerBinary,
  integerUnary,
  isWideInteger,
  sameFloat,
  TRAP_BASE,
} from '../../../test/support/wasm-reference.js';
import type { Reg } from '../../abi/places.js';
import {
  ALL_OPS,
  OP_OPERAND,
  OP_RESULT,
  OP_SHAPE,
  type Op,
  opName,
  Shape,
} from '../../wasm/opcodes.js';
import { ValType } from '../../wasm/value-types.js';
import { imm } from '../macro-assembler.js';
import { registerName, V0 } from './registers.js';

/**
 * What the macro assembler emits for every numeric operator, run on an aarch64 machine or emulator,
 * against the reference; with all ways in which registers can be the same, with rubbish in the upper
 * halves of 32-bit operands, and with a check that no other register changes.
 */

const GP = [0, 1, 5, 8, 15, 19, 26];
const VEC = [0, 1, 5, 8, 15, 29].map((n) => V0 + n);

function valuesOf(type: ValType): readonly bigint[] {
  switch (type) {
    case ValType.I32:
      return I32_VALUES;
    case ValType.I64:
      return I64_VALUES;
    case ValType.F32:
      return F32_VALUES;
    default:
      return F64_VALUES;
  }
}

function isFloat(type: ValType): boolean {
  return type === ValType.F32 || type === ValType.F64;
}

function opsOf(...shapes: Shape[]): Op[] {
  return ALL_OPS.filter((op) => shapes.includes(OP_SHAPE[op]!));
}

function halves(value: bigint): [number, number] {
  return [Number(BigInt.asIntN(32, value)), Number(BigInt.asIntN(32, value >> 32n))];
}

/** The value with rubbish above its 32 bits, if it has 32. */
function dirty(type: ValType, value: bigint): bigint {
  return type === ValType.I32 || type === ValType.F32 ? value | 0xdead_0bad_0000_0000n : value;
}

/** Every way in which destination and two sources can be the same. */
function aliasings(regs: readonly Reg[]): [Reg, Reg, Reg][] {
  const [a, b, c] = [regs[0]!, regs[3]!, regs[5]!];
  const [d, e] = [regs[1]!, regs[4]!];
  return [
    [a, b, c],
    [a, a, b],
    [d, e, d],
    [c, c, c],
    [d, e, e],
  ];
}

/** Leaves three of four pairs out, but none of the special numbers at both ends of the list. */
function skips(i: number, j: number, count: number): boolean {
  const special = (k: number) => k < 8 || k >= count - 12;
  return (i + j) % 4 !== 0 && !(special(i) && special(j));
}

/** Collects runs with what they must give. */
class Cases {
  readonly masm = new TestAssembler();
  private readonly runs: Run[] = [];
  private readonly names: string[] = [];
  private readonly expected: bigint[] = [];
  private readonly types: ValType[] = [];

  add(name: string, type: ValType, expected: bigint, run: Run): void {
    this.names.push(name);
    this.types.push(type);
    this.expected.push(expected);
    this.runs.push(run);
  }

  check(): void {
    const { masm } = this;
    const results = runAll(masm, this.runs);
    for (let i = 0; i < results.length; i++) {
      const result = results[i]!;
      const expected = this.expected[i]!;
      const run = this.runs[i]!;
      const what = () => {
        const regs = [run.dst, run.lhs, run.rhs].filter((r) => r !== undefined);
        const values = [run.x, run.y].map((v) => v?.toString(16) ?? '-');
        return `${this.names[i]} ${regs.map((r) => registerName(r!)).join(', ')}: ${values}`;
      };
      if (result.trapAt >= 0) {
        const kind = masm.kindAt(result.trapAt);
        if (kind < 0) expect.fail(`${what()}: no trap site at ${result.trapAt}`);
        if (TRAP_BASE - BigInt(kind) !== expected) expect.fail(`${what()}: trap ${kind}`);
        continue;
      }
      if (expected <= TRAP_BASE) expect.fail(`${what()} does not trap`);
      const type = this.types[i]!;
      const got = type === ValType.F32 ? result.value & 0xffff_ffffn : result.value;
      const same = isFloat(type)
        ? sameFloat(type === ValType.F64, got, expected)
        : got === expected;
      if (!same) expect.fail(`${what()} = ${got.toString(16)}, not ${expected.toString(16)}`);
      if (result.changed >= 0) expect.fail(`${what()} changed register ${result.changed}`);
    }
    expect(results.length).toBeGreaterThan(100);
  }
}

const title = CANNOT_RUN === undefined ? '' : ` (skipped: ${CANNOT_RUN})`;

describe.skipIf(CANNOT_RUN !== undefined)(`aarch64 numeric operators${title}`, () => {
  it('binary, shift and divide', () => {
    const cases = new Cases();
    const { masm } = cases;
    for (const op of opsOf(Shape.Binary, Shape.Shift, Shape.Divide)) {
      const type = OP_OPERAND[op]! as ValType;
      const values = valuesOf(type);
      for (const [dst, lhs, rhs] of aliasings(isFloat(type) ? VEC : GP)) {
        masm.sourceOffset++;
        const entry = masm.func(() => {
          if (OP_SHAPE[op] === Shape.Binary) wasm.binary(masm, op, dst, lhs, rhs);
          else if (OP_SHAPE[op] === Shape.Shift) wasm.binary(masm, op, dst, lhs, rhs);
          else wasm.binary(masm, op, dst, lhs, rhs);
        });
        for (let i = 0; i < values.length; i++) {
          for (let j = 0; j < values.length; j++) {
            const x = values[i]!;
            const y = values[j]!;
            if (lhs === rhs ? i !== j : isFloat(type) && skips(i, j, values.length)) continue;
            const expected = isFloat(type) ? floatBinary(op, x, y) : integerBinary(op, x, y);
            const run = { entry, dst, lhs, rhs, x: dirty(type, x), y: dirty(type, y) };
            cases.add(opName(op), OP_RESULT[op]!, expected, run);
          }
        }
      }
    }
    cases.check();
  });

  it('with a constant', () => {
    const cases = new Cases();
    const { masm } = cases;
    for (const op of opsOf(Shape.Binary, Shape.Shift, Shape.Divide)) {
      const type = OP_OPERAND[op]! as ValType;
      if (isFloat(type)) continue;
      const wide = isWideInteger(op);
      const divide = OP_SHAPE[op] === Shape.Divide;
      const bits = wide ? 64 : 32;
      const constants = new Set([
        ...valuesOf(type),
        ...[3n, 5n, 9n, 12n, 31n, 0xfffn, 0x1000n, 0x1001n, 0xfff000n, 0xffffffn, 0x1000000n],
        ...[-0xfffn, -0x1000n, -0x1001n, -0xffffffn, -0x1000000n].map((n) =>
          BigInt.asUintN(bits, n),
        ),
        ...Array.from({ length: bits }, (_, n) => 1n << BigInt(n)),
      ]);
      for (const constant of constants) {
        const [lo, hi] = halves(constant);
        const mayTrap = constant === 0n || constant === (1n << BigInt(bits)) - 1n;
        if (divide && mayTrap && !wasm.hasImmediate(masm, op, lo, hi)) continue;
        expect(
          divide ? wasm.hasImmediate(masm, op, lo, hi) : wasm.hasImmediate(masm, op, lo, hi),
        ).toBe(true);
        for (const [dst, lhs] of [
          [0, 0],
          [19, 8],
        ] as const) {
          const entry = masm.func(() => {
            if (divide) wasm.binary(masm, op, dst, lhs, imm(masm, lo, hi));
            else wasm.binary(masm, op, dst, lhs, imm(masm, lo, hi));
          });
          for (const x of valuesOf(type)) {
            const name = `${opName(op)} with ${constant.toString(16)}`;
            const run = { entry, dst, lhs, x: dirty(type, x) };
            cases.add(name, type, integerBinary(op, x, constant), run);
          }
        }
      }
    }
    cases.check();
  });

  it('unary and conversions', () => {
    const cases = new Cases();
    const { masm } = cases;
    for (const op of opsOf(Shape.Unary, Shape.Convert)) {
      const type = OP_OPERAND[op]! as ValType;
      const result = OP_RESULT[op]! as ValType;
      const unary = OP_SHAPE[op] === Shape.Unary;
      for (const [d, s] of [
        [0, 0],
        [3, 24],
        [26, 1],
      ] as const) {
        const dst = d + (isFloat(result) ? V0 : 0);
        const src = s + (isFloat(type) ? V0 : 0);
        masm.sourceOffset++;
        const entry = masm.func(() => {
          if (unary) wasm.unary(masm, op, dst, src);
          else wasm.convert(masm, op, dst, src);
        });
        const values = new Set(valuesOf(type));
        if (!isFloat(type)) {
          for (let n = 0; n < (type === ValType.I32 ? 32 : 64); n++) values.add(1n << BigInt(n));
        }
        for (const x of values) {
          const expected = !unary
            ? convert(op, x)
            : isFloat(type)
              ? floatUnary(op, x)
              : integerUnary(op, x);
          cases.add(opName(op), result, expected, { entry, dst, lhs: src, x: dirty(type, x) });
        }
      }
    }
    cases.check();
  });
});
