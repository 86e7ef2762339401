import type { Reg } from '../../abi/places.js';
import type { i64 } from '../../wasm/numbers.js';
import { Emitter } from '../emitter.js';
import { logicalImmediate } from './immediates.js';
import { ZR } from './registers.js';

// Opcodes are the whole instruction word with all operands zero (Arm ARM DDI 0487, section C4.1).
// `wide` sets sf, bit 31: 64-bit operands. Words are signed numbers: V8 has no small integers above
// 2^31 - 1, and allocates one when it passes on a choice between two such.

/** Bits that operands set. */
export const enum Bit {
  /** sf. */
  Wide = 0x80000000 | 0,
  /** sf and N, which must be equal in bit-field instructions. */
  WideField = 0x80400000 | 0,
  /** The float operands are doubles. */
  Double = 0x00400000,
}

/** Two-register arithmetic and logic; the shifted-register form. */
export const enum Alu {
  And = 0x0a000000,
  Bic = 0x0a200000,
  Orr = 0x2a000000,
  Orn = 0x2a200000,
  Eor = 0x4a000000,
  Ands = 0x6a000000,
  Add = 0x0b000000,
  Adds = 0x2b000000,
  Sub = 0x4b000000,
  Subs = 0x6b000000,
}

/** How the right side of an {@link Alu} operation is shifted first. (ROR: logic only.) */
export const enum Shift {
  Lsl = 0,
  Lsr = 1,
  Asr = 2,
  Ror = 3,
}

/** How an index or right side is extended to 64 bits, and then shifted left. */
export const enum Extend {
  Uxtb = 0,
  Uxth = 1,
  Uxtw = 2,
  /** The whole register. */
  Uxtx = 3,
  Sxtb = 4,
  Sxth = 5,
  Sxtw = 6,
  Sxtx = 7,
}

/** Two sources, by register. */
export const enum TwoSource {
  Udiv = 0x1ac00800,
  Sdiv = 0x1ac00c00,
  Lslv = 0x1ac02000,
  Lsrv = 0x1ac02400,
  Asrv = 0x1ac02800,
  Rorv = 0x1ac02c00,
}

/** Two sources and the carry flag. */
export const enum WithCarry {
  Adc = 0x1a000000,
  Sbc = 0x5a000000,
}

/** The upper half of a product of 64-bit registers; the third source is unused, and all ones. */
export const enum MultiplyHigh {
  Signed = 0x9b407c00 | 0,
  Unsigned = 0x9bc07c00 | 0,
}

/** One source. */
export const enum OneSource {
  Rbit = 0x5ac00000,
  Clz = 0x5ac01000,
}

/** Bit-field moves. */
export const enum Bitfield {
  Sbfm = 0x13000000,
  Bfm = 0x33000000,
  Ubfm = 0x53000000,
}

/** Conditional selects. */
export const enum Select {
  Csel = 0x1a800000,
  Csinc = 0x1a800400,
  Csinv = 0x5a800000,
  Csneg = 0x5a800400,
}

/** Moves of a 16-bit immediate. */
export const enum MoveWide {
  Movn = 0x12800000,
  Movz = 0x52800000,
  Movk = 0x72800000,
}

/** Conditions; bit 0 negates. */
export const enum Cond {
  Eq = 0,
  Ne = 1,
  /** Unsigned >=; also: no borrow. */
  Hs = 2,
  /** Unsigned <. */
  Lo = 3,
  /** Negative. */
  Mi = 4,
  Pl = 5,
  /** Overflow; after a float compare: unordered. */
  Vs = 6,
  Vc = 7,
  /** Unsigned >. */
  Hi = 8,
  /** Unsigned <=. */
  Ls = 9,
  Ge = 10,
  Lt = 11,
  Gt = 12,
  Le = 13,
}

/**
 * Loads and stores of one register: size, class and direction; the addressing mode is added. Names
 * say the width in memory, and for sign-extending loads the register's; V: of a vector register.
 */
