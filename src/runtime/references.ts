import { FUNCREF_VMCTX, VMCTX_ID } from '../abi/vmctx-layout.js';
import { ContextIds } from './context-ids.js';
import { ExternRefs } from './externref.js';
import { hasJsStack, LEVELS_TO_COMPILE } from './js-stack.js';
import type { Lifetimes, Release } from './lifetimes.js';
import type { NativeHeap } from './native-heap.js';
import type { HostService, Thread } from './thread.js';

/**
 * What native code can reach, as objects of JavaScript.
 *
 * A table, a global or an instance has native words that refer to functions and to JavaScript values.
 * It holds what they refer to as JavaScript properties too, so that the engine's collector sees the
 * one graph that there is, cycles included. Compiled code changes the words without telling. So what
 * was entered or handed over is *pinned*: with everything that it holds it stays, until it is
 * *settled*, which reads the words again.
 */
export interface Holder {
  /** Pinned since the last settlement. */
  pinned: boolean;
  /** Number of the exploration that has seen it. */
  mark: number;
  /** Calls back with the holders that native code can get at from here. */
  trace(visit: (holder: Holder) => void): void;
  /** Reads the native words again, and holds what they refer to now, besides what they did. */
  takeStock(references: References): void;
  /** Lets go what the words do not refer to any more. */
  letGo(references: References): void;
}

/** A function, as words of native memory refer to it. */
export interface FunctionRef {
  /** Address of its FuncRef record. */
  readonly pointer: number;
  /** Halves of the address. */
  readonly low: number;
  readonly high: number;
  /** The address as the bits of a double, to be stored in one go. */
  readonly bits: number;
  /** What must live as long as the function can be called. */
  readonly owner: Context;
}

/** Something with a context: functions belong to it. */
export interface Context extends Holder {
  readonly contextId: number;
  /** The function whose FuncRef record is at an address. */
  functionOfRecord(pointer: number): FunctionRef | undefined;
  /** Address of its vmctx. */
  readonly contextAddress: number;
  /** Whether an address is among its FuncRef records. */
  hasRecord(pointer: number): boolean;
  /** What is to be looked at before code of it runs: others may have changed it. */
  readonly watched: readonly Watched[];
  /** Of a host function. */
  readonly service?: HostService;
  /** Of an instance: its tags, by index. */
  readonly tags?: readonly object[];
  /** Of an instance: does what compiled code leaves to the runtime. */
  runBuiltin?(builtin: number, frame: number): void;
}

/** Something that others can change without telling. */
export interface Watched {
  /** Takes notice of it. Runs nobody else's code. */
  look(): void;
}

/** Pins that make a settlement worth its time, at least. */
const SETTLE_AFTER = 128;

/** The references between the JavaScript objects of one thread and its native memory. */
export class References {
  readonly externs = new ExternRefs();
  /** By context id, of the contexts that the pins lead to, as far as they were explored. */
  private readonly contexts: (Context | undefined)[] = [undefined];
  readonly ids = new ContextIds();
  private pins: Holder[] = [];
  private weight = 0;
  private limit = SETTLE_AFTER;
  /** Everything that was found from the pins; those below `traced` have been looked into. */
  private found: Holder[] = [];
  private traced = 0;
  /** How many of the pins were looked into. */
  private explored = 0;
  /** Of all contexts that were found. */
  private readonly watched = new Set<Watched>();
  private exploration = 1;
  private armed = false;
  /** Contexts whose functions C may call, without a word to anybody. */
  private calledFromC: WeakRef<Context>[] = [];
  /** Tells of a collection: what is pinned for nothing could go with the next one. */
  private readonly collections = new FinalizationRegistry<undefined>(() => this.collected());
  private readonly visit = (holder: Holder) => {
    if (holder.mark === this.exploration) return;
    // JavaScript's stack may end, or execution, at any of these: the next exploration does them again.
    if ('contextId' in holder) this.known(holder as Context);
    this.found.push(holder);
    holder.mark = this.exploration;
  };

  constructor(
    private readonly thread: Thread,
    private readonly heap: NativeHeap,
    private readonly lifetimes: Lifetimes,
  ) {}

