import { randomBytes } from 'node:crypto';
import { type BigIntStats, closeSync, constants, openSync, rmSync } from 'node:fs';
import { access, open, readlink, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';

/**
 * Writes a plain file: beside its place first, then renamed. Links to it stay, and so do owner and
 * permissions of a file that was there.
 *
 * @param there what the path leads to, undefined for nothing
 * @param executable whoever may read it may run it
 * @throws the file system's errors; then nothing has changed
 */
export async function replaceFile(
  path: string,
  bytes: Uint8Array,
  there: BigIntStats | undefined,
  executable = false,
): Promise<void> {
  const place = there === undefined ? await endOfLinks(path) : await placeOf(path, there);
  if (place === undefined) return writeThrough(path, bytes);
  if (there !== undefined) await access(place, constants.W_OK);
  const aside = join(dirname(place), `.${randomBytes(8).toString('hex')}.winch-ts.tmp`);
  const release = removeOnSignal(aside);
  try {
    // At once, so that no signal comes between the file and its name's being known.
    closeSync(openSync(aside, 'wx', there === undefined ? 0o666 : 0o600));
    const file = await open(aside, 'r+');
    try {
      if (there !== undefined) {
        // Only root may give files away; for others, what they replace becomes theirs.
        await file.chown(Number(there.uid), Number(there.gid)).catch(() => {});
        await file.chmod(Number(there.mode) & 0o777);
      }
      if (executable) {
        const { mode } = await file.stat();
        await file.chmod((mode & 0o777) | ((mode & 0o444) >> 2));
      }
      await file.writeFile(bytes);
    } finally {
      await file.close();
    }
    await rename(aside, place);
  } catch (error) {
    await rm(aside, { force: true }).catch(() => {});
    throw error;
  } finally {
    release();
  }
}

/**
 * Writes to what is there, be it a device or a pipe.
 * @throws the file system's errors
 */
export async function writeThrough(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.writeFile(bytes);
  } finally {
    await file.close();
  }
}

/** The file's own path, without links; undefined where it has none, as a descriptor in `/proc`. */
async function placeOf(path: string, there: BigIntStats): Promise<string | undefined> {
  try {
    const place = await realpath(path);
    const { dev, ino } = await stat(place, { bigint: true });
    return dev === there.dev && ino === there.ino ? place : undefined;
  } catch {
    return undefined;
  }
}

/** Links to follow at most, as Linux does. */
const MAX_LINKS = 40;

/** Where a link leads that nothing is at the end of; the path itself where it is no link. */
async function endOfLinks(path: string): Promise<string> {
  let at = path;
  for (let i = 0; i < MAX_LINKS; i++) {
    let target: string;
    try {
      target = await readlink(at);
    } catch {
      return at;
    }
    // Not joined: `..` behind a linked folder is for the system to follow.
    at = isAbsolute(target) ? target : `${dirname(at)}/${target}`;
  }
  throw Object.assign(new Error(), { code: 'ELOOP' });
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Has a file or a folder removed when a signal ends the process, which it then does as if nobody had listened.
 * @returns ends this
 */
export function removeOnSignal(path: string): () => void {
  const end = (signal: NodeJS.Signals): void => {
    try {
      rmSync(path, { force: true, recursive: true });
    } finally {
      release();
      process.kill(process.pid, signal);
    }
  };
  const release = (): void => {
    for (const signal of SIGNALS) process.off(signal, end);
  };
  for (const signal of SIGNALS) process.on(signal, end);
  return release;
}
