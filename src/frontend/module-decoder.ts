import { BinaryReader } from '../module/binary-reader.js';
import { lookUpFunctionName } from '../module/function-name.js';
import type { KnownTables } from '../module/known-tables.js';
import { ModuleInfo } from '../module/module-info.js';
import { isNameSection } from '../module/name-section.js';
import { SectionStore } from '../module/section-store.js';
import { hexByte } from '../module/value-type-reader.js';
import { CompileError } from '../wasm/compile-error.js';
import { MAX_FUNCTION_SIZE, MAX_MODULE_SIZE } from '../wasm/limits.js';
import type { ConstExprFeatures } from './const-expr.js';
import {
  readDataCountSection,
  readExportSection,
  readFunctionSection,
  readGlobalSection,
  readImportSection,
  readMemorySection,
  readStartSection,
  readTableSection,
  readTagSection,
  readTypeSection,
  SECTION_RANK,
  Section,
  sectionName,
} from './sections.js';
import { readDataSection, readElementSection } from './segments.js';

/** Receives the code of a module, in order, while the module arrives. */
export interface ModuleSink {
  /**
   * Called once: before the first body, or by `finish` when the module has no code section. All that
   * function bodies can refer to is in `info` by then.
   *
   * @param size bytes that all function bodies are going to take, as the module claims
   * @param contentsAt module offset of the contents of the code section; of the end if there is none
   */
  beginCode(info: ModuleInfo, size: number, contentsAt: number): void;
  /**
   * A function body has arrived: its local declarations and instructions are `bytes[start..end)`,
   * valid during the call only.
   *
   * @param funcIndex index in the function index space (imports counted first)
   * @param moduleOffset module offset of `bytes[start]`
   */
  functionBody(
    funcIndex: number,
    bytes: Uint8Array,
    start: number,
    end: number,
    moduleOffset: number,
  ): void;
}

export interface ModuleDecoderOptions {
  /**
   * The bytes come from {@link ModuleDecoder.moduleBytes}: a module whose code section was left out
   * (and must not be there).
   */
  readonly withoutCode?: boolean;
  /** They were adopted as a whole, which nobody changes: nothing is copied. */
  readonly kept?: boolean;
  /**
   * With `kept`: what earlier decoding of the same module yielded. The sections of functions, elements and data are not
   * looked at again, and the last one, with all that follows, is not in the bytes.
   */
  readonly known?: KnownTables | undefined;
}

/** What the bytes at hand are; each state is one unit of input that is waited for as a whole. */
const enum State {
  Magic = 0,
  Version = 1,
  /** Id and size of a section. */
  SectionHeader = 2,
  /** Contents of any section but code. */
  Section = 3,
  CodeCount = 4,
  BodySize = 5,
  Body = 6,
}

const NO_BYTES = new Uint8Array(0);

/**
 * Decodes and validates a module (spec 3.0, chapters 3 and 5) that arrives in chunks, all but its
 * function bodies, which go to the sink. Chunks may be cut anywhere: calls of the sink, results and
 * errors are the same (but for a function's name in an error, see {@link push}).
 */
export class ModuleDecoder {
  /** Filled while the module arrives. */
  readonly info: ModuleInfo;
  /** What constant expressions used beyond WebAssembly 2.0. */
  readonly features: Readonly<ConstExprFeatures>;

  private readonly sink: ModuleSink;
  private readonly withoutCode: boolean;
  private readonly kept: boolean;
  private readonly known: KnownTables | undefined;
  private readonly mutableFeatures: ConstExprFeatures;
  private readonly store = new SectionStore();
  /** One for all units: they are many, and each is done with it before the next. */
  private readonly reader = new BinaryReader(NO_BYTES, 0, 0, 0);

  private state: State = State.Magic;
  /** Module offset of the unit that is waited for. */
  private offset = 0;
  /** Bytes of that unit to wait for; the unit may turn out to be longer when they are there. */
  private need = 4;
  /** The first bytes of an incomplete unit: `pending[0..pendingLength)`. */
  private pending: Uint8Array<ArrayBuffer> = NO_BYTES;
  private pendingLength = 0;

