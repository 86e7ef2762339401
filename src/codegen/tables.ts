/** Tables: what is done with an element in place. The rest is builtins. */

import { TABLE_LENGTH } from '../abi/vmctx-layout.js';
import { TrapKind } from '../wasm/trap-kind.js';
import { Kind, ValType } from '../wasm/value-types.js';
import { popIndex, popToReg, pushResult } from './operands.js';
import { allocGp, unpin } from './registers.js';
import { fn } from './state.js';

/** (index) -> element. */
export const tableGet = (table: number): void => {
  const masm = fn.masm;
  const entry = fn.vmctx.table(table);
  const index = popIndex();
  masm.trapUnlessBelowField(
    TrapKind.OutOfBoundsTableAccess,
    index,
    masm.traits.vmctx,
    entry + TABLE_LENGTH,
  );
  const elements = allocGp();
  masm.loadField(Kind.I64, elements, masm.traits.vmctx, entry);
  masm.loadElement(elements, elements, index);
  pushResult(fn.info.tables[table]!.elemType, elements);
};

/** (index, element). */
export const tableSet = (table: number): void => {
  const masm = fn.masm;
  const entry = fn.vmctx.table(table);
  const value = popToReg();
  const index = popIndex();
  masm.trapUnlessBelowField(
    TrapKind.OutOfBoundsTableAccess,
    index,
    masm.traits.vmctx,
    entry + TABLE_LENGTH,
  );
  const elements = allocGp();
  masm.loadField(Kind.I64, elements, masm.traits.vmctx, entry);
  masm.storeElement(value, elements, index);
  unpin();
};

/** Pushes the length of a table. */
export const tableSize = (table: number): void => {
  const masm = fn.masm;
  const reg = allocGp();
  const entry = fn.vmctx.table(table);
  masm.loadField(Kind.I32, reg, masm.traits.vmctx, entry + TABLE_LENGTH);
  pushResult(ValType.I32, reg);
};
