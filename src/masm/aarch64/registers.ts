import { FIRST_FP, type Reg } from '../../abi/places.js';

/**
 * The aarch64 registers under the numbers of the macro assembler: x0-x30 are 0-30, v0-v31 follow from
 * {@link FIRST_FP}. So `reg & 31` is the hardware number of either class. Number 31 is the stack
 * pointer or the zero register, as the instruction has it (Arm ARM DDI 0487, section C1.2.5); no
 * value ever lives there.
 */
export const X0 = 0;
export const X1 = 1;
export const X2 = 2;
export const X3 = 3;
export const X4 = 4;
export const X8 = 8;
export const X9 = 9;
export const X10 = 10;
export const X11 = 11;
export const X12 = 12;
export const X16 = 16;
export const X17 = 17;
export const X18 = 18;
export const X19 = 19;
export const X27 = 27;
export const X28 = 28;
export const X29 = 29;
export const X30 = 30;
/** Register 31 where it is the stack pointer. */
export const SP = 31;
/** Register 31 where it is the zero register. */
export const ZR = 31;
export const V0 = FIRST_FP;
export const V30 = FIRST_FP + 30;
export const V31 = FIRST_FP + 31;

/** Frame pointer and link register (AAPCS64, section 6.1.1). */
export const FP = X29;
export const LR = X30;
/** Pinned: the context of the running instance. */
export const VMCTX = X28;
/** Pinned: base of memory 0 while the code generator says so. */
export const MEMORY_BASE = X27;
/**
 * The macro assembler's own general registers; neither holds a value between two of its methods.
 * By custom the first one is for addresses and right sides, the second one for data.
 */
export const SCRATCH = X16;
export const SCRATCH2 = X17;
/** The macro assembler's own floating-point registers; the second one, in front of the first one, is for vectors. */
export const SCRATCH_FP = V31;
export const SCRATCH_FP2 = V30;

// x18 belongs to the platform (AAPCS64, section 6.1.1).
const RESERVED_GP =
  (1 << X16) | (1 << X17) | (1 << X18) | (1 << X27) | (1 << X28) | (1 << X29) | (1 << X30);

/** Mask of the general registers that may hold values. */
export const ALLOCATABLE_GP = 0x7fff_ffff & ~RESERVED_GP;
/** Mask of the vector registers that may hold values. */
export const ALLOCATABLE_FP = 0x3fff_ffff;

/**
 * The register's name in assembly text.
 * @param bytes width of the operand: 4 or 8, for vector registers also 1, 2 and 16
 * @param sp register 31 is the stack pointer, not the zero register
 */
export function registerName(reg: Reg, bytes = 8, sp = false): string {
  const n = reg & 31;
  if (reg >= FIRST_FP) {
    return `${bytes === 16 ? 'q' : bytes === 8 ? 'd' : bytes === 4 ? 's' : bytes === 2 ? 'h' : 'b'}${n}`;
  }
  if (n === 31) return sp ? (bytes === 8 ? 'sp' : 'wsp') : bytes === 8 ? 'xzr' : 'wzr';
  return `${bytes === 8 ? 'x' : 'w'}${n}`;
}
