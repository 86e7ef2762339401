import { isAccessor } from '../frontend/accessors.js';
import { decodeModuleInfo } from '../frontend/module-decoder.js';
import {
  HANDLER_NEXT,
  HANDLER_PAD,
  HANDLER_WHAT,
  HANDLER_WORDS,
  NO_PAD,
  TAG_SHIFT,
} from '../masm/handlers.js';
import type { KnownTables } from '../module/known-tables.js';
import type { ModuleInfo } from '../module/module-info.js';
import { CompileError } from '../wasm/compile-error.js';
import { PAGE_SIZE } from '../wasm/limits.js';
import { TrapKind } from '../wasm/trap-kind.js';
import type { Artifact } from './artifact.js';
import type { ArtifactBytes } from './artifact-bytes.js';
import { refuse } from './artifact-error.js';
import { type ArtifactHeader, Part, type PartPlace } from './header.js';
import { ELEMENT_WORDS, NO_REFS, RUN_WORDS } from './start-tables.js';

/** What instantiating needs that `info` has not. */
export interface StartParts {
  readonly funcOffsets: Int32Array;
  /** See `Part.Elements`. */
  readonly elements: Int32Array;
  readonly elementRefs: Int32Array;
  /** See `Part.Runs`. */
  readonly runs: Uint32Array;
  /** In the file. */
  readonly image: PartPlace;
}

/** The parts of an {@link Artifact} that explain addresses. */
export type CodeTables = Pick<
  Artifact,
  | 'info'
  | 'moduleBytes'
  | 'funcOffsets'
  | 'trapSites'
  | 'trapKinds'
  | 'callSites'
  | 'handlers'
  | 'handlerSpans'
> &
  LazyParts;

/** What is different where functions are compiled one by one. */
interface LazyParts {
  /** Index of each function of `funcOffsets`, where they do not follow each other. */
  readonly order?: Int32Array;
  /** Tells modules apart, in the place of all sites. */
  readonly checksum?: number;
  /** Module offset of a function's body. */
  bodyOffset?(index: number): number;
}

const PART_NAMES: Readonly<Record<Part, string>> = {
  [Part.Headers]: 'header',
  [Part.Loaded]: 'table of symbols',
  [Part.Dynamic]: 'dynamic section',
  [Part.Module]: 'module',
  [Part.FuncOffsets]: 'table of functions',
  [Part.TrapSites]: 'table of trap sites',
  [Part.TrapKinds]: 'table of traps',
  [Part.CallSites]: 'table of calls',
  [Part.Accessors]: 'table of accessors',
  [Part.FrameStates]: 'table of frames',
  [Part.ModuleHead]: 'module',
  [Part.FuncTypes]: 'table of function types',
  [Part.RefFuncs]: 'table of references',
  [Part.RefNumbers]: 'table of reference numbers',
  [Part.Elements]: 'table of elements',
  [Part.ElementRefs]: 'table of elements',
  [Part.DataPositions]: 'table of data',
  [Part.Runs]: 'table of memory contents',
  [Part.HandlerSpans]: 'table of handlers',
  [Part.Handlers]: 'table of handlers',
  [Part.Image]: 'memory contents',
  [Part.Key]: 'key',
  [Part.Count]: '',
};

/**
 * The tables of an artifact's file, each read and checked when it is first asked for: views of the file where its
 * bytes are aligned.
 */
export class FileTables implements CodeTables {
  #info: ModuleInfo | undefined;
  #funcOffsets: Uint32Array | undefined;
  #trapSites: Int32Array | undefined;
  #trapKinds: Uint8Array | undefined;
  #callSites: Int32Array | undefined;
  #accessors: Int32Array | undefined;
  #handlers: Int32Array | undefined;
  #handlerSpans: Int32Array | undefined;
  #frameStates: Int32Array | undefined;
  #start: StartParts | undefined;
  readonly #checked = new Set<Part>();

  constructor(
    private readonly file: ArtifactBytes,
    private readonly header: ArtifactHeader,
  ) {}

