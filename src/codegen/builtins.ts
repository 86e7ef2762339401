/** Operators that the runtime does: growing, filling, copying. */

import { Builtin, StructBuiltin } from '../abi/vmctx-layout.js';
import { ValType } from '../wasm/value-types.js';
import { callBuiltin } from './calls.js';
import { knownMemorySize } from './memory.js';
import { fn } from './state.js';
import { loadTableElement, storeTableElement } from './tables.js';

/** (index) -> element. */
export const tableGet = (table: number): void => {
  if (isStructOfFunctions(table)) callBuiltin(StructBuiltin.TableGet, 1, table, 0);
  else loadTableElement(table);
};

/** (index, element). */
export const tableSet = (table: number): void => {
  if (isStructOfFunctions(table)) callBuiltin(StructBuiltin.TableSet, 1, table, 0);
  else storeTableElement(table);
};

/** Elements are structs then, which a reference is not. */
const isStructOfFunctions = (table: number): boolean =>
  fn.vmctx.isStruct && fn.facts.tableTypes[table] === ValType.FuncRef;

/** (ref, delta) -> old size or -1. */
export const tableGrow = (table: number): void => {
  callBuiltin(Builtin.TableGrow, 1, table, 0);
};

/** (start, ref, n). */
export const tableFill = (table: number): void => {
  callBuiltin(Builtin.TableFill, 1, table, 0);
};

/** (dst, src, n), between two tables. */
export const tableCopy = (dst: number, src: number): void => {
  callBuiltin(Builtin.TableCopy, 2, dst, src);
};

/** (dst, src, n), from an element segment. */
export const tableInit = (elem: number, table: number): void => {
  callBuiltin(Builtin.TableInit, 2, elem, table);
};

/** Lets go of an element segment. */
export const elemDrop = (elem: number): void => {
  callBuiltin(Builtin.ElemDrop, 1, elem, 0);
};

/** Pushes the size of a memory in pages. */
export const memorySize = (memory: number): void => {
  // Others can grow what they can reach: the context's copy may be too low.
  if (fn.visibleMemories[memory] !== 0) callBuiltin(Builtin.MemorySize, 1, memory, 0);
  else knownMemorySize(memory);
};

/** (delta) -> old size in pages or -1. */
export const memoryGrow = (memory: number): void => {
  callBuiltin(Builtin.MemoryGrow, 1, memory, 0);
};

/** (dst, value, n). */
export const memoryFill = (memory: number): void => {
  callBuiltin(Builtin.MemoryFill, 1, memory, 0);
};

/** (dst, src, n), between two memories. */
export const memoryCopy = (dst: number, src: number): void => {
  callBuiltin(Builtin.MemoryCopy, 2, dst, src);
};

/** (dst, src, n), from a data segment. */
export const memoryInit = (data: number, memory: number): void => {
  callBuiltin(Builtin.MemoryInit, 2, data, memory);
};

/** Lets go of a data segment. */
export const dataDrop = (data: number): void => {
  callBuiltin(Builtin.DataDrop, 1, data, 0);
};
