import { WideOp } from '../masm/operators.js';
import { Code } from '../masm/portable/encoding.js';
import { UPPER_HALF } from '../masm/portable/registers.js';
import {
  countBits,
  divideSigned,
  divideUnsigned,
  nearest,
  rotate,
  storeBigInt,
  storeNumber,
  toBigInt,
  toNumber,
  toUnsigned,
  trailingZeros,
} from './arithmetic.js';
import { fence } from './atomics.js';

// Operators that are not in the loop itself: an optimizing compiler takes functions up to a size, and these are rare or
// slow anyway.

/** The low word of the first floating-point register. */
const FIRST_FP_WORD = 64;

/**
 * Runs the instruction at `pc`.
 *
 * @returns where the code goes on, or the bitwise complement of a trap's site
 */
export function runRare(
  c: Int32Array,
  pc: number,
  R: Int32Array,
  F: Float32Array,
  D: Float64Array,
): number {
  const op = c[pc]!;
  const d = c[pc + 1]!;
  const x = c[pc + 2]!;
  const y = c[pc + 3]!;
  switch (op) {
    case Code.I64Rotl:
      rotate(R, d, R[x]!, R[x + 1]!, R[y]! & 63);
      return pc + 4;
    case Code.I64RotlC:
      rotate(R, d, R[x]!, R[x + 1]!, y & 63);
      return pc + 5;
    case Code.I64Rotr:
      rotate(R, d, R[x]!, R[x + 1]!, -R[y]! & 63);
      return pc + 4;
    case Code.I64RotrC:
      rotate(R, d, R[x]!, R[x + 1]!, -y & 63);
      return pc + 5;
    case Code.I64DivS:
    case Code.I64DivU:
    case Code.I64RemS:
    case Code.I64RemU:
      return divideRegisters(op, R, d, x, y, pc);
    case Code.I64DivSC:
    case Code.I64DivUC:
    case Code.I64RemSC:
    case Code.I64RemUC: {
      const isSigned = op === Code.I64DivSC || op === Code.I64RemSC;
      const isRemainder = op >= Code.I64RemSC;
      const divide = isSigned ? divideSigned : divideUnsigned;
      divide(R, d, isRemainder, R[x]!, R[x + 1]!, y, c[pc + 4]!);
      return pc + 5;
    }
    case Code.Swap:
      swap(R, d, x);
      // Either one may hold a vector.
      if (d >= FIRST_FP_WORD) swap(R, d + UPPER_HALF, x + UPPER_HALF);
      return pc + 3;
    case Code.F32Div:
      F[d] = F[x]! / F[y]!;
      return pc + 4;
    case Code.Nop:
      return pc + 1;
    case Code.Fence:
      fence();
      return pc + 1;
    case Code.I32RemUC:
      R[d] = (R[x]! >>> 0) % (y >>> 0);
      return pc + 4;
    case Code.I32Rotl:
      R[d] = (R[x]! << R[y]!) | (R[x]! >>> -R[y]!);
      return pc + 4;
    case Code.I32Rotr:
      R[d] = (R[x]! >>> R[y]!) | (R[x]! << -R[y]!);
      return pc + 4;
    case Code.Select64: {
      const from = R[c[pc + 4]!] !== 0 ? x : y;
      R[d] = R[from]!;
      R[d + 1] = R[from + 1]!;
      return pc + 5;
    }
    case Code.F32Min:
      F[d] = Math.min(F[x]!, F[y]!);
      return pc + 4;
    case Code.F32Max:
      F[d] = Math.max(F[x]!, F[y]!);
      return pc + 4;
    case Code.F64Min:
      D[d] = Math.min(D[x]!, D[y]!);
      return pc + 4;
    case Code.F64Max:
      D[d] = Math.max(D[x]!, D[y]!);
      return pc + 4;
    case Code.F32Copysign:
      R[d] = (R[x]! & 0x7fffffff) | (R[y]! & -0x80000000);
      return pc + 4;
    case Code.F64Copysign: {
      const sign = R[2 * y + 1]! & -0x80000000;
      R[2 * d] = R[2 * x]!;
      R[2 * d + 1] = (R[2 * x + 1]! & 0x7fffffff) | sign;
      return pc + 4;
    }
    case Code.Truncate:
      return truncate(d, x, R, d & 4 ? D[y >> 1]! : F[y]!, pc);
    case Code.Wide:
      runWide(c, pc, R);
      return pc + 8;
    default:
      break;
  }
  if (op >= Code.SetI64Eq && op <= Code.SetF64NotLe) return compare(op, c, pc, R, F, D);
  unary(op, R, F, D, d, x);
  return pc + 3;
}

