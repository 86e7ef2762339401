import { ArtifactCache } from '../cache/artifact-cache.js';
import { CliError } from './failure.js';
import { print } from './output.js';

/** `winch-ts cache ls`: a line for each file, the last used first: when, bytes, key; then how many there are. */
export async function listCache(): Promise<void> {
  const cache = new ArtifactCache();
  const entries = cache.entries();
  let total = 0;
  let text = '';
  for (const { key, size, lastUsed } of entries) {
    total += size;
    text += `${new Date(lastUsed).toISOString()} ${String(size).padStart(11)} ${key}\n`;
  }
  await print(`${text}${entries.length} modules, ${total} bytes in ${folderOf(cache)}\n`);
}

/** `winch-ts cache clean`: removes all files, and what was left of writing some. */
export async function cleanCache(): Promise<void> {
  const cache = new ArtifactCache();
  const folder = folderOf(cache);
  await print(`${cache.clean()} modules removed from ${folder}\n`);
}

/** @throws CliError where there is none */
function folderOf({ folder }: ArtifactCache): string {
  if (folder === undefined) throw new CliError('there is no folder for a cache (WINCH_TS_CACHE)');
  return folder;
}
