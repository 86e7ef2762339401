import { NO_REG, type Reg } from '../../abi/places.js';
import type { i64, u32 } from '../../wasm/numbers.js';
import { TrapKind } from '../../wasm/trap-kind.js';
import type { AtomicAssembler } from '../atomic-assembler.js';
import type { AtomicOp } from '../operators.js';
import { Code } from './encoding.js';
import type { PortableMachine } from './machine.js';
import { indexOperand } from './memory.js';
import { noteSecondSite } from './numeric.js';

/**
 * Atomic accesses in byte code, which knows the base by itself. The first word of an instruction is the site of one out of
 * bounds, the second one of one that is not aligned.
 */
export class PortableAtomics implements AtomicAssembler {
  readonly compared: Reg = NO_REG;
  readonly exchangesInPlace = false;

  constructor(private readonly masm: PortableMachine) {}

  load(log2: number, dst: Reg, _base: Reg, index: Reg, offset: u32): void {
    this.access(Code.AtomicLoad, log2, dst, index, offset);
  }

  store(log2: number, src: Reg, _base: Reg, index: Reg, offset: u32): void {
    this.access(Code.AtomicStore, log2, src, index, offset);
  }

  rmw(op: AtomicOp, log2: number, dst: Reg, src: Reg, _base: Reg, index: Reg, offset: u32): void {
    const { masm } = this;
    this.noteSites();
    masm.emit4(Code.AtomicRmw, 2 * dst, indexOperand(index), 2 * src);
    masm.emit32(offset | 0);
    masm.emit32(log2 | (op << 2));
  }

  compareExchange(
    log2: number,
    dst: Reg,
    expected: Reg,
    replacement: Reg,
    _base: Reg,
    index: Reg,
    offset: u32,
  ): void {
    const { masm } = this;
    this.noteSites();
    masm.emit4(Code.AtomicCompareExchange, 2 * dst, indexOperand(index), 2 * expected);
    masm.emit32(2 * replacement);
    masm.emit32(offset | 0);
    masm.emit32(log2);
  }

  fence(): void {
    this.masm.emit32(Code.Fence);
  }

  /** Accesses compare by themselves. */
  boundsCheck(_index: Reg, _end: i64, _lengthOffset: number): void {}

  private access(code: Code, log2: number, reg: Reg, index: Reg, offset: u32): void {
    const { masm } = this;
    this.noteSites();
    masm.emit4(code, 2 * reg, indexOperand(index), offset | 0);
    masm.emit32(log2);
  }

  private noteSites(): void {
    this.masm.markFaultSite(TrapKind.OutOfBoundsMemoryAccess);
    noteSecondSite(this.masm, TrapKind.UnalignedAtomic);
  }
}
