/**
 * Text modules (WAT) to binary, through packages that are loaded at the first use, so that
 * whoever reads binaries only neither needs nor loads them.
 */

import { TextError, type TextReader, TextReaderMissingError } from './text-reader.js';
import { loadWabt, WABT } from './wabt.js';
import { loadWasmTools } from './wasm-tools.js';

export { TextError, type TextReader, TextReaderMissingError } from './text-reader.js';

/**
 * A reader that is as strict as the specification's, and knows all of its text: wasm-tools, or else wabt, which has
 * the word about legacy exceptions.
 * @throws TextReaderMissingError when neither package is installed
 */
export async function loadTextReader(): Promise<TextReader> {
  const full = await present(loadWasmTools());
  const light = await present(loadWabt());
  const reader = full ?? light;
  if (reader === undefined) throw new TextReaderMissingError(WABT);
  if (light === undefined) return reader;
  return { parse: (text) => (usesLegacyExceptions(text) ? light : reader).parse(text) };
}

/** Whether a text has operators of the exceptions of before `try_table`, which wasm-tools knows in part only. */
function usesLegacyExceptions(text: string): boolean {
  if (!/try|catch|rethrow|delegate/.test(text)) return false;
  const bare = text.replaceAll(/"(?:[^"\\]|\\.)*"|;;.*|\$[^\s()]+/g, '');
  return !bare.includes('try_table') && /\b(?:try|catch|catch_all|rethrow|delegate)\b/.test(bare);
}

/**
 * Converts a text module to binary, see {@link TextReader.parse}. The light reader does what it can; where it is not there,
 * or refuses a text, the other one is asked, if it is there.
 *
 * @throws TextError of the reader that came further, TextReaderMissingError when there is none
 */
export async function watToWasm(text: string): Promise<Uint8Array> {
  // Annotations say names and custom sections, and wabt passes over them.
  const light = text.includes('(@') ? undefined : await present(loadWabt());
  let first: unknown;
  if (light !== undefined) {
    try {
      return await light.parse(text);
    } catch (error) {
      first = error;
    }
  }
  const full = await present(loadWasmTools());
  if (full === undefined) {
    if (first !== undefined) throw first;
    return (await loadWabt()).parse(text);
  }
  try {
    return await full.parse(text);
  } catch (error) {
    throw isFurther(first, error) ? first : error;
  }
}

/** Undefined in the place of a package that is not installed. */
async function present(reader: Promise<TextReader>): Promise<TextReader | undefined> {
  try {
    return await reader;
  } catch (error) {
    if (error instanceof TextReaderMissingError) return undefined;
    throw error;
  }
}

/** Whether the first error is behind the second one in the text. */
function isFurther(first: unknown, second: unknown): boolean {
  if (!(first instanceof TextError)) return false;
  if (!(second instanceof TextError)) return true;
  return first.line > second.line || (first.line === second.line && first.column > second.column);
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
