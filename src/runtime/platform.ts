import type { VmctxLayout } from '../abi/vmctx-layout.js';
import type { Artifact, BoundsMode, TargetName } from '../artifact/artifact.js';
import type { StartParts } from '../artifact/tables.js';
import type { ModuleInfo } from '../module/module-info.js';
import type { FrameUse } from '../stubs/layout.js';
import type { CallShape, FrameForm } from './call-shape.js';
import type { CodeRange, CodeTables } from './code-ranges.js';
import type { HostMemory, MemoryDescriptor } from './host-memory.js';
import type { Block, Mapped, NativeHeap, Pages } from './native-heap.js';

/**
 * What WebAssembly runs on: the machine of this process, or an interpreter that plays one. It is chosen when
 * it is first asked for, and everything else of the runtime is the same on all. Addresses are numbers below
 * 2^53, 0 is none.
 */
export interface Platform {
  /** The target whose code runs here. */
  readonly target: TargetName;
  /** Why it is not the machine's own code that runs; undefined where it is. */
  readonly instead: string | undefined;
  /** How modules are compiled when nobody says. Always has an answer. */
  readonly compiling: CompileChoice;
  readonly frames: FrameForm;
  /** Memory for the runtime's structures. */
  readonly pages: Pages;
  readonly memories: MemoryPlaces;
  /** C functions; undefined where there are none. */
  readonly native: NativeLinks | undefined;
  /** Bytes of stack for WebAssembly when nobody says. */
  defaultStackSize(): number;
  /** Room below the limit that compiled frames stay above, in bytes, and how much of it comes on top of what is asked for. */
  readonly stackMargin: number;
  readonly extraStack: number;
  /** A stack that does not cross a multiple of 4 GiB. @throws RangeError without memory for it */
  mapStack(size: number): Mapped;
  /** How many passages into WebAssembly are on JavaScript's stack, or more; undefined where nobody can tell. */
  countPassages(): number | undefined;
  /** @throws Error naming the CPU features that code needs and this machine lacks */
  checkFeatures(features: readonly string[]): void;
  /** Makes what runs WebAssembly on a thread's stack. */
  start(thread: ThreadParts, heap: NativeHeap): Machine;
}

export interface CompileChoice {
  readonly target: TargetName;
  readonly features: readonly string[];
  readonly bounds: BoundsMode;
}

/** Memory of the platform's own, for where the engine has none, or none that will do. */
export interface OwnBytes extends HostMemory {
  /** Whether accesses out of bounds trap with no check in the code. */
  readonly guarded: boolean;
  /** Address of the first byte; undefined: {@link MemoryPlaces.place} tells. */
  readonly address: number | undefined;
  /** As `grow`, by who knows. */
  extend(delta: number): number;
  /** Told of growth that JavaScript asked for. */
  onGrow: (() => void) | undefined;
}

/** Whose bytes they are. */
export interface MemoryOwner {
  /** Takes notice of growth by others. */
  refresh(): void;
}

/** Where code finds the bytes of linear memories. */
export interface MemoryPlaces {
  /** Whether accesses beyond the engine's memories trap with no check in the code. */
  engineGuards(): boolean;
  /** Whether growth changes how code finds the engine's memories. */
  engineMoves(): boolean;
  /**
   * The word by which code finds the bytes.
   *
   * @param owner lives as long as the word is used
   * @param known the word until now, -1 for none
   * @param shared other threads can make it longer at any time: then the owner is asked again
   */
  place(owner: MemoryOwner, buffer: ArrayBuffer, known: number, shared: boolean): number;
  /** @throws RangeError when there is no memory for it */
  create(descriptor: MemoryDescriptor, guarded: boolean): OwnBytes;
}

/** Calls between C and WebAssembly. */
export interface NativeLinks {
  /** As `dlopen(3)` and `dlsym(3)`; what is wrong, as text. */
  find(symbol: string, library: string | undefined): number | string;
  /** Address of code of the ordinary convention that calls the C function at an address. */
  callee(shape: CallShape, target: number): number;
  /** Address of a C function that calls a function of WebAssembly. @param func a `WasmFunction` */
  entry(func: object, bound: boolean): number;
}

/** What a machine knows of the thread that it runs. */
export interface ThreadParts {
  /** The ThreadContext. */
  readonly context: Block;
  /** Its words of 32 bits, as far as builtins. */
  readonly control: Uint32Array;
  readonly stackBase: number;
  readonly stackSize: number;
  readonly limitOffset: number;
}

/** A new memory, before anybody has looked at it. */
export interface StartMemory {
  readonly guarded: boolean;
  readonly address: number;
}

