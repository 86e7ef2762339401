import type { Reg, Slot } from '../../abi/places.js';
import { isFloatKind, Kind } from '../../wasm/value-types.js';
import { Fp1 } from './assembler.js';
import { A64Control } from './control.js';
import { floatImmediate, isAddImmediate } from './immediates.js';
import { Alu, accessLog2, Extend, isAccessOffset, Mem, Pair } from './integer-assembler.js';
import { FP, SCRATCH, SCRATCH_FP, SCRATCH2, SP, VMCTX, ZR } from './registers.js';

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

/** Moves among registers, constants, frame slots and native memory. */
export class A64Moves extends A64Control {
  readonly vmctx: Reg = VMCTX;
  /** Bytes by which sp is below its place in the body. */
  protected outgoing = 0;
  /** Of the store behind which {@link straightAt} is: register, offset and opcode. */
  private joinReg = 0;
  private joinOffset = 0;
  private joinStore = 0;

  move(kind: Kind, dst: Reg, src: Reg): void {
    if (kind === Kind.I32) this.mov(false, dst, src);
    else if (dst === src) return;
    else if (kind === Kind.I64) this.mov(true, dst, src);
    else if (kind === Kind.V128) this.movVector(dst, src);
    else this.fp1(Fp1.Mov, kind === Kind.F64, dst, src);
  }

  swap(kind: Kind, a: Reg, b: Reg): void {
    if (a === b) return;
    if (isFloatKind(kind)) {
      this.movVector(SCRATCH_FP, a);
      this.movVector(a, b);
      this.movVector(b, SCRATCH_FP);
    } else {
      this.mov(true, SCRATCH, a);
      this.mov(true, a, b);
      this.mov(true, b, SCRATCH);
    }
  }

  constant(kind: Kind, dst: Reg, lo: number, hi: number): void {
    if (kind === Kind.I32 || kind === Kind.I64) {
      this.movImmediate(dst, lo, kind === Kind.I32 ? 0 : hi);
      return;
    }
    const double = kind !== Kind.F32;
    const high = double ? hi : 0;
    if (lo === 0 && high === 0) {
      this.clearVector(dst);
      return;
    }
    const encoded = floatImmediate(double, lo, high);
    if (encoded >= 0) {
      this.fmovImmediate(double, dst, encoded);
    } else if (double && lo === 0 && (high & 0xffff) === 0) {
      // Two instructions, less than one and its constant.
      this.movImmediate(SCRATCH, lo, high);
      this.fmovToFp(double, dst, SCRATCH);
    } else {
      this.loadConstant(double, dst, lo, high);
    }
  }

  zeroExtend32(reg: Reg): void {
    this.mov(false, reg, reg);
  }

  /** `dst = base + value`, both of them SP if 31; may destroy the scratch register. */
  protected addOffset(dst: Reg, base: Reg, value: number): void {
    const size = Math.abs(value);
    const op = value < 0 ? Alu.Sub : Alu.Add;
    if (isAddImmediate(size)) {
      if (size !== 0 || dst !== base) this.addImmediate(op, true, dst, base, size);
    } else if (size < 1 << 24) {
      this.addImmediate(op, true, dst, base, size & 0xfff000);
      this.addImmediate(op, true, dst, dst, size & 0xfff);
    } else {
      this.movImmediate(SCRATCH, value | 0, value < 0 ? -1 : 0);
      this.aluExtended(Alu.Add, true, dst, base, SCRATCH, Extend.Uxtx);
    }
  }

  // ---- native memory --------------------------------------------------------------------------

  /** As {@link access}, for any offset up to 2^32; far ones take the scratch register. */
  protected accessFar(mem: Mem, reg: Reg, base: Reg, offset: number): void {
    const scale = accessLog2(mem);
    const scaled = offset >> scale;
    if ((scaled & ~0xfff) === 0 && scaled << scale === offset) {
      this.emit32(mem | 0x01000000 | (scaled << 10) | ((base & 31) << 5) | (reg & 31));
    } else {
      this.accessFarRare(mem, reg, base, offset);
    }
  }

  private accessFarRare(mem: Mem, reg: Reg, base: Reg, offset: number): void {
    if (isAccessOffset(mem, offset)) {
      this.access(mem, reg, base, offset);
    } else {
      this.movImmediate(SCRATCH, offset | 0, offset < 0 ? -1 : 0);
      this.accessIndexed(mem, reg, base, SCRATCH, Extend.Uxtx, false);
    }
  }

  loadField(kind: Kind, dst: Reg, base: Reg, offset: number): void {
    this.accessFar(LOADS[kind]!, dst, base, offset);
  }

  storeField(kind: Kind, src: Reg, base: Reg, offset: number): void {
    this.accessFar(STORES[kind]!, src, base, offset);
  }

