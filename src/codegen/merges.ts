import { FIRST_FP, REG_COUNT, type Reg } from '../abi/places.js';
import { scan } from '../frontend/body-scan.js';
import type { Label } from '../masm/macro-assembler.js';
import { NO_LAYOUT } from '../stack/control-stack.js';
import { control, stack } from '../stack/state.js';
import { HI, LO, LOC, Loc, MARK, NEXT, RECORD } from '../stack/value-stack.js';
import { IntList } from '../util/int-list.js';
import { Kind, kindOf, type ValType } from '../wasm/value-types.js';
import { Operands } from './operands.js';

/** Up to this many block results travel in registers; more go through their slots, all of them. */
const MAX_REGISTER_RESULTS = 4;

// A layout: what every branch to a label agrees on. The first branch records it from its own state,
// later ones move their values to match. Words in `layouts`:
//
//   +0  number of pairs
//   +1  1 if masm.memoryBase holds the base of memory 0
//   +2  mask of the general registers in the pairs
//   +3  mask of the floating-point registers
//   +4  pairs: location as in a record (InReg, register, Stored, UpperUnknown);
//       handle of the value that is there
//
// Values that the code behind the label can see and that are not in the list are in their slots
// (operands that are constants stay constants: they cannot change while the block is open).
const PAIRS = 4;
/** What tells where a location is, without what else is known of the value. */
const PLACE = Loc.InReg | 0xff00;

/** Room for 10,000 labels or so; growth costs the folding. */
const LAYOUT_WORDS = 1 << 18;

/** The layouts of the function being compiled: a constant, as the stacks of `state.ts` are. */
class Layouts {
  data = new Int32Array(LAYOUT_WORDS);
  length = 0;

  /** Makes room for `count` more words. */
  reserve(count: number): void {
    if (this.length + count > this.data.length) this.grow();
  }

  private grow(): void {
    const data = new Int32Array(this.data.length * 2);
    data.set(this.data);
    this.data = data;
  }

  /** Forgets all of them, and gives memory back that an unusual function needed. */
  trim(): void {
    this.length = 0;
    if (this.data.length > LAYOUT_WORDS) this.data = new Int32Array(LAYOUT_WORDS);
  }
}

const layouts = new Layouts();

/** Gives memory back that the layouts of an unusual function needed; between modules. */
export function trimLayouts(): void {
  layouts.trim();
}

/** Joins of control flow: recording layouts, and bringing the state to one. */
export abstract class Merges extends Operands {
  // The plan of a merge, between planMerge and emitPlan:
  /** Values to store: (value handle, slot). */
  private readonly planStores = new IntList();
  /** Results that go to slots, in ascending order: (value handle, slot). */
  private readonly planResultSlots = new IntList();
  /** Registers to fill after the moves: (register, value handle). */
  private readonly planLoads = new IntList();
  /** Registers to zero-extend in the end. */
  private readonly planExtends = new IntList();
  private planMemoryBase = false;
  /** Branches that needed moves, over all functions. */
  merges = 0;

  /** Forgets all layouts, for a new function. */
  protected resetMerges(): void {
    layouts.length = 0;
  }

  /** Records the layout of a frame's label, if there is none, from the current state. */
  protected fixLabelLayout(frame: number, types: readonly ValType[]): void {
    if (control.layout(frame) !== NO_LAYOUT) return;
    const joinAt = this.joinOf(frame);
    control.setLayout(frame, this.recordLayout(control.height(frame), types, joinAt));
  }

  /** Position that decides which locals are alive behind a frame's label: the end of the block. */
  protected joinOf(frame: number): number {
    return scan.blockEnd(control.block(frame));
  }

