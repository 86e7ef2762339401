import { TARGET_NAMES } from '../targets/index.js';
import { SUM_SIZE, sumOf } from '../util/content-sum.js';
import { VERSION } from '../util/version.js';
import type { BoundsMode, TargetName } from './artifact.js';
import type { ArtifactBytes } from './artifact-bytes.js';
import { refuse } from './artifact-error.js';

/**
 * The section `.winch` of an artifact: who wrote it, what it needs, and where the parts of the file are, each with
 * its sum, so that a part can be checked when it is first used. Numbers are little-endian, offsets count from
 * the start of the file.
 *
 * ```
 *    0  8 bytes   "\0winch-a"
 *    8  u32       version of the format
 *   12  u32       byte length of the header, a multiple of 16
 *   16  16 bytes  sum of the header from 32 on
 *   32  u8        length of the compiler's version, ASCII, at 33
 *   64  u32       byte length of the file
 *   68  u32       offset of the build id, a multiple of 16
 *   72  u32       offset of the code, a multiple of the machine's page size
 *   76  u32       byte length of the code
 *   80  u32       byte length of the code with what its last page is filled up with
 *   84  u8 target, u8 bounds mode, u16 number of CPU features
 *   88  u32       byte length of the features' names
 *   92  u32       0
 *   96  parts     { u32 offset, u32 byte length, u64 0, 16 bytes sum } x Part.Count
 *       chunks    16 bytes sum of each CHUNK_SIZE bytes of code, the last one shorter
 *       features  { u8 length, ASCII } x features
 * ```
 * The sum of a part goes to the next multiple of 16; zeros are there.
 */
const MAGIC = [0x00, 0x77, 0x69, 0x6e, 0x63, 0x68, 0x2d, 0x61];
export const FORMAT_VERSION = 6;
const CHECKED_FROM = 32;
const VERSION_AT = 32;
const PARTS_AT = 96;
const PART_SIZE = 32;
/** Bytes of code that are checked at once: a multiple of every machine's page size. */
export const CHUNK_SIZE = 1 << 16;
/** A program's CPU features are far fewer. */
const MAX_FEATURES = 256;

const BOUNDS: readonly BoundsMode[] = ['guard', 'explicit'];

/** Pieces of the file that are used at different times. */
export const enum Part {
  /** The file's header, program headers and what is before the build id. */
  Headers,
  /** What else is loaded to be read: hash table, dynamic symbols, frames. */
  Loaded,
  /** What a dynamic linker writes to. */
  Dynamic,
  /** The module without its code section. */
  Module,
  /** u32 x (defined functions + 1) */
  FuncOffsets,
  /** { u32 code offset, u32 module offset } x trap sites */
  TrapSites,
  /** u8 x trap sites */
  TrapKinds,
  /** { u32 return address, u32 module offset } x calls */
  CallSites,
  /** { u32 function index, u32 what it accesses } x functions that only access a global */
  Accessors,
  /** Pairs as `FrameState` draws them, from which the frame descriptions were made. */
  FrameStates,
  /** Of the module: what is before its data section. */
  ModuleHead,
  /** u32 type x functions, imported ones first */
  FuncTypes,
  /** u32 function x functions whose reference can be taken, in the order of their numbers */
  RefFuncs,
  /** u32 x functions: the function's number among those plus 1, or 0 */
  RefNumbers,
  /** { u32 position in the module, i32 type, i32 index of its first reference or -1 } x element segments */
  Elements,
  /** u32 number of a function among RefFuncs x functions of active segments */
  ElementRefs,
  /** u32 position in the module x data segments */
  DataPositions,
  /** { u32 memory, u32 offset in it, u32 offset in the image, u32 byte length } x runs of the image */
  Runs,
  /** See `masm/handlers.ts`: its spans, and its records. */
  HandlerSpans,
  Handlers,
  /** Contents of memories: pages that are not all zeros, from a page's start on. */
  Image,
  /** What the file is looked for by, in a cache; empty in others. */
  Key,
  Count,
}

export interface PartPlace {
  readonly offset: number;
  readonly length: number;
}

export interface ArtifactHeader {
  readonly fileSize: number;
  readonly buildId: number;
  readonly code: PartPlace;
  /** Bytes of code up to the end of its last page. */
  readonly codePages: number;
  readonly target: TargetName;
  readonly bounds: BoundsMode;
  readonly features: readonly string[];
  readonly parts: readonly (PartPlace & { readonly sum: Int32Array })[];
  /** Sums of the code's chunks: 16 bytes each. */
  readonly chunkSums: Uint8Array;
}

