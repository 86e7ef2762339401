import { isAccessor } from '../frontend/accessors.js';
import { decodeModuleInfo } from '../frontend/module-decoder.js';
import type { ModuleInfo } from '../module/module-info.js';
import { TARGET_NAMES, targetNamed } from '../targets/index.js';
import { CompileError } from '../wasm/compile-error.js';
import { TrapKind } from '../wasm/trap-kind.js';
import type { Artifact, BoundsMode } from './artifact.js';
import { bytesOf } from './buffer-source.js';
import { checksum } from './checksum.js';

/**
 * An artifact as bytes. All numbers are little-endian, offsets count from the start of the file.
 *
 * ```
 *    0  8 bytes   magic: "\0winch-a"
 *    8  u32       version of the format
 *   12  u32       byte length of the file
 *   16  u32       checksum of everything from 20 on
 *   20  u32       number of sections
 *   24  section table: { u32 kind, u32 offset, u32 byte length } x sections, ascending in all three
 * ```
 * Sections start at multiples of 8; the code, the last one, starts on a page of its target, so that a
 * file can be mapped and its code run in place. Bytes between sections are 0.
 *
 * The same artifact gives the same bytes; times and counters of the compile are not kept.
 *
 * An artifact is as trusted as an executable: its code is run, not verified. Reading checks sizes,
 * tables and the checksum to find damage, not malice.
 */
const MAGIC = [0x00, 0x77, 0x69, 0x6e, 0x63, 0x68, 0x2d, 0x61];
const VERSION = 2;
const HEADER_SIZE = 24;
const CHECKSUM_AT = 16;
const CHECKED_FROM = 20;
const ENTRY_SIZE = 12;

/** Every artifact has each section once, in this order. */
const enum Section {
  /** u8 target, u8 bounds mode, u16 features, then { u8 length, ASCII } x features. */
  Target = 1,
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
  Code,
}
const SECTIONS = Section.Code;

const BOUNDS: readonly BoundsMode[] = ['guard', 'explicit'];
const MAX_FEATURES = 256;
/** Bytes that an artifact file may have. */
const MAX_SIZE = 0xffff_ffff;

/** Bytes that are no artifact of this version, or a damaged one. */
export class ArtifactError extends Error {
  override readonly name = 'ArtifactError';
}

/**
 * True when the bytes start as an artifact does.
 * @param source an ArrayBuffer, a SharedArrayBuffer or a view of any kind
 * @throws TypeError for anything else
 */
export function isArtifact(source: ArrayBufferLike | ArrayBufferView): boolean {
  return startsAsArtifact(bytesOf(source, 'isArtifact: the argument'));
}

function startsAsArtifact(bytes: Uint8Array): boolean {
  return bytes.length >= MAGIC.length && MAGIC.every((byte, i) => bytes[i] === byte);
}

/**
 * The artifact's bytes.
 * @throws RangeError when they would be more than 4 GiB, or when the artifact cannot be written so
 *   that it can be read again: for an unknown target or mode of bounds checks
 */
export function serializeArtifact(artifact: Artifact): Uint8Array {
  const contents: Uint8Array[] = [
    encodeTarget(artifact),
    artifact.moduleBytes,
    encodeWords(artifact.funcOffsets),
    encodeWords(artifact.trapSites),
    artifact.trapKinds,
    encodeWords(artifact.callSites),
    encodeWords(artifact.accessors),
    artifact.code,
  ];
  const offsets: number[] = [];
  let size = HEADER_SIZE + SECTIONS * ENTRY_SIZE;
  for (let i = 0; i < SECTIONS; i++) {
    size = alignUp(size, i + 1 === Section.Code ? targetNamed(artifact.target).pageSize : 8);
    offsets.push(size);
    size += contents[i]!.length;
  }
  if (size > MAX_SIZE) throw new RangeError('an artifact may have 4 GiB at most');
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  bytes.set(MAGIC);
  view.setUint32(8, VERSION, true);
  view.setUint32(12, size, true);
  view.setUint32(20, SECTIONS, true);
  for (let i = 0; i < SECTIONS; i++) {
    const entry = HEADER_SIZE + i * ENTRY_SIZE;
    view.setUint32(entry, i + 1, true);
    view.setUint32(entry + 4, offsets[i]!, true);
    view.setUint32(entry + 8, contents[i]!.length, true);
    bytes.set(contents[i]!, offsets[i]!);
  }
  view.setUint32(CHECKSUM_AT, checksum(bytes, CHECKED_FROM), true);
  return bytes;
}

