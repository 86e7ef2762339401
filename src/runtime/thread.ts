import {
  Builtin,
  THREAD_BUILTINS,
  THREAD_ENTRY_SP,
  THREAD_GATEWAY,
  THREAD_LAST_FP,
  THREAD_MEMMOVE,
  THREAD_MEMSET,
  THREAD_STACK_BASE,
  THREAD_TRAP_FP,
  THREAD_TRAP_PC,
} from '../abi/vmctx-layout.js';
import {
  EntryStatus,
  FRAME_FUNCREF,
  FRAME_WORD0,
  FRAME_WORD1,
  GATEWAY_OK,
  type StubGenerator,
} from '../masm/stubs.js';
import { CodeMemory } from './code-memory.js';
import {
  MAP_ANONYMOUS,
  MAP_NORESERVE,
  MAP_PRIVATE,
  MAP_STACK,
  type Native,
  PROT_NONE,
  PROT_READ,
  PROT_WRITE,
} from './native.js';
import { type Block, type NativeHeap, readPointer, writePointer } from './native-heap.js';
import { ensureSignalStack, registerCode } from './signals.js';

/** Room below the stack limit for signal frames, stubs and C library calls, in bytes. */
const STACK_MARGIN = 128 * 1024;
const GUARD = 64 * 1024;
export const DEFAULT_STACK_SIZE = 8 * 1024 * 1024;
const MIN_STACK_SIZE = 256 * 1024;
const MAX_STACK_SIZE = 1024 * 1024 * 1024;

/** Serves the calls out of WebAssembly: `frame` is the offset of the call's frame in the stack. */
export interface Dispatcher {
  /** Runs builtin `builtin` or host function for context `id`; results go to the frame. */
  dispatch(builtin: number, id: number, frame: number): void;
}

/** A trap, as the signal handler noted it. */
export interface TrapPlace {
  readonly pc: number;
  readonly fp: number;
}

/**
 * The WebAssembly side of one JavaScript thread: its stack, its native context, its stubs, and the
 * passage between the two languages.
 */
export class Thread {
  /** Native address of the ThreadContext. */
  readonly context: Block;
  readonly codeMemory: CodeMemory;
  /** Address of the lowest byte of the stack; all offsets count from it. */
  readonly stackBase: number;
  readonly stackSize: number;
  /** Address that compiled frames must stay above. */
  readonly stackLimit: number;
  /** The whole stack, under each type of value. */
  readonly u8: Uint8Array;
  readonly i32: Int32Array;
  readonly u32: Uint32Array;
  readonly i64: BigInt64Array;
  readonly u64: BigUint64Array;
  readonly f32: Float32Array;
  readonly f64: Float64Array;
  /** Offset below which the stack is free, a multiple of 16. */
  sp: number;
  /** Offset of the innermost activation's entry frame, 0 when WebAssembly is not running. */
  activation = 0;
  /** Address of the stub that host-call stubs leave through. */
  readonly exitHost: number;

  private readonly enter: (frame: number) => number;
  private readonly limitOffset: number;
  private pending: unknown = undefined;

  constructor(
    readonly native: Native,
    heap: NativeHeap,
    readonly stubs: StubGenerator,
    private readonly dispatcher: Dispatcher,
    requestedStack: number,
  ) {
    if (!(requestedStack >= MIN_STACK_SIZE && requestedStack <= MAX_STACK_SIZE)) {
      throw new RangeError(
        `stack size ${requestedStack}: expected ${MIN_STACK_SIZE} to ${MAX_STACK_SIZE} bytes`,
      );
    }
    this.stackSize = Math.ceil(requestedStack / 65536) * 65536;
    const mapped = native.mmap(
      0,
      this.stackSize + 2 * GUARD,
      PROT_NONE,
      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK,
      -1,
    );
    this.stackBase = mapped + GUARD;
    if (mapped < 0 || !native.mprotect(this.stackBase, this.stackSize, PROT_READ | PROT_WRITE)) {
      throw new RangeError(`out of memory: a stack of ${this.stackSize} bytes`);
    }
    this.stackLimit = this.stackBase + STACK_MARGIN;
    this.limitOffset = STACK_MARGIN;
    const stack = native.view(this.stackBase, this.stackSize);
    this.u8 = new Uint8Array(stack);
    this.i32 = new Int32Array(stack);
    this.u32 = new Uint32Array(stack);
    this.i64 = new BigInt64Array(stack);
    this.u64 = new BigUint64Array(stack);
    this.f32 = new Float32Array(stack);
    this.f64 = new Float64Array(stack);
    this.sp = this.stackSize;

    this.context = heap.allocate(THREAD_BUILTINS + 8 * Builtin.Count);
    const thread = this.context.address;
    const code = stubs.threadStubs(thread);
    let exitTrap = 0;
    const arenas: [number, number][] = [];
    const register = (start: number, end: number) => {
      registerCode(native, stubs, start, end, thread, exitTrap);
    };
    this.codeMemory = new CodeMemory(native, stubs, (start, end) => {
      // The first arena comes with the stubs themselves, before the exit's address is known.
      if (exitTrap === 0) arenas.push([start, end]);
      else register(start, end);
    });
    const range = this.codeMemory.add(code.code, {
      stub: true,
      sites: code.trapSites,
      kinds: code.trapKinds,
    });
    exitTrap = range.address + code.exitTrap;
    for (const [start, end] of arenas) register(start, end);
    this.exitHost = range.address + code.exitHost;
    writePointer(this.context, THREAD_STACK_BASE, this.stackBase);
    writePointer(this.context, THREAD_MEMMOVE, native.symbol('memmove'));
    writePointer(this.context, THREAD_MEMSET, native.symbol('memset'));
    // The name is looked for in stack traces.
    const wasmGateway = (frame: number) => this.gateway(frame);
    writePointer(this.context, THREAD_GATEWAY, native.callback(wasmGateway));
    code.builtins.forEach((offset, builtin) => {
      writePointer(this.context, THREAD_BUILTINS + 8 * builtin, range.address + offset);
    });
    ensureSignalStack(native);
    this.enter = native.callable(range.address + code.enter);
  }

