import type { Reg } from '../../abi/places.js';
import { Lanes, VectorUnary } from '../vector-operators.js';
import { Rounding } from './assembler.js';
import type { X64Machine } from './machine.js';
import {
  compareFloats,
  copy,
  loadVector,
  ones,
  packed,
  packed1,
  packedConstant,
  packedImm,
  packedImm1,
  sameHalves,
  sameWords,
  shiftLanes,
  signs,
  zeros,
} from './packed.js';
import { SCRATCH_FP, SECOND_SCRATCH_FP } from './registers.js';
import { extendHalf } from './vector-binary.js';
import { Order, Packed, PackedImm, ShiftLanes } from './vector-encodings.js';

// Operators on one vector.

/** 2^31 as an f32. */
const TWO_31_SINGLE = 0x4f00_0000;
// The upper words of f64s whose lower words are zero but where it says so.
/** 2^52: its lowest bit counts ones, so what is added to it lies in its lower word. */
const TWO_52_HIGH = 0x4330_0000;
/** 2^31 - 1, with MAX_S_LOW. */
const MAX_S_HIGH = 0x41df_ffff;
const MAX_S_LOW = 0xffc0_0000 | 0;
/** 2^32 - 1, with MAX_U_LOW. */
const MAX_U_HIGH = 0x41ef_ffff;
const MAX_U_LOW = 0xffe0_0000 | 0;

export const unaryVector = (
  masm: X64Machine,
  op: VectorUnary,
  lanes: Lanes,
  dst: Reg,
  src: Reg,
): void => {
  const double = lanes === Lanes.F64x2;
  switch (op) {
    case VectorUnary.Not:
      ones(masm, SCRATCH_FP);
      packed(masm, Packed.Pxor, true, dst, src, SCRATCH_FP);
      return;
    case VectorUnary.Abs:
      absolute(masm, lanes, dst, src);
      return;
    case VectorUnary.Neg:
      negate(masm, lanes, dst, src);
      return;
    case VectorUnary.Popcnt:
      countBits(masm, dst, src);
      return;
    case VectorUnary.Ceil:
      round(masm, double, dst, src, Rounding.Ceil);
      return;
    case VectorUnary.Floor:
      round(masm, double, dst, src, Rounding.Floor);
      return;
    case VectorUnary.Trunc:
      round(masm, double, dst, src, Rounding.Trunc);
      return;
    case VectorUnary.Nearest:
      round(masm, double, dst, src, Rounding.Nearest);
      return;
    case VectorUnary.Sqrt:
      packed1(masm, double ? Packed.Sqrtpd : Packed.Sqrtps, dst, src);
      return;
    case VectorUnary.ExtaddPairwiseS:
    case VectorUnary.ExtaddPairwiseU:
      addPairs(masm, op === VectorUnary.ExtaddPairwiseS, lanes, dst, src);
      return;
    case VectorUnary.ExtendLowS:
      extendHalf(masm, SIGN_EXTENSIONS[lanes - 1]!, false, dst, src);
      return;
    case VectorUnary.ExtendHighS:
      extendHalf(masm, SIGN_EXTENSIONS[lanes - 1]!, true, dst, src);
      return;
    case VectorUnary.ExtendLowU:
      extendHalf(masm, ZERO_EXTENSIONS[lanes - 1]!, false, dst, src);
      return;
    case VectorUnary.ExtendHighU:
      zeros(masm, SCRATCH_FP);
      packed(masm, UPPER_HALVES[lanes - 1]!, false, dst, src, SCRATCH_FP);
      return;
    default:
      convertLanes(masm, op, dst, src);
  }
};

const SIGN_EXTENSIONS = [Packed.Pmovsxbw, Packed.Pmovsxwd, Packed.Pmovsxdq];
const ZERO_EXTENSIONS = [Packed.Pmovzxbw, Packed.Pmovzxwd, Packed.Pmovzxdq];
const UPPER_HALVES = [Packed.Punpckhbw, Packed.Punpckhwd, Packed.Punpckhdq];
const ABSOLUTES = [Packed.Pabsb, Packed.Pabsw, Packed.Pabsd];
const SUBTRACTIONS = [Packed.Psubb, Packed.Psubw, Packed.Psubd, Packed.Psubq];

const absolute = (masm: X64Machine, lanes: Lanes, dst: Reg, src: Reg): void => {
  if (lanes < Lanes.I64x2) packed1(masm, ABSOLUTES[lanes]!, dst, src);
  else if (lanes === Lanes.I64x2) {
    // Its sign, in all bits: inverted and one more, if that is 1.
    packedImm1(masm, PackedImm.Pshufd, SCRATCH_FP, src, 0b11_11_01_01);
    shiftLanes(masm, ShiftLanes.Psrad, SCRATCH_FP, SCRATCH_FP, 31);
    packed(masm, Packed.Pxor, true, dst, src, SCRATCH_FP);
    packed(masm, Packed.Psubq, false, dst, dst, SCRATCH_FP);
  } else {
    ones(masm, SCRATCH_FP);
    masm.shiftLanesRight(lanes === Lanes.F64x2, SCRATCH_FP, 1);
    packed(masm, Packed.Pand, true, dst, src, SCRATCH_FP);
  }
};

