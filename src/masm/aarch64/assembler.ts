import type { Reg } from '../../abi/places.js';
import { Aarch64IntegerAssembler, Bit, type Cond } from './integer-assembler.js';

/** Two float operands; `double` sets bit 22. */
export const enum Fp {
  Mul = 0x1e200800,
  Div = 0x1e201800,
  Add = 0x1e202800,
  Sub = 0x1e203800,
  Max = 0x1e204800,
  Min = 0x1e205800,
}

/** One float operand. */
export const enum Fp1 {
  Mov = 0x1e204000,
  Abs = 0x1e20c000,
  Neg = 0x1e214000,
  Sqrt = 0x1e21c000,
  /** To nearest, ties to even. */
  RintN = 0x1e244000,
  /** Towards plus infinity. */
  RintP = 0x1e24c000,
  /** Towards minus infinity. */
  RintM = 0x1e254000,
  /** Towards zero. */
  RintZ = 0x1e25c000,
}

/** From float to integer, towards zero, saturating, NaN to 0. */
export const enum FromFp {
  Signed = 0x1e380000,
  Unsigned = 0x1e390000,
}

/** From integer to float, rounding as FPCR says. */
export const enum ToFp {
  Signed = 0x1e220000,
  Unsigned = 0x1e230000,
}

/**
 * Floating-point and vector instructions, on top of the integer ones. Precondition of everything
 * that rounds: FPCR is zero (nearest, no flush to zero, NaNs propagate), as at process start.
 */
export class Aarch64Assembler extends Aarch64IntegerAssembler {
  fp(op: Fp, double: boolean, dst: Reg, lhs: Reg, rhs: Reg): void {
    this.emit32(
      op | (double ? Bit.Double : 0) | ((rhs & 31) << 16) | ((lhs & 31) << 5) | (dst & 31),
    );
  }

  fp1(op: Fp1, double: boolean, dst: Reg, src: Reg): void {
    this.emit32(op | (double ? Bit.Double : 0) | ((src & 31) << 5) | (dst & 31));
  }

  /** Sets the flags: less N, equal Z and C, greater C, unordered C and V. */
  fcmp(double: boolean, lhs: Reg, rhs: Reg): void {
    this.emit32(0x1e202000 | (double ? Bit.Double : 0) | ((rhs & 31) << 16) | ((lhs & 31) << 5));
  }

  /** As {@link fcmp}, with zero. */
  fcmpZero(double: boolean, lhs: Reg): void {
    this.emit32(0x1e202008 | (double ? Bit.Double : 0) | ((lhs & 31) << 5));
  }

  /** `dst = cond ? ifTrue : ifFalse`. */
  fcsel(double: boolean, dst: Reg, ifTrue: Reg, ifFalse: Reg, cond: Cond): void {
    this.emit32(
      0x1e200c00 |
        (double ? Bit.Double : 0) |
        ((ifFalse & 31) << 16) |
        (cond << 12) |
        ((ifTrue & 31) << 5) |
        (dst & 31),
    );
  }

  /** LDR of a double or single at `distance` bytes from this instruction: a multiple of 4, up to 1 MB. */
  ldrLiteral(double: boolean, dst: Reg, distance: number): void {
    this.emit32((double ? 0x5c000000 : 0x1c000000) | ((distance & 0x1ffffc) << 3) | (dst & 31));
  }

  /** @param encoded from `floatImmediate` */
  fmovImmediate(double: boolean, dst: Reg, encoded: number): void {
    this.emit32(0x1e201000 | (double ? Bit.Double : 0) | (encoded << 13) | (dst & 31));
  }

  /** Bits of a general register into a vector register, whose other bits become zero. */
  fmovToFp(wide: boolean, dst: Reg, src: Reg): void {
    this.emit32((wide ? Bit.Wide | 0x1e670000 : 0x1e270000) | ((src & 31) << 5) | (dst & 31));
  }