/**
 * Reads an artifact. The result's `code` and `moduleBytes` are views of the bytes, or of a copy where
 * those are in a buffer that is shared or can be resized.
 *
 * @param source an ArrayBuffer, a SharedArrayBuffer or a view of any kind
 * @throws ArtifactError saying what is wrong; TypeError when the argument is no buffer or view
 */
export function deserializeArtifact(source: ArrayBufferLike | ArrayBufferView): Artifact {
  const bytes = bytesOf(source, 'deserializeArtifact: the argument');
  const sections = readSections(bytes);
  const section = (kind: Section): Uint8Array => sections[kind - 1]!;
  const { target, bounds, features } = decodeTarget(section(Section.Target));
  const code = section(Section.Code);
  if ((code.byteOffset - bytes.byteOffset) % targetNamed(target).pageSize !== 0) {
    fail('its code does not start on a page');
  }
  const moduleBytes = section(Section.Module);
  const info = decodeInfo(moduleBytes);
  const functions = info.funcTypes.length - info.importedFuncs;
  const funcOffsets = Uint32Array.from(decodeWords(section(Section.FuncOffsets), 'functions'));
  if (funcOffsets.length !== functions + 1) {
    fail(`it has ${funcOffsets.length} function offsets for ${functions} functions`);
  }
  checkAscending(funcOffsets, 1, code.length, 'function offsets');
  const trapSites = decodeWords(section(Section.TrapSites), 'trap sites');
  checkAscending(trapSites, 2, code.length, 'trap sites');
  const trapKinds = section(Section.TrapKinds).slice();
  if (trapKinds.length * 2 !== trapSites.length) fail('trap kinds do not match its trap sites');
  if (trapKinds.some((kind) => kind >= TrapKind.Count)) fail('it has an unknown kind of trap');
  const callSites = decodeWords(section(Section.CallSites), 'call sites');
  checkAscending(callSites, 2, code.length, 'call sites');
  const accessors = decodeWords(section(Section.Accessors), 'accessors');
  checkAccessors(accessors, info);
  return {
    target,
    bounds,
    features,
    info,
    code,
    funcOffsets,
    trapSites,
    trapKinds,
    callSites,
    frameStates: new Int32Array(0),
    accessors,
    moduleBytes,
    stats: {
      bytesIn: 0,
      bytesOut: code.length,
      functions,
      operators: 0,
      spills: 0,
      merges: 0,
      moves: 0,
      nanoseconds: 0,
    },
  };
}

function readSections(bytes: Uint8Array): Uint8Array[] {
  if (!startsAsArtifact(bytes)) fail('it does not start as one');
  if (bytes.length < HEADER_SIZE) fail('it ends in its header');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint32(8, true);
  if (version !== VERSION) fail(`its format has version ${version}; this reads ${VERSION}`);
  const size = view.getUint32(12, true);
  if (size !== bytes.length) fail(`it should have ${size} bytes and has ${bytes.length}`);
  if (view.getUint32(CHECKSUM_AT, true) !== checksum(bytes, CHECKED_FROM)) {
    fail('its checksum is wrong: the file is damaged');
  }
  const count = view.getUint32(20, true);
  if (count !== SECTIONS) fail(`it has ${count} sections, not ${SECTIONS}`);
  let end = HEADER_SIZE + SECTIONS * ENTRY_SIZE;
  if (bytes.length < end) fail('it ends in its section table');
  const sections: Uint8Array[] = [];
  for (let i = 0; i < SECTIONS; i++) {
    const entry = HEADER_SIZE + i * ENTRY_SIZE;
    const kind = view.getUint32(entry, true);
    const offset = view.getUint32(entry + 4, true);
    const length = view.getUint32(entry + 8, true);
    if (kind !== i + 1) fail(`section ${i} is of kind ${kind}, not ${i + 1}`);
    if (offset % 8 !== 0 || offset < end || offset + length > bytes.length) {
      fail(`section ${kind} is out of place`);
    }
    end = offset + length;
    sections.push(bytes.subarray(offset, end));
  }
  if (end !== bytes.length) fail('bytes follow its last section');
  return sections;
}

