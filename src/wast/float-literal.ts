/**
 * Literals of the text format (spec, section 6.3) to exact bits, without going through JavaScript
 * numbers: those would round twice on the way to f32, and lose the bits of NaNs.
 */

interface FloatFormat {
  /** Bits of the stored fraction. */
  readonly fraction: number;
  readonly exponentBits: number;
}

const F32: FloatFormat = { fraction: 23, exponentBits: 8 };
const F64: FloatFormat = { fraction: 52, exponentBits: 11 };

/** Bits of the sign of an f32. */
export const F32_SIGN = 0x8000_0000n;
/** The canonical NaN of f32: the top bit of the fraction alone. */
export const F32_CANONICAL_NAN = 0x7fc0_0000n;
export const F64_SIGN = 0x8000_0000_0000_0000n;
export const F64_CANONICAL_NAN = 0x7ff8_0000_0000_0000n;

/**
 * An integer literal as unsigned bits.
 * @param bits width: 8, 16, 32 or 64
 * @returns undefined when the text is no integer or does not fit
 */
export function parseIntLiteral(text: string, bits: number): bigint | undefined {
  const match = /^([+-]?)(0x[0-9a-f]+(?:_[0-9a-f]+)*|[0-9]+(?:_[0-9]+)*)$/i.exec(text);
  if (match === null) return undefined;
  const magnitude = BigInt(match[2]!.replaceAll('_', ''));
  const value = match[1] === '-' ? -magnitude : magnitude;
  const size = 1n << BigInt(bits);
  if (value >= size || value < -(size >> 1n)) return undefined;
  return BigInt.asUintN(bits, value);
}

/** An f32 literal as its 32 bits; undefined when the text is none. */
export function parseF32(text: string): bigint | undefined {
  return parseFloatLiteral(text, F32);
}

/** An f64 literal as its 64 bits; undefined when the text is none. */
export function parseF64(text: string): bigint | undefined {
  return parseFloatLiteral(text, F64);
}

const NUMBER =
  /^(?:0x([0-9a-f_]+)(?:\.([0-9a-f_]*))?(?:p([+-]?[0-9_]+))?|([0-9_]+)(?:\.([0-9_]*))?(?:e([+-]?[0-9_]+))?)$/i;

function parseFloatLiteral(text: string, format: FloatFormat): bigint | undefined {
  const { fraction, exponentBits } = format;
  const sign = text.startsWith('-') ? 1n << BigInt(fraction + exponentBits) : 0n;
  const body = text.replace(/^[+-]/, '');
  const infinity = ((1n << BigInt(exponentBits)) - 1n) << BigInt(fraction);
  if (body === 'inf') return sign | infinity;
  if (body === 'nan') return sign | infinity | (1n << BigInt(fraction - 1));
  const payload = /^nan:0x([0-9a-f_]+)$/i.exec(body);
  if (payload !== null) {
    const value = BigInt(`0x${payload[1]!.replaceAll('_', '')}`);
    return value > 0n && value < 1n << BigInt(fraction) ? sign | infinity | value : undefined;
  }
  const match = NUMBER.exec(body.replaceAll('_', ''));
  if (match === null) return undefined;
  const hex = match[1] !== undefined;
  const whole = (hex ? match[1] : match[4])!;
  const rest = (hex ? match[2] : match[5]) ?? '';
  const exponent = Number((hex ? match[3] : match[6]) ?? '0');
  const digits = BigInt(`${hex ? '0x' : ''}${whole}${rest}`);
  if (digits === 0n) return sign;
  // The value is digits * base^scale. Far outside of the format's range nothing is left to round.
  const scale = exponent - rest.length * (hex ? 4 : 1);
  const size = (whole.length + rest.length) * 4;
  if (scale > 5000) return sign | infinity;
  if (scale < -5000 - size) return sign;
  const power = (hex ? 2n : 10n) ** BigInt(Math.abs(scale));
  const rounded =
    scale < 0 ? roundRatio(digits, power, format) : roundRatio(digits * power, 1n, format);
  return sign | rounded;
}

/** The bits of the float nearest to `numerator / denominator` (> 0), ties to even. */
function roundRatio(numerator: bigint, denominator: bigint, format: FloatFormat): bigint {
  const { fraction, exponentBits } = format;
  const bias = (1 << (exponentBits - 1)) - 1;
  // Exponent e with 2^e <= value < 2^(e+1), not below that of the subnormals.
  let exponent = bitLength(numerator) - bitLength(denominator);
  if (lessThanPower(numerator, denominator, exponent)) exponent--;
  exponent = Math.max(exponent, 1 - bias);
  // The significand in units of the last place.
  const shift = fraction - exponent;
  const scaled = shift >= 0 ? numerator << BigInt(shift) : numerator;
  const divisor = shift >= 0 ? denominator : denominator << BigInt(-shift);
  let significand = scaled / divisor;
  const twice = (scaled % divisor) * 2n;
  if (twice > divisor || (twice === divisor && (significand & 1n) === 1n)) significand++;
  // Adding, not or-ing, carries a significand that was rounded up into the exponent; a subnormal
  // has no hidden bit, which is the missing one in the exponent field.
  const bits = (BigInt(exponent + bias - 1) << BigInt(fraction)) + significand;
  const infinity = ((1n << BigInt(exponentBits)) - 1n) << BigInt(fraction);
  return bits < infinity ? bits : infinity;
}

function bitLength(value: bigint): number {
  return value.toString(2).length;
}

function lessThanPower(numerator: bigint, denominator: bigint, exponent: number): boolean {
  return exponent >= 0
    ? numerator < denominator << BigInt(exponent)
    : numerator << BigInt(-exponent) < denominator;
}
