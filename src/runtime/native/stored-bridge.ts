import { bridgeObject } from '../../artifact/bridge-object.js';

/**
 * The file of a bridge for machines that `process.arch` names so, undefined where there is none. The build for Node has
 * `stored-bridge-files.ts` in the place of this file, and such files beside it.
 */
export function storedBridge(_arch: string): string | undefined {
  return undefined;
}

/** A bridge that is made now. @throws RangeError on machines that there is none for */
export function makeBridge(arch: string): Uint8Array {
  return bridgeObject(arch);
}
