import type { Reg } from '../../abi/places.js';
import { Lanes, VectorBinary, VectorTernary } from '../vector-operators.js';
import type { X64Machine } from './machine.js';
import {
  compareFloats,
  copy,
  isInPool,
  loadVector,
  ones,
  packed,
  packed1,
  packedConstant,
  packedImm1,
  packedWith,
  sameWords,
  shiftLanes,
} from './packed.js';
import { SCRATCH_FP, SECOND_SCRATCH_FP } from './registers.js';
import { Fma, Order, Packed, PackedImm, ShiftLanes } from './vector-encodings.js';

// Operators on two and three vectors. Sequences use SCRATCH_FP and write `dst` when no source is read any more, or
// take the source that is `dst` for the first operand.

const NONE = 0;
const SHAPES = 8;

/** Those that are one instruction, `dst = lhs op rhs`, by operator and lanes; NONE where there is no such. */
const DIRECT = new Int32Array(64 * SHAPES);
/** The same, with the operands exchanged. */
const EXCHANGED = new Int32Array(64 * SHAPES);
const COMMUTES = new Uint8Array(64 * SHAPES);

const direct = (op: VectorBinary, lanes: Lanes, enc: Packed, commutes = false): void => {
  DIRECT[op * SHAPES + lanes] = enc;
  COMMUTES[op * SHAPES + lanes] = commutes ? 1 : 0;
};

const integers = (op: VectorBinary, encs: readonly Packed[], commutes = false): void => {
  for (let lanes = 0; lanes < encs.length; lanes++) direct(op, lanes, encs[lanes]!, commutes);
};

const floats = (op: VectorBinary, single: Packed, double: Packed, commutes = false): void => {
  direct(op, Lanes.F32x4, single, commutes);
  direct(op, Lanes.F64x2, double, commutes);
};

direct(VectorBinary.And, Lanes.I8x16, Packed.Pand, true);
direct(VectorBinary.Or, Lanes.I8x16, Packed.Por, true);
direct(VectorBinary.Xor, Lanes.I8x16, Packed.Pxor, true);
integers(VectorBinary.Add, [Packed.Paddb, Packed.Paddw, Packed.Paddd, Packed.Paddq], true);
integers(VectorBinary.Sub, [Packed.Psubb, Packed.Psubw, Packed.Psubd, Packed.Psubq]);
floats(VectorBinary.Add, Packed.Addps, Packed.Addpd, true);
floats(VectorBinary.Sub, Packed.Subps, Packed.Subpd);
floats(VectorBinary.Mul, Packed.Mulps, Packed.Mulpd, true);
floats(VectorBinary.Div, Packed.Divps, Packed.Divpd);
direct(VectorBinary.Mul, Lanes.I16x8, Packed.Pmullw, true);
direct(VectorBinary.Mul, Lanes.I32x4, Packed.Pmulld, true);
integers(VectorBinary.AddSatS, [Packed.Paddsb, Packed.Paddsw], true);
integers(VectorBinary.AddSatU, [Packed.Paddusb, Packed.Paddusw], true);
integers(VectorBinary.SubSatS, [Packed.Psubsb, Packed.Psubsw]);
integers(VectorBinary.SubSatU, [Packed.Psubusb, Packed.Psubusw]);
integers(VectorBinary.MinS, [Packed.Pminsb, Packed.Pminsw, Packed.Pminsd], true);
integers(VectorBinary.MinU, [Packed.Pminub, Packed.Pminuw, Packed.Pminud], true);
integers(VectorBinary.MaxS, [Packed.Pmaxsb, Packed.Pmaxsw, Packed.Pmaxsd], true);
integers(VectorBinary.MaxU, [Packed.Pmaxub, Packed.Pmaxuw, Packed.Pmaxud], true);
integers(VectorBinary.AvgrU, [Packed.Pavgb, Packed.Pavgw], true);
integers(VectorBinary.Eq, [Packed.Pcmpeqb, Packed.Pcmpeqw, Packed.Pcmpeqd, Packed.Pcmpeqq], true);
// Of I64x2, what `greater64` makes.
integers(VectorBinary.GtS, [Packed.Pcmpgtb, Packed.Pcmpgtw, Packed.Pcmpgtd]);
integers(VectorBinary.NarrowS, [Packed.Packsswb, Packed.Packssdw]);
integers(VectorBinary.NarrowU, [Packed.Packuswb, Packed.Packusdw]);
direct(VectorBinary.DotS, Lanes.I32x4, Packed.Pmaddwd, true);
direct(VectorBinary.RelaxedSwizzle, Lanes.I8x16, Packed.Pshufb);
floats(VectorBinary.RelaxedMin, Packed.Minps, Packed.Minpd);
floats(VectorBinary.RelaxedMax, Packed.Maxps, Packed.Maxpd);
direct(VectorBinary.RelaxedQ15mulrS, Lanes.I16x8, Packed.Pmulhrsw, true);

