import { NO_REG, type Reg } from '../../abi/places.js';
import { Op } from '../../wasm/opcodes.js';
import { TrapKind } from '../../wasm/trap-kind.js';
import { SseMem } from './assembler.js';
import { X64Conversions } from './conversions.js';
import { Alu, Cond, Load, Store } from './integer-assembler.js';
import { isSignExtended } from './moves.js';
import { MEMORY_BASE, SCRATCH, VMCTX } from './registers.js';

/** Opcode of each load and store operator, {@link Load}, {@link Store} or {@link SseMem}. */
const ACCESS = new Int32Array(64);
ACCESS[Op.I32Load] = Load.Mov32;
ACCESS[Op.I64Load] = Load.Mov64;
ACCESS[Op.F32Load] = SseMem.LoadSs;
ACCESS[Op.F64Load] = SseMem.LoadSd;
ACCESS[Op.I32Load8S] = Load.Movsx8;
ACCESS[Op.I32Load8U] = Load.Movzx8;
ACCESS[Op.I32Load16S] = Load.Movsx16;
ACCESS[Op.I32Load16U] = Load.Movzx16;
ACCESS[Op.I64Load8S] = Load.Movsx8To64;
ACCESS[Op.I64Load8U] = Load.Movzx8;
ACCESS[Op.I64Load16S] = Load.Movsx16To64;
ACCESS[Op.I64Load16U] = Load.Movzx16;
ACCESS[Op.I64Load32S] = Load.Movsxd;
ACCESS[Op.I64Load32U] = Load.Mov32;
ACCESS[Op.I32Store] = Store.Mov32;
ACCESS[Op.I64Store] = Store.Mov64;
ACCESS[Op.F32Store] = SseMem.StoreSs;
ACCESS[Op.F64Store] = SseMem.StoreSd;
ACCESS[Op.I32Store8] = Store.Mov8;
ACCESS[Op.I32Store16] = Store.Mov16;
ACCESS[Op.I64Store8] = Store.Mov8;
ACCESS[Op.I64Store16] = Store.Mov16;
ACCESS[Op.I64Store32] = Store.Mov32;

/** Displacements are signed: larger offsets go into the index. */
const MAX_DISP = 0x7fffffff;

/** Linear memory. */
export class X64Memory extends X64Conversions {
  readonly memoryBase: Reg = MEMORY_BASE;

  load(op: Op, dst: Reg, base: Reg, index: Reg, offset: number): void {
    this.access(ACCESS[op]!, dst, base, index, offset);
  }

  store(op: Op, src: Reg, base: Reg, index: Reg, offset: number): void {
    this.access(ACCESS[op]!, src, base, index, offset);
  }

  private access(enc: number, reg: Reg, base: Reg, index: Reg, offset: number): void {
    if (offset > MAX_DISP) {
      this.largeIndex(index, offset);
      this.markFaultSite(TrapKind.OutOfBoundsMemoryAccess);
      this.encodeIndexed(enc, reg, base, SCRATCH, 0, 0);
      return;
    }
    this.markFaultSite(TrapKind.OutOfBoundsMemoryAccess);
    if (index === NO_REG) this.encodeMem(enc, reg, base, offset);
    else this.encodeIndexed(enc, reg, base, index, 0, offset);
  }

  /** Scratch becomes index + offset, of at most 33 bits. */
  private largeIndex(index: Reg, offset: number): void {
    this.movImmediate(SCRATCH, offset | 0, 0);
    if (index !== NO_REG) this.alu(Alu.Add, true, SCRATCH, index);
  }

  storeHasImmediate(op: Op, lo: number, hi: number): boolean {
    return (op !== Op.I64Store && op !== Op.F64Store) || isSignExtended(lo, hi);
  }

  storeConstant(op: Op, base: Reg, index: Reg, offset: number, lo: number, _hi: number): void {
    let store = ACCESS[op]! as Store;
    if (op === Op.F32Store) store = Store.Mov32;
    else if (op === Op.F64Store) store = Store.Mov64;
    if (offset > MAX_DISP) {
      this.largeIndex(index, offset);
      this.markFaultSite(TrapKind.OutOfBoundsMemoryAccess);
      this.storeImmediateIndexed(store, base, SCRATCH, 0, 0, lo);
      return;
    }
    this.markFaultSite(TrapKind.OutOfBoundsMemoryAccess);
    if (index === NO_REG) this.storeImmediate(store, base, offset, lo);
    else this.storeImmediateIndexed(store, base, index, 0, offset, lo);
  }

  boundsCheck(index: Reg, end: number, lengthOffset: number): void {
    if (index !== NO_REG && end <= MAX_DISP) {
      this.lea(true, SCRATCH, index, end);
    } else {
      this.movImmediate(SCRATCH, end | 0, end >= 0x1_0000_0000 ? 1 : 0);
      if (index !== NO_REG) this.alu(Alu.Add, true, SCRATCH, index);
    }
    this.aluMem(Alu.Cmp, true, SCRATCH, VMCTX, lengthOffset);
    this.trapOn(TrapKind.OutOfBoundsMemoryAccess, Cond.A);
  }
}