  /**
   * Records a layout from the current state: of values below handle `base`, and of the topmost
   * operands as results of the given types that will lie from `base` on. Locals that are dead at
   * position `joinAt` are left out. May emit moves that are harmless to the code that follows in
   * line. Constant locals are flushed first.
   */
  protected recordLayout(base: number, types: readonly ValType[], joinAt: number): number {
    const { masm } = this;
    this.flushConstLocals();
    const results = stack.top - types.length * RECORD;
    const inRegs = types.length <= MAX_REGISTER_RESULTS && this.resultsToRegs(results);
    const visible = inRegs ? results : stack.top;
    const { allocatableGp, allocatableFp } = masm.traits;
    this.unshare(allocatableGp & ~stack.freeGp, 0, base, visible, joinAt);
    this.unshare(allocatableFp & ~stack.freeFp, FIRST_FP, base, visible, joinAt);
    const at = layouts.length;
    layouts.reserve(PAIRS + 2 * REG_COUNT);
    const { data } = layouts;
    data[at + 1] = this.memoryBaseValid ? 1 : 0;
    layouts.length = at + PAIRS;
    data[at + 2] = this.recordClass(allocatableGp & ~stack.freeGp, 0, base, visible, joinAt);
    data[at + 3] = this.recordClass(allocatableFp & ~stack.freeFp, FIRST_FP, base, visible, joinAt);
    data[at] = (layouts.length - at - PAIRS) >> 1;
    return at;
  }

  /** Gives each result a register of its own. False if there are not enough. */
  private resultsToRegs(first: number): boolean {
    const { masm } = this;
    for (let h = first; h < stack.top; h += RECORD) {
      const loc = stack.rec[h + LOC]!;
      if ((loc & Loc.InReg) !== 0 && stack.isSoleHolder(h)) continue;
      const kind = kindOf(stack.rec[h]!);
      const reg = this.tryAlloc(kind);
      if (reg < 0) return false;
      masm.reserveOperator();
      if ((loc & Loc.InReg) !== 0) {
        this.copy(kind, reg, (loc >> 8) & 0xff);
        stack.detach(h);
      } else if ((loc & Loc.Const) !== 0) {
        masm.constant(kind, reg, stack.rec[h + LO]!, stack.rec[h + HI]!);
        stack.rec[h + LOC] = 0;
      } else masm.loadSlot(kind, reg, stack.slotOf(h));
      stack.attach(h, reg);
    }
    return true;
  }

  /** Leaves each register with at most one value that is visible behind the label and not stored. */
  private unshare(used: number, first: Reg, base: number, results: number, joinAt: number): void {
    const { masm } = this;
    const { rec, regHead } = stack;
    for (let rest = used; rest !== 0; rest &= rest - 1) {
      const reg = first + 31 - Math.clz32(rest & -rest);
      const head = regHead[reg]!;
      if (rec[head + NEXT] === 0) continue;
      let kept = false;
      let next = 0;
      for (let h = head; h !== 0; h = next) {
        next = stack.rec[h + NEXT]!;
        if (h >= base && h < results) continue;
        if ((stack.rec[h + LOC]! & Loc.Stored) !== 0 || this.isDeadAt(h, joinAt)) continue;
        if (!kept) {
          kept = true;
          continue;
        }
        masm.reserveOperator();
        const kind = kindOf(stack.rec[h]!);
        const other = this.tryAlloc(kind);
        if (other < 0) {
          this.storeHome(h);
          continue;
        }
        this.copy(kind, other, reg);
        stack.detach(h);
        stack.attach(h, other);
      }
    }
  }

  /** Appends the pairs of one class of registers; returns the mask of these registers. */
  private recordClass(
    used: number,
    first: Reg,
    base: number,
    results: number,
    joinAt: number,
  ): number {
    const { rec, regHead } = stack;
    const { data } = layouts;
    let at = layouts.length;
    let mask = 0;
    for (let rest = used; rest !== 0; rest &= rest - 1) {
      const bit = 31 - Math.clz32(rest & -rest);
      let chosen = regHead[first + bit]!;
      if (rec[chosen + NEXT] !== 0) chosen = this.chooseHolder(chosen, base, results, joinAt);
      else if ((chosen >= base && chosen < results) || this.isDeadAt(chosen, joinAt)) continue;
      if (chosen === 0) continue;
      mask |= 1 << bit;
      let loc = rec[chosen + LOC]!;
      if (chosen >= results) {
        // A result's own slot is not the one that it has behind the label.
        loc &= ~Loc.Stored;
        chosen = base + (chosen - results);
      }
      data[at] = loc;
      data[at + 1] = chosen;
      at += 2;
    }
    layouts.length = at;
    return mask;
  }