const exchanged = (op: VectorBinary, lanes: Lanes, enc: Packed): void => {
  EXCHANGED[op * SHAPES + lanes] = enc;
};

// MINPS and its kin give the second operand where the first is not in the order.
exchanged(VectorBinary.Pmin, Lanes.F32x4, Packed.Minps);
exchanged(VectorBinary.Pmin, Lanes.F64x2, Packed.Minpd);
exchanged(VectorBinary.Pmax, Lanes.F32x4, Packed.Maxps);
exchanged(VectorBinary.Pmax, Lanes.F64x2, Packed.Maxpd);
exchanged(VectorBinary.Andnot, Lanes.I8x16, Packed.Pandn);
exchanged(VectorBinary.LtS, Lanes.I8x16, Packed.Pcmpgtb);
exchanged(VectorBinary.LtS, Lanes.I16x8, Packed.Pcmpgtw);
exchanged(VectorBinary.LtS, Lanes.I32x4, Packed.Pcmpgtd);
// The first operand's bytes are unsigned, the second's signed; sums are saturated.
exchanged(VectorBinary.RelaxedDotS, Lanes.I16x8, Packed.Pmaddubsw);

export const binaryVector = (
  masm: X64Machine,
  op: VectorBinary,
  lanes: Lanes,
  dst: Reg,
  lhs: Reg,
  rhs: Reg,
): void => {
  const at = op * SHAPES + lanes;
  const enc = DIRECT[at]!;
  if (enc !== NONE) {
    packed(masm, enc as Packed, COMMUTES[at] !== 0, dst, lhs, rhs);
    return;
  }
  const other = EXCHANGED[at]!;
  if (other !== NONE) {
    packed(masm, other as Packed, false, dst, rhs, lhs);
    return;
  }
  switch (op) {
    case VectorBinary.Mul:
      multiply64(masm, dst, lhs, rhs);
      return;
    case VectorBinary.Min:
      minimum(masm, lanes === Lanes.F64x2, dst, lhs, rhs);
      return;
    case VectorBinary.Max:
      maximum(masm, lanes === Lanes.F64x2, dst, lhs, rhs);
      return;
    case VectorBinary.Q15mulrSatS:
      packed(masm, Packed.Pmulhrsw, true, dst, lhs, rhs);
      // The only product that gives -0x8000 is the one that is to give 0x7fff.
      loadVector(masm, SCRATCH_FP, sameWords(masm, 0x8000_8000 | 0));
      packed(masm, Packed.Pcmpeqw, true, SCRATCH_FP, SCRATCH_FP, dst);
      packed(masm, Packed.Pxor, true, dst, dst, SCRATCH_FP);
      return;
    case VectorBinary.Swizzle:
      // Numbers from 16 on get their highest bit set, which makes PSHUFB give 0.
      packedWith(masm, Packed.Paddusb, SCRATCH_FP, rhs, sameWords(masm, 0x70707070));
      packed(masm, Packed.Pshufb, false, dst, lhs, SCRATCH_FP);
      return;
    case VectorBinary.ExtmulLowS:
    case VectorBinary.ExtmulHighS:
    case VectorBinary.ExtmulLowU:
    case VectorBinary.ExtmulHighU:
      extendedProduct(masm, op, lanes, dst, lhs, rhs);
      return;
    default:
      if (lanes >= Lanes.F32x4) orderFloats(masm, op, lanes === Lanes.F64x2, dst, lhs, rhs);
      else if (lanes === Lanes.I64x2) order64(masm, op, dst, lhs, rhs);
      else orderIntegers(masm, op, lanes, dst, lhs, rhs);
  }
};

