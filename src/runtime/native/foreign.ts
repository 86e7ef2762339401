/** A C function; its result is undefined where an argument is no number, and then it was not called. */
export type CFunction = (...values: number[]) => number | undefined;

/** What it takes to use C from JavaScript, on this thread. */
export interface Foreign {
  /**
   * The C function at an address, which takes up to six integers and addresses: a native function, with
   * no JavaScript around it.
   *
   * @param parameters how many it takes; so many are to be given
   * @param result an `int`, or a whole word: an integer of up to 53 bits, or -1
   */
  bind(address: number, parameters: number, result: 'int' | 'word'): CFunction;
  /** Address of a C library function, 0 where there is none. */
  symbol(name: string): number;
  /** Address of an array's first byte, which does not move for the array's life. */
  addressOf(bytes: Uint8Array): number;
  /** Stores the bytes of an array to an address. */
  copyTo(address: number, bytes: Uint8Array): void;
  /** An ArrayBuffer over `length` bytes of native memory, more than none. */
  view(address: number, length: number): ArrayBuffer;
  /** Likewise; a C function is called with the hint when the bytes belong to no buffer any more. */
  readonly viewUntil:
    | ((address: number, length: number, gone: number, hint: number) => ArrayBuffer)
    | undefined;
  /** Detaches a buffer that one of these made. */
  detach(buffer: ArrayBuffer): void;
  /** A JavaScript function that calls a C function without parameters, whose result is 0. */
  callable(address: number): () => void;
}

/** Detaches a buffer where the language can (Node 22), which the mark for messages does not keep from it. */
export function detachByTransfer(): ((buffer: ArrayBuffer) => void) | undefined {
  if (transfer === undefined) return undefined;
  return (buffer) => {
    transfer.call(buffer, 0);
  };
}

/** Taken now: a program may put another in its place. */
const { transfer } = ArrayBuffer.prototype as {
  transfer?: (this: ArrayBuffer, length: number) => ArrayBuffer;
};

/** Whether a buffer was detached, where the language tells (Node 22): one without bytes looks the same. */
export function isDetached(buffer: ArrayBuffer): boolean {
  return (buffer as { detached?: boolean }).detached === true;
}