  /** True while WebAssembly is somewhere on the stack. */
  get active(): boolean {
    return this.activation !== 0;
  }

  /** True when an entry whose lowest byte is at `offset` leaves the callee room to run. */
  hasRoom(offset: number): boolean {
    return offset > this.limitOffset;
  }

  /**
   * Runs the activation whose frame, with arguments, lies at `frame`; results are in the frame
   * afterwards. The caller has moved {@link sp} below the frame and its stack arguments, and puts it
   * back.
   *
   * @param stackBytes bytes of stack arguments below the frame
   * @param pointer the FuncRef's address, as the bits of a double
   * @param onTrap makes the exception of a trap
   * @throws what a host function threw, or the trap's exception
   */
  enterWasm(
    frame: number,
    stackBytes: number,
    pointer: number,
    onTrap: (frame: number, trap: TrapPlace) => unknown,
  ): void {
    const { u32 } = this;
    const at = frame >> 2;
    const outer = this.activation;
    u32[at + FRAME_WORD0 / 4] = stackBytes;
    u32[at + FRAME_WORD1 / 4] = outer;
    // One store: the load of the whole word would have to wait for two to reach memory.
    this.f64[(frame + FRAME_FUNCREF) >> 3] = pointer;
    this.activation = frame;
    let status: number;
    try {
      status = this.enter(frame);
    } catch (error) {
      // The gateway itself could not run: no JavaScript stack was left.
      status = EntryStatus.HostThrew;
      this.pending = error;
    } finally {
      this.activation = outer;
    }
    if (status !== EntryStatus.Returned) throw this.failure(status, frame, onTrap);
  }

  private failure(
    status: number,
    frame: number,
    onTrap: (frame: number, trap: TrapPlace) => unknown,
  ): unknown {
    if (status === EntryStatus.Trapped) {
      return onTrap(frame, {
        pc: readPointer(this.context, THREAD_TRAP_PC),
        fp: readPointer(this.context, THREAD_TRAP_FP),
      });
    }
    const error = this.pending;
    this.pending = undefined;
    return error;
  }

  /** All calls out of WebAssembly come here. */
  private gateway(frame: number): number {
    const sp = this.sp;
    const activation = this.activation;
    try {
      this.sp = frame & ~15;
      const at = frame >> 2;
      this.dispatcher.dispatch(
        this.u32[at + FRAME_WORD1 / 4]!,
        this.u32[at + FRAME_WORD0 / 4]!,
        frame,
      );
      this.sp = sp;
      return GATEWAY_OK;
    } catch (error) {
      this.sp = sp;
      this.activation = activation;
      this.pending = error;
      return GATEWAY_OK + 1;
    }
  }

  /** Frame pointer of the frame that called out last, in the innermost activation. */
  get lastFp(): number {
    return readPointer(this.context, THREAD_LAST_FP);
  }

  /** Whether native code is inside an activation, for checks. */
  get entered(): boolean {
    return readPointer(this.context, THREAD_ENTRY_SP) !== 0;
  }

  /** The pointer at an address of the stack, or 0 where the address is not on it. */
  readStack(address: number): number {
    const offset = address - this.stackBase;
    if (offset < 0 || offset > this.stackSize - 8 || offset % 8 !== 0) return 0;
    return this.u32[offset / 4 + 1]! * 0x1_0000_0000 + this.u32[offset / 4]!;
  }
}
