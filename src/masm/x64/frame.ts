import { NO_REG, type Reg, type Slot } from '../../abi/places.js';
import { VMCTX_STACK_LIMIT } from '../../abi/vmctx-layout.js';
import { TrapKind } from '../../wasm/trap-kind.js';
import { Kind } from '../../wasm/value-types.js';
import { MAX_UNCHECKED_FRAME } from '../macro-assembler.js';
import { Sse, SseMem } from './assembler.js';
import { Alu, Cond, Load, Store } from './integer-assembler.js';
import { X64Memory } from './memory.js';
import { OUT_POINTER_HOME, SLOT_BASE, slotDisp, VMCTX_HOME } from './moves.js';
import { R10, R12, RBP, RBX, RSP, SCRATCH, SCRATCH_FP, VMCTX } from './registers.js';

/** Stack arguments of a tail call are moved by straight code up to this many words. */
const UNROLLED_WORDS = 16;
/** Slots are cleared by straight code up to this many bytes. */
const UNROLLED_ZERO_BYTES = 32 * 8;

/** SUB rsp, imm32. */
const SUB_BYTES = 7;
const NOP = 0x90;

/** Frames, calls and tail calls. `docs/abi.md` draws them. */
export class X64Frame extends X64Memory {
  private incomingBytes = 0;
  /** Position of the frame size in the prologue. */
  private framePatch = 0;
  reserveOperator(): void {
    this.reserve(1024);
  }

  // ---- frame ----------------------------------------------------------------------------------

  beginFunction(incomingBytes: number, outPointer: Reg): number {
    this.reserve(1024);
    this.beginBody();
    this.incomingBytes = incomingBytes;
    const entry = this.pos;
    this.push(RBP);
    this.mov(true, RBP, RSP);
    this.aluImmediate32(Alu.Sub, true, RSP, 0);
    this.framePatch = this.pos - 4;
    this.aluMem(Alu.Cmp, true, RSP, VMCTX, VMCTX_STACK_LIMIT);
    this.trapOn(TrapKind.CallStackExhausted, Cond.B);
    this.storeReg(Store.Mov64, VMCTX, RBP, VMCTX_HOME);
    if (outPointer !== NO_REG) this.storeReg(Store.Mov64, outPointer, RBP, OUT_POINTER_HOME);
    return entry;
  }

  endFunction(frameBytes: number): void {
    // Below the two homes; rounding keeps rsp as aligned as rbp is.
    const size = (frameBytes - SLOT_BASE + 15) & ~15;
    if (size < 0) throw new RangeError(`frame of ${frameBytes} bytes`);
    if (size > MAX_UNCHECKED_FRAME) this.checkBefore(size);
    else this.patch32(this.framePatch, size);
    this.endLabels();
  }

  /**
   * Makes the prologue's SUB a jump to here, and back: the new rsp is compared with the limit before it
   * becomes that. A signal could come in between, and needs room below rsp.
   */
  private checkBefore(size: number): void {
    const end = this.framePatch + 4;
    const start = end - SUB_BYTES;
    this.reserve(64);
    const here = this.pos;
    this.pos = start;
    this.jmpNear(here - (start + 5));
    while (this.pos < end) this.emit8(NOP);
    this.pos = here;
    this.lea(true, SCRATCH, RSP, -size);
    this.aluMem(Alu.Cmp, true, SCRATCH, VMCTX, VMCTX_STACK_LIMIT);
    this.trapOn(TrapKind.CallStackExhausted, Cond.B);
    this.mov(true, RSP, SCRATCH);
    this.jmpNear(end - (this.pos + 5));
  }

  epilogue(): void {
    this.leaveFrame(this.incomingBytes);
    this.ret();
  }

  /**
   * Tears the frame down and takes the first `bytes` bytes of the incoming arguments away. The
   * return address moves up by as much.
   */
  private leaveFrame(bytes: number): void {
    this.leave();
    if (bytes === 0) return;
    // POP has moved rsp to the first argument when it computes the address. (RET with an immediate
    // would be limited to 16 bits.)
    this.popMem(RSP, bytes - 8);
    if (bytes > 8) this.aluImmediate(Alu.Add, true, RSP, bytes - 8);
  }

  zeroSlots(first: Slot, end: Slot): void {
    let bytes = end - first;
    if (bytes <= 0) return;
    this.reserve(1024);
    // Slots grow downward: the area ends at the highest address.
    const top = SLOT_BASE - first;
    let low = top - bytes;
    if (bytes === 8) {
      this.storeImmediate(Store.Mov64, RBP, low, 0);
      return;
    }
    this.sse(Sse.Xorps, SCRATCH_FP, SCRATCH_FP);
    const rest = bytes > UNROLLED_ZERO_BYTES ? bytes & 31 : bytes;
    bytes -= rest;
    for (let left = rest; left > 0; ) {
      if (left >= 16) this.sseMem(SseMem.StoreUps, SCRATCH_FP, RBP, low);
      else this.sseMem(SseMem.StoreSd, SCRATCH_FP, RBP, low);
      const step = left >= 16 ? 16 : 8;
      low += step;
      left -= step;
    }
    if (bytes === 0) return;
    // Counts up from -bytes to 0.
    this.movImmediate(SCRATCH, -bytes, -1);
    const loop = this.pos;
    this.sseMemIndexed(SseMem.StoreUps, SCRATCH_FP, RBP, SCRATCH, 0, top);
    this.sseMemIndexed(SseMem.StoreUps, SCRATCH_FP, RBP, SCRATCH, 0, top + 16);
    this.aluImmediate(Alu.Add, true, SCRATCH, 32);
    this.jccShort(Cond.NE, loop - this.pos - 2);
  }

