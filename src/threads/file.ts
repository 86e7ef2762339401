/**
 * The file that a thread runs. The build for Node has `file-late.ts` in the place of this one; elsewhere there is none, and
 * modules are compiled by one thread.
 */
export function threadFile(): string | undefined {
  return undefined;
}
