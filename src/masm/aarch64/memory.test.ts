import { describe, expect, it } from 'vitest';
import {
  CANNOT_RUN,
  dirty32,
  Expectations,
  halves,
  MEMORY_BYTES,
} from '../../../test/support/aarch64-machine.js';
import * as wasm from '../../../test/support/wasm-on-machine.js';
import { NO_REG, type Reg } from '../../abi/places.js';
import {
  ALL_OPS,
  OP_ACCESS_LOG2,
  OP_OPERAND,
  OP_RESULT,
  OP_SHAPE,
  type Op,
  opName,
  Shape,
  VECTOR_BASE,
} from '../../wasm/opcodes.js';
import { TrapKind } from '../../wasm/trap-kind.js';
import { Kind, ValType } from '../../wasm/value-types.js';
import { imm } from '../macro-assembler.js';
import { MEMORY_BASE, V0 } from './registers.js';

const title = CANNOT_RUN === undefined ? '' : ` (skipped: ${CANNOT_RUN})`;
/** Bytes whose sign bits differ. */
const PATTERN = 0x55c3_1290_fe7f_ff80n;

/** Offsets around every limit of an addressing mode, and the index to go with each. */
const ADDRESSES: [index: number, offset: number][] = [];
for (const offset of [0, 1, 8, 255, 256, 257, 4095, 4096, 8190, 16380, 32760, 32768, 65000]) {
  for (const index of [0, 3, 400]) ADDRESSES.push([index, offset]);
}

/** Out of bounds, but inside of the guard; the last ones go beyond 32 bits. */
const OUTSIDE: [index: number, offset: number][] = [
  [MEMORY_BYTES, 0],
  [0, MEMORY_BYTES],
  [4, 0xfffc],
  [0xffff_ffff, 0],
  [0xffff_fff8, 8],
  [0x8000_0000, 0x8000_0000],
  [16, 0xffff_fff0],
  [0xffff_ffff, 0xffff_ffff],
];

function isFloat(type: ValType): boolean {
  return type === ValType.F32 || type === ValType.F64;
}

function opsOf(shape: Shape): Op[] {
  return ALL_OPS.filter((op) => OP_SHAPE[op] === shape && op < VECTOR_BASE);
}

function loaded(op: Op): bigint {
  const bits = 8 << OP_ACCESS_LOG2[op]!;
  const value = BigInt.asUintN(bits, PATTERN);
  if (!opName(op).endsWith('_s')) return value;
  return BigInt.asUintN(OP_RESULT[op] === ValType.I64 ? 64 : 32, BigInt.asIntN(bits, value));
}

