import {
  THREAD_HAS_TIMER,
  THREAD_MAPPINGS,
  THREAD_PENDING,
  THREAD_TICKS,
  THREAD_TIMER,
  THREAD_TRAP_FP,
  THREAD_TRAP_PC,
} from '../../abi/vmctx-layout.js';
import { X64Assembler } from '../../masm/x64/assembler.js';
import { Alu, Cond, Load, ShiftOp, Store } from '../../masm/x64/integer-assembler.js';
import { R8, R9, R10, R12, R13, RAX, RBX, RCX, RDI, RDX, RSI } from '../../masm/x64/registers.js';
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

/** Offsets from `ucontext_t` (glibc, x86-64): general registers of the interrupted code. */
const CONTEXT_RBP = 120;
const CONTEXT_RIP = 168;
const SIG_UNBLOCK = 1;

/** The code of a process's signal handlers and of a thread's end. */
export function processStubs(addresses: ProcessAddresses): ProcessStubs {
  const asm = new X64Assembler(2048);
  const fault = asm.pos;
  faultHandler(asm, addresses);
  const tick = asm.pos;
  tickHandler(asm, addresses);
  const threadEnd = asm.pos;
  endOfThread(asm, addresses);
  const gone = asm.pos;
  asm.storeImmediate(Store.Mov32, RDX, 0, 1);
  asm.ret();
  return { code: asm.bytes.slice(0, asm.pos), fault, tick, threadEnd, gone };
}

/**
 * Finds the entry with the interrupted pc: entry in r9, its thread in r10, the pc in rax, the table in
 * r8. Returns a branch that is taken when there is none; keeps the arguments.
 */
function findRange(asm: X64Assembler, ranges: number): number {
  address(asm, R8, ranges);
  asm.loadReg(Load.Mov64, RAX, RDX, CONTEXT_RIP);
  asm.loadReg(Load.Mov64, RCX, R8, RANGES_COUNT);
  asm.lea(true, R9, R8, RANGES_ENTRIES);
  asm.jmpNear(0);
  const first = asm.pos;
  const loop = asm.pos;
  asm.aluImmediate(Alu.Add, true, R9, RANGE_SIZE);
  asm.aluImmediate(Alu.Sub, true, RCX, 1);
  bind(asm, first);
  asm.test(true, RCX, RCX);
  const foreign = forward(asm, Cond.E);
  asm.aluMem(Alu.Cmp, true, RAX, R9, 0);
  asm.jccNear(Cond.B, loop - (asm.pos + 6));
  asm.aluMem(Alu.Cmp, true, RAX, R9, RANGE_END);
  asm.jccNear(Cond.AE, loop - (asm.pos + 6));
  asm.loadReg(Load.Mov64, R10, R9, RANGE_THREAD);
  return foreign;
}

function faultHandler(asm: X64Assembler, addresses: ProcessAddresses): void {
  // What a program sends (`kill`) is no fault of the code that it comes to, and will not repeat.
  asm.loadReg(Load.Mov32, RAX, RSI, SIGINFO_CODE);
  asm.test(false, RAX, RAX);
  const sent = forward(asm, Cond.LE);
  const foreign = findRange(asm, addresses.ranges);
  asm.storeReg(Store.Mov64, RAX, R10, THREAD_TRAP_PC);
  asm.loadReg(Load.Mov64, RAX, RDX, CONTEXT_RBP);
  asm.storeReg(Store.Mov64, RAX, R10, THREAD_TRAP_FP);
  asm.loadReg(Load.Mov64, RAX, R9, RANGE_EXIT_TRAP);
  asm.storeReg(Store.Mov64, RAX, RDX, CONTEXT_RIP);
  asm.ret();
  bind(asm, foreign);
  compareOldHandler(asm, addresses.ranges);
  const none = forward(asm, Cond.BE);
  asm.jmpReg(RCX);
  bind(asm, none);
  // The old disposition is back when this returns: the fault repeats and ends the process.
  putBack(asm, addresses);
  asm.jmpReg(RAX);

  bind(asm, sent);
  compareOldHandler(asm, addresses.ranges);
  const byDefault = forward(asm, Cond.B);
  const ignored = forward(asm, Cond.E);
  asm.jmpReg(RCX);
  bind(asm, byDefault);
  asm.push(RDI);
  putBack(asm, addresses);
  asm.callRegister(RAX);
  asm.pop(RDI);
  // Ends the process. Where another thread put the handler back meanwhile, it comes here again.
  address(asm, RAX, addresses.raise);
  asm.jmpReg(RAX);
  bind(asm, ignored);
  asm.ret();
}

/**
 * The handler from before, for the signal in edi, goes to rcx and is compared with SIG_IGN, which is 1;
 * SIG_DFL is 0. Keeps the arguments; the table in r8, the signal in rax.
 */
function compareOldHandler(asm: X64Assembler, ranges: number): void {
  address(asm, R8, ranges);
  asm.mov(false, RAX, RDI);
  asm.loadRegIndexed(Load.Mov64, RCX, R8, RAX, 3, RANGES_OLD_HANDLERS);
  asm.aluImmediate(Alu.Cmp, true, RCX, 1);
}

