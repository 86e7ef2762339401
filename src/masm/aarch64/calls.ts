import type { Reg } from '../../abi/places.js';
import { Kind } from '../../wasm/value-types.js';
import { FrameState } from '../frame-states.js';
import { endSkip, skipIf } from './control.js';
import { leaveFrame } from './frame.js';
import { Alu, Cond, Extend, Mem, Pair, PairMode } from './integer-assembler.js';
import type { Aarch64Machine } from './machine.js';
import { addOffset, loadField } from './moves.js';
import { FP, LR, SCRATCH, SCRATCH2, SP, VMCTX, X10, X11, X12, ZR } from './registers.js';

// Outgoing arguments, calls and tail calls. `docs/abi.md` draws them.

/** Stack arguments of a tail call are moved by straight code up to this many bytes. */
const UNROLLED_BYTES = 16 * 8;

export const reserveOutgoing = (masm: Aarch64Machine, bytes: number): void => {
  if (bytes === 0) return;
  addOffset(masm, SP, SP, -bytes);
  masm.outgoing += bytes;
};

// ---- calls ----------------------------------------------------------------------------------

export const expectVmctx = (masm: Aarch64Machine, base: Reg, offset: number): void => {
  masm.access(Mem.LdrX, SCRATCH, base, offset);
  masm.alu(Alu.Subs, true, ZR, VMCTX, SCRATCH);
  const same = skipIf(masm, Cond.Eq);
  masm.mov(true, VMCTX, SCRATCH);
  endSkip(masm, same);
};

const endCall = (masm: Aarch64Machine): void => {
  masm.noteCall();
  // The callee takes its arguments away.
  masm.outgoing = 0;
};

export const callFunction = (masm: Aarch64Machine, funcIndex: number): void => {
  masm.bl(0);
  masm.referToFunction(funcIndex, masm.pos - 4);
  endCall(masm);
};

export const callField = (masm: Aarch64Machine, base: Reg, offset: number): void => {
  loadField(masm, Kind.I64, SCRATCH, base, offset);
  masm.blr(SCRATCH);
  endCall(masm);
};

export const callReg = (masm: Aarch64Machine, reg: Reg): void => {
  masm.blr(reg);
  endCall(masm);
};

export const tailJumpFunction = (masm: Aarch64Machine, funcIndex: number): void => {
  masm.b(0);
  masm.referToFunction(funcIndex, masm.pos - 4);
  masm.noteFrame(FrameState.Body);
};

export const tailJumpReg = (masm: Aarch64Machine, reg: Reg): void => {
  masm.br(reg);
  masm.noteFrame(FrameState.Body);
};

// ---- tail calls -----------------------------------------------------------------------------

/**
 * The staged arguments are at sp and move up, so they are copied from the last to the first, two
 * words at a time. Besides the scratch registers it destroys x10, x11 and x12.
 */
export const tailMoveArgs = (masm: Aarch64Machine, argBytes: number, _keep: Reg): void => {
  masm.outgoing = 0;
  if (argBytes === 0) {
    leaveFrame(masm, masm.incomingBytes);
    return;
  }
  masm.reserve(1024);
  /** Of the first argument's new place, from x29. */
  const to = 16 + masm.incomingBytes - argBytes;
  // The copy may overwrite both.
  masm.pair(Pair.LdpX, X10, LR, FP, 0);
  masm.noteFrame(FrameState.InRegisters);
  addOffset(masm, X11, FP, to);
  if (argBytes <= UNROLLED_BYTES) {
    for (let at = argBytes - 16; at >= 0; at -= 16) {
      masm.pair(Pair.LdpX, SCRATCH, SCRATCH2, SP, at);
      masm.pair(Pair.StpX, SCRATCH, SCRATCH2, X11, at);
    }
    masm.movSp(SP, X11);
  } else {
    addOffset(masm, X12, SP, argBytes);
    addOffset(masm, X11, X11, argBytes);
    const loop = masm.pos;
    masm.pair(Pair.LdpX, SCRATCH, SCRATCH2, X12, -16, PairMode.Pre);
    masm.pair(Pair.StpX, SCRATCH, SCRATCH2, X11, -16, PairMode.Pre);
    masm.aluExtended(Alu.Subs, true, ZR, SP, X12, Extend.Uxtx);
    masm.bCond(Cond.Ne, loop - masm.pos);
    masm.movSp(SP, X11);
  }
  masm.mov(true, FP, X10);
  masm.noteFrame(FrameState.Left);
};

export const tailLeave = (masm: Aarch64Machine, argBytes: number, _keep: Reg): void => {
  if (argBytes > masm.incomingBytes) throw new RangeError('tail arguments outside of their area');
  leaveFrame(masm, masm.incomingBytes - argBytes);
};
