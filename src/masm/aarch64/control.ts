import type { Reg } from '../../abi/places.js';
import { IntList, KEPT_WORDS } from '../../util/int-list.js';
import type { TrapKind } from '../../wasm/trap-kind.js';
import { EXPECTED_SITES, MAX_EXPECTED } from '../code-buffer.js';
import { ConstantPool } from '../constant-pool.js';
import type { Label } from '../macro-assembler.js';
import { A64Assembler } from './assembler.js';
import { isAddImmediate } from './immediates.js';
import { Alu, Cond, Extend, Mem } from './integer-assembler.js';
import { SCRATCH, SCRATCH2, ZR } from './registers.js';

/**
 * Machine code of one module may take this many bytes: all of it is in reach of B and BL, which jump
 * 128 MB either way. More is refused with a CodeTooLargeError while compiling.
 */
export const A64_MAX_CODE_SIZE = 1 << 27;

/** Conditional branches and literal loads reach 1 MB forward; this leaves room for what is emitted between checks. */
const ISLAND_REACH = (1 << 20) - (1 << 16);

/** Words per pending trap stub: kind, source offset, position of the conditional branch. */
const STUB_WORDS = 3;
/** A stub is shared with one of this many before it. */
const STUB_WINDOW = 4;
/** Words per jump table: its position, first label, number of labels. */
const TABLE_WORDS = 3;

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
  sourceOffset = 0;
  readonly trapSites = new IntList(1024);
  readonly trapKinds = new IntList(512);
  readonly callSites = new IntList(1024);

  /** Position of each label of the function, or -1 while it is not bound. */
  private labelPositions = new Int32Array(256);
  /** Last branch that waits for the label, an index into `refs`, or -1. */
  private labelRefs = new Int32Array(256);
  private labelCount = 0;
  /** Branches to labels that are not bound: (position, the one before or -1). */
  private readonly refs = new IntList(512);
  private readonly stubs = new IntList(192);
  private readonly tables = new IntList(48);
  private readonly tableLabels = new IntList(256);
  private readonly constants = new ConstantPool();
  /** Words of an island here: one for each short forward branch since the last, and the constants. */
  private islandWords = 0;
  /** Where an island must end at the latest. */
  private islandDeadline = 0;
  /** Position behind a store to a slot that the next one may be joined to; -1: none. */
  protected joinAt = -1;

  constructor() {
    super(1 << 16, A64_MAX_CODE_SIZE);
  }

  reserveOperator(): void {
    this.reserve(1024);
    if (this.pos + 4 * this.islandWords > this.islandDeadline) this.emitIsland();
  }

  // ---- labels ---------------------------------------------------------------------------------

  newLabel(): Label {
    const label = this.labelCount++;
    if (label === this.labelPositions.length) this.growLabels();
    this.labelPositions[label] = -1;
    this.labelRefs[label] = -1;
    return label;
  }

  private growLabels(): void {
    const positions = new Int32Array(this.labelPositions.length * 2);
    positions.set(this.labelPositions);
    this.labelPositions = positions;
    const refs = new Int32Array(positions.length);
    refs.set(this.labelRefs);
    this.labelRefs = refs;
  }

  bind(label: Label): void {
    const target = this.pos;
    this.joinAt = -1;
    this.labelPositions[label] = target;
    const { data } = this.refs;
    for (let ref = this.labelRefs[label]!; ref >= 0; ref = data[ref + 1]!) {
      this.patchBranch(data[ref]!, target);
    }
    this.labelRefs[label] = -1;
  }

  private patchBranch(at: number, target: number): void {
    if (isFarBranch(this.read32(at))) this.patchBranch26(at, target);
    else this.patchBranch19(at, target);
  }

  /** Notes that the branch to be emitted next goes to an unbound label. */
  private addRef(label: Label): void {
    const ref = this.refs.length;
    this.refs.pushPair(this.pos, this.labelRefs[label]!);
    this.labelRefs[label] = ref;
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
    this.joinAt = -1;
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
      const { data } = this.refs;
      for (let label = 0; label < this.labelCount; label++) {
        let head = -1;
        let veneer = -1;
        let next: number;
        for (let ref = this.labelRefs[label]!; ref >= 0; ref = next) {
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
        this.labelRefs[label] = head;
      }
      this.patchBranch26(over, this.pos);
      this.joinAt = -1;
      this.reserve(1024);
    }
    this.islandWords = 0;
    this.islandDeadline = this.pos + ISLAND_REACH;
  }

  // ---- traps ----------------------------------------------------------------------------------

  /** Notes that the next instruction may fault. */
  markFaultSite(kind: TrapKind): void {
    this.trapSites.pushPair(this.pos, this.sourceOffset);
    this.trapKinds.push(kind);
  }

  trap(kind: TrapKind): void {
    this.markFaultSite(kind);
    this.udf();
  }

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
    this.stubs.push(kind);
    this.stubs.push(this.sourceOffset);
    this.stubs.push(this.pos);
    this.islandWords++;
  }

  /** Behind the body or in an island: either way trap sites keep ascending. */
  private emitStubs(): void {
    const { data, length } = this.stubs;
    this.reserve((length / STUB_WORDS) * 4);
    const source = this.sourceOffset;
    for (let i = 0; i < length; i += STUB_WORDS) {
      const at = data[i + 2]!;
      const shared = this.sharedStub(i);
      this.patchBranch19(at, shared >= 0 ? shared : this.pos);
      if (shared >= 0) {
        data[i + 2] = shared;
        continue;
      }
      data[i + 2] = this.pos;
      this.sourceOffset = data[i + 1]!;
      this.trap(data[i]!);
    }
    this.sourceOffset = source;
    this.stubs.length = 0;
  }

  /** Position of an equal stub shortly before entry `i`, or -1. Emitted entries hold their position. */
  private sharedStub(i: number): number {
    const { data } = this.stubs;
    const least = Math.max(0, i - STUB_WINDOW * STUB_WORDS);
    for (let j = i - STUB_WORDS; j >= least; j -= STUB_WORDS) {
      if (data[j] === data[i] && data[j + 1] === data[i + 1]) return data[j + 2]!;
    }
    return -1;
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

  private emitConstants(): void {
    const { constants } = this;
    if (constants.size === 0) return;
    const { wide, narrow, refs } = constants;
    this.reserve(constants.size + 4);
    if (wide.length > 0 && (this.pos & 4) !== 0) this.udf();
    const start = this.pos;
    for (let i = 0; i < wide.length; i++) this.emit32(wide.data[i]!);
    for (let i = 0; i < narrow.length; i++) this.emit32(narrow.data[i]!);
    const { data, length } = refs;
    for (let i = 0; i < length; i += 2) {
      this.patchBranch19(data[i]!, start + constants.offsetOf(data[i + 1]!));
    }
    constants.clear();
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
    this.tables.push(this.pos);
    this.tables.push(this.tableLabels.length);
    this.tables.push(count);
    for (let i = 0; i < count; i++) {
      this.tableLabels.push(labels[i]!);
      this.emit32(0);
    }
  }

  private fillTables(): void {
    const { data, length } = this.tables;
    const labels = this.tableLabels.data;
    for (let i = 0; i < length; i += TABLE_WORDS) {
      const start = data[i]!;
      const first = data[i + 1]!;
      const count = data[i + 2]!;
      for (let j = 0; j < count; j++) {
        this.patch32(start + 4 * j, this.labelPositions[labels[first + j]!]! - start);
      }
    }
    this.tables.length = 0;
    this.tableLabels.length = 0;
  }

  // ---- one function ---------------------------------------------------------------------------

  override expectModule(bodyBytes: number): void {
    super.expectModule(bodyBytes);
    const expected = Math.min(bodyBytes, MAX_EXPECTED) * EXPECTED_SITES;
    this.trapSites.expect(2 * expected);
    this.trapKinds.expect(expected);
    this.callSites.expect(expected);
  }

  override resetModule(): void {
    super.resetModule();
    this.beginLabels();
    this.sourceOffset = 0;
    this.trapSites.reset(KEPT_WORDS);
    this.trapKinds.reset(KEPT_WORDS);
    this.callSites.reset(KEPT_WORDS);
    this.refs.reset(KEPT_WORDS);
    this.stubs.reset(KEPT_WORDS);
    this.tables.reset(KEPT_WORDS);
    this.tableLabels.reset(KEPT_WORDS);
    this.constants.reset(KEPT_WORDS);
    if (this.labelPositions.length <= KEPT_WORDS) return;
    this.labelPositions = new Int32Array(KEPT_WORDS);
    this.labelRefs = new Int32Array(KEPT_WORDS);
  }

  protected beginLabels(): void {
    this.labelCount = 0;
    this.refs.length = 0;
    this.stubs.length = 0;
    this.tables.length = 0;
    this.tableLabels.length = 0;
    this.constants.clear();
    this.islandWords = 0;
    this.islandDeadline = this.pos + ISLAND_REACH;
    this.joinAt = -1;
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

/** True for B, which reaches 128 MB. */
function isFarBranch(word: number): boolean {
  return word >>> 26 === 5;
}
