import { closeSync, openSync, readSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import type { TableForm } from '../abi/vmctx-layout.js';
import type { Artifact, BoundsMode, TargetName } from '../artifact/artifact.js';
import { ArtifactError, deserializeArtifact } from '../artifact/deserialize.js';
import { LAZY_FROM } from '../artifact/function-source.js';
import type { ArtifactCache } from '../cache/artifact-cache.js';
import { compileLazily } from '../compiler/lazy-module.js';
import { type CompileOptions, ModuleCompiler } from '../compiler/module-compiler.js';
import { targetNamed, targetOfArch } from '../targets/index.js';
import { visible } from '../text/visible.js';
import { hostValidator } from '../util/host-validator.js';
import { CompileError } from '../wasm/compile-error.js';
import { CliError, EXIT_USAGE, oneLine } from './failure.js';
import { type InputFile, readInput, startsAsArtifact } from './files.js';
import { complain } from './output.js';
import { Progress } from './progress.js';

/** The target that this machine runs, or undefined. */
export function hostTarget(): TargetName | undefined {
  return targetOfArch(process.arch)?.name;
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
 * The target of code that is to be run here: machine code where it can run, unless another one is asked for.
 * @throws CliError for `host` where it cannot
 */
export async function runningTarget(name: string | undefined): Promise<TargetName> {
  if (name !== undefined && name !== 'host') return name as TargetName;
  const host = hostTarget();
  let reason = `there is no target for ${process.arch} machines`;
  if (host !== undefined) {
    const { noMachineCode } = await import('../runtime/node.js');
    const found = noMachineCode();
    if (found === undefined) return host;
    reason = found;
  }
  if (name === undefined) return 'portable';
  throw new CliError(`--target host: ${oneLine(reason)}`);
}

/**
 * Options to compile for execution on this machine, with the CPU features that it has.
 * @throws CliError for another machine's target
 */
export async function hostOptions(target: TargetName): Promise<CompileOptions> {
  checkRunnable(target);
  // The runtime loads native libraries; commands that only compile do without.
  const { hostMachine, useTarget } = await import('../runtime/node.js');
  useTarget(target);
  return { target, features: target === 'portable' ? [] : hostMachine().features() };
}

/** @throws CliError where code of the target cannot run on this machine */
export function checkRunnable(target: TargetName): void {
  if (target === hostTarget() || target === 'portable') return;
  throw new CliError(`${target} code cannot run on this ${process.arch} machine`, EXIT_USAGE);
}

/**
 * CPU features by their names on the command line, with commas in between; `host` stands for those
 * of this machine, `none` for none. Without a list, all known ones: the code is the same everywhere.
 * @throws CliError for features that the target does not have
 */
export async function resolveFeatures(
  list: string | undefined,
  target: TargetName,
): Promise<CompileOptions> {
  if (list === undefined) return {};
  if (list === 'none') return { features: [] };
  if (list === 'host') {
    if (target !== hostTarget()) {
      throw new CliError(
        `--features host: this is no ${target} machine, but ${process.arch}`,
        EXIT_USAGE,
      );
    }
    const { features } = await hostOptions(target);
    return features === undefined ? {} : { features };
  }
  try {
    return { features: targetNamed(target).features(list.split(',')) };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new CliError(`--features: ${error.message}`, EXIT_USAGE, { cause: error });
  }
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
 * @param lazy each function is compiled when it is called first; the module is validated
 * @throws CliError naming the file
 */
export function compileFile(
  path: string,
  bytes: Uint8Array,
  options: CompileOptions,
  quiet: boolean,
  tables: TableForm = 'pointers',
  lazy = false,
): Artifact {
  const progress = new Progress(quiet);
  try {
    if (lazy) return compileLazily(bytes, options, hostValidator);
    const compiler = new ModuleCompiler(options, tables);
    if (bytes.length >= LARGE) favourFirstCompile();
    for (let at = 0; at < bytes.length; at += CHUNK) {
      compiler.push(bytes.subarray(at, at + CHUNK));
      progress.update(() => `compiling ${path}: ${Math.floor((100 * at) / bytes.length)} %`);
    }
    return compiler.finish();
  } catch (error) {
    if (error instanceof CompileError) {
      const message = `${path}: CompileError: ${visible(error.message)}`;
      throw new CliError(message, undefined, { cause: error });
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
 * @param given what the user asked for, and whether the artifact is to be run: then it is mapped, or a large module's functions are compiled when they are called; what of it has no effect on an artifact is said
 * @param cache where the module is looked for first, and kept
 * @throws CliError
 */
export async function loadArtifact(
  path: string,
  options: () => Promise<CompileOptions>,
  given: CompilingOptions & {
    readonly quiet?: boolean;
    readonly map?: boolean;
    readonly lazy?: boolean;
  },
  cache?: ArtifactCache,
): Promise<Artifact> {
  let artifact: Artifact | undefined;
  try {
    artifact = given.map === true ? await mapArtifact(path) : undefined;
    if (artifact === undefined) {
      const input: InputFile = await readInput(path);
      if (input.kind === 'module') {
        const choice = await options();
        const key = cache?.keyOf(input.bytes, choice);
        const found = key === undefined ? undefined : cache?.find(key);
        if (found !== undefined) return found;
        const { bytes } = input;
        const lazy =
          given.lazy === true && bytes.length >= LAZY_FROM && choice.target !== 'portable';
        const quiet = given.quiet === true;
        const compiled = compileFile(path, bytes, choice, quiet, 'pointers', lazy);
        if (key !== undefined) cache?.add(key, compiled);
        return compiled;
      }
      artifact = deserializeArtifact(input.bytes);
    }
  } catch (error) {
    if (!(error instanceof ArtifactError)) throw error;
    throw new CliError(`${path}: ${(error as Error).message}`, undefined, { cause: error });
  }
  await sayIneffective(path, artifact, given);
  return artifact;
}

/** Maps an artifact of this machine; undefined for other files. */
async function mapArtifact(path: string): Promise<Artifact | undefined> {
  if (!startsAsArtifact(path)) return undefined;
  const { getStore, openArtifact, useTarget } = await import('../runtime/node.js');
  if (isPortableFile(path)) useTarget('portable');
  return openArtifact(getStore(), path);
}

/** Whether an artifact is of byte code, by `e_machine` of its ELF header. */
function isPortableFile(path: string): boolean {
  const head = Buffer.alloc(20);
  const file = openSync(path, 'r');
  try {
    readSync(file, head, 0, head.length, 0);
  } finally {
    closeSync(file);
  }
  return head.readUInt16LE(18) === targetNamed('portable').elf.machine;
}

/** Options of how to compile, as they are on the command line. */
export interface CompilingOptions {
  readonly target?: string;
  readonly features?: string;
  readonly bounds?: BoundsMode;
}

/**
 * Says which options have no effect because a file is an artifact: code that was compiled with others.
 */
async function sayIneffective(
  path: string,
  artifact: Artifact,
  options: CompilingOptions,
): Promise<void> {
  const { target, bounds, features } = artifact;
  const idle: string[] = [];
  const check = (name: string, given: string | undefined, is: string, same: boolean): void => {
    if (given !== undefined && !same) idle.push(`--${name} ${given} (it is ${is})`);
  };
  const given = options.target;
  check('target', given, target, given !== undefined && resolveTarget(given) === target);
  check('bounds', options.bounds, bounds, options.bounds === bounds);
  const list = features.join(',') || 'none';
  check('features', options.features, list, options.features === list);
  if (idle.length === 0) return;
  const text = `${path}: compiled already, so these have no effect: ${idle.join(', ')}`;
  await complain(`winch-ts: ${oneLine(text)}\n`);
}