function swap(R: Int32Array, a: number, b: number): void {
  const lo = R[a]!;
  const hi = R[a + 1]!;
  R[a] = R[b]!;
  R[a + 1] = R[b + 1]!;
  R[b] = lo;
  R[b + 1] = hi;
}

function divideRegisters(
  op: number,
  R: Int32Array,
  d: number,
  x: number,
  y: number,
  pc: number,
): number {
  const isSigned = op === Code.I64DivS || op === Code.I64RemS;
  const isRemainder = op >= Code.I64RemS;
  const bLo = R[y]!;
  const bHi = R[y + 1]!;
  if ((bLo | bHi) === 0) return ~pc;
  if (isSigned && (bLo & bHi) === -1) {
    // x / -1 overflows for the least number alone, and x % -1 is 0.
    const lo = R[x]!;
    const hi = R[x + 1]!;
    if (!isRemainder && lo === 0 && hi === -0x80000000) return ~(pc + 1);
    R[d] = isRemainder ? 0 : -lo;
    R[d + 1] = isRemainder ? 0 : lo === 0 ? -hi : ~hi;
    return pc + 4;
  }
  const divide = isSigned ? divideSigned : divideUnsigned;
  divide(R, d, isRemainder, R[x]!, R[x + 1]!, bLo, bHi);
  return pc + 4;
}

/** Compares of 64 bits and of floats that set a register. */
function compare(
  op: number,
  c: Int32Array,
  pc: number,
  R: Int32Array,
  F: Float32Array,
  D: Float64Array,
): number {
  const d = c[pc + 1]!;
  const x = c[pc + 2]!;
  const y = c[pc + 3]!;
  if (op >= Code.SetF64Eq) {
    R[d] = holds(op - Code.SetF64Eq, D[x]!, D[y]!) ? 1 : 0;
    return pc + 4;
  }
  if (op >= Code.SetF32Eq) {
    R[d] = holds(op - Code.SetF32Eq, F[x]!, F[y]!) ? 1 : 0;
    return pc + 4;
  }
  const isConstant = op >= Code.SetI64EqC;
  const number = op - (isConstant ? Code.SetI64EqC : Code.SetI64Eq);
  const lo = R[x]!;
  const hi = R[x + 1]!;
  const rLo = isConstant ? y : R[y]!;
  const rHi = isConstant ? c[pc + 4]! : R[y + 1]!;
  const isEqual = lo === rLo && hi === rHi;
  let result: boolean;
  if (number < 2) result = isEqual;
  else if (number < 4) result = hi < rHi || (hi === rHi && lo >>> 0 < rLo >>> 0);
  else result = hi >>> 0 < rHi >>> 0 || (hi === rHi && lo >>> 0 < rLo >>> 0);
  R[d] = result !== ((number & 1) === 1) ? 1 : 0;
  return pc + (isConstant ? 5 : 4);
}

/** @param number Eq, Ne, Lt, NotLt, Le, NotLe */
function holds(number: number, a: number, b: number): boolean {
  const result = number < 2 ? a === b : number < 4 ? a < b : a <= b;
  return result !== ((number & 1) === 1);
}

