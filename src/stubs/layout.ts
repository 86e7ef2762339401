import type { CallingConvention } from '../abi/convention.js';
import type { Reg } from '../abi/places.js';
import type { Kind } from '../wasm/value-types.js';
import type { FunctionEntries } from './function-entries.js';

/**
 * The frame through which values pass between the host and WebAssembly, on the WebAssembly stack.
 * It is the same for entries (the host calls in) and host calls (WebAssembly calls out), and for all
 * function types:
 * ```
 *    0  u32  entry: bytes of stack arguments, for the stub that serves all types
 *              call of a function that is not compiled: its index
 *    4  u32  entry: frame of the activation outside of this one, as offset in the stack, 0 for none
 *    8  ptr  entry: the FuncRef to call        left: where the code goes on that left
 *   16  u32  entry: frame pointer where the activation left last, as offset in the stack
 *       ptr  call of a function that is not compiled: the code, once it is
 *   24  u32  entry: how many activations there are, with this one and those outside of it
 *   32  argument registers, general ones in the order of `gpArgs` (8 bytes each), then floating-point
 *       ones (16 bytes each); the single result comes back in the place of the first of its class.
 *       What `enter` serves has the vmctx of the FuncRef there, too
 * ```
 * An entry's stack arguments lie right below the frame. A frame of an interruption has no registers.
 */
export const FRAME_STACK_BYTES = 0;
export const FRAME_OUTER = 4;
export const FRAME_FUNCREF = 8;
export const FRAME_RESUME = 8;
export const FRAME_LEFT_FP = 16;
export const FRAME_DEPTH = 24;
export const FRAME_GP = 32;
export const FRAME_INDEX = 0;
export const FRAME_CODE = 16;

/** Where a value lies in a frame, and the register that it is in when WebAssembly runs. */
export interface FrameSlot {
  readonly reg: Reg;
  readonly kind: Kind;
  readonly offset: number;
}

/**
 * What of a frame the calls of a function type use. A stub for it moves no more, and no wider: a load
 * that is wider than the store before it waits until that has reached memory (5 ns).
 */
export interface FrameUse {
  /** Arguments in registers, with the out-pointer, but not the vmctx. */
  readonly args: readonly FrameSlot[];
  /** Register of the vmctx argument. */
  readonly vmctxArg: Reg;
  /** Bytes of stack arguments, which the callee takes away. */
  readonly stackBytes: number;
  /** The single result. */
  readonly result: FrameSlot | undefined;
}

/** Equal for uses that are alike. */
export function keyOfUse({ args, stackBytes, result }: FrameUse): string {
  return `${args.map(({ reg, kind }) => `${reg}:${kind}`)}>${result?.kind}+${stackBytes}`;
}

/** A C function that is a function of WebAssembly: its type, and what it works with. All addresses. */
export interface NativeEntry {
  /** Of each parameter, where the function expects it and where C has it: as of a `SignatureTable`. */
  readonly params: readonly {
    readonly kind: Kind;
    readonly place: number;
    readonly from: number;
  }[];
  /** Bytes of the function's own stack arguments. */
  readonly stackBytes: number;
  /** Register of the out-pointer, or NO_REG. */
  readonly outPointer: Reg;
  readonly vmctxArg: Reg;
  /** The single result, in the frame. */
  readonly result: FrameSlot | undefined;
  /** Several results, by offset behind the out-pointer. */
  readonly results: readonly { readonly kind: Kind; readonly offset: number }[];
  readonly code: number;
  /** Undefined where C tells it. */
  readonly vmctx: number | undefined;
  /** The ThreadContext. */
  readonly thread: number;
  readonly stackBase: number;
  readonly stackSize: number;
  /** An entry frame must lie above this offset in the stack. */
  readonly limitOffset: number;
  /** {@link ThreadStubs.enter}. */
  readonly enter: number;
  /**
   * C function `void serve(int frame)`: has the activation of a frame served until it returns, and answers in
   * the ThreadContext. ASK_FIRST: answers whether WebAssembly may be entered. NO_ROOM: has an exception thrown.
   * Where there is no answer an exception is on its way.
   */
  readonly callback: number;
}

