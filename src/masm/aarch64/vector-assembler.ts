import type { Reg } from '../../abi/places.js';
import { Aarch64Assembler } from './assembler.js';

// Advanced SIMD instructions (Arm ARM DDI 0487, section C4.1.96). Opcodes are the whole instruction word with all operands
// zero, of 16-byte vectors unless their comment says otherwise. What the lanes are is added: {@link Lane} to those
// of integers, {@link FloatLane} to those of floats, nothing to logic.

/** Width of integer lanes: the base-2 logarithm of their bytes. */
export const enum Lane {
  B = 0,
  H = 1,
  S = 2,
  D = 3,
}

/** What {@link Lane} is as a field of most instructions. */
export const laneField = (lane: Lane): number => lane << 22;

/** What the lanes of floats are as a field. */
export const enum FloatLane {
  S = 0,
  D = 0x00400000,
}

/** Three registers: two operands; `Bsl`, `Bit`, `Bif`, `Fmla` and `Fmls` read the destination, too. */
export const enum Vec3 {
  Add = 0x4e208400,
  Sub = 0x6e208400,
  Mul = 0x4e209c00,
  /** Saturating. */
  Sqadd = 0x4e200c00,
  Uqadd = 0x6e200c00,
  Sqsub = 0x4e202c00,
  Uqsub = 0x6e202c00,
  Smin = 0x4e206c00,
  Umin = 0x6e206c00,
  Smax = 0x4e206400,
  Umax = 0x6e206400,
  /** Average, rounding up. */
  Urhadd = 0x6e201400,
  /** Doubled product, its upper half, rounded and saturated. */
  Sqrdmulh = 0x6e20b400,
  /** Of neighbours: of the first operand, then of the second one. */
  Addp = 0x4e20bc00,
  Umaxp = 0x6e20a400,
  Cmeq = 0x6e208c00,
  Cmgt = 0x4e203400,
  Cmge = 0x4e203c00,
  Cmhi = 0x6e203400,
  Cmhs = 0x6e203c00,
  /** Left by the lowest byte of each lane of the second operand, signed. */
  Sshl = 0x4e204400,
  Ushl = 0x6e204400,
  // Logic.
  And = 0x4e201c00,
  /** And not the second operand. */
  Bic = 0x4e601c00,
  Orr = 0x4ea01c00,
  Orn = 0x4ee01c00,
  Eor = 0x6e201c00,
  /** Where the destination has ones the first operand, else the second one. */
  Bsl = 0x6e601c00,
  /** The first operand where the second one has ones. */
  Bit = 0x6ea01c00,
  /** The first operand where the second one has zeros. */
  Bif = 0x6ee01c00,
  // Floats.
  Fadd = 0x4e20d400,
  Fsub = 0x4ea0d400,
  Fmul = 0x6e20dc00,
  Fdiv = 0x6e20fc00,
  /** NaN for NaN, and -0 is less than 0. */
  Fmax = 0x4e20f400,
  Fmin = 0x4ea0f400,
  Fcmeq = 0x4e20e400,
  Fcmge = 0x6e20e400,
  Fcmgt = 0x6ea0e400,
  /** The destination plus (minus) the product, rounded once. */
  Fmla = 0x4e20cc00,
  Fmls = 0x4ea0cc00,
  // Permutations.
  Uzp1 = 0x4e001800,
  Uzp2 = 0x4e005800,
  Trn1 = 0x4e002800,
  Trn2 = 0x4e006800,
  Zip1 = 0x4e003800,
  Zip2 = 0x4e007800,
  /** Bytes of the first operand by the indices of the second one; 0 where one is too large. */
  Tbl = 0x4e000000,
  /** Likewise, of two registers: the first operand and the one behind it. */
  Tbl2 = 0x4e002000,
}

/**
 * Three registers, and results twice as wide as operands: of the lower halves of these. {@link UPPER} is added for the
 * upper ones. The lane is the operands'.
 */
