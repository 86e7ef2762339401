/**
 * What makes our classes and functions look like those of a host: errors whose stacks begin with the
 * caller's frame, source text that is `[native code]`, and objects that are not cloned.
 */

type AnyFunction = (...args: never[]) => unknown;

/** Function on the stack by the name that messages begin with, as in `WebAssembly.Module()`. */
const publicFunctions = new Map<string, AnyFunction>();

// What programs do to these later must not reach us.
const { captureStackTrace } = Error as Partial<typeof Error>;
const arrayIterator = Array.prototype[Symbol.iterator];

/** The function that users call, by the name that begins its messages; undefined for others. */
export function publicFunction(context: string): AnyFunction | undefined {
  return publicFunctions.get(context);
}

/**
 * An error to throw out of a function that users call, without the frames of ours.
 *
 * @param context the function that was called, as it begins the message
 */
export function fail<T extends Error>(
  context: string,
  kind: new (message: string) => T,
  text: string,
): T {
  return hideFrames(new kind(`${context}: ${text}`), context);
}

/**
 * Gives an error made inside of a function that users call the stack of its caller. Where that is no
 * longer on the stack, since it went on asynchronously, no frame is left, as in V8.
 *
 * @param called the function, or the name of one that begins its messages
 */
export function hideFrames<T extends Error>(error: T, called: string | AnyFunction): T {
  const above = typeof called === 'string' ? publicFunctions.get(called) : called;
  try {
    captureStackTrace?.(error, above ?? hideFrames);
  } catch {
    // A program's `Error.prepareStackTrace` threw: no reason for another error than this one.
  }
  return error;
}

/**
 * Runs the conversion of a value. For what is no object, a conversion runs no code of the user's:
 * an error is the host's, and its frames are ours.
 */
export function converting<T>(value: unknown, context: string, convert: () => T): T {
  try {
    return convert();
  } catch (error) {
    const runsCode = (typeof value === 'object' && value !== null) || typeof value === 'function';
    throw runsCode || !(error instanceof Error) ? error : hideFrames(error, context);
  }
}

/**
 * A base class that makes a given object the `this` of the derived class: `super(object)`. Neither
 * class nor objects show that it is there.
 */
export const MadeOf = itself as unknown as new (object: object) => object;

function itself(object: object): object {
  return object;
}
itself.prototype = Object.prototype;

/**
 * An object that `structuredClone` and `postMessage` refuse with a `DataCloneError`, as they refuse
 * the host's own instances, tables and globals; of plain objects they would make empty ones. To
 * JavaScript it is an object like others: what it is made of is only seen by the clone algorithm,
 * which has no form for iterators.
 */
export function uncloneable(prototype: object): object {
  return Object.setPrototypeOf(Reflect.apply(arrayIterator, [], []), prototype);
}

/**
 * A function whose source text is `[native code]`, and which is an ordinary one whatever its target
 * is. It must not use `this`.
 */
export function native<F extends AnyFunction>(target: F): F {
  const bound = target.bind(undefined) as unknown as F;
  Object.setPrototypeOf(bound, Function.prototype);
  return Object.defineProperty(bound, 'name', { value: target.name, configurable: true });
}

/**
 * Makes the constructor that users see: its source text and that of its functions is
 * `[native code]`, and it and its prototype's functions are known by the name that their messages
 * begin with. Accessors and the methods named stay as they are, since they are called often: passing
 * `this` on takes a proxy, which costs some 15 ns a call.
 */
export function publicClass<C extends abstract new (...args: never[]) => unknown>(
  name: string,
  target: C,
  ...frequent: readonly string[]
): C {
  const full = `WebAssembly.${name}`;
  const prototype = target.prototype as object;
  const bound = native(target as unknown as AnyFunction) as unknown as C;
  publicFunctions.set(`${full}()`, target as unknown as AnyFunction);
  Object.defineProperty(bound, 'name', { value: name, configurable: true });
  Object.defineProperty(bound, 'prototype', { value: prototype });
  for (const [key, descriptor] of methodsOf(target)) {
    publicFunctions.set(`${full}.${key}()`, descriptor.value);
    Object.defineProperty(bound, key, { ...descriptor, value: native(descriptor.value) });
  }
  for (const [key, descriptor] of methodsOf(prototype)) {
    publicFunctions.set(`${full}.${key}()`, descriptor.value);
    if (frequent.includes(key)) continue;
    Object.defineProperty(prototype, key, {
      ...descriptor,
      value: new Proxy(descriptor.value, {}),
    });
  }
  for (const [key, { get, set }] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    if (get !== undefined) {
      publicFunctions.set(`${full}.${key}`, get);
      publicFunctions.set(`get ${full}.${key}`, get);
    }
    if (set !== undefined) publicFunctions.set(`set ${full}.${key}`, set);
  }
  Object.defineProperty(prototype, 'constructor', {
    value: bound,
    writable: true,
    configurable: true,
  });
  return bound;
}

/** A function of the namespace: known by the name that its messages begin with. */
export function publicNamed<F extends AnyFunction>(target: F): F {
  publicFunctions.set(`WebAssembly.${target.name}()`, target);
  return native(target);
}

type Method = TypedPropertyDescriptor<AnyFunction> & { value: AnyFunction };

function methodsOf(target: object): [string, Method][] {
  return Object.entries(Object.getOwnPropertyDescriptors(target)).filter(
    ([key, { value }]) => key !== 'constructor' && typeof value === 'function',
  ) as [string, Method][];
}