export const enum Mem {
  StrB = 0x38000000,
  LdrB = 0x38400000,
  LdrSB64 = 0x38800000,
  LdrSB32 = 0x38c00000,
  StrH = 0x78000000,
  LdrH = 0x78400000,
  LdrSH64 = 0x78800000,
  LdrSH32 = 0x78c00000,
  StrW = 0xb8000000 | 0,
  LdrW = 0xb8400000 | 0,
  LdrSW = 0xb8800000 | 0,
  StrX = 0xf8000000 | 0,
  LdrX = 0xf8400000 | 0,
  StrS = 0xbc000000 | 0,
  LdrS = 0xbc400000 | 0,
  StrD = 0xfc000000 | 0,
  LdrD = 0xfc400000 | 0,
  StrVB = 0x3c000000,
  LdrVB = 0x3c400000,
  StrVH = 0x7c000000,
  LdrVH = 0x7c400000,
  StrQ = 0x3c800000,
  LdrQ = 0x3cc00000,
}

/**
 * Loads and stores in one order for all threads, at the address in a register: of bytes; {@link sized} has the others.
 * Exclusive stores (STLXR) have the register that tells whether they did not store in bits 16-20.
 */
export const enum Ordered {
  Ldar = 0x08dffc00,
  Stlr = 0x089ffc00,
  Ldaxr = 0x085ffc00,
  Stlxr = 0x0800fc00,
}

/**
 * What FEAT_LSE has: read, change and store in one step, acquiring and releasing (the `al` forms). Operand in bits
 * 16-20, what was there in bits 0-4; of CASAL, bits 16-20 are what is compared and what was there.
 */
export const enum Lse {
  Add = 0x38e00000,
  /** Clears the bits of the operand. */
  Clr = 0x38e01000,
  Eor = 0x38e02000,
  Set = 0x38e03000,
  Swp = 0x38e08000,
  Cas = 0x08e0fc00,
}

/** An instruction of {@link Ordered} or {@link Lse} with 1 << `log2` bytes. */
export function sized(op: Ordered | Lse, log2: number): number {
  return op | (log2 << 30);
}

/** Loads and stores of two registers, with a signed offset; the other modes are added. */
export const enum Pair {
  StpX = 0xa9000000 | 0,
  LdpX = 0xa9400000 | 0,
  StpD = 0x6d000000,
  LdpD = 0x6d400000,
  StpQ = 0xad000000 | 0,
  LdpQ = 0xad400000 | 0,
}

/** What to add to a {@link Pair} for the other addressing modes. */
export const enum PairMode {
  Offset = 0,
  /** The base register becomes the address, before. */
  Pre = 0x00800000,
  /** The base register is the address, and grows after. */
  Post = -0x00800000,
}

/** Base-2 logarithm of the bytes that a load or store touches. */
export function accessLog2(mem: number): number {
  // 128-bit accesses are marked by the upper opc bit of a vector access.
  return (mem & 0x04800000) === 0x04800000 ? 4 : mem >>> 30;
}

/** True if `offset` fits in the scaled (unsigned) or the unscaled (9-bit signed) form. */
export function isAccessOffset(mem: number, offset: i64): boolean {
  const scale = accessLog2(mem);
  if (offset >= 0 && offset <= 0xfff << scale && (offset & ((1 << scale) - 1)) === 0) return true;
  return offset >= -256 && offset <= 255;
}

/**
 * Integer instructions, loads and stores, and branches, one method per form. Registers are
 * macro-assembler numbers of either class; 31 is SP or the zero register, as each method says.
 * Immediates must be in range: methods do not check, but for those that return whether they could.
 */
export class Aarch64IntegerAssembler extends Emitter {
  // ---- data processing ------------------------------------------------------------------------

  /** `dst = lhs op (rhs shifted)`; register 31 is zero. */
  alu(op: Alu, wide: boolean, dst: Reg, lhs: Reg, rhs: Reg, shift = Shift.Lsl, amount = 0): void {
    this.emit32(
      op |
        (wide ? Bit.Wide : 0) |
        (shift << 22) |
        ((rhs & 31) << 16) |
        (amount << 10) |
        ((lhs & 31) << 5) |
        (dst & 31),
    );
  }

