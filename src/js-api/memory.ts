import {
  EngineMemory,
  engineGrow,
  type HostMemory,
  NO_SHARED,
  type OwnBytes,
  Memory as RuntimeMemory,
} from '../runtime/index.js';
import { MAX_MEMORY_PAGES } from '../wasm/limits.js';
import {
  makeEnumerable,
  readSizes,
  setClassString,
  toDescriptor,
  toUint32,
} from './conversions.js';
import type { MemoryConstructor, MemoryDescriptor } from './declarations.js';
import { converting, fail } from './interface.js';
import { apiStore, whenStoreIsMade } from './store.js';

const CONTEXT = 'WebAssembly.Memory()';
const ordinaryHasInstance = Function.prototype[Symbol.hasInstance];

/** Reads a descriptor once: user code may have made its properties. */
function readDescriptor(descriptor: unknown): MemoryDescriptor {
  const record = toDescriptor(descriptor, 'memory', CONTEXT);
  const { min, max } = readSizes(record, MAX_MEMORY_PAGES, MAX_MEMORY_PAGES, CONTEXT);
  const shared = Boolean(record.shared);
  if (shared && max < 0) {
    throw fail(CONTEXT, TypeError, 'If shared is true, maximum property should be defined.');
  }
  return max < 0 ? { initial: min } : { initial: min, maximum: max, shared };
}

/** Objects of the engine's own class, which takes care of the bytes, with another prototype. */
function onEngine(base: NonNullable<typeof EngineMemory>): MemoryConstructor {
  class Memory {
    declare readonly buffer: ArrayBuffer;

    constructor(descriptor: MemoryDescriptor) {
      const known = readDescriptor(descriptor);
      const target = new.target;
      const memory: HostMemory = converting(undefined, CONTEXT, () =>
        Reflect.construct(base, [known], target),
      );
      RuntimeMemory.adopt(apiStore(), memory, known.initial, known.maximum ?? -1);
      // biome-ignore lint/correctness/noConstructorReturn: only the engine can make such objects
      return memory;
    }

    grow(delta: number): number {
      const old = converting(delta, 'WebAssembly.Memory.grow()', () => engineGrow(this, delta));
      RuntimeMemory.of(apiStore(), this)?.refresh();
      return old;
    }
  }
  const buffer = Object.getOwnPropertyDescriptor(base.prototype, 'buffer')!;
  Object.defineProperty(Memory.prototype, 'buffer', buffer);
  // Shared memories come out of messages as objects of the engine's: they are instances, too, and all functions take them.
  Object.defineProperty(Memory, Symbol.hasInstance, {
    value(this: unknown, value: unknown): boolean {
      return (
        Reflect.apply(ordinaryHasInstance, this, [value]) ||
        (this === Memory && Reflect.apply(ordinaryHasInstance, base, [value]))
      );
    },
  });
  return Memory;
}

/** Memories of modules, whose descriptors are known to be right. */
function ofModules(
  base: NonNullable<typeof EngineMemory>,
): (known: MemoryDescriptor) => HostMemory {
  const { prototype } = Memory;
  return (known) => Object.setPrototypeOf(new base(known), prototype) as HostMemory;
}

/** Where the engine has no memories. */
function onOwn(): MemoryConstructor {
  const hosts = new WeakMap<object, OwnBytes>();
  const hostOf = (memory: unknown, context: string): OwnBytes => {
    const host = typeof memory === 'object' && memory !== null ? hosts.get(memory) : undefined;
    if (host !== undefined) return host;
    throw fail(context, TypeError, 'Receiver is not a WebAssembly.Memory');
  };
  return class Memory implements HostMemory {
    constructor(descriptor: MemoryDescriptor) {
      const known = readDescriptor(descriptor);
      if (known.shared) throw fail(CONTEXT, RangeError, NO_SHARED);
      const host = apiStore().platform.memories.create(known, true);
      hosts.set(this, host);
      RuntimeMemory.adopt(apiStore(), this, known.initial, known.maximum ?? -1, host);
    }

    grow(delta: number): number {
      const context = 'WebAssembly.Memory.grow()';
      hostOf(this, context);
      const pages = toUint32(delta, 'Argument 0', context);
      const old = RuntimeMemory.of(apiStore(), this)!.grow(pages);
      if (old < 0) throw fail(context, RangeError, 'Maximum memory size exceeded');
      return old;
    }

    get buffer(): ArrayBuffer {
      return hostOf(this, 'WebAssembly.Memory.buffer').buffer;
    }
  };
}

export const Memory: MemoryConstructor = EngineMemory ? onEngine(EngineMemory) : onOwn();
setClassString(Memory.prototype, 'WebAssembly.Memory');
whenStoreIsMade((store) => {
  // Memories that modules define are the interface's own objects; explicit checks are for where the
  // engine's have no guard pages.
  store.newMemory =
    EngineMemory === undefined ? (descriptor) => new Memory(descriptor) : ofModules(EngineMemory);
  store.explicitMemories = 'auto';
  store.ownMemories = EngineMemory === undefined;
});
makeEnumerable(Memory.prototype, 'grow', 'buffer');

/** The memory of a Memory object, the engine's own included; undefined for other values. */
export function unwrapMemory(value: unknown): RuntimeMemory | undefined {
  return RuntimeMemory.of(apiStore(), value);
}
