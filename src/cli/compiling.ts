import { setFlagsFromString } from 'node:v8';
import type { Artifact, TargetName } from '../artifact/artifact.js';
import { deserializeArtifact } from '../artifact/serialize.js';
import { type CompileOptions, ModuleCompiler } from '../codegen/module-compiler.js';
import { CompileError } from '../frontend/compile-error.js';
import { CliError, EXIT_USAGE } from './failure.js';
import { type InputFile, readInput } from './files.js';
import { Progress } from './progress.js';

export const TARGET_CHOICES = ['x64', 'aarch64', 'host'];

/** The target that this machine runs, or undefined. */
export function hostTarget(): TargetName | undefined {
  if (process.arch === 'x64') return 'x64';
  return process.arch === 'arm64' ? 'aarch64' : undefined;
}

/**
 * A target by its name on the command line.
 * @throws CliError for `host` on a machine that there is no target for
 */
export function resolveTarget(name: string): TargetName {
  const target = name === 'host' ? hostTarget() : (name as TargetName);
  if (target === undefined) throw new CliError(`there is no target for ${process.arch} machines`);
  return target;
}

/**
 * Options to compile for execution on this machine, with the CPU features that it has.
 * @param name as in {@link resolveTarget}
 * @throws CliError for another machine's target
 */
export async function hostOptions(name: string): Promise<CompileOptions> {
  const target = resolveTarget(name);
  if (target !== hostTarget()) {
    throw new CliError(`${target} code cannot run on this ${process.arch} machine`, EXIT_USAGE);
  }
  // The runtime loads native libraries; commands that only compile do without.
  const { hostMachine } = await import('../runtime/machine.js');
  return { target, features: hostMachine().features() };
}

/**
 * CPU features by their names on the command line, with commas in between; `host` stands for those
 * of this machine, `none` for none. Without a list, all known ones: the code is the same everywhere.
 */
export async function resolveFeatures(list: string | undefined): Promise<CompileOptions> {
  if (list === undefined) return {};
  if (list === 'none') return { features: [] };
  if (list !== 'host') return { features: list.split(',') };
  const { features } = await hostOptions('host');
  return features === undefined ? {} : { features };
}

/** Modules of this size take so long that {@link favourFirstCompile} pays. */
const LARGE = 100_000;

/**
 * A command compiles one module, and most of that time the compiler waits for V8 to optimise it.
 * With less inlining V8 is done earlier; a second module would be compiled more slowly. Not before
 * everything is loaded: with other flags, Node.js cannot use the cached code of its own modules.
 */
function favourFirstCompile(): void {
  setFlagsFromString('--max-inlined-bytecode-size-cumulative=300');
}

/** Bytes handed to the compiler between two looks at the clock. */
const CHUNK = 256 * 1024;

/**
 * Compiles a module, with progress on a terminal.
 * @throws CliError naming the file
 */
export function compileFile(
  path: string,
  bytes: Uint8Array,
  options: CompileOptions,
  quiet: boolean,
): Artifact {
  const progress = new Progress(quiet);
  try {
    const compiler = new ModuleCompiler(options);
    if (bytes.length >= LARGE) favourFirstCompile();
    for (let at = 0; at < bytes.length; at += CHUNK) {
      compiler.push(bytes.subarray(at, at + CHUNK));
      progress.update(() => `compiling ${path}: ${Math.floor((100 * at) / bytes.length)} %`);
    }
    return compiler.finish();
  } catch (error) {
    if (error instanceof CompileError) {
      throw new CliError(`${path}: CompileError: ${error.message}`, undefined, { cause: error });
    }
    if (error instanceof RangeError) {
      throw new CliError(`${path}: ${error.message}`, undefined, { cause: error });
    }
    throw error;
  } finally {
    progress.clear();
  }
}

/**
 * Reads an artifact, or reads a module and compiles it.
 * @throws CliError
 */
export async function loadArtifact(
  path: string,
  options: () => Promise<CompileOptions>,
  quiet: boolean,
): Promise<Artifact> {
  const input: InputFile = await readInput(path);
  if (input.kind === 'module') return compileFile(path, input.bytes, await options(), quiet);
  try {
    return deserializeArtifact(input.bytes);
  } catch (error) {
    throw new CliError(`${path}: ${(error as Error).message}`, undefined, { cause: error });
  }
}
