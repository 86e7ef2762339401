import { MAX_MEMORY_PAGES, PAGE_SIZE } from '../../wasm/limits.js';
import type { HostMemory, MemoryDescriptor } from '../host-memory.js';
import { isDetached } from './foreign.js';
import type { LentViews } from './lent-views.js';
import {
  MAP_ANONYMOUS,
  MAP_FIXED,
  MAP_NORESERVE,
  MAP_PRIVATE,
  PROT_NONE,
  PROT_READ,
  PROT_WRITE,
} from './mman.js';
import type { Native } from './native.js';

/**
 * Addresses that a 32-bit index, a 32-bit offset and the widest access can form, so that an access
 * with no check hits either the memory or an inaccessible page.
 */
const RESERVATION = 2 ** 33;
const FLAGS = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;

/** Reservations that are alive at once, at most: each is two mappings of the 65,530 that Linux allows. */
const MAX_RESERVATIONS = 8192;
/** Reservations that nobody uses and that are kept for the next memories. */
const POOL_SIZE = 16;

const pool: number[] = [];
let reservations = 0;

/**
 * Native memory that is given back when no one can reach it: neither the memory object, nor buffers over it,
 * nor buffers that have taken over the bytes of such.
 */
class Mapping {
  readonly release: () => void;
  /** Of the buffers over it: see {@link LentViews}; undefined where nobody tells. */
  private readonly marks: (number | undefined)[] = [];
  private fewMarks = FEW_MARKS;

  constructor(
    private readonly lent: LentViews,
    readonly address: number,
    readonly length: number,
  ) {
    const { native } = lent;
    const free =
      length === RESERVATION ? giveBack(native, address) : unmap(native, address, length);
    // Called on collection, so it must not refer to the mapping itself.
    this.release = whenGone(lent, this.marks, free);
  }

  /** A buffer over the first bytes. */
  view(length: number): ArrayBuffer {
    const { lent, marks } = this;
    if (marks.length >= this.fewMarks) {
      dropGone(lent, marks);
      this.fewMarks = Math.max(FEW_MARKS, 2 * marks.length);
    }
    const { buffer, mark } = lent.lend(this.address, length);
    marks.push(mark);
    mappingOf.set(buffer, this);
    return buffer;
  }
}

/** Buffers of one mapping, as many as need no looking at. */
const FEW_MARKS = 64;

function dropGone(lent: LentViews, marks: (number | undefined)[]): void {
  for (let i = marks.length - 1; i >= 0; i--) {
    const mark = marks[i];
    if (mark === undefined || !lent.isGone(mark)) continue;
    // Execution may end at a call: then nobody uses the mark again, which is better than two.
    marks[i] = marks[marks.length - 1];
    marks.pop();
    lent.drop(mark);
  }
}

/** Mappings that are not in use, but for somebody who has taken over their bytes. */
const waiting = new Set<() => boolean>();
/** The engine may take some turns to say that bytes are gone: so many, then the next memory has to do. */
const LOOKS = 8;
let looksLeft = 0;
// Taken now, as it may be gone later.
const { setImmediate } = globalThis;

/**
 * What gives memory back when nobody has the bytes of the buffers over it any more.
 *
 * @param marks of the buffers; undefined where nobody tells, and then it stays
 */
export function whenGone(
  lent: LentViews,
  marks: (number | undefined)[],
  free: () => void,
): () => void {
  const attempt = (): boolean => {
    dropGone(lent, marks);
    if (marks.length > 0) return false;
    // First: should execution end in there, it must not be done again.
    waiting.delete(attempt);
    free();
    return true;
  };
  return () => {
    if (attempt() || marks.includes(undefined)) return;
    waiting.add(attempt);
    if (looksLeft === 0) setImmediate(lookAgain).unref();
    looksLeft = LOOKS;
  };
}

function lookAgain(): void {
  look();
  looksLeft = waiting.size === 0 ? 0 : looksLeft - 1;
  if (looksLeft > 0) setImmediate(lookAgain).unref();
}

/** Gives back what nobody has any more. */
function look(): void {
  for (const attempt of waiting) attempt();
}

function unmap(native: Native, address: number, length: number): () => void {
  return () => {
    native.mappings.delete(address);
    native.munmap(address, length);
  };
}

function giveBack(native: Native, address: number): () => void {
  return () => {
    if (pool.length >= POOL_SIZE || !clear(native, address)) {
      native.mappings.delete(address);
      native.munmap(address, RESERVATION);
      reservations--;
    } else pool.push(address);
  };
}

/** Makes a reservation as good as new. */
function clear(native: Native, address: number): boolean {
  return native.mmap(address, RESERVATION, PROT_NONE, FLAGS | MAP_FIXED, -1) === address;
}

