import type { CallingConvention } from '../abi/convention.js';
import { type SignatureLayout, SignatureLayouts } from '../abi/signature-layout.js';
import type { VmctxLayout } from '../abi/vmctx-layout.js';
import type { BoundsMode } from '../artifact/artifact.js';
import type { FuncType, ModuleInfo } from '../frontend/module-info.js';
import type { Op } from '../frontend/opcodes.js';
import type { OperatorSink } from '../frontend/operator-sink.js';
import { ValType } from '../frontend/value-types.js';
import { incomingSlot, type MacroAssembler } from '../masm/macro-assembler.js';
import type { ControlStack } from '../stack/control-stack.js';
import { LOC, Loc, RECORD, type ValueStack } from '../stack/value-stack.js';
import { BUILTIN_TYPES } from './builtin-signatures.js';
import { Control } from './control.js';

/** Watches the compile operator by operator; for debugging. */
export interface CompileObserver {
  function(funcIndex: number, codeOffset: number): void;
  /** After each operator: the state is on `stack`, its code lies from `codeStart` to `codeEnd`. */
  operator(op: Op, offset: number, stack: ValueStack, codeStart: number, codeEnd: number): void;
}

/**
 * Generates machine code for one function after the other, in one pass, driven by the body decoder.
 *
 * The class chain goes by concept, each building on the one before: operands, merges, conditions,
 * numeric, variables, memory, calls, tail-calls, tables, control.
 */
export class FunctionCompiler extends Control implements OperatorSink {
  protected override readonly control: ControlStack;
  protected override readonly info: ModuleInfo;
  protected override readonly bounds: BoundsMode;
  protected override readonly signatures: SignatureLayouts;
  protected override readonly builtins: SignatureLayouts;
  protected override readonly convention: CallingConvention;
  protected override ownLayout: SignatureLayout;
  /** Code offset of each defined function, in order. */
  readonly funcOffsets: Uint32Array;
  private readonly observer: CompileObserver | undefined;
  private operatorStart = 0;

  constructor(
    masm: MacroAssembler,
    stack: ValueStack,
    control: ControlStack,
    info: ModuleInfo,
    vmctxLayout: VmctxLayout,
    convention: CallingConvention,
    bounds: BoundsMode,
    observer: CompileObserver | undefined,
  ) {
    super(masm, stack, vmctxLayout);
    this.control = control;
    this.info = info;
    this.bounds = bounds;
    this.convention = convention;
    this.signatures = new SignatureLayouts(info.types, convention);
    this.builtins = new SignatureLayouts(BUILTIN_TYPES, convention);
    this.ownLayout = this.builtins.get(0);
    this.funcOffsets = new Uint32Array(info.funcTypes.length - info.importedFuncs + 1);
    this.observer = observer;
  }

  beginFunction(
    funcIndex: number,
    type: FuncType,
    locals: Uint8Array,
    localCount: number,
    offset: number,
  ): void {
    const { masm, stack, info } = this;
    masm.sourceOffset = offset;
    this.unpin();
    this.resetMerges();
    this.resetControl();
    this.dirtyConsts.length = 0;
    this.cleanConsts.length = 0;
    this.frameBytes = 0;
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
      const handle = stack.addLocal(param, 0, slot);
      slot += 8;
      stack.attach(handle, place);
      if (param === ValType.I32) stack.addFlags(handle, Loc.UpperUnknown);
    }
    const zeroed = slot;
    for (let i = paramCount; i < localCount; i++) {
      // Declared locals are zero: known constants that are stored already.
      const handle = stack.addLocal(locals[i]! as ValType, Loc.Const | Loc.Stored, slot);
      stack.setConst(handle, 0, 0);
      this.cleanConsts.push(handle);
      slot += 8;
    }
    if (slot > zeroed) {
      masm.zeroSlots(zeroed, slot);
      this.useSlot(slot);
    }
    stack.beginOperands(slot);
    this.operatorStart = masm.pos;
    this.observer?.function(funcIndex, entry);
  }

  beginOperator(offset: number): void {
    this.masm.sourceOffset = offset;
    this.masm.reserveOperator();
  }

  endOperator(op: Op): void {
    const { masm, stack } = this;
    stack.verify();
    if (this.pinGp !== 0 || this.pinFp !== 0) this.verifyPins();
    this.observer?.operator(op, masm.sourceOffset, stack, this.operatorStart, masm.pos);
    this.operatorStart = masm.pos;
  }

  /** Registers stay pinned between operators only for a pending condition. */
  private verifyPins(): void {
    const { rec, top } = this.stack;
    if ((rec[top - RECORD + LOC]! & Loc.Condition) === 0) {
      throw new Error(
        `registers stayed pinned: ${this.pinGp.toString(2)} ${this.pinFp.toString(2)}`,
      );
    }
  }
}
