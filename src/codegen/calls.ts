import type { CallingConvention } from '../abi/convention.js';
import { NO_REG, type Reg } from '../abi/places.js';
import type { SignatureLayout, SignatureLayouts } from '../abi/signature-layout.js';
import {
  type Builtin,
  FUNCREF_CODE,
  FUNCREF_SIGNATURE,
  FUNCREF_VMCTX,
  IMPORT_VMCTX,
  TABLE_LENGTH,
  THREAD_BUILTINS,
  VMCTX_THREAD,
} from '../abi/vmctx-layout.js';
import { stack } from '../stack/state.js';
import { HI, LO, LOC, Loc, RECORD } from '../stack/value-stack.js';
import { TrapKind } from '../wasm/trap-kind.js';
import { Kind, kindOf, ValType } from '../wasm/value-types.js';
import { MemoryAccess } from './memory.js';

/** Calls: to functions of the module, to imports, through tables and to the runtime's builtins. */
export abstract class Calls extends MemoryAccess {
  protected abstract readonly signatures: SignatureLayouts;
  protected abstract readonly convention: CallingConvention;

  call(funcIndex: number): void {
    const { masm, info } = this;
    const typeIndex = info.funcTypes[funcIndex]!;
    const layout = this.signatures.get(typeIndex);
    const { results } = info.typeAt(typeIndex)!;
    const first = stack.top - layout.paramKinds.length * RECORD;
    if (funcIndex < info.importedFuncs) {
      const { calleeReg } = this.convention;
      const area = this.beginCall(layout, first);
      this.emitArgs(layout, first, area);
      const entry = this.vmctxLayout.importedFunc(funcIndex);
      masm.loadField(Kind.I64, calleeReg, masm.vmctx, entry);
      masm.loadField(Kind.I64, masm.vmctx, masm.vmctx, entry + IMPORT_VMCTX);
      masm.callReg(calleeReg);
      this.endCall(layout, first, area, results);
      return;
    }
    const area = this.beginCall(layout, first);
    this.emitArgs(layout, first, area);
    masm.callFunction(funcIndex);
    this.endCall(layout, first, area, results);
  }

  callIndirect(typeIndex: number, table: number): void {
    const { masm } = this;
    const layout = this.signatures.get(typeIndex);
    const callee = this.popCallee(typeIndex, table);
    const first = stack.top - layout.paramKinds.length * RECORD;
    const area = this.beginCall(layout, first);
    this.emitArgs(layout, first, area);
    masm.loadField(Kind.I64, masm.vmctx, callee, FUNCREF_VMCTX);
    masm.callField(callee, FUNCREF_CODE);
    this.endCall(layout, first, area, this.info.typeAt(typeIndex)!.results);
  }

  /**
   * Pops a table index and leaves the function reference, checked for its type, in the convention's
   * callee register, pinned.
   */
  protected popCallee(typeIndex: number, table: number): Reg {
    const { masm, vmctxLayout } = this;
    const { calleeReg } = this.convention;
    const entry = vmctxLayout.table(table);
    this.popToFixedReg(calleeReg);
    this.evacuate(calleeReg);
    masm.trapUnlessBelowField(
      TrapKind.UndefinedElement,
      calleeReg,
      masm.vmctx,
      entry + TABLE_LENGTH,
    );
    const elements = this.allocGp();
    masm.loadField(Kind.I64, elements, masm.vmctx, entry);
    // The compare looked at 32 bits; loadElement extends these and ignores what is above.
    masm.loadElement(calleeReg, elements, calleeReg);
    masm.markFaultSite(TrapKind.UninitializedElement);
    masm.trapUnlessFieldsEqual(
      TrapKind.IndirectCallTypeMismatch,
      calleeReg,
      FUNCREF_SIGNATURE,
      masm.vmctx,
      vmctxLayout.signature(typeIndex),
    );
    return calleeReg;
  }

  /**
   * Calls a builtin with `immediateCount` constants (at most two) in front of the operands that its
   * signature has besides. Its operands are popped, its result is pushed as `result`, if it has one.
   */
  protected callBuiltin(
    builtin: Builtin,
    layout: SignatureLayout,
    results: readonly ValType[],
    immediateCount: number,
    immediate0: number,
    immediate1: number,
  ): void {
    const { masm } = this;
    const { calleeReg } = this.convention;
    const first = stack.top - (layout.paramKinds.length - immediateCount) * RECORD;
    const area = this.beginCall(layout, first);
    this.emitArgs(layout, first - immediateCount * RECORD, area, immediateCount);
    if (immediateCount > 0) masm.constant(Kind.I32, layout.paramPlaces[0]!, immediate0, 0);
    if (immediateCount > 1) masm.constant(Kind.I32, layout.paramPlaces[1]!, immediate1, 0);
    masm.loadField(Kind.I64, calleeReg, masm.vmctx, VMCTX_THREAD);
    masm.callField(calleeReg, THREAD_BUILTINS + 8 * builtin);
    this.endCall(layout, first, area, results);
  }

