import {
  THREAD_BUILTIN,
  THREAD_CALLEE,
  THREAD_FRAME,
  THREAD_STATUS,
  THREAD_TRAP_FP,
  THREAD_TRAP_PC,
  VMCTX_ID,
  VMCTX_MEMORIES,
} from '../abi/vmctx-layout.js';
import { PORTABLE_CONVENTION } from '../masm/portable/convention.js';
import { CODE_HIGH, SPACE_HIGH } from '../masm/portable/encoding.js';
import { REGISTER_WORDS, UPPER_HALF, VMCTX } from '../masm/portable/registers.js';
import { FRAME_GP, FRAME_RESUME, frameFp, frameSize, PassageStatus } from '../stubs/layout.js';
import { type AddressSpace, SPACE_BASE } from './address-space.js';
import { CODE_BASE, type CodeSpace } from './code-space.js';
import { type MemoryViews, NO_MEMORY } from './memory-views.js';

/** What an interpreter works on: all of one thread. */
export interface InterpreterParts {
  readonly space: AddressSpace;
  readonly code: CodeSpace;
  /** The ThreadContext's words, as {@link THREAD_STATUS} and its neighbours name them. */
  readonly control: Uint32Array;
  /** Address of the lowest byte of the WebAssembly stack, an allocation of the space. */
  readonly stackBase: number;
  /** Address that frames must stay above. */
  readonly stackLimit: number;
  /** By the number that a vmctx has in place of the base of memory 0; undefined where none is. */
  readonly memories: readonly (MemoryViews | undefined)[];
}

/** How the calls of a function type use a frame, as words: see {@link FrameUse}. */
export interface Signature {
  /** Triples: register word, word of the frame, words: 1, 2, or 4 of a vector. */
  readonly args: Int32Array;
  readonly stackWords: number;
  readonly result: Int32Array;
}

/** Between a host call's frame and its frame record: the vmctx home, and padding to 16. */
const ABOVE_FRAME = 16;
/** Bytes from the frame of a call out to its frame record. */
export const CALLED_OUT_FP: number = frameSize(PORTABLE_CONVENTION) + ABOVE_FRAME;
/** Bytes from there to the stack arguments. */
export const HOST_STACK_ARGS: number = CALLED_OUT_FP + 16;

/** Words of a frame where registers begin, of either class. */
export const GP_WORD = FRAME_GP / 4;
export const FP_WORD = frameFp(PORTABLE_CONVENTION) / 4;
export const RESUME_WORD = FRAME_RESUME / 4;
/** The upper word of where a frame is resumed: a signature's number, or a place in the code. */
export const OF_CALL = 0;
/** Likewise: at a landing pad, whose frame pointer and code address are the first general registers of the frame. */
export const OF_LANDING = 3;
/** The address of no code, by which a call out is resumed there. */
export const LANDING: number = OF_LANDING * 2 ** 32;
/** Largest address of the loop's fast way. */
const FAST_REACH = 2 ** 31 - 1;
/** The loop comes back after so many branches, and the counter is filled again: before V8 optimizes it in the middle. */
const REFILL = 256;

/**
 * The registers, and the same memory as floats. All machines of a thread have the same, because nothing is in them while
 * none runs; so they are constants, whose place and length V8 folds into the loop.
 */
export const REGISTERS: Int32Array = new Int32Array(REGISTER_WORDS);
export const SINGLES: Float32Array = new Float32Array(REGISTERS.buffer);
export const DOUBLES: Float64Array = new Float64Array(REGISTERS.buffer);

/** The machine that byte code runs on: registers, stack, the running instance, and how it is left. */
export class Machine {
  readonly registers: Int32Array = REGISTERS;
  /** Branches back and calls until it stops with {@link PassageStatus.Interrupted}, besides {@link fuel}; infinite: never. */
  fuelLeft = Number.POSITIVE_INFINITY;
  /** It stops so after each so many, too. */
  slice = Number.POSITIVE_INFINITY;
  /** What is left of them, besides {@link fuel}. */
  sliceLeft = Number.POSITIVE_INFINITY;
  /** What the loop counts down; -1 when it has stopped. */
  fuel = 0;
  readonly signatures: Signature[] = [];
  /** Where the loop goes on after {@link pause}. */
  pc = 0;
  fp = 0;
  sp = 0;
  readonly stack: Int32Array;
  readonly stackDoubles: Float64Array;
  readonly stackLow: number;
  readonly limit: number;
  /** The instance that runs: words of its vmctx, which begins at `at`, and its memory. */
  ctx: Int32Array = new Int32Array(16);
  at = 0;
  memory: MemoryViews = NO_MEMORY;
  u8: Uint8Array = NO_MEMORY.u8;
  i32: Int32Array = NO_MEMORY.i32;
  f64: Float64Array = NO_MEMORY.f64;
  /** Bytes of the memory, as far as the fast way goes. */
  lim = 0;

  readonly space: AddressSpace;
  readonly code: CodeSpace;

  constructor(readonly parts: InterpreterParts) {
    const { space, stackBase, stackLimit } = parts;
    this.space = space;
    this.code = parts.code;
    const low = stackBase - SPACE_BASE;
    this.stack = space.wholes[low >>> 20]!;
    this.stackDoubles = new Float64Array(this.stack.buffer);
    this.stackLow = low | 0;
    this.limit = (stackLimit - stackBase) / 4;
  }

