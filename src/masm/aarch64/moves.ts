import { isOutgoing, outgoingByte, type Reg, type Slot } from '../../abi/places.js';
import { isFloatKind, Kind } from '../../wasm/value-types.js';
import { IMM } from '../macro-assembler.js';
import { Fp1 } from './assembler.js';
import { loadConstant } from './control.js';
import { floatImmediate, isAddImmediate } from './immediates.js';
import { Alu, accessLog2, Extend, isAccessOffset, Mem, Pair } from './integer-assembler.js';
import type { Aarch64Machine } from './machine.js';
import { FP, SCRATCH, SCRATCH_FP, SCRATCH2, SP, VMCTX, ZR } from './registers.js';
import { vectorConstant } from './vector-constants.js';

/**
 * The frame, from high to low addresses. Offsets of slots are from sp, so that they scale; sp is
 * fixed in a body but for outgoing stack arguments, which are `outgoing` bytes:
 * ```
 *   x29 + 16 + k   byte k of the incoming stack arguments
 *   x29 +  8       return address
 *   x29            caller's x29
 *   x29 -  8       vmctx
 *   x29 - 16       out-pointer
 *   sp + outgoing + o   a value in slot o; sp is 16-byte aligned
 *   sp             outgoing stack arguments
 * ```
 */
export const VMCTX_HOME = -8;
export const OUT_POINTER_HOME = -16;
/** Bytes of the two homes. */
export const HOME_BYTES = 16;

/** Loads and stores by {@link Kind}. */
const LOADS = Int32Array.of(Mem.LdrW, Mem.LdrX, Mem.LdrS, Mem.LdrD, Mem.LdrQ);
const STORES = Int32Array.of(Mem.StrW, Mem.StrX, Mem.StrS, Mem.StrD, Mem.StrQ);

// Moves among registers, constants, frame slots and native memory.

export const move = (masm: Aarch64Machine, kind: Kind, dst: Reg, src: Reg): void => {
  if (kind === Kind.I32) masm.mov(false, dst, src);
  else if (dst === src) return;
  else if (kind === Kind.I64) masm.mov(true, dst, src);
  else if (kind === Kind.V128) masm.movVector(dst, src);
  else masm.fp1(Fp1.Mov, kind === Kind.F64, dst, src);
};

export const swap = (masm: Aarch64Machine, kind: Kind, a: Reg, b: Reg): void => {
  if (a === b) return;
  if (isFloatKind(kind)) {
    masm.movVector(SCRATCH_FP, a);
    masm.movVector(a, b);
    masm.movVector(b, SCRATCH_FP);
  } else {
    masm.mov(true, SCRATCH, a);
    masm.mov(true, a, b);
    masm.mov(true, b, SCRATCH);
  }
};

export const constant = (
  masm: Aarch64Machine,
  kind: Kind,
  dst: Reg,
  lo: number,
  hi: number,
): void => {
  if (kind === Kind.I32 || kind === Kind.I64) {
    masm.movImmediate(dst, lo, kind === Kind.I32 ? 0 : hi);
    return;
  }
  if (kind === Kind.V128) {
    vectorConstant(masm, dst, lo);
    return;
  }
  const double = kind !== Kind.F32;
  const high = double ? hi : 0;
  if (lo === 0 && high === 0) {
    masm.clearVector(dst);
    return;
  }
  const encoded = floatImmediate(double, lo, high);
  if (encoded >= 0) {
    masm.fmovImmediate(double, dst, encoded);
  } else if (double && lo === 0 && (high & 0xffff) === 0) {
    // Two instructions, less than one and its constant.
    masm.movImmediate(SCRATCH, lo, high);
    masm.fmovToFp(double, dst, SCRATCH);
  } else {
    loadConstant(masm, double, dst, lo, high);
  }
};

