import { NO_REG, type Reg } from '../abi/places.js';
import { MEMORY_LENGTH } from '../abi/vmctx-layout.js';
import { stack } from '../stack/state.js';
import { HI, LO, LOC, Loc, RECORD } from '../stack/value-stack.js';
import { OP_ACCESS_LOG2, OP_RESULT, Op } from '../wasm/opcodes.js';
import { TrapKind } from '../wasm/trap-kind.js';
import { isFloatKind, Kind, kindOf, ValType } from '../wasm/value-types.js';
import { Variables } from './variables.js';

const LOG2_PAGE = 16;
/** Offset and size of an access that end behind this are out of bounds whatever the index. */
const REACH = 2 ** 32;
/** The widest access, in bytes. */
const WIDEST = 16;

/** Loads and stores of linear memory. */
export abstract class MemoryAccess extends Variables {
  /** Accesses compare with the length of the memory; else the pages around it catch them. */
  protected abstract readonly explicitBounds: boolean;
  /** The address that {@link popAddress} found: an index register or NO_REG, and an offset. */
  private index: Reg = NO_REG;
  private offset = 0;
  /** Flags of a location that an address must not have to be used as it is. */
  private readonly addressFlags = this.masm.traits.indexNeedsZeroExtend ? Loc.UpperUnknown : 0;

  /** Pops an address operand; a constant one goes into the offset. Checks bounds if asked to. */
  private popAddress(op: Op, offset: number, memory: number): void {
    this.offset = offset;
    if (this.topIsConst()) {
      const sum = (stack.rec[stack.top - RECORD + LO]! >>> 0) + offset;
      if (sum < 2 ** 32) {
        this.offset = sum;
        this.index = NO_REG;
        stack.drop();
      } else this.index = this.popIndex();
    } else this.index = this.popIndex();
    if (this.explicitBounds) this.checkBounds(op, memory);
    this.needMemoryBase();
  }

  /** True if an address is in a register that can be used as it is, without a check of bounds. */
  private isPlainAddress(handle: number): boolean {
    const loc = stack.rec[handle + LOC]!;
    return (loc & Loc.InReg) !== 0 && (loc & this.addressFlags) === 0 && !this.explicitBounds;
  }

  /**
   * Whether no index makes an access fall into a memory: then it traps here, since the reservation behind
   * memories is not made for it. The operands stay.
   */
  private trapBeyondReach(op: Op, offset: number): boolean {
    if (offset + (1 << OP_ACCESS_LOG2[op]!) <= REACH) return false;
    this.masm.trap(TrapKind.OutOfBoundsMemoryAccess);
    return true;
  }

  private checkBounds(op: Op, memory: number): void {
    const end = this.offset + (1 << OP_ACCESS_LOG2[op]!);
    this.masm.boundsCheck(this.index, end, this.vmctxLayout.memory(memory) + MEMORY_LENGTH);
  }

  load(op: Op, offset: number, memory: number): void {
    const type = OP_RESULT[op]! as ValType;
    const { masm } = this;
    if (offset > REACH - WIDEST && this.trapBeyondReach(op, offset)) {
      stack.drop();
      stack.pushConst(type, 0, 0);
      return;
    }
    const address = stack.top - RECORD;
    if (this.isPlainAddress(address) && stack.isSoleHolder(address) && !isFloatKind(kindOf(type))) {
      // In place of the address.
      this.needMemoryBase();
      const reg = stack.regOf(address);
      masm.load(op, reg, masm.memoryBase, reg, offset);
      stack.replaceWith(address, type);
      return;
    }
    this.popAddress(op, offset, memory);
    const { index } = this;
    const dst = isFloatKind(kindOf(type))
      ? this.allocFp()
      : index !== NO_REG && stack.isFree(index)
        ? index
        : this.allocGp();
    masm.load(op, dst, masm.memoryBase, index, this.offset);
    this.pushResult(type, dst);
  }

  store(op: Op, offset: number, memory: number): void {
    const { masm } = this;
    if (offset > REACH - WIDEST && this.trapBeyondReach(op, offset)) {
      stack.drop();
      stack.drop();
      return;
    }
    if (this.topIsConst()) {
      const value = stack.top - RECORD;
      const lo = stack.rec[value + LO]!;
      const hi = stack.rec[value + HI]!;
      if (masm.storeHasImmediate(op, lo, hi)) {
        stack.drop();
        this.popAddress(op, offset, memory);
        masm.storeConstant(op, masm.memoryBase, this.index, this.offset, lo, hi);
        this.unpin();
        return;
      }
    }
    const value = stack.top - RECORD;
    const address = value - RECORD;
    if ((stack.rec[value + LOC]! & Loc.InReg) !== 0 && this.isPlainAddress(address)) {
      this.needMemoryBase();
      const index = stack.regOf(address);
      masm.store(op, stack.regOf(value), masm.memoryBase, index, offset);
      stack.drop();
      stack.drop();
      return;
    }
    const src = this.popToReg();
    this.popAddress(op, offset, memory);
    masm.store(op, src, masm.memoryBase, this.index, this.offset);
    this.unpin();
  }

  /** The size as the context has it. */
  protected knownMemorySize(memory: number): void {
    const { masm } = this;
    const reg = this.allocGp();
    masm.loadField(Kind.I64, reg, masm.vmctx, this.vmctxLayout.memory(memory) + MEMORY_LENGTH);
    masm.binaryImmediate(Op.I64ShrU, reg, reg, LOG2_PAGE, 0);
    this.pushResult(ValType.I32, reg);
  }
}
