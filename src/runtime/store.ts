import { type FrameUse, START_PARAMS, type StubGenerator } from '../stubs/layout.js';
import { TrapKind } from '../wasm/trap-kind.js';
import type { FuncType } from '../wasm/types.js';
import { CallShape } from './call-shape.js';
import { Commit } from './copies.js';
import { type HostMemory, type MemoryDescriptor, newEngineMemory } from './host-memory.js';
import { LentViews } from './lent-views.js';
import { Lifetimes } from './lifetimes.js';
import { hostMachine } from './machine.js';
import { native } from './native/load.js';
import { type Block, NativeHeap } from './native-heap.js';
import { type FunctionRef, References } from './references.js';
import { Signatures } from './signatures.js';
import { defaultStackSize } from './stack-size.js';
import { type Dispatcher, Thread, type TrapPlace } from './thread.js';
import { hostTrap, trapError } from './traps.js';

/** How function references look to the embedder. */
export interface FunctionConversion {
  /** @throws TypeError when the value is no function of WebAssembly's, nor null */
  fromJs(value: unknown): FunctionRef | null;
  toJs(func: FunctionRef): unknown;
}

type StartFunction = (params: number, words: number, count: number) => void;

/** See `StartStubs`. */
export interface StartFunctions {
  readonly below: StartFunction;
  readonly records: StartFunction;
  readonly elements: StartFunction;
}

export interface StoreOptions {
  /** Bytes of stack for WebAssembly code, 256 KiB to 1 GiB; when not said, 8 MiB or more. */
  readonly stackSize?: number;
}

/** All WebAssembly of one JavaScript thread. See {@link getStore}. */
export class Store implements Dispatcher {
  readonly native = native();
  readonly heap = new NativeHeap(this.native);
  readonly lifetimes = new Lifetimes();
  readonly stubs: StubGenerator;
  readonly thread: Thread;
  readonly references: References;
  /** Buffers over memories that are not the engine's. */
  readonly lent: LentViews;
  readonly commit: Commit;
  /** Replaced by the JavaScript interface, which gives functions a form of its own. */
  functions: FunctionConversion;
  /** Makes the memories that modules define; undefined where the engine has none. */
  newMemory: ((descriptor: MemoryDescriptor) => HostMemory) | undefined = newEngineMemory;
  /** Whether modules may get memories that are not the engine's, where those have no guard pages. */
  ownMemories = true;
  /** What memories code with explicit checks gets: any, or such that show a check that is missing. */
  explicitMemories: 'auto' | 'explicit' = 'explicit';

  /** For the parameters of C functions; nothing in it is kept. */
  readonly scratch: Block = this.heap.allocate(START_PARAMS);

  private startFunctions: StartFunctions | undefined;
  private readonly signatures = new Signatures();
  private readonly shapes = new Map<string, CallShape>();
  private readonly hostStubs = new Map<string, number>();
  private readonly entries = new Map<string, () => void>();
  private readonly nativeCalls = new Map<string, number>();

  constructor(options: StoreOptions = {}) {
    this.stubs = hostMachine().stubs;
    this.thread = new Thread(
      this.native,
      this.heap,
      this.stubs,
      this,
      options.stackSize ?? defaultStackSize(),
    );
    this.lent = new LentViews(this.native, this.thread.gone);
    this.references = new References(this.thread, this.heap, this.lifetimes);
    this.commit = new Commit(this.native, this.heap, this.thread.commit);
    this.functions = { fromJs: functionFromJs, toJs: (func) => func };
  }

  // ---- types ----------------------------------------------------------------------------------

  /** Number of a function type: equal for equal types. @throws RangeError when there are too many */
  signature(type: FuncType): number {
    return this.signatures.numberOf(type);
  }

  shape(type: FuncType): CallShape {
    let shape = this.shapes.get(type.key);
    if (shape === undefined) {
      shape = new CallShape(type, this.stubs);
      this.shapes.set(type.key, shape);
    }
    return shape;
  }

  /** Functions that instantiate by tables, see `StartStubs`. */
  get start(): StartFunctions {
    if (this.startFunctions === undefined) {
      const { code, below, records, elements } = this.stubs.startStubs();
      const at = this.thread.addStub(code);
      const { native } = this;
      this.startFunctions = {
        below: native.probe(at + below),
        records: native.probe(at + records),
        elements: native.probe(at + elements),
      };
    }
    return this.startFunctions;
  }

  /** Address of the code of host functions of a type. */
  hostCallStub({ use }: CallShape): number {
    const key = keyOf(use);
    let address = this.hostStubs.get(key);
    if (address === undefined) {
      address = this.thread.addStub(this.stubs.hostCall(use, this.thread.leaveOpen));
      this.hostStubs.set(key, address);
    }
    return address;
  }

  /** Address of code of the ordinary convention that calls the C function at an address. */
  nativeCallee({ stackBytes }: CallShape, target: number): number {
    if (stackBytes === 0) return target;
    const key = `${target}+${stackBytes}`;
    let address = this.nativeCalls.get(key);
    if (address === undefined) {
      address = this.thread.addStub(this.stubs.nativeCall(target, stackBytes));
      this.nativeCalls.set(key, address);
    }
    return address;
  }

  /** What enters functions of a type, as {@link Thread.enter} does for all. */
  entry({ use }: CallShape): () => void {
    const key = keyOf(use);
    let entry = this.entries.get(key);
    if (entry === undefined) {
      const { thread } = this;
      const code = this.stubs.entry(use, thread.context.address, thread.leave);
      entry = this.native.callable(thread.addStub(code));
      this.entries.set(key, entry);
    }
    return entry;
  }

  // ---- calls out of WebAssembly ---------------------------------------------------------------

  findHostFunction(id: number): void {
    if (this.references.context(id).service === undefined) {
      throw new Error(`internal error: no host function ${id}`);
    }
  }

  runBuiltin(builtin: number, id: number, frame: number): void {
    const context = this.references.context(id);
    if (context.runBuiltin === undefined) throw new Error(`internal error: no instance ${id}`);
    context.runBuiltin(builtin, frame);
  }

  trapError(activation: number, trap: TrapPlace): unknown {
    return trapError(this.thread, activation, trap);
  }

  stackExhausted(): unknown {
    return hostTrap(this.thread, TrapKind.CallStackExhausted);
  }

  /**
   * There are memories that others can grow without telling, and that may move then: those within reach are
   * looked at before WebAssembly goes on.
   */
  watchMemories(): void {
    this.thread.beforeRun ??= () => this.references.lookAtWatched();
    this.thread.askFirst(true);
  }
}

/** Equal for types that use a frame in the same way. */
function keyOf({ args, stackBytes, result }: FrameUse): string {
  return `${args.map(({ reg, kind }) => `${reg}:${kind}`)}>${result?.kind}+${stackBytes}`;
}

function functionFromJs(value: unknown): FunctionRef | null {
  if (value === null) return null;
  if (typeof value === 'object' && 'pointer' in value && 'shape' in value) {
    return value as unknown as FunctionRef;
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
