import { NO_REG } from '../../abi/places.js';
import { AARCH64_CONVENTION } from '../../masm/aarch64/convention.js';
import { Mem, Pair, PairMode } from '../../masm/aarch64/integer-assembler.js';
import { Aarch64MacroAssembler } from '../../masm/aarch64/macro-assembler.js';
import { addOffset } from '../../masm/aarch64/moves.js';
import { FP, LR, SP, X0, X8, X9, X10, X11, X12, X19 } from '../../masm/aarch64/registers.js';
import type { StubMachine } from '../stub-machine.js';
import { FRAME_RECORD, pushFrameRecord } from './stub-parts.js';

const X20 = 20;
const X21 = 21;
const X22 = 22;

/** Frame record and three registers, a multiple of 16. */
const SAVED_BYTES = 48;

/** The calling convention of AAPCS64. */
export function aarch64StubMachine(): StubMachine & { readonly masm: Aarch64MacroAssembler } {
  const masm = new Aarch64MacroAssembler();
  return {
    masm,
    sp: SP,
    fp: FP,
    args: AARCH64_CONVENTION.gpArgs,
    result: X0,
    vectorCount: NO_REG,
    temps: [X9, X10, X11, X12, X8],
    saved: [X19, X20, X21, X22],
    context: { fp: 184 + 8 * 29, pc: 440 },
    kernelFrame: true,
    enter(bytes) {
      masm.pair(Pair.StpX, FP, LR, SP, -SAVED_BYTES, PairMode.Pre);
      masm.movSp(FP, SP);
      masm.pair(Pair.StpX, X19, X20, SP, 16);
      masm.access(Mem.StrX, X21, SP, 32);
      addOffset(masm, SP, SP, -bytes);
    },
    leave(bytes) {
      addOffset(masm, SP, SP, bytes);
      masm.access(Mem.LdrX, X21, SP, 32);
      masm.pair(Pair.LdpX, X19, X20, SP, 16);
      masm.pair(Pair.LdpX, FP, LR, SP, SAVED_BYTES, PairMode.Post);
    },
    ret: () => masm.ret(),
    push: (reg) => masm.pair(Pair.StpX, reg, LR, SP, -16, PairMode.Pre),
    pop: (reg) => masm.pair(Pair.LdpX, reg, LR, SP, 16, PairMode.Post),
    pushFrame: () => pushFrameRecord(masm),
    popFrame: () => masm.pair(Pair.LdpX, FP, LR, SP, FRAME_RECORD, PairMode.Post),
    moveStack: (bytes) => addOffset(masm, SP, SP, bytes),
    stackAddress: (dst, offset) => addOffset(masm, dst, SP, offset),
    codeAddress: (dst, offset) => masm.adr(dst, offset - masm.pos),
  };
}