  /** The lowest bits of a vector register into a general register. */
  fmovFromFp(wide: boolean, dst: Reg, src: Reg): void {
    this.emit32((wide ? Bit.Wide | 0x1e660000 : 0x1e260000) | ((src & 31) << 5) | (dst & 31));
  }

  /** @param wide the integer has 64 bits */
  convertFromFp(op: FromFp, wide: boolean, double: boolean, dst: Reg, src: Reg): void {
    this.emit32(
      op | (wide ? Bit.Wide : 0) | (double ? Bit.Double : 0) | ((src & 31) << 5) | (dst & 31),
    );
  }

  /** @param wide the integer has 64 bits */
  convertToFp(op: ToFp, wide: boolean, double: boolean, dst: Reg, src: Reg): void {
    this.emit32(
      op | (wide ? Bit.Wide : 0) | (double ? Bit.Double : 0) | ((src & 31) << 5) | (dst & 31),
    );
  }

  /** Single to double. */
  fcvtToDouble(dst: Reg, src: Reg): void {
    this.emit32(0x1e22c000 | ((src & 31) << 5) | (dst & 31));
  }

  /** Double to single. */
  fcvtToSingle(dst: Reg, src: Reg): void {
    this.emit32(0x1e624000 | ((src & 31) << 5) | (dst & 31));
  }

  /** All 128 bits. */
  movVector(dst: Reg, src: Reg): void {
    this.emit32(0x4ea01c00 | ((src & 31) << 16) | ((src & 31) << 5) | (dst & 31));
  }

  /** Clears all 128 bits. */
  clearVector(dst: Reg): void {
    this.emit32(0x6f00e400 | (dst & 31));
  }

  /** Set bits in each of the 8 low bytes (CNT .8b). */
  countBytes(dst: Reg, src: Reg): void {
    this.emit32(0x0e205800 | ((src & 31) << 5) | (dst & 31));
  }

  /** Sum of the 8 low bytes, into the lowest one; the others become zero (ADDV). */
  sumBytes(dst: Reg, src: Reg): void {
    this.emit32(0x0e31b800 | ((src & 31) << 5) | (dst & 31));
  }

  /** Logical shift right by the width - 1: what is left is the sign. Lanes: one double, two singles. */
  signToBit0(double: boolean, dst: Reg, src: Reg): void {
    // USHR: the shift is 2 * width less the 7-bit immediate.
    this.emit32(
      (double ? 0x7f000400 | ((128 - 63) << 16) : 0x2f000400 | ((64 - 31) << 16)) |
        ((src & 31) << 5) |
        (dst & 31),
    );
  }

  /** The sign of `dst` becomes bit 0 of `src`; other bits of the lanes stay (SLI). */
  insertSign(double: boolean, dst: Reg, src: Reg): void {
    // The shift is the 7-bit immediate less the width.
    this.emit32(
      (double ? 0x7f005400 | ((64 + 63) << 16) : 0x2f005400 | ((32 + 31) << 16)) |
        ((src & 31) << 5) |
        (dst & 31),
    );
  }

  // ---- system ---------------------------------------------------------------------------------

  /** Cache type register: line sizes. */
  readCacheType(dst: Reg): void {
    this.emit32(0xd53b0020 | 0 | (dst & 31));
  }

  /** Cleans the data cache line of an address to the point of unification. */
  dcCvau(address: Reg): void {
    this.emit32(0xd50b7b20 | 0 | (address & 31));
  }

  /** Invalidates the instruction cache line of an address to the point of unification. */
  icIvau(address: Reg): void {
    this.emit32(0xd50b7520 | 0 | (address & 31));
  }

  /** Data synchronisation barrier, inner shareable. */
  dsbIsh(): void {
    this.emit32(0xd5033b9f | 0);
  }

  /** Instruction synchronisation barrier. */
  isb(): void {
    this.emit32(0xd5033fdf | 0);
  }
}
