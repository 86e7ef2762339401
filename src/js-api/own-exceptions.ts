import { tableOf } from '../module/type-table.js';
import {
  convert,
  exceptionsOf,
  keepConverted,
  keptToJs,
  Tag as RuntimeTag,
  Thrown,
} from '../runtime/index.js';
import { ValType } from '../wasm/value-types.js';
import { isObject, makeEnumerable, setClassString, toDescriptor, toText } from './conversions.js';
import { fail, publicFunction } from './interface.js';
import { apiStore } from './store.js';

/*
 * `WebAssembly.Tag` and `WebAssembly.Exception` for hosts that have none (JavaScript interface, sections "Tags" and
 * "Exceptions").
 */

const VALUE_TYPES: Readonly<Record<string, ValType>> = {
  i32: ValType.I32,
  i64: ValType.I64,
  f32: ValType.F32,
  f64: ValType.F64,
  anyfunc: ValType.FuncRef,
  funcref: ValType.FuncRef,
  externref: ValType.ExternRef,
};

let unwrapTag: (value: object) => RuntimeTag | undefined;
let unwrapException: (value: object) => Thrown | undefined;

/** `WebAssembly.Tag`. */
export class OwnTag {
  readonly #tag: RuntimeTag;

  /** @throws TypeError for a descriptor that does not convert */
  constructor(type: { parameters: Iterable<string> } | RuntimeTag) {
    if (type instanceof RuntimeTag) {
      this.#tag = type;
      return;
    }
    const context = 'WebAssembly.Tag()';
    const { parameters } = toDescriptor(type, 'tag type', context);
    if (!isObject(parameters) || !(Symbol.iterator in parameters)) {
      throw fail(context, TypeError, "Argument 0 must be a tag type with 'parameters'");
    }
    const params = Array.from(parameters as Iterable<unknown>, (name, i) => {
      const value = VALUE_TYPES[toText(name, context)];
      if (value !== undefined) return value;
      throw fail(
        context,
        TypeError,
        `Argument 0 parameter type at index #${i} must be a value type`,
      );
    });
    this.#tag = exceptionsOf(apiStore()).newTag(tableOf([[params, []]]).all()[0]!);
    this.#tag.form = this;
  }

  static {
    unwrapTag = (value) => (#tag in value ? value.#tag : undefined);
    setClassString(OwnTag.prototype, 'WebAssembly.Tag');
  }
}

/** The tag of a Tag object; undefined for other values. */
export function tagOfOwn(value: unknown): RuntimeTag | undefined {
  return isObject(value) ? unwrapTag(value) : undefined;
}

/** `WebAssembly.Exception`. */
export class OwnException {
  readonly #thrown: Thrown;
  declare readonly stack: string | undefined;

  /** @throws TypeError for a value that is no tag, or values that do not convert */
  constructor(
    tag: OwnTag | Thrown,
    ...rest: [values?: Iterable<unknown>, options?: { traceStack?: boolean }]
  ) {
    if (tag instanceof Thrown) {
      this.#thrown = tag;
      return;
    }
    const context = 'WebAssembly.Exception()';
    const found = tagOfOwn(tag);
    if (found === undefined) {
      throw fail(context, TypeError, 'Argument 0 must be a WebAssembly tag');
    }
    const [values, options] = rest;
    if (!isObject(values) || !(Symbol.iterator in values)) {
      throw fail(context, TypeError, 'Exception values must be an iterable object');
    }
    const { params } = found.type;
    const given = [...values];
    if (given.length !== params.length) {
      throw fail(context, TypeError, 'Number of exception values does not match signature length');
    }
    const store = apiStore();
    const kept = params.map((type, i) => keepConverted(type, convert(store, type, given[i])));
    this.#thrown = new Thrown(found, kept);
    this.#thrown.form = this;
    if (options?.traceStack === true) captureStack?.(this, publicFunction(context));
  }

  /** Whether it is of a tag. @throws TypeError for what is none */
  is(tag: OwnTag): boolean {
    const context = 'WebAssembly.Exception.is()';
    const found = tagOfOwn(tag);
    if (found === undefined) {
      throw fail(context, TypeError, 'Argument 0 must be a WebAssembly tag');
    }
    return (thrownOfOwn(this) ?? foreign(context)).tag === found;
  }

  /** A value of it. @throws TypeError for another tag, RangeError for a value that there is not */
  getArg(tag: OwnTag, index: number): unknown {
    const context = 'WebAssembly.Exception.getArg()';
    const thrown = thrownOfOwn(this) ?? foreign(context);
    const found = tagOfOwn(tag);
    if (found === undefined) {
      throw fail(context, TypeError, 'Argument 0 must be a WebAssembly tag');
    }
    if (thrown.tag !== found) {
      throw fail(context, TypeError, 'First argument does not match the exception tag');
    }
    const at = Math.trunc(Number(index)) || 0;
    const type = found.type.params[at];
    if (type === undefined) throw fail(context, RangeError, 'Index out of range');
    return keptToJs(found.store, type, thrown.values[at]!);
  }

  static {
    unwrapException = (value) => (#thrown in value ? value.#thrown : undefined);
    setClassString(OwnException.prototype, 'WebAssembly.Exception');
    makeEnumerable(OwnException.prototype, 'is', 'getArg');
  }
}

/** The exception of an Exception object; undefined for other values. */
export function thrownOfOwn(value: unknown): Thrown | undefined {
  return isObject(value) ? unwrapException(value) : undefined;
}

const { captureStackTrace: captureStack } = Error as Partial<typeof Error>;

function foreign(context: string): never {
  throw fail(context, TypeError, 'Receiver is not a WebAssembly.Exception');
}
