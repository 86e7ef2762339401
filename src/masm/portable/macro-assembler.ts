import { NO_REG, type Reg, type Slot } from '../../abi/places.js';
import type { Builtin, StructBuiltin } from '../../abi/vmctx-layout.js';
import type { i64, u32 } from '../../wasm/numbers.js';
import { TrapKind } from '../../wasm/trap-kind.js';
import type { Kind } from '../../wasm/value-types.js';
import type { AtomicAssembler } from '../atomic-assembler.js';
import type { Label, MachineTraits, MacroAssembler } from '../macro-assembler.js';
import {
  type Condition,
  type Conversion,
  type FloatOp,
  type FloatUnary,
  type IntOp,
  type IntUnary,
  type LoadOp,
  StoreOp,
  type WideOp,
} from '../operators.js';
import type { VectorAssembler } from '../vector-assembler.js';
import { PortableAtomics } from './atomics.js';
import * as conditions from './conditions.js';
import { Code, HOME_WORDS, OUT_POINTER_HOME } from './encoding.js';
import { PortableMachine } from './machine.js';
import * as memory from './memory.js';
import * as moves from './moves.js';
import * as numeric from './numeric.js';
import { ALLOCATABLE_FP, ALLOCATABLE_GP, VMCTX, ZERO } from './registers.js';
import { PortableVectorMacroAssembler } from './vector-macro-assembler.js';

/** Largest frame, in words: sizes are checked before this many can come together. */
const MAX_FRAME_WORDS = 1 << 28;

/**
 * The macro assembler of the portable machine, whose code an interpreter runs. `encoding.ts` draws it.
 * A method each line, and the concept that it belongs to.
 */
export class PortableMacroAssembler extends PortableMachine implements MacroAssembler {
  readonly atomics: AtomicAssembler = new PortableAtomics(this);
  readonly traits: MachineTraits = {
    vmctx: VMCTX,
    memoryBase: NO_REG,
    allocatableGp: ALLOCATABLE_GP,
    allocatableFp: ALLOCATABLE_FP,
    shiftCountReg: NO_REG,
    divideLhs: NO_REG,
    divideClobber: NO_REG,
    quotientReg: NO_REG,
    remainderReg: NO_REG,
    productLo: NO_REG,
    productHi: NO_REG,
    indexNeedsZeroExtend: false,
    searchedRuns: 0,
    zeroExtends: false,
    firstSlot: 0,
  };
  readonly vectors: VectorAssembler = new PortableVectorMacroAssembler(this);

  reserveOperator(): void {
    this.reserve(1024);
  }

  // ---- frame ----------------------------------------------------------------------------------

  beginFunction(incomingBytes: number, outPointer: Reg): number {
    this.reserve(1024);
    this.beginBody(incomingBytes, false);
    this.outgoing = 0;
    const entry = this.pos;
    this.markFaultSite(TrapKind.CallStackExhausted);
    this.framePatch = this.pos + 4;
    this.emit2(Code.Enter, 0);
    if (outPointer !== NO_REG) {
      this.emit3(Code.StoreArg64, OUT_POINTER_HOME, 2 * outPointer);
    }
    return entry;
  }

  endFunction(frameBytes: number): void {
    const words = ((frameBytes + 15) >> 4) * 4 + HOME_WORDS;
    if (!(frameBytes >= 0 && words <= MAX_FRAME_WORDS)) {
      throw new RangeError(`frame of ${frameBytes} bytes`);
    }
    this.patch32(this.framePatch, words);
    const { pads } = this.handlers;
    for (let i = 0; i < pads.length; i++) this.patch32(pads.data[i]!, words);
    this.handlers.place(4 * words);
    this.emitStubs();
  }

  epilogue(): void {
    this.emit2(Code.Return, this.incomingBytes >> 2);
  }

  loadOutPointer(dst: Reg): void {
    moves.loadOutPointer(this, dst);
  }