const negate = (masm: X64Machine, lanes: Lanes, dst: Reg, src: Reg): void => {
  if (lanes >= Lanes.F32x4) {
    signs(masm, lanes === Lanes.F64x2, SCRATCH_FP);
    packed(masm, Packed.Pxor, true, dst, src, SCRATCH_FP);
  } else if (dst === src) {
    zeros(masm, SCRATCH_FP);
    packed(masm, SUBTRACTIONS[lanes]!, false, SCRATCH_FP, SCRATCH_FP, src);
    copy(masm, dst, SCRATCH_FP);
  } else {
    zeros(masm, dst);
    packed(masm, SUBTRACTIONS[lanes]!, false, dst, dst, src);
  }
};

/** Sums of ever more bits, side by side. */
const countBits = (masm: X64Machine, dst: Reg, src: Reg): void => {
  shiftLanes(masm, ShiftLanes.Psrlw, SCRATCH_FP, src, 1);
  packedConstant(masm, Packed.Pand, SCRATCH_FP, sameWords(masm, 0x55555555));
  packed(masm, Packed.Psubb, false, dst, src, SCRATCH_FP);
  shiftLanes(masm, ShiftLanes.Psrlw, SCRATCH_FP, dst, 2);
  packedConstant(masm, Packed.Pand, SCRATCH_FP, sameWords(masm, 0x33333333));
  packedConstant(masm, Packed.Pand, dst, sameWords(masm, 0x33333333));
  packed(masm, Packed.Paddb, true, dst, dst, SCRATCH_FP);
  shiftLanes(masm, ShiftLanes.Psrlw, SCRATCH_FP, dst, 4);
  packed(masm, Packed.Paddb, true, dst, dst, SCRATCH_FP);
  packedConstant(masm, Packed.Pand, dst, sameWords(masm, 0x0f0f0f0f));
};

const round = (masm: X64Machine, double: boolean, dst: Reg, src: Reg, mode: Rounding): void => {
  packedImm1(masm, double ? PackedImm.Roundpd : PackedImm.Roundps, dst, src, mode);
};

const addPairs = (masm: X64Machine, signed: boolean, lanes: Lanes, dst: Reg, src: Reg): void => {
  if (lanes === Lanes.I16x8) {
    // The first operand's bytes are unsigned, the second's signed: one of them is ones.
    if (!signed) {
      copy(masm, dst, src);
      packedConstant(masm, Packed.Pmaddubsw, dst, sameWords(masm, 0x01010101));
      return;
    }
    loadVector(masm, SCRATCH_FP, sameWords(masm, 0x01010101));
    packed(masm, Packed.Pmaddubsw, false, SCRATCH_FP, SCRATCH_FP, src);
    copy(masm, dst, SCRATCH_FP);
    return;
  }
  if (signed) {
    copy(masm, dst, src);
    packedConstant(masm, Packed.Pmaddwd, dst, sameWords(masm, 0x0001_0001));
    return;
  }
  shiftLanes(masm, ShiftLanes.Psrld, SCRATCH_FP, src, 16);
  copy(masm, dst, src);
  packedConstant(masm, Packed.Pand, dst, sameWords(masm, 0xffff));
  packed(masm, Packed.Paddd, true, dst, dst, SCRATCH_FP);
};

// ---- conversions ----

const convertLanes = (masm: X64Machine, op: VectorUnary, dst: Reg, src: Reg): void => {
  switch (op) {
    case VectorUnary.DemoteZero:
      packed1(masm, Packed.Cvtpd2ps, dst, src);
      return;
    case VectorUnary.PromoteLow:
      packed1(masm, Packed.Cvtps2pd, dst, src);
      return;
    case VectorUnary.ConvertS:
      packed1(masm, Packed.Cvtdq2ps, dst, src);
      return;
    case VectorUnary.ConvertU:
      convertUnsigned(masm, dst, src);
      return;
    case VectorUnary.ConvertLowS:
      packed1(masm, Packed.Cvtdq2pd, dst, src);
      return;
    case VectorUnary.ConvertLowU: {
      // Lower words of 2^52 and up, from which that is subtracted.
      copy(masm, dst, src);
      packedConstant(masm, Packed.Unpcklps, dst, sameWords(masm, TWO_52_HIGH));
      packedConstant(masm, Packed.Subpd, dst, sameHalves(masm, 0, TWO_52_HIGH));
      return;
    }
    case VectorUnary.TruncSatS:
      truncateSigned(masm, dst, src);
      return;
    case VectorUnary.TruncSatU:
    case VectorUnary.RelaxedTruncU:
      truncateUnsigned(masm, dst, src);
      return;
    case VectorUnary.TruncSatZeroS:
      truncateDoubleSigned(masm, dst, src);
      return;
    case VectorUnary.TruncSatZeroU:
    case VectorUnary.RelaxedTruncZeroU:
      truncateDoubleUnsigned(masm, dst, src);
      return;
    case VectorUnary.RelaxedTruncS:
      packed1(masm, Packed.Cvttps2dq, dst, src);
      return;
    case VectorUnary.RelaxedTruncZeroS:
      packed1(masm, Packed.Cvttpd2dq, dst, src);
      return;
    default:
      throw new Error('an operator on a vector that x64 has no code for');
  }
};