/** Sets the bit of a NaN that arithmetic sets: an engine may give back a signalling one as it came. */
function quiet(R: Int32Array, D: Float64Array, d: number): void {
  if (Number.isNaN(D[d]!)) R[2 * d + 1]! |= 0x80000;
}

/** One operand, and no trap. Doubles have numbers of their own. */
function unary(
  op: number,
  R: Int32Array,
  F: Float32Array,
  D: Float64Array,
  d: number,
  x: number,
): void {
  switch (op) {
    case Code.I32Clz:
      R[d] = Math.clz32(R[x]!);
      return;
    case Code.I32Ctz:
      R[d] = trailingZeros(R[x]!);
      return;
    case Code.I32Popcnt:
      R[d] = countBits(R[x]!);
      return;
    case Code.I32Extend8S:
      R[d] = (R[x]! << 24) >> 24;
      return;
    case Code.I32Extend16S:
      R[d] = (R[x]! << 16) >> 16;
      return;
    case Code.I32Extend32S:
      R[d] = R[x]!;
      return;
    case Code.I64Clz:
      R[d] = R[x + 1] === 0 ? 32 + Math.clz32(R[x]!) : Math.clz32(R[x + 1]!);
      R[d + 1] = 0;
      return;
    case Code.I64Ctz:
      R[d] = R[x] === 0 ? 32 + trailingZeros(R[x + 1]!) : trailingZeros(R[x]!);
      R[d + 1] = 0;
      return;
    case Code.I64Popcnt:
      R[d] = countBits(R[x]!) + countBits(R[x + 1]!);
      R[d + 1] = 0;
      return;
    case Code.I64Extend8S:
      R[d] = (R[x]! << 24) >> 24;
      R[d + 1] = R[d]! >> 31;
      return;
    case Code.I64Extend16S:
      R[d] = (R[x]! << 16) >> 16;
      R[d + 1] = R[d]! >> 31;
      return;
    case Code.I64Extend32S:
      R[d] = R[x]!;
      R[d + 1] = R[d]! >> 31;
      return;
    case Code.F32Abs:
      R[d] = R[x]! & 0x7fffffff;
      return;
    case Code.F32Neg:
      R[d] = R[x]! ^ -0x80000000;
      return;
    case Code.F32Ceil:
      F[d] = Math.ceil(F[x]!);
      return;
    case Code.F32Floor:
      F[d] = Math.floor(F[x]!);
      return;
    case Code.F32Trunc:
      F[d] = Math.trunc(F[x]!);
      return;
    case Code.F32Nearest:
      F[d] = nearest(F[x]!);
      return;
    case Code.F32Sqrt:
      F[d] = Math.sqrt(F[x]!);
      return;
    case Code.F64Abs: {
      const hi = R[2 * x + 1]! & 0x7fffffff;
      R[2 * d] = R[2 * x]!;
      R[2 * d + 1] = hi;
      return;
    }
    case Code.F64Neg: {
      const hi = R[2 * x + 1]! ^ -0x80000000;
      R[2 * d] = R[2 * x]!;
      R[2 * d + 1] = hi;
      return;
    }
    case Code.F64Ceil:
      D[d] = Math.ceil(D[x]!);
      quiet(R, D, d);
      return;
    case Code.F64Floor:
      D[d] = Math.floor(D[x]!);
      quiet(R, D, d);
      return;
    case Code.F64Trunc:
      D[d] = Math.trunc(D[x]!);
      quiet(R, D, d);
      return;
    case Code.F64Nearest:
      D[d] = nearest(D[x]!);
      quiet(R, D, d);
      return;
    case Code.ConvertI32UToF64:
      D[d] = R[x]! >>> 0;
      return;
    case Code.ConvertI32SToF32:
      F[d] = R[x]!;
      return;
    case Code.ConvertI32UToF32:
      F[d] = R[x]! >>> 0;
      return;
    case Code.ConvertI64SToF32:
      F[d] = toSingle(R[x]!, R[x + 1]!, true);
      return;
    case Code.ConvertI64UToF32:
      F[d] = toSingle(R[x]!, R[x + 1]!, false);
      return;
    case Code.ConvertI64SToF64:
      // One rounding: the product and the low word are exact.
      D[d] = toNumber(R[x]!, R[x + 1]!);
      return;
    case Code.ConvertI64UToF64:
      D[d] = toUnsigned(R[x]!, R[x + 1]!);
      return;
    case Code.Demote:
      F[d] = D[x]!;
      return;
    case Code.Promote:
      D[d] = F[x]!;
      return;
    default:
      throw new Error(`internal error: operator ${op} of byte code`);
  }
}

