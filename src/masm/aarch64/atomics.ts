import { NO_REG, type Reg } from '../../abi/places.js';
import { Builtin } from '../../abi/vmctx-layout.js';
import type { i64, u32 } from '../../wasm/numbers.js';
import { TrapKind } from '../../wasm/trap-kind.js';
import type { AtomicAssembler } from '../atomic-assembler.js';
import type { MacroAssembler } from '../macro-assembler.js';
import { AtomicOp } from '../operators.js';
import { endSkip, skipIf, trapOn } from './control.js';
import { isAddImmediate, logicalImmediate } from './immediates.js';
import { Alu, Cond, Extend, Lse, Mem, Ordered } from './integer-assembler.js';
import type { Aarch64Machine } from './machine.js';
import { compareWithLength } from './memory.js';
import { LR, SCRATCH, SCRATCH2, ZR } from './registers.js';

// Atomic accesses of linear memory. Their instructions take an address in a register: the first scratch register. Loops of
// exclusive loads and stores have the link register as a third one, whose value is in the frame.

/** {@link Lse} of each {@link AtomicOp}. */
const LSE = Int32Array.of(Lse.Add, Lse.Add, Lse.Swp, Lse.Clr, Lse.Set, Lse.Eor);
/** {@link Alu} of each. */
const ALU = Int32Array.of(Alu.Add, Alu.Sub, 0, Alu.And, Alu.Orr, Alu.Eor);

/**
 * The address becomes the first scratch register. Traps unless it is aligned; bases of memories are. The last byte is looked
 * at first: it may be out of bounds.
 */
const locate = (masm: Aarch64Machine, log2: number, base: Reg, index: Reg, offset: u32): void => {
  if (offset === 0 && index === NO_REG) masm.mov(true, SCRATCH, base);
  else if (offset === 0) masm.aluExtended(Alu.Add, true, SCRATCH, base, index, Extend.Uxtw);
  else {
    let from = base;
    if (index !== NO_REG) {
      masm.aluExtended(Alu.Add, true, SCRATCH, base, index, Extend.Uxtw);
      from = SCRATCH;
    }
    if (isAddImmediate(offset)) masm.addImmediate(Alu.Add, true, SCRATCH, from, offset);
    else {
      masm.movImmediate(SCRATCH2, offset | 0, 0);
      masm.alu(Alu.Add, true, SCRATCH, from, SCRATCH2);
    }
  }
  if (log2 === 0) return;
  const mask = (1 << log2) - 1;
  if (index === NO_REG) {
    if ((offset & mask) !== 0) trapUnaligned(masm, mask);
    return;
  }
  masm.logicImmediate(Alu.Ands, true, ZR, SCRATCH, logicalImmediate(true, mask, 0));
  const isAligned = skipIf(masm, Cond.Eq);
  trapUnaligned(masm, mask);
  endSkip(masm, isAligned);
};

const trapUnaligned = (masm: Aarch64Machine, last: number): void => {
  masm.markFaultSite(TrapKind.OutOfBoundsMemoryAccess);
  masm.access(Mem.LdrB, SCRATCH2, SCRATCH, last);
  masm.trap(TrapKind.UnalignedAtomic);
};

/** Atomic accesses on aarch64. */
export class Aarch64Atomics implements AtomicAssembler {
  readonly compared: Reg = NO_REG;
  readonly exchangesInPlace = false;

  constructor(private readonly masm: Aarch64Machine & Pick<MacroAssembler, 'callBuiltin'>) {}

  load(log2: number, dst: Reg, base: Reg, index: Reg, offset: u32): void {
    const { masm } = this;
    locate(masm, log2, base, index, offset);
    masm.markFaultSite(TrapKind.OutOfBoundsMemoryAccess);
    masm.ordered(Ordered.Ldar, log2, dst, SCRATCH);
  }

  store(log2: number, src: Reg, base: Reg, index: Reg, offset: u32): void {
    const { masm } = this;
    locate(masm, log2, base, index, offset);
    masm.markFaultSite(TrapKind.OutOfBoundsMemoryAccess);
    masm.ordered(Ordered.Stlr, log2, src, SCRATCH);
  }

  rmw(op: AtomicOp, log2: number, dst: Reg, src: Reg, base: Reg, index: Reg, offset: u32): void {
    const { masm } = this;
    locate(masm, log2, base, index, offset);
    const wide = log2 === 3;
    if (masm.features.lse) {
      let operand = src;
      if (op === AtomicOp.Sub || op === AtomicOp.And) {
        operand = SCRATCH2;
        masm.alu(op === AtomicOp.Sub ? Alu.Sub : Alu.Orn, wide, operand, ZR, src);
      }
      masm.markFaultSite(TrapKind.OutOfBoundsMemoryAccess);
      masm.lse(LSE[op]!, log2, operand, dst, SCRATCH);
      return;
    }
    const loop = masm.pos;
    masm.markFaultSite(TrapKind.OutOfBoundsMemoryAccess);
    masm.ordered(Ordered.Ldaxr, log2, dst, SCRATCH);
    let stored = src;
    if (op !== AtomicOp.Xchg) {
      stored = SCRATCH2;
      masm.alu(ALU[op]!, wide, stored, dst, src);
    }
    masm.ordered(Ordered.Stlxr, log2, stored, SCRATCH, LR);
    masm.cbz(true, false, LR, loop - masm.pos);
  }

  compareExchange(
    log2: number,
    dst: Reg,
    expected: Reg,
    replacement: Reg,
    base: Reg,
    index: Reg,
    offset: u32,
  ): void {
    const { masm } = this;
    locate(masm, log2, base, index, offset);
    const wide = log2 === 3;
    if (masm.features.lse) {
      masm.mov(wide, dst, expected);
      masm.markFaultSite(TrapKind.OutOfBoundsMemoryAccess);
      masm.lse(Lse.Cas, log2, dst, replacement, SCRATCH);
      return;
    }
    const loop = masm.pos;
    masm.markFaultSite(TrapKind.OutOfBoundsMemoryAccess);
    masm.ordered(Ordered.Ldaxr, log2, dst, SCRATCH);
    if (log2 >= 2) masm.alu(Alu.Subs, wide, ZR, dst, expected);
    else {
      const extend = log2 === 0 ? Extend.Uxtb : Extend.Uxth;
      masm.aluExtended(Alu.Subs, false, ZR, dst, expected, extend);
    }
    const isOther = skipIf(masm, Cond.Ne);
    masm.ordered(Ordered.Stlxr, log2, replacement, SCRATCH, LR);
    masm.cbz(true, false, LR, loop - masm.pos);
    endSkip(masm, isOther);
  }

  fence(): void {
    const { masm } = this;
    masm.dmb();
  }

  boundsCheck(index: Reg, end: i64, lengthOffset: number): void {
    const { masm } = this;
    compareWithLength(masm, index, end, lengthOffset);
    const isInside = skipIf(masm, Cond.Ls);
    masm.callBuiltin(Builtin.MemoryLook, SCRATCH);
    compareWithLength(masm, index, end, lengthOffset);
    trapOn(masm, TrapKind.OutOfBoundsMemoryAccess, Cond.Hi);
    endSkip(masm, isInside);
  }
}
