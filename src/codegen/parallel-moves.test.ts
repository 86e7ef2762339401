import { describe, expect, it } from 'vitest';
import { Random } from '../../test/support/random-program.js';
import { FIRST_FP, REG_COUNT, type Reg } from '../abi/places.js';
import type { MacroAssembler } from '../masm/macro-assembler.js';
import { Kind } from '../wasm/value-types.js';
import { ParallelMoves } from './parallel-moves.js';

/** Registers that start with their own numbers as values; records what was emitted. */
class Machine {
  readonly regs = Array.from({ length: REG_COUNT }, (_, reg) => reg);
  readonly written = new Set<Reg>();
  readonly swapped = new Set<Reg>();
  moves = 0;
  swaps = 0;
  readonly kinds: Kind[] = [];

  reset(): void {
    this.regs.forEach((_, reg) => {
      this.regs[reg] = reg;
    });
    this.written.clear();
    this.swapped.clear();
    this.moves = 0;
    this.swaps = 0;
    this.kinds.length = 0;
  }

  move(kind: Kind, dst: Reg, src: Reg): void {
    expect(dst < FIRST_FP).toBe(src < FIRST_FP);
    this.regs[dst] = this.regs[src]!;
    this.written.add(dst);
    this.kinds.push(kind);
    this.moves++;
  }

  swap(kind: Kind, a: Reg, b: Reg): void {
    expect(a).not.toBe(b);
    const { regs } = this;
    [regs[a], regs[b]] = [regs[b]!, regs[a]!];
    this.swapped.add(a).add(b);
    this.kinds.push(kind);
    this.swaps++;
  }
}

function emit(moves: ParallelMoves, machine: Machine): void {
  moves.emit(machine as unknown as MacroAssembler);
}

/** Emits moves, given as [destination, source], and checks what all registers hold then. */
function check(
  pairs: readonly (readonly [Reg, Reg])[],
  machine = new Machine(),
  used = new ParallelMoves(),
): Machine {
  for (const [dst, src] of pairs) used.add(dst < FIRST_FP ? Kind.I64 : Kind.F64, dst, src);
  expect(used.isEmpty).toBe(pairs.length === 0);
  emit(used, machine);
  expect(used.isEmpty).toBe(true);
  const sources = new Map(pairs);
  for (let reg = 0; reg < REG_COUNT; reg++) {
    if (machine.regs[reg] !== (sources.get(reg) ?? reg)) {
      expect.unreachable(`${JSON.stringify(pairs)}: register ${reg} has ${machine.regs[reg]}`);
    }
  }
  for (const reg of machine.written) expect(sources.has(reg)).toBe(true);
  // Swaps stay inside of cycles, and so between destinations.
  for (const reg of machine.swapped) expect(sources.has(reg)).toBe(true);
  expect(machine.moves + machine.swaps).toBeLessThanOrEqual(pairs.length);
  return machine;
}

describe('ParallelMoves', () => {
  it.each([
    ['general', 0],
    ['floating-point', FIRST_FP],
  ])('does every map of 5 %s registers', (_, first) => {
    // Digit 5 is "no move to this register".
    for (let code = 0; code < 6 ** 5; code++) {
      const pairs: [Reg, Reg][] = [];
      for (let dst = 0, rest = code; dst < 5; dst++, rest = Math.floor(rest / 6)) {
        if (rest % 6 < 5) pairs.push([first + dst, first + (rest % 6)]);
      }
      check(pairs);
    }
  });

  it('does random maps of all registers of both classes, one after the other', () => {
    const random = new Random(3);
    const machine = new Machine();
    const moves = new ParallelMoves();
    for (let round = 0; round < 2000; round++) {
      const pairs: [Reg, Reg][] = [];
      const density = 1 + random.below(8);
      const spread = 1 + random.below(32);
      for (let dst = 0; dst < REG_COUNT; dst++) {
        if (random.below(8) >= density) continue;
        pairs.push([dst, (dst & FIRST_FP) + random.below(spread)]);
      }
      machine.reset();
      check(pairs, machine, moves);
    }
  });

  it('does random permutations of all registers', () => {
    const random = new Random(4);
    for (let round = 0; round < 300; round++) {
      const order = Array.from({ length: 32 }, (_, i) => i);
      for (let i = 31; i > 0; i--) {
        const j = random.below(i + 1);
        [order[i], order[j]] = [order[j]!, order[i]!];
      }
      check(order.map((src, dst) => [dst, src] as const));
      check(order.map((src, dst) => [FIRST_FP + dst, FIRST_FP + src] as const));
    }
  });

  it('moves along a chain without a swap', () => {
    const machine = check([
      [0, 1],
      [1, 2],
      [2, 3],
    ]);
    expect([machine.moves, machine.swaps]).toEqual([3, 0]);
  });

  it('needs one swap less than a cycle is long', () => {
    const machine = check([
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 0],
    ]);
    expect([machine.moves, machine.swaps]).toEqual([0, 3]);
  });

  it('fills what hangs on a cycle before it turns the cycle', () => {
    const machine = check([
      [0, 1],
      [1, 0],
      [2, 1],
      [3, 2],
      [31, 0],
    ]);
    expect([machine.moves, machine.swaps]).toEqual([3, 1]);
  });

  it('leaves a register that is its own source alone', () => {
    const machine = check([
      [0, 0],
      [1, 1],
    ]);
    expect(machine.swaps).toBe(0);
  });

  it('emits each move with its own kind', () => {
    const machine = new Machine();
    const moves = new ParallelMoves();
    moves.add(Kind.I32, 1, 0);
    moves.add(Kind.I64, 2, 0);
    moves.add(Kind.F32, FIRST_FP + 1, FIRST_FP);
    emit(moves, machine);
    expect(machine.kinds).toEqual([Kind.I32, Kind.I64, Kind.F32]);
  });

  it('forgets what was added on clear, also a plan that was never emitted', () => {
    const machine = new Machine();
    const moves = new ParallelMoves();
    moves.add(Kind.I64, 1, 0);
    moves.add(Kind.F64, FIRST_FP, FIRST_FP + 1);
    moves.clear();
    expect(moves.isEmpty).toBe(true);
    emit(moves, machine);
    expect(machine.moves).toBe(0);
    // A count of readers that was kept would make register 0 look needed.
    moves.add(Kind.I64, 0, 3);
    emit(moves, machine);
    expect([machine.moves, machine.swaps, machine.regs[0]]).toEqual([1, 0, 3]);
  });
});
