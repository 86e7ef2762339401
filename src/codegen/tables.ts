/** Tables: what is done with an element in place. The rest is builtins. */

import type { Reg } from '../abi/places.js';
import { TABLE_LENGTH } from '../abi/vmctx-layout.js';
import { TrapKind } from '../wasm/trap-kind.js';
import { Kind, ValType } from '../wasm/value-types.js';
import { popIndex, popToReg, pushResult } from './operands.js';
import { allocGp, unpin } from './registers.js';
import { fn } from './state.js';
import { loadElements, loadLength } from './struct-tables.js';

/** (index) -> element. */
export const loadTableElement = (table: number): void => {
  const index = popIndex();
  const elements = loadTable(index, table);
  fn.masm.loadElement(elements, elements, index);
  pushResult(fn.facts.tableTypes[table]!, elements);
};

/** (index, element). */
export const storeTableElement = (table: number): void => {
  const value = popToReg();
  const index = popIndex();
  const elements = loadTable(index, table);
  fn.masm.storeElement(value, elements, index);
  unpin();
};

/** The address of a table's elements in a register, where there are more than `index`; else traps. */
const loadTable = (index: Reg, table: number): Reg => {
  const masm = fn.masm;
  const trap = TrapKind.OutOfBoundsTableAccess;
  if (fn.vmctx.isStruct) {
    const elements = allocGp();
    loadElements(trap, elements, index, table);
    return elements;
  }
  const entry = fn.vmctx.table(table);
  masm.trapUnlessBelowField(trap, index, masm.traits.vmctx, entry + TABLE_LENGTH);
  const elements = allocGp();
  masm.loadField(Kind.I64, elements, masm.traits.vmctx, entry);
  return elements;
};

/** Pushes the length of a table. */
export const tableSize = (table: number): void => {
  const masm = fn.masm;
  const reg = allocGp();
  const entry = fn.vmctx.table(table);
  if (fn.vmctx.isStruct) loadLength(reg, table);
  else masm.loadField(Kind.I32, reg, masm.traits.vmctx, entry + TABLE_LENGTH);
  pushResult(ValType.I32, reg);
};
