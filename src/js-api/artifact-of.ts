import type { Artifact } from '../artifact/artifact.js';
import { getStore, openArtifact } from '../runtime/index.js';
import { compiledOf, type Module, moduleOfArtifact } from './module.js';

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
 * Opens the file of an artifact. It is mapped, not read: nothing is decoded before it is needed, and the code
 * runs in place. Damage of a large file may be found as late as the part is used; what has changed does not run.
 * The file must not be written to while it is in use, but may be replaced.
 *
 * @throws ArtifactError when it is none that this version can use; Error of the system's when it cannot be read
 */
export function loadArtifact(path: string): Artifact {
  return openArtifact(getStore(), path);
}

/**
 * A `WebAssembly.Module` of an artifact, to be instantiated on a machine that it was compiled for. It cannot be
 * cloned.
 */
export function moduleOf(artifact: Artifact): Module {
  return moduleOfArtifact(artifact);
}
