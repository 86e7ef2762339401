import type { Reg } from '../../abi/places.js';
import type { X64Assembler } from '../../masm/x64/assembler.js';
import type { Cond } from '../../masm/x64/integer-assembler.js';

/** A register becomes an address. */
export function address(asm: X64Assembler, reg: Reg, value: number): void {
  asm.movImmediate(reg, value | 0, Math.floor(value / 0x1_0000_0000));
}

/** A conditional jump to a later {@link bind}; returns the end of the instruction. */
export function forward(asm: X64Assembler, cond: Cond): number {
  asm.jccNear(cond, 0);
  return asm.pos;
}

export function bind(asm: X64Assembler, branch: number): void {
  asm.patch32(branch - 4, asm.pos - branch);
}
