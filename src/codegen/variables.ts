import type { Reg } from '../abi/places.js';
import { scan } from '../frontend/body-scan.js';
import type { ModuleInfo } from '../module/module-info.js';
import { stack } from '../stack/state.js';
import { HI, LO, LOC, Loc, RECORD } from '../stack/value-stack.js';
import { Kind, kindOf, ValType } from '../wasm/value-types.js';
import { Numeric } from './numeric.js';

/** Locals and globals. */
export abstract class Variables extends Numeric {
  protected abstract readonly info: ModuleInfo;

  drop(): void {
    stack.drop();
  }

  /** Pushes a copy of a local: the same constant, or another claim on the same register. */
  localGet(index: number): void {
    const { rec } = stack;
    const local = stack.local(index);
    const loc = rec[local + LOC]!;
    const type = rec[local]! as ValType;
    if ((loc & Loc.InReg) === 0) this.getStored(index, local, loc, type);
    else if (scan.lastRead[index]! <= this.here) {
      // The last read: the register becomes the operand's own.
      stack.takeOver(stack.pushPlain(type, 0), local);
      stack.rec[local + LOC] = Loc.Stored;
    } else if (stack.isCrowded(loc >> 8)) {
      stack.pushReg(type, this.roomFor(local), loc & Loc.UpperUnknown);
    } else stack.pushReg(type, loc >> 8, loc & Loc.UpperUnknown);
  }

  /** Pushes a local that is in no register; if it is read again, it keeps the one that it comes to. */
  private getStored(index: number, local: number, loc: number, type: ValType): void {
    const { rec } = stack;
    const last = scan.lastRead[index]! <= this.here;
    if ((loc & Loc.Const) !== 0) {
      stack.pushConst(type, rec[local + LO]!, rec[local + HI]!);
      if (last) stack.rec[local + LOC] = Loc.Stored;
      return;
    }
    const kind = kindOf(type);
    const reg = this.alloc(kind);
    this.masm.loadSlot(kind, reg, stack.slotOf(local));
    if (last) rec[local + LOC] = Loc.Stored;
    else stack.attach(local, reg);
    stack.pushReg(type, reg, 0);
  }

  /**
   * The register of a value, for one more value to share it. Where many do already, the value moves to
   * a register of its own, and the rest stays.
   */
  private roomFor(handle: number): Reg {
    const reg = stack.regOf(handle);
    if (!stack.isCrowded(reg)) return reg;
    const loc = stack.rec[handle + LOC]!;
    const kind = kindOf(stack.rec[handle]!);
    this.pin(reg);
    const own = this.alloc(kind);
    this.unpin();
    this.copy(kind, own, reg);
    stack.detach(handle);
    stack.rec[handle + LOC]! |= loc & Loc.UpperUnknown;
    stack.attach(handle, own);
    return own;
  }

  overwriteLocal(index: number): void {
    const local = stack.local(index);
    if ((stack.rec[local + LOC]! & Loc.InReg) !== 0) stack.detach(local);
    // Whatever the slot holds is as good as stored.
    stack.rec[local + LOC] = Loc.Stored;
  }

  localSet(index: number): void {
    const { rec } = stack;
    const handle = stack.top - RECORD;
    if ((rec[handle + LOC]! & Loc.InReg) === 0 || scan.lastRead[index]! <= this.here) {
      this.assignLocal(index);
      stack.drop();
      return;
    }
    const local = stack.local(index);
    if ((rec[local + LOC]! & Loc.InReg) !== 0) stack.detach(local);
    stack.takeOver(local, handle);
    stack.top = handle;
  }

  localTee(index: number): void {
    this.assignLocal(index);
  }

  /** Makes a local hold the top operand. Copies of its old value keep what they have. */
  private assignLocal(index: number): void {
    const { masm } = this;
    const local = stack.local(index);
    const handle = stack.top - RECORD;
    if ((stack.rec[local + LOC]! & Loc.InReg) !== 0) stack.detach(local);
    if (scan.lastRead[index]! <= this.here) {
      // Nothing reads the new value.
      stack.rec[local + LOC] = Loc.Stored;
      return;
    }
    const loc = stack.rec[handle + LOC]!;
    const { rec } = stack;
    if ((loc & Loc.Const) !== 0) {
      rec[local + LOC] = Loc.Const;
      rec[local + LO] = rec[handle + LO]!;
      rec[local + HI] = rec[handle + HI]!;
      this.dirtyConsts.push(local);
      return;
    }
    // The local's old value is gone: no claim on slot or constant is left of it.
    rec[local + LOC] = 0;
    if ((loc & Loc.InReg) === 0) {
      const kind = kindOf(rec[handle]!);
      const reg = this.alloc(kind);
      masm.loadSlot(kind, reg, stack.slotOf(handle));
      stack.attach(handle, reg);
    }
    const reg = this.roomFor(handle);
    stack.rec[local + LOC] = stack.rec[handle + LOC]! & Loc.UpperUnknown;
    stack.attach(local, reg);
  }

  globalGet(index: number): void {
    const { masm } = this;
    const type = this.info.globals[index]!.type;
    const kind = kindOf(type);
    const offset = this.vmctxLayout.global(index);
    const reg = this.alloc(kind);
    if (index < this.info.importedGlobals) {
      const cell = kind === Kind.I64 || kind === Kind.I32 ? reg : this.allocGp();
      masm.loadField(Kind.I64, cell, masm.vmctx, offset);
      masm.loadField(kind, reg, cell, 0);
    } else masm.loadField(kind, reg, masm.vmctx, offset);
    this.pushResult(type, reg);
  }

  globalSet(index: number): void {
    const { masm } = this;
    const type = this.info.globals[index]!.type;
    const kind = kindOf(type);
    const offset = this.vmctxLayout.global(index);
    if (index < this.info.importedGlobals) {
      const value = this.popToReg();
      const cell = this.allocGp();
      masm.loadField(Kind.I64, cell, masm.vmctx, offset);
      masm.storeField(kind, value, cell, 0);
    } else if (this.topIsConst()) {
      const { rec, top } = stack;
      const handle = top - RECORD;
      masm.storeFieldConstant(kind, masm.vmctx, offset, rec[handle + LO]!, rec[handle + HI]!);
      stack.drop();
    } else masm.storeField(kind, this.popToReg(), masm.vmctx, offset);
    this.unpin();
  }

  refNull(type: ValType): void {
    stack.pushConst(type, 0, 0);
  }

  refFunc(funcIndex: number): void {
    const { masm } = this;
    const reg = this.allocGp();
    const number = this.info.refFuncs.get(funcIndex)!;
    masm.loadField(Kind.I64, reg, masm.vmctx, this.vmctxLayout.funcRef(number));
    this.pushResult(ValType.FuncRef, reg);
  }
}
