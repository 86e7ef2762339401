import { Lanes, VectorBinary, VectorShift, VectorUnary } from '../masm/vector-operators.js';
import {
  countBits,
  isLess,
  multiply,
  shiftLeft,
  shiftRight,
  shiftRightSigned,
} from './arithmetic.js';
import {
  A8,
  A8U,
  A16,
  A16U,
  A32,
  A32U,
  B8,
  B8U,
  B16,
  B16U,
  B32,
  B32U,
  T8,
  T8U,
  T16,
  T32,
} from './vector-views.js';

// Operators on vectors of integers, from the operands in `A` and `B` to the result in `T`. An array keeps the lowest bits
// of what is stored to it, so sums and products need no mask.

/** Number of lanes. */
const countOf = (lanes: Lanes): number => 16 >> lanes;

const signed = (lanes: Lanes, ofB: boolean): Int8Array | Int16Array | Int32Array => {
  if (lanes === Lanes.I8x16) return ofB ? B8 : A8;
  if (lanes === Lanes.I16x8) return ofB ? B16 : A16;
  return ofB ? B32 : A32;
};

const unsigned = (lanes: Lanes, ofB: boolean): Uint8Array | Uint16Array | Uint32Array => {
  if (lanes === Lanes.I8x16) return ofB ? B8U : A8U;
  if (lanes === Lanes.I16x8) return ofB ? B16U : A16U;
  return ofB ? B32U : A32U;
};

const result = (lanes: Lanes): Int8Array | Int16Array | Int32Array =>
  lanes === Lanes.I8x16 ? T8 : lanes === Lanes.I16x8 ? T16 : T32;

// ---- one operand ----------------------------------------------------------------------------

export function integerUnary(op: VectorUnary, lanes: Lanes): void {
  switch (op) {
    case VectorUnary.Not:
      for (let i = 0; i < 4; i++) T32[i] = ~A32[i]!;
      return;
    case VectorUnary.Abs:
      absolute(lanes);
      return;
    case VectorUnary.Neg:
      negate(lanes);
      return;
    case VectorUnary.Popcnt:
      for (let i = 0; i < 16; i++) T8[i] = countBits(A8U[i]!);
      return;
    case VectorUnary.ExtaddPairwiseS:
    case VectorUnary.ExtaddPairwiseU: {
      const from = op === VectorUnary.ExtaddPairwiseS ? signed : unsigned;
      const a = from(lanes - 1, false);
      const t = result(lanes);
      for (let i = 0; i < countOf(lanes); i++) t[i] = a[2 * i]! + a[2 * i + 1]!;
      return;
    }
    case VectorUnary.ExtendLowS:
      extend(lanes, signed(lanes - 1, false), 0);
      return;
    case VectorUnary.ExtendHighS:
      extend(lanes, signed(lanes - 1, false), countOf(lanes));
      return;
    case VectorUnary.ExtendLowU:
      extend(lanes, unsigned(lanes - 1, false), 0);
      return;
    case VectorUnary.ExtendHighU:
      extend(lanes, unsigned(lanes - 1, false), countOf(lanes));
      return;
    default:
      throw noOperator(op, lanes);
  }
}

function absolute(lanes: Lanes): void {
  if (lanes === Lanes.I64x2) {
    for (let i = 0; i < 4; i += 2) {
      if (A32[i + 1]! < 0) negate64(i);
      else copy64(i);
    }
    return;
  }
  const a = signed(lanes, false);
  const t = result(lanes);
  for (let i = 0; i < countOf(lanes); i++) t[i] = Math.abs(a[i]!);
}

function negate(lanes: Lanes): void {
  if (lanes === Lanes.I64x2) {
    for (let i = 0; i < 4; i += 2) negate64(i);
    return;
  }
  const a = signed(lanes, false);
  const t = result(lanes);
  for (let i = 0; i < countOf(lanes); i++) t[i] = -a[i]!;
}

function negate64(i: number): void {
  T32[i] = -A32[i]!;
  T32[i + 1] = A32[i] === 0 ? -A32[i + 1]! : ~A32[i + 1]!;
}