  // ---- contexts -------------------------------------------------------------------------------

  newContextId(): number {
    const { contexts, ids, thread } = this;
    const id = ids.take();
    // By and by: an array whose first element is a far one would become a hash table.
    while (contexts.length <= id) contexts.push(undefined);
    while (thread.hosts.length <= id) thread.hosts.push(undefined);
    return id;
  }

  /** Gives back what a context had that is gone: its native memory, and its number. */
  readonly releaseContext: Release = (address, length, id) => {
    this.contexts[id] = undefined;
    this.thread.hosts[id] = undefined;
    this.ids.giveBack(id);
    this.heap.freeAt(address, length);
  };

  /** Count of ids in use, for checks. */
  get contextCount(): number {
    return this.ids.count;
  }

  /** The context of an id that running code, or a word of something pinned, has led to. */
  context(id: number): Context {
    let context = this.contexts[id];
    if (context === undefined) {
      this.explore();
      context = this.contexts[id];
      if (context === undefined) throw new RangeError(`context ${id} is gone`);
    }
    return context;
  }

  /**
   * The function whose FuncRef record is at an address that a pinned holder or running code has, null
   * for address 0.
   *
   * @throws RangeError when there is no such record
   */
  functionAt(pointer: number): FunctionRef | null {
    if (pointer === 0) return null;
    const id = this.contextIdAt(pointer);
    const func = id < 0 ? undefined : this.context(id).functionOfRecord(pointer);
    if (func === undefined) throw new RangeError(`${pointer} is no function reference`);
    return func;
  }

  /** The context of a FuncRef record that was found; undefined when an address is none. */
  private ownerAt(pointer: number): Context | undefined {
    const id = this.contextIdAt(pointer);
    const context = id < 0 ? undefined : this.contexts[id];
    return context?.functionOfRecord(pointer) === undefined ? undefined : context;
  }

  /** The context of the frame of running code that has a vmctx at an address. */
  contextOfFrame(address: number): Context {
    return this.context(this.heap.read32(address + VMCTX_ID));
  }

  /** The context whose vmctx is at an address, if it was found. */
  private contextAt(address: number): Context | undefined {
    const id = this.heap.read32(address + VMCTX_ID);
    const context = id < 0 ? undefined : this.contexts[id];
    return context?.contextAddress === address ? context : undefined;
  }

  /** The record tells the context, the context its id: each step stays on the runtime's heap. */
  private contextIdAt(pointer: number): number {
    const vmctx = this.heap.readPointer(pointer + FUNCREF_VMCTX);
    return vmctx < 0 ? -1 : this.heap.read32(vmctx + VMCTX_ID);
  }

  private known(context: Context): void {
    this.contexts[context.contextId] = context;
    const { service } = context;
    if (service !== undefined) {
      this.thread.hosts[context.contextId] = this.thread.guard?.(service) ?? service;
    }
    for (let i = 0; i < context.watched.length; i++) this.watched.add(context.watched[i]!);
  }

  /** Looks at what others may have changed, of all that running code can get at. */
  lookAtWatched(): void {
    if (this.explored !== this.pins.length) this.explore();
    for (const one of this.watched) one.look();
  }

  // ---- pins -----------------------------------------------------------------------------------

  /**
   * Keeps something, with all that it leads to, until the next settlement: it is about to be entered,
   * its words were changed, or it was handed to WebAssembly.
   *
   * @param weight how much there is to win by settling soon
   */
  pin(holder: Holder, weight = 1): void {
    if (holder.pinned) return;
    holder.pinned = true;
    this.pins.push(holder);
    this.weight += weight;
    if ('contextId' in holder) this.known(holder as Context);
    if (this.armed) return;
    this.armed = true;
    this.collections.register({}, undefined);
  }

  /** Has the words of a context, and of all that it leads to, read at each settlement for its life. */
  letCallFromC(context: Context): void {
    const alive = this.calledFromC.filter((kept) => kept.deref() !== undefined);
    if (!alive.some((kept) => kept.deref() === context)) alive.push(new WeakRef(context));
    this.calledFromC = alive;
  }

