/** The library as a file for Node, with what its other files must have in common with it. */
export { ArtifactError } from './artifact/artifact-error.js';
export * from './index.js';
export { RuntimeError } from './runtime/index.js';
/** The engine's own `WebAssembly`, which the compiler cannot see any more when a program has replaced it. */
export { engine } from './util/engine.js';
/** The compiler's: `CompileError` is that of `WebAssembly` here. */
export { CompileError as InvalidModule } from './wasm/compile-error.js';
