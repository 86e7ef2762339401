import { PortablePlatform } from './portable-platform.js';

/** The interpreter's platform. The library's build for Node has `load-late.ts` in the place of this file. */
export function loadPortable(): typeof PortablePlatform {
  return PortablePlatform;
}
