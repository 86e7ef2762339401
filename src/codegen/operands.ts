import { FIRST_FP, type Reg } from '../abi/places.js';
import type { VmctxLayout } from '../abi/vmctx-layout.js';
import { scan } from '../frontend/body-scan.js';
import type { MacroAssembler } from '../masm/macro-assembler.js';
import { stack } from '../stack/state.js';
import { HI, LO, LOC, Loc, localIndex, NEXT, RECORD } from '../stack/value-stack.js';
import { IntList } from '../util/int-list.js';
import { isFloatKind, Kind, kindOf, type ValType } from '../wasm/value-types.js';
import { ParallelMoves } from './parallel-moves.js';

/** Registers that the current operator must not lose, as ValueStack has its masks. */
export const PINS = new Int32Array(32);

/** While fewer general registers than this are free, constant locals go to their slots instead. */
const KEEP_FREE = 4;

/**
 * Operands in registers: choosing registers, loading values into them and spilling them.
 *
 * Within one operator, registers that are in use are pinned: popped operands are not on the stack any
 * more, so nothing else protects them. Every operator ends with {@link unpin}.
 */
export abstract class Operands {
  protected readonly moves: ParallelMoves;
  /** One past the highest slot byte in use. */
  protected frameBytes = 0;
  /** `masm.memoryBase` holds the base of memory 0. */
  protected memoryBaseValid = false;
  /** Locals that are known constants and not stored in their slots; may hold stale handles. */
  protected readonly dirtyConsts = new IntList();
  /** Locals that are known constants and stored. */
  protected readonly cleanConsts = new IntList();
  /** Position of the current operator, as {@link BodyScan} counts. */
  protected here = 0;
  protected nextVictim = 0;
  /** Values stored to their slots, over all functions. */
  spills = 0;

  constructor(
    protected readonly masm: MacroAssembler,
    /** Of the module being compiled. */
    protected vmctxLayout: VmctxLayout,
  ) {
    this.moves = new ParallelMoves(masm);
  }

  // ---- pins and allocation --------------------------------------------------------------------

  protected pin(reg: Reg): void {
    PINS[reg >> 5]! |= 1 << (reg & 31);
  }

  protected unpin(): void {
    PINS[0] = 0;
    PINS[1] = 0;
  }

  /** A free register for a value of the kind; spills another value if none is free. Does not pin. */
  protected alloc(kind: Kind): Reg {
    return isFloatKind(kind) ? this.allocFp() : this.allocGp();
  }

  protected allocGp(): Reg {
    let free = stack.freeGp & ~PINS[0]!;
    if (free === 0) {
      this.spillOne(this.masm.traits.allocatableGp & ~PINS[0]!, 0);
      free = stack.freeGp & ~PINS[0]!;
    }
    return 31 - Math.clz32(free & -free);
  }

  protected allocFp(): Reg {
    let free = stack.freeFp & ~PINS[1]!;
    if (free === 0) {
      this.spillOne(this.masm.traits.allocatableFp & ~PINS[1]!, FIRST_FP);
      free = stack.freeFp & ~PINS[1]!;
    }
    return FIRST_FP + 31 - Math.clz32(free & -free);
  }

  /** A free register, or -1 if there is none. */
  protected tryAlloc(kind: Kind): Reg {
    if (isFloatKind(kind)) {
      const free = stack.freeFp & ~PINS[1]!;
      return free === 0 ? -1 : FIRST_FP + 31 - Math.clz32(free & -free);
    }
    const free = stack.freeGp & ~PINS[0]!;
    return free === 0 ? -1 : 31 - Math.clz32(free & -free);
  }

  /** The register of a popped operand if nobody else holds it, else a new one. */
  protected reuse(kind: Kind, operand: Reg): Reg {
    return stack.isFree(operand) ? operand : this.alloc(kind);
  }

  /** Spills one register out of a mask of its class: one that costs no store, else in turn. */
  private spillOne(candidates: number, first: Reg): void {
    if (candidates === 0) throw new Error('all registers are pinned');
    for (let rest = candidates; rest !== 0; rest &= rest - 1) {
      const reg = first + 31 - Math.clz32(rest & -rest);
      if (this.isClean(reg)) {
        this.spillReg(reg);
        return;
      }
    }
    const later = candidates & -(1 << this.nextVictim);
    const from = later !== 0 ? later : candidates;
    const bit = 31 - Math.clz32(from & -from);
    this.nextVictim = (bit + 1) & 31;
    this.spillReg(first + bit);
  }

  /** Moves and swaps of registers, over all functions. */
  get moveCount(): number {
    return this.moves.count;
  }

