import { FUNCREF_CODE, FUNCREF_VMCTX, THREAD_FRAME } from '../abi/vmctx-layout.js';
import { PORTABLE_CONVENTION } from '../masm/portable/convention.js';
import { CODE_HIGH, Code } from '../masm/portable/encoding.js';
import { REGISTER_WORDS, UPPER_HALF, VMCTX } from '../masm/portable/registers.js';
import { FRAME_FUNCREF, FRAME_STACK_BYTES, type FrameUse } from '../stubs/layout.js';
import { bytesOfKind, type Kind } from '../wasm/value-types.js';
import { RETURNED_AT } from './code-space.js';
import { createLoop, type Loop } from './loop.js';
import {
  CALLED_OUT_FP,
  FP_WORD,
  GP_WORD,
  type InterpreterParts,
  Machine,
  OF_CALL,
  OF_LANDING,
  RESUME_WORD,
} from './machine.js';
import { trainLoop } from './training.js';

/**
 * Runs byte code, in place of a processor and the stubs around compiled code: with the same frames, the same
 * ThreadContext and the same reasons to leave. A call of the host's leaves the loop; nothing of it is on JavaScript's
 * stack then, so calls of WebAssembly by WebAssembly take none of that, and host functions may enter again.
 */
export class Interpreter {
  private readonly machine: Machine;
  private loop: Loop | undefined;
  /** The code that it is for. */
  private loopCode: Int32Array | undefined;

  constructor(parts: InterpreterParts) {
    this.machine = new Machine(parts);
  }

  // ---- what calls out of it need --------------------------------------------------------------

  /** The number of a function type's use of a frame: of host functions and builtins. */
  addSignature({ args, result, stackBytes }: FrameUse): number {
    const place = (reg: number, kind: Kind, offset: number): number[] => [
      2 * reg,
      offset / 4,
      bytesOfKind(kind) / 4,
    ];
    return (
      this.machine.signatures.push({
        args: Int32Array.from(args.flatMap(({ reg, kind, offset }) => place(reg, kind, offset))),
        stackWords: stackBytes / 4,
        result:
          result === undefined
            ? new Int32Array(0)
            : Int32Array.from(place(result.reg, result.kind, result.offset)),
      }) - 1
    );
  }

  /** Code of the host functions whose calls use a frame so: what their FuncRefs point to. */
  hostCode(signature: number): Int32Array {
    return Int32Array.of(Code.HostCall, signature);
  }

  // ---- fuel -----------------------------------------------------------------------------------

  /** Branches back and calls that it may make before it stops; infinite for any number. */
  get fuel(): number {
    const { fuelLeft, fuel } = this.machine;
    return fuelLeft + Math.max(0, fuel);
  }

  set fuel(count: number) {
    this.machine.fuelLeft = count;
    this.machine.fuel = 0;
  }

  /** How many of them it makes at a time before it stops; infinite for as many as there are. */
  get slice(): number {
    return this.machine.slice;
  }

  set slice(count: number) {
    this.machine.slice = count;
    this.machine.sliceLeft = count;
  }

  /** Begins to use fuel that was set, or what is left of it behind a stop; false where there is none. */
  nextSlice(): boolean {
    return this.machine.load();
  }

  // ---- passages -------------------------------------------------------------------------------