  private sectionId: Section = Section.Custom;
  private lastRank = 0;
  /** Module offset behind the code section. */
  private codeEnd = 0;
  private bodiesLeft = 0;
  private nextFunc = 0;
  private codeSeen = false;
  private dataSeen = false;
  private codeBegun = false;
  private finished = false;

  private failed = false;
  private failure: unknown = undefined;

  /** The chunk that is being decoded, and the module offset of its first byte. */
  private chunk: Uint8Array = NO_BYTES;
  private chunkOffset = 0;

  constructor(sink: ModuleSink, options: ModuleDecoderOptions = {}) {
    this.sink = sink;
    this.info = new ModuleInfo(this.store);
    this.withoutCode = options.withoutCode ?? false;
    this.kept = options.kept ?? false;
    this.known = options.known;
    this.mutableFeatures = { extendedConst: false, definedGlobalGet: false };
    this.features = this.mutableFeatures;
  }

  /**
   * Decodes the next bytes of the module. The chunk is not kept: what is needed later is copied.
   *
   * An error about a function body gets the function's name, from the name section when that came
   * before or is in the same chunk as the end of the code section, else from an export.
   *
   * @throws CompileError when the module is malformed, invalid or over a limit; every later call
   *   throws the same error
   */
  push(chunk: Uint8Array): void {
    if (this.failed) throw this.failure;
    if (this.finished) throw new Error('push after finish');
    this.chunk = chunk;
    try {
      this.consume(chunk);
    } catch (error) {
      this.fail(error);
    } finally {
      this.chunk = NO_BYTES;
      this.chunkOffset += chunk.length;
    }
  }

  /**
   * Says that the module has ended.
   *
   * @throws CompileError when it is incomplete
   */
  finish(): ModuleInfo {
    if (this.failed) throw this.failure;
    if (this.finished) return this.info;
    try {
      this.checkComplete();
      if (!this.codeBegun) this.beginCode(this.offset);
    } catch (error) {
      this.fail(error);
    }
    this.finished = true;
    this.pending = NO_BYTES;
    return this.info;
  }

  /**
   * The module without its code section: the header and all other sections. A decoder in the mode
   * `withoutCode` makes an equal `info` from it. The bytes are shared with `info` (data segments,
   * custom sections), so they must not be changed. Only after {@link finish}.
   */
  moduleBytes(): Uint8Array {
    if (!this.finished) throw new Error('moduleBytes before finish');
    return this.store.bytes();
  }

  private fail(error: unknown): never {
    this.failed = true;
    this.failure = error;
    this.pending = NO_BYTES;
    throw error;
  }

  private consume(chunk: Uint8Array): void {
    let pos = 0;
    while (this.pendingLength > 0) {
      const take = Math.min(this.need - this.pendingLength, chunk.length - pos);
      this.keep(chunk, pos, take);
      pos += take;
      if (this.pendingLength < this.need) return;
      if (this.unit(this.pending, 0, this.pendingLength) >= 0) this.dropPending();
    }
    while (chunk.length - pos >= this.need) {
      const used = this.unit(chunk, pos, chunk.length);
      if (used >= 0) pos += used;
    }
    if (pos < chunk.length) this.keep(chunk, pos, chunk.length - pos);
  }

  /** Adds bytes of the chunk to the incomplete unit. Memory grows with what is there, not claimed. */
  private keep(chunk: Uint8Array, pos: number, count: number): void {
    const length = this.pendingLength + count;
    if (length > this.pending.length) {
      const room = Math.min(this.need, Math.max(256, 2 * this.pending.length));
      const grown = new Uint8Array(Math.max(length, room));
      grown.set(this.pending.subarray(0, this.pendingLength));
      this.pending = grown;
    }
    this.pending.set(chunk.subarray(pos, pos + count), this.pendingLength);
    this.pendingLength = length;
  }

  private dropPending(): void {
    this.pendingLength = 0;
    if (this.pending.length > MAX_FUNCTION_SIZE) this.pending = NO_BYTES;
  }

