import { FUNCREF_SIZE, type TableForm, VmctxLayout } from '../abi/vmctx-layout.js';
import type { ModuleInfo } from '../module/module-info.js';

/**
 * Sizes of the run time's structures, which those of wasm2c fit into: `struct winch_tail`, `winch_memory`, `winch_table` and `winch_func` of
 * `c/winch-module.h` and `c/winch-rt.h`.
 */
const TAIL_SIZE = 24;
const MEMORY_SIZE = 64;
const TABLE_SIZE = 40;
const FUNC_SIZE = FUNCREF_SIZE + 16;
const POINTER = 8;

/**
 * An instance as C has it, in bytes from its start:
 * ```
 *   vmctx                 as compiled code reads it; id and thread context are `winch_instance`'s module and context
 *   winch_tail            at tail
 *   pointers to memories  8 x memories, imports first
 *   pointers to tables    8 x tables
 *   memories of its own   winch_memory x defined memories
 *   tables of its own     winch_table x defined tables
 *   functions             winch_func x functions whose reference can be taken
 *   foreign               pointer to function references from elsewhere, with wasm2c's interface
 *   dropped               u8 x data segments, then element segments
 * ```
 */
export class InstanceLayout {
  readonly vmctx: VmctxLayout;
  readonly tail: number;
  readonly memoryPointers: number;
  readonly tablePointers: number;
  readonly ownMemories: number;
  readonly ownTables: number;
  readonly funcs: number;
  readonly dropped: number;
  /** Bytes of all, a multiple of 16. */
  readonly size: number;

  constructor(info: ModuleInfo, tables: TableForm) {
    this.vmctx = new VmctxLayout(info, tables);
    this.tail = this.vmctx.size;
    this.memoryPointers = this.tail + TAIL_SIZE;
    this.tablePointers = this.memoryPointers + POINTER * info.memories.length;
    this.ownMemories = this.tablePointers + POINTER * info.tables.length;
    this.ownTables =
      this.ownMemories + MEMORY_SIZE * (info.memories.length - info.importedMemories);
    this.funcs = this.ownTables + TABLE_SIZE * (info.tables.length - info.importedTables);
    this.dropped = this.funcs + FUNC_SIZE * info.refFuncs.size + POINTER;
    const end = this.dropped + info.data.length + info.elements.length;
    this.size = (end + 15) & ~15;
  }

  /** Of the pointer to a memory. */
  memoryPointer(index: number): number {
    return this.memoryPointers + POINTER * index;
  }

  /** Of the pointer to a table. */
  tablePointer(index: number): number {
    return this.tablePointers + POINTER * index;
  }
}