function copy64(i: number): void {
  T32[i] = A32[i]!;
  T32[i + 1] = A32[i + 1]!;
}

/** @param first index of the first lane */
function extend(lanes: Lanes, a: ArrayLike<number>, first: number): void {
  if (lanes === Lanes.I64x2) {
    for (let i = 0; i < 2; i++) {
      const value = a[first + i]!;
      T32[2 * i] = value;
      T32[2 * i + 1] = value < 0 ? -1 : 0;
    }
    return;
  }
  const t = result(lanes);
  for (let i = 0; i < countOf(lanes); i++) t[i] = a[first + i]!;
}

// ---- two operands ---------------------------------------------------------------------------

export function integerBinary(op: VectorBinary, lanes: Lanes): void {
  switch (op) {
    case VectorBinary.And:
      for (let i = 0; i < 4; i++) T32[i] = A32[i]! & B32[i]!;
      return;
    case VectorBinary.Andnot:
      for (let i = 0; i < 4; i++) T32[i] = A32[i]! & ~B32[i]!;
      return;
    case VectorBinary.Or:
      for (let i = 0; i < 4; i++) T32[i] = A32[i]! | B32[i]!;
      return;
    case VectorBinary.Xor:
      for (let i = 0; i < 4; i++) T32[i] = A32[i]! ^ B32[i]!;
      return;
    case VectorBinary.NarrowS:
      narrow(lanes, -(128 << (8 * lanes)), (128 << (8 * lanes)) - 1);
      return;
    case VectorBinary.NarrowU:
      narrow(lanes, 0, (256 << (8 * lanes)) - 1);
      return;
    case VectorBinary.ExtmulLowS:
    case VectorBinary.ExtmulLowU:
      multiplyLong(op === VectorBinary.ExtmulLowS, lanes, 0);
      return;
    case VectorBinary.ExtmulHighS:
    case VectorBinary.ExtmulHighU:
      multiplyLong(op === VectorBinary.ExtmulHighS, lanes, countOf(lanes));
      return;
    case VectorBinary.DotS:
      for (let i = 0; i < 4; i++) {
        T32[i] = A16[2 * i]! * B16[2 * i]! + A16[2 * i + 1]! * B16[2 * i + 1]!;
      }
      return;
    case VectorBinary.RelaxedDotS:
      dotBytes();
      return;
    case VectorBinary.Swizzle:
    case VectorBinary.RelaxedSwizzle:
      for (let i = 0; i < 16; i++) T8[i] = B8U[i]! < 16 ? A8[B8U[i]!]! : 0;
      return;
    case VectorBinary.Q15mulrSatS:
    case VectorBinary.RelaxedQ15mulrS:
      for (let i = 0; i < 8; i++) T16[i] = Math.min((A16[i]! * B16[i]! + 0x4000) >> 15, 0x7fff);
      return;
    default:
      break;
  }
  if (lanes === Lanes.I64x2) binary64(op);
  else if (op >= VectorBinary.Eq) compareLanes(op, lanes);
  else laneByLane(op, lanes);
}

function narrow(lanes: Lanes, least: number, most: number): void {
  const a = signed(lanes + 1, false);
  const b = signed(lanes + 1, true);
  const t = result(lanes);
  const half = countOf(lanes) / 2;
  for (let i = 0; i < half; i++) {
    t[i] = Math.max(least, Math.min(a[i]!, most));
    t[half + i] = Math.max(least, Math.min(b[i]!, most));
  }
}

/** Sums of two products of bytes, to 16 bits. */
export function dotBytes(): void {
  for (let i = 0; i < 8; i++) {
    T16[i] = A8[2 * i]! * B8[2 * i]! + A8[2 * i + 1]! * B8[2 * i + 1]!;
  }
}

/** @param first index of the first lane of the operands */
function multiplyLong(isSigned: boolean, lanes: Lanes, first: number): void {
  if (lanes === Lanes.I64x2) {
    for (let i = 0; i < 2; i++) {
      const a = A32[first + i]!;
      const b = B32[first + i]!;
      multiply(T32, 2 * i, a, isSigned ? a >> 31 : 0, b, isSigned ? b >> 31 : 0);
    }
    return;
  }
  const a = isSigned ? signed(lanes - 1, false) : unsigned(lanes - 1, false);
  const b = isSigned ? signed(lanes - 1, true) : unsigned(lanes - 1, true);
  const t = result(lanes);
  for (let i = 0; i < countOf(lanes); i++) t[i] = Math.imul(a[first + i]!, b[first + i]!);
}

