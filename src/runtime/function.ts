import {
  FUNCREF_CODE,
  FUNCREF_ID,
  FUNCREF_SIGNATURE,
  FUNCREF_SIZE,
  FUNCREF_VMCTX,
  VMCTX_ID,
  VMCTX_STACK_LIMIT,
  VMCTX_THREAD,
} from '../abi/vmctx-layout.js';
import type { FuncType } from '../frontend/module-info.js';
import { ValType } from '../frontend/value-types.js';
import { TrapKind } from '../masm/trap-kind.js';
import type { CallShape } from './call-shape.js';
import { type Block, writePointer } from './native-heap.js';
import type { FunctionOwner, Store } from './store.js';
import type { Thread, TrapPlace } from './thread.js';
import { hostTrap, trapError } from './traps.js';
import { readRaw, readValue, writeRaw, writeValue } from './values.js';

/** Bytes of a host function's context: the header of a vmctx. */
const HOST_CONTEXT_SIZE = 32;

/**
 * A function as WebAssembly sees it: an instance's, or a host function. There is one object for each
 * function, so identity can be compared.
 */
export abstract class WasmFunction {
  /** Halves of {@link pointer}. */
  readonly low: number;
  readonly high: number;
  /** The pointer as the bits of a double, to be stored in one go. */
  private readonly bits: number;
  readonly shape: CallShape;
  private readonly onTrap: (frame: number, trap: TrapPlace) => unknown;

  /**
   * @param pointer address of the function's FuncRef record
   */
  protected constructor(
    readonly store: Store,
    readonly type: FuncType,
    readonly pointer: number,
  ) {
    this.low = pointer % 0x1_0000_0000;
    this.high = Math.floor(pointer / 0x1_0000_0000);
    this.bits = bitsAsDouble(this.low, this.high);
    this.shape = store.shape(type);
    const { thread } = store;
    this.onTrap = (frame, trap) => trapError(thread, frame, trap);
  }

  /** What must live as long as this function can be called; references given to it are added. */
  abstract readonly owner: FunctionOwner;

  /** What a stack trace calls it. */
  abstract get name(): string;

  /**
   * Calls the function with JavaScript values, converted as the JavaScript interface says; missing
   * ones are undefined.
   *
   * @returns undefined, the one result, or an array of the results
   * @throws RuntimeError for a trap, what a host function threw, or TypeError from a conversion
   */
  call(args: ArrayLike<unknown>): unknown {
    const { shape, store } = this;
    const { thread } = store;
    const frame = this.open(thread);
    const top = thread.sp;
    thread.sp = frame - shape.stackBytes;
    try {
      const { params, results } = shape.type;
      for (let i = 0; i < params.length; i++) {
        if (params[i] === ValType.ExternRef) continue;
        writeValue(store, frame + shape.entryParams[i]!, params[i]!, args[i]);
      }
      // A sweep in foreign code that a conversion runs would not see these on their way.
      for (let i = 0; shape.takesExternRef && i < params.length; i++) {
        if (params[i] !== ValType.ExternRef) continue;
        writeValue(store, frame + shape.entryParams[i]!, ValType.ExternRef, args[i]);
      }
      this.run(thread, frame);
      if (shape.result >= 0) return readValue(store, frame + shape.result, results[0]!);
      if (results.length === 0) return undefined;
      const values: unknown[] = [];
      for (let i = 0; i < results.length; i++) {
        values.push(readValue(store, frame + shape.frameSize + shape.results[i]!, results[i]!));
      }
      return values;
    } finally {
      thread.sp = top;
    }
  }

  /**
   * Calls the function with raw bits, which JavaScript numbers would not keep (NaN payloads).
   * References are words: a FuncRef's address, a handle of `store.externRefs`.
   *
   * @param args one for each parameter; of 32-bit types the low half counts
   * @throws RangeError for another count of arguments, or words that are no references
   */
  callRaw(args: readonly bigint[]): bigint[] {
    const { shape, store } = this;
    const { thread } = store;
    const { params, results } = shape.type;
    if (args.length !== params.length) {
      throw new RangeError(`${params.length} arguments expected, not ${args.length}`);
    }
    const frame = this.open(thread);
    const top = thread.sp;
    thread.sp = frame - shape.stackBytes;
    try {
      for (let i = 0; i < params.length; i++) {
        writeRaw(store, frame + shape.entryParams[i]!, params[i]!, args[i]!);
      }
      this.run(thread, frame);
      if (shape.result >= 0) return [readRaw(store, frame + shape.result, results[0]!)];
      const values: bigint[] = [];
      for (let i = 0; i < results.length; i++) {
        values.push(readRaw(store, frame + shape.frameSize + shape.results[i]!, results[i]!));
      }
      return values;
    } finally {
      thread.sp = top;
    }
  }