  /** Of values that share a register and are visible, one that is in no slot, else any; or 0. */
  private chooseHolder(head: number, base: number, results: number, joinAt: number): number {
    const { rec } = stack;
    let chosen = 0;
    for (let h = head; h !== 0; h = rec[h + NEXT]!) {
      if ((h >= base && h < results) || this.isDeadAt(h, joinAt)) continue;
      if (chosen === 0) chosen = h;
      if ((rec[h + LOC]! & Loc.Stored) === 0) return h;
    }
    return chosen;
  }

  /**
   * True if the current state agrees with a layout of values below handle `base` only, so that
   * nothing has to move. Two of three branches of real code do.
   */
  private agrees(layout: number, base: number, joinAt: number): boolean {
    const { rec, regHead } = stack;
    const { data } = layouts;
    if (data[layout + 1] !== 0 && !this.memoryBaseValid) return false;
    const end = layout + PAIRS + 2 * data[layout]!;
    for (let at = layout + PAIRS; at < end; at += 2) {
      const handle = data[at + 1]!;
      const want = data[at]!;
      const loc = rec[handle + LOC]!;
      if (((loc ^ want) & PLACE) !== 0) return false;
      if ((want & ~loc & Loc.Stored) !== 0 || (loc & ~want & Loc.UpperUnknown) !== 0) return false;
      const head = regHead[loc >> 8]!;
      if (
        (head !== handle || rec[head + NEXT] !== 0) &&
        this.needsStore(head, handle, base, joinAt)
      ) {
        return false;
      }
    }
    const { traits } = this.masm;
    let rest = traits.allocatableGp & ~stack.freeGp & ~data[layout + 2]!;
    for (; rest !== 0; rest &= rest - 1) {
      const head = regHead[31 - Math.clz32(rest & -rest)]!;
      if (this.needsStore(head, 0, base, joinAt)) return false;
    }
    rest = traits.allocatableFp & ~stack.freeFp & ~data[layout + 3]!;
    for (; rest !== 0; rest &= rest - 1) {
      const head = regHead[FIRST_FP + 31 - Math.clz32(rest & -rest)]!;
      if (this.needsStore(head, 0, base, joinAt)) return false;
    }
    const { dirtyConsts } = this;
    for (let i = 0; i < dirtyConsts.length; i++) {
      const h = dirtyConsts.data[i]!;
      if ((rec[h + LOC]! & (Loc.Const | Loc.Stored)) !== Loc.Const) continue;
      if (!this.isDeadAt(h, joinAt)) return false;
    }
    return true;
  }

  /** True if a value below `base` that shares a register, but for `except`, is in no slot. */
  private needsStore(head: number, except: number, base: number, joinAt: number): boolean {
    const { rec } = stack;
    for (let h = head; h !== 0; h = rec[h + NEXT]!) {
      if (h === except || h >= base || (rec[h + LOC]! & Loc.Stored) !== 0) continue;
      if (!this.isDeadAt(h, joinAt)) return true;
    }
    return false;
  }

