import { isOutgoing, outgoingByte, type Reg, type Slot } from '../../abi/places.js';
import { isFloatKind, Kind } from '../../wasm/value-types.js';
import { isSignExtended } from '../halves.js';
import { IMM } from '../macro-assembler.js';
import { Sse, SseMem } from './assembler.js';
import { sseConstant } from './control.js';
import { Alu, Load, Store } from './integer-assembler.js';
import type { X64Machine } from './machine.js';
import { loadVector } from './packed.js';
import { RBP, RSP, SCRATCH, SCRATCH_FP, VMCTX } from './registers.js';

/**
 * Frame offsets from rbp. The frame, from high to low addresses:
 * ```
 *   rbp + 16 + k   byte k of the incoming stack arguments
 *   rbp +  8       return address
 *   rbp            caller's rbp
 *   rbp -  8       vmctx
 *   rbp - 16       out-pointer
 *   rbp - 16 - (o + s)   a value of size s in slot o; 16-byte slots are aligned, because rbp is
 * ```
 */
export const VMCTX_HOME = -8;
export const OUT_POINTER_HOME = -16;
/** Slots lie below this. */
export const SLOT_BASE = -16;

/** Displacement from rbp of a slot's lowest byte, where it is not outgoing: these are from rsp. */
export function slotDisp(kind: Kind, slot: Slot): number {
  // Byte k of the incoming area is slot -8 - k.
  if (slot < 0) return 8 - slot;
  return (kind === Kind.V128 ? SLOT_BASE - 16 : SLOT_BASE - 8) - slot;
}

// Moves among registers, constants, frame slots and native memory.

export const move = (masm: X64Machine, kind: Kind, dst: Reg, src: Reg): void => {
  if (kind === Kind.I32) masm.mov(false, dst, src);
  else if (dst === src) return;
  else if (kind === Kind.I64) masm.mov(true, dst, src);
  else masm.sse(Sse.Movaps, dst, src);
};

export const swap = (masm: X64Machine, kind: Kind, a: Reg, b: Reg): void => {
  if (a === b) return;
  if (isFloatKind(kind)) {
    masm.sse(Sse.Movaps, SCRATCH_FP, a);
    masm.sse(Sse.Movaps, a, b);
    masm.sse(Sse.Movaps, b, SCRATCH_FP);
  } else {
    masm.xchg(a, b);
  }
};

export const constant = (masm: X64Machine, kind: Kind, dst: Reg, lo: number, hi: number): void => {
  if (kind === Kind.I32 || kind === Kind.I64) {
    const high = kind === Kind.I32 ? 0 : hi;
    if (lo === 0 && high === 0) masm.alu(Alu.Xor, false, dst, dst);
    else masm.movImmediate(dst, lo, high);
    return;
  }
  const high = kind === Kind.F32 ? 0 : hi;
  if (kind === Kind.V128) loadVector(masm, dst, lo);
  else if (lo === 0 && high === 0) masm.sse(Sse.Xorps, dst, dst);
  else {
    const double = kind !== Kind.F32;
    sseConstant(masm, double ? SseMem.LoadSd : SseMem.LoadSs, double, dst, lo, high);
  }
};

// ---- native memory --------------------------------------------------------------------------

export const loadField = (
  masm: X64Machine,
  kind: Kind,
  dst: Reg,
  base: Reg,
  offset: number,
): void => {
  switch (kind) {
    case Kind.I32:
      masm.loadReg(Load.Mov32, dst, base, offset);
      break;
    case Kind.I64:
      masm.loadReg(Load.Mov64, dst, base, offset);
      break;
    case Kind.F32:
      masm.sseMem(SseMem.LoadSs, dst, base, offset);
      break;
    case Kind.F64:
      masm.sseMem(SseMem.LoadSd, dst, base, offset);
      break;
    default:
      masm.sseMem(SseMem.LoadUps, dst, base, offset);
  }
};

export const storeField = (
  masm: X64Machine,
  kind: Kind,
  src: Reg,
  base: Reg,
  offset: number,
): void => {
  if (src === IMM) {
    if (kind !== Kind.V128) storeConstant(masm, kind, base, offset, masm.immLo, masm.immHi);
    else {
      loadVector(masm, SCRATCH_FP, masm.immLo);
      masm.sseMem(SseMem.StoreUps, SCRATCH_FP, base, offset);
    }
    return;
  }
  switch (kind) {
    case Kind.I32:
      masm.storeReg(Store.Mov32, src, base, offset);
      break;
    case Kind.I64:
      masm.storeReg(Store.Mov64, src, base, offset);
      break;
    case Kind.F32:
      masm.sseMem(SseMem.StoreSs, src, base, offset);
      break;
    case Kind.F64:
      masm.sseMem(SseMem.StoreSd, src, base, offset);
      break;
    default:
      masm.sseMem(SseMem.StoreUps, src, base, offset);
  }
};

