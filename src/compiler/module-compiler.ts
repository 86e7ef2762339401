import type { TableForm } from '../abi/vmctx-layout.js';
import type { Artifact, BoundsMode, TargetName } from '../artifact/artifact.js';
import { bytesOf } from '../artifact/buffer-source.js';
import { DebugRecorder } from '../codegen/debug-recorder.js';
import type { CompileObserver } from '../codegen/function-compiler.js';
import { accessorOf, isAccessor } from '../frontend/accessors.js';
import { ModuleDecoder, type ModuleSink } from '../frontend/module-decoder.js';
import { CodeTooLargeError } from '../masm/code-buffer.js';
import { CodeFacts } from '../module/code-facts.js';
import { type ModuleInfo, NO_INFO } from '../module/module-info.js';
import { TooManyValuesError } from '../stack/value-stack.js';
import { DEFAULT_TARGET, targetNamed } from '../targets/index.js';
import { IntList } from '../util/int-list.js';
import { keepShape } from '../util/shapes.js';
import { CompileError } from '../wasm/compile-error.js';
import { MAX_CODE_BASE, MAX_CODE_PER_BYTE } from '../wasm/limits.js';
import {
  type BodyCompiler,
  giveBack,
  replaceBodyCompiler,
  takeBodyCompiler,
} from './body-compiler.js';

/** Taken now: a program may put another in its place. */
const clock = performance;

export interface CompileOptions {
  /** Machine to generate code for; default x64. */
  readonly target?: TargetName;
  /** CPU features to use, by name; default: all known ones. */
  readonly features?: readonly string[];
  /** How accesses to memory are kept inside; default guard. */
  readonly bounds?: BoundsMode;
  /** Checks the register bookkeeping after every operator. Slow; for tests. */
  readonly verify?: boolean;
  /** Records what debug information is made of: {@link Artifact.debug}. The code is the same. */
  readonly debug?: boolean;
  /** Is told of every operator; implies `verify`. */
  readonly observer?: CompileObserver;
}

/**
 * Compiles a module that arrives in chunks: `push` any number of times, then `finish`. A function is
 * compiled as soon as its body has arrived. How the bytes are cut does not change the artifact.
 */
export class ModuleCompiler implements ModuleSink {
  private readonly decoder: ModuleDecoder;
  private readonly target: TargetName;
  private readonly features: readonly string[];
  private readonly bounds: BoundsMode;
  private readonly tables: TableForm;
  private readonly verify: boolean;
  private readonly observer: CompileObserver | undefined;
  private readonly recorder: DebugRecorder | undefined;
  private readonly accessors = new IntList(2);
  private info = NO_INFO;
  /** From the first body to the end or an error. */
  private compiler: BodyCompiler | undefined = undefined;
  private artifact: Artifact | undefined = undefined;
  private bytesIn = 0;
  private nanoseconds = 0;

  /**
   * @param tables what tables are to the code; structs are for objects of C, which this library does not run
   * @throws RangeError for a target, feature or mode of bounds checks that is not known, TypeError
   *   for an option of another type
   */
  constructor(options: CompileOptions = {}, tables: TableForm = 'pointers') {
    const { target, features, bounds, verify, debug, observer } = checkedOptions(options);
    this.tables = tables;
    this.target = target;
    this.features = targetNamed(target).features(features);
    this.bounds = bounds;
    this.observer = observer;
    this.recorder = debug ? new DebugRecorder() : undefined;
    this.verify = verify || observer !== undefined;
    this.decoder = new ModuleDecoder(this);
  }

  /**
   * Takes the next bytes of the module. They may change once this has returned.
   *
   * @param chunk an ArrayBuffer, a SharedArrayBuffer or a view of any kind
   * @throws CompileError when the module cannot be compiled; later calls throw it again.
   *   TypeError when the chunk is no buffer or view; nothing is changed then
   */
  push(chunk: ArrayBufferLike | ArrayBufferView): void {
    const bytes = bytesOf(chunk, 'ModuleCompiler.push: the chunk');
    const start = clock.now();
    try {
      this.decoder.push(bytes);
    } catch (error) {
      this.abandon();
      throw error;
    }
    this.nanoseconds += (clock.now() - start) * 1e6;
  }

  /** @throws CompileError when the module cannot be compiled or is not complete */
  finish(): Artifact {
    if (this.artifact !== undefined) return this.artifact;
    const start = clock.now();
    try {
      const info = this.decoder.finish();
      const compiler = this.compiler!;
      const artifact = this.makeArtifact(info, compiler, start);
      this.compiler = undefined;
      giveBack(compiler);
      this.artifact = artifact;
      keepShape('compiler', () => new ModuleCompiler());
      return artifact;
    } catch (error) {
      this.abandon();
      throw error;
    }
  }