/** Instantiates by what an artifact's file has for it, in place of doing it bit by bit. */
export interface QuickStart {
  /**
   * Writes the FuncRef records of all functions that an instance defines, and the pointers to them.
   *
   * @param code address of the module's code
   * @returns whether it did
   */
  writeRecords(
    info: ModuleInfo,
    start: StartParts,
    layout: VmctxLayout,
    context: Block,
    code: number,
  ): boolean;
  /**
   * Writes elements of a table: references to functions by their numbers.
   *
   * @param to address of the first element
   * @param funcRefs address of the pointers to the functions' records
   */
  writeElements(numbers: Int32Array, to: number, funcRefs: number): void;
  /** What gives new memories the contents that they start with; undefined where nothing does. */
  contentsOf(
    artifact: Artifact,
    start: StartParts,
  ): ((memories: readonly StartMemory[]) => boolean) | undefined;
}

/** Addresses for the functions of a module, which come one by one. All is in reach of the machine's branches. */
export interface FunctionRoom {
  readonly range: CodeRange;
  /** Offset at which code may begin. */
  readonly first: number;
  /** Offset of the entry of a function of the module, by its number: it leads to where the function is, or has it compiled. */
  entryAt(number: number): number;
  /** Puts code at an offset. */
  put(offset: number, code: Uint8Array): void;
  /** Has an entry lead to an address. */
  aim(number: number, address: number): void;
}

/** Counts branches back and calls of code, and stops it by that. */
export interface FuelGauge {
  /** How many may still be made; infinite: any number. */
  fuel: number;
  /** How many are made at a time before code is interrupted; infinite: it is not. */
  slice: number;
  /** Begins to use fuel that was set, or goes on behind an interruption; false where none is left. */
  nextSlice(): boolean;
}

/** Runs WebAssembly of one thread: see `Thread`. */
export interface Machine {
  /** Runs the entry whose frame the context names until it leaves. */
  readonly enter: () => void;
  /** Goes on in a frame that was left. */
  readonly resume: () => void;
  /**
   * Where a call out is resumed to go on at a landing pad: its frame has, in the places of the first two general registers,
   * the frame pointer and the address of the pad then.
   */
  readonly landing: number;
  readonly start: QuickStart | undefined;
  /** Whether code that does not call out can be interrupted. */
  readonly interruptible: boolean;
  /** As {@link enter}, for the function types of one use. */
  entry(use: FrameUse): () => void;
  /** Address of the code of host functions of one use. */
  hostCallee(use: FrameUse): number;
  /** @throws RangeError when there is no memory for the code */
  load(artifact: Artifact, tables: CodeTables): CodeRange;
  /**
   * Keeps addresses for functions that will be compiled at their first call; undefined where functions do not come one by one.
   *
   * @param count of the functions, the first of which has the index `firstIndex`
   * @param bodyBytes of all their bodies
   * @throws RangeError when there are none
   */
  readonly functionRoom:
    | ((count: number, firstIndex: number, bodyBytes: number, tables: CodeTables) => FunctionRoom)
    | undefined;
  /** Nothing may run in the range or point to it any more. */
  free(range: CodeRange): void;
  find(address: number): CodeRange | undefined;
  /** Stores words: `{ address, word }` each, all of them or none. */
  commit(list: Block, count: number): void;
  /** Copies bytes to an address that code gave. */
  copyTo(address: number, bytes: Uint8Array): void;
  /** WebAssembly was interrupted, and goes on behind this; false where it must not, because it has no fuel. */
  interrupted(): boolean;
  /** Undefined where code does not count. */
  readonly gauge: FuelGauge | undefined;
}

let make: (() => Platform) | undefined;
let chosen: Platform | undefined;

/** Says what {@link platform} is to be, unless it was asked for already. */
export function providePlatform(choose: () => Platform): void {
  make = choose;
}

/** What this thread's WebAssembly runs on. */
export function platform(): Platform {
  if (chosen === undefined) {
    if (make === undefined) throw new Error('internal error: no platform to run WebAssembly on');
    chosen = make();
  }
  return chosen;
}

/** Whether the choice is made. */
export function isPlatformChosen(): boolean {
  return chosen !== undefined;
}

/**
 * Checks that code can run here.
 * @throws Error naming the other machine, or the CPU features that are missing
 */
export function checkMachine(target: TargetName, features: readonly string[]): void {
  const here = platform();
  if (target !== here.target) {
    throw new Error(
      here.instead === undefined
        ? `code for ${target} cannot run on this ${here.target} machine: compile the module again for ${here.target}`
        : `code for ${target} cannot run where byte code does (${here.instead}): compile the module again for portable`,
    );
  }
  if (features.length > 0) here.checkFeatures(features);
}
