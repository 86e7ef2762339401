/** Where in a module something is wrong. */
export interface CompileErrorPlace {
  /** Byte offset in the module, from 0. */
  readonly offset: number;
  /** Index of the function (imports counted first), or -1 outside of functions. */
  readonly funcIndex?: number;
  /** The function's name in the name section, where one is known. */
  readonly funcName?: string | undefined;
}

/**
 * A module that cannot be compiled: malformed, invalid, over a limit, or in need of a proposal that
 * is not supported.
 */
export class CompileError extends Error {
  override readonly name = 'CompileError';
  /** What is wrong and what was expected, without the place. */
  readonly reason: string;
  readonly offset: number;
  readonly funcIndex: number;
  readonly funcName: string | undefined;

  constructor(reason: string, place: CompileErrorPlace) {
    const funcIndex = place.funcIndex ?? -1;
    const fn =
      funcIndex < 0
        ? ''
        : ` in function ${funcIndex}${place.funcName === undefined ? '' : ` (${place.funcName})`}`;
    super(`${reason} at offset ${place.offset} (0x${place.offset.toString(16)})${fn}`);
    this.reason = reason;
    this.offset = place.offset;
    this.funcIndex = funcIndex;
    this.funcName = place.funcName;
  }
}
