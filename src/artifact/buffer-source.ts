/**
 * Bytes that callers hand in: whole buffers, shared or not, and views of any kind. Neither what the
 * objects say of themselves nor what they inherit is believed, only what the engine knows of them.
 */

type Getter<T> = (this: unknown) => T;

function getter<T>(prototype: object, name: PropertyKey): Getter<T> {
  return Object.getOwnPropertyDescriptor(prototype, name)!.get as Getter<T>;
}

const TYPED_ARRAY = Object.getPrototypeOf(Uint8Array.prototype) as object;

interface ViewGetters {
  readonly buffer: Getter<ArrayBufferLike>;
  readonly byteOffset: Getter<number>;
  readonly byteLength: Getter<number>;
}

function viewGetters(prototype: object): ViewGetters {
  return {
    buffer: getter(prototype, 'buffer'),
    byteOffset: getter(prototype, 'byteOffset'),
    byteLength: getter(prototype, 'byteLength'),
  };
}

const OF_ARRAY = viewGetters(TYPED_ARRAY);
const OF_DATA_VIEW = viewGetters(DataView.prototype);
/** The kind of a typed array; undefined for anything else. */
const kindOfArray: Getter<string | undefined> = getter(TYPED_ARRAY, Symbol.toStringTag);
const lengthOfBuffer: Getter<number> = getter(ArrayBuffer.prototype, 'byteLength');
/** Browsers have shared buffers on some pages only. */
const lengthOfShared: Getter<number> | undefined =
  typeof SharedArrayBuffer === 'undefined'
    ? undefined
    : getter(SharedArrayBuffer.prototype, 'byteLength');

/**
 * The bytes of a buffer or view, without a copy unless others could change them or their number
 * meanwhile: those of shared and of resizable buffers are copied. A detached buffer has none.
 *
 * @param what names the argument in the error: `compileModule: bytes`
 * @throws TypeError when it is no buffer or view
 */
export function bytesOf(source: unknown, what: string): Uint8Array {
  if (ArrayBuffer.isView(source)) return bytesOfView(source);
  const length = lengthFrom(lengthOfBuffer, source) ?? lengthFrom(lengthOfShared, source);
  if (length !== undefined) return range(source as ArrayBufferLike, 0, length);
  const given = source === null ? 'null' : typeof source;
  throw new TypeError(
    `${what} must be an ArrayBuffer, a SharedArrayBuffer or a view, not ${given}`,
  );
}

function bytesOfView(view: ArrayBufferView): Uint8Array {
  const getters = kindOfArray.call(view) === undefined ? OF_DATA_VIEW : OF_ARRAY;
  // A DataView throws where an array is empty: when its buffer is detached, or has shrunk.
  const length = lengthFrom(getters.byteLength, view) ?? 0;
  const offset = length === 0 ? 0 : getters.byteOffset.call(view);
  return range(getters.buffer.call(view), offset, length);
}

function range(buffer: ArrayBufferLike, offset: number, length: number): Uint8Array {
  // Of a detached buffer there can be no view.
  if (length === 0) return new Uint8Array(0);
  const bytes = new Uint8Array(buffer, offset, length);
  const isFixed = lengthFrom(lengthOfBuffer, buffer) !== undefined && !isResizable(buffer);
  return isFixed ? bytes : new Uint8Array(bytes);
}

const resizable = Object.getOwnPropertyDescriptor(ArrayBuffer.prototype, 'resizable')?.get as
  | Getter<boolean>
  | undefined;

function isResizable(buffer: ArrayBufferLike): boolean {
  return resizable?.call(buffer) === true;
}

/** A length, or undefined where the object is not of the getter's class. */
function lengthFrom(of: Getter<number> | undefined, value: unknown): number | undefined {
  try {
    return of?.call(value);
  } catch {
    return undefined;
  }
}