/** Those of one instruction; and numbers of bytes, which are not looked at when the code runs. */
export const binaryHasConstant = (op: VectorBinary, lanes: Lanes): boolean => {
  return DIRECT[op * SHAPES + lanes]! !== NONE || op === VectorBinary.Swizzle;
};

/** @param number of the constant that is `rhs` */
export const binaryVectorConstant = (
  masm: X64Machine,
  op: VectorBinary,
  lanes: Lanes,
  dst: Reg,
  lhs: Reg,
  number: number,
): void => {
  if (op === VectorBinary.Swizzle) {
    packedWith(masm, Packed.Pshufb, dst, lhs, numbersBelow16(masm, number));
    return;
  }
  const enc = DIRECT[op * SHAPES + lanes]! as Packed;
  if (isInPool(masm, number)) {
    packedWith(masm, enc, dst, lhs, number);
    return;
  }
  loadVector(masm, SCRATCH_FP, number);
  packed(masm, enc, false, dst, lhs, SCRATCH_FP);
};

/** The constant with the highest bit set in bytes of 16 and more, which makes PSHUFB give 0. */
const numbersBelow16 = (masm: X64Machine, number: number): number => {
  const { constants } = masm;
  for (let i = 0; i < 4; i++) {
    const word = constants.vectorWord(number, i);
    const large = (word | (word << 1) | (word << 2) | (word << 3)) & 0x80808080;
    WORDS[i] = (word & 0x0f0f0f0f) | large;
  }
  return constants.vector(WORDS[0]!, WORDS[1]!, WORDS[2]!, WORDS[3]!);
};

const WORDS = new Int32Array(4);

const invert = (masm: X64Machine, dst: Reg): void => {
  ones(masm, SCRATCH_FP);
  packed(masm, Packed.Pxor, true, dst, dst, SCRATCH_FP);
};

/** Low halves' product, and the crosswise products' lower halves above it. */
const multiply64 = (masm: X64Machine, dst: Reg, lhs: Reg, rhs: Reg): void => {
  packedImm1(masm, PackedImm.Pshufd, SCRATCH_FP, rhs, 0b10_11_00_01);
  packed(masm, Packed.Pmulld, true, SCRATCH_FP, SCRATCH_FP, lhs);
  packed(masm, Packed.Phaddd, false, SCRATCH_FP, SCRATCH_FP, SCRATCH_FP);
  packed1(masm, Packed.Pmovzxdq, SCRATCH_FP, SCRATCH_FP);
  shiftLanes(masm, ShiftLanes.Psllq, SCRATCH_FP, SCRATCH_FP, 32);
  packed(masm, Packed.Pmuludq, true, dst, lhs, rhs);
  packed(masm, Packed.Paddq, true, dst, dst, SCRATCH_FP);
};

/**
 * The second half of minimum and maximum: SCRATCH_FP has the lanes, of which those that are NaN become one that is
 * quiet, with all of the fraction clear but its highest bit. Destroys `dst`, which gets the result.
 */
const quiet = (masm: X64Machine, double: boolean, dst: Reg): void => {
  compareFloats(masm, double, Order.Unordered, dst, dst, SCRATCH_FP);
  packed(masm, Packed.Por, true, SCRATCH_FP, SCRATCH_FP, dst);
  if (double) shiftLanes(masm, ShiftLanes.Psrlq, dst, dst, 13);
  else shiftLanes(masm, ShiftLanes.Psrld, dst, dst, 10);
  packed(masm, Packed.Pandn, false, dst, dst, SCRATCH_FP);
};

