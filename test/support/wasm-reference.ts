import { Op } from '../../src/wasm/opcodes.js';
import { TrapKind } from '../../src/wasm/trap-kind.js';

/**
 * Reference semantics of the numeric operators on raw bits, in BigInt and Number arithmetic
 * (WebAssembly specification 3.0, section 4.3). Values are unsigned bit patterns.
 */

const view = new DataView(new ArrayBuffer(8));

export function f64OfBits(bits: bigint): number {
  view.setBigUint64(0, bits);
  return view.getFloat64(0);
}

export function bitsOfF64(value: number): bigint {
  view.setFloat64(0, value);
  return view.getBigUint64(0);
}

export function f32OfBits(bits: bigint): number {
  view.setUint32(0, Number(bits));
  return view.getFloat32(0);
}

export function bitsOfF32(value: number): bigint {
  view.setFloat32(0, value);
  return BigInt(view.getUint32(0));
}

/** Stands for any NaN with its quiet bit set. */
export const ARITHMETIC_NAN = -1n;
/** A reference result below this is a trap: `TRAP_BASE - kind`. */
export const TRAP_BASE = -100n;

function trap(kind: TrapKind): bigint {
  return TRAP_BASE - BigInt(kind);
}

/** True if the bits are the expected ones, or a quiet NaN where one is expected. */
export function sameFloat(double: boolean, bits: bigint, expected: bigint): boolean {
  if (expected !== ARITHMETIC_NAN) return bits === expected;
  const quiet = double ? 0x7ff8_0000_0000_0000n : 0x7fc0_0000n;
  return (bits & quiet) === quiet;
}

const MASK = [0xffff_ffffn, 0xffff_ffff_ffff_ffffn];

export function isWideInteger(op: Op): boolean {
  return (
    (op >= Op.I64Clz && op <= Op.I64Rotr) ||
    (op >= Op.I64Extend8S && op <= Op.I64Extend32S) ||
    (op >= Op.I64Eqz && op <= Op.I64GeU)
  );
}

/** Integer binary, shift and divide operators. */
export function integerBinary(op: Op, x: bigint, y: bigint): bigint {
  const wide = isWideInteger(op);
  const bits = wide ? 64 : 32;
  const mask = MASK[wide ? 1 : 0]!;
  const a = x & mask;
  const b = y & mask;
  const sa = BigInt.asIntN(bits, a);
  const sb = BigInt.asIntN(bits, b);
  const n = b % BigInt(bits);
  const minimum = -(1n << BigInt(bits - 1));
  switch (wide ? op - (Op.I64Clz - Op.I32Clz) : op) {
    case Op.I32Add:
      return (a + b) & mask;
    case Op.I32Sub:
      return (a - b) & mask;
    case Op.I32Mul:
      return (a * b) & mask;
    case Op.I32And:
      return a & b;
    case Op.I32Or:
      return a | b;
    case Op.I32Xor:
      return a ^ b;
    case Op.I32Shl:
      return (a << n) & mask;
    case Op.I32ShrU:
      return a >> n;
    case Op.I32ShrS:
      return (sa >> n) & mask;
    case Op.I32Rotl:
      return ((a << n) | (a >> (BigInt(bits) - n))) & mask;
    case Op.I32Rotr:
      return ((a >> n) | (a << (BigInt(bits) - n))) & mask;
    case Op.I32DivU:
      return b === 0n ? trap(TrapKind.IntegerDivideByZero) : a / b;
    case Op.I32RemU:
      return b === 0n ? trap(TrapKind.IntegerDivideByZero) : a % b;
    case Op.I32DivS:
      if (b === 0n) return trap(TrapKind.IntegerDivideByZero);
      if (sa === minimum && sb === -1n) return trap(TrapKind.IntegerOverflow);
      return (sa / sb) & mask;
    case Op.I32RemS:
      return b === 0n ? trap(TrapKind.IntegerDivideByZero) : (sa % sb) & mask;
    default:
      throw new Error(`operator ${op}`);
  }
}

