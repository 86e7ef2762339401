import { MEMORY_LENGTH } from '../abi/vmctx-layout.js';
import { privateSlot } from '../util/private-slot.js';
import { MAX_MEMORY_PAGES, PAGE_SIZE } from '../wasm/limits.js';
import type { MemoryType } from '../wasm/types.js';
import { Copies } from './copies.js';
import {
  engineBuffer,
  engineGrow,
  engineMatches,
  type HostMemory,
  isEngineMemory,
  type MemoryDescriptor,
  newEngineMemory,
} from './host-memory.js';
import { type Block, writePointer } from './native-heap.js';
import type { MemoryPlaces, OwnBytes } from './platform.js';
import type { Store } from './store.js';

/** Why there is no shared memory where the engine has no memories. */
export const NO_SHARED =
  'shared memories need the WebAssembly of the JavaScript engine, which is off here';

/** Whether there are shared memories. */
export const hasSharedMemories: boolean = newEngineMemory !== undefined;

/** What a memory must be able to do. */
export type MemoryMode = 'guard' | 'explicit' | 'auto';

/** The one memory of each object that JavaScript has as one. */
const memories = privateSlot<Memory>();

/**
 * A linear memory. Its bytes are those of a memory object of the JavaScript engine's, so that the
 * engine knows of them and takes care of their buffers: it can grow without this being told. So the
 * copies of its length in instances' contexts may be too low, never too high.
 */
export class Memory {
  /** The contexts of instances that have copies of base and length. */
  readonly copies = new Copies();
  /** Where code finds the first byte: an address, which moves only when a memory without guard pages grows. */
  private base: number;
  private readonly places: MemoryPlaces;
  private known: number;
  /** The buffer when it was looked at last: growth detaches it. */
  private seen: ArrayBuffer;
  /** Whether other threads may have it. Its buffer is a `SharedArrayBuffer` then. */
  readonly isShared: boolean;
  /** Whether code must not run before what others did to the buffer was taken notice of. */
  readonly isWatched: boolean;

  private constructor(
    readonly store: Store,
    /** The type, with the size at creation as minimum; undefined where the engine does not tell. */
    readonly type: MemoryType | undefined,
    /** What JavaScript has. */
    readonly host: HostMemory,
    /** Whether accesses out of bounds fault by themselves, with no check. */
    readonly guarded: boolean,
    /** Where the bytes are, unless they are the engine's. */
    private readonly own: OwnBytes | undefined = undefined,
  ) {
    const { buffer } = this;
    this.places = store.platform.memories;
    this.isShared = isSharedBuffer(buffer);
    this.base = this.placeOf(buffer, -1);
    this.known = buffer.byteLength;
    this.seen = buffer;
    memories.set(host, this);
    // Memory that is an ordinary buffer can be transferred away.
    this.isWatched = own === undefined ? this.places.engineMoves() : own.address === undefined;
    if (this.isWatched) store.watchMemories();
    if (own !== undefined) own.onGrow = () => this.refresh();
  }

  /**
   * @param mode 'guard' fails where the addresses cannot be reserved, 'explicit' makes a memory of the
   *   project's own without guard pages, 'auto' takes the first that works. The engine's memories come
   *   first, unless they lack guard pages
   * @throws RangeError when there is no memory for it, or the type's sizes are over the limit
   */
  static create(store: Store, type: MemoryType, mode: MemoryMode = 'auto'): Memory {
    const { min, max } = type;
    if (min > MAX_MEMORY_PAGES || (max >= 0 && max < min)) {
      throw new RangeError(`a memory of ${min} pages, at most ${max}`);
    }
    const bounded = Math.min(max, MAX_MEMORY_PAGES);
    const descriptor: MemoryDescriptor =
      max < 0 ? { initial: min } : { initial: min, maximum: bounded };
    const { memories: places } = store.platform;
    const guarded = places.engineGuards();
    if (type.shared) {
      // Only the engine's are known to other threads.
      const make = store.newMemory ?? newEngineMemory;
      if (make === undefined || newEngineMemory === undefined) throw new RangeError(NO_SHARED);
      return new Memory(store, type, make({ ...descriptor, shared: true }), guarded);
    }
    if (store.newMemory !== undefined && mode !== 'explicit' && (guarded || !store.ownMemories)) {
      const host = store.newMemory(descriptor);
      return memories.get(host) ?? new Memory(store, type, host, guarded);
    }
    if (mode !== 'explicit') {
      try {
        return Memory.onOwn(store, type, places.create(descriptor, true));
      } catch (error) {
        if (mode === 'guard') throw error;
      }
    }
    return Memory.onOwn(store, type, places.create(descriptor, false));
  }

