import { describe, expect, it } from 'vitest';
import { ATOMIC_OPS, lowest, updated, WIDTHS, withLowest } from '../../../test/support/atomics.js';
import {
  CAN_RUN,
  type Machine,
  machineOf,
  TestAssembler,
} from '../../../test/support/x64-machine.js';
import { NO_REG, type Reg } from '../../abi/places.js';
import { Builtin, threadBuiltin, VMCTX_MEMORIES, VMCTX_THREAD } from '../../abi/vmctx-layout.js';
import { TrapKind } from '../../wasm/trap-kind.js';
import { AtomicOp } from '../operators.js';
import { NO_FEATURES } from './features.js';
import { Alu, Load, Store } from './integer-assembler.js';
import {
  R8,
  R11,
  R12,
  R13,
  R14,
  R15,
  RAX,
  RBX,
  RCX,
  RDI,
  RDX,
  RSI,
  registerName,
} from './registers.js';

/** Where the access is, and what is there. */
const PLACE = 0x4000;
const THERE = 0x80ff_7f01_c3a5_90fen;
const FAR = 0x9000_0000;
/** An index or none, and an offset. */
const ADDRESSES: readonly (readonly [Reg, number])[] = [
  [NO_REG, 0],
  [NO_REG, 128],
  [RCX, 0],
  [RSI, 8],
  [R12, 4000],
  [R13, 5],
  [RDI, FAR],
  [RAX, 0x7fff_fff8],
  [NO_REG, FAR],
];

interface Case {
  readonly what: string;
  readonly at: number;
  readonly index: Reg;
  readonly offset: number;
}

/** Gives base and index their values, so that the address is the place and `skew`. */
function aim(machine: Machine, { index, offset }: Omit<Case, 'what'>, skew = 0): void {
  machine.reset();
  machine.data.setBigUint64(PLACE, THERE, true);
  machine.data.setBigUint64(PLACE + 8, 0n, true);
  // The base is aligned, as bases of memories are; the index makes up for the offset.
  const low = index === NO_REG ? 0 : (8 - (offset % 8)) % 8;
  if (index !== NO_REG) machine.set(index, BigInt(0x1230 + low + skew));
  const base = BigInt.asUintN(
    64,
    BigInt(machine.dataAddress + PLACE - offset - (index === NO_REG ? 0 : 0x1230 + low)),
  );
  machine.set(R15, base);
  machine.data.setBigUint64(VMCTX_MEMORIES, base, true);
}

function name(reg: Reg): string {
  return reg === NO_REG ? '-' : registerName(reg);
}