  /** The loop's counter has gone below 0. Fills it, unless the loop is to stop. */
  refill(): boolean {
    this.fuel = -1;
    return this.take();
  }

  /** Begins a slice of the fuel; false where there is none. */
  load(): boolean {
    this.sliceLeft = this.slice;
    return this.take();
  }

  /** Moves fuel to the loop's counter; false where there is none, or none of the slice. */
  private take(): boolean {
    const count = Math.min(this.fuelLeft, this.sliceLeft, REFILL);
    this.fuelLeft -= count;
    this.sliceLeft -= count;
    this.fuel += count;
    return count > 0;
  }

  /** Notes where the loop goes on: its counter has run out. */
  pause(pc: number, fp: number, sp: number): void {
    this.pc = pc;
    this.fp = fp;
    this.sp = sp;
  }

  /** Makes an instance the one that runs. @param vmctx lower word of its address */
  useContext(vmctx: number): void {
    const { memories, space } = this.parts;
    const piece = vmctx >>> 20;
    const ctx = space.wholes[piece];
    if (ctx === undefined) throw new Error('internal error: byte code has lost its instance');
    this.ctx = ctx;
    this.at = ((vmctx >>> 0) - space.starts[piece]!) >>> 2;
    this.registers[2 * VMCTX] = vmctx;
    this.registers[2 * VMCTX + 1] = SPACE_HIGH;
    const memory = memories[ctx[this.at + VMCTX_MEMORIES / 4]!] ?? NO_MEMORY;
    this.memory = memory;
    this.u8 = memory.u8;
    this.i32 = memory.i32;
    this.f64 = memory.f64;
    this.lim = Math.min(memory.byteLength, FAST_REACH);
  }

  // ---- leaving --------------------------------------------------------------------------------

  /** The outermost function has returned. @param frame the entry's */
  leave(frame: number): void {
    const { registers, stack } = this;
    stack[frame + GP_WORD] = registers[0]!;
    stack[frame + GP_WORD + 1] = registers[1]!;
    stack[frame + FP_WORD] = registers[64]!;
    stack[frame + FP_WORD + 1] = registers[65]!;
    stack[frame + FP_WORD + 2] = registers[64 + UPPER_HALF]!;
    stack[frame + FP_WORD + 3] = registers[65 + UPPER_HALF]!;
    this.parts.control[THREAD_STATUS >> 2] = PassageStatus.Returned;
  }

  /** Leaves for a function of the host's or a builtin, whose return address is below `sp`. */
  callOut(signature: number, builtin: number, fp: number, sp: number): void {
    const { registers, stack } = this;
    const { control } = this.parts;
    const record = sp - 4;
    const frame = record - CALLED_OUT_FP / 4;
    stack[record] = this.stackLow + 4 * fp;
    stack[record + 1] = SPACE_HIGH;
    stack[record - 2] = registers[2 * VMCTX]!;
    stack[record - 1] = SPACE_HIGH;
    const { args } = this.signatures[signature]!;
    for (let i = 0; i < args.length; i += 3) {
      const from = args[i]!;
      const to = frame + args[i + 1]!;
      const words = args[i + 2]!;
      stack[to] = registers[from]!;
      if (words >= 2) stack[to + 1] = registers[from + 1]!;
      if (words < 4) continue;
      stack[to + 2] = registers[from + UPPER_HALF]!;
      stack[to + 3] = registers[from + UPPER_HALF + 1]!;
    }
    stack[frame + RESUME_WORD] = signature;
    stack[frame + RESUME_WORD + 1] = OF_CALL;
    control[THREAD_CALLEE >> 2] = this.ctx[this.at + VMCTX_ID / 4]!;
    control[THREAD_BUILTIN >> 2] = builtin;
    control[THREAD_FRAME >> 2] = 4 * frame;
    control[THREAD_STATUS >> 2] = PassageStatus.CallsOut;
  }

  /** Leaves because the counter is at its end: all registers go to a frame below the stack pointer. */
  interrupt(pc: number, fp: number, sp: number): void {
    const { registers, stack } = this;
    const { control } = this.parts;
    const frame = (sp - GP_WORD - REGISTER_WORDS - 8) & ~3;
    const record = frame + GP_WORD + REGISTER_WORDS;
    stack.set(registers, frame + GP_WORD);
    stack[record] = fp;
    stack[record + 1] = sp;
    stack[frame + RESUME_WORD] = 4 * pc;
    stack[frame + RESUME_WORD + 1] = CODE_HIGH;
    control[THREAD_FRAME >> 2] = 4 * frame;
    this.noteTrap(pc, fp);
    control[THREAD_STATUS >> 2] = PassageStatus.Interrupted;
  }

  /** Leaves because of a trap. @param pc where it is noted */
  trap(pc: number, fp: number): void {
    this.noteTrap(pc, fp);
    this.parts.control[THREAD_STATUS >> 2] = PassageStatus.Trapped;
  }

  /** Tells the ThreadContext of a place in the code, and of its frame. */
  private noteTrap(pc: number, fp: number): void {
    const { control } = this.parts;
    control[THREAD_TRAP_PC >> 2] = 4 * pc;
    control[(THREAD_TRAP_PC >> 2) + 1] = CODE_BASE / 2 ** 32;
    control[THREAD_TRAP_FP >> 2] = this.stackLow + 4 * fp;
    control[(THREAD_TRAP_FP >> 2) + 1] = SPACE_HIGH;
  }
}