  /**
   * `dst = lhs op (rhs extended << amount)` for Add, Adds, Sub, Subs; lhs 31 is SP, dst 31 is SP
   * (zero where flags are set), rhs 31 is zero.
   */
  aluExtended(
    op: Alu,
    wide: boolean,
    dst: Reg,
    lhs: Reg,
    rhs: Reg,
    extend: Extend,
    amount = 0,
  ): void {
    this.emit32(
      op |
        0x00200000 |
        (wide ? Bit.Wide : 0) |
        ((rhs & 31) << 16) |
        (extend << 13) |
        (amount << 10) |
        ((lhs & 31) << 5) |
        (dst & 31),
    );
  }

  /**
   * `dst = lhs op value` for Add, Adds, Sub, Subs; the value has 12 bits, or 24 of which the lower
   * 12 are zero. lhs 31 is SP, dst 31 is SP (zero where flags are set).
   */
  addImmediate(op: Alu, wide: boolean, dst: Reg, lhs: Reg, value: number): void {
    const shifted = value > 0xfff;
    this.emit32(
      // Bits 24-28 are 01011 in the register form, 10001 here.
      (op + 0x06000000) |
        (wide ? Bit.Wide : 0) |
        (shifted ? 0x00400000 : 0) |
        ((shifted ? value >>> 12 : value) << 10) |
        ((lhs & 31) << 5) |
        (dst & 31),
    );
  }

  /**
   * `dst = lhs op immediate` for And, Orr, Eor, Ands; dst 31 is SP (zero for Ands), lhs 31 is zero.
   * @param encoded from `logicalImmediate`
   */
  logicImmediate(op: Alu, wide: boolean, dst: Reg, lhs: Reg, encoded: number): void {
    // Bits 23-28 are 01010x in the register form, 100100 here.
    this.emit32(
      (op + 0x08000000) | (wide ? Bit.Wide : 0) | (encoded << 10) | ((lhs & 31) << 5) | (dst & 31),
    );
  }

  /** Register move; register 31 is zero. A 32-bit move zero-extends. */
  mov(wide: boolean, dst: Reg, src: Reg): void {
    this.emit32(Alu.Orr | (wide ? Bit.Wide : 0) | ((src & 31) << 16) | (ZR << 5) | (dst & 31));
  }

  /** Move to or from SP. */
  movSp(dst: Reg, src: Reg): void {
    this.addImmediate(Alu.Add, true, dst, src, 0);
  }

  /** @param halfword which 16 bits: 0-3 (0-1 for 32-bit registers) */
  moveWide(op: MoveWide, wide: boolean, dst: Reg, value: number, halfword: number): void {
    this.emit32(op | (wide ? Bit.Wide : 0) | (halfword << 21) | (value << 5) | (dst & 31));
  }

  /** A 64-bit constant, in the fewest instructions: MOVZ or MOVN with MOVKs, or a logical one. */
  movImmediate(dst: Reg, lo: number, hi: number): void {
    if (hi !== 0) this.movImmediate64(dst, lo, hi);
    else if ((lo & ~0xffff) === 0) this.emit32(MoveWide.Movz | (lo << 5) | (dst & 31));
    else this.movImmediate32(dst, lo);
  }

  /** One whose upper half is not zero. */
  private movImmediate64(dst: Reg, lo: number, hi: number): void {
    const h0 = lo & 0xffff;
    const h1 = lo >>> 16;
    const h2 = hi & 0xffff;
    const h3 = hi >>> 16;
    const zeros = +(h0 === 0) + +(h1 === 0) + +(h2 === 0) + +(h3 === 0);
    const ones = +(h0 === 0xffff) + +(h1 === 0xffff) + +(h2 === 0xffff) + +(h3 === 0xffff);
    if (zeros < 3 && ones < 3) {
      const encoded = logicalImmediate(true, lo, hi);
      if (encoded >= 0) {
        this.logicImmediate(Alu.Orr, true, dst, ZR, encoded);
        return;
      }
    }
    // What the first instruction fills the other halfwords with.
    const fill = ones > zeros ? 0xffff : 0;
    let first = true;
    for (let i = 0; i < 4; i++) {
      const half = i === 0 ? h0 : i === 1 ? h1 : i === 2 ? h2 : h3;
      if (half === fill) continue;
      if (!first) this.moveWide(MoveWide.Movk, true, dst, half, i);
      else if (fill === 0) this.moveWide(MoveWide.Movz, true, dst, half, i);
      else this.moveWide(MoveWide.Movn, true, dst, half ^ 0xffff, i);
      first = false;
    }
    if (first) this.moveWide(MoveWide.Movn, true, dst, 0, 0);
  }

