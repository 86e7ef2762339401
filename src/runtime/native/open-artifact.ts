import { readFileSync } from 'node:fs';
import type { ArtifactFile } from '../../artifact/artifact-file.js';
import { readArtifact } from '../../artifact/deserialize.js';
import type { Store } from '../store.js';
import { openMapped } from './artifact-files.js';
import { NativePlatform } from './native-platform.js';

/**
 * Opens an artifact's file: it is mapped where machine code runs, see `openMapped`, else read.
 *
 * @param whole all of it is checked, where a large file would be checked by the part when that is used
 * @throws ArtifactError when it is none, or damaged
 * @throws Error of the system's when it cannot be read
 */
export function openArtifact({ platform }: Store, path: string | URL, whole = false): ArtifactFile {
  if (platform instanceof NativePlatform) return openMapped(platform, path, whole);
  return readArtifact(readFileSync(path));
}
