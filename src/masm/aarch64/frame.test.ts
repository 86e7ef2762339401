import { describe, expect, it } from 'vitest';
import { CANNOT_RUN, Expectations, halves, TARGET } from '../../../test/support/aarch64-machine.js';
import * as wasm from '../../../test/support/wasm-on-machine.js';
import { incomingSlot, NO_REG, outgoingSlot, type Reg } from '../../abi/places.js';
import { VMCTX_STACK_LIMIT } from '../../abi/vmctx-layout.js';
import { Op } from '../../wasm/opcodes.js';
import { TrapKind } from '../../wasm/trap-kind.js';
import { isFloatKind, Kind } from '../../wasm/value-types.js';
import { imm } from '../macro-assembler.js';
import { V0, VMCTX } from './registers.js';

const title = CANNOT_RUN === undefined ? '' : ` (skipped: ${CANNOT_RUN})`;

/** Stack-argument bytes: none, around the limits of pairs, unrolling and immediates. */
const SIZES = [0, 16, 32, 112, 128, 144, 256, 480, 496, 640, 4096, 8000];
const VALUE = 0x1234_5678_9abc_def0n;
const [LO, HI] = halves(VALUE);
/** Destroyed by a tail call that moves arguments, and by the tests' own sums. */
const TAIL_SCRATCH = [10, 11, 12, 13];

/** Function numbers are dense in modules; a jump tests growth. */
function functionNumber(n: number): number {
  return n < 5 ? n : 1000 + n;
}

