import type { Artifact, BoundsMode } from '../artifact/artifact.js';
import { ArtifactCache } from '../cache/artifact-cache.js';
import type { Instance } from '../runtime/index.js';
import { visible } from '../text/visible.js';
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
import { preloadsOf } from './preloads.js';
import { profiled, runStats } from './profiling.js';
import { formatResult } from './values.js';
import { createWasi, exportsStart, GuestExit, usesWasi, type WasiOptions } from './wasi.js';

export interface RunOptions extends CompilingOptions, WasiOptions {
  readonly invoke?: string;
  readonly preload?: readonly string[];
  readonly fuel?: string;
  readonly debug?: boolean;
  readonly perf?: string;
  readonly profile?: string;
  readonly stats?: boolean;
  readonly quiet?: boolean;
  readonly cache: boolean;
  readonly lazy: boolean;
}

/**
 * `winch-ts run`: instantiates a module and calls an export: the one that is asked for, or `_start`
 * where the module has it. A program of WASI gets the arguments, and its exit code is the process's.
 * Code for aarch64 runs on an x64 machine through an emulator.
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
  const load = (from: string, bounds: BoundsMode) =>
    loadArtifact(
      from,
      async () => ({ ...(await hostOptions(target)), bounds }),
      { ...options, map: true },
      cache,
    );
  const bounds = options.bounds ?? 'guard';
  const preloads = preloadsOf(options.preload ?? []);
  const preloaded: Artifact[] = [];
  for (const preload of preloads) preloaded.push(await load(preload.path, bounds));
  const artifact = await load(file, bounds);
  const { info } = artifact;
  const isProgram = options.invoke === undefined && usesWasi(info) && exportsStart(info);
  // Before anything of the module runs.
  const call = prepareCall(path, info, options.invoke, isProgram ? [] : args);
  await sayUnused(options, [artifact, ...preloaded]);
  const { getStore, GuardError, WasmFunction } = await import('../runtime/node.js');
  const { attempt } = await import('./attempt.js');
  const { link } = await import('./linking.js');
  const instances = new Map<string, Instance>();
  /** Makes an instance, and lets one that is a library set itself up. */
  const instantiate = async (of: string, from: string, code: Artifact) => {
    const rest = isProgram && of === path ? args : [];
    const wasi = usesWasi(code.info) ? await createWasi(code.info, of, rest, options) : undefined;
    const make = (made: Artifact) => attempt(of, made, () => link(made, instances, wasi));
    let instance: Instance;
    try {
      instance = make(code);
    } catch (error) {
      if (!(error instanceof CliError && error.cause instanceof GuardError)) throw error;
      // No address space for guard pages: other code needs none. (An artifact stays what it is.)
      const checked = await load(from, 'explicit');
      if (checked.bounds !== 'explicit') throw error;
      instance = make(checked);
    }
    const set = wasi === undefined ? undefined : instance.exports.get('_initialize');
    if (set instanceof WasmFunction) attempt(of, code, () => set.callRaw([]));
    return instance;
  };
  const callExport = async () => {
    for (const [i, { name, path }] of preloads.entries()) {
      instances.set(name, await instantiate(path, path, preloaded[i]!));
    }
    const instance = await instantiate(path, file, artifact);
    if (call === undefined) return '';
    const func = instance.exports.get(call.name);
    if (!(func instanceof WasmFunction)) throw new TypeError(`${call.name} is no function`);
    const values = attempt(path, artifact, () => func.callRaw(call.words));
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
  } catch (error) {
    if (!(error instanceof GuestExit)) throw error;
    process.exitCode = error.processCode;
  } finally {
    if (options.stats === true) {
      const { platform, thread } = getStore();
      const bytes = artifact.functions?.madeBytes ?? artifact.code.length;
      await complain(runStats(bytes, thread, platform.instead));
      if (cache !== undefined) await complain(cacheLine(cache));
    }
  }
}

/** Says which options are of no use to any of the modules. */
async function sayUnused({ dir, env }: RunOptions, artifacts: readonly Artifact[]): Promise<void> {
  if (artifacts.some(({ info }) => usesWasi(info))) return;
  const given = [...(dir === undefined ? [] : ['--dir']), ...(env === undefined ? [] : ['--env'])];
  if (given.length === 0) return;
  await complain(`winch-ts: ${given.join(', ')}: no effect, nothing is imported from WASI\n`);
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
