import type { Artifact } from '../artifact/artifact.js';
import type { Module } from './declarations.js';
import { compiledOf, moduleOfArtifact } from './module.js';

/**
 * What compiling a drop-in `WebAssembly.Module` yielded: machine code, tables and counters.
 * @throws TypeError for anything else
 */
export function artifactOf(module: object): Artifact {
  const compiled = compiledOf(module);
  if (compiled === undefined) throw new TypeError('artifactOf expects a WebAssembly.Module');
  return compiled.artifact;
}

/**
 * A `WebAssembly.Module` of an artifact, to be instantiated on a machine that it was compiled for. It cannot be
 * cloned.
 */
export function moduleOf(artifact: Artifact): Module {
  return moduleOfArtifact(artifact);
}