/** Of the narrow kinds `lo` alone. */
export const storeConstant = (
  masm: X64Machine,
  kind: Kind,
  base: Reg,
  offset: number,
  lo: number,
  hi: number,
): void => {
  if (kind === Kind.I32 || kind === Kind.F32) {
    masm.storeImmediate(Store.Mov32, base, offset, lo);
  } else if (isSignExtended(lo, hi)) {
    masm.storeImmediate(Store.Mov64, base, offset, lo);
  } else {
    // One store: a load of the whole right after could not be forwarded from two halves.
    masm.movImmediate(SCRATCH, lo, hi);
    masm.storeReg(Store.Mov64, SCRATCH, base, offset);
  }
};

export const loadElement = (masm: X64Machine, dst: Reg, base: Reg, index: Reg): void => {
  masm.mov(false, SCRATCH, index);
  masm.loadRegIndexed(Load.Mov64, dst, base, SCRATCH, 3, 0);
};

export const storeElement = (masm: X64Machine, src: Reg, base: Reg, index: Reg): void => {
  masm.mov(false, SCRATCH, index);
  masm.storeRegIndexed(Store.Mov64, src, base, SCRATCH, 3, 0);
};

// ---- slots ----------------------------------------------------------------------------------

export const loadSlot = (masm: X64Machine, kind: Kind, dst: Reg, slot: Slot): void => {
  if (kind === Kind.I32) masm.encodeMem(Load.Mov32, dst, RBP, slotDisp(kind, slot));
  else loadField(masm, kind, dst, RBP, slotDisp(kind, slot));
};

export const storeSlot = (masm: X64Machine, kind: Kind, slot: Slot, src: Reg): void => {
  if (isOutgoing(slot)) storeOutgoing(masm, kind, outgoingByte(slot), src);
  else if (kind === Kind.I32 && src !== IMM) {
    masm.encodeMem(Store.Mov32, src, RBP, slotDisp(kind, slot));
  } else storeField(masm, kind, src, RBP, slotDisp(kind, slot));
};

/**
 * Every argument is written as 8 bytes, whatever its kind, so that a tail call's move of whole words
 * can be forwarded from the stores. Upper halves of 32-bit arguments mean nothing.
 */
const storeOutgoing = (masm: X64Machine, kind: Kind, at: number, src: Reg): void => {
  const narrow = kind === Kind.I32 || kind === Kind.F32;
  if (src === IMM && kind !== Kind.V128) {
    const lo = masm.immLo;
    storeConstant(masm, Kind.I64, RSP, at, lo, narrow ? lo >> 31 : masm.immHi);
  } else if (narrow) storeField(masm, kind === Kind.I32 ? Kind.I64 : Kind.F64, src, RSP, at);
  else storeField(masm, kind, src, RSP, at);
};

export const copySlot = (masm: X64Machine, kind: Kind, dst: Slot, src: Slot): void => {
  if (dst === src) return;
  if (kind === Kind.V128) {
    loadSlot(masm, kind, SCRATCH_FP, src);
    storeSlot(masm, kind, dst, SCRATCH_FP);
    return;
  }
  // Bits go through a general register, whatever the kind.
  const bits = kind === Kind.I32 || kind === Kind.F32 ? Kind.I32 : Kind.I64;
  loadSlot(masm, bits, SCRATCH, src);
  storeSlot(masm, bits, dst, SCRATCH);
};

export const slotAreaAddress = (masm: X64Machine, dst: Reg, first: Slot, bytes: number): void => {
  masm.lea(true, dst, RBP, SLOT_BASE - first - bytes);
};

export const restoreVmctx = (masm: X64Machine): void => {
  masm.loadReg(Load.Mov64, VMCTX, RBP, VMCTX_HOME);
};

export const loadOutPointer = (masm: X64Machine, dst: Reg): void => {
  masm.loadReg(Load.Mov64, dst, RBP, OUT_POINTER_HOME);
};
