/**
 * Conversions of arguments as Web IDL says them for the JavaScript interface's dictionaries and
 * `[EnforceRange] unsigned long`. `context` begins the messages: the function that was called.
 */

import { converting, fail } from './interface.js';
import { copyOfBytes } from './module-bytes.js';

/** Converts to a 32-bit unsigned integer, refusing what is out of range. @throws TypeError */
export function toUint32(value: unknown, what: string, context: string): number {
  // Unary plus and not Number(): a BigInt is refused.
  const number = converting(value, context, () => +(value as number));
  if (!Number.isFinite(number)) {
    throw fail(context, TypeError, `${what} must be convertible to a valid number`);
  }
  const integer = Math.trunc(number);
  if (integer < 0) throw fail(context, TypeError, `${what} must be non-negative`);
  if (integer > 0xffff_ffff) {
    throw fail(context, TypeError, `${what} must be in the unsigned long range`);
  }
  return integer;
}

/** Converts to a string (Web IDL's DOMString). @throws TypeError for a symbol */
export function toText(value: unknown, context: string): string {
  return converting(value, context, () => `${value as string}`);
}

export function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

/** A descriptor, which is an object. @throws TypeError */
export function toDescriptor(
  value: unknown,
  what: string,
  context: string,
): Record<string, unknown> {
  if (isObject(value)) return value as Record<string, unknown>;
  throw fail(context, TypeError, `Argument 0 must be a ${what} descriptor`);
}

/** Sizes of a memory's or table's descriptor. */
export interface Sizes {
  readonly min: number;
  /** -1 without a maximum. */
  readonly max: number;
}

/**
 * Reads `initial` and `maximum`.
 *
 * @param limit most that `initial` may be
 * @param highest most that `maximum` may be
 * @throws TypeError for what is no size, RangeError for sizes that do not fit
 */
export function readSizes(
  descriptor: Record<string, unknown>,
  limit: number,
  highest: number,
  context: string,
): Sizes {
  const initial = descriptor.initial;
  if (initial === undefined) throw fail(context, TypeError, "Property 'initial' is required");
  const min = toUint32(initial, "Property 'initial'", context);
  if (min > limit) throw tooHigh('initial', min, limit, context);
  const maximum = descriptor.maximum;
  if (maximum === undefined) return { min, max: -1 };
  const max = toUint32(maximum, "Property 'maximum'", context);
  if (max < min) {
    throw fail(
      context,
      RangeError,
      `Property 'maximum': value ${max} is below the lower bound ${min}`,
    );
  }
  if (max > highest) throw tooHigh('maximum', max, highest, context);
  return { min, max };
}

function tooHigh(property: string, value: number, limit: number, context: string): RangeError {
  return fail(
    context,
    RangeError,
    `Property '${property}': value ${value} is above the upper bound ${limit}`,
  );
}

type Getter<T> = (this: unknown) => T;

/** The getter of a built-in: what programs define on their objects or classes is not asked. */
function getterOf<T>(prototype: object, key: string | symbol): (receiver: unknown) => T {
  const get = Object.getOwnPropertyDescriptor(prototype, key)!.get as Getter<T>;
  const { apply } = Reflect;
  return (receiver) => apply(get, receiver, []);
}

const TypedArrayPrototype: object = Object.getPrototypeOf(Uint8Array.prototype);
const typedArrayName = getterOf<string | undefined>(TypedArrayPrototype, Symbol.toStringTag);
const bufferByteLength = getterOf<number>(ArrayBuffer.prototype, 'byteLength');
const { isView } = ArrayBuffer;

/** Getters of the two kinds of views. */
function viewGetters(prototype: object) {
  return {
    buffer: getterOf<ArrayBufferLike>(prototype, 'buffer'),
    byteOffset: getterOf<number>(prototype, 'byteOffset'),
    byteLength: getterOf<number>(prototype, 'byteLength'),
  };
}

const typedArray = viewGetters(TypedArrayPrototype);
const dataView = viewGetters(DataView.prototype);

/** A fresh copy of a buffer source's bytes, or undefined when the value is none. */
export function copyBytes(source: unknown): Uint8Array<ArrayBuffer> | undefined {
  const bytes = isView(source) ? bytesOfView(source) : bytesOfBuffer(source);
  // `slice` would keep the kind of buffer; a copy is never shared.
  return bytes && copyOfBytes(bytes);
}

/** Of a detached buffer, and beyond the end of one that has shrunk, there are no bytes. */
function bytesOfView(view: ArrayBufferView): Uint8Array {
  const get = typedArrayName(view) === undefined ? dataView : typedArray;
  try {
    const length = get.byteLength(view);
    // A typed array without bytes says 0, where a data view throws.
    if (length === 0) return new Uint8Array();
    return new Uint8Array(get.buffer(view), get.byteOffset(view), length);
  } catch (error) {
    if (error instanceof TypeError) return new Uint8Array();
    throw error;
  }
}

function bytesOfBuffer(value: unknown): Uint8Array | undefined {
  try {
    // Throws for all but array buffers, and takes those of other realms.
    if (bufferByteLength(value) === 0) return new Uint8Array();
  } catch {
    return undefined;
  }
  return new Uint8Array(value as ArrayBuffer);
}

/** As {@link copyBytes}. @throws TypeError when it is no buffer source */
export function toBytes(source: unknown, context: string): Uint8Array<ArrayBuffer> {
  const bytes = copyBytes(source);
  if (bytes !== undefined) return bytes;
  throw fail(context, TypeError, 'Argument 0 must be a buffer source');
}

/** Gives a property of an interface the attributes that Web IDL says. */
export function makeEnumerable(target: object, ...names: readonly string[]): void {
  for (const name of names) Object.defineProperty(target, name, { enumerable: true });
}

/** Sets the class string of an interface's or namespace's objects. */
export function setClassString(target: object, text: string): void {
  Object.defineProperty(target, Symbol.toStringTag, { value: text, configurable: true });
}
