/** What is used of the engine's own `WebAssembly`. */
export interface Engine {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: object };
  readonly RuntimeError: new () => Error;
}

/** The engine's own namespace, whoever replaces it later: taken when the library is loaded. Absent with `--jitless`. */
export const engine = (globalThis as { WebAssembly?: Engine }).WebAssembly;
