import { IntList } from '../util/int-list.js';
import { MAX_MEMORY_PAGES, MAX_PARAMS, MAX_RESULTS } from '../wasm/limits.js';
import { Needs, needs } from '../wasm/proposals.js';
import type { GlobalType, Limits, MemoryType, TableType } from '../wasm/types.js';
import type { ValType } from '../wasm/value-types.js';
import type { BinaryReader } from './binary-reader.js';
import { ByteInterner } from './byte-interner.js';
import {
  listOfOne,
  MAX_LIST_WORDS,
  NO_TYPES,
  type TypeList,
  type TypeTable,
} from './type-table.js';
import { hexByte, readRefType, readValType } from './value-type-reader.js';

/** What a list of types is in messages. */
interface ListNames {
  readonly list: string;
  readonly item: string;
}
const PARAMETERS: ListNames = { list: 'parameters', item: 'type of one of the parameters' };
const RESULTS: ListNames = { list: 'results', item: 'type of one of the results' };

/** Reads the entries of a type section into a table, each different list once. */
export class FuncTypeReader {
  /** The bytes of the lists of two types or more. */
  private readonly pieces: ByteInterner;
  /** The list of each different piece. */
  private readonly lists = new IntList();

  constructor(
    private readonly r: BinaryReader,
    private readonly table: TypeTable,
  ) {
    this.pieces = new ByteInterner(r.bytes);
  }

  /** An entry of the type section (spec 3.0, section 5.3): a function type. */
  read(): void {
    const { r, table } = this;
    const at = r.pos;
    const form = r.u8('function type (0x60)');
    if (form !== 0x60) {
      if (form === 0x4e || form === 0x4f || form === 0x50 || form === 0x5e || form === 0x5f) {
        throw r.error(needs(`type form ${hexByte(form)}`, Needs.GarbageCollection), at);
      }
      if (form === 0x5d) throw r.error(needs('continuation type', Needs.StackSwitching), at);
      throw r.error(`malformed type form ${hexByte(form)}: function type (0x60) expected`, at);
    }
    const params = this.readList(PARAMETERS, MAX_PARAMS);
    table.add(params, this.readList(RESULTS, MAX_RESULTS));
  }

  private readList(names: ListNames, limit: number): TypeList {
    const { r, table, lists } = this;
    const count = r.count(names.list, limit);
    if (count === 0) return NO_TYPES;
    if (count === 1) return listOfOne(readValType(r, names.item));
    const start = r.pos;
    if (!table.hasRoom(count)) {
      throw r.error(`too many types in lists of types: ${MAX_LIST_WORDS} expected at most`);
    }
    const list = table.addList(count);
    for (let i = 0; i < count; i++) table.setType(list, i, readValType(r, names.item));
    const piece = this.pieces.intern(start, r.pos);
    if (piece < lists.length) {
      table.dropList(list);
      return lists.data[piece]!;
    }
    lists.push(list);
    return list;
  }
}

function readLimits(r: BinaryReader, hasMax: boolean, what: string, unit: string): Limits {
  let min = r.shortU32();
  if (min < 0) min = r.u32(`minimum of the ${what} in ${unit}`);
  if (!hasMax) return { min, max: -1 };
  const at = r.pos;
  let max = r.shortU32();
  if (max < 0) max = r.u32(`maximum of the ${what} in ${unit}`);
  if (min > max) {
    throw r.error(
      `size minimum must not be greater than maximum: the ${what} has ${min} and ${max} ${unit}`,
      at,
    );
  }
  return { min, max };
}

/** A table type: element type and limits in elements. */
export function readTableType(r: BinaryReader): TableType {
  if (r.remaining > 0 && r.bytes[r.pos] === 0x40) {
    throw r.error(needs('table with an initial value', Needs.TypedFunctionReferences));
  }
  const elemType = readRefType(r, 'element type of a table');
  const at = r.pos;
  const flags = r.u8('limits flags of a table');
  if (flags > 1) {
    const text = `malformed limits flags ${hexByte(flags)} of a table: 0x00 or 0x01 expected`;
    throw r.error(flags === 4 || flags === 5 ? needs(`${text}; this`, Needs.Memory64) : text, at);
  }
  const { min, max } = readLimits(r, flags === 1, 'table', 'elements');
  return { min, max, elemType };
}

/** A memory type: limits in pages of 64 KiB. */
export function readMemoryType(r: BinaryReader): MemoryType {
  const at = r.pos;
  const flags = r.u8('limits flags of a memory');
  if (flags > 3) {
    const text = `malformed limits flags ${hexByte(flags)} of a memory: 0x00, 0x01 or 0x03 expected`;
    if (flags > 15) throw r.error(text, at);
    throw r.error(needs(`${text}; this`, flags >= 8 ? Needs.CustomPageSizes : Needs.Memory64), at);
  }
  if (flags === 2) throw r.error('shared memory must have maximum', at);
  const limits = readLimits(r, flags !== 0, 'memory', 'pages');
  const most = Math.max(limits.min, limits.max);
  if (most > MAX_MEMORY_PAGES) {
    throw r.error(
      `memory size must be at most ${MAX_MEMORY_PAGES} pages (4 GiB), not ${most}`,
      at + 1,
    );
  }
  return { min: limits.min, max: limits.max, shared: flags === 3 };
}

/** One object for each type that globals have: by value type, the immutable ones first. */
const GLOBAL_TYPES: readonly GlobalType[][] = [[], []];

function globalType(type: ValType, mutability: number): GlobalType {
  const known = GLOBAL_TYPES[mutability]!;
  known[type] ??= Object.freeze({ type, mutable: mutability === 1 });
  return known[type];
}

/** A global's type: value type and mutability. */
export function readGlobalType(r: BinaryReader): GlobalType {
  const type = readValType(r, 'type of a global');
  const at = r.pos;
  const mutability = r.u8('mutability of a global');
  if (mutability > 1) {
    throw r.error(
      `malformed mutability ${hexByte(mutability)}: 0x00 (const) or 0x01 (var) expected`,
      at,
    );
  }
  return globalType(type, mutability);
}
