import type { Artifact } from '../artifact/artifact.js';
import { getStore, openArtifact } from '../runtime/node.js';
import { provideFiles } from './module.js';

/**
 * Opens the file of an artifact. It is mapped, not read: nothing is decoded before it is needed, and the code
 * runs in place. Damage of a large file may be found as late as the part is used; what has changed does not run.
 * The file must not be written to while it is in use, but may be replaced.
 *
 * @throws ArtifactError when it is none that this version can use; Error of the system's when it cannot be read
 */
export function loadArtifact(path: string | URL): Artifact {
  return openArtifact(getStore(), path);
}

provideFiles(loadArtifact);
