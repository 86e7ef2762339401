import type { Reg } from '../../abi/places.js';
import { IntList, KEPT_WORDS } from '../../util/int-list.js';
import type { TrapKind } from '../../wasm/trap-kind.js';
import { EXPECTED_SITES, MAX_EXPECTED } from '../code-buffer.js';
import { ConstantPool } from '../constant-pool.js';
import type { Label } from '../macro-assembler.js';
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

/** Words per pending trap stub: kind, source offset, position of the branch's rel32. */
const STUB_WORDS = 3;
/** A stub is shared with one of this many before it. */
const STUB_WINDOW = 4;

/** Words per pending jump table: position of the LEA's rel32, first label, number of labels. */
const TABLE_WORDS = 3;

/** Labels, branches, trap sites, trap stubs, float constants and jump tables. */
export class X64Control extends X64Assembler {
  sourceOffset = 0;
  readonly trapSites = new IntList(1024);
  readonly trapKinds = new IntList(512);
  readonly callSites = new IntList(1024);

  /** Position of each label of the function, or -1 while it is not bound. */
  private labelPositions = new Int32Array(256);
  /** Position of the last rel32 that waits for the label; the field holds the one before; -1 ends. */
  private labelChains = new Int32Array(256);
  private labelCount = 0;
  private readonly stubs = new IntList(192);
  private readonly tables = new IntList(48);
  private readonly tableLabels = new IntList(256);
  private readonly constants = new ConstantPool();

  /** Where the flags of an arithmetic result are still valid, if the code got here straight. */
  private flagsAt = -1;
  private flagsReg = -1;
  private flagsWide = false;

  /** The instruction just emitted put its result in `reg` and set ZF by it. */
  protected noteZeroFlag(wide: boolean, reg: Reg): void {
    this.flagsAt = this.pos;
    this.flagsReg = reg;
    this.flagsWide = wide;
  }

  /** True if ZF tells here whether the register is zero. */
  protected hasZeroFlag(wide: boolean, reg: Reg): boolean {
    return this.flagsAt === this.pos && this.flagsReg === reg && this.flagsWide === wide;
  }

  // ---- labels ---------------------------------------------------------------------------------

  newLabel(): Label {
    const label = this.labelCount++;
    if (label === this.labelPositions.length) this.growLabels();
    this.labelPositions[label] = -1;
    this.labelChains[label] = -1;
    return label;
  }

  private growLabels(): void {
    const positions = new Int32Array(this.labelPositions.length * 2);
    positions.set(this.labelPositions);
    this.labelPositions = positions;
    const chains = new Int32Array(positions.length);
    chains.set(this.labelChains);
    this.labelChains = chains;
  }

  bind(label: Label): void {
    const target = this.pos;
    this.flagsAt = -1;
    this.labelPositions[label] = target;
    let at = this.labelChains[label]!;
    while (at >= 0) {
      const next = this.read32(at);
      this.patch32(at, target - at - 4);
      at = next;
    }
    this.labelChains[label] = -1;
  }

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

  /** A rel32 to the label: final, or a link of the label's chain. */
  private labelReference(label: Label): void {
    const at = this.pos;
    const target = this.labelPositions[label]!;
    if (target >= 0) {
      this.emit32(target - at - 4);
    } else {
      this.emit32(this.labelChains[label]!);
      this.labelChains[label] = at;
    }
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

  /** Notes that the next instruction may fault. */
  markFaultSite(kind: TrapKind): void {
    this.trapSites.pushPair(this.pos, this.sourceOffset);
    this.trapKinds.push(kind);
  }

  trap(kind: TrapKind): void {
    this.markFaultSite(kind);
    this.ud2();
  }

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
    this.stubs.push(kind);
    this.stubs.push(this.sourceOffset);
    this.stubs.push(this.pos - 4);
  }

  /** The stubs follow the body, so that trap sites keep ascending. */
  private emitStubs(): void {
    const { data, length } = this.stubs;
    this.reserve((length / STUB_WORDS) * 2);
    const source = this.sourceOffset;
    for (let i = 0; i < length; i += STUB_WORDS) {
      const at = data[i + 2]!;
      const shared = this.sharedStub(i);
      this.patch32(at, (shared >= 0 ? shared : this.pos) - at - 4);
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

  /** A load, or an operator with a right side of `double` or single width, of a constant. */
  protected sseConstant(op: Sse | SseMem, double: boolean, reg: Reg, lo: number, hi: number): void {
    this.sseRip(op, reg, 0);
    if (double) this.constants.addWide(this.pos - 4, lo, hi);
    else this.constants.addNarrow(this.pos - 4, lo);
  }

  /** The constants follow the stubs, aligned. */
  private emitConstants(): void {
    const { constants } = this;
    if (constants.size === 0) return;
    const { wide, narrow, refs } = constants;
    this.reserve(constants.size + 8);
    const mask = wide.length > 0 ? 7 : 3;
    while ((this.pos & mask) !== 0) this.int3();
    const start = this.pos;
    for (let i = 0; i < wide.length; i++) this.emit32(wide.data[i]!);
    for (let i = 0; i < narrow.length; i++) this.emit32(narrow.data[i]!);
    const { data, length } = refs;
    for (let i = 0; i < length; i += 2) {
      const at = data[i]!;
      this.patch32(at, start + constants.offsetOf(data[i + 1]!) - at - 4);
    }
    constants.clear();
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
    this.tables.push(this.pos - 4);
    this.tables.push(this.tableLabels.length);
    this.tables.push(count);
    for (let i = 0; i < count; i++) this.tableLabels.push(labels[i]!);
    this.loadRegIndexed(Load.Movsxd, index, SCRATCH, index, 2, 0);
    this.alu(Alu.Add, true, index, SCRATCH);
    this.jmpReg(index);
  }

  private emitTables(): void {
    const { data, length } = this.tables;
    const labels = this.tableLabels.data;
    this.reserve(this.tableLabels.length * 4 + 4);
    while (length > 0 && (this.pos & 3) !== 0) this.int3();
    for (let i = 0; i < length; i += TABLE_WORDS) {
      const start = this.pos;
      const lea = data[i]!;
      this.patch32(lea, start - lea - 4);
      const first = data[i + 1]!;
      const end = first + data[i + 2]!;
      for (let j = first; j < end; j++) this.emit32(this.labelPositions[labels[j]!]! - start);
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
    this.flagsAt = -1;
    this.trapSites.reset(KEPT_WORDS);
    this.trapKinds.reset(KEPT_WORDS);
    this.callSites.reset(KEPT_WORDS);
    this.stubs.reset(KEPT_WORDS);
    this.tables.reset(KEPT_WORDS);
    this.tableLabels.reset(KEPT_WORDS);
    this.constants.reset(KEPT_WORDS);
    if (this.labelPositions.length <= KEPT_WORDS) return;
    this.labelPositions = new Int32Array(KEPT_WORDS);
    this.labelChains = new Int32Array(KEPT_WORDS);
  }

  protected beginLabels(): void {
    this.labelCount = 0;
    this.stubs.length = 0;
    this.tables.length = 0;
    this.tableLabels.length = 0;
    this.constants.clear();
  }

  /** Emits what lies behind the body. All labels that are used must be bound. */
  protected endLabels(): void {
    this.emitStubs();
    this.emitConstants();
    this.emitTables();
  }
}
