import { NO_REG, type Reg } from '../../abi/places.js';
import type { u32 } from '../../wasm/numbers.js';
import { TrapKind } from '../../wasm/trap-kind.js';
import { IMM } from '../macro-assembler.js';
import { LoadOp, StoreOp } from '../operators.js';
import { Lanes } from '../vector-operators.js';
import { Code } from './encoding.js';
import type { PortableMachine } from './machine.js';
import { ZERO } from './registers.js';
import { vectorNumber } from './vector-encoding.js';

// Linear memory: each access compares with the memory's length by itself, so the base is no operand.

/**
 * Of each {@link LoadOp}. Bits are bits, whatever they are the bits of; but a double that comes as two words waits,
 * where it is read, until both have reached memory.
 */
const LOADS = new Int32Array(16);
LOADS[LoadOp.U8] = Code.LoadU8;
LOADS[LoadOp.U16] = Code.LoadU16;
LOADS[LoadOp.U32] = Code.LoadU32;
LOADS[LoadOp.I64] = Code.LoadI64;
LOADS[LoadOp.S8To32] = Code.LoadS8To32;
LOADS[LoadOp.S16To32] = Code.LoadS16To32;
LOADS[LoadOp.S8To64] = Code.LoadS8To64;
LOADS[LoadOp.S16To64] = Code.LoadS16To64;
LOADS[LoadOp.S32To64] = Code.LoadS32To64;
LOADS[LoadOp.F32] = Code.LoadU32;
LOADS[LoadOp.F64] = Code.LoadF64;

/** Of each {@link StoreOp} the width: 0 for 8 bits, up to 3 for 64. */
const WIDTHS = new Int32Array(8);
WIDTHS[StoreOp.I8] = 0;
WIDTHS[StoreOp.I16] = 1;
WIDTHS[StoreOp.I32] = 2;
WIDTHS[StoreOp.I64] = 3;
WIDTHS[StoreOp.F32] = 2;
WIDTHS[StoreOp.F64] = 3;

export const indexOperand = (index: Reg): number => 2 * (index === NO_REG ? ZERO : index);

export const load = (
  masm: PortableMachine,
  op: LoadOp,
  dst: Reg,
  index: Reg,
  offset: u32,
): void => {
  masm.markFaultSite(TrapKind.OutOfBoundsMemoryAccess);
  if (op >= LoadOp.V128) {
    const number = vectorNumber(op - LoadOp.V128, Lanes.I8x16);
    masm.emit3(Code.VectorLoad, number, 2 * dst);
    emitAddress(masm, index, offset);
    return;
  }
  const to = op === LoadOp.F64 ? dst : 2 * dst;
  masm.emit4(LOADS[op]!, to, indexOperand(index), offset | 0);
};

export const store = (
  masm: PortableMachine,
  op: StoreOp,
  src: Reg,
  index: Reg,
  offset: u32,
): void => {
  masm.markFaultSite(TrapKind.OutOfBoundsMemoryAccess);
  if (op === StoreOp.V128) {
    masm.emit2(Code.VectorStore, 2 * src);
    emitAddress(masm, index, offset);
    return;
  }
  const width = WIDTHS[op]!;
  if (src !== IMM && op === StoreOp.F64) {
    masm.emit4(Code.StoreF64, src, indexOperand(index), offset | 0);
    return;
  }
  if (src !== IMM) {
    masm.emit4(Code.Store8 + width, 2 * src, indexOperand(index), offset | 0);
    return;
  }
  masm.emit2(Code.StoreConst8 + width, masm.immLo);
  if (width === 3) masm.emit32(masm.immHi);
  emitAddress(masm, index, offset);
};

/** The last two operands of an access. */
const emitAddress = (masm: PortableMachine, index: Reg, offset: u32): void => {
  masm.emit32(indexOperand(index));
  masm.emit32(offset | 0);
};

export const loadLane = (
  masm: PortableMachine,
  lanes: Lanes,
  dst: Reg,
  src: Reg,
  lane: number,
  index: Reg,
  offset: u32,
): void => {
  masm.markFaultSite(TrapKind.OutOfBoundsMemoryAccess);
  masm.emit4(Code.VectorLoadLane, vectorNumber(0, lanes), 2 * dst, 2 * src);
  masm.emit32(lane);
  emitAddress(masm, index, offset);
};

export const storeLane = (
  masm: PortableMachine,
  lanes: Lanes,
  src: Reg,
  lane: number,
  index: Reg,
  offset: u32,
): void => {
  masm.markFaultSite(TrapKind.OutOfBoundsMemoryAccess);
  masm.emit4(Code.VectorStoreLane, vectorNumber(0, lanes), 2 * src, lane);
  emitAddress(masm, index, offset);
};
