import type { Reg } from '../../abi/places.js';
import type { TrapKind } from '../../wasm/trap-kind.js';
import type { Label } from '../emitter.js';
import { A64Assembler } from './assembler.js';
import { isAddImmediate } from './immediates.js';
import { Alu, Cond, Extend, isFarBranch, Mem } from './integer-assembler.js';
import { SCRATCH, SCRATCH2, ZR } from './registers.js';

/**
 * Machine code of one module may take this many bytes: all of it is in reach of B and BL, which jump
 * 128 MB either way. More is refused with a CodeTooLargeError while compiling.
 */
export const A64_MAX_CODE_SIZE = 1 << 27;

/** Conditional branches and literal loads reach 1 MB forward; this leaves room for what is emitted between checks. */
const ISLAND_REACH = (1 << 20) - (1 << 16);

/**
 * Labels, branches, trap sites, trap stubs, float constants and jump tables.
 *
 * Conditional branches reach 1 MB, but a function can be larger. Forward branches are emitted in
 * the short form all the same. When one could get out of reach, an island is emitted, which running
 * code jumps over: it holds the trap stubs and float constants so far, and a B (128 MB) for every
 * label that short branches still wait for; these go there instead. {@link reserveOperator} looks
 * after that.
 */
export class A64Control extends A64Assembler {
  /** Words of an island here: one for each short forward branch since the last, and the constants. */
  private islandWords = 0;
  /** Where an island must end at the latest. */
  private islandDeadline = 0;

  constructor() {
    super(1 << 16, A64_MAX_CODE_SIZE);
  }

  reserveOperator(): void {
    this.reserve(1024);
    if (this.pos + 4 * this.islandWords > this.islandDeadline) this.emitIsland();
  }

  // ---- labels ---------------------------------------------------------------------------------

  /** Notes that the branch to be emitted next goes to an unbound label. */
  private addRef(label: Label): void {
    this.awaitLabel(label, this.pos);
  }

  jump(label: Label): void {
    const target = this.labelPositions[label]!;
    if (target >= 0) {
      this.b(target - this.pos);
    } else {
      this.addRef(label);
      this.b(0);
    }
  }

  protected jumpIf(cond: Cond, label: Label): void {
    const target = this.labelPositions[label]!;
    if (target < 0) {
      this.addRef(label);
      this.islandWords++;
      this.bCond(cond, 0);
    } else if (this.pos - target <= 1 << 20) {
      this.bCond(cond, target - this.pos);
    } else {
      this.bCond(cond ^ 1, 8);
      this.b(target - this.pos);
    }
  }

  /** Jumps if the register is zero (or, with `nonzero`, if it is not). */
  protected jumpIfZero(nonzero: boolean, wide: boolean, reg: Reg, label: Label): void {
    const target = this.labelPositions[label]!;
    if (target < 0) {
      this.addRef(label);
      this.islandWords++;
      this.cbz(nonzero, wide, reg, 0);
    } else if (this.pos - target <= 1 << 20) {
      this.cbz(nonzero, wide, reg, target - this.pos);
    } else {
      this.cbz(!nonzero, wide, reg, 8);
      this.b(target - this.pos);
    }
  }

  /**
   * Jumps if the sign bit is clear (or, with `negative`, if it is set). The one-instruction form
   * reaches only 32 KB, so it is for labels that are known to be near.
   */
  protected jumpIfSign(negative: boolean, wide: boolean, reg: Reg, label: Label): void {
    const target = this.labelPositions[label]!;
    if (target >= 0 && this.pos - target <= 1 << 15) {
      this.tbz(negative, reg, wide ? 63 : 31, target - this.pos);
    } else {
      this.alu(Alu.Ands, wide, ZR, reg, reg);
      this.jumpIf(negative ? Cond.Mi : Cond.Pl, label);
    }
  }

  /** A short forward branch inside of a sequence; {@link endSkip} joins it to its target. */
  protected skipIf(cond: Cond): number {
    this.bCond(cond, 0);
    return this.pos;
  }

  protected endSkip(from: number): void {
    this.straightAt = -1;
    this.patchBranch19(from - 4, this.pos);
  }

  // ---- islands --------------------------------------------------------------------------------

