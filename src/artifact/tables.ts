import { isAccessor } from '../frontend/accessors.js';
import { decodeModuleInfo } from '../frontend/module-decoder.js';
import type { ModuleInfo } from '../module/module-info.js';
import { CompileError } from '../wasm/compile-error.js';
import { TrapKind } from '../wasm/trap-kind.js';
import type { Artifact } from './artifact.js';
import { refuse } from './artifact-error.js';
import { type ArtifactHeader, Part } from './header.js';

/** The parts of an {@link Artifact} that explain addresses. */
export type CodeTables = Pick<
  Artifact,
  'info' | 'moduleBytes' | 'funcOffsets' | 'trapSites' | 'trapKinds' | 'callSites'
>;

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
  #frameStates: Int32Array | undefined;
  readonly #checked = new Set<Part>();

  /**
   * @param file all of its bytes
   * @param sum of bytes, to check a part; undefined where the whole file has been checked
   */
  constructor(
    private readonly file: Uint8Array,
    private readonly header: ArtifactHeader,
    private readonly sum: ((bytes: Uint8Array) => Int32Array) | undefined,
  ) {}

  /** @throws ArtifactError when the part is not what was written */
  check(part: Part): void {
    if (this.sum === undefined || this.#checked.has(part)) return;
    const { offset, length, sum } = this.header.parts[part]!;
    const bytes = this.file.subarray(offset, offset + Math.ceil(length / 16) * 16);
    if (!this.sum(bytes).every((lane, i) => lane === sum[i])) {
      refuse(`its ${PART_NAMES[part]} is damaged`);
    }
    this.#checked.add(part);
  }

  get moduleBytes(): Uint8Array {
    return this.part(Part.Module);
  }

  get info(): ModuleInfo {
    if (this.#info !== undefined) return this.#info;
    try {
      this.#info = decodeModuleInfo(this.moduleBytes, { withoutCode: true, kept: true });
    } catch (error) {
      if (error instanceof CompileError) refuse(`its module is damaged: ${error.message}`);
      throw error;
    }
    return this.#info;
  }

  get funcOffsets(): Uint32Array {
    if (this.#funcOffsets !== undefined) return this.#funcOffsets;
    const words = this.words(Part.FuncOffsets);
    const functions = this.info.funcTypes.length - this.info.importedFuncs;
    if (words.length !== functions + 1) {
      refuse(`it has ${words.length} function offsets for ${functions} functions`);
    }
    checkAscending(words, 1, this.header.code.length, 'function offsets');
    this.#funcOffsets = new Uint32Array(words.buffer, words.byteOffset, words.length);
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
    return this.file.subarray(offset, offset + length);
  }

  private words(part: Part): Int32Array {
    const bytes = this.part(part);
    if (bytes.length % 4 !== 0) refuse(`its ${PART_NAMES[part]} is cut off`);
    const { buffer, byteOffset, length } = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
    return new Int32Array(buffer, byteOffset, length / 4);
  }
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
