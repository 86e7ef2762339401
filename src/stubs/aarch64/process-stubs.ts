import {
  THREAD_HAS_TIMER,
  THREAD_MAPPINGS,
  THREAD_PENDING,
  THREAD_TICKS,
  THREAD_TIMER,
  THREAD_TRAP_FP,
  THREAD_TRAP_PC,
} from '../../abi/vmctx-layout.js';
import { Aarch64Assembler } from '../../masm/aarch64/assembler.js';
import {
  Alu,
  Bitfield,
  Cond,
  Extend,
  Mem,
  Pair,
  PairMode,
} from '../../masm/aarch64/integer-assembler.js';
import {
  FP,
  LR,
  SP,
  X0,
  X1,
  X2,
  X3,
  X4,
  X8,
  X9,
  X10,
  X11,
  X12,
  X19,
  ZR,
} from '../../masm/aarch64/registers.js';
import {
  MAP_ZEROS,
  MAPPINGS_COUNT,
  MAPPINGS_ENTRIES,
  MAPPINGS_LENGTH,
  PROT_READ_WRITE,
  type ProcessAddresses,
  type ProcessStubs,
  RANGE_END,
  RANGE_EXIT_TRAP,
  RANGE_INTERRUPT,
  RANGE_SIZE,
  RANGE_THREAD,
  RANGES_CAPACITY,
  RANGES_COUNT,
  RANGES_ENTRIES,
  RANGES_OLD_ACTIONS,
  RANGES_OLD_HANDLERS,
  RANGES_TICK_SET,
  SI_TIMER,
  SIGACTION_SIZE,
  SIGINFO_CODE,
  SIGINFO_VALUE,
} from '../layout.js';
import { address, bind, forward } from './stub-parts.js';

const X5 = 5;
const X20 = 20;
const X21 = 21;

/** Offsets from `ucontext_t` (glibc, aarch64): general registers of the interrupted code. */
const CONTEXT_FP = 184 + 8 * 29;
const CONTEXT_PC = 440;
const SIG_UNBLOCK = 1;

/** The code of a process's signal handlers and of a thread's end. */
export function processStubs(addresses: ProcessAddresses): ProcessStubs {
  const asm = new Aarch64Assembler(2048);
  const fault = asm.pos;
  faultHandler(asm, addresses);
  const tick = asm.pos;
  tickHandler(asm, addresses);
  const threadEnd = asm.pos;
  endOfThread(asm, addresses);
  const gone = asm.pos;
  asm.movImmediate(X9, 1, 0);
  asm.access(Mem.StrW, X9, X2, 0);
  asm.ret();
  return { code: asm.bytes.slice(0, asm.pos), fault, tick, threadEnd, gone };
}

/**
 * Finds the entry with the interrupted pc: entry in x11, its thread in x12, the pc in x9, the table in
 * x8. Returns a branch that is taken when there is none; keeps the arguments.
 */
function findRange(asm: Aarch64Assembler, ranges: number): number {
  address(asm, X8, ranges);
  asm.access(Mem.LdrX, X9, X2, CONTEXT_PC);
  asm.access(Mem.LdrX, X10, X8, RANGES_COUNT);
  asm.addImmediate(Alu.Add, true, X11, X8, RANGES_ENTRIES);
  const first = asm.pos;
  asm.b(0);
  const loop = asm.pos;
  asm.addImmediate(Alu.Add, true, X11, X11, RANGE_SIZE);
  asm.addImmediate(Alu.Sub, true, X10, X10, 1);
  asm.patchBranch26(first, asm.pos);
  asm.alu(Alu.Subs, true, ZR, X10, ZR);
  const foreign = forward(asm, Cond.Eq);
  asm.access(Mem.LdrX, X12, X11, 0);
  asm.alu(Alu.Subs, true, ZR, X9, X12);
  asm.bCond(Cond.Lo, loop - asm.pos);
  asm.access(Mem.LdrX, X12, X11, RANGE_END);
  asm.alu(Alu.Subs, true, ZR, X9, X12);
  asm.bCond(Cond.Hs, loop - asm.pos);
  asm.access(Mem.LdrX, X12, X11, RANGE_THREAD);
  return foreign;
}

