import type { Artifact, BoundsMode, TargetName } from '../artifact/artifact.js';
import { CompileError } from '../frontend/compile-error.js';
import { ModuleDecoder, type ModuleSink } from '../frontend/module-decoder.js';
import type { ModuleInfo } from '../frontend/module-info.js';
import { CodeTooLargeError } from '../masm/code-buffer.js';
import { TooManyValuesError } from '../stack/value-stack.js';
import {
  type BodyCompiler,
  giveBack,
  replaceBodyCompiler,
  takeBodyCompiler,
} from './body-compiler.js';
import type { CompileObserver } from './function-compiler.js';
import { targetFeatures } from './targets.js';

export interface CompileOptions {
  /** Machine to generate code for; default x64. */
  readonly target?: TargetName;
  /** CPU features to use, by name; default: all known ones. */
  readonly features?: readonly string[];
  /** How accesses to memory are kept inside; default guard. */
  readonly bounds?: BoundsMode;
  /** Checks the register bookkeeping after every operator. Slow; for tests. */
  readonly verify?: boolean;
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
  private readonly verify: boolean;
  private readonly observer: CompileObserver | undefined;
  /** From the first body to the end or an error. */
  private compiler: BodyCompiler | undefined = undefined;
  private artifact: Artifact | undefined = undefined;
  private bytesIn = 0;
  private nanoseconds = 0;

  /** @throws RangeError for a target or feature that is not known */
  constructor(options: CompileOptions = {}) {
    this.target = options.target ?? 'x64';
    this.features = targetFeatures(this.target, options.features);
    this.bounds = options.bounds ?? 'guard';
    this.observer = options.observer;
    this.verify = options.verify === true || options.observer !== undefined;
    this.decoder = new ModuleDecoder(this);
  }

  /** @throws CompileError when the module cannot be compiled; later calls throw it again */
  push(chunk: Uint8Array): void {
    const start = performance.now();
    try {
      this.decoder.push(chunk);
    } catch (error) {
      this.abandon();
      throw error;
    }
    this.nanoseconds += (performance.now() - start) * 1e6;
  }

  /** @throws CompileError when the module cannot be compiled or is not complete */
  finish(): Artifact {
    if (this.artifact !== undefined) return this.artifact;
    const start = performance.now();
    try {
      const info = this.decoder.finish();
      const compiler = this.compiler!;
      const artifact = this.makeArtifact(info, compiler, start);
      this.compiler = undefined;
      giveBack(compiler);
      this.artifact = artifact;
      return artifact;
    } catch (error) {
      this.abandon();
      throw error;
    }
  }

  /** Takes what was made out of the compiler. */
  private makeArtifact(info: ModuleInfo, compiler: BodyCompiler, start: number): Artifact {
    const { functions, bodies } = compiler;
    const { masm } = compiler.target;
    const { funcOffsets } = functions;
    funcOffsets[funcOffsets.length - 1] = masm.pos;
    return {
      target: this.target,
      bounds: this.bounds,
      features: this.features,
      info,
      code: masm.takeCode(),
      funcOffsets,
      trapSites: masm.trapSites.take(),
      trapKinds: new Uint8Array(masm.trapKinds.data.subarray(0, masm.trapKinds.length)),
      callSites: masm.callSites.take(),
      moduleBytes: this.decoder.moduleBytes(),
      stats: {
        bytesIn: this.bytesIn,
        bytesOut: masm.pos,
        functions: funcOffsets.length - 1,
        operators: bodies.operators,
        spills: functions.spills,
        merges: functions.merges,
        moves: functions.moveCount,
        nanoseconds: this.nanoseconds + (performance.now() - start) * 1e6,
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

  beginCode(info: ModuleInfo, size: number): void {
    const compiler = takeBodyCompiler(this.target, this.features);
    this.compiler = compiler;
    compiler.target.masm.expectModule(size);
    compiler.functions.beginModule(info, this.bounds, this.observer, this.verify);
    compiler.bodies.beginModule(info, this.verify);
  }

  functionBody(
    funcIndex: number,
    bytes: Uint8Array,
    start: number,
    end: number,
    moduleOffset: number,
  ): void {
    this.bytesIn += end - start;
    try {
      this.compiler!.bodies.decode(funcIndex, bytes, start, end, moduleOffset);
    } catch (error) {
      const overLimit = error instanceof CodeTooLargeError || error instanceof TooManyValuesError;
      if (!overLimit) throw error;
      throw new CompileError(error.message, { offset: moduleOffset, funcIndex });
    }
  }
}

/**
 * Compiles a whole module.
 *
 * @throws CompileError when the module is malformed, invalid, over a limit or in need of a proposal
 *   that is not supported
 */
export function compileModule(bytes: Uint8Array, options: CompileOptions = {}): Artifact {
  const compiler = new ModuleCompiler(options);
  compiler.push(bytes);
  return compiler.finish();
}
