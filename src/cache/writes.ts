import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hostModule } from '../runtime/node.js';

/** Names of files that are being written. */
export const ASIDE = /^[0-9a-f]{24}\.tmp$/;

/** Taken now: tests put others in its place. */
const { setImmediate } = globalThis;

/** A file that is to be there soon. */
interface Waiting {
  readonly path: string;
  /** @throws whatever there is; then nothing is written */
  readonly contents: () => Uint8Array | undefined;
  readonly done: (error: unknown) => void;
  /** What the contents are written to in the meantime. */
  aside: string | undefined;
}

const waiting = new Set<Waiting>();
/** Files that are to be there when the process has ended. */
const late = new Set<Waiting>();
let scheduled = false;
let listens = false;

/**
 * Writes a file when the current job has ended, or as the process exits: the program need not wait for it. It is
 * written under another name, synced and renamed.
 *
 * @param contents made when it is written; undefined: it is not
 * @param done told when it is there, or why it is not
 */
export function writeSoon(
  path: string,
  contents: () => Uint8Array | undefined,
  done: (error: unknown) => void,
): void {
  waiting.add({ path, contents, done, aside: undefined });
  listen();
  if (scheduled) return;
  scheduled = true;
  setImmediate(() => {
    void writeWaiting();
  });
}

/** As {@link writeSoon}, as the process exits. */
export function writeAtExit(
  path: string,
  contents: () => Uint8Array | undefined,
  done: (error: unknown) => void,
): void {
  late.add({ path, contents, done, aside: undefined });
  listen();
}

function listen(): void {
  if (listens) return;
  listens = true;
  process.on('exit', writeRest);
}

/** One after the other, so that few are in memory at once. */
async function writeWaiting(): Promise<void> {
  for (const item of waiting) {
    let error: unknown;
    try {
      await write(item);
    } catch (found) {
      error = found;
    }
    waiting.delete(item);
    item.done(error);
  }
  scheduled = false;
}

async function write(item: Waiting): Promise<void> {
  const bytes = item.contents();
  if (bytes === undefined) return;
  const { open, rename, rm } = hostModule<typeof import('node:fs/promises')>('node:fs/promises');
  const aside = asideOf(item.path);
  item.aside = aside;
  try {
    const file = await open(aside, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(aside, item.path);
  } catch (error) {
    await rm(aside, { force: true });
    throw error;
  }
}

/** What was not written yet, or not wholly. */
function writeRest(): void {
  for (const item of [...waiting, ...late]) {
    try {
      if (item.aside !== undefined) rmSync(item.aside, { force: true });
      const bytes = item.contents();
      if (bytes !== undefined) writeNow(item.path, bytes);
    } catch {
      // There is nobody to tell any more.
    }
  }
  waiting.clear();
}

/** Writes a file as {@link writeSoon} does, at once. @throws the file system's errors; then nothing is left */
export function writeNow(path: string, bytes: Uint8Array): void {
  const aside = asideOf(path);
  const file = openSync(aside, 'wx', 0o600);
  try {
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(aside, path);
  } catch (error) {
    rmSync(aside, { force: true });
    throw error;
  }
}

function asideOf(path: string): string {
  const { randomBytes } = hostModule<typeof import('node:crypto')>('node:crypto');
  return join(dirname(path), `${randomBytes(12).toString('hex')}.tmp`);
}