  /**
   * Decodes one unit, which starts at `bytes[pos]`; `bytes[pos..end)` are at least `need` bytes.
   * Returns how many bytes it took, or -1 after having raised `need` above what is there.
   */
  private unit(bytes: Uint8Array, pos: number, end: number): number {
    switch (this.state) {
      case State.Magic:
        if (word(bytes, pos) !== 0x6d736100) {
          throw this.error(
            `magic header not detected: 00 61 73 6d expected, found ${hexBytes(bytes, pos, 4)}`,
          );
        }
        return this.advance(4, State.Version, 4);
      case State.Version:
        if (word(bytes, pos) !== 1) {
          throw this.error(
            `unknown binary version: 01 00 00 00 expected, found ${hexBytes(bytes, pos, 4)}`,
          );
        }
        return this.advance(4, State.SectionHeader, 2);
      case State.SectionHeader:
        return this.sectionHeader(bytes, pos, end);
      case State.Section: {
        const size = this.need;
        this.section(bytes, pos, size);
        return this.advance(size, State.SectionHeader, 2);
      }
      case State.CodeCount:
        return this.codeCount(bytes, pos, end);
      case State.BodySize:
        return this.bodySize(bytes, pos, end);
      case State.Body: {
        const size = this.need;
        this.body(bytes, pos, size);
        this.offset += size;
        this.nextFunc++;
        this.bodiesLeft--;
        this.expectBody();
        return size;
      }
    }
  }

  private advance(used: number, state: State, need: number): number {
    this.offset += used;
    this.state = state;
    this.need = need;
    return used;
  }

  private error(reason: string, offset = this.offset): CompileError {
    return new CompileError(reason, { offset });
  }

  private sectionHeader(bytes: Uint8Array, pos: number, end: number): number {
    const id = bytes[pos]!;
    if (id > Section.Tag) {
      throw this.error(`malformed section id ${id}: 0 to ${Section.Tag} expected`);
    }
    if (!hasInteger(bytes, pos + 1, end)) {
      this.need = end - pos + 1;
      return -1;
    }
    const r = this.reader;
    r.reset(bytes, pos + 1, end, this.offset - pos);
    let size = r.shortU32();
    if (size < 0) size = r.u32(`size of the ${sectionName(id)}`);
    const used = r.pos - pos;
    if (size > MAX_MODULE_SIZE - this.offset - used) {
      throw this.error(
        `length out of bounds: ${sectionName(id)} of ${size} bytes in a module of at most ${MAX_MODULE_SIZE}`,
      );
    }
    this.checkOrder(id);
    this.sectionId = id;
    if (id !== Section.Code) return this.advance(used, State.Section, size);
    if (this.withoutCode) throw this.error('code section found where none is expected');
    this.codeSeen = true;
    this.codeEnd = this.offset + used + size;
    return this.advance(used, State.CodeCount, Math.min(1, size));
  }

  /** Sections come in a fixed order and once; custom sections anywhere. */
  private checkOrder(id: Section): void {
    if (id === Section.Custom) return;
    const rank = SECTION_RANK[id]!;
    if (rank <= this.lastRank) {
      const last = SECTION_RANK.indexOf(this.lastRank) as Section;
      throw this.error(
        rank === this.lastRank
          ? `unexpected content after last section: a second ${sectionName(id)}`
          : `unexpected content after last section: ${sectionName(id)} expected before the ${sectionName(last)}`,
      );
    }
    this.lastRank = rank;
  }

  private section(bytes: Uint8Array, pos: number, size: number): void {
    const id = this.sectionId;
    const position = this.addSection(bytes, pos, size);
    const r = this.reader;
    r.reset(bytes, pos, pos + size, this.offset - pos);
    this.readSection(r, id, position - pos);
    if (r.remaining > 0) {
      throw r.error(
        `section size mismatch: ${sectionName(id)} of ${size} bytes, its contents end after ${r.pos - pos}`,
      );
    }
  }

  /** Keeps all that will be pushed, as it is. */
  adopt(bytes: Uint8Array): void {
    const { info, known } = this;
    this.store.adopt(bytes, known && (() => known.module()));
    if (known === undefined) return;
    info.refFuncs.adopt(known.refFuncs, known.refNumbers);
    info.elements.adopt(known.elementPositions, known.elementTypes);
    info.data.adopt(known.dataPositions);
    // There may be one behind the head: it is looked for when somebody asks for a name.
    info.names.noteSection();
    this.dataSeen = known.dataPositions.length > 0;
  }

