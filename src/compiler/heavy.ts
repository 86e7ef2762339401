/**
 * What only those need who compile: in the build for Node a file of its own, which is loaded when it is first
 * asked for (see `load.ts`).
 */
export { serializeArtifact } from '../artifact/serialize.js';
export { validateModule } from '../frontend/module-validator.js';
export { compileLazily, LazyCompiler } from './lazy-module.js';
export { compileModule, ModuleCompiler } from './module-compiler.js';
export { buffersOf, endOfCode, PartCompiler, PartJoiner } from './module-parts.js';
