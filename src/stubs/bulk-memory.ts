import type { Reg } from '../abi/places.js';
import {
  MEMORY_LENGTH,
  THREAD_MEMMOVE,
  THREAD_MEMSET,
  THREAD_PENDING,
  VMCTX_MEMORIES,
  VMCTX_THREAD,
} from '../abi/vmctx-layout.js';
import { imm, type Label } from '../masm/macro-assembler.js';
import { Condition, Conversion, IntOp } from '../masm/operators.js';
import { Kind } from '../wasm/value-types.js';
import { BULK_PIECE } from './layout.js';
import type { StubMachine } from './stub-machine.js';

// Builtins that work on memory by themselves. In pieces, so that the thread can be interrupted between
// them. What does not fit the length known here is left to the runtime.

/** The number that calls of the routine for interruptions have as a function of the code. */
const INTERRUPT = 0;

/** Tells where the routine is that builtins call when the thread is to be interrupted. */
export function bindInterrupt({ masm }: StubMachine, codeOffset: number): void {
  masm.bindFunction(INTERRUPT, codeOffset);
}

/** `void commit(words, count)`, a C function: stores to each address of `count` pairs the word behind it. */
export function commit(machine: StubMachine): void {
  const { masm, args, temps } = machine;
  const [pairs, count] = args as [Reg, Reg];
  const [to, word] = temps;
  const [loop, done] = [masm.newLabel(), masm.newLabel()];
  masm.bind(loop);
  masm.compareBranch(Kind.I64, Condition.Eq, count, imm(masm, 0), done);
  masm.loadField(Kind.I64, to, pairs, 0);
  masm.loadField(Kind.I64, word, pairs, 8);
  masm.storeField(Kind.I64, word, to, 0);
  masm.binary(Kind.I64, IntOp.Add, pairs, pairs, imm(masm, 16));
  masm.binary(Kind.I64, IntOp.Sub, count, count, imm(masm, 1));
  masm.jump(loop);
  masm.bind(done);
  machine.ret();
}

/**
 * (vmctx, dst memory, src memory, dst, src, n) in registers of arguments.
 * @param leave emits the builtin as the runtime serves it, where all registers are as at its start
 */
export function memoryCopy(machine: StubMachine, leave: () => void): void {
  const { masm, args, temps, saved } = machine;
  // The vmctx is in its pinned register as well, so the first one is free.
  const [srcEntry, dstMemory, srcMemory, dst, src, count] = args as [Reg, Reg, Reg, Reg, Reg, Reg];
  const [temp, dstEntry] = temps;
  const [context, to, from, rest] = saved;
  const outside = masm.newLabel();
  // 32-bit arguments: their upper halves mean nothing.
  for (const reg of [dst, src, count]) masm.move(Kind.I32, reg, reg);
  memoryEntry(machine, dstEntry, dstMemory);
  memoryEntry(machine, srcEntry, srcMemory);
  checkEnd(machine, dst, count, dstEntry, outside);
  checkEnd(machine, src, count, srcEntry, outside);
  machine.pushFrame();
  masm.loadField(Kind.I64, context, masm.traits.vmctx, VMCTX_THREAD);
  masm.loadField(Kind.I64, to, dstEntry, VMCTX_MEMORIES);
  masm.binary(Kind.I64, IntOp.Add, to, to, dst);
  masm.loadField(Kind.I64, from, srcEntry, VMCTX_MEMORIES);
  masm.binary(Kind.I64, IntOp.Add, from, from, src);
  masm.move(Kind.I64, rest, count);
  inPieces(machine, THREAD_MEMMOVE, (piece) => {
    const [upward, placed] = [masm.newLabel(), masm.newLabel()];
    masm.move(Kind.I64, args[0]!, to);
    masm.move(Kind.I64, args[1]!, from);
    // The last piece first where the target begins inside of the source.
    masm.binary(Kind.I64, IntOp.Sub, temp, to, from);
    masm.binary(Kind.I64, IntOp.Add, temps[1], rest, piece);
    masm.compareBranch(Kind.I64, Condition.GeU, temp, temps[1], upward);
    masm.binary(Kind.I64, IntOp.Add, args[0]!, args[0]!, rest);
    masm.binary(Kind.I64, IntOp.Add, args[1]!, args[1]!, rest);
    masm.jump(placed);
    masm.bind(upward);
    masm.binary(Kind.I64, IntOp.Add, to, to, piece);
    masm.binary(Kind.I64, IntOp.Add, from, from, piece);
    masm.bind(placed);
  });
  masm.bind(outside);
  leave();
}

