import { createRequire } from 'node:module';
import type { artifactListing } from './artifact-listing.js';

/** What lists code, out of the file with all that takes an assembler. */
export function loadListing(): typeof artifactListing {
  const loaded = createRequire(__filename)('./compiler.cjs') as {
    artifactListing: typeof artifactListing;
  };
  return loaded.artifactListing;
}
