import {
  type ProcessStubs,
  RANGE_CHUNKS,
  RANGE_END,
  RANGE_EXIT_TRAP,
  RANGE_INTERRUPT,
  RANGE_SIZE,
  RANGE_THREAD,
  RANGES_CAPACITY,
  RANGES_COUNT,
  RANGES_ENTRIES,
  RANGES_KEY,
  RANGES_OLD_ACTIONS,
  RANGES_OLD_HANDLERS,
  RANGES_SIZE,
  RANGES_TICK_SET,
  SIGACTION_FLAGS,
  SIGACTION_MASK,
  SIGACTION_SIZE,
  type StubGenerator,
} from '../../stubs/layout.js';
import { hasJsStack, LEVELS_TO_COMPILE } from '../js-stack.js';
import { MAP_ANONYMOUS, MAP_PRIVATE, PROT_EXEC, PROT_READ, PROT_WRITE } from './mman.js';
import type { Native } from './native.js';

const SIGILL = 4;
const SIGBUS = 7;
const SIGFPE = 8;
const SIGSEGV = 11;
/**
 * The signal that interrupts: one of the real-time signals, of which the C libraries use the first three
 * and programs hardly any. Its disposition is also what threads agree by: see {@link processSignals}.
 */
export const SIGTICK = 47;
const SIG_IGN = 1;

const SA_SIGINFO = 4;
const SA_ONSTACK = 0x08000000;
const SA_RESTART = 0x10000000;
const FAULT_FLAGS = SA_SIGINFO | SA_ONSTACK;
/** On the stack that it interrupts, because it may leave its frame there. */
const TICK_FLAGS = SA_SIGINFO | SA_RESTART;

/** Enough for the widest register state that the kernel saves. */
const SIGNAL_STACK_SIZE = 256 * 1024;

/**
 * At the start of the page with the process's code:
 * ```
 *    0  u64  MARK
 *    8  ptr  the table of ranges
 *   16  ptr  fault handler
 *   24  ptr  thread end
 *   32  ptr  what buffers that are gone call
 *   40  ptr  what adds bytes to a sum
 *   48  tick handler, and the rest of the code
 * ```
 * So the threads of a process, each with a JavaScript heap of its own, find the one page by asking for
 * the handler of SIGTICK.
 */
const MARK = 0x77696e63_68747303n;
const HEADER = 48;

const ANONYMOUS = MAP_PRIVATE | MAP_ANONYMOUS;
const READ_WRITE = PROT_READ | PROT_WRITE;

/** What is there once in a process: its signal handlers and what they know. */
export interface ProcessSignals {
  /** Address of the table of ranges. */
  readonly table: number;
  readonly words: BigUint64Array;
  /** Address of the fault handler. */
  readonly fault: number;
  /** Address of {@link ProcessStubs.gone}. */
  readonly gone: number;
  /** Address of {@link ProcessStubs.sum}. */
  readonly sum: number;
}

/** Signals whose handler must be the project's, by the names that JavaScript has for them. */
export const FAULTS: ReadonlyMap<string, number> = new Map([
  ['SIGSEGV', SIGSEGV],
  ['SIGBUS', SIGBUS],
  ['SIGFPE', SIGFPE],
  ['SIGILL', SIGILL],
]);

/**
 * The process's signal handlers, installed by the thread that is first.
 *
 * `sigaction` swaps two dispositions in one step, so that of SIGTICK is a lock: who finds it ignored
 * waits for another thread to finish. While a thread holds it, nothing stops it: from the swap on it
 * only makes native calls in a straight line, where JavaScript looks for no termination.
 *
 * @throws Error when another thread does not finish, or somebody else has the signal
 */