  /** As {@link pin}, settling what is due before. For places where no reference is on its way. */
  pinAfresh(holder: Holder, weight = 1): void {
    if (this.weight >= this.limit || this.externs.due) this.settle();
    this.pin(holder, weight);
  }

  /** Settles when enough has come together. For places where no reference is on its way. */
  settleIfDue(): void {
    if (this.weight >= this.limit || this.externs.due) this.settle();
  }

  private collected(): void {
    this.armed = false;
    this.lifetimes.closeOpen();
    if (this.pins.length === 0 && this.externs.youngSize === 0) return;
    // It is the event loop that calls. What seems to run was terminated, and would hold its pins for ever;
    // or else it runs a loop inside of its own, and pins again when it goes on.
    this.thread.dropIfTerminated();
    if (!this.thread.active) this.settle();
  }

  /** Finds everything that the pins lead to. */
  private explore(): void {
    const { found, pins } = this;
    let { explored } = this;
    for (const kept of this.calledFromC) {
      const context = kept.deref();
      if (context !== undefined) this.visit(context);
    }
    while (explored < pins.length) this.visit(pins[explored++]!);
    while (this.traced < found.length) {
      found[this.traced]!.trace(this.visit);
      this.traced++;
    }
    this.explored = explored;
  }

  /**
   * Has all that the pins lead to hold what its words refer to now, and only that; then lets the pins
   * go, unless code is running or suspended. References in the frames of such code stay, too.
   */
  settle(): void {
    // Not half: what comes next takes less of JavaScript's stack than this.
    if (!hasJsStack(LEVELS_TO_COMPILE)) return;
    this.explore();
    const { found, externs, thread } = this;
    const stacks = thread.liveStacks;
    const live = stacks.length > 0 ? this.onStacks(stacks) : nothing;
    for (let i = 0; i < found.length; i++) found[i]!.takeStock(this);
    this.isLive = live;
    for (let i = 0; i < found.length; i++) found[i]!.letGo(this);
    externs.sweep(live);
    this.limit = Math.max(SETTLE_AFTER, found.length >> 2);
    // Execution may end in each loop from here on. What is pinned is in the list at all times, and what has
    // been found is known.
    const roots = [...this.ownersOnStacks(stacks)];
    const isRoot = new Set<Holder>(roots);
    for (const root of roots) this.pin(root);
    for (const pin of this.pins) if (!isRoot.has(pin)) pin.pinned = false;
    this.pins = roots;
    this.found = [];
    this.traced = 0;
    this.explored = 0;
    this.watched.clear();
    this.exploration++;
    this.weight = 0;
    for (const holder of found) {
      if (!('contextId' in holder)) continue;
      const id = (holder as Context).contextId;
      this.contexts[id] = undefined;
      thread.hosts[id] = undefined;
    }
  }

  /** Whether the reference of a number is on the stack of running code; right while settling. */
  isLive: (number: number) => boolean = nothing;

  /** Looks at every word of the stacks: a word that looks like a reference is one. */
  private onStacks(stacks: readonly Uint32Array[]): (number: number) => boolean {
    const { externs } = this;
    const seen = new Set<number>();
    for (const u32 of stacks) {
      for (let at = 0; at < u32.length; at += 2) {
        const number = externs.numberOf(u32[at]!, u32[at + 1]!);
        if (number !== 0) seen.add(number);
      }
    }
    return (number) => seen.has(number);
  }

  /**
   * The owners of all functions that frames of running code refer to, the entered ones included, and of
   * all frames: what runs may be referred to by nothing else any more. Each frame that calls has its vmctx, and
   * one that was interrupted has it among its saved registers.
   */
  private ownersOnStacks(stacks: readonly Uint32Array[]): Set<Context> {
    const owners = new Set<Context>();
    for (const u32 of stacks) {
      for (let at = 0; at < u32.length; at += 2) {
        const high = u32[at + 1]!;
        if (high === 0 || high > 0xffff) continue;
        const word = high * 0x1_0000_0000 + u32[at]!;
        const owner = this.contextAt(word) ?? this.ownerAt(word);
        if (owner !== undefined) owners.add(owner);
      }
    }
    return owners;
  }
}

function nothing(): boolean {
  return false;
}
