import type { Artifact } from './artifact.js';
import { ArtifactFile } from './artifact-file.js';

const compiled = new WeakSet<object>();

/** Has {@link isArtifactObject} know what was compiled. */
export function noteArtifact(artifact: Artifact): Artifact {
  compiled.add(artifact);
  return artifact;
}

/** Whether a value is an artifact that this library has compiled or opened; what only looks like one is none. */
export function isArtifactObject(value: unknown): value is Artifact {
  if (typeof value !== 'object' || value === null) return false;
  return value instanceof ArtifactFile || compiled.has(value);
}
