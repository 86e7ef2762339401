import type { Mappings } from './mappings.js';

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
  /** Address of a C library function. @throws Error where there is none */
  symbol(name: string): number;
  /**
   * Address of a function of the process, or of a library that is loaded for it and stays.
   *
   * @param library as `dlopen(3)` takes it
   * @returns what is wrong, as text, where there is none
   */
  find(name: string, library: string | undefined): number | string;
  /**
   * `sigaction(2)` on glibc's 152-byte structure; addresses, 0 for none. The native function itself,
   * with no JavaScript around it.
   */
  readonly rawSigaction: (signal: number, action: number, old: number) => unknown;
  /** `sigaltstack(2)` on its 24-byte structure; addresses, 0 for none. */
  sigaltstack(stack: number, old: number): boolean;
  /** What Node's own signal listeners are made of; undefined in other hosts. */
  readonly libuv: Libuv | undefined;
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
  /**
   * Likewise; a C function `void f(void *, void *address, void *hint)` at an address is called, by this
   * thread or another, when the bytes belong to no buffer any more. Undefined where nobody tells.
   */
  readonly viewUntil:
    | ((address: number, length: number, gone: number, hint: number) => ArrayBuffer)
    | undefined;
  /** Detaches a buffer, unless somebody else was faster: its length becomes 0 and it forgets the memory. */
  detach(buffer: ArrayBuffer): void;
  /** A JavaScript function that calls the C function `void *f(void)` at an address, which returns NULL: the fastest kind. */
  callable(address: number): () => void;
  /** A JavaScript function that calls the C function `void f(void *, uintptr_t, uintptr_t)`. */
  probe(address: number): (pointer: number, a: number, b: number) => void;
}

/** Functions of libuv's, which tell of failures by results other than 0. */
export interface Libuv {
  /** Whether a loop and a signal handle have at most so many bytes. */
  fits(loop: number, handle: number): boolean;
  loopInit(loop: number): number;
  signalInit(loop: number, handle: number): number;
  /** Has a handle get a signal, on a loop that never runs. */
  signalStart(handle: number, signal: number): number;
  signalStop(handle: number): number;
}
