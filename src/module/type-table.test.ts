import { describe, expect, it } from 'vitest';
import { leb } from '../../test/support/module-fixtures.js';
import { Random } from '../../test/support/random-program.js';
import { ValType } from '../wasm/value-types.js';
import { BinaryReader } from './binary-reader.js';
import { FuncTypeReader } from './type-reader.js';
import {
  listOfOne,
  MAX_LIST_WORDS,
  NO_TYPES,
  type TypeList,
  TypeTable,
  tableOf,
} from './type-table.js';

const I32 = ValType.I32;
const I64 = ValType.I64;
const F32 = ValType.F32;
const F64 = ValType.F64;
const FuncRef = ValType.FuncRef;
const ExternRef = ValType.ExternRef;
/** The bytes of the types that modules can name. */
const BYTES = new Map<ValType, number>([
  [I32, 0x7f],
  [I64, 0x7e],
  [F32, 0x7d],
  [F64, 0x7c],
  [FuncRef, 0x70],
  [ExternRef, 0x6f],
]);

type Lists = readonly [params: readonly ValType[], results: readonly ValType[]];

/** The table of the entries of a type section. */
function read(types: readonly Lists[]): TypeTable {
  const list = (of: readonly ValType[]) => [...leb(of.length), ...of.map((t) => BYTES.get(t)!)];
  const bytes = Uint8Array.from(types.flatMap(([p, r]) => [0x60, ...list(p), ...list(r)]));
  const reader = new BinaryReader(bytes, 0, bytes.length, 0);
  const table = new TypeTable();
  const entries = new FuncTypeReader(reader, table);
  table.expect(types.length);
  for (let i = 0; i < types.length; i++) entries.read();
  table.trim();
  expect(reader.pos).toBe(bytes.length);
  return table;
}

function typesOf(table: TypeTable, list: TypeList): ValType[] {
  return Array.from({ length: table.count(list) }, (_, i) => table.typeAt(list, i));
}

describe.each([
  ['read from a section', read],
  ['made from arrays', tableOf],
])('a table of types %s', (_, make) => {
  it('has the lists of each type, whatever types are around it', () => {
    const random = new Random(21);
    const some = () =>
      Array.from({ length: random.pick([0, 1, 2, 3, 300]) }, () => random.pick([...BYTES.keys()]));
    const types = Array.from({ length: 500 }, (): Lists => [some(), some()]);
    const table = make(types);
    expect(table.length).toBe(types.length);
    for (const [i, [params, results]] of types.entries()) {
      expect(typesOf(table, table.params(i))).toEqual(params);
      expect(typesOf(table, table.results(i))).toEqual(results);
    }
    expect(table.all().map(({ params, results }) => [params, results])).toEqual(types);
  });

  it('has the same numbers as any other for lists of less than two types', () => {
    for (const type of BYTES.keys()) {
      const table = make([
        [[I32, I32], [type]],
        [[type], []],
      ]);
      expect(table.results(0)).toBe(listOfOne(type));
      expect(table.params(1)).toBe(listOfOne(type));
      expect(table.results(1)).toBe(NO_TYPES);
      expect(typesOf(table, listOfOne(type))).toEqual([type]);
    }
  });

  it('compares lists one by one', () => {
    const table = make([
      [
        [I32, F64],
        [I32, F64],
      ],
      [
        [I32, F32],
        [I32, F64, F64],
      ],
      [[I32], []],
    ]);
    const pair = table.params(0);
    expect(table.areSubtypes(pair, table.results(0))).toBe(true);
    expect(table.areSubtypes(pair, table.params(1))).toBe(false);
    expect(table.areSubtypes(pair, table.results(1))).toBe(false);
    expect(table.areSubtypes(table.params(2), pair)).toBe(false);
    expect(table.areSubtypes(NO_TYPES, NO_TYPES)).toBe(true);
    expect(table.areSubtypes(NO_TYPES, listOfOne(I32))).toBe(false);
  });

  it('makes objects of all types that there are when they are asked for', () => {
    const table = make([[[I32, I64], [F32]]]);
    const [first] = table.all();
    expect(first!.key).toBe('0,1>2');
    table.addArrays([], [ExternRef]);
    expect(table.all().map(({ key }) => key)).toEqual(['0,1>2', '>6']);
    expect(table.all()[0]).toBe(first);
  });
});

describe('a table of types', () => {
  it('takes a value of no known type for any', () => {
    const table = tableOf([
      [
        [I32, ValType.Bottom],
        [I32, F64],
      ],
    ]);
    expect(table.areSubtypes(table.params(0), table.results(0))).toBe(true);
    expect(table.areSubtypes(table.results(0), table.params(0))).toBe(false);
  });

  it('has one list for equal ones of a section', () => {
    const long = Array(1000).fill(I64);
    const table = read([
      [[I32, F32], long],
      [long, [I32, F32]],
      [
        [I32, I32],
        [F32, F32],
      ],
    ]);
    expect(table.params(1)).toBe(table.results(0));
    expect(table.results(1)).toBe(table.params(0));
    const lists = [0, 1, 2].flatMap((i) => [table.params(i), table.results(i)]);
    expect(new Set(lists).size).toBe(4);
    const [first, second] = table.all();
    expect(first!.params).toBe(second!.results);
  });
});

describe('room for lists', () => {
  it('ends where their numbers do', () => {
    const table = new TypeTable();
    let list = NO_TYPES;
    let lists = 0;
    for (; table.hasRoom(1000); lists++) list = table.addList(1000);
    expect(lists).toBe(Math.floor(MAX_LIST_WORDS / 1000));
    table.setType(list, 999, F64);
    expect([table.count(list), table.typeAt(list, 999)]).toEqual([1000, F64]);
    expect(() => table.addList(1000)).toThrow(RangeError);
    table.dropList(list);
    expect(table.addList(1000)).toBe(list);
  });
});
