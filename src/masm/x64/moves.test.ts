import { describe, expect, it } from 'vitest';
import {
  F32_VALUES,
  F64_VALUES,
  I32_VALUES,
  I64_VALUES,
} from '../../../test/support/wasm-reference.js';
import { CAN_RUN, halves, machineOf, TestAssembler } from '../../../test/support/x64-machine.js';
import type { Reg } from '../../abi/places.js';
import { isFloatKind, Kind } from '../../wasm/value-types.js';
import { imm } from '../macro-assembler.js';
import { NO_FEATURES } from './features.js';
import { R9, R12, R13, R14, RAX, RCX, RDI, RDX, RSI, XMM0 } from './registers.js';

const SLOT_KINDS = [Kind.I32, Kind.I64, Kind.F32, Kind.F64];

describe.skipIf(!CAN_RUN)('x64 moves', () => {
  it('constants', () => {
    const masm = new TestAssembler(NO_FEATURES);
    const cases: [number, Kind, Reg, bigint][] = [];
    for (const [kind, values] of [
      [Kind.I32, I32_VALUES],
      [Kind.I64, I64_VALUES],
      [Kind.F32, F32_VALUES],
      [Kind.F64, F64_VALUES],
    ] as const) {
      for (const value of values) {
        for (const reg of isFloatKind(kind) ? [XMM0, XMM0 + 13] : [RAX, RDI, R9, R13]) {
          const [lo, hi] = halves(value);
          const narrow = kind === Kind.I32 || kind === Kind.F32;
          const at = masm.func(() => masm.constant(kind, reg, lo, narrow ? 0x55 : hi));
          cases.push([at, kind, reg, value]);
        }
      }
    }
    const machine = machineOf(masm);
    for (const [at, , reg, value] of cases) {
      machine.reset();
      machine.run(at);
      expect(machine.get(reg)).toBe(value);
      expect(machine.changed([reg])).toBe(-1);
    }
  });

  it('registers', () => {
    const masm = new TestAssembler(NO_FEATURES);
    const cases: [number, boolean, Kind, Reg, Reg][] = [];
    for (const kind of SLOT_KINDS) {
      const regs = isFloatKind(kind) ? [XMM0, XMM0 + 7, XMM0 + 8] : [RAX, RSI, R12, R13];
      for (const dst of regs) {
        for (const src of regs) {
          cases.push([masm.func(() => masm.move(kind, dst, src)), false, kind, dst, src]);
          cases.push([masm.func(() => masm.swap(kind, dst, src)), true, kind, dst, src]);
        }
      }
    }
    const machine = machineOf(masm);
    for (const [at, swap, kind, dst, src] of cases) {
      machine.reset();
      const [a, b] = [machine.get(dst), machine.get(src)];
      machine.run(at);
      const cut = kind === Kind.I32 && !swap ? 0xffff_ffffn : (1n << 64n) - 1n;
      expect(machine.get(dst)).toBe(b & cut);
      if (swap) expect(machine.get(src)).toBe(a);
      expect(machine.changed(swap ? [dst, src] : [dst])).toBe(-1);
    }
  });

  it('slots: a value comes back from where it was put, and neighbours stay', () => {
    const masm = new TestAssembler(NO_FEATURES);
    const cases: [number, Kind, Reg][] = [];
    const constantCases: [number, Kind, Reg, bigint][] = [];
    for (const kind of SLOT_KINDS) {
      const [a, b] = isFloatKind(kind) ? [XMM0 + 1, XMM0 + 9] : [RDI, R12];
      for (const slot of [0, 8, 104, 112, 4000]) {
        const at = masm.func(() => {
          masm.storeSlot(Kind.I64, slot + 8, RDX);
          if (slot > 0) masm.storeSlot(Kind.I64, slot - 8, RCX);
          masm.storeSlot(kind, slot, a);
          masm.copySlot(kind, slot + 16, slot);
          masm.copySlot(kind, slot, slot);
          masm.constant(kind, a, 0, 0);
          masm.loadSlot(kind, b, slot + 16);
          masm.loadSlot(kind, a, slot);
          masm.loadSlot(Kind.I64, RDX, slot + 8);
          if (slot > 0) masm.loadSlot(Kind.I64, RCX, slot - 8);
          masm.slotAreaAddress(RAX, slot, 8);
          masm.loadField(Kind.I64, RAX, RAX, 0);
        }, slot + 24);
        cases.push([at, kind, b]);
        for (const value of [
          0n,
          0x8000_0000n,
          0x7fff_ffffn,
          0x1234_5678_9abc_def0n,
          (1n << 64n) - 5n,
        ]) {
          const [lo, hi] = halves(value);
          const put = masm.func(() => {
            masm.storeSlot(kind, slot, imm(masm, lo, hi));
            masm.loadSlot(kind, b, slot);
          }, slot + 8);
          constantCases.push([put, kind, b, value]);
        }
      }
    }
    const machine = machineOf(masm);
    for (const [at, kind, b] of cases) {
      machine.reset();
      const a = isFloatKind(kind) ? XMM0 + 1 : RDI;
      const cut = kind === Kind.I32 || kind === Kind.F32 ? 0xffff_ffffn : (1n << 64n) - 1n;
      const expected = machine.get(a) & cut;
      machine.run(at);
      expect(machine.get(a)).toBe(expected);
      expect(machine.get(b)).toBe(expected);
      expect(machine.get(RAX) & cut).toBe(expected);
      expect(machine.changed([a, b, RAX])).toBe(-1);
    }
    for (const [at, kind, b, value] of constantCases) {
      machine.reset();
      machine.run(at);
      const narrow = kind === Kind.I32 || kind === Kind.F32;
      expect(machine.get(b)).toBe(narrow ? value & 0xffff_ffffn : value);
    }
  });

  it('slots are aligned, and zeroing clears them and nothing else', () => {
    const masm = new TestAssembler(NO_FEATURES);
    const cases: [number, number, number][] = [];
    const total = 130 * 8;
    for (const first of [0, 8, 16]) {
      for (const count of [0, 1, 2, 3, 4, 5, 31, 32, 33, 34, 35, 36, 37, 63, 100]) {
        const end = first + count * 8;
        const at = masm.func(() => {
          for (let s = 0; s < total; s += 8) masm.storeSlot(Kind.I64, s, RDX);
          masm.zeroSlots(first, end);
          // Copies the area to the context's memory, in slot order.
          for (let s = 0; s < total; s += 8) {
            masm.copySlot(Kind.I64, total, s);
            masm.reserveOperator();
            masm.loadSlot(Kind.I64, RAX, total);
            masm.storeField(Kind.I64, RAX, R14, 1024 + s);
          }
          masm.slotAreaAddress(RAX, 0, 16);
          masm.restoreVmctx();
        }, total + 8);
        cases.push([at, first, end]);
      }
    }
    const machine = machineOf(masm);
    for (const [at, first, end] of cases) {
      machine.reset();
      machine.run(at);
      expect(machine.get(RAX) % 16n).toBe(0n);
      expect(machine.changed([RAX])).toBe(-1);
      for (let s = 0; s < total; s += 8) {
        const zero = s >= first && s < end;
        expect(machine.data.getBigUint64(1024 + s, true)).toBe(zero ? 0n : machine.get(RDX));
      }
    }
  });

  it('fields', () => {
    const masm = new TestAssembler(NO_FEATURES);
    const cases: [number, Kind, Reg][] = [];
    for (const kind of SLOT_KINDS) {
      const [a, b] = isFloatKind(kind) ? [XMM0 + 1, XMM0 + 9] : [RDI, R12];
      const at = masm.func(() => {
        masm.storeField(kind, a, R14, 128);
        masm.loadField(kind, b, R14, 128);
        masm.storeField(kind, imm(masm, 0x1234_5678, -2), R14, 256);
      });
      cases.push([at, kind, a]);
    }
    const machine = machineOf(masm);
    for (const [at, kind, a] of cases) {
      machine.reset();
      machine.data.setBigUint64(128, 0n, true);
      machine.data.setBigUint64(256, 0n, true);
      machine.run(at);
      const narrow = kind === Kind.I32 || kind === Kind.F32;
      const expected = narrow ? machine.get(a) & 0xffff_ffffn : machine.get(a);
      expect(machine.data.getBigUint64(128, true)).toBe(expected);
      expect(machine.get(isFloatKind(kind) ? XMM0 + 9 : R12)).toBe(expected);
      expect(machine.data.getBigUint64(256, true)).toBe(
        narrow ? 0x1234_5678n : 0xffff_fffe_1234_5678n,
      );
    }
  });
});