export function processSignals(native: Native, stubs: StubGenerator): ProcessSignals {
  if (!hasJsStack(LEVELS_TO_COMPILE)) throw new RangeError('Maximum call stack size exceeded');
  const scratch = map(native, native.pageSize, 'signal handlers');
  const view = native.view(scratch, native.pageSize);
  const made = makePage(native, stubs);
  const oldTick = 0;
  const newTick = SIGACTION_SIZE;
  const newFault = 2 * SIGACTION_SIZE;
  const words = new BigUint64Array(view);
  action(view, oldTick, SIG_IGN, 0);
  action(view, newTick, made.page + HEADER, TICK_FLAGS);
  faultAction(view, newFault, made.fault);
  const ignore = 3 * SIGACTION_SIZE;
  action(view, ignore, SIG_IGN, 0);
  const old = (signal: number) => made.table + RANGES_OLD_ACTIONS + SIGACTION_SIZE * signal;
  const [segv, bus, fpe, ill] = [old(SIGSEGV), old(SIGBUS), old(SIGFPE), old(SIGILL)];
  const { rawSigaction } = native;
  for (let patience = 0; ; patience++) {
    rawSigaction(SIGTICK, scratch + ignore, scratch + oldTick);
    const handler = words[0]!;
    if (handler === 0n) {
      // Nobody before. Old actions first, for all signals: the handler needs them from its first moment.
      rawSigaction(SIGSEGV, 0, segv);
      rawSigaction(SIGBUS, 0, bus);
      rawSigaction(SIGFPE, 0, fpe);
      rawSigaction(SIGILL, 0, ill);
      made.words[RANGES_OLD_HANDLERS / 8 + SIGSEGV] = made.words[(segv - made.table) / 8]!;
      made.words[RANGES_OLD_HANDLERS / 8 + SIGBUS] = made.words[(bus - made.table) / 8]!;
      made.words[RANGES_OLD_HANDLERS / 8 + SIGFPE] = made.words[(fpe - made.table) / 8]!;
      made.words[RANGES_OLD_HANDLERS / 8 + SIGILL] = made.words[(ill - made.table) / 8]!;
      rawSigaction(SIGSEGV, scratch + newFault, 0);
      rawSigaction(SIGBUS, scratch + newFault, 0);
      rawSigaction(SIGFPE, scratch + newFault, 0);
      rawSigaction(SIGILL, scratch + newFault, 0);
      rawSigaction(SIGTICK, scratch + newTick, 0);
      native.munmap(scratch, native.pageSize);
      return made;
    }
    if (handler !== BigInt(SIG_IGN)) {
      // There already: it gets back what was taken.
      rawSigaction(SIGTICK, scratch + oldTick, 0);
      const page = Number(handler) - HEADER;
      const found = isPage(native, page) ? findPage(native, page) : undefined;
      native.munmap(scratch, native.pageSize);
      made.release();
      if (found === undefined) throw new Error(`signal ${SIGTICK} is in use by other code`);
      return found;
    }
    if (patience === PATIENCE)
      throw new Error('another thread does not finish its signal handlers');
    native.usleep(PAUSE);
  }
}

/** How long to wait for another thread: in all ten seconds, where a tenth of a millisecond is usual. */
const PATIENCE = 100_000;
const PAUSE = 100;

function isPage(native: Native, page: number): boolean {
  if (page % native.pageSize !== 0) return false;
  return new BigUint64Array(native.view(page, 8))[0] === MARK;
}

function findPage(native: Native, page: number): ProcessSignals {
  const header = new BigUint64Array(native.view(page, HEADER));
  const table = Number(header[1]);
  const words = new BigUint64Array(native.view(table, RANGES_SIZE));
  return {
    table,
    words,
    fault: Number(header[2]),
    gone: Number(header[4]),
    sum: Number(header[5]),
  };
}

/** The code page and the table of a process; both stay for its life if they are used. */
function makePage(
  native: Native,
  stubs: StubGenerator,
): ProcessSignals & { page: number; release(): void } {
  const table = map(native, RANGES_SIZE, 'the signal handlers');
  const page = map(native, native.pageSize, 'the signal handlers');
  const { code, fault, tick, threadEnd, gone, sum } = stubs.processStubs({
    ranges: table,
    sigaction: native.symbol('sigaction'),
    raise: native.symbol('raise'),
    timerDelete: native.symbol('timer_delete'),
    sigmask: native.symbol('pthread_sigmask'),
    mmap: native.symbol('mmap'),
    munmap: native.symbol('munmap'),
    mprotect: native.symbol('mprotect'),
  });
  if (HEADER + code.length > native.pageSize)
    throw new Error('internal error: handlers are too long');
  // The tick handler comes first, so that the page is known by its address.
  const bytes = new Uint8Array(native.view(page, native.pageSize));
  const start = page + HEADER - tick;
  bytes.set(code.subarray(tick), HEADER);
  bytes.set(code.subarray(0, tick), HEADER + code.length - tick);
  const place = (offset: number) =>
    offset >= tick ? start + offset : start + offset + code.length;
  const header = new BigUint64Array(bytes.buffer, 0, HEADER / 8);
  const places = [table, place(fault), place(threadEnd), place(gone), place(sum)];
  header.set([MARK, ...places.map(BigInt)]);
  if (!native.mprotect(page, native.pageSize, PROT_READ | PROT_EXEC)) {
    throw new Error('the system refuses to run generated code');
  }
  const words = new BigUint64Array(native.view(table, RANGES_SIZE));
  words[RANGES_TICK_SET / 8] = 1n << BigInt(SIGTICK - 1);
  const key = native.threadKey(place(threadEnd));
  words[RANGES_KEY / 8] = BigInt(key + 1);
  const release = () => {
    native.munmap(page, native.pageSize);
    native.munmap(table, RANGES_SIZE);
    if (key >= 0) native.deleteThreadKey(key);
  };
  return { table, words, fault: place(fault), gone: place(gone), sum: place(sum), page, release };
}

export function map(native: Native, length: number, what: string): number {
  const address = native.mmap(0, length, READ_WRITE, ANONYMOUS, -1);
  if (address < 0) throw new RangeError(`out of memory: ${what}`);
  return address;
}

/** A struct sigaction with an empty mask at an offset of a buffer. */
function action(buffer: ArrayBuffer, offset: number, handler: number, flags: number): void {
  new BigUint64Array(buffer, offset, SIGACTION_SIZE / 8).fill(0n)[0] = BigInt(handler);
  new Int32Array(buffer, offset + SIGACTION_FLAGS, 1)[0] = flags;
}