  /**
   * Works out how to get from the current state to a layout, with the topmost `arity` operands as
   * results that lie from handle `base` on. Changes nothing. Locals dead at `joinAt` do not matter.
   *
   * @returns true if there is anything to emit
   */
  protected planMerge(layout: number, base: number, arity: number, joinAt: number): boolean {
    if (arity === 0 && this.agrees(layout, base, joinAt)) return false;
    const { rec } = stack;
    const { data } = layouts;
    const results = stack.top - arity * RECORD;
    const delta = results - base;
    this.planStores.length = 0;
    this.planResultSlots.length = 0;
    this.planLoads.length = 0;
    this.planExtends.length = 0;
    this.moves.clear();
    const end = layout + PAIRS + 2 * data[layout]!;
    // Mark the values that have a register in the layout, with the pair's place.
    for (let at = layout + PAIRS; at < end; at += 2) {
      const target = data[at + 1]!;
      rec[(target < base ? target : target + delta) + MARK] = at;
    }
    this.planStoresOf(this.masm.traits.allocatableGp & ~stack.freeGp, 0, base, joinAt);
    this.planStoresOf(this.masm.traits.allocatableFp & ~stack.freeFp, FIRST_FP, base, joinAt);
    this.planConstLocals(joinAt);
    for (let h = results; h < stack.top; h += RECORD) {
      if (rec[h + MARK] !== 0) continue;
      const inPlace = delta === 0 && (rec[h + LOC]! & Loc.Stored) !== 0;
      if (!inPlace) {
        this.planResultSlots.push(h);
        this.planResultSlots.push(stack.slotOf(h - delta));
      }
    }
    for (let at = layout + PAIRS; at < end; at += 2) {
      const target = data[at + 1]!;
      const source = target < base ? target : target + delta;
      rec[source + MARK] = 0;
      const reg = data[at]! >> 8;
      const loc = rec[source + LOC]!;
      if ((loc & Loc.InReg) === 0) {
        this.planLoads.push(reg);
        this.planLoads.push(source);
        continue;
      }
      const from = (loc >> 8) & 0xff;
      if (from !== reg) this.moves.add(kindOf(rec[source]!), reg, from);
      // A 32-bit move zero-extends, but a swap that breaks a cycle does not.
      const upperKnown = (data[at]! & Loc.UpperUnknown) === 0;
      if (upperKnown && (loc & Loc.UpperUnknown) !== 0) this.planExtends.push(reg);
    }
    this.planMemoryBase = data[layout + 1] !== 0 && !this.memoryBaseValid;
    return (
      this.planStores.length !== 0 ||
      this.planResultSlots.length !== 0 ||
      this.planLoads.length !== 0 ||
      this.planExtends.length !== 0 ||
      this.planMemoryBase ||
      !this.moves.isEmpty
    );
  }

  /** Values below `base` that only a register holds and that the layout wants in their slots. */
  private planStoresOf(used: number, first: Reg, base: number, joinAt: number): void {
    const { rec } = stack;
    for (let rest = used; rest !== 0; rest &= rest - 1) {
      const reg = first + 31 - Math.clz32(rest & -rest);
      for (let h = stack.regHead[reg]!; h !== 0; h = rec[h + NEXT]!) {
        if (h >= base || (rec[h + LOC]! & Loc.Stored) !== 0) continue;
        if (this.isDeadAt(h, joinAt)) continue;
        const mark = rec[h + MARK]!;
        if (mark === 0 || (layouts.data[mark]! & Loc.Stored) !== 0) {
          this.planStores.push(h);
        }
      }
    }
  }

  private planConstLocals(joinAt: number): void {
    const { rec } = stack;
    const { dirtyConsts } = this;
    for (let i = 0; i < dirtyConsts.length; i++) {
      const h = dirtyConsts.data[i]!;
      if ((rec[h + LOC]! & (Loc.Const | Loc.Stored)) !== Loc.Const) continue;
      if (this.isDeadAt(h, joinAt)) continue;
      const mark = rec[h + MARK]!;
      if (mark === 0 || (layouts.data[mark]! & Loc.Stored) !== 0) {
        this.planStores.push(h);
      }
    }
  }

  /** Emits the plan. The recorded state stays as it is: this code is on the edge to the label. */
  protected emitPlan(): void {
    const { masm, planStores, planResultSlots, planLoads, planExtends } = this;
    this.merges++;
    for (let i = 0; i < planStores.length; i++) {
      const h = planStores.data[i]!;
      this.emitToSlot(h, stack.slotOf(h));
    }
    for (let i = 0; i < planResultSlots.length; i += 2) {
      this.emitToSlot(planResultSlots.data[i]!, planResultSlots.data[i + 1]!);
    }
    masm.reserveOperator();
    this.moves.emit();
    for (let i = 0; i < planLoads.length; i += 2) {
      this.emitToReg(planLoads.data[i + 1]!, planLoads.data[i]!);
    }
    for (let i = 0; i < planExtends.length; i++) masm.zeroExtend32(planExtends.data[i]!);
    if (this.planMemoryBase) {
      masm.loadField(Kind.I64, masm.memoryBase, masm.vmctx, this.vmctxLayout.memory(0));
    }
  }

