import { IntList } from '../util/int-list.js';
import { decodeUtf8, isUtf8 } from '../util/utf8.js';
import { CompileError } from '../wasm/compile-error.js';
import { MAX_FUNCTIONS, MAX_IMPORTS } from '../wasm/limits.js';
import { BinaryReader } from './binary-reader.js';
import { forEachCustomSection, isPiece } from './custom-sections.js';
import type { SectionStore } from './section-store.js';

const enum Subsection {
  Module = 0,
  Functions = 1,
}

/** "name" */
const NAME = [0x6e, 0x61, 0x6d, 0x65];

/** True for the name of a name section. */
export function isNameSection(bytes: Uint8Array, start: number, end: number): boolean {
  return isPiece(bytes, start, end, NAME);
}

/** Is told of the names in a name section, in order: where the text of each lies. */
interface NameVisitor {
  moduleName(start: number, end: number): void;
  functionName(index: number, start: number, end: number): void;
}

/**
 * Reads a name section (spec 3.0, appendix "Custom sections"). As the standard asks of custom
 * sections, nothing in it makes a module invalid: reading ends quietly at what is malformed, and a
 * function's name that is not UTF-8 is left out.
 *
 * @param bytes holds the section's contents behind its name in `[start, end)`
 */
function readNameSection(
  bytes: Uint8Array,
  start: number,
  end: number,
  visitor: NameVisitor,
): void {
  const r = new BinaryReader(bytes, start, end, 0);
  const part = new BinaryReader(bytes, start, start, 0);
  try {
    while (r.remaining > 0) {
      const id = r.u8('id of a name subsection') as Subsection;
      const size = r.u32('size of a name subsection');
      const at = r.skip(size, 'name subsection');
      part.reset(bytes, at, at + size, 0);
      if (id === Subsection.Module) {
        const name = skipText(part);
        visitor.moduleName(name, part.pos);
      } else if (id === Subsection.Functions) readFunctionNames(part, visitor);
    }
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
  }
}

function readFunctionNames(r: BinaryReader, visitor: NameVisitor): void {
  const most = MAX_FUNCTIONS + MAX_IMPORTS;
  const count = r.count('function names', most, 2);
  for (let i = 0; i < count; i++) {
    const index = r.u32('function index');
    const at = skipText(r);
    if (index < most && isUtf8(r.bytes, at, r.pos)) visitor.functionName(index, at, r.pos);
  }
}

function skipText(r: BinaryReader): number {
  return r.skip(r.u32('length of a name'), 'name');
}

/**
 * The name of one function in a name section, or undefined. Makes no table: for a module that ends in
 * an error.
 */
export function findFunctionName(
  bytes: Uint8Array,
  start: number,
  end: number,
  funcIndex: number,
): string | undefined {
  let from = -1;
  let to = -1;
  readNameSection(bytes, start, end, {
    moduleName() {},
    functionName(index, nameStart, nameEnd) {
      if (index !== funcIndex) return;
      from = nameStart;
      to = nameEnd;
    },
  });
  return from < 0 ? undefined : decodeUtf8(bytes, from, to);
}

/** What the name sections of a module tell; they are read when somebody asks. */
export class ModuleNames {
  /** How many name sections the module has so far. */
  private sections = 0;
  /** How many there were when `functions` and the module's name were read. */
  private sectionsRead = 0;
  private moduleName: string | undefined = undefined;
  private functionNames = new FunctionNames();

  constructor(private readonly store: SectionStore) {}

  /** A name section was added to the store. */
  noteSection(): void {
    this.sections++;
  }

  /** The module's own name. */
  get module(): string | undefined {
    this.read();
    return this.moduleName;
  }

  get functions(): FunctionNames {
    this.read();
    return this.functionNames;
  }

  /** Reads the sections that were added since the last time, by reading all. */
  private read(): void {
    if (this.sectionsRead === this.sections) return;
    this.sectionsRead = this.sections;
    const bytes = this.store.bytes();
    const indices = new IntList();
    const places = new IntList();
    const visitor: NameVisitor = {
      moduleName: (start, end) => {
        this.moduleName = decodeUtf8(bytes, start, end);
      },
      functionName: (index, start, end) => {
        indices.push(index);
        places.pushPair(start, end);
      },
    };
    forEachCustomSection(bytes, (nameStart, nameEnd, end) => {
      if (isNameSection(bytes, nameStart, nameEnd)) readNameSection(bytes, nameEnd, end, visitor);
    });
    this.functionNames = FunctionNames.of(bytes, indices.toArray(), places.toArray());
  }
}

/** Names of functions by index: as a Map, in the order of the indices, with the texts made when asked for. */
export class FunctionNames implements Iterable<[number, string]> {
  private bytes: Uint8Array = new Uint8Array(0);
  /** Ascending. */
  private indices: Int32Array = new Int32Array(0);
  /** Pairs (start, end) in `bytes`. */
  private places: Int32Array = new Int32Array(0);
  /** Names that were set by hand. */
  private readonly given = new Map<number, string>();

  /** @param indices in any order: of equal ones the last counts */
  static of(bytes: Uint8Array, indices: Int32Array, places: Int32Array): FunctionNames {
    const names = new FunctionNames();
    names.bytes = bytes;
    names.indices = indices;
    names.places = places;
    for (let i = 1; i < indices.length; i++) {
      if (indices[i]! > indices[i - 1]!) continue;
      names.sort();
      break;
    }
    return names;
  }

  /** Brings names that are out of order into it, and drops those that others replace. */
  private sort(): void {
    const { indices, places } = this;
    const { length } = indices;
    // Index and place of each as one number, exact: 21 and 31 bits.
    const keys = new Float64Array(length);
    for (let i = 0; i < length; i++) keys[i] = indices[i]! * 2 ** 31 + i;
    keys.sort();
    let kept = 0;
    const sorted = new Int32Array(length);
    const sortedPlaces = new Int32Array(2 * length);
    for (let k = 0; k < length; k++) {
      const i = keys[k]! % 2 ** 31;
      const index = indices[i]!;
      if (kept > 0 && sorted[kept - 1] === index) kept--;
      sorted[kept] = index;
      sortedPlaces[2 * kept] = places[2 * i]!;
      sortedPlaces[2 * kept + 1] = places[2 * i + 1]!;
      kept++;
    }
    this.indices = sorted.slice(0, kept);
    this.places = sortedPlaces.slice(0, 2 * kept);
  }

  get size(): number {
    let { size } = this.given;
    if (size === 0) return this.indices.length;
    for (let i = 0; i < this.indices.length; i++) if (!this.given.has(this.indices[i]!)) size++;
    return size;
  }

  get(funcIndex: number): string | undefined {
    const set = this.given.size === 0 ? undefined : this.given.get(funcIndex);
    if (set !== undefined) return set;
    const { indices } = this;
    let low = 0;
    for (let high = indices.length; low < high; ) {
      const middle = (low + high) >> 1;
      if (indices[middle]! < funcIndex) low = middle + 1;
      else high = middle;
    }
    return indices[low] === funcIndex ? this.text(low) : undefined;
  }

  /** Gives a function a name that no section has. */
  set(funcIndex: number, name: string): void {
    this.given.set(funcIndex, name);
  }

  private text(place: number): string {
    return decodeUtf8(this.bytes, this.places[2 * place]!, this.places[2 * place + 1]!)!;
  }

  *[Symbol.iterator](): Generator<[number, string]> {
    const { indices, given } = this;
    for (let i = 0; i < indices.length; i++) {
      if (!given.has(indices[i]!)) yield [indices[i]!, this.text(i)];
    }
    yield* given;
  }
}
