/** Tables that are structs of C's, and their elements: see `TableForm`. */

import type { Reg } from '../abi/places.js';
import type { Layout } from '../abi/signature-layout.js';
import {
  STRUCT_CODE,
  STRUCT_LENGTH,
  STRUCT_SHIFT,
  STRUCT_TYPE,
  STRUCT_VMCTX,
  structAdapter,
  VMCTX_THREAD,
} from '../abi/vmctx-layout.js';
import { imm } from '../masm/macro-assembler.js';
import { Conversion, IntOp } from '../masm/operators.js';
import { TrapKind } from '../wasm/trap-kind.js';
import { Kind } from '../wasm/value-types.js';
import { allocGp } from './registers.js';
import { fn } from './state.js';

/** Bytes from one half of a pointer to the other. */
const HALF = 4;

/** Loads the address of a table's elements, of which there are more than `index`. */
export const loadElements = (trap: TrapKind, elements: Reg, index: Reg, table: number): void => {
  const masm = fn.masm;
  masm.loadField(Kind.I64, elements, masm.traits.vmctx, fn.vmctx.table(table));
  masm.trapUnlessBelowField(trap, index, elements, STRUCT_LENGTH);
  masm.loadField(Kind.I64, elements, elements, 0);
};

/** Loads the length of a table. */
export const loadLength = (dst: Reg, table: number): void => {
  const masm = fn.masm;
  masm.loadField(Kind.I64, dst, masm.traits.vmctx, fn.vmctx.table(table));
  masm.loadField(Kind.I32, dst, dst, STRUCT_LENGTH);
};

/**
 * Makes a table index the address of the element, checked for its type. An element that is null has another type.
 *
 * @param callee the register of the index
 */
export const findStructCallee = (callee: Reg, typeIndex: number, table: number): void => {
  const masm = fn.masm;
  const elements = allocGp();
  loadElements(TrapKind.UndefinedElement, elements, callee, table);
  masm.convert(Conversion.ExtendU, Kind.I64, Kind.I32, callee, callee);
  masm.binary(Kind.I64, IntOp.Shl, callee, callee, imm(masm, STRUCT_SHIFT));
  masm.binary(Kind.I64, IntOp.Add, callee, callee, elements);
  const mismatch = TrapKind.IndirectCallTypeMismatch;
  const type = fn.vmctx.signature(typeIndex);
  const vmctx = masm.traits.vmctx;
  masm.trapUnlessFieldsEqual(mismatch, callee, STRUCT_TYPE, vmctx, type);
  masm.trapUnlessFieldsEqual(mismatch, callee, STRUCT_TYPE + HALF, vmctx, type + HALF);
};

/**
 * Gets ready for the call of an element: makes the callee register a base, of whose field the offset is returned. C
 * functions set the vmctx register by themselves.
 */
export const structCalleeField = (typeIndex: number, layout: Layout): number => {
  const masm = fn.masm;
  const callee = fn.convention.calleeReg;
  const argument = fn.signatures.vmctxArg(layout);
  if (fn.signatures.stackBytes(layout) === 0) {
    masm.loadField(Kind.I64, argument, callee, STRUCT_VMCTX);
    return STRUCT_CODE;
  }
  masm.move(Kind.I64, argument, callee);
  masm.loadField(Kind.I64, callee, masm.traits.vmctx, VMCTX_THREAD);
  return structAdapter(typeIndex);
};