/**
 * MINPS gives the second operand for NaNs and for zeros of either sign. Both ways together have every NaN, and the sign
 * of -0.
 */
const minimum = (masm: X64Machine, double: boolean, dst: Reg, lhs: Reg, rhs: Reg): void => {
  const op = double ? Packed.Minpd : Packed.Minps;
  const first = dst === rhs ? rhs : lhs;
  const second = dst === rhs ? lhs : rhs;
  packed(masm, op, false, SCRATCH_FP, second, first);
  packed(masm, op, false, dst, first, second);
  packed(masm, Packed.Por, true, SCRATCH_FP, SCRATCH_FP, dst);
  quiet(masm, double, dst);
};

/** As {@link minimum}: where both ways differ, for NaNs and zeros, the bits that differ are subtracted as a float. */
const maximum = (masm: X64Machine, double: boolean, dst: Reg, lhs: Reg, rhs: Reg): void => {
  const op = double ? Packed.Maxpd : Packed.Maxps;
  const first = dst === rhs ? rhs : lhs;
  const second = dst === rhs ? lhs : rhs;
  packed(masm, op, false, SCRATCH_FP, second, first);
  packed(masm, op, false, dst, first, second);
  packed(masm, Packed.Pxor, true, dst, dst, SCRATCH_FP);
  packed(masm, Packed.Por, true, SCRATCH_FP, SCRATCH_FP, dst);
  packed(masm, double ? Packed.Subpd : Packed.Subps, false, SCRATCH_FP, SCRATCH_FP, dst);
  quiet(masm, double, dst);
};

// ---- products of extended lanes ----

const extendedProduct = (
  masm: X64Machine,
  op: VectorBinary,
  lanes: Lanes,
  dst: Reg,
  lhs: Reg,
  rhs: Reg,
): void => {
  const high = op === VectorBinary.ExtmulHighS || op === VectorBinary.ExtmulHighU;
  const signed = op === VectorBinary.ExtmulLowS || op === VectorBinary.ExtmulHighS;
  if (lanes === Lanes.I16x8) {
    const extend = signed ? Packed.Pmovsxbw : Packed.Pmovzxbw;
    extendHalf(masm, extend, high, SCRATCH_FP, lhs);
    extendHalf(masm, extend, high, dst, rhs);
    packed(masm, Packed.Pmullw, true, dst, dst, SCRATCH_FP);
  } else if (lanes === Lanes.I32x4) {
    packed(masm, signed ? Packed.Pmulhw : Packed.Pmulhuw, true, SCRATCH_FP, lhs, rhs);
    packed(masm, Packed.Pmullw, true, dst, lhs, rhs);
    packed(masm, high ? Packed.Punpckhwd : Packed.Punpcklwd, false, dst, dst, SCRATCH_FP);
  } else {
    const spread = high ? 0b11_11_10_10 : 0b01_01_00_00;
    packedImm1(masm, PackedImm.Pshufd, SCRATCH_FP, lhs, spread);
    packedImm1(masm, PackedImm.Pshufd, dst, rhs, spread);
    packed(masm, signed ? Packed.Pmuldq : Packed.Pmuludq, true, dst, dst, SCRATCH_FP);
  }
};

/** Extends the lower or the upper half of the lanes. */
export const extendHalf = (
  masm: X64Machine,
  op: Packed,
  high: boolean,
  dst: Reg,
  src: Reg,
): void => {
  if (high) packedImm1(masm, PackedImm.Pshufd, dst, src, 0b11_10_11_10);
  packed1(masm, op, dst, high ? dst : src);
};

// ---- orders ----

