import type { Reg } from '../../abi/places.js';
import { Enc, isInt8, X64Encoder } from './encoder.js';
import { RAX } from './registers.js';

/** Two-operand arithmetic, by the number in its opcodes (Intel SDM volume 2, section A.4, group 1). */
export const enum Alu {
  Add = 0,
  Or = 1,
  Adc = 2,
  Sbb = 3,
  And = 4,
  Sub = 5,
  Xor = 6,
  Cmp = 7,
}

/** Shifts and rotates, by the number in their opcodes (group 2). */
export const enum ShiftOp {
  Rol = 0,
  Ror = 1,
  Shl = 4,
  Shr = 5,
  Sar = 7,
}

/** Group 3. */
export const enum UnaryOp {
  Not = 2,
  Neg = 3,
  Mul = 4,
  Imul = 5,
  Div = 6,
  Idiv = 7,
}

/** Condition codes (volume 1, appendix B). Flipping bit 0 negates. */
export const enum Cond {
  O = 0,
  NO = 1,
  B = 2,
  AE = 3,
  E = 4,
  NE = 5,
  BE = 6,
  A = 7,
  S = 8,
  NS = 9,
  P = 10,
  NP = 11,
  L = 12,
  GE = 13,
  LE = 14,
  G = 15,
}

/** Bit counts and scans, coded as {@link Enc} says; with {@link Enc.W} added for 64 bits. */
export const enum Bits {
  Bsf = 0x1bc,
  Bsr = 0x1bd,
  Tzcnt = 0x201bc,
  Lzcnt = 0x201bd,
  Popcnt = 0x201b8,
}

/** Loads that widen, and plain loads: `reg <- memory`, coded as {@link Enc} says. */
export const enum Load {
  Mov32 = 0x8b,
  Mov64 = 0x108b,
  Movzx8 = 0x1b6,
  Movzx16 = 0x1b7,
  Movsx8 = 0x1be,
  Movsx16 = 0x1bf,
  Movsx8To64 = 0x11be,
  Movsx16To64 = 0x11bf,
  Movsxd = 0x1063,
}

/** Stores: `memory <- reg`, coded as {@link Enc} says. */
export const enum Store {
  Mov8 = 0x2088,
  Mov16 = 0x10089,
  Mov32 = 0x89,
  Mov64 = 0x1089,
}

/** Register and memory exchange: the form of 32 bits, coded as {@link Enc} says. */
export const enum Exchange {
  /** Compares with rax; equal: memory <- reg, else rax <- memory. */
  Cmpxchg = 0x1b1,
  Xadd = 0x1c1,
  /** Locks by itself. */
  Xchg = 0x87,
}

/**
 * General-register instructions. `wide` chooses 64-bit operands, else they are 32-bit and the upper
 * half of the destination becomes zero (Intel SDM volume 1, section 3.4.1.1).
 *
 * Encodings: volume 2, chapters 3-5, under each mnemonic. Nothing here reserves buffer space.
 */
export class X64IntegerAssembler extends X64Encoder {
  // ---- moves ----------------------------------------------------------------------------------

  /** MOV r, r. Keeps flags. */
  mov(wide: boolean, dst: Reg, src: Reg): void {
    this.encodeReg(wide ? Store.Mov64 : Store.Mov32, src, dst);
  }

  /** XCHG r64, r64. */
  xchg(a: Reg, b: Reg): void {
    this.encodeReg(Enc.W | 0x87, b, a);
  }

  /** A constant, by the shortest MOV. Keeps flags, so zero is no XOR here. */
  movImmediate(dst: Reg, lo: number, hi: number): void {
    if (hi === 0) {
      this.encodeShort(0xb8, dst);
      this.emit32(lo);
    } else if (hi === lo >> 31) {
      this.encodeReg(Enc.W | 0xc7, 0, dst);
      this.emit32(lo);
    } else {
      this.encodeShort(Enc.W | 0xb8, dst);
      this.emit32(lo);
      this.emit32(hi);
    }
  }

  /** MOV r64, imm64 with zeros, which are the last 8 bytes. */
  mov64(dst: Reg): void {
    this.encodeShort(Enc.W | 0xb8, dst);
    this.emit32(0);
    this.emit32(0);
  }

  /** MOVZX, MOVSX, MOVSXD between registers. */
  extend(op: Load, dst: Reg, src: Reg): void {
    const byte = op === Load.Movzx8 || op === Load.Movsx8 || op === Load.Movsx8To64;
    this.encodeReg(byte ? op | Enc.ByteRm : op, dst, src);
  }

  loadReg(op: Load, dst: Reg, base: Reg, disp: number): void {
    this.encodeMem(op, dst, base, disp);
  }

  loadRegIndexed(op: Load, dst: Reg, base: Reg, index: Reg, scale: number, disp: number): void {
    this.encodeIndexed(op, dst, base, index, scale, disp);
  }

  storeReg(op: Store, src: Reg, base: Reg, disp: number): void {
    this.encodeMem(op, src, base, disp);
  }

