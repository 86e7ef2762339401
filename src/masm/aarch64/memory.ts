import { NO_REG, type Reg } from '../../abi/places.js';
import type { i64, u32 } from '../../wasm/numbers.js';
import { TrapKind } from '../../wasm/trap-kind.js';
import { Kind } from '../../wasm/value-types.js';
import { LoadOp, StoreOp } from '../operators.js';
import { trapOn } from './control.js';
import { Alu, accessLog2, Bit, Cond, Extend, isAccessOffset, Mem } from './integer-assembler.js';
import type { Aarch64Machine } from './machine.js';
import { constantToStore, loadField } from './moves.js';
import { SCRATCH, SCRATCH2, VMCTX, ZR } from './registers.js';
import { type Lane, VecShift } from './vector-assembler.js';

/** {@link Mem} of each {@link LoadOp}. */
const LOADS = new Int32Array(32);
LOADS[LoadOp.U8] = Mem.LdrB;
LOADS[LoadOp.U16] = Mem.LdrH;
LOADS[LoadOp.U32] = Mem.LdrW;
LOADS[LoadOp.I64] = Mem.LdrX;
LOADS[LoadOp.S8To32] = Mem.LdrSB32;
LOADS[LoadOp.S16To32] = Mem.LdrSH32;
LOADS[LoadOp.S8To64] = Mem.LdrSB64;
LOADS[LoadOp.S16To64] = Mem.LdrSH64;
LOADS[LoadOp.S32To64] = Mem.LdrSW;
LOADS[LoadOp.F32] = Mem.LdrS;
LOADS[LoadOp.F64] = Mem.LdrD;
LOADS[LoadOp.V128] = Mem.LdrQ;
LOADS[LoadOp.Zero32] = Mem.LdrS;
LOADS[LoadOp.Zero64] = Mem.LdrD;

/** Loads of the lowest lane of a vector, by {@link Lane}; what is above becomes zero. */
export const LANE_LOADS = Int32Array.of(Mem.LdrVB, Mem.LdrVH, Mem.LdrS, Mem.LdrD);

/** {@link Mem} of each {@link StoreOp}. */
const STORES = new Int32Array(8);
STORES[StoreOp.I8] = Mem.StrB;
STORES[StoreOp.I16] = Mem.StrH;
STORES[StoreOp.I32] = Mem.StrW;
STORES[StoreOp.I64] = Mem.StrX;
STORES[StoreOp.F32] = Mem.StrS;
STORES[StoreOp.F64] = Mem.StrD;
STORES[StoreOp.V128] = Mem.StrQ;

/** ADD x16, base, index, UXTW. */
const ADD_INDEX_TO_SCRATCH = Alu.Add | 0x00200000 | Bit.Wide | (Extend.Uxtw << 13) | SCRATCH;

// Linear memory. Wherever the 32-bit index enters an address, it is zero-extended there (UXTW),
// whatever its register has above.

export const load = (
  masm: Aarch64Machine,
  op: LoadOp,
  dst: Reg,
  base: Reg,
  index: Reg,
  offset: u32,
): void => {
  const mem = LOADS[op]!;
  if (mem !== 0) accessMemory(masm, mem, dst, base, index, offset);
  else loadVector(masm, op, dst, base, index, offset);
};

/** Loads of vectors that more than one instruction does. */
const loadVector = (
  masm: Aarch64Machine,
  op: LoadOp,
  dst: Reg,
  base: Reg,
  index: Reg,
  offset: u32,
): void => {
  if (op >= LoadOp.Splat8) {
    const lane = (op - LoadOp.Splat8) as Lane;
    accessMemory(masm, LANE_LOADS[lane]!, dst, base, index, offset);
    masm.dupLane(lane, dst, dst, 0);
    return;
  }
  const how = op - LoadOp.V8x8S;
  accessMemory(masm, Mem.LdrD, dst, base, index, offset);
  const word = (how & 1) === 0 ? VecShift.Sshll : VecShift.Ushll;
  masm.vecShift(word, (how >> 1) as Lane, dst, dst, 0);
};

export const store = (
  masm: Aarch64Machine,
  op: StoreOp,
  src: Reg,
  base: Reg,
  index: Reg,
  offset: u32,
): void => {
  accessMemory(masm, STORES[op]!, src, base, index, offset);
};

