import type { Reg } from '../../abi/places.js';
import { FrameState } from '../frame-states.js';
import { endSkip, skipIf } from './control.js';
import { leaveFrame } from './frame.js';
import { Alu, Cond, Load, Store } from './integer-assembler.js';
import type { X64Machine } from './machine.js';
import { R10, R12, RBP, RBX, RSP, SCRATCH, VMCTX } from './registers.js';

// Outgoing arguments, calls and tail calls. `docs/abi.md` draws them.

/** Stack arguments of a tail call are moved by straight code up to this many words. */
const UNROLLED_WORDS = 16;

export const reserveOutgoing = (masm: X64Machine, bytes: number): void => {
  // 128 fits in a byte only when negative.
  if (bytes === 128) masm.aluImmediate(Alu.Add, true, RSP, -128);
  else if (bytes > 0) masm.aluImmediate(Alu.Sub, true, RSP, bytes);
};

// ---- calls ----------------------------------------------------------------------------------

export const expectVmctx = (masm: X64Machine, base: Reg, offset: number): void => {
  masm.aluMem(Alu.Cmp, true, VMCTX, base, offset);
  const same = skipIf(masm, Cond.E);
  masm.loadReg(Load.Mov64, VMCTX, base, offset);
  endSkip(masm, same);
};

export const callFunction = (masm: X64Machine, funcIndex: number): void => {
  masm.emit8(0xe8);
  functionReference(masm, funcIndex);
  masm.noteCall();
};

export const callField = (masm: X64Machine, base: Reg, offset: number): void => {
  masm.callMem(base, offset);
  masm.noteCall();
};

export const callAddress = (masm: X64Machine, reg: Reg): void => {
  masm.callRegister(reg);
  masm.noteCall();
};

export const tailJumpFunction = (masm: X64Machine, funcIndex: number): void => {
  masm.emit8(0xe9);
  functionReference(masm, funcIndex);
  masm.noteFrame(FrameState.Body);
};

export const tailJumpReg = (masm: X64Machine, reg: Reg): void => {
  masm.jmpReg(reg);
  masm.noteFrame(FrameState.Body);
};

const functionReference = (masm: X64Machine, funcIndex: number): void => {
  const at = masm.pos;
  masm.emit32(0);
  masm.referToFunction(funcIndex, at);
};

// ---- tail calls -----------------------------------------------------------------------------

/**
 * The staged arguments are at rsp and move up by a distance of at least 32 bytes, so words are
 * copied from the last to the first. Besides the scratch register it destroys r10, rbx and r12.
 */
export const tailMoveArgs = (masm: X64Machine, argBytes: number, _keep: Reg): void => {
  if (argBytes === 0) {
    leaveFrame(masm, masm.incomingBytes);
    return;
  }
  masm.reserve(1024);
  const resized = argBytes !== masm.incomingBytes;
  /** Of the first argument's new place, from rbp. */
  const to = 16 + masm.incomingBytes - argBytes;
  if (resized) {
    // The copy may overwrite both.
    masm.loadReg(Load.Mov64, R10, RBP, 8);
    masm.loadReg(Load.Mov64, RBX, RBP, 0);
    masm.noteFrame(FrameState.InRegisters);
  }
  if (argBytes <= UNROLLED_WORDS * 8) {
    for (let at = argBytes - 8; at >= 0; at -= 8) {
      masm.loadReg(Load.Mov64, SCRATCH, RSP, at);
      masm.storeReg(Store.Mov64, SCRATCH, RBP, to + at);
    }
  } else {
    masm.movImmediate(R12, argBytes, 0);
    const loop = masm.pos;
    masm.loadRegIndexed(Load.Mov64, SCRATCH, RSP, R12, 0, -8);
    masm.storeRegIndexed(Store.Mov64, SCRATCH, RBP, R12, 0, to - 8);
    masm.aluImmediate(Alu.Sub, true, R12, 8);
    masm.jccShort(Cond.NE, loop - masm.pos - 2);
  }
  if (resized) {
    masm.storeReg(Store.Mov64, R10, RBP, to - 8);
    masm.lea(true, RSP, RBP, to - 8);
    masm.mov(true, RBP, RBX);
  } else {
    masm.leave();
  }
  masm.noteFrame(FrameState.Left);
};

export const tailLeave = (masm: X64Machine, argBytes: number, _keep: Reg): void => {
  if (argBytes > masm.incomingBytes) throw new RangeError('tail arguments outside of their area');
  leaveFrame(masm, masm.incomingBytes - argBytes);
};
