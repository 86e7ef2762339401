import { FIRST_FP, type Reg } from '../../abi/places.js';

/**
 * The x64 registers under the numbers of the macro assembler: general registers have their hardware
 * numbers (Intel SDM volume 2, table 2-5), xmm registers follow from {@link FIRST_FP}. So `reg & 15`
 * is the hardware number of either class.
 */
export const RAX = 0;
export const RCX = 1;
export const RDX = 2;
export const RBX = 3;
export const RSP = 4;
export const RBP = 5;
export const RSI = 6;
export const RDI = 7;
export const R8 = 8;
export const R9 = 9;
export const R10 = 10;
export const R11 = 11;
export const R12 = 12;
export const R13 = 13;
export const R14 = 14;
export const R15 = 15;
export const XMM0 = FIRST_FP;
export const XMM15 = FIRST_FP + 15;

/** Pinned: the context of the running instance. */
export const VMCTX = R14;
/** Pinned: base of memory 0 while the code generator says so. */
export const MEMORY_BASE = R15;
/** The macro assembler's own general register; never holds a value between two of its methods. */
export const SCRATCH = R11;
/** The macro assembler's own floating-point register. */
export const SCRATCH_FP = XMM15;

/** Likewise, in functions that use vectors: in others it holds values. */
export const SECOND_SCRATCH_FP = FIRST_FP + 14;

const RESERVED_GP = (1 << RSP) | (1 << RBP) | (1 << SCRATCH) | (1 << VMCTX) | (1 << MEMORY_BASE);

/** Mask of the general registers that may hold values. */
export const ALLOCATABLE_GP = 0xffff & ~RESERVED_GP;
/** Mask of the xmm registers that may hold values. */
export const ALLOCATABLE_FP = 0x7fff;

const LOW_NAMES = ['ax', 'cx', 'dx', 'bx', 'sp', 'bp', 'si', 'di'];

/**
 * The register's name in assembly text.
 * @param bytes width of the operand: 1, 2, 4 or 8; means nothing for xmm registers
 */
export function registerName(reg: Reg, bytes = 8): string {
  if (reg >= FIRST_FP) return `xmm${reg - FIRST_FP}`;
  if (reg >= 8) return `r${reg}${bytes === 8 ? '' : bytes === 4 ? 'd' : bytes === 2 ? 'w' : 'b'}`;
  const name = LOW_NAMES[reg]!;
  if (bytes === 8) return `r${name}`;
  if (bytes === 4) return `e${name}`;
  if (bytes === 2) return name;
  return reg < 4 ? `${name[0]}l` : `${name}l`;
}
