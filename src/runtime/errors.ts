import { type TrapKind, trapMessage } from '../masm/trap-kind.js';

/** Kind of a {@link RuntimeError} that is no trap of the machine's. */
export const NO_TRAP = -1;

/** WebAssembly trapped. */
export class RuntimeError extends Error {
  /** Why, or {@link NO_TRAP} for an error made by other code. */
  kind: TrapKind | typeof NO_TRAP = NO_TRAP;

  static {
    nameClass(RuntimeError, 'RuntimeError');
  }

  /** The error of a trap; its stack is the JavaScript one of the caller of `above`. */
  static trap(kind: TrapKind): RuntimeError {
    const error = new RuntimeError(trapMessage(kind));
    error.kind = kind;
    return error;
  }
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
