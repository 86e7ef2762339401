import { makeEhFrame, makeEhFrameHeader } from '../debug-info/eh-frame.js';
import { Section, type SectionPart } from '../debug-info/section.js';
import { isNativeTarget, targetNamed } from '../targets/index.js';
import { BUILD_ID_SIZE } from '../util/content-sum.js';
import { ExternKind } from '../wasm/types.js';
import type { Artifact } from './artifact.js';
import { addDebugParts, addRelocations, type DebugParts } from './elf/debug-sections.js';
import { ElfContents, type SectionId, writeSharedObject } from './elf/index.js';
import { HEADER_SECTION, headerSize, Part, type PartPlace, writeHeader } from './header.js';
import { makeStartTables } from './start-tables.js';
import { symbolName } from './symbol-names.js';

/** Bytes that an artifact file may have. */
const MAX_SIZE = 0xffff_ffff;

const NO_KEY = new Uint8Array(0);

/** Sections of our own, in the order of the parts from `Part.Module` on. */
const SECTION_NAMES = [
  'module',
  'functions',
  'traps',
  'trap_kinds',
  'calls',
  'accessors',
  'frames',
  'types',
  'refs',
  'ref_numbers',
  'elements',
  'element_refs',
  'data',
  'runs',
  'handler_spans',
  'handlers',
  'image',
  'key',
];

/**
 * The artifact's bytes: a shared object (see docs/artifacts.md). The same artifact gives the same bytes; times and
 * counters of the compile are not kept.
 *
 * An artifact is as trusted as an executable: its code is run, not verified. Sums find damage, not malice.
 *
 * @param debug for debuggers; see `makeDebugSections`
 * @param key what a cache looks for it by
 * @throws RangeError when they would be more than 4 GiB, or when the artifact cannot be written so
 *   that it can be read again: for an unknown target or mode of bounds checks
 */
export function serializeArtifact(
  given: Artifact,
  debug?: DebugParts,
  key: Uint8Array = NO_KEY,
): Uint8Array {
  const artifact = given.whole ?? given;
  const { code, features } = artifact;
  if (artifact.tableForm !== 'pointers') {
    throw new RangeError('code for tables of C is for objects, not for artifacts');
  }
  const { elf, native, pageSize } = targetNamed(artifact.target);
  const codePages = Math.ceil(code.length / pageSize) * pageSize;
  const size = code.length + artifact.moduleBytes.length + 16 * artifact.trapSites.length;
  if (size > MAX_SIZE) throw new RangeError('an artifact may have 4 GiB at most');

  const contents = new ElfContents(elf);
  const text = contents.addSection({ name: '.text', bytes: code, use: 'code', align: 64 });
  addFunctions(contents, text, artifact);
  addFrames(contents, text, artifact);
  const header = contents.addSection({
    name: HEADER_SECTION,
    bytes: new Uint8Array(headerSize(codePages, features)),
    align: 16,
  });
  const start = makeStartTables(artifact.info, artifact.moduleBytes, pageSize);
  const parts = [
    artifact.moduleBytes,
    bytesOfWords(artifact.funcOffsets),
    bytesOfWords(artifact.trapSites),
    artifact.trapKinds,
    bytesOfWords(artifact.callSites),
    bytesOfWords(artifact.accessors),
    bytesOfWords(artifact.frameStates),
    bytesOfWords(start.funcTypes),
    bytesOfWords(start.refFuncs),
    bytesOfWords(start.refNumbers),
    bytesOfWords(start.elements),
    bytesOfWords(start.elementRefs),
    bytesOfWords(start.dataPositions),
    bytesOfWords(start.runs),
    bytesOfWords(artifact.handlerSpans),
    bytesOfWords(artifact.handlers),
    start.image,
    key,
  ];
  const sections = parts.map((bytes, i) => {
    const align = bytes === start.image && bytes.length > 0 ? pageSize : 16;
    const name = `${HEADER_SECTION}.${SECTION_NAMES[i]}`;
    return contents.addSection({ name, bytes, align });
  });
  if (debug !== undefined) addDebugParts(contents, text, debug);
  const { bytes } = writeSharedObject(contents, {
    pageSize,
    separate: true,
    gapByte: native?.stubs.gapByte ?? 0,
    finish({ bytes: file, offsetOf, buildId, read, dynamic, dynamicSize }) {
      if (file.length > MAX_SIZE) throw new RangeError('an artifact may have 4 GiB at most');
      const behindId = buildId + Math.ceil(BUILD_ID_SIZE / 16) * 16;
      const places: PartPlace[] = [
        { offset: 0, length: buildId },
        { offset: behindId, length: read - behindId },
        { offset: dynamic, length: dynamicSize },
        ...sections.map((id, i) => ({ offset: offsetOf(id), length: parts[i]!.length })),
      ];
      const head = { offset: places[Part.Module]!.offset, length: start.head };
      places.splice(Part.ModuleHead, 0, head);
      const place = { offset: offsetOf(text), length: code.length };
      writeHeader(file, offsetOf(header), {
        ...artifact,
        buildId,
        code: place,
        codePages,
        parts: places,
      });
    },
  });
  return bytes;
}

/** Symbols: a local one for each function, by the module's name section, a global one for each export. */
function addFunctions(contents: ElfContents, text: SectionId, artifact: Artifact): void {
  const { info, funcOffsets } = artifact;
  const add = (name: string, index: number, binding: 'local' | 'global'): void => {
    const i = index - info.importedFuncs;
    if (i < 0) return;
    const value = funcOffsets[i]!;
    const size = funcOffsets[i + 1]! - value;
    contents.addSymbol({ name, section: text, value, size, kind: 'function', binding });
  };
  const { functions } = info.names;
  for (let index = info.importedFuncs; index < info.funcTypes.length; index++) {
    add(symbolName(functions.get(index), index), index, 'local');
  }
  for (let i = 0; i < info.exports.length; i++) {
    const { name, kind, index } = info.exports[i]!;
    if (kind === ExternKind.Function) add(symbolName(name, index), index, 'global');
  }
}

/** What unwinders read: a frame description for each function, and a table to find it. */
function addFrames(contents: ElfContents, text: SectionId, artifact: Artifact): void {
  const { target, funcOffsets, frameStates } = artifact;
  if (!isNativeTarget(target)) return;
  const frames = makeEhFrame(target, funcOffsets, frameStates, true);
  const add = (name: string, { bytes }: SectionPart, align: number) =>
    contents.addSection({ name, bytes, use: 'read-only', align });
  const finder = makeEhFrameHeader(frames);
  const finderSection = add('.eh_frame_hdr', finder, 4);
  const section = add('.eh_frame', frames, 8);
  const sections = new Map([
    [Section.Text, text],
    [Section.EhFrame, section],
  ]);
  addRelocations(contents, section, frames, sections);
  addRelocations(contents, finderSection, finder, sections);
}

/** Little-endian bytes of words. */
function bytesOfWords(words: Uint32Array | Int32Array): Uint8Array {
  const bytes = new Uint8Array(words.length * 4);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < words.length; i++) view.setInt32(i * 4, words[i]!, true);
  return bytes;
}