  /** A 32-bit constant; the upper half becomes zero. */
  private movImmediate32(dst: Reg, value: number): void {
    const low = value & 0xffff;
    const high = value >>> 16;
    if (high === 0) this.moveWide(MoveWide.Movz, false, dst, low, 0);
    else if (low === 0) this.moveWide(MoveWide.Movz, false, dst, high, 1);
    else if (high === 0xffff) this.moveWide(MoveWide.Movn, false, dst, low ^ 0xffff, 0);
    else if (low === 0xffff) this.moveWide(MoveWide.Movn, false, dst, high ^ 0xffff, 1);
    else {
      const encoded = logicalImmediate(false, value, 0);
      if (encoded >= 0) {
        this.logicImmediate(Alu.Orr, false, dst, ZR, encoded);
        return;
      }
      this.moveWide(MoveWide.Movz, false, dst, low, 0);
      this.moveWide(MoveWide.Movk, false, dst, high, 1);
    }
  }

  /** Division and shifts by register; register 31 is zero. Shift counts are modulo the width. */
  twoSource(op: TwoSource, wide: boolean, dst: Reg, lhs: Reg, rhs: Reg): void {
    this.emit32(op | (wide ? Bit.Wide : 0) | ((rhs & 31) << 16) | ((lhs & 31) << 5) | (dst & 31));
  }

  /** `dst = lhs + rhs + C`, or `dst = lhs - rhs - !C`; register 31 is zero. */
  withCarry(op: WithCarry, wide: boolean, dst: Reg, lhs: Reg, rhs: Reg): void {
    this.emit32(op | (wide ? Bit.Wide : 0) | ((rhs & 31) << 16) | ((lhs & 31) << 5) | (dst & 31));
  }

  oneSource(op: OneSource, wide: boolean, dst: Reg, src: Reg): void {
    this.emit32(op | (wide ? Bit.Wide : 0) | ((src & 31) << 5) | (dst & 31));
  }

  /** `dst = addend + lhs * rhs`; register 31 is zero. */
  madd(wide: boolean, dst: Reg, lhs: Reg, rhs: Reg, addend: Reg): void {
    this.threeSource(0x1b000000, wide, dst, lhs, rhs, addend);
  }

  /** `dst = minuend - lhs * rhs`; register 31 is zero. */
  msub(wide: boolean, dst: Reg, lhs: Reg, rhs: Reg, minuend: Reg): void {
    this.threeSource(0x1b008000, wide, dst, lhs, rhs, minuend);
  }

  /** SMULH, UMULH; register 31 is zero. */
  multiplyHigh(op: MultiplyHigh, dst: Reg, lhs: Reg, rhs: Reg): void {
    this.emit32(op | ((rhs & 31) << 16) | ((lhs & 31) << 5) | (dst & 31));
  }

  private threeSource(op: number, wide: boolean, dst: Reg, lhs: Reg, rhs: Reg, third: Reg): void {
    this.emit32(
      op |
        (wide ? Bit.Wide : 0) |
        ((rhs & 31) << 16) |
        ((third & 31) << 10) |
        ((lhs & 31) << 5) |
        (dst & 31),
    );
  }

  /** `immr` and `imms` as the architecture defines them. */
  bitfield(op: Bitfield, wide: boolean, dst: Reg, src: Reg, immr: number, imms: number): void {
    this.emit32(
      op |
        (wide ? Bit.WideField : 0) |
        (immr << 16) |
        (imms << 10) |
        ((src & 31) << 5) |
        (dst & 31),
    );
  }