  /**
   * Stores what a call destroys, and finds room for results behind an out-pointer: a slot area above
   * everything that the arguments and the results use. Returns the area's first slot.
   */
  private beginCall(layout: SignatureLayout, first: number): number {
    this.storeAllBelow(first);
    if (layout.outPointer === NO_REG) return 0;
    const operands = stack.slotOf(stack.top);
    const results = stack.slotOf(first) + 8 * layout.resultKinds.length;
    const area = Math.max(operands, results);
    this.useSlot(area + layout.resultBytes);
    return area;
  }

  /**
   * Puts the arguments, operands from handle `first` on, where the callee expects them; parameters
   * below `skip` are left out.
   */
  private emitArgs(layout: SignatureLayout, first: number, area: number, skip = 0): void {
    const { masm } = this;
    if (layout.stackBytes > 0) {
      masm.reserveOutgoing(layout.stackBytes);
      this.emitStackArgs(layout, first);
    }
    this.emitRegisterArgs(layout, first, skip);
    if (layout.outPointer !== NO_REG) {
      masm.slotAreaAddress(layout.outPointer, area, layout.resultBytes);
    }
  }

  /** Stores the stack arguments to the outgoing area. */
  protected emitStackArgs(layout: SignatureLayout, first: number): void {
    const { masm } = this;
    const { rec } = stack;
    const { paramPlaces, paramKinds } = layout;
    for (let i = 0; i < paramPlaces.length; i++) {
      const place = paramPlaces[i]!;
      if (place >= 0) continue;
      masm.reserveOperator();
      const handle = first + i * RECORD;
      const loc = rec[handle + LOC]!;
      const kind = paramKinds[i]! as Kind;
      if ((loc & Loc.InReg) !== 0) masm.storeOutgoing(kind, ~place, (loc >> 8) & 0xff);
      else if ((loc & Loc.Const) !== 0) {
        masm.storeOutgoingConstant(kind, ~place, rec[handle + LO]!, rec[handle + HI]!);
      } else masm.copySlotToOutgoing(kind, ~place, stack.slotOf(handle));
    }
  }

  /** Moves arguments into registers. The records stay; registers no longer hold what they say. */
  protected emitRegisterArgs(layout: SignatureLayout, first: number, skip = 0): void {
    const { rec } = stack;
    const { paramPlaces, paramKinds } = layout;
    let pending = false;
    for (let i = skip; i < paramPlaces.length; i++) {
      const place = paramPlaces[i]!;
      if (place < 0) continue;
      const loc = rec[first + i * RECORD + LOC]!;
      if ((loc & Loc.InReg) === 0) {
        pending = true;
        continue;
      }
      const from = (loc >> 8) & 0xff;
      // A move onto itself is added too: it keeps others from writing the register too early.
      this.moves.add(paramKinds[i]! as Kind, place, from);
    }
    this.masm.reserveOperator();
    this.moves.emit();
    if (!pending) return;
    for (let i = skip; i < paramPlaces.length; i++) {
      const place = paramPlaces[i]!;
      const handle = first + i * RECORD;
      if (place >= 0 && (rec[handle + LOC]! & Loc.InReg) === 0) this.emitToReg(handle, place);
    }
  }

  /** Pops the arguments, forgets the registers and pushes the results. */
  private endCall(
    layout: SignatureLayout,
    first: number,
    area: number,
    results: readonly ValType[],
  ): void {
    const { masm } = this;
    stack.dropTo(first);
    stack.emptyAll();
    this.unpin();
    this.memoryBaseValid = false;
    masm.restoreVmctx();
    if (results.length === 1) {
      const type = results[0]!;
      stack.pushReg(type, layout.resultReg, type === ValType.I32 ? Loc.UpperUnknown : 0);
    } else if (results.length > 1) this.loadResults(layout, area, results);
  }

  private loadResults(layout: SignatureLayout, area: number, results: readonly ValType[]): void {
    const { masm } = this;
    const base = this.allocGp();
    masm.slotAreaAddress(base, area, layout.resultBytes);
    this.pin(base);
    for (let i = 0; i < results.length; i++) {
      const kind = kindOf(results[i]!);
      masm.reserveOperator();
      const reg = this.alloc(kind);
      masm.loadField(kind, reg, base, layout.resultOffsets[i]!);
      stack.pushReg(results[i]!, reg, 0);
    }
    this.unpin();
  }
}