/** Prepares a call of sigaction, whose address is in rax, for the disposition from before. */
function putBack(asm: X64Assembler, { sigaction }: ProcessAddresses): void {
  asm.imulImmediate(true, RAX, RAX, SIGACTION_SIZE);
  asm.leaIndexed(true, RSI, R8, RAX, 0, RANGES_OLD_ACTIONS);
  asm.alu(Alu.Xor, false, RDX, RDX);
  address(asm, RAX, sigaction);
}

function tickHandler(asm: X64Assembler, { ranges, sigmask }: ProcessAddresses): void {
  const foreign = findRange(asm, ranges);
  asm.storeReg(Store.Mov64, RAX, R10, THREAD_TRAP_PC);
  countTick(asm);
  asm.loadReg(Load.Mov64, RAX, R9, RANGE_INTERRUPT);
  asm.push(RAX);
  // The handler may never return. Not by SA_NODEFER: all signals that wait would come on top of each other.
  asm.movImmediate(RDI, SIG_UNBLOCK, 0);
  address(asm, RSI, ranges + RANGES_TICK_SET);
  asm.alu(Alu.Xor, false, RDX, RDX);
  address(asm, RAX, sigmask);
  asm.callRegister(RAX);
  // It returns, when resumed, where this handler would.
  asm.pop(RAX);
  asm.jmpReg(RAX);
  bind(asm, foreign);
  asm.loadReg(Load.Mov32, RAX, RSI, SIGINFO_CODE);
  asm.aluImmediate(Alu.Cmp, false, RAX, SI_TIMER);
  const other = forward(asm, Cond.NE);
  asm.loadReg(Load.Mov64, R10, RSI, SIGINFO_VALUE);
  countTick(asm);
  asm.storeImmediate(Store.Mov32, R10, THREAD_PENDING, 1);
  bind(asm, other);
  asm.ret();
}

function countTick(asm: X64Assembler): void {
  asm.loadReg(Load.Mov32, RAX, R10, THREAD_TICKS);
  asm.aluImmediate(Alu.Add, false, RAX, 1);
  asm.storeReg(Store.Mov32, RAX, R10, THREAD_TICKS);
}

function endOfThread(asm: X64Assembler, addresses: ProcessAddresses): void {
  // Return address and three registers: the stack is aligned.
  for (const reg of [RBX, R12, R13]) asm.push(reg);
  asm.mov(true, RBX, RDI);
  asm.loadReg(Load.Mov64, RAX, RBX, THREAD_HAS_TIMER);
  asm.test(true, RAX, RAX);
  const timeless = forward(asm, Cond.E);
  asm.loadReg(Load.Mov64, RDI, RBX, THREAD_TIMER);
  address(asm, RAX, addresses.timerDelete);
  asm.callRegister(RAX);
  bind(asm, timeless);

  address(asm, R8, addresses.ranges);
  asm.aluImmediate(Alu.Add, true, R8, RANGES_ENTRIES);
  asm.movImmediate(RCX, RANGES_CAPACITY, 0);
  const entries = asm.pos;
  asm.aluMem(Alu.Cmp, true, RBX, R8, RANGE_THREAD);
  const others = forward(asm, Cond.NE);
  for (const at of [RANGE_END, RANGE_THREAD, 0]) asm.storeImmediate(Store.Mov64, R8, at, 0);
  bind(asm, others);
  asm.aluImmediate(Alu.Add, true, R8, RANGE_SIZE);
  asm.aluImmediate(Alu.Sub, true, RCX, 1);
  asm.jccNear(Cond.NE, entries - (asm.pos + 6));

  // The context goes with one of the mappings; the list goes last.
  asm.loadReg(Load.Mov64, R12, RBX, THREAD_MAPPINGS);
  asm.loadReg(Load.Mov64, R13, R12, MAPPINGS_COUNT);
  const mappings = asm.pos;
  asm.test(true, R13, R13);
  const done = forward(asm, Cond.E);
  asm.aluImmediate(Alu.Sub, true, R13, 1);
  asm.mov(true, RAX, R13);
  asm.shiftImmediate(ShiftOp.Shl, true, RAX, 4);
  asm.loadRegIndexed(Load.Mov64, RDI, R12, RAX, 0, MAPPINGS_ENTRIES);
  asm.loadRegIndexed(Load.Mov64, RSI, R12, RAX, 0, MAPPINGS_ENTRIES + 8);
  asm.mov(false, RAX, RDI);
  asm.aluImmediate(Alu.And, false, RAX, 1);
  const plain = forward(asm, Cond.E);
  // Gives the contents back, but leaves zeros there: others must not find a hole, or something else.
  asm.aluImmediate(Alu.Sub, true, RDI, 1);
  asm.movImmediate(RDX, PROT_READ_WRITE, 0);
  asm.movImmediate(RCX, MAP_ZEROS, 0);
  asm.movImmediate(R8, -1, -1);
  asm.movImmediate(R9, 0, 0);
  address(asm, RAX, addresses.mmap);
  asm.callRegister(RAX);
  asm.jmpNear(mappings - (asm.pos + 5));
  bind(asm, plain);
  address(asm, RAX, addresses.munmap);
  asm.callRegister(RAX);
  asm.jmpNear(mappings - (asm.pos + 5));
  bind(asm, done);
  asm.mov(true, RDI, R12);
  asm.loadReg(Load.Mov64, RSI, R12, MAPPINGS_LENGTH);
  for (const reg of [R13, R12, RBX]) asm.pop(reg);
  address(asm, RAX, addresses.munmap);
  asm.jmpReg(RAX);
}
