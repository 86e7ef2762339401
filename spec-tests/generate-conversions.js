import { f32, f32Bits, f64, f64Bits, i32, i64, ScriptWriter } from './script-writer.js';

const words = new DataView(new ArrayBuffer(8));

/** @param {number} value */
function f64BitsOf(value) {
  words.setFloat64(0, value);
  return words.getBigUint64(0);
}

/** @param {number} value @param {number} steps units in the last place of the format, away from 0 */
function neighbour(value, steps, /** @type {32 | 64} */ n) {
  if (n === 64) {
    words.setFloat64(0, value);
    words.setBigUint64(0, words.getBigUint64(0) + BigInt(steps));
    return words.getFloat64(0);
  }
  words.setFloat32(0, value);
  words.setUint32(0, words.getUint32(0) + steps);
  return words.getFloat32(0);
}

/** @param {32 | 64} n width of the float */
function floatSamples(n) {
  const bounds = [2 ** 31, 2 ** 32, 2 ** 63, 2 ** 64].flatMap((b) => [b, -b]);
  const near = bounds.flatMap((b) => [b, neighbour(b, -1, n), neighbour(b, 1, n)]);
  const fractions = [0, -0, 0.5, -0.5, 0.9, -0.9, 1, -1, 1.9, -1.9, -2.5, 123456.75, 1e-40];
  const wide =
    n === 64 ? [2 ** 31 - 0.5, -(2 ** 31) - 0.5, -(2 ** 31) - 1, 2 ** 32 - 0.5, 2 ** 53 + 2] : [];
  const special = [Infinity, -Infinity, NaN];
  return [...near, ...fractions, ...wide, ...special].map((v) => (n === 32 ? Math.fround(v) : v));
}

/** @param {32 | 64} to @param {boolean} signed */
function range(to, signed) {
  return signed
    ? { low: -(1n << BigInt(to - 1)), high: (1n << BigInt(to - 1)) - 1n }
    : { low: 0n, high: (1n << BigInt(to)) - 1n };
}

/**
 * The nearest f32 of an integer, rounded once, ties to even.
 * @param {bigint} value
 */
function integerToF32(value) {
  const negative = value < 0n;
  let magnitude = negative ? -value : value;
  let shift = 0n;
  while (magnitude >> shift >= 1n << 24n) shift++;
  if (shift > 0n) {
    const rest = magnitude & ((1n << shift) - 1n);
    const half = 1n << (shift - 1n);
    let kept = magnitude >> shift;
    if (rest > half || (rest === half && (kept & 1n) === 1n)) kept++;
    magnitude = kept << shift;
  }
  return Number(negative ? -magnitude : magnitude);
}

