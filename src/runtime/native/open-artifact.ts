import { readFileSync } from 'node:fs';
import type { Artifact } from '../../artifact/artifact.js';
import { deserializeArtifact } from '../../artifact/deserialize.js';
import type { Store } from '../store.js';
import { openMapped } from './artifact-files.js';
import { NativePlatform } from './native-platform.js';

/**
 * Opens an artifact's file: it is mapped where machine code runs, see `openMapped`, else read.
 *
 * @throws ArtifactError when it is none, or damaged
 * @throws Error of the system's when it cannot be read
 */
export function openArtifact({ platform }: Store, path: string | URL): Artifact {
  if (platform instanceof NativePlatform) return openMapped(platform, path);
  return deserializeArtifact(readFileSync(path));
}
