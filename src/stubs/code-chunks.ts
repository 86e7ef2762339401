import type { Reg } from '../abi/places.js';
import { imm, type Label } from '../masm/macro-assembler.js';
import { Condition, IntOp } from '../masm/operators.js';
import { SUM_FACTOR, SUM_SEED, SUM_SHIFT } from '../util/content-sum.js';
import { Kind } from '../wasm/value-types.js';
import {
  CHUNK_CODE,
  CHUNK_LENGTH,
  CHUNK_READ,
  CHUNK_SHIFT,
  CHUNK_SUM,
  PROT_READ_EXEC,
  type ProcessAddresses,
  RANGE_CHUNKS,
  RANGE_END,
  RANGE_SIZE,
  RANGES_COUNT,
  RANGES_ENTRIES,
  SIGINFO_ADDRESS,
} from './layout.js';
import { address, type StubMachine } from './stub-machine.js';

const LANES = 4;

/**
 * Adds bytes to the lanes of a sum: see `src/util/content-sum.ts`.
 *
 * @param from address of the first byte; becomes that behind the last
 * @param left how many, a multiple of 16 above 0; becomes 0
 * @param temp is destroyed
 */
function addBytes(
  { masm }: StubMachine,
  lanes: readonly Reg[],
  from: Reg,
  left: Reg,
  temp: Reg,
): void {
  const loop = masm.newLabel();
  masm.bind(loop);
  for (const [i, lane] of lanes.entries()) {
    masm.loadField(Kind.I32, temp, from, 4 * i);
    masm.binary(Kind.I32, IntOp.Xor, lane, lane, temp);
    masm.binary(Kind.I32, IntOp.Mul, lane, lane, imm(masm, SUM_FACTOR));
    masm.binary(Kind.I32, IntOp.ShrU, temp, lane, imm(masm, SUM_SHIFT));
    masm.binary(Kind.I32, IntOp.Xor, lane, lane, temp);
  }
  masm.binary(Kind.I64, IntOp.Add, from, from, imm(masm, 4 * LANES));
  masm.binary(Kind.I64, IntOp.Sub, left, left, imm(masm, 4 * LANES));
  masm.compareBranch(Kind.I64, Condition.Ne, left, imm(masm, 0), loop);
}

/**
 * `void sum(u32 lanes[4], const void *from, size_t length)`, a C function: adds bytes to the lanes of a sum.
 * The length is a multiple of 16 above 0.
 */
export function sumFunction(machine: StubMachine): void {
  const { masm, args, temps, saved } = machine;
  const [lanes, from, left] = args as [Reg, Reg, Reg];
  const [temp] = temps;
  const last = temps[1];
  const registers = [saved[0], saved[1], saved[2], last];
  machine.enter(0);
  for (const [i, lane] of registers.entries()) masm.loadField(Kind.I32, lane, lanes, 4 * i);
  addBytes(machine, registers, from, left, temp);
  for (const [i, lane] of registers.entries()) masm.storeField(Kind.I32, lane, lanes, 4 * i);
  machine.leave(0);
  machine.ret();
}

/**
 * In the handler of faults: where the address that faulted is in a chunk of a file's code that has not been looked at
 * (see `RANGE_CHUNKS`), compares its sum, makes it executable, and returns, so that the instruction is tried again.
 * Goes on behind this with all else, a chunk that is not what was written among it. Keeps the first three arguments;
 * what the interrupted code has in registers is in the signal's frame.
 */
export function admitChunk(machine: StubMachine, { ranges, mprotect }: ProcessAddresses): void {
  const { masm, args, temps, saved } = machine;
  const [temp, read, left, lane3, record] = temps;
  const [lane0, lane1, lane2, slot] = saved;
  const other = masm.newLabel();
  findChunk(machine, ranges, other);
  masm.loadField(Kind.I64, record, slot, 0);
  masm.compareBranch(Kind.I64, Condition.Eq, record, imm(masm, 0), other);
  masm.loadField(Kind.I64, read, record, CHUNK_READ);
  masm.loadField(Kind.I64, left, record, CHUNK_LENGTH);
  const lanes = [lane0, lane1, lane2, lane3];
  for (const [i, lane] of lanes.entries()) masm.constant(Kind.I32, lane, SUM_SEED + i, 0);
  addBytes(machine, lanes, read, left, temp);
  for (const [i, lane] of lanes.entries()) {
    masm.loadField(Kind.I32, temp, record, CHUNK_SUM + 4 * i);
    masm.compareBranch(Kind.I32, Condition.Ne, temp, lane, other);
  }
  const [signal, info, context] = args as [Reg, Reg, Reg];
  const kept = [lane0, lane1, lane2];
  for (const [i, arg] of [signal, info, context].entries()) masm.move(Kind.I64, kept[i]!, arg);
  machine.push(signal);
  masm.loadField(Kind.I64, args[0]!, record, CHUNK_CODE);
  masm.loadField(Kind.I64, args[1]!, record, CHUNK_LENGTH);
  masm.constant(Kind.I64, args[2]!, PROT_READ_EXEC, 0);
  address(machine, temp, mprotect);
  masm.callReg(temp);
  masm.move(Kind.I32, temp, machine.result);
  machine.pop(read);
  for (const [i, arg] of [signal, info, context].entries()) masm.move(Kind.I64, arg, kept[i]!);
  masm.compareBranch(Kind.I32, Condition.Ne, temp, imm(masm, 0), other);
  masm.storeField(Kind.I64, imm(masm, 0), slot, 0);
  machine.ret();
  masm.bind(other);
}

/** The last of `saved` becomes the address of the slot of the chunk that faulted; jumps to `other` when there is none. */
function findChunk(machine: StubMachine, ranges: number, other: Label): void {
  const { masm, args, temps, saved } = machine;
  const [fault, entry, count, bound, start] = temps;
  const [, , , slot] = saved;
  const [loop, first] = [masm.newLabel(), masm.newLabel()];
  address(machine, entry, ranges);
  masm.loadField(Kind.I64, fault, args[1]!, SIGINFO_ADDRESS);
  masm.loadField(Kind.I64, count, entry, RANGES_COUNT);
  masm.binary(Kind.I64, IntOp.Add, entry, entry, imm(masm, RANGES_ENTRIES));
  masm.jump(first);
  masm.bind(loop);
  masm.binary(Kind.I64, IntOp.Add, entry, entry, imm(masm, RANGE_SIZE));
  masm.binary(Kind.I64, IntOp.Sub, count, count, imm(masm, 1));
  masm.bind(first);
  masm.compareBranch(Kind.I64, Condition.Eq, count, imm(masm, 0), other);
  masm.loadField(Kind.I64, start, entry, 0);
  masm.compareBranch(Kind.I64, Condition.LtU, fault, start, loop);
  masm.loadField(Kind.I64, bound, entry, RANGE_END);
  masm.compareBranch(Kind.I64, Condition.GeU, fault, bound, loop);
  masm.loadField(Kind.I64, slot, entry, RANGE_CHUNKS);
  masm.compareBranch(Kind.I64, Condition.Eq, slot, imm(masm, 0), other);
  masm.binary(Kind.I64, IntOp.Sub, start, fault, start);
  masm.binary(Kind.I64, IntOp.ShrU, start, start, imm(masm, CHUNK_SHIFT));
  masm.binary(Kind.I64, IntOp.Shl, start, start, imm(masm, 3));
  masm.binary(Kind.I64, IntOp.Add, slot, slot, start);
}
