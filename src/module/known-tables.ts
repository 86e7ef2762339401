/**
 * What decoding a module's long lists has yielded before, so that they need not be decoded again. Each is what a
 * `ModuleInfo` holds, in the same order; `src/artifact/start-tables.ts` writes them.
 */
export interface KnownTables {
  /** Type index of every function. */
  readonly funcTypes: Uint32Array;
  /** Functions whose reference can be taken, by number. */
  readonly refFuncs: Int32Array;
  /** By function: its number among these plus 1, or 0. */
  readonly refNumbers: Int32Array;
  /** Of each element segment. */
  readonly elementPositions: Uint32Array;
  readonly elementTypes: Int32Array;
  /** Of each data segment, in the whole module. */
  readonly dataPositions: Uint32Array;
  /** All of the module: what is decoded is what comes before the data section. */
  module(): Uint8Array;
}
