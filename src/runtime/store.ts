import type { FuncType } from '../frontend/module-info.js';
import { ValType } from '../frontend/value-types.js';
import { HOST_FUNCTION, type StubGenerator } from '../masm/stubs.js';
import { runBuiltin } from './builtins.js';
import { CallShape } from './call-shape.js';
import { ExternRefs } from './externref.js';
import type { HostFunction, WasmFunction } from './function.js';
import type { Instance } from './instance.js';
import { hostMachine } from './machine.js';
import { native } from './native.js';
import { NativeHeap } from './native-heap.js';
import { DEFAULT_STACK_SIZE, type Dispatcher, Thread } from './thread.js';

/**
 * Something that native code can reach functions from. What it might hold pointers to is in `reach`,
 * so that the collector keeps it: an instance knows its imports and tables, a table the instances
 * that can write to it.
 */
export interface Owner {
  readonly reach: Set<object>;
}

/** What a function is part of. */
export interface FunctionOwner extends Owner {
  /** Its functions cannot be called from JavaScript any more. */
  readonly disposed: boolean;
}

/** Something that holds `externref` words. */
export interface ExternRefHolder {
  markExternRefs(see: (handle: number) => void): void;
}

/** How function references look to the embedder. */
export interface FunctionConversion {
  /** @throws TypeError when the value is no function of WebAssembly's, nor null */
  fromJs(value: unknown): WasmFunction | null;
  toJs(func: WasmFunction): unknown;
}

export interface StoreOptions {
  /** Bytes of stack for WebAssembly code, 256 KiB to 1 GiB; 8 MiB when not said. */
  readonly stackSize?: number;
}

/** All WebAssembly of one JavaScript thread. See {@link getStore}. */
export class Store implements Dispatcher {
  readonly native = native();
  readonly heap = new NativeHeap(this.native);
  readonly stubs: StubGenerator;
  readonly thread: Thread;
  readonly externRefs = new ExternRefs();
  /** Replaced by the JavaScript interface, which gives functions a form of its own. */
  functions: FunctionConversion;

  /** What context ids stand for. Weak, so that a host function may hold what imports it. */
  private readonly contexts: (WeakRef<Instance | HostFunction> | undefined)[] = [undefined];
  /**
   * Strong copies of contexts that have called out in the current job of the event loop. A WeakRef
   * keeps what it has given until the job's end anyway, but takes its time.
   */
  private readonly strong: (Instance | HostFunction | undefined)[] = [undefined];
  private readonly touched: number[] = [];
  private readonly forget = () => {
    const { touched, strong } = this;
    for (let i = 0; i < touched.length; i++) strong[touched[i]!] = undefined;
    touched.length = 0;
  };
  private readonly freeIds: number[] = [];
  private readonly signatures = new Map<string, number>();
  private readonly shapes = new Map<string, CallShape>();
  private readonly hostStubs = new Map<number, number>();
  private readonly holders = new Set<WeakRef<ExternRefHolder>>();
  private readonly collected = new FinalizationRegistry<() => void>((release) => release());

  constructor(options: StoreOptions = {}) {
    this.stubs = hostMachine().stubs;
    this.thread = new Thread(
      this.native,
      this.heap,
      this.stubs,
      this,
      options.stackSize ?? DEFAULT_STACK_SIZE,
    );
    this.functions = { fromJs: functionFromJs, toJs: (func) => func };
  }

  // ---- types ----------------------------------------------------------------------------------

  /** Number of a function type: equal for equal types. */
  signature(type: FuncType): number {
    let number = this.signatures.get(type.key);
    if (number === undefined) {
      number = this.signatures.size + 1;
      this.signatures.set(type.key, number);
    }
    return number;
  }

  shape(type: FuncType): CallShape {
    let shape = this.shapes.get(type.key);
    if (shape === undefined) {
      shape = new CallShape(type, this.stubs);
      this.shapes.set(type.key, shape);
    }
    return shape;
  }

