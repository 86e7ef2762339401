import { FRAME_OUTER } from '../../stubs/layout.js';
import { IntList } from '../../util/int-list.js';
import { TrapKind } from '../../wasm/trap-kind.js';
import type { CodeTables } from '../code-ranges.js';
import { callerAt, firstPair, forEachFrame, functionAt } from '../frames.js';
import { moduleUrl, shown } from '../stack-text.js';
import type { Store } from '../store.js';
import type { TrapPlace } from '../thread.js';
import { nativeOn } from './native-platform.js';

/** Frames of a stack that are kept, the innermost ones; V8's profiler keeps as many. */
const MAX_DEPTH = 255;
/** Stacks that are told apart: nodes of their tree. */
const MAX_NODES = 1 << 16;
/** More nodes, for single functions of stacks for which no room is left. */
const MAX_MORE_NODES = 1 << 13;
/** Samples that are kept one by one: 43 minutes. Longer profiles have a coarser time axis. */
const MAX_SAMPLES = 1 << 18;

/** Microseconds of one sample at most: a list's integer. */
const MAX_TIME = 0x7fff_ffff;

/** Nodes of the tree that are no functions. */
const ROOT = 0;
/** What is no WebAssembly: the host's functions, and what the runtime does in JavaScript. */
const PROGRAM = 1;
/** Stacks that are too deep, or for which no room is left. */
const CUT = 2;
const NAMES = ['(root)', '(program)', '(cut stacks)'];

/** A profile in the form of the DevTools protocol (`Profiler.Profile`), which viewers read. */
export interface CpuProfile {
  readonly nodes: readonly CpuProfileNode[];
  /** Microseconds of CPU time. */
  readonly startTime: number;
  readonly endTime: number;
  /** A node's id each; a sample lasts until the next one. */
  readonly samples: readonly number[];
  /** Microseconds from the sample before. */
  readonly timeDeltas: readonly number[];
}

interface CpuProfileNode {
  readonly id: number;
  readonly callFrame: {
    readonly functionName: string;
    readonly scriptId: string;
    readonly url: string;
    readonly lineNumber: number;
    /** Module offset of the function's body: a Wasm file is one line to viewers. */
    readonly columnNumber: number;
  };
  readonly hitCount: number;
  readonly children: number[];
}

/**
 * Stacks and when they were there, of bounded size however long it goes: the stacks are a tree, the
 * samples numbers of its nodes.
 */
export class StackSamples {
  private readonly modules: CodeTables[] = [];
  /** Two numbers for each function: its module's in {@link modules}, its index there. */
  private readonly functions = new IntList();
  private readonly functionIds = new Map<number, number>();
  /** Two numbers for each node: the one outside of it, its function. */
  private readonly nodes = new IntList();
  private readonly nodeIds = new Map<number, number>();
  /** Two numbers for each sample: its node, how many microseconds it stands for. */
  private readonly samples = new IntList();
  /** How many samples are made one, and how many of the next one are there already. */
  private stride = 1;
  private merged = 0;
  private state = 1;

  constructor() {
    for (const _ of NAMES) this.nodes.pushPair(ROOT, -1);
  }

  /** The number of a function for {@link add}. */
  functionId(tables: CodeTables, funcIndex: number): number {
    let module = this.modules.indexOf(tables);
    if (module < 0) module = this.modules.push(tables) - 1;
    const key = module * 0x1_0000_0000 + funcIndex;
    let id = this.functionIds.get(key);
    if (id === undefined) {
      id = this.functions.length / 2;
      this.functionIds.set(key, id);
      this.functions.pushPair(module, funcIndex);
    }
    return id;
  }

  /**
   * Adds a sample.
   *
   * @param stack functions, the innermost first; of as many as `depth` says
   * @param cut there were more
   * @param microseconds that it stands for
   */
  add(stack: ArrayLike<number>, depth: number, cut: boolean, microseconds: number): void {
    this.addNode(this.nodeOf(stack, depth, cut), microseconds);
  }

  /** Adds time that was not WebAssembly's. */
  addProgram(microseconds: number): void {
    this.addNode(PROGRAM, microseconds);
  }

  private nodeOf(stack: ArrayLike<number>, depth: number, cut: boolean): number {
    let node = cut ? CUT : ROOT;
    for (let i = depth - 1; i >= 0; i--) {
      node = this.child(node, stack[i]!, MAX_NODES);
      if (node < 0) return Math.max(CUT, this.child(CUT, stack[0]!, MAX_NODES + MAX_MORE_NODES));
    }
    return node;
  }

  /** The node of a function inside of another node, or -1 where there is no room for it. */
  private child(parent: number, func: number, limit: number): number {
    const key = parent * 0x1_0000_0000 + func;
    let node = this.nodeIds.get(key);
    if (node === undefined) {
      node = this.nodes.length / 2;
      if (node >= limit) return -1;
      this.nodeIds.set(key, node);
      this.nodes.pushPair(parent, func);
    }
    return node;
  }

  private addNode(node: number, microseconds: number): void {
    if (this.merged === 0) {
      if (this.samples.length === 2 * MAX_SAMPLES) this.thin();
      this.samples.pushPair(node, Math.min(Math.round(microseconds), MAX_TIME));
    } else {
      this.merge(this.samples.length - 2, node, microseconds);
    }
    if (++this.merged === this.stride) this.merged = 0;
  }

  /** Makes one of each two samples. */
  private thin(): void {
    const samples = this.samples.data;
    for (let i = 0; i < MAX_SAMPLES; i += 2) {
      samples[i] = samples[2 * i]!;
      samples[i + 1] = samples[2 * i + 1]!;
      this.merge(i, samples[2 * i + 2]!, samples[2 * i + 3]!);
    }
    this.samples.length = MAX_SAMPLES;
    this.stride *= 2;
  }

