import type { Artifact, BoundsMode } from '../artifact/artifact.js';
import { CompileError } from '../frontend/compile-error.js';
import { typeName } from '../frontend/value-types.js';
import { hostOptions, loadArtifact } from './compiling.js';
import { CliError, EXIT_USAGE } from './failure.js';
import { formatResult, parseArgument } from './values.js';

export interface RunOptions {
  readonly invoke?: string;
  readonly bounds?: BoundsMode;
  readonly quiet?: boolean;
}

/**
 * `winch-ts run`: instantiates a module and calls an export: the one that is asked for, or `_start`
 * where the module has it.
 */
export async function runCommand(
  path: string,
  args: readonly string[],
  options: RunOptions,
): Promise<void> {
  const load = (bounds: BoundsMode) =>
    loadArtifact(
      path,
      async () => ({ ...(await hostOptions('host')), bounds }),
      options.quiet === true,
    );
  const artifact = await load(options.bounds ?? 'guard');
  const { getStore, GuardError, Instance, LinkError, RuntimeError, WasmFunction } = await import(
    '../runtime/index.js'
  );
  const attempt = <T>(action: () => T): T => {
    try {
      return action();
    } catch (error) {
      if (error instanceof RuntimeError) {
        throw new CliError(`${path}: trap: ${error.message}`, undefined, { cause: error });
      }
      if (error instanceof LinkError) {
        throw new CliError(`${path}: LinkError: ${error.message}`, undefined, { cause: error });
      }
      if (error instanceof CompileError || !(error instanceof Error)) throw error;
      throw new CliError(`${path}: ${error.message}`, undefined, { cause: error });
    }
  };
  // Imports are not provided: what a module needs of the outside is the embedder's to give.
  const instantiate = (code: Artifact) => {
    const externs = code.info.imports.map(() => undefined);
    return attempt(() => Instance.create(getStore(), code, externs));
  };
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
  const name = options.invoke ?? '_start';
  const func = instance.exports.get(name);
  if (func === undefined && options.invoke === undefined && args.length === 0) return;
  if (!(func instanceof WasmFunction)) {
    throw new CliError(`${path}: no exported function "${name}"`, EXIT_USAGE);
  }
  const { params, results } = func.type;
  if (args.length !== params.length) {
    const types = params.map(typeName).join(' ');
    throw new CliError(
      `"${name}" takes ${params.length} arguments (${types}), not ${args.length}`,
      EXIT_USAGE,
    );
  }
  const words = args.map((arg, i) => parseArgument(arg, params[i]!));
  const values = attempt(() => func.callRaw(words));
  const lines = values.map((bits, i) => `${formatResult(bits, results[i]!)}\n`);
  process.stdout.write(lines.join(''));
}
