import { FIRST_FP, NO_REG } from '../abi/places.js';
import { MASKED_LOCALS, scan } from '../frontend/body-scan.js';
import type { Label } from '../masm/macro-assembler.js';
import { BlockKind, NO_LAYOUT } from '../stack/control-stack.js';
import { control, stack } from '../stack/state.js';
import { HI, LO, LOC, Loc, localIndex, NEXT, RECORD } from '../stack/value-stack.js';
import { IntList } from '../util/int-list.js';
import { TrapKind } from '../wasm/trap-kind.js';
import type { ValType } from '../wasm/value-types.js';
import { Kind, kindOf } from '../wasm/value-types.js';
import { Tables } from './tables.js';

const NO_LABEL = -1;

/** Blocks, branches and returns. */
export abstract class Control extends Tables {
  /** A return without results that branches can go to directly; NO_LABEL until one does. */
  private returnLabel: Label = NO_LABEL;
  private tableLabels = new Int32Array(64);
  /** The different frames that a br_table goes to. */
  private readonly tableFrames = new IntList();

  protected resetControl(): void {
    this.returnLabel = NO_LABEL;
    this.memoryBaseValid = false;
  }

  block(_frame: number): void {}

  loop(frame: number): void {
    const { masm } = this;
    const { params } = control.type(frame);
    const base = control.height(frame);
    this.prepareLoop(control.block(frame), base);
    const joinAt = this.joinOf(frame);
    const layout = this.recordLayout(base, params, joinAt);
    control.setLayout(frame, layout);
    if (this.planMerge(layout, base, params.length, joinAt)) this.emitPlan();
    const label = masm.newLabel();
    control.setLabel(frame, label);
    masm.bind(label);
    this.enterLayout(layout, base, params);
  }

  if(frame: number): void {
    const { masm } = this;
    this.popCondition();
    const { params } = control.type(frame);
    const base = control.height(frame);
    const joinAt = scan.blockElse(control.block(frame));
    const layout = this.recordLayout(base, params, joinAt);
    control.setElseLayout(frame, layout);
    const label = masm.newLabel();
    control.setElseLabel(frame, label);
    if (this.planMerge(layout, base, params.length, joinAt)) {
      // Parameters that found no registers go to their slots, on both ways.
      const then = masm.newLabel();
      this.branchOnCondition(false, then);
      this.emitPlan();
      masm.jump(label);
      masm.bind(then);
    } else this.branchOnCondition(true, label);
    this.unpin();
  }

  else(frame: number, live: boolean): void {
    const { masm } = this;
    const { params, results } = control.type(frame);
    const base = control.height(frame);
    if (live) {
      this.fixLabelLayout(frame, results);
      this.jumpToFrame(frame, results.length);
    }
    masm.bind(control.elseLabel(frame));
    this.enterLayout(control.elseLayout(frame), base, params);
  }

  end(frame: number, live: boolean): boolean {
    const { masm } = this;
    const kind = control.kind(frame);
    // A branch to a loop goes to its start: nothing joins at the end.
    if (kind === BlockKind.Loop) return live;
    const { results } = control.type(frame);
    const base = control.height(frame);
    if (kind === BlockKind.If) {
      this.endIfWithoutElse(frame, live, base, results);
      return true;
    }
    const layout = control.layout(frame);
    if (layout === NO_LAYOUT) return live;
    if (live && this.planMerge(layout, base, results.length, this.joinOf(frame))) this.emitPlan();
    masm.bind(control.label(frame));
    this.enterLayout(layout, base, results);
    return true;
  }

  /** Where the condition fails, the parameters are the results, in the layout of the branch. */
  private endIfWithoutElse(
    frame: number,
    live: boolean,
    base: number,
    results: readonly ValType[],
  ): void {
    const { masm } = this;
    const elseLayout = control.elseLayout(frame);
    const layout = control.layout(frame);
    const joinAt = this.joinOf(frame);
    if (layout === NO_LAYOUT) {
      if (live && this.planMerge(elseLayout, base, results.length, joinAt)) this.emitPlan();
      masm.bind(control.elseLabel(frame));
      this.enterLayout(elseLayout, base, results);
      return;
    }
    const label = control.label(frame);
    if (live) this.jumpToFrame(frame, results.length);
    masm.bind(control.elseLabel(frame));
    this.enterLayout(elseLayout, base, results);
    if (this.planMerge(layout, base, results.length, joinAt)) this.emitPlan();
    masm.bind(label);
    this.enterLayout(layout, base, results);
  }

  private labelOf(frame: number): Label {
    let label = control.label(frame);
    if (label === NO_LABEL) {
      label = this.masm.newLabel();
      control.setLabel(frame, label);
    }
    return label;
  }

  br(frame: number): void {
    if (frame === 0) {
      this.return();
      return;
    }
    const types = control.labelTypes(frame);
    this.fixLabelLayout(frame, types);
    this.jumpToFrame(frame, types.length);
  }

