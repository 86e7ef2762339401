import type { TargetName } from '../targets/index.js';
import type { CoreFile } from './core.js';

/**
 * The core for a target as WebAssembly; undefined where there is none, and JavaScript does its work. The builds for Node have
 * `core-file-stored.ts` in the place of this file.
 */
export function coreFile(_target: TargetName): CoreFile | undefined {
  return undefined;
}
