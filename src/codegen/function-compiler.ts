import type { CallingConvention } from '../abi/convention.js';
import { incomingSlot } from '../abi/places.js';
import { type SignatureLayout, SignatureLayouts } from '../abi/signature-layout.js';
import { VmctxLayout } from '../abi/vmctx-layout.js';
import type { BoundsMode } from '../artifact/artifact.js';
import { LOCALS_PAGE, scan } from '../frontend/body-scan.js';
import type { OperatorSink } from '../frontend/operator-sink.js';
import type { MacroAssembler } from '../masm/macro-assembler.js';
import { type ModuleInfo, NO_INFO } from '../module/module-info.js';
import { stack } from '../stack/state.js';
import { LOC, Loc, RECORD, type ValueStack } from '../stack/value-stack.js';
import type { Op } from '../wasm/opcodes.js';
import type { FuncType } from '../wasm/types.js';
import { ValType } from '../wasm/value-types.js';
import { BUILTIN_TYPES } from './builtin-signatures.js';
import { Control } from './control.js';
import { PINS } from './operands.js';

/** Up to this many locals that start as zero are known constants, without a store. */
const MAX_CONSTANT_ZEROS = 8;

/**
 * Watches the compile operator by operator; for debugging. It must not compile anything itself: the
 * stacks are in use.
 */
export interface CompileObserver {
  function(funcIndex: number, codeOffset: number): void;
  /** After each operator: the state is on `stack`, its code lies from `codeStart` to `codeEnd`. */
  operator(op: Op, offset: number, stack: ValueStack, codeStart: number, codeEnd: number): void;
}

const NO_VMCTX = new VmctxLayout(NO_INFO);
const NO_OFFSETS = new Uint32Array(1);

/**
 * Generates machine code for one function after the other, in one pass, driven by the body decoder:
 * between {@link beginModule} and {@link endModule}, for one module after the other.
 *
 * The class chain goes by concept, each building on the one before: operands, merges, conditions,
 * numeric, variables, memory, calls, tail-calls, tables, control.
 */
export class FunctionCompiler extends Control implements OperatorSink {
  protected override info = NO_INFO;
  protected override explicitBounds = false;
  protected override signatures: SignatureLayouts;
  protected override readonly builtins: SignatureLayouts;
  protected override readonly convention: CallingConvention;
  protected override ownLayout: SignatureLayout;
  /** Code offset of each defined function, in order. */
  funcOffsets = NO_OFFSETS;
  private observer: CompileObserver | undefined = undefined;
  /** Records of locals are read even if the function does not name them. */
  private looksAtAllLocals = false;
  private operatorStart = 0;

  constructor(masm: MacroAssembler, convention: CallingConvention) {
    super(masm, NO_VMCTX);
    this.convention = convention;
    this.builtins = new SignatureLayouts(BUILTIN_TYPES, convention);
    this.signatures = this.builtins;
    this.ownLayout = this.builtins.get(0);
  }

  /**
   * The functions that follow are of a module, whose code is the first in the buffer.
   *
   * @param verify `endOperator` is going to be called, or an observer is there
   */
  beginModule(
    info: ModuleInfo,
    bounds: BoundsMode,
    observer: CompileObserver | undefined,
    verify: boolean,
  ): void {
    this.info = info;
    this.looksAtAllLocals = verify;
    this.vmctxLayout = new VmctxLayout(info);
    this.explicitBounds = bounds === 'explicit';
    this.signatures = new SignatureLayouts(info.typeTable, this.convention);
    this.funcOffsets = new Uint32Array(info.funcTypes.length - info.importedFuncs + 1);
    this.observer = observer;
    this.spills = 0;
    this.moves.count = 0;
    this.merges = 0;
    // The code of a module does not depend on the one before.
    this.nextVictim = 0;
  }

  /** Lets go of the module and its code, which were copied. */
  endModule(): void {
    this.info = NO_INFO;
    this.vmctxLayout = NO_VMCTX;
    this.signatures = this.builtins;
    this.ownLayout = this.builtins.get(0);
    this.funcOffsets = NO_OFFSETS;
    this.observer = undefined;
    this.masm.resetModule();
  }