export const enum VecLong {
  Smull = 0x0e20c000,
  Umull = 0x2e20c000,
  /** Added to the destination. */
  Umlal = 0x2e208000,
}

/** Two registers. */
export const enum Vec2 {
  Abs = 0x4e20b800,
  Neg = 0x6e20b800,
  /** Bytes alone. */
  Cnt = 0x4e205800,
  Not = 0x6e205800,
  /** Order of lanes in each 64 bits. */
  Rev64 = 0x4e200800,
  Rev32 = 0x6e200800,
  Rev16 = 0x4e201800,
  /** Sums of neighbours, twice as wide; the lane is the operand's. */
  Saddlp = 0x4e202800,
  Uaddlp = 0x6e202800,
  /** Likewise, added to the destination. */
  Sadalp = 0x4e206800,
  /** Compares with zero. */
  Cmeq0 = 0x4e209800,
  Cmgt0 = 0x4e208800,
  Cmge0 = 0x6e208800,
  Cmlt0 = 0x4e20a800,
  Cmle0 = 0x6e209800,
  // Floats.
  Fabs = 0x4ea0f800,
  Fneg = 0x6ea0f800,
  Fsqrt = 0x6ea1f800,
  Frintn = 0x4e218800,
  Frintp = 0x4ea18800,
  Frintm = 0x4e219800,
  Frintz = 0x4ea19800,
  /** To integers of the same width: towards zero, saturating, NaN to 0. */
  Fcvtzs = 0x4ea1b800,
  Fcvtzu = 0x6ea1b800,
  /** From integers of the same width. */
  Scvtf = 0x4e21d800,
  Ucvtf = 0x6e21d800,
}

/**
 * Two registers, and the destination's lanes half as wide: they go to its lower half, and the upper one becomes zero; with
 * {@link UPPER} to its upper half, and the lower one stays. The lane is the destination's.
 */
export const enum VecNarrow {
  Xtn = 0x0e212800,
  Sqxtn = 0x0e214800,
  Uqxtn = 0x2e214800,
  /** Signed to unsigned. */
  Sqxtun = 0x2e212800,
  /** Double to single; takes no lane. */
  Fcvtn = 0x0e616800,
}

/** Two registers: the lower half (with {@link UPPER} the upper one) of singles to doubles. */
export const FCVTL = 0x0e617800;

/** In long and narrowing instructions: the operand's, or destination's, upper half. */
export const UPPER = 0x40000000;

/** Shifts by a constant. */
export const enum VecShift {
  Shl = 0x4f005400,
  Sshr = 0x4f000400,
  Ushr = 0x6f000400,
  /** Added to the destination. */
  Usra = 0x6f001400,
  /** The lower half's lanes twice as wide, shifted left; {@link UPPER} is added for the upper one. */
  Sshll = 0x0f00a400,
  Ushll = 0x2f00a400,
}

/** How {@link Aarch64VectorAssembler.movi} fills lanes with 8 bits of an immediate; the rest is zero. */
export const enum Movi {
  /** All bytes. */
  B = 0x4f00e400,
  /** All 16-bit lanes: bits 0-7, or with {@link MOVI_SHIFT} bits 8-15. */
  H = 0x4f008400,
  /** All 32-bit lanes: bits 0-7; each {@link MOVI_SHIFT} is 8 bits further. */
  S = 0x4f000400,
  /** Both 64-bit lanes: each bit of the immediate is a byte. */
  D = 0x6f00e400,
  /** All single lanes, as FMOV encodes constants. */
  F32 = 0x4f00f400,
  /** Both double lanes. */
  F64 = 0x6f00f400,
  /** As {@link H} and {@link S}, with all bits inverted. */
  NotH = 0x6f008400,
  NotS = 0x6f000400,
}

/** Shifts the immediate of a {@link Movi} of H or S left by 8. */
export const MOVI_SHIFT = 0x2000;

/**
 * Instructions of vectors, on top of all others. Numbers of registers are those of the macro assembler; what rounds
 * needs FPCR to be zero, as that of scalars.
 */
