/**
 * Collects the lines of one script.
 */
export class ScriptWriter {
  /** @type {string[]} */
  #lines = [];

  /**
   * @param {string} generator the file that makes this script
   * @param {string} about one line on what the script covers
   */
  constructor(generator, about) {
    this.#lines.push(`;; ${about}`, `;; Written by ${generator} (node spec-tests/generate.js).`);
  }

  /** @param {string} [text] */
  line(text = '') {
    this.#lines.push(text);
  }

  /**
   * @param {string} name export
   * @param {string[]} args constants
   * @param {string[]} results constants or NaN patterns
   */
  returns(name, args, results) {
    const tail = results.length === 0 ? '' : ` ${results.join(' ')}`;
    this.line(`(assert_return ${invoke(name, args)}${tail})`);
  }

  /**
   * @param {string} name export
   * @param {string[]} args constants
   * @param {string} message trap
   */
  traps(name, args, message) {
    this.line(`(assert_trap ${invoke(name, args)} "${message}")`);
  }

  toString() {
    return `${this.#lines.join('\n')}\n`;
  }
}

/**
 * @param {string} name
 * @param {string[]} args
 */
function invoke(name, args) {
  return `(invoke "${name}"${args.length === 0 ? '' : ` ${args.join(' ')}`})`;
}

/** @param {number | bigint} value */
export const i32 = (value) => `(i32.const ${BigInt.asIntN(32, BigInt(value))})`;

/** @param {number | bigint} value */
export const i64 = (value) => `(i64.const ${BigInt.asIntN(64, BigInt(value))})`;

const words = new DataView(new ArrayBuffer(8));

/**
 * The exact f32 constant with these bits.
 * @param {number} bits
 */
export function f32Bits(bits) {
  bits >>>= 0;
  return `(f32.const ${hexFloat(BigInt(bits), 8, 23)})`;
}

/**
 * The exact f64 constant with these bits.
 * @param {bigint} bits
 */
export function f64Bits(bits) {
  return `(f64.const ${hexFloat(BigInt.asUintN(64, bits), 11, 52)})`;
}

/** @param {number} value */
export function f32(value) {
  words.setFloat32(0, value);
  return Number.isNaN(value) ? '(f32.const nan:canonical)' : f32Bits(words.getUint32(0));
}

/** @param {number} value */
export function f64(value) {
  words.setFloat64(0, value);
  return Number.isNaN(value) ? '(f64.const nan:canonical)' : f64Bits(words.getBigUint64(0));
}

/**
 * @param {bigint} bits
 * @param {number} exponentBits
 * @param {number} fractionBits
 */
function hexFloat(bits, exponentBits, fractionBits) {
  const fraction = bits & ((1n << BigInt(fractionBits)) - 1n);
  const exponent = Number((bits >> BigInt(fractionBits)) & ((1n << BigInt(exponentBits)) - 1n));
  const sign = bits >> BigInt(exponentBits + fractionBits) ? '-' : '';
  const special = 2 ** exponentBits - 1;
  if (exponent === special) {
    return fraction === 0n ? `${sign}inf` : `${sign}nan:0x${fraction.toString(16)}`;
  }
  const bias = 2 ** (exponentBits - 1) - 1;
  if (exponent === 0) {
    // A subnormal is its fraction as an integer, scaled.
    return fraction === 0n
      ? `${sign}0`
      : `${sign}0x${fraction.toString(16)}p-${bias - 1 + fractionBits}`;
  }
  const digits = Math.ceil(fractionBits / 4);
  const shifted = fraction << BigInt(digits * 4 - fractionBits);
  const text = shifted.toString(16).padStart(digits, '0').replace(/0+$/, '');
  return `${sign}0x1${text === '' ? '' : `.${text}`}p${exponent - bias}`;
}