/** `dst = base + value`, both of them SP if 31; may destroy the scratch register. */
export const addOffset = (masm: Aarch64Machine, dst: Reg, base: Reg, value: number): void => {
  const size = Math.abs(value);
  const op = value < 0 ? Alu.Sub : Alu.Add;
  if (isAddImmediate(size)) {
    if (size !== 0 || dst !== base) masm.addImmediate(op, true, dst, base, size);
  } else if (size < 1 << 24) {
    masm.addImmediate(op, true, dst, base, size & 0xfff000);
    masm.addImmediate(op, true, dst, dst, size & 0xfff);
  } else {
    masm.movImmediate(SCRATCH, value | 0, value < 0 ? -1 : 0);
    masm.aluExtended(Alu.Add, true, dst, base, SCRATCH, Extend.Uxtx);
  }
};

// ---- native memory --------------------------------------------------------------------------

/** As {@link access}, for any offset up to 2^32; far ones take the scratch register. */
export const accessFar = (
  masm: Aarch64Machine,
  mem: Mem,
  reg: Reg,
  base: Reg,
  offset: number,
): void => {
  const scale = accessLog2(mem);
  const scaled = offset >> scale;
  if ((scaled & ~0xfff) === 0 && scaled << scale === offset) {
    masm.emit32(mem | 0x01000000 | (scaled << 10) | ((base & 31) << 5) | (reg & 31));
  } else {
    accessFarRare(masm, mem, reg, base, offset);
  }
};

const accessFarRare = (
  masm: Aarch64Machine,
  mem: Mem,
  reg: Reg,
  base: Reg,
  offset: number,
): void => {
  if (isAccessOffset(mem, offset)) {
    masm.access(mem, reg, base, offset);
  } else {
    masm.movImmediate(SCRATCH, offset | 0, offset < 0 ? -1 : 0);
    masm.accessIndexed(mem, reg, base, SCRATCH, Extend.Uxtx, false);
  }
};

export const loadField = (
  masm: Aarch64Machine,
  kind: Kind,
  dst: Reg,
  base: Reg,
  offset: number,
): void => {
  accessFar(masm, LOADS[kind]!, dst, base, offset);
};

export const storeField = (
  masm: Aarch64Machine,
  kind: Kind,
  src: Reg,
  base: Reg,
  offset: number,
): void => {
  if (src === IMM && kind !== Kind.V128) {
    const mem = isNarrow(kind) ? Mem.StrW : Mem.StrX;
    accessFar(masm, mem, immediateToStore(masm, kind), base, offset);
  } else accessFar(masm, STORES[kind]!, vectorToStore(masm, src), base, offset);
};

/** The register of a source that is a vector; of an {@link IMM} the scratch register, with the constant in it. */
const vectorToStore = (masm: Aarch64Machine, src: Reg): Reg => {
  if (src !== IMM) return src;
  vectorConstant(masm, SCRATCH_FP, masm.immLo);
  return SCRATCH_FP;
};

const isNarrow = (kind: Kind): boolean => kind === Kind.I32 || kind === Kind.F32;

/** {@link constantToStore} of the {@link IMM}. */
const immediateToStore = (masm: Aarch64Machine, kind: Kind): Reg => {
  return constantToStore(masm, masm.immLo, isNarrow(kind) ? 0 : masm.immHi);
};

/** The zero register, or the second scratch register with the constant in it. */
export const constantToStore = (masm: Aarch64Machine, lo: number, hi: number): Reg => {
  if (lo === 0 && hi === 0) return ZR;
  masm.movImmediate(SCRATCH2, lo, hi);
  return SCRATCH2;
};

export const loadElement = (masm: Aarch64Machine, dst: Reg, base: Reg, index: Reg): void => {
  masm.accessIndexed(Mem.LdrX, dst, base, index, Extend.Uxtw, true);
};

export const storeElement = (masm: Aarch64Machine, src: Reg, base: Reg, index: Reg): void => {
  masm.accessIndexed(Mem.StrX, src, base, index, Extend.Uxtw, true);
};

// ---- slots ----------------------------------------------------------------------------------

