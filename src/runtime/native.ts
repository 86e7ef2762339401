import { setFlagsFromString } from 'node:v8';
import type { LibraryHandle } from 'koffi';
import { loadKoffi } from './koffi.js';
import { Mappings } from './mappings.js';

/**
 * Everything that the runtime needs of the operating system and the C library. Addresses are plain
 * numbers (user space has 47 bits), so that no BigInt stands in the way of arithmetic.
 */
export interface Native {
  readonly pageSize: number;
  /** `mmap(2)`; the address, or -1. @param offset in the file, a multiple of the page size */
  mmap(
    address: number,
    length: number,
    prot: number,
    flags: number,
    fd: number,
    offset?: number,
  ): number;
  munmap(address: number, length: number): boolean;
  mprotect(address: number, length: number, prot: number): boolean;
  madvise(address: number, length: number, advice: number): boolean;
  /** An anonymous file of `length` zero bytes that can be mapped more than once; -1 on failure. */
  memoryFile(name: string, length: number): number;
  close(fd: number): void;
  /** Address of a C library function. */
  symbol(name: string): number;
  /**
   * `sigaction(2)` on glibc's 152-byte structure; addresses, 0 for none. The native function itself,
   * with no JavaScript around it; its result, 0 or -1.
   */
  readonly rawSigaction: (signal: number, action: number, old: number) => number;
  /** `sigaltstack(2)` on its 24-byte structure; addresses, 0 for none. */
  sigaltstack(stack: number, old: number): boolean;
  usleep(microseconds: number): void;
  /** The kernel's number of this thread. */
  threadId(): number;
  /** CPU time that this thread has used, in microseconds. */
  threadCpuTime(): number;
  /** `pthread_key_create(3)` with a destructor at an address; -1 on failure. */
  threadKey(destructor: number): number;
  deleteThreadKey(key: number): void;
  /** Has the key's destructor called with `value` when this thread ends. */
  setThreadValue(key: number, value: number): boolean;
  /** `timer_create(2)`; addresses of the event and of the timer_t to be set. */
  timerCreate(clock: number, event: number, timer: number): boolean;
  /** `timer_settime(2)`; address of the struct itimerspec. */
  timerSettime(timer: number, time: number): boolean;
  /** What is to be given back when the thread ends. */
  readonly mappings: Mappings;
  /** Address of a buffer's first byte. It must not move: that of a memory, or too large for the heap. */
  addressOf(buffer: ArrayBuffer): number;
  /** `memcpy(3)` from the bytes of an array to an address. */
  copyTo(address: number, bytes: Uint8Array): void;
  /** An ArrayBuffer over native memory, no copy. The memory must outlive it or be detached first. */
  view(address: number, length: number): ArrayBuffer;
  /** Detaches a buffer: its length becomes 0 and it forgets the memory. */
  detach(buffer: ArrayBuffer): void;
  /** A JavaScript function that calls the C function `void f(void)` at an address: the fastest kind. */
  callable(address: number): () => void;
  /** A JavaScript function that calls the C function `void f(void *, uintptr_t, uintptr_t)`. */
  probe(address: number): (pointer: number, a: number, b: number) => void;
}

export const PROT_NONE = 0;
export const PROT_READ = 1;
export const PROT_WRITE = 2;
export const PROT_EXEC = 4;
export const MAP_SHARED = 1;
export const MAP_PRIVATE = 2;
export const MAP_FIXED = 0x10;
export const MAP_ANONYMOUS = 0x20;
export const MAP_NORESERVE = 0x4000;
export const MAP_STACK = 0x20000;
export const MADV_DONTNEED = 4;
/** Frees the pages of a shared mapping's file too. */
export const MADV_REMOVE = 9;

/** Most that koffi takes for the stack its calls run on; re-entrant activations share it. */
const CALL_STACK_SIZE = 16 * 1024 * 1024;

let loaded: Native | undefined;

/**
 * The native interface of this thread, loaded when first asked for.
 *
 * @throws Error where the platform is not supported
 */
export function native(): Native {
  loaded ??= load();
  return loaded;
}

