import { NO_REG, type Reg, type Slot } from '../../abi/places.js';
import { VMCTX_STACK_LIMIT } from '../../abi/vmctx-layout.js';
import { TrapKind } from '../../wasm/trap-kind.js';
import { Kind } from '../../wasm/value-types.js';
import { MAX_UNCHECKED_FRAME } from '../macro-assembler.js';
import { isAddImmediate } from './immediates.js';
import { Alu, Cond, Extend, Mem, Pair, PairMode } from './integer-assembler.js';
import { A64Memory } from './memory.js';
import { HOME_BYTES, OUT_POINTER_HOME, VMCTX_HOME } from './moves.js';
import {
  FP,
  LR,
  SCRATCH,
  SCRATCH_FP,
  SCRATCH2,
  SP,
  VMCTX,
  X10,
  X11,
  X12,
  ZR,
} from './registers.js';

/** Stack arguments of a tail call are moved by straight code up to this many bytes. */
const UNROLLED_BYTES = 16 * 8;
/** Slots are cleared by straight code up to this many bytes. */
const UNROLLED_ZERO_BYTES = 32 * 8;
/** The largest offset of a pair of general registers. */
const MAX_PAIR_OFFSET = 504;

/** Frames, calls and tail calls. `docs/abi.md` draws them. */
export class A64Frame extends A64Memory {
  private incomingBytes = 0;
  /** Position of the SUB in the prologue that makes room for the frame. */
  private framePatch = 0;
  override resetModule(): void {
    super.resetModule();
    this.outgoing = 0;
  }

  // ---- frame ----------------------------------------------------------------------------------

  beginFunction(incomingBytes: number, outPointer: Reg): number {
    this.reserve(1024);
    this.beginBody();
    this.beginLabels();
    this.incomingBytes = incomingBytes;
    this.outgoing = 0;
    const entry = this.pos;
    this.pair(Pair.StpX, FP, LR, SP, -16, PairMode.Pre);
    this.movSp(FP, SP);
    this.framePatch = this.pos;
    this.udf();
    this.access(Mem.LdrX, SCRATCH, VMCTX, VMCTX_STACK_LIMIT);
    this.aluExtended(Alu.Subs, true, ZR, SP, SCRATCH, Extend.Uxtx);
    this.trapOn(TrapKind.CallStackExhausted, Cond.Lo);
    if (outPointer === NO_REG) this.access(Mem.StrX, VMCTX, FP, VMCTX_HOME);
    else this.pair(Pair.StpX, outPointer, VMCTX, FP, OUT_POINTER_HOME);
    return entry;
  }

  endFunction(frameBytes: number): void {
    const size = (frameBytes + HOME_BYTES + 15) & ~15;
    if (size < 0 || frameBytes < 0) throw new RangeError(`frame of ${frameBytes} bytes`);
    if (size <= MAX_UNCHECKED_FRAME && isAddImmediate(size)) {
      this.endLabels();
      const end = this.pos;
      this.pos = this.framePatch;
      this.addImmediate(Alu.Sub, true, SP, SP, size);
      this.pos = end;
      return;
    }
    // Too large for the one instruction: it becomes a jump to here, and back. The new sp is compared
    // with the limit before it becomes that: a signal could come in between, and needs room below sp.
    this.reserve(64);
    this.patch32(this.framePatch, 0x14000000);
    this.patchBranch26(this.framePatch, this.pos);
    this.addOffset(SCRATCH, SP, -size);
    this.access(Mem.LdrX, SCRATCH2, VMCTX, VMCTX_STACK_LIMIT);
    this.alu(Alu.Subs, true, ZR, SCRATCH, SCRATCH2);
    this.trapOn(TrapKind.CallStackExhausted, Cond.Lo);
    this.movSp(SP, SCRATCH);
    this.b(this.framePatch + 4 - this.pos);
    this.endLabels();
  }

  epilogue(): void {
    this.leaveFrame(this.incomingBytes);
    this.ret();
  }

  /** Tears the frame down and takes the first `bytes` bytes of the incoming arguments away. */
  private leaveFrame(bytes: number): void {
    this.movSp(SP, FP);
    if (bytes + 16 <= MAX_PAIR_OFFSET) {
      this.pair(Pair.LdpX, FP, LR, SP, bytes + 16, PairMode.Post);
    } else {
      this.pair(Pair.LdpX, FP, LR, SP, 16, PairMode.Post);
      this.addOffset(SP, SP, bytes);
    }
  }

  zeroSlots(first: Slot, end: Slot): void {
    let bytes = end - first;
    if (bytes <= 0) return;
    this.reserve(1024);
    let at = first + this.outgoing;
    if (bytes === 8) {
      this.storeWord(Mem.StrX, ZR, at);
      return;
    }
    let base = SP;
    if (bytes > UNROLLED_ZERO_BYTES) {
      // Whole pairs in a loop; a word may be left.
      this.addOffset(SCRATCH2, SP, at);
      this.movImmediate(SCRATCH, bytes >> 4, 0);
      const loop = this.pos;
      this.pair(Pair.StpX, ZR, ZR, SCRATCH2, 16, PairMode.Post);
      this.addImmediate(Alu.Subs, true, SCRATCH, SCRATCH, 1);
      this.bCond(Cond.Ne, loop - this.pos);
      if ((bytes & 8) !== 0) this.access(Mem.StrX, ZR, SCRATCH2, 0);
      return;
    }
    if (at + bytes > MAX_PAIR_OFFSET) {
      this.addOffset(SCRATCH2, SP, at);
      base = SCRATCH2;
      at = 0;
    }
    for (; bytes >= 16; bytes -= 16) {
      this.pair(Pair.StpX, ZR, ZR, base, at);
      at += 16;
    }
    if (bytes > 0) this.access(Mem.StrX, ZR, base, at);
  }

