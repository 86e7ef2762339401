import { encodeUtf8 } from '../util/utf8.js';
/**
 * Names of symbols in C for what a module imports and exports.
 *
 * A symbol is the module's name, `_`, and the field's name, both *mangled*, which is reversible:
 *
 * - ASCII letters, digits and single underscores inside of a name stay.
 * - Every other byte of the name's UTF-8 becomes `0xAB`, with capital hex digits. So does an underscore at the
 *   start or the end, or after another one that stayed.
 * - A digit or A-F behind a literal `0x` becomes `0xAB` too, so that no name looks like a mangled one.
 * - In module names a single underscore is doubled: the first one that is not is the border to the field.
 *
 * This is what wabt's wasm2c does, which puts `w2c_` in front ({@link WASM2C_NAMES}). Without it two things
 * more can happen, in native names only ({@link NATIVE_NAMES}):
 *
 * - A module's name that does not start with a letter when it is mangled gets `X0x` in front; so does one
 *   that starts with `X0x` then.
 * - A symbol that is a keyword of C or C++ (`static_assert`) has its last letter as `0xAB`.
 *
 * Two underscores behind a native module name are for what is not exported: `calc__instantiate`. No
 * mangled field starts with an underscore.
 */

/** How a module's imports and exports are called. */
export interface NameRule {
  /** The symbol of an import or export. */
  symbol(module: string, field: string): string;
  /** The tag of the struct that an instance of a module is. */
  structTag(module: string): string;
  /** The symbol of something that is the module's own: `instantiate`, `free`, `module`. */
  own(module: string, what: string): string;
}

/** Names that the native header uses. */
export const NATIVE_NAMES: NameRule = {
  symbol: (module, field) => noKeyword(`${nativeModule(module)}_${mangle(field, false)}`),
  structTag: (module) => `${nativeModule(module)}_instance`,
  own: (module, what) => `${nativeModule(module)}__${what}`,
};

/** Names that wasm2c's headers use. */
export const WASM2C_NAMES: NameRule = {
  symbol: (module, field) => `w2c_${mangle(module, true)}_${mangle(field, false)}`,
  structTag: (module) => `w2c_${mangle(module, true)}`,
  own: (module, what) => `wasm2c_${mangle(module, true)}_${what}`,
};

function nativeModule(name: string): string {
  const mangled = mangle(name, true);
  return /^[A-Za-z]/.test(mangled) && !mangled.startsWith(MARK) ? mangled : MARK + mangled;
}

/** In front of module names that C could not spell. */
const MARK = 'X0x';

function mangle(name: string, isModule: boolean): string {
  const bytes = encodeUtf8(name);
  let text = '';
  /** An underscore that stayed is right before. */
  let stayed = false;
  /** Bytes of a literal `0x` that are right before. */
  let matched = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    const isUnderscore = byte === UNDERSCORE;
    const escaped: boolean =
      (matched === 2 && isHexDigit(byte)) ||
      (isUnderscore ? i === 0 || i === bytes.length - 1 || stayed : !isLetterOrDigit(byte));
    if (escaped) text += hex(byte);
    else text += isUnderscore && isModule ? '__' : String.fromCharCode(byte);
    stayed = isUnderscore && !escaped;
    if (escaped) matched = 0;
    else matched = matched === 1 && byte === SMALL_X ? 2 : byte === ZERO ? 1 : 0;
  }
  return text;
}

const UNDERSCORE = 0x5f;
const ZERO = 0x30;
const SMALL_X = 0x78;

function isLetterOrDigit(byte: number): boolean {
  const lower = byte | 0x20;
  return (byte >= 0x30 && byte <= 0x39) || (lower >= 0x61 && lower <= 0x7a);
}

function isHexDigit(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x46);
}

function hex(byte: number): string {
  return `0x${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}

/** Keywords of C23 and C++23 with an underscore inside: others cannot come out. */
const KEYWORDS = new Set(
  `and_eq not_eq or_eq xor_eq static_assert thread_local typeof_unqual const_cast dynamic_cast
  reinterpret_cast static_cast co_await co_return co_yield char8_t char16_t char32_t wchar_t`.split(
    /\s+/,
  ),
);

function noKeyword(symbol: string): string {
  return KEYWORDS.has(symbol)
    ? symbol.slice(0, -1) + hex(symbol.charCodeAt(symbol.length - 1))
    : symbol;
}
