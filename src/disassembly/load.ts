import { artifactListing } from './artifact-listing.js';

/** What lists code. The library's build for Node has `load-late.ts` in the place of this file. */
export function loadListing(): typeof artifactListing {
  return artifactListing;
}
