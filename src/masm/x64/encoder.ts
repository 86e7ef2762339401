import type { Reg } from '../../abi/places.js';
import { Emitter } from '../emitter.js';

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

/** Opcodes without any of these bits are one byte, with a REX at most: most instructions. */
const NOT_PLAIN = ~(0xff | Enc.W);
/** The same, or with the escape 0F. */
const NOT_SHORT = ~(0x1ff | Enc.W);

/** True if a sign-extended byte can hold the value. */
export function isInt8(value: number): boolean {
  return value >= -128 && value <= 127;
}

/** Prefix, REX and opcode bytes at `p`; returns the position behind them. */
function putOpcode(bytes: Uint8Array, at: number, enc: number, rexBits: number): number {
  let p = at;
  if (enc >= Enc.P66) bytes[p++] = enc >= Enc.PF2 ? 0xf2 : enc >= Enc.PF3 ? 0xf3 : 0x66;
  const rex = rexBits | ((enc & Enc.W) >> 9);
  if (rex !== 0) bytes[p++] = rex | 0x40;
  const map = enc & Enc.Map3A;
  if (map !== 0) {
    bytes[p++] = 0x0f;
    if (map !== Enc.Map0F) bytes[p++] = map === Enc.Map38 ? 0x38 : 0x3a;
  }
  bytes[p++] = enc;
  return p;
}

/** The displacement that ModRM's `mode` asks for. */
function putDisp(bytes: Uint8Array, at: number, mode: number, disp: number): number {
  let p = at;
  if (mode !== 0) {
    bytes[p++] = disp;
    if (mode === 0x80) {
      bytes[p++] = disp >> 8;
      bytes[p++] = disp >> 16;
      bytes[p++] = disp >> 24;
    }
  }
  return p;
}

/** ModRM's mode bits: rbp and r13 as a base always carry a displacement. */
function dispMode(baseLow: number, disp: number): number {
  if (disp === 0 && baseLow !== 5) return 0;
  return isInt8(disp) ? 0x40 : 0x80;
}

/**
 * Puts opcode, prefixes, ModRM, SIB and displacement together (Intel SDM volume 2, chapter 2),
 * always in the shortest form. Registers are macro-assembler numbers of either class.
 *
 * REX bits are R, X, B in bits 2, 1, 0; 0x40 forces a REX that says nothing else.
 */
export abstract class X64Encoder extends Emitter {
  /** Both operands are registers; `reg` may also be an opcode extension (0-7). */
  encodeReg(enc: number, reg: Reg, rm: Reg): void {
    if ((enc & NOT_PLAIN) !== 0) {
      this.encodeRegRare(enc, reg, rm);
      return;
    }
    const { bytes } = this;
    const rex = ((enc & Enc.W) >> 9) | ((reg & 8) >> 1) | ((rm & 8) >> 3);
    let p = this.pos;
    if (rex !== 0) bytes[p++] = rex | 0x40;
    bytes[p] = enc;
    bytes[p + 1] = 0xc0 | ((reg & 7) << 3) | (rm & 7);
    this.pos = p + 2;
  }

  private encodeRegRare(enc: number, reg: Reg, rm: Reg): void {
    const { bytes } = this;
    let rex = ((reg & 8) >> 1) | ((rm & 8) >> 3);
    if ((enc & (Enc.ByteReg | Enc.ByteRm)) !== 0) {
      if ((enc & Enc.ByteReg) !== 0 && reg >= 4) rex |= 0x40;
      if ((enc & Enc.ByteRm) !== 0 && rm >= 4) rex |= 0x40;
    }
    const p = putOpcode(bytes, this.pos, enc, rex);
    bytes[p] = 0xc0 | ((reg & 7) << 3) | (rm & 7);
    this.pos = p + 1;
  }

  /** `rm` is memory at `base + disp`; disp is a signed 32-bit number. */
  encodeMem(enc: number, reg: Reg, base: Reg, disp: number): void {
    if ((enc & NOT_PLAIN) !== 0 || (base & 7) === 4) {
      this.encodeMemRare(enc, reg, base, disp);
      return;
    }
    const { bytes } = this;
    const rex = ((enc & Enc.W) >> 9) | ((reg & 8) >> 1) | ((base & 8) >> 3);
    let p = this.pos;
    if (rex !== 0) bytes[p++] = rex | 0x40;
    bytes[p] = enc;
    const modrm = ((reg & 7) << 3) | (base & 7);
    if (disp === (disp << 24) >> 24) {
      // A displacement of zero costs a byte for rbp and r13 only.
      if (disp === 0 && (base & 7) !== 5) {
        bytes[p + 1] = modrm;
        this.pos = p + 2;
        return;
      }
      bytes[p + 1] = modrm | 0x40;
      bytes[p + 2] = disp;
      this.pos = p + 3;
      return;
    }
    bytes[p + 1] = modrm | 0x80;
    this.view.setInt32(p + 2, disp, true);
    this.pos = p + 6;
  }

