import { describe, expect, it } from 'vitest';
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
import { CAN_RUN, dirty, Machine, TestAssembler } from '../../../test/support/x64-machine.js';
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
import { TrapKind } from '../../wasm/trap-kind.js';
import { ValType } from '../../wasm/value-types.js';
import { imm } from '../macro-assembler.js';
import {
  ALL_FEATURES,
  FEATURE_NAMES,
  featuresFromNames,
  NO_FEATURES,
  type X64Features,
} from './features.js';
import {
  R8,
  R9,
  R10,
  R12,
  R13,
  RAX,
  RBX,
  RCX,
  RDI,
  RDX,
  RSI,
  registerName,
  XMM0,
} from './registers.js';

/** None, each alone, all. */
const FEATURE_SETS: [string, X64Features][] = [
  ['SSE2 only', NO_FEATURES],
  ...FEATURE_NAMES.map(([name]): [string, X64Features] => [name, featuresFromNames([name])]),
  ['all features', ALL_FEATURES],
];

const GP = [RAX, RCX, RDX, RBX, RSI, RDI, R8, R9, R10, R12, R13];

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

/** Every way in which destination and sources of one class can be the same. */
function aliasings(regs: readonly Reg[], three: boolean): [Reg, Reg, Reg][] {
  const triples: [Reg, Reg, Reg][] = [];
  for (let i = 0; i < regs.length; i++) {
    const a = regs[i]!;
    const b = regs[(i + 3) % regs.length]!;
    const c = regs[(i + 5) % regs.length]!;
    triples.push([a, a, b], [a, b, a], [a, b, c], [a, a, a], [a, b, b]);
    if (!three) triples.splice(-3, 1);
  }
  return triples;
}

/**
 * Leaves two of three pairs out, but none of small numbers and zeros, which come first, or of
 * infinities and NaNs, which come last.
 */
function skips(i: number, j: number, count: number): boolean {
  const special = (k: number) => k < 8 || k >= count - 12;
  return (i + j) % 3 !== 0 && !(special(i) && special(j));
}

/** Powers of two, numbers next to them, and others, as unsigned numbers of so many bits. */
function divisors(bits: number): bigint[] {
  const list = new Set<bigint>();
  for (let n = 0; n < bits; n++) {
    const power = 1n << BigInt(n);
    for (const d of [power, power - 1n, power + 1n, power + power / 2n]) list.add(d);
  }
  for (let d = 1n; d <= 130n; d++) list.add(d);
  let random = 12345n;
  for (let i = 0; i < 200; i++) {
    random = (random * 6364136223846793005n + 1442695040888963407n) & ((1n << 64n) - 1n);
    list.add(random >> BigInt(64 - bits + (i % bits)));
  }
  for (const d of [641n, 1000n, 10000n, 1000000007n, 0xffff_fffdn]) list.add(d);
  list.delete(0n);
  return [...list];
}

/** Operands where a quotient changes: next to multiples of the divisor. */
function around(divisor: bigint, bits: number): bigint[] {
  const list: bigint[] = [];
  for (const limit of [0n, 3n * divisor, 1n << BigInt(bits - 1), (1n << BigInt(bits)) - 1n]) {
    const multiple = limit - (limit % divisor);
    for (const d of [-1n, 0n, 1n]) {
      list.push(BigInt.asUintN(bits, multiple + d), BigInt.asUintN(bits, d - multiple));
    }
  }
  return list;
}

interface Case {
  op: Op;
  name: string;
  at: number;
  dst: Reg;
  lhs: Reg;
  rhs: Reg;
}

function describeCase(c: Case, x: bigint, y: bigint): string {
  const regs = [c.dst, c.lhs, c.rhs].filter((r) => r >= 0).map((r) => registerName(r));
  return `${c.name} ${regs.join(', ')}: 0x${x.toString(16)}, 0x${y.toString(16)}`;
}

