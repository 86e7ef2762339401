import { describe, expect, it } from 'vitest';
import * as wasm from '../../../test/support/wasm-on-machine.js';
import { CAN_RUN, machineOf, TestAssembler } from '../../../test/support/x64-machine.js';
import { incomingSlot, NO_REG, outgoingSlot } from '../../abi/places.js';
import { Op } from '../../wasm/opcodes.js';
import { Kind } from '../../wasm/value-types.js';
import { imm } from '../macro-assembler.js';
import { NO_FEATURES } from './features.js';
import { R10, R12, R13, R14, RAX, RBX, RCX, RDI, RDX, RSI, XMM0 } from './registers.js';

/** Stack-argument bytes: none, around imm8, around the unrolling limit, many. */
const SIZES = [0, 16, 32, 112, 128, 144, 256, 640, 8000];

/** Function numbers are dense in modules; a jump tests growth. */
function functionNumber(n: number): number {
  return n < 5 ? n : 1000 + n;
}

describe.skipIf(!CAN_RUN)('x64 calls', () => {
  it('arguments and the stack are right after every kind of call', () => {
    const masm = new TestAssembler(NO_FEATURES);
    const cases: { size: number; entry: number; callee: number }[] = [];
    for (const [n, size] of SIZES.entries()) {
      const number = functionNumber(n);
      const outgoing = (store: (k: number) => void) => {
        masm.reserveOutgoing(size);
        for (let k = 0; k < size; k += 8) {
          masm.reserveOperator();
          store(k);
        }
      };
      masm.sourceOffset = 500 + n;
      const entry = masm.func(() => {
        masm.storeSlot(Kind.I64, 16, RSI);
        outgoing((k) => {
          if (k % 32 === 0) masm.storeSlot(Kind.I64, outgoingSlot(k), RSI);
          else if (k % 32 === 8) masm.storeSlot(Kind.I64, outgoingSlot(k), imm(masm, 7, 1));
          else if (k % 32 === 16) masm.storeSlot(Kind.F64, outgoingSlot(k), XMM0 + 2);
          else masm.copySlot(Kind.I64, outgoingSlot(k), 16);
        });
        masm.callFunction(number);
        expect(masm.callSites.data[masm.callSites.length - 2]).toBe(masm.pos);
        expect(masm.callSites.data[masm.callSites.length - 1]).toBe(500 + n);
        masm.storeSlot(Kind.I64, 0, RAX);
        masm.restoreVmctx();
        outgoing((k) => masm.storeSlot(Kind.I64, outgoingSlot(k), imm(masm, k)));
        masm.callField(R14, 64);
        expect(masm.callSites.data[masm.callSites.length - 2]).toBe(masm.pos);
        masm.restoreVmctx();
        masm.storeSlot(Kind.I64, 8, RAX);
        outgoing((k) => masm.storeSlot(Kind.I64, outgoingSlot(k), imm(masm, -k | 0, -k >> 31)));
        masm.loadField(Kind.I64, RAX, R14, 64);
        masm.callReg(RAX);
        expect(masm.callSites.data[masm.callSites.length - 2]).toBe(masm.pos);
        masm.loadSlot(Kind.I64, RBX, 0);
        masm.loadSlot(Kind.I64, RCX, 8);
        masm.restoreVmctx();
      }, 24);
      const callee = masm.func(
        () => {
          masm.constant(Kind.I64, RAX, 0, 0);
          for (let k = 0; k < size; k += 8) {
            masm.reserveOperator();
            masm.loadSlot(Kind.I64, RCX, incomingSlot(k));
            wasm.binary(masm, Op.I64Add, RAX, RAX, RCX);
          }
          // vmctx and scratch registers are the callee's to destroy.
          masm.constant(Kind.I64, R14, 0, 0);
        },
        40,
        size,
      );
      masm.bindFunction(number, callee);
      cases.push({ size, entry, callee });
      // Bound by now: the call is final at once.
      const late = masm.func(() => {
        outgoing((k) => masm.storeSlot(Kind.I64, outgoingSlot(k), imm(masm, k)));
        masm.callFunction(number);
        masm.constant(Kind.I64, RBX, 0, 0);
        masm.constant(Kind.I64, RCX, 0, 0);
        masm.restoreVmctx();
      });
      cases.push({ size, entry: late, callee: -1 });
    }
    const machine = machineOf(masm);
    for (const { size, entry, callee } of cases) {
      machine.reset();
      machine.data.setBigUint64(64, BigInt(machine.codeAddress + callee), true);
      const [rsi, xmm] = [machine.get(RSI), machine.get(XMM0 + 2)];
      machine.run(entry);
      let first = 0n;
      let second = 0n;
      for (let k = 0; k < size; k += 8) {
        first += [rsi, 0x1_0000_0007n, xmm, rsi][(k % 32) / 8]!;
        second += BigInt(k);
      }
      expect(machine.changed([RAX, RBX, RCX])).toBe(-1);
      if (callee < 0) {
        expect(machine.get(RAX)).toBe(second);
        continue;
      }
      expect(machine.get(RBX)).toBe(BigInt.asUintN(64, first));
      expect(machine.get(RCX)).toBe(second);
      expect(machine.get(RAX)).toBe(BigInt.asUintN(64, -second));
    }
  });

  it('32-bit arguments', () => {
    const masm = new TestAssembler(NO_FEATURES);
    const entry = masm.func(() => {
      masm.storeSlot(Kind.I32, 0, RSI);
      masm.storeSlot(Kind.F32, 8, XMM0 + 1);
      masm.reserveOutgoing(48);
      masm.storeSlot(Kind.I32, outgoingSlot(0), RSI);
      masm.storeSlot(Kind.F32, outgoingSlot(8), XMM0 + 1);
      masm.storeSlot(Kind.I32, outgoingSlot(16), imm(masm, -5));
      masm.storeSlot(Kind.F32, outgoingSlot(24), imm(masm, 0x3f80_0000));
      masm.copySlot(Kind.I32, outgoingSlot(32), 0);
      masm.copySlot(Kind.F32, outgoingSlot(40), 8);
      masm.callFunction(3);
    }, 16);
    masm.bindFunction(
      3,
      masm.func(
        () => {
          masm.loadSlot(Kind.I32, RAX, incomingSlot(0));
          masm.loadSlot(Kind.F32, XMM0 + 2, incomingSlot(8));
          masm.loadSlot(Kind.I32, RCX, incomingSlot(16));
          masm.loadSlot(Kind.F32, XMM0 + 3, incomingSlot(24));
          masm.loadSlot(Kind.I32, RDX, incomingSlot(32));
          masm.loadSlot(Kind.F32, XMM0 + 4, incomingSlot(40));
        },
        0,
        48,
      ),
    );
    const machine = machineOf(masm);
    machine.run(entry);
    const [rsi, xmm1] = [machine.get(RSI) & 0xffff_ffffn, machine.get(XMM0 + 1) & 0xffff_ffffn];
    expect([RAX, RCX, RDX].map((r) => machine.get(r))).toEqual([rsi, 0xffff_fffbn, rsi]);
    const floats = [2, 3, 4].map((n) => machine.get(XMM0 + n));
    expect(floats).toEqual([xmm1, 0x3f80_0000n, xmm1]);
  });

  it('the out-pointer', () => {
    const masm = new TestAssembler(NO_FEATURES);
    const entry = masm.func(() => masm.loadOutPointer(R12), 0, 0, RDI);
    const machine = machineOf(masm);
    machine.run(entry);
    expect(machine.get(R12)).toBe(machine.get(RDI));
    expect(machine.changed([R12])).toBe(-1);
  });

  /** Destroyed by a tail call that moves arguments. */
  const TAIL_SCRATCH = [RBX, R10, R12, R13];

  it('tail calls between every pair of sizes', () => {
    const masm = new TestAssembler(NO_FEATURES);
    let next = 0;
    const cases: { at: number; from: number; to: number; inPlace: boolean; lead: number }[] = [];
    for (const from of SIZES) {
      for (const to of SIZES) {
        for (const mode of ['direct', 'register', 'in place'] as const) {
          if (mode === 'in place' && to > from) continue;
          const middle = functionNumber(next++);
          const last = functionNumber(next++);
          const at = masm.func(() => {
            masm.storeSlot(Kind.I64, 0, RDX);
            masm.reserveOutgoing(from);
            for (let k = 0; k < from; k += 8) {
              masm.reserveOperator();
              masm.storeSlot(Kind.I64, outgoingSlot(k), imm(masm, 100 + k));
            }
            masm.callFunction(middle);
            masm.loadSlot(Kind.I64, R13, 0);
            masm.restoreVmctx();
          }, 8);
          const start = masm.func(
            () => {
              masm.storeSlot(Kind.I64, 0, RDX);
              if (mode === 'in place') {
                // From the last to the first, which come from further down or from themselves.
                for (let k = to - 8; k >= 0; k -= 8) {
                  masm.reserveOperator();
                  masm.copySlot(Kind.I64, incomingSlot(from - to + k), incomingSlot(k));
                }
                masm.reserveOperator();
                masm.tailLeave(to, NO_REG);
                masm.tailJumpFunction(last);
                return;
              }
              if (mode === 'register') {
                // Loaded from the context: the address of the last function.
                masm.loadField(Kind.I64, RAX, R14, 64);
              }
              masm.reserveOutgoing(to);
              for (let k = 0; k < to; k += 8) {
                masm.reserveOperator();
                // Reversed: every word comes from another place of the area.
                if (k < from) masm.copySlot(Kind.I64, outgoingSlot(k), incomingSlot(from - 8 - k));
                else masm.storeSlot(Kind.I64, outgoingSlot(k), imm(masm, 5000 + k));
              }
              masm.reserveOperator();
              masm.tailMoveArgs(to, mode === 'register' ? RAX : NO_REG);
              if (mode === 'register') masm.tailJumpReg(RAX);
              else masm.tailJumpFunction(last);
            },
            72,
            from,
          );
          masm.bindFunction(middle, start);
          const end = masm.func(
            () => {
              masm.constant(Kind.I64, RAX, 0, 0);
              for (let k = 0; k < to; k += 8) {
                masm.reserveOperator();
                masm.loadSlot(Kind.I64, R10, incomingSlot(k));
                wasm.binary(masm, Op.I64Mul, R10, R10, imm(masm, k + 3));
                wasm.binary(masm, Op.I64Add, RAX, RAX, R10);
              }
            },
            16,
            to,
          );
          masm.bindFunction(last, end);
          cases.push({ at, from, to, inPlace: mode === 'in place', lead: end });
        }
      }
    }
    const machine = machineOf(masm);
    for (const { at, from, to, inPlace, lead } of cases) {
      machine.reset();
      machine.data.setBigUint64(64, BigInt(machine.codeAddress + lead), true);
      machine.run(at);
      let expected = 0n;
      for (let k = 0; k < to; k += 8) {
        const value = inPlace ? 100 + k : k < from ? 100 + from - 8 - k : 5000 + k;
        expected += BigInt(value) * BigInt(k + 3);
      }
      if (machine.get(RAX) !== expected) expect.fail(`${from} to ${to}, in place: ${inPlace}`);
      expect(machine.get(R13)).toBe(machine.get(RDX));
      expect(machine.changed([RAX, ...TAIL_SCRATCH])).toBe(-1);
    }
  });

  it('a million tail calls among different sizes keep the stack', () => {
    const masm = new TestAssembler(NO_FEATURES);
    const sizes = [16, 640, 0, 144];
    const at = masm.func(() => {
      masm.reserveOutgoing(16);
      masm.storeSlot(Kind.I64, outgoingSlot(0), imm(masm, 1));
      masm.storeSlot(Kind.I64, outgoingSlot(8), imm(masm, 2));
      masm.callFunction(0);
    });
    for (const [n, size] of sizes.entries()) {
      const to = sizes[(n + 1) % 4]!;
      masm.bindFunction(
        n,
        masm.func(
          () => {
            const more = masm.newLabel();
            wasm.compareBranch(masm, Op.I64Eqz, true, RDI, imm(masm, 0), more);
            masm.finish();
            masm.bind(more);
            wasm.binary(masm, Op.I64Sub, RDI, RDI, imm(masm, 1));
            masm.reserveOutgoing(to);
            for (let k = 0; k < to; k += 8) {
              masm.reserveOperator();
              masm.storeSlot(Kind.I64, outgoingSlot(k), imm(masm, k));
            }
            masm.reserveOperator();
            masm.tailMoveArgs(to, NO_REG);
            masm.tailJumpFunction((n + 1) % 4);
          },
          8 * n,
          size,
        ),
      );
    }
    const machine = machineOf(masm);
    machine.set(RDI, 1_000_000n);
    machine.run(at);
    expect(machine.get(RDI)).toBe(0n);
    expect(machine.changed([RDI, ...TAIL_SCRATCH])).toBe(-1);
  });
});
