import type { FunctionCompiler } from '../codegen/function-compiler.js';
import type { BodyDecoder } from '../frontend/body-decoder.js';
import { BODIES, CodeTooLargeError } from '../masm/code-buffer.js';
import type { ModuleAssembler } from '../masm/macro-assembler.js';
import type { CodeFacts } from '../module/code-facts.js';
import { engine } from '../util/engine.js';
import type { IntList } from '../util/int-list.js';

/**
 * The core, what compiles function bodies, as WebAssembly: the same sources as those that run as JavaScript, compiled ahead
 * (docs/core.md). It works in a memory of its own, where the objects of the sources are laid out; here those of a
 * module are written there, and what was made is read.
 */

/** Of a field: its address, and the type of the core's that it has, or the name of a typed array. */
type Field = readonly [address: number, type: string];

/** What the build knows of the memory of a core. */
export interface CoreLayout {
  /** Where memory begins that is given out. */
  readonly heapStart: number;
  /** Texts that are compared, as numbers. */
  readonly texts: Readonly<Record<string, number>>;
  /** Fields of objects, by name of the object. `@` is the object itself. */
  readonly objects: Readonly<Record<CoreObject, Readonly<Record<string, Field>> | undefined>>;
}

type CoreObject =
  | 'bodies'
  | 'functions'
  | 'masm'
  | 'facts'
  | 'types'
  | 'vmctx'
  | 'signatures'
  | 'traits'
  | 'features'
  | List;

/** Lists of integers that are results. */
type List =
  | 'trapSites'
  | 'trapKinds'
  | 'callSites'
  | 'frameStates'
  | 'looseReferences'
  | 'handlerRecords'
  | 'handlerSpans';

export interface CoreFile {
  /** Of the engine's own `WebAssembly`. */
  readonly module: object;
  readonly layout: CoreLayout;
}

interface CoreExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly heap: { readonly value: number };
  fillImage(): void;
  endFunctions(): void;
  endBodies(): void;
  newArray(count: number, log2: number): number;
  decode(funcIndex: number, bytes: number, start: number, end: number, moduleOffset: number): void;
}

/** The objects that work as JavaScript: what is told of a module there is told to the core, and results come back there. */
export interface Twins {
  readonly bodies: BodyDecoder;
  readonly functions: FunctionCompiler;
  readonly masm: ModuleAssembler;
}

/** In front of a typed array, the number of its elements begins so many bytes before the first. */
const ARRAY_HEAD = 16;
/** A core that has given out more memory than this is not kept from one module to the next. */
const KEPT_BYTES = 1 << 22;
/** Where the core leaves the number of the error that it would throw. */
const ERROR_ADDRESS = 16;
/** In place of that number: there is no more memory. */
const OUT_OF_MEMORY = -1;
const NO_MEMORY = 'out of memory while compiling';
/** Zeros behind a body, which is read beyond its end by less than that before that is noticed. */
const PADDING = 64;
/** Bytes of a body that there is room for at first. */
const FIRST_INPUT = 1 << 12;

type Anything = Record<string, unknown>;

/** A core, which works on one module after the other. */
export class Core {
  private readonly exports: CoreExports;
  private readonly layout: CoreLayout;
  private bytes: Uint8Array;
  private words: DataView;
  private input = 0;
  private inputBytes = 0;
  private allowed = 0;

  /** @param twins are told of each module before the core is: `beginModule`, and `beginPart` or `beginAlone` */
  constructor(
    { layout, module }: CoreFile,
    private readonly twins: Twins,
  ) {
    this.layout = layout;
    this.exports = new engine!.Instance(module).exports as CoreExports;
    this.bytes = new Uint8Array(this.exports.memory.buffer);
    this.words = new DataView(this.exports.memory.buffer);
    this.exports.fillImage();
    this.growInput(FIRST_INPUT);
    this.tell('features', ((twins.masm as unknown as Anything)['features'] ?? {}) as Anything);
    this.tell('traits', twins.masm.traits as unknown as Anything);
  }

  /** Functions of a module follow. */
  begin(facts: CodeFacts): void {
    const { functions, masm } = this.twins;
    const of = functions as unknown as Anything;
    this.tell('facts', facts as unknown as Anything);
    this.tell('types', of['types'] as Anything);
    this.tell('vmctx', of['vmctx'] as Anything);
    this.tell('functions', of);
    this.tellField('signatures', 'layouts', (of['signatures'] as Anything)['layouts']);
    this.setWord('signatures', 'types', this.layout.objects.types!['@']![0]);
    this.setWord('bodies', 'operators', 0);
    const emitter = masm as unknown as Anything;
    this.tellField('masm', 'alone', emitter['alone']);
    // As much room as the objects have made for the module.
    if (this.lengthOf(this.word('masm', 'bytes')) < masm.bytes.length) {
      const room = this.newArray(masm.bytes.length, 0);
      this.setWord('masm', 'bytes', room);
      this.setWord('masm', 'view', room);
    }
    for (const name of LISTS) this.makeRoom(name, (emitter[name] as IntList).data.length);
  }

  /**
   * Forgets the module.
   *
   * @returns whether the core is good for another one: else it has taken much memory, which goes with it
   */
  end(): boolean {
    this.exports.endFunctions();
    this.exports.endBodies();
    this.view();
    return this.exports.heap.value < this.layout.heapStart + KEPT_BYTES;
  }

  private lengthOf(array: number): number {
    return this.words.getInt32(array - ARRAY_HEAD, true);
  }

  private makeRoom(list: List, capacity: number): void {
    if (this.lengthOf(this.word(list, 'data')) < capacity) {
      this.setWord(list, 'data', this.newArray(capacity, 2));
    }
  }

