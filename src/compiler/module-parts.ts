import type { Artifact } from '../artifact/artifact.js';
import { accessorOf, isAccessor } from '../frontend/accessors.js';
import { ModuleDecoder, type ModuleSink } from '../frontend/module-decoder.js';
import { Section } from '../frontend/sections.js';
import type { ModuleAssembler } from '../masm/macro-assembler.js';
import { BinaryReader } from '../module/binary-reader.js';
import { CodeFacts } from '../module/code-facts.js';
import { type ModuleInfo, NO_INFO } from '../module/module-info.js';
import { targetNamed } from '../targets/index.js';
import { IntList } from '../util/int-list.js';
import { MAX_CODE_BASE, MAX_CODE_PER_BYTE } from '../wasm/limits.js';
import {
  type BodyCompiler,
  giveBack,
  replaceBodyCompiler,
  takeBodyCompiler,
} from './body-compiler.js';
import type { CompileOptions } from './module-compiler.js';

/**
 * The functions of a module are compiled in parts, which may be done by several threads, and joined in order: the code is byte for
 * byte what compiling them in one go makes. Errors are none of this file's business: whatever goes wrong, the module is to be
 * compiled in one go, which says what it is.
 */

/** Bytes of function bodies that a part has, unless one function has more: some 5 ms of work. */
const PART_BYTES = 128 * 1024;
/** Room for code beyond what the parts that are there let expect: other ones differ, and growth copies what is there. */
const ROOM = 1.4;

/** How the functions of a module are compiled: what of {@link CompileOptions} can be sent to a thread. */
export type PartOptions = Required<Pick<CompileOptions, 'target' | 'bounds'>> &
  Pick<CompileOptions, 'features'>;

/** Where the functions of a module are. */
export interface PartPlan {
  /** Bytes in front of the first body. */
  readonly headBytes: number;
  /** Of each body its start and its end in the module. */
  readonly places: Int32Array;
  /** Number of the first function of each part, and of all functions. */
  readonly cuts: Int32Array;
  /** Bytes of all bodies. */
  readonly bodyBytes: number;
}

/** The code of some functions that follow each other. Offsets are from its start, which is aligned as a function is. */
export interface Part {
  readonly code: Uint8Array;
  readonly funcOffsets: Uint32Array;
  readonly trapSites: Int32Array;
  readonly trapKinds: Uint8Array;
  readonly callSites: Int32Array;
  readonly handlers: Int32Array;
  readonly handlerSpans: Int32Array;
  readonly frameStates: Int32Array;
  readonly accessors: Int32Array;
  /** Pairs (position, index of the function that is to be referred to). */
  readonly references: Int32Array;
  readonly operators: number;
  readonly spills: number;
  readonly merges: number;
  readonly moves: number;
}

/** The memory of a part, which may be handed to another thread. */
export function buffersOf(part: Part): ArrayBuffer[] {
  const { accessors, callSites, code, frameStates, funcOffsets } = part;
  const { handlers, handlerSpans, references, trapKinds, trapSites } = part;
  const views = [code, funcOffsets, trapSites, trapKinds, callSites, frameStates, accessors];
  return [...views, references, handlers, handlerSpans].map(({ buffer }) => buffer as ArrayBuffer);
}

/** Finds what comes before the bodies, and the bodies. */
class Finder implements ModuleSink {
  info = NO_INFO;
  readonly places = new IntList(1 << 10);
  bodyBytes = 0;

  beginCode(info: ModuleInfo): void {
    this.info = info;
  }

  /** Whether all bodies have come. */
  get isComplete(): boolean {
    const { funcTypes, importedFuncs } = this.info;
    return this.info !== NO_INFO && this.places.length === 2 * (funcTypes.length - importedFuncs);
  }

  functionBody(_index: number, _bytes: Uint8Array, start: number, end: number, at: number): void {
    this.places.pushPair(at, at + end - start);
    this.bodyBytes += end - start;
  }
}

/** Compiles parts of one module. To be closed. */
export class PartCompiler {
  private readonly compiler: BodyCompiler;
  private readonly info: ModuleInfo;
  private readonly facts: CodeFacts;
  private readonly accessors = new IntList(2);
  private number = 0;
  private last = 0;
  private first = 0;

  /**
   * @param bytes of the module, which nobody changes
   * @throws CompileError where they are not a module's
   */
  constructor(
    private readonly bytes: Uint8Array,
    private readonly plan: PartPlan,
    { bounds, features, target }: PartOptions,
  ) {
    const finder = new Finder();
    new ModuleDecoder(finder).push(bytes.subarray(0, plan.headBytes));
    if (finder.info === NO_INFO) throw new Error('a module without code has no parts');
    this.info = finder.info;
    this.facts = new CodeFacts(finder.info);
    this.compiler = takeBodyCompiler(target, targetNamed(target).features(features));
    const { bodies, functions } = this.compiler;
    functions.beginModule(this.info, this.facts, bounds, 'pointers', undefined, false, undefined);
    bodies.beginModule(this.facts, this.info.typeTable, false);
  }