const orderFloats = (
  masm: X64Machine,
  op: VectorBinary,
  double: boolean,
  dst: Reg,
  lhs: Reg,
  rhs: Reg,
): void => {
  switch (op) {
    case VectorBinary.Eq:
      compareFloats(masm, double, Order.Eq, dst, lhs, rhs);
      return;
    case VectorBinary.Ne:
      compareFloats(masm, double, Order.Ne, dst, lhs, rhs);
      return;
    case VectorBinary.Lt:
      compareFloats(masm, double, Order.Lt, dst, lhs, rhs);
      return;
    case VectorBinary.Le:
      compareFloats(masm, double, Order.Le, dst, lhs, rhs);
      return;
    case VectorBinary.Gt:
      compareFloats(masm, double, Order.Lt, dst, rhs, lhs);
      return;
    default:
      compareFloats(masm, double, Order.Le, dst, rhs, lhs);
  }
};

const orderIntegers = (
  masm: X64Machine,
  op: VectorBinary,
  lanes: Lanes,
  dst: Reg,
  lhs: Reg,
  rhs: Reg,
): void => {
  switch (op) {
    case VectorBinary.Ne:
      equalLanes(masm, lanes, dst, lhs, rhs);
      invert(masm, dst);
      return;
    case VectorBinary.GeS:
      atLeast(masm, VectorBinary.MinS, VectorBinary.MaxS, lanes, dst, lhs, rhs);
      return;
    case VectorBinary.LeS:
      atLeast(masm, VectorBinary.MinS, VectorBinary.MaxS, lanes, dst, rhs, lhs);
      return;
    case VectorBinary.GeU:
      atLeast(masm, VectorBinary.MinU, VectorBinary.MaxU, lanes, dst, lhs, rhs);
      return;
    case VectorBinary.LeU:
      atLeast(masm, VectorBinary.MinU, VectorBinary.MaxU, lanes, dst, rhs, lhs);
      return;
    case VectorBinary.LtU:
      atLeast(masm, VectorBinary.MinU, VectorBinary.MaxU, lanes, dst, lhs, rhs);
      invert(masm, dst);
      return;
    case VectorBinary.GtU:
      atLeast(masm, VectorBinary.MinU, VectorBinary.MaxU, lanes, dst, rhs, lhs);
      invert(masm, dst);
      return;
    default:
      throw new Error('an operator on two vectors that x64 has no code for');
  }
};

const equalLanes = (masm: X64Machine, lanes: Lanes, dst: Reg, lhs: Reg, rhs: Reg): void => {
  packed(masm, DIRECT[VectorBinary.Eq * SHAPES + lanes]! as Packed, true, dst, lhs, rhs);
};

/** `lhs >= rhs`: the lesser is rhs, or, where `dst` is rhs, the greater is lhs. */
const atLeast = (
  masm: X64Machine,
  min: VectorBinary,
  max: VectorBinary,
  lanes: Lanes,
  dst: Reg,
  lhs: Reg,
  rhs: Reg,
): void => {
  const isRhs = dst === rhs;
  const kept = isRhs ? lhs : rhs;
  packed(masm, DIRECT[(isRhs ? max : min) * SHAPES + lanes]! as Packed, true, dst, lhs, rhs);
  equalLanes(masm, lanes, dst, dst, kept);
};

const order64 = (masm: X64Machine, op: VectorBinary, dst: Reg, lhs: Reg, rhs: Reg): void => {
  switch (op) {
    case VectorBinary.Ne:
      equalLanes(masm, Lanes.I64x2, dst, lhs, rhs);
      invert(masm, dst);
      return;
    case VectorBinary.GtS:
      greater64(masm, dst, lhs, rhs);
      return;
    case VectorBinary.LtS:
      greater64(masm, dst, rhs, lhs);
      return;
    case VectorBinary.GeS:
      greater64(masm, dst, rhs, lhs);
      invert(masm, dst);
      return;
    default:
      greater64(masm, dst, lhs, rhs);
      invert(masm, dst);
  }
};

