import { existsSync, lstatSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { hostModule } from '../runtime/node.js';

/** Says where the cache is, or `off`. */
const VARIABLE = 'WINCH_TS_CACHE';
const NAME = 'winch-ts';
/** Who else may write to a folder, as a mode has it: its group, and everybody. */
const WRITABLE_BY_OTHERS = 0o022;

/**
 * The folder that the platform has for a user's caches, with a folder of our own in it; or the one that the variable
 * `WINCH_TS_CACHE` names. Undefined where that is `off`, and where the user has no home.
 */
export function defaultFolder(): string | undefined {
  const { env, platform } = process;
  const named = env[VARIABLE];
  if (named === 'off') return undefined;
  if (named !== undefined && named !== '') return resolve(named);
  if (platform === 'win32') {
    const local = env.LOCALAPPDATA;
    return local === undefined || local === '' ? undefined : join(local, NAME, 'cache');
  }
  // XDG Base Directory Specification: a path that is not absolute is to be ignored.
  const xdg = env.XDG_CACHE_HOME;
  if (xdg?.startsWith('/') === true) return join(xdg, NAME);
  const home = homeFolder();
  if (home === undefined) return undefined;
  return platform === 'darwin' ? join(home, 'Library', 'Caches', NAME) : join(home, '.cache', NAME);
}

function homeFolder(): string | undefined {
  try {
    const home = hostModule<typeof import('node:os')>('node:os').homedir();
    return home.startsWith('/') ? home : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Makes a folder, if it is not there, and looks whether nobody else can write to it: what is in it will be run.
 *
 * @returns what is wrong with it, undefined when it is fine
 */
export function prepareFolder(folder: string): string | undefined {
  try {
    makeFolder(folder);
  } catch (error) {
    const reason = reasonOf(error);
    if (reason !== 'EEXIST') return `it cannot be made: ${reason}`;
  }
  return checkFolder(folder);
}

/**
 * With those above it. Each is tried twice at most: asked for all of them at once, Node tries for ever below `/proc`,
 * where a folder that is there says that it is not.
 */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (reasonOf(error) !== 'ENOENT' || dirname(folder) === folder) throw error;
    if (!existsSync(dirname(folder))) makeFolder(dirname(folder));
    mkdirSync(folder, { mode: 0o700 });
  }
}

/** As {@link prepareFolder}, of one that should be there. */
export function checkFolder(folder: string): string | undefined {
  try {
    const { uid, mode, isDirectory } = statOf(folder);
    if (!isDirectory) return 'it is no folder';
    if (process.getuid === undefined) return undefined;
    if (uid !== process.getuid()) return 'it belongs to another user';
    if ((mode & WRITABLE_BY_OTHERS) !== 0) return 'others may write to it';
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}

function statOf(folder: string): { uid: number; mode: number; isDirectory: boolean } {
  // A link that somebody made here is not followed; those on the way are.
  const stat = lstatSync(folder);
  return { uid: stat.uid, mode: stat.mode, isDirectory: stat.isDirectory() };
}

/** What the system says, in a word where it has one. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? message ?? String(error);
}