/** All signals but the two that the C library keeps for itself, which must not be blocked. */
const ALL_SIGNALS = ~(3n << 31n);

/**
 * The struct sigaction for faults. All signals wait while a handler from before runs, which it may rely
 * on: libuv's takes a lock that it would wait for itself. A trap returns from the handler like the others,
 * so nothing stays blocked.
 */
export function faultAction(buffer: ArrayBuffer, offset: number, handler: number): void {
  action(buffer, offset, handler, FAULT_FLAGS);
  new BigUint64Array(buffer, offset + SIGACTION_MASK, 1)[0] = ALL_SIGNALS;
}

/** What a thread tells the handlers of its code. */
export interface CodeOwner {
  /** Address of the ThreadContext that traps are noted in. */
  readonly context: number;
  /** Where execution goes on after a trap. */
  readonly exitTrap: number;
  /** What an interruption goes through. */
  readonly interrupt: number;
}

/**
 * Tells the handlers of a range of WebAssembly code. The entry goes when its thread ends.
 *
 * @param chunks address of what RANGE_CHUNKS describes, or 0
 * @throws RangeError when there are too many
 */
export function registerCode(
  { words }: ProcessSignals,
  start: number,
  end: number,
  owner: CodeOwner,
  chunks: number,
): void {
  const at = claim(words);
  words[at + RANGE_CHUNKS / 8] = BigInt(chunks);
  words[at + RANGE_THREAD / 8] = BigInt(owner.context);
  words[at + RANGE_EXIT_TRAP / 8] = BigInt(owner.exitTrap);
  words[at + RANGE_INTERRUPT / 8] = BigInt(owner.interrupt);
  words[at + RANGE_END / 8] = BigInt(end);
  Atomics.store(words, at, BigInt(start));
}

/** Index of a free entry's first word, taken. Safe against other threads of the process. */
function claim(words: BigUint64Array): number {
  for (let slot = 0; slot < RANGES_CAPACITY; slot++) {
    // An all-ones start is above every address: claimed, but matches nothing yet.
    const at = (RANGES_ENTRIES + RANGE_SIZE * slot) / 8;
    if (Atomics.compareExchange(words, at, 0n, 0xffff_ffff_ffff_ffffn) !== 0n) continue;
    const count = RANGES_COUNT / 8;
    let seen = Atomics.load(words, count);
    while (seen <= BigInt(slot)) {
      seen = Atomics.compareExchange(words, count, seen, BigInt(slot + 1));
    }
    return at;
  }
  throw new RangeError('too many threads run WebAssembly');
}

/**
 * Gives this thread a stack for signal handlers, if it has none: a function whose frame does not fit
 * traps with its stack pointer already moved, as far below the limit as the frame is big.
 */
export function ensureSignalStack(native: Native): void {
  const SS_DISABLE = 2;
  const memory = map(native, SIGNAL_STACK_SIZE, 'a stack for signal handlers');
  const view = native.view(memory, 24);
  const words = new BigUint64Array(view);
  const flags = new Int32Array(view, 8, 1);
  let used = false;
  if (native.sigaltstack(0, memory) && (flags[0]! & SS_DISABLE) !== 0) {
    words.set([BigInt(memory), 0n, BigInt(SIGNAL_STACK_SIZE)]);
    used = native.sigaltstack(memory, 0);
  }
  if (used) native.mappings.add(memory, SIGNAL_STACK_SIZE);
  else native.munmap(memory, SIGNAL_STACK_SIZE);
}

/**
 * Starts this thread's timer, which sends SIGTICK while the thread computes: it counts the thread's CPU
 * time, so it sleeps when the thread does.
 *
 * @param context what the signals tell of: address of the ThreadContext
 * @returns the timer_t, or undefined where such timers cannot be had
 */
export function startTimer(
  native: Native,
  context: number,
  microseconds: number,
): number | undefined {
  const CLOCK_THREAD_CPUTIME_ID = 3;
  const SIGEV_THREAD_ID = 4;
  const scratch = map(native, native.pageSize, 'a page for timer_create');
  try {
    const view = native.view(scratch, native.pageSize);
    const words = new BigUint64Array(view);
    words[0] = BigInt(context);
    new Int32Array(view, 8, 3).set([SIGTICK, SIGEV_THREAD_ID, native.threadId()]);
    const id = 64;
    if (!native.timerCreate(CLOCK_THREAD_CPUTIME_ID, scratch, scratch + id)) return undefined;
    const timer = Number(BigInt.asIntN(64, words[id / 8]!));
    const time = 128;
    const seconds = BigInt(Math.trunc(microseconds / 1e6));
    const nanoseconds = BigInt(Math.trunc((microseconds % 1e6) * 1000));
    words.set([seconds, nanoseconds, seconds, nanoseconds], time / 8);
    return native.timerSettime(timer, scratch + time) ? timer : undefined;
  } finally {
    native.munmap(scratch, native.pageSize);
  }
}
