import { addToSum, BUILD_ID_SIZE, buildIdOf, newSum } from '../util/content-sum.js';
import type { Artifact } from './artifact.js';
import { heldBytes } from './artifact-bytes.js';
import { refuse } from './artifact-error.js';
import { ArtifactFile } from './artifact-file.js';
import { bytesOf } from './buffer-source.js';
import { findHeader, startsAsElf } from './header.js';

export { ArtifactError } from './artifact-error.js';

/**
 * True when the bytes start as an artifact does: as a 64-bit little-endian ELF file.
 * @param source an ArrayBuffer, a SharedArrayBuffer or a view of any kind
 * @throws TypeError for anything else
 */
export function isArtifact(source: ArrayBufferLike | ArrayBufferView): boolean {
  return startsAsElf(bytesOf(source, 'isArtifact: the argument'));
}

/**
 * Reads an artifact, and checks all of it. The result's `code` and `moduleBytes` are views of the bytes, or of a copy where
 * those are in a buffer that is shared or can be resized.
 *
 * @param source an ArrayBuffer, a SharedArrayBuffer or a view of any kind
 * @throws ArtifactError saying what is wrong; TypeError when the argument is no buffer or view
 */
export function deserializeArtifact(source: ArrayBufferLike | ArrayBufferView): Artifact {
  const bytes = bytesOf(source, 'deserializeArtifact: the argument');
  const held = heldBytes(bytes);
  const header = findHeader(held);
  checkWhole(bytes, header.buildId);
  const artifact = new ArtifactFile(held, header);
  artifact.readAll();
  return artifact;
}

/** Checks a whole file by its build id. @throws ArtifactError */
export function checkWhole(bytes: Uint8Array, at: number): void {
  const id = bytes.subarray(at, at + BUILD_ID_SIZE);
  const hole = new Uint8Array(Math.ceil(BUILD_ID_SIZE / 16) * 16);
  hole.set(bytes.subarray(at + BUILD_ID_SIZE, at + hole.length), BUILD_ID_SIZE);
  const sum = newSum();
  addToSum(sum, bytes.subarray(0, at));
  addToSum(sum, hole);
  addToSum(sum, bytes.subarray(at + hole.length));
  const expected = buildIdOf(sum, bytes.length);
  if (at % 16 !== 0 || !expected.every((byte, i) => byte === id[i])) {
    refuse('its checksum is wrong: the file is damaged');
  }
}
