import type { StubGenerator } from '../../stubs/layout.js';
import { DEFAULT_TARGET, type TargetName, targetOfArch } from '../../targets/index.js';
import type { FrameForm } from '../call-shape.js';
import type { WasmFunction } from '../function.js';
import type { MemoryDescriptor } from '../host-memory.js';
import type { Mapped, NativeHeap, Pages } from '../native-heap.js';
import type {
  CompileChoice,
  Machine,
  MemoryPlaces,
  NativeLinks,
  Platform,
  ThreadParts,
} from '../platform.js';
import { engineGuards, engineSeemsToGuard } from './engine-guards.js';
import { LentViews } from './lent-views.js';
import { native } from './load.js';
import { hostMachine } from './machine.js';
import {
  MAP_ANONYMOUS,
  MAP_NORESERVE,
  MAP_PRIVATE,
  MAP_STACK,
  PROT_NONE,
  PROT_READ,
  PROT_WRITE,
} from './mman.js';
import type { Native } from './native.js';
import { nativeEntryOf } from './native-entries.js';
import { NativeMachine } from './native-machine.js';
import { OwnMemory } from './own-memory.js';
import { countPassages } from './passages.js';
import { type ProcessSignals, processSignals } from './signals.js';
import { defaultStackSize } from './stack-size.js';

/** Room below the stack limit for signal frames and stubs, in bytes. */
const OWN_MARGIN = 128 * 1024;
/** Likewise for C functions that WebAssembly calls. Pages are taken when they are touched first. */
const NATIVE_ROOM = 256 * 1024;
const GUARD = 64 * 1024;
const MIB = 1 << 20;
const TWO_32 = 0x1_0000_0000;

/** The machine of this process: Linux on a processor that there is a target for. */
export class NativePlatform implements Platform {
  readonly native: NativeLinks;
  readonly instead = undefined;
  readonly stackMargin = OWN_MARGIN + NATIVE_ROOM;
  readonly extraStack = NATIVE_ROOM;
  readonly memories: MemoryPlaces;
  private lentViews: LentViews | undefined;
  private handlers: ProcessSignals | undefined;
  private running: NativeMachine | undefined;

  constructor() {
    this.memories = {
      engineGuards: () => engineGuards(this.system),
      engineMoves: () => !engineGuards(this.system),
      place: (_owner, buffer) => this.system.addressOf(buffer),
      create: (descriptor: MemoryDescriptor, guarded: boolean) =>
        OwnMemory.create(this.lent, descriptor, guarded),
    };
    this.native = {
      find: (symbol, library) => this.system.find(symbol, library),
      callee: (shape, target) => this.machine.nativeCallee(shape, target),
      entry: (func, bound) => nativeEntryOf(this.machine, func as WasmFunction, bound),
    };
  }

  /** @throws Error where no code can be run */
  get system(): Native {
    return native();
  }

  /** @throws Error on machines that there is no target for */
  get stubs(): StubGenerator {
    return hostMachine().stubs;
  }

  get target(): TargetName {
    return hostMachine().target;
  }

  get frames(): FrameForm {
    return this.stubs;
  }

  get pages(): Pages {
    return pagesOf(this.system);
  }

  /** Has an answer wherever JavaScript runs; where machine code of ours cannot run, instantiating says so. */
  get compiling(): CompileChoice {
    const target = targetOfArch(process.arch)?.name ?? DEFAULT_TARGET;
    const bounds = engineSeemsToGuard() ? 'guard' : 'explicit';
    try {
      return { target, features: hostMachine().features(), bounds };
    } catch {
      // The CPU can only be asked by running code.
      return { target, features: [], bounds };
    }
  }

  /** Buffers over memories that are not the engine's. */
  get lent(): LentViews {
    this.lentViews ??= new LentViews(this.system, this.signals.gone);
    return this.lentViews;
  }

  /** The process's signal handlers, which are there from now on. */
  get signals(): ProcessSignals {
    this.handlers ??= processSignals(this.system, this.stubs);
    return this.handlers;
  }

  /** Address of the function that adds bytes to a sum. */
  get sum(): number {
    return this.signals.sum;
  }

  /** What runs, once a store was made. */
  get machine(): NativeMachine {
    if (this.running === undefined) throw new Error('internal error: no store was made');
    return this.running;
  }

  defaultStackSize(): number {
    return defaultStackSize();
  }

  mapStack(size: number): Mapped {
    const address = mapStack(this.system, size) + GUARD;
    return { address, buffer: this.system.view(address, size) };
  }

  countPassages(): number | undefined {
    return countPassages();
  }

  checkFeatures(features: readonly string[]): void {
    const present = hostMachine().features();
    const missing = features.filter((name) => !present.includes(name));
    if (missing.length === 0) return;
    throw new Error(
      `the code needs CPU features that this machine lacks: ${missing.join(', ')}; compile the module again without them (features: host)`,
    );
  }

  start(thread: ThreadParts, heap: NativeHeap): Machine {
    const { signals, stubs, system } = this;
    this.running = new NativeMachine(system, stubs, signals, thread, heap);
    return this.running;
  }
}

/**
 * A platform as the native one.
 * @throws Error where it is another one
 */
export function nativeOn(platform: Platform): NativePlatform {
  if (platform instanceof NativePlatform) return platform;
  throw new Error(`this takes machine code, and ${platform.target} code runs here`);
}

function pagesOf(system: Native): Pages {
  return {
    map(length) {
      // One more than needed, to cut an aligned piece out.
      const rights = PROT_READ | PROT_WRITE;
      const raw = system.mmap(0, length + MIB, rights, MAP_PRIVATE | MAP_ANONYMOUS, -1);
      if (raw < 0) throw new RangeError(`out of memory: ${length} bytes for runtime structures`);
      const address = Math.ceil(raw / MIB) * MIB;
      if (address > raw) system.munmap(raw, address - raw);
      const tail = raw + MIB - address;
      if (tail > 0) system.munmap(address + length, tail);
      system.mappings.add(address, length);
      return { address, buffer: system.view(address, length) };
    },
    unmap(address, length) {
      system.mappings.delete(address);
      system.munmap(address, length);
    },
  };
}

/**
 * Reserves a stack, which does not cross a multiple of 4 GiB: the upper half of all its addresses is the same. The pages
 * below it are inaccessible. Those above can be read: code may load a local of which nothing was stored, into a register
 * for a loop that sets it first, and its slot may lie above a small frame, by up to 1 KB.
 */
function mapStack(system: Native, size: number): number {
  const length = size + 2 * GUARD;
  const flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK;
  let mapped = system.mmap(0, 2 * length, PROT_NONE, flags, -1);
  if (mapped >= 0) {
    const crosses = Math.floor(mapped / TWO_32) !== Math.floor((mapped + length - 1) / TWO_32);
    const unused = crosses ? mapped : mapped + length;
    system.munmap(unused, length);
    if (crosses) mapped += length;
  }
  if (
    mapped < 0 ||
    !system.mprotect(mapped + GUARD, size, PROT_READ | PROT_WRITE) ||
    !system.mprotect(mapped + GUARD + size, GUARD, PROT_READ)
  ) {
    throw new RangeError(`out of memory: a stack of ${size} bytes`);
  }
  system.mappings.add(mapped, length);
  return mapped;
}