  beginFunction(
    funcIndex: number,
    type: FuncType,
    locals: Int32Array,
    localCount: number,
    offset: number,
  ): void {
    const { masm, info } = this;
    masm.sourceOffset = offset;
    stack.useRegisters(masm.traits.allocatableGp, masm.traits.allocatableFp);
    this.unpin();
    this.resetMerges();
    this.resetControl();
    this.dirtyConsts.length = 0;
    this.cleanConsts.length = 0;
    this.frameBytes = 0;
    this.here = 0;
    const layout = this.signatures.get(info.funcTypes[funcIndex]!);
    this.ownLayout = layout;
    masm.reserveOperator();
    const entry = masm.beginFunction(layout.stackBytes, layout.outPointer);
    this.funcOffsets[funcIndex - info.importedFuncs] = entry;
    masm.bindFunction(funcIndex, entry);
    let slot = 0;
    const paramCount = type.params.length;
    for (let i = 0; i < paramCount; i++) {
      const param = locals[i]! as ValType;
      const place = layout.paramPlaces[i]!;
      if (place < 0) {
        stack.addLocal(param, Loc.Stored, incomingSlot(~place));
        continue;
      }
      const read = scan.lastRead[i]! >= 0;
      const handle = stack.addLocal(param, read ? 0 : Loc.Stored, slot);
      slot += 8;
      if (!read) continue;
      stack.attach(handle, place);
      if (param === ValType.I32) stack.addFlags(handle, Loc.UpperUnknown);
    }
    stack.beginOperands(this.addDeclaredLocals(locals, paramCount, localCount, slot));
    this.operatorStart = masm.pos;
    this.observer?.function(funcIndex, entry);
  }

  /**
   * Declared locals are zero. Those that are set before any read need no zero: whatever their slots
   * hold is as good as stored. A few others start as constants; many are cleared in their slots.
   *
   * @returns the slot behind the last one
   */
  private addDeclaredLocals(
    locals: Int32Array,
    from: number,
    to: number,
    firstSlot: number,
  ): number {
    const { masm } = this;
    let needed = 0;
    for (let i = from; i < to; i++) {
      if (i % LOCALS_PAGE === 0 && !scan.usesPage(i)) i += LOCALS_PAGE - 1;
      else needed += scan.needsZero[i]!;
    }
    const inSlots = needed > MAX_CONSTANT_ZEROS;
    let slot = firstSlot;
    let runStart = slot;
    for (let i = from; i < to; i++, slot += 8) {
      if (i % LOCALS_PAGE === 0 && !scan.usesPage(i) && !this.looksAtAllLocals) {
        const count = Math.min(LOCALS_PAGE, to - i);
        stack.skipLocals(count);
        if (inSlots) masm.zeroSlots(runStart, slot);
        i += count - 1;
        slot += 8 * (count - 1);
        runStart = slot + 8;
        continue;
      }
      const type = locals[i]! as ValType;
      if (scan.needsZero[i] === 0) {
        stack.addLocal(type, Loc.Stored, slot);
        if (inSlots) masm.zeroSlots(runStart, slot);
        runStart = slot + 8;
        continue;
      }
      const handle = stack.addLocal(type, inSlots ? Loc.Const | Loc.Stored : Loc.Const, slot);
      stack.setConst(handle, 0, 0);
      if (inSlots) this.cleanConsts.push(handle);
      else this.dirtyConsts.push(handle);
    }
    if (inSlots) {
      masm.zeroSlots(runStart, slot);
      this.useSlot(slot);
    }
    return slot;
  }

  beginOperator(offset: number, position: number): void {
    this.here = position;
    this.masm.sourceOffset = offset;
    this.masm.reserveOperator();
  }

  endOperator(op: Op): void {
    const { masm } = this;
    stack.verify();
    if (PINS[0] !== 0 || PINS[1] !== 0) this.verifyPins();
    this.observer?.operator(op, masm.sourceOffset, stack, this.operatorStart, masm.pos);
    this.operatorStart = masm.pos;
  }

  /** Registers stay pinned between operators only for a pending condition. */
  private verifyPins(): void {
    const { rec, top } = stack;
    if ((rec[top - RECORD + LOC]! & Loc.Condition) === 0) {
      throw new Error(`registers stayed pinned: ${PINS[0]!.toString(2)} ${PINS[1]!.toString(2)}`);
    }
  }
}
