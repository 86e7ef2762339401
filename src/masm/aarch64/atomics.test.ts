import { describe, it } from 'vitest';
import {
  CANNOT_RUN,
  dirty32,
  Expectations,
  halves,
  MEMORY_BYTES,
} from '../../../test/support/aarch64-machine.js';
import {
  Expectations as Encodings,
  GP,
  MISSING,
  r,
  triples,
  why,
} from '../../../test/support/aarch64-objdump.js';
import { ATOMIC_OPS, lowest, updated, WIDTHS, withLowest } from '../../../test/support/atomics.js';
import { NO_REG, type Reg } from '../../abi/places.js';
import { TrapKind } from '../../wasm/trap-kind.js';
import { Kind } from '../../wasm/value-types.js';
import { imm } from '../macro-assembler.js';
import { AtomicOp } from '../operators.js';
import { Lse, Ordered } from './integer-assembler.js';
import { MEMORY_BASE } from './registers.js';

const WIDTH_LETTERS = ['b', 'h', '', ''];

const title = CANNOT_RUN === undefined ? '' : ` (skipped: ${CANNOT_RUN})`;
const THERE = 0x80ff_7f01_c3a5_90fen;
const OPERAND = 0xdead_beef_8000_7f81n;
/** Indices and offsets; their sums are multiples of 8. */
const ADDRESSES: readonly (readonly [index: number, offset: number])[] = [
  [0, 0],
  [0, 264],
  [8, 0],
  [3, 5],
  [400, 4096],
  [0x1235, 0x2343],
  [0, 65000],
];
const INDEX = 4;
const DST = 6;
const SRC = 9;

function machines(): [string, Expectations][] {
  return [
    ['loops', new Expectations()],
    ['LSE', new Expectations({ lse: true })],
  ];
}

describe.skipIf(MISSING !== undefined)(`aarch64 atomic encodings${why}`, () => {
  it('are those of objdump', () => {
    const e = new Encodings();
    e.add('dmb ish', (a) => a.dmb());
    for (const log2 of WIDTHS) {
      const letter = WIDTH_LETTERS[log2];
      const wide = log2 === 3;
      for (const [status, reg, base] of triples(GP)) {
        const at = `${r(reg, wide)}, [${r(base, true, true)}]`;
        for (const [op, name] of [
          [Ordered.Ldar, 'ldar'],
          [Ordered.Stlr, 'stlr'],
          [Ordered.Ldaxr, 'ldaxr'],
        ] as const) {
          e.add(`${name}${letter} ${at}`, (a) => a.ordered(op, log2, reg, base));
        }
        for (const [op, name] of [
          [Lse.Add, 'ldaddal'],
          [Lse.Clr, 'ldclral'],
          [Lse.Eor, 'ldeoral'],
          [Lse.Set, 'ldsetal'],
          [Lse.Swp, 'swpal'],
          [Lse.Cas, 'casal'],
        ] as const) {
          // What is not kept is a store without a load, and has its own name without the acquiring.
          e.add(`${name}${letter} ${r(status, wide)}, ${at}`, (a) =>
            a.lse(op, log2, status, reg, base),
          );
        }
        // Unpredictable otherwise.
        if (status === reg || status === base) continue;
        e.add(`stlxr${letter} ${r(status, false)}, ${at}`, (a) =>
          a.ordered(Ordered.Stlxr, log2, reg, base, status),
        );
      }
    }
    e.check();
  });
});

