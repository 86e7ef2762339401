import type { Artifact } from '../artifact/artifact.js';
import { loadDisassembler } from './disassembler.js';
import { type ListingOptions, listing } from './listing.js';

/** See `listArtifact`. */
export async function* artifactListing(
  artifact: Artifact,
  options?: ListingOptions,
): AsyncGenerator<string> {
  const disassembler = await loadDisassembler(artifact.target);
  try {
    yield* listing(artifact, disassembler, options);
  } finally {
    disassembler.close();
  }
}