/** (vmctx, memory, dst, value, n) in registers of arguments; as {@link memoryCopy}. */
export function memoryFill(machine: StubMachine, leave: () => void): void {
  const { masm, args, temps, saved } = machine;
  const [, memory, dst, value, count] = args as [Reg, Reg, Reg, Reg, Reg];
  const [, entry] = temps;
  const [context, to, byte, rest] = saved;
  const outside = masm.newLabel();
  for (const reg of [dst, count]) masm.move(Kind.I32, reg, reg);
  memoryEntry(machine, entry, memory);
  checkEnd(machine, dst, count, entry, outside);
  machine.pushFrame();
  masm.loadField(Kind.I64, context, masm.traits.vmctx, VMCTX_THREAD);
  masm.loadField(Kind.I64, to, entry, VMCTX_MEMORIES);
  masm.binary(Kind.I64, IntOp.Add, to, to, dst);
  masm.move(Kind.I32, byte, value);
  masm.move(Kind.I64, rest, count);
  inPieces(machine, THREAD_MEMSET, (piece) => {
    masm.move(Kind.I64, args[0]!, to);
    masm.binary(Kind.I64, IntOp.Add, to, to, piece);
    // C's memset converts the int to a byte by itself.
    masm.move(Kind.I32, args[1]!, byte);
  });
  masm.bind(outside);
  leave();
}

/** `entry` + {@link VMCTX_MEMORIES} becomes the address of a memory's entry in the vmctx. */
function memoryEntry({ masm }: StubMachine, entry: Reg, memory: Reg): void {
  masm.convert(Conversion.ExtendU, Kind.I64, Kind.I32, entry, memory);
  masm.binary(Kind.I64, IntOp.Shl, entry, entry, imm(masm, 4));
  masm.binary(Kind.I64, IntOp.Add, entry, entry, masm.traits.vmctx);
}

/** Jumps where start + count is behind the end of a memory. */
function checkEnd(machine: StubMachine, start: Reg, count: Reg, entry: Reg, outside: Label): void {
  const { masm, temps, saved } = machine;
  const [end] = temps;
  const [length] = saved;
  masm.binary(Kind.I64, IntOp.Add, end, start, count);
  masm.loadField(Kind.I64, length, entry, VMCTX_MEMORIES + MEMORY_LENGTH);
  masm.compareBranch(Kind.I64, Condition.GtU, end, length, outside);
}

/**
 * Calls a C routine of the context for one piece after the other, and returns. The context is in the first
 * of `saved`, what is left of the number of bytes in the last.
 *
 * @param prepare puts the first two arguments in place, with the size of the piece in the third
 */
function inPieces(machine: StubMachine, routine: number, prepare: (piece: Reg) => void): void {
  const { masm, args, temps, saved } = machine;
  const [context, , , rest] = saved;
  const piece = args[2]!;
  const [temp] = temps;
  const [loop, large, quiet] = [masm.newLabel(), masm.newLabel(), masm.newLabel()];
  masm.bind(loop);
  masm.constant(Kind.I64, piece, BULK_PIECE, 0);
  masm.compareBranch(Kind.I64, Condition.GtU, rest, piece, large);
  masm.move(Kind.I64, piece, rest);
  masm.bind(large);
  masm.binary(Kind.I64, IntOp.Sub, rest, rest, piece);
  prepare(piece);
  masm.callField(context, routine);
  masm.loadField(Kind.I32, temp, context, THREAD_PENDING);
  masm.compareBranch(Kind.I32, Condition.Eq, temp, imm(masm, 0), quiet);
  masm.callFunction(INTERRUPT);
  masm.bind(quiet);
  masm.compareBranch(Kind.I64, Condition.Ne, rest, imm(masm, 0), loop);
  machine.popFrame();
  machine.ret();
}