describe.skipIf(!CAN_RUN)('x64 atomic accesses', () => {
  it('load and store', () => {
    const masm = new TestAssembler(NO_FEATURES);
    const loads: (Case & { log2: number; dst: Reg })[] = [];
    const stores: (Case & { log2: number; src: Reg })[] = [];
    for (const [index, offset] of ADDRESSES) {
      for (const log2 of WIDTHS) {
        for (const dst of [RDX, RDI, R8, index === NO_REG ? RBX : index]) {
          const at = masm.func(() => masm.atomics.load(log2, dst, R15, index, offset));
          loads.push({ what: `load ${log2} ${name(dst)}`, at, index, offset, log2, dst });
        }
        for (const src of [RDX, RSI, R8, index === NO_REG ? RBX : index]) {
          const at = masm.func(() => masm.atomics.store(log2, src, R15, index, offset));
          stores.push({ what: `store ${log2} ${name(src)}`, at, index, offset, log2, src });
        }
      }
    }
    const machine = machineOf(masm);
    for (const test of loads) {
      const what = `${test.what}, ${name(test.index)} ${test.offset}`;
      aim(machine, test);
      machine.run(test.at);
      expect([machine.trapKind, machine.get(test.dst)], what).toEqual([
        -1,
        lowest(test.log2, THERE),
      ]);
      expect(machine.changed([test.dst]), what).toBe(-1);
    }
    for (const test of stores) {
      const what = `${test.what}, ${name(test.index)} ${test.offset}`;
      aim(machine, test);
      const value = machine.get(test.src);
      machine.run(test.at);
      const there = machine.data.getBigUint64(PLACE, true);
      expect([machine.trapKind, there], what).toEqual([-1, withLowest(test.log2, THERE, value)]);
      expect(machine.data.getBigUint64(PLACE + 8, true), what).toBe(0n);
      expect(machine.changed([]), what).toBe(-1);
    }
  });

  it('read, change and store', () => {
    const masm = new TestAssembler(NO_FEATURES);
    const cases: (Case & { op: AtomicOp; log2: number; dst: Reg; src: Reg })[] = [];
    for (const [op, text] of ATOMIC_OPS) {
      for (const [index, offset] of ADDRESSES) {
        for (const log2 of WIDTHS) {
          // In the operand's place, which is not the index's; or in rax, where the index may not be.
          const isLoop = op >= AtomicOp.And;
          if (isLoop && index === RAX) continue;
          for (const src of [
            RDX,
            RBX,
            R8,
            ...(isLoop ? [index === NO_REG ? RSI : index] : [RAX]),
          ]) {
            if (!isLoop && src === index) continue;
            const dst = isLoop ? RAX : src;
            const emit = () => masm.atomics.rmw(op, log2, dst, src, R15, index, offset);
            const what = `${text} ${log2} ${name(src)}`;
            cases.push({ what, at: masm.func(emit), index, offset, op, log2, dst, src });
          }
        }
      }
    }
    const machine = machineOf(masm);
    for (const { what: text, op, log2, dst, src, ...test } of cases) {
      const what = `${text}, ${name(test.index)} ${test.offset}`;
      for (const operand of [1n, 0xdead_beef_8000_7f81n]) {
        aim(machine, test);
        if (src !== test.index) machine.set(src, operand);
        const value = machine.get(src);
        machine.run(test.at);
        const there = machine.data.getBigUint64(PLACE, true);
        const expected = withLowest(log2, THERE, updated(op, log2, THERE, value));
        expect([machine.trapKind, there], what).toEqual([-1, expected]);
        expect(machine.get(dst), what).toBe(lowest(log2, THERE));
        expect(machine.changed([dst]), what).toBe(-1);
      }
    }
  });

  it('compare and exchange', () => {
    const masm = new TestAssembler(NO_FEATURES);
    const cases: (Case & { log2: number; replacement: Reg })[] = [];
    for (const [index, offset] of ADDRESSES) {
      if (index === RAX) continue;
      for (const log2 of WIDTHS) {
        for (const replacement of [RDX, RBX, R8, RAX, index === NO_REG ? RSI : index]) {
          const emit = () =>
            masm.atomics.compareExchange(log2, RAX, RAX, replacement, R15, index, offset);
          const what = `cmpxchg ${log2} ${name(replacement)}`;
          cases.push({ what, at: masm.func(emit), index, offset, log2, replacement });
        }
      }
    }
    const machine = machineOf(masm);
    for (const { what: text, log2, replacement, ...test } of cases) {
      const what = `${text}, ${name(test.index)} ${test.offset}`;
      // Equal in the lowest bits, with something else above; and not equal.
      for (const isEqual of [true, false]) {
        aim(machine, test);
        const expected = withLowest(log2, 0x1357_9bdf_0246_8acen, THERE) ^ (isEqual ? 0n : 0x10n);
        machine.set(RAX, BigInt.asUintN(64, expected));
        const value = machine.get(replacement);
        machine.run(test.at);
        const there = machine.data.getBigUint64(PLACE, true);
        const after = isEqual ? withLowest(log2, THERE, value) : THERE;
        expect([machine.trapKind, there], what).toEqual([-1, after]);
        expect(machine.get(RAX), what).toBe(lowest(log2, THERE));
        expect(machine.changed([RAX]), what).toBe(-1);
      }
    }
  });

  it('trap at addresses that are not aligned, and do nothing', () => {
    const masm = new TestAssembler(NO_FEATURES);
    const cases: (Case & { log2: number })[] = [];
    for (const [index, offset] of ADDRESSES) {
      if (index === RAX) continue;
      for (const log2 of [1, 2, 3]) {
        const add = (what: string, emit: (at: number) => void) => {
          // Without an index the offset is what is not aligned.
          const at = index === NO_REG ? offset + 1 : offset;
          cases.push({ what, at: masm.func(() => emit(at)), index, offset: at, log2 });
        };
        add('load', (at) => masm.atomics.load(log2, RDX, R15, index, at));
        add('store', (at) => masm.atomics.store(log2, RDX, R15, index, at));
        add('add', (at) => masm.atomics.rmw(AtomicOp.Add, log2, RDX, RDX, R15, index, at));
        add('or', (at) => masm.atomics.rmw(AtomicOp.Or, log2, RAX, RDX, R15, index, at));
        add('cmpxchg', (at) => masm.atomics.compareExchange(log2, RAX, RAX, RDX, R15, index, at));
      }
    }
    const machine = machineOf(masm);
    for (const test of cases) {
      const what = `${test.what} ${test.log2}, ${name(test.index)} ${test.offset}`;
      for (const skew of test.index === NO_REG ? [0] : [1, (1 << test.log2) - 1]) {
        aim(machine, test, skew);
        machine.run(test.at);
        expect(machine.trapKind, what).toBe(TrapKind.UnalignedAtomic);
        expect(machine.data.getBigUint64(PLACE, true), what).toBe(THERE);
      }
    }
  });

  it('look at the length again before they trap for it', () => {
    const masm = new TestAssembler(NO_FEATURES);
    const LENGTH = 1000;
    const THREAD = 0x800;
    // What the runtime would do: this one makes the memory longer by a page.
    masm.reserve(64);
    const grown = masm.pos;
    masm.loadReg(Load.Mov64, R11, R14, LENGTH);
    masm.aluImmediate(Alu.Add, true, R11, 65536);
    masm.storeReg(Store.Mov64, R11, R14, LENGTH);
    masm.ret();
    const cases = [RCX, R12, NO_REG].flatMap((index) =>
      [4, 65540, 131076, 0xffff_ffff].map((end) => ({
        index,
        end,
        at: masm.func(() => masm.atomics.boundsCheck(index, end, LENGTH)),
      })),
    );
    const machine = machineOf(masm);
    for (const { index, end, at } of cases) {
      machine.reset();
      if (index !== NO_REG) machine.set(index, 0n);
      machine.data.setBigUint64(LENGTH, 65536n, true);
      machine.data.setBigUint64(VMCTX_THREAD, BigInt(machine.dataAddress + THREAD), true);
      const builtin = THREAD + threadBuiltin(Builtin.MemoryLook);
      machine.data.setBigUint64(builtin, BigInt(machine.codeAddress + grown), true);
      machine.run(at);
      const what = `${name(index)} + ${end}`;
      const outside = TrapKind.OutOfBoundsMemoryAccess;
      expect(machine.trapKind, what).toBe(end <= 131072 ? -1 : outside);
      const length = end <= 65536 ? 65536n : 131072n;
      expect(machine.data.getBigUint64(LENGTH, true), what).toBe(length);
      expect(machine.changed([]), what).toBe(-1);
    }
  });
});