  private encodeMemRare(enc: number, reg: Reg, base: Reg, disp: number): void {
    const { bytes } = this;
    let rex = ((reg & 8) >> 1) | ((base & 8) >> 3);
    if ((enc & Enc.ByteReg) !== 0 && reg >= 4) rex |= 0x40;
    let p = putOpcode(bytes, this.pos, enc, rex);
    const b = base & 7;
    const mode = dispMode(b, disp);
    bytes[p++] = mode | ((reg & 7) << 3) | b;
    // rsp and r12 as a base have no ModRM form of their own (volume 2, table 2-5).
    if (b === 4) bytes[p++] = 0x24;
    this.pos = putDisp(bytes, p, mode, disp);
  }

  /** `rm` is memory at `base + (index << scale) + disp`; the index is not rsp. */
  encodeIndexed(enc: number, reg: Reg, base: Reg, index: Reg, scale: number, disp: number): void {
    if ((enc & NOT_SHORT) !== 0) {
      this.encodeIndexedRare(enc, reg, base, index, scale, disp);
      return;
    }
    const { bytes } = this;
    const rex = ((enc & Enc.W) >> 9) | ((reg & 8) >> 1) | ((index & 8) >> 2) | ((base & 8) >> 3);
    let p = this.pos;
    if (rex !== 0) bytes[p++] = rex | 0x40;
    if ((enc & Enc.Map0F) !== 0) bytes[p++] = 0x0f;
    bytes[p] = enc;
    bytes[p + 2] = (scale << 6) | ((index & 7) << 3) | (base & 7);
    const modrm = ((reg & 7) << 3) | 4;
    if (disp === (disp << 24) >> 24) {
      if (disp === 0 && (base & 7) !== 5) {
        bytes[p + 1] = modrm;
        this.pos = p + 3;
        return;
      }
      bytes[p + 1] = modrm | 0x40;
      bytes[p + 3] = disp;
      this.pos = p + 4;
      return;
    }
    bytes[p + 1] = modrm | 0x80;
    this.view.setInt32(p + 3, disp, true);
    this.pos = p + 7;
  }

  private encodeIndexedRare(
    enc: number,
    reg: Reg,
    base: Reg,
    index: Reg,
    scale: number,
    disp: number,
  ): void {
    const { bytes } = this;
    let rex = ((reg & 8) >> 1) | ((index & 8) >> 2) | ((base & 8) >> 3);
    if ((enc & Enc.ByteReg) !== 0 && reg >= 4) rex |= 0x40;
    let p = putOpcode(bytes, this.pos, enc, rex);
    const b = base & 7;
    const mode = dispMode(b, disp);
    bytes[p++] = mode | ((reg & 7) << 3) | 4;
    bytes[p++] = (scale << 6) | ((index & 7) << 3) | b;
    this.pos = putDisp(bytes, p, mode, disp);
  }

  /** `rm` is memory at the next instruction plus a 32-bit displacement, which ends the encoding. */
  encodeRipRelative(enc: number, reg: Reg, disp: number): void {
    const { bytes } = this;
    const p = putOpcode(bytes, this.pos, enc, (reg & 8) >> 1);
    bytes[p] = ((reg & 7) << 3) | 5;
    this.pos = p + 1;
    this.emit32(disp);
  }

  /** The three-operand VEX form (volume 2, section 2.3) of BMI2 instructions, 128-bit length bit 0. */
  encodeVex(
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

  /**
   * The VEX form of an instruction on xmm registers: `reg` is the destination, `vvvv` the first source (of shifts by a
   * constant, `reg` is the opcode's extension and `vvvv` the destination), `rm` the second. In two bytes where that does.
   */
  vexReg(enc: number, reg: Reg, vvvv: Reg, rm: Reg): void {
    const { bytes } = this;
    const map = (enc >> 8) & 3;
    // Mandatory prefixes have the same order in both: none, 66, F3, F2.
    const pp = enc >> 16;
    // R, X, B and vvvv are stored inverted.
    const last = ((~vvvv & 15) << 3) | pp;
    const r = (reg & 8) === 0 ? 0x80 : 0;
    let p = this.pos;
    if (map === 1 && (enc & Enc.W) === 0 && (rm & 8) === 0) {
      bytes[p++] = 0xc5;
      bytes[p++] = r | last;
    } else {
      bytes[p++] = 0xc4;
      bytes[p++] = r | 0x40 | ((rm & 8) === 0 ? 0x20 : 0) | map;
      bytes[p++] = ((enc & Enc.W) !== 0 ? 0x80 : 0) | last;
    }
    bytes[p++] = enc;
    bytes[p++] = 0xc0 | ((reg & 7) << 3) | (rm & 7);
    this.pos = p;
  }

  /** As {@link vexReg}, with memory for `rm`: see {@link encodeRipRelative}. */
  vexRipRelative(enc: number, reg: Reg, vvvv: Reg, disp: number): void {
    this.vexReg(enc, reg, vvvv, 0);
    // No register but the 32-bit displacement.
    this.bytes[this.pos - 1] = ((reg & 7) << 3) | 5;
    this.emit32(disp);
  }

  /** The register in the low bits of the opcode byte. */
  encodeShort(enc: number, reg: Reg): void {
    this.pos = putOpcode(this.bytes, this.pos, enc + (reg & 7), (reg & 8) >> 3);
  }
}
