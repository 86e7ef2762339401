import type { CallingConvention } from '../abi/convention.js';
import { FIRST_FP, NO_REG, type Reg } from '../abi/places.js';
import { signatureOf } from '../abi/signature-layout.js';
import { FRAME_GP, type FrameSlot, type FrameUse, frameFp, frameSize } from '../stubs/layout.js';
import type { FuncType } from '../wasm/types.js';
import { hasNoForm, isHostRef, Kind } from '../wasm/value-types.js';

/** What of frames depends on the machine: see `FRAME_GP`. */
export interface FrameForm {
  readonly convention: CallingConvention;
  /** Offset from a host call's frame to the first byte of the callee's stack arguments. */
  readonly hostStackArgs: number;
  /** From a frame in which WebAssembly called out to the frame pointer that the callee has there. */
  readonly calledOutFp: number;
}

/** Where the values of a function type are around a call frame; all offsets are in bytes. */
export class CallShape {
  /** Of each parameter, from the frame, when the host calls in. */
  readonly entryParams: Int32Array;
  /** Of each parameter, from the frame, when WebAssembly calls out. */
  readonly hostParams: Int32Array;
  readonly stackBytes: number;
  readonly frameSize: number;
  /** Of the out-pointer, from the frame; -1 without one. */
  readonly outPointer: number;
  /** Of the vmctx argument, from the frame. */
  readonly vmctxArg: number;
  /** Of the single result, from the frame; -1 when there is not just one. */
  readonly result: number;
  /** Of each of several results, from the out-pointer. */
  readonly results: Int32Array;
  /** Bytes behind the out-pointer, a multiple of 16. */
  readonly resultBytes: number;
  /** What of the frame calls use. */
  readonly use: FrameUse;
  /** Whether references of the host's go in or out. */
  readonly hasExternRefs: boolean;
  /** Whether there are values that have no form in JavaScript, which then neither calls it nor is called. */
  readonly cannotPass: boolean;

  constructor(
    readonly type: FuncType,
    frames: FrameForm,
  ) {
    const { convention } = frames;
    const signatures = signatureOf(convention, type);
    const layout = signatures.ofCommon(0);
    this.stackBytes = signatures.stackBytes(layout);
    this.frameSize = frameSize(convention);
    const count = type.params.length;
    const args: FrameSlot[] = [];
    this.entryParams = new Int32Array(count);
    this.hostParams = new Int32Array(count);
    for (let i = 0; i < count; i++) {
      const place = signatures.paramPlace(layout, i);
      if (place < 0) {
        this.entryParams[i] = ~place - this.stackBytes;
        this.hostParams[i] = ~place + frames.hostStackArgs;
      } else {
        this.entryParams[i] = registerOffset(convention, place);
        this.hostParams[i] = this.entryParams[i]!;
        args.push({
          reg: place,
          kind: signatures.paramKind(layout, i),
          offset: this.entryParams[i]!,
        });
      }
    }
    const outPointer = signatures.outPointer(layout);
    this.outPointer = outPointer === NO_REG ? -1 : registerOffset(convention, outPointer);
    // The one result comes back in the place of the first argument register of its class.
    const resultReg = signatures.resultReg(layout);
    this.result =
      resultReg === NO_REG ? -1 : resultReg >= FIRST_FP ? frameFp(convention) : FRAME_GP;
    this.results = new Int32Array(this.outPointer >= 0 ? type.results.length : 0);
    for (let i = 0; i < this.results.length; i++) {
      this.results[i] = signatures.resultOffset(layout, i);
    }
    if (this.outPointer >= 0) {
      args.push({ reg: outPointer, kind: Kind.I64, offset: this.outPointer });
    }
    const result =
      this.result < 0
        ? undefined
        : { reg: resultReg, kind: signatures.resultKind(layout, 0), offset: this.result };
    const vmctxArg = signatures.vmctxArg(layout);
    this.vmctxArg = registerOffset(convention, vmctxArg);
    this.use = { args, vmctxArg, stackBytes: this.stackBytes, result };
    this.resultBytes = signatures.resultBytes(layout);
    this.hasExternRefs = type.params.some(isHostRef) || type.results.some(isHostRef);
    this.cannotPass = type.params.some(hasNoForm) || type.results.some(hasNoForm);
  }
}

function registerOffset(convention: CallingConvention, reg: Reg): number {
  return reg >= FIRST_FP
    ? frameFp(convention) + 16 * convention.fpArgs.indexOf(reg)
    : FRAME_GP + 8 * convention.gpArgs.indexOf(reg);
}