  /** Adds to the sample at an index. It becomes one of the two by chance, as much as each has of the time. */
  private merge(at: number, node: number, microseconds: number): void {
    const samples = this.samples.data;
    const sum = samples[at + 1]! + microseconds;
    this.state = (Math.imul(this.state, 1103515245) + 12345) >>> 0;
    if (this.state * sum < microseconds * 0x1_0000_0000) samples[at] = node;
    samples[at + 1] = Math.min(Math.round(sum), MAX_TIME);
  }

  /** @param startTime microseconds of CPU time */
  profile(startTime: number): CpuProfile {
    const nodes = this.nodes.toArray();
    const samples = this.samples.toArray();
    const list: (Omit<CpuProfileNode, 'hitCount'> & { hitCount: number })[] = [];
    for (let node = 0; 2 * node < nodes.length; node++) {
      const callFrame =
        node < NAMES.length ? pseudoFrame(node) : this.callFrame(nodes[2 * node + 1]!);
      list.push({ id: node + 1, callFrame, hitCount: 0, children: [] });
      if (node !== ROOT) list[nodes[2 * node]!]!.children.push(node + 1);
    }
    const ids: number[] = [];
    const timeDeltas: number[] = [0];
    let endTime = Math.round(startTime);
    const start = endTime;
    for (let i = 0; i < samples.length; i += 2) {
      const node = samples[i]!;
      list[node]!.hitCount++;
      ids.push(node + 1);
      timeDeltas.push(samples[i + 1]!);
      endTime += samples[i + 1]!;
    }
    // What ends the last one: viewers take a sample's time from the next.
    ids.push(PROGRAM + 1);
    list[PROGRAM]!.hitCount++;
    return { nodes: list, startTime: start, endTime, samples: ids, timeDeltas };
  }

  private callFrame(func: number): CpuProfileNode['callFrame'] {
    const module = this.functions.data[2 * func]!;
    const funcIndex = this.functions.data[2 * func + 1]!;
    const tables = this.modules[module]!;
    const name = tables.info.names.functions.get(funcIndex);
    return {
      functionName: name === undefined ? `wasm-function[${funcIndex}]` : shown(name),
      scriptId: String(module + 1),
      url: moduleUrl(tables),
      lineNumber: 0,
      columnNumber: bodyOffset(tables, funcIndex),
    };
  }
}

function pseudoFrame(node: number): CpuProfileNode['callFrame'] {
  const functionName = NAMES[node]!;
  return { functionName, scriptId: '0', url: '', lineNumber: -1, columnNumber: -1 };
}

/** Module offset of a function's body: where its check of the stack says that it traps; or -1. */
function bodyOffset(tables: CodeTables, index: number): number {
  if (tables.bodyOffset !== undefined) return tables.bodyOffset(index);
  const { info, funcOffsets, trapSites, trapKinds } = tables;
  const defined = index - info.importedFuncs;
  const end = firstPair(trapSites, funcOffsets[defined + 1]!);
  for (let site = firstPair(trapSites, funcOffsets[defined]!); site < end; site++) {
    if (trapKinds[site] === TrapKind.CallStackExhausted) return trapSites[2 * site + 1]!;
  }
  return -1;
}

/** A profile that is being taken. */
export interface RunningProfile {
  /** Ends it. */
  finish(): CpuProfile;
}

/**
 * Takes a profile of a thread's WebAssembly: its stack each time it is interrupted. Where that is in a
 * function's first or last instructions, its caller may be missing: the frame is not there yet, or no
 * more. The thread must be {@link Thread.interruptible}.
 */
export function startProfile({ platform, thread }: Store): RunningProfile {
  const { system: native } = nativeOn(platform);
  const samples = new StackSamples();
  const startTime = native.threadCpuTime();
  let last = startTime;
  let ticks = thread.ticks;
  const stack = new Int32Array(MAX_DEPTH);
  let depth = 0;
  const push = (tables: CodeTables, funcIndex: number): boolean => {
    if (depth === MAX_DEPTH) return false;
    stack[depth++] = samples.functionId(tables, funcIndex);
    return true;
  };
  const pushCaller = (tables: CodeTables, back: number) => push(tables, callerAt(tables, back));

  const walk = ({ pc, fp }: TrapPlace): boolean => {
    depth = 0;
    const range = thread.machine.find(pc);
    if (range !== undefined && !('stub' in range.tables)) {
      push(range.tables, functionAt(range.tables, pc - range.address));
    }
    let activation = thread.activation;
    while (forEachFrame(thread, fp, pushCaller)) {
      activation = thread.u32[(activation + FRAME_OUTER) >> 2]!;
      if (activation === 0) return false;
      fp = thread.leftFp(activation);
    }
    return true;
  };

  thread.onTick = (place) => {
    const now = native.threadCpuTime();
    const passed = Math.max(1, (thread.ticks - ticks) >>> 0);
    const each = (now - last) / passed;
    // The other ticks have come outside of WebAssembly, where nothing is interrupted.
    if (passed > 1) samples.addProgram(each * (passed - 1));
    const cut = walk(place);
    if (depth > 0) samples.add(stack, depth, cut, each);
    else samples.addProgram(each);
    last = now;
    ticks = thread.ticks;
  };

  return {
    finish() {
      thread.onTick = undefined;
      if (thread.ticks !== ticks) samples.addProgram(native.threadCpuTime() - last);
      return samples.profile(startTime);
    },
  };
}