/** @param reg not the first scratch register */
export const accessMemory = (
  masm: Aarch64Machine,
  mem: Mem,
  reg: Reg,
  base: Reg,
  index: Reg,
  offset: u32,
): void => {
  // The scaled form of the offset.
  const scale = accessLog2(mem);
  const scaled = offset >>> scale;
  if (scaled > 0xfff || scaled << scale !== offset) {
    accessMemoryRare(masm, mem, reg, base, index, offset);
    return;
  }
  let word = mem | 0x01000000 | (scaled << 10);
  let from = base;
  if (index !== NO_REG) {
    if (offset === 0) {
      word = mem | 0x00200800 | (Extend.Uxtw << 13) | (index << 16);
    } else {
      masm.emit32(ADD_INDEX_TO_SCRATCH | (index << 16) | (base << 5));
      from = SCRATCH;
    }
  }
  masm.markFaultSite(TrapKind.OutOfBoundsMemoryAccess);
  masm.emit32(word | (from << 5) | (reg & 31));
};

/** Any offset. */
const accessMemoryRare = (
  masm: Aarch64Machine,
  mem: Mem,
  reg: Reg,
  base: Reg,
  index: Reg,
  offset: u32,
): void => {
  const direct = isAccessOffset(mem, offset);
  if (index === NO_REG) {
    if (!direct) masm.movImmediate(SCRATCH, offset | 0, 0);
    masm.markFaultSite(TrapKind.OutOfBoundsMemoryAccess);
    if (direct) masm.access(mem, reg, base, offset);
    else masm.accessIndexed(mem, reg, base, SCRATCH, Extend.Uxtx, false);
  } else if (offset === 0) {
    masm.markFaultSite(TrapKind.OutOfBoundsMemoryAccess);
    masm.accessIndexed(mem, reg, base, index, Extend.Uxtw, false);
  } else if (direct) {
    masm.aluExtended(Alu.Add, true, SCRATCH, base, index, Extend.Uxtw);
    masm.markFaultSite(TrapKind.OutOfBoundsMemoryAccess);
    masm.access(mem, reg, SCRATCH, offset);
  } else {
    // Offset and index make at most 33 bits.
    masm.movImmediate(SCRATCH, offset | 0, 0);
    masm.aluExtended(Alu.Add, true, SCRATCH, SCRATCH, index, Extend.Uxtw);
    masm.markFaultSite(TrapKind.OutOfBoundsMemoryAccess);
    masm.accessIndexed(mem, reg, base, SCRATCH, Extend.Uxtx, false);
  }
};

/** Of the {@link IMM}. */
export const storeConstant = (
  masm: Aarch64Machine,
  op: StoreOp,
  base: Reg,
  index: Reg,
  offset: u32,
): void => {
  let mem = STORES[op]! as Mem;
  let low = masm.immLo;
  let high = 0;
  if (op === StoreOp.F32) mem = Mem.StrW;
  else if (op === StoreOp.F64) mem = Mem.StrX;
  if (op === StoreOp.I64 || op === StoreOp.F64) high = masm.immHi;
  else if (op === StoreOp.I8) low &= 0xff;
  else if (op === StoreOp.I16) low &= 0xffff;
  accessMemory(masm, mem, constantToStore(masm, low, high), base, index, offset);
};

export const boundsCheck = (
  masm: Aarch64Machine,
  index: Reg,
  end: i64,
  lengthOffset: number,
): void => {
  compareWithLength(masm, index, end, lengthOffset);
  trapOn(masm, TrapKind.OutOfBoundsMemoryAccess, Cond.Hi);
};

/** Sets the flags as a compare of index + end with the length does. */
export const compareWithLength = (
  masm: Aarch64Machine,
  index: Reg,
  end: i64,
  lengthOffset: number,
): void => {
  loadField(masm, Kind.I64, SCRATCH2, VMCTX, lengthOffset);
  masm.movImmediate(SCRATCH, end | 0, end >= 0x1_0000_0000 ? 1 : 0);
  if (index !== NO_REG) {
    masm.aluExtended(Alu.Add, true, SCRATCH, SCRATCH, index, Extend.Uxtw);
  }
  masm.alu(Alu.Subs, true, ZR, SCRATCH, SCRATCH2);
};
