/** Calls: to functions of the module, to imports, through tables and to the runtime's builtins. */

import { NO_REG, type Reg } from '../abi/places.js';
import type { SignatureLayout } from '../abi/signature-layout.js';
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
import { Loc, RECORD, regIn } from '../stack/value-stack.js';
import { TrapKind } from '../wasm/trap-kind.js';
import { Kind, kindOf, ValType } from '../wasm/value-types.js';
import { emitToReg, popToFixedReg } from './operands.js';
import { moves } from './parallel-moves.js';
import { alloc, allocGp, evacuate, pin, storeAllBelow, unpin, useSlot } from './registers.js';
import { fn } from './state.js';

/** Calls a function, of this module or imported. */
export const call = (funcIndex: number): void => {
  const masm = fn.masm;
  const info = fn.info;
  const typeIndex = info.funcTypes[funcIndex]!;
  const layout = fn.signatures.get(typeIndex);
  const results = info.typeAt(typeIndex)!.results;
  const first = stack.top - layout.paramKinds.length * RECORD;
  if (funcIndex < info.importedFuncs) {
    const calleeReg = fn.convention.calleeReg;
    const area = beginCall(layout, first);
    emitArgs(layout, first, area);
    const entry = fn.vmctx.importedFunc(funcIndex);
    masm.loadField(Kind.I64, calleeReg, masm.vmctx, entry);
    masm.loadField(Kind.I64, masm.vmctx, masm.vmctx, entry + IMPORT_VMCTX);
    masm.callReg(calleeReg);
    endCall(layout, first, area, results);
    return;
  }
  const area = beginCall(layout, first);
  emitArgs(layout, first, area);
  masm.callFunction(funcIndex);
  endCall(layout, first, area, results);
};

/** Calls the function of a table that the top operand is the index of. */
export const callIndirect = (typeIndex: number, table: number): void => {
  const masm = fn.masm;
  const layout = fn.signatures.get(typeIndex);
  const callee = popCallee(typeIndex, table);
  const first = stack.top - layout.paramKinds.length * RECORD;
  const area = beginCall(layout, first);
  emitArgs(layout, first, area);
  masm.loadField(Kind.I64, masm.vmctx, callee, FUNCREF_VMCTX);
  masm.callField(callee, FUNCREF_CODE);
  endCall(layout, first, area, fn.info.typeAt(typeIndex)!.results);
};

/**
 * Pops a table index and leaves the function reference, checked for its type, in the convention's
 * callee register, pinned.
 */
export const popCallee = (typeIndex: number, table: number): Reg => {
  const masm = fn.masm;
  const vmctxLayout = fn.vmctx;
  const calleeReg = fn.convention.calleeReg;
  const entry = vmctxLayout.table(table);
  popToFixedReg(calleeReg);
  evacuate(calleeReg);
  masm.trapUnlessBelowField(TrapKind.UndefinedElement, calleeReg, masm.vmctx, entry + TABLE_LENGTH);
  const elements = allocGp();
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
};

/**
 * Calls a builtin with `immediateCount` constants (at most two) in front of the operands that its
 * signature has besides. Its operands are popped, its result is pushed as `result`, if it has one.
 */
export const emitBuiltinCall = (
  builtin: Builtin,
  layout: SignatureLayout,
  results: readonly ValType[],
  immediateCount: number,
  immediate0: number,
  immediate1: number,
): void => {
  const masm = fn.masm;
  const calleeReg = fn.convention.calleeReg;
  const first = stack.top - (layout.paramKinds.length - immediateCount) * RECORD;
  const area = beginCall(layout, first);
  emitArgs(layout, first - immediateCount * RECORD, area, immediateCount);
  if (immediateCount > 0) masm.constant(Kind.I32, layout.paramPlaces[0]!, immediate0, 0);
  if (immediateCount > 1) masm.constant(Kind.I32, layout.paramPlaces[1]!, immediate1, 0);
  masm.loadField(Kind.I64, calleeReg, masm.vmctx, VMCTX_THREAD);
  masm.callField(calleeReg, THREAD_BUILTINS + 8 * builtin);
  endCall(layout, first, area, results);
};

/**
 * Stores what a call destroys, and finds room for results behind an out-pointer: a slot area above
 * everything that the arguments and the results use. Returns the area's first slot.
 */
