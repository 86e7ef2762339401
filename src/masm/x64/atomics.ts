import { NO_REG, type Reg } from '../../abi/places.js';
import { Builtin, VMCTX_MEMORIES } from '../../abi/vmctx-layout.js';
import type { i64, u32 } from '../../wasm/numbers.js';
import { TrapKind } from '../../wasm/trap-kind.js';
import type { AtomicAssembler } from '../atomic-assembler.js';
import type { MacroAssembler } from '../macro-assembler.js';
import { AtomicOp } from '../operators.js';
import { endSkip, skipIf, trapOn } from './control.js';
import { Alu, Cond, Exchange, Load, Store, UnaryOp } from './integer-assembler.js';
import type { X64Machine } from './machine.js';
import { compareWithLength } from './memory.js';
import { RAX, SCRATCH, VMCTX } from './registers.js';

// Atomic accesses of linear memory. Aligned loads and stores are one step, and loads are in order with all that is
// locked (Intel SDM volume 3, sections 9.1.1 and 9.2).

const LOADS = Int32Array.of(Load.Movzx8, Load.Movzx16, Load.Mov32, Load.Mov64);
const STORES = Int32Array.of(Store.Mov8, Store.Mov16, Store.Mov32, Store.Mov64);

/** Larger offsets go into the index: displacements are signed, and the last byte has one, too. */
const MAX_DISP = 0x7fff_fff0;

/**
 * Traps unless the address is aligned. An offset over {@link MAX_DISP} is added to the index in the scratch register, which
 * {@link access} and its like expect there.
 */
const align = (masm: X64Machine, log2: number, base: Reg, index: Reg, offset: u32): void => {
  const isFar = offset > MAX_DISP;
  const mask = (1 << log2) - 1;
  if (isFar) {
    masm.movImmediate(SCRATCH, offset | 0, 0);
    if (index !== NO_REG) masm.alu(Alu.Add, true, SCRATCH, index);
  }
  if (log2 === 0) return;
  if (index === NO_REG) {
    if ((offset & mask) !== 0) trapUnaligned(masm, mask, base, index, offset);
    return;
  }
  if (isFar) masm.testByte(SCRATCH, mask);
  else if ((offset & mask) === 0) masm.testByte(index, mask);
  else {
    masm.lea(false, SCRATCH, index, offset);
    masm.testByte(SCRATCH, mask);
  }
  const isAligned = skipIf(masm, Cond.E);
  trapUnaligned(masm, mask, base, index, offset);
  endSkip(masm, isAligned);
};

/** The last byte is looked at first: it may be out of bounds. @param last offset of it from the address */
const trapUnaligned = (
  masm: X64Machine,
  last: number,
  base: Reg,
  index: Reg,
  offset: u32,
): void => {
  masm.markFaultSite(TrapKind.OutOfBoundsMemoryAccess);
  if (offset > MAX_DISP) masm.loadRegIndexed(Load.Movzx8, SCRATCH, base, SCRATCH, 0, last);
  else if (index === NO_REG) masm.loadReg(Load.Movzx8, SCRATCH, base, offset + last);
  else masm.loadRegIndexed(Load.Movzx8, SCRATCH, base, index, 0, offset + last);
  masm.trap(TrapKind.UnalignedAtomic);
};

/** Any instruction. */
const access = (
  masm: X64Machine,
  enc: number,
  reg: Reg,
  base: Reg,
  index: Reg,
  offset: u32,
): void => {
  masm.markFaultSite(TrapKind.OutOfBoundsMemoryAccess);
  if (offset > MAX_DISP) masm.encodeIndexed(enc, reg, base, SCRATCH, 0, 0);
  else if (index === NO_REG) masm.encodeMem(enc, reg, base, offset);
  else masm.encodeIndexed(enc, reg, base, index, 0, offset);
};

const exchange = (
  masm: X64Machine,
  op: Exchange,
  log2: number,
  reg: Reg,
  base: Reg,
  index: Reg,
  offset: u32,
): void => {
  masm.markFaultSite(TrapKind.OutOfBoundsMemoryAccess);
  if (op !== Exchange.Xchg) masm.lock();
  if (offset > MAX_DISP) masm.exchangeIndexed(op, log2, reg, base, SCRATCH, 0);
  else if (index === NO_REG) masm.exchange(op, log2, reg, base, offset);
  else masm.exchangeIndexed(op, log2, reg, base, index, offset);
};