/**
 * The single nearest to a number of 64 bits. A double on the way would round twice: so the bits that a double has no
 * room for, and do not matter but for being there, become one bit that it has.
 */
function toSingle(lo: number, hi: number, isSigned: boolean): number {
  const small = isSigned ? hi >= -0x20_0000 && hi < 0x20_0000 : hi >>> 0 < 0x20_0000;
  const sticky = small ? lo : (lo & ~0xfff) | ((lo & 0xfff) === 0 ? 0 : 0x800);
  return isSigned ? toNumber(sticky, hi) : toUnsigned(sticky, hi);
}

/** Ranges that truncate to an integer type: bounds that are excluded. */
const RANGES: readonly (readonly [number, number])[] = [
  [-(2 ** 31) - 1, 2 ** 31],
  [-1, 2 ** 32],
  [-(2 ** 63), 2 ** 63],
  [-1, 2 ** 64],
];

/** @param how index of TRUNCATIONS: 8 to I64, 4 of a double, 2 saturating, 1 unsigned */
function truncate(how: number, d: number, R: Int32Array, value: number, pc: number): number {
  const wide = (how & 8) !== 0;
  const isUnsigned = (how & 1) !== 0;
  const [low, high] = RANGES[(wide ? 2 : 0) + (isUnsigned ? 1 : 0)]!;
  const whole = Math.trunc(value);
  const below = wide && !isUnsigned ? value < low : value <= low;
  let result = whole;
  if (Number.isNaN(value) || below || value >= high) {
    if ((how & 2) === 0) return Number.isNaN(value) ? ~pc : ~(pc + 1);
    if (Number.isNaN(value)) result = 0;
    else if (below) result = isUnsigned ? 0 : wide ? -(2 ** 63) : -(2 ** 31);
    else {
      // All ones, but for a sign.
      R[d] = wide || isUnsigned ? -1 : 0x7fffffff;
      if (wide) R[d + 1] = isUnsigned ? -1 : 0x7fffffff;
      return pc + 4;
    }
  }
  if (!wide) R[d] = result;
  else if (Math.abs(result) < 2 ** 53) storeNumber(R, d, result);
  else storeBigInt(R, d, BigInt(result));
  return pc + 4;
}

function runWide(c: Int32Array, pc: number, R: Int32Array): void {
  const wide = (lo: number, hi: number): bigint => {
    const low = BigInt.asUintN(64, toBigInt(R[lo]!, R[lo + 1]!));
    return (BigInt.asUintN(64, toBigInt(R[hi]!, R[hi + 1]!)) << 64n) | low;
  };
  const op = c[pc + 1]!;
  const a = wide(c[pc + 4]!, c[pc + 5]!);
  const b = wide(c[pc + 6]!, c[pc + 7]!);
  let result: bigint;
  if (op === WideOp.Add) result = a + b;
  else if (op === WideOp.Sub) result = a - b;
  else if (op === WideOp.MulU) result = a * b;
  else result = BigInt.asIntN(64, a) * BigInt.asIntN(64, b);
  storeBigInt(R, c[pc + 2]!, result);
  storeBigInt(R, c[pc + 3]!, result >> 64n);
}