/** A value where a Builtin's number is expected: the call of the host function with the context id. */
export const HOST_FUNCTION = 0xff;
/** Likewise: the call of a function that is not compiled yet. */
export const NOT_COMPILED = 0xfe;

/** Offset of the first floating-point register in a frame. */
export function frameFp(convention: CallingConvention): number {
  // Floating-point registers have 16 bytes and are aligned to them.
  return (FRAME_GP + 8 * convention.gpArgs.length + 15) & ~15;
}

/** Size of a frame, a multiple of 16. */
export function frameSize(convention: CallingConvention): number {
  return frameFp(convention) + 16 * convention.fpArgs.length;
}

/** Between a host call's frame and its frame record: the vmctx home, and padding to 16. */
const ABOVE_FRAME = 16;

/** Frame pointer and return address: stack arguments lie above them. */
export const FRAME_RECORD = 16;

/** From a frame in which WebAssembly called out to the frame pointer that the callee has there. */
export function calledOutFp(convention: CallingConvention): number {
  return frameSize(convention) + ABOVE_FRAME;
}

/** What of frames depends on the convention. */
export function frameForm(
  convention: CallingConvention,
): Pick<StubGenerator, 'convention' | 'hostStackArgs' | 'calledOutFp'> {
  const fp = calledOutFp(convention);
  return { convention, hostStackArgs: fp + FRAME_RECORD, calledOutFp: fp };
}

/** Arguments of the callback of a {@link NativeEntry} in the place of a frame. */
export const ASK_FIRST = 0;
export const NO_ROOM = -1;

/** Why WebAssembly left, in the thread context when `enter` or `resume` returns. */
export const enum PassageStatus {
  Returned = 0,
  /** It trapped, and cannot be resumed. */
  Trapped = 1,
  /** It calls a function of the host's or a builtin, and goes on when resumed. */
  CallsOut = 2,
  /** It was interrupted, and goes on when resumed. */
  Interrupted = 3,
  /** What the host writes before it enters: no native code has run. */
  Unknown = 7,
}

/** Stubs of one thread: position-independent code, with offsets into it. */
export interface ThreadStubs {
  readonly code: Uint8Array;
  /**
   * C function `void *enter(void)`, which returns NULL: runs the entry whose frame the context names, of
   * any function type, until it leaves.
   */
  readonly enter: number;
  /** C function `void *resume(void)`, which returns NULL: goes on in a frame that was left. */
  readonly resume: number;
  /** Leaves WebAssembly: the thread's context, which says why, is in the register that it expects. */
  readonly leave: number;
  /**
   * Likewise, by a jump in place of a return instruction. The processor pairs returns with calls, and
   * calls are open: of those that left with returns, and of those that then returned into WebAssembly,
   * each went a wrong way first (27 ns for a call of the host's, 10 so).
   */
  readonly leaveOpen: number;
  /**
   * Where a call out is resumed to go on at a landing pad: the frame has, in the places of the first two general registers,
   * the frame pointer and the address of the pad then.
   */
  readonly landing: number;
  /** Where a signal handler sends a trap: leaves the innermost activation. */
  readonly exitTrap: number;
  /** C function `void interrupt(void)` on the WebAssembly stack: leaves, and returns when resumed. */
  readonly interrupt: number;
  /** C function `void commit(struct { u64 *address, word; } *list, size_t count)`: stores the words. */
  readonly commit: number;
  /**
   * Where a call of a function goes that is not compiled yet, with its index in the register of the callee: leaves, and resumed, goes on
   * with the same arguments in the code that the frame names then.
   */
  readonly compile: number;
  /** Code of each {@link Builtin}. */
  readonly builtins: readonly number[];
}

/** Bytes that memory.copy and memory.fill do before they look whether they are to be interrupted. */
export const BULK_PIECE = 1 << 20;