describe.skipIf(CANNOT_RUN !== undefined)(`aarch64 atomic accesses${title}`, () => {
  it.each(machines())('do what they should: %s', (_, e) => {
    const { masm } = e;
    for (const [at, offset] of ADDRESSES) {
      const address = at + offset;
      for (const index of at === 0 ? [INDEX, NO_REG] : [INDEX]) {
        /** Tells the result, and in another run what is there behind it. */
        const add = (
          what: string,
          result: bigint | undefined,
          there: bigint,
          body: () => void,
          operands: { rhs?: Reg; y?: bigint } = {},
          free: readonly Reg[] = [],
        ) => {
          const begin = () => {
            masm.storeField(Kind.I64, imm(masm, ...halves(THERE)), MEMORY_BASE, address);
            body();
          };
          const name = `${what} at ${at} + ${offset}${index === NO_REG ? ', constant' : ''}`;
          const run = { lhs: INDEX, x: dirty32(BigInt(at)), ...operands };
          if (result !== undefined) {
            e.add(name, result, { entry: masm.func(begin), dst: DST, ...run }, free);
          }
          const entry = masm.func(() => {
            begin();
            masm.loadField(Kind.I64, 7, MEMORY_BASE, address);
          });
          e.add(
            name,
            there,
            { entry, dst: 7, ...run },
            result === undefined ? free : [DST, ...free],
          );
        };
        for (const log2 of WIDTHS) {
          add(`load ${log2}`, lowest(log2, THERE), THERE, () =>
            masm.atomics.load(log2, DST, MEMORY_BASE, index, offset),
          );
          const value = { rhs: SRC, y: OPERAND };
          const stored = withLowest(log2, THERE, OPERAND);
          const store = () => masm.atomics.store(log2, SRC, MEMORY_BASE, index, offset);
          add(`store ${log2}`, undefined, stored, store, value);
          for (const [op, text] of ATOMIC_OPS) {
            // The operand may be the index, too.
            for (const src of index === NO_REG ? [SRC] : [SRC, INDEX]) {
              const operand = src === SRC ? OPERAND : dirty32(BigInt(at));
              const there = withLowest(log2, THERE, updated(op, log2, THERE, operand));
              const emit = () => masm.atomics.rmw(op, log2, DST, src, MEMORY_BASE, index, offset);
              add(`${text} ${log2}`, lowest(log2, THERE), there, emit, value);
            }
          }
          for (const [text, expected, isEqual] of [
            ['equal', withLowest(log2, 0x1357_9bdf_0246_8acen, THERE), true],
            ['not equal', THERE ^ 0x10n, false],
          ] as const) {
            for (const replacement of [SRC, 10]) {
              const emit = () => {
                masm.constant(Kind.I64, 10, ...halves(expected));
                masm.atomics.compareExchange(
                  log2,
                  DST,
                  10,
                  replacement,
                  MEMORY_BASE,
                  index,
                  offset,
                );
              };
              const next = replacement === SRC ? OPERAND : expected;
              const there = isEqual ? withLowest(log2, THERE, next) : THERE;
              const name = `cmpxchg ${log2}, ${text}`;
              add(name, lowest(log2, THERE), there, emit, value, [10]);
            }
          }
        }
      }
    }
    e.check();
  });

  it.each(machines())('trap at addresses that are not aligned, or outside: %s', (_, e) => {
    const { masm } = e;
    for (const log2 of WIDTHS) {
      const all: [string, (index: Reg, offset: number) => void][] = [
        ['load', (i, o) => masm.atomics.load(log2, DST, MEMORY_BASE, i, o)],
        ['store', (i, o) => masm.atomics.store(log2, SRC, MEMORY_BASE, i, o)],
        ['add', (i, o) => masm.atomics.rmw(AtomicOp.Add, log2, DST, SRC, MEMORY_BASE, i, o)],
        ['xchg', (i, o) => masm.atomics.rmw(AtomicOp.Xchg, log2, DST, SRC, MEMORY_BASE, i, o)],
        ['cmpxchg', (i, o) => masm.atomics.compareExchange(log2, DST, 8, SRC, MEMORY_BASE, i, o)],
      ];
      for (const [name, emit] of all) {
        const add = (at: number, offset: number, index: Reg, trap: TrapKind) => {
          const run = { entry: masm.func(() => emit(index, offset)), lhs: INDEX };
          e.add(
            `${name} ${log2} at ${at} + ${offset}`,
            { trap },
            { ...run, x: dirty32(BigInt(at)) },
          );
        };
        if (log2 > 0) {
          add(1, 0, INDEX, TrapKind.UnalignedAtomic);
          add(0, 5, INDEX, TrapKind.UnalignedAtomic);
          add(4, 4099, INDEX, TrapKind.UnalignedAtomic);
          add(0, 4097, NO_REG, TrapKind.UnalignedAtomic);
          // Both: bounds come first.
          add(MEMORY_BYTES - 1, 0, INDEX, TrapKind.OutOfBoundsMemoryAccess);
          add(0, MEMORY_BYTES + 1, NO_REG, TrapKind.OutOfBoundsMemoryAccess);
        }
        add(MEMORY_BYTES, 0, INDEX, TrapKind.OutOfBoundsMemoryAccess);
        add(0xffff_fff8, 0xffff_fff0, INDEX, TrapKind.OutOfBoundsMemoryAccess);
        add(0, 0xffff_fff8, NO_REG, TrapKind.OutOfBoundsMemoryAccess);
      }
    }
    e.check();
  });
});
