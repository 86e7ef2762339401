import type { Artifact } from '../artifact/artifact.js';
import type { ModuleInfo } from '../module/module-info.js';
import {
  exceptionsOf,
  getStore,
  LinkError,
  RuntimeError,
  type Thrown,
  trapKindOf,
} from '../runtime/index.js';
import { visible } from '../text/visible.js';
import { CompileError } from '../wasm/compile-error.js';
import { ExternKind } from '../wasm/types.js';
import { typeName } from '../wasm/value-types.js';
import { CliError, EXIT_TRAP } from './failure.js';
import { formatResult } from './values.js';
import { MAX_FRAMES, wasmFrames } from './wasm-frames.js';

/**
 * Links or runs WebAssembly.
 *
 * @param path of the module
 * @throws CliError in the place of errors of a module and its linking, with the frames that are the module's
 */
export function attempt<T>(path: string, { info }: Artifact, action: () => T): T {
  // One more than is shown tells that there are more.
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = MAX_FRAMES + 1;
  try {
    return action();
  } catch (error) {
    const thrown = exceptionsOf(getStore()).forms.thrownOf(error);
    if (thrown !== undefined) {
      throw new CliError(`${path}: uncaught exception ${visible(exceptionText(thrown, info))}`);
    }
    if (error instanceof CompileError || !(error instanceof Error)) throw error;
    const details = wasmFrames(error, info.names.functions);
    const options = { cause: error, details };
    const message = visible(error.message);
    // A stack that is exhausted is an error of JavaScript's.
    if (error instanceof RuntimeError || trapKindOf(error) !== undefined) {
      throw new CliError(`${path}: trap: ${message}`, EXIT_TRAP, options);
    }
    const kind = error instanceof LinkError ? 'LinkError: ' : '';
    throw new CliError(`${path}: ${kind}${message}`, undefined, options);
  } finally {
    Error.stackTraceLimit = limit;
  }
}

/** Values of an exception that are shown. */
const MAX_VALUES = 20;

/** `"name" (7, 2.5)`: the name of its tag, if the module has just one and exports it, and its values. */
function exceptionText({ tag, values }: Thrown, info: ModuleInfo): string {
  const { params } = tag!.type;
  const shown = values.slice(0, MAX_VALUES).map((value, i) => {
    const isNumber = typeof value === 'number' || typeof value === 'bigint';
    return isNumber ? formatResult(BigInt(value), params[i]!) : typeName(params[i]!);
  });
  if (values.length > MAX_VALUES) shown.push('...');
  // Of a module with one tag, it is that one.
  const item =
    info.tags.length === 1 ? info.exports.find(({ kind }) => kind === ExternKind.Tag) : undefined;
  return `${item === undefined ? '' : `"${item.name}" `}(${shown.join(', ')})`;
}
