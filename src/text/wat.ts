import { encodeUtf8 } from '../util/utf8.js';
/**
 * Text modules (WAT) to and from binary, through a library that is loaded at the first use, so that
 * whoever reads binaries only neither needs nor loads it.
 */

/** The package that reads text; an optional peer dependency. */
export const TEXT_PACKAGE = '@bytecodealliance/jco-transpile';

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

/** The package that reads text is not installed. */
export class TextReaderMissingError extends Error {
  override readonly name = 'TextReaderMissingError';

  constructor() {
    super(
      `reading text modules needs the package ${TEXT_PACKAGE}; run: npm install ${TEXT_PACKAGE}`,
    );
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
  /** A binary module as text. */
  print(bytes: Uint8Array): Promise<string>;
}

interface Library {
  parse(text: string): Promise<Uint8Array>;
  print(bytes: Uint8Array): Promise<string>;
}

let loading: Promise<TextReader> | undefined;

/**
 * Loads the text library, once.
 * @throws TextReaderMissingError when its package is not installed
 */
export function loadTextReader(): Promise<TextReader> {
  loading ??= load();
  return loading;
}

/** Converts a text module to binary. See {@link TextReader.parse}. */
export async function watToWasm(text: string): Promise<Uint8Array> {
  return (await loadTextReader()).parse(text);
}

/** True when the bytes start as a binary module (or component) does: with `\0asm`. */
export function isBinaryModule(bytes: Uint8Array): boolean {
  return (
    bytes.length >= 4 &&
    bytes[0] === 0 &&
    bytes[1] === 0x61 &&
    bytes[2] === 0x73 &&
    bytes[3] === 0x6d
  );
}

async function load(): Promise<TextReader> {
  let library: Library;
  try {
    // The type declarations of the package lean on packages that are not installed, so the
    // specifier is kept from the type checker and the shape is declared here.
    library = (await import(`${TEXT_PACKAGE}/wasm-tools` as string)) as Library;
  } catch (error) {
    if ((error as { code?: string }).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new TextReaderMissingError();
  }
  return {
    async parse(text) {
      try {
        return await library.parse(escapeNonAscii(text));
      } catch (error) {
        throw textErrorOf(error, text);
      }
    },
    async print(bytes) {
      try {
        return await library.print(bytes);
      } catch (error) {
        throw textErrorOf(error, '');
      }
    },
  };
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

/** The library's error is the debug print of a Rust value: takes place and reason out of it. */
function textErrorOf(error: unknown, text: string): TextError {
  const raw = error instanceof Error ? error.message : String(error);
  const place = /\bText \{ line: (\d+), col: (\d+), snippet: /.exec(raw);
  const line = place === null ? 0 : Number(place[1]) + 1;
  const column = place === null ? 0 : columnOf(text, line, Number(place[2]));
  return new TextError(reasonOf(raw), line, column);
}

function reasonOf(raw: string): string {
  // The kind comes last, after the snippet of source, which may hold anything.
  const at = raw.lastIndexOf('kind: ');
  const kind = at < 0 ? '' : raw.slice(at + 6);
  const custom = /^Custom\("((?:[^"\\]|\\.)*)"\)/.exec(kind);
  if (custom !== null) return custom[1]!.replaceAll(/\\(.)/g, '$1');
  const lexical = /^Lex\((.*?)\)(?: \})+\) \}$/s.exec(kind);
  if (lexical !== null) return spellOut(lexical[1]!);
  return raw.split('\n', 1)[0]!;
}

/** `InvalidStringEscape('z')` becomes `invalid string escape 'z'`. */
function spellOut(variant: string): string {
  const parts = /^([A-Za-z]+)(?:\((.*)\))?/s.exec(variant);
  if (parts === null) return variant;
  const words = parts[1]!.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return parts[2] === undefined ? words : `${words} ${parts[2]}`;
}

/** Maps a byte column of an escaped line to a column of the line as it was written. */
function columnOf(text: string, line: number, escapedColumn: number): number {
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
