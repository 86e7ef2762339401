import type { Reg } from '../abi/places.js';
import {
  THREAD_HAS_TIMER,
  THREAD_MAPPINGS,
  THREAD_PENDING,
  THREAD_TICKS,
  THREAD_TIMER,
  THREAD_TRAP_FP,
  THREAD_TRAP_PC,
} from '../abi/vmctx-layout.js';
import { imm, type Label } from '../masm/macro-assembler.js';
import { Condition, Conversion, IntOp } from '../masm/operators.js';
import { Kind } from '../wasm/value-types.js';
import { admitChunk, sumFunction } from './code-chunks.js';
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
} from './layout.js';
import { address, type StubMachine } from './stub-machine.js';

const SIG_UNBLOCK = 1;

/** The code of a process's signal handlers and of a thread's end. */
export function processStubs(machine: StubMachine, addresses: ProcessAddresses): ProcessStubs {
  const { masm, args } = machine;
  masm.reserve(1 << 13);
  const fault = masm.pos;
  faultHandler(machine, addresses);
  const tick = masm.pos;
  tickHandler(machine, addresses);
  const threadEnd = masm.pos;
  endOfThread(machine, addresses);
  const gone = masm.pos;
  masm.storeField(Kind.I32, imm(masm, 1), args[2]!, 0);
  machine.ret();
  const sum = masm.pos;
  sumFunction(machine);
  return { code: masm.bytes.slice(0, masm.pos), fault, tick, threadEnd, gone, sum };
}

/** Where {@link findRange} leaves what it found. */
interface Found {
  /** The interrupted program counter. */
  readonly pc: Reg;
  /** Address of the entry that it is in. */
  readonly entry: Reg;
  /** The entry's thread. */
  readonly thread: Reg;
}

/** Finds the entry with the interrupted pc; jumps to `foreign` when there is none. Keeps the arguments. */
function findRange(machine: StubMachine, ranges: number, foreign: Label): Found {
  const { masm, args, temps, context } = machine;
  const [pc, table, count, entry, thread] = temps;
  const [loop, first] = [masm.newLabel(), masm.newLabel()];
  address(machine, table, ranges);
  masm.loadField(Kind.I64, pc, args[2]!, context.pc);
  masm.loadField(Kind.I64, count, table, RANGES_COUNT);
  masm.binary(Kind.I64, IntOp.Add, entry, table, imm(masm, RANGES_ENTRIES));
  masm.jump(first);
  masm.bind(loop);
  masm.binary(Kind.I64, IntOp.Add, entry, entry, imm(masm, RANGE_SIZE));
  masm.binary(Kind.I64, IntOp.Sub, count, count, imm(masm, 1));
  masm.bind(first);
  masm.compareBranch(Kind.I64, Condition.Eq, count, imm(masm, 0), foreign);
  masm.loadField(Kind.I64, thread, entry, 0);
  masm.compareBranch(Kind.I64, Condition.LtU, pc, thread, loop);
  masm.loadField(Kind.I64, thread, entry, RANGE_END);
  masm.compareBranch(Kind.I64, Condition.GeU, pc, thread, loop);
  masm.loadField(Kind.I64, thread, entry, RANGE_THREAD);
  return { pc, entry, thread };
}

