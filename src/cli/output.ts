import { fstatSync, writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import { CliError, EXIT_FAILURE, systemReason } from './failure.js';

/** Whoever read standard output has gone: there is nobody to say anything to. */
export class ReaderGone extends Error {}

/** A standard stream by its descriptor. */
export type StandardStream = 1 | 2;

/**
 * Takes errors of the standard streams from Node.js, which would end the process with a dump: they
 * are reported where something is written.
 */
export function watchStreams(): void {
  // What does not wait for its writing, as progress does not, can go wrong unseen.
  process.stdout.on('error', () => {});
  process.stderr.on('error', () => {});
}

/**
 * Writes to standard output, and waits until its reader has taken it.
 * @throws ReaderGone when there is no reader any more, CliError when writing fails otherwise
 */
export async function print(data: string | Uint8Array): Promise<void> {
  try {
    await write(1, data);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EPIPE') throw new ReaderGone();
    throw new CliError(`cannot write to standard output: ${systemReason(error)}`);
  }
}

/**
 * Writes to standard error. When that fails there is no place left to say so: the process fails,
 * unless its reader merely went away.
 */
export async function complain(data: string | Uint8Array): Promise<void> {
  try {
    await write(2, data);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') process.exitCode ??= EXIT_FAILURE;
  }
}

function write(fd: StandardStream, data: string | Uint8Array): Promise<void> {
  const bytes = typeof data === 'string' ? Buffer.from(data) : data;
  if (bytes.length === 0) return Promise.resolve();
  if (writesThrough(fd)) return Promise.resolve(writeAll(fd, bytes));
  const stream = fd === 1 ? process.stdout : process.stderr;
  return new Promise((resolve, reject) => {
    stream.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
}

/**
 * True of files and devices. There, Node.js takes a write that the system has cut short, as on a
 * disk that is nearly full, for a whole one.
 */
function writesThrough(fd: StandardStream): boolean {
  const stat = fstatSync(fd);
  return stat.isFile() || stat.isBlockDevice() || (stat.isCharacterDevice() && !isatty(fd));
}

function writeAll(fd: StandardStream, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
}
