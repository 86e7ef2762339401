import { MAX_MEMORY_PAGES } from '../frontend/limits.js';
import { Memory as RuntimeMemory } from '../runtime/index.js';
import {
  makeEnumerable,
  readSizes,
  setClassString,
  toDescriptor,
  toUint32,
} from './conversions.js';
import { apiStore } from './functions.js';

export interface MemoryDescriptor {
  /** Size in pages of 64 KiB. */
  readonly initial: number;
  readonly maximum?: number;
  readonly shared?: boolean;
}

const objects = new WeakMap<RuntimeMemory, Memory>();

/** Set by the class, which alone sees its private field. */
let unwrap: (value: object) => RuntimeMemory | undefined;

/** `WebAssembly.Memory`. */
export class Memory {
  readonly #memory: RuntimeMemory;

  /**
   * @throws TypeError for a descriptor that does not convert, and for shared memories, which are not
   *   supported; RangeError for sizes that do not fit
   */
  constructor(descriptor: MemoryDescriptor) {
    if ((descriptor as unknown) instanceof RuntimeMemory) {
      this.#memory = descriptor as unknown as RuntimeMemory;
      return;
    }
    const context = 'WebAssembly.Memory()';
    const record = toDescriptor(descriptor, 'memory', context);
    const { min, max } = readSizes(record, MAX_MEMORY_PAGES, MAX_MEMORY_PAGES, context);
    if (record.shared) {
      if (max < 0) {
        throw new TypeError(`${context}: If shared is true, maximum property should be defined.`);
      }
      throw new TypeError(`${context}: shared memories need the threads proposal`);
    }
    try {
      this.#memory = RuntimeMemory.create(apiStore(), { min, max, shared: false });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new RangeError(`${context}: could not allocate memory`, { cause: error });
    }
    objects.set(this.#memory, this);
  }

  /** Adds pages; the old size. @throws RangeError when it cannot grow so far */
  grow(delta: number): number {
    const context = 'WebAssembly.Memory.grow()';
    const memory = unwrapMemory(this) ?? foreign(context);
    const pages = toUint32(delta, 'Argument 0', context);
    const old = memory.grow(pages);
    if (old < 0) throw new RangeError(`${context}: Maximum memory size exceeded`);
    return old;
  }

  /** The bytes, no copy. Growth detaches the buffer, then this is another one. */
  get buffer(): ArrayBuffer {
    return (unwrapMemory(this) ?? foreign('WebAssembly.Memory.buffer')).buffer;
  }

  static {
    unwrap = (value) => (#memory in value ? value.#memory : undefined);
    setClassString(Memory.prototype, 'WebAssembly.Memory');
    makeEnumerable(Memory.prototype, 'grow', 'buffer');
  }
}

function foreign(context: string): never {
  throw new TypeError(`${context}: Receiver is not a WebAssembly.Memory`);
}

/** The memory of a Memory object, undefined for other values. */
export function unwrapMemory(value: unknown): RuntimeMemory | undefined {
  return typeof value === 'object' && value !== null ? unwrap(value) : undefined;
}

/** The one Memory object of a memory. */
export function wrapMemory(memory: RuntimeMemory): Memory {
  let object = objects.get(memory);
  if (object === undefined) {
    object = new Memory(memory as unknown as MemoryDescriptor);
    objects.set(memory, object);
  }
  return object;
}
