import { HEADER, leb, section } from './module-fixtures.js';

/** Bytes that are written one after the other; a module of a megabyte is too much for array literals. */
class Writer {
  private array = new Uint8Array(1 << 12);
  length = 0;

  add(...bytes: readonly number[]): this {
    return this.addAll(bytes);
  }

  addAll(bytes: ArrayLike<number>): this {
    const length = this.length + bytes.length;
    if (length > this.array.length) {
      const grown = new Uint8Array(Math.max(length, 2 * this.array.length));
      grown.set(this.array);
      this.array = grown;
    }
    this.array.set(bytes, this.length);
    this.length = length;
    return this;
  }

  get bytes(): Uint8Array {
    return this.array.subarray(0, this.length);
  }
}

/** A section of a vector of items, until they take `size` bytes or are so many. */
function filled(id: number, size: number, most: number, item: (i: number) => number[]): Uint8Array {
  const items = new Writer();
  let count = 0;
  while (items.length < size && count < most) items.addAll(item(count++));
  const head = leb(count);
  const out = new Writer().add(id, ...leb(head.length + items.length), ...head);
  return out.addAll(items.bytes).bytes;
}

function moduleOf(...sections: readonly ArrayLike<number>[]): Uint8Array {
  const out = new Writer().addAll(HEADER);
  for (const part of sections) out.addAll(part);
  return out.bytes.slice();
}

const I32 = 0x7f;
const FUNCREF = 0x70;
const VAL_TYPES = [0x7f, 0x7e, 0x7d, 0x7c, 0x70, 0x6f];
const END = 0x0b;
const VOID_TYPE = section(1, 1, 0x60, 0, 0);
const ONE_FUNC = section(3, 1, 0);
const ONE_BODY = section(10, 1, 2, 0, END);
const ONE_TABLE = section(4, 1, FUNCREF, 0, 0);
const ONE_MEMORY = section(5, 1, 0, 0);

function shortName(i: number): number[] {
  const text = i.toString(36);
  return [text.length, ...Array.from(text, (char) => char.charCodeAt(0))];
}

/** Parameters that differ for every number: its digits. */
function distinctType(i: number, length: number): number[] {
  const params: number[] = [];
  for (let rest = i, k = 0; k < length; k++, rest = Math.floor(rest / 6)) {
    params.push(VAL_TYPES[rest % 6]!);
  }
  return [0x60, ...leb(length), ...params, 0];
}

/** One function whose body are the parts. */
export function oneBody(
  type: readonly number[],
  ...parts: readonly ArrayLike<number>[]
): Uint8Array {
  const body = new Writer().add(0);
  for (const part of parts) body.addAll(part);
  body.add(END);
  const size = leb(body.length);
  const code = new Writer().add(10, ...leb(1 + size.length + body.length), 1, ...size);
  return moduleOf(type, ONE_FUNC, code.addAll(body.bytes).bytes);
}

/** A custom section each time. */
function customSections(size: number, one: readonly number[]): Uint8Array {
  const out = new Writer().addAll(HEADER);
  while (out.length < size) out.addAll(one);
  return out.bytes.slice();
}

/**
 * Valid modules of about the given size, each filled with the smallest items of one kind, up to the
 * number that a module may have of them.
 */