  zeroSlots(first: Slot, end: Slot): void {
    moves.zeroSlots(this, first, end);
  }

  // ---- moves ----------------------------------------------------------------------------------

  move(kind: Kind, dst: Reg, src: Reg): void {
    moves.move(this, kind, dst, src);
  }

  swap(_kind: Kind, a: Reg, b: Reg): void {
    this.emit3(Code.Swap, 2 * a, 2 * b);
  }

  constant(kind: Kind, dst: Reg, lo: number, hi: number): void {
    moves.constant(this, kind, dst, lo, hi);
  }

  loadSlot(kind: Kind, dst: Reg, slot: Slot): void {
    moves.loadSlot(this, kind, dst, slot);
  }

  storeSlot(kind: Kind, slot: Slot, src: Reg): void {
    moves.storeSlot(this, kind, slot, src);
  }

  copySlot(kind: Kind, dst: Slot, src: Slot): void {
    moves.copySlot(this, kind, dst, src);
  }

  loadField(kind: Kind, dst: Reg, base: Reg, offset: number): void {
    moves.loadField(this, kind, dst, base, offset);
  }

  storeField(kind: Kind, src: Reg, base: Reg, offset: number): void {
    moves.storeField(this, kind, src, base, offset);
  }

  slotAreaAddress(dst: Reg, first: Slot, _bytes: number): void {
    moves.slotAreaAddress(this, dst, first);
  }

  /** Returns do it: they find the vmctx in the frame that they come back to. */
  restoreVmctx(): void {}

  expectVmctx(base: Reg, offset: number): void {
    this.emit3(Code.SetVmctxField, 2 * base, offset);
  }

  // ---- numeric --------------------------------------------------------------------------------

  binary(kind: Kind, op: IntOp | FloatOp, dst: Reg, lhs: Reg, rhs: Reg): void {
    numeric.binary(this, kind, op, dst, lhs, rhs);
  }

  hasImmediate(kind: Kind, op: IntOp | FloatOp, lo: number, hi: number): boolean {
    return numeric.hasImmediate(kind, op, lo, hi);
  }

  unary(kind: Kind, op: IntUnary | FloatUnary, dst: Reg, src: Reg): void {
    numeric.unary(this, kind, op, dst, src);
  }

  convert(op: Conversion, to: Kind, from: Kind, dst: Reg, src: Reg): void {
    numeric.convert(this, op, to, from, dst, src);
  }

  binary128(op: WideOp, lo: Reg, hi: Reg, lhsLo: Reg, lhsHi: Reg, rhsLo: Reg, rhsHi: Reg): void {
    numeric.wide(this, op, lo, hi, lhsLo, lhsHi, rhsLo, rhsHi);
  }

  multiplyWide(op: WideOp, lo: Reg, hi: Reg, lhs: Reg, rhs: Reg): void {
    numeric.wide(this, op, lo, hi, lhs, ZERO, rhs, ZERO);
  }

  // ---- conditions -----------------------------------------------------------------------------

  compareHasImmediate(kind: Kind, _lo: number, _hi: number): boolean {
    return conditions.compareHasImmediate(kind);
  }

  compareSet(kind: Kind, cond: Condition, dst: Reg, lhs: Reg, rhs: Reg): void {
    conditions.compareSet(this, kind, cond, dst, lhs, rhs);
  }

  compareBranch(kind: Kind, cond: Condition, lhs: Reg, rhs: Reg, label: Label): void {
    conditions.compareBranch(this, kind, cond, lhs, rhs, label);
  }

  compareSelect(
    kind: Kind,
    dst: Reg,
    ifTrue: Reg,
    ifFalse: Reg,
    compared: Kind,
    cond: Condition,
    lhs: Reg,
    rhs: Reg,
  ): void {
    conditions.compareSelect(this, kind, dst, ifTrue, ifFalse, compared, cond, lhs, rhs);
  }

  // ---- linear memory --------------------------------------------------------------------------

