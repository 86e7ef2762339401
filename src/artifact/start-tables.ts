import type { ModuleInfo } from '../module/module-info.js';
import { PAGE_SIZE } from '../wasm/limits.js';
import { Op } from '../wasm/operators.js';
import { type ConstExpr, type DataSegment, SegmentMode } from '../wasm/types.js';

/** In place of the index of an element segment's first reference: its items are no plain functions. */
export const NO_REFS = -1;
/** Words of an element segment: position, type of its items, index of its first reference. */
export const ELEMENT_WORDS = 3;
/** Words of a run of the image: memory, offset there, offset in the image, byte length. */
export const RUN_WORDS = 4;

/** What instantiating needs of a module's long lists: see `Part` for each. */
export interface StartTables {
  /** Bytes of the module before its data section. */
  readonly head: number;
  readonly funcTypes: Uint32Array;
  readonly refFuncs: Int32Array;
  readonly refNumbers: Int32Array;
  readonly elements: Int32Array;
  readonly elementRefs: Int32Array;
  readonly dataPositions: Uint32Array;
  readonly runs: Uint32Array;
  readonly image: Uint8Array;
}

/**
 * Makes the tables of a module.
 *
 * @param moduleBytes the module without its code section, that `info` has its positions in
 * @param pageSize of the machine, which the image's runs are multiples of
 */
export function makeStartTables(
  info: ModuleInfo,
  moduleBytes: Uint8Array,
  pageSize: number,
): StartTables {
  const { refFuncs } = info;
  const functions = info.funcTypes.length;
  const refNumbers = new Int32Array(functions);
  refNumbers.set(refFuncs.numberWords.subarray(0, functions));
  return {
    head: headLength(moduleBytes),
    funcTypes: Uint32Array.from(info.funcTypes),
    refFuncs: Int32Array.from(refFuncs.keys()),
    refNumbers,
    ...elementTables(info),
    dataPositions: Uint32Array.from({ length: info.data.length }, (_, i) =>
      info.data.positionAt(i),
    ),
    ...dataImage(info, pageSize),
  };
}

const DATA_SECTION = 11;
const MODULE_HEADER = 8;

function headLength(module: Uint8Array): number {
  let at = MODULE_HEADER;
  while (at < module.length && module[at] !== DATA_SECTION) {
    let size = 0;
    let shift = 0;
    let byte: number;
    at++;
    do {
      byte = module[at++]!;
      size += (byte & 0x7f) * 2 ** shift;
      shift += 7;
    } while (byte >= 0x80);
    at += size;
  }
  return Math.min(at, module.length);
}

function elementTables(info: ModuleInfo): Pick<StartTables, 'elements' | 'elementRefs'> {
  const elements: number[] = [];
  const elementRefs: number[] = [];
  info.elements.forEach(({ mode, funcs, type }, i) => {
    const isPlain = mode === SegmentMode.Active && funcs !== undefined;
    elements.push(info.elements.positionAt(i), type, isPlain ? elementRefs.length : NO_REFS);
    if (isPlain) for (const index of funcs) elementRefs.push(info.refFuncs.get(index)!);
  });
  return { elements: Int32Array.from(elements), elementRefs: Int32Array.from(elementRefs) };
}

/** Few segments of few bytes are copied one by one, as of any module: an image would only make the file larger. */
const LEAST_SEGMENTS = 16;
const LEAST_IMAGE = 1 << 14;
/** Mappings that an image takes at most, for each memory that is made of it. */
const MOST_RUNS = 64;
const NO_IMAGE = { runs: new Uint32Array(0), image: new Uint8Array(0) };

/** An active segment at a place that is known. */
interface Piece {
  readonly memory: number;
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/**
 * The contents of the memories that a module defines, as instantiating leaves them: pages that are not all zeros. There is
 * none where these contents depend on something: on imported memories or globals, or on segments that do not fit.
 */
function dataImage(info: ModuleInfo, pageSize: number): Pick<StartTables, 'runs' | 'image'> {
  const pieces: Piece[] = [];
  let total = 0;
  for (let i = 0; i < info.data.length; i++) {
    const piece = pieceOf(info, info.data.get(i));
    if (piece === undefined) return NO_IMAGE;
    total += piece.bytes.length;
    pieces.push(piece);
  }
  if (total < LEAST_IMAGE && pieces.length < LEAST_SEGMENTS) return NO_IMAGE;
  const pages = new Map<number, Uint8Array>();
  // Far apart, little bytes would make many pages.
  const mostPages = 2 * Math.ceil(total / pageSize);
  for (const { memory, offset, bytes } of pieces) {
    for (let at = 0; at < bytes.length; ) {
      const from = offset + at;
      const page = Math.floor(from / pageSize);
      const key = memory * PAGES_A_MEMORY + page;
      const part = bytes.subarray(at, at + (page + 1) * pageSize - from);
      let contents = pages.get(key);
      if (contents === undefined) {
        if (pages.size === mostPages) return NO_IMAGE;
        contents = new Uint8Array(pageSize);
        pages.set(key, contents);
      }
      contents.set(part, from - page * pageSize);
      at += part.length;
    }
  }
  return runsOf(pages, pageSize);
}

/** More than a memory has pages, however small those are. */
const PAGES_A_MEMORY = 2 ** 24;

function pieceOf(
  info: ModuleInfo,
  { mode, memory, offset, bytes }: DataSegment,
): Piece | undefined {
  if (mode !== SegmentMode.Active || memory < info.importedMemories) return undefined;
  const start = constantOf(offset);
  if (start === undefined) return undefined;
  const end = start + bytes.length;
  return end > info.memories[memory]!.min * PAGE_SIZE
    ? undefined
    : { memory, offset: start, bytes };
}

/** The value of a plain `i32.const`, unsigned. */
function constantOf(expr: ConstExpr): number | undefined {
  const [instr, ...more] = expr;
  return instr?.op === Op.I32Const && more.length === 0 ? instr.lo >>> 0 : undefined;
}

function runsOf(
  pages: ReadonlyMap<number, Uint8Array>,
  pageSize: number,
): Pick<StartTables, 'runs' | 'image'> {
  const keys = [...pages.keys()].sort((a, b) => a - b);
  const used = keys.filter((key) => pages.get(key)!.some((byte) => byte !== 0));
  const image = new Uint8Array(pageSize * used.length);
  const runs: number[] = [];
  used.forEach((key, i) => {
    image.set(pages.get(key)!, pageSize * i);
    if (i > 0 && used[i - 1] === key - 1) {
      runs[runs.length - 1]! += pageSize;
      return;
    }
    const memory = Math.floor(key / PAGES_A_MEMORY);
    runs.push(memory, (key % PAGES_A_MEMORY) * pageSize, pageSize * i, pageSize);
  });
  return runs.length > RUN_WORDS * MOST_RUNS ? NO_IMAGE : { runs: Uint32Array.from(runs), image };
}
