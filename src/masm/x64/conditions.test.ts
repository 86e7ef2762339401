import { describe, expect, it } from 'vitest';
import * as wasm from '../../../test/support/wasm-on-machine.js';
import { condition, integerBinary } from '../../../test/support/wasm-reference.js';
import {
  CAN_RUN,
  dirty,
  halves,
  type Machine,
  machineOf,
  TestAssembler,
} from '../../../test/support/x64-machine.js';
import { NO_REG, type Reg } from '../../abi/places.js';
import { ALL_OPS, OP_OPERAND, OP_SHAPE, Op, opName, Shape } from '../../wasm/opcodes.js';
import { isFloatKind, Kind, ValType } from '../../wasm/value-types.js';
import { imm } from '../macro-assembler.js';
import { NO_FEATURES } from './features.js';
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

const CONDITIONS = ALL_OPS.filter(
  (op) => OP_SHAPE[op] === Shape.Compare || OP_SHAPE[op] === Shape.Test,
);

const SLOT_KINDS = [Kind.I32, Kind.I64, Kind.F32, Kind.F64];

function operandType(op: Op): ValType {
  return OP_OPERAND[op]! as ValType;
}

function isTest(op: Op): boolean {
  return OP_SHAPE[op] !== Shape.Compare;
}

/** A few of each: conditions multiply. */
function operands(op: Op): readonly bigint[] {
  switch (operandType(op)) {
    case ValType.I32:
      return [0n, 1n, 5n, 127n, 128n, 0x7fff_ffffn, 0x8000_0000n, 0xffff_ffffn];
    case ValType.I64:
      return [
        0n,
        1n,
        0x7fff_ffffn,
        0xffff_ffffn,
        1n << 32n,
        (1n << 63n) - 1n,
        1n << 63n,
        (1n << 64n) - 1n,
      ];
    case ValType.F32:
      return [
        0n,
        0x8000_0000n,
        0x3f80_0000n,
        0xbf80_0000n,
        0x7f80_0000n,
        0x7fc0_0000n,
        0x7f80_0001n,
      ];
    default:
      return [
        0n,
        1n << 63n,
        0x3ff0n << 48n,
        0xbff0n << 48n,
        0xfff0n << 48n,
        0x7ff8n << 48n,
        (0x7ff0n << 48n) + 1n,
      ];
  }
}

function isFloatOperand(op: Op): boolean {
  return operandType(op) === ValType.F32 || operandType(op) === ValType.F64;
}

/** Register pairs for the operands of a condition. */
function operandRegs(op: Op): [Reg, Reg][] {
  return isFloatOperand(op)
    ? [
        [XMM0, XMM0 + 1],
        [XMM0 + 9, XMM0 + 2],
        [XMM0 + 3, XMM0 + 14],
      ]
    : [
        [RAX, RCX],
        [R12, RSI],
        [RDI, R13],
      ];
}

/** Runs `at` for all operand pairs. */
function forOperands(
  machine: Machine,
  op: Op,
  at: number,
  lhs: Reg,
  rhs: Reg,
  each: (holds: boolean, text: string) => void,
  prepare: () => void = () => {},
): void {
  const type = operandType(op);
  for (const x of operands(op)) {
    for (const y of isTest(op) ? [0n] : operands(op)) {
      machine.reset();
      prepare();
      machine.set(lhs, dirty(type, x));
      if (rhs !== NO_REG) machine.set(rhs, dirty(type, y));
      machine.run(at);
      each(
        condition(op, x, y),
        `${opName(op)} ${registerName(lhs)} 0x${x.toString(16)} 0x${y.toString(16)}`,
      );
    }
  }
}

