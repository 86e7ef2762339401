import type { Reg } from '../../abi/places.js';
import { IMM } from '../macro-assembler.js';
import { isFloatLanes, Lanes, laneLog2, VectorShift, VectorTest } from '../vector-operators.js';
import { Alu, Cond, Load } from './integer-assembler.js';
import type { X64Machine } from './machine.js';
import {
  copy,
  loadVector,
  packed,
  packed1,
  packedConstant,
  packedImm,
  packedImm1,
  sameWords,
  shiftLanes,
  zeros,
} from './packed.js';
import { SCRATCH, SCRATCH_FP, SECOND_SCRATCH_FP } from './registers.js';
import { EXTRACT_WORD, Lane, Mask, Packed, PackedImm, ShiftLanes } from './vector-encodings.js';

// Operators between vectors and general registers, and on single lanes.

// ---- tests ----

const EQUALITIES = [Packed.Pcmpeqb, Packed.Pcmpeqw, Packed.Pcmpeqd, Packed.Pcmpeqq];

export const testVector = (
  masm: X64Machine,
  op: VectorTest,
  lanes: Lanes,
  dst: Reg,
  src: Reg,
): void => {
  switch (op) {
    case VectorTest.AnyTrue:
      masm.alu(Alu.Xor, false, dst, dst);
      packed1(masm, Packed.Ptest, src, src);
      masm.setcc(Cond.NE, dst);
      return;
    case VectorTest.AllTrue:
      masm.alu(Alu.Xor, false, dst, dst);
      zeros(masm, SCRATCH_FP);
      packed(masm, EQUALITIES[lanes]!, true, SCRATCH_FP, SCRATCH_FP, src);
      packed1(masm, Packed.Ptest, SCRATCH_FP, SCRATCH_FP);
      masm.setcc(Cond.E, dst);
      return;
    default:
      bitmask(masm, lanes, dst, src);
  }
};

const bitmask = (masm: X64Machine, lanes: Lanes, dst: Reg, src: Reg): void => {
  switch (lanes) {
    case Lanes.I8x16:
      masm.encodeReg(Mask.Pmovmskb, dst, src);
      return;
    case Lanes.I16x8:
      // Saturated bytes keep the sign; the upper eight are zero.
      zeros(masm, SCRATCH_FP);
      packed(masm, Packed.Packsswb, false, SECOND_SCRATCH_FP, src, SCRATCH_FP);
      masm.encodeReg(Mask.Pmovmskb, dst, SECOND_SCRATCH_FP);
      return;
    case Lanes.I32x4:
      masm.encodeReg(Mask.Movmskps, dst, src);
      return;
    default:
      masm.encodeReg(Mask.Movmskpd, dst, src);
  }
};

// ---- lanes ----

export const splat = (masm: X64Machine, lanes: Lanes, dst: Reg, src: Reg): void => {
  switch (lanes) {
    case Lanes.I8x16:
      masm.movToXmm(false, dst, src);
      splatByte(masm, dst);
      return;
    case Lanes.I16x8:
      masm.movToXmm(false, dst, src);
      splatWord(masm, dst);
      return;
    case Lanes.I32x4:
      masm.movToXmm(false, dst, src);
      packedImm1(masm, PackedImm.Pshufd, dst, dst, 0);
      return;
    case Lanes.I64x2:
      masm.movToXmm(true, dst, src);
      packed(masm, Packed.Punpcklqdq, false, dst, dst, dst);
      return;
    case Lanes.F32x4:
      packedImm1(masm, PackedImm.Pshufd, dst, src, 0);
      return;
    default:
      packed1(masm, Packed.Movddup, dst, src);
  }
};

/** The lowest byte into all. */
export const splatByte = (masm: X64Machine, dst: Reg): void => {
  zeros(masm, SCRATCH_FP);
  packed(masm, Packed.Pshufb, false, dst, dst, SCRATCH_FP);
};

/** The lowest 16 bits into all. */
export const splatWord = (masm: X64Machine, dst: Reg): void => {
  packedImm1(masm, PackedImm.Pshuflw, dst, dst, 0);
  packedImm1(masm, PackedImm.Pshufd, dst, dst, 0);
};

