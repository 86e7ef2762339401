import {
  THREAD_BUILTINS,
  THREAD_HAS_TIMER,
  THREAD_MAPPINGS,
  THREAD_MEMMOVE,
  THREAD_MEMSET,
  THREAD_STACK_BASE,
  THREAD_TIMER,
} from '../../abi/vmctx-layout.js';
import type { Artifact } from '../../artifact/artifact.js';
import {
  type FrameUse,
  keyOfUse,
  RANGES_KEY,
  START_PARAMS,
  type StubGenerator,
} from '../../stubs/layout.js';
import type { CallShape } from '../call-shape.js';
import type { CodeRange, CodeTables } from '../code-ranges.js';
import { type Block, type NativeHeap, writePointer } from '../native-heap.js';
import type { Machine, QuickStart, ThreadParts } from '../platform.js';
import { fileOfArtifact, mapCode } from './artifact-files.js';
import { CodeMemory } from './code-memory.js';
import { functionRoom } from './function-room.js';
import type { HandlerWatch } from './handler-watch.js';
import type { Native } from './native.js';
import { watchHandlers } from './signal-listeners.js';
import {
  type CodeOwner,
  ensureSignalStack,
  type ProcessSignals,
  registerCode,
  startTimer,
} from './signals.js';
import {
  copyContents,
  isCopied,
  mapContents,
  type StartCalls,
  type StartFunctions,
  writeElements,
  writeRecords,
} from './start-tables.js';

/** CPU time between two interruptions; the kernel may not be as exact as that. */
const TICK_MICROSECONDS = 10_000;
/** Addresses that are reserved for compiled code, and for stubs, at first. */
const CODE_ARENA = 1 << 30;
const STUB_ARENA = 1 << 18;

/** The processor, as it runs one thread's WebAssembly: its stubs and its code. */
export class NativeMachine implements Machine, StartCalls {
  readonly codeMemory: CodeMemory;
  /** Apart from compiled code, because here an interruption would find registers it may not keep. */
  readonly stubMemory: CodeMemory;
  readonly enter: () => void;
  readonly resume: () => void;
  readonly landing: number;
  readonly interruptible: boolean;
  readonly gauge = undefined;
  /** Address of the C function that {@link enter} calls. */
  readonly enterAddress: number;
  /** Address of the stub that entries leave through. */
  readonly leave: number;
  /** Address of the stub that host-call stubs leave through. */
  readonly leaveOpen: number;
  readonly scratch: Block;
  readonly start: QuickStart = {
    writeRecords: (info, start, layout, context, code) =>
      writeRecords(this, info, start, layout, context, layout.size, code),
    writeElements: (numbers, to, funcRefs) => writeElements(this, numbers, to, funcRefs),
    contentsOf: (artifact, start) => {
      const file = fileOfArtifact(artifact);
      if (file === undefined) return undefined;
      if (!isCopied(start)) return (memories) => mapContents(this, start, memories, file.fd);
      const { offset, length } = start.image;
      return (memories) => copyContents(this, start, memories, file.view(offset, length));
    },
  };
  readonly functionRoom: NonNullable<Machine['functionRoom']>;
  private startFunctions: StartFunctions | undefined;
  private readonly context: Block;
  private readonly watch: HandlerWatch;
  private readonly storeWords: (list: number, count: number, unused: number) => void;
  private readonly hostStubs = new Map<string, number>();
  private readonly entries = new Map<string, () => void>();
  private readonly nativeCalls = new Map<string, number>();

