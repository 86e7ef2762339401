import { typeName, ValType } from '../wasm/value-types.js';
import { parseF32, parseF64, parseIntLiteral } from '../wast/float-literal.js';
import { CliError, EXIT_USAGE } from './failure.js';

/**
 * An argument from the command line as a parameter's bits. Numbers are written as in the text format:
 * decimal or hexadecimal, with `inf` and `nan` for floats; `null` is a reference.
 * @throws CliError when the text is no value of the type
 */
export function parseArgument(text: string, type: ValType): bigint {
  const bits = bitsOf(text, type);
  if (bits === undefined) {
    throw new CliError(`"${text}" is not a value of type ${typeName(type)}`, EXIT_USAGE);
  }
  return bits;
}

function bitsOf(text: string, type: ValType): bigint | undefined {
  switch (type) {
    case ValType.I32:
      return parseIntLiteral(text, 32);
    case ValType.I64:
      return parseIntLiteral(text, 64);
    case ValType.F32:
      return parseF32(floatSpelling(text));
    case ValType.F64:
      return parseF64(floatSpelling(text));
    case ValType.FuncRef:
    case ValType.ExternRef:
    case ValType.ExnRef:
      return text === 'null' ? 0n : undefined;
    default:
      return undefined;
  }
}

/** Accepts what other languages print, too: `NaN`, `Infinity`, `.5`. */
function floatSpelling(text: string): string {
  return text
    .toLowerCase()
    .replace(/^([+-]?)infinity$/, '$1inf')
    .replace(/^([+-]?)\./, '$10.');
}

/**
 * A result as `wasmtime run --invoke` prints it: integers signed, floats in plain decimals with the
 * fewest digits that tell them from their neighbours, references by kind.
 */
export function formatResult(bits: bigint, type: ValType): string {
  switch (type) {
    case ValType.I32:
      return BigInt.asIntN(32, bits).toString();
    case ValType.I64:
      return BigInt.asIntN(64, bits).toString();
    case ValType.F32:
    case ValType.F64:
      return formatFloat(bits, type === ValType.F32);
    case ValType.FuncRef:
      return bits === 0n ? '<null funcref>' : '<funcref>';
    case ValType.ExternRef:
      return bits === 0n ? '<null externref>' : '<externref>';
    case ValType.ExnRef:
      return bits === 0n ? '<null exnref>' : '<exnref>';
    default:
      return bits.toString();
  }
}

function formatFloat(bits: bigint, single: boolean): string {
  const view = new DataView(new ArrayBuffer(8));
  if (single) view.setUint32(0, Number(bits));
  else view.setBigUint64(0, bits);
  const value = single ? view.getFloat32(0) : view.getFloat64(0);
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
  if (Object.is(value, -0)) return '-0';
  return plainDecimal(single ? shortestSingle(value) : String(value));
}

/** Digits of an f32: the fewest that read back as it. */
function shortestSingle(value: number): string {
  for (let digits = 1; digits < 9; digits++) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === value) return String(Number(text));
  }
  return String(Number(value.toPrecision(9)));
}

/** Writes out an exponent. */
function plainDecimal(text: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (match === null) return text;
  const digits = match[2]! + (match[3] ?? '');
  const point = match[2]!.length + Number(match[4]);
  if (point <= 0) return `${match[1]}0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return match[1] + digits.padEnd(point, '0');
  return `${match[1]}${digits.slice(0, point)}.${digits.slice(point)}`;
}