  /** Finds the place of a new entry frame. */
  private open(thread: Thread): number {
    const { shape } = this;
    const frame = thread.sp - shape.resultBytes - shape.frameSize;
    if (!thread.hasRoom(frame - shape.stackBytes)) {
      throw hostTrap(thread, TrapKind.CallStackExhausted);
    }
    return frame;
  }

  /**
   * Runs the function on a frame that holds its arguments. The caller has moved `thread.sp` below the
   * frame and the stack arguments under it, and puts it back.
   */
  run(thread: Thread, frame: number): void {
    const { shape, store } = this;
    if (shape.outPointer >= 0) {
      const pointer = thread.stackBase + frame + shape.frameSize;
      const at = (frame + shape.outPointer) >> 2;
      thread.u32[at] = pointer % 0x1_0000_0000;
      thread.u32[at + 1] = Math.floor(pointer / 0x1_0000_0000);
    }
    if (this.owner.disposed) throw new Error('the instance has been disposed of');
    if (shape.takesFuncRef) this.keepReferences(thread, frame);
    // Only with nothing else on the stack: a call from within another one's conversions must leave
    // the arguments that have been converted alone.
    const outermost = frame + shape.frameSize + shape.resultBytes === thread.stackSize;
    if (store.externRefs.sweepDue && outermost) store.sweep(this, frame);
    thread.enterWasm(frame, shape.stackBytes, this.bits, this.onTrap);
  }

  private keepReferences(thread: Thread, frame: number): void {
    const { shape, store } = this;
    const { params } = shape.type;
    for (let i = 0; i < params.length; i++) {
      if (params[i] !== ValType.FuncRef) continue;
      const at = thread.stackBase + frame + shape.entryParams[i]!;
      const func = store.functionAt(thread.readStack(at));
      if (func !== null) this.owner.reach.add(func.owner);
    }
  }
}

function bitsAsDouble(low: number, high: number): number {
  return new Float64Array(Uint32Array.of(low, high).buffer)[0]!;
}

/** Serves a call on the raw frame: see {@link HostCall}. */
export type RawHostFunction = (call: HostCall) => void;

/** A call of a host function that is going on: its arguments and where its results go. */
export interface HostCall {
  readonly store: Store;
  readonly shape: CallShape;
  /** The bits of an argument; 32-bit ones zero-extended. */
  argument(index: number): bigint;
  /** Sets the bits of a result. Each result must be set once, after the last use of arguments. */
  result(index: number, bits: bigint): void;
}

/**
 * A function of the host's that WebAssembly can call and refer to.
 *
 * It stays alive while JavaScript or an instance that imports it, or a table or a global that it was
 * put in, does.
 */
export class HostFunction extends WasmFunction {
  readonly owner: FunctionOwner;
  private readonly returnsFuncRef: boolean;

  private constructor(
    store: Store,
    type: FuncType,
    block: Block,
    readonly name: string,
    /** Runs the call whose frame lies at `frame`. */
    readonly invoke: (frame: number) => void,
  ) {
    super(store, type, block.address + HOST_CONTEXT_SIZE);
    this.owner = { reach: new Set([this]), disposed: false };
    this.returnsFuncRef = type.results.includes(ValType.FuncRef);
  }

  /**
   * @param callback called with JavaScript values of the parameters; what it returns is converted:
   *   ignored, a value, or an iterable of as many values as there are results
   */
  static fromJs(
    store: Store,
    type: FuncType,
    callback: (...args: never[]) => unknown,
    name = callback.name,
  ): HostFunction {
    const shape = store.shape(type);
    const wasmHostCall = (frame: number) =>
      runHostFunction(store, shape, callback as (...args: unknown[]) => unknown, frame);
    return HostFunction.create(store, type, name, wasmHostCall);
  }

  /** @param callback works on raw bits */
  static fromRaw(
    store: Store,
    type: FuncType,
    callback: RawHostFunction,
    name = callback.name,
  ): HostFunction {
    const shape = store.shape(type);
    const wasmHostCall = (frame: number) => callback(new RawCall(store, shape, frame));
    return HostFunction.create(store, type, name, wasmHostCall);
  }