/** Checks the result register, and that nothing else but `free` changed. */
function check(
  machine: Machine,
  c: Case,
  x: bigint,
  y: bigint,
  expected: bigint,
  free: readonly Reg[] = [],
): void {
  const result = OP_RESULT[c.op]! as ValType;
  if (expected <= TRAP_BASE) {
    if (machine.trapKind !== Number(TRAP_BASE - expected)) {
      expect.fail(`${describeCase(c, x, y)}: trap ${machine.trapKind}`);
    }
    return;
  }
  if (machine.trapKind !== -1) expect.fail(`${describeCase(c, x, y)}: trapped`);
  let got = machine.get(c.dst);
  let same: boolean;
  if (isFloat(result)) {
    if (result === ValType.F32) got &= 0xffff_ffffn;
    same = sameFloat(result === ValType.F64, got, expected);
  } else {
    same = got === expected;
  }
  if (!same) {
    expect.fail(`${describeCase(c, x, y)} = 0x${got.toString(16)}, not 0x${expected.toString(16)}`);
  }
  const changed = machine.changed([c.dst, ...free]);
  if (changed >= 0) expect.fail(`${describeCase(c, x, y)} changed ${registerName(changed)}`);
}

describe.skipIf(!CAN_RUN)('x64 numeric operators that no feature matters to', () => {
  const features = NO_FEATURES;

  it('binary', () => {
    const masm = new TestAssembler(features);
    const cases: Case[] = [];
    for (const op of opsOf(Shape.Binary)) {
      const base = isFloat(OP_OPERAND[op]!) ? XMM0 : 0;
      const regs = base === 0 ? GP : [0, 1, 5, 7, 8, 14].map((n) => XMM0 + n);
      for (const [dst, lhs, rhs] of aliasings(regs, true)) {
        const at = masm.func(() => wasm.binary(masm, op, dst, lhs, rhs));
        cases.push({ op, name: opName(op), at, dst, lhs, rhs });
      }
    }
    const machine = new Machine(masm.bytes.subarray(0, masm.pos));
    for (const c of cases) {
      const type = OP_OPERAND[c.op]! as ValType;
      const values = valuesOf(type);
      for (let i = 0; i < values.length; i++) {
        for (let j = 0; j < values.length; j++) {
          if (c.lhs === c.rhs ? i !== j : isFloat(type) && skips(i, j, values.length)) continue;
          const x = values[i]!;
          const y = values[j]!;
          machine.reset();
          machine.set(c.lhs, dirty(type, x));
          machine.set(c.rhs, dirty(type, y));
          machine.run(c.at);
          const expected = isFloat(type) ? floatBinary(c.op, x, y) : integerBinary(c.op, x, y);
          check(machine, c, x, y, expected);
        }
      }
    }
  });

  it('division', () => {
    const masm = new TestAssembler(features);
    const { traits } = masm;
    const cases: Case[] = [];
    for (const op of opsOf(Shape.Divide)) {
      const remainder = opName(op).includes('rem');
      const dst = remainder ? traits.remainderReg : traits.quotientReg;
      for (const rhs of [RCX, RSI, R12, R13]) {
        const first = masm.trapKinds.length;
        const at = masm.func(() => wasm.binary(masm, op, dst, traits.divideLhs, rhs));
        cases.push({ op, name: opName(op), at, dst, lhs: traits.divideLhs, rhs });
        // The DIV or IDIV itself is the fault site.
        const site = masm.trapSites.data[2 * first]!;
        expect(masm.trapKinds.data[first]).toBe(TrapKind.IntegerDivideByZero);
        const rex = (masm.bytes[site]! & 0xf0) === 0x40 ? 1 : 0;
        expect(masm.bytes[site + rex]).toBe(0xf7);
      }
    }
    const machine = new Machine(masm.bytes.subarray(0, masm.pos));
    for (const c of cases) {
      const type = OP_OPERAND[c.op]! as ValType;
      for (const x of valuesOf(type)) {
        for (const y of valuesOf(type)) {
          if (y === 0n) continue;
          machine.reset();
          machine.set(c.lhs, dirty(type, x));
          machine.set(c.rhs, dirty(type, y));
          machine.run(c.at);
          const expected = integerBinary(c.op, x, y);
          check(machine, c, x, y, expected, [traits.divideLhs, traits.divideClobber]);
        }
      }
    }
  });

  it('division by a constant', () => {
    const masm = new TestAssembler(features);
    const cases: (Case & { constant: bigint })[] = [];
    for (const op of opsOf(Shape.Divide)) {
      const wide = isWideInteger(op);
      const signed = opName(op).endsWith('_s');
      for (const constant of divisors(wide ? 64 : 32)) {
        const lo = Number(BigInt.asIntN(32, constant));
        const hi = Number(BigInt.asIntN(32, constant >> 32n));
        const power = (constant & (constant - 1n)) === 0n;
        const positive = !signed || BigInt.asIntN(wide ? 64 : 32, constant) > 0n;
        expect(wasm.hasImmediate(masm, op, lo, hi)).toBe((power || !wide) && positive);
        if (!wasm.hasImmediate(masm, op, lo, hi)) continue;
        for (const [dst, lhs] of [
          [RAX, RAX],
          [RDX, R13],
          [R12, RCX],
        ] as const) {
          const at = masm.func(() => wasm.binary(masm, op, dst, lhs, imm(masm, lo, hi)));
          cases.push({ op, name: opName(op), at, dst, lhs, rhs: -1, constant });
        }
      }
      expect(wasm.hasImmediate(masm, op, 0, 0)).toBe(false);
      expect(wasm.hasImmediate(masm, op, -1, -1)).toBe(!signed && !wide);
    }
    const machine = new Machine(masm.bytes.subarray(0, masm.pos));
    for (const c of cases) {
      const type = OP_OPERAND[c.op]! as ValType;
      for (const x of [...valuesOf(type), ...around(c.constant, type === ValType.I32 ? 32 : 64)]) {
        machine.reset();
        machine.set(c.lhs, dirty(type, x));
        machine.run(c.at);
        check(machine, c, x, c.constant, integerBinary(c.op, x, c.constant));
      }
    }
  });

  it('conversions', () => {
    const masm = new TestAssembler(features);
    const cases: Case[] = [];
    for (const op of opsOf(Shape.Convert)) {
      const from = isFloat(OP_OPERAND[op]!);
      const to = isFloat(OP_RESULT[op]!);
      const pairs =
        from === to
          ? [
              [1, 1],
              [2, 9],
              [12, 3],
            ]
          : [
              [1, 1],
              [2, 9],
              [12, 3],
              [13, 14],
              [0, 0],
              [6, 12],
            ];
      for (const [d, s] of pairs) {
        const dst = d! + (to ? XMM0 : 0);
        const src = (from || s! < 14 ? s! : 13) + (from ? XMM0 : 0);
        const at = masm.func(() => wasm.convert(masm, op, dst, src));
        cases.push({ op, name: opName(op), at, dst, lhs: src, rhs: -1 });
      }
    }
    const machine = new Machine(masm.bytes.subarray(0, masm.pos));
    for (const c of cases) {
      const type = OP_OPERAND[c.op]! as ValType;
      for (const x of valuesOf(type)) {
        machine.reset();
        machine.set(c.lhs, dirty(type, x));
        machine.run(c.at);
        check(machine, c, x, 0n, convert(c.op, x));
      }
    }
  });
});