describe.skipIf(CANNOT_RUN !== undefined)(`aarch64 memory${title}`, () => {
  it('loads', () => {
    const e = new Expectations();
    const { masm } = e;
    for (const op of opsOf(Shape.Load)) {
      const float = isFloat(OP_RESULT[op]!);
      for (const [at, offset] of ADDRESSES) {
        const address = at + offset;
        for (const dst of float ? [V0 + 7] : [4, 7]) {
          for (const index of at === 0 ? [4, NO_REG] : [4]) {
            const entry = masm.func(() => {
              const [lo, hi] = halves(PATTERN);
              masm.storeField(Kind.I64, imm(masm, lo, hi), MEMORY_BASE, address);
              wasm.load(masm, op, dst, MEMORY_BASE, index, offset);
            });
            const run = { entry, dst, lhs: 4, x: dirty32(BigInt(at)) };
            e.add(`${opName(op)} ${at} + ${offset}`, loaded(op), run);
          }
        }
      }
      for (const [at, offset] of OUTSIDE) {
        const first = masm.trapKinds.length;
        const entry = masm.func(() => wasm.load(masm, op, float ? V0 : 5, MEMORY_BASE, 4, offset));
        const site = masm.trapSites.data[2 * first]!;
        const trap = { trap: TrapKind.OutOfBoundsMemoryAccess, at: site };
        const run = { entry, lhs: 4, x: dirty32(BigInt(at)) };
        e.add(`${opName(op)} ${at} + ${offset}`, trap, run);
        if (at !== 0) continue;
        const constant = masm.trapKinds.length;
        const direct = masm.func(() => {
          wasm.load(masm, op, float ? V0 : 5, MEMORY_BASE, NO_REG, offset);
        });
        const where = masm.trapSites.data[2 * constant]!;
        e.add(opName(op), { trap: TrapKind.OutOfBoundsMemoryAccess, at: where }, { entry: direct });
      }
    }
    e.check();
  });

  it('stores, of registers and constants', () => {
    const e = new Expectations();
    const { masm } = e;
    const background = 0x1122_3344_5566_7788n;
    for (const op of opsOf(Shape.Store)) {
      const float = isFloat(OP_OPERAND[op]!);
      const mask = (1n << BigInt(8 << OP_ACCESS_LOG2[op]!)) - 1n;
      for (const [at, offset] of ADDRESSES) {
        const address = at + offset;
        const src: Reg = float ? V0 + 9 : 9;
        for (const value of [0n, PATTERN, 'register'] as const) {
          const wide = OP_OPERAND[op] === ValType.I64 || OP_OPERAND[op] === ValType.F64;
          const entry = masm.func(() => {
            const [lo, hi] = halves(background);
            masm.storeField(Kind.I64, imm(masm, lo, hi), MEMORY_BASE, address);
            if (value === 'register') {
              wasm.store(masm, op, src, MEMORY_BASE, 4, offset);
            } else {
              const [low, high] = halves(value);
              expect(wasm.storeHasImmediate(masm, op, low, wide ? high : 0)).toBe(true);
              wasm.store(masm, op, imm(masm, low, wide ? high : 0), MEMORY_BASE, 4, offset);
            }
            masm.loadField(Kind.I64, 6, MEMORY_BASE, address);
          });
          const stored = value === 'register' ? PATTERN : value;
          e.add(`${opName(op)} ${at} + ${offset}`, (background & ~mask) | (stored & mask), {
            entry,
            dst: 6,
            lhs: 4,
            x: dirty32(BigInt(at)),
            rhs: src,
            y: PATTERN,
          });
        }
      }
      for (const [at, offset] of OUTSIDE) {
        for (const constant of [false, true]) {
          const first = masm.trapKinds.length;
          const entry = masm.func(() => {
            if (constant) wasm.store(masm, op, imm(masm, 5), MEMORY_BASE, 4, offset);
            else wasm.store(masm, op, float ? V0 : 5, MEMORY_BASE, 4, offset);
          });
          const site = masm.trapSites.data[2 * first]!;
          const trap = { trap: TrapKind.OutOfBoundsMemoryAccess, at: site };
          const run = { entry, lhs: 4, x: dirty32(BigInt(at)) };
          e.add(`${opName(op)} ${at} + ${offset}`, trap, run);
        }
      }
    }
    e.check();
  });

  it('elements of a table, by an index with rubbish above', () => {
    const e = new Expectations();
    const { masm } = e;
    const load = masm.func(() => {
      masm.constant(Kind.I64, 5, 0x1234, 0x5678);
      masm.storeField(Kind.I64, 5, MEMORY_BASE, 8 * 100);
      masm.loadElement(4, MEMORY_BASE, 4);
    });
    const store = masm.func(() => {
      masm.constant(Kind.I64, 5, 0x4321, 0x5678);
      masm.storeElement(5, MEMORY_BASE, 4);
      masm.loadField(Kind.I64, 5, MEMORY_BASE, 8 * 100);
    });
    const x = dirty32(100n);
    e.add('load', 0x5678_0000_1234n, { entry: load, dst: 4, lhs: 4, x }, [5]);
    e.add('store', 0x5678_0000_4321n, { entry: store, dst: 5, lhs: 4, x });
    e.check();
  });

  it('explicit bounds checks', () => {
    const e = new Expectations();
    const { masm } = e;
    for (const lengthOffset of [32, 1 << 15]) {
      for (const length of [0n, 1n, 65536n, 0xffff_0000n, 1n << 32n]) {
        for (const end of [1, 8, 4095, 4096, 65536, 65537, 0xffff_ffff, 2 ** 32, 2 ** 32 + 15]) {
          const check = (index: Reg) =>
            masm.func(() => {
              const [lo, hi] = halves(length);
              masm.storeField(Kind.I64, imm(masm, lo, hi), masm.traits.vmctx, lengthOffset);
              masm.boundsCheck(index, end, lengthOffset);
            });
          const trap = { trap: TrapKind.OutOfBoundsMemoryAccess };
          const entry = check(4);
          for (const x of [0n, 1n, 65535n, 65536n, 0xffff_ffffn]) {
            const inside = x + BigInt(end) <= length;
            e.add(`${x} + ${end} in ${length}`, inside ? dirty32(x) : trap, {
              entry,
              dst: 4,
              lhs: 4,
              x: dirty32(x),
            });
          }
          const inside = BigInt(end) <= length;
          const run = { entry: check(NO_REG), dst: 4, lhs: 4, x: 7n };
          e.add(`${end} in ${length}`, inside ? 7n : trap, run);
        }
      }
    }
    e.check();
  });
});
