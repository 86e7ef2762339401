import { AtomicOp } from '../masm/operators.js';
import { Code } from '../masm/portable/encoding.js';
import type { MemoryViews } from './memory-views.js';

// Atomic accesses of linear memory: the language's own operations on its buffer.

type Numbers = Uint8Array | Uint16Array | Int32Array;

/** Words of each operator. */
const words = (op: number): number =>
  op === Code.AtomicCompareExchange ? 7 : op === Code.AtomicRmw ? 6 : 5;

/**
 * Does the access of the instruction at `pc`.
 *
 * @returns where the code goes on, or the bitwise complement of a trap's site
 */
export function accessAtomically(
  memory: MemoryViews,
  R: Int32Array,
  c: Int32Array,
  pc: number,
): number {
  const op = c[pc]!;
  const next = pc + words(op);
  const how = c[next - 1]!;
  const log2 = how & 3;
  const address = (R[c[pc + 2]!]! >>> 0) + (c[next - 2]! >>> 0);
  if (address + (1 << log2) > memory.byteLength && address + (1 << log2) > memory.lookAgain()) {
    return ~pc;
  }
  if ((address & ((1 << log2) - 1)) !== 0) return ~(pc + 1);
  if (log2 === 3) accessLong(memory, R, c, pc, how >> 2, address / 8);
  else {
    const array = log2 === 0 ? memory.u8 : log2 === 1 ? memory.u16 : memory.i32;
    accessNumber(array, R, c, pc, how >> 2, address / (1 << log2));
  }
  return next;
}

function accessNumber(
  array: Numbers,
  R: Int32Array,
  c: Int32Array,
  pc: number,
  how: number,
  at: number,
): void {
  const to = c[pc + 1]!;
  let value: number;
  switch (c[pc]) {
    case Code.AtomicLoad:
      value = Atomics.load(array, at);
      break;
    case Code.AtomicStore:
      Atomics.store(array, at, R[to]!);
      return;
    case Code.AtomicRmw:
      value = updateNumber(array, at, how, R[c[pc + 3]!]!);
      break;
    default:
      value = Atomics.compareExchange(array, at, R[c[pc + 3]!]!, R[c[pc + 4]!]!);
  }
  R[to] = value;
  R[to + 1] = 0;
}

function updateNumber(array: Numbers, at: number, how: number, operand: number): number {
  switch (how) {
    case AtomicOp.Add:
      return Atomics.add(array, at, operand);
    case AtomicOp.Sub:
      return Atomics.sub(array, at, operand);
    case AtomicOp.Xchg:
      return Atomics.exchange(array, at, operand);
    case AtomicOp.And:
      return Atomics.and(array, at, operand);
    case AtomicOp.Or:
      return Atomics.or(array, at, operand);
    default:
      return Atomics.xor(array, at, operand);
  }
}

/** A register of 64 bits, as one number: the words of a register follow each other. */
const long = (R: Int32Array, reg: number): bigint =>
  (BigInt(R[reg + 1]!) << 32n) | BigInt(R[reg]! >>> 0);

function accessLong(
  memory: MemoryViews,
  R: Int32Array,
  c: Int32Array,
  pc: number,
  how: number,
  at: number,
): void {
  const array = memory.i64;
  const to = c[pc + 1]!;
  let value: bigint;
  switch (c[pc]) {
    case Code.AtomicLoad:
      value = Atomics.load(array, at);
      break;
    case Code.AtomicStore:
      Atomics.store(array, at, long(R, to));
      return;
    case Code.AtomicRmw:
      value = updateLong(array, at, how, long(R, c[pc + 3]!));
      break;
    default:
      value = Atomics.compareExchange(array, at, long(R, c[pc + 3]!), long(R, c[pc + 4]!));
  }
  R[to] = Number(BigInt.asIntN(32, value));
  R[to + 1] = Number(value >> 32n);
}

function updateLong(array: BigInt64Array, at: number, how: number, operand: bigint): bigint {
  switch (how) {
    case AtomicOp.Add:
      return Atomics.add(array, at, operand);
    case AtomicOp.Sub:
      return Atomics.sub(array, at, operand);
    case AtomicOp.Xchg:
      return Atomics.exchange(array, at, operand);
    case AtomicOp.And:
      return Atomics.and(array, at, operand);
    case AtomicOp.Or:
      return Atomics.or(array, at, operand);
    default:
      return Atomics.xor(array, at, operand);
  }
}

/** Nobody else's. */
const fenced = new Int32Array(1);

/** The language has no fence; its operations that read and write are in one order with all others. */
export function fence(): void {
  Atomics.exchange(fenced, 0, 0);
}
