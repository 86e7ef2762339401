import { readFileSync } from 'node:fs';
import { PAGE_SIZE } from '../wasm/limits.js';
import type { Native } from './native.js';

/** What JavaScript has as a memory: an object of the engine's own `WebAssembly.Memory`, or like one. */
export interface HostMemory {
  /** The bytes; after growth another buffer. */
  readonly buffer: ArrayBuffer;
  /** Adds pages; the old size. @throws RangeError when it cannot grow so far */
  grow(pages: number): number;
}

export interface MemoryDescriptor {
  readonly initial: number;
  readonly maximum?: number;
  readonly shared?: boolean;
}

export type HostMemoryClass = new (descriptor: MemoryDescriptor) => HostMemory;

/** What is used of the engine's own namespace. */
interface EngineNamespace {
  readonly Memory: HostMemoryClass;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => object;
}

/** The engine's own namespace, whoever replaces it later; absent with `--jitless`. */
const engine = (globalThis as { WebAssembly?: EngineNamespace }).WebAssembly;

/** The engine's class of memories, undefined where it has none. */
export const EngineMemory = engine?.Memory;

/** How memories of modules are made, where nobody else says: by the engine, if it has them. */
export const newEngineMemory = EngineMemory === undefined ? undefined : makeMemory(EngineMemory);

function makeMemory(memoryClass: HostMemoryClass): (descriptor: MemoryDescriptor) => HostMemory {
  return (descriptor) => new memoryClass(descriptor);
}

const buffer = EngineMemory && getter(EngineMemory.prototype, 'buffer');
const grow = EngineMemory?.prototype.grow as HostMemory['grow'] | undefined;

function getter(prototype: object, name: string): (this: unknown) => unknown {
  return Object.getOwnPropertyDescriptor(prototype, name)!.get!;
}

/** The buffer of a memory of the engine's, whatever a subclass or the user makes of `buffer`. */
export function engineBuffer(memory: object): ArrayBuffer {
  return buffer!.call(memory) as ArrayBuffer;
}

/** Grows a memory of the engine's. @throws RangeError */
export function engineGrow(memory: object, pages: number): number {
  return grow!.call(memory, pages);
}

/** Whether a value is a memory of the engine's, of any realm. */
export function isEngineMemory(value: unknown): value is HostMemory {
  if (buffer === undefined || typeof value !== 'object' || value === null) return false;
  try {
    buffer.call(value);
    return true;
  } catch {
    return false;
  }
}

/**
 * Whether a memory of the engine's matches limits, which it does not tell: asks the engine to link a
 * module that imports it so.
 *
 * @param max -1 for none
 */
export function engineMatches(memory: object, min: number, max: number, shared: boolean): boolean {
  const flags = (max < 0 ? 0 : 1) | (shared ? 2 : 0);
  const limits = [flags, ...leb(min), ...(max < 0 ? [] : leb(max))];
  const entry = [1, 1, 0x6d, 1, 0x6d, 2, ...limits];
  const bytes = Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 2, entry.length, ...entry]);
  try {
    new engine!.Instance(new engine!.Module(bytes), { m: { m: memory } });
    return true;
  } catch {
    return false;
  }
}

function leb(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest >>>= 7) bytes.push((rest & 127) | 128);
  return [...bytes, rest];
}

/** Bytes from a memory's base that must be its own: what an index and an offset reach. */
const GUARDED = 2 ** 33;
/** Memories that are looked at: what follows one of them without a gap may be somebody else's. */
const SAMPLES = 3;

let guarded: boolean | undefined;

/**
 * Whether the engine's memories have inaccessible pages behind them, as far as 8 GiB from the base: it
 * reserves as much where it relies on faults itself. It does not on some machines (Node 20 on arm64),
 * nor with `--disable-wasm-trap-handler`. Looked up once in a process.
 */
export function engineGuards(native: Native): boolean {
  guarded ??= probe(native);
  return guarded;
}

/**
 * A guess at {@link engineGuards} that needs no native code: how much address space a memory takes. For
 * the choice of what to compile; nothing relies on it.
 */
export function engineSeemsToGuard(): boolean {
  seems ??= guess();
  return guarded ?? seems;
}

let seems: boolean | undefined;

function guess(): boolean {
  if (EngineMemory === undefined || process.platform !== 'linux') return true;
  try {
    const before = addressSpace();
    // Kept until it has been counted.
    const memory = new EngineMemory({ initial: 1 });
    return addressSpace() - before + engineBuffer(memory).byteLength >= GUARDED;
  } catch {
    return true;
  }
}

/** Bytes of all mappings of the process. */
function addressSpace(): number {
  return Number.parseInt(readFileSync('/proc/self/statm', 'latin1'), 10) * 4096;
}

function probe(native: Native): boolean {
  if (EngineMemory === undefined) return false;
  try {
    const memories: object[] = [];
    for (let i = 0; i < SAMPLES; i++) memories.push(new EngineMemory({ initial: 1 }));
    const lines = readFileSync('/proc/self/maps', 'latin1').split('\n');
    return memories.every(
      (m) => reservedBehind(native.addressOf(engineBuffer(m)), lines) >= GUARDED,
    );
  } catch {
    // No memory, or no such file: as if there were no guard.
    return false;
  }
}

/** Bytes from a memory's base that are mapped, and inaccessible from its second page on. */
function reservedBehind(base: number, lines: readonly string[]): number {
  let at = base;
  for (const line of lines) {
    const match = /^([0-9a-f]+)-([0-9a-f]+) (....)/.exec(line);
    if (match === null) continue;
    const from = Number.parseInt(match[1]!, 16);
    const to = Number.parseInt(match[2]!, 16);
    if (to <= at || from > at) continue;
    if (at >= base + PAGE_SIZE && match[3] !== '---p') break;
    at = to;
  }
  return at - base;
}