export function integerUnary(op: Op, x: bigint): bigint {
  const wide = isWideInteger(op);
  const bits = wide ? 64 : 32;
  const mask = MASK[wide ? 1 : 0]!;
  const text = (x & mask).toString(2).padStart(bits, '0');
  switch (op) {
    case Op.I32Clz:
    case Op.I64Clz:
      return BigInt(/^0*/.exec(text)![0].length);
    case Op.I32Ctz:
    case Op.I64Ctz:
      return BigInt(/0*$/.exec(text)![0].length);
    case Op.I32Popcnt:
    case Op.I64Popcnt:
      return BigInt(text.replaceAll('0', '').length);
    case Op.I32Extend8S:
    case Op.I64Extend8S:
      return BigInt.asIntN(8, x) & mask;
    case Op.I32Extend16S:
    case Op.I64Extend16S:
      return BigInt.asIntN(16, x) & mask;
    case Op.I64Extend32S:
      return BigInt.asIntN(32, x) & mask;
    default:
      throw new Error(`operator ${op}`);
  }
}

/** Compare and Test operators; operands are bits of their type. */
export function condition(op: Op, x: bigint, y: bigint): boolean {
  if (op >= Op.F32Eq && op <= Op.F64Ge) {
    const double = op >= Op.F64Eq;
    const a = double ? f64OfBits(x) : f32OfBits(x & MASK[0]!);
    const b = double ? f64OfBits(y) : f32OfBits(y & MASK[0]!);
    switch (double ? op - (Op.F64Eq - Op.F32Eq) : op) {
      case Op.F32Eq:
        return a === b;
      case Op.F32Ne:
        return a !== b;
      case Op.F32Lt:
        return a < b;
      case Op.F32Gt:
        return a > b;
      case Op.F32Le:
        return a <= b;
      default:
        return a >= b;
    }
  }
  const wide = isWideInteger(op);
  const bits = wide ? 64 : 32;
  const a = BigInt.asUintN(bits, x);
  const b = BigInt.asUintN(bits, y);
  const sa = BigInt.asIntN(bits, x);
  const sb = BigInt.asIntN(bits, y);
  switch (wide ? op - (Op.I64Eqz - Op.I32Eqz) : op) {
    case Op.I32Eqz:
      return a === 0n;
    case Op.I32Eq:
      return a === b;
    case Op.I32Ne:
      return a !== b;
    case Op.I32LtS:
      return sa < sb;
    case Op.I32LtU:
      return a < b;
    case Op.I32GtS:
      return sa > sb;
    case Op.I32GtU:
      return a > b;
    case Op.I32LeS:
      return sa <= sb;
    case Op.I32LeU:
      return a <= b;
    case Op.I32GeS:
      return sa >= sb;
    default:
      return a >= b;
  }
}

function floatBits(double: boolean, value: number): bigint {
  if (Number.isNaN(value)) return ARITHMETIC_NAN;
  return double ? bitsOfF64(value) : bitsOfF32(Math.fround(value));
}

export function isDoubleArithmetic(op: Op): boolean {
  return op >= Op.F64Abs && op <= Op.F64Copysign;
}

export function floatBinary(op: Op, x: bigint, y: bigint): bigint {
  const double = isDoubleArithmetic(op);
  const a = double ? f64OfBits(x) : f32OfBits(x);
  const b = double ? f64OfBits(y) : f32OfBits(y);
  const sign = double ? 1n << 63n : 1n << 31n;
  switch (double ? op - (Op.F64Abs - Op.F32Abs) : op) {
    case Op.F32Add:
      return floatBits(double, a + b);
    case Op.F32Sub:
      return floatBits(double, a - b);
    case Op.F32Mul:
      return floatBits(double, a * b);
    case Op.F32Div:
      return floatBits(double, a / b);
    case Op.F32Min:
      return floatBits(double, Math.min(a, b));
    case Op.F32Max:
      return floatBits(double, Math.max(a, b));
    default:
      return (x & (sign - 1n)) | (y & sign);
  }
}

/** To the nearest integer, ties to even, with the operand's sign. */
function nearest(x: number): number {
  if (!Number.isFinite(x) || Math.abs(x) >= 2 ** 52) return x;
  const floor = Math.floor(Math.abs(x));
  const rest = Math.abs(x) - floor;
  const up = rest > 0.5 || (rest === 0.5 && floor % 2 === 1);
  const magnitude = up ? floor + 1 : floor;
  return x < 0 || Object.is(x, -0) ? -magnitude : magnitude;
}

export function floatUnary(op: Op, x: bigint): bigint {
  const double = isDoubleArithmetic(op);
  const a = double ? f64OfBits(x) : f32OfBits(x);
  const sign = double ? 1n << 63n : 1n << 31n;
  switch (double ? op - (Op.F64Abs - Op.F32Abs) : op) {
    case Op.F32Abs:
      return x & (sign - 1n);
    case Op.F32Neg:
      return x ^ sign;
    case Op.F32Ceil:
      return floatBits(double, Math.ceil(a));
    case Op.F32Floor:
      return floatBits(double, Math.floor(a));
    case Op.F32Trunc:
      return floatBits(double, Math.trunc(a));
    case Op.F32Nearest:
      return floatBits(double, nearest(a));
    default:
      return floatBits(double, Math.sqrt(a));
  }
}

