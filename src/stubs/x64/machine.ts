import { X64_CONVENTION } from '../../masm/x64/convention.js';
import { NO_FEATURES } from '../../masm/x64/features.js';
import { Alu } from '../../masm/x64/integer-assembler.js';
import { X64MacroAssembler } from '../../masm/x64/macro-assembler.js';
import { R8, R9, R10, R12, R13, R15, RAX, RBP, RBX, RCX, RSP } from '../../masm/x64/registers.js';
import type { StubMachine } from '../stub-machine.js';

/** The calling convention of System V. */
export function x64StubMachine(): StubMachine & { readonly masm: X64MacroAssembler } {
  const masm = new X64MacroAssembler(NO_FEATURES);
  return {
    masm,
    sp: RSP,
    fp: RBP,
    args: X64_CONVENTION.gpArgs,
    result: RAX,
    vectorCount: RAX,
    temps: [RAX, R10, RCX, R8, R9],
    saved: [RBX, R12, R13, R15],
    context: { fp: 120, pc: 168 },
    kernelFrame: false,
    enter(bytes) {
      // With the return address a multiple of 16.
      for (const reg of [RBX, R12, R13]) masm.push(reg);
      if (bytes > 0) this.moveStack(-bytes);
    },
    leave(bytes) {
      if (bytes > 0) this.moveStack(bytes);
      for (const reg of [R13, R12, RBX]) masm.pop(reg);
    },
    ret: () => masm.ret(),
    push: (reg) => masm.push(reg),
    pop: (reg) => masm.pop(reg),
    pushFrame() {
      masm.push(RBP);
      masm.mov(true, RBP, RSP);
    },
    popFrame: () => masm.pop(RBP),
    moveStack: (bytes) => masm.aluImmediate(Alu.Add, true, RSP, bytes),
    stackAddress: (dst, offset) => masm.lea(true, dst, RSP, offset),
    codeAddress(dst, offset) {
      masm.leaRip(dst, 0);
      masm.patchReference(masm.pos - 4, offset);
    },
  };
}
