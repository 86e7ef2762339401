import { Aarch64Assembler } from '../../masm/aarch64/assembler.js';
import { Alu, Bitfield, Cond, TwoSource } from '../../masm/aarch64/integer-assembler.js';
import { X0, X1, X2, X3, X4, X10, X11, ZR } from '../../masm/aarch64/registers.js';

/**
 * Code of a C function `void flush(void *start, void *end)` that makes new instructions visible:
 * data cache lines are cleaned and instruction cache lines invalidated to the point of unification
 * (Arm ARM DDI 0487, section B2.7.4, and the line sizes in CTR_EL0).
 *
 * aarch64 does not keep instruction fetches coherent with stores. Linux synchronises pages when it
 * first maps them as executable, once, but not what is written to them after that or through another
 * mapping. Who does that must call this, after the last store and before the first jump to the new
 * code. It takes the addresses that the code will run at, which must be readable; data caches behave
 * as physically tagged, so stores through another mapping are cleaned by it, too.
 *
 * The ISB is for the calling thread. Another one is safe if it learns of the code by something that
 * enters the kernel, such as its own start.
 */
export function cacheFlushRoutine(): Uint8Array {
  const asm = new Aarch64Assembler(256);
  // CTR_EL0: log2 of the words in a line, of data in bits 16-19, of instructions in bits 0-3.
  asm.readCacheType(X3);
  asm.movImmediate(X4, 4, 0);
  walk(asm, 16, () => asm.dcCvau(X2));
  asm.dsbIsh();
  walk(asm, 0, () => asm.icIvau(X2));
  asm.dsbIsh();
  asm.isb();
  asm.ret();
  return asm.bytes.slice(0, asm.pos);
}

/** `operation` on each line of x0 .. x1, at x2. */
function walk(asm: Aarch64Assembler, sizeBit: number, operation: () => void): void {
  asm.bitfield(Bitfield.Ubfm, true, X10, X3, sizeBit, sizeBit + 3);
  asm.twoSource(TwoSource.Lslv, true, X10, X4, X10);
  asm.addImmediate(Alu.Sub, true, X11, X10, 1);
  asm.alu(Alu.Bic, true, X2, X0, X11);
  const loop = asm.pos;
  asm.alu(Alu.Subs, true, ZR, X2, X1);
  const done = asm.pos;
  asm.bCond(Cond.Hs, 0);
  operation();
  asm.alu(Alu.Add, true, X2, X2, X10);
  asm.b(loop - asm.pos);
  asm.patchBranch19(done, asm.pos);
}
