import { Code } from '../masm/portable/encoding.js';
import { lanesOfNumber, wordOfNumber } from '../masm/portable/vector-encoding.js';
import {
  isFloatLanes,
  type Lanes,
  laneLog2,
  VectorTernary,
  VectorTest,
  VectorUnary,
} from '../masm/vector-operators.js';
import { type Machine, REGISTERS } from './machine.js';
import { floatBinary, floatUnary, multiplyAdd, selectBits, truncate } from './vector-floats.js';
import {
  addPairs,
  allTrue,
  anyTrue,
  bitmask,
  dotBytes,
  integerBinary,
  integerShift,
  integerUnary,
  shuffleBytes,
} from './vector-integers.js';
import { accessVector } from './vector-memory.js';
import { get, give, put, take } from './vector-registers.js';
import { A8, A16, A32, B32, C32, T8, T16, T32 } from './vector-views.js';

// Instructions on vectors. They are not in the loop itself, as those of rare-operators.ts; but some need all of the
// machine.

const R = REGISTERS;

/**
 * Runs the instruction at `pc`.
 *
 * @returns where the code goes on, or the bitwise complement of a trap's site
 */
export function runVector(
  machine: Machine,
  c: Int32Array,
  pc: number,
  fp: number,
  sp: number,
): number {
  const a = c[pc + 1]!;
  const b = c[pc + 2]!;
  switch (c[pc]) {
    case Code.VectorUnary:
      unary(wordOfNumber(a), lanesOfNumber(a), b, c[pc + 3]!);
      return pc + 4;
    case Code.VectorBinary:
      binary(wordOfNumber(a), lanesOfNumber(a), b, c[pc + 3]!, c[pc + 4]!);
      return pc + 5;
    case Code.VectorTernary:
      take(A32, c[pc + 3]!);
      take(B32, c[pc + 4]!);
      take(C32, c[pc + 5]!);
      ternary(wordOfNumber(a), lanesOfNumber(a));
      give(b);
      return pc + 6;
    case Code.VectorShift:
    case Code.VectorShiftC: {
      const count = c[pc + 4]!;
      take(A32, c[pc + 3]!);
      const by = c[pc] === Code.VectorShift ? R[count]! : count;
      integerShift(wordOfNumber(a), lanesOfNumber(a), by);
      give(b);
      return pc + 5;
    }
    case Code.VectorTest:
      take(A32, c[pc + 3]!);
      R[b] = test(wordOfNumber(a), lanesOfNumber(a));
      return pc + 4;
    case Code.VectorSplat:
      splat(lanesOfNumber(a), c[pc + 3]!);
      give(b);
      return pc + 4;
    case Code.VectorExtract:
      take(A32, c[pc + 3]!);
      extract(lanesOfNumber(a), wordOfNumber(a) === 0, b, c[pc + 4]!);
      return pc + 5;
    case Code.VectorReplace:
      take(T32, c[pc + 3]!);
      replace(lanesOfNumber(a), c[pc + 4]!, c[pc + 5]!);
      give(b);
      return pc + 6;
    case Code.VectorShuffle:
      take(A32, b);
      take(B32, c[pc + 3]!);
      for (let i = 0; i < 4; i++) T32[i] = c[pc + 4 + i]!;
      shuffleBytes();
      give(a);
      return pc + 8;
    case Code.VectorConst:
      get(c, pc + 2, a);
      return pc + 6;
    case Code.VectorMove:
      take(T32, b);
      give(a);
      return pc + 3;
    case Code.VectorSelect:
      take(T32, R[c[pc + 4]!] !== 0 ? b : c[pc + 3]!);
      give(a);
      return pc + 5;
    case Code.VectorLoadSlot:
      get(machine.stack, sp + b, a);
      return pc + 3;
    case Code.VectorStoreSlot:
      put(machine.stack, sp + a, b);
      return pc + 3;
    case Code.VectorLoadArg:
      get(machine.stack, fp + b, a);
      return pc + 3;
    case Code.VectorStoreArg:
      put(machine.stack, fp + a, b);
      return pc + 3;
    case Code.VectorCopySlot:
      machine.stack.copyWithin(sp + a, sp + b, sp + b + 4);
      return pc + 3;
    case Code.VectorLoadContext:
      get(machine.ctx, machine.at + b, a);
      return pc + 3;
    case Code.VectorStoreContext:
      put(machine.ctx, machine.at + a, b);
      return pc + 3;
    case Code.VectorLoadField:
    case Code.VectorStoreField: {
      const address = (R[b]! + c[pc + 3]!) >>> 0;
      const piece = machine.space.pieces[address >>> 20]!;
      const access = c[pc] === Code.VectorLoadField ? get : put;
      access(piece, (address & 0xfffff) >> 2, a);
      return pc + 4;
    }
    default:
      return accessVector(machine.memory, c, pc);
  }
}

