import type { SignatureLayouts } from '../abi/signature-layout.js';
import { Builtin, TABLE_LENGTH } from '../abi/vmctx-layout.js';
import { Op } from '../wasm/opcodes.js';
import { TrapKind } from '../wasm/trap-kind.js';
import { Kind, ValType } from '../wasm/value-types.js';
import { BUILTIN_TYPES } from './builtin-signatures.js';
import { TailCalls } from './tail-calls.js';

/** Tables, references and bulk operations. */
export abstract class Tables extends TailCalls {
  /** Layouts of the builtins, by {@link Builtin}. */
  protected abstract readonly builtins: SignatureLayouts;

  tableGrow(table: number): void {
    this.builtin(Builtin.TableGrow, 1, table, 0);
  }

  tableFill(table: number): void {
    this.builtin(Builtin.TableFill, 1, table, 0);
  }

  tableCopy(dst: number, src: number): void {
    this.builtin(Builtin.TableCopy, 2, dst, src);
  }

  tableInit(elem: number, table: number): void {
    this.builtin(Builtin.TableInit, 2, elem, table);
  }

  elemDrop(elem: number): void {
    this.builtin(Builtin.ElemDrop, 1, elem, 0);
  }

  memorySize(memory: number): void {
    // Others can grow what they can reach: the context's copy may be too low.
    if (this.isMemoryVisible(memory)) this.builtin(Builtin.MemorySize, 1, memory, 0);
    else this.knownMemorySize(memory);
  }

  private isMemoryVisible(memory: number): boolean {
    const { info } = this;
    return (
      memory < info.importedMemories ||
      info.memories[memory]!.shared ||
      info.exportedMemories.has(memory)
    );
  }

  memoryGrow(memory: number): void {
    this.builtin(Builtin.MemoryGrow, 1, memory, 0);
  }

  memoryFill(memory: number): void {
    this.builtin(Builtin.MemoryFill, 1, memory, 0);
  }

  memoryCopy(dst: number, src: number): void {
    this.builtin(Builtin.MemoryCopy, 2, dst, src);
  }

  memoryInit(data: number, memory: number): void {
    this.builtin(Builtin.MemoryInit, 2, data, memory);
  }

  dataDrop(data: number): void {
    this.builtin(Builtin.DataDrop, 1, data, 0);
  }

  private builtin(builtin: Builtin, immediates: number, first: number, second: number): void {
    const layout = this.builtins.get(builtin);
    const { results } = BUILTIN_TYPES[builtin]!;
    this.callBuiltin(builtin, layout, results, immediates, first, second);
  }

  tableGet(table: number): void {
    const { masm } = this;
    const entry = this.vmctxLayout.table(table);
    const index = this.popIndex();
    masm.trapUnlessBelowField(
      TrapKind.OutOfBoundsTableAccess,
      index,
      masm.vmctx,
      entry + TABLE_LENGTH,
    );
    const elements = this.allocGp();
    masm.loadField(Kind.I64, elements, masm.vmctx, entry);
    masm.loadElement(elements, elements, index);
    this.pushResult(this.info.tables[table]!.elemType, elements);
  }

  tableSet(table: number): void {
    const { masm } = this;
    const entry = this.vmctxLayout.table(table);
    const value = this.popToReg();
    const index = this.popIndex();
    masm.trapUnlessBelowField(
      TrapKind.OutOfBoundsTableAccess,
      index,
      masm.vmctx,
      entry + TABLE_LENGTH,
    );
    const elements = this.allocGp();
    masm.loadField(Kind.I64, elements, masm.vmctx, entry);
    masm.storeElement(value, elements, index);
    this.unpin();
  }

  tableSize(table: number): void {
    const { masm } = this;
    const reg = this.allocGp();
    const entry = this.vmctxLayout.table(table);
    masm.loadField(Kind.I32, reg, masm.vmctx, entry + TABLE_LENGTH);
    this.pushResult(ValType.I32, reg);
  }

  refIsNull(next: number): void {
    this.test(Op.I64Eqz, next);
  }
}