/**
 * What signal handlers know of WebAssembly: one table in a process, for all its threads.
 * ```
 *       0  u64  number of entries to look at
 *       8  u64  pthread key whose destructor ends a thread, plus 1
 *      16  u64  handler that was installed before, by signal number (0, 1: none)
 *     544  u64  1 while a thread is at the next three
 *     552  u64  libuv's signal handler (0: not known yet, 1: there is none)
 *     560  u64  signals that libuv leaves to us, a bit each: see src/runtime/native/handler-watch.ts
 *     568  ptr  libuv's loop and handles that it does so for
 *     640  sigset_t with nothing but the signal that interrupts, 128 bytes
 *    1024  entries, RANGE_SIZE each: code that can trap and be interrupted
 *            0  u64  start; all ones: taken, but matches nothing yet; 0: free
 *            8  u64  end
 *           16  ptr  ThreadContext
 *           24  ptr  exitTrap
 *           32  ptr  interrupt
 *           40  ptr  of code in files: a word for each 64 KiB of addresses, see RANGE_CHUNKS; else 0
 *   49152  the struct sigaction from before, by signal number, SIGACTION_SIZE each
 * ```
 */
export const RANGES_COUNT = 0;
export const RANGES_KEY = 8;
export const RANGES_OLD_HANDLERS = 16;
export const RANGES_LIBUV_LOCK = 544;
export const RANGES_LIBUV_HANDLER = 552;
export const RANGES_LIBUV_HELD = 560;
export const RANGES_LIBUV_PAGE = 568;
export const RANGES_TICK_SET = 640;
export const RANGES_ENTRIES = 1024;
export const RANGE_SIZE = 48;
export const RANGE_END = 8;
export const RANGE_THREAD = 16;
export const RANGE_EXIT_TRAP = 24;
export const RANGE_INTERRUPT = 32;
/**
 * Code in files is checked when it is first run: until then its pages can be neither read nor executed. For each
 * 64 KiB of addresses from the range's start there is the address of a record, or 0 where the code has been looked at, or none is:
 * ```
 *    0  ptr  where the bytes can be read
 *    8  u64  how many, a multiple of the page size
 *   16  u32 x 4  their sum
 *   32  ptr  where they run
 * ```
 */
export const RANGE_CHUNKS = 40;
export const CHUNK_SHIFT = 16;
export const CHUNK_READ = 0;
export const CHUNK_LENGTH = 8;
export const CHUNK_SUM = 16;
export const CHUNK_CODE = 32;
export const CHUNK_RECORD = 40;
export const PROT_READ_EXEC = 5;
export const RANGES_CAPACITY = 1000;
export const RANGES_OLD_ACTIONS = 49152;
/** Of the kernel-facing glibc structure: handler, 128-byte mask, flags, restorer. */
export const SIGACTION_SIZE = 152;
export const SIGACTION_MASK = 8;
export const SIGACTION_FLAGS = 136;
export const RANGES_SIZE = 65536;

/**
 * What a thread gives back when it ends, whoever ends it, in a mapping of its own:
 * ```
 *    0  u64  count of mappings
 *    8  u64  length of this mapping itself
 *   16  { u64 address, u64 length }   x count; bit 0 of the address: others may still look at it
 * ```
 */
export const MAPPINGS_COUNT = 0;
export const MAPPINGS_LENGTH = 8;
export const MAPPINGS_ENTRIES = 16;
/** Arguments of mmap for private anonymous memory at a given address, with no swap space reserved. */
export const PROT_READ_WRITE = 3;
export const MAP_ZEROS = 0x4032;

/** Of siginfo_t: why it came (above 0: from the kernel), and the value that its timer was made with. */
export const SIGINFO_CODE = 8;
/** And the address that faulted. */
export const SIGINFO_ADDRESS = 16;
export const SIGINFO_VALUE = 24;
/** In place of a reason: a timer ran out. */
export const SI_TIMER = -2;