  // ---- outgoing arguments ---------------------------------------------------------------------
  // Every argument is written as 8 bytes, whatever its kind. Upper halves of 32-bit arguments mean
  // nothing.

  reserveOutgoing(bytes: number): void {
    if (bytes === 0) return;
    this.addOffset(SP, SP, -bytes);
    this.outgoing += bytes;
  }

  storeOutgoing(kind: Kind, at: number, src: Reg): void {
    if (kind === Kind.V128) this.accessFar(Mem.StrQ, src, SP, at);
    else this.storeWord(kind >= Kind.F32 ? Mem.StrD : Mem.StrX, src, at);
  }

  storeOutgoingConstant(kind: Kind, at: number, lo: number, hi: number): void {
    const narrow = kind === Kind.I32 || kind === Kind.F32;
    this.storeWord(Mem.StrX, this.constantToStore(lo, narrow ? 0 : hi), at);
  }

  copySlotToOutgoing(kind: Kind, at: number, src: Slot): void {
    if (kind === Kind.V128) {
      this.slotAccess(Mem.LdrQ, SCRATCH_FP, src);
      this.accessFar(Mem.StrQ, SCRATCH_FP, SP, at);
      return;
    }
    // All 8 bytes of the slot, whatever the kind.
    this.slotAccess(Mem.LdrX, SCRATCH2, src);
    this.storeWord(Mem.StrX, SCRATCH2, at);
  }

  // ---- calls ----------------------------------------------------------------------------------

  expectVmctx(base: Reg, offset: number): void {
    this.access(Mem.LdrX, SCRATCH, base, offset);
    this.alu(Alu.Subs, true, ZR, VMCTX, SCRATCH);
    const same = this.skipIf(Cond.Eq);
    this.mov(true, VMCTX, SCRATCH);
    this.endSkip(same);
  }

  override noteCall(): void {
    super.noteCall();
    // The callee takes its arguments away.
    this.outgoing = 0;
  }

  callFunction(funcIndex: number): void {
    this.bl(0);
    this.referToFunction(funcIndex, this.pos - 4);
    this.noteCall();
  }

  callField(base: Reg, offset: number): void {
    this.loadField(Kind.I64, SCRATCH, base, offset);
    this.blr(SCRATCH);
    this.noteCall();
  }

  callReg(reg: Reg): void {
    this.blr(reg);
    this.noteCall();
  }

  tailJumpFunction(funcIndex: number): void {
    this.b(0);
    this.referToFunction(funcIndex, this.pos - 4);
  }

  tailJumpReg(reg: Reg): void {
    this.br(reg);
  }

  // ---- tail calls -----------------------------------------------------------------------------

  /**
   * The staged arguments are at sp and move up, so they are copied from the last to the first, two
   * words at a time. Besides the scratch registers it destroys x10, x11 and x12.
   */
  tailMoveArgs(argBytes: number, _keep: Reg): void {
    this.outgoing = 0;
    if (argBytes === 0) {
      this.leaveFrame(this.incomingBytes);
      return;
    }
    this.reserve(1024);
    /** Of the first argument's new place, from x29. */
    const to = 16 + this.incomingBytes - argBytes;
    // The copy may overwrite both.
    this.pair(Pair.LdpX, X10, LR, FP, 0);
    this.addOffset(X11, FP, to);
    if (argBytes <= UNROLLED_BYTES) {
      for (let at = argBytes - 16; at >= 0; at -= 16) {
        this.pair(Pair.LdpX, SCRATCH, SCRATCH2, SP, at);
        this.pair(Pair.StpX, SCRATCH, SCRATCH2, X11, at);
      }
      this.movSp(SP, X11);
    } else {
      this.addOffset(X12, SP, argBytes);
      this.addOffset(X11, X11, argBytes);
      const loop = this.pos;
      this.pair(Pair.LdpX, SCRATCH, SCRATCH2, X12, -16, PairMode.Pre);
      this.pair(Pair.StpX, SCRATCH, SCRATCH2, X11, -16, PairMode.Pre);
      this.aluExtended(Alu.Subs, true, ZR, SP, X12, Extend.Uxtx);
      this.bCond(Cond.Ne, loop - this.pos);
      this.movSp(SP, X11);
    }
    this.mov(true, FP, X10);
  }

  tailLeave(argBytes: number, _keep: Reg): void {
    if (argBytes > this.incomingBytes) throw new RangeError('tail arguments outside of their area');
    this.leaveFrame(this.incomingBytes - argBytes);
  }
}