  load(op: LoadOp, dst: Reg, _base: Reg, index: Reg, offset: u32): void {
    memory.load(this, op, dst, index, offset);
  }

  store(op: StoreOp, src: Reg, _base: Reg, index: Reg, offset: u32): void {
    memory.store(this, op, src, index, offset);
  }

  storeHasImmediate(op: StoreOp, _lo: number, _hi: number): boolean {
    return op !== StoreOp.V128;
  }

  /** Accesses compare by themselves. */
  boundsCheck(_index: Reg, _end: i64, _lengthOffset: number): void {}

  // ---- control --------------------------------------------------------------------------------

  jump(label: Label): void {
    this.emit32(Code.Jump);
    this.emitLabel(label);
  }

  jumpTable(index: Reg, labels: Int32Array, count: number, otherwise: Label): void {
    this.reserve(64 + 4 * count);
    this.emit3(Code.JumpTable, 2 * index, count);
    this.emitLabel(otherwise);
    for (let i = 0; i < count; i++) this.emitLabel(labels[i]!);
  }

  // ---- calls ----------------------------------------------------------------------------------

  reserveOutgoing(bytes: number): void {
    this.outgoing += bytes;
  }

  private endCall(): void {
    this.noteCall();
    // The callee takes its arguments away.
    this.outgoing = 0;
  }

  callFunction(funcIndex: number): void {
    this.emit4(Code.Call, funcIndex, this.outgoing >> 2, 0);
    this.endCall();
  }

  callImport(funcIndex: number, entry: number, _callee: Reg, _vmctxArg: Reg): void {
    if (funcIndex < 0) this.emit4(Code.CallTag, ~funcIndex, this.outgoing >> 2, entry >> 2);
    else this.emit4(Code.Call, funcIndex, this.outgoing >> 2, entry >> 2);
    this.endCall();
  }

  landingPad(): void {
    this.notePad(this.pos + 4);
    this.emit2(Code.Land, 0);
  }

  callBuiltin(builtin: Builtin | StructBuiltin, _callee: Reg): void {
    this.emit4(Code.CallBuiltin, builtin, this.outgoing >> 2, 0);
    this.endCall();
  }

  callField(base: Reg, offset: number): void {
    this.emit4(Code.CallField, 2 * base, offset, this.outgoing >> 2);
    this.endCall();
  }

  callReg(): never {
    throw new Error('internal error: only stubs of machine code call so');
  }

  tailMoveArgs(argBytes: number, _keep: Reg): void {
    this.emit3(Code.TailMove, argBytes >> 2, this.incomingBytes >> 2);
    this.outgoing = 0;
  }

  tailLeave(argBytes: number, _keep: Reg): void {
    if (argBytes > this.incomingBytes) throw new RangeError('tail arguments outside of their area');
    this.emit2(Code.TailLeave, (this.incomingBytes - argBytes) >> 2);
  }

  tailJumpFunction(funcIndex: number): void {
    this.emit2(Code.TailJump, funcIndex);
  }

  tailJumpReg(reg: Reg): void {
    this.emit2(Code.TailJumpRegister, 2 * reg);
  }

  // ---- traps ----------------------------------------------------------------------------------

  trapUnlessBelowField(kind: TrapKind, index: Reg, base: Reg, offset: number): void {
    conditions.trapUnlessBelowField(this, kind, index, base, offset);
  }

  trapUnlessFieldsEqual(
    kind: TrapKind,
    baseA: Reg,
    offsetA: number,
    baseB: Reg,
    offsetB: number,
  ): void {
    conditions.trapUnlessFieldsEqual(this, kind, baseA, offsetA, baseB, offsetB);
  }

  loadElement(dst: Reg, base: Reg, index: Reg): void {
    this.emit4(Code.LoadElement, 2 * dst, 2 * base, 2 * index);
  }

  storeElement(src: Reg, base: Reg, index: Reg): void {
    this.emit4(Code.StoreElement, 2 * src, 2 * base, 2 * index);
  }
}
