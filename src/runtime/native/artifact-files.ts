import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import type { Artifact } from '../../artifact/artifact.js';
import { type ArtifactBytes, heldBytes } from '../../artifact/artifact-bytes.js';
import { ArtifactFile } from '../../artifact/artifact-file.js';
import { checkWholeBy, readArtifact } from '../../artifact/deserialize.js';
import { type ArtifactHeader, findHeader } from '../../artifact/header.js';
import type { CodeTables } from '../../artifact/tables.js';
import { BELOW_LIMIT, BELOW_RESULT } from '../../stubs/layout.js';
import { newSum } from '../../util/content-sum.js';
import type { CodeRange } from '../code-ranges.js';
import { readPointer, writePointer } from '../native-heap.js';
import type { CodeMemory } from './code-memory.js';
import type { LentViews } from './lent-views.js';
import { MADV_POPULATE_READ, MAP_PRIVATE, PROT_READ } from './mman.js';
import type { Native } from './native.js';
import { whenGone } from './own-memory.js';
import type { StartCalls } from './start-tables.js';

/** The function that sums up, once it was used. */
let summing: ReturnType<Native['probe']> | undefined;

/** Files up to this size are checked as a whole when they are opened; of larger ones each part when it is first used. */
const SMALL = 1 << 20;

/** So many bytes are mapped at once before they are read: that takes less than a fault for each few pages. */
const MANY = 1 << 20;

/** Where the file of an artifact is. */
interface Source {
  readonly file: MappedFile;
  readonly header: ArtifactHeader;
  readonly isChecked: boolean;
}

/** What files are mapped by. */
export interface FileHost {
  readonly machine: StartCalls;
  readonly lent: LentViews;
  /** Address of `ProcessStubs.sum`. */
  readonly sum: number;
}

/** Of artifacts that were opened; a file stays open as long as its artifact is there. */
const sources = new WeakMap<Artifact, Source>();

const collected = new FinalizationRegistry<() => void>((release) => release());
/** Keeps the mapping while a view of it is alive. */
const fileOf = new WeakMap<ArrayBuffer, MappedFile>();

/**
 * Opens an artifact's file, which is mapped, not read: nothing of it is decoded before it is needed, and its code will run
 * in place. The file must not be written to while it is in use; a new one may take its place under its name.
 *
 * @param whole all of it is checked at once
 * @throws ArtifactError when it is none, or damaged; a large file may also be found to be damaged later, by the part
 *   that is used: no code runs that is not what was written
 * @throws Error of the system's when it cannot be read
 */
export function openMapped(host: FileHost, path: string | URL, whole = false): ArtifactFile {
  const fd = openSync(path, 'r');
  try {
    const { size } = fstatSync(fd);
    const artifact = size < SMALLEST ? undefined : mapFile(host, fd, size, whole);
    // Too small, a pipe, or a system that does not map it.
    if (artifact !== undefined) return artifact;
    const read = readArtifact(readFileSync(fd));
    closeSync(fd);
    return read;
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

/** Of a page or less not even the header is an artifact's. */
const SMALLEST = 4096;

function mapFile(
  host: FileHost,
  fd: number,
  size: number,
  whole: boolean,
): ArtifactFile | undefined {
  const address = host.machine.native.mmap(0, size, PROT_READ, MAP_PRIVATE, fd);
  if (address < 0) return undefined;
  const file = new MappedFile(host, fd, address, size);
  const isChecked = whole || size <= SMALL;
  const all = size <= SMALL ? heldBytes(file.view(0, size)) : whole ? file.checked() : file;
  // Small pieces in several places: to read them takes less than to have them mapped.
  const header = findHeader(size <= SMALL ? all : new OpenFile(fd, size));
  if (isChecked) checkWholeBy(file, header.buildId, (sum, at, end) => file.sum(at, end - at, sum));
  const artifact = new ArtifactFile(all, header);
  sources.set(artifact, { file, header, isChecked });
  collected.register(artifact, () => closeSync(fd));
  return artifact;
}

/** A file that is read. */
class OpenFile implements ArtifactBytes {
  readonly sum = undefined;

  constructor(
    private readonly fd: number,
    readonly length: number,
  ) {}

  view(offset: number, length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    return bytes.subarray(0, readSync(this.fd, bytes, 0, length, offset));
  }

  areBelow(offset: number, count: number, limit: number): boolean {
    return heldBytes(this.view(offset, 4 * count)).areBelow(0, count, limit);
  }
}

/**
 * A file that is mapped to be read. Views are made of what is looked at only: the engine takes their length for memory that
 * it has to care for, and collects garbage when that is much.
 */
export class MappedFile implements ArtifactBytes {
  /** Of views that were made. */
  private readonly marks: (number | undefined)[] = [];

  constructor(
    private readonly host: FileHost,
    readonly fd: number,
    readonly address: number,
    readonly length: number,
  ) {
    const { lent, machine } = host;
    const { native } = machine;
    native.mappings.add(address, length);
    // Called on collection, so it must not refer to this.
    const release = whenGone(lent, this.marks, () => {
      native.mappings.delete(address);
      native.munmap(address, length);
    });
    collected.register(this, release);
  }

  view(offset: number, length: number): Uint8Array {
    const { buffer, mark } = this.host.lent.lend(this.address + offset, length);
    this.marks.push(mark);
    fileOf.set(buffer, this);
    return new Uint8Array(buffer);
  }

  /** By machine code. */
  sum(offset: number, length: number, start = newSum()): Int32Array {
    const { machine, sum } = this.host;
    const { native, scratch } = machine;
    if (length === 0) return start;
    if (length >= MANY) {
      const first = Math.floor(offset / native.pageSize) * native.pageSize;
      native.madvise(this.address + first, offset + length - first, MADV_POPULATE_READ);
    }
    const at = scratch.base >> 2;
    scratch.u32.set(start, at);
    summing ??= native.probe(sum);
    summing(scratch.address, this.address + offset, length);
    return Int32Array.from(scratch.u32.subarray(at, at + start.length));
  }

  /** The same bytes, once all were found to be what was written. */
  checked(): ArtifactBytes {
    const { length } = this;
    return {
      length,
      sum: undefined,
      view: (offset, length) => this.view(offset, length),
      areBelow: (offset, count, limit) => this.areBelow(offset, count, limit),
    };
  }

  areBelow(offset: number, count: number, limit: number): boolean {
    const { calls, scratch } = this.host.machine;
    writePointer(scratch, BELOW_LIMIT, limit);
    writePointer(scratch, BELOW_RESULT, 0);
    calls.below(scratch.address, this.address + offset, count);
    return readPointer(scratch, BELOW_RESULT) === 1;
  }
}

/** The file that memories can get their contents from; undefined for other artifacts. */
export function fileOfArtifact(artifact: Artifact): MappedFile | undefined {
  return sources.get(artifact)?.file;
}

/**
 * Maps the code of an artifact that was opened as a file; undefined for others, and where it cannot be mapped.
 */
export function mapCode(
  codeMemory: CodeMemory,
  artifact: Artifact,
  tables: CodeTables,
): CodeRange | undefined {
  const source = sources.get(artifact);
  if (source === undefined) return undefined;
  const { file, header, isChecked } = source;
  const { code, codePages, chunkSums } = header;
  const unchecked = { address: file.address + code.offset, sums: chunkSums };
  const codeFile = {
    fd: file.fd,
    offset: code.offset,
    length: code.length,
    pages: codePages,
    unchecked: isChecked ? undefined : unchecked,
  };
  return codeMemory.addFile(codeFile, tables);
}
