import type { Reg } from '../../abi/places.js';
import { Enc } from './encoder.js';
import { X64IntegerAssembler } from './integer-assembler.js';

/** Instructions `xmm <- xmm` (or `xmm op= xmm`) with one opcode each, coded as {@link Enc} says. */
export const enum Sse {
  Movaps = 0x128,
  Andps = 0x154,
  Orps = 0x156,
  Xorps = 0x157,
  Ucomiss = 0x12e,
  Ucomisd = 0x1012e,
  Sqrtss = 0x20151,
  Sqrtsd = 0x30151,
  Addss = 0x20158,
  Addsd = 0x30158,
  Mulss = 0x20159,
  Mulsd = 0x30159,
  Subss = 0x2015c,
  Subsd = 0x3015c,
  Minss = 0x2015d,
  Minsd = 0x3015d,
  Divss = 0x2015e,
  Divsd = 0x3015e,
  Maxss = 0x2015f,
  Maxsd = 0x3015f,
  Cvtss2sd = 0x2015a,
  Cvtsd2ss = 0x3015a,
  Pcmpeqd = 0x10176,
}

/** Loads and stores of xmm registers, coded as {@link Enc} says. Scalar loads clear the rest of the register. */
export const enum SseMem {
  LoadSs = 0x20110,
  StoreSs = 0x20111,
  LoadSd = 0x30110,
  StoreSd = 0x30111,
  LoadUps = 0x110,
  StoreUps = 0x111,
}

/** Rounding modes of ROUNDSS and ROUNDSD (volume 2, table 4-18), precision exception suppressed. */
export const enum Rounding {
  Nearest = 8,
  Floor = 9,
  Ceil = 10,
  Trunc = 11,
}

/**
 * All x64 instructions that the macro assembler uses: general ones from the base class, and scalar
 * SSE2, with ROUNDSS/ROUNDSD of SSE4.1.
 */
export class X64Assembler extends X64IntegerAssembler {
  sse(op: Sse, dst: Reg, src: Reg): void {
    this.encodeReg(op, dst, src);
  }

  /** Loads and stores: for a store, `reg` is the source. */
  sseMem(op: SseMem, reg: Reg, base: Reg, disp: number): void {
    this.encodeMem(op, reg, base, disp);
  }

  /** A load, or an operator with a right side in memory, relative to the end; ends with `disp`. */
  sseRip(op: Sse | SseMem, reg: Reg, disp: number): void {
    this.encodeRipRelative(op, reg, disp);
  }

  sseMemIndexed(op: SseMem, reg: Reg, base: Reg, index: Reg, scale: number, disp: number): void {
    this.encodeIndexed(op, reg, base, index, scale, disp);
  }

  /** PSLLD or PSLLQ (`wide`) by an immediate, on each lane. */
  shiftLanesLeft(wide: boolean, reg: Reg, count: number): void {
    this.encodeReg(Enc.P66 | Enc.Map0F | (wide ? 0x73 : 0x72), 6, reg);
    this.emit8(count);
  }

  /** PSRLD or PSRLQ. */
  shiftLanesRight(wide: boolean, reg: Reg, count: number): void {
    this.encodeReg(Enc.P66 | Enc.Map0F | (wide ? 0x73 : 0x72), 2, reg);
    this.emit8(count);
  }

  /** ROUNDSS or ROUNDSD (`double`). */
  round(double: boolean, dst: Reg, src: Reg, mode: Rounding): void {
    this.encodeReg(Enc.P66 | Enc.Map3A | (double ? 0x0b : 0x0a), dst, src);
    this.emit8(mode);
  }

  /** MOVD or MOVQ (`wide`): general to xmm, the rest of the register zero. */
  movToXmm(wide: boolean, dst: Reg, src: Reg): void {
    this.encodeReg(Enc.P66 | Enc.Map0F | (wide ? Enc.W : 0) | 0x6e, dst, src);
  }

  /** MOVD or MOVQ (`wide`): xmm to general. */
  movFromXmm(wide: boolean, dst: Reg, src: Reg): void {
    this.encodeReg(Enc.P66 | Enc.Map0F | (wide ? Enc.W : 0) | 0x7e, src, dst);
  }

  /** CVTSI2SS or CVTSI2SD (`double`) of a 32- or 64-bit (`wide`) integer; keeps the rest of dst. */
  convertFromInt(double: boolean, wide: boolean, dst: Reg, src: Reg): void {
    this.encodeReg((double ? Enc.PF2 : Enc.PF3) | Enc.Map0F | (wide ? Enc.W : 0) | 0x2a, dst, src);
  }

  /**
   * CVTTSS2SI or CVTTSD2SI: towards zero. NaN and values out of range give the least integer
   * (volume 1, section 4.8.3.7 and table 4-1: integer indefinite).
   */
  convertToIntTruncating(double: boolean, wide: boolean, dst: Reg, src: Reg): void {
    this.encodeReg((double ? Enc.PF2 : Enc.PF3) | Enc.Map0F | (wide ? Enc.W : 0) | 0x2c, dst, src);
  }

  /** CVTSS2SI or CVTSD2SI: to nearest, ties to even, as MXCSR says by default. */
  convertToIntRounding(double: boolean, wide: boolean, dst: Reg, src: Reg): void {
    this.encodeReg((double ? Enc.PF2 : Enc.PF3) | Enc.Map0F | (wide ? Enc.W : 0) | 0x2d, dst, src);
  }
}