/** Lanes of 64 bits, as two words. */
function binary64(op: VectorBinary): void {
  for (let i = 0; i < 4; i += 2) {
    const aLo = A32[i]!;
    const aHi = A32[i + 1]!;
    const bLo = B32[i]!;
    const bHi = B32[i + 1]!;
    switch (op) {
      case VectorBinary.Add: {
        const lo = (aLo + bLo) | 0;
        T32[i] = lo;
        T32[i + 1] = aHi + bHi + (lo >>> 0 < aLo >>> 0 ? 1 : 0);
        break;
      }
      case VectorBinary.Sub:
        T32[i] = aLo - bLo;
        T32[i + 1] = aHi - bHi - (aLo >>> 0 < bLo >>> 0 ? 1 : 0);
        break;
      case VectorBinary.Mul:
        multiply(T32, i, aLo, aHi, bLo, bHi);
        break;
      default: {
        const holds = compare64(op, aLo, aHi, bLo, bHi) ? -1 : 0;
        T32[i] = holds;
        T32[i + 1] = holds;
      }
    }
  }
}

function compare64(op: VectorBinary, aLo: number, aHi: number, bLo: number, bHi: number): boolean {
  switch (op) {
    case VectorBinary.Eq:
      return aLo === bLo && aHi === bHi;
    case VectorBinary.Ne:
      return aLo !== bLo || aHi !== bHi;
    case VectorBinary.LtS:
      return isLess(aLo, aHi, bLo, bHi);
    case VectorBinary.GtS:
      return isLess(bLo, bHi, aLo, aHi);
    case VectorBinary.LeS:
      return !isLess(bLo, bHi, aLo, aHi);
    case VectorBinary.GeS:
      return !isLess(aLo, aHi, bLo, bHi);
    default:
      throw noOperator(op, Lanes.I64x2);
  }
}

const isUnsignedCompare = (op: VectorBinary): boolean =>
  op === VectorBinary.LtU ||
  op === VectorBinary.GtU ||
  op === VectorBinary.LeU ||
  op === VectorBinary.GeU;

function compareLanes(op: VectorBinary, lanes: Lanes): void {
  const from = isUnsignedCompare(op) ? unsigned : signed;
  const a = from(lanes, false);
  const b = from(lanes, true);
  const t = result(lanes);
  for (let i = 0; i < countOf(lanes); i++) t[i] = compare(op, a[i]!, b[i]!) ? -1 : 0;
}

function compare(op: VectorBinary, a: number, b: number): boolean {
  switch (op) {
    case VectorBinary.Eq:
      return a === b;
    case VectorBinary.Ne:
      return a !== b;
    case VectorBinary.LtS:
    case VectorBinary.LtU:
      return a < b;
    case VectorBinary.GtS:
    case VectorBinary.GtU:
      return a > b;
    case VectorBinary.LeS:
    case VectorBinary.LeU:
      return a <= b;
    case VectorBinary.GeS:
    case VectorBinary.GeU:
      return a >= b;
    default:
      throw noOperator(op, Lanes.I32x4);
  }
}

