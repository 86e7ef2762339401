/** winch-ts: WebAssembly to machine code in one pass. */
export type {
  Artifact,
  BoundsMode,
  CompileStats,
  TargetName,
} from './artifact/artifact.js';
export {
  ArtifactError,
  deserializeArtifact,
  isArtifact,
  serializeArtifact,
} from './artifact/serialize.js';
export { type CompileOptions, compileModule, ModuleCompiler } from './codegen/module-compiler.js';
export { CompileError } from './frontend/compile-error.js';
export { artifactOf } from './js-api/artifact-of.js';
export { WebAssembly } from './js-api/webassembly.js';
export { TextError, TextReaderMissingError, watToWasm } from './text/wat.js';
