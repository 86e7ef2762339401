/** Words of a row of {@link SourceRows}. */
export const ROW_WORDS = 4;

/**
 * Where the operators of a module come from.
 *
 * ```
 *   rows, by ascending module offset
 *     +0  module offset from which on it holds, up to the next row
 *     +1  file, an index
 *     +2  line from 1; 0: nobody knows
 *     +3  column from 1; 0: nobody knows
 * ```
 */
export interface SourceRows {
  /** Paths of the files, absolute or from `folder`. */
  readonly files: readonly string[];
  /** The folder that paths start from. */
  readonly folder: string;
  readonly rows: Int32Array;
  /** Line of `files[0]` at which each defined function begins, if that is no operator's. */
  readonly functionLines: Int32Array | undefined;
}
