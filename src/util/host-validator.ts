/** What is used of the host's namespace. */
interface Host {
  readonly validate?: (bytes: Uint8Array) => boolean;
  readonly compile?: (bytes: Uint8Array) => Promise<unknown>;
}

// Taken now: a program may put our namespace in the place of the host's. `--jitless` has none.
const { validate, compile } = (globalThis as { WebAssembly?: Host }).WebAssembly ?? {};

/** Whether the host's own WebAssembly takes bytes for a valid module; undefined where it has none. */
export const hostValidator = validate;

/** The same on other threads, while this one goes on: the host has no other way than to compile, which makes little code at first. */
export const hostValidatorAside =
  compile &&
  ((bytes: Uint8Array): Promise<boolean> =>
    compile(bytes).then(
      () => true,
      () => false,
    ));