  /** Shift or rotation by a constant from 0 to the width - 1. */
  shiftImmediate(op: Shift, wide: boolean, dst: Reg, src: Reg, count: number): void {
    const top = wide ? 63 : 31;
    if (op === Shift.Lsl) this.bitfield(Bitfield.Ubfm, wide, dst, src, -count & top, top - count);
    else if (op === Shift.Lsr) this.bitfield(Bitfield.Ubfm, wide, dst, src, count, top);
    else if (op === Shift.Asr) this.bitfield(Bitfield.Sbfm, wide, dst, src, count, top);
    else {
      // ROR is EXTR of twice the same register.
      this.emit32(
        0x13800000 |
          (wide ? Bit.WideField : 0) |
          ((src & 31) << 16) |
          (count << 10) |
          ((src & 31) << 5) |
          (dst & 31),
      );
    }
  }

  /** `dst = cond ? ifTrue : ifFalse` (CSEL; the others change ifFalse). Register 31 is zero. */
  conditionalSelect(
    op: Select,
    wide: boolean,
    dst: Reg,
    ifTrue: Reg,
    ifFalse: Reg,
    cond: Cond,
  ): void {
    this.emit32(
      op |
        (wide ? Bit.Wide : 0) |
        ((ifFalse & 31) << 16) |
        (cond << 12) |
        ((ifTrue & 31) << 5) |
        (dst & 31),
    );
  }

  /** `dst = cond ? 1 : 0`. */
  cset(dst: Reg, cond: Cond): void {
    this.conditionalSelect(Select.Csinc, false, dst, ZR, ZR, cond ^ 1);
  }

  /** If `cond` holds, compares lhs with a 5-bit value; else sets the flags to `nzcv`. */
  ccmpImmediate(wide: boolean, lhs: Reg, value: number, nzcv: number, cond: Cond): void {
    this.emit32(
      0x7a400800 | (wide ? Bit.Wide : 0) | (value << 16) | (cond << 12) | ((lhs & 31) << 5) | nzcv,
    );
  }

  // ---- loads and stores -----------------------------------------------------------------------
  // Base register 31 is SP; a general register 31 to store is zero.

  /** At `base + offset`; the offset satisfies {@link isAccessOffset}. Scaled form if possible. */
  access(mem: Mem, reg: Reg, base: Reg, offset: number): void {
    const operands = ((base & 31) << 5) | (reg & 31);
    const scale = accessLog2(mem);
    if (offset >= 0 && (offset & ((1 << scale) - 1)) === 0) {
      this.emit32(mem | 0x01000000 | ((offset >>> scale) << 10) | operands);
    } else {
      this.emit32(mem | ((offset & 0x1ff) << 12) | operands);
    }
  }

  /**
   * At `base + (index extended << (scaled ? log2 of the access size : 0))`.
   * @param extend Uxtw, Uxtx (the whole register), Sxtw or Sxtx
   */
  accessIndexed(mem: Mem, reg: Reg, base: Reg, index: Reg, extend: Extend, scaled: boolean): void {
    this.emit32(
      mem |
        0x00200800 |
        ((index & 31) << 16) |
        (extend << 13) |
        (scaled ? 0x1000 : 0) |
        ((base & 31) << 5) |
        (reg & 31),
    );
  }

  /** At `base`, which then grows by `offset` (-256 to 255). */
  accessPost(mem: Mem, reg: Reg, base: Reg, offset: number): void {
    this.emit32(mem | 0x400 | ((offset & 0x1ff) << 12) | ((base & 31) << 5) | (reg & 31));
  }

  /** `base` grows by `offset` (-256 to 255), and is the address. */
  accessPre(mem: Mem, reg: Reg, base: Reg, offset: number): void {
    this.emit32(mem | 0xc00 | ((offset & 0x1ff) << 12) | ((base & 31) << 5) | (reg & 31));
  }

  /** @param status or operand: bits 16-20; 31 where the instruction has none */
  ordered(op: Ordered, log2: number, reg: Reg, base: Reg, status: Reg = ZR): void {
    this.emit32(sized(op, log2) | (status << 16) | ((base & 31) << 5) | (reg & 31));
  }

  /** @param operand what is compared, of CASAL; `reg` is the replacement then */
  lse(op: Lse, log2: number, operand: Reg, reg: Reg, base: Reg): void {
    this.emit32(sized(op, log2) | ((operand & 31) << 16) | ((base & 31) << 5) | (reg & 31));
  }

