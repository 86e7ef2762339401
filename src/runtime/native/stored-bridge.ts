/**
 * The file of a bridge for machines that `process.arch` names so, undefined where there is none. The build for Node has
 * `stored-bridge-files.ts` in the place of this file, and such files beside it.
 */
export function storedBridge(_arch: string): string | undefined {
  return undefined;
}
