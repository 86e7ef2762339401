import { FIRST_FP, NO_REG } from '../../abi/places.js';
import { AARCH64_CONVENTION } from '../../masm/aarch64/convention.js';
import {
  Alu,
  Extend,
  Mem,
  MoveWide,
  Pair,
  PairMode,
} from '../../masm/aarch64/integer-assembler.js';
import { Aarch64MacroAssembler } from '../../masm/aarch64/macro-assembler.js';
import { addOffset } from '../../masm/aarch64/moves.js';
import { FP, LR, SP, X0, X8, X9, X10, X11, X12, X19 } from '../../masm/aarch64/registers.js';
import { AddressForm, addressesAs } from '../addresses.js';
import type { StubMachine } from '../stub-machine.js';

const V8 = FIRST_FP + 8;
const X20 = 20;
const X21 = 21;
const X22 = 22;

/** Frame pointer and return address, as AAPCS64 lays them out. */
const FRAME_RECORD = 16;

/**
 * What a C function must keep (AAPCS64, sections 6.1.1 and 6.1.2), as `saveForC` stores it, from SP: frame
 * record, x19-x28 at 16, the low halves of v8-v15 at 96.
 */
const KEPT_GP = 16;
const KEPT_FP = 96;
const KEPT_BYTES = 160;

/** Frame record and three registers, a multiple of 16. */
const SAVED_BYTES = 48;

/** The calling convention of AAPCS64. */
export function aarch64StubMachine(capacity: number): StubMachine {
  const masm = new Aarch64MacroAssembler(capacity);
  return {
    masm,
    convention: AARCH64_CONVENTION,
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
    returnByJump(stackBytes) {
      addOffset(masm, SP, SP, stackBytes);
      masm.br(LR);
    },
    saveForC() {
      masm.pair(Pair.StpX, FP, LR, SP, -KEPT_BYTES, PairMode.Pre);
      for (let i = 0; i < 10; i += 2) masm.pair(Pair.StpX, X19 + i, X20 + i, SP, KEPT_GP + 8 * i);
      for (let i = 0; i < 8; i += 2) masm.pair(Pair.StpD, V8 + i, V8 + 1 + i, SP, KEPT_FP + 8 * i);
    },
    restoreForC() {
      for (let i = 0; i < 8; i += 2) masm.pair(Pair.LdpD, V8 + i, V8 + 1 + i, SP, KEPT_FP + 8 * i);
      for (let i = 0; i < 10; i += 2) masm.pair(Pair.LdpX, X19 + i, X20 + i, SP, KEPT_GP + 8 * i);
      masm.pair(Pair.LdpX, FP, LR, SP, KEPT_BYTES, PairMode.Post);
    },
    keptForC: KEPT_BYTES,
    frameRecordForC: 0,
    returnPopping(bytes) {
      addOffset(masm, SP, SP, bytes);
      masm.ret();
    },
    branchAddend: 0,
    push: (reg) => masm.pair(Pair.StpX, reg, LR, SP, -16, PairMode.Pre),
    pop: (reg) => masm.pair(Pair.LdpX, reg, LR, SP, 16, PairMode.Post),
    // MRS Xt, TPIDR_EL0.
    threadRegister: (dst) => masm.emit32(0xd53bd040 | dst),
    pushFrame() {
      masm.pair(Pair.StpX, FP, LR, SP, -FRAME_RECORD, PairMode.Pre);
      masm.movSp(FP, SP);
    },
    popFrame: () => masm.pair(Pair.LdpX, FP, LR, SP, FRAME_RECORD, PairMode.Post),
    setStack: (reg) => masm.movSp(SP, reg),
    stackBelow: (reg, bytes) => masm.aluExtended(Alu.Sub, true, SP, reg, bytes, Extend.Uxtx),
    moveStack: (bytes) => addOffset(masm, SP, SP, bytes),
    stackAddress: (dst, offset) => addOffset(masm, dst, SP, offset),
    anyAddress(dst) {
      const at = masm.pos;
      masm.moveWide(MoveWide.Movz, true, dst, 0, 0);
      for (const halfword of [1, 2]) masm.moveWide(MoveWide.Movk, true, dst, 0, halfword);
      return at;
    },
    ...addressesAs(AddressForm.Halfwords),
    codeAddress: (dst, offset) => masm.adr(dst, offset - masm.pos),
  };
}
