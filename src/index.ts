/** winch-ts: WebAssembly to machine code in one pass. */

import { WebAssembly } from './js-api/webassembly.js';
import { CompileError as InvalidModule } from './wasm/compile-error.js';

export type {
  Artifact,
  BoundsMode,
  CompileStats,
  TargetName,
} from './artifact/artifact.js';
export { ArtifactError, deserializeArtifact, isArtifact } from './artifact/deserialize.js';
export { ArtifactCache, type CacheEntry, type CacheOptions } from './cache/artifact-cache.js';
export {
  type CompileOptions,
  compileModule,
  ModuleCompiler,
  serializeArtifact,
} from './compiler/facade.js';
export type { ListingOptions } from './disassembly/listing.js';
export { loadArtifact } from './js-api/artifact-file.js';
export { artifactOf, moduleOf } from './js-api/artifact-of.js';
export {
  EXTERN_KINDS,
  featureNames,
  type HostTarget,
  hostTarget,
  listArtifact,
  TRAP_KINDS,
} from './js-api/facts.js';
export { useCache, useLazy } from './js-api/module.js';
export {
  contextPointer,
  type NativeFunction,
  type NativePointerOptions,
  nativePointer,
  nativeSymbol,
} from './js-api/native-code.js';
export { type RunAsyncOptions, type RunOptions, run, runAsync } from './js-api/run.js';
export { compileModuleAsync, useThreads } from './js-api/threads.js';

export { noMachineCode } from './runtime/node.js';
export { TextError, TextReaderMissingError, watToWasm } from './text/wat.js';
export { WebAssembly };

/** One class for all: the compiler's errors are of it, too, and have their place in the module. */
export const { CompileError } = WebAssembly;
export type CompileError = WebAssembly.CompileError;

// The compiler does not know of the standard's class, so they meet here.
Object.setPrototypeOf(InvalidModule.prototype, CompileError.prototype);
