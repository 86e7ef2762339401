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