describe.skipIf(!CAN_RUN).each(FEATURE_SETS)('x64 numeric operators, %s', (_name, features) => {
  it('binary and shift with a constant', () => {
    const masm = new TestAssembler(features);
    const cases: (Case & { constant: bigint })[] = [];
    for (const op of opsOf(Shape.Binary, Shape.Shift)) {
      if (isFloat(OP_OPERAND[op]!)) continue;
      const wide = isWideInteger(op);
      const constants = [
        ...(wide ? I64_VALUES : I32_VALUES),
        ...[4n, 8n, 9n, 3n, 12n, 0xffff_ffff_ffff_ff80n, 0xffff_ffff_ffff_ff7fn, 1n << 40n],
      ];
      for (const constant of constants) {
        const lo = Number(BigInt.asIntN(32, constant));
        const hi = Number(BigInt.asIntN(32, constant >> 32n));
        if (!wasm.hasImmediate(masm, op, lo, hi)) {
          expect(wide).toBe(true);
          expect(OP_SHAPE[op]).toBe(Shape.Binary);
          continue;
        }
        for (const [dst, lhs] of [
          [RAX, RAX],
          [RSI, RSI],
          [RSI, RDI],
          [R13, R12],
          [R12, R13],
          [RCX, R13],
        ] as const) {
          const at = masm.func(() => wasm.binary(masm, op, dst, lhs, imm(masm, lo, hi)));
          cases.push({ op, name: opName(op), at, dst, lhs, rhs: -1, constant });
        }
      }
    }
    const machine = new Machine(masm.bytes.subarray(0, masm.pos));
    for (const c of cases) {
      const type = OP_OPERAND[c.op]! as ValType;
      for (const x of valuesOf(type)) {
        machine.reset();
        machine.set(c.lhs, dirty(type, x));
        machine.run(c.at);
        check(machine, c, x, c.constant, integerBinary(c.op, x, c.constant));
      }
    }
  });

  it('shift', () => {
    const masm = new TestAssembler(features);
    const cases: Case[] = [];
    const free = masm.traits.shiftCountReg < 0;
    const triples: [Reg, Reg, Reg][] = free
      ? aliasings([RAX, RCX, RDX, R12, RSI, R8], true)
      : [
          [RAX, RAX, RCX],
          [RDI, RAX, RCX],
          [R12, R13, RCX],
          [RAX, RCX, RCX],
        ];
    for (const op of opsOf(Shape.Shift)) {
      for (const [dst, lhs, rhs] of triples) {
        const at = masm.func(() => wasm.binary(masm, op, dst, lhs, rhs));
        cases.push({ op, name: opName(op), at, dst, lhs, rhs });
      }
    }
    const machine = new Machine(masm.bytes.subarray(0, masm.pos));
    for (const c of cases) {
      const type = OP_OPERAND[c.op]! as ValType;
      for (const x of valuesOf(type)) {
        for (const y of valuesOf(type)) {
          if (c.lhs === c.rhs && x !== y) continue;
          machine.reset();
          machine.set(c.lhs, dirty(type, x));
          machine.set(c.rhs, dirty(type, y));
          machine.run(c.at);
          check(machine, c, x, y, integerBinary(c.op, x, y));
        }
      }
    }
  });

  it('unary', () => {
    const masm = new TestAssembler(features);
    const cases: Case[] = [];
    for (const op of opsOf(Shape.Unary)) {
      const regs = isFloat(OP_OPERAND[op]!) ? [0, 3, 8, 14].map((n) => XMM0 + n) : GP;
      for (let i = 0; i < regs.length; i++) {
        for (const src of [regs[i]!, regs[(i + 1) % regs.length]!]) {
          const dst = regs[i]!;
          const at = masm.func(() => wasm.unary(masm, op, dst, src));
          cases.push({ op, name: opName(op), at, dst, lhs: src, rhs: -1 });
        }
      }
    }
    const machine = new Machine(masm.bytes.subarray(0, masm.pos));
    for (const c of cases) {
      const type = OP_OPERAND[c.op]! as ValType;
      const values = isFloat(type)
        ? valuesOf(type)
        : [
            ...valuesOf(type),
            ...Array.from({ length: 64 }, (_, n) =>
              BigInt.asUintN(type === ValType.I32 ? 32 : 64, 1n << BigInt(n)),
            ),
          ];
      for (const x of values) {
        machine.reset();
        machine.set(c.lhs, dirty(type, x));
        machine.run(c.at);
        check(machine, c, x, 0n, isFloat(type) ? floatUnary(c.op, x) : integerUnary(c.op, x));
      }
    }
  });
});
