import { encodeUtf8 } from '../util/utf8.js';

/** A text module that cannot be read. */
export class TextError extends Error {
  override readonly name = 'TextError';
  /** What is wrong, without the place. */
  readonly reason: string;
  /** From 1; 0 where the place is unknown. */
  readonly line: number;
  /** In UTF-16 units from 1; 0 where the place is unknown. */
  readonly column: number;

  constructor(reason: string, line: number, column: number) {
    super(line === 0 ? reason : `${reason} at line ${line}, column ${column}`);
    this.reason = reason;
    this.line = line;
    this.column = column;
  }
}

/** No package that reads text is installed. */
export class TextReaderMissingError extends Error {
  override readonly name = 'TextReaderMissingError';

  /** @param name of the package */
  constructor(name: string) {
    super(`reading text modules needs the package ${name}; run: npm install ${name}`);
  }
}

/** A loaded text library. */
export interface TextReader {
  /**
   * A text module's binary. Syntax and names are checked, types are not: an invalid module is
   * converted, too.
   * @throws TextError
   */
  parse(text: string): Promise<Uint8Array>;
}

/**
 * Loads a package.
 * @throws TextReaderMissingError where it is not installed
 */
export async function loadPackage(name: string, path = ''): Promise<unknown> {
  try {
    return await import(`${name}${path}` as string);
  } catch (error) {
    if ((error as { code?: string }).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new TextReaderMissingError(name);
  }
}

/**
 * Writes characters outside of ASCII as `\hh` escapes of their UTF-8 bytes. They are meaningful in
 * strings only, where the two are the same; the library refuses some of the raw ones (such as those
 * that change the direction of text) which the format allows.
 */
export function escapeNonAscii(text: string): string {
  return text.replace(/[^\0-\x7f]+/gu, escapeRun);
}

function escapeRun(run: string): string {
  let out = '';
  for (const byte of encodeUtf8(run)) out += `\\${byte.toString(16)}`;
  return out;
}

/** Maps a byte column of an escaped line to a column of the line as it was written. */
export function columnOf(text: string, line: number, escapedColumn: number): number {
  const written = text.split('\n', line)[line - 1] ?? '';
  let column = 0;
  let escaped = 0;
  for (const char of written) {
    if (escaped >= escapedColumn) break;
    escaped += escapeNonAscii(char).length;
    column += char.length;
  }
  return column + 1;
}
