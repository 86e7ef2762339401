import { NO_REG, type Reg } from '../../abi/places.js';
import { Op } from '../../wasm/opcodes.js';
import { TrapKind } from '../../wasm/trap-kind.js';
import { isSignExtended } from '../halves.js';
import { SseMem } from './assembler.js';
import { trapOn } from './control.js';
import { Alu, Cond, Load, Store } from './integer-assembler.js';
import type { X64Machine } from './machine.js';
import { SCRATCH, VMCTX } from './registers.js';

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

// Linear memory.

export const load = (
  masm: X64Machine,
  op: Op,
  dst: Reg,
  base: Reg,
  index: Reg,
  offset: number,
): void => {
  access(masm, ACCESS[op]!, dst, base, index, offset);
};

export const store = (
  masm: X64Machine,
  op: Op,
  src: Reg,
  base: Reg,
  index: Reg,
  offset: number,
): void => {
  access(masm, ACCESS[op]!, src, base, index, offset);
};

const access = (
  masm: X64Machine,
  enc: number,
  reg: Reg,
  base: Reg,
  index: Reg,
  offset: number,
): void => {
  if (offset > MAX_DISP) {
    largeIndex(masm, index, offset);
    masm.markFaultSite(TrapKind.OutOfBoundsMemoryAccess);
    masm.encodeIndexed(enc, reg, base, SCRATCH, 0, 0);
    return;
  }
  masm.markFaultSite(TrapKind.OutOfBoundsMemoryAccess);
  if (index === NO_REG) masm.encodeMem(enc, reg, base, offset);
  else masm.encodeIndexed(enc, reg, base, index, 0, offset);
};

/** Scratch becomes index + offset, of at most 33 bits. */
const largeIndex = (masm: X64Machine, index: Reg, offset: number): void => {
  masm.movImmediate(SCRATCH, offset | 0, 0);
  if (index !== NO_REG) masm.alu(Alu.Add, true, SCRATCH, index);
};

export const storeHasImmediate = (op: Op, lo: number, hi: number): boolean => {
  return (op !== Op.I64Store && op !== Op.F64Store) || isSignExtended(lo, hi);
};

/** Of the {@link IMM}. */
export const storeConstant = (
  masm: X64Machine,
  op: Op,
  base: Reg,
  index: Reg,
  offset: number,
): void => {
  const lo = masm.immLo;
  let store = ACCESS[op]! as Store;
  if (op === Op.F32Store) store = Store.Mov32;
  else if (op === Op.F64Store) store = Store.Mov64;
  if (offset > MAX_DISP) {
    largeIndex(masm, index, offset);
    masm.markFaultSite(TrapKind.OutOfBoundsMemoryAccess);
    masm.storeImmediateIndexed(store, base, SCRATCH, 0, 0, lo);
    return;
  }
  masm.markFaultSite(TrapKind.OutOfBoundsMemoryAccess);
  if (index === NO_REG) masm.storeImmediate(store, base, offset, lo);
  else masm.storeImmediateIndexed(store, base, index, 0, offset, lo);
};

export const boundsCheck = (
  masm: X64Machine,
  index: Reg,
  end: number,
  lengthOffset: number,
): void => {
  if (index !== NO_REG && end <= MAX_DISP) {
    masm.lea(true, SCRATCH, index, end);
  } else {
    masm.movImmediate(SCRATCH, end | 0, end >= 0x1_0000_0000 ? 1 : 0);
    if (index !== NO_REG) masm.alu(Alu.Add, true, SCRATCH, index);
  }
  masm.aluMem(Alu.Cmp, true, SCRATCH, VMCTX, lengthOffset);
  trapOn(masm, TrapKind.OutOfBoundsMemoryAccess, Cond.A);
};