/** Zero-extends what an instruction of so many bytes has left in a register. @param upper whether that is so with 4 bytes */
const extend = (masm: X64Machine, log2: number, reg: Reg, upper: boolean): void => {
  if (log2 === 0) masm.extend(Load.Movzx8, reg, reg);
  else if (log2 === 1) masm.extend(Load.Movzx16, reg, reg);
  else if (log2 === 2 && upper) masm.mov(false, reg, reg);
};

/** Until nobody else has stored in between; `dst` is rax. */
const update = (
  masm: X64Machine,
  op: AtomicOp,
  log2: number,
  dst: Reg,
  src: Reg,
  base: Reg,
  index: Reg,
  offset: u32,
): void => {
  const alu = op === AtomicOp.And ? Alu.And : op === AtomicOp.Or ? Alu.Or : Alu.Xor;
  const isFar = offset > MAX_DISP;
  // The scratch register is for the new value: the base takes over what is in it.
  if (isFar) masm.alu(Alu.Add, true, base, SCRATCH);
  const from = isFar ? NO_REG : index;
  const at = isFar ? 0 : offset;
  access(masm, LOADS[log2]!, dst, base, from, at);
  const loop = masm.pos;
  masm.mov(true, SCRATCH, dst);
  masm.alu(alu, true, SCRATCH, src);
  exchange(masm, Exchange.Cmpxchg, log2, SCRATCH, base, from, at);
  masm.jccShort(Cond.NE, loop - masm.pos - 2);
  if (isFar) masm.loadReg(Load.Mov64, base, VMCTX, VMCTX_MEMORIES);
};

/** Atomic accesses on x64. */
export class X64Atomics implements AtomicAssembler {
  readonly compared: Reg = RAX;
  readonly exchangesInPlace = true;

  constructor(private readonly masm: X64Machine & Pick<MacroAssembler, 'callBuiltin'>) {}

  load(log2: number, dst: Reg, base: Reg, index: Reg, offset: u32): void {
    const { masm } = this;
    align(masm, log2, base, index, offset);
    access(masm, LOADS[log2]!, dst, base, index, offset);
  }

  store(log2: number, src: Reg, base: Reg, index: Reg, offset: u32): void {
    const { masm } = this;
    align(masm, log2, base, index, offset);
    if (offset > MAX_DISP) {
      access(masm, STORES[log2]!, src, base, index, offset);
      masm.mfence();
      return;
    }
    masm.mov(true, SCRATCH, src);
    exchange(masm, Exchange.Xchg, log2, SCRATCH, base, index, offset);
  }

  rmw(op: AtomicOp, log2: number, dst: Reg, src: Reg, base: Reg, index: Reg, offset: u32): void {
    const { masm } = this;
    align(masm, log2, base, index, offset);
    if (op >= AtomicOp.And) {
      update(masm, op, log2, dst, src, base, index, offset);
      return;
    }
    if (dst !== src) masm.mov(true, dst, src);
    if (op === AtomicOp.Sub) masm.unaryReg(UnaryOp.Neg, true, dst);
    const how = op === AtomicOp.Xchg ? Exchange.Xchg : Exchange.Xadd;
    exchange(masm, how, log2, dst, base, index, offset);
    extend(masm, log2, dst, false);
  }

  compareExchange(
    log2: number,
    dst: Reg,
    _expected: Reg,
    replacement: Reg,
    base: Reg,
    index: Reg,
    offset: u32,
  ): void {
    const { masm } = this;
    align(masm, log2, base, index, offset);
    exchange(masm, Exchange.Cmpxchg, log2, replacement, base, index, offset);
    // Where it was equal, the rest of what was expected is still there.
    extend(masm, log2, dst, true);
  }

  /** What comes behind sees what came before, stores included. */
  fence(): void {
    const { masm } = this;
    masm.mfence();
  }

  boundsCheck(index: Reg, end: i64, lengthOffset: number): void {
    const { masm } = this;
    compareWithLength(masm, index, end, lengthOffset);
    const isInside = skipIf(masm, Cond.BE);
    masm.callBuiltin(Builtin.MemoryLook, SCRATCH);
    compareWithLength(masm, index, end, lengthOffset);
    trapOn(masm, TrapKind.OutOfBoundsMemoryAccess, Cond.A);
    endSkip(masm, isInside);
  }
}