function load(): Native {
  if (process.platform !== 'linux') {
    throw new Error(`running WebAssembly needs Linux; ${process.platform} is not supported`);
  }
  const koffi = loadKoffi();
  try {
    koffi.config({ ...koffi.config(), sync_stack_size: CALL_STACK_SIZE });
  } catch {
    // Somebody else in this process has loaded a library already: their size stays.
  }
  const libc: LibraryHandle = koffi.load(null);
  const mmap = libc.func('mmap', 'uintptr_t', [
    'uintptr_t',
    'size_t',
    'int',
    'int',
    'int',
    'int64_t',
  ]);
  const munmap = libc.func('munmap', 'int', ['uintptr_t', 'size_t']);
  const mprotect = libc.func('mprotect', 'int', ['uintptr_t', 'size_t', 'int']);
  const madvise = libc.func('madvise', 'int', ['uintptr_t', 'size_t', 'int']);
  const memfdCreate = libc.func('memfd_create', 'int', ['str', 'uint']);
  const ftruncate = libc.func('ftruncate', 'int', ['int', 'int64_t']);
  const close = libc.func('close', 'int', ['int']);
  const memcpy = libc.func('memcpy', 'void', ['uintptr_t', 'const void *', 'size_t']);
  const dlsym = libc.func('dlsym', 'uintptr_t', ['uintptr_t', 'str']);
  const sigaction = libc.func('sigaction', 'int', ['int', 'uintptr_t', 'uintptr_t']);
  const sigaltstack = libc.func('sigaltstack', 'int', ['uintptr_t', 'uintptr_t']);
  const usleep = libc.func('usleep', 'int', ['uint']);
  const clockGettime = libc.func('clock_gettime', 'int', ['int', 'void *']);
  const time = new BigInt64Array(2);
  const gettid = libc.func('gettid', 'int', []);
  const keyCreate = libc.func('pthread_key_create', 'int', ['void *', 'uintptr_t']);
  const keyDelete = libc.func('pthread_key_delete', 'int', ['uint']);
  const setSpecific = libc.func('pthread_setspecific', 'int', ['uint', 'uintptr_t']);
  const timerCreate = libc.func('timer_create', 'int', ['int', 'uintptr_t', 'uintptr_t']);
  const timerSettime = libc.func('timer_settime', 'int', [
    'intptr_t',
    'int',
    'uintptr_t',
    'uintptr_t',
  ]);
  let mappings: Mappings | undefined;
  const getpagesize = libc.func('getpagesize', 'int', []);
  const entry = koffi.proto('void', []);
  const probe = koffi.proto('void', ['uintptr_t', 'uintptr_t', 'uintptr_t']);

  const self: Native = {
    pageSize: getpagesize(),
    mmap(address, length, prot, flags, fd, offset = 0) {
      const result: number | bigint = mmap(address, length, prot, flags, fd, offset);
      // MAP_FAILED is all ones, which is no safe integer.
      return typeof result === 'number' ? result : -1;
    },
    munmap: (address, length) => munmap(address, length) === 0,
    mprotect: (address, length, prot) => mprotect(address, length, prot) === 0,
    madvise: (address, length, advice) => madvise(address, length, advice) === 0,
    memoryFile(name, length) {
      const MFD_CLOEXEC = 1;
      const fd: number = memfdCreate(name, MFD_CLOEXEC);
      if (fd >= 0 && ftruncate(fd, length) !== 0) {
        close(fd);
        return -1;
      }
      return fd;
    },
    close(fd) {
      close(fd);
    },
    symbol(name) {
      const address: number = dlsym(0, name);
      if (address === 0) throw new Error(`the C library has no ${name}`);
      return address;
    },
    rawSigaction: sigaction,
    usleep: (microseconds) => {
      usleep(microseconds);
    },
    threadId: () => gettid(),
    threadCpuTime() {
      const CLOCK_THREAD_CPUTIME_ID = 3;
      clockGettime(CLOCK_THREAD_CPUTIME_ID, time);
      return Number(time[0]) * 1e6 + Number(time[1]) / 1000;
    },
    threadKey(destructor) {
      const key = new Uint32Array(1);
      return keyCreate(key, destructor) === 0 ? key[0]! : -1;
    },
    deleteThreadKey(key) {
      keyDelete(key);
    },
    setThreadValue: (key, value) => setSpecific(key, value) === 0,
    timerCreate: (clock, event, timer) => timerCreate(clock, event, timer) === 0,
    timerSettime: (timer, time) => timerSettime(timer, 0, time, 0) === 0,
    get mappings() {
      mappings ??= new Mappings(self);
      return mappings;
    },
    sigaltstack: (stack, old) => sigaltstack(stack, old) === 0,
    // Node 20 refuses shared buffers themselves.
    addressOf: (buffer) => Number(koffi.address(new Uint8Array(buffer))),
    copyTo(address, bytes) {
      if (bytes.length > 0) memcpy(address, bytes, bytes.length);
    },
    view: (address, length) =>
      length === 0 ? new ArrayBuffer(0) : koffi.view(BigInt(address), length),
    detach: detacher(),
    callable: (address) => koffi.decode(BigInt(address), entry) as () => void,
    probe: (address) =>
      koffi.decode(BigInt(address), probe) as (pointer: number, a: number, b: number) => void,
  };
  return self;
}

/**
 * A function that detaches a buffer over foreign memory. Node marks such buffers as not
 * transferable for messages; `transfer` still works where it exists (Node 22), before that the
 * engine's own test function does.
 */
function detacher(): (buffer: ArrayBuffer) => void {
  if ('transfer' in ArrayBuffer.prototype) {
    return (buffer) => {
      (buffer as ArrayBuffer & { transfer(length: number): ArrayBuffer }).transfer(0);
    };
  }
  let detach = compileDetach();
  return (buffer) => {
    try {
      detach(buffer);
    } catch (error) {
      // The engine drops the code of functions that rest, and then reads their source again.
      if (!(error instanceof SyntaxError)) throw error;
      detach = compileDetach();
      detach(buffer);
    }
  };
}

/** Compiles a call of the engine's own function, whose name is a syntax error without a flag. */
function compileDetach(): (buffer: ArrayBuffer) => void {
  setFlagsFromString('--allow-natives-syntax');
  try {
    const detach = new Function('buffer', '%ArrayBufferDetach(buffer)') as (
      buffer: ArrayBuffer,
    ) => void;
    // Compiled when first called.
    detach(new ArrayBuffer(8));
    return detach;
  } finally {
    setFlagsFromString('--no-allow-natives-syntax');
  }
}
