import { NO_REG, type Reg } from '../../abi/places.js';
import type { i64, u32 } from '../../wasm/numbers.js';
import { TrapKind } from '../../wasm/trap-kind.js';
import { isSignExtended } from '../halves.js';
import { LoadOp, StoreOp } from '../operators.js';
import { SseMem } from './assembler.js';
import { trapOn } from './control.js';
import { Alu, Cond, Load, Store } from './integer-assembler.js';
import type { X64Machine } from './machine.js';
import { packedImm1 } from './packed.js';
import { SCRATCH, VMCTX } from './registers.js';
import { Packed, PackedImm } from './vector-encodings.js';
import { splatByte, splatWord } from './vector-lanes.js';

/** A {@link Load} or {@link SseMem} for each {@link LoadOp}. */
const LOADS = new Int32Array(32);
LOADS[LoadOp.U8] = Load.Movzx8;
LOADS[LoadOp.U16] = Load.Movzx16;
LOADS[LoadOp.U32] = Load.Mov32;
LOADS[LoadOp.I64] = Load.Mov64;
LOADS[LoadOp.S8To32] = Load.Movsx8;
LOADS[LoadOp.S16To32] = Load.Movsx16;
LOADS[LoadOp.S8To64] = Load.Movsx8To64;
LOADS[LoadOp.S16To64] = Load.Movsx16To64;
LOADS[LoadOp.S32To64] = Load.Movsxd;
LOADS[LoadOp.F32] = SseMem.LoadSs;
LOADS[LoadOp.F64] = SseMem.LoadSd;
LOADS[LoadOp.V128] = SseMem.LoadUps;
LOADS[LoadOp.V8x8S] = Packed.Pmovsxbw;
LOADS[LoadOp.V8x8U] = Packed.Pmovzxbw;
LOADS[LoadOp.V16x4S] = Packed.Pmovsxwd;
LOADS[LoadOp.V16x4U] = Packed.Pmovzxwd;
LOADS[LoadOp.V32x2S] = Packed.Pmovsxdq;
LOADS[LoadOp.V32x2U] = Packed.Pmovzxdq;
// Splats begin with these; the first two go through a general register.
LOADS[LoadOp.Splat8] = Load.Movzx8;
LOADS[LoadOp.Splat16] = Load.Movzx16;
LOADS[LoadOp.Splat32] = SseMem.LoadSs;
LOADS[LoadOp.Splat64] = Packed.Movddup;
LOADS[LoadOp.Zero32] = SseMem.LoadSs;
LOADS[LoadOp.Zero64] = SseMem.LoadSd;

/** A {@link Store} or {@link SseMem} for each {@link StoreOp}. */
const STORES = new Int32Array(8);
STORES[StoreOp.I8] = Store.Mov8;
STORES[StoreOp.I16] = Store.Mov16;
STORES[StoreOp.I32] = Store.Mov32;
STORES[StoreOp.I64] = Store.Mov64;
STORES[StoreOp.F32] = SseMem.StoreSs;
STORES[StoreOp.F64] = SseMem.StoreSd;
STORES[StoreOp.V128] = SseMem.StoreUps;

/** Displacements are signed: larger offsets go into the index. */
const MAX_DISP = 0x7fffffff;

// Linear memory.

export const load = (
  masm: X64Machine,
  op: LoadOp,
  dst: Reg,
  base: Reg,
  index: Reg,
  offset: u32,
): void => {
  if (op >= LoadOp.Splat8 && op <= LoadOp.Splat32) {
    loadSplat(masm, op, dst, base, index, offset);
  } else access(masm, LOADS[op]!, dst, base, index, offset);
};

const loadSplat = (
  masm: X64Machine,
  op: LoadOp,
  dst: Reg,
  base: Reg,
  index: Reg,
  offset: u32,
): void => {
  if (op === LoadOp.Splat32) {
    access(masm, SseMem.LoadSs, dst, base, index, offset);
    packedImm1(masm, PackedImm.Pshufd, dst, dst, 0);
    return;
  }
  access(masm, LOADS[op]!, SCRATCH, base, index, offset);
  masm.movToXmm(false, dst, SCRATCH);
  if (op === LoadOp.Splat8) splatByte(masm, dst);
  else splatWord(masm, dst);
};

export const store = (
  masm: X64Machine,
  op: StoreOp,
  src: Reg,
  base: Reg,
  index: Reg,
  offset: u32,
): void => {
  access(masm, STORES[op]!, src, base, index, offset);
};

/** An access by an instruction that is coded as `Enc` says, with `reg` as its register. */
export const access = (
  masm: X64Machine,
  enc: number,
  reg: Reg,
  base: Reg,
  index: Reg,
  offset: u32,
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
const largeIndex = (masm: X64Machine, index: Reg, offset: u32): void => {
  masm.movImmediate(SCRATCH, offset | 0, 0);
  if (index !== NO_REG) masm.alu(Alu.Add, true, SCRATCH, index);
};

export const storeHasImmediate = (op: StoreOp, lo: number, hi: number): boolean => {
  if (op === StoreOp.V128) return false;
  return (op !== StoreOp.I64 && op !== StoreOp.F64) || isSignExtended(lo, hi);
};

/** Of the {@link IMM}. */
export const storeConstant = (
  masm: X64Machine,
  op: StoreOp,
  base: Reg,
  index: Reg,
  offset: u32,
): void => {
  const lo = masm.immLo;
  let store = STORES[op]! as Store;
  if (op === StoreOp.F32) store = Store.Mov32;
  else if (op === StoreOp.F64) store = Store.Mov64;
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

export const boundsCheck = (masm: X64Machine, index: Reg, end: i64, lengthOffset: number): void => {
  compareWithLength(masm, index, end, lengthOffset);
  trapOn(masm, TrapKind.OutOfBoundsMemoryAccess, Cond.A);
};

/** Sets the flags as a compare of index + end with the length does. */
export const compareWithLength = (
  masm: X64Machine,
  index: Reg,
  end: i64,
  lengthOffset: number,
): void => {
  if (index !== NO_REG && end <= MAX_DISP) {
    masm.lea(true, SCRATCH, index, end);
  } else {
    masm.movImmediate(SCRATCH, end | 0, end >= 0x1_0000_0000 ? 1 : 0);
    if (index !== NO_REG) masm.alu(Alu.Add, true, SCRATCH, index);
  }
  masm.aluMem(Alu.Cmp, true, SCRATCH, VMCTX, lengthOffset);
};