  /** Says how much code the module may have so far. */
  allowCode(bytes: number): void {
    this.allowed = bytes;
    this.view();
    this.setLong(this.layout.objects.masm!['allowed']![0], bytes);
  }

  /**
   * Compiles a body.
   *
   * @returns false where there is something wrong with it, or with the core
   * @throws CodeTooLargeError; RangeError when there is no more memory
   */
  compile(
    funcIndex: number,
    bytes: Uint8Array,
    start: number,
    end: number,
    moduleOffset: number,
  ): boolean {
    const size = end - start;
    try {
      if (size + PADDING > this.inputBytes) this.growInput(size + PADDING);
      const { input } = this;
      const memory = this.view();
      memory.set(start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end), input);
      memory.fill(0, input + size, input + size + PADDING);
      this.exports.decode(funcIndex, input, 0, size, moduleOffset);
      this.view();
      if (this.word('masm', 'pos') > this.allowed)
        throw new CodeTooLargeError(this.allowed, BODIES);
      return true;
    } catch (error) {
      if (!(error instanceof engine!.RuntimeError)) throw error;
      this.view();
      const thrown = this.words.getInt32(ERROR_ADDRESS, true);
      if (thrown !== 0 && thrown === this.layout.texts['CodeTooLargeError']) {
        throw new CodeTooLargeError(this.allowed, BODIES);
      }
      if (thrown === OUT_OF_MEMORY) throw new RangeError(NO_MEMORY);
      return false;
    }
  }

  /** Forgets what was compiled: the next function is the first in the buffer. */
  beginAlone(): void {
    this.view();
    this.setWord('masm', 'pos', 0);
    for (const list of [...LISTS, ...HANDLER_LISTS]) this.setWord(list, 'length', 0);
  }

  /**
   * Brings what was compiled to the objects of JavaScript.
   *
   * @param first number of the first function that was compiled, and `end` behind the last
   */
  collect(first: number, end: number): void {
    const { bodies, functions, masm } = this.twins;
    const memory = this.view();
    const pos = this.word('masm', 'pos');
    const code = this.word('masm', 'bytes');
    const emitter = masm as unknown as Anything;
    const bytes = memory.slice(code, code + Math.max(pos, 1));
    emitter['bytes'] = bytes;
    emitter['view'] = new DataView(bytes.buffer);
    masm.pos = pos;
    const offsets = this.word('functions', 'funcOffsets');
    const { buffer } = this.exports.memory;
    functions.funcOffsets.set(new Uint32Array(buffer, offsets + 4 * first, end - first), first);
    functions.spills = this.word('functions', 'spills');
    functions.merges = this.word('functions', 'merges');
    functions.moves = this.word('functions', 'moves');
    bodies.operators = this.word('bodies', 'operators');
    const lists = emitter as unknown as Record<string, { adopt(data: Int32Array): void }>;
    for (const name of LISTS) lists[name]!.adopt(this.list(name));
    const { handlers } = emitter as unknown as Record<string, typeof lists>;
    handlers!['records']!.adopt(this.list('handlerRecords'));
    handlers!['spans']!.adopt(this.list('handlerSpans'));
  }

  // ---- memory -----------------------------------------------------------------------------------

  /** All of it, which may have grown. */
  private view(): Uint8Array {
    if (this.bytes.length === 0) {
      this.bytes = new Uint8Array(this.exports.memory.buffer);
      this.words = new DataView(this.exports.memory.buffer);
    }
    return this.bytes;
  }

  private newArray(count: number, log2: number): number {
    try {
      return this.exports.newArray(count, log2);
    } catch {
      // There is nothing else that it can fail by.
      throw new RangeError(NO_MEMORY);
    } finally {
      this.view();
    }
  }

  private growInput(bytes: number): void {
    this.inputBytes = Math.max(bytes, 2 * this.inputBytes);
    this.input = this.newArray(this.inputBytes, 0);
  }

  private word(object: CoreObject, field: string): number {
    return this.words.getInt32(this.layout.objects[object]![field]![0], true);
  }

  private setWord(object: CoreObject, field: string, value: number): void {
    this.words.setInt32(this.layout.objects[object]![field]![0], value, true);
  }

  private setLong(address: number, value: number): void {
    this.words.setInt32(address, value, true);
    this.words.setInt32(address + 4, Math.floor(value / 2 ** 32), true);
  }

  private list(name: List): Int32Array {
    const { data, length } = this.layout.objects[name]!;
    const at = this.words.getInt32(data![0], true);
    const count = this.words.getInt32(length![0], true);
    return new Int32Array(this.exports.memory.buffer, at, count).slice();
  }

  /** Writes the fields of an object that are numbers, texts or typed arrays. */
  private tell(name: CoreObject, object: Anything): void {
    for (const field in this.layout.objects[name]) {
      if (field in object) this.tellField(name, field, object[field]);
    }
  }

  private tellField(name: CoreObject, field: string, value: unknown): void {
    const [address, type] = this.layout.objects[name]![field]!;
    if (ArrayBuffer.isView(value)) {
      const array = value as Int32Array;
      const at = this.newArray(array.length, 31 - Math.clz32(array.BYTES_PER_ELEMENT));
      this.bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
      this.words.setInt32(address, at, true);
    } else if (type === 'i64') this.setLong(address, value as number);
    else if (type === 'str') {
      this.words.setInt32(address, this.layout.texts[value as string] ?? 0, true);
    } else if (typeof value === 'number') this.words.setInt32(address, value, true);
    else if (typeof value === 'boolean') this.words.setInt32(address, value ? 1 : 0, true);
  }
}

const HANDLER_LISTS = ['handlerRecords', 'handlerSpans'] as const;
const LISTS = ['trapSites', 'trapKinds', 'callSites', 'frameStates', 'looseReferences'] as const;
