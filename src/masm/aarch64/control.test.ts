import { describe, expect, it } from 'vitest';
import { CANNOT_RUN, dirty32, Expectations } from '../../../test/support/aarch64-machine.js';
import * as wasm from '../../../test/support/wasm-on-machine.js';
import { NO_REG } from '../../abi/places.js';
import { cacheFlushRoutine } from '../../stubs/aarch64/cache-flush.js';
import { Op } from '../../wasm/opcodes.js';
import { TrapKind } from '../../wasm/trap-kind.js';
import { Kind } from '../../wasm/value-types.js';
import { CodeTooLargeError } from '../code-buffer.js';
import { imm, type Label } from '../macro-assembler.js';
import { Condition } from '../operators.js';
import { compare } from './conditions.js';
import { trapIfZero, trapOn } from './control.js';
import { AARCH64_MAX_CODE_SIZE } from './machine.js';
import { Aarch64MacroAssembler } from './macro-assembler.js';

const title = CANNOT_RUN === undefined ? '' : ` (skipped: ${CANNOT_RUN})`;

/** `count` operators of one instruction each, which change nothing. */
function fill(masm: Aarch64MacroAssembler, count: number): void {
  for (let i = 0; i < count; i++) {
    masm.reserveOperator();
    masm.move(Kind.I32, 16, 16);
  }
}

function expectAscending(masm: Aarch64MacroAssembler): void {
  const sites = masm.trapSites.toArray();
  for (let i = 2; i < sites.length; i += 2) expect(sites[i]!).toBeGreaterThan(sites[i - 2]!);
  for (let i = 0; i < sites.length; i += 2) {
    // UDF, or a load or store.
    const word = masm.read32(sites[i]!);
    expect(word === 0 || ((word >>> 25) & 5) === 4).toBe(true);
  }
}

describe('aarch64 control without running', () => {
  it('many labels and stubs: sites ascend, equal stubs are shared', () => {
    const masm = new Aarch64MacroAssembler();
    masm.beginFunction(0, NO_REG, false);
    const labels: Label[] = [];
    for (let i = 0; i < 1000; i++) {
      masm.reserveOperator();
      masm.sourceOffset = i >> 1;
      trapIfZero(masm, TrapKind.IntegerOverflow, false, false, 0);
      const label = masm.newLabel();
      labels.push(label);
      masm.jump(label);
      masm.jump(label);
    }
    for (const label of labels) masm.bind(label);
    masm.trap(TrapKind.Unreachable);
    masm.endFunction(0);
    // Stack check, 500 shared stubs, and the trap in the body.
    expect(masm.trapKinds.length).toBe(502);
    expectAscending(masm);
    expect(masm.trapKinds.data[0]).toBe(TrapKind.Unreachable);
    for (let i = 2; i < 502; i++) expect(masm.trapSites.data[2 * i + 1]).toBe(i - 2);
  });

  it('constants are in reach, in islands and behind the body', () => {
    const masm = new Aarch64MacroAssembler();
    /** Positions of the loads, in order, and what they should load. */
    const loads: [number, boolean, number, number][] = [];
    let seed = 1;
    masm.beginFunction(0, NO_REG, false);
    // With and without branches that wait, over several islands.
    for (let i = 0; i < 900_000; i++) {
      masm.reserveOperator();
      if (i % 3 !== 0) {
        masm.move(Kind.I32, 16, 16);
        continue;
      }
      seed = Math.imul(seed, 0x19660d) + 0x3c6ef35f;
      const double = (seed & 0x8000) !== 0;
      // Mostly others each time, sometimes one of a few.
      const lo = (seed & 0x70000) === 0 ? 0x1234567 + (seed >>> 29) : seed | 1;
      loads.push([masm.pos, double, lo, double ? lo ^ 0x5555 : 0]);
      masm.constant(double ? Kind.F64 : Kind.F32, 40, lo, lo ^ 0x5555);
    }
    masm.endFunction(0);
    for (const [at, double, lo, hi] of loads) {
      const word = masm.read32(at);
      if (word >>> 24 !== (double ? 0x5c : 0x1c)) expect.fail(`no literal load at ${at}`);
      const target = at + (((word << 8) >> 13) << 2);
      if (masm.read32(target) !== lo || (double && masm.read32(target + 4) !== hi)) {
        expect.fail(`another constant is at ${target}, from ${at}`);
      }
      if (double && target % 8 !== 0) expect.fail(`the constant at ${target} is not aligned`);
    }
  });

  it('refuses code that calls could not reach', () => {
    const masm = new Aarch64MacroAssembler();
    masm.reserve(AARCH64_MAX_CODE_SIZE);
    const { byteLength } = masm.bytes;
    expect(() => {
      masm.pos = AARCH64_MAX_CODE_SIZE - 1000;
      masm.reserveOperator();
    }).toThrow(CodeTooLargeError);
    // Refused before memory is taken for it.
    expect(masm.bytes.byteLength).toBe(byteLength);
  });
});