export const extractLane = (
  masm: X64Machine,
  lanes: Lanes,
  signed: boolean,
  dst: Reg,
  src: Reg,
  lane: number,
): void => {
  switch (lanes) {
    case Lanes.I8x16:
      masm.encodeReg(Lane.Pextrb, src, dst);
      masm.emit8(lane);
      if (signed) masm.extend(Load.Movsx8, dst, dst);
      return;
    case Lanes.I16x8:
      masm.encodeReg(EXTRACT_WORD, dst, src);
      masm.emit8(lane);
      if (signed) masm.extend(Load.Movsx16, dst, dst);
      return;
    case Lanes.I32x4:
    case Lanes.I64x2: {
      const wide = lanes === Lanes.I64x2;
      if (lane === 0) {
        masm.movFromXmm(wide, dst, src);
        return;
      }
      masm.encodeReg(wide ? Lane.Pextrq : Lane.Pextrd, src, dst);
      masm.emit8(lane);
      return;
    }
    default:
      if (lane === 0) copy(masm, dst, src);
      else packedImm1(masm, PackedImm.Pshufd, dst, src, lanes === Lanes.F64x2 ? 0b11_10 : lane);
  }
};

export const replaceLane = (
  masm: X64Machine,
  lanes: Lanes,
  dst: Reg,
  src: Reg,
  value: Reg,
  lane: number,
): void => {
  if (!isFloatLanes(lanes)) {
    const enc = INSERTS[lanes]!;
    if (dst !== src && masm.features.avx) masm.vexReg(enc, dst, src, value);
    else {
      copy(masm, dst, src);
      masm.encodeReg(enc, dst, value);
    }
    masm.emit8(lane);
    return;
  }
  if (lanes === Lanes.F32x4) packedImm(masm, PackedImm.Insertps, dst, src, value, lane << 4);
  else packed(masm, lane === 0 ? Packed.Movsd : Packed.Movlhps, false, dst, src, value);
};

const INSERTS = [Lane.Pinsrb, Lane.Pinsrw, Lane.Pinsrd, Lane.Pinsrq];

// ---- shifts ----

// By {@link Lanes}, from I16x8 on.
const LEFT = [0, Packed.Psllw, Packed.Pslld, Packed.Psllq];
const RIGHT_U = [0, Packed.Psrlw, Packed.Psrld, Packed.Psrlq];
const RIGHT_S = [0, Packed.Psraw, Packed.Psrad];
const LEFT_BY = [0, ShiftLanes.Psllw, ShiftLanes.Pslld, ShiftLanes.Psllq];
const RIGHT_U_BY = [0, ShiftLanes.Psrlw, ShiftLanes.Psrld, ShiftLanes.Psrlq];
const RIGHT_S_BY = [0, ShiftLanes.Psraw, ShiftLanes.Psrad];