/** The lower 16 bits are converted on their own, and half of the rest, which is then even: one rounding, at the end. */
const convertUnsigned = (masm: X64Machine, dst: Reg, src: Reg): void => {
  zeros(masm, SCRATCH_FP);
  packedImm(masm, PackedImm.Pblendw, SCRATCH_FP, SCRATCH_FP, src, 0b0101_0101);
  packed(masm, Packed.Psubd, false, dst, src, SCRATCH_FP);
  packed1(masm, Packed.Cvtdq2ps, SCRATCH_FP, SCRATCH_FP);
  shiftLanes(masm, ShiftLanes.Psrld, dst, dst, 1);
  packed1(masm, Packed.Cvtdq2ps, dst, dst);
  packed(masm, Packed.Addps, true, dst, dst, dst);
  packed(masm, Packed.Addps, true, dst, dst, SCRATCH_FP);
};

/** What is out of range becomes the least integer, which is inverted where it is to be the greatest; NaN becomes 0 first. */
const truncateSigned = (masm: X64Machine, dst: Reg, src: Reg): void => {
  compareFloats(masm, false, Order.Ordered, SCRATCH_FP, src, src);
  packed(masm, Packed.Pand, true, dst, src, SCRATCH_FP);
  loadVector(masm, SCRATCH_FP, sameWords(masm, TWO_31_SINGLE));
  compareFloats(masm, false, Order.Le, SCRATCH_FP, SCRATCH_FP, dst);
  packed1(masm, Packed.Cvttps2dq, dst, dst);
  packed(masm, Packed.Pxor, true, dst, dst, SCRATCH_FP);
};

/**
 * In two parts: what is below 2^31, where the rest gives 2^31; and what is above, from 0 on, at most 2^31 - 1. The sum is
 * the integer.
 */
const truncateUnsigned = (masm: X64Machine, dst: Reg, src: Reg): void => {
  zeros(masm, SCRATCH_FP);
  // NaN is the first operand, so the second is taken.
  packed(masm, Packed.Maxps, false, dst, src, SCRATCH_FP);
  loadVector(masm, SCRATCH_FP, sameWords(masm, TWO_31_SINGLE));
  packed(masm, Packed.Subps, false, SECOND_SCRATCH_FP, dst, SCRATCH_FP);
  compareFloats(masm, false, Order.Le, SCRATCH_FP, SCRATCH_FP, SECOND_SCRATCH_FP);
  packed1(masm, Packed.Cvttps2dq, SECOND_SCRATCH_FP, SECOND_SCRATCH_FP);
  packed(masm, Packed.Pxor, true, SECOND_SCRATCH_FP, SECOND_SCRATCH_FP, SCRATCH_FP);
  zeros(masm, SCRATCH_FP);
  packed(masm, Packed.Pmaxsd, true, SECOND_SCRATCH_FP, SECOND_SCRATCH_FP, SCRATCH_FP);
  packed1(masm, Packed.Cvttps2dq, dst, dst);
  packed(masm, Packed.Paddd, true, dst, dst, SECOND_SCRATCH_FP);
};

/** NaN becomes 0 by what it is compared with: the largest integer where it is none. */
const truncateDoubleSigned = (masm: X64Machine, dst: Reg, src: Reg): void => {
  compareFloats(masm, true, Order.Ordered, SCRATCH_FP, src, src);
  packedConstant(masm, Packed.Pand, SCRATCH_FP, sameHalves(masm, MAX_S_LOW, MAX_S_HIGH));
  packed(masm, Packed.Minpd, false, dst, src, SCRATCH_FP);
  packed1(masm, Packed.Cvttpd2dq, dst, dst);
};

/** In range, truncated and added to 2^52, the integer is in the lower words. */
const truncateDoubleUnsigned = (masm: X64Machine, dst: Reg, src: Reg): void => {
  zeros(masm, SCRATCH_FP);
  packed(masm, Packed.Maxpd, false, dst, src, SCRATCH_FP);
  packedConstant(masm, Packed.Minpd, dst, sameHalves(masm, MAX_U_LOW, MAX_U_HIGH));
  round(masm, true, dst, dst, Rounding.Trunc);
  packedConstant(masm, Packed.Addpd, dst, sameHalves(masm, 0, TWO_52_HIGH));
  packedImm(masm, PackedImm.Shufps, dst, dst, SCRATCH_FP, 0b10_00_10_00);
};
