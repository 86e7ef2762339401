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
import type { FuncType } from '../wasm/types.js';
import { bytesOfKind, kindOf } from '../wasm/value-types.js';
import type { CallShape } from './call-shape.js';
import type { Global } from './global.js';
import type { Life } from './lifetimes.js';
import { type Block, writePointer } from './native-heap.js';
import type { Context, Watched } from './references.js';
import { runInSlices, type Slices } from './slices.js';
import type { Store } from './store.js';
import type { HostService } from './thread.js';
import {
  convert,
  noForm,
  readRaw,
  readValue,
  readWord,
  writeConverted,
  writeRaw,
} from './values.js';

/** Room for a value of any type, aligned. */
const RESULT_ROOM = 16;
/** Bytes of a host function's context: the header of a vmctx. */
const HOST_CONTEXT_SIZE = 32;

/** A global that a function returns, or that it sets to its argument, and does nothing else. */
export interface Accessed {
  readonly global: Global;
  readonly writes: boolean;
}

/**
 * A function as WebAssembly sees it: an instance's, or a host function. There is one object for each
 * function, so identity can be compared.
 */
export abstract class WasmFunction {
  /** Halves of {@link pointer}. */
  readonly low: number;
  readonly high: number;
  /** The pointer as the bits of a double, to be stored in one go. */
  readonly bits: number;
  readonly shape: CallShape;
  /** What the embedder has made of it for JavaScript: always the same. */
  form: unknown = undefined;

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
  }

  /** The global that is all it accesses, if there is one. */
  get accessed(): Accessed | undefined {
    return undefined;
  }

  /** What must live as long as this function can be called. */
  abstract get owner(): Context;

  /** What a stack trace calls it. */
  abstract get name(): string;

  /**
   * Calls the function with JavaScript values, converted as the JavaScript interface says; missing
   * ones are undefined.
   *
   * @returns undefined, the one result, or an array of the results
   * @throws RuntimeError for a trap, RangeError when a stack is used up, what a host function threw,
   *   or TypeError from a conversion
   */
  call(args: ArrayLike<unknown>): unknown {
    return this.callConverted(this.convert(args));
  }

  /** The first half of {@link call}. Can run foreign code, which must find the stack as it is. */
  convert(args: ArrayLike<unknown>): unknown[] {
    const { params } = this.shape.type;
    if (this.shape.cannotPass) throw noForm();
    const values: unknown[] = [];
    for (let i = 0; i < params.length; i++) values.push(convert(this.store, params[i]!, args[i]));
    return values;
  }

  /** The second half of {@link call}. */
  callConverted(values: readonly unknown[]): unknown {
    const frame = this.openWith(values);
    this.run(frame);
    return this.resultsIn(frame);
  }

  /**
   * As {@link callConverted}, and gives way each time when so many branches back and calls were made; while it
   * has, the stack is free for others. Must be called while no WebAssembly is on the stack.
   *
   * @throws RuntimeError without fuel
   */
  *callInSlices(values: readonly unknown[], limits: Slices): Generator<undefined, unknown> {
    const frame = this.openWith(values);
    this.finish(frame);
    const { shape, store } = this;
    const { thread } = store;
    yield* runInSlices(thread, frame, limits, () =>
      thread.launch(frame, shape.stackBytes, this.bits),
    );
    return this.resultsIn(frame);
  }

  /** An entry frame with arguments in it. */
  private openWith(values: readonly unknown[]): number {
    const { shape, store } = this;
    const { params } = shape.type;
    if (shape.hasExternRefs) store.references.settleIfDue();
    const frame = this.open();
    const { views } = store.thread;
    for (let i = 0; i < params.length; i++) {
      writeConverted(store, views, frame + shape.entryParams[i]!, params[i]!, values[i]);
    }
    return frame;
  }

  /** The result, or an array of them, of what has returned to an entry frame. */
  private resultsIn(frame: number): unknown {
    const { shape, store } = this;
    const { results } = shape.type;
    const { views } = store.thread;
    if (shape.result >= 0) return readValue(store, views, frame + shape.result, results[0]!);
    if (results.length === 0) return undefined;
    return results.map((type, i) =>
      readValue(store, views, frame + shape.frameSize + shape.results[i]!, type),
    );
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
    const { params, results } = shape.type;
    if (args.length !== params.length) {
      throw new RangeError(`${params.length} arguments expected, not ${args.length}`);
    }
    const frame = this.open();
    const { views } = store.thread;
    for (let i = 0; i < params.length; i++) {
      writeRaw(store, views, frame + shape.entryParams[i]!, params[i]!, args[i]!);
    }
    this.run(frame);
    if (shape.result >= 0) return [readRaw(views, frame + shape.result, results[0]!)];
    return results.map((type, i) =>
      readRaw(views, frame + shape.frameSize + shape.results[i]!, type),
    );
  }

  /** Finds the place of a new entry frame. @throws RangeError when there is none */
  private open(): number {
    const { owner, shape, store } = this;
    if (!owner.pinned) store.references.pinAfresh(owner);
    return store.thread.entryFrame(shape.resultBytes + shape.frameSize, shape.stackBytes, 0);
  }

  /** Runs the function on a frame that holds its arguments. */
  private run(frame: number): void {
    this.finish(frame);
    this.store.thread.run(frame, this.shape.stackBytes, this.bits);
  }

  /** Stores what a frame has besides its arguments. */
  private finish(frame: number): void {
    const { shape, store } = this;
    const { thread } = store;
    thread.writePointer(frame + shape.vmctxArg, this.owner.contextAddress);
    if (shape.outPointer >= 0) {
      thread.writeAddress(frame + shape.outPointer, frame + shape.frameSize);
    }
  }
}

