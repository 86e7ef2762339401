import { TrapKind } from '../wasm/trap-kind.js';
import type { FuncType } from '../wasm/types.js';
import { CallShape } from './call-shape.js';
import { Commit } from './copies.js';
import { type HostMemory, type MemoryDescriptor, newEngineMemory } from './host-memory.js';
import { Lifetimes } from './lifetimes.js';
import { NativeHeap } from './native-heap.js';
import { type Platform, platform } from './platform.js';
import { type FunctionRef, References } from './references.js';
import { Signatures } from './signatures.js';
import { type Dispatcher, Thread, type TrapPlace } from './thread.js';
import { fuelError, hostTrap, trapError } from './traps.js';

/** How function references look to the embedder. */
export interface FunctionConversion {
  /** @throws TypeError when the value is no function of WebAssembly's, nor null */
  fromJs(value: unknown): FunctionRef | null;
  toJs(func: FunctionRef): unknown;
}

export interface StoreOptions {
  /** Bytes of stack for WebAssembly code, 256 KiB to 1 GiB; when not said, 8 MiB or more. */
  readonly stackSize?: number;
}

/** All WebAssembly of one JavaScript thread. See {@link getStore}. */
export class Store implements Dispatcher {
  readonly heap: NativeHeap;
  readonly lifetimes = new Lifetimes();
  readonly thread: Thread;
  readonly references: References;
  readonly commit: Commit;
  /** Replaced by the JavaScript interface, which gives functions a form of its own. */
  functions: FunctionConversion;
  /** Makes the memories that modules define; undefined where the engine has none. */
  newMemory: ((descriptor: MemoryDescriptor) => HostMemory) | undefined = newEngineMemory;
  /** Whether modules may get memories that are not the engine's, where those have no guard pages. */
  ownMemories = true;
  /** What memories code with explicit checks gets: any, or such that show a check that is missing. */
  explicitMemories: 'auto' | 'explicit' = 'explicit';

  private readonly signatures = new Signatures();
  private readonly shapes = new Map<string, CallShape>();

  constructor(
    readonly platform: Platform,
    options: StoreOptions = {},
  ) {
    this.heap = new NativeHeap(platform.pages);
    const stackSize = options.stackSize ?? platform.defaultStackSize();
    this.thread = new Thread(platform, this.heap, this, stackSize);
    this.references = new References(this.thread, this.heap, this.lifetimes);
    this.commit = new Commit(this.heap, this.thread.machine);
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
      shape = new CallShape(type, this.platform.frames);
      this.shapes.set(type.key, shape);
    }
    return shape;
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

  fuelError(activation: number, place: TrapPlace): unknown {
    return fuelError(this.thread, activation, place);
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
  store ??= new Store(platform(), options);
  return store;
}