  storeRegIndexed(op: Store, src: Reg, base: Reg, index: Reg, scale: number, disp: number): void {
    this.encodeIndexed(op, src, base, index, scale, disp);
  }

  /** MOV m, imm of 8, 16 or 32 bits, or 64 bits sign-extended from 32, as `op` says. */
  storeImmediate(op: Store, base: Reg, disp: number, value: number): void {
    this.encodeMem(immediateStore(op), 0, base, disp);
    this.storeImmediateTail(op, value);
  }

  storeImmediateIndexed(
    op: Store,
    base: Reg,
    index: Reg,
    scale: number,
    disp: number,
    value: number,
  ): void {
    this.encodeIndexed(immediateStore(op), 0, base, index, scale, disp);
    this.storeImmediateTail(op, value);
  }

  private storeImmediateTail(op: Store, value: number): void {
    if (op === Store.Mov8) this.emit8(value);
    else if (op === Store.Mov16) this.emit16(value);
    else this.emit32(value);
  }

  lea(wide: boolean, dst: Reg, base: Reg, disp: number): void {
    this.encodeMem(wide ? Enc.W | 0x8d : 0x8d, dst, base, disp);
  }

  leaIndexed(wide: boolean, dst: Reg, base: Reg, index: Reg, scale: number, disp: number): void {
    this.encodeIndexed(wide ? Enc.W | 0x8d : 0x8d, dst, base, index, scale, disp);
  }

  /** LEA of an address relative to the end of the instruction, which ends with the displacement. */
  leaRip(dst: Reg, disp: number): void {
    this.encodeRipRelative(Enc.W | 0x8d, dst, disp);
  }

  // ---- arithmetic -----------------------------------------------------------------------------

  alu(op: Alu, wide: boolean, dst: Reg, src: Reg): void {
    this.encodeReg((wide ? Enc.W | 1 : 1) + (op << 3), src, dst);
  }

  /** The 8-bit form, on the low bytes. */
  alu8(op: Alu, dst: Reg, src: Reg): void {
    this.encodeReg((Enc.ByteReg | Enc.ByteRm) + (op << 3), src, dst);
  }

  /** `value` is a signed 32-bit number, sign-extended where `wide`. */
  aluImmediate(op: Alu, wide: boolean, dst: Reg, value: number): void {
    const w = wide ? Enc.W : 0;
    if (isInt8(value)) {
      this.encodeReg(w | 0x83, op, dst);
      this.emit8(value);
    } else {
      if (dst === RAX) {
        if (wide) this.emit8(0x48);
        this.emit8(0x05 + (op << 3));
      } else {
        this.encodeReg(w | 0x81, op, dst);
      }
      this.emit32(value);
    }
  }

  /** The form with a full 32-bit immediate, to be patched; it is the last four bytes. */
  aluImmediate32(op: Alu, wide: boolean, dst: Reg, value: number): void {
    this.encodeReg(wide ? Enc.W | 0x81 : 0x81, op, dst);
    this.emit32(value);
  }

  /** `dst op= memory`. */
  aluMem(op: Alu, wide: boolean, dst: Reg, base: Reg, disp: number): void {
    this.encodeMem((wide ? Enc.W | 3 : 3) + (op << 3), dst, base, disp);
  }

  /** TEST of the low byte with a constant. */
  testByte(reg: Reg, value: number): void {
    this.encodeReg(Enc.ByteRm | 0xf6, 0, reg);
    this.emit8(value);
  }

  test(wide: boolean, a: Reg, b: Reg): void {
    this.encodeReg(wide ? Enc.W | 0x85 : 0x85, b, a);
  }

  imul(wide: boolean, dst: Reg, src: Reg): void {
    this.encodeReg((wide ? Enc.W : 0) | Enc.Map0F | 0xaf, dst, src);
  }

  /** `dst = src * value`. */
  imulImmediate(wide: boolean, dst: Reg, src: Reg, value: number): void {
    const w = wide ? Enc.W : 0;
    if (isInt8(value)) {
      this.encodeReg(w | 0x6b, dst, src);
      this.emit8(value);
    } else {
      this.encodeReg(w | 0x69, dst, src);
      this.emit32(value);
    }
  }

  /** NOT, NEG, and MUL, IMUL, DIV, IDIV of rdx:rax. */
  unaryReg(op: UnaryOp, wide: boolean, reg: Reg): void {
    this.encodeReg(wide ? Enc.W | 0xf7 : 0xf7, op, reg);
  }

  /** CDQ or CQO: the sign of rax into rdx. */
  cdq(wide: boolean): void {
    if (wide) this.emit8(0x48);
    this.emit8(0x99);
  }

  /** By the count in cl. */
  shiftCl(op: ShiftOp, wide: boolean, reg: Reg): void {
    this.encodeReg(wide ? Enc.W | 0xd3 : 0xd3, op, reg);
  }

  /** By 0 to 31, or 63 where `wide`. */
  shiftImmediate(op: ShiftOp, wide: boolean, reg: Reg, count: number): void {
    const w = wide ? Enc.W : 0;
    if (count === 1) {
      this.encodeReg(w | 0xd1, op, reg);
    } else {
      this.encodeReg(w | 0xc1, op, reg);
      this.emit8(count);
    }
  }