  /** @throws ArtifactError when the part is not what was written */
  check(part: Part): void {
    const { file } = this;
    if (file.sum === undefined || this.#checked.has(part)) return;
    const { offset, length, sum } = this.header.parts[part]!;
    const found = file.sum(offset, Math.ceil(length / 16) * 16);
    if (!found.every((lane, i) => lane === sum[i])) {
      refuse(`its ${PART_NAMES[part]} is damaged`);
    }
    this.#checked.add(part);
  }

  get key(): Uint8Array {
    return this.part(Part.Key);
  }

  get moduleBytes(): Uint8Array {
    return this.part(Part.Module);
  }

  get info(): ModuleInfo {
    if (this.#info !== undefined) return this.#info;
    try {
      const head = this.part(Part.ModuleHead);
      this.#info = decodeModuleInfo(head, { withoutCode: true, kept: true, known: this.known() });
    } catch (error) {
      if (error instanceof CompileError) refuse(`its module is damaged: ${error.message}`);
      throw error;
    }
    return this.#info;
  }

  private known(): KnownTables {
    const elements = this.words(Part.Elements);
    const count = Math.floor(elements.length / ELEMENT_WORDS);
    const column = (at: number) =>
      Int32Array.from({ length: count }, (_, i) => elements[ELEMENT_WORDS * i + at]!);
    return {
      funcTypes: unsigned(this.words(Part.FuncTypes)),
      refFuncs: this.words(Part.RefFuncs),
      refNumbers: this.words(Part.RefNumbers),
      elementPositions: unsigned(column(0)),
      elementTypes: column(1),
      dataPositions: unsigned(this.words(Part.DataPositions)),
      module: () => this.moduleBytes,
    };
  }

  /** @throws ArtifactError when the contents of memories are not what was written */
  checkContents(): void {
    this.check(Part.Image);
  }

  /** What instantiating needs besides; all indices in `info`'s lists, too, have been found to be in their bounds then. */
  get start(): StartParts {
    this.#start ??= this.readStart();
    return this.#start;
  }

  private readStart(): StartParts {
    const { header, info } = this;
    const functions = info.funcTypes.length;
    const refs = info.refFuncs.size;
    const code = header.code.length;
    const defined = functions - info.importedFuncs;
    const lists: [Part, number, number | undefined][] = [
      [Part.FuncTypes, info.typeCount, functions],
      [Part.FuncOffsets, code + 1, defined + 1],
      [Part.RefFuncs, functions, undefined],
      [Part.RefNumbers, refs + 1, functions],
      [Part.ElementRefs, refs, undefined],
      [Part.DataPositions, header.parts[Part.Module]!.length, undefined],
    ];
    for (const [part, limit, length] of lists) this.checkWords(part, limit, length);
    const image = header.parts[Part.Image]!;
    const start = {
      funcOffsets: this.words(Part.FuncOffsets),
      elements: this.words(Part.Elements),
      elementRefs: this.words(Part.ElementRefs),
      runs: unsigned(this.words(Part.Runs)),
      image: { offset: image.offset, length: image.length },
    };
    checkElements(start);
    checkRuns(start, info);
    return start;
  }

  /** Checks the count of the words of a part, and that they are below a limit. */
  private checkWords(part: Part, limit: number, count: number | undefined): void {
    this.check(part);
    const { offset, length } = this.header.parts[part]!;
    if (length % 4 !== 0) refuse(`its ${PART_NAMES[part]} is cut off`);
    if (count !== undefined && length !== 4 * count) {
      refuse(`its ${PART_NAMES[part]} has ${length / 4} words, not ${count}`);
    }
    if (!this.file.areBelow(offset, length / 4, limit)) {
      refuse(`its ${PART_NAMES[part]} has numbers that are out of bounds`);
    }
  }

  get funcOffsets(): Uint32Array {
    if (this.#funcOffsets !== undefined) return this.#funcOffsets;
    const words = this.words(Part.FuncOffsets);
    const functions = this.info.funcTypes.length - this.info.importedFuncs;
    if (words.length !== functions + 1) {
      refuse(`it has ${words.length} function offsets for ${functions} functions`);
    }
    checkAscending(words, 1, this.header.code.length, 'function offsets');
    this.#funcOffsets = unsigned(words);
    return this.#funcOffsets;
  }

  get trapSites(): Int32Array {
    this.#trapSites ??= this.sites(Part.TrapSites, 'trap sites');
    return this.#trapSites;
  }

  get trapKinds(): Uint8Array {
    if (this.#trapKinds !== undefined) return this.#trapKinds;
    const kinds = this.part(Part.TrapKinds);
    if (kinds.length * 2 !== this.trapSites.length)
      refuse('trap kinds do not match its trap sites');
    for (let i = 0; i < kinds.length; i++) {
      if (kinds[i]! >= TrapKind.Count) refuse('it has an unknown kind of trap');
    }
    this.#trapKinds = kinds;
    return kinds;
  }

  get callSites(): Int32Array {
    this.#callSites ??= this.sites(Part.CallSites, 'call sites');
    return this.#callSites;
  }

  get accessors(): Int32Array {
    if (this.#accessors !== undefined) return this.#accessors;
    const accessors = this.words(Part.Accessors);
    checkAccessors(accessors, this.info);
    this.#accessors = accessors;
    return accessors;
  }

  get handlerSpans(): Int32Array {
    if (this.#handlerSpans !== undefined) return this.#handlerSpans;
    const spans = this.sites(Part.HandlerSpans, 'handlers');
    const records = this.handlers.length / HANDLER_WORDS;
    for (let i = 1; i < spans.length; i += 2) {
      if (spans[i]! > records) refuse('its table of handlers has numbers that are out of bounds');
    }
    this.#handlerSpans = spans;
    return spans;
  }

  get handlers(): Int32Array {
    if (this.#handlers !== undefined) return this.#handlers;
    const words = this.words(Part.Handlers);
    checkHandlers(words, this.header.code.length, this.info.tags.length);
    this.#handlers = words;
    return words;
  }

  get frameStates(): Int32Array {
    this.#frameStates ??= this.sites(Part.FrameStates, 'frames');
    return this.#frameStates;
  }

  private sites(part: Part, what: string): Int32Array {
    const words = this.words(part);
    checkAscending(words, 2, this.header.code.length, what);
    return words;
  }

  private part(part: Part): Uint8Array {
    this.check(part);
    const { offset, length } = this.header.parts[part]!;
    return this.file.view(offset, length);
  }

  private words(part: Part): Int32Array {
    const bytes = this.part(part);
    if (bytes.length % 4 !== 0) refuse(`its ${PART_NAMES[part]} is cut off`);
    const { buffer, byteOffset, length } = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
    return new Int32Array(buffer, byteOffset, length / 4);
  }
}

/** Checks that records lead to code and to each other, and name tags that there are. */
function checkHandlers(words: Int32Array, codeLength: number, tags: number): void {
  if (words.length % HANDLER_WORDS !== 0) refuse('its table of handlers is cut off');
  const records = words.length / HANDLER_WORDS;
  for (let i = 0; i < words.length; i += HANDLER_WORDS) {
    const pad = words[i + HANDLER_PAD]!;
    const next = words[i + HANDLER_NEXT]!;
    const tag = words[i + HANDLER_WHAT]! >> TAG_SHIFT;
    const isPad = pad === NO_PAD || (pad >= 0 && pad < codeLength);
    if (!isPad || next < 0 || next > records || tag < 0 || tag > tags) {
      refuse('its table of handlers has numbers that are out of bounds');
    }
  }
}

function checkElements({ elements, elementRefs }: StartParts): void {
  if (elements.length % ELEMENT_WORDS !== 0) refuse('its table of elements is cut off');
  for (let i = 0; i < elements.length; i += ELEMENT_WORDS) {
    const first = elements[i + 2]!;
    if (first < NO_REFS || first > elementRefs.length) {
      refuse('its table of elements has numbers that are out of bounds');
    }
  }
}

/** Checks that the image is for memories that the module defines, and has all that its runs name. */
function checkRuns({ runs, image }: StartParts, info: ModuleInfo): void {
  if (runs.length % RUN_WORDS !== 0) refuse('its table of memory contents is cut off');
  for (let i = 0; i < runs.length; i += RUN_WORDS) {
    const [memory, to, from, length] = runs.subarray(i, i + RUN_WORDS) as unknown as number[];
    const type = info.memories[memory!];
    const isOwn = type !== undefined && memory! >= info.importedMemories;
    if (!isOwn || to! + length! > type.min * PAGE_SIZE || from! + length! > image.length) {
      refuse('its table of memory contents has places that are out of bounds');
    }
  }
}

function unsigned({ buffer, byteOffset, length }: Int32Array): Uint32Array {
  return new Uint32Array(buffer, byteOffset, length);
}

/** Checks records of `step` words: the first ascends within the code, others are no negatives. */
function checkAscending(words: Int32Array, step: number, limit: number, what: string): void {
  if (words.length % step !== 0) refuse(`its table of ${what} is cut off`);
  let last = 0;
  for (let i = 0; i < words.length; i += step) {
    const offset = words[i]!;
    if (offset < last) refuse(`its table of ${what} is not in order`);
    if (offset > limit) refuse(`its table of ${what} points outside of the code`);
    if (step === 2 && words[i + 1]! < 0) {
      refuse(`its table of ${what} points outside of the module`);
    }
    last = offset;
  }
}

/** Checks that each is a function of the module that can do what it is said to. */
function checkAccessors(accessors: Int32Array, info: ModuleInfo): void {
  if (accessors.length % 2 !== 0) refuse('its table of accessors is cut off');
  let last = info.importedFuncs - 1;
  for (let i = 0; i < accessors.length; i += 2) {
    const index = accessors[i]!;
    if (index <= last || index >= info.funcTypes.length) {
      refuse('its table of accessors is not in order');
    }
    last = index;
    if (!isAccessor(info, index, accessors[i + 1]!)) {
      refuse(`function ${index} is no accessor of a global`);
    }
  }
}
