import { NO_REG, type Reg, type Slot } from '../../abi/places.js';
import { VMCTX_STACK_LIMIT } from '../../abi/vmctx-layout.js';
import { TrapKind } from '../../wasm/trap-kind.js';
import { FrameState } from '../frame-states.js';
import { trapOn } from './control.js';
import { isAddImmediate } from './immediates.js';
import { Alu, Cond, Extend, Mem, Pair, PairMode } from './integer-assembler.js';
import { beginLabels, endLabels } from './islands.js';
import type { Aarch64Machine } from './machine.js';
import { addOffset, HOME_BYTES, OUT_POINTER_HOME, storeWord, VMCTX_HOME } from './moves.js';
import { FP, LR, SCRATCH, SCRATCH2, SP, VMCTX, ZR } from './registers.js';

/** Slots are cleared by straight code up to this many bytes. */
const UNROLLED_ZERO_BYTES = 32 * 8;
/** The largest offset of a pair of general registers. */
const MAX_PAIR_OFFSET = 504;

// Frames. `docs/abi.md` draws them.

export const beginFunction = (masm: Aarch64Machine, outPointer: Reg, leaf: boolean): number => {
  beginLabels(masm);
  masm.outgoing = 0;
  const entry = masm.pos;
  // Where a leaf's body is in the module: no check says it.
  if (leaf) masm.markFaultSite(TrapKind.CallStackExhausted);
  masm.pair(Pair.StpX, FP, LR, SP, -16, PairMode.Pre);
  masm.movSp(FP, SP);
  masm.framePatch = masm.pos;
  masm.udf();
  if (!leaf) {
    masm.access(Mem.LdrX, SCRATCH, VMCTX, VMCTX_STACK_LIMIT);
    masm.aluExtended(Alu.Subs, true, ZR, SP, SCRATCH, Extend.Uxtx);
    trapOn(masm, TrapKind.CallStackExhausted, Cond.Lo);
  } else if (outPointer === NO_REG) return entry;
  if (outPointer === NO_REG) masm.access(Mem.StrX, VMCTX, FP, VMCTX_HOME);
  else masm.pair(Pair.StpX, outPointer, VMCTX, FP, OUT_POINTER_HOME);
  return entry;
};

export const endFunction = (masm: Aarch64Machine, frameBytes: number): void => {
  const size = (frameBytes + HOME_BYTES + 15) & ~15;
  if (size < 0 || frameBytes < 0) throw new RangeError(`frame of ${frameBytes} bytes`);
  patchPads(masm, size);
  if (size <= masm.uncheckedFrame && isAddImmediate(size)) {
    endLabels(masm);
    const end = masm.pos;
    masm.pos = masm.framePatch;
    masm.addImmediate(Alu.Sub, true, SP, SP, size);
    masm.pos = end;
    return;
  }
  // Too large for the one instruction: it becomes a jump to here, and back. The new sp is compared
  // with the limit before it becomes that: a signal could come in between, and needs room below sp.
  masm.reserve(64);
  masm.patch32(masm.framePatch, 0x14000000);
  masm.patchBranch26(masm.framePatch, masm.pos);
  addOffset(masm, SCRATCH, SP, -size);
  masm.access(Mem.LdrX, SCRATCH2, VMCTX, VMCTX_STACK_LIMIT);
  masm.alu(Alu.Subs, true, ZR, SCRATCH, SCRATCH2);
  trapOn(masm, TrapKind.CallStackExhausted, Cond.Lo);
  masm.movSp(SP, SCRATCH);
  masm.b(masm.framePatch + 4 - masm.pos);
  endLabels(masm);
};

/** A constant of 32 bits in two instructions, where the frame's size belongs. */
export const landingPad = (masm: Aarch64Machine): void => {
  masm.notePad(masm.pos);
  masm.emit32(MOVZ_X16);
  masm.emit32(MOVK_X16_HIGH);
  masm.aluExtended(Alu.Sub, true, SP, FP, SCRATCH, Extend.Uxtx);
  masm.access(Mem.LdrX, VMCTX, FP, VMCTX_HOME);
  masm.outgoing = 0;
};

const MOVZ_X16 = 0xd2800010 | 0;
const MOVK_X16_HIGH = 0xf2a00010 | 0;

const patchPads = (masm: Aarch64Machine, size: number): void => {
  const { pads } = masm.handlers;
  for (let i = 0; i < pads.length; i++) {
    const at = pads.data[i]!;
    masm.patch32(at, MOVZ_X16 | ((size & 0xffff) << 5));
    masm.patch32(at + 4, MOVK_X16_HIGH | ((size >>> 16) << 5));
  }
  masm.handlers.place(size);
};

export const epilogue = (masm: Aarch64Machine): void => {
  leaveFrame(masm, masm.incomingBytes);
  masm.ret();
  masm.noteFrame(FrameState.Body);
};

/** Tears the frame down and takes the first `bytes` bytes of the incoming arguments away. */
export const leaveFrame = (masm: Aarch64Machine, bytes: number): void => {
  masm.movSp(SP, FP);
  if (bytes + 16 <= MAX_PAIR_OFFSET) {
    masm.pair(Pair.LdpX, FP, LR, SP, bytes + 16, PairMode.Post);
    masm.noteFrame(FrameState.Left);
  } else {
    masm.pair(Pair.LdpX, FP, LR, SP, 16, PairMode.Post);
    masm.noteFrame(FrameState.Left);
    addOffset(masm, SP, SP, bytes);
  }
};

export const zeroSlots = (masm: Aarch64Machine, first: Slot, end: Slot): void => {
  let bytes = end - first;
  if (bytes <= 0) return;
  masm.reserve(1024);
  let at = first + masm.outgoing;
  if (bytes === 8) {
    storeWord(masm, Mem.StrX, ZR, at);
    return;
  }
  let base = SP;
  if (bytes > UNROLLED_ZERO_BYTES) {
    // Whole pairs in a loop; a word may be left.
    addOffset(masm, SCRATCH2, SP, at);
    masm.movImmediate(SCRATCH, bytes >> 4, 0);
    const loop = masm.pos;
    masm.pair(Pair.StpX, ZR, ZR, SCRATCH2, 16, PairMode.Post);
    masm.addImmediate(Alu.Subs, true, SCRATCH, SCRATCH, 1);
    masm.bCond(Cond.Ne, loop - masm.pos);
    if ((bytes & 8) !== 0) masm.access(Mem.StrX, ZR, SCRATCH2, 0);
    return;
  }
  if (at + bytes > MAX_PAIR_OFFSET) {
    addOffset(masm, SCRATCH2, SP, at);
    base = SCRATCH2;
    at = 0;
  }
  for (; bytes >= 16; bytes -= 16) {
    masm.pair(Pair.StpX, ZR, ZR, base, at);
    at += 16;
  }
  if (bytes > 0) masm.access(Mem.StrX, ZR, base, at);
};
