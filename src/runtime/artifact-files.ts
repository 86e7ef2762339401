import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import type { Artifact } from '../artifact/artifact.js';
import { ArtifactFile } from '../artifact/artifact-file.js';
import { checkWhole, deserializeArtifact } from '../artifact/deserialize.js';
import { type ArtifactHeader, findHeader } from '../artifact/header.js';
import type { CodeTables } from '../artifact/tables.js';
import { newSum, SUM_SIZE } from '../util/content-sum.js';
import type { CodeMemory, CodeRange } from './code-memory.js';
import { MAP_PRIVATE, PROT_READ } from './mman.js';
import { whenGone } from './own-memory.js';
import type { Store } from './store.js';

/** Files up to this size are checked as a whole when they are opened; of larger ones each part when it is first used. */
const SMALL = 1 << 20;

/** Where an artifact's file is, for as long as its code is not mapped. */
interface Source {
  readonly fd: number;
  /** Where the whole file can be read. */
  readonly address: number;
  readonly header: ArtifactHeader;
  readonly isChecked: boolean;
}

const sources = new WeakMap<Artifact, Source>();

const closed = new FinalizationRegistry<() => void>((close) => close());

/**
 * Opens an artifact's file, which is mapped, not read: nothing of it is decoded before it is needed, and its code will run
 * in place. The file must not be written to while it is in use; a new one may take its place under its name.
 *
 * @throws ArtifactError when it is none, or damaged; a large file may also be found to be damaged later, by the part
 *   that is used: no code runs that is not what was written
 * @throws Error of the system's when it cannot be read
 */
export function openArtifact(store: Store, path: string): Artifact {
  const fd = openSync(path, 'r');
  try {
    const { size } = fstatSync(fd);
    const artifact = size < SMALLEST ? undefined : mapFile(store, fd, size);
    // Too small, a pipe, or a system that does not map it.
    if (artifact !== undefined) return artifact;
    const read = deserializeArtifact(readFileSync(fd));
    closeSync(fd);
    return read;
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

/** Of a page or less not even the header is an artifact's. */
const SMALLEST = 4096;

function mapFile(store: Store, fd: number, size: number): Artifact | undefined {
  const { lent, native } = store;
  const address = native.mmap(0, size, PROT_READ, MAP_PRIVATE, fd);
  if (address < 0) return undefined;
  native.mappings.add(address, size);
  const { buffer, mark } = lent.lend(address, size);
  const release = whenGone(lent, [mark], () => {
    native.mappings.delete(address);
    native.munmap(address, size);
  });
  closed.register(buffer, release);
  const file = new Uint8Array(buffer);
  const header = findHeader(file);
  const isChecked = size <= SMALL;
  if (isChecked) checkWhole(file, header.buildId);
  const artifact = new ArtifactFile(file, header, isChecked ? undefined : summer(store, address));
  const source = { fd, address, header, isChecked };
  sources.set(artifact, source);
  open.register(artifact, fd, source);
  return artifact;
}

/** Sums of parts of a file, by machine code. @param address where the file is mapped */
function summer(
  { heap, native, thread }: Store,
  address: number,
): (bytes: Uint8Array) => Int32Array {
  const block = heap.allocate(SUM_SIZE);
  const add = native.probe(thread.sum);
  return (bytes) => {
    const start = newSum();
    if (bytes.length === 0) return start;
    const at = block.base >> 2;
    block.u32.set(start, at);
    add(block.address, address + bytes.byteOffset, bytes.length);
    return Int32Array.from(block.u32.subarray(at, at + start.length));
  };
}

/** Files whose code is not mapped yet. */
const open = new FinalizationRegistry<number>((fd) => closeSync(fd));

/**
 * Maps the code of an artifact that was opened as a file, once; undefined for others, and where it cannot be mapped.
 */
export function mapCode(
  codeMemory: CodeMemory,
  artifact: Artifact,
  tables: CodeTables,
): CodeRange | undefined {
  const source = sources.get(artifact);
  if (source === undefined) return undefined;
  sources.delete(artifact);
  open.unregister(source);
  const { fd, address, header, isChecked } = source;
  const { code, codePages, chunkSums } = header;
  const unchecked = { address: address + code.offset, sums: chunkSums };
  try {
    const file = {
      fd,
      offset: code.offset,
      length: code.length,
      pages: codePages,
      unchecked: isChecked ? undefined : unchecked,
    };
    return codeMemory.addFile(file, tables);
  } finally {
    closeSync(fd);
  }
}
