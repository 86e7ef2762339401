/** What is used of the host's namespace. */
interface Host {
  readonly validate?: (bytes: Uint8Array<ArrayBuffer>) => boolean;
}

// Taken now: a program may put our namespace in the place of the host's. `--jitless` has none.
const validate = (globalThis as { WebAssembly?: Host }).WebAssembly?.validate;

/** Whether the host's own WebAssembly takes bytes for a valid module; undefined where it has none. */
export const hostValidator = validate;