  /** Keeps the section's contents; returns their position in the store. */
  private addSection(bytes: Uint8Array, pos: number, size: number): number {
    const { pending } = this;
    if (this.kept) return this.offset;
    if (bytes !== pending || pending.length !== size) {
      return this.store.add(this.sectionId, bytes, pos, size);
    }
    this.pending = NO_BYTES;
    return this.store.addOwned(this.sectionId, pending);
  }

  /** @param shift what to add to an index into the reader's bytes to get a position in the store */
  private readSection(r: BinaryReader, id: Section, shift: number): void {
    const { info, known, mutableFeatures } = this;
    if (known !== undefined && (id === Section.Function || id === Section.Element)) {
      if (id === Section.Function) info.funcTypes = known.funcTypes;
      r.pos = r.end;
      return;
    }
    switch (id) {
      case Section.Custom: {
        const start = r.skipName('name of a custom section');
        if (isNameSection(r.bytes, start, r.pos)) info.names.noteSection();
        r.pos = r.end;
        break;
      }
      case Section.Type:
        readTypeSection(r, info);
        break;
      case Section.Import:
        readImportSection(r, info, shift);
        break;
      case Section.Function:
        readFunctionSection(r, info);
        break;
      case Section.Table:
        readTableSection(r, info);
        break;
      case Section.Memory:
        readMemorySection(r, info);
        break;
      case Section.Tag:
        readTagSection(r, info);
        break;
      case Section.Global:
        readGlobalSection(r, info, mutableFeatures, shift);
        break;
      case Section.Export:
        readExportSection(r, info, shift, known !== undefined);
        break;
      case Section.Start:
        readStartSection(r, info);
        break;
      case Section.Element:
        readElementSection(r, info, mutableFeatures, shift);
        break;
      case Section.DataCount:
        readDataCountSection(r, info);
        break;
      case Section.Data:
        this.dataSeen = true;
        readDataSection(r, info, mutableFeatures, shift);
        break;
      default:
        throw this.error(`malformed section id ${hexByte(id)}`);
    }
  }

  private beginCode(contentsAt: number): void {
    this.codeBegun = true;
    this.sink.beginCode(this.info, Math.max(0, this.codeEnd - this.offset), contentsAt);
  }

  private get definedFuncs(): number {
    return this.info.funcTypes.length - this.info.importedFuncs;
  }

  /**
   * A reader for an integer inside of the code section, or undefined after having raised `need`. It
   * ends where the section does, so an integer that reaches beyond is refused.
   */
  private codeInteger(bytes: Uint8Array, pos: number, end: number): BinaryReader | undefined {
    const left = this.codeEnd - this.offset;
    const there = Math.min(end - pos, left);
    if (there < left && !hasInteger(bytes, pos, pos + there)) {
      this.need = there + 1;
      return undefined;
    }
    this.reader.reset(bytes, pos, pos + there, this.offset - pos);
    return this.reader;
  }

  private codeCount(bytes: Uint8Array, pos: number, end: number): number {
    const r = this.codeInteger(bytes, pos, end);
    if (r === undefined) return -1;
    const count = r.u32('number of function bodies');
    if (count !== this.definedFuncs) {
      throw this.error(
        `function and code section have inconsistent lengths: ${this.definedFuncs} functions, ${count} bodies`,
      );
    }
    const used = r.pos - pos;
    this.offset += used;
    this.bodiesLeft = count;
    this.nextFunc = this.info.importedFuncs;
    this.beginCode(this.offset - used);
    this.expectBody();
    return used;
  }

  /** Goes on to the next body, or behind the code section. */
  private expectBody(): void {
    const left = this.codeEnd - this.offset;
    if (this.bodiesLeft > 0) {
      this.state = State.BodySize;
      this.need = Math.min(1, left);
      return;
    }
    if (left > 0) {
      throw this.error(
        `section size mismatch: ${left} bytes of the code section are left behind its last body`,
      );
    }
    this.state = State.SectionHeader;
    this.need = 2;
  }