  /** Copies a value, wherever it is, to a slot; its record stays as it is. */
  protected emitToSlot(handle: number, slot: number): void {
    const { masm } = this;
    const { rec } = stack;
    const loc = rec[handle + LOC]!;
    const kind = kindOf(rec[handle]!);
    masm.reserveOperator();
    if ((loc & Loc.InReg) !== 0) masm.storeSlot(kind, slot, (loc >> 8) & 0xff);
    else if ((loc & Loc.Const) !== 0) {
      masm.storeSlotConstant(kind, slot, rec[handle + LO]!, rec[handle + HI]!);
    } else masm.copySlot(kind, slot, stack.slotOf(handle));
    if (slot >= 0) this.useSlot(slot + 8);
  }

  /** Copies a constant or stored value to a register; its record stays as it is. */
  protected emitToReg(handle: number, reg: Reg): void {
    const { masm } = this;
    const { rec } = stack;
    const kind = kindOf(rec[handle]!);
    masm.reserveOperator();
    if ((rec[handle + LOC]! & Loc.Const) !== 0) {
      masm.constant(kind, reg, rec[handle + LO]!, rec[handle + HI]!);
    } else masm.loadSlot(kind, reg, stack.slotOf(handle));
  }

  /** Brings the state to a layout and jumps to the label. The code behind is unreachable. */
  protected jumpToLayout(
    layout: number,
    base: number,
    arity: number,
    joinAt: number,
    label: Label,
  ): void {
    if (this.planMerge(layout, base, arity, joinAt)) this.emitPlan();
    this.masm.jump(label);
  }

  /**
   * Makes the records say what a layout says: the state right behind its label. Results of the given
   * types are pushed on the operand stack, which is cut to `base` first.
   */
  protected enterLayout(layout: number, base: number, types: readonly ValType[]): void {
    const { traits } = this.masm;
    const { data } = layouts;
    const end = layout + PAIRS + 2 * data[layout]!;
    this.releaseClass(traits.allocatableGp & ~stack.freeGp & ~data[layout + 2]!, 0);
    this.releaseClass(traits.allocatableFp & ~stack.freeFp & ~data[layout + 3]!, FIRST_FP);
    // Most registers hold what they should already.
    let missing = 0;
    for (let at = layout + PAIRS; at < end; at += 2) {
      const handle = data[at + 1]!;
      const loc = data[at]!;
      const reg = loc >> 8;
      const { rec } = stack;
      if (handle < base && stack.regHead[reg] === handle && rec[handle + NEXT] === 0) {
        rec[handle + LOC] = loc;
        continue;
      }
      this.releaseRegister(reg);
      missing++;
    }
    if (this.dirtyConsts.length !== 0) this.demoteConstLocals(this.dirtyConsts);
    if (this.cleanConsts.length !== 0) this.demoteConstLocals(this.cleanConsts);
    stack.top = base;
    for (let i = 0; i < types.length; i++) stack.pushPlain(types[i]!, Loc.Stored);
    for (let at = layout + PAIRS; missing !== 0; at += 2) {
      const loc = data[at]!;
      if (!stack.isFree(loc >> 8)) continue;
      const handle = data[at + 1]!;
      stack.rec[handle + LOC] = loc & ~PLACE;
      stack.attach(handle, loc >> 8);
      missing--;
    }
    this.memoryBaseValid = data[layout + 1] !== 0;
  }

  private releaseClass(used: number, first: Reg): void {
    for (let rest = used; rest !== 0; rest &= rest - 1) {
      this.releaseRegister(first + 31 - Math.clz32(rest & -rest));
    }
  }

  /** All values in a register are in their slots from here on. */
  private releaseRegister(reg: Reg): void {
    const { rec } = stack;
    const head = stack.regHead[reg]!;
    if (head === 0) return;
    for (let h = head; h !== 0; h = rec[h + NEXT]!) rec[h + LOC] = Loc.Stored;
    stack.empty(reg);
  }

  private demoteConstLocals(list: IntList): void {
    const { rec } = stack;
    for (let i = 0; i < list.length; i++) {
      const h = list.data[i]!;
      if ((rec[h + LOC]! & Loc.Const) !== 0) rec[h + LOC] = Loc.Stored;
    }
    list.length = 0;
  }
}
