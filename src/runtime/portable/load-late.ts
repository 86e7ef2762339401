import { createRequire } from 'node:module';
import type { PortablePlatform } from './portable-platform.js';

/** The interpreter's platform, out of its own file: who runs machine code needs none of it. */
export function loadPortable(): typeof PortablePlatform {
  const loaded = createRequire(__filename)('./portable.cjs') as {
    PortablePlatform: typeof PortablePlatform;
  };
  return loaded.PortablePlatform;
}