  /** Address of the code of host functions with so many bytes of stack arguments. */
  hostCallStub(stackBytes: number): number {
    let address = this.hostStubs.get(stackBytes);
    if (address === undefined) {
      const code = this.stubs.hostCall(stackBytes, this.thread.exitHost);
      address = this.thread.codeMemory.add(code, { stub: true, sites: [], kinds: [] }).address;
      this.hostStubs.set(stackBytes, address);
    }
    return address;
  }

  // ---- contexts -------------------------------------------------------------------------------

  /** Gives a context its id. */
  register(context: Instance | HostFunction): number {
    const id = this.freeIds.pop() ?? this.contexts.length;
    this.contexts[id] = new WeakRef(context);
    this.strong[id] = undefined;
    return id;
  }

  unregister(id: number): void {
    this.contexts[id] = undefined;
    this.freeIds.push(id);
  }

  private context(id: number): Instance | HostFunction {
    const known = this.strong[id];
    if (known !== undefined) return known;
    const context = this.contexts[id]?.deref();
    if (context === undefined) throw new Error(`internal error: context ${id} is gone`);
    this.strong[id] = context;
    if (this.touched.push(id) === 1) Promise.resolve().then(this.forget);
    return context;
  }

  dispatch(builtin: number, id: number, frame: number): void {
    const context = this.context(id);
    if (builtin === HOST_FUNCTION) (context as HostFunction).serve(frame);
    else runBuiltin(this, context as Instance, builtin, frame);
  }

  /**
   * The function whose FuncRef record is at an address, null for address 0.
   *
   * @throws RangeError when there is no such record
   */
  functionAt(pointer: number): WasmFunction | null {
    if (pointer === 0) return null;
    // The record tells the context, the context its id: each step stays on the runtime's heap.
    const vmctx = this.heap.readPointer(pointer + 8);
    const id = vmctx < 0 ? -1 : this.heap.read32(vmctx);
    const context = id < 0 ? undefined : this.contexts[id]?.deref();
    const func =
      context === undefined
        ? undefined
        : 'functionOfRecord' in context
          ? context.functionOfRecord(pointer)
          : context.pointer === pointer
            ? context
            : undefined;
    if (func === undefined) throw new RangeError(`${pointer} is no function reference`);
    return func;
  }

  // ---- lifetimes ------------------------------------------------------------------------------

  /**
   * Has `release` called after an object was collected.
   * @param release must not refer to the object, nor be made in a function with other closures that
   *   do: they share what they capture
   */
  onCollected(object: object, release: () => void): void {
    this.collected.register(object, release);
  }

  /** Notes a place where `externref` words are stored. */
  addHolder(holder: ExternRefHolder): void {
    const reference = new WeakRef(holder);
    this.holders.add(reference);
    const { holders } = this;
    this.collected.register(holder, () => holders.delete(reference));
  }

  /** Forgets external references that are nowhere any more, but for those in a call's arguments. */
  sweep(func: WasmFunction, frame: number): void {
    this.externRefs.sweep((see) => {
      for (const reference of this.holders) reference.deref()?.markExternRefs(see);
      const { params } = func.type;
      for (let i = 0; i < params.length; i++) {
        if (params[i] === ValType.ExternRef) {
          see(this.thread.u32[(frame + func.shape.entryParams[i]!) >> 2]!);
        }
      }
    });
  }
}

function functionFromJs(value: unknown): WasmFunction | null {
  if (value === null) return null;
  if (typeof value === 'object' && 'pointer' in value && 'shape' in value) {
    return value as WasmFunction;
  }
  throw new TypeError('a WebAssembly function or null is expected');
}

let store: Store | undefined;

/**
 * This thread's store, made when first asked for.
 *
 * @param options of a store that is not made yet
 */
export function getStore(options?: StoreOptions): Store {
  store ??= new Store(options);
  return store;
}