/** An integer to `precision` significant bits, ties to even; exact as a Number afterwards. */
function roundInteger(value: bigint, precision: number): number {
  const magnitude = value < 0n ? -value : value;
  const excess = magnitude.toString(2).length - precision;
  if (excess <= 0) return Number(value);
  const unit = 1n << BigInt(excess);
  const rest = magnitude % unit;
  let rounded = magnitude - rest;
  const half = unit / 2n;
  if (rest > half || (rest === half && (rounded / unit) % 2n === 1n)) rounded += unit;
  return Number(value < 0n ? -rounded : rounded);
}

function truncate(value: number, bits: number, signed: boolean, saturate: boolean): bigint {
  const low = signed ? -(1n << BigInt(bits - 1)) : 0n;
  const high = (1n << BigInt(signed ? bits - 1 : bits)) - 1n;
  const mask = (1n << BigInt(bits)) - 1n;
  if (Number.isNaN(value)) return saturate ? 0n : trap(TrapKind.InvalidConversionToInteger);
  let integer: bigint;
  if (value === Infinity) integer = high + 1n;
  else if (value === -Infinity) integer = low - 1n;
  else integer = BigInt(Math.trunc(value));
  if (integer >= low && integer <= high) return integer & mask;
  if (!saturate) return trap(TrapKind.IntegerOverflow);
  return (integer < low ? low : high) & mask;
}

/** Convert operators. */
export function convert(op: Op, x: bigint): bigint {
  const low = x & MASK[0]!;
  switch (op) {
    case Op.I32WrapI64:
    case Op.I64ExtendI32U:
    case Op.I32ReinterpretF32:
    case Op.F32ReinterpretI32:
      return low;
    case Op.I64ExtendI32S:
      return BigInt.asIntN(32, x) & MASK[1]!;
    case Op.I64ReinterpretF64:
    case Op.F64ReinterpretI64:
      return x;
    case Op.F32ConvertI32S:
      return bitsOfF32(roundInteger(BigInt.asIntN(32, x), 24));
    case Op.F32ConvertI32U:
      return bitsOfF32(roundInteger(low, 24));
    case Op.F32ConvertI64S:
      return bitsOfF32(roundInteger(BigInt.asIntN(64, x), 24));
    case Op.F32ConvertI64U:
      return bitsOfF32(roundInteger(x, 24));
    case Op.F64ConvertI32S:
      return bitsOfF64(roundInteger(BigInt.asIntN(32, x), 53));
    case Op.F64ConvertI32U:
      return bitsOfF64(roundInteger(low, 53));
    case Op.F64ConvertI64S:
      return bitsOfF64(roundInteger(BigInt.asIntN(64, x), 53));
    case Op.F64ConvertI64U:
      return bitsOfF64(roundInteger(x, 53));
    case Op.F32DemoteF64:
      return floatBits(false, f64OfBits(x));
    case Op.F64PromoteF32:
      return floatBits(true, f32OfBits(low));
    case Op.I32TruncF32S:
      return truncate(f32OfBits(low), 32, true, false);
    case Op.I32TruncF32U:
      return truncate(f32OfBits(low), 32, false, false);
    case Op.I32TruncF64S:
      return truncate(f64OfBits(x), 32, true, false);
    case Op.I32TruncF64U:
      return truncate(f64OfBits(x), 32, false, false);
    case Op.I64TruncF32S:
      return truncate(f32OfBits(low), 64, true, false);
    case Op.I64TruncF32U:
      return truncate(f32OfBits(low), 64, false, false);
    case Op.I64TruncF64S:
      return truncate(f64OfBits(x), 64, true, false);
    case Op.I64TruncF64U:
      return truncate(f64OfBits(x), 64, false, false);
    case Op.I32TruncSatF32S:
      return truncate(f32OfBits(low), 32, true, true);
    case Op.I32TruncSatF32U:
      return truncate(f32OfBits(low), 32, false, true);
    case Op.I32TruncSatF64S:
      return truncate(f64OfBits(x), 32, true, true);
    case Op.I32TruncSatF64U:
      return truncate(f64OfBits(x), 32, false, true);
    case Op.I64TruncSatF32S:
      return truncate(f32OfBits(low), 64, true, true);
    case Op.I64TruncSatF32U:
      return truncate(f32OfBits(low), 64, false, true);
    case Op.I64TruncSatF64S:
      return truncate(f64OfBits(x), 64, true, true);
    case Op.I64TruncSatF64U:
      return truncate(f64OfBits(x), 64, false, true);
    default:
      throw new Error(`operator ${op}`);
  }
}

