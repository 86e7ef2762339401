/** Code of one function, good until the next one is compiled. */
export interface FunctionCode {
  /** Position-independent but for what it refers to, which has its place by now. It is entered at its start. */
  readonly code: Uint8Array;
  /** As of an artifact, by code offsets in this function. */
  readonly trapSites: Int32Array;
  readonly trapKinds: Int32Array;
  readonly callSites: Int32Array;
  readonly handlers: Int32Array;
  readonly handlerSpans: Int32Array;
}

/** Modules of fewer bytes are compiled at once, if nothing else is said: that takes little time anyway. */
export const LAZY_FROM = 64 * 1024;

/** Compiles functions of a module that was validated, one by one. */
export interface FunctionSource {
  /** All of the module. */
  readonly bytes: Uint8Array;
  /** Bytes of all function bodies. */
  readonly bodyBytes: number;
  /** Bytes of code that it has made so far. */
  readonly madeBytes: number;
  /** Tells modules apart whose functions differ. */
  readonly checksum: number;
  /**
   * Module offset of a function's body.
   * @param index in the function index space
   */
  bodyOffset(index: number): number;
  /**
   * Compiles a function that the module defines.
   *
   * @param index in the function index space
   * @param placeOf where a function of the module is called: its code offset, counted from the start of this code. Each call
   *   has one place, so it may be a piece of code that leads to the function
   * @throws RangeError without memory, or without room on JavaScript's stack
   */
  compile(index: number, placeOf: (index: number) => number): FunctionCode;
}