  storeFieldConstant(kind: Kind, base: Reg, offset: number, lo: number, hi: number): void {
    const narrow = kind === Kind.I32 || kind === Kind.F32;
    const mem = narrow ? Mem.StrW : Mem.StrX;
    this.accessFar(mem, this.constantToStore(lo, narrow ? 0 : hi), base, offset);
  }

  /** The zero register, or the second scratch register with the constant in it. */
  protected constantToStore(lo: number, hi: number): Reg {
    if (lo === 0 && hi === 0) return ZR;
    this.movImmediate(SCRATCH2, lo, hi);
    return SCRATCH2;
  }

  loadElement(dst: Reg, base: Reg, index: Reg): void {
    this.accessIndexed(Mem.LdrX, dst, base, index, Extend.Uxtw, true);
  }

  storeElement(src: Reg, base: Reg, index: Reg): void {
    this.accessIndexed(Mem.StrX, src, base, index, Extend.Uxtw, true);
  }

  // ---- slots ----------------------------------------------------------------------------------

  protected slotAccess(mem: Mem, reg: Reg, slot: Slot): void {
    // Byte k of the incoming area is slot -8 - k.
    if (slot < 0) this.accessFar(mem, reg, FP, 8 - slot);
    else this.accessFar(mem, reg, SP, slot + this.outgoing);
  }

  loadSlot(kind: Kind, dst: Reg, slot: Slot): void {
    this.slotAccess(LOADS[kind]!, dst, slot);
  }

  /** A slot has 8 bytes: 32-bit values are stored with whatever is above them, to pair stores. */
  storeSlot(kind: Kind, slot: Slot, src: Reg): void {
    const mem = kind >= Kind.F32 ? Mem.StrD : Mem.StrX;
    if (kind === Kind.V128) this.slotAccess(Mem.StrQ, src, slot);
    else if (slot < 0) this.slotAccess(mem, src, slot);
    else this.storeWord(mem, src, slot + this.outgoing);
  }

  storeSlotConstant(kind: Kind, slot: Slot, lo: number, hi: number): void {
    const narrow = kind === Kind.I32 || kind === Kind.F32;
    const reg = this.constantToStore(lo, narrow ? 0 : hi);
    if (slot < 0) this.slotAccess(Mem.StrX, reg, slot);
    else this.storeWord(Mem.StrX, reg, slot + this.outgoing);
  }

  /** 8 bytes to sp + offset. Right behind a store beside it, the two become one STP. */
  protected storeWord(mem: Mem.StrX | Mem.StrD, src: Reg, offset: number): void {
    if (this.straightAt === this.pos && this.joinStore === mem && this.joinPair(src, offset))
      return;
    if ((offset & ~0x7ff8) !== 0) {
      this.accessFarRare(mem, src, SP, offset);
      if (!isAccessOffset(mem, offset)) return;
    } else {
      this.emit32(mem | 0x01000000 | (offset << 7) | (SP << 5) | (src & 31));
    }
    // A scratch register may change before the next store.
    if (src === SCRATCH2) return;
    this.straightAt = this.pos;
    this.joinReg = src;
    this.joinOffset = offset;
    this.joinStore = mem;
  }

  /** Puts an STP in place of the store before, if this one is beside it. */
  private joinPair(src: Reg, offset: number): boolean {
    const distance = offset - this.joinOffset;
    const first = distance < 0 ? offset : this.joinOffset;
    if ((distance !== 8 && distance !== -8) || first > 504) return false;
    const op = this.joinStore === Mem.StrX ? Pair.StpX : Pair.StpD;
    this.pos -= 4;
    if (distance < 0) this.pair(op, src, this.joinReg, SP, first);
    else this.pair(op, this.joinReg, src, SP, first);
    this.straightAt = -1;
    return true;
  }

  copySlot(kind: Kind, dst: Slot, src: Slot): void {
    if (dst === src) return;
    if (kind === Kind.V128) {
      this.slotAccess(Mem.LdrQ, SCRATCH_FP, src);
      this.slotAccess(Mem.StrQ, SCRATCH_FP, dst);
      return;
    }
    const half = kind === Kind.I32 || kind === Kind.F32;
    this.slotAccess(half ? Mem.LdrW : Mem.LdrX, SCRATCH2, src);
    this.slotAccess(Mem.StrX, SCRATCH2, dst);
  }

  /** Slots grow upward, so the first one is the lowest. */
  slotAreaAddress(dst: Reg, first: Slot, _bytes: number): void {
    this.addOffset(dst, SP, first + this.outgoing);
  }

  restoreVmctx(): void {
    this.access(Mem.LdrX, VMCTX, FP, VMCTX_HOME);
  }

  loadOutPointer(dst: Reg): void {
    this.access(Mem.LdrX, dst, FP, OUT_POINTER_HOME);
  }
}
