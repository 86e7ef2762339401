/**
 * Names of functions as symbols. A symbol's name may be any text without zero characters; what tools take for
 * something else is escaped, so that the name can be had back:
 *
 * - a backslash, `@` (tools read a version behind it) and control characters become `\` and two
 *   hexadecimal digits
 * - functions without a name are `wasm-function[INDEX]`; the first letter of a name that looks like it is escaped
 * - an empty name is `\`
 */
export function symbolName(name: string | undefined, index: number): string {
  if (name === undefined) return `wasm-function[${index}]`;
  if (name === '') return '\\';
  if (/^wasm-function\[\d+\]$/.test(name)) return `${escaped('w')}${name.slice(1)}`;
  return PLAIN.test(name) ? name : name.replace(SPECIAL, escaped);
}

/** The text that {@link symbolName} was given; undefined: none. */
export function nameOfSymbol(symbol: string): string | undefined {
  if (/^wasm-function\[\d+\]$/.test(symbol)) return undefined;
  if (symbol === '\\') return '';
  return symbol.replace(/\\([0-9a-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

const PLAIN = /^[^\\@\p{Cc}]*$/u;
const SPECIAL = /[\\@\p{Cc}]/gu;

function escaped(char: string): string {
  return `\\${char.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
