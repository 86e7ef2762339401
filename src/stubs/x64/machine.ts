import type { Reg } from '../../abi/places.js';
import { X64_CONVENTION } from '../../masm/x64/convention.js';
import { NO_FEATURES } from '../../masm/x64/features.js';
import { Alu } from '../../masm/x64/integer-assembler.js';
import { X64MacroAssembler } from '../../masm/x64/macro-assembler.js';
import {
  R8,
  R9,
  R10,
  R12,
  R13,
  R14,
  R15,
  RAX,
  RBP,
  RBX,
  RCX,
  RSP,
} from '../../masm/x64/registers.js';
import { AddressForm, addressesAs } from '../addresses.js';
import type { StubMachine } from '../stub-machine.js';

/** The registers that a C function must keep (System V AMD64 ABI, figure 3.4). */
const CALLEE_SAVED: readonly Reg[] = [RBP, RBX, R12, R13, R14, R15];

/** The calling convention of System V. */
export function x64StubMachine(capacity: number): StubMachine {
  const masm = new X64MacroAssembler(NO_FEATURES, capacity);
  return {
    masm,
    convention: X64_CONVENTION,
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
    returnByJump(stackBytes) {
      masm.pop(RCX);
      if (stackBytes > 0) this.moveStack(stackBytes);
      masm.jmpReg(RCX);
    },
    saveForC() {
      for (const reg of CALLEE_SAVED) masm.push(reg);
    },
    restoreForC() {
      for (const reg of CALLEE_SAVED.toReversed()) masm.pop(reg);
    },
    keptForC: 8 * (CALLEE_SAVED.length + 1),
    frameRecordForC: 8 * (CALLEE_SAVED.length - 1),
    returnPopping(stackBytes) {
      if (stackBytes > 0) {
        // POP has moved rsp to the first argument when it computes the address.
        masm.popMem(RSP, stackBytes - 8);
        if (stackBytes > 8) this.moveStack(stackBytes - 8);
      }
      this.ret();
    },
    branchAddend: -4,
    push: (reg) => masm.push(reg),
    pop: (reg) => masm.pop(reg),
    threadRegister(dst) {
      // MOV rax, fs:[0], which holds its own address (System V ABI, section 3.4.6; ELF TLS, variant II).
      if (dst !== RAX) throw new RangeError('the thread register is read into rax');
      for (const byte of [0x64, 0x48, 0x8b, 0x04, 0x25, 0, 0, 0, 0]) masm.emit8(byte);
    },
    pushFrame() {
      masm.push(RBP);
      masm.mov(true, RBP, RSP);
    },
    popFrame: () => masm.pop(RBP),
    setStack: (reg) => masm.mov(true, RSP, reg),
    stackBelow(reg, bytes) {
      masm.mov(true, RSP, reg);
      masm.alu(Alu.Sub, true, RSP, bytes);
    },
    moveStack: (bytes) => masm.aluImmediate(Alu.Add, true, RSP, bytes),
    stackAddress: (dst, offset) => masm.lea(true, dst, RSP, offset),
    anyAddress(dst) {
      masm.mov64(dst);
      return masm.pos - 8;
    },
    ...addressesAs(AddressForm.Word),
    codeAddress(dst, offset) {
      masm.leaRip(dst, 0);
      masm.patchReference(masm.pos - 4, offset);
    },
  };
}