export const shiftVector = (
  masm: X64Machine,
  op: VectorShift,
  lanes: Lanes,
  dst: Reg,
  src: Reg,
  count: Reg,
): void => {
  const bits = 8 << laneLog2(lanes);
  if (count === IMM) {
    shiftBy(masm, op, lanes, dst, src, masm.immLo & (bits - 1));
    return;
  }
  const bytesRight = lanes === Lanes.I8x16 && op === VectorShift.ShrS;
  masm.mov(false, SCRATCH, count);
  masm.aluImmediate(Alu.And, false, SCRATCH, bits - 1);
  if (bytesRight) masm.aluImmediate(Alu.Add, false, SCRATCH, 8);
  masm.movToXmm(false, SCRATCH_FP, SCRATCH);
  if (lanes === Lanes.I8x16) {
    if (bytesRight) {
      // Each byte is the upper one of a word.
      packed(masm, Packed.Punpckhbw, false, SECOND_SCRATCH_FP, src, src);
      packed(masm, Packed.Punpcklbw, false, dst, src, src);
      packed(masm, Packed.Psraw, false, SECOND_SCRATCH_FP, SECOND_SCRATCH_FP, SCRATCH_FP);
      packed(masm, Packed.Psraw, false, dst, dst, SCRATCH_FP);
      packed(masm, Packed.Packsswb, false, dst, dst, SECOND_SCRATCH_FP);
      return;
    }
    // By words, without the bits that go from one byte to the next: what 255 leaves when it is shifted right.
    loadVector(masm, SECOND_SCRATCH_FP, sameWords(masm, 0x00ff_00ff));
    packed(masm, Packed.Psrlw, false, SECOND_SCRATCH_FP, SECOND_SCRATCH_FP, SCRATCH_FP);
    const second = SECOND_SCRATCH_FP;
    packed(masm, Packed.Packuswb, false, second, second, second);
    if (op === VectorShift.Shl) {
      packed(masm, Packed.Pand, true, dst, src, second);
      packed(masm, Packed.Psllw, false, dst, dst, SCRATCH_FP);
    } else {
      packed(masm, Packed.Psrlw, false, dst, src, SCRATCH_FP);
      packed(masm, Packed.Pand, true, dst, dst, second);
    }
    return;
  }
  if (op === VectorShift.Shl) packed(masm, LEFT[lanes]! as Packed, false, dst, src, SCRATCH_FP);
  else if (op === VectorShift.ShrU) {
    packed(masm, RIGHT_U[lanes]! as Packed, false, dst, src, SCRATCH_FP);
  } else if (lanes === Lanes.I64x2) {
    // The sign, where it is shifted to, is extended by inverting and subtracting it.
    const second = SECOND_SCRATCH_FP;
    loadVector(masm, second, masm.constants.vector(0, SIGN, 0, SIGN));
    packed(masm, Packed.Psrlq, false, second, second, SCRATCH_FP);
    packed(masm, Packed.Psrlq, false, dst, src, SCRATCH_FP);
    packed(masm, Packed.Pxor, true, dst, dst, second);
    packed(masm, Packed.Psubq, false, dst, dst, second);
  } else packed(masm, RIGHT_S[lanes]! as Packed, false, dst, src, SCRATCH_FP);
};

const SIGN = 0x8000_0000 | 0;

/** Four times a byte. */
const bytes = (value: number): number => Math.imul(value & 0xff, 0x01010101);

const shiftBy = (
  masm: X64Machine,
  op: VectorShift,
  lanes: Lanes,
  dst: Reg,
  src: Reg,
  count: number,
): void => {
  if (count === 0) {
    copy(masm, dst, src);
    return;
  }
  if (lanes === Lanes.I8x16) {
    if (op === VectorShift.ShrS) {
      packed(masm, Packed.Punpckhbw, false, SCRATCH_FP, src, src);
      packed(masm, Packed.Punpcklbw, false, dst, src, src);
      shiftLanes(masm, ShiftLanes.Psraw, SCRATCH_FP, SCRATCH_FP, 8 + count);
      shiftLanes(masm, ShiftLanes.Psraw, dst, dst, 8 + count);
      packed(masm, Packed.Packsswb, false, dst, dst, SCRATCH_FP);
      return;
    }
    const isLeft = op === VectorShift.Shl;
    shiftLanes(masm, isLeft ? ShiftLanes.Psllw : ShiftLanes.Psrlw, dst, src, count);
    const mask = bytes(isLeft ? 0xff << count : 0xff >> count);
    packedConstant(masm, Packed.Pand, dst, sameWords(masm, mask));
    return;
  }
  if (op === VectorShift.Shl) shiftLanes(masm, LEFT_BY[lanes]! as ShiftLanes, dst, src, count);
  else if (op === VectorShift.ShrU) {
    shiftLanes(masm, RIGHT_U_BY[lanes]! as ShiftLanes, dst, src, count);
  } else if (lanes === Lanes.I64x2) {
    const lo = count >= 32 ? 1 << (63 - count) : 0;
    const hi = count < 32 ? 1 << (31 - count) : 0;
    const sign = masm.constants.vector(lo, hi, lo, hi);
    shiftLanes(masm, ShiftLanes.Psrlq, dst, src, count);
    packedConstant(masm, Packed.Pxor, dst, sign);
    packedConstant(masm, Packed.Psubq, dst, sign);
  } else shiftLanes(masm, RIGHT_S_BY[lanes]! as ShiftLanes, dst, src, count);
};
