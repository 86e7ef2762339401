import type { Artifact, BoundsMode, TargetName } from '../artifact/artifact.js';
import { checksum } from '../artifact/checksum.js';
import type { FunctionCode, FunctionSource } from '../artifact/function-source.js';
import { accessorOf, isAccessor } from '../frontend/accessors.js';
import { hasOnlyOurs, MOST_VALUES } from '../frontend/body-scan.js';
import { ModuleDecoder, type ModuleSink } from '../frontend/module-decoder.js';
import { validateModule } from '../frontend/module-validator.js';
import { CodeTooLargeError } from '../masm/code-buffer.js';
import { CodeFacts } from '../module/code-facts.js';
import type { ModuleInfo } from '../module/module-info.js';
import { passesVectors } from '../module/vector-types.js';
import { DEFAULT_TARGET, targetNamed } from '../targets/index.js';
import { IntList } from '../util/int-list.js';
import { later } from '../util/turns.js';
import { CompileError } from '../wasm/compile-error.js';
import { MAX_CODE_BASE, MAX_CODE_PER_BYTE } from '../wasm/limits.js';
import {
  type BodyCompiler,
  giveBack,
  hasVectors,
  replaceBodyCompiler,
  takeBodyCompiler,
} from './body-compiler.js';
import { type CompileOptions, compileModule } from './module-compiler.js';

/** Whether bytes are a valid module: somebody else's opinion, who may know more proposals than we do. */
export type Validator = (bytes: Uint8Array) => boolean;

/** Bytes at both ends of the code section that tell modules apart. */
const SAMPLE = 1 << 16;

/** How the functions of a module are to be compiled. */
interface Choice {
  readonly target: TargetName;
  readonly features: readonly string[];
  readonly bounds: BoundsMode;
}

/** What compiles functions one by one, with the module that it works for. It is given back when the job has ended. */
let open: { readonly owner: LazyFunctions; readonly compiler: BodyCompiler } | undefined;

function close(): void {
  if (open === undefined) return;
  const { compiler } = open;
  open = undefined;
  giveBack(compiler);
}

/** The functions of a valid module. */
class LazyFunctions implements FunctionSource {
  readonly bodyBytes: number;
  madeBytes = 0;
  /** From the first function on. */
  private facts: CodeFacts | undefined = undefined;

  /**
   * @param bytes of the whole module, which nobody changes
   * @param places of each body its start and its end in the bytes
   */
  constructor(
    private readonly choice: Choice,
    private readonly info: ModuleInfo,
    readonly bytes: Uint8Array,
    private readonly places: Int32Array,
  ) {
    this.bodyBytes = places.length === 0 ? 0 : places.at(-1)! - places[0]!;
  }

  get checksum(): number {
    const { bytes, places } = this;
    if (places.length === 0) return 0;
    const bodies = bytes.subarray(places[0], places.at(-1));
    const head = checksum(bodies.subarray(0, SAMPLE), 0);
    return Math.imul(head, 31) ^ checksum(bodies.subarray(-SAMPLE), bodies.length);
  }

  bodyOffset(index: number): number {
    return this.places[2 * (index - this.info.importedFuncs)]!;
  }

  compile(index: number, placeOf: (index: number) => number): FunctionCode {
    const { bytes, info, places } = this;
    const number = index - info.importedFuncs;
    const start = places[2 * number]!;
    const end = places[2 * number + 1]!;
    const compiler = this.take();
    const { functions, masm } = compiler;
    try {
      compiler.beginAlone();
      compiler.allowCode(MAX_CODE_BASE + MAX_CODE_PER_BYTE * (end - start));
      compiler.compile(index, bytes, start, end, start);
      compiler.collect(number, number + 1);
      masm.resolveAlone(placeOf);
      if (functions.funcOffsets[number] !== 0) throw new Error('code in front of a function');
    } catch (error) {
      replaceBodyCompiler(compiler);
      if (error instanceof CodeTooLargeError) {
        throw new RangeError(`out of memory: machine code of function ${index}`);
      }
      if (error instanceof CompileError) {
        throw new Error(`internal error: a function was taken for valid (${error.message})`);
      }
      throw error;
    }
    open = { owner: this, compiler };
    this.madeBytes += masm.pos;
    return {
      code: masm.bytes.subarray(0, masm.pos),
      trapSites: masm.trapSites.data.subarray(0, masm.trapSites.length),
      trapKinds: masm.trapKinds.data.subarray(0, masm.trapKinds.length),
      callSites: masm.callSites.data.subarray(0, masm.callSites.length),
      ...masm.handlers.view(),
    };
  }

  /** What compiles a function. Nobody else has it meanwhile: execution may be ended, and leave anything in it. */
  private take(): BodyCompiler {
    if (open?.owner === this) {
      const { compiler } = open;
      open = undefined;
      return compiler;
    }
    close();
    const { bounds, features, target } = this.choice;
    const compiler = takeBodyCompiler(target, features);
    this.facts ??= new CodeFacts(this.info);
    const { facts } = this;
    compiler.functions.beginModule(
      this.info,
      facts,
      bounds,
      'pointers',
      undefined,
      false,
      undefined,
    );
    compiler.bodies.beginModule(facts, this.info.typeTable, false);
    compiler.masm.beginAlone();
    compiler.begin(facts, false);
    later(close);
    return compiler;
  }
}

/** A valid module whose functions are compiled when they are called first; all at once, if somebody asks for what only all of them have. */
class LazyArtifact implements Artifact {
  readonly tableForm = 'pointers';
  readonly target: TargetName;
  readonly bounds: BoundsMode;
  readonly features: readonly string[];
  readonly debug = undefined;
  private compiled: Artifact | undefined;

