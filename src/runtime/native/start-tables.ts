import type { VmctxLayout } from '../../abi/vmctx-layout.js';
import { RUN_WORDS } from '../../artifact/start-tables.js';
import type { StartParts } from '../../artifact/tables.js';
import type { ModuleInfo } from '../../module/module-info.js';
import {
  ELEMENTS_FUNC_REFS,
  ELEMENTS_TO,
  RECORDS_CODE,
  RECORDS_FUNC_REFS,
  RECORDS_IMPORTED,
  RECORDS_OFFSETS,
  RECORDS_SIGNATURES,
  RECORDS_TO,
  RECORDS_TYPES,
  RECORDS_VMCTX,
} from '../../stubs/layout.js';
import { type Block, writePointer } from '../native-heap.js';
import type { StartMemory } from '../platform.js';
import { MAP_FIXED, MAP_PRIVATE, PROT_READ, PROT_WRITE } from './mman.js';
import type { Native } from './native.js';

type StartFunction = (params: number, words: number, count: number) => void;

/** See `StartStubs`. */
export interface StartFunctions {
  readonly below: StartFunction;
  readonly records: StartFunction;
  readonly elements: StartFunction;
}

/** What these are called with. */
export interface StartCalls {
  readonly native: Native;
  readonly calls: StartFunctions;
  /** For the parameters of C functions; nothing in it is kept. */
  readonly scratch: Block;
}

/** Of fewer functions the records are written without machine code. */
const FEW = 64;

/** Where the words of a table are, in a buffer that does not move: that of a file, or too large for the engine to move. */
function addressOf(host: StartCalls, words: Uint32Array | Int32Array): number {
  return host.native.addressOf(words.buffer as ArrayBuffer) + words.byteOffset;
}

/**
 * Writes the FuncRef records of all functions that an instance defines, and the pointers to them.
 *
 * @param records offset of the first record in the context
 * @param code address of the module's code
 * @returns whether it did: for few functions it does not pay
 */
export function writeRecords(
  host: StartCalls,
  info: ModuleInfo,
  { funcOffsets }: StartParts,
  layout: VmctxLayout,
  context: Block,
  records: number,
  code: number,
): boolean {
  const { funcTypes, refFuncs, importedFuncs } = info;
  if (refFuncs.size < FEW || !(funcTypes instanceof Uint32Array)) return false;
  const { calls, scratch } = host;
  const { address } = context;
  writePointer(scratch, RECORDS_VMCTX, address);
  writePointer(scratch, RECORDS_TYPES, addressOf(host, funcTypes));
  writePointer(scratch, RECORDS_OFFSETS, addressOf(host, funcOffsets) - 4 * importedFuncs);
  writePointer(scratch, RECORDS_CODE, code);
  writePointer(scratch, RECORDS_SIGNATURES, address + layout.signature(0));
  writePointer(scratch, RECORDS_TO, address + records);
  writePointer(scratch, RECORDS_FUNC_REFS, address + layout.funcRef(0));
  writePointer(scratch, RECORDS_IMPORTED, importedFuncs);
  calls.records(scratch.address, addressOf(host, refFuncs.functions), refFuncs.size);
  return true;
}

/**
 * Writes elements of a table: references to functions by their numbers.
 *
 * @param numbers of functions
 * @param to address of the first element
 * @param funcRefs address of the pointers to the functions' records
 */
export function writeElements(
  host: StartCalls,
  numbers: Int32Array,
  to: number,
  funcRefs: number,
): void {
  if (numbers.length === 0) return;
  const { calls, scratch } = host;
  writePointer(scratch, ELEMENTS_FUNC_REFS, funcRefs);
  writePointer(scratch, ELEMENTS_TO, to);
  calls.elements(scratch.address, addressOf(host, numbers), numbers.length);
}

/** Images of fewer bytes are copied: that is faster than to map them. */
const LEAST_MAPPED = 1 << 17;

export function isCopied({ image }: StartParts): boolean {
  return image.length < LEAST_MAPPED;
}

/**
 * Copies the contents that memories start with.
 *
 * @param image the image's bytes
 */
export function copyContents(
  { native }: StartCalls,
  { runs }: StartParts,
  memories: readonly StartMemory[],
  image: Uint8Array,
): boolean {
  for (let i = 0; i < runs.length; i += RUN_WORDS) {
    const from = runs[i + 2]!;
    const bytes = image.subarray(from, from + runs[i + 3]!);
    native.copyTo(memories[runs[i]!]!.address + runs[i + 1]!, bytes);
  }
  return true;
}

/**
 * Maps the contents that memories start with from their file, page by page, to be copied when they are written to.
 * The pages of a new memory are all zeros, and none that anybody has looked at.
 *
 * @param fd of the file
 * @returns whether it did; else some of the contents may be there
 */
export function mapContents(
  { native }: StartCalls,
  { runs, image }: StartParts,
  memories: readonly StartMemory[],
  fd: number,
): boolean {
  const flags = MAP_PRIVATE | MAP_FIXED;
  for (let i = 0; i < runs.length; i += RUN_WORDS) {
    const memory = memories[runs[i]!]!;
    // Others may be moved by the engine, or by the system.
    if (!memory.guarded) return false;
    const to = memory.address + runs[i + 1]!;
    const from = image.offset + runs[i + 2]!;
    const length = runs[i + 3]!;
    if (native.mmap(to, length, PROT_READ | PROT_WRITE, flags, fd, from) < 0) return false;
  }
  return runs.length > 0;
}
