import {
  RANGE_SIZE,
  RANGES_CAPACITY,
  RANGES_COUNT,
  RANGES_ENTRIES,
  RANGES_OLD_ACTIONS,
  RANGES_OLD_HANDLERS,
  RANGES_SIZE,
  SIGACTION_FLAGS,
  SIGACTION_SIZE,
  type StubGenerator,
} from '../masm/stubs.js';
import {
  MAP_ANONYMOUS,
  MAP_PRIVATE,
  type Native,
  PROT_EXEC,
  PROT_READ,
  PROT_WRITE,
} from './native.js';

const SIGILL = 4;
const SIGBUS = 7;
const SIGFPE = 8;
const SIGSEGV = 11;
const SIGNALS = [SIGSEGV, SIGBUS, SIGFPE, SIGILL];
/** SA_SIGINFO | SA_ONSTACK | SA_NODEFER: leaving through an exit stub must not leave it blocked. */
const FLAGS = 4 | 0x08000000 | 0x40000000;

/** Enough for the widest register state that the kernel saves. */
const SIGNAL_STACK_SIZE = 256 * 1024;

/**
 * In front of the handler's code: a mark, and the address of its table. So the threads of a process,
 * each with a JavaScript heap of its own, find the one handler by asking for the installed one.
 */
const MARK = 0x77696e63_68747301n;
const HEADER = 16;

/**
 * Tells the process's signal handler of a range of WebAssembly code, installing the handler first
 * if that has not been done (or somebody else's was put in front since).
 *
 * The entry stays for the life of the process, as the memory does, also when the thread ends.
 *
 * @param thread address of the ThreadContext that traps are noted in
 * @param exitTrap where execution goes on
 */
export function registerCode(
  native: Native,
  stubs: StubGenerator,
  start: number,
  end: number,
  thread: number,
  exitTrap: number,
): void {
  let table = installedTable(native) ?? install(native, stubs);
  let slot = claim(native, table);
  if (slot < 0) {
    // A full table: a further handler with one of its own goes in front.
    table = install(native, stubs);
    slot = claim(native, table);
  }
  const address = table + RANGES_ENTRIES + RANGE_SIZE * slot;
  const entry = new BigUint64Array(native.view(address, RANGE_SIZE));
  entry[0] = BigInt(start);
  entry[2] = BigInt(thread);
  entry[3] = BigInt(exitTrap);
  entry[1] = BigInt(end);
}

/**
 * Gives this thread a stack for signal handlers, if it has none: a function whose frame does not fit
 * traps with its stack pointer already moved, as far below the limit as the frame is big.
 */
export function ensureSignalStack(native: Native): void {
  const SS_DISABLE = 2;
  const memory = native.mmap(0, SIGNAL_STACK_SIZE, PROT_READ | PROT_WRITE, ANONYMOUS, -1);
  if (memory < 0) throw new RangeError('out of memory: a stack for signal handlers');
  const view = native.view(memory, 24);
  const words = new BigUint64Array(view);
  const flags = new Int32Array(view, 8, 1);
  let used = false;
  if (native.sigaltstack(0, memory) && (flags[0]! & SS_DISABLE) !== 0) {
    words.set([BigInt(memory), 0n, BigInt(SIGNAL_STACK_SIZE)]);
    used = native.sigaltstack(memory, 0);
  }
  native.detach(view);
  if (!used) native.munmap(memory, SIGNAL_STACK_SIZE);
}

/** Takes a free entry; -1 when there is none. Safe against other threads of the process. */
function claim(native: Native, table: number): number {
  const view = new BigUint64Array(
    native.view(table, RANGES_ENTRIES + RANGE_SIZE * RANGES_CAPACITY),
  );
  for (let slot = 0; slot < RANGES_CAPACITY; slot++) {
    // An all-ones start is above every address: claimed, but matches nothing yet.
    const start = (RANGES_ENTRIES + RANGE_SIZE * slot) / 8;
    if (Atomics.compareExchange(view, start, 0n, 0xffff_ffff_ffff_ffffn) !== 0n) continue;
    const count = RANGES_COUNT / 8;
    let seen = Atomics.load(view, count);
    while (seen <= BigInt(slot)) {
      seen = Atomics.compareExchange(view, count, seen, BigInt(slot + 1));
    }
    return slot;
  }
  return -1;
}

/** The table of the handler that is installed now, if it is ours. */
function installedTable(native: Native): number | undefined {
  const scratch = native.mmap(0, native.pageSize, PROT_READ | PROT_WRITE, ANONYMOUS, -1);
  if (scratch < 0) throw new RangeError('out of memory: a page for sigaction');
  try {
    let table: number | undefined;
    for (const signal of SIGNALS) {
      if (!native.sigaction(signal, 0, scratch)) throw new Error(`sigaction(${signal}) failed`);
      const handler = Number(new BigUint64Array(native.view(scratch, 8))[0]);
      // Our handlers start behind the header at the beginning of a page.
      if (handler % native.pageSize !== HEADER) return undefined;
      const header = new BigUint64Array(native.view(handler - HEADER, HEADER));
      if (header[0] !== MARK) return undefined;
      const found = Number(header[1]);
      if (table !== undefined && table !== found) return undefined;
      table = found;
    }
    return table;
  } finally {
    native.munmap(scratch, native.pageSize);
  }
}

/** Installs a handler with an empty table; both stay for the life of the process. */
function install(native: Native, stubs: StubGenerator): number {
  const table = native.mmap(0, RANGES_SIZE, PROT_READ | PROT_WRITE, ANONYMOUS, -1);
  const page = native.mmap(0, native.pageSize, PROT_READ | PROT_WRITE, ANONYMOUS, -1);
  if (table < 0 || page < 0) throw new RangeError('out of memory: the signal handler');
  const code = stubs.signalHandler(table, native.symbol('sigaction'));
  const view = native.view(page, native.pageSize);
  new BigUint64Array(view).set([MARK, BigInt(table)]);
  new Uint8Array(view).set(code, HEADER);
  native.detach(view);
  if (!native.mprotect(page, native.pageSize, PROT_READ | PROT_EXEC)) {
    throw new Error('the system refuses to run generated code');
  }
  const words = new BigUint64Array(native.view(table, RANGES_SIZE));
  // Old actions first, for all signals: the handler needs them from its first moment.
  for (const signal of SIGNALS) {
    const old = RANGES_OLD_ACTIONS + SIGACTION_SIZE * signal;
    if (!native.sigaction(signal, 0, table + old)) throw new Error(`sigaction(${signal}) failed`);
    words[RANGES_OLD_HANDLERS / 8 + signal] = words[old / 8]!;
  }
  const action = native.mmap(0, native.pageSize, PROT_READ | PROT_WRITE, ANONYMOUS, -1);
  if (action < 0) throw new RangeError('out of memory: the signal handler');
  const actionView = native.view(action, SIGACTION_SIZE);
  new BigUint64Array(actionView)[0] = BigInt(page + HEADER);
  new Int32Array(actionView)[SIGACTION_FLAGS / 4] = FLAGS;
  for (const signal of SIGNALS) {
    if (!native.sigaction(signal, action, 0)) throw new Error(`sigaction(${signal}) failed`);
  }
  native.munmap(action, native.pageSize);
  return table;
}

const ANONYMOUS = MAP_PRIVATE | MAP_ANONYMOUS;