/** 32-bit integers around every limit. */
export const I32_VALUES: readonly bigint[] = [
  0n,
  1n,
  2n,
  3n,
  5n,
  7n,
  31n,
  32n,
  33n,
  63n,
  127n,
  128n,
  255n,
  256n,
  0x7fffn,
  0x8000n,
  0xffffn,
  0x10000n,
  0x1234_5678n,
  0x7fff_fffen,
  0x7fff_ffffn,
  0x8000_0000n,
  0x8000_0001n,
  0xffff_ff7fn,
  0xffff_ff80n,
  0xffff_fffen,
  0xffff_ffffn,
  0xdead_beefn,
];

export const I64_VALUES: readonly bigint[] = [
  0n,
  1n,
  2n,
  5n,
  31n,
  63n,
  64n,
  65n,
  128n,
  255n,
  0x8000n,
  0x7fff_ffffn,
  0x8000_0000n,
  0xffff_ffffn,
  0x1_0000_0000n,
  0x1_0000_0001n,
  0x20_0000_0000_0001n,
  0x1234_5678_9abc_def0n,
  0x7fff_ffff_ffff_fbffn,
  0x7fff_ffff_ffff_fffen,
  0x7fff_ffff_ffff_ffffn,
  0x8000_0000_0000_0000n,
  0x8000_0000_0000_0001n,
  0x8000_0000_0000_0400n,
  0x8000_0000_0000_0401n,
  0x8000_0080_0000_0001n,
  0xffff_ffff_0000_0000n,
  0xffff_ffff_7fff_ffffn,
  0xffff_ffff_8000_0000n,
  0xffff_ffff_ffff_fffen,
  0xffff_ffff_ffff_ffffn,
  0x8000_0000_ffff_fc00n,
  0xffff_ff7f_ffff_ffffn,
  0xffff_ff80_0000_0000n,
];

const FLOATS = [
  0,
  0.25,
  0.5,
  0.75,
  1,
  1.25,
  1.5,
  2,
  2.5,
  3.5,
  4.5,
  126.999,
  8388607.5,
  8388608,
  8388609,
  16777216,
  2147483520,
  2147483647,
  2147483647.5,
  2147483648,
  2147483649,
  4294967040,
  4294967295,
  4294967295.9,
  4294967296,
  4294967297,
  4503599627370495.5,
  4503599627370496,
  2 ** 52 + 2,
  2 ** 53 + 2,
  2 ** 63 - 2 ** 39,
  2 ** 63 - 2 ** 10,
  2 ** 63,
  2 ** 63 + 2 ** 40,
  2 ** 64 - 2 ** 40,
  2 ** 64 - 2 ** 11,
  2 ** 64,
  3.4028234663852886e38,
  3.5e38,
  1.1754943508222875e-38,
  1e-45,
  1e-40,
  1e300,
  1.7976931348623157e308,
  2.2250738585072014e-308,
  5e-324,
  Math.PI,
  0.9999999999999999,
  0.49999999999999994,
  0.49999997,
  0.99999994,
  Infinity,
];

/** Both signs of each, and NaNs: quiet, signalling, with payloads. */
export const F64_VALUES: readonly bigint[] = [
  ...new Set([
    ...FLOATS.flatMap((x) => [bitsOfF64(x), bitsOfF64(-x)]),
    0x7ff8_0000_0000_0000n,
    0xfff8_0000_0000_0000n,
    0x7ff0_0000_0000_0001n,
    0xfff4_0000_0000_0000n,
    0x7fff_ffff_ffff_ffffn,
    0xffff_ffff_ffff_ffffn,
    0xc1e0_0000_0020_0000n,
    0xc1e0_0000_001f_ffffn,
    0xbfef_ffff_ffff_ffffn,
  ]),
];

export const F32_VALUES: readonly bigint[] = [
  ...new Set([
    ...FLOATS.flatMap((x) => [bitsOfF32(x), bitsOfF32(-x)]),
    0x7fc0_0000n,
    0xffc0_0000n,
    0x7f80_0001n,
    0xffa0_0000n,
    0x7fff_ffffn,
    0xffff_ffffn,
  ]),
];