/** What is to be written; the sums are made from the file. */
export type HeaderContents = Omit<ArtifactHeader, 'fileSize' | 'parts' | 'chunkSums'> & {
  readonly parts: readonly PartPlace[];
};

/** Bytes that a header will have. */
export function headerSize(codePages: number, features: readonly string[]): number {
  const names = features.reduce((sum, name) => sum + 1 + name.length, 0);
  const size = PARTS_AT + PART_SIZE * Part.Count + SUM_SIZE * chunkCount(codePages) + names;
  return Math.ceil(size / 16) * 16;
}

function chunkCount(codePages: number): number {
  return Math.ceil(codePages / CHUNK_SIZE);
}

/**
 * Writes the header, with sums of a file that is complete but for it and the build id.
 * @throws RangeError for an unknown target or mode of bounds checks
 */
export function writeHeader(file: Uint8Array, at: number, contents: HeaderContents): void {
  const { buildId, code, codePages, target, bounds, features, parts } = contents;
  if (!TARGET_NAMES.includes(target)) throw new RangeError(`an artifact has no target ${target}`);
  if (!BOUNDS.includes(bounds)) throw new RangeError(`an artifact has no bounds checks ${bounds}`);
  const bytes = file.subarray(at, at + headerSize(codePages, features));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const u32 = (offset: number, value: number) => view.setUint32(offset, value, true);
  const sum = (offset: number, of: Uint8Array) => {
    sumOf(of).forEach((lane, i) => {
      view.setInt32(offset + 4 * i, lane, true);
    });
  };
  bytes.set(MAGIC);
  u32(8, FORMAT_VERSION);
  u32(12, bytes.length);
  writeText(bytes, VERSION_AT, VERSION);
  u32(64, file.length);
  u32(68, buildId);
  u32(72, code.offset);
  u32(76, code.length);
  u32(80, codePages);
  bytes[84] = TARGET_NAMES.indexOf(target);
  bytes[85] = BOUNDS.indexOf(bounds);
  view.setUint16(86, features.length, true);
  parts.forEach(({ offset, length }, i) => {
    const entry = PARTS_AT + PART_SIZE * i;
    u32(entry, offset);
    u32(entry + 4, length);
    sum(entry + 16, file.subarray(offset, offset + Math.ceil(length / 16) * 16));
  });
  const chunks = PARTS_AT + PART_SIZE * Part.Count;
  for (let i = 0; i < chunkCount(codePages); i++) {
    const start = code.offset + CHUNK_SIZE * i;
    const end = Math.min(start + CHUNK_SIZE, code.offset + codePages);
    sum(chunks + SUM_SIZE * i, file.subarray(start, end));
  }
  const names = chunks + SUM_SIZE * chunkCount(codePages);
  let end = names;
  for (const name of features) end = writeText(bytes, end, name);
  u32(88, end - names);
  sum(16, bytes.subarray(CHECKED_FROM));
}

/** @returns where the text ends */
function writeText(bytes: Uint8Array, at: number, text: string): number {
  bytes[at] = text.length;
  for (let i = 0; i < text.length; i++) bytes[at + 1 + i] = text.charCodeAt(i);
  return at + 1 + text.length;
}

function readText(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at + 1, at + 1 + bytes[at]!));
}

/**
 * Reads and checks the header. It is checked whole, so what it says is what was written.
 *
 * @param bytes from the header's start on
 * @param fileSize of the file that it is in
 * @throws ArtifactError
 */
