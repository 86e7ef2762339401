import type { Reg } from '../../abi/places.js';
import type { Aarch64Assembler } from '../../masm/aarch64/assembler.js';
import { type Cond, Pair, PairMode } from '../../masm/aarch64/integer-assembler.js';
import { FP, LR, SP } from '../../masm/aarch64/registers.js';

/** Frame pointer and return address, as AAPCS64 lays them out. */
export const FRAME_RECORD = 16;

export function pushFrameRecord(asm: Aarch64Assembler): void {
  asm.pair(Pair.StpX, FP, LR, SP, -FRAME_RECORD, PairMode.Pre);
  asm.movSp(FP, SP);
}

export function address(asm: Aarch64Assembler, reg: Reg, value: number): void {
  asm.movImmediate(reg, value | 0, Math.floor(value / 0x1_0000_0000));
}

/** A conditional branch to a later {@link bind}; returns the place of the instruction. */
export function forward(asm: Aarch64Assembler, cond: Cond): number {
  asm.bCond(cond, 0);
  return asm.pos - 4;
}

export function bind(asm: Aarch64Assembler, branch: number): void {
  asm.patchBranch19(branch, asm.pos);
}
