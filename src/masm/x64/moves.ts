import type { Reg, Slot } from '../../abi/places.js';
import { isFloatKind, Kind } from '../../wasm/value-types.js';
import { Sse, SseMem } from './assembler.js';
import { X64Control } from './control.js';
import { Alu, Load, Store } from './integer-assembler.js';
import { RBP, SCRATCH, SCRATCH_FP, VMCTX } from './registers.js';

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

/** Displacement from rbp of a slot's lowest byte. */
export function slotDisp(kind: Kind, slot: Slot): number {
  // Byte k of the incoming area is slot -8 - k.
  if (slot < 0) return 8 - slot;
  return (kind === Kind.V128 ? SLOT_BASE - 16 : SLOT_BASE - 8) - slot;
}

/** True if the halves are a 32-bit number that has been sign-extended. */
export function isSignExtended(lo: number, hi: number): boolean {
  return hi === lo >> 31;
}

/** Moves among registers, constants, frame slots and native memory. */
export class X64Moves extends X64Control {
  readonly vmctx: Reg = VMCTX;

  move(kind: Kind, dst: Reg, src: Reg): void {
    if (kind === Kind.I32) this.mov(false, dst, src);
    else if (dst === src) return;
    else if (kind === Kind.I64) this.mov(true, dst, src);
    else this.sse(Sse.Movaps, dst, src);
  }

  swap(kind: Kind, a: Reg, b: Reg): void {
    if (a === b) return;
    if (isFloatKind(kind)) {
      this.sse(Sse.Movaps, SCRATCH_FP, a);
      this.sse(Sse.Movaps, a, b);
      this.sse(Sse.Movaps, b, SCRATCH_FP);
    } else {
      this.xchg(a, b);
    }
  }

  constant(kind: Kind, dst: Reg, lo: number, hi: number): void {
    if (kind === Kind.I32 || kind === Kind.I64) {
      const high = kind === Kind.I32 ? 0 : hi;
      if (lo === 0 && high === 0) this.alu(Alu.Xor, false, dst, dst);
      else this.movImmediate(dst, lo, high);
      return;
    }
    const high = kind === Kind.F32 ? 0 : hi;
    if (lo === 0 && high === 0) {
      this.sse(Sse.Xorps, dst, dst);
    } else {
      const double = kind !== Kind.F32;
      this.sseConstant(double ? SseMem.LoadSd : SseMem.LoadSs, double, dst, lo, high);
    }
  }

  zeroExtend32(reg: Reg): void {
    this.mov(false, reg, reg);
  }

  // ---- native memory --------------------------------------------------------------------------

  loadField(kind: Kind, dst: Reg, base: Reg, offset: number): void {
    switch (kind) {
      case Kind.I32:
        this.loadReg(Load.Mov32, dst, base, offset);
        break;
      case Kind.I64:
        this.loadReg(Load.Mov64, dst, base, offset);
        break;
      case Kind.F32:
        this.sseMem(SseMem.LoadSs, dst, base, offset);
        break;
      case Kind.F64:
        this.sseMem(SseMem.LoadSd, dst, base, offset);
        break;
      default:
        this.sseMem(SseMem.LoadUps, dst, base, offset);
    }
  }

  storeField(kind: Kind, src: Reg, base: Reg, offset: number): void {
    switch (kind) {
      case Kind.I32:
        this.storeReg(Store.Mov32, src, base, offset);
        break;
      case Kind.I64:
        this.storeReg(Store.Mov64, src, base, offset);
        break;
      case Kind.F32:
        this.sseMem(SseMem.StoreSs, src, base, offset);
        break;
      case Kind.F64:
        this.sseMem(SseMem.StoreSd, src, base, offset);
        break;
      default:
        this.sseMem(SseMem.StoreUps, src, base, offset);
    }
  }

  storeFieldConstant(kind: Kind, base: Reg, offset: number, lo: number, hi: number): void {
    if (kind === Kind.I32 || kind === Kind.F32) {
      this.storeImmediate(Store.Mov32, base, offset, lo);
    } else if (isSignExtended(lo, hi)) {
      this.storeImmediate(Store.Mov64, base, offset, lo);
    } else {
      // One store: a load of the whole right after could not be forwarded from two halves.
      this.movImmediate(SCRATCH, lo, hi);
      this.storeReg(Store.Mov64, SCRATCH, base, offset);
    }
  }

  loadElement(dst: Reg, base: Reg, index: Reg): void {
    this.mov(false, SCRATCH, index);
    this.loadRegIndexed(Load.Mov64, dst, base, SCRATCH, 3, 0);
  }

  storeElement(src: Reg, base: Reg, index: Reg): void {
    this.mov(false, SCRATCH, index);
    this.storeRegIndexed(Store.Mov64, src, base, SCRATCH, 3, 0);
  }

  // ---- slots ----------------------------------------------------------------------------------

  loadSlot(kind: Kind, dst: Reg, slot: Slot): void {
    if (kind === Kind.I32) this.encodeMem(Load.Mov32, dst, RBP, slotDisp(kind, slot));
    else this.loadField(kind, dst, RBP, slotDisp(kind, slot));
  }

  storeSlot(kind: Kind, slot: Slot, src: Reg): void {
    if (kind === Kind.I32) this.encodeMem(Store.Mov32, src, RBP, slotDisp(kind, slot));
    else this.storeField(kind, src, RBP, slotDisp(kind, slot));
  }

  storeSlotConstant(kind: Kind, slot: Slot, lo: number, hi: number): void {
    this.storeFieldConstant(kind, RBP, slotDisp(kind, slot), lo, hi);
  }

  copySlot(kind: Kind, dst: Slot, src: Slot): void {
    if (dst === src) return;
    const from = slotDisp(kind, src);
    const to = slotDisp(kind, dst);
    switch (kind) {
      case Kind.I32:
      case Kind.F32:
        this.loadReg(Load.Mov32, SCRATCH, RBP, from);
        this.storeReg(Store.Mov32, SCRATCH, RBP, to);
        break;
      case Kind.I64:
      case Kind.F64:
        this.loadReg(Load.Mov64, SCRATCH, RBP, from);
        this.storeReg(Store.Mov64, SCRATCH, RBP, to);
        break;
      default:
        this.sseMem(SseMem.LoadUps, SCRATCH_FP, RBP, from);
        this.sseMem(SseMem.StoreUps, SCRATCH_FP, RBP, to);
    }
  }

  slotAreaAddress(dst: Reg, first: Slot, bytes: number): void {
    this.lea(true, dst, RBP, SLOT_BASE - first - bytes);
  }

  restoreVmctx(): void {
    this.loadReg(Load.Mov64, VMCTX, RBP, VMCTX_HOME);
  }

  loadOutPointer(dst: Reg): void {
    this.loadReg(Load.Mov64, dst, RBP, OUT_POINTER_HOME);
  }
}
