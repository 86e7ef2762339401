import { describe, it } from 'vitest';
import {
  CANNOT_RUN,
  dirty32,
  Expectations,
  halves,
} from '../../../test/support/aarch64-machine.js';
import * as wasm from '../../../test/support/wasm-on-machine.js';
import { condition } from '../../../test/support/wasm-reference.js';
import { NO_REG, type Reg } from '../../abi/places.js';
import { ALL_OPS, OP_OPERAND, OP_SHAPE, type Op, opName, Shape } from '../../wasm/opcodes.js';
import { TrapKind } from '../../wasm/trap-kind.js';
import { isFloatKind, Kind, ValType } from '../../wasm/value-types.js';
import { imm } from '../macro-assembler.js';
import { compare } from './conditions.js';
import { trapOn } from './control.js';
import { V0 } from './registers.js';

const CONDITIONS = ALL_OPS.filter(
  (op) => OP_SHAPE[op] === Shape.Compare || OP_SHAPE[op] === Shape.Test,
);

function operandType(op: Op): ValType {
  return OP_OPERAND[op]! as ValType;
}

/** The least and the greatest, around zero, around the limits of immediates; special floats. */
function operands(op: Op): readonly bigint[] {
  switch (operandType(op)) {
    case ValType.I32:
      return [0n, 1n, 0xfffn, 0x1000n, 0x1001n, 0x7fff_ffffn, 0x8000_0000n, 0xffff_f000n].concat(
        0xffff_efffn,
        0xffff_ffffn,
      );
    case ValType.I64:
      return [0n, 1n, 0xfffn, 0x1000n, 0x1001n, 0xffff_ffffn, 1n << 32n, (1n << 63n) - 1n].concat(
        1n << 63n,
        (1n << 64n) - 0x1000n,
        (1n << 64n) - 0x1001n,
        (1n << 64n) - 1n,
      );
    case ValType.F32:
      return [0n, 0x8000_0000n, 0x3f80_0000n, 0xbf80_0000n, 0x7f80_0000n].concat(
        0x7fc0_0000n,
        0x7f80_0001n,
      );
    default:
      return [0n, 1n << 63n, 0x3ff0n << 48n, 0xbff0n << 48n, 0xfff0n << 48n].concat(
        0x7ff8n << 48n,
        (0x7ff0n << 48n) + 1n,
      );
  }
}

interface Operands {
  x: bigint;
  y: bigint;
  holds: boolean;
  text: string;
}

/** Calls `each` with all operand pairs and whether the condition holds. */
function forOperands(op: Op, negate: boolean, each: (o: Operands) => void): void {
  const type = operandType(op);
  const narrow = type === ValType.I32 || type === ValType.F32;
  for (const x of operands(op)) {
    for (const y of OP_SHAPE[op] === Shape.Compare ? operands(op) : [0n]) {
      const holds = Boolean(condition(op, x, y)) !== negate;
      each({
        x: narrow ? dirty32(x) : x,
        y: narrow ? dirty32(y) : y,
        holds,
        text: `${negate ? 'not ' : ''}${opName(op)} ${x.toString(16)} ${y.toString(16)}`,
      });
    }
  }
}

const title = CANNOT_RUN === undefined ? '' : ` (skipped: ${CANNOT_RUN})`;

