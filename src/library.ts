/** The library as a file for Node, with what its other files must have in common with it. */
export { ArtifactError } from './artifact/artifact-error.js';
export * from './index.js';
export { RuntimeError } from './runtime/index.js';
export { CompileError } from './wasm/compile-error.js';