export const STUFFED: Readonly<Record<string, (size: number) => Uint8Array>> = {
  'custom sections': (size) => customSections(size, [0, 2, 1, 0x61]),
  'empty name sections': (size) => customSections(size, section(0, 4, 0x6e, 0x61, 0x6d, 0x65)),
  types: (size) => moduleOf(filled(1, size, 1e6, () => [0x60, 0, 0])),
  'different types': (size) => moduleOf(filled(1, size, 1e6, (i) => distinctType(i, 7))),
  'long types': (size) => moduleOf(filled(1, size, 1e6, (i) => distinctType(i, 500))),
  imports: (size) =>
    moduleOf(
      VOID_TYPE,
      filled(2, size, 1e6, () => [0, 0, 0, 0]),
    ),
  'imports with names': (size) =>
    moduleOf(filled(2, size, 1e6, (i) => [1, 0x61, ...shortName(i), 3, I32, 0])),
  globals: (size) => moduleOf(filled(6, size, 1e6, () => [I32, 0, 0x41, 0, END])),
  'long constant expressions': (size) =>
    moduleOf(
      filled(6, size, 1e6, () => [
        I32,
        0,
        0x41,
        0,
        ...Array(20_000).fill([0x41, 0, 0x6a]).flat(),
        END,
      ]),
    ),
  exports: (size) =>
    moduleOf(
      VOID_TYPE,
      ONE_FUNC,
      filled(7, size, 1e6, (i) => [...shortName(i), 0, 0]),
      ONE_BODY,
    ),
  'element segments': (size) => moduleOf(filled(9, size, 1e7, () => [1, 0, 0])),
  'active element segments': (size) =>
    moduleOf(
      ONE_TABLE,
      filled(9, size, 1e7, () => [0, 0x41, 0, END, 0]),
    ),
  'element segments of one null': (size) =>
    moduleOf(filled(9, size, 1e7, () => [5, FUNCREF, 1, 0xd0, FUNCREF, END])),
  'function items': (size) =>
    moduleOf(
      VOID_TYPE,
      ONE_FUNC,
      filled(9, 1, 1, () => [1, 0, ...leb(size), ...new Uint8Array(size)]),
      ONE_BODY,
    ),
  'null items': (size) => {
    const count = Math.floor(size / 3);
    const items = Array(count).fill([0xd0, FUNCREF, END]).flat();
    return moduleOf(filled(9, 1, 1, () => [5, FUNCREF, ...leb(count), ...items]));
  },
  'data segments': (size) => moduleOf(filled(11, size, 1e5, () => [1, 0])),
  'active data segments': (size) =>
    moduleOf(
      ONE_MEMORY,
      filled(11, size, 1e5, () => [0, 0x41, 0, END, 0]),
    ),
  'function names': (size) => {
    const names = filled(1, size, 2e6, (i) => [...leb(i), 1, 0x61]);
    const contents = new Writer().add(4, 0x6e, 0x61, 0x6d, 0x65).addAll(names).bytes;
    return moduleOf([0, ...leb(contents.length)], contents);
  },
};

/** As many functions as fit with their bodies, all with one group of so many locals. */
export function functionsWithLocals(count: number, locals: number): Uint8Array {
  const body = [1, ...leb(locals), I32, END];
  return moduleOf(
    VOID_TYPE,
    filled(3, count, count, () => [0]),
    filled(10, Number.POSITIVE_INFINITY, count, () => [body.length, ...body]),
  );
}

/** Functions without code, each of a type of its own. */
export function functionsOfTypes(count: number): Uint8Array {
  return moduleOf(
    filled(1, Number.POSITIVE_INFINITY, count, (i) => distinctType(i, 7)),
    filled(3, Number.POSITIVE_INFINITY, count, (i) => leb(i)),
    filled(10, Number.POSITIVE_INFINITY, count, () => [2, 0, END]),
  );
}

/** The most entries of a br_table, without the default. */
const TABLE_ENTRIES = 65_520;

/**
 * br_tables whose targets carry 1,000 operands.
 *
 * @param targets the labels of the entries, in turn: 0 and 1 are blocks, 2 is the function
 */
export function brTables(count: number, targets: readonly number[]): Uint8Array {
  const list = [...leb(1000), ...Array(1000).fill(I32)];
  const type = section(1, 2, 0x60, 1, I32, list, 0x60, 0, list);
  const table = [
    ...[0x02, 1, 0x02, 1],
    ...Array(1001).fill([0x20, 0]).flat(),
    ...[0x0e, ...leb(TABLE_ENTRIES)],
    ...Array.from({ length: TABLE_ENTRIES + 1 }, (_, i) => targets[i % targets.length]!),
    ...[END, END],
    ...Array(1000).fill(0x1a),
  ];
  return oneBody(type, ...Array(count).fill(table), [0x00]);
}
