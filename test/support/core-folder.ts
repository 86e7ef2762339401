import { fileURLToPath } from 'node:url';

/** Takes the place of `src/compiler/core-folder.ts` where tests run the sources: the cores that were built, or those of a folder. */
export function coreFolder(): string {
  return process.env.CORE_FOLDER ?? fileURLToPath(new URL('../../dist/core', import.meta.url));
}
