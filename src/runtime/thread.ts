import {
  THREAD_ANSWER,
  THREAD_ASK,
  THREAD_BUILTIN,
  THREAD_BUILTINS,
  THREAD_CALLEE,
  THREAD_FRAME,
  THREAD_PENDING,
  THREAD_SIZE,
  THREAD_STATUS,
  THREAD_TICKS,
  THREAD_TRAP_FP,
  THREAD_TRAP_PC,
} from '../abi/vmctx-layout.js';
import {
  FRAME_DEPTH,
  FRAME_FUNCREF,
  FRAME_LEFT_FP,
  FRAME_OUTER,
  FRAME_STACK_BYTES,
  HOST_FUNCTION,
  PassageStatus,
} from '../stubs/layout.js';
import {
  type Block,
  type NativeHeap,
  readPointer,
  type Views,
  viewsOf,
  writePointer,
} from './native-heap.js';
import type { Machine, Platform } from './platform.js';

const MIN_STACK_SIZE = 256 * 1024;
const MAX_STACK_SIZE = 1024 * 1024 * 1024;
const TWO_32 = 0x1_0000_0000;

/** Serves the calls out of WebAssembly. */
export interface Dispatcher {
  /** Runs a builtin for the instance of an id; arguments and results are in the frame. */
  runBuiltin(builtin: number, id: number, frame: number): void;
  /** Puts what serves the calls of the host function of an id into {@link Thread.hosts}. */
  findHostFunction(id: number): void;
  /** The exception for an entry that finds no room. */
  stackExhausted(): unknown;
  /** The exception for a trap of the activation at `activation`. */
  trapError(activation: number, trap: TrapPlace): unknown;
  /** The exception for an activation that has no fuel left. */
  fuelError(activation: number, place: TrapPlace): unknown;
}

/** What serves the calls of a host function: `serve(callback, frame)`. */
export interface HostService {
  /** Arguments and results are in the frame at an offset of the stack. */
  serve: (this: HostService, callback: never, frame: number) => void;
  readonly callback: unknown;
  /** Throws what it is called with, by itself. */
  readonly throws?: true | undefined;
  /** The service that this one has what it throws caught of. */
  readonly guards?: HostService;
  /** And the other way round, once there is one. */
  guarded?: HostService | undefined;
}