describe.skipIf(CANNOT_RUN !== undefined)(`aarch64 control${title}`, () => {
  it('jump tables', () => {
    const e = new Expectations();
    const { masm } = e;
    for (const count of [0, 1, 2, 3, 100, 4095, 4097, 65520]) {
      for (const index of [0, 26]) {
        const entry = masm.func(() => {
          const labels = new Int32Array(count);
          const distinct = [masm.newLabel(), masm.newLabel(), masm.newLabel()];
          const otherwise = masm.newLabel();
          const back = masm.newLabel();
          const start = masm.newLabel();
          masm.jump(start);
          masm.bind(back);
          masm.constant(Kind.I32, 5, 50, 0);
          masm.epilogue();
          masm.bind(start);
          for (let i = 0; i < count; i++) labels[i] = i % 4 === 3 ? back : distinct[i % 4]!;
          masm.jumpTable(index, labels, count, otherwise);
          for (let i = 0; i < 3; i++) {
            masm.bind(distinct[i]!);
            masm.constant(Kind.I32, 5, i + 1, 0);
            masm.epilogue();
          }
          masm.bind(otherwise);
          masm.constant(Kind.I32, 5, 99, 0);
        });
        for (const i of [0, 1, 2, 3, 4, count - 1, count, count + 1, 0x7fff_ffff, 0xffff_ffff]) {
          if (i < 0) continue;
          const wanted = i >= count ? 99 : i % 4 === 3 ? 50 : (i % 4) + 1;
          const run = { entry, dst: 5, lhs: index, x: dirty32(BigInt(i)) };
          e.add(`${i} of ${count}`, BigInt(wanted), run, [index]);
        }
      }
    }
    e.check();
  });

  it('functions that outgrow the reach of conditional branches', () => {
    const e = new Expectations();
    const { masm } = e;
    for (const size of [1 << 17, (1 << 18) - (1 << 14), 1 << 18, 1 << 19, 3 << 18]) {
      const entry = masm.func(() => {
        const [zero, less, start, back] = [0, 1, 2, 3].map(() => masm.newLabel());
        masm.jump(start!);
        masm.bind(back!);
        masm.constant(Kind.I64, 5, 3, 0);
        masm.epilogue();
        masm.bind(start!);
        masm.sourceOffset = 1;
        trapOn(
          masm,
          TrapKind.IntegerOverflow,
          compare(masm, Kind.I64, Condition.Eq, 4, imm(masm, 7)),
        );
        wasm.compareBranch(masm, Op.I64Eqz, false, 4, imm(masm, 0), zero!);
        wasm.compareBranch(masm, Op.I64LtU, false, 4, imm(masm, 5), less!);
        fill(masm, size);
        masm.sourceOffset = 2;
        trapOn(
          masm,
          TrapKind.UndefinedElement,
          compare(masm, Kind.I64, Condition.Eq, 4, imm(masm, 8)),
        );
        masm.reserveOperator();
        wasm.compareBranch(masm, Op.I64Eq, false, 4, imm(masm, 9), back!);
        wasm.compareBranch(masm, Op.I64Eqz, false, 4, NO_REG, back!);
        wasm.compareBranch(masm, Op.I64LtS, false, 4, imm(masm, 0), back!);
        masm.constant(Kind.I64, 5, 4, 0);
        masm.epilogue();
        masm.bind(zero!);
        masm.constant(Kind.I64, 5, 1, 0);
        masm.epilogue();
        masm.bind(less!);
        masm.constant(Kind.I64, 5, 2, 0);
      });
      const cases: [bigint, bigint | { trap: TrapKind }][] = [
        [0n, 1n],
        [3n, 2n],
        [7n, { trap: TrapKind.IntegerOverflow }],
        [8n, { trap: TrapKind.UndefinedElement }],
        [9n, 3n],
        [(1n << 64n) - 1n, 3n],
        [100n, 4n],
      ];
      for (const [x, wanted] of cases) e.add(`${size}: ${x}`, wanted, { entry, dst: 5, lhs: 4, x });
    }
    expectAscending(masm);
    e.check();
  });

  it('islands full of stubs and branches, and between jump tables', () => {
    const e = new Expectations();
    const { masm } = e;
    const count = 80_000;
    const labels: Label[] = [];
    const table = new Int32Array(60_000);
    const entry = masm.func(() => {
      const otherwise = masm.newLabel();
      const second = masm.newLabel();
      table.fill(otherwise);
      table[5] = second;
      masm.jumpTable(3, table, table.length, second);
      masm.bind(second);
      for (let i = 0; i < count; i++) {
        masm.reserveOperator();
        masm.sourceOffset = i;
        trapOn(
          masm,
          TrapKind.IntegerOverflow,
          compare(masm, Kind.I32, Condition.Eq, 4, imm(masm, i)),
        );
        labels.push(masm.newLabel());
        wasm.compareBranch(masm, Op.I32Eq, false, 5, imm(masm, i), labels[i]!);
      }
      masm.jumpTable(3, table, table.length, otherwise);
      for (const label of labels) masm.bind(label);
      masm.constant(Kind.I64, 6, 1, 0);
      masm.epilogue();
      masm.bind(otherwise);
      masm.constant(Kind.I64, 6, 2, 0);
    });
    expectAscending(masm);
    const none = 0xffff_ffffn;
    for (const x of [0n, 1n, 30_000n, 65_535n, 70_000n, BigInt(count - 1)]) {
      const run = { entry, dst: 6, rhs: 4, y: x };
      e.add(`trap ${x}`, { trap: TrapKind.IntegerOverflow }, { ...run, lhs: 5, x: none });
      e.add(`branch ${x}`, 1n, { entry, dst: 6, lhs: 5, x, rhs: 3, y: 5n }, []);
    }
    e.add('table', 2n, { entry, dst: 6, lhs: 3, x: 6n });
    e.check();
  });

  it('flushing caches returns', () => {
    const e = new Expectations();
    const { masm } = e;
    const code = cacheFlushRoutine();
    masm.reserve(code.length + 64);
    while (masm.pos % 16 !== 0) masm.emit8(0);
    const flush = masm.pos;
    for (const byte of code) masm.emit8(byte);
    for (const bytes of [0, 1, 4096, 5000]) {
      const entry = masm.func(() => {
        masm.loadField(Kind.I64, 0, masm.traits.vmctx, 64);
        wasm.binary(masm, Op.I64Add, 1, 0, imm(masm, bytes));
        masm.callField(masm.traits.vmctx, 64);
        masm.constant(Kind.I64, 20, 9, 0);
      });
      const free = [0, 1, 2, 3, 4, 10, 11];
      e.add(`flush ${bytes}`, 9n, { entry, dst: 20, target: flush }, free);
    }
    e.check();
  });
});