  /**
   * Runs the entry whose frame the ThreadContext names, of any function type, until it leaves.
   *
   * @param stackBytes of stack arguments below the frame; without, the frame tells
   */
  enter(stackBytes?: number): void {
    const { machine } = this;
    const { registers, space, stack } = machine;
    const { control } = machine.parts;
    const frame = control[THREAD_FRAME >> 2]! >> 2;
    const funcRef = stack[frame + FRAME_FUNCREF / 4]! >>> 0;
    const piece = space.pieces[funcRef >>> 20]!;
    const word = (funcRef & 0xfffff) >> 2;
    for (let i = 0; i < PORTABLE_CONVENTION.gpArgs.length; i++) {
      registers[2 * i] = stack[frame + GP_WORD + 2 * i]!;
      registers[2 * i + 1] = stack[frame + GP_WORD + 2 * i + 1]!;
    }
    for (let i = 0; i < PORTABLE_CONVENTION.fpArgs.length; i++) {
      registers[64 + 2 * i] = stack[frame + FP_WORD + 4 * i]!;
      registers[64 + 2 * i + 1] = stack[frame + FP_WORD + 4 * i + 1]!;
      registers[64 + UPPER_HALF + 2 * i] = stack[frame + FP_WORD + 4 * i + 2]!;
      registers[64 + UPPER_HALF + 2 * i + 1] = stack[frame + FP_WORD + 4 * i + 3]!;
    }
    const sp = frame - (stackBytes ?? stack[frame + FRAME_STACK_BYTES / 4]!) / 4;
    stack[sp - 2] = 4 * RETURNED_AT;
    stack[sp - 1] = CODE_HIGH;
    machine.useContext(piece[word + FUNCREF_VMCTX / 4]!);
    // A frame pointer of 0 as an address ends walks over the activation's frames.
    this.run(piece[word + FUNCREF_CODE / 4]! >>> 2, -machine.stackLow >> 2, sp);
  }

  /**
   * Runs from a place in the code on until something leaves. The loop comes back now and then: what V8 has optimized in
   * the meantime is better code when it is entered anew than in the middle, where it cannot know types.
   */
  private run(startPc: number, startFp: number, startSp: number): void {
    const { machine } = this;
    if (this.loop === undefined || this.loopCode !== machine.code.words) {
      this.loop = createLoop(machine);
      trainLoop(machine, this.loop);
      this.loopCode = machine.code.words;
    }
    const { loop } = this;
    let going = loop(startPc, startFp, startSp);
    while (going) {
      const { pc, fp, sp } = machine;
      if (!machine.refill()) {
        machine.interrupt(pc, fp, sp);
        return;
      }
      going = loop(pc, fp, sp);
    }
  }

  /** Goes on in the frame that the ThreadContext names, which was left by a call out or where it has stopped. */
  resume(): void {
    const { machine } = this;
    const { registers, stack } = machine;
    const frame = machine.parts.control[THREAD_FRAME >> 2]! >> 2;
    const what = stack[frame + RESUME_WORD]!;
    if (stack[frame + RESUME_WORD + 1] === OF_LANDING) {
      const fp = (stack[frame + GP_WORD]! - machine.stackLow) >> 2;
      machine.useContext(stack[fp - 2]!);
      this.run(stack[frame + GP_WORD + 2]! >>> 2, fp, fp);
      return;
    }
    if (stack[frame + RESUME_WORD + 1] !== OF_CALL) {
      const record = frame + GP_WORD + REGISTER_WORDS;
      registers.set(stack.subarray(frame + GP_WORD, record));
      machine.useContext(registers[2 * VMCTX]!);
      this.run(what >>> 2, stack[record]!, stack[record + 1]!);
      return;
    }
    const { result, stackWords } = machine.signatures[what]!;
    if (result.length > 0) {
      registers[result[0]!] = stack[frame + result[1]!]!;
      if (result[2]! >= 2) registers[result[0]! + 1] = stack[frame + result[1]! + 1]!;
      if (result[2] === 4) {
        registers[result[0]! + UPPER_HALF] = stack[frame + result[1]! + 2]!;
        registers[result[0]! + UPPER_HALF + 1] = stack[frame + result[1]! + 3]!;
      }
    }
    const record = frame + CALLED_OUT_FP / 4;
    const sp = record + 4 + stackWords;
    const back = stack[record + 2]! >>> 2;
    if (back === RETURNED_AT) {
      machine.leave(sp);
      return;
    }
    const fp = (stack[record]! - machine.stackLow) >> 2;
    machine.useContext(stack[fp - 2]!);
    this.run(back, fp, sp);
  }
}