  private emitIsland(): void {
    if (this.islandWords > 0) {
      // The words, the jump over them and a word that aligns constants.
      this.reserve(4 * this.islandWords + 8);
      const over = this.pos;
      this.b(0);
      this.emitStubs();
      this.emitConstants();
      const { data } = this.labelReferences;
      for (let label = 0; label < this.labelCount; label++) {
        let head = -1;
        let veneer = -1;
        let next: number;
        for (let ref = this.labelChains[label]!; ref >= 0; ref = next) {
          next = data[ref + 1]!;
          const at = data[ref]!;
          if (!isFarBranch(this.read32(at))) {
            if (veneer >= 0) {
              this.patchBranch19(at, veneer);
              continue;
            }
            // The label's one far branch in this island; it waits in place of the short ones.
            veneer = this.pos;
            this.patchBranch19(at, veneer);
            data[ref] = veneer;
            this.b(0);
          }
          data[ref + 1] = head;
          head = ref;
        }
        this.labelChains[label] = head;
      }
      this.patchBranch26(over, this.pos);
      this.straightAt = -1;
      this.reserve(1024);
    }
    this.islandWords = 0;
    this.islandDeadline = this.pos + ISLAND_REACH;
  }

  // ---- traps ----------------------------------------------------------------------------------

  protected trapOn(kind: TrapKind, cond: Cond): void {
    this.addStub(kind);
    this.bCond(cond, 0);
  }

  /** Traps if the register is zero (or, with `nonzero`, if it is not). */
  protected trapIfZero(kind: TrapKind, nonzero: boolean, wide: boolean, reg: Reg): void {
    this.addStub(kind);
    this.cbz(nonzero, wide, reg, 0);
  }

  /** For the conditional branch to be emitted next. */
  private addStub(kind: TrapKind): void {
    this.branchToStub(kind, this.pos);
    this.islandWords++;
  }

  // ---- float constants ------------------------------------------------------------------------

  /** Loads a constant that will lie behind the body or in an island. */
  protected loadConstant(double: boolean, dst: Reg, lo: number, hi: number): void {
    const { constants } = this;
    const before = constants.size;
    if (double) constants.addWide(this.pos, lo, hi);
    else constants.addNarrow(this.pos, lo);
    this.islandWords += (constants.size - before) >> 2;
    this.ldrLiteral(double, dst, 0);
  }

  // ---- jump tables ----------------------------------------------------------------------------

  /**
   * Jumps by a table of 32-bit distances from the table's start, which follows the jump (ADR could
   * not reach behind a large body). Only the low half of `index` counts.
   */
  jumpTable(index: Reg, labels: Int32Array, count: number, otherwise: Label): void {
    if (count === 0) {
      this.jump(otherwise);
      return;
    }
    this.reserve(4 * count + 1024);
    // The table must not put branches out of reach that wait.
    if (this.pos + 4 * count + 4 * this.islandWords > this.islandDeadline) {
      this.emitIsland();
      this.reserve(4 * count + 1024);
    }
    if (isAddImmediate(count)) {
      this.addImmediate(Alu.Subs, false, ZR, index, count);
    } else {
      this.movImmediate(SCRATCH, count, 0);
      this.alu(Alu.Subs, false, ZR, index, SCRATCH);
    }
    this.jumpIf(Cond.Hs, otherwise);
    this.adr(SCRATCH, 16);
    this.accessIndexed(Mem.LdrSW, SCRATCH2, SCRATCH, index, Extend.Uxtw, true);
    this.alu(Alu.Add, true, SCRATCH, SCRATCH, SCRATCH2);
    this.br(SCRATCH);
    this.addTable(this.pos, labels, count);
    this.pos += 4 * count;
  }

  // ---- one function ---------------------------------------------------------------------------

  protected beginLabels(): void {
    this.islandWords = 0;
    this.islandDeadline = this.pos + ISLAND_REACH;
  }

  /** Emits what lies behind the body. All labels that are used must be bound. */
  protected endLabels(): void {
    this.emitStubs();
    this.emitConstants();
    this.fillTables();
    this.islandWords = 0;
    this.islandDeadline = A64_MAX_CODE_SIZE;
  }
}
