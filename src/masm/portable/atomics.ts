import type { Reg } from '../../abi/places.js';
import { TrapKind } from '../../wasm/trap-kind.js';
import type { AtomicOp } from '../operators.js';
import { Code } from './encoding.js';
import type { PortableMachine } from './machine.js';
import { indexOperand } from './memory.js';
import { noteSecondSite } from './numeric.js';

// Atomic accesses of linear memory. The first word is the site of one out of bounds, the second one of one that is not aligned.

const noteAccess = (masm: PortableMachine): void => {
  masm.markFaultSite(TrapKind.OutOfBoundsMemoryAccess);
  noteSecondSite(masm, TrapKind.UnalignedAtomic);
};

/** AtomicLoad or AtomicStore. */
export const access = (
  masm: PortableMachine,
  code: Code,
  log2: number,
  reg: Reg,
  index: Reg,
  offset: number,
): void => {
  noteAccess(masm);
  masm.emit4(code, 2 * reg, indexOperand(index), offset | 0);
  masm.emit32(log2);
};

export const rmw = (
  masm: PortableMachine,
  op: AtomicOp,
  log2: number,
  dst: Reg,
  src: Reg,
  index: Reg,
  offset: number,
): void => {
  noteAccess(masm);
  masm.emit4(Code.AtomicRmw, 2 * dst, indexOperand(index), 2 * src);
  masm.emit32(offset | 0);
  masm.emit32(log2 | (op << 2));
};

export const compareExchange = (
  masm: PortableMachine,
  log2: number,
  dst: Reg,
  expected: Reg,
  replacement: Reg,
  index: Reg,
  offset: number,
): void => {
  noteAccess(masm);
  masm.emit4(Code.AtomicCompareExchange, 2 * dst, indexOperand(index), 2 * expected);
  masm.emit32(2 * replacement);
  masm.emit32(offset | 0);
  masm.emit32(log2);
};