describe.skipIf(CANNOT_RUN !== undefined)(`aarch64 frames and calls${title}`, () => {
  it('constants', () => {
    const e = new Expectations();
    const { masm } = e;
    const values = [0n, 1n, VALUE, 0x3ff0n << 48n, 0x3f80_0000n, 1n << 63n, (1n << 64n) - 1n];
    values.push(0xffff_0000_1234_ffffn, 0x5555_5555_5555_5555n, 0x8000_0000n, 0x7ff8n << 48n);
    for (const value of values) {
      for (const kind of [Kind.I32, Kind.I64, Kind.F32, Kind.F64]) {
        const dst = isFloatKind(kind) ? V0 + 3 : 3;
        const entry = masm.func(() => masm.constant(kind, dst, ...halves(value)));
        const narrow = kind === Kind.I32 || kind === Kind.F32;
        e.add(`constant ${kind}`, narrow ? value & 0xffff_ffffn : value, { entry, dst });
      }
    }
    e.check();
  });

  it('moves and swaps', () => {
    const e = new Expectations();
    const { masm } = e;
    for (const kind of [Kind.I32, Kind.I64, Kind.F32, Kind.F64, Kind.V128]) {
      const base = isFloatKind(kind) ? V0 : 0;
      const narrow = kind === Kind.I32 || kind === Kind.F32;
      const value = narrow ? VALUE & 0xffff_ffffn : VALUE;
      for (const src of [3, 4]) {
        const entry = masm.func(() => masm.move(kind, base + 3, base + src));
        const kept = src === 3 && kind !== Kind.I32 ? VALUE : value;
        e.add(`move ${kind}`, kept, { entry, dst: base + 3, lhs: base + src, x: VALUE });
      }
      const swap = masm.func(() => masm.swap(kind, base + 3, base + 4));
      const run = { entry: swap, lhs: base + 3, x: 5n, rhs: base + 4, y: VALUE };
      e.add(`swap ${kind}`, VALUE, { ...run, dst: base + 3 }, [base + 4]);
      e.add(`swap ${kind}`, 5n, { ...run, dst: base + 4 }, [base + 3]);
      const same = masm.func(() => masm.swap(kind, base + 3, base + 3));
      e.add(`swap ${kind}`, VALUE, { entry: same, dst: base + 3, lhs: base + 3, x: VALUE });
    }
    const extend = masm.func(() => masm.move(Kind.I32, 7, 7));
    e.add('zero-extend', VALUE & 0xffff_ffffn, { entry: extend, dst: 7, lhs: 7, x: VALUE });
    e.check();
  });

  it('slots near and far, in frames of every size', () => {
    const e = new Expectations();
    const { masm } = e;
    const offsets = [0, 8, 248, 256, 504, 512, 4072, 4080, 4088, 16384, 32760, 32768, 65536];
    for (const top of [...offsets, 1 << 20, (1 << 24) - 16, 1 << 24, 100 << 20]) {
      for (const outgoing of [0, 48]) {
        for (const kind of [Kind.I32, Kind.I64, Kind.F32, Kind.F64]) {
          const reg = isFloatKind(kind) ? V0 + 2 : 2;
          const narrow = kind === Kind.I32 || kind === Kind.F32;
          const entry = masm.func(
            () => {
              // The highest slot must not reach the homes, nor outgoing arguments the lowest.
              masm.storeSlot(kind, top, reg);
              if (top > 0) masm.storeSlot(Kind.I64, 0, imm(masm, 1, 2));
              masm.reserveOutgoing(outgoing);
              for (let k = 0; k < outgoing; k += 8)
                masm.storeSlot(Kind.I64, outgoingSlot(k), imm(masm, -1, -1));
              masm.constant(Kind.I64, VMCTX, 0, 0);
              masm.restoreVmctx();
              masm.loadOutPointer(3);
              masm.loadSlot(kind, reg, top);
              if (top > 0) {
                masm.copySlot(kind, 0, top);
                masm.loadSlot(kind, reg, 0);
              }
            },
            top + 8,
            0,
            3,
          );
          e.add(`slot ${top}, ${kind}`, narrow ? VALUE & 0xffff_ffffn : VALUE, {
            entry,
            dst: reg,
            lhs: reg,
            x: VALUE,
          });
        }
      }
    }
    e.check();
  });

  it('joined stores of slots, in both orders and classes', () => {
    const e = new Expectations();
    const { masm } = e;
    const pairs: [number, number][] = [
      [0, 8],
      [8, 0],
      [16, 32],
      [504, 512],
      [512, 504],
      [8, 8],
    ];
    for (const [a, b] of pairs) {
      for (const base of [0, V0]) {
        for (const labelled of [false, true]) {
          const kind = base === 0 ? Kind.I64 : Kind.F64;
          const start = masm.pos;
          const entry = masm.func(() => {
            masm.storeSlot(kind, a, base + 2);
            if (labelled) masm.bind(masm.newLabel());
            masm.storeSlot(kind, b, base + 3);
            masm.loadSlot(kind, base + 2, b);
            masm.loadSlot(kind, base + 3, a);
          }, 640);
          expect(masm.pos).toBeGreaterThan(start);
          const run = { entry, lhs: base + 2, x: 55n, rhs: base + 3, y: VALUE };
          e.add(`${a}, ${b}`, VALUE, { ...run, dst: base + 2 }, [base + 3]);
          e.add(`${a}, ${b}`, a === b ? VALUE : 55n, { ...run, dst: base + 3 }, [base + 2]);
        }
      }
    }
    e.check();
  });

  it('zeroes slots, and only these', () => {
    const e = new Expectations();
    const { masm } = e;
    for (const first of [0, 8, 16, 480, 512, 40_000]) {
      for (const bytes of [0, 8, 16, 24, 240, 256, 264, 272, 1000, 65_528]) {
        const end = first + bytes;
        const entry = masm.func(() => {
          const slots = [first, end - 8, (first + (bytes >> 1)) & ~7];
          for (const slot of slots) {
            if (slot >= first) masm.storeSlot(Kind.I64, slot, imm(masm, -1, -1));
          }
          if (first > 0) masm.storeSlot(Kind.I64, first - 8, imm(masm, 3));
          masm.storeSlot(Kind.I64, end, imm(masm, 4));
          masm.zeroSlots(first, end);
          masm.loadSlot(Kind.I64, 2, end);
          if (first > 0) {
            masm.loadSlot(Kind.I64, 3, first - 8);
            wasm.binary(masm, Op.I64Add, 2, 2, 3);
          }
          for (const slot of bytes > 0 ? slots : []) {
            masm.loadSlot(Kind.I64, 3, slot);
            wasm.binary(masm, Op.I64Add, 2, 2, 3);
          }
        }, end + 8);
        e.add(`zero ${first} to ${end}`, first > 0 ? 7n : 4n, { entry, dst: 2 }, [3]);
      }
    }
    e.check();
  });

  it('areas of slots', () => {
    const e = new Expectations();
    const { masm } = e;
    for (const first of [0, 16, 4080, 4096, 70_000, 1 << 24]) {
      const entry = masm.func(() => {
        masm.storeSlot(Kind.I64, first + 8, imm(masm, LO, HI));
        masm.reserveOutgoing(32);
        masm.slotAreaAddress(2, first, 16);
        masm.loadField(Kind.I64, 2, 2, 8);
      }, first + 16);
      e.add(`area at ${first}`, VALUE, { entry, dst: 2 });
    }
    e.check();
  });

  it('stops at the stack limit before it writes the frame', () => {
    const e = new Expectations();
    const { masm } = e;
    const sizes = [0, 4080, 5000, 1 << 24, 1 << 30, 0x7fff_ff00];
    const entries = sizes.map((size) => masm.func(() => masm.constant(Kind.I32, 5, 1, 0), size));
    // Nothing of the frame is touched, so that much stack need not be there.
    for (const entry of entries) e.add('without a limit', 1n, { entry, dst: 5 });
    const setLimit = masm.func(() => {
      masm.storeField(Kind.I64, imm(masm, -1, -1), masm.traits.vmctx, VMCTX_STACK_LIMIT);
    });
    e.add('limit', 9n, { entry: setLimit, dst: 5, lhs: 5, x: 9n });
    for (const entry of entries) e.add('limited', { trap: TrapKind.CallStackExhausted }, { entry });
    expect(() => {
      masm.beginFunction(0, NO_REG, false);
      masm.endFunction(0x7fff_fff8);
    }).toThrow(RangeError);
    e.check();
  });

  it('arguments and the stack are right after every kind of call', () => {
    const e = new Expectations();
    const { masm } = e;
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
      const noted = () => {
        expect(masm.callSites.data[masm.callSites.length - 2]).toBe(masm.pos);
        expect(masm.callSites.data[masm.callSites.length - 1]).toBe(500 + n);
      };
      const entry = masm.func(() => {
        masm.storeSlot(Kind.I64, 16, 6);
        outgoing((k) => {
          if (k % 32 === 0) masm.storeSlot(Kind.I64, outgoingSlot(k), 6);
          else if (k % 32 === 8) masm.storeSlot(Kind.I64, outgoingSlot(k), imm(masm, 7, 1));
          else if (k % 32 === 16) masm.storeSlot(Kind.F64, outgoingSlot(k), V0 + 2);
          else masm.copySlot(Kind.I64, outgoingSlot(k), 16);
        });
        masm.callFunction(number);
        noted();
        masm.storeSlot(Kind.I64, 0, 0);
        masm.restoreVmctx();
        outgoing((k) => masm.storeSlot(Kind.I64, outgoingSlot(k), imm(masm, k)));
        masm.callField(masm.traits.vmctx, TARGET);
        noted();
        masm.restoreVmctx();
        masm.storeSlot(Kind.I64, 8, 0);
        outgoing((k) => masm.storeSlot(Kind.I64, outgoingSlot(k), imm(masm, -k | 0, -k >> 31)));
        masm.loadField(Kind.I64, 9, masm.traits.vmctx, TARGET);
        masm.callReg(9);
        noted();
        masm.loadSlot(Kind.I64, 1, 0);
        masm.loadSlot(Kind.I64, 2, 8);
        masm.restoreVmctx();
      }, 24);
      const callee = masm.func(
        () => {
          masm.constant(Kind.I64, 0, 0, 0);
          for (let k = 0; k < size; k += 8) {
            masm.reserveOperator();
            masm.loadSlot(Kind.I64, 3, incomingSlot(k));
            wasm.binary(masm, Op.I64Add, 0, 0, 3);
          }
          // vmctx and scratch registers are the callee's to destroy.
          masm.constant(Kind.I64, VMCTX, 0, 0);
        },
        40,
        size,
      );
      masm.bindFunction(number, callee);
      let first = 0n;
      let second = 0n;
      for (let k = 0; k < size; k += 8) {
        first += [VALUE, 0x1_0000_0007n, 0x5555n, VALUE][(k % 32) / 8]!;
        second += BigInt(k);
      }
      const run = { entry, lhs: 6, x: VALUE, rhs: V0 + 2, y: 0x5555n, target: callee };
      const free = [0, 1, 2, 3, 9];
      e.add(`${size} direct`, BigInt.asUintN(64, first), { ...run, dst: 1 }, free);
      e.add(`${size} field`, second, { ...run, dst: 2 }, free);
      e.add(`${size} register`, BigInt.asUintN(64, -second), { ...run, dst: 0 }, free);
      // Bound by now: the call is final at once.
      const late = masm.func(() => {
        outgoing((k) => masm.storeSlot(Kind.I64, outgoingSlot(k), imm(masm, k)));
        masm.callFunction(number);
        masm.restoreVmctx();
      });
      e.add(`${size} late`, second, { entry: late, dst: 0 }, [3]);
    }
    e.check();
  });

  it('32-bit arguments', () => {
    const e = new Expectations();
    const { masm } = e;
    const entry = masm.func(() => {
      masm.storeSlot(Kind.I32, 0, 6);
      masm.storeSlot(Kind.F32, 8, V0 + 1);
      masm.reserveOutgoing(48);
      masm.storeSlot(Kind.I32, outgoingSlot(0), 6);
      masm.storeSlot(Kind.F32, outgoingSlot(8), V0 + 1);
      masm.storeSlot(Kind.I32, outgoingSlot(16), imm(masm, -5));
      masm.storeSlot(Kind.F32, outgoingSlot(24), imm(masm, 0x3f80_0000));
      masm.copySlot(Kind.I32, outgoingSlot(32), 0);
      masm.copySlot(Kind.F32, outgoingSlot(40), 8);
      masm.callFunction(3);
      masm.restoreVmctx();
    }, 16);
    const wanted = [VALUE, 0x5555_6666n, 0xffff_fffbn, 0x3f80_0000n, VALUE, 0x5555_6666n];
    const regs = wanted.map((_, i) => (i % 2 === 0 ? i : V0 + i));
    masm.bindFunction(
      3,
      masm.func(
        () => {
          for (let i = 0; i < 6; i++) {
            masm.loadSlot(i % 2 === 0 ? Kind.I32 : Kind.F32, regs[i]!, incomingSlot(8 * i));
          }
        },
        0,
        48,
      ),
    );
    for (let i = 0; i < 6; i++) {
      const run = { entry, dst: regs[i]!, lhs: 6, x: VALUE, rhs: V0 + 1, y: 0x5555_6666n };
      e.add(`argument ${i}`, wanted[i]! & 0xffff_ffffn, run, regs);
    }
    e.check();
  });

  it('tail calls between every pair of sizes', () => {
    const e = new Expectations();
    const { masm } = e;
    let next = 0;
    for (const from of SIZES) {
      for (const to of SIZES) {
        for (const mode of ['direct', 'register', 'in place'] as const) {
          if (mode === 'in place' && to > from) continue;
          const middle = functionNumber(next++);
          const last = functionNumber(next++);
          const entry = masm.func(() => {
            masm.storeSlot(Kind.I64, 0, 20);
            masm.reserveOutgoing(from);
            for (let k = 0; k < from; k += 8) {
              masm.reserveOperator();
              masm.storeSlot(Kind.I64, outgoingSlot(k), imm(masm, 100 + k));
            }
            masm.callFunction(middle);
            // The frame of the caller is whole: its slot, and vmctx.
            masm.loadSlot(Kind.I64, 13, 0);
            masm.restoreVmctx();
            wasm.binary(masm, Op.I64Sub, 13, 13, 20);
            wasm.binary(masm, Op.I64Add, 0, 0, 13);
          }, 8);
          const start = masm.func(
            () => {
              masm.storeSlot(Kind.I64, 0, 20);
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
              if (mode === 'register') masm.loadField(Kind.I64, 9, masm.traits.vmctx, TARGET);
              masm.reserveOutgoing(to);
              for (let k = 0; k < to; k += 8) {
                masm.reserveOperator();
                // Reversed: every word comes from another place of the area.
                if (k < from) masm.copySlot(Kind.I64, outgoingSlot(k), incomingSlot(from - 8 - k));
                else masm.storeSlot(Kind.I64, outgoingSlot(k), imm(masm, 5000 + k));
              }
              masm.reserveOperator();
              masm.tailMoveArgs(to, mode === 'register' ? 9 : NO_REG);
              if (mode === 'register') masm.tailJumpReg(9);
              else masm.tailJumpFunction(last);
            },
            72,
            from,
          );
          masm.bindFunction(middle, start);
          const end = masm.func(
            () => {
              masm.constant(Kind.I64, 0, 0, 0);
              for (let k = 0; k < to; k += 8) {
                masm.reserveOperator();
                masm.loadSlot(Kind.I64, 10, incomingSlot(k));
                wasm.binary(masm, Op.I64Mul, 10, 10, imm(masm, k + 3));
                wasm.binary(masm, Op.I64Add, 0, 0, 10);
              }
            },
            16,
            to,
          );
          masm.bindFunction(last, end);
          let expected = 0n;
          for (let k = 0; k < to; k += 8) {
            const value = mode === 'in place' ? 100 + k : k < from ? 100 + from - 8 - k : 5000 + k;
            expected += BigInt(value) * BigInt(k + 3);
          }
          const free: Reg[] = [9, ...TAIL_SCRATCH];
          const run = { entry, dst: 0, target: end };
          e.add(`tail ${from} to ${to}, ${mode}`, expected, run, free);
        }
      }
    }
    e.check();
  });

  it('a million tail calls among different sizes keep the stack', () => {
    const e = new Expectations();
    const { masm } = e;
    const sizes = [16, 640, 0, 144];
    const entry = masm.func(() => {
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
            wasm.compareBranch(masm, Op.I64Eqz, true, 7, imm(masm, 0), more);
            masm.epilogue();
            masm.bind(more);
            wasm.binary(masm, Op.I64Sub, 7, 7, imm(masm, 1));
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
    e.add('tail calls', 0n, { entry, dst: 7, lhs: 7, x: 1_000_000n }, TAIL_SCRATCH);
    e.check();
  });
});
