import { providePlatform } from './platform.js';
import { PortablePlatform } from './portable/portable-platform.js';

/** The runtime wherever there is JavaScript: as `index.ts`, on an interpreter. */
export * from './index.js';

providePlatform(() => new PortablePlatform({ instead: 'this is the portable package' }));
