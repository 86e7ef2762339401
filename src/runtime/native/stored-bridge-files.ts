import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The file of a bridge that the build has made, undefined where there is none. */
export function storedBridge(arch: string): string | undefined {
  const path = fileURLToPath(new URL(`bridge-${arch}.node`, import.meta.url));
  return existsSync(path) ? path : undefined;
}
