/** Bytes that are no artifact of this version, or a damaged one. */
export class ArtifactError extends Error {
  override readonly name = 'ArtifactError';
}

/** @throws ArtifactError with a reason in words that follow a colon */
export function refuse(reason: string): never {
  throw new ArtifactError(`not an artifact that can be used: ${reason}`);
}