  constructor(
    readonly native: Native,
    readonly stubs: StubGenerator,
    signals: ProcessSignals,
    { context, stackBase }: ThreadParts,
    heap: NativeHeap,
  ) {
    this.scratch = heap.allocate(START_PARAMS);
    this.context = context;
    const thread = context.address;
    const code = stubs.threadStubs(thread);
    this.stubMemory = new CodeMemory(native, stubs, STUB_ARENA, () => {});
    const range = this.stubMemory.add(code.code, { stub: true });
    const owner: CodeOwner = {
      context: thread,
      exitTrap: range.address + code.exitTrap,
      interrupt: range.address + code.interrupt,
    };
    this.codeMemory = new CodeMemory(native, stubs, CODE_ARENA, (start, end, chunks) => {
      registerCode(signals, start, end, owner, chunks);
    });
    const compile = range.address + code.compile;
    this.functionRoom = (count, firstIndex, bodyBytes, tables) =>
      functionRoom(
        this,
        stubs.functionEntries(count, firstIndex, compile),
        count,
        bodyBytes,
        tables,
      );
    this.storeWords = native.probe(range.address + code.commit);
    this.leave = range.address + code.leave;
    this.landing = range.address + code.landing;
    this.leaveOpen = range.address + code.leaveOpen;
    writePointer(context, THREAD_STACK_BASE, stackBase);
    writePointer(context, THREAD_MEMMOVE, native.symbol('memmove'));
    writePointer(context, THREAD_MEMSET, native.symbol('memset'));
    code.builtins.forEach((offset, builtin) => {
      writePointer(context, THREAD_BUILTINS + 8 * builtin, range.address + offset);
    });
    native.mappings.onMove((address) => writePointer(context, THREAD_MAPPINGS, address));
    const key = Number(signals.words[RANGES_KEY / 8]!) - 1;
    if (key >= 0) native.setThreadValue(key, thread);
    ensureSignalStack(native);
    this.watch = watchHandlers(native, signals);
    const timer = startTimer(native, thread, TICK_MICROSECONDS);
    if (timer !== undefined) {
      writePointer(context, THREAD_TIMER, timer);
      writePointer(context, THREAD_HAS_TIMER, 1);
    }
    this.interruptible = timer !== undefined;
    this.enterAddress = range.address + code.enter;
    this.enter = native.callable(this.enterAddress);
    this.resume = native.callable(range.address + code.resume);
  }

  /** Functions that instantiate by tables, see `StartStubs`. */
  get calls(): StartFunctions {
    if (this.startFunctions === undefined) {
      const { code, below, records, elements } = this.stubs.startStubs();
      const at = this.addStub(code);
      const { native } = this;
      this.startFunctions = {
        below: native.probe(at + below),
        records: native.probe(at + records),
        elements: native.probe(at + elements),
      };
    }
    return this.startFunctions;
  }

  /** Places code that never traps nor can be interrupted; its address. */
  addStub(code: Uint8Array): number {
    return this.stubMemory.add(code, { stub: true }).address;
  }

  entry(use: FrameUse): () => void {
    const key = keyOfUse(use);
    let entry = this.entries.get(key);
    if (entry === undefined) {
      const code = this.stubs.entry(use, this.context.address, this.leave);
      entry = this.native.callable(this.addStub(code));
      this.entries.set(key, entry);
    }
    return entry;
  }

  hostCallee(use: FrameUse): number {
    const key = keyOfUse(use);
    let address = this.hostStubs.get(key);
    if (address === undefined) {
      address = this.addStub(this.stubs.hostCall(use, this.leaveOpen));
      this.hostStubs.set(key, address);
    }
    return address;
  }

  /** Address of code of the ordinary convention that calls the C function at an address. */
  nativeCallee({ stackBytes }: CallShape, target: number): number {
    if (stackBytes === 0) return target;
    const key = `${target}+${stackBytes}`;
    let address = this.nativeCalls.get(key);
    if (address === undefined) {
      address = this.addStub(this.stubs.nativeCall(target, stackBytes));
      this.nativeCalls.set(key, address);
    }
    return address;
  }

  load(artifact: Artifact, tables: CodeTables): CodeRange {
    const { codeMemory } = this;
    return mapCode(codeMemory, artifact, tables) ?? codeMemory.add(artifact.code, tables);
  }

  free(range: CodeRange): void {
    this.codeMemory.free(range);
  }

  find(address: number): CodeRange | undefined {
    return this.codeMemory.find(address);
  }

  commit(list: Block, count: number): void {
    this.storeWords(list.address, count, 0);
  }

  copyTo(address: number, bytes: Uint8Array): void {
    this.native.copyTo(address, bytes);
  }

  interrupted(): boolean {
    this.watch.restore();
    return true;
  }
}