function faultHandler(asm: Aarch64Assembler, addresses: ProcessAddresses): void {
  // What a program sends (`kill`) is no fault of the code that it comes to, and will not repeat.
  asm.access(Mem.LdrW, X9, X1, SIGINFO_CODE);
  asm.addImmediate(Alu.Subs, false, ZR, X9, 0);
  const sent = forward(asm, Cond.Le);
  const foreign = findRange(asm, addresses.ranges);
  asm.access(Mem.StrX, X9, X12, THREAD_TRAP_PC);
  asm.access(Mem.LdrX, X9, X2, CONTEXT_FP);
  asm.access(Mem.StrX, X9, X12, THREAD_TRAP_FP);
  asm.access(Mem.LdrX, X9, X11, RANGE_EXIT_TRAP);
  asm.access(Mem.StrX, X9, X2, CONTEXT_PC);
  asm.ret();
  bind(asm, foreign);
  compareOldHandler(asm, addresses.ranges);
  const none = forward(asm, Cond.Ls);
  asm.br(X9);
  bind(asm, none);
  // The old disposition is back when this returns: the fault repeats and ends the process.
  putBack(asm, addresses);
  asm.br(X9);

  bind(asm, sent);
  compareOldHandler(asm, addresses.ranges);
  const byDefault = forward(asm, Cond.Lo);
  const ignored = forward(asm, Cond.Eq);
  asm.br(X9);
  bind(asm, byDefault);
  asm.pair(Pair.StpX, X0, LR, SP, -16, PairMode.Pre);
  putBack(asm, addresses);
  asm.blr(X9);
  asm.pair(Pair.LdpX, X0, LR, SP, 16, PairMode.Post);
  // Ends the process. Where another thread put the handler back meanwhile, it comes here again.
  address(asm, X9, addresses.raise);
  asm.br(X9);
  bind(asm, ignored);
  asm.ret();
}

/**
 * The handler from before, for the signal in w0, goes to x9 and is compared with SIG_IGN, which is 1;
 * SIG_DFL is 0. Keeps the arguments; the table in x8.
 */
function compareOldHandler(asm: Aarch64Assembler, ranges: number): void {
  address(asm, X8, ranges);
  asm.aluExtended(Alu.Add, true, X9, X8, X0, Extend.Uxtw, 3);
  asm.access(Mem.LdrX, X9, X9, RANGES_OLD_HANDLERS);
  asm.addImmediate(Alu.Subs, true, ZR, X9, 1);
}

/** Prepares a call of sigaction, whose address is in x9, for the disposition from before. */
function putBack(asm: Aarch64Assembler, { sigaction }: ProcessAddresses): void {
  asm.movImmediate(X9, SIGACTION_SIZE, 0);
  asm.mov(false, X10, X0);
  asm.madd(true, X1, X10, X9, X8);
  asm.movImmediate(X9, RANGES_OLD_ACTIONS, 0);
  asm.alu(Alu.Add, true, X1, X1, X9);
  asm.mov(true, X2, ZR);
  address(asm, X9, sigaction);
}

function tickHandler(asm: Aarch64Assembler, { ranges, sigmask }: ProcessAddresses): void {
  const foreign = findRange(asm, ranges);
  asm.access(Mem.StrX, X9, X12, THREAD_TRAP_PC);
  // The kernel has put a frame of its own in front, with a link register that may be an old one.
  asm.access(Mem.LdrX, FP, X2, CONTEXT_FP);
  countTick(asm);
  asm.access(Mem.LdrX, X9, X11, RANGE_INTERRUPT);
  asm.pair(Pair.StpX, X9, LR, SP, -16, PairMode.Pre);
  // The handler may never return. Not by SA_NODEFER: all signals that wait would come on top of each other.
  asm.movImmediate(X0, SIG_UNBLOCK, 0);
  address(asm, X1, ranges + RANGES_TICK_SET);
  asm.mov(true, X2, ZR);
  address(asm, X9, sigmask);
  asm.blr(X9);
  // It returns, when resumed, where this handler would.
  asm.pair(Pair.LdpX, X9, LR, SP, 16, PairMode.Post);
  asm.br(X9);
  bind(asm, foreign);
  asm.access(Mem.LdrW, X9, X1, SIGINFO_CODE);
  asm.addImmediate(Alu.Adds, false, ZR, X9, -SI_TIMER);
  const other = forward(asm, Cond.Ne);
  asm.access(Mem.LdrX, X12, X1, SIGINFO_VALUE);
  countTick(asm);
  asm.movImmediate(X9, 1, 0);
  asm.access(Mem.StrW, X9, X12, THREAD_PENDING);
  bind(asm, other);
  asm.ret();
}