  /** Brings the state to the layout of a frame's label and jumps there. */
  private jumpToFrame(frame: number, arity: number): void {
    const base = control.height(frame);
    const label = this.labelOf(frame);
    this.jumpToLayout(control.layout(frame), base, arity, this.joinOf(frame), label);
  }

  /** Plans the way from the current state to a frame's label; true if it takes any code. */
  private planBranch(frame: number, arity: number): boolean {
    const base = control.height(frame);
    return this.planMerge(control.layout(frame), base, arity, this.joinOf(frame));
  }

  /**
   * Decides what stays in registers over a loop: where nothing is called inside, the locals that it
   * uses, loaded before if need be; otherwise nothing, because the calls would cost stores and loads
   * in every round. Values that the loop does not use make room.
   */
  private prepareLoop(block: number, base: number): void {
    const { masm } = this;
    const calls = scan.calls(block);
    const end = scan.blockEnd(block);
    const { traits } = masm;
    this.makeRoomForLoop(traits.allocatableGp & ~stack.freeGp, 0, block, base, calls);
    this.makeRoomForLoop(traits.allocatableFp & ~stack.freeFp, FIRST_FP, block, base, calls);
    if (calls) {
      this.flushConstLocals(true);
      this.memoryBaseValid = false;
      return;
    }
    const locals = Math.min(MASKED_LOCALS, stack.localCount());
    for (let x = 0; x < locals; x++) {
      if (!scan.usesLocal(block, x)) continue;
      const h = stack.local(x);
      if (this.isDeadAt(h, end)) continue;
      const loc = stack.rec[h + LOC]!;
      const kind = kindOf(stack.rec[h]!);
      if ((loc & Loc.InReg) === 0) {
        if (!this.enoughFree(kind)) continue;
        masm.reserveOperator();
        const reg = this.alloc(kind);
        this.emitToReg(h, reg);
        stack.rec[h + LOC] = loc & Loc.Stored;
        stack.attach(h, reg);
      }
      // A local that changes in every round would be stored in every round to stay stored.
      if (scan.setsLocal(block, x)) stack.rec[h + LOC]! &= ~Loc.Stored;
    }
    if (scan.touchesMemory(block) && this.info.memories.length > 0) this.needMemoryBase();
  }

  /** Stores and drops what a loop would not keep in registers. */
  private makeRoomForLoop(
    used: number,
    first: number,
    block: number,
    base: number,
    calls: boolean,
  ): void {
    const end = scan.blockEnd(block);
    for (let rest = used; rest !== 0; rest &= rest - 1) {
      const reg = first + 31 - Math.clz32(rest & -rest);
      let next = 0;
      for (let h = stack.regHead[reg]!; h !== 0; h = next) {
        next = stack.rec[h + NEXT]!;
        if (h >= base) continue;
        const isLocal = h < stack.firstOperand;
        const x = localIndex(h);
        if (isLocal && this.isDeadAt(h, end)) {
          stack.detach(h);
          stack.rec[h + LOC] = Loc.Stored;
        } else if (calls || (isLocal && x < MASKED_LOCALS && !scan.usesLocal(block, x))) {
          this.masm.reserveOperator();
          this.storeHome(h);
          stack.detach(h);
        }
      }
    }
  }

  brIf(frame: number): void {
    const { masm } = this;
    this.popCondition();
    if (frame === 0) this.returnIf();
    else {
      const types = control.labelTypes(frame);
      // Once stored, constant locals need no stores at the branches that follow.
      this.flushConstLocals();
      this.fixLabelLayout(frame, types);
      const label = this.labelOf(frame);
      if (this.planBranch(frame, types.length)) {
        const stay = masm.newLabel();
        this.branchOnCondition(true, stay);
        this.emitPlan();
        masm.jump(label);
        masm.bind(stay);
      } else this.branchOnCondition(false, label);
    }
    this.unpin();
  }

  private returnIf(): void {
    const { masm } = this;
    if (control.type(0).results.length === 0) {
      if (this.returnLabel === NO_LABEL) this.returnLabel = masm.newLabel();
      this.branchOnCondition(false, this.returnLabel);
      return;
    }
    this.prepareReturn();
    const stay = masm.newLabel();
    this.branchOnCondition(true, stay);
    this.emitReturn();
    masm.bind(stay);
  }

  brTable(targets: Int32Array, count: number): void {
    const { masm, tableFrames } = this;
    this.flushConstLocals();
    const index = this.popTableIndex();
    let returns = false;
    for (let i = 0; i < count; i++) {
      const frame = targets[i]!;
      if (frame !== 0) {
        this.fixLabelLayout(frame, control.labelTypes(frame));
      } else if (!returns) {
        // Once: it looks at all results, and there can be as many entries.
        this.prepareReturn();
        returns = true;
      }
    }
    if (count > this.tableLabels.length) this.tableLabels = new Int32Array(count);
    const labels = this.tableLabels;
    tableFrames.length = 0;
    for (let i = 0; i < count; i++) labels[i] = this.tableLabel(targets[i]!);
    masm.jumpTable(index, labels, count - 1, labels[count - 1]!);
    // Stubs for the entries whose values must move first.
    for (let i = 0; i < tableFrames.length; i++) {
      const frame = tableFrames.data[i]!;
      const label = control.tableLabel(frame);
      control.setTableLabel(frame, NO_LABEL);
      if (frame !== 0 && label === control.label(frame)) continue;
      masm.reserveOperator();
      masm.bind(label);
      if (frame === 0) this.emitReturn();
      else {
        this.jumpToFrame(frame, control.labelTypes(frame).length);
      }
    }
    this.unpin();
  }