const beginCall = (layout: SignatureLayout, first: number): number => {
  storeAllBelow(first);
  if (layout.outPointer === NO_REG) return 0;
  const operands = stack.slotOf(stack.top);
  const results = stack.slotOf(first) + 8 * layout.resultKinds.length;
  const area = Math.max(operands, results);
  useSlot(area + layout.resultBytes);
  return area;
};

/**
 * Puts the arguments, operands from handle `first` on, where the callee expects them; parameters
 * below `skip` are left out.
 */
const emitArgs = (layout: SignatureLayout, first: number, area: number, skip = 0): void => {
  const masm = fn.masm;
  if (layout.stackBytes > 0) {
    masm.reserveOutgoing(layout.stackBytes);
    emitStackArgs(layout, first);
  }
  emitRegisterArgs(layout, first, skip);
  if (layout.outPointer !== NO_REG) {
    masm.slotAreaAddress(layout.outPointer, area, layout.resultBytes);
  }
};

/** Stores the stack arguments to the outgoing area. */
export const emitStackArgs = (layout: SignatureLayout, first: number): void => {
  const masm = fn.masm;
  const paramPlaces = layout.paramPlaces;
  const paramKinds = layout.paramKinds;
  for (let i = 0; i < paramPlaces.length; i++) {
    const place = paramPlaces[i]!;
    if (place >= 0) continue;
    masm.reserveOperator();
    const handle = first + i * RECORD;
    const loc = stack.locAt(handle);
    const kind = paramKinds[i]! as Kind;
    if ((loc & Loc.InReg) !== 0) masm.storeOutgoing(kind, ~place, regIn(loc));
    else if ((loc & Loc.Const) !== 0) {
      masm.storeOutgoingConstant(kind, ~place, stack.loAt(handle), stack.hiAt(handle));
    } else masm.copySlotToOutgoing(kind, ~place, stack.slotOf(handle));
  }
};

/** Moves arguments into registers. The records stay; registers no longer hold what they say. */
export const emitRegisterArgs = (layout: SignatureLayout, first: number, skip = 0): void => {
  const paramPlaces = layout.paramPlaces;
  const paramKinds = layout.paramKinds;
  let pending = false;
  for (let i = skip; i < paramPlaces.length; i++) {
    const place = paramPlaces[i]!;
    if (place < 0) continue;
    const loc = stack.locAt(first + i * RECORD);
    if ((loc & Loc.InReg) === 0) {
      pending = true;
      continue;
    }
    const from = regIn(loc);
    // A move onto itself is added too: it keeps others from writing the register too early.
    moves.add(paramKinds[i]! as Kind, place, from);
  }
  fn.masm.reserveOperator();
  moves.emit(fn.masm);
  if (!pending) return;
  for (let i = skip; i < paramPlaces.length; i++) {
    const place = paramPlaces[i]!;
    const handle = first + i * RECORD;
    if (place >= 0 && (stack.locAt(handle) & Loc.InReg) === 0) emitToReg(handle, place);
  }
};

/** Pops the arguments, forgets the registers and pushes the results. */
const endCall = (
  layout: SignatureLayout,
  first: number,
  area: number,
  results: readonly ValType[],
): void => {
  const masm = fn.masm;
  stack.dropTo(first);
  stack.emptyAll();
  unpin();
  fn.memoryBaseValid = false;
  masm.restoreVmctx();
  if (results.length === 1) {
    const type = results[0]!;
    stack.pushReg(type, layout.resultReg, type === ValType.I32 ? Loc.UpperUnknown : 0);
  } else if (results.length > 1) loadResults(layout, area, results);
};

const loadResults = (layout: SignatureLayout, area: number, results: readonly ValType[]): void => {
  const masm = fn.masm;
  const base = allocGp();
  masm.slotAreaAddress(base, area, layout.resultBytes);
  pin(base);
  for (let i = 0; i < results.length; i++) {
    const kind = kindOf(results[i]!);
    masm.reserveOperator();
    const reg = alloc(kind);
    masm.loadField(kind, reg, base, layout.resultOffsets[i]!);
    stack.pushReg(results[i]!, reg, 0);
  }
  unpin();
};