/** In the place of a frame: see {@link Thread.look}. */
export const RETURNED = -1;
/** Likewise: see {@link Thread.runSlice}. */
export const PAUSED = -2;

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
  /** What runs the code. */
  readonly machine: Machine;
  /** Address of the lowest byte of the stack; all offsets count from it. */
  readonly stackBase: number;
  readonly stackSize: number;
  /** Address that compiled frames must stay above. */
  readonly stackLimit: number;
  /** The whole stack, under each type of value. */
  readonly views: Views;
  readonly u32: Uint32Array;
  readonly f64: Float64Array;
  /** The thread context's numbers of 32 bits; see THREAD_STATUS and its neighbours. */
  readonly control: Uint32Array;
  /** Offset below which the stack is free, a multiple of 16. Host functions run below it. */
  sp: number;
  /** Offset of the innermost activation's entry frame that called out, 0 without one. */
  activation = 0;
  /** What serves the calls of host functions, by context id; filled by the {@link Dispatcher}. */
  readonly hosts: (HostService | undefined)[] = [];
  /** Halves of {@link stackBase}; the upper one is that of every address in the stack. */
  readonly addressLow: number;
  readonly addressHigh: number;
  /** An entry frame must lie above this offset. */
  readonly limitOffset: number;
  /** The native half of {@link run}. */
  readonly enter: () => void;
  /** Goes on in a frame that was left. */
  readonly resume: () => void;
  /** How often WebAssembly was interrupted. */
  interruptions = 0;
  /** WebAssembly left by an interruption last, and has not left otherwise since. */
  interrupting = false;
  /** Offset of the entry frame of the activation that interruptions leave, 0 without one; see {@link runSlice}. */
  private pausing = 0;
  /** The frame in which that has left. */
  pausedAt = 0;
  /** The stacks of activations that have left so, from {@link pausedAt} on. */
  readonly suspended = new Set<Uint32Array>();
  /** {@link THREAD_TICKS} when the activations were last looked at. */
  ticksSeen = 0;
  /** Whether code that does not call out can be interrupted. */
  readonly interruptible: boolean;
  /** From a frame in which WebAssembly called out to the frame pointer that the callee has there. */
  readonly calledOutFp: number;
  /**
   * Called at each interruption, with the place in the code. The pc is 0 in an operator that the
   * runtime's own code does in pieces (`memory.fill`): the frame's return address leads to it.
   */
  onTick: ((place: TrapPlace) => void) | undefined = undefined;
  /** What must be done before WebAssembly goes on, if anything. */
  beforeRun: (() => void) | undefined = undefined;
  /** Makes a service one that WebAssembly can catch exceptions of; undefined while no code has handlers. */
  guard: ((service: HostService) => HostService) | undefined = undefined;

  constructor(
    readonly platform: Platform,
    heap: NativeHeap,
    private readonly dispatcher: Dispatcher,
    requestedStack: number,
  ) {
    if (!(requestedStack >= MIN_STACK_SIZE && requestedStack <= MAX_STACK_SIZE)) {
      throw new RangeError(
        `stack size ${requestedStack}: expected ${MIN_STACK_SIZE} to ${MAX_STACK_SIZE} bytes`,
      );
    }
    this.stackSize = Math.ceil(requestedStack / 65536) * 65536 + platform.extraStack;
    const { address, buffer } = platform.mapStack(this.stackSize);
    this.stackBase = address;
    this.stackLimit = this.stackBase + platform.stackMargin;
    this.limitOffset = platform.stackMargin;
    this.views = viewsOf(buffer);
    this.u32 = this.views.u32;
    this.f64 = this.views.f64;
    this.addressHigh = Math.floor(this.stackBase / TWO_32);
    this.addressLow = this.stackBase % TWO_32;
    this.sp = this.stackSize;

    this.context = heap.allocate(THREAD_SIZE);
    const words = THREAD_BUILTINS >> 2;
    this.control = this.context.u32.subarray(
      this.context.base >> 2,
      (this.context.base >> 2) + words,
    );
    this.control[THREAD_FRAME >> 2] = this.sp;
    this.calledOutFp = platform.frames.calledOutFp;
    this.machine = platform.start(this, heap);
    this.interruptible = this.machine.interruptible;
    this.enter = this.machine.enter;
    this.resume = this.machine.resume;
  }

  /** True while WebAssembly is somewhere on the stack, outside of the function that asks. */
  get active(): boolean {
    return this.activation !== 0;
  }

  /**
   * The offset for a new entry frame.
   *
   * @param bytes of the frame and the results above it
   * @param stackBytes of stack arguments below it
   * @param passages of the caller's that are on JavaScript's stack, and do not run WebAssembly yet
   * @throws RangeError when no room is left
   */
  entryFrame(bytes: number, stackBytes: number, passages: number): number {
    if (this.activation !== 0) {
      // Nothing enters while code runs: if it was interrupted last, execution ended there.
      const must = this.interrupting;
      if (must || this.control[THREAD_TICKS >> 2] !== this.ticksSeen) {
        this.dropTerminated(passages, must);
      }
    }
    if (this.sp - bytes - stackBytes <= this.limitOffset) {
      this.dropTerminated(passages, true);
      if (this.sp - bytes - stackBytes <= this.limitOffset) throw this.dispatcher.stackExhausted();
    }
    return this.sp - bytes;
  }

  /** The exception for an entry from C that finds no room. */
  stackExhausted(): unknown {
    return this.dispatcher.stackExhausted();
  }

  /** Has the next entry from C ask before, or none. */
  askFirst(must: boolean): void {
    this.context.u32[(this.context.base + THREAD_ASK) >> 2] = must ? 1 : 0;
  }

  /** Tells an entry from C that what it asked for is done. */
  answer(): void {
    this.context.u32[(this.context.base + THREAD_ANSWER) >> 2] = 1;
  }

  /** Drops activations that were terminated, where no JavaScript that has entered WebAssembly is left. */
  dropIfTerminated(): void {
    if (this.activation !== 0) this.dropTerminated(0, true);
  }

  /**
   * Execution can be terminated while WebAssembly is on JavaScript's stack, and go on further out (by
   * the timeout of a `vm` script): activations are gone then, and nobody said so. Looks whether any is
   * still there, once after each tick, and starts anew if none is.
   *
   * @param must look now, whatever it takes
   */
  private dropTerminated(passages: number, must: boolean): void {
    const ticks = this.control[THREAD_TICKS >> 2]!;
    // A deep stack takes long to look at: all of this stays a small part of the time.
    if (!must && ticks - this.ticksSeen < this.depthOf(this.activation) / 64) return;
    this.ticksSeen = ticks;
    this.interrupting = false;
    const count = this.platform.countPassages();
    // A count does not tell which: activations that are gone can lie beneath ones that live, and what
    // lives must not be overwritten. A passage that lives puts its own fields back when it goes on.
    if (count === undefined || count > passages) return;
    this.activation = 0;
    this.sp = this.stackSize;
  }

  /** Stores the address of an offset in the stack at another one. */
  writeAddress(at: number, offset: number): void {
    this.u32[at >> 2] = this.addressLow + offset;
    this.u32[(at >> 2) + 1] = this.addressHigh;
  }

  /** Stores an address at an offset in the stack. */
  writePointer(at: number, address: number): void {
    this.u32[at >> 2] = address;
    this.u32[(at >> 2) + 1] = Math.floor(address / TWO_32);
  }

  /**
   * Runs a function on the entry frame at `frame`, which holds its arguments and will hold its
   * results. What the generated passages of the JavaScript interface do in line.
   *
   * @param stackBytes bytes of stack arguments below the frame
   * @param pointer the FuncRef's address, as the bits of a double
   * @throws what a host function threw, or the trap's exception
   */
  run(frame: number, stackBytes: number, pointer: number): void {
    this.launch(frame, stackBytes, pointer);
    if (this.control[THREAD_STATUS >> 2] !== PassageStatus.Returned) this.drive(frame);
  }

  /** The first part of {@link run}: until code leaves. */
  launch(frame: number, stackBytes: number, pointer: number): void {
    const { control } = this;
    this.u32[(frame + FRAME_STACK_BYTES) >> 2] = stackBytes;
    // One store: the load of the whole word would have to wait for two to reach memory.
    this.f64[(frame + FRAME_FUNCREF) >> 3] = pointer;
    control[THREAD_FRAME >> 2] = frame;
    control[THREAD_STATUS >> 2] = PassageStatus.Unknown;
    this.beforeRun?.();
    this.enter();
  }

  /**
   * Runs the activation of an entry frame, which no other one lies around, until it returns or is interrupted.
   *
   * @param go begins it, or resumes it
   * @returns RETURNED, or PAUSED: then {@link pausedAt} says where it goes on
   * @throws as {@link drive}
   */
  runSlice(frame: number, go: () => void): number {
    this.pausing = frame;
    try {
      go();
      const { control } = this;
      return control[THREAD_STATUS >> 2] === PassageStatus.Returned ? RETURNED : this.drive(frame);
    } finally {
      this.pausing = 0;
    }
  }

  /**
   * Serves what the activation of the entry frame at `frame` has left for, and resumes it, until it
   * returns. No native frame lies between: exceptions, and the end of JavaScript's stack or of
   * execution, just leave from here, and an activation that is not resumed is gone.
   *
   * @returns RETURNED, or PAUSED in a slice
   * @throws what a host function threw, or the trap's exception
   */
  drive(frame: number): number {
    const { activation, control, sp } = this;
    this.begin(frame, activation);
    try {
      let left = this.look(frame);
      while (left >= 0) {
        const service = this.hosts[control[THREAD_CALLEE >> 2]!]!;
        service.serve(service.callback as never, left);
        this.resumeAt(left);
        // Not by a call of look: it returned, and that may not fail any more.
        if (control[THREAD_STATUS >> 2] === PassageStatus.Returned) return RETURNED;
        left = this.look(frame);
      }
      return left;
    } finally {
      // Not done when execution is terminated. Not by catching: throwing again takes twice as long.
      this.sp = sp;
      // What is free now: for entries from C.
      control[THREAD_FRAME >> 2] = sp;
      this.activation = activation;
    }
  }

  /** Notes which activation has entered the one that has left for the first time. */
  begin(frame: number, outer: number): void {
    this.u32[(frame + FRAME_OUTER) >> 2] = outer;
    this.u32[(frame + FRAME_DEPTH) >> 2] = this.depthOf(outer) + 1;
  }

  /**
   * Looks why an activation has left, and does what is not a host function's: builtins, traps.
   *
   * @returns the frame of a call of the host function whose id is in the context; RETURNED, or PAUSED in a slice
   * @throws the trap's exception
   */
  look(frame: number): number {
    const { control, u32 } = this;
    for (;;) {
      const status = control[THREAD_STATUS >> 2]!;
      if (status === PassageStatus.Returned) {
        this.interrupting = false;
        return RETURNED;
      }
      const left = control[THREAD_FRAME >> 2]!;
      this.activation = frame;
      this.interrupting = status === PassageStatus.Interrupted;
      if (this.interrupting) {
        if (this.pausing === frame && this.machine.gauge!.fuel > 0) {
          this.pausedAt = left;
          this.interrupting = false;
          return PAUSED;
        }
        this.sp = left & ~15;
        this.interrupted(frame);
        this.resumeAt(left);
        continue;
      }
      if (status !== PassageStatus.CallsOut) {
        // Should execution end in there: the next entry must not lie where this activation does.
        this.sp = frame;
        throw this.failure(status, frame);
      }
      this.sp = left & ~15;
      u32[(frame + FRAME_LEFT_FP) >> 2] = left + this.calledOutFp;
      const id = control[THREAD_CALLEE >> 2]!;
      const builtin = control[THREAD_BUILTIN >> 2]!;
      if (builtin === HOST_FUNCTION) {
        if (this.hosts[id] === undefined) this.dispatcher.findHostFunction(id);
        return left;
      }
      this.dispatcher.runBuiltin(builtin, id, left);
      this.resumeAt(left);
    }
  }

  /** What an interruption is for. The engine looks whether it is to stop where a function is entered. */
  private interrupted(frame: number): void {
    const place = this.place;
    this.interruptions++;
    this.control[THREAD_PENDING >> 2] = 0;
    this.u32[(frame + FRAME_LEFT_FP) >> 2] = place.fp - this.stackBase;
    if (!this.machine.interrupted()) {
      this.sp = frame;
      throw this.dispatcher.fuelError(frame, place);
    }
    // Only where compiled code is interrupted, the handler writes it.
    writePointer(this.context, THREAD_TRAP_PC, 0);
    this.onTick?.(place);
  }

  /** How often the thread's timer has run out, modulo 2^32; also outside of WebAssembly. */
  get ticks(): number {
    return this.control[THREAD_TICKS >> 2]!;
  }

  /** Where the thread has trapped, or was interrupted. */
  private get place(): TrapPlace {
    return {
      pc: readPointer(this.context, THREAD_TRAP_PC),
      fp: readPointer(this.context, THREAD_TRAP_FP),
    };
  }

  /** Goes on in a frame that was left, until WebAssembly leaves again. */
  resumeAt(left: number): void {
    const { control } = this;
    control[THREAD_FRAME >> 2] = left;
    control[THREAD_STATUS >> 2] = PassageStatus.Unknown;
    this.beforeRun?.();
    this.resume();
  }

  private failure(status: number, frame: number): unknown {
    if (status !== PassageStatus.Trapped) {
      return new Error(`internal error: WebAssembly did not run (${status})`);
    }
    const place = this.place;
    writePointer(this.context, THREAD_TRAP_PC, 0);
    return this.dispatcher.trapError(frame, place);
  }

  /** The words of all stacks that are in use, two for each of the stack's. */
  get liveStacks(): readonly Uint32Array[] {
    const stacks = [...this.suspended];
    if (this.active) stacks.push(this.u32.subarray(this.sp >> 2));
    return stacks;
  }

  private depthOf(activation: number): number {
    return activation === 0 ? 0 : this.u32[(activation + FRAME_DEPTH) >> 2]!;
  }

  /** Frame pointer of the frame that left last, in the activation at an entry frame. */
  leftFp(activation: number): number {
    return this.stackBase + this.u32[(activation + FRAME_LEFT_FP) >> 2]!;
  }

  /** The pointer at an address of the stack, or 0 where the address is not on it. */
  readStack(address: number): number {
    const offset = address - this.stackBase;
    if (offset < 0 || offset > this.stackSize - 8 || offset % 8 !== 0) return 0;
    return this.u32[offset / 4 + 1]! * 0x1_0000_0000 + this.u32[offset / 4]!;
  }
}
