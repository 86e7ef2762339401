import { describe, expect, it } from 'vitest';
import * as wasm from '../../../test/support/wasm-on-machine.js';
import {
  CAN_RUN,
  dirty,
  halves,
  machineOf,
  TestAssembler,
} from '../../../test/support/x64-machine.js';
import { NO_REG, type Reg } from '../../abi/places.js';
import {
  ALL_OPS,
  OP_ACCESS_LOG2,
  OP_OPERAND,
  OP_RESULT,
  OP_SHAPE,
  Op,
  opName,
  Shape,
} from '../../wasm/opcodes.js';
import { TrapKind } from '../../wasm/trap-kind.js';
import { ValType } from '../../wasm/value-types.js';
import { imm } from '../macro-assembler.js';
import { ALL_FEATURES, NO_FEATURES } from './features.js';
import { X64MacroAssembler } from './macro-assembler.js';
import {
  R8,
  R9,
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
  XMM0,
} from './registers.js';

const hasVector = (op: Op) => OP_RESULT[op] === ValType.V128 || OP_OPERAND[op] === ValType.V128;

describe.skipIf(!CAN_RUN)('x64 memory', () => {
  const bytes = [0x80, 0xff, 0x01, 0x7f, 0xfe, 0x90, 0x12, 0xc3, 0x55];

  it('loads and stores every width at every kind of address', () => {
    const masm = new TestAssembler(ALL_FEATURES);
    const far = 0x9000_0000;
    type Address = [base: Reg, index: Reg, offset: number];
    const addresses: Address[] = [];
    for (const base of [R15, RAX, R12, R13, RBX]) {
      addresses.push([base, NO_REG, 0], [base, NO_REG, 127], [base, NO_REG, 128]);
      for (const index of [RCX, R12, R13, RSI]) {
        if (index === base) continue;
        addresses.push(
          [base, index, 0],
          [base, index, 100],
          [base, index, 4000],
          [base, index, far],
        );
      }
      addresses.push([base, NO_REG, far]);
    }
    const loads = ALL_OPS.filter((op) => OP_SHAPE[op] === Shape.Load && !hasVector(op));
    const stores = ALL_OPS.filter((op) => OP_SHAPE[op] === Shape.Store && !hasVector(op));
    const cases: [Op, number, Reg, Address, bigint | undefined][] = [];
    for (const address of addresses) {
      const [base, index, offset] = address;
      for (const op of loads) {
        const float = OP_RESULT[op] === ValType.F32 || OP_RESULT[op] === ValType.F64;
        for (const reg of float
          ? [XMM0 + 1, XMM0 + 9]
          : [RDX, RDI, R8, base === R15 ? index : base]) {
          if (reg === NO_REG) continue;
          cases.push([
            op,
            masm.func(() => wasm.load(masm, op, reg, base, index, offset)),
            reg,
            address,
            undefined,
          ]);
        }
      }
      for (const op of stores) {
        const float = OP_OPERAND[op] === ValType.F32 || OP_OPERAND[op] === ValType.F64;
        for (const reg of float
          ? [XMM0 + 1, XMM0 + 9]
          : [RDX, RDI, RSI, R9, index === NO_REG ? base : index]) {
          cases.push([
            op,
            masm.func(() => wasm.store(masm, op, reg, base, index, offset)),
            reg,
            address,
            undefined,
          ]);
        }
        for (const constant of [0n, -1n, 0x7fff_ffffn, 0x8000_0000n, 0x1234_5678_9abc_def0n]) {
          const [lo, hi] = halves(constant);
          if (!wasm.storeHasImmediate(masm, op, lo, hi)) {
            expect(OP_ACCESS_LOG2[op]).toBe(3);
            continue;
          }
          const at = masm.func(() => wasm.store(masm, op, imm(masm, lo, hi), base, index, offset));
          cases.push([op, at, NO_REG, address, BigInt.asUintN(64, constant)]);
        }
      }
    }
    const machine = machineOf(masm);
    const place = 0x4000;
    for (const [op, at, reg, [base, index, offset], constant] of cases) {
      machine.reset();
      for (let i = -8; i < 24; i++)
        machine.data.setUint8(place + i, bytes[(i + 8) % bytes.length]!);
      const indexValue = index === NO_REG ? 0n : 0x1234n;
      if (index !== NO_REG) machine.set(index, indexValue);
      machine.set(
        base,
        BigInt.asUintN(64, BigInt(machine.dataAddress + place - offset) - indexValue),
      );
      const size = 1 << OP_ACCESS_LOG2[op]!;
      const raw = machine.data.getBigUint64(place, true) & ((1n << BigInt(8 * size)) - 1n);
      const value = constant ?? (reg === NO_REG ? 0n : machine.get(reg));
      machine.run(at);
      const text = `${opName(op)} ${registerName(base)} ${index} ${offset.toString(16)}`;
      if (OP_SHAPE[op] === Shape.Load) {
        const signed = opName(op).endsWith('_s');
        const bits = OP_RESULT[op] === ValType.I64 || OP_RESULT[op] === ValType.F64 ? 64 : 32;
        const expected = signed ? BigInt.asUintN(bits, BigInt.asIntN(8 * size, raw)) : raw;
        if (machine.get(reg) !== expected) expect.fail(`${text}: ${machine.get(reg).toString(16)}`);
        expect(machine.changed([reg])).toBe(-1);
      } else {
        expect(machine.changed([])).toBe(-1);
        for (let i = -8; i < 16; i++) {
          const expected =
            i >= 0 && i < size
              ? Number((value >> BigInt(8 * i)) & 0xffn)
              : bytes[(i + 8) % bytes.length];
          if (machine.data.getUint8(place + i) !== expected) expect.fail(`${text} byte ${i}`);
        }
      }
    }
  });

  it('notes the faulting instruction of each access', () => {
    const masm = new X64MacroAssembler(NO_FEATURES);
    masm.beginFunction(0, NO_REG, false);
    masm.reserveOperator();
    const sites: number[] = [];
    for (const offset of [0, 0x7fff_ffff]) {
      sites.push(masm.pos);
      wasm.load(masm, Op.I32Load, RAX, R15, RCX, offset);
    }
    masm.sourceOffset = 77;
    wasm.load(masm, Op.I32Load, RAX, R15, RCX, 0xffff_ffff);
    // mov r11d, imm32 (6 bytes) and add r11, rcx (3 bytes) come before the access.
    sites.push(masm.pos - 4);
    masm.epilogue();
    masm.endFunction(0);
    const data = masm.trapSites.toArray();
    expect([data[0], data[2], data[4]]).toEqual(sites);
    expect(data[5]).toBe(77);
    // The stack check's stub comes last.
    expect([...masm.trapKinds.toArray()]).toEqual([4, 4, 4, TrapKind.CallStackExhausted]);
    expect(data[6]).toBe(masm.pos - 2);
  });

  it('checks bounds', () => {
    const masm = new TestAssembler(NO_FEATURES);
    const cases: [number, Reg, number][] = [];
    for (const index of [RAX, R12, R13, NO_REG]) {
      for (const end of [
        1,
        8,
        127,
        128,
        0x7fff_ffff,
        0x8000_0000,
        0xffff_ffff,
        2 ** 32,
        2 ** 32 + 15,
      ]) {
        cases.push([masm.func(() => masm.boundsCheck(index, end, 1000)), index, end]);
      }
    }
    const machine = machineOf(masm);
    for (const [at, index, end] of cases) {
      for (const length of [
        0n,
        1n,
        8n,
        65536n,
        1n << 31n,
        1n << 32n,
        (1n << 32n) + 15n,
        1n << 33n,
      ]) {
        for (const i of [0n, 1n, 65528n, 0x7fff_ffffn, 0xffff_ffffn]) {
          machine.reset();
          machine.data.setBigUint64(1000, length, true);
          if (index !== NO_REG) machine.set(index, i);
          machine.run(at);
          const fits = (index === NO_REG ? 0n : i) + BigInt(end) <= length;
          expect(machine.trapKind).toBe(fits ? -1 : TrapKind.OutOfBoundsMemoryAccess);
          expect(machine.changed([])).toBe(-1);
        }
      }
    }
  });

  it('checks table indices and fields, and loads elements', () => {
    const masm = new TestAssembler(NO_FEATURES);
    const below = masm.func(() => {
      masm.trapUnlessBelowField(TrapKind.OutOfBoundsTableAccess, RAX, R14, 40);
    });
    const equal = masm.func(() => {
      masm.trapUnlessFieldsEqual(TrapKind.IndirectCallTypeMismatch, R14, 40, R15, 8);
    });
    const load = masm.func(() => masm.loadElement(R13, R14, R12));
    const loadSame = masm.func(() => masm.loadElement(R12, R14, R12));
    const store = masm.func(() => masm.storeElement(RDX, R14, RCX));
    const machine = machineOf(masm);
    for (const [index, length, trap] of [
      [0, 0, true],
      [0, 1, false],
      [5, 5, true],
      [4, 5, false],
      [-1, -1, true],
      [-2, -1, false],
    ] as const) {
      machine.reset();
      machine.set(RAX, dirty(ValType.I32, BigInt.asUintN(32, BigInt(index))));
      machine.data.setInt32(40, length, true);
      machine.data.setInt32(44, 0x55, true);
      machine.run(below);
      expect(machine.trapKind).toBe(trap ? TrapKind.OutOfBoundsTableAccess : -1);
      machine.data.setInt32(0x8000 + 8, index, true);
      machine.run(equal);
      expect(machine.trapKind).toBe(index === length ? -1 : TrapKind.IndirectCallTypeMismatch);
    }
    machine.reset();
    machine.data.setBigUint64(24, 0x1122_3344_5566_7788n, true);
    machine.set(R12, 0xffff_ffff_0000_0003n);
    machine.run(load);
    expect(machine.get(R13)).toBe(0x1122_3344_5566_7788n);
    expect(machine.changed([R13])).toBe(-1);
    machine.run(loadSame);
    expect(machine.get(R12)).toBe(0x1122_3344_5566_7788n);
    machine.set(RCX, 0xffff_ffff_0000_0004n);
    machine.run(store);
    expect(machine.data.getBigUint64(32, true)).toBe(machine.get(RDX));
  });
});