const scratch = new Float64Array(1);
const scratchWords = new Uint32Array(scratch.buffer);

function bitsAsDouble(low: number, high: number): number {
  scratchWords[0] = low;
  scratchWords[1] = high;
  return scratch[0]!;
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

const NOTHING: readonly Watched[] = [];

/**
 * A function of the host's that WebAssembly can call and refer to.
 *
 * It stays alive while JavaScript or an instance that imports it, or a table or a global that it was
 * put in, does.
 */
export class HostFunction extends WasmFunction implements Context {
  readonly watched = NOTHING;
  pinned = false;
  mark = 0;
  /** Index of the function in the instance that imported it first, for its name. */
  importIndex = 0;
  readonly life: Life;

  private constructor(
    store: Store,
    type: FuncType,
    block: Block,
    readonly contextId: number,
    readonly name: string,
    readonly service: HostService,
    /** Address of what is called. */
    readonly code: number,
  ) {
    super(store, type, block.address + HOST_CONTEXT_SIZE);
    this.life = store.lifetimes.begin(
      block.length,
      store.references.releaseContext,
      block.address,
      block.length,
      contextId,
    );
  }

  get owner(): Context {
    return this;
  }

  get contextAddress(): number {
    return this.pointer - HOST_CONTEXT_SIZE;
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
    return HostFunction.create(store, type, name, HostFunction.service(store, type), callback);
  }

  /** What serves calls of JavaScript functions of any type. */
  static service(store: Store, type: FuncType): HostService['serve'] {
    const shape = store.shape(type);
    return function wasmHostCall(called: (...args: unknown[]) => unknown, frame) {
      runHostFunction(store, shape, called, frame);
    } as HostService['serve'];
  }

  /** @param callback works on raw bits */
  static fromRaw(
    store: Store,
    type: FuncType,
    callback: RawHostFunction,
    name = callback.name,
  ): HostFunction {
    const shape = store.shape(type);
    const wasmHostCall = (called: RawHostFunction, frame: number) =>
      called(new RawCall(store, shape, frame));
    return HostFunction.create(store, type, name, wasmHostCall, callback);
  }

  /**
   * @param serve see {@link HostService}
   * @param throws whether all that it does is to throw
   */
  static create(
    store: Store,
    type: FuncType,
    name: string,
    serve: HostService['serve'],
    callback: unknown,
    throws?: true,
  ): HostFunction {
    const { references } = store;
    const block = store.heap.allocate(HOST_CONTEXT_SIZE + FUNCREF_SIZE);
    const id = references.newContextId();
    const service = { serve, callback, throws, guarded: undefined };
    const code = store.thread.machine.hostCallee(store.shape(type).use);
    const func = new HostFunction(store, type, block, id, name, service, code);
    const at = block.base >> 2;
    block.u32[at + VMCTX_ID / 4] = id;
    writePointer(block, VMCTX_THREAD, store.thread.context.address);
    writePointer(block, VMCTX_STACK_LIMIT, store.thread.stackLimit);
    writePointer(block, HOST_CONTEXT_SIZE + FUNCREF_CODE, code);
    writePointer(block, HOST_CONTEXT_SIZE + FUNCREF_VMCTX, block.address);
    block.u32[at + (HOST_CONTEXT_SIZE + FUNCREF_SIGNATURE) / 4] = store.signature(type);
    block.u32[at + (HOST_CONTEXT_SIZE + FUNCREF_ID) / 4] = id;
    return func;
  }

  functionOfRecord(pointer: number): WasmFunction | undefined {
    return pointer === this.pointer ? this : undefined;
  }

  hasRecord(pointer: number): boolean {
    return pointer === this.pointer;
  }

  // Native code has nothing to change here.
  trace(): void {}
  takeStock(): void {}
  letGo(): void {}
}

/**
 * Writes one of several results to where the out-pointer of a host call leads. That is outside of the stack
 * where C has called what tail-calls the host.
 *
 * @param write stores it at an offset in the stack
 */
function putResult(
  { thread }: Store,
  shape: CallShape,
  frame: number,
  index: number,
  write: (at: number) => void,
): void {
  const { views } = thread;
  const low = readWord(views, frame + shape.outPointer) + shape.results[index]!;
  const offset = low - thread.stackBase;
  if (offset > 0 && offset < thread.stackSize) {
    write(offset);
    return;
  }
  // Below the call's own frame nothing is alive.
  const free = thread.sp - RESULT_ROOM;
  write(free);
  const bytes = bytesOfKind(kindOf(shape.type.results[index]!));
  thread.machine.copyTo(low, new Uint8Array(views.u32.buffer, free, bytes));
}

function runHostFunction(
  store: Store,
  shape: CallShape,
  callback: (...args: unknown[]) => unknown,
  frame: number,
): void {
  const { thread } = store;
  const { params, results } = shape.type;
  if (shape.cannotPass) throw noForm();
  if (shape.hasExternRefs) store.references.settleIfDue();
  const args: unknown[] = [];
  for (let i = 0; i < params.length; i++) {
    args.push(readValue(store, thread.views, frame + shape.hostParams[i]!, params[i]!));
  }
  const value = callback(...args);
  if (results.length === 0) return;
  if (shape.result >= 0) {
    const converted = convert(store, results[0]!, value);
    const at = frame + shape.result;
    writeConverted(store, thread.views, at, results[0]!, converted);
    return;
  }
  const values = [...(value as Iterable<unknown>)];
  if (values.length !== results.length) {
    throw new TypeError(`${results.length} results expected, not ${values.length}`);
  }
  for (let i = 0; i < results.length; i++) values[i] = convert(store, results[i]!, values[i]);
  for (let i = 0; i < results.length; i++) {
    putResult(store, shape, frame, i, (at) => {
      writeConverted(store, thread.views, at, results[i]!, values[i]);
    });
  }
}

class RawCall implements HostCall {
  constructor(
    readonly store: Store,
    readonly shape: CallShape,
    private readonly frame: number,
  ) {}

  argument(index: number): bigint {
    const { shape, store } = this;
    const type = shape.type.params[index];
    if (type === undefined) throw new RangeError(`no argument ${index}`);
    return readRaw(store.thread.views, this.frame + shape.hostParams[index]!, type);
  }

  result(index: number, bits: bigint): void {
    const { shape, store } = this;
    const { thread } = store;
    const type = shape.type.results[index];
    if (type === undefined) throw new RangeError(`no result ${index}`);
    const write = (at: number) => writeRaw(store, thread.views, at, type, bits);
    if (shape.result >= 0) write(this.frame + shape.result);
    else putResult(store, shape, this.frame, index, write);
  }
}