  /** Copies a register to another one. */
  protected copy(kind: Kind, dst: Reg, src: Reg): void {
    this.moves.count++;
    this.masm.move(kind, dst, src);
  }

  // ---- spilling ---------------------------------------------------------------------------------

  /** True for a local that nothing reads any more. */
  protected isDead(handle: number): boolean {
    return handle < stack.firstOperand && scan.lastRead[localIndex(handle)]! <= this.here;
  }

  /** True for a local that nothing behind a join reads. */
  protected isDeadAt(handle: number, joinAt: number): boolean {
    return handle < stack.firstOperand && scan.lastRead[localIndex(handle)]! < joinAt;
  }

  /** True if a register can be freed without a store. */
  private isClean(reg: Reg): boolean {
    for (let h = stack.regHead[reg]!; h !== 0; h = stack.rec[h + NEXT]!) {
      if ((stack.rec[h + LOC]! & Loc.Stored) === 0 && !this.isDead(h)) return false;
    }
    return true;
  }

  /**
   * Stores a value that is in a register to its slot, if it is not there yet. A dead local counts as
   * stored: whatever its slot holds will do.
   */
  protected storeHome(handle: number): void {
    const rec = stack.rec;
    const loc = rec[handle + LOC]!;
    if ((loc & Loc.Stored) !== 0) return;
    if (this.isDead(handle)) {
      rec[handle + LOC] = loc | Loc.Stored;
      return;
    }
    const slot = stack.slotOf(handle);
    this.masm.storeSlot(kindOf(rec[handle]!), slot, (loc >> 8) & 0xff);
    this.useSlot(slot + 8);
    rec[handle + LOC] = loc | Loc.Stored;
    this.spills++;
  }

  /** Notes that the frame reaches to byte `end`. */
  protected useSlot(end: number): void {
    if (end > this.frameBytes) this.frameBytes = end;
  }

  /** Frees a register: all its values stay in their slots. */
  protected spillReg(reg: Reg): void {
    for (let h = stack.regHead[reg]!; h !== 0; h = stack.regHead[reg]!) {
      this.masm.reserveOperator();
      this.storeHome(h);
      stack.detach(h);
    }
  }

  /** Frees a register by moving its values to another one, or to their slots if none is free. */
  protected evacuate(reg: Reg): void {
    const head = stack.regHead[reg]!;
    if (head === 0) return;
    const kind = kindOf(stack.rec[head]!);
    const before = PINS[reg >> 5]!;
    this.pin(reg);
    const other = this.tryAlloc(kind);
    PINS[reg >> 5] = before;
    if (other < 0) {
      this.spillReg(reg);
      return;
    }
    this.copy(kind, other, reg);
    stack.rename(reg, other);
  }

  /** Stores every value below handle `limit` that only a register holds. Registers keep them. */
  protected storeAllBelow(limit: number): void {
    const { traits } = this.masm;
    this.storeClassBelow(traits.allocatableGp & ~stack.freeGp, 0, limit);
    this.storeClassBelow(traits.allocatableFp & ~stack.freeFp, FIRST_FP, limit);
  }

  private storeClassBelow(used: number, first: Reg, limit: number): void {
    const { rec, regHead } = stack;
    for (let rest = used; rest !== 0; rest &= rest - 1) {
      const reg = first + 31 - Math.clz32(rest & -rest);
      for (let h = regHead[reg]!; h !== 0; h = rec[h + NEXT]!) {
        if (h < limit && (rec[h + LOC]! & Loc.Stored) === 0) {
          this.masm.reserveOperator();
          this.storeHome(h);
        }
      }
    }
  }

  /**
   * Materialises constant locals, in registers while enough are free, so that all paths behind a
   * branch agree on where they are. Emits code; machine flags may change.
   */
  protected flushConstLocals(toSlots = false): void {
    const list = this.dirtyConsts;
    if (list.length === 0) return;
    const { masm } = this;
    for (let i = 0; i < list.length; i++) {
      const h = list.data[i]!;
      const rec = stack.rec;
      const loc = rec[h + LOC]!;
      if ((loc & (Loc.Const | Loc.Stored)) !== Loc.Const) continue;
      if (this.isDead(h)) {
        rec[h + LOC] = Loc.Stored;
        continue;
      }
      const kind = kindOf(rec[h]!);
      masm.reserveOperator();
      const reg = !toSlots && this.enoughFree(kind) ? this.tryAlloc(kind) : -1;
      if (reg >= 0) {
        masm.constant(kind, reg, rec[h + LO]!, rec[h + HI]!);
        rec[h + LOC] = 0;
        stack.attach(h, reg);
      } else {
        const slot = stack.slotOf(h);
        masm.storeSlotConstant(kind, slot, rec[h + LO]!, rec[h + HI]!);
        this.useSlot(slot + 8);
        rec[h + LOC] = loc | Loc.Stored;
        this.cleanConsts.push(h);
      }
    }
    list.length = 0;
  }

