import { MEMORY_LENGTH } from '../abi/vmctx-layout.js';
import { MAX_MEMORY_PAGES, PAGE_SIZE } from '../frontend/limits.js';
import type { MemoryType } from '../frontend/module-info.js';
import {
  MAP_ANONYMOUS,
  MAP_FIXED,
  MAP_NORESERVE,
  MAP_PRIVATE,
  type Native,
  PROT_NONE,
  PROT_READ,
  PROT_WRITE,
} from './native.js';
import { type Block, writePointer } from './native-heap.js';
import type { Store } from './store.js';

/**
 * Addresses that a 32-bit index, a 32-bit offset and the widest access can form, so that an access
 * with no check hits either the memory or an inaccessible page.
 */
const RESERVATION = 2 ** 33 + 65536;
const FLAGS = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;

/** Native memory that is given back when no one can reach it. Also held by the buffers over it. */
class Mapping {
  readonly release: () => void;

  constructor(
    native: Native,
    readonly address: number,
    readonly length: number,
  ) {
    let mapped = true;
    // Called on collection, so it must not refer to the mapping itself.
    this.release = () => {
      if (mapped) native.munmap(address, length);
      mapped = false;
    };
  }
}

let empty: Mapping | undefined;

/** Inaccessible addresses for memories that are gone: as many as a memory reserves. */
function emptyMapping(native: Native): Mapping | undefined {
  if (empty === undefined) {
    const address = native.mmap(0, RESERVATION, PROT_NONE, FLAGS, -1);
    if (address >= 0) empty = new Mapping(native, address, RESERVATION);
  }
  return empty;
}

/** Keeps a mapping while a buffer over it is alive, even when the memory object is not. */
const mappingOf = new WeakMap<ArrayBuffer, Mapping>();

interface User {
  /** The object that the block belongs to. */
  readonly owner: WeakRef<object>;
  readonly block: Block;
  readonly offset: number;
}

/** A linear memory. */
export class Memory {
  /** The type, with the size at creation as minimum. */
  readonly type: MemoryType;
  private mapping: Mapping;
  private length: number;
  private view: ArrayBuffer | undefined;
  private users: User[] = [];
  private disposed = false;

  private constructor(
    readonly store: Store,
    type: MemoryType,
    /** Whether accesses out of bounds fault by themselves, with no check. */
    readonly guarded: boolean,
    mapping: Mapping,
  ) {
    this.type = type;
    this.mapping = mapping;
    this.length = type.min * PAGE_SIZE;
    this.own(mapping);
  }

  /**
   * @param mode 'guard' fails where the addresses cannot be reserved, 'explicit' makes a memory for
   *   code with bounds checks only, 'auto' takes the first that works
   * @throws RangeError when there is no memory for it, or the type's sizes are over the limit
   */
  static create(
    store: Store,
    type: MemoryType,
    mode: 'guard' | 'explicit' | 'auto' = 'auto',
  ): Memory {
    if (type.min > MAX_MEMORY_PAGES || (type.max >= 0 && type.max < type.min)) {
      throw new RangeError(`a memory of ${type.min} pages, at most ${type.max}`);
    }
    const { native } = store;
    const bytes = type.min * PAGE_SIZE;
    if (mode !== 'explicit') {
      const address = native.mmap(0, RESERVATION, PROT_NONE, FLAGS, -1);
      if (address >= 0) {
        if (commit(native, address, 0, bytes)) {
          return new Memory(store, type, true, new Mapping(native, address, RESERVATION));
        }
        native.munmap(address, RESERVATION);
      }
    }
    const mapping = mode === 'guard' ? undefined : mapPlain(native, bytes);
    if (mapping === undefined) {
      throw new RangeError(`out of memory: a memory of ${type.min} pages`);
    }
    return new Memory(store, type, false, mapping);
  }

  /** Size in bytes. */
  get byteLength(): number {
    return this.length;
  }

  /** Size in pages of 64 KiB. */
  get pages(): number {
    return this.length / PAGE_SIZE;
  }

  /** The memory's bytes, no copy; detached when the memory grows (also by 0 pages). */
  get buffer(): ArrayBuffer {
    if (this.view === undefined) {
      this.view = this.store.native.view(this.mapping.address, this.length);
      mappingOf.set(this.view, this.mapping);
    }
    return this.view;
  }

  /**
   * Adds pages.
   * @returns the old size in pages, or -1 when it cannot grow so far
   */
  grow(delta: number): number {
    const { native } = this.store;
    const pages = this.pages;
    const limit = this.type.max < 0 ? MAX_MEMORY_PAGES : Math.min(this.type.max, MAX_MEMORY_PAGES);
    if (this.disposed || delta > limit - pages) return -1;
    const bytes = (pages + delta) * PAGE_SIZE;
    if (delta > 0) {
      if (this.guarded) {
        if (!commit(native, this.mapping.address, this.length, bytes)) return -1;
      } else if (bytes > this.mapping.length) {
        // Room for growth to come, where it is to be had: copies stay few.
        const spare = Math.min(limit * PAGE_SIZE, Math.max(bytes, 2 * this.length));
        const mapping = mapPlain(native, spare) ?? mapPlain(native, bytes);
        if (mapping === undefined) return -1;
        const copy = native.view(mapping.address, bytes);
        new Uint8Array(copy).set(new Uint8Array(this.buffer));
        native.detach(copy);
        this.mapping = mapping;
        this.own(mapping);
      }
    }
    this.detach();
    this.length = bytes;
    this.update();
    return pages;
  }

  /**
   * Has the copies of base and length at a place of an instance's context kept up to date.
   *
   * @param owner the block's owner; the block is not touched once it is gone
   */
  attach(owner: object, block: Block, offset: number): void {
    const user = { owner: new WeakRef(owner), block, offset };
    this.users.push(user);
    this.write(user);
  }

  /**
   * Gives the native memory back now. Instances that use it trap on every access; the buffer is
   * detached.
   */
  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    this.detach();
    this.length = 0;
    const { mapping, store } = this;
    // Compiled code gets a base whose every access faults, as before.
    if (this.guarded) this.mapping = emptyMapping(store.native) ?? mapping;
    this.update();
    if (this.mapping !== mapping && !store.thread.active) {
      mapping.release();
    } else {
      // Code may hold the base in a register: the addresses stay reserved until all is collected.
      store.native.mmap(mapping.address, mapping.length, PROT_NONE, FLAGS | MAP_FIXED, -1);
    }
  }

  private detach(): void {
    // A buffer that nobody has seen is as good as none.
    if (this.view !== undefined) this.store.native.detach(this.view);
    this.view = undefined;
  }

  private update(): void {
    this.users = this.users.filter((user) => user.owner.deref() !== undefined);
    for (const user of this.users) this.write(user);
  }

  private write({ block, offset }: User): void {
    writePointer(block, offset, this.mapping.address);
    writePointer(block, offset + MEMORY_LENGTH, this.length);
  }

  private own(mapping: Mapping): void {
    this.store.onCollected(mapping, mapping.release);
  }
}

function commit(native: Native, base: number, from: number, to: number): boolean {
  return to === from || native.mprotect(base + from, to - from, PROT_READ | PROT_WRITE);
}

function mapPlain(native: Native, bytes: number): Mapping | undefined {
  const length = Math.max(bytes, PAGE_SIZE);
  const address = native.mmap(0, length, PROT_READ | PROT_WRITE, FLAGS, -1);
  return address < 0 ? undefined : new Mapping(native, address, length);
}
