import { join } from 'node:path';

/** The file that a thread runs. */
export function threadFile(): string | undefined {
  return join(__dirname, 'thread.cjs');
}
