import { FunctionCompiler } from '../codegen/function-compiler.js';
import { BodyDecoder } from '../frontend/body-decoder.js';
import type { ModuleAssembler } from '../masm/macro-assembler.js';
import type { CodeFacts } from '../module/code-facts.js';
import { type TargetName, targetNamed } from '../targets/index.js';
import type { Target } from '../targets/target.js';
import { Core } from './core.js';
import { coreFile } from './core-file.js';

/**
 * All that it takes to compile function bodies for a target: the objects that do it as JavaScript, and the core that does it
 * in their place where there is one. Modules are told to the objects; results are in them after {@link collect}.
 */
export class BodyCompiler {
  /** Kept from one module to the next. */
  private kept: Core | undefined = undefined;
  /** At work on the module. */
  private core: Core | undefined = undefined;
  private allowed = 0;

  /** @param features CPU features that the code may use */
  constructor(
    readonly target: TargetName,
    readonly features: readonly string[],
    readonly masm: ModuleAssembler,
    readonly functions: FunctionCompiler,
    readonly bodies: BodyDecoder,
  ) {}

  /**
   * Functions follow, of a module that the objects were told of.
   *
   * @param watched somebody looks on while functions are compiled: that the core cannot have
   */
  begin(facts: CodeFacts, watched: boolean): void {
    this.endCore();
    if (watched) return;
    const file = coreFile(this.target);
    if (file === undefined) return;
    this.kept ??= new Core(file, this);
    this.core = this.kept;
    this.core.begin(facts);
  }

  /** Says how much code the module may have so far. */
  allowCode(bytes: number): void {
    this.allowed = bytes;
    if (this.core === undefined) this.masm.allowCode(bytes);
    else this.core.allowCode(bytes);
  }

  /**
   * Compiles a body, as {@link BodyDecoder.decode} says.
   *
   * @throws CompileError when it is malformed or invalid; CodeTooLargeError
   */
  compile(
    funcIndex: number,
    bytes: Uint8Array,
    start: number,
    end: number,
    moduleOffset: number,
  ): void {
    const { bodies, core, masm } = this;
    if (core === undefined) {
      bodies.decode(funcIndex, bytes, start, end, moduleOffset);
      masm.checkCode();
      return;
    }
    if (core.compile(funcIndex, bytes, start, end, moduleOffset)) return;
    // What is wrong, JavaScript says. It has compiled nothing of the module yet.
    masm.allowCode(this.allowed);
    bodies.decode(funcIndex, bytes, start, end, moduleOffset);
    masm.checkCode();
    throw new Error(
      `internal error: the core does not compile function ${funcIndex}, which is right`,
    );
  }

  /** The functions before are forgotten, and the next one is alone in the buffer. */
  beginAlone(): void {
    this.masm.beginAlone();
    this.core?.beginAlone();
  }

  /**
   * Brings the results to the objects.
   *
   * @param first number of the first function that was compiled, and `end` behind the last
   */
  collect(first: number, end: number): void {
    this.core?.collect(first, end);
  }

  private endCore(): void {
    if (this.core !== undefined && !this.core.end()) this.kept = undefined;
    this.core = undefined;
  }

  /** Lets go of the module. */
  end(): void {
    this.endCore();
    this.functions.endModule();
    this.bodies.endModule();
  }
}

/**
 * One of each target that is not in use. They serve one module after the other, and not only to save
 * their making: the machine code that V8 makes of the compiler depends on the shapes of these
 * objects, and a garbage collection throws it away when the last object of a shape is gone.
 */
const idle = new Map<TargetName, BodyCompiler>();

/**
 * Takes what compiles bodies, for one module: no other module gets it until it is given back.
 *
 * @param features as `Target.features` gives them
 */
export function takeBodyCompiler(name: TargetName, features: readonly string[]): BodyCompiler {
  const known = idle.get(name);
  if (known !== undefined && known.features.join() === features.join()) {
    idle.delete(name);
    return known;
  }
  return createBodyCompiler(name, features);
}

/** Gives it back after a module, of which nothing is kept. */
export function giveBack(compiler: BodyCompiler): void {
  compiler.end();
  idle.set(compiler.target, compiler);
}

/** Gives a new one in the place of one that an exception left in the middle of something. */
export function replaceBodyCompiler(compiler: BodyCompiler): void {
  const { target, features } = compiler;
  compiler.end();
  idle.set(target, createBodyCompiler(target, features));
}

function createBodyCompiler(name: TargetName, features: readonly string[]): BodyCompiler {
  const target = targetNamed(name);
  const masm = target.makeMasm(features);
  const functions = new FunctionCompiler(masm, target.convention, refusalOf(target, features));
  return new BodyCompiler(name, features, masm, functions, new BodyDecoder(functions));
}

/** Why modules with vectors are refused; '' where they are not. */
function refusalOf(target: Target, features: readonly string[]): string {
  const lack = target.vectorsLack(features);
  return lack === '' ? '' : `SIMD needs ${lack}, target ${target.name} compiles without`;
}

/** Whether functions with vectors can be compiled. */
export function hasVectors(target: TargetName, features: readonly string[]): boolean {
  return targetNamed(target).vectorsLack(features) === '';
}