function encodeTarget({ target, bounds, features }: Artifact): Uint8Array {
  if (!TARGET_NAMES.includes(target)) throw new RangeError(`an artifact has no target ${target}`);
  if (!BOUNDS.includes(bounds)) throw new RangeError(`an artifact has no bounds checks ${bounds}`);
  const bytes = [TARGET_NAMES.indexOf(target), BOUNDS.indexOf(bounds)];
  bytes.push(features.length & 0xff, features.length >> 8);
  for (const feature of features) {
    bytes.push(feature.length);
    for (let i = 0; i < feature.length; i++) bytes.push(feature.charCodeAt(i));
  }
  return Uint8Array.from(bytes);
}

function decodeTarget(bytes: Uint8Array): Pick<Artifact, 'target' | 'bounds' | 'features'> {
  if (bytes.length < 4) fail('its target section is cut off');
  const target = TARGET_NAMES[bytes[0]!] ?? fail('it is for an unknown machine');
  const bounds = BOUNDS[bytes[1]!] ?? fail('it has an unknown mode of bounds checks');
  const count = bytes[2]! | (bytes[3]! << 8);
  if (count > MAX_FEATURES) fail('it lists too many CPU features');
  const features: string[] = [];
  let at = 4;
  for (let i = 0; i < count; i++) {
    const length = bytes[at++] ?? fail('its target section is cut off');
    if (at + length > bytes.length) fail('its target section is cut off');
    features.push(String.fromCharCode(...bytes.subarray(at, at + length)));
    at += length;
  }
  if (at !== bytes.length) fail('bytes follow its CPU features');
  return { target, bounds, features };
}

function decodeInfo(moduleBytes: Uint8Array): ModuleInfo {
  try {
    return decodeModuleInfo(moduleBytes, { withoutCode: true });
  } catch (error) {
    if (error instanceof CompileError) fail(`its module is damaged: ${error.message}`);
    throw error;
  }
}

function encodeWords(words: Uint32Array | Int32Array): Uint8Array {
  const bytes = new Uint8Array(words.length * 4);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < words.length; i++) view.setInt32(i * 4, words[i]!, true);
  return bytes;
}

function decodeWords(bytes: Uint8Array, what: string): Int32Array {
  if (bytes.length % 4 !== 0) fail(`its table of ${what} is cut off`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const words = new Int32Array(bytes.length / 4);
  for (let i = 0; i < words.length; i++) words[i] = view.getInt32(i * 4, true);
  return words;
}

/** Checks records of `step` words: the first ascends within the code, others are no negatives. */
function checkAscending(
  words: Uint32Array | Int32Array,
  step: number,
  limit: number,
  what: string,
): void {
  if (words.length % step !== 0) fail(`its table of ${what} is cut off`);
  let last = 0;
  for (let i = 0; i < words.length; i += step) {
    const offset = words[i]!;
    if (offset < last) fail(`its table of ${what} is not in order`);
    if (offset > limit) fail(`its table of ${what} points outside of the code`);
    if (step === 2 && words[i + 1]! < 0) fail(`its table of ${what} points outside of the module`);
    last = offset;
  }
}

/** Checks that each is a function of the module that can do what it is said to. */
function checkAccessors(accessors: Int32Array, info: ModuleInfo): void {
  if (accessors.length % 2 !== 0) fail('its table of accessors is cut off');
  let last = info.importedFuncs - 1;
  for (let i = 0; i < accessors.length; i += 2) {
    const index = accessors[i]!;
    if (index <= last || index >= info.funcTypes.length)
      fail('its table of accessors is not in order');
    last = index;
    if (!isAccessor(info, index, accessors[i + 1]!))
      fail(`function ${index} is no accessor of a global`);
  }
}

function alignUp(value: number, alignment: number): number {
  return Math.ceil(value / alignment) * alignment;
}

function fail(reason: string): never {
  throw new ArtifactError(`not an artifact that can be used: ${reason}`);
}