  /** DMB ISH. */
  dmb(): void {
    this.emit32(0xd5033bbf | 0);
  }

  /**
   * Two registers, from the lower address on.
   * @param offset a multiple of the register size, -64 to 63 times as much
   */
  pair(
    op: Pair,
    first: Reg,
    second: Reg,
    base: Reg,
    offset: number,
    mode: PairMode = PairMode.Offset,
  ): void {
    const scale = op === Pair.StpQ || op === Pair.LdpQ ? 4 : 3;
    this.emit32(
      (op + mode) |
        (((offset >> scale) & 0x7f) << 15) |
        ((second & 31) << 10) |
        ((base & 31) << 5) |
        (first & 31),
    );
  }

  // ---- branches -------------------------------------------------------------------------------
  // Distances are in bytes, from the branch itself.

  /** ±128 MB. */
  b(distance: number): void {
    this.emit32(0x14000000 | ((distance >> 2) & 0x3ffffff));
  }

  /** ±128 MB. */
  bl(distance: number): void {
    this.emit32(0x94000000 | 0 | ((distance >> 2) & 0x3ffffff));
  }

  /** ±1 MB. */
  bCond(cond: Cond, distance: number): void {
    this.emit32(0x54000000 | ((distance & 0x1ffffc) << 3) | cond);
  }

  /** Branches if the register is zero (or, with `nonzero`, if it is not). ±1 MB. */
  cbz(nonzero: boolean, wide: boolean, reg: Reg, distance: number): void {
    this.emit32(
      0x34000000 |
        (nonzero ? 0x01000000 : 0) |
        (wide ? Bit.Wide : 0) |
        ((distance & 0x1ffffc) << 3) |
        (reg & 31),
    );
  }

  /** Branches if the bit is clear (or, with `nonzero`, if it is set). ±32 KB. */
  tbz(nonzero: boolean, reg: Reg, bit: number, distance: number): void {
    this.emit32(
      0x36000000 |
        (nonzero ? 0x01000000 : 0) |
        ((bit & 32) << 26) |
        ((bit & 31) << 19) |
        ((distance & 0xfffc) << 3) |
        (reg & 31),
    );
  }

  br(reg: Reg): void {
    this.emit32(0xd61f0000 | 0 | ((reg & 31) << 5));
  }

  blr(reg: Reg): void {
    this.emit32(0xd63f0000 | 0 | ((reg & 31) << 5));
  }

  ret(): void {
    this.emit32(0xd65f03c0 | 0);
  }

  /** `dst` = address of this instruction + distance, ±1 MB. */
  adr(dst: Reg, distance: number): void {
    this.emit32(0x10000000 | ((distance & 3) << 29) | ((distance & 0x1ffffc) << 3) | (dst & 31));
  }

  /** Permanently undefined: SIGILL. */
  udf(): void {
    this.emit32(0);
  }

  override emitTrap(): void {
    this.udf();
  }

  override emitFiller(): void {
    this.udf();
  }

  /** The instruction at `at` tells which field holds the distance. */
  override patchReference(at: number, target: number): void {
    if (isFarBranch(this.read32(at))) this.patchBranch26(at, target);
    else this.patchBranch19(at, target);
  }

  /** Makes the B or BL at `at` go to `target`. */
  patchBranch26(at: number, target: number): void {
    this.patch32(at, (this.read32(at) & 0xfc000000) | (((target - at) >> 2) & 0x3ffffff));
  }

  /** Makes the B.cond, CBZ, CBNZ or literal load at `at` go to `target`, which must be in reach. */
  patchBranch19(at: number, target: number): void {
    const distance = target - at;
    if (distance < -0x100000 || distance > 0xffffc)
      throw new Error('conditional branch or literal too far');
    this.patch32(at, (this.read32(at) & 0xff00001f) | ((distance & 0x1ffffc) << 3));
  }
}

/** True for B and BL, which reach 128 MB. */
export function isFarBranch(word: number): boolean {
  return (word & 0x7c000000) === 0x14000000;
}
