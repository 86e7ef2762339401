import { FunctionCompiler } from '../codegen/function-compiler.js';
import { BodyDecoder } from '../frontend/body-decoder.js';
import type { ModuleAssembler } from '../masm/macro-assembler.js';
import { type TargetName, targetNamed } from '../targets/index.js';
import type { Target } from '../targets/target.js';

/** All that it takes to compile function bodies for a target. */
export interface BodyCompiler {
  readonly target: TargetName;
  /** CPU features that the code may use. */
  readonly features: readonly string[];
  readonly masm: ModuleAssembler;
  readonly functions: FunctionCompiler;
  readonly bodies: BodyDecoder;
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
  compiler.functions.endModule();
  compiler.bodies.endModule();
  idle.set(compiler.target, compiler);
}

/** Gives a new one in the place of one that an exception left in the middle of something. */
export function replaceBodyCompiler({ target, features, functions, bodies }: BodyCompiler): void {
  functions.endModule();
  bodies.endModule();
  idle.set(target, createBodyCompiler(target, features));
}

function createBodyCompiler(name: TargetName, features: readonly string[]): BodyCompiler {
  const target = targetNamed(name);
  const masm = target.makeMasm(features);
  const functions = new FunctionCompiler(masm, target.convention, refusalOf(target, features));
  return { target: name, features, masm, functions, bodies: new BodyDecoder(functions) };
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