  constructor(
    choice: Choice,
    readonly info: ModuleInfo,
    readonly accessors: Int32Array,
    readonly functions: FunctionSource,
    private readonly bytes: Uint8Array,
  ) {
    this.target = choice.target;
    this.bounds = choice.bounds;
    this.features = choice.features;
  }

  get whole(): Artifact {
    const { bounds, features, target } = this;
    this.compiled ??= compileModule(this.bytes, { bounds, features, target });
    return this.compiled;
  }

  get moduleBytes() {
    return this.whole.moduleBytes;
  }

  get code() {
    return this.whole.code;
  }

  get funcOffsets() {
    return this.whole.funcOffsets;
  }

  get trapSites() {
    return this.whole.trapSites;
  }

  get trapKinds() {
    return this.whole.trapKinds;
  }

  get callSites() {
    return this.whole.callSites;
  }

  get handlers() {
    return this.whole.handlers;
  }

  get handlerSpans() {
    return this.whole.handlerSpans;
  }

  get frameStates() {
    return this.whole.frameStates;
  }

  get stats() {
    return this.whole.stats;
  }
}

/** Finds the bodies, and whether they are for {@link LazyFunctions}. */
class Scanner implements ModuleSink {
  readonly accessors = new IntList(2);
  readonly places = new IntList(1 << 10);
  isFit = true;
  private info!: ModuleInfo;
  private mostResults = 1;

  /** @param vectors whether functions with vectors can be compiled */
  constructor(private readonly vectors: boolean) {}

  beginCode(info: ModuleInfo): void {
    this.info = info;
    const { typeTable } = info;
    if (!this.vectors && passesVectors(info)) this.isFit = false;
    for (let i = 0; i < typeTable.length; i++) {
      const results = typeTable.count(typeTable.results(i));
      if (results > MOST_VALUES) this.isFit = false;
      if (results > this.mostResults) this.mostResults = results;
    }
    // A catch leaves the values of an exception, and a reference to it.
    for (const type of info.tags) {
      const values = typeTable.count(typeTable.params(type)) + 1;
      if (values > MOST_VALUES) this.isFit = false;
      if (values > this.mostResults) this.mostResults = values;
    }
  }

  functionBody(
    funcIndex: number,
    bytes: Uint8Array,
    start: number,
    end: number,
    moduleOffset: number,
  ): void {
    this.places.pushPair(moduleOffset, moduleOffset + end - start);
    this.isFit &&= hasOnlyOurs(this.info, this.mostResults, this.vectors, bytes, start, end);
    if (!this.isFit) return;
    const accessor = accessorOf(bytes, start, end);
    if (accessor >= 0 && isAccessor(this.info, funcIndex, accessor)) {
      this.accessors.pushPair(funcIndex, accessor);
    }
  }
}

type LazyOptions = Pick<CompileOptions, 'target' | 'features' | 'bounds'>;

/**
 * Takes a module piece by piece, whose functions are to be compiled when they are called first: `advance` to its end, then
 * `finish`. What it makes of a module that is valid in somebody else's eyes is right by our rules as well; of what it refuses, it
 * does not say what is wrong: compiling does.
 */
export class LazyCompiler {
  private readonly choice: Choice;
  private readonly scanner: Scanner;
  private at = 0;
  private readonly decoder: ModuleDecoder;

  /** @param bytes of the whole module, which nobody changes; they are kept */
  constructor(
    private readonly bytes: Uint8Array,
    { target = DEFAULT_TARGET, features, bounds = 'guard' }: LazyOptions,
  ) {
    const names = targetNamed(target).features(features);
    this.choice = { target, features: names, bounds };
    this.scanner = new Scanner(hasVectors(target, names));
    this.decoder = new ModuleDecoder(this.scanner, { kept: true });
    this.decoder.adopt(bytes);
  }

  /**
   * Goes on with the bytes up to a position.
   * @returns false where the module is not fit for this: that is the end then
   */
  advance(to: number): boolean {
    const chunk = this.bytes.subarray(this.at, to);
    this.at = to;
    try {
      this.decoder.push(chunk);
    } catch (error) {
      if (!(error instanceof CompileError)) throw error;
      return false;
    }
    return this.scanner.isFit;
  }

  /** @param isValid what another validator, or our own, has found */
  finish(isValid: boolean): Artifact | undefined {
    const { bytes, choice, decoder, scanner } = this;
    try {
      const info = decoder.finish();
      if (!scanner.isFit || !isValid) return undefined;
      const functions = new LazyFunctions(choice, info, bytes, scanner.places.toArray());
      const accessors = scanner.accessors.toArray();
      return new LazyArtifact(choice, info, accessors, functions, bytes);
    } catch (error) {
      if (!(error instanceof CompileError)) throw error;
      return undefined;
    }
  }
}

/**
 * Validates a module, whose functions are compiled when they are called first. What is wrong with it is said here, in the
 * words in which compiling says it: then it is compiled, as is a module that is not fit for being compiled bit by bit.
 *
 * @param bytes that nobody changes; they are kept
 * @param isValid another validator, which is faster than our own; undefined: there is none
 * @throws as `compileModule`
 */
export function compileLazily(
  bytes: Uint8Array,
  options: LazyOptions,
  isValid: Validator | undefined,
): Artifact {
  const compiler = new LazyCompiler(bytes, options);
  const fit = compiler.advance(bytes.length);
  const artifact = fit ? compiler.finish(isValidBy(bytes, isValid)) : undefined;
  return artifact ?? compileModule(bytes, options);
}

function isValidBy(bytes: Uint8Array, isValid: Validator | undefined): boolean {
  if (isValid !== undefined) return isValid(bytes);
  try {
    validateModule(bytes);
    return true;
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    return false;
  }
}