function countTick(asm: Aarch64Assembler): void {
  asm.access(Mem.LdrW, X10, X12, THREAD_TICKS);
  asm.addImmediate(Alu.Add, false, X10, X10, 1);
  asm.access(Mem.StrW, X10, X12, THREAD_TICKS);
}

function endOfThread(asm: Aarch64Assembler, addresses: ProcessAddresses): void {
  asm.pair(Pair.StpX, FP, LR, SP, -48, PairMode.Pre);
  asm.pair(Pair.StpX, X19, X20, SP, 16);
  asm.access(Mem.StrX, X21, SP, 32);
  asm.mov(true, X19, X0);
  asm.access(Mem.LdrX, X9, X19, THREAD_HAS_TIMER);
  asm.alu(Alu.Subs, true, ZR, X9, ZR);
  const timeless = forward(asm, Cond.Eq);
  asm.access(Mem.LdrX, X0, X19, THREAD_TIMER);
  address(asm, X9, addresses.timerDelete);
  asm.blr(X9);
  bind(asm, timeless);

  address(asm, X8, addresses.ranges + RANGES_ENTRIES);
  asm.movImmediate(X10, RANGES_CAPACITY, 0);
  const entries = asm.pos;
  asm.access(Mem.LdrX, X9, X8, RANGE_THREAD);
  asm.alu(Alu.Subs, true, ZR, X9, X19);
  const others = forward(asm, Cond.Ne);
  for (const at of [RANGE_END, RANGE_THREAD, 0]) asm.access(Mem.StrX, ZR, X8, at);
  bind(asm, others);
  asm.addImmediate(Alu.Add, true, X8, X8, RANGE_SIZE);
  asm.addImmediate(Alu.Subs, true, X10, X10, 1);
  asm.bCond(Cond.Ne, entries - asm.pos);

  // The context goes with one of the mappings; the list goes last.
  asm.access(Mem.LdrX, X20, X19, THREAD_MAPPINGS);
  asm.access(Mem.LdrX, X21, X20, MAPPINGS_COUNT);
  const mappings = asm.pos;
  asm.alu(Alu.Subs, true, ZR, X21, ZR);
  const done = forward(asm, Cond.Eq);
  asm.addImmediate(Alu.Sub, true, X21, X21, 1);
  asm.aluExtended(Alu.Add, true, X9, X20, X21, Extend.Uxtx, 4);
  asm.access(Mem.LdrX, X0, X9, MAPPINGS_ENTRIES);
  asm.access(Mem.LdrX, X1, X9, MAPPINGS_ENTRIES + 8);
  asm.bitfield(Bitfield.Ubfm, true, X9, X0, 0, 0);
  asm.alu(Alu.Subs, true, ZR, X9, ZR);
  const plain = forward(asm, Cond.Eq);
  // Gives the contents back, but leaves zeros there: others must not find a hole, or something else.
  asm.addImmediate(Alu.Sub, true, X0, X0, 1);
  asm.movImmediate(X2, PROT_READ_WRITE, 0);
  asm.movImmediate(X3, MAP_ZEROS, 0);
  asm.movImmediate(X4, -1, -1);
  asm.mov(true, X5, ZR);
  address(asm, X9, addresses.mmap);
  asm.blr(X9);
  asm.b(mappings - asm.pos);
  bind(asm, plain);
  address(asm, X9, addresses.munmap);
  asm.blr(X9);
  asm.b(mappings - asm.pos);
  bind(asm, done);
  asm.mov(true, X0, X20);
  asm.access(Mem.LdrX, X1, X20, MAPPINGS_LENGTH);
  asm.access(Mem.LdrX, X21, SP, 32);
  asm.pair(Pair.LdpX, X19, X20, SP, 16);
  asm.pair(Pair.LdpX, FP, LR, SP, 48, PairMode.Post);
  address(asm, X9, addresses.munmap);
  asm.br(X9);
}