  /** Begins a part; its functions are compiled by {@link next}. */
  begin(part: number): void {
    const { compiler, facts, info, plan } = this;
    const { functions, masm } = compiler;
    const first = plan.cuts[part]!;
    const last = plan.cuts[part + 1]!;
    masm.resetModule();
    masm.beginPart();
    this.accessors.length = 0;
    this.first = first;
    this.number = first;
    this.last = last;
    functions.spills = 0;
    functions.merges = 0;
    functions.moves = 0;
    compiler.bodies.beginModule(facts, info.typeTable, false);
    if (first < last) masm.expectModule(plan.places[2 * last - 1]! - plan.places[2 * first]!);
    // Of the whole so far: whether that is too much is seen when the parts are joined.
    compiler.begin(facts, false);
    compiler.allowCode(MAX_CODE_BASE + MAX_CODE_PER_BYTE * plan.bodyBytes);
  }

  /** Compiles the next function; false where there is none. @throws any error */
  next(): boolean {
    const { bytes, compiler, info, number, plan } = this;
    if (number === this.last) return false;
    const start = plan.places[2 * number]!;
    const end = plan.places[2 * number + 1]!;
    const funcIndex = info.importedFuncs + number;
    compiler.compile(funcIndex, bytes, start, end, start);
    const accessor = accessorOf(bytes, start, end);
    if (accessor >= 0 && isAccessor(info, funcIndex, accessor)) {
      this.accessors.pushPair(funcIndex, accessor);
    }
    this.number++;
    return true;
  }

  /** The part, whose functions are all compiled. */
  take(): Part {
    this.compiler.collect(this.first, this.last);
    const { bodies, functions, masm } = this.compiler;
    const kinds = masm.trapKinds;
    return {
      code: masm.takeCode(),
      funcOffsets: functions.funcOffsets.slice(this.first, this.last),
      trapSites: masm.trapSites.take(),
      trapKinds: new Uint8Array(kinds.data.subarray(0, kinds.length)),
      callSites: masm.callSites.take(),
      ...masm.handlers.take(),
      frameStates: masm.frameStates.take(),
      accessors: this.accessors.toArray(),
      references: masm.takeReferences(),
      operators: bodies.operators,
      spills: functions.spills,
      merges: functions.merges,
      moves: functions.moves,
    };
  }

  close(): void {
    if (this.number === this.last) giveBack(this.compiler);
    else replaceBodyCompiler(this.compiler);
  }
}

/** Finds the parts of a module, and joins their code in order. */
export class PartJoiner {
  private readonly finder = new Finder();
  private readonly decoder = new ModuleDecoder(this.finder);
  private readonly features: readonly string[];
  private readonly masm: ModuleAssembler;
  private known: PartPlan | undefined;
  private readonly parts: Part[] = [];
  /** Bytes of the parts that are there, and of the bodies that they were compiled from. */
  private codeBytes = 0;
  private compiledBytes = 0;
  /** So many parts are joined. */
  private joined = 0;
  private funcOffsets: Uint32Array = new Uint32Array(0);
  private readonly accessors = new IntList(2);
  /** Pairs (position, number of a function that is not there yet). */
  private readonly references = new IntList(1 << 10);
  private bytesIn = 0;
  private isOverBudget = false;

  constructor(private readonly options: PartOptions) {
    const target = targetNamed(options.target);
    this.features = target.features(options.features);
    this.masm = target.makeMasm(this.features);
  }

  /** Takes bytes of the module. @throws CompileError where something besides its functions is wrong */
  push(bytes: Uint8Array): void {
    this.decoder.push(bytes);
  }

  /** The parts of the module, as soon as all function bodies have come. */
  get plan(): PartPlan | undefined {
    const { finder } = this;
    if (this.known === undefined && finder.isComplete) {
      const places = finder.places.toArray();
      const { bodyBytes } = finder;
      this.known = { headBytes: places[0] ?? 0, places, cuts: cutsOf(places), bodyBytes };
    }
    return this.known;
  }

  /** Says that all of the module has come. @throws CompileError as {@link push} */
  finish(): void {
    this.decoder.finish();
  }

  /** Takes a part. What is complete from the first one on is joined at once, while other parts are in work. */
  add(number: number, part: Part): void {
    const { cuts, places } = this.plan!;
    this.parts[number] = part;
    this.codeBytes += part.code.length;
    // With what is between bodies, which is little.
    this.compiledBytes += places[2 * cuts[number + 1]! - 1]! - places[2 * cuts[number]!]!;
    for (let next = this.parts[this.joined]; next !== undefined; next = this.parts[this.joined]) {
      this.append(next);
      this.joined++;
    }
  }

