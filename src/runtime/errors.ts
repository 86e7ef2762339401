import { ownDescriptor } from '../util/own-descriptor.js';
import { privateSlot } from '../util/private-slot.js';
import { isRealError } from '../util/real-error.js';
import { TrapKind, trapMessage } from '../wasm/trap-kind.js';

/** WebAssembly trapped. */
export class RuntimeError extends Error {
  /** Why; only errors of traps have it. Not enumerable, so that printing an error does not show it. */
  declare readonly kind?: TrapKind;

  static {
    nameClass(RuntimeError, 'RuntimeError');
  }
}

/** What JavaScript says when its own stack is used up. */
export const STACK_OVERFLOW = 'Maximum call stack size exceeded';

/**
 * The error of a trap; its stack is the JavaScript one of now. An exhausted stack is a `RangeError`,
 * as JavaScript throws it (JavaScript interface, section "Stack Overflow"), the rest `RuntimeError`s.
 */
export function makeTrap(kind: TrapKind): Error {
  return withKind(
    kind === TrapKind.CallStackExhausted
      ? new RangeError(STACK_OVERFLOW)
      : new RuntimeError(trapMessage(kind)),
    kind,
  );
}

/** Says of an error why WebAssembly trapped. */
export function withKind(error: Error, kind: TrapKind): Error {
  const descriptor = ownDescriptor({ value: kind, writable: true, configurable: true });
  return Object.defineProperty(makeUncatchable(error), 'kind', descriptor);
}

/** Why WebAssembly trapped, or undefined for an error that no trap made. */
export function trapKindOf(error: unknown): TrapKind | undefined {
  if (!(error instanceof RuntimeError || error instanceof RangeError)) return undefined;
  return (error as RuntimeError).kind;
}

const uncatchable = privateSlot<true>();

/** Notes that an error ends WebAssembly as a trap does. */
export function makeUncatchable<T extends Error>(error: T): T {
  uncatchable.set(error, true);
  return error;
}

/**
 * Whether WebAssembly cannot catch what was thrown: traps, and the end of a stack, whoever has found it. (The end of
 * execution is no exception that anybody catches.) Whatever a program has made of the value's properties; none of them is asked.
 */
export function isUncatchable(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (uncatchable.get(value) === true) return true;
  return (
    isRealError(value) &&
    Object.getPrototypeOf(value) === RangeError.prototype &&
    Object.getOwnPropertyDescriptor(value, 'message')?.value === STACK_OVERFLOW
  );
}

/** A module cannot be instantiated with what it was given. The message names module and field. */
export class LinkError extends Error {
  static {
    nameClass(LinkError, 'LinkError');
  }
}

/**
 * Code was compiled to rely on guard pages, but a memory has none: the system refused to reserve
 * the addresses, or the memory was made without them. Compiling with explicit bounds checks helps.
 */
export class GuardError extends Error {
  static {
    nameClass(GuardError, 'GuardError');
  }
}

/** Gives errors of a class their name, as the standard's error classes have it: on the prototype. */
function nameClass(errorClass: { readonly prototype: Error }, name: string): void {
  Object.defineProperty(errorClass.prototype, 'name', {
    value: name,
    writable: true,
    configurable: true,
    enumerable: false,
  });
}
