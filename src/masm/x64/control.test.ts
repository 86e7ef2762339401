import { describe, expect, it } from 'vitest';
import { CAN_RUN, dirty, machineOf, TestAssembler } from '../../../test/support/x64-machine.js';
import { NO_REG, type Reg } from '../../abi/places.js';
import { VMCTX_STACK_LIMIT } from '../../abi/vmctx-layout.js';
import { TrapKind } from '../../wasm/trap-kind.js';
import { Kind, ValType } from '../../wasm/value-types.js';
import { trapOn } from './control.js';
import { NO_FEATURES } from './features.js';
import { Cond } from './integer-assembler.js';
import { X64MacroAssembler } from './macro-assembler.js';
import { R12, R13, RAX, RBX, RSI } from './registers.js';

describe.skipIf(!CAN_RUN)('x64 control', () => {
  it('jump tables', () => {
    const masm = new TestAssembler(NO_FEATURES);
    const cases: [number, number, Reg][] = [];
    for (const count of [0, 1, 2, 3, 100, 65520]) {
      for (const index of [RAX, RSI, R12, R13]) {
        const at = masm.func(() => {
          const labels = new Int32Array(count);
          const distinct = [masm.newLabel(), masm.newLabel(), masm.newLabel()];
          const otherwise = masm.newLabel();
          const back = masm.newLabel();
          const start = masm.newLabel();
          masm.jump(start);
          masm.bind(back);
          masm.constant(Kind.I32, RBX, 50, 0);
          masm.finish();
          masm.bind(start);
          for (let i = 0; i < count; i++) labels[i] = i % 4 === 3 ? back : distinct[i % 4]!;
          masm.jumpTable(index, labels, count, otherwise);
          for (let i = 0; i < 3; i++) {
            masm.bind(distinct[i]!);
            masm.constant(Kind.I32, RBX, i + 1, 0);
            masm.finish();
          }
          masm.bind(otherwise);
          masm.constant(Kind.I32, RBX, 99, 0);
        });
        cases.push([at, count, index]);
      }
    }
    const machine = machineOf(masm);
    for (const [at, count, index] of cases) {
      for (const i of [0, 1, 2, 3, 4, count - 1, count, count + 1, 0x7fff_ffff, 0xffff_ffff]) {
        if (i < 0) continue;
        machine.reset();
        machine.set(index, dirty(ValType.I32, BigInt(i)));
        machine.run(at);
        expect(machine.get(RBX)).toBe(i >= count ? 99n : i % 4 === 3 ? 50n : BigInt((i % 4) + 1));
        expect(machine.changed([RBX, index])).toBe(-1);
      }
    }
  });

  it('many labels and stubs: sites ascend, equal stubs are shared', () => {
    const masm = new X64MacroAssembler(NO_FEATURES);
    masm.beginFunction(0, NO_REG, false);
    const labels: number[] = [];
    for (let i = 0; i < 1000; i++) {
      masm.reserveOperator();
      masm.sourceOffset = i >> 1;
      trapOn(masm, TrapKind.IntegerOverflow, Cond.E);
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
    const sites = masm.trapSites.toArray();
    for (let i = 2; i < sites.length; i += 2) expect(sites[i]!).toBeGreaterThan(sites[i - 2]!);
    expect(masm.trapKinds.data[0]).toBe(TrapKind.Unreachable);
    for (let i = 2; i < 502; i++) expect(sites[2 * i + 1]).toBe(i - 2);
    for (let i = 0; i < 502; i++) {
      expect([masm.bytes[sites[2 * i]!], masm.bytes[sites[2 * i]! + 1]]).toEqual([0x0f, 0x0b]);
    }
  });

  it('stops at the stack limit before it writes the frame', () => {
    const masm = new TestAssembler(NO_FEATURES);
    const small = masm.func(() => {}, 0);
    const huge = masm.func(() => {}, 1 << 24);
    const machine = machineOf(masm);
    machine.run(small);
    expect(machine.trapKind).toBe(-1);
    // 16 MiB below: the code under test has less, but nothing of the frame is touched.
    machine.run(huge);
    expect(machine.trapKind).toBe(-1);
    machine.data.setBigUint64(VMCTX_STACK_LIMIT, (1n << 64n) - 1n, true);
    machine.run(small);
    expect(machine.trapKind).toBe(TrapKind.CallStackExhausted);
    machine.run(huge);
    expect(machine.trapKind).toBe(TrapKind.CallStackExhausted);
    expect(machine.changed([])).toBe(-1);
  });
});
