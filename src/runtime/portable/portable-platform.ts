import { AddressSpace } from '../../interpreter/address-space.js';
import { CALLED_OUT_FP, HOST_STACK_ARGS } from '../../interpreter/machine.js';
import { MemoryViews } from '../../interpreter/memory-views.js';
import { PORTABLE_CONVENTION } from '../../masm/portable/convention.js';
import type { MemoryDescriptor } from '../host-memory.js';
import type { Mapped, Pages } from '../native-heap.js';
import type { Machine, MemoryOwner, MemoryPlaces, Platform, ThreadParts } from '../platform.js';
import { PlainMemory } from './plain-memory.js';
import { PortableMachine } from './portable-machine.js';

const MIB = 1 << 20;

/** What a host knows that the language does not. */
export interface PortableHost {
  /** Why it is not machine code that runs. */
  readonly instead: string;
  readonly countPassages?: () => number | undefined;
}

/** An interpreter with an address space of its own, wherever there is JavaScript. */
export class PortablePlatform implements Platform {
  readonly target = 'portable';
  readonly instead: string;
  readonly compiling = { target: 'portable', features: [], bounds: 'guard' } as const;
  readonly frames = {
    convention: PORTABLE_CONVENTION,
    hostStackArgs: HOST_STACK_ARGS,
    calledOutFp: CALLED_OUT_FP,
  };
  readonly native = undefined;
  readonly stackMargin = 128 * 1024;
  readonly extraStack = 0;
  readonly pages: Pages;
  readonly memories: MemoryPlaces;
  private readonly space = new AddressSpace();
  private readonly views: (MemoryViews | undefined)[] = [undefined];
  private readonly freePlaces: number[] = [];
  private readonly gone = new FinalizationRegistry<number>((place) => {
    this.views[place] = undefined;
    this.freePlaces.push(place);
  });

  constructor(private readonly host: PortableHost) {
    const { space } = this;
    this.instead = host.instead;
    this.pages = {
      map: (length) => space.allocate(length),
      unmap: (address) => space.free(address),
    };
    this.memories = {
      // The interpreter compares each access with the length.
      engineGuards: () => true,
      engineMoves: () => true,
      place: (owner, buffer, known, shared) => this.place(owner, buffer, known, shared),
      create: (descriptor: MemoryDescriptor) => new PlainMemory(descriptor),
    };
  }

  defaultStackSize(): number {
    return 8 * MIB;
  }

  mapStack(size: number): Mapped {
    return this.space.allocate(size);
  }

  countPassages(): number | undefined {
    return this.host.countPassages?.();
  }

  checkFeatures(features: readonly string[]): void {
    throw new Error(`the code needs what ${this.target} has not: ${features.join(', ')}`);
  }

  start(thread: ThreadParts): Machine {
    return new PortableMachine(this.space, this.frames, this.views, thread);
  }

  /** The number of a memory's views, in place of an address. */
  private place(owner: MemoryOwner, buffer: ArrayBuffer, known: number, shared: boolean): number {
    if (known >= 0) {
      this.views[known]!.update(buffer);
      return known;
    }
    const place = this.freePlaces.pop() ?? this.views.length;
    // The views must not keep their owner.
    const weak = shared ? new WeakRef(owner) : undefined;
    this.views[place] = new MemoryViews(buffer, weak && (() => weak.deref()?.refresh()));
    this.gone.register(owner, place);
    return place;
  }
}
