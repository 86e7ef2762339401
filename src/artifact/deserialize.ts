import { addToSum, BUILD_ID_SIZE, buildIdOf, newSum } from '../util/content-sum.js';
import type { Artifact } from './artifact.js';
import { type ArtifactBytes, heldBytes } from './artifact-bytes.js';
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
  return readArtifact(source);
}

/** As {@link deserializeArtifact}, and how it is stored. */
export function readArtifact(source: ArrayBufferLike | ArrayBufferView): ArtifactFile {
  const bytes = bytesOf(source, 'deserializeArtifact: the argument');
  const held = heldBytes(bytes);
  const header = findHeader(held);
  checkWhole(bytes, header.buildId);
  const artifact = new ArtifactFile(held, header);
  artifact.readAll();
  return artifact;
}

/** Checks a whole file by its build id. @throws ArtifactError */
function checkWhole(bytes: Uint8Array, at: number): void {
  checkWholeBy(heldBytes(bytes), at, (sum, start, end) => {
    addToSum(sum, bytes.subarray(start, end));
    return sum;
  });
}

/** As {@link checkWhole}, where somebody else adds the bytes from `start` to `end` to a sum; multiples of 16. */
export function checkWholeBy(
  file: Pick<ArtifactBytes, 'length' | 'view'>,
  at: number,
  add: (sum: Int32Array, start: number, end: number) => Int32Array,
): void {
  const damaged = () => refuse('its checksum is wrong: the file is damaged');
  const { length } = file;
  const behind = at + HOLE_SIZE;
  if (at % 16 !== 0 || behind > length) damaged();
  const id = file.view(at, HOLE_SIZE);
  // The id was made when zeros were in its place.
  const hole = new Uint8Array(HOLE_SIZE);
  hole.set(id.subarray(BUILD_ID_SIZE), BUILD_ID_SIZE);
  let sum = add(newSum(), 0, at);
  addToSum(sum, hole);
  const whole = length - (length % 16);
  sum = add(sum, behind, whole);
  addToSum(sum, file.view(whole, length - whole));
  if (!buildIdOf(sum, length).every((byte, i) => byte === id[i])) damaged();
}

/** A build id and what its last 16 bytes are filled up with. */
const HOLE_SIZE = Math.ceil(BUILD_ID_SIZE / 16) * 16;
