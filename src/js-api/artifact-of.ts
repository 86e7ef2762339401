import type { Artifact } from '../artifact/artifact.js';
import { compiledOf } from './module.js';

/**
 * What compiling a drop-in `WebAssembly.Module` yielded: machine code, tables and counters.
 * @throws TypeError for anything else
 */
export function artifactOf(module: object): Artifact {
  const compiled = compiledOf(module);
  if (compiled === undefined) throw new TypeError('artifactOf expects a WebAssembly.Module');
  return compiled.artifact;
}
