import type { Artifact } from '../artifact/artifact.js';
import { LinkError, RuntimeError, trapKindOf } from '../runtime/index.js';
import { visible } from '../text/visible.js';
import { CompileError } from '../wasm/compile-error.js';
import { CliError } from './failure.js';
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
    if (error instanceof CompileError || !(error instanceof Error)) throw error;
    const details = wasmFrames(error, info.names.functions);
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
}
