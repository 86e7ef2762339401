import type { CallingConvention } from '../abi/convention.js';
import type { Reg } from './macro-assembler.js';
import type { TrapKind } from './trap-kind.js';

/**
 * The frame through which values pass between the host and WebAssembly, on the WebAssembly stack.
 * It is the same for entries (the host calls in) and host calls (WebAssembly calls out), so that
 * one stub serves all function types:
 * ```
 *    0  u32  entry: bytes of stack arguments     host call: context id of the callee
 *    4  u32  entry: frame of the activation      host call: Builtin, or HOST_FUNCTION
 *            outside of this one, as offset
 *            in the stack, 0 for none
 *    8  ptr  entry: the FuncRef to call
 *   16  ptr  entry: saved THREAD_ENTRY_SP
 *   24  ptr  entry: saved THREAD_LAST_FP
 *   32  argument registers, general ones in the order of {@link frameGpRegs} (8 bytes each), then
 *       floating-point ones (16 bytes each); the single result comes back in the place of the first
 *       of its class
 * ```
 * An entry's stack arguments lie right below the frame.
 */
export const FRAME_WORD0 = 0;
export const FRAME_WORD1 = 4;
export const FRAME_FUNCREF = 8;
export const FRAME_ENTRY_SP = 16;
export const FRAME_LAST_FP = 24;
export const FRAME_GP = 32;

/** In the place of a Builtin: a call of the host function whose context id is in word 0. */
export const HOST_FUNCTION = 0xff;

/**
 * The general registers that a frame holds, in order: those of arguments, then the one of the
 * out-pointer, where that is none of these.
 */
export function frameGpRegs(convention: CallingConvention): readonly Reg[] {
  const { gpArgs, outPointer } = convention;
  return gpArgs.includes(outPointer) ? gpArgs : [...gpArgs, outPointer];
}

/** Offset of the first floating-point register in a frame. */
export function frameFp(convention: CallingConvention): number {
  // Floating-point registers have 16 bytes and are aligned to them.
  return (FRAME_GP + 8 * frameGpRegs(convention).length + 15) & ~15;
}

/** Size of a frame, a multiple of 16. */
export function frameSize(convention: CallingConvention): number {
  return frameFp(convention) + 16 * convention.fpArgs.length;
}

/** What the entry function returns. */
export const enum EntryStatus {
  Returned = 0,
  Trapped = 1,
  /** A host function threw, or a builtin trapped: the host knows the exception. */
  HostThrew = 2,
}

/** What the gateway returns. 0 is also what a broken callback returns. */
export const GATEWAY_OK = 1;

/** Stubs of one thread: position-independent code, with offsets into it. */
export interface ThreadStubs {
  readonly code: Uint8Array;
  /** C function `int enter(uint32_t frame)`: runs the activation of a frame; an EntryStatus. */
  readonly enter: number;
  /** Where a signal handler sends a trap: leaves the innermost activation. */
  readonly exitTrap: number;
  /** Where host-call stubs go when the gateway fails. */
  readonly exitHost: number;
  /** Code of each {@link Builtin}. */
  readonly builtins: readonly number[];
  readonly trapSites: readonly number[];
  readonly trapKinds: readonly TrapKind[];
}

/**
 * The host's table of WebAssembly code ranges, read by the signal handler: one per process.
 * ```
 *       0  u64  number of entries to look at
 *      16  { u64 start, u64 end, ptr ThreadContext, ptr exitTrap }  x entries; start = end: unused
 *   16384  u64  handler that was installed before, by signal number (0, 1: none)
 *   18432  its whole struct sigaction, by signal number, SIGACTION_SIZE each
 * ```
 */
export const RANGES_COUNT = 0;
export const RANGES_ENTRIES = 16;
export const RANGE_SIZE = 32;
export const RANGES_CAPACITY = 500;
export const RANGES_OLD_HANDLERS = 16384;
export const RANGES_OLD_ACTIONS = 18432;
/** Of the kernel-facing glibc structure: handler, 128-byte mask, flags, restorer. */
export const SIGACTION_SIZE = 152;
export const SIGACTION_FLAGS = 136;
export const RANGES_SIZE = 32768;

/** What the runtime needs of a machine beyond compiled code. */
export interface StubGenerator {
  readonly convention: CallingConvention;
  /** Offset from a host call's frame to the first byte of the callee's stack arguments. */
  readonly hostStackArgs: number;
  /** Fills gaps between pieces of code: running into one faults. */
  readonly gapByte: number;
  /**
   * Where the machine's instruction cache is not coherent with its data cache, the code of a C
   * function `void f(void *start, void *end)` that makes written code visible to instruction
   * fetches of the calling thread, given the addresses where it runs. Else undefined.
   */
  readonly syncCode: (() => Uint8Array) | undefined;
  /** @param thread address of the ThreadContext */
  threadStubs(thread: number): ThreadStubs;
  /**
   * A callee of the ordinary convention that hands its arguments to the gateway as a host function.
   *
   * @param stackBytes bytes of stack arguments that it takes away
   * @param exitHost address of {@link ThreadStubs.exitHost}
   */
  hostCall(stackBytes: number, exitHost: number): Uint8Array;
  /**
   * A signal handler `void f(int, siginfo_t *, ucontext_t *)`. Faults inside of the ranges leave
   * the innermost activation of their thread; others go to the handler from before.
   *
   * @param ranges address of the table of ranges
   * @param sigaction address of `sigaction(2)`
   */
  signalHandler(ranges: number, sigaction: number): Uint8Array;
}
