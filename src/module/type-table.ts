import type { FuncType } from '../wasm/types.js';
import { isSubtype, ValType } from '../wasm/value-types.js';

/**
 * A list of value types, the parameters or the results of a function or a block: 32 bits, of which the low
 * ten are their number, the others where a {@link TypeTable} has them. Lists of less than
 * two types are the same number in every table: {@link NO_TYPES} and {@link listOfOne}. Equal lists of one
 * type section are the same number too.
 */
export type TypeList = number;

const COUNT_BITS = 10;
const COUNT = (1 << COUNT_BITS) - 1;
/** Lists start at multiples of this many words, so that 22 bits reach sixteen million. */
const UNIT = 4;
/** Words of lists that a table can have. */
export const MAX_LIST_WORDS = UNIT << (32 - COUNT_BITS);

/** The list without types. */
export const NO_TYPES: TypeList = 0;

/** Every table has lists of one type for the types below this. */
const TYPES_ALONE = ValType.Bottom;
/** The lists that only one table has begin here. */
const OWN_LISTS = UNIT * TYPES_ALONE;

const COMMON_LISTS = new Int32Array(OWN_LISTS);
for (let type = 0; type < TYPES_ALONE; type++) COMMON_LISTS[UNIT * type] = type;

/** The list of one type alone: of a type that {@link ValType} names, but for Bottom. */
export function listOfOne(type: ValType): TypeList {
  return (type << COUNT_BITS) | 1;
}

/** Index of a list's first word. */
function startOf(list: TypeList): number {
  return (list >>> COUNT_BITS) * UNIT;
}

const NO_ARRAY: readonly ValType[] = [];

/** A function type as an object. All of a module's are of this class, so that V8 knows their shape. */
class Signature implements FuncType {
  private text: string | undefined = undefined;

  constructor(
    readonly params: readonly ValType[],
    readonly results: readonly ValType[],
  ) {}

  get key(): string {
    this.text ??= `${this.params.join()}>${this.results.join()}`;
    return this.text;
  }
}

/**
 * The function types of a module as numbers: a type is its index, and has two lists.
 * ```
 *                                                       read                        write
 *  lists  +4t       t: the list of type t alone         typeAt(list, i)
 *         +28 on    types of a list, in whole units     typeAt(list, i)             addList, setType
 *                   of four words
 *  pairs  +2i       list of type i's parameters         params(i)                   add
 *         +2i + 1   list of its results                 results(i)                  add
 * ```
 * A module can have a million types: each takes 8 bytes here, and its lists 4 for each of their types.
 * Compiling reads these numbers and nothing else; objects are made for those who ask for them.
 */
export class TypeTable {
  private lists = COMMON_LISTS;
  private listsEnd = OWN_LISTS;
  private pairs = new Int32Array(0);
  /** Number of types. */
  length = 0;
  /** Objects of the first types: of none, or of all that there were when somebody asked. */
  private readonly objects: FuncType[] = [];
  /** The arrays in the objects. */
  private readonly arrays = new Map<TypeList, readonly ValType[]>();

  // ---- what there is ----------------------------------------------------------------------------

  /** The parameters of a type. */
  params(index: number): TypeList {
    return this.pairs[2 * index]!;
  }

  /** The results of a type. */
  results(index: number): TypeList {
    return this.pairs[2 * index + 1]!;
  }

  /** Number of types in a list. */
  count(list: TypeList): number {
    return list & COUNT;
  }

  /** A type of a list. */
  typeAt(list: TypeList, i: number): ValType {
    return this.lists[startOf(list) + i]!;
  }

  /**
   * Whether values of the types of a list can stand where those of another are expected, one by one (spec
   * 3.0, section 3.3.4).
   */
  areSubtypes(list: TypeList, expected: TypeList): boolean {
    if (list === expected) return true;
    const count = this.count(list);
    if (count !== this.count(expected)) return false;
    for (let i = 0; i < count; i++) {
      if (!isSubtype(this.typeAt(list, i), this.typeAt(expected, i))) return false;
    }
    return true;
  }

  /** All types as objects, by index. Equal lists that came in one section are one array. */
  all(): readonly FuncType[] {
    const { objects } = this;
    for (let i = objects.length; i < this.length; i++) {
      objects.push(new Signature(this.array(this.params(i)), this.array(this.results(i))));
    }
    return objects;
  }

  private array(list: TypeList): readonly ValType[] {
    if (list === NO_TYPES) return NO_ARRAY;
    const known = this.arrays.get(list);
    if (known !== undefined) return known;
    const array = Array.from({ length: this.count(list) }, (_, i) => this.typeAt(list, i));
    this.arrays.set(list, array);
    return array;
  }

  // ---- what is added ----------------------------------------------------------------------------

  /** Makes room for so many types. The table must be empty. */
  expect(count: number): void {
    this.pairs = new Int32Array(2 * count);
  }

  /** Adds a type; returns its index. */
  add(params: TypeList, results: TypeList): number {
    const at = 2 * this.length;
    if (at === this.pairs.length) this.pairs = grown(this.pairs, at + 2);
    this.pairs[at] = params;
    this.pairs[at + 1] = results;
    return this.length++;
  }

  /** Whether a list of so many types can be added. */
  hasRoom(count: number): boolean {
    return this.listsEnd + unitsOf(count) <= MAX_LIST_WORDS;
  }

  /**
   * Adds a list of so many types, at least two, that {@link setType} tells.
   * @throws RangeError where there is no room
   */
  addList(count: number): TypeList {
    if (count > COUNT || !this.hasRoom(count)) throw new RangeError('too many types in lists');
    const list = ((this.listsEnd / UNIT) << COUNT_BITS) | count;
    this.listsEnd += unitsOf(count);
    if (this.listsEnd > this.lists.length) this.lists = grown(this.lists, this.listsEnd);
    return list;
  }

  setType(list: TypeList, i: number, type: ValType): void {
    this.lists[startOf(list) + i] = type;
  }

  /** Takes the list back that was added last. */
  dropList(list: TypeList): void {
    this.listsEnd = startOf(list);
  }

  /** Adds a type whose lists are arrays; returns its index. */
  addArrays(params: readonly ValType[], results: readonly ValType[]): number {
    return this.add(this.listOf(params), this.listOf(results));
  }

  private listOf(types: readonly ValType[]): TypeList {
    if (types.length === 0) return NO_TYPES;
    if (types.length === 1) return listOfOne(types[0]!);
    const list = this.addList(types.length);
    for (let i = 0; i < types.length; i++) this.setType(list, i, types[i]!);
    return list;
  }

  /** Gives back the room that is left for more. */
  trim(): void {
    if (this.listsEnd < this.lists.length) this.lists = this.lists.slice(0, this.listsEnd);
  }
}

/** Words that a list of so many types takes. */
function unitsOf(count: number): number {
  return Math.ceil(count / UNIT) * UNIT;
}

/** A table of types whose lists are arrays: their parameters and their results. */
export function tableOf(
  types: readonly (readonly [params: readonly ValType[], results: readonly ValType[]])[],
): TypeTable {
  const table = new TypeTable();
  for (const [params, results] of types) table.addArrays(params, results);
  return table;
}

/** The same words with room for `count` at least, and for more to come. */
function grown(words: Int32Array, count: number): Int32Array<ArrayBuffer> {
  const more = new Int32Array(Math.max(count, 2 * words.length));
  more.set(words);
  return more;
}
