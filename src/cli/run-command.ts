import type { Artifact, BoundsMode } from '../artifact/artifact.js';
import { ArtifactCache } from '../cache/artifact-cache.js';
import { visible } from '../text/visible.js';
import { CompileError } from '../wasm/compile-error.js';
import {
  type CompilingOptions,
  checkRunnable,
  hostOptions,
  hostTarget,
  loadArtifact,
  runningTarget,
} from './compiling.js';
import { compileIntoFile } from './debugging.js';
import { canEmulate, runEmulated } from './emulation.js';
import { prepareCall } from './exports.js';
import { CliError, EXIT_USAGE } from './failure.js';
import { complain, print } from './output.js';
import { profiled, runStats } from './profiling.js';
import { formatResult } from './values.js';
import { MAX_FRAMES, wasmFrames } from './wasm-frames.js';

export interface RunOptions extends CompilingOptions {
  readonly invoke?: string;
  readonly fuel?: string;
  readonly debug?: boolean;
  readonly perf?: string;
  readonly profile?: string;
  readonly stats?: boolean;
  readonly quiet?: boolean;
  readonly cache: boolean;
}

/**
 * `winch-ts run`: instantiates a module and calls an export: the one that is asked for, or `_start`
 * where the module has it. Code for aarch64 runs on an x64 machine through an emulator.
 */
export async function runCommand(
  path: string,
  args: readonly string[],
  options: RunOptions,
): Promise<void> {
  const fuel = fuelOf(options.fuel);
  const target = await runningTarget(options.target);
  if (target !== hostTarget() && canEmulate(target)) return runEmulated(target);
  checkRunnable(target);
  const quiet = options.quiet === true;
  const { debug = false, perf } = options;
  const file =
    debug || perf !== undefined
      ? await compileIntoFile(
          path,
          { ...(await hostOptions(target)), bounds: options.bounds ?? 'guard' },
          { debug, output: perf, quiet },
        )
      : path;
  const cache = options.cache ? new ArtifactCache() : undefined;
  const load = (bounds: BoundsMode) =>
    loadArtifact(
      file,
      async () => ({ ...(await hostOptions(target)), bounds }),
      { ...options, map: true },
      cache,
    );
  const artifact = await load(options.bounds ?? 'guard');
  // Before anything of the module runs.
  const call = prepareCall(path, artifact.info, options.invoke, args);
  const { getStore, GuardError, Instance, LinkError, RuntimeError, trapKindOf, WasmFunction } =
    await import('../runtime/node.js');
  const attempt = <T>(action: () => T): T => {
    // One more than is shown tells that there are more.
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = MAX_FRAMES + 1;
    try {
      return action();
    } catch (error) {
      if (error instanceof CompileError || !(error instanceof Error)) throw error;
      const details = wasmFrames(error, artifact.info.names.functions);
      const options = { cause: error, details };
      const message = visible(error.message);
      // A stack that is exhausted is an error of JavaScript's.
      if (error instanceof RuntimeError || trapKindOf(error) !== undefined) {
        throw new CliError(`${path}: trap: ${message}`, undefined, options);
      }
      const kind = error instanceof LinkError ? 'LinkError: ' : '';
      throw new CliError(`${path}: ${kind}${message}`, undefined, options);
    } finally {
      Error.stackTraceLimit = limit;
    }
  };
  // Imports are not provided: what a module needs of the outside is the embedder's to give.
  const instantiate = (code: Artifact) => {
    const externs = code.info.imports.map(() => undefined);
    return attempt(() => Instance.create(getStore(), code, externs));
  };
  const callExport = async () => {
    let instance: ReturnType<typeof instantiate>;
    try {
      instance = instantiate(artifact);
    } catch (error) {
      if (!(error instanceof CliError && error.cause instanceof GuardError)) throw error;
      // No address space for guard pages: other code needs none. (An artifact stays what it is.)
      const checked = await load('explicit');
      if (checked.bounds !== 'explicit') throw error;
      instance = instantiate(checked);
    }
    if (call === undefined) return '';
    const func = instance.exports.get(call.name);
    if (!(func instanceof WasmFunction)) throw new TypeError(`${call.name} is no function`);
    const values = attempt(() => func.callRaw(call.words));
    const lines = values.map((bits, i) => `${formatResult(bits, call.type.results[i]!)}\n`);
    return lines.join('');
  };
  if (fuel !== undefined) {
    const { platform, thread } = getStore();
    const { gauge } = thread.machine;
    if (gauge === undefined) {
      throw new CliError(
        `--fuel: ${platform.target} code counts none, that of --target portable does`,
        EXIT_USAGE,
      );
    }
    gauge.fuel = fuel;
  }
  try {
    await print(await profiled(options.profile, path, callExport));
  } finally {
    if (options.stats === true) {
      const { platform, thread } = getStore();
      await complain(runStats(artifact.code.length, thread, platform.instead));
      if (cache !== undefined) await complain(cacheLine(cache));
    }
  }
}

/** @throws CliError for what is no count */
function fuelOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const fuel = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(fuel)) return fuel;
  throw new CliError(`--fuel ${text}: expected a whole number`, EXIT_USAGE);
}

/** Whether the module was in the cache. A folder that nobody can use is said here only: the program runs without. */
function cacheLine({ folder, hits, misses, problem }: ArtifactCache): string {
  const place = folder === undefined ? '' : ` in ${visible(folder)}`;
  if (problem !== undefined) return `cache${place}: not used, ${visible(problem)}\n`;
  if (hits + misses === 0) return 'cache: not used for artifacts\n';
  return `cache${place}: ${hits > 0 ? 'found' : 'not found'}\n`;
}