  /** BMI2 SHLX, SHRX, SARX: any registers, no flags. */
  shiftX(op: ShiftOp, wide: boolean, dst: Reg, src: Reg, count: Reg): void {
    const pp = op === ShiftOp.Shl ? 1 : op === ShiftOp.Shr ? 3 : 2;
    this.encodeVex(pp, 2, wide, 0xf7, dst, count, src);
  }

  /** BMI2 RORX. */
  rorx(wide: boolean, dst: Reg, src: Reg, count: number): void {
    this.encodeVex(3, 3, wide, 0xf0, dst, 0, src);
    this.emit8(count);
  }

  /** BSF, BSR, TZCNT, LZCNT, POPCNT. */
  bits(op: Bits, wide: boolean, dst: Reg, src: Reg): void {
    this.encodeReg(wide ? op | Enc.W : op, dst, src);
  }

  /** BTS r64, imm8: sets bit `bit`. */
  bts(reg: Reg, bit: number): void {
    this.encodeReg(Enc.W | Enc.Map0F | 0xba, 5, reg);
    this.emit8(bit);
  }

  cmov(cond: Cond, wide: boolean, dst: Reg, src: Reg): void {
    this.encodeReg((wide ? Enc.W | Enc.Map0F | 0x40 : Enc.Map0F | 0x40) + cond, dst, src);
  }

  /** SETcc: 0 or 1 into the low byte; the rest of the register stays. */
  setcc(cond: Cond, dst: Reg): void {
    this.encodeReg((Enc.Map0F | Enc.ByteRm | 0x90) + cond, 0, dst);
  }

  // ---- memory, in one step ----------------------------------------------------------------------

  /** LOCK: of the instruction that follows. */
  lock(): void {
    this.emit8(0xf0);
  }

  /** XADD, XCHG or CMPXCHG of memory at `base + disp`. @param log2 of its bytes */
  exchange(op: Exchange, log2: number, reg: Reg, base: Reg, disp: number): void {
    this.encodeMem(exchangeOf(op, log2), reg, base, disp);
  }

  exchangeIndexed(op: Exchange, log2: number, reg: Reg, base: Reg, index: Reg, disp: number): void {
    this.encodeIndexed(exchangeOf(op, log2), reg, base, index, 0, disp);
  }

  mfence(): void {
    this.emit8(0x0f);
    this.emit8(0xae);
    this.emit8(0xf0);
  }

  // ---- control --------------------------------------------------------------------------------

  push(reg: Reg): void {
    this.encodeShort(0x50, reg);
  }

  pop(reg: Reg): void {
    this.encodeShort(0x58, reg);
  }

  /** POP m64. An rsp base counts after it has been incremented (volume 2, POP). */
  popMem(base: Reg, disp: number): void {
    this.encodeMem(0x8f, 0, base, disp);
  }

  leave(): void {
    this.emit8(0xc9);
  }

  ret(): void {
    this.emit8(0xc3);
  }

  /** A rel32 at `at` counts from its end. */
  override patchReference(at: number, target: number): void {
    this.patch32(at, target - at - 4);
  }

  ud2(): void {
    this.emit8(0x0f);
    this.emit8(0x0b);
  }

  int3(): void {
    this.emit8(0xcc);
  }

  override emitTrap(): void {
    this.ud2();
  }

  override emitFiller(): void {
    this.int3();
  }

  /** JMP with an 8-bit displacement from its end. */
  jmpShort(displacement: number): void {
    this.emit8(0xeb);
    this.emit8(displacement);
  }

  /** JMP with a 32-bit displacement from its end, which is its last four bytes. */
  jmpNear(displacement: number): void {
    this.emit8(0xe9);
    this.emit32(displacement);
  }

  jccShort(cond: Cond, displacement: number): void {
    this.emit8(0x70 | cond);
    this.emit8(displacement);
  }

  jccNear(cond: Cond, displacement: number): void {
    this.emit8(0x0f);
    this.emit8(0x80 | cond);
    this.emit32(displacement);
  }

  jmpReg(reg: Reg): void {
    this.encodeReg(0xff, 4, reg);
  }

  callNear(displacement: number): void {
    this.emit8(0xe8);
    this.emit32(displacement);
  }

  callRegister(reg: Reg): void {
    this.encodeReg(0xff, 2, reg);
  }

  callMem(base: Reg, disp: number): void {
    this.encodeMem(0xff, 2, base, disp);
  }
}

/** The form of a width; that of bytes is the one in front of the others. */
function exchangeOf(op: Exchange, log2: number): number {
  if (log2 === 0) return (op - 1) | Enc.ByteReg;
  return log2 === 1 ? op | Enc.P66 : log2 === 3 ? op | Enc.W : op;
}

/** MOV m, imm of the width of a store. */
function immediateStore(op: Store): number {
  if (op === Store.Mov8) return 0xc6;
  return (op & ~0xff) | 0xc7;
}
