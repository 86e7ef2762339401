import { MAX_MEMORY_PAGES, PAGE_SIZE } from '../frontend/limits.js';
import type { HostMemory, MemoryDescriptor } from './host-memory.js';
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

/** Native memory that is given back when no one can reach it. Also held by the buffers over it. */
class Mapping {
  readonly release: () => void;

  constructor(
    native: Native,
    readonly address: number,
    readonly length: number,
  ) {
    // Called on collection, so it must not refer to the mapping itself.
    this.release =
      length === RESERVATION ? giveBack(native, address) : unmap(native, address, length);
  }
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
    native.mappings.add(address, RESERVATION);
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

  private constructor(
    private readonly native: Native,
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
  static create(native: Native, descriptor: MemoryDescriptor, guarded: boolean): OwnMemory {
    const bytes = descriptor.initial * PAGE_SIZE;
    if (!guarded) {
      const mapping = mapPlain(native, bytes);
      if (mapping === undefined) throw outOfMemory(descriptor);
      return new OwnMemory(native, descriptor, false, mapping);
    }
    const address = reserve(native);
    if (address < 0) throw outOfMemory(descriptor);
    const mapping = new Mapping(native, address, RESERVATION);
    if (!commit(native, address, 0, bytes)) {
      mapping.release();
      throw outOfMemory(descriptor);
    }
    return new OwnMemory(native, descriptor, true, mapping);
  }

  /** Address of the first byte. */
  get address(): number {
    return this.mapping.address;
  }

  get buffer(): ArrayBuffer {
    if (this.view === undefined) {
      this.view = this.native.view(this.mapping.address, this.length);
      mappingOf.set(this.view, this.mapping);
    }
    return this.view;
  }

  grow(delta: number): number {
    const { native } = this;
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
      const mapping = mapPlain(native, spare) ?? mapPlain(native, bytes);
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

function mapPlain(native: Native, bytes: number): Mapping | undefined {
  const length = Math.max(bytes, PAGE_SIZE);
  const address = native.mmap(0, length, PROT_READ | PROT_WRITE, FLAGS, -1);
  if (address < 0) return undefined;
  native.mappings.add(address, length);
  return new Mapping(native, address, length);
}