export const slotAccess = (masm: Aarch64Machine, mem: Mem, reg: Reg, slot: Slot): void => {
  if (slot >= 0) accessFar(masm, mem, reg, SP, slot + masm.outgoing);
  else if (isOutgoing(slot)) accessFar(masm, mem, reg, SP, outgoingByte(slot));
  // Byte k of the incoming area is slot -8 - k.
  else accessFar(masm, mem, reg, FP, 8 - slot);
};

export const loadSlot = (masm: Aarch64Machine, kind: Kind, dst: Reg, slot: Slot): void => {
  slotAccess(masm, LOADS[kind]!, dst, slot);
};

/**
 * A slot has 8 bytes, and so has an argument: 32-bit values are stored with whatever is above them, to
 * pair stores.
 */
export const storeSlot = (masm: Aarch64Machine, kind: Kind, slot: Slot, src: Reg): void => {
  if (kind === Kind.V128) {
    slotAccess(masm, Mem.StrQ, vectorToStore(masm, src), slot);
    return;
  }
  let reg = src;
  let mem: Mem.StrX | Mem.StrD = kind >= Kind.F32 ? Mem.StrD : Mem.StrX;
  if (src === IMM) {
    reg = immediateToStore(masm, kind);
    mem = Mem.StrX;
  }
  if (slot >= 0) storeWord(masm, mem, reg, slot + masm.outgoing);
  else if (isOutgoing(slot)) storeWord(masm, mem, reg, outgoingByte(slot));
  else slotAccess(masm, mem, reg, slot);
};

/** 8 bytes to sp + offset. Right behind a store beside it, the two become one STP. */
export const storeWord = (
  masm: Aarch64Machine,
  mem: Mem.StrX | Mem.StrD,
  src: Reg,
  offset: number,
): void => {
  if (masm.straightAt === masm.pos && masm.joinStore === mem && joinPair(masm, src, offset)) return;
  if ((offset & ~0x7ff8) !== 0) {
    accessFarRare(masm, mem, src, SP, offset);
    if (!isAccessOffset(mem, offset)) return;
  } else {
    masm.emit32(mem | 0x01000000 | (offset << 7) | (SP << 5) | (src & 31));
  }
  // A scratch register may change before the next store.
  if (src === SCRATCH2) return;
  masm.straightAt = masm.pos;
  masm.joinReg = src;
  masm.joinOffset = offset;
  masm.joinStore = mem;
};

/** Puts an STP in place of the store before, if this one is beside it. */
const joinPair = (masm: Aarch64Machine, src: Reg, offset: number): boolean => {
  const distance = offset - masm.joinOffset;
  const first = distance < 0 ? offset : masm.joinOffset;
  if ((distance !== 8 && distance !== -8) || first > 504) return false;
  const op = masm.joinStore === Mem.StrX ? Pair.StpX : Pair.StpD;
  masm.pos -= 4;
  if (distance < 0) masm.pair(op, src, masm.joinReg, SP, first);
  else masm.pair(op, masm.joinReg, src, SP, first);
  masm.straightAt = -1;
  return true;
};

export const copySlot = (masm: Aarch64Machine, kind: Kind, dst: Slot, src: Slot): void => {
  if (dst === src) return;
  if (kind === Kind.V128) {
    slotAccess(masm, Mem.LdrQ, SCRATCH_FP, src);
    slotAccess(masm, Mem.StrQ, SCRATCH_FP, dst);
    return;
  }
  const half = isNarrow(kind) && !isOutgoing(dst);
  slotAccess(masm, half ? Mem.LdrW : Mem.LdrX, SCRATCH2, src);
  slotAccess(masm, Mem.StrX, SCRATCH2, dst);
};

/** Slots grow upward, so the first one is the lowest. */
export const slotAreaAddress = (masm: Aarch64Machine, dst: Reg, first: Slot): void => {
  addOffset(masm, dst, SP, first + masm.outgoing);
};

export const restoreVmctx = (masm: Aarch64Machine): void => {
  masm.access(Mem.LdrX, VMCTX, FP, VMCTX_HOME);
};

export const loadOutPointer = (masm: Aarch64Machine, dst: Reg): void => {
  masm.access(Mem.LdrX, dst, FP, OUT_POINTER_HOME);
};
