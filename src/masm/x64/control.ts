import type { Reg } from '../../abi/places.js';
import type { TrapKind } from '../../wasm/trap-kind.js';
import type { Label } from '../emitter.js';
import { type Sse, type SseMem, X64Assembler } from './assembler.js';
import { isInt8 } from './encoder.js';
import { Alu, Cond, Load } from './integer-assembler.js';
import { SCRATCH } from './registers.js';

/**
 * Conditions beyond the hardware's: equality of floats takes two flags, because UCOMISS/UCOMISD sets
 * ZF for unordered operands, too (Intel SDM volume 2, UCOMISD: ZF, PF, CF = 111).
 */
export const enum FloatCond {
  /** ZF set and PF clear: equal and ordered. */
  Equal = 16,
  /** ZF clear or PF set. */
  NotEqual = 17,
}

/** Labels, branches, trap sites, trap stubs, float constants and jump tables. */
export class X64Control extends X64Assembler {
  /** What {@link straightAt} is about: ZF tells whether this register is zero. */
  private flagsReg = -1;
  private flagsWide = false;

  /** The instruction just emitted put its result in `reg` and set ZF by it. */
  protected noteZeroFlag(wide: boolean, reg: Reg): void {
    this.straightAt = this.pos;
    this.flagsReg = reg;
    this.flagsWide = wide;
  }

  /** True if ZF tells here whether the register is zero. */
  protected hasZeroFlag(wide: boolean, reg: Reg): boolean {
    return this.straightAt === this.pos && this.flagsReg === reg && this.flagsWide === wide;
  }

  // ---- labels ---------------------------------------------------------------------------------

  jump(label: Label): void {
    const target = this.labelPositions[label]!;
    if (target >= 0 && isInt8(target - this.pos - 2)) {
      this.jmpShort(target - this.pos - 2);
    } else {
      this.emit8(0xe9);
      this.labelReference(label);
    }
  }

  private jumpIf(cond: Cond, label: Label): void {
    const target = this.labelPositions[label]!;
    if (target >= 0 && isInt8(target - this.pos - 2)) {
      this.jccShort(cond, target - this.pos - 2);
    } else {
      this.emit8(0x0f);
      this.emit8(0x80 | cond);
      this.labelReference(label);
    }
  }

  /** A rel32 to the label. */
  private labelReference(label: Label): void {
    const at = this.pos;
    const target = this.labelPositions[label]!;
    this.emit32(target - at - 4);
    if (target < 0) this.awaitLabel(label, at);
  }

  /** @param cond a {@link Cond} or {@link FloatCond} */
  protected branch(cond: number, label: Label): void {
    if (cond < FloatCond.Equal) {
      this.jumpIf(cond, label);
    } else if (cond === FloatCond.Equal) {
      const skip = this.skipIf(Cond.P);
      this.jumpIf(Cond.E, label);
      this.endSkip(skip);
    } else {
      this.jumpIf(Cond.P, label);
      this.jumpIf(Cond.NE, label);
    }
  }

  /** A short forward branch inside of a sequence; {@link endSkip} joins it to its target. */
  protected skipIf(cond: Cond): number {
    this.jccShort(cond, 0);
    return this.pos;
  }

  /** As {@link skipIf}, always taken. */
  protected skip(): number {
    this.jmpShort(0);
    return this.pos;
  }

  protected endSkip(from: number): void {
    this.bytes[from - 1] = this.pos - from;
  }

  // ---- traps ----------------------------------------------------------------------------------

  /** @param cond a {@link Cond} or {@link FloatCond} */
  protected trapOn(kind: TrapKind, cond: number): void {
    if (cond < FloatCond.Equal) {
      this.jumpToStub(kind, cond);
    } else if (cond === FloatCond.Equal) {
      const skip = this.skipIf(Cond.P);
      this.jumpToStub(kind, Cond.E);
      this.endSkip(skip);
    } else {
      this.jumpToStub(kind, Cond.P);
      this.jumpToStub(kind, Cond.NE);
    }
  }

  private jumpToStub(kind: TrapKind, cond: Cond): void {
    this.jccNear(cond, 0);
    this.branchToStub(kind, this.pos - 4);
  }

  // ---- float constants ------------------------------------------------------------------------

  /** A load, or an operator with a right side of `double` or single width, of a constant. */
  protected sseConstant(op: Sse | SseMem, double: boolean, reg: Reg, lo: number, hi: number): void {
    this.sseRip(op, reg, 0);
    if (double) this.constants.addWide(this.pos - 4, lo, hi);
    else this.constants.addNarrow(this.pos - 4, lo);
  }

  // ---- jump tables ----------------------------------------------------------------------------

  /**
   * Jumps by a table of 32-bit distances from the table's start, which is emitted behind the body.
   * Only the low half of `index` counts.
   */
  jumpTable(index: Reg, labels: Int32Array, count: number, otherwise: Label): void {
    if (count === 0) {
      this.jump(otherwise);
      return;
    }
    this.aluImmediate(Alu.Cmp, false, index, count);
    this.jumpIf(Cond.AE, otherwise);
    this.mov(false, index, index);
    this.leaRip(SCRATCH, 0);
    this.addTable(this.pos - 4, labels, count);
    this.loadRegIndexed(Load.Movsxd, index, SCRATCH, index, 2, 0);
    this.alu(Alu.Add, true, index, SCRATCH);
    this.jmpReg(index);
  }

  /** Emits what lies behind the body. All labels that are used must be bound. */
  protected endLabels(): void {
    this.emitStubs();
    this.emitConstants();
    this.emitTables();
    this.fillTables();
  }
}
