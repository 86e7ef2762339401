import {
  cutStack,
  LinkError as RuntimeLinkError,
  RuntimeError as RuntimeTrap,
} from '../runtime/index.js';
import { ownDescriptor } from '../util/own-descriptor.js';
import { CompileError as FrontendError } from '../wasm/compile-error.js';
import { fail, hideFrames, native, publicFunction } from './interface.js';

/** What the standard's error constructors take. */
export interface ErrorConstructorLike<T extends Error> {
  new (message?: unknown, options?: { cause?: unknown }): T;
  (message?: unknown, options?: { cause?: unknown }): T;
  readonly prototype: T;
}

/** Not in all browsers. */
const { captureStackTrace } = Error as Partial<typeof Error>;

/** A module that cannot be compiled, as the JavaScript interface throws it. */
class CompileErrorBase extends Error {
  /** Byte offset in the module; of errors that this library throws. */
  declare readonly offset?: number;
  /** Index of the function with the error, -1 outside of functions. */
  declare readonly funcIndex?: number;
  declare readonly funcName?: string | undefined;
  /** What is wrong and what was expected, without the place. */
  declare readonly reason?: string;
}

Object.defineProperty(CompileErrorBase.prototype, 'name', {
  value: 'CompileError',
  writable: true,
  configurable: true,
});

export type CompileError = CompileErrorBase;
export type LinkError = RuntimeLinkError;
export type RuntimeError = RuntimeTrap;

/**
 * Makes the constructor that users see. Like those of native errors it can be called without `new`.
 * It shares its prototype with the class that the runtime throws, so `instanceof` holds for both.
 */
function constructorOf<T extends Error>(
  name: string,
  base: new (...args: never[]) => T,
): ErrorConstructorLike<T> {
  const construct = base as unknown as new (...args: unknown[]) => T;
  function create(message: unknown, ...options: unknown[]): T {
    const error = Reflect.construct(construct, [message, ...options], new.target ?? create) as T;
    captureStackTrace?.(error, new.target ?? create);
    return error;
  }
  Object.defineProperty(create, 'prototype', { value: base.prototype });
  const shown = native(create);
  Object.setPrototypeOf(shown, Error);
  Object.defineProperties(shown, {
    name: { value: name, configurable: true },
    prototype: { value: base.prototype },
  });
  Object.defineProperties(base.prototype, {
    constructor: { value: shown, writable: true, configurable: true },
    message: { value: '', writable: true, configurable: true },
  });
  return shown as unknown as ErrorConstructorLike<T>;
}

export const CompileError = constructorOf('CompileError', CompileErrorBase);
export const LinkError = constructorOf('LinkError', RuntimeLinkError);
export const RuntimeError = constructorOf('RuntimeError', RuntimeTrap);

/**
 * The error to throw in place of one of the compiler's.
 *
 * @param context the function that was called, as it begins the message
 */
export function compileErrorOf(error: unknown, context: string): unknown {
  if (!(error instanceof FrontendError)) return error;
  const { offset, funcIndex, funcName, reason, message } = error;
  const made = hideFrames(new CompileError(`${context}: ${message}`), context);
  for (const [key, value] of Object.entries({ offset, funcIndex, funcName, reason })) {
    const descriptor = ownDescriptor({ value, writable: true, configurable: true });
    Object.defineProperty(made, key, descriptor);
  }
  return made;
}

/**
 * The error to throw in place of one that instantiating ended with: a LinkError names the called
 * function, and a trap of the start function has no frames of ours in its stack.
 */
export function linkErrorOf(error: unknown, context: string): unknown {
  if (error instanceof RuntimeLinkError) return fail(context, LinkError, error.message);
  cutStack(error, publicFunction(context));
  return error;
}