  /** Takes what was made out of the compiler. */
  private makeArtifact(info: ModuleInfo, compiler: BodyCompiler, start: number): Artifact {
    compiler.collect(0, compiler.functions.funcOffsets.length - 1);
    const { functions, bodies, masm } = compiler;
    const { funcOffsets } = functions;
    funcOffsets[funcOffsets.length - 1] = masm.pos;
    return {
      target: this.target,
      bounds: this.bounds,
      tableForm: this.tables,
      features: this.features,
      info,
      code: masm.takeCode(),
      funcOffsets,
      trapSites: masm.trapSites.take(),
      trapKinds: new Uint8Array(masm.trapKinds.data.subarray(0, masm.trapKinds.length)),
      callSites: masm.callSites.take(),
      ...masm.handlers.take(),
      frameStates: masm.frameStates.take(),
      accessors: this.accessors.toArray(),
      moduleBytes: this.decoder.moduleBytes(),
      debug: this.recorder?.finish(),
      stats: {
        bytesIn: this.bytesIn,
        bytesOut: masm.pos,
        functions: funcOffsets.length - 1,
        operators: bodies.operators,
        spills: functions.spills,
        merges: functions.merges,
        moves: functions.moves,
        nanoseconds: this.nanoseconds + (clock.now() - start) * 1e6,
      },
    };
  }

  /** After an exception, which may have left anything half done. */
  private abandon(): void {
    const { compiler } = this;
    if (compiler === undefined) return;
    this.compiler = undefined;
    replaceBodyCompiler(compiler);
  }

  beginCode(info: ModuleInfo, size: number, contentsAt: number): void {
    const compiler = takeBodyCompiler(this.target, this.features);
    this.compiler = compiler;
    this.info = info;
    compiler.masm.expectModule(size);
    const { verify, recorder } = this;
    recorder?.beginCode(contentsAt);
    const facts = new CodeFacts(info);
    compiler.functions.beginModule(
      info,
      facts,
      this.bounds,
      this.tables,
      this.observer,
      verify,
      recorder,
    );
    const watched = verify || recorder !== undefined;
    compiler.bodies.beginModule(facts, info.typeTable, watched);
    compiler.begin(facts, watched);
  }

  functionBody(
    funcIndex: number,
    bytes: Uint8Array,
    start: number,
    end: number,
    moduleOffset: number,
  ): void {
    this.bytesIn += end - start;
    const compiler = this.compiler!;
    // By the bytes that came, not by those that the section claims to have.
    compiler.allowCode(MAX_CODE_BASE + MAX_CODE_PER_BYTE * this.bytesIn);
    this.recorder?.body(bytes, start, end, moduleOffset);
    try {
      compiler.compile(funcIndex, bytes, start, end, moduleOffset);
      const accessor = accessorOf(bytes, start, end);
      if (accessor >= 0 && isAccessor(this.info, funcIndex, accessor)) {
        this.accessors.pushPair(funcIndex, accessor);
      }
    } catch (error) {
      const overLimit = error instanceof CodeTooLargeError || error instanceof TooManyValuesError;
      if (!overLimit) throw error;
      throw new CompileError(error.message, { offset: moduleOffset, funcIndex });
    }
  }
}

type Option = keyof CompileOptions;
type CheckedOptions = Required<Pick<CompileOptions, 'target' | 'bounds' | 'verify' | 'debug'>> & {
  readonly features: readonly string[] | undefined;
  readonly observer: CompileObserver | undefined;
};

/** Reads each option once, and checks it. What targets and features there are is known elsewhere. */
function checkedOptions(options: CompileOptions): CheckedOptions {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError(`options must be an object, not ${shown(options)}`);
  }
  const { target = DEFAULT_TARGET, features, bounds = 'guard', verify = false, observer } = options;
  const { debug = false } = options;
  expectType('target', target, 'string');
  expectType('bounds', bounds, 'string');
  expectType('verify', verify, 'boolean');
  expectType('debug', debug, 'boolean');
  if (observer !== undefined) expectType('observer', observer, 'object');
  if (!BOUNDS_MODES.includes(bounds)) {
    throw new RangeError(`bounds ${shown(bounds)} is not supported, expected guard or explicit`);
  }
  if (features === undefined) return { target, features, bounds, verify, debug, observer };
  if (!Array.isArray(features)) {
    throw new TypeError(`features must be an array of strings, not ${shown(features)}`);
  }
  const names = Array.from(features as readonly unknown[]);
  for (const name of names) expectType('each of features', name, 'string');
  return { target, features: names as string[], bounds, verify, debug, observer };
}

const BOUNDS_MODES: readonly BoundsMode[] = ['guard', 'explicit'];

function expectType(
  name: Option | 'each of features',
  value: unknown,
  type: 'boolean' | 'object' | 'string',
): void {
  if (typeof value === type && value !== null) return;
  const article = type === 'object' ? 'an' : 'a';
  throw new TypeError(`${name} must be ${article} ${type}, not ${shown(value)}`);
}

/** A value of any type in an error; of objects, the type alone. */
function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  return value === null || typeof value !== 'object' ? String(value) : 'an object';
}

/**
 * Compiles a whole module.
 *
 * @param bytes an ArrayBuffer, a SharedArrayBuffer or a view of any kind
 * @throws CompileError when the module is malformed, invalid, over a limit or in need of a proposal
 *   that is not supported; TypeError and RangeError for arguments as {@link ModuleCompiler} says
 */
export function compileModule(
  bytes: ArrayBufferLike | ArrayBufferView,
  options: CompileOptions = {},
): Artifact {
  const module = bytesOf(bytes, 'compileModule: the module');
  const compiler = new ModuleCompiler(options);
  compiler.push(module);
  return compiler.finish();
}