  /** @param invoke serves a call: arguments and results are in the frame at an offset of the stack */
  static create(
    store: Store,
    type: FuncType,
    name: string,
    invoke: (frame: number) => void,
  ): HostFunction {
    const block = store.heap.allocate(HOST_CONTEXT_SIZE + FUNCREF_SIZE);
    const func = new HostFunction(store, type, block, name, invoke);
    const id = store.register(func);
    const at = block.base >> 2;
    block.u32[at + VMCTX_ID / 4] = id;
    writePointer(block, VMCTX_THREAD, store.thread.context.address);
    writePointer(block, VMCTX_STACK_LIMIT, store.thread.stackLimit);
    const code = store.hostCallStub(func.shape.stackBytes);
    writePointer(block, HOST_CONTEXT_SIZE + FUNCREF_CODE, code);
    writePointer(block, HOST_CONTEXT_SIZE + FUNCREF_VMCTX, block.address);
    block.u32[at + (HOST_CONTEXT_SIZE + FUNCREF_SIGNATURE) / 4] = store.signature(type);
    block.u32[at + (HOST_CONTEXT_SIZE + FUNCREF_ID) / 4] = id;
    store.onCollected(func, releaseHostFunction(store, id, block));
    return func;
  }

  /** Runs a call whose frame lies at `frame`. */
  serve(frame: number): void {
    this.invoke(frame);
    if (this.returnsFuncRef) this.keepResults(frame);
  }

  /** References that go into WebAssembly stay alive as long as this function's callers. */
  private keepResults(frame: number): void {
    const { shape, store } = this;
    const { thread } = store;
    const { results } = shape.type;
    const out = shape.result >= 0 ? frame : outOffset(thread, shape, frame);
    for (let i = 0; i < results.length; i++) {
      if (results[i] !== ValType.FuncRef) continue;
      const offset = out + (shape.result >= 0 ? shape.result : shape.results[i]!);
      const func = store.functionAt(thread.readStack(thread.stackBase + offset));
      if (func !== null) this.owner.reach.add(func.owner);
    }
  }
}

/** What frees a host function's native parts; made apart, so that it cannot hold the function. */
function releaseHostFunction(store: Store, id: number, block: Block): () => void {
  return () => {
    store.unregister(id);
    store.heap.free(block);
  };
}

/** Offset in the stack that the out-pointer of a host call points to. */
function outOffset(thread: Thread, shape: CallShape, frame: number): number {
  const offset = thread.readStack(thread.stackBase + frame + shape.outPointer) - thread.stackBase;
  if (!(offset > 0 && offset + shape.resultBytes <= thread.stackSize)) {
    throw new Error('internal error: results of a host call lie outside of the stack');
  }
  return offset;
}

function runHostFunction(
  store: Store,
  shape: CallShape,
  callback: (...args: unknown[]) => unknown,
  frame: number,
): void {
  const { thread } = store;
  const { params, results } = shape.type;
  const args: unknown[] = [];
  for (let i = 0; i < params.length; i++) {
    args.push(readValue(store, frame + shape.hostParams[i]!, params[i]!));
  }
  const value = callback(...args);
  if (results.length === 0) return;
  if (shape.result >= 0) {
    const at = frame + shape.result;
    // A 32-bit result is zero-extended.
    thread.u32[(at >> 2) + 1] = 0;
    writeValue(store, at, results[0]!, value);
    return;
  }
  const values = [...(value as Iterable<unknown>)];
  if (values.length !== results.length) {
    throw new TypeError(`${results.length} results expected, not ${values.length}`);
  }
  const out = outOffset(thread, shape, frame);
  for (let i = 0; i < results.length; i++) {
    writeValue(store, out + shape.results[i]!, results[i]!, values[i]);
  }
}

class RawCall implements HostCall {
  constructor(
    readonly store: Store,
    readonly shape: CallShape,
    private readonly frame: number,
  ) {}

  argument(index: number): bigint {
    const { shape } = this;
    const type = shape.type.params[index];
    if (type === undefined) throw new RangeError(`no argument ${index}`);
    return readRaw(this.store, this.frame + shape.hostParams[index]!, type);
  }

  result(index: number, bits: bigint): void {
    const { shape, store } = this;
    const { thread } = store;
    const type = shape.type.results[index];
    if (type === undefined) throw new RangeError(`no result ${index}`);
    let at: number;
    if (shape.result >= 0) {
      at = this.frame + shape.result;
      thread.u32[(at >> 2) + 1] = 0;
    } else {
      at = outOffset(thread, shape, this.frame) + shape.results[index]!;
    }
    writeRaw(store, at, type, bits);
  }
}