function faultHandler(machine: StubMachine, addresses: ProcessAddresses): void {
  const { masm, args, temps, context } = machine;
  const [temp] = temps;
  const [signal, info, ucontext] = args as [Reg, Reg, Reg];
  const labels = Array.from({ length: 5 }, () => masm.newLabel());
  const [sent, foreign, none, byDefault, ignored] = labels as [Label, Label, Label, Label, Label];
  // What a program sends (`kill`) is no fault of the code that it comes to, and will not repeat.
  masm.loadField(Kind.I32, temp, info, SIGINFO_CODE);
  masm.compareBranch(Kind.I32, Condition.LeS, temp, imm(masm, 0), sent);
  admitChunk(machine, addresses);
  const { pc, entry, thread } = findRange(machine, addresses.ranges, foreign);
  masm.storeField(Kind.I64, pc, thread, THREAD_TRAP_PC);
  masm.loadField(Kind.I64, temp, ucontext, context.fp);
  masm.storeField(Kind.I64, temp, thread, THREAD_TRAP_FP);
  masm.loadField(Kind.I64, temp, entry, RANGE_EXIT_TRAP);
  masm.storeField(Kind.I64, temp, ucontext, context.pc);
  machine.ret();
  masm.bind(foreign);
  const handler = oldHandler(machine, addresses.ranges);
  // SIG_IGN is 1, SIG_DFL is 0.
  masm.compareBranch(Kind.I64, Condition.LeU, handler, imm(masm, 1), none);
  masm.tailJumpReg(handler);
  masm.bind(none);
  // The old disposition is back when this returns: the fault repeats and ends the process.
  masm.tailJumpReg(putBack(machine, addresses));

  masm.bind(sent);
  oldHandler(machine, addresses.ranges);
  masm.compareBranch(Kind.I64, Condition.Eq, handler, imm(masm, 0), byDefault);
  masm.compareBranch(Kind.I64, Condition.Eq, handler, imm(masm, 1), ignored);
  masm.tailJumpReg(handler);
  masm.bind(byDefault);
  machine.push(signal);
  masm.callReg(putBack(machine, addresses));
  machine.pop(signal);
  // Ends the process. Where another thread put the handler back meanwhile, it comes here again.
  address(machine, temp, addresses.raise);
  masm.tailJumpReg(temp);
  masm.bind(ignored);
  machine.ret();
}

/** Register with the handler from before, for the signal. Keeps the arguments; leaves the table in the second temporary. */
function oldHandler(machine: StubMachine, ranges: number): Reg {
  const { masm, args, temps } = machine;
  const [handler, table, handlers] = temps;
  address(machine, table, ranges);
  masm.binary(Kind.I64, IntOp.Add, handlers, table, imm(masm, RANGES_OLD_HANDLERS));
  masm.loadElement(handler, handlers, args[0]!);
  return handler;
}

/**
 * Prepares a call of sigaction for the disposition from before, with the table where {@link oldHandler} left
 * it; returns the register with its address.
 */
function putBack(machine: StubMachine, { sigaction }: ProcessAddresses): Reg {
  const { masm, args, temps } = machine;
  const [callee, table, offset] = temps;
  masm.convert(Conversion.ExtendU, Kind.I64, Kind.I32, offset, args[0]!);
  masm.binary(Kind.I64, IntOp.Mul, offset, offset, imm(masm, SIGACTION_SIZE));
  masm.binary(Kind.I64, IntOp.Add, args[1]!, table, offset);
  masm.binary(Kind.I64, IntOp.Add, args[1]!, args[1]!, imm(masm, RANGES_OLD_ACTIONS));
  masm.constant(Kind.I64, args[2]!, 0, 0);
  address(machine, callee, sigaction);
  return callee;
}

function tickHandler(machine: StubMachine, { ranges, sigmask }: ProcessAddresses): void {
  const { masm, args, temps, fp, context, kernelFrame } = machine;
  const [temp] = temps;
  const [foreign, other] = [masm.newLabel(), masm.newLabel()];
  const { pc, entry, thread } = findRange(machine, ranges, foreign);
  masm.storeField(Kind.I64, pc, thread, THREAD_TRAP_PC);
  if (kernelFrame) masm.loadField(Kind.I64, fp, args[2]!, context.fp);
  countTick(machine, thread);
  masm.loadField(Kind.I64, temp, entry, RANGE_INTERRUPT);
  machine.push(temp);
  // The handler may never return. Not by SA_NODEFER: all signals that wait would come on top of each other.
  masm.constant(Kind.I64, args[0]!, SIG_UNBLOCK, 0);
  address(machine, args[1]!, ranges + RANGES_TICK_SET);
  masm.constant(Kind.I64, args[2]!, 0, 0);
  address(machine, temp, sigmask);
  masm.callReg(temp);
  // It returns, when resumed, where this handler would.
  machine.pop(temp);
  masm.tailJumpReg(temp);
  masm.bind(foreign);
  masm.loadField(Kind.I32, temp, args[1]!, SIGINFO_CODE);
  masm.compareBranch(Kind.I32, Condition.Ne, temp, imm(masm, SI_TIMER), other);
  masm.loadField(Kind.I64, thread, args[1]!, SIGINFO_VALUE);
  countTick(machine, thread);
  masm.storeField(Kind.I32, imm(masm, 1), thread, THREAD_PENDING);
  masm.bind(other);
  machine.ret();
}

