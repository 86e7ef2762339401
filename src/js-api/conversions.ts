/**
 * Conversions of arguments as Web IDL says them for the JavaScript interface's dictionaries and
 * `[EnforceRange] unsigned long`. `context` begins the messages: the function that was called.
 */

/** Converts to a 32-bit unsigned integer, refusing what is out of range. @throws TypeError */
export function toUint32(value: unknown, what: string, context: string): number {
  // Unary plus and not Number(): a BigInt is refused.
  const number = +(value as number);
  if (!Number.isFinite(number)) {
    throw new TypeError(`${context}: ${what} must be convertible to a valid number`);
  }
  const integer = Math.trunc(number);
  if (integer < 0) throw new TypeError(`${context}: ${what} must be non-negative`);
  if (integer > 0xffff_ffff) {
    throw new TypeError(`${context}: ${what} must be in the unsigned long range`);
  }
  return integer;
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
  throw new TypeError(`${context}: Argument 0 must be a ${what} descriptor`);
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
  if (initial === undefined) throw new TypeError(`${context}: Property 'initial' is required`);
  const min = toUint32(initial, "Property 'initial'", context);
  if (min > limit) throw tooHigh('initial', min, limit, context);
  const maximum = descriptor.maximum;
  if (maximum === undefined) return { min, max: -1 };
  const max = toUint32(maximum, "Property 'maximum'", context);
  if (max < min) {
    throw new RangeError(
      `${context}: Property 'maximum': value ${max} is below the lower bound ${min}`,
    );
  }
  if (max > highest) throw tooHigh('maximum', max, highest, context);
  return { min, max };
}

function tooHigh(property: string, value: number, limit: number, context: string): RangeError {
  return new RangeError(
    `${context}: Property '${property}': value ${value} is above the upper bound ${limit}`,
  );
}

/** A fresh copy of a buffer source's bytes, or undefined when the value is none. */
export function copyBytes(source: unknown): Uint8Array<ArrayBuffer> | undefined {
  let bytes: Uint8Array;
  if (ArrayBuffer.isView(source)) {
    bytes = new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
  } else if (source instanceof ArrayBuffer || isArrayBuffer(source)) {
    bytes = new Uint8Array(source as ArrayBuffer);
  } else {
    return undefined;
  }
  // `slice` would keep the kind of buffer; a copy is never shared.
  const copy = new Uint8Array(bytes.length);
  copy.set(bytes);
  return copy;
}

const byteLengthOf = Object.getOwnPropertyDescriptor(ArrayBuffer.prototype, 'byteLength')!.get!;

/** True for array buffers of other realms, too. */
function isArrayBuffer(value: unknown): boolean {
  try {
    byteLengthOf.call(value);
    return true;
  } catch {
    return false;
  }
}

/** As {@link copyBytes}. @throws TypeError when it is no buffer source */
export function toBytes(source: unknown, context: string): Uint8Array<ArrayBuffer> {
  const bytes = copyBytes(source);
  if (bytes !== undefined) return bytes;
  throw new TypeError(`${context}: Argument 0 must be a buffer source`);
}

/** Gives a property of an interface the attributes that Web IDL says. */
export function makeEnumerable(target: object, ...names: readonly string[]): void {
  for (const name of names) Object.defineProperty(target, name, { enumerable: true });
}

/** Sets the class string of an interface's or namespace's objects. */
export function setClassString(target: object, text: string): void {
  Object.defineProperty(target, Symbol.toStringTag, { value: text, configurable: true });
}
