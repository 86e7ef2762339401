import { NO_REG, type Reg, type Slot } from '../../abi/places.js';
import type { Builtin, StructBuiltin } from '../../abi/vmctx-layout.js';
import type { i64, u32 } from '../../wasm/numbers.js';
import type { TrapKind } from '../../wasm/trap-kind.js';
import type { Kind } from '../../wasm/value-types.js';
import type { AtomicAssembler } from '../atomic-assembler.js';
import { IMM, type Label, type MachineTraits, type MacroAssembler } from '../macro-assembler.js';
import type {
  Condition,
  Conversion,
  FloatOp,
  FloatUnary,
  IntOp,
  IntUnary,
  LoadOp,
  WideOp,
} from '../operators.js';
import { StoreOp } from '../operators.js';
import * as runtimeCalls from '../runtime-calls.js';
import type { VectorAssembler } from '../vector-assembler.js';
import { Aarch64Atomics } from './atomics.js';
import * as calls from './calls.js';
import * as conditions from './conditions.js';
import * as control from './control.js';
import * as conversions from './conversions.js';
import * as frame from './frame.js';
import * as islands from './islands.js';
import { Aarch64Machine } from './machine.js';
import * as memory from './memory.js';
import * as moves from './moves.js';
import * as numeric from './numeric.js';
import { ALLOCATABLE_FP, ALLOCATABLE_GP, MEMORY_BASE, VMCTX } from './registers.js';
import { Aarch64VectorMacroAssembler } from './vector-macro-assembler.js';
import * as wideArithmetic from './wide-arithmetic.js';

/**
 * The macro assembler of aarch64: Armv8.0-A with what every implementation for general use has (floating point
 * and Advanced SIMD). A method each line, and the concept that it belongs to; below lie, from the bottom,
 * `integer-assembler`, `assembler` and `machine`.
 */
export class Aarch64MacroAssembler extends Aarch64Machine implements MacroAssembler {
  readonly atomics: AtomicAssembler = new Aarch64Atomics(this);
  readonly traits: MachineTraits = {
    vmctx: VMCTX,
    memoryBase: MEMORY_BASE,
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
    searchedRuns: 16,
    zeroExtends: true,
    firstSlot: 0,
  };
  readonly vectors: VectorAssembler = new Aarch64VectorMacroAssembler(this);

  reserveOperator(): void {
    islands.reserveOperator(this);
  }

  // ---- frame ----------------------------------------------------------------------------------

  beginFunction(incomingBytes: number, outPointer: Reg, leaf: boolean): number {
    this.beginBody(incomingBytes, leaf);
    return frame.beginFunction(this, outPointer, leaf);
  }

  endFunction(frameBytes: number): void {
    frame.endFunction(this, frameBytes);
  }

  epilogue(): void {
    frame.epilogue(this);
  }

  loadOutPointer(dst: Reg): void {
    moves.loadOutPointer(this, dst);
  }

  zeroSlots(first: Slot, end: Slot): void {
    frame.zeroSlots(this, first, end);
  }

  // ---- moves ----------------------------------------------------------------------------------

  move(kind: Kind, dst: Reg, src: Reg): void {
    moves.move(this, kind, dst, src);
  }

  swap(kind: Kind, a: Reg, b: Reg): void {
    moves.swap(this, kind, a, b);
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

  restoreVmctx(): void {
    moves.restoreVmctx(this);
  }

  expectVmctx(base: Reg, offset: number): void {
    calls.expectVmctx(this, base, offset);
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
    conversions.convert(this, op, to, from, dst, src);
  }

  binary128(op: WideOp, lo: Reg, hi: Reg, lhsLo: Reg, lhsHi: Reg, rhsLo: Reg, rhsHi: Reg): void {
    wideArithmetic.binary128(this, op, lo, hi, lhsLo, lhsHi, rhsLo, rhsHi);
  }

  multiplyWide(op: WideOp, lo: Reg, hi: Reg, lhs: Reg, rhs: Reg): void {
    wideArithmetic.multiplyWide(this, op, lo, hi, lhs, rhs);
  }

  // ---- conditions -----------------------------------------------------------------------------

  compareHasImmediate(kind: Kind, lo: number, hi: number): boolean {
    return conditions.compareHasImmediate(kind, lo, hi);
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
    const code = conditions.compare(this, compared, cond, lhs, rhs);
    conditions.select(this, kind, dst, ifTrue, ifFalse, code);
  }

  // ---- linear memory --------------------------------------------------------------------------

  load(op: LoadOp, dst: Reg, base: Reg, index: Reg, offset: u32): void {
    memory.load(this, op, dst, base, index, offset);
  }

  store(op: StoreOp, src: Reg, base: Reg, index: Reg, offset: u32): void {
    if (src === IMM) memory.storeConstant(this, op, base, index, offset);
    else memory.store(this, op, src, base, index, offset);
  }

  /** Any: zero comes from the zero register, others go through a scratch register. */
  storeHasImmediate(op: StoreOp, _lo: number, _hi: number): boolean {
    return op !== StoreOp.V128;
  }

  boundsCheck(index: Reg, end: i64, lengthOffset: number): void {
    memory.boundsCheck(this, index, end, lengthOffset);
  }

  // ---- control --------------------------------------------------------------------------------

  jump(label: Label): void {
    control.jump(this, label);
  }

  jumpTable(index: Reg, labels: Int32Array, count: number, otherwise: Label): void {
    control.jumpTable(this, index, labels, count, otherwise);
  }

  // ---- calls ----------------------------------------------------------------------------------

  reserveOutgoing(bytes: number): void {
    calls.reserveOutgoing(this, bytes);
  }

  callFunction(funcIndex: number): void {
    calls.callFunction(this, funcIndex);
  }

  callImport(_funcIndex: number, entry: number, callee: Reg, vmctxArg: Reg): void {
    runtimeCalls.callImport(this, entry, callee, vmctxArg);
  }

  landingPad(): void {
    frame.landingPad(this);
  }

  callBuiltin(builtin: Builtin | StructBuiltin, callee: Reg): void {
    runtimeCalls.callBuiltin(this, builtin, callee);
  }

  callField(base: Reg, offset: number): void {
    calls.callField(this, base, offset);
  }

  callReg(reg: Reg): void {
    calls.callReg(this, reg);
  }

  tailMoveArgs(argBytes: number, keep: Reg): void {
    calls.tailMoveArgs(this, argBytes, keep);
  }

  tailLeave(argBytes: number, keep: Reg): void {
    calls.tailLeave(this, argBytes, keep);
  }

  tailJumpFunction(funcIndex: number): void {
    calls.tailJumpFunction(this, funcIndex);
  }

  tailJumpReg(reg: Reg): void {
    calls.tailJumpReg(this, reg);
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
    moves.loadElement(this, dst, base, index);
  }

  storeElement(src: Reg, base: Reg, index: Reg): void {
    moves.storeElement(this, src, base, index);
  }
}
