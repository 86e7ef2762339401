import {
  columnOf,
  escapeNonAscii,
  loadPackage,
  TextError,
  type TextReader,
} from './text-reader.js';

/** The package with wasm-tools' reader, which knows all proposals; 104 MB. */
export const WASM_TOOLS = '@bytecodealliance/jco-transpile';

interface Library {
  parse(text: string): Promise<Uint8Array>;
}

let loading: Promise<TextReader> | undefined;

/**
 * Loads wasm-tools, once.
 * @throws TextReaderMissingError when its package is not installed
 */
export function loadWasmTools(): Promise<TextReader> {
  loading ??= load();
  return loading;
}

async function load(): Promise<TextReader> {
  // The type declarations of the package lean on packages that are not installed.
  const library = (await loadPackage(WASM_TOOLS, '/wasm-tools')) as Library;
  return {
    async parse(text) {
      try {
        return await library.parse(escapeNonAscii(text));
      } catch (error) {
        throw textErrorOf(error, text);
      }
    },
  };
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
