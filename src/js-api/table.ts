import { Table as RuntimeTable } from '../runtime/index.js';
import { MAX_TABLE_SIZE } from '../wasm/limits.js';
import { ValType } from '../wasm/value-types.js';
import {
  makeEnumerable,
  readSizes,
  setClassString,
  toDescriptor,
  toText,
  toUint32,
} from './conversions.js';
import type { TableDescriptor } from './declarations.js';
import { NO_FUNCTION, wasmFunctionOf } from './functions.js';
import { fail, MadeOf, uncloneable } from './interface.js';
import { apiStore } from './store.js';

/** Set by the class, which alone sees its private field. */
let unwrap: (value: object) => RuntimeTable | undefined;

/** `WebAssembly.Table`. */
export class Table extends MadeOf {
  readonly #table: RuntimeTable;

  /**
   * @param value of the elements; without one null, or undefined for external references
   * @throws TypeError for what does not convert, RangeError for sizes that do not fit
   */
  constructor(descriptor: TableDescriptor, ...[value]: [value?: unknown]) {
    super(uncloneable(new.target.prototype));
    if ((descriptor as unknown) instanceof RuntimeTable) {
      this.#table = descriptor as unknown as RuntimeTable;
      return;
    }
    const context = 'WebAssembly.Table()';
    const record = toDescriptor(descriptor, 'table', context);
    const elemType = elementType(record.element, context);
    const { min, max } = readSizes(record, MAX_TABLE_SIZE, 0xffff_ffff, context);
    const table = new RuntimeTable(apiStore(), { elemType, min, max });
    const initial = value === undefined ? defaultOf(elemType) : value;
    checkElement(elemType, initial, 'Argument 1 is invalid', context);
    if (initial !== null) table.fill(0, min, table.wordOf(initial));
    this.#table = table;
    table.form = this;
  }

  /** Count of elements. */
  get length(): number {
    return (unwrapTable(this) ?? foreign('WebAssembly.Table.length')).length;
  }

  /**
   * Adds elements; the old length.
   * @throws RangeError when it cannot grow so far
   */
  grow(delta: number, ...rest: [value?: unknown]): number {
    const context = 'WebAssembly.Table.grow()';
    const table = unwrapTable(this) ?? foreign(context);
    const count = toUint32(delta, 'Argument 0', context);
    const { elemType } = table.type;
    const initial = rest.length === 0 ? defaultOf(elemType) : rest[0];
    checkElement(elemType, initial, 'Argument 1 is invalid', context);
    const old = table.grow(count, table.wordOf(initial));
    if (old < 0) throw new RangeError(`${context}: failed to grow table by ${count}`);
    return old;
  }

  /** Sets an element, to null or undefined without a value. @throws RangeError out of bounds */
  set(index: number, ...rest: [value?: unknown]): void {
    const context = 'WebAssembly.Table.set()';
    const table = unwrapTable(this) ?? foreign(context);
    const at = toIndex(table, index, context);
    const { elemType } = table.type;
    const value = rest.length === 0 ? defaultOf(elemType) : rest[0];
    checkElement(elemType, value, 'Argument 1 is invalid for table', context);
    table.set(at, value);
  }

  /** @throws RangeError out of bounds */
  get(index: number): unknown {
    // What nearly every call is.
    if (#table in this && typeof index === 'number' && index >>> 0 === index) {
      const seen = this.#table.seen(index);
      if (seen !== undefined) return seen;
    }
    const context = 'WebAssembly.Table.get()';
    const table = unwrapTable(this) ?? foreign(context);
    return table.get(toIndex(table, index, context));
  }

  static {
    unwrap = (value) => (#table in value ? value.#table : undefined);
    setClassString(Table.prototype, 'WebAssembly.Table');
    makeEnumerable(Table.prototype, 'length', 'grow', 'set', 'get');
  }
}

function elementType(name: unknown, context: string): ValType {
  switch (toText(name, context)) {
    case 'anyfunc':
      return ValType.FuncRef;
    case 'externref':
      return ValType.ExternRef;
    default:
      throw fail(
        context,
        TypeError,
        "Descriptor property 'element' must be a WebAssembly reference type",
      );
  }
}

/** DefaultValue of a reference type. */
function defaultOf(type: ValType): null | undefined {
  return type === ValType.FuncRef ? null : undefined;
}

function checkElement(type: ValType, value: unknown, what: string, context: string): void {
  if (type === ValType.FuncRef && value !== null && wasmFunctionOf(value) === undefined) {
    throw fail(context, TypeError, `${what}: ${NO_FUNCTION}`);
  }
}

function toIndex(table: RuntimeTable, index: unknown, context: string): number {
  const at = toUint32(index, 'Argument 0', context);
  if (at < table.length) return at;
  const kind = table.type.elemType === ValType.FuncRef ? 'function' : 'externref';
  throw fail(context, RangeError, `invalid index ${at} into ${kind} table`);
}

function foreign(context: string): never {
  throw fail(context, TypeError, 'Receiver is not a WebAssembly.Table');
}

/** The table of a Table object, undefined for other values. */
export function unwrapTable(value: unknown): RuntimeTable | undefined {
  return typeof value === 'object' && value !== null ? unwrap(value) : undefined;
}

/** The one Table object of a table. */
export function wrapTable(table: RuntimeTable): Table {
  let object = table.form as Table | undefined;
  if (object === undefined) {
    object = new Table(table as unknown as TableDescriptor);
    table.form = object;
  }
  return object;
}