describe.skipIf(CANNOT_RUN !== undefined)(`aarch64 conditions${title}`, () => {
  /** `make` emits the use of a condition; with NO_REG for the right side, of an immediate. */
  function all(
    e: Expectations,
    dst: (lhs: Reg, rhs: Reg) => Reg,
    make: (op: Op, negate: boolean, dst: Reg, lhs: Reg, rhs: Reg, lo: number, hi: number) => void,
    value: (holds: boolean) => bigint | { trap: TrapKind },
    negations: readonly boolean[] = [false, true],
    free: readonly Reg[] = [],
  ): void {
    const { masm } = e;
    for (const op of CONDITIONS) {
      const type = operandType(op);
      const base = type === ValType.F32 || type === ValType.F64 ? V0 : 0;
      const compare = OP_SHAPE[op] === Shape.Compare;
      for (const negate of negations) {
        const lhs = base + 5;
        const rhs = compare ? base + 20 : NO_REG;
        const to = dst(lhs, rhs);
        const entry = masm.func(() => make(op, negate, to, lhs, rhs, 0, 0));
        forOperands(op, negate, ({ x, y, holds, text }) =>
          e.add(text, value(holds), { entry, dst: to, lhs, x, ...(compare && { rhs, y }) }, free),
        );
        if (!compare) continue;
        const entries = new Map<bigint, number>();
        forOperands(op, negate, ({ x, y, holds, text }) => {
          const [lo, high] = halves(y);
          const hi = type === ValType.I32 || type === ValType.F32 ? 0 : high;
          if (!wasm.compareHasImmediate(masm, op, lo, hi)) return;
          if (!entries.has(y)) {
            const to = dst(lhs, NO_REG);
            entries.set(
              y,
              masm.func(() => make(op, negate, to, lhs, NO_REG, lo, hi)),
            );
          }
          const run = { entry: entries.get(y)!, dst: dst(lhs, NO_REG), lhs, x };
          e.add(`${text} (immediate)`, value(holds), run, free);
        });
      }
    }
  }

  it('set', () => {
    const e = new Expectations();
    const { masm } = e;
    for (const alias of [false, true]) {
      all(
        e,
        (lhs) => (alias && lhs < V0 ? lhs : 11),
        (op, negate, dst, lhs, rhs, lo, hi) => {
          if (rhs === NO_REG && OP_SHAPE[op] === Shape.Compare) {
            wasm.compareSet(masm, op, negate, dst, lhs, imm(masm, lo, hi));
          } else wasm.compareSet(masm, op, negate, dst, lhs, rhs);
        },
        (holds) => (holds ? 1n : 0n),
      );
    }
    e.check();
  });

  it('branch, forward and backward', () => {
    const e = new Expectations();
    const { masm } = e;
    for (const backward of [false, true]) {
      all(
        e,
        () => 11,
        (op, negate, dst, lhs, rhs, lo, hi) => {
          const taken = masm.newLabel();
          const start = masm.newLabel();
          if (backward) {
            masm.jump(start);
            masm.bind(taken);
            masm.constant(Kind.I64, dst, 1, 0);
            masm.epilogue();
            masm.bind(start);
          }
          if (rhs === NO_REG && OP_SHAPE[op] === Shape.Compare) {
            wasm.compareBranch(masm, op, negate, lhs, imm(masm, lo, hi), taken);
          } else wasm.compareBranch(masm, op, negate, lhs, rhs, taken);
          masm.constant(Kind.I64, dst, 0, 0);
          if (backward) return;
          masm.epilogue();
          masm.bind(taken);
          masm.constant(Kind.I64, dst, 1, 0);
        },
        (holds) => (holds ? 1n : 0n),
      );
    }
    e.check();
  });

  it('select', () => {
    const e = new Expectations();
    const { masm } = e;
    for (const kind of [Kind.I32, Kind.I64, Kind.F32, Kind.F64, Kind.V128]) {
      const base = isFloatKind(kind) ? V0 : 0;
      const narrow = kind === Kind.I32 || kind === Kind.F32;
      const bits: [number, number] = narrow ? [0x1234_5678, 0] : [0x1234_5678, 0x7654_3210];
      const constantKind = kind === Kind.V128 ? Kind.F64 : kind;
      // Which of the three are one register.
      for (const [d, t, f] of [
        [11, 12, 13],
        [11, 11, 13],
        [11, 12, 11],
        [11, 11, 11],
      ] as const) {
        const value = (holds: boolean) =>
          holds && t !== f ? BigInt(bits[0]) + (BigInt(bits[1]) << 32n) : 99n;
        all(
          e,
          () => base + d,
          (op, negate, _dst, lhs, rhs, lo, hi) => {
            masm.constant(constantKind, base + t, bits[0], bits[1]);
            masm.constant(constantKind, base + f, 99, 0);
            if (rhs === NO_REG && OP_SHAPE[op] === Shape.Compare) {
              wasm.compareSelect(
                masm,
                kind,
                base + d,
                base + t,
                base + f,
                op,
                negate,
                lhs,
                imm(masm, lo, hi),
              );
            } else {
              wasm.compareSelect(masm, kind, base + d, base + t, base + f, op, negate, lhs, rhs);
            }
          },
          value,
          [false, true],
          [base + 12, base + 13],
        );
      }
    }
    e.check();
  });

  it('trap', () => {
    const e = new Expectations();
    const { masm } = e;
    all(
      e,
      () => 11,
      (op, negate, dst, lhs, rhs, lo, hi) => {
        masm.constant(Kind.I64, dst, 3, 0);
        masm.sourceOffset++;
        const constant = rhs === NO_REG && OP_SHAPE[op] === Shape.Compare;
        const right = constant ? imm(masm, lo, hi) : wasm.rightSide(masm, op, rhs);
        const cond = compare(masm, wasm.operandKind(op), wasm.conditionOf(op, negate), lhs, right);
        trapOn(masm, TrapKind.UndefinedElement, cond);
      },
      (holds) => (holds ? { trap: TrapKind.UndefinedElement } : 3n),
    );
    e.check();
  });

  it('fields', () => {
    const e = new Expectations();
    const { masm } = e;
    for (const offset of [1024, 20_000]) {
      for (const limit of [0, 5, -1]) {
        const below = masm.func(() => {
          masm.storeField(Kind.I64, imm(masm, limit, 77), masm.traits.vmctx, offset);
          masm.trapUnlessBelowField(TrapKind.UndefinedElement, 3, masm.traits.vmctx, offset);
        });
        for (const x of [0n, 4n, 5n, 0xffff_fffen, 0xffff_ffffn]) {
          const holds = x < BigInt(limit >>> 0);
          const trap = { trap: TrapKind.UndefinedElement };
          const run = { entry: below, dst: 3, lhs: 3, x: dirty32(x) };
          e.add(`${x} below ${limit}`, holds ? dirty32(x) : trap, run);
        }
        const equal = masm.func(() => {
          masm.storeField(Kind.I32, imm(masm, 5), masm.traits.vmctx, 1028);
          masm.storeField(Kind.I64, imm(masm, limit, 77), masm.traits.vmctx, offset);
          masm.markFaultSite(TrapKind.UninitializedElement);
          masm.trapUnlessFieldsEqual(
            TrapKind.IndirectCallTypeMismatch,
            4,
            1028,
            masm.traits.vmctx,
            offset,
          );
        });
        const nullSite = masm.trapSites.data[2 * (masm.trapKinds.length - 3)]!;
        e.add(
          'null',
          { trap: TrapKind.UninitializedElement, at: nullSite },
          {
            entry: equal,
            lhs: 4,
            x: 0n,
          },
        );
        const own = masm.func(() => {
          masm.move(Kind.I64, 4, masm.traits.vmctx);
          masm.callFunction(limit + 10 + offset);
          masm.restoreVmctx();
          masm.loadField(Kind.I64, 4, masm.traits.vmctx, 600);
        });
        masm.bindFunction(limit + 10 + offset, equal);
        const wanted = limit === 5 ? 0n : { trap: TrapKind.IndirectCallTypeMismatch };
        if (offset !== 1024) e.add('equal', wanted, { entry: own, dst: 4 });
      }
    }
    e.check();
  });
});