/** The address of a reservation, or -1. */
function reserve(native: Native): number {
  const known = pool.pop();
  if (known !== undefined) return known;
  if (reservations >= MAX_RESERVATIONS) return -1;
  const address = native.mmap(0, RESERVATION, PROT_NONE, FLAGS, -1);
  if (address >= 0) {
    reservations++;
    native.mappings.add(address, RESERVATION, true);
  }
  return address;
}

const collected = new FinalizationRegistry<() => void>((release) => release());
/** Keeps a mapping while a buffer over it is alive, even when the memory object is not. */
const mappingOf = new WeakMap<ArrayBuffer, Mapping>();

/**
 * A memory of the project's own, for where the engine has none (`--jitless`), and for code with
 * explicit bounds checks, to run it without the engine's guard pages.
 */
export class OwnMemory implements HostMemory {
  private mapping: Mapping;
  private length: number;
  private readonly limit: number;
  private view: ArrayBuffer | undefined;
  /** Told of growth that JavaScript asked for. */
  onGrow: (() => void) | undefined = undefined;

  private constructor(
    private readonly lent: LentViews,
    descriptor: MemoryDescriptor,
    /** Whether accesses out of bounds fault by themselves, with no check. */
    readonly guarded: boolean,
    mapping: Mapping,
  ) {
    this.mapping = mapping;
    this.length = descriptor.initial * PAGE_SIZE;
    this.limit = Math.min(descriptor.maximum ?? MAX_MEMORY_PAGES, MAX_MEMORY_PAGES);
    collected.register(mapping, mapping.release);
  }

  /** @throws RangeError when there is no memory for it */
  static create(lent: LentViews, descriptor: MemoryDescriptor, guarded: boolean): OwnMemory {
    const { native } = lent;
    look();
    const bytes = descriptor.initial * PAGE_SIZE;
    if (!guarded) {
      const mapping = mapPlain(lent, bytes);
      if (mapping === undefined) throw outOfMemory(descriptor);
      return new OwnMemory(lent, descriptor, false, mapping);
    }
    const address = reserve(native);
    if (address < 0) throw outOfMemory(descriptor);
    const mapping = new Mapping(lent, address, RESERVATION);
    if (!commit(native, address, 0, bytes)) {
      mapping.release();
      throw outOfMemory(descriptor);
    }
    return new OwnMemory(lent, descriptor, true, mapping);
  }

  /** Address of the first byte. */
  get address(): number {
    return this.mapping.address;
  }

  get buffer(): ArrayBuffer {
    // Somebody may have taken it away: then this is another one.
    const { view } = this;
    const isTaken = view?.byteLength !== this.length || isDetached(view);
    if (view !== undefined && !isTaken) return view;
    this.view = this.mapping.view(this.length);
    return this.view;
  }

  grow(delta: number): number {
    const pages = this.extend(delta);
    this.onGrow?.();
    return pages;
  }

  /** As {@link grow}, by who knows. */
  extend(delta: number): number {
    const { lent } = this;
    const { native } = lent;
    const pages = this.length / PAGE_SIZE;
    if (delta > this.limit - pages) throw new RangeError('Maximum memory size exceeded');
    const bytes = (pages + delta) * PAGE_SIZE;
    if (delta > 0 && this.guarded) {
      if (!commit(native, this.mapping.address, this.length, bytes)) {
        throw new RangeError('Out of memory');
      }
    } else if (bytes > this.mapping.length) {
      // Room for growth to come, where it is to be had: copies stay few.
      const spare = Math.min(this.limit * PAGE_SIZE, Math.max(bytes, 2 * this.length));
      const mapping = mapPlain(lent, spare) ?? mapPlain(lent, bytes);
      if (mapping === undefined) throw new RangeError('Out of memory');
      native.copyTo(mapping.address, new Uint8Array(this.buffer));
      collected.register(mapping, mapping.release);
      this.mapping = mapping;
    }
    // A buffer that nobody has seen is as good as none.
    if (this.view !== undefined) native.detach(this.view);
    this.view = undefined;
    this.length = bytes;
    return pages;
  }
}

function outOfMemory({ initial }: MemoryDescriptor): RangeError {
  return new RangeError(`out of memory: a memory of ${initial} pages`);
}

function commit(native: Native, base: number, from: number, to: number): boolean {
  return to === from || native.mprotect(base + from, to - from, PROT_READ | PROT_WRITE);
}

function mapPlain(lent: LentViews, bytes: number): Mapping | undefined {
  const { native } = lent;
  const length = Math.max(bytes, PAGE_SIZE);
  const address = native.mmap(0, length, PROT_READ | PROT_WRITE, FLAGS, -1);
  if (address < 0) return undefined;
  native.mappings.add(address, length, true);
  return new Mapping(lent, address, length);
}