/** The process-wide pieces of code: offsets into it. */
export interface ProcessStubs {
  readonly code: Uint8Array;
  /**
   * Signal handler for faults. Those inside of the ranges leave the innermost activation of their
   * thread; others, and signals that are sent, go to the handler from before. Where there is none, the
   * default action follows.
   */
  readonly fault: number;
  /**
   * Signal handler that interrupts a thread. Inside of the ranges, on the WebAssembly stack, it leaves
   * as a call out does; resumed, it returns, and the kernel puts every register back. Elsewhere it
   * notes in the thread context, which is the timer's value, that it has come.
   */
  readonly tick: number;
  /** C function `void gone(void *, void *, u32 *mark)`: stores 1 to the mark. */
  readonly gone: number;
  /** C function `void sum(u32 lanes[4], const void *, size_t)`: adds bytes to a sum. */
  readonly sum: number;
  /** C function `void end(ThreadContext *)`: ends the timer, the ranges and the mappings of a thread. */
  readonly threadEnd: number;
}

/** What {@link ProcessStubs} refer to: addresses. */
export interface ProcessAddresses {
  readonly ranges: number;
  readonly sigaction: number;
  readonly raise: number;
  readonly timerDelete: number;
  readonly sigmask: number;
  readonly mmap: number;
  readonly munmap: number;
  readonly mprotect: number;
}

/** Parameters of {@link StartStubs.below}, words of 64 bits: the limit, and the result, which is set to 1 if all are. */
export const BELOW_LIMIT = 0;
export const BELOW_RESULT = 8;
/**
 * Parameters of {@link StartStubs.records}, words of 64 bits: the vmctx; addresses of the functions' types and code offsets, as if
 * there were some for imported functions, too; address of the code; of the signature ids; of the first record and the first
 * pointer to one; count of imported functions.
 */
export const RECORDS_VMCTX = 0;
export const RECORDS_TYPES = 8;
export const RECORDS_OFFSETS = 16;
export const RECORDS_CODE = 24;
export const RECORDS_SIGNATURES = 32;
export const RECORDS_TO = 40;
export const RECORDS_FUNC_REFS = 48;
export const RECORDS_IMPORTED = 56;
/** Parameters of {@link StartStubs.elements}: addresses of the pointers to records, and of the first element. */
export const ELEMENTS_FUNC_REFS = 0;
export const ELEMENTS_TO = 8;
/** Bytes of parameters of each. */
export const START_PARAMS = 64;

/** C functions `void f(void *params, const u32 *words, size_t count)`: offsets into their code, which stands anywhere. */
export interface StartStubs {
  readonly code: Uint8Array;
  /** Whether all words are below a limit. */
  readonly below: number;
  /**
   * Writes the FuncRef record of each function that a word names, and the pointer to it: but not of imported functions, whose
   * places are left as they are.
   */
  readonly records: number;
  /** Writes elements of a table: pointers to the records of the numbers in the words. */
  readonly elements: number;
}

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
  /** See the function `calledOutFp`. */
  readonly calledOutFp: number;
  /**
   * {@link ThreadStubs.enter} for the function types of one use.
   *
   * @param thread address of the ThreadContext
   * @param leave address of {@link ThreadStubs.leave}
   */
  entry(use: FrameUse, thread: number, leave: number): Uint8Array;
  /**
   * A callee of the ordinary convention that leaves for the host, which serves its call. A 32-bit result
   * is zero-extended from the frame.
   *
   * @param leave address of {@link ThreadStubs.leaveOpen}
   */
  hostCall(use: FrameUse, leave: number): Uint8Array;
  /** A callee of the ordinary convention that calls a C function with the same arguments: see `callNative`. */
  nativeCall(target: number, stackBytes: number): Uint8Array;
  /** A function of WebAssembly as a C function: see `nativeEntry`. */
  nativeEntry(entry: NativeEntry): Uint8Array;
  /** C function `void f(void)` that stores the processor's thread register to the ThreadContext. */
  tellThread(thread: number): Uint8Array;
  /** See {@link FunctionEntries}. */
  functionEntries(count: number, firstIndex: number, stub: number): FunctionEntries;
  processStubs(addresses: ProcessAddresses): ProcessStubs;
  startStubs(): StartStubs;
}