  // ---- outgoing arguments ---------------------------------------------------------------------
  // Every argument is written as 8 bytes, whatever its kind, so that a tail call's move of whole
  // words can be forwarded from the stores. Upper halves of 32-bit arguments mean nothing.

  reserveOutgoing(bytes: number): void {
    // 128 fits in a byte only when negative.
    if (bytes === 128) this.aluImmediate(Alu.Add, true, RSP, -128);
    else if (bytes > 0) this.aluImmediate(Alu.Sub, true, RSP, bytes);
  }

  storeOutgoing(kind: Kind, at: number, src: Reg): void {
    if (kind === Kind.I32) this.storeField(Kind.I64, src, RSP, at);
    else if (kind === Kind.F32) this.storeField(Kind.F64, src, RSP, at);
    else this.storeField(kind, src, RSP, at);
  }

  storeOutgoingConstant(kind: Kind, at: number, lo: number, hi: number): void {
    const high = kind === Kind.I32 || kind === Kind.F32 ? lo >> 31 : hi;
    this.storeFieldConstant(Kind.I64, RSP, at, lo, high);
  }

  copySlotToOutgoing(kind: Kind, at: number, src: Slot): void {
    const from = slotDisp(kind, src);
    if (kind === Kind.V128) {
      this.sseMem(SseMem.LoadUps, SCRATCH_FP, RBP, from);
      this.sseMem(SseMem.StoreUps, SCRATCH_FP, RSP, at);
      return;
    }
    const half = kind === Kind.I32 || kind === Kind.F32;
    this.loadReg(half ? Load.Mov32 : Load.Mov64, SCRATCH, RBP, from);
    this.storeReg(Store.Mov64, SCRATCH, RSP, at);
  }

  // ---- calls ----------------------------------------------------------------------------------

  expectVmctx(base: Reg, offset: number): void {
    this.aluMem(Alu.Cmp, true, VMCTX, base, offset);
    const same = this.skipIf(Cond.E);
    this.loadReg(Load.Mov64, VMCTX, base, offset);
    this.endSkip(same);
  }

  callFunction(funcIndex: number): void {
    this.emit8(0xe8);
    this.functionReference(funcIndex);
    this.noteCall();
  }

  callField(base: Reg, offset: number): void {
    this.callMem(base, offset);
    this.noteCall();
  }

  override callReg(reg: Reg): void {
    super.callReg(reg);
    this.noteCall();
  }

  tailJumpFunction(funcIndex: number): void {
    this.emit8(0xe9);
    this.functionReference(funcIndex);
  }

  tailJumpReg(reg: Reg): void {
    this.jmpReg(reg);
  }

  private functionReference(funcIndex: number): void {
    const at = this.pos;
    this.emit32(0);
    this.referToFunction(funcIndex, at);
  }

  // ---- tail calls -----------------------------------------------------------------------------

  /**
   * The staged arguments are at rsp and move up by a distance of at least 32 bytes, so words are
   * copied from the last to the first. Besides the scratch register it destroys r10, rbx and r12.
   */
  tailMoveArgs(argBytes: number, _keep: Reg): void {
    if (argBytes === 0) {
      this.leaveFrame(this.incomingBytes);
      return;
    }
    this.reserve(1024);
    const resized = argBytes !== this.incomingBytes;
    /** Of the first argument's new place, from rbp. */
    const to = 16 + this.incomingBytes - argBytes;
    if (resized) {
      // The copy may overwrite both.
      this.loadReg(Load.Mov64, R10, RBP, 8);
      this.loadReg(Load.Mov64, RBX, RBP, 0);
    }
    if (argBytes <= UNROLLED_WORDS * 8) {
      for (let at = argBytes - 8; at >= 0; at -= 8) {
        this.loadReg(Load.Mov64, SCRATCH, RSP, at);
        this.storeReg(Store.Mov64, SCRATCH, RBP, to + at);
      }
    } else {
      this.movImmediate(R12, argBytes, 0);
      const loop = this.pos;
      this.loadRegIndexed(Load.Mov64, SCRATCH, RSP, R12, 0, -8);
      this.storeRegIndexed(Store.Mov64, SCRATCH, RBP, R12, 0, to - 8);
      this.aluImmediate(Alu.Sub, true, R12, 8);
      this.jccShort(Cond.NE, loop - this.pos - 2);
    }
    if (resized) {
      this.storeReg(Store.Mov64, R10, RBP, to - 8);
      this.lea(true, RSP, RBP, to - 8);
      this.mov(true, RBP, RBX);
    } else {
      this.leave();
    }
  }

  tailLeave(argBytes: number, _keep: Reg): void {
    if (argBytes > this.incomingBytes) throw new RangeError('tail arguments outside of their area');
    this.leaveFrame(this.incomingBytes - argBytes);
  }
}