  protected enoughFree(kind: Kind): boolean {
    let free = isFloatKind(kind) ? stack.freeFp & ~PINS[1]! : stack.freeGp & ~PINS[0]!;
    let count = 0;
    for (; free !== 0 && count <= KEEP_FREE; free &= free - 1) count++;
    return count > KEEP_FREE;
  }

  // ---- popping operands -------------------------------------------------------------------------

  /** True if the top operand is a known constant. */
  protected topIsConst(): boolean {
    return (stack.rec[stack.top - RECORD + LOC]! & Loc.Const) !== 0;
  }

  /**
   * Pops the top operand into a register, which is pinned. Others may hold the same register: the
   * caller must not write it unless it is free (see {@link reuse}).
   */
  protected popToReg(): Reg {
    const handle = stack.top - RECORD;
    const loc = stack.rec[handle + LOC]!;
    if ((loc & Loc.InReg) === 0) return this.loadPopped(handle, loc);
    const reg = loc >> 8;
    this.pin(reg);
    stack.detach(handle);
    stack.top = handle;
    return reg;
  }

  /** Loads a value that is in no register into one, pinned, and pops it. */
  private loadPopped(handle: number, loc: number): Reg {
    const { masm } = this;
    const kind = kindOf(stack.rec[handle]!);
    const reg = this.alloc(kind);
    const { rec } = stack;
    if ((loc & Loc.Const) !== 0) masm.constant(kind, reg, rec[handle + LO]!, rec[handle + HI]!);
    else masm.loadSlot(kind, reg, stack.slotOf(handle));
    this.pin(reg);
    stack.top = handle;
    return reg;
  }

  /** Pops the top operand into a pinned register that the operator may destroy. */
  protected popToOwnedReg(): Reg {
    const kind = kindOf(stack.rec[stack.top - RECORD]!);
    const reg = this.popToReg();
    if (stack.isFree(reg)) return reg;
    const own = this.alloc(kind);
    this.copy(kind, own, reg);
    this.pin(own);
    return own;
  }

  /** Pops an i32 into a pinned register whose upper half is zero, if addresses need that. */
  protected popIndex(): Reg {
    const { masm } = this;
    const handle = stack.top - RECORD;
    const loc = stack.rec[handle + LOC]!;
    if ((loc & Loc.UpperUnknown) !== 0 && masm.traits.indexNeedsZeroExtend) {
      // The register's other holders are copies of the same i32: all gain by this.
      const reg = (loc >> 8) & 0xff;
      masm.zeroExtend32(reg);
      for (let h = stack.regHead[reg]!; h !== 0; h = stack.rec[h + NEXT]!) {
        stack.rec[h + LOC]! &= ~Loc.UpperUnknown;
      }
    }
    return this.popToReg();
  }

  /** Pops the top operand into the given register, pinned; values in there move away first. */
  protected popToFixedReg(reg: Reg): void {
    const { masm } = this;
    const handle = stack.top - RECORD;
    const loc = stack.rec[handle + LOC]!;
    const kind = kindOf(stack.rec[handle]!);
    if ((loc & Loc.InReg) !== 0) {
      const from = (loc >> 8) & 0xff;
      stack.detach(handle);
      stack.top = handle;
      if (from !== reg) {
        this.pin(from);
        this.evacuate(reg);
        this.copy(kind, reg, from);
      } else if (!stack.isFree(reg)) {
        // Others keep the value: it moves with them, and a copy stays here.
        this.evacuate(reg);
      }
    } else {
      this.evacuate(reg);
      if ((loc & Loc.Const) !== 0) {
        masm.constant(kind, reg, stack.rec[handle + LO]!, stack.rec[handle + HI]!);
      } else masm.loadSlot(kind, reg, stack.slotOf(handle));
      stack.top = handle;
    }
    this.pin(reg);
  }

  /** Pushes a result that a register holds, and ends the operator. */
  protected pushResult(type: ValType, reg: Reg): void {
    stack.pushReg(type, reg, 0);
    this.unpin();
  }

  /** Makes `masm.memoryBase` hold the base of memory 0. */
  protected needMemoryBase(): void {
    if (this.memoryBaseValid) return;
    const { masm } = this;
    masm.loadField(Kind.I64, masm.memoryBase, masm.vmctx, this.vmctxLayout.memory(0));
    this.memoryBaseValid = true;
  }
}