/** @returns {string} */
function conversionScript() {
  const out = new ScriptWriter(
    'generate-conversions.js',
    'Conversions between all types at their boundaries: traps, saturation, rounding, NaN bits.',
  );
  /** @type {[string, string, string][]} name, from, to */
  const operators = [
    ['i32.wrap_i64', 'i64', 'i32'],
    ['f32.demote_f64', 'f64', 'f32'],
    ['f64.promote_f32', 'f32', 'f64'],
    ['i64.extend_i32_s', 'i32', 'i64'],
    ['i64.extend_i32_u', 'i32', 'i64'],
  ];
  for (const to of ['i32', 'i64']) {
    for (const from of ['f32', 'f64']) {
      for (const s of ['s', 'u']) {
        operators.push([`${to}.trunc_${from}_${s}`, from, to]);
        operators.push([`${to}.trunc_sat_${from}_${s}`, from, to]);
        operators.push([`${from}.convert_${to}_${s}`, to, from]);
      }
    }
  }
  out.line();
  out.line('(module');
  out.line('  (memory 1)');
  for (const [name, from, to] of operators) {
    out.line(`  (func (export "${name}") (param ${from}) (result ${to}) (${name} (local.get 0)))`);
    out.line(`  (func (export "${name} loaded") (param ${from}) (result ${to})`);
    out.line(
      `    (${from}.store (i32.const 0) (local.get 0)) (${name} (${from}.load (i32.const 0))))`,
    );
  }
  out.line('  ;; Constant operands.');
  out.line('  (func (export "const trunc") (result i32) (i32.trunc_f64_s (f64.const -7.9)))');
  out.line('  (func (export "const trunc nan") (result i32) (i32.trunc_f32_u (f32.const nan)))');
  out.line('  (func (export "const sat") (result i64) (i64.trunc_sat_f32_u (f32.const inf)))');
  out.line('  (func (export "const extend") (result i64) (i64.extend_i32_s (i32.const -2)))');
  out.line('  (func (export "const extend u") (result i64) (i64.extend_i32_u (i32.const -2)))');
  out.line('  (func (export "const wrap") (result i32) (i32.wrap_i64 (i64.const 0x123456789)))');
  out.line('  (func (export "const convert") (result f32) (f32.convert_i64_u (i64.const -1)))');
  out.line(')');
  out.returns('const trunc', [], [i32(-7)]);
  out.traps('const trunc nan', [], 'invalid conversion to integer');
  out.returns('const sat', [], [i64(-1)]);
  out.returns('const extend', [], [i64(-2)]);
  out.returns('const extend u', [], [i64(0xfffffffe)]);
  out.returns('const wrap', [], [i32(0x23456789)]);
  out.returns('const convert', [], [f32(2 ** 64)]);

  for (const to of /** @type {const} */ ([32, 64])) {
    for (const from of /** @type {const} */ ([32, 64])) {
      for (const signed of [true, false]) {
        const { low, high } = range(to, signed);
        const constant = to === 32 ? i32 : i64;
        const suffix = `f${from}_${signed ? 's' : 'u'}`;
        for (const value of floatSamples(from)) {
          const text = from === 32 ? f32(value) : f64(value);
          const arg = Number.isNaN(value) ? `(f${from}.const nan)` : text;
          const form = Number.isNaN(value) || Math.abs(value) % 2 === 1 ? ' loaded' : '';
          const truncated = Math.trunc(value);
          const whole = Number.isFinite(truncated) ? BigInt(truncated) : undefined;
          const name = `i${to}.trunc_${suffix}${form}`;
          if (Number.isNaN(value)) out.traps(name, [arg], 'invalid conversion to integer');
          else if (whole === undefined || whole < low || whole > high) {
            out.traps(name, [arg], 'integer overflow');
          } else out.returns(name, [arg], [constant(whole)]);
          const saturated = Number.isNaN(value)
            ? 0n
            : whole === undefined
              ? value > 0
                ? high
                : low
              : whole < low
                ? low
                : whole > high
                  ? high
                  : whole;
          out.returns(`i${to}.trunc_sat_${suffix}${form}`, [arg], [constant(saturated)]);
        }
        const integers = [
          0n,
          1n,
          -1n,
          low,
          high,
          high >> 1n,
          0x1000001n,
          0x1000003n,
          -0x1000001n,
          0x7fffff4000000001n,
          0x8000004000000001n,
          0x8000004000000000n,
          0x20000000000001n,
          0x20000000000003n,
          0xfffffffffffffbffn,
          0xfffffffffffffc00n,
          0x80000000n,
          0x100000000n,
        ];
        for (const raw of integers) {
          const value = signed ? BigInt.asIntN(to, raw) : BigInt.asUintN(to, raw);
          const result = from === 32 ? f32(integerToF32(value)) : f64(Number(value));
          out.returns(`f${from}.convert_i${to}_${signed ? 's' : 'u'}`, [constant(value)], [result]);
        }
      }
    }
  }
  for (const value of [
    0n,
    -1n,
    0x7fffffffn,
    0x80000000n,
    0xffffffffn,
    0x100000000n,
    -(1n << 63n),
  ]) {
    out.returns('i32.wrap_i64', [i64(value)], [i32(value)]);
    out.returns('i32.wrap_i64 loaded', [i64(value)], [i32(value)]);
    out.returns('i64.extend_i32_s', [i32(value)], [i64(BigInt.asIntN(32, value))]);
    out.returns('i64.extend_i32_u', [i32(value)], [i64(BigInt.asUintN(32, value))]);
    out.returns('i64.extend_i32_s loaded', [i32(value)], [i64(BigInt.asIntN(32, value))]);
    out.returns('i64.extend_i32_u loaded', [i32(value)], [i64(BigInt.asUintN(32, value))]);
  }
  const doubles = [
    0,
    -0,
    1,
    -1.5,
    2 ** -149,
    2 ** -150,
    neighbour(2 ** -150, 1, 64),
    2 ** -126,
    1 + 2 ** -24,
    1 + 3 * 2 ** -24,
    3.4028234663852886e38,
    3.4028235677973366e38,
    neighbour(3.4028235677973366e38, -1, 64),
    Infinity,
    -Infinity,
  ];
  for (const value of doubles)
    out.returns('f32.demote_f64', [f64(value)], [f32(Math.fround(value))]);
  out.returns('f32.demote_f64', ['(f64.const nan)'], ['(f32.const nan:canonical)']);
  out.returns(
    'f32.demote_f64 loaded',
    ['(f64.const -nan:0x4000000000001)'],
    ['(f32.const nan:arithmetic)'],
  );
  for (const bits of [
    0, 0x80000000, 1, 0x807fffff, 0x3f800001, 0x7f7fffff, 0x7f800000, 0xff800000,
  ]) {
    words.setUint32(0, bits);
    const wide = f64Bits(f64BitsOf(words.getFloat32(0)));
    out.returns('f64.promote_f32', [f32Bits(bits)], [wide]);
    out.returns('f64.promote_f32 loaded', [f32Bits(bits)], [wide]);
  }
  out.returns('f64.promote_f32', ['(f32.const -nan)'], ['(f64.const nan:canonical)']);
  out.returns('f64.promote_f32', ['(f32.const nan:0x200000)'], ['(f64.const nan:arithmetic)']);
  return out.toString();
}

/** @returns {Map<string, string>} */
export function conversionScripts() {
  return new Map([['conversions.wast', conversionScript()]]);
}
