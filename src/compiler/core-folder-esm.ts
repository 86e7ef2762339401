import { fileURLToPath } from 'node:url';

/** Where the build puts cores, seen from the folders of the command. */
export function coreFolder(): string {
  return fileURLToPath(new URL('../core', import.meta.url));
}