export class Aarch64VectorAssembler extends Aarch64Assembler {
  /** @param word a {@link Vec3} or {@link VecLong}, with its lane */
  vec3(word: number, dst: Reg, lhs: Reg, rhs: Reg): void {
    this.emit32(word | ((rhs & 31) << 16) | ((lhs & 31) << 5) | (dst & 31));
  }

  /** @param word a {@link Vec2} or {@link VecNarrow}, or {@link FCVTL}, with its lane */
  vec2(word: number, dst: Reg, src: Reg): void {
    this.emit32(word | ((src & 31) << 5) | (dst & 31));
  }

  /** @param count right: 1 to the width of a lane; left: 0 to that less 1 */
  vecShift(op: VecShift | number, lane: Lane, dst: Reg, src: Reg, count: number): void {
    const width = 8 << lane;
    // Bits 13-15 are zero in all that shift right.
    const field = (op & 0xe000) !== 0 ? width + count : 2 * width - count;
    this.emit32(op | (field << 16) | ((src & 31) << 5) | (dst & 31));
  }

  /** Bytes `from` to 15 of the first operand, then of the second one from 0 on (EXT). */
  ext(dst: Reg, lhs: Reg, rhs: Reg, from: number): void {
    this.vec3(0x6e000000 | (from << 11), dst, lhs, rhs);
  }

  /** All lanes: the lowest bits of a general register. */
  dupGeneral(lane: Lane, dst: Reg, src: Reg): void {
    this.emit32(0x4e000c00 | laneIndex(lane, 0) | ((src & 31) << 5) | (dst & 31));
  }

  /** All lanes: one of another vector. */
  dupLane(lane: Lane, dst: Reg, src: Reg, index: number): void {
    this.emit32(0x4e000400 | laneIndex(lane, index) | ((src & 31) << 5) | (dst & 31));
  }

  /** A lane to the lowest place; the other bits become zero. */
  dupScalar(lane: Lane, dst: Reg, src: Reg, index: number): void {
    this.emit32(0x5e000400 | laneIndex(lane, index) | ((src & 31) << 5) | (dst & 31));
  }

  /** A lane from a general register; the others stay. */
  insGeneral(lane: Lane, dst: Reg, index: number, src: Reg): void {
    this.emit32(0x4e001c00 | laneIndex(lane, index) | ((src & 31) << 5) | (dst & 31));
  }

  /** A lane from another vector's; the others stay. */
  insLane(lane: Lane, dst: Reg, index: number, src: Reg, from: number): void {
    this.emit32(
      0x6e000400 | laneIndex(lane, index) | ((from << lane) << 11) | ((src & 31) << 5) | (dst & 31),
    );
  }

  /** A lane into a general register, with zeros above. */
  umov(lane: Lane, dst: Reg, src: Reg, index: number): void {
    const wide = lane === Lane.D ? UPPER : 0;
    this.emit32(0x0e003c00 | wide | laneIndex(lane, index) | ((src & 31) << 5) | (dst & 31));
  }

  /** A lane of 8 or 16 bits into a general register: with its sign to 32 bits, and zeros above. */
  smov(lane: Lane, dst: Reg, src: Reg, index: number): void {
    this.emit32(0x0e002c00 | laneIndex(lane, index) | ((src & 31) << 5) | (dst & 31));
  }

  /** @param value 8 bits */
  movi(op: Movi | number, dst: Reg, value: number): void {
    this.emit32(op | ((value & 0xe0) << 11) | ((value & 0x1f) << 5) | (dst & 31));
  }

  /** LDR of 16 bytes at `distance` bytes from this instruction: a multiple of 4, up to 1 MB. */
  ldrLiteralVector(dst: Reg, distance: number): void {
    this.emit32(0x9c000000 | 0 | ((distance & 0x1ffffc) << 3) | (dst & 31));
  }
}

/** The field that says a lane's width, and which one it is. */
const laneIndex = (lane: Lane, index: number): number => ((2 * index + 1) << lane) << 16;