/** Destroys the first temporary. */
function countTick({ masm, temps }: StubMachine, thread: Reg): void {
  const [count] = temps;
  masm.loadField(Kind.I32, count, thread, THREAD_TICKS);
  masm.binary(Kind.I32, IntOp.Add, count, count, imm(masm, 1));
  masm.storeField(Kind.I32, count, thread, THREAD_TICKS);
}

function endOfThread(machine: StubMachine, addresses: ProcessAddresses): void {
  const { masm, args, temps, saved } = machine;
  const [callee, entry, left] = temps;
  const [thread, list, count] = saved;
  const call = (code: number): void => {
    address(machine, callee, code);
    masm.callReg(callee);
  };
  machine.enter(0);
  masm.move(Kind.I64, thread, args[0]!);
  const timeless = masm.newLabel();
  masm.loadField(Kind.I64, callee, thread, THREAD_HAS_TIMER);
  masm.compareBranch(Kind.I64, Condition.Eq, callee, imm(masm, 0), timeless);
  masm.loadField(Kind.I64, args[0]!, thread, THREAD_TIMER);
  call(addresses.timerDelete);
  masm.bind(timeless);

  const [entries, others] = [masm.newLabel(), masm.newLabel()];
  address(machine, entry, addresses.ranges + RANGES_ENTRIES);
  masm.constant(Kind.I64, left, RANGES_CAPACITY, 0);
  masm.bind(entries);
  masm.loadField(Kind.I64, callee, entry, RANGE_THREAD);
  masm.compareBranch(Kind.I64, Condition.Ne, callee, thread, others);
  for (const at of [RANGE_END, RANGE_THREAD, 0]) {
    masm.storeField(Kind.I64, imm(masm, 0), entry, at);
  }
  masm.bind(others);
  masm.binary(Kind.I64, IntOp.Add, entry, entry, imm(masm, RANGE_SIZE));
  masm.binary(Kind.I64, IntOp.Sub, left, left, imm(masm, 1));
  masm.compareBranch(Kind.I64, Condition.Ne, left, imm(masm, 0), entries);

  // The context goes with one of the mappings; the list goes last.
  const [mappings, plain, done] = [masm.newLabel(), masm.newLabel(), masm.newLabel()];
  masm.loadField(Kind.I64, list, thread, THREAD_MAPPINGS);
  masm.loadField(Kind.I64, count, list, MAPPINGS_COUNT);
  masm.bind(mappings);
  masm.compareBranch(Kind.I64, Condition.Eq, count, imm(masm, 0), done);
  masm.binary(Kind.I64, IntOp.Sub, count, count, imm(masm, 1));
  masm.binary(Kind.I64, IntOp.Shl, entry, count, imm(masm, 4));
  masm.binary(Kind.I64, IntOp.Add, entry, entry, list);
  masm.loadField(Kind.I64, args[0]!, entry, MAPPINGS_ENTRIES);
  masm.loadField(Kind.I64, args[1]!, entry, MAPPINGS_ENTRIES + 8);
  masm.binary(Kind.I32, IntOp.And, callee, args[0]!, imm(masm, 1));
  masm.compareBranch(Kind.I32, Condition.Eq, callee, imm(masm, 0), plain);
  // Gives the contents back, but leaves zeros there: others must not find a hole, or something else.
  masm.binary(Kind.I64, IntOp.Sub, args[0]!, args[0]!, imm(masm, 1));
  masm.constant(Kind.I64, args[2]!, PROT_READ_WRITE, 0);
  masm.constant(Kind.I64, args[3]!, MAP_ZEROS, 0);
  masm.constant(Kind.I64, args[4]!, -1, -1);
  masm.constant(Kind.I64, args[5]!, 0, 0);
  call(addresses.mmap);
  masm.jump(mappings);
  masm.bind(plain);
  call(addresses.munmap);
  masm.jump(mappings);
  masm.bind(done);
  masm.move(Kind.I64, args[0]!, list);
  masm.loadField(Kind.I64, args[1]!, list, MAPPINGS_LENGTH);
  machine.leave(0);
  address(machine, callee, addresses.munmap);
  masm.tailJumpReg(callee);
}
