/** winch-ts for wherever there is JavaScript: modules become byte code, which an interpreter runs. */

import './runtime/anywhere.js';
import { WebAssembly } from './js-api/webassembly.js';
import { CompileError as InvalidModule } from './wasm/compile-error.js';

export type { Artifact, CompileStats, TargetName } from './artifact/artifact.js';
export { ArtifactError, deserializeArtifact, isArtifact } from './artifact/deserialize.js';
export {
  type CompileOptions,
  compileModule,
  ModuleCompiler,
  serializeArtifact,
} from './compiler/facade.js';
export { artifactOf, moduleOf } from './js-api/artifact-of.js';
export { type RunAsyncOptions, type RunOptions, run, runAsync } from './js-api/run.js';
export { WebAssembly };

/** One class for all: the compiler's errors are of it, too, and have their place in the module. */
export const { CompileError } = WebAssembly;
export type CompileError = WebAssembly.CompileError;

// As in `index.ts`.
Object.setPrototypeOf(InvalidModule.prototype, CompileError.prototype);
