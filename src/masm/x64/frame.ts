import { NO_REG, type Reg, type Slot } from '../../abi/places.js';
import { VMCTX_STACK_LIMIT } from '../../abi/vmctx-layout.js';
import { TrapKind } from '../../wasm/trap-kind.js';
import { FrameState } from '../frame-states.js';
import { Sse, SseMem } from './assembler.js';
import { endLabels, trapOn } from './control.js';
import { Alu, Cond, Load, Store } from './integer-assembler.js';
import type { X64Machine } from './machine.js';
import { OUT_POINTER_HOME, SLOT_BASE, VMCTX_HOME } from './moves.js';
import { RBP, RSP, SCRATCH, SCRATCH_FP, VMCTX } from './registers.js';

/** Slots are cleared by straight code up to this many bytes. */
const UNROLLED_ZERO_BYTES = 32 * 8;

/** SUB rsp, imm32. */
const SUB_BYTES = 7;
const NOP = 0x90;

// Frames. `docs/abi.md` draws them.

export const beginFunction = (masm: X64Machine, outPointer: Reg, leaf: boolean): number => {
  const entry = masm.pos;
  // Where a leaf's body is in the module: no check says it.
  if (leaf) masm.markFaultSite(TrapKind.CallStackExhausted);
  masm.push(RBP);
  masm.mov(true, RBP, RSP);
  masm.aluImmediate32(Alu.Sub, true, RSP, 0);
  masm.framePatch = masm.pos - 4;
  if (!leaf) {
    masm.aluMem(Alu.Cmp, true, RSP, VMCTX, VMCTX_STACK_LIMIT);
    trapOn(masm, TrapKind.CallStackExhausted, Cond.B);
    masm.storeReg(Store.Mov64, VMCTX, RBP, VMCTX_HOME);
  }
  if (outPointer !== NO_REG) masm.storeReg(Store.Mov64, outPointer, RBP, OUT_POINTER_HOME);
  return entry;
};

export const endFunction = (masm: X64Machine, frameBytes: number): void => {
  // Below the two homes; rounding keeps rsp as aligned as rbp is.
  const size = (frameBytes - SLOT_BASE + 15) & ~15;
  if (size < 0) throw new RangeError(`frame of ${frameBytes} bytes`);
  if (size > masm.uncheckedFrame) checkBefore(masm, size);
  else masm.patch32(masm.framePatch, size);
  const { data, length } = masm.handlers.pads;
  for (let i = 0; i < length; i++) masm.patch32(data[i]!, -size);
  endLabels(masm);
};

/** LEA rsp, [rbp - size]; MOV vmctx, its home. */
export const landingPad = (masm: X64Machine): void => {
  // An offset that has four bytes.
  masm.lea(true, RSP, RBP, -0x1000);
  masm.notePad(masm.pos - 4);
  masm.loadReg(Load.Mov64, VMCTX, RBP, VMCTX_HOME);
};

/**
 * Makes the prologue's SUB a jump to here, and back: the new rsp is compared with the limit before it
 * becomes that. A signal could come in between, and needs room below rsp.
 */
const checkBefore = (masm: X64Machine, size: number): void => {
  const end = masm.framePatch + 4;
  const start = end - SUB_BYTES;
  masm.reserve(64);
  const here = masm.pos;
  masm.pos = start;
  masm.jmpNear(here - (start + 5));
  while (masm.pos < end) masm.emit8(NOP);
  masm.pos = here;
  masm.lea(true, SCRATCH, RSP, -size);
  masm.aluMem(Alu.Cmp, true, SCRATCH, VMCTX, VMCTX_STACK_LIMIT);
  trapOn(masm, TrapKind.CallStackExhausted, Cond.B);
  masm.mov(true, RSP, SCRATCH);
  masm.jmpNear(end - (masm.pos + 5));
};

export const epilogue = (masm: X64Machine): void => {
  leaveFrame(masm, masm.incomingBytes);
  masm.ret();
  masm.noteFrame(FrameState.Body);
};

/**
 * Tears the frame down and takes the first `bytes` bytes of the incoming arguments away. The
 * return address moves up by as much.
 */
export const leaveFrame = (masm: X64Machine, bytes: number): void => {
  masm.leave();
  masm.noteFrame(FrameState.Left);
  if (bytes === 0) return;
  // POP has moved rsp to the first argument when it computes the address. (RET with an immediate
  // would be limited to 16 bits.)
  masm.popMem(RSP, bytes - 8);
  masm.noteFrame(FrameState.Popped, bytes);
  if (bytes === 8) return;
  masm.aluImmediate(Alu.Add, true, RSP, bytes - 8);
  masm.noteFrame(FrameState.Left);
};

export const zeroSlots = (masm: X64Machine, first: Slot, end: Slot): void => {
  let bytes = end - first;
  if (bytes <= 0) return;
  masm.reserve(1024);
  // Slots grow downward: the area ends at the highest address.
  const top = SLOT_BASE - first;
  let low = top - bytes;
  if (bytes === 8) {
    masm.storeImmediate(Store.Mov64, RBP, low, 0);
    return;
  }
  masm.sse(Sse.Xorps, SCRATCH_FP, SCRATCH_FP);
  const rest = bytes > UNROLLED_ZERO_BYTES ? bytes & 31 : bytes;
  bytes -= rest;
  for (let left = rest; left > 0; ) {
    if (left >= 16) masm.sseMem(SseMem.StoreUps, SCRATCH_FP, RBP, low);
    else masm.sseMem(SseMem.StoreSd, SCRATCH_FP, RBP, low);
    const step = left >= 16 ? 16 : 8;
    low += step;
    left -= step;
  }
  if (bytes === 0) return;
  // Counts up from -bytes to 0.
  masm.movImmediate(SCRATCH, -bytes, -1);
  const loop = masm.pos;
  masm.sseMemIndexed(SseMem.StoreUps, SCRATCH_FP, RBP, SCRATCH, 0, top);
  masm.sseMemIndexed(SseMem.StoreUps, SCRATCH_FP, RBP, SCRATCH, 0, top + 16);
  masm.aluImmediate(Alu.Add, true, SCRATCH, 32);
  masm.jccShort(Cond.NE, loop - masm.pos - 2);
};