/** `lhs > rhs`. AVX includes SSE4.2, which has it. */
const greater64 = (masm: X64Machine, dst: Reg, lhs: Reg, rhs: Reg): void => {
  if (masm.features.avx) {
    packed(masm, Packed.Pcmpgtq, false, dst, lhs, rhs);
    return;
  }
  // The upper halves decide, and where they are the same, the borrow of rhs - lhs.
  copy(masm, SCRATCH_FP, rhs);
  packed(masm, Packed.Psubq, false, SCRATCH_FP, SCRATCH_FP, lhs);
  copy(masm, SECOND_SCRATCH_FP, rhs);
  packed(masm, Packed.Pcmpeqd, true, SECOND_SCRATCH_FP, SECOND_SCRATCH_FP, lhs);
  packed(masm, Packed.Pand, true, SECOND_SCRATCH_FP, SECOND_SCRATCH_FP, SCRATCH_FP);
  copy(masm, SCRATCH_FP, lhs);
  packed(masm, Packed.Pcmpgtd, false, SCRATCH_FP, SCRATCH_FP, rhs);
  packed(masm, Packed.Por, true, SCRATCH_FP, SCRATCH_FP, SECOND_SCRATCH_FP);
  packedImm1(masm, PackedImm.Pshufd, dst, SCRATCH_FP, 0b11_11_01_01);
};

// ---- three vectors ----

export const ternaryVector = (
  masm: X64Machine,
  op: VectorTernary,
  lanes: Lanes,
  dst: Reg,
  a: Reg,
  b: Reg,
  c: Reg,
): void => {
  const double = lanes === Lanes.F64x2;
  switch (op) {
    case VectorTernary.RelaxedMadd:
      if (masm.features.fma) fuse(masm, double, false, dst, a, b, c);
      else {
        packed(masm, double ? Packed.Mulpd : Packed.Mulps, true, SCRATCH_FP, a, b);
        packed(masm, double ? Packed.Addpd : Packed.Addps, true, SCRATCH_FP, SCRATCH_FP, c);
        copy(masm, dst, SCRATCH_FP);
      }
      return;
    case VectorTernary.RelaxedNmadd:
      if (masm.features.fma) fuse(masm, double, true, dst, a, b, c);
      else {
        packed(masm, double ? Packed.Mulpd : Packed.Mulps, true, SCRATCH_FP, a, b);
        packed(masm, double ? Packed.Subpd : Packed.Subps, false, dst, c, SCRATCH_FP);
      }
      return;
    case VectorTernary.RelaxedDotAddS:
      packed(masm, Packed.Pmaddubsw, false, SCRATCH_FP, b, a);
      packedConstant(masm, Packed.Pmaddwd, SCRATCH_FP, sameWords(masm, 0x0001_0001));
      packed(masm, Packed.Paddd, true, dst, c, SCRATCH_FP);
      return;
    default:
      // Where a and b differ, and c says so, b changes to a.
      packed(masm, Packed.Pxor, true, SCRATCH_FP, a, b);
      packed(masm, Packed.Pand, true, SCRATCH_FP, SCRATCH_FP, c);
      packed(masm, Packed.Pxor, true, dst, b, SCRATCH_FP);
  }
};

const fuse = (
  masm: X64Machine,
  double: boolean,
  negated: boolean,
  dst: Reg,
  a: Reg,
  b: Reg,
  c: Reg,
): void => {
  if (dst === c) {
    const single = negated ? Fma.Fnmadd231ps : Fma.Fmadd231ps;
    masm.vexReg(double ? (negated ? Fma.Fnmadd231pd : Fma.Fmadd231pd) : single, dst, a, b);
    return;
  }
  const single = negated ? Fma.Fnmadd213ps : Fma.Fmadd213ps;
  const enc = double ? (negated ? Fma.Fnmadd213pd : Fma.Fmadd213pd) : single;
  const factor = dst === b ? a : b;
  if (dst !== b) copy(masm, dst, a);
  masm.vexReg(enc, dst, factor, c);
};
