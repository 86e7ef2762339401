/**
 * Tail calls: the callee's frame takes the place of this one's.
 *
 * The callee's stack arguments must end where this function's own do, because the callee takes away
 * what it got and the caller above expects just that. Operands never live in the incoming area (only
 * parameters do, and local.get loads these into registers), so arguments that need no more room than
 * the incoming ones are written there directly; more are staged below the frame and moved up.
 */

import { incomingSlot, NO_REG, outgoingSlot, type Reg } from '../abi/places.js';
import type { Layout } from '../abi/signature-layout.js';
import {
  FUNCREF_CODE,
  FUNCREF_VMCTX,
  IMPORT_VMCTX,
  STRUCT_OWN,
  STRUCT_VMCTX,
} from '../abi/vmctx-layout.js';
import { imm } from '../masm/macro-assembler.js';
import { Condition } from '../masm/operators.js';
import { stack } from '../stack/state.js';
import { RECORD } from '../stack/value-stack.js';
import { Kind } from '../wasm/value-types.js';
import { emitRegisterArgs, emitStackArgs, emitVmctxArg, popCallee } from './calls.js';
import { unpin } from './registers.js';
import { fn } from './state.js';
import { structCalleeField } from './struct-tables.js';

/** Tail-calls a function, of this module or imported. */
export const returnCall = (funcIndex: number): void => {
  const masm = fn.masm;
  const facts = fn.facts;
  const layout = fn.signatures.of(facts.funcTypes[funcIndex]!);
  if (funcIndex >= facts.importedFuncs) {
    replaceFrame(layout, NO_REG);
    masm.tailJumpFunction(funcIndex);
    return;
  }
  const calleeReg = fn.convention.calleeReg;
  const entry = fn.vmctx.importedFunc(funcIndex);
  replaceFrame(layout, NO_REG);
  masm.loadField(Kind.I64, calleeReg, masm.traits.vmctx, entry);
  masm.loadField(Kind.I64, masm.traits.vmctx, masm.traits.vmctx, entry + IMPORT_VMCTX);
  emitVmctxArg(layout);
  masm.tailJumpReg(calleeReg);
  unpin();
};

/** Tail-calls the function of a table that the top operand is the index of. */
export const returnCallIndirect = (typeIndex: number, table: number): void => {
  const masm = fn.masm;
  const layout = fn.signatures.of(typeIndex);
  const callee = popCallee(typeIndex, table);
  if (fn.vmctx.isStruct) {
    replaceFrame(layout, callee);
    jumpToOwn(callee, fn.signatures.vmctxArg(layout));
    masm.loadField(Kind.I64, callee, callee, structCalleeField(typeIndex, layout));
    masm.tailJumpReg(callee);
    unpin();
    return;
  }
  replaceFrame(layout, callee);
  // A loop of tail calls would wait for table, element and vmctx in each round.
  masm.expectVmctx(callee, FUNCREF_VMCTX);
  emitVmctxArg(layout);
  masm.loadField(Kind.I64, callee, callee, FUNCREF_CODE);
  masm.tailJumpReg(callee);
  unpin();
};

/**
 * Goes on in an element that is a function of this instance's, straight: an entry from C would leave its frame for each
 * tail call.
 *
 * @param temp the register of the vmctx argument, which compiled code does not need
 */
const jumpToOwn = (callee: Reg, temp: Reg): void => {
  const masm = fn.masm;
  const other = masm.newLabel();
  masm.loadField(Kind.I64, temp, callee, STRUCT_VMCTX);
  masm.compareBranch(Kind.I64, Condition.Ne, temp, masm.traits.vmctx, other);
  masm.loadField(Kind.I64, temp, callee, STRUCT_OWN);
  masm.compareBranch(Kind.I64, Condition.Eq, temp, imm(masm, 0), other);
  masm.move(Kind.I64, callee, temp);
  masm.tailJumpReg(callee);
  masm.bind(other);
};

/** Puts the arguments in place and takes the frame down; `callee` is a register to keep. */
const replaceFrame = (layout: Layout, callee: Reg): void => {
  const masm = fn.masm;
  const signatures = fn.signatures;
  const first = stack.top - signatures.paramCount(layout) * RECORD;
  const bytes = signatures.stackBytes(layout);
  const ownBytes = signatures.stackBytes(fn.own);
  const inPlace = bytes <= ownBytes;
  if (!inPlace) masm.reserveOutgoing(bytes);
  emitStackArgs(layout, first, inPlace ? incomingSlot(ownBytes - bytes) : outgoingSlot(0));
  emitRegisterArgs(layout, first);
  const outPointer = signatures.outPointer(layout);
  if (outPointer !== NO_REG) masm.loadOutPointer(outPointer);
  if (inPlace) masm.tailLeave(bytes, callee);
  else masm.tailMoveArgs(bytes, callee);
};