  /** Pops the index of a br_table into a register that the jump may destroy, zero-extended. */
  private popTableIndex(): number {
    const { masm } = this;
    const handle = stack.top - RECORD;
    if ((stack.rec[handle + LOC]! & Loc.InReg) !== 0 && stack.isSoleHolder(handle)) {
      return this.popIndex();
    }
    const own = this.popToOwnedReg();
    if (masm.traits.indexNeedsZeroExtend) masm.zeroExtend32(own);
    return own;
  }

  /** The label a table entry jumps to: the frame's own, or one of a stub that moves values first. */
  private tableLabel(frame: number): Label {
    let label = control.tableLabel(frame);
    if (label !== NO_LABEL) return label;
    const arity = control.labelTypes(frame).length;
    if (frame !== 0 && !this.planBranch(frame, arity)) {
      label = this.labelOf(frame);
    } else label = this.masm.newLabel();
    control.setTableLabel(frame, label);
    this.tableFrames.push(frame);
    return label;
  }

  unreachable(): void {
    this.masm.trap(TrapKind.Unreachable);
  }

  return(): void {
    this.prepareReturn();
    this.emitReturn();
  }

  endFunction(live: boolean): void {
    const { masm } = this;
    if (this.returnLabel !== NO_LABEL) {
      masm.bind(this.returnLabel);
      masm.epilogue();
    } else if (live) this.return();
    masm.endFunction(this.frameBytes);
  }

  /** Puts the topmost operands where results belong and returns; the records stay as they are. */
  private emitReturn(): void {
    const { masm, ownLayout } = this;
    const { resultReg } = ownLayout;
    const count = ownLayout.resultKinds.length;
    const first = stack.top - count * RECORD;
    if (ownLayout.outPointer !== NO_REG) this.emitResultsBehindPointer(first, count);
    else if (resultReg !== NO_REG) {
      const loc = stack.rec[first + LOC]!;
      if ((loc & Loc.InReg) !== 0) {
        const from = (loc >> 8) & 0xff;
        if (from !== resultReg) this.copy(ownLayout.resultKinds[0]! as Kind, resultReg, from);
      } else this.emitToReg(first, resultReg);
    }
    masm.epilogue();
  }

  /** Mask of the general registers that hold results of the function. */
  private resultRegisters(): number {
    let mask = 0;
    for (let i = this.ownLayout.resultKinds.length, h = stack.top; i > 0; i--) {
      h -= RECORD;
      const reg = stack.regOf(h);
      if ((stack.rec[h + LOC]! & Loc.InReg) !== 0 && reg < FIRST_FP) mask |= 1 << reg;
    }
    return mask;
  }

  /** Frees registers, where results take nearly all, for the out-pointer and a temporary. */
  private prepareReturn(): void {
    if (this.ownLayout.outPointer === NO_REG) return;
    const { allocatableGp } = this.masm.traits;
    for (;;) {
      const used = this.resultRegisters();
      const free = allocatableGp & ~used;
      if ((free & (free - 1)) !== 0) return;
      this.spillReg(31 - Math.clz32(used & -used));
    }
  }

  /** Nothing but the results is live on this way out: any other register will do. */
  private emitResultsBehindPointer(first: number, count: number): void {
    const { masm } = this;
    const { rec } = stack;
    const { resultOffsets } = this.ownLayout;
    const free = masm.traits.allocatableGp & ~this.resultRegisters();
    const pointer = 31 - Math.clz32(free & -free);
    const rest = free & (free - 1);
    const temp = 31 - Math.clz32(rest & -rest);
    masm.loadOutPointer(pointer);
    for (let i = 0; i < count; i++) {
      const h = first + i * RECORD;
      masm.reserveOperator();
      const loc = rec[h + LOC]!;
      const kind = kindOf(rec[h]!);
      const at = resultOffsets[i]!;
      if ((loc & Loc.InReg) !== 0) masm.storeField(kind, (loc >> 8) & 0xff, pointer, at);
      else if ((loc & Loc.Const) !== 0) {
        masm.storeFieldConstant(kind, pointer, at, rec[h + LO]!, rec[h + HI]!);
      } else {
        // Bits are copied through a general register, whatever the type.
        const bits = kind === Kind.I32 || kind === Kind.F32 ? Kind.I32 : Kind.I64;
        masm.loadSlot(bits, temp, stack.slotOf(h));
        masm.storeField(bits, temp, pointer, at);
      }
    }
  }
}