/** What a lane of the result takes of the same lane of the operands, of up to 32 bits. */
function laneByLane(op: VectorBinary, lanes: Lanes): void {
  const count = countOf(lanes);
  const a = signed(lanes, false);
  const b = signed(lanes, true);
  const u = unsigned(lanes, false);
  const v = unsigned(lanes, true);
  const t = result(lanes);
  const most = lanes === Lanes.I8x16 ? 0x7f : 0x7fff;
  switch (op) {
    case VectorBinary.Add:
      for (let i = 0; i < count; i++) t[i] = a[i]! + b[i]!;
      return;
    case VectorBinary.Sub:
      for (let i = 0; i < count; i++) t[i] = a[i]! - b[i]!;
      return;
    case VectorBinary.Mul:
      for (let i = 0; i < count; i++) t[i] = Math.imul(a[i]!, b[i]!);
      return;
    case VectorBinary.AddSatS:
      for (let i = 0; i < count; i++) t[i] = Math.max(~most, Math.min(a[i]! + b[i]!, most));
      return;
    case VectorBinary.AddSatU:
      for (let i = 0; i < count; i++) t[i] = Math.min(u[i]! + v[i]!, 2 * most + 1);
      return;
    case VectorBinary.SubSatS:
      for (let i = 0; i < count; i++) t[i] = Math.max(~most, Math.min(a[i]! - b[i]!, most));
      return;
    case VectorBinary.SubSatU:
      for (let i = 0; i < count; i++) t[i] = Math.max(u[i]! - v[i]!, 0);
      return;
    case VectorBinary.MinS:
      for (let i = 0; i < count; i++) t[i] = Math.min(a[i]!, b[i]!);
      return;
    case VectorBinary.MinU:
      for (let i = 0; i < count; i++) t[i] = Math.min(u[i]!, v[i]!);
      return;
    case VectorBinary.MaxS:
      for (let i = 0; i < count; i++) t[i] = Math.max(a[i]!, b[i]!);
      return;
    case VectorBinary.MaxU:
      for (let i = 0; i < count; i++) t[i] = Math.max(u[i]!, v[i]!);
      return;
    case VectorBinary.AvgrU:
      for (let i = 0; i < count; i++) t[i] = (u[i]! + v[i]! + 1) >> 1;
      return;
    default:
      throw noOperator(op, lanes);
  }
}

// ---- shifts and tests -----------------------------------------------------------------------

/** @param count taken modulo the width of a lane */
export function integerShift(op: VectorShift, lanes: Lanes, count: number): void {
  const by = count & ((8 << lanes) - 1);
  if (lanes === Lanes.I64x2) {
    const to =
      op === VectorShift.Shl ? shiftLeft : op === VectorShift.ShrS ? shiftRightSigned : shiftRight;
    for (let i = 0; i < 4; i += 2) to(T32, i, A32[i]!, A32[i + 1]!, by);
    return;
  }
  const t = result(lanes);
  const a = op === VectorShift.ShrU ? unsigned(lanes, false) : signed(lanes, false);
  for (let i = 0; i < countOf(lanes); i++) {
    if (op === VectorShift.Shl) t[i] = a[i]! << by;
    else t[i] = op === VectorShift.ShrS ? a[i]! >> by : a[i]! >>> by;
  }
}

export const anyTrue = (): number => ((A32[0]! | A32[1]! | A32[2]! | A32[3]!) !== 0 ? 1 : 0);

export function allTrue(lanes: Lanes): number {
  if (lanes === Lanes.I64x2) {
    return (A32[0]! | A32[1]!) !== 0 && (A32[2]! | A32[3]!) !== 0 ? 1 : 0;
  }
  const a = signed(lanes, false);
  for (let i = 0; i < countOf(lanes); i++) if (a[i] === 0) return 0;
  return 1;
}

export function bitmask(lanes: Lanes): number {
  let mask = 0;
  const size = 1 << lanes;
  for (let i = 0; i < countOf(lanes); i++) if (A8[size * (i + 1) - 1]! < 0) mask |= 1 << i;
  return mask;
}

/** Bytes of both operands, by the indices in `T`, which the result overwrites. */
export function shuffleBytes(): void {
  for (let i = 0; i < 16; i++) {
    const from = T8U[i]!;
    T8U[i] = from < 16 ? A8U[from]! : B8U[from & 15]!;
  }
}

/** The sums of neighbours, in `T`, of lanes there that are half as wide, and of those of `addend`. */
export function addPairs(addend: Int32Array): void {
  for (let i = 0; i < 4; i++) {
    T32[i] = T16[2 * i]! + T16[2 * i + 1]! + addend[i]!;
  }
}

/** Verified code has none such. */
export const noOperator = (op: number, lanes: Lanes): Error =>
  new Error(`internal error: vector operator ${op} of lanes ${lanes} in byte code`);