export function readHeader(bytes: Uint8Array, fileSize: number): ArtifactHeader {
  if (bytes.length < PARTS_AT || !MAGIC.every((byte, i) => bytes[i] === byte)) {
    refuse('its header is damaged');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const u32 = (offset: number) => view.getUint32(offset, true);
  const size = u32(12);
  if (size % 16 !== 0 || size < PARTS_AT + PART_SIZE * Part.Count || size > bytes.length) {
    refuse('its header is damaged');
  }
  if (!isSum(bytes, 16, bytes.subarray(CHECKED_FROM, size))) refuse('its header is damaged');
  const writer = readText(bytes, VERSION_AT);
  if (u32(8) !== FORMAT_VERSION || writer !== VERSION) {
    refuse(`winch-ts ${writer} compiled it, and this is ${VERSION}: compile the module again`);
  }
  if (u32(64) !== fileSize) refuse(`it should have ${u32(64)} bytes and has ${fileSize}`);
  const place = (offset: number, length: number): PartPlace => {
    if (offset % 16 !== 0 || offset + length > fileSize) refuse('its header is damaged');
    return { offset, length };
  };
  const parts = Array.from({ length: Part.Count }, (_, i) => {
    const entry = PARTS_AT + PART_SIZE * i;
    const sum = new Int32Array(bytes.slice(entry + 16, entry + 32).buffer);
    return { ...place(u32(entry), u32(entry + 4)), sum };
  });
  const codePages = u32(80);
  const code = place(u32(72), u32(76));
  place(code.offset, codePages);
  const chunks = PARTS_AT + PART_SIZE * Part.Count;
  const names = chunks + SUM_SIZE * chunkCount(codePages);
  if (code.length > codePages || names + u32(88) > size) refuse('its header is damaged');
  const count = view.getUint16(86, true);
  if (count > MAX_FEATURES) refuse('it lists too many CPU features');
  const features: string[] = [];
  for (let at = names, i = 0; i < count; i++, at += 1 + bytes[at]!) {
    features.push(readText(bytes, at));
  }
  return {
    fileSize,
    buildId: u32(68),
    code,
    codePages,
    target: TARGET_NAMES[bytes[84]!] ?? refuse('it is for an unknown machine'),
    bounds: BOUNDS[bytes[85]!] ?? refuse('it has an unknown mode of bounds checks'),
    features,
    parts,
    chunkSums: bytes.subarray(chunks, names),
  };
}

function isSum(bytes: Uint8Array, at: number, of: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, SUM_SIZE);
  return sumOf(of).every((lane, i) => lane === view.getInt32(4 * i, true));
}

/** Name of the section that holds the header. */
export const HEADER_SECTION = '.winch';

/**
 * Finds the header in a file, by the table of sections.
 * @throws ArtifactError for a file that has none
 */
export function findHeader(file: ArtifactBytes): ArtifactHeader {
  const elf = file.view(0, Math.min(ELF_HEADER, file.length));
  if (!startsAsElf(elf)) refuse('it does not start as one');
  if (elf.length < ELF_HEADER) refuse('it ends in its header');
  const view = viewOf(elf);
  const headers = wordAt(view, 40);
  const count = view.getUint16(60, true);
  const cut = () =>
    refuse('it is cut off or damaged, or no artifact: its table of sections is not there');
  const size = SECTION_HEADER * count;
  if (headers + size > file.length || count === 0) cut();
  const table = viewOf(file.view(headers, size));
  const names = SECTION_HEADER * view.getUint16(62, true);
  if (names >= size) cut();
  const start = wordAt(table, names + 24);
  const length = wordAt(table, names + 32);
  if (start + length > file.length) cut();
  // Names of sections are few: a longer table is none that was written here.
  const texts = file.view(start, Math.min(length, MAX_NAMES));
  for (let i = 1; i < count; i++) {
    const at = SECTION_HEADER * i;
    if (!isName(texts, table.getUint32(at, true))) continue;
    const offset = wordAt(table, at + 24);
    if (offset >= file.length) cut();
    const there = Math.min(wordAt(table, at + 32), file.length - offset);
    return readHeader(file.view(offset, there), file.length);
  }
  return refuse('it is an ELF file, but no artifact of winch-ts');
}

const ELF_HEADER = 64;
const SECTION_HEADER = 64;
const MAX_NAMES = 1 << 16;

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

/** A word of 64 bits. Beyond 4 GiB there is nothing in artifacts. */
function wordAt(view: DataView, at: number): number {
  return view.getUint32(at + 4, true) === 0 ? view.getUint32(at, true) : Infinity;
}

function isName(texts: Uint8Array, at: number): boolean {
  if (at + HEADER_SECTION.length >= texts.length) return false;
  for (let i = 0; i < HEADER_SECTION.length; i++) {
    if (texts[at + i] !== HEADER_SECTION.charCodeAt(i)) return false;
  }
  return texts[at + HEADER_SECTION.length] === 0;
}

/** True when bytes start as a 64-bit little-endian ELF file. */
export function startsAsElf(bytes: Uint8Array): boolean {
  return bytes.length >= 6 && [0x7f, 0x45, 0x4c, 0x46, 2, 1].every((byte, i) => bytes[i] === byte);
}