  private bodySize(bytes: Uint8Array, pos: number, end: number): number {
    const r = this.codeInteger(bytes, pos, end);
    if (r === undefined) return -1;
    let size = r.shortU32();
    if (size < 0) size = r.u32(`size of the body of function ${this.nextFunc}`);
    const used = r.pos - pos;
    const left = this.codeEnd - this.offset - used;
    if (size > left) {
      throw this.bodyError(
        `unexpected end of section or function: body of ${size} bytes expected, ${left} left in the code section`,
      );
    }
    if (size > MAX_FUNCTION_SIZE) {
      throw this.bodyError(`body of ${size} bytes exceeds the limit of ${MAX_FUNCTION_SIZE}`);
    }
    return this.advance(used, State.Body, size);
  }

  private body(bytes: Uint8Array, pos: number, size: number): void {
    try {
      this.sink.functionBody(this.nextFunc, bytes, pos, pos + size, this.offset);
    } catch (error) {
      if (!(error instanceof CompileError) || error.funcName !== undefined) throw error;
      const funcIndex = error.funcIndex < 0 ? this.nextFunc : error.funcIndex;
      throw this.bodyError(error.reason, error.offset, funcIndex);
    }
  }

  private bodyError(reason: string, offset = this.offset, funcIndex = this.nextFunc): CompileError {
    const behindCode = this.codeEnd - this.chunkOffset;
    const funcName = lookUpFunctionName(this.info, funcIndex, this.chunk, behindCode);
    return new CompileError(reason, { offset, funcIndex, funcName });
  }

  private checkComplete(): void {
    const there = this.pendingLength;
    const at = this.offset + there;
    switch (this.state) {
      case State.Magic:
        throw this.error('unexpected end: magic header 00 61 73 6d expected', at);
      case State.Version:
        throw this.error('unexpected end: binary version 01 00 00 00 expected', at);
      case State.SectionHeader:
        if (there > 0) throw this.error('unexpected end: size of a section expected', at);
        break;
      case State.Section:
        throw this.error(
          `length out of bounds: ${sectionName(this.sectionId)} of ${this.need} bytes expected, ${there} are there`,
          at,
        );
      default:
        throw this.error(
          `unexpected end of section or function: code section ends at offset ${this.codeEnd}, ${this.bodiesLeft} more bodies expected`,
          at,
        );
    }
    if (!this.codeSeen && !this.withoutCode && this.definedFuncs > 0) {
      throw this.error(
        `function and code section have inconsistent lengths: ${this.definedFuncs} functions, no code section`,
      );
    }
    if (!this.dataSeen && this.info.dataCount > 0) {
      throw this.error(
        `data count and data section have inconsistent lengths: ${this.info.dataCount} segments, no data section`,
      );
    }
  }
}

function word(bytes: Uint8Array, pos: number): number {
  return bytes[pos]! | (bytes[pos + 1]! << 8) | (bytes[pos + 2]! << 16) | (bytes[pos + 3]! << 24);
}

function hexBytes(bytes: Uint8Array, pos: number, count: number): string {
  const shown = bytes.subarray(pos, pos + count);
  return Array.from(shown, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

/** True when the bytes hold a whole LEB128 integer, or so many that a u32 must have ended. */
function hasInteger(bytes: Uint8Array, pos: number, end: number): boolean {
  const most = Math.min(end, pos + 5);
  for (let i = pos; i < most; i++) if (bytes[i]! < 0x80) return true;
  return most === pos + 5;
}

const NO_SINK: ModuleSink = { beginCode() {}, functionBody() {} };

/**
 * The `info` of a module in one piece, whose function bodies are not looked at.
 *
 * @throws CompileError
 */
export function decodeModuleInfo(bytes: Uint8Array, options?: ModuleDecoderOptions): ModuleInfo {
  const decoder = new ModuleDecoder(NO_SINK, options);
  if (options?.kept === true) decoder.adopt(bytes);
  decoder.push(bytes);
  return decoder.finish();
}