  private append(part: Part): void {
    const { masm, plan } = this;
    const { bodyBytes, cuts, places } = plan!;
    const expected = Math.ceil(ROOM * this.codeBytes * (bodyBytes / this.compiledBytes));
    if (this.joined === 0) {
      masm.expectModule(bodyBytes);
      masm.reserveOf(expected, expected);
      this.funcOffsets = new Uint32Array(places.length / 2 + 1);
    }
    const { accessors, callSites, code, frameStates, references, trapSites } = part;
    const at = masm.addPart(code, expected);
    const first = cuts[this.joined]!;
    const end = cuts[this.joined + 1]!;
    this.isOverBudget ||= masm.pos > MAX_CODE_BASE + MAX_CODE_PER_BYTE * this.bytesIn;
    const { funcOffsets } = this;
    for (let f = first; f < end; f++) {
      funcOffsets[f] = at + part.funcOffsets[f - first]!;
      this.bytesIn += places[2 * f + 1]! - places[2 * f]!;
    }
    masm.trapSites.addPairs(trapSites, at);
    masm.callSites.addPairs(callSites, at);
    masm.handlers.append(part, at);
    masm.frameStates.addPairs(frameStates, at);
    this.accessors.addPairs(accessors, 0);
    const { importedFuncs } = this.decoder.info;
    for (let i = 0; i < references.length; i += 2) {
      const callee = references[i + 1]! - importedFuncs;
      if (callee < end) masm.patchReference(at + references[i]!, funcOffsets[callee]!);
      else this.references.pushPair(at + references[i]!, callee);
    }
  }

  /**
   * The artifact, when all parts are there.
   *
   * @param start `performance.now()` of when it began
   * @returns undefined where the code may be over its budget at some function
   */
  take(start: number): Artifact | undefined {
    const { decoder, features, funcOffsets, masm, options, parts, references } = this;
    const { bounds, target } = options;
    if (this.joined < this.plan!.cuts.length - 1) throw new Error('a part is missing');
    if (this.isOverBudget) return undefined;
    funcOffsets[funcOffsets.length - 1] = masm.pos;
    const { data, length } = references;
    for (let i = 0; i < length; i += 2) {
      masm.patchReference(data[i]!, funcOffsets[data[i + 1]!]!);
    }
    return {
      target,
      bounds,
      tableForm: 'pointers',
      features,
      info: decoder.info,
      trapSites: masm.trapSites.take(),
      trapKinds: joinedKinds(parts),
      callSites: masm.callSites.take(),
      ...masm.handlers.take(),
      frameStates: masm.frameStates.take(),
      funcOffsets,
      accessors: this.accessors.toArray(),
      moduleBytes: decoder.moduleBytes(),
      debug: undefined,
      stats: {
        bytesIn: this.bytesIn,
        bytesOut: masm.pos,
        functions: funcOffsets.length - 1,
        operators: sum(parts, 'operators'),
        spills: sum(parts, 'spills'),
        merges: sum(parts, 'merges'),
        moves: sum(parts, 'moves'),
        nanoseconds: (performance.now() - start) * 1e6,
      },
      code: masm.takeCode(),
    };
  }
}

/** Where the code section of a module ends, or its bytes, where none is found: whoever decodes it knows what is wrong then. */
export function endOfCode(bytes: Uint8Array): number {
  const reader = new BinaryReader(bytes, 8, bytes.length, 0);
  try {
    while (reader.remaining > 0) {
      const id = reader.u8('a section');
      const size = reader.u32('the size of a section');
      reader.pos += Math.min(size, reader.remaining);
      if (id === Section.Code) return reader.pos;
    }
  } catch {
    // Cut off.
  }
  return bytes.length;
}

function cutsOf(places: Int32Array): Int32Array {
  const count = places.length / 2;
  const cuts: number[] = [0];
  let size = 0;
  for (let i = 0; i < count; i++) {
    size += places[2 * i + 1]! - places[2 * i]!;
    if (size < PART_BYTES) continue;
    cuts.push(i + 1);
    size = 0;
  }
  if (cuts.at(-1)! < count) cuts.push(count);
  return Int32Array.from(cuts);
}

const sum = (parts: readonly Part[], field: 'operators' | 'spills' | 'merges' | 'moves'): number =>
  parts.reduce((total, part) => total + part[field], 0);

function joinedKinds(parts: readonly Part[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((total, part) => total + part.trapKinds.length, 0));
  let at = 0;
  for (const { trapKinds } of parts) {
    all.set(trapKinds, at);
    at += trapKinds.length;
  }
  return all;
}
