import { CodeBuffer } from '../code-buffer.js';
import type { Reg } from '../macro-assembler.js';

/**
 * An opcode as one small integer: the opcode byte, and flags for everything around it. Mandatory
 * prefix, REX.W and escape bytes are put where Intel SDM volume 2, section 2.2.1 wants them.
 */
export const enum Enc {
  /** Escape 0F. */
  Map0F = 0x100,
  /** Escape 0F 38. */
  Map38 = 0x200,
  /** Escape 0F 3A. */
  Map3A = 0x300,
  /** REX.W: 64-bit operands. */
  W = 0x1000,
  /** The `reg` operand is a byte register: numbers 4-7 need a REX to mean spl, bpl, sil, dil. */
  ByteReg = 0x2000,
  /** The `rm` operand, if a register, is a byte register. */
  ByteRm = 0x4000,
  /** Mandatory prefix 66, F3 or F2. */
  P66 = 0x10000,
  PF3 = 0x20000,
  PF2 = 0x30000,
}

/** True if a sign-extended byte can hold the value. */
export function isInt8(value: number): boolean {
  return value >= -128 && value <= 127;
}

/**
 * Puts opcode, prefixes, ModRM, SIB and displacement together (Intel SDM volume 2, chapter 2),
 * always in the shortest form. Registers are macro-assembler numbers of either class.
 */
export class X64Encoder extends CodeBuffer {
  /** Prefix, REX and opcode bytes. `rex` has R, X, B in bits 2, 1, 0 and 0x40 where one is forced. */
  private opcode(enc: number, rexBits: number): void {
    const prefix = (enc >> 16) & 3;
    if (prefix !== 0) this.emit8(prefix === 1 ? 0x66 : prefix === 2 ? 0xf3 : 0xf2);
    const rex = rexBits | ((enc & Enc.W) >> 9);
    if (rex !== 0) this.emit8(rex | 0x40);
    const map = enc & 0x300;
    if (map !== 0) {
      this.emit8(0x0f);
      if (map === Enc.Map38) this.emit8(0x38);
      else if (map === Enc.Map3A) this.emit8(0x3a);
    }
    this.emit8(enc);
  }

  /** Both operands are registers; `reg` may also be an opcode extension (0-7). */
  protected encodeReg(enc: number, reg: Reg, rm: Reg): void {
    let rex = ((reg & 8) >> 1) | ((rm & 8) >> 3);
    if ((enc & (Enc.ByteReg | Enc.ByteRm)) !== 0) {
      if ((enc & Enc.ByteReg) !== 0 && reg >= 4) rex |= 0x40;
      if ((enc & Enc.ByteRm) !== 0 && rm >= 4) rex |= 0x40;
    }
    this.opcode(enc, rex);
    this.emit8(0xc0 | ((reg & 7) << 3) | (rm & 7));
  }

  /** `rm` is memory at `base + disp`; disp is a signed 32-bit number. */
  protected encodeMem(enc: number, reg: Reg, base: Reg, disp: number): void {
    let rex = ((reg & 8) >> 1) | ((base & 8) >> 3);
    if ((enc & Enc.ByteReg) !== 0 && reg >= 4) rex |= 0x40;
    this.opcode(enc, rex);
    const b = base & 7;
    const mode = this.dispMode(b, disp);
    this.emit8(mode | ((reg & 7) << 3) | b);
    // rsp and r12 as a base have no ModRM form of their own (volume 2, table 2-5).
    if (b === 4) this.emit8(0x24);
    this.emitDisp(mode, disp);
  }

  /** `rm` is memory at `base + (index << scale) + disp`; the index is not rsp. */
  protected encodeIndexed(
    enc: number,
    reg: Reg,
    base: Reg,
    index: Reg,
    scale: number,
    disp: number,
  ): void {
    let rex = ((reg & 8) >> 1) | ((index & 8) >> 2) | ((base & 8) >> 3);
    if ((enc & Enc.ByteReg) !== 0 && reg >= 4) rex |= 0x40;
    this.opcode(enc, rex);
    const b = base & 7;
    const mode = this.dispMode(b, disp);
    this.emit8(mode | ((reg & 7) << 3) | 4);
    this.emit8((scale << 6) | ((index & 7) << 3) | b);
    this.emitDisp(mode, disp);
  }

  /** `rm` is memory at the next instruction plus a 32-bit displacement, which ends the encoding. */
  protected encodeRipRelative(enc: number, reg: Reg, disp: number): void {
    this.opcode(enc, (reg & 8) >> 1);
    this.emit8(((reg & 7) << 3) | 5);
    this.emit32(disp);
  }

  /** The three-operand VEX form (volume 2, section 2.3) of BMI2 instructions, 128-bit length bit 0. */
  protected encodeVex(
    pp: number,
    map: number,
    wide: boolean,
    opcode: number,
    reg: Reg,
    vvvv: Reg,
    rm: Reg,
  ): void {
    this.emit8(0xc4);
    // R, X, B and vvvv are stored inverted.
    this.emit8(((reg & 8) === 0 ? 0x80 : 0) | 0x40 | ((rm & 8) === 0 ? 0x20 : 0) | map);
    this.emit8((wide ? 0x80 : 0) | ((~vvvv & 15) << 3) | pp);
    this.emit8(opcode);
    this.emit8(0xc0 | ((reg & 7) << 3) | (rm & 7));
  }

  /** The register in the low bits of the opcode byte. */
  protected encodeShort(enc: number, reg: Reg): void {
    this.opcode(enc + (reg & 7), (reg & 8) >> 3);
  }

  /** ModRM's mode bits: rbp and r13 as a base always carry a displacement. */
  private dispMode(baseLow: number, disp: number): number {
    if (disp === 0 && baseLow !== 5) return 0;
    return isInt8(disp) ? 0x40 : 0x80;
  }

  private emitDisp(mode: number, disp: number): void {
    if (mode === 0x40) this.emit8(disp);
    else if (mode === 0x80) this.emit32(disp);
  }
}