function unary(op: number, lanes: Lanes, w: number, from: number): void {
  take(A32, from);
  if (isTruncation(op)) truncate(op);
  else if (isFloatLanes(lanes)) floatUnary(op, lanes);
  else integerUnary(op, lanes);
  give(w);
}

const isTruncation = (op: VectorUnary): boolean =>
  (op >= VectorUnary.TruncSatS && op <= VectorUnary.TruncSatZeroU) ||
  op >= VectorUnary.RelaxedTruncS;

function binary(op: number, lanes: Lanes, w: number, lhs: number, rhs: number): void {
  take(A32, lhs);
  take(B32, rhs);
  if (isFloatLanes(lanes)) floatBinary(op, lanes);
  else integerBinary(op, lanes);
  give(w);
}

function ternary(op: VectorTernary, lanes: Lanes): void {
  switch (op) {
    case VectorTernary.RelaxedMadd:
    case VectorTernary.RelaxedNmadd:
      multiplyAdd(op, lanes);
      return;
    case VectorTernary.RelaxedDotAddS:
      dotBytes();
      addPairs(C32);
      return;
    default:
      selectBits();
  }
}

function test(op: VectorTest, lanes: Lanes): number {
  if (op === VectorTest.AnyTrue) return anyTrue();
  return op === VectorTest.AllTrue ? allTrue(lanes) : bitmask(lanes);
}

// ---- lanes ----------------------------------------------------------------------------------

function splat(lanes: Lanes, x: number): void {
  switch (laneLog2(lanes)) {
    case 0:
      T8.fill(R[x]!);
      return;
    case 1:
      T16.fill(R[x]!);
      return;
    case 2:
      T32.fill(R[x]!);
      return;
    default:
      for (let i = 0; i < 4; i++) T32[i] = R[x + (i & 1)]!;
  }
}

/** Lanes of 32 and 64 bits are moved as words, of floats too. */
function extract(lanes: Lanes, isUnsigned: boolean, x: number, lane: number): void {
  switch (laneLog2(lanes)) {
    case 0:
      R[x] = isUnsigned ? A8[lane]! & 0xff : A8[lane]!;
      return;
    case 1:
      R[x] = isUnsigned ? A16[lane]! & 0xffff : A16[lane]!;
      return;
    case 2:
      R[x] = A32[lane]!;
      return;
    default:
      R[x] = A32[2 * lane]!;
      R[x + 1] = A32[2 * lane + 1]!;
  }
}

function replace(lanes: Lanes, x: number, lane: number): void {
  switch (laneLog2(lanes)) {
    case 0:
      T8[lane] = R[x]!;
      return;
    case 1:
      T16[lane] = R[x]!;
      return;
    case 2:
      T32[lane] = R[x]!;
      return;
    default:
      T32[2 * lane] = R[x]!;
      T32[2 * lane + 1] = R[x + 1]!;
  }
}