describe.skipIf(!CAN_RUN)('x64 conditions', () => {
  it('set', () => {
    const masm = new TestAssembler(NO_FEATURES);
    const cases: [Op, boolean, number, Reg, Reg, Reg][] = [];
    for (const op of CONDITIONS) {
      for (const [lhs, rhs] of operandRegs(op)) {
        for (const dst of isFloatOperand(op)
          ? [RAX, RSI, R10]
          : [lhs, rhs, RBX, RDI === lhs ? R9 : RDI]) {
          const right = isTest(op) ? NO_REG : rhs;
          for (const negate of [false, true]) {
            const at = masm.func(() => wasm.compareSet(masm, op, negate, dst, lhs, right));
            cases.push([op, negate, at, dst, lhs, right]);
          }
        }
      }
    }
    const machine = machineOf(masm);
    for (const [op, negate, at, dst, lhs, rhs] of cases) {
      forOperands(machine, op, at, lhs, rhs, (holds, text) => {
        const got = machine.get(dst);
        if (got !== (holds !== negate ? 1n : 0n)) expect.fail(`${text} ${negate} -> ${got}`);
        expect(machine.changed([dst])).toBe(-1);
      });
    }
  });

  it('set, branch, select and trap with a constant', () => {
    const masm = new TestAssembler(NO_FEATURES);
    const cases: [Op, bigint, number, Reg, Reg, boolean][] = [];
    for (const op of CONDITIONS) {
      if (isFloatOperand(op)) {
        expect(wasm.compareHasImmediate(masm, op, 0, 0)).toBe(false);
        continue;
      }
      for (const constant of isTest(op) ? [0n] : operands(op)) {
        const [lo, hi] = halves(constant);
        const wide = operandType(op) === ValType.I64;
        const fits = !wide || BigInt.asIntN(32, constant) === BigInt.asIntN(64, constant);
        expect(wasm.compareHasImmediate(masm, op, lo, wide ? hi : 0)).toBe(fits);
        if (!fits) continue;
        for (const [dst, lhs] of [
          [RAX, RAX],
          [RDX, RAX],
          [RSI, R12],
          [R9, RSI],
        ] as const) {
          const set = masm.func(() =>
            wasm.compareSet(masm, op, false, dst, lhs, imm(masm, lo, hi)),
          );
          cases.push([op, constant, set, dst, lhs, false]);
          for (const negate of [false, true]) {
            const branch = masm.func(() => {
              const label = masm.newLabel();
              wasm.compareBranch(masm, op, negate, lhs, imm(masm, lo, hi), label);
              masm.constant(Kind.I32, dst, 0, 0);
              masm.finish();
              masm.bind(label);
              masm.constant(Kind.I32, dst, 1, 0);
            });
            cases.push([op, constant, branch, dst, lhs, negate]);
            const select = masm.func(() => {
              masm.constant(Kind.I64, R8, 1, 0);
              masm.constant(Kind.I64, R10, 0, 0);
              wasm.compareSelect(masm, Kind.I64, dst, R8, R10, op, negate, lhs, imm(masm, lo, hi));
            });
            cases.push([op, constant, select, dst, lhs, negate]);
          }
        }
      }
    }
    const machine = machineOf(masm);
    for (const [op, constant, at, dst, lhs, negate] of cases) {
      for (const x of operands(op)) {
        machine.reset();
        machine.set(lhs, dirty(operandType(op), x));
        machine.run(at);
        const holds = condition(op, x, constant) !== negate;
        const got = machine.get(dst) === 1n;
        if (got !== holds) expect.fail(`${opName(op)} ${x} ${constant} negate ${negate}: ${got}`);
      }
    }
  });

  it('branch forward and backward, negated or not', () => {
    const masm = new TestAssembler(NO_FEATURES);
    const cases: [Op, number, Reg, Reg, boolean][] = [];
    for (const op of CONDITIONS) {
      for (const [lhs, rhs] of operandRegs(op)) {
        const right = isTest(op) ? NO_REG : rhs;
        for (const negate of [false, true]) {
          for (const padding of [0, 10, 200]) {
            const forward = masm.func(() => {
              const label = masm.newLabel();
              wasm.compareBranch(masm, op, negate, lhs, right, label);
              masm.constant(Kind.I32, RBX, 0, 0);
              masm.finish();
              for (let i = 0; i < padding; i++) masm.int3();
              masm.bind(label);
              masm.constant(Kind.I32, RBX, 1, 0);
            });
            const backward = masm.func(() => {
              const taken = masm.newLabel();
              const start = masm.newLabel();
              masm.jump(start);
              masm.bind(taken);
              masm.constant(Kind.I32, RBX, 1, 0);
              masm.finish();
              for (let i = 0; i < padding; i++) masm.int3();
              masm.bind(start);
              wasm.compareBranch(masm, op, negate, lhs, right, taken);
              masm.constant(Kind.I32, RBX, 0, 0);
            });
            cases.push([op, forward, lhs, right, negate], [op, backward, lhs, right, negate]);
          }
        }
      }
    }
    const machine = machineOf(masm);
    for (const [op, at, lhs, rhs, negate] of cases) {
      forOperands(machine, op, at, lhs, rhs, (holds, text) => {
        if (machine.get(RBX) !== (holds !== negate ? 1n : 0n)) expect.fail(`${text} ${negate}`);
      });
    }
  });

  it('select, in every aliasing', () => {
    const masm = new TestAssembler(NO_FEATURES);
    const cases: [Op, number, Kind, Reg, Reg, Reg, Reg, Reg, boolean][] = [];
    for (const op of CONDITIONS) {
      const [lhs, rhs] = operandRegs(op)[1]!;
      const right = isTest(op) ? NO_REG : rhs;
      for (const kind of SLOT_KINDS) {
        // Two more registers of the kind's class, and those of the operands where it is theirs.
        const own = isFloatKind(kind) ? [XMM0 + 5, XMM0 + 12] : [RBX, R9];
        const pool = isFloatKind(kind) === isFloatOperand(op) ? [...own, lhs, rhs] : own;
        for (const negate of [false, true]) {
          for (const dst of pool) {
            for (const ifTrue of pool) {
              for (const ifFalse of pool) {
                const at = masm.func(() =>
                  wasm.compareSelect(masm, kind, dst, ifTrue, ifFalse, op, negate, lhs, right),
                );
                cases.push([op, at, kind, dst, ifTrue, ifFalse, lhs, right, negate]);
              }
            }
          }
        }
      }
    }
    const machine = machineOf(masm);
    for (const [op, at, kind, dst, ifTrue, ifFalse, lhs, rhs, negate] of cases) {
      const type = operandType(op);
      for (const x of operands(op)) {
        const y = operands(op)[(operands(op).indexOf(x) * 5 + 2) % operands(op).length]!;
        for (const z of isTest(op) ? [0n] : [x, y]) {
          machine.reset();
          machine.set(lhs, dirty(type, x));
          if (rhs !== NO_REG) machine.set(rhs, dirty(type, z));
          const holds = condition(op, x, isTest(op) ? 0n : z) !== negate;
          let expected = machine.get(holds ? ifTrue : ifFalse);
          if (kind === Kind.I32) expected &= 0xffff_ffffn;
          machine.run(at);
          let got = machine.get(dst);
          if (kind === Kind.F32) {
            got &= 0xffff_ffffn;
            expected &= 0xffff_ffffn;
          }
          if (got !== expected || machine.changed([dst]) !== -1) {
            expect.fail(
              `${opName(op)} kind ${kind} ${[dst, ifTrue, ifFalse, lhs, rhs]} ${x} ${z} ${negate}`,
            );
          }
        }
      }
    }
  });

  it('conditions on a value that was just computed', () => {
    const masm = new TestAssembler(NO_FEATURES);
    const arithmetic = ALL_OPS.filter(
      (op) => (op >= Op.I32Add && op <= Op.I32Mul) || (op >= Op.I32And && op <= Op.I32ShrU),
    );
    const conditions = [Op.I32Eqz, Op.I32Eq, Op.I32Ne, Op.I32LtS, Op.I32LtU, Op.I32GtS, Op.I32LeS];
    const cases: [Op, Op, number, boolean, boolean][] = [];
    let shorter = 0;
    for (const narrow of arithmetic) {
      for (const test of conditions) {
        for (const wide of [false, true]) {
          const op = wide ? narrow + (Op.I64Clz - Op.I32Clz) : narrow;
          const condition = wide ? test + (Op.I64Eqz - Op.I32Eqz) : test;
          if (OP_SHAPE[op] === Shape.Divide) continue;
          for (const join of [false, true]) {
            for (const constant of OP_SHAPE[op] === Shape.Shift ? [true] : [false, true]) {
              const at = masm.func(() => {
                const elsewhere = masm.newLabel();
                const here = masm.newLabel();
                // From here the flags are another value's: RDX - RDX.
                wasm.compareBranch(masm, Op.I64Eqz, true, RDI, NO_REG, elsewhere);
                if (constant) wasm.binary(masm, op, RSI, RSI, imm(masm, 5));
                else wasm.binary(masm, op, RSI, RSI, RAX);
                if (join) masm.bind(here);
                const start = masm.pos;
                const taken = masm.newLabel();
                wasm.compareBranch(masm, condition, false, RSI, imm(masm, 0), taken);
                if (!join && masm.pos - start === 6) shorter++;
                if (join) expect(masm.pos - start).toBeGreaterThan(6);
                masm.constant(Kind.I32, RBX, 0, 0);
                masm.finish();
                masm.bind(taken);
                masm.constant(Kind.I32, RBX, 1, 0);
                masm.finish();
                masm.bind(elsewhere);
                if (!join) masm.bind(here);
                else {
                  wasm.binary(masm, Op.I64Sub, RDX, RDX, RDX);
                  masm.jump(here);
                }
              });
              cases.push([op, condition, at, join, constant]);
            }
          }
        }
      }
    }
    // The three equality conditions of five operators, both widths, with and without a constant, but
    // for i64.and with a small mask, which is a 32-bit instruction.
    expect(shorter).toBe(3 * 5 * 2 * 2 - 3);
    const machine = machineOf(masm);
    for (const [op, test, at, join, constant] of cases) {
      for (const x of operands(op)) {
        for (const y of constant ? [5n] : operands(op)) {
          for (const direct of join ? [true, false] : [true]) {
            machine.reset();
            machine.set(RDI, direct ? 0n : 1n);
            machine.set(RSI, dirty(operandType(op), x));
            machine.set(RAX, dirty(operandType(op), y));
            machine.run(at);
            const value = direct ? integerBinary(op, x, y) : x;
            const expected = condition(test, value, 0n) ? 1n : 0n;
            if (machine.get(RBX) !== expected) {
              expect.fail(`${opName(op)} then ${opName(test)}: ${x} ${y} ${direct}`);
            }
          }
        }
      }
    }
  });
});
