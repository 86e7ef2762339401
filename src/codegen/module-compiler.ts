import { VmctxLayout } from '../abi/vmctx-layout.js';
import type { Artifact, BoundsMode, TargetName } from '../artifact/artifact.js';
import { BodyDecoder } from '../frontend/body-decoder.js';
import { CompileError } from '../frontend/compile-error.js';
import { ModuleDecoder, type ModuleSink } from '../frontend/module-decoder.js';
import type { ModuleInfo } from '../frontend/module-info.js';
import { CodeTooLargeError } from '../masm/code-buffer.js';
import { type CompileObserver, FunctionCompiler } from './function-compiler.js';
import { createTarget, type Target } from './targets.js';

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
  private readonly target: Target;
  private readonly bounds: BoundsMode;
  private readonly verify: boolean;
  private readonly observer: CompileObserver | undefined;
  private functions: FunctionCompiler | undefined;
  private bodies: BodyDecoder | undefined;
  private bytesIn = 0;
  private nanoseconds = 0;

  constructor(options: CompileOptions = {}) {
    this.target = createTarget(options.target ?? 'x64', options.features);
    this.bounds = options.bounds ?? 'guard';
    this.observer = options.observer;
    this.verify = options.verify === true || options.observer !== undefined;
    this.decoder = new ModuleDecoder(this);
  }

  /** @throws CompileError when the module cannot be compiled; later calls throw it again */
  push(chunk: Uint8Array): void {
    const start = performance.now();
    this.decoder.push(chunk);
    this.nanoseconds += (performance.now() - start) * 1e6;
  }

  /** @throws CompileError when the module cannot be compiled or is not complete */
  finish(): Artifact {
    const start = performance.now();
    const info = this.decoder.finish();
    const { masm } = this.target;
    const functions = this.functions!;
    const { funcOffsets } = functions;
    funcOffsets[funcOffsets.length - 1] = masm.pos;
    const artifact: Artifact = {
      target: masm.traits.name,
      bounds: this.bounds,
      features: this.target.features,
      info,
      code: masm.bytes.slice(0, masm.pos),
      funcOffsets,
      trapSites: masm.trapSites.toArray(),
      trapKinds: new Uint8Array(masm.trapKinds.toArray()),
      callSites: masm.callSites.toArray(),
      moduleBytes: this.decoder.moduleBytes(),
      stats: {
        bytesIn: this.bytesIn,
        bytesOut: masm.pos,
        functions: funcOffsets.length - 1,
        operators: this.bodies!.operators,
        spills: functions.spills,
        merges: functions.merges,
        nanoseconds: this.nanoseconds + (performance.now() - start) * 1e6,
      },
    };
    return artifact;
  }

  beginCode(info: ModuleInfo): void {
    const { masm, convention } = this.target;
    this.functions = new FunctionCompiler(
      masm,
      info,
      new VmctxLayout(info),
      convention,
      this.bounds,
      this.observer,
    );
    this.bodies = new BodyDecoder(info, this.functions, this.verify);
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
      this.bodies!.decode(funcIndex, bytes, start, end, moduleOffset);
    } catch (error) {
      if (!(error instanceof CodeTooLargeError)) throw error;
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