  private static onOwn(store: Store, type: MemoryType, own: OwnBytes): Memory {
    return new Memory(store, type, own, own.guarded, own);
  }

  /** The memory of an object of JavaScript's, undefined when it is none. */
  static of(store: Store, host: unknown): Memory | undefined {
    if (typeof host !== 'object' || host === null) return undefined;
    const known = memories.get(host);
    if (known !== undefined || !isEngineMemory(host)) return known;
    return new Memory(store, undefined, host, store.platform.memories.engineGuards());
  }

  /**
   * Of a memory object that JavaScript has just made.
   *
   * @param max -1 for none
   * @param own where its bytes are, unless it is the engine's
   */
  static adopt(store: Store, host: HostMemory, min: number, max: number, own?: OwnBytes): Memory {
    const guarded = own === undefined ? store.platform.memories.engineGuards() : own.guarded;
    return new Memory(store, { min, max, shared: isSharedBuffer(host.buffer) }, host, guarded, own);
  }

  /** The memory's bytes, no copy; detached when the memory grows (also by 0 pages). */
  get buffer(): ArrayBuffer {
    return this.own === undefined ? engineBuffer(this.host) : this.own.buffer;
  }

  /** Address of the first byte. */
  get address(): number {
    return this.base;
  }

  /** Size in bytes. */
  get byteLength(): number {
    return this.buffer.byteLength;
  }

  /** Size in bytes when it was looked at last. */
  get knownLength(): number {
    return this.known;
  }

  /** Size in pages of 64 KiB. */
  get pages(): number {
    return this.byteLength / PAGE_SIZE;
  }

  /** Whether it matches an import's type. */
  matches(wanted: MemoryType): boolean {
    const { type } = this;
    if (type === undefined) return engineMatches(this.host, wanted.min, wanted.max, wanted.shared);
    return (
      wanted.shared === type.shared &&
      this.pages >= wanted.min &&
      (wanted.max < 0 || (type.max >= 0 && type.max <= wanted.max))
    );
  }

  /**
   * Adds pages.
   * @returns the old size in pages, or -1 when it cannot grow so far
   * @throws TypeError when somebody has transferred the bytes away
   */
  grow(delta: number): number {
    const { own } = this;
    let old: number;
    try {
      old = own === undefined ? engineGrow(this.host, delta) : own.extend(delta);
    } catch (error) {
      if (error instanceof RangeError) return -1;
      throw error;
    }
    this.refresh();
    return old;
  }

  /** Takes notice of growth by others, quickly where there was none. */
  look(): void {
    // One that is shared gets another buffer, and the old one stays as it is.
    if (this.isShared || this.known === 0 || this.seen.byteLength !== this.known) this.refresh();
  }

  /** Brings the copies up to date. A memory whose bytes somebody has transferred away has none from then on. */
  refresh(): void {
    const { buffer } = this;
    const { byteLength } = buffer;
    if (buffer === this.seen && byteLength === this.known) return;
    const base = this.placeOf(buffer, this.base);
    this.store.commit.words((write) => {
      this.copies.forEach(this.store.references.ids, (address) => {
        write(address, base);
        write(address + MEMORY_LENGTH, byteLength);
      });
    });
    this.base = base;
    this.known = byteLength;
    this.seen = buffer;
  }

  /**
   * Has the copies of base and length at a place of an instance's context kept up to date.
   * @param id number of the context
   */
  attach(block: Block, offset: number, id: number): void {
    this.copies.add(this.store.references.ids, block.address + offset, id);
    this.look();
    writePointer(block, offset, this.base);
    writePointer(block, offset + MEMORY_LENGTH, this.known);
  }

  private placeOf(buffer: ArrayBuffer, known: number): number {
    return this.own?.address ?? this.places.place(this, buffer, known, this.isShared);
  }
}

const unsharedLength = Object.getOwnPropertyDescriptor(ArrayBuffer.prototype, 'byteLength')!.get!;

/** Of any realm, and whatever a program has made of `instanceof`. */
function isSharedBuffer(buffer: object): boolean {
  try {
    // Throws for shared buffers alone: an error takes as long as half of a memory.
    unsharedLength.call(buffer);
    return false;
  } catch {
    return true;
  }
}
