import { FIRST_FP, REG_COUNT, type Reg, type Slot } from '../abi/places.js';
import { isFloatKind, type Kind, kindOf, type ValType } from '../wasm/value-types.js';

/**
 * A value's record, {@link RECORD} words of {@link ValueStack.rec}, named by its handle `h`: the index of
 * the first of them.
 * ```
 *   word                                         read                    write
 *   +0  type   ValType                           typeAt(h), kindAt(h)    when it is pushed
 *   +1  loc    flags in bits 0-7 (see Loc),      locAt(h) & Loc.InReg    setLoc(h, loc), addFlags(h, Loc.Stored),
 *                                                                        clearFlags(h, Loc.Stored)
 *              register in bits 8-15 (if InReg)  regIn(locAt(h)),        attach(h, reg), detach(h)
 *                                                regOf(h)
 *   +2  lo     bits of a constant (if Const)     loAt(h)                 setConst(h, lo, hi)
 *   +3  hi                                       hiAt(h)
 *   +4  next   chain of the values that share    nextAt(h)               attach(h, reg), detach(h)
 *              the register: handle, 0 at the
 *              end
 *   +5  slot   home in the frame (locals only;   slotOf(h)               addLocal(type, loc, slot)
 *              operands have theirs by height)
 *   +6  mark   scratch of the merge planner,     markAt(h)               setMark(h, mark)
 *              0 between plans
 *   +7  not used  (a power of two makes the number of a local a shift)
 * ```
 * A location without InReg has no register: bits 8-15 are 0 then. Handle 0 is
 * no value. Locals come first, from handle {@link RECORD} on, then the operand stack. The validator reads
 * the type and the code generator the location of the same record.
 */
export const RECORD = 8;
export const TYPE = 0;
export const LOC = 1;
export const LO = 2;
export const HI = 3;
export const NEXT = 4;
export const SLOT = 5;
export const MARK = 6;
const LOG2_RECORD = 3;

/** The register of a location that is InReg. */
export const regIn = (loc: number): Reg => loc >> 8;

/** The number of the local with a handle. */
export function localIndex(handle: number): number {
  return (handle >> LOG2_RECORD) - 1;
}

/** Location flags. A value can be in its slot and also in a register, or also a known constant. */
export const enum Loc {
  /** The frame slot holds the value. */
  Stored = 1,
  /** A register holds the value; never together with Const. */
  InReg = 2,
  /** The value is known; lo and hi hold its bits. */
  Const = 4,
  /** An i32 in a register whose upper half is not known to be zero. */
  UpperUnknown = 8,
  /** The value is the condition of a compare that was not emitted yet (see codegen/conditions.ts). */
  Condition = 16,
}

/** Bytes of a slot that holds any value but a v128: one for each word between two handles. */
export const SLOT_BYTES = RECORD;
/** Bytes of a slot that holds any value. */
export const WIDE_SLOT_BYTES = 2 * SLOT_BYTES;

const FLAGS = 0xff;
/** Values that there is room for at first. Growth costs the folding that state.ts tells of. */
const CAPACITY = 1 << 15;
/**
 * Values, locals counted, that a function may have at once: 128 MB of records. A body of the largest
 * size cannot push as many one by one; calls and blocks of a thousand results could push a thousand
 * times as many.
 */
export const MAX_VALUES = 1 << 22;

/** A function needs more than {@link MAX_VALUES}. */
export class TooManyValuesError extends Error {
  override readonly name = 'TooManyValuesError';
}

/** A register holds at most this many values, see {@link ValueStack.isCrowded}. */
const MAX_HOLDERS = 16;

/**
 * Locals and operands of the function being compiled, and which registers hold them.
 *
 * One register may hold several values; they form a chain from {@link regHead}. A register is free
 * when its chain is empty. No machine code is emitted here.
 */
export class ValueStack {
  rec = new Int32Array(CAPACITY * RECORD);
  /** Handle behind the topmost operand: where the next push goes. */
  top = RECORD;
  /** Handle of the first operand. */
  firstOperand = RECORD;
  /** Bytes of each slot: {@link SLOT_BYTES}, or {@link WIDE_SLOT_BYTES} in a function with v128 values. */
  slotBytes = SLOT_BYTES;
  /** What to shift an operand's handle by, and then to add, to get its slot. */
  private slotShift = 0;
  private operandSlotBias = 0;
  /** First value in each register, 0 if the register is free. */
  readonly regHead = new Int32Array(REG_COUNT);
  /**
   * Bit masks of registers, a word for each class (general, floating point): the word of register
   * r is `r >> 5` and its bit `r & 31`. More words than two, because V8 folds the addresses of arrays
   * of more than 64 bytes only.
   */
  readonly free = new Int32Array(32);
  private readonly allocatable = new Int32Array(32);

  /** Empties the stack for a new function. {@link useRegisters} has to follow. */
  reset(): void {
    this.top = RECORD;
    this.firstOperand = RECORD;
    const regHead = this.regHead;
    for (let reg = 0; reg < REG_COUNT; reg++) regHead[reg] = 0;
  }

  /** Says which registers may be taken, bit masks by class; all are free. */
  useRegisters(allocatableGp: number, allocatableFp: number): void {
    const allocatable = this.allocatable;
    const free = this.free;
    free[0] = allocatable[0] = allocatableGp;
    free[1] = allocatable[1] = allocatableFp;
  }

  /** Says how wide slots are: SLOT_BYTES or WIDE_SLOT_BYTES. Before {@link beginOperands}. */
  useSlots(bytes: number): void {
    this.slotBytes = bytes;
    this.slotShift = bytes === SLOT_BYTES ? 0 : 1;
  }

  /** Free general registers, a bit mask. */
  get freeGp(): number {
    return this.free[0]!;
  }

  /** Free floating-point registers. */
  get freeFp(): number {
    return this.free[1]!;
  }

  /** General registers that hold values. */
  get usedGp(): number {
    return this.allocatable[0]! & ~this.free[0]!;
  }

  /** Floating-point registers that hold values. */
  get usedFp(): number {
    return this.allocatable[1]! & ~this.free[1]!;
  }

  /** Appends a local; its record keeps the home slot. Only before {@link beginOperands}. */
  addLocal(type: ValType, loc: number, slot: Slot): number {
    const handle = this.pushPlain(type, loc);
    this.rec[handle + SLOT] = slot;
    return handle;
  }

  /** Goes past locals that nothing will name: nobody looks at their records. */
  skipLocals(count: number): void {
    this.top += count * RECORD;
    while (this.top > this.rec.length) this.grow();
  }

  // ---- words of records: see RECORD ---------------------------------------------------------------

  typeAt(handle: number): ValType {
    return this.rec[handle]!;
  }

  kindAt(handle: number): Kind {
    return kindOf(this.rec[handle]!);
  }

  locAt(handle: number): number {
    return this.rec[handle + LOC]!;
  }

  /** Says where a value is; one that is InReg before or after has to be in its chain, or out of it. */
  setLoc(handle: number, loc: number): void {
    this.rec[handle + LOC] = loc;
  }

  /** Adds location flags to a value. */
  addFlags(handle: number, flags: number): void {
    this.rec[handle + LOC]! |= flags;
  }

  /** Takes location flags from a value. */
  clearFlags(handle: number, flags: number): void {
    this.rec[handle + LOC]! &= ~flags;
  }

  loAt(handle: number): number {
    return this.rec[handle + LO]!;
  }

  hiAt(handle: number): number {
    return this.rec[handle + HI]!;
  }

  nextAt(handle: number): number {
    return this.rec[handle + NEXT]!;
  }

  markAt(handle: number): number {
    return this.rec[handle + MARK]!;
  }

  setMark(handle: number, mark: number): void {
    this.rec[handle + MARK] = mark;
  }

  /** The bits of a constant; its location has to say Const. */
  setConst(handle: number, lo: number, hi: number): void {
    this.rec[handle + LO] = lo;
    this.rec[handle + HI] = hi;
  }

  /** Ends the locals: operands follow, their slots from byte `slotBase` of the frame on. */
  beginOperands(slotBase: number): void {
    this.firstOperand = this.top;
    this.operandSlotBias = slotBase - (this.top << this.slotShift);
  }

  /** Number of locals, once all were added. */
  localCount(): number {
    return localIndex(this.firstOperand);
  }

  /** The handle of a local. */
  local(index: number): number {
    return (index + 1) * RECORD;
  }

  /** Home of a value in the frame; every height of the operand stack has a slot of its own. */
  slotOf(handle: number): Slot {
    return handle >= this.firstOperand
      ? (handle << this.slotShift) + this.operandSlotBias
      : this.rec[handle + SLOT]!;
  }

  /** Pushes a value with the given flags (no register); returns its handle. */
  pushPlain(type: ValType, flags: number): number {
    const handle = this.top;
    if (handle + RECORD > this.rec.length) this.grow();
    const rec = this.rec;
    rec[handle] = type;
    rec[handle + LOC] = flags;
    this.top = handle + RECORD;
    return handle;
  }

  pushConst(type: ValType, lo: number, hi: number): void {
    const handle = this.pushPlain(type, Loc.Const);
    this.rec[handle + LO] = lo;
    this.rec[handle + HI] = hi;
  }

  /** Pushes a value that a register holds; `flags` are added to InReg. */
  pushReg(type: ValType, reg: Reg, flags: number): void {
    const handle = this.top;
    if (handle + RECORD > this.rec.length) this.grow();
    const rec = this.rec;
    const regHead = this.regHead;
    const head = regHead[reg]!;
    rec[handle] = type;
    rec[handle + LOC] = flags | Loc.InReg | (reg << 8);
    rec[handle + NEXT] = head;
    regHead[reg] = handle;
    if (head === 0) this.take(reg);
    this.top = handle + RECORD;
  }

  /**
   * Makes an operand that has a register to itself the topmost one, as a result of the given type that
   * was computed in that register. Operands above must be in no register.
   */
  replaceWith(handle: number, type: ValType): void {
    const rec = this.rec;
    rec[handle] = type;
    rec[handle + LOC] = (rec[handle + LOC]! & 0xff00) | Loc.InReg;
    this.top = handle + RECORD;
  }

  /** Removes the topmost operand and leaves its register, if any. */
  drop(): void {
    const handle = this.top - RECORD;
    if ((this.rec[handle + LOC]! & Loc.InReg) !== 0) this.detach(handle);
    this.top = handle;
  }

  /** Removes operands down to `height` (a handle). */
  dropTo(height: number): void {
    while (this.top > height) this.drop();
  }

  /** The register of a value that is InReg. */
  regOf(handle: number): Reg {
    return regIn(this.rec[handle + LOC]!);
  }

  /** Puts a value into a register's chain and sets InReg; keeps the other flags. */
  attach(handle: number, reg: Reg): void {
    const rec = this.rec;
    const regHead = this.regHead;
    const head = regHead[reg]!;
    rec[handle + LOC] = (rec[handle + LOC]! & FLAGS) | Loc.InReg | (reg << 8);
    rec[handle + NEXT] = head;
    if (head === 0) this.take(reg);
    regHead[reg] = handle;
  }

  /** Takes a value that is InReg out of its register's chain and clears InReg and UpperUnknown. */
  detach(handle: number): void {
    const rec = this.rec;
    const regHead = this.regHead;
    const loc = rec[handle + LOC]!;
    const reg = regIn(loc);
    const next = rec[handle + NEXT]!;
    if (regHead[reg] === handle) {
      regHead[reg] = next;
      if (next === 0) this.release(reg);
    } else this.relink(handle, reg, next);
    rec[handle + LOC] = loc & (FLAGS & ~(Loc.InReg | Loc.UpperUnknown));
  }

  /**
   * Value `to` takes the place of value `from`, which is InReg, in its register. The caller says where
   * `from` is now.
   */
  takeOver(to: number, from: number): void {
    const rec = this.rec;
    const regHead = this.regHead;
    const loc = rec[from + LOC]!;
    const reg = regIn(loc);
    rec[to + LOC] = loc & (0xff00 | Loc.InReg | Loc.UpperUnknown);
    rec[to + NEXT] = rec[from + NEXT]!;
    if (regHead[reg] === from) regHead[reg] = to;
    else this.relink(from, reg, to);
  }

  /** Puts `next` behind the value before one that is not the first. Chains are short: MAX_HOLDERS. */
  private relink(handle: number, reg: Reg, next: number): void {
    const rec = this.rec;
    let before = this.regHead[reg]!;
    while (rec[before + NEXT] !== handle) before = rec[before + NEXT]!;
    rec[before + NEXT] = next;
  }

  /** Frees all registers, after a call destroyed them; values keep what else is known of them. */
  emptyAll(): void {
    const allocatable = this.allocatable;
    const free = this.free;
    this.emptyClass(this.usedGp, 0);
    this.emptyClass(this.usedFp, FIRST_FP);
    free[0] = allocatable[0]!;
    free[1] = allocatable[1]!;
  }

  private emptyClass(used: number, first: Reg): void {
    const rec = this.rec;
    const regHead = this.regHead;
    for (let rest = used; rest !== 0; rest &= rest - 1) {
      const reg = first + 31 - Math.clz32(rest & -rest);
      for (let h = regHead[reg]!; h !== 0; h = rec[h + NEXT]!) {
        rec[h + LOC]! &= FLAGS & ~(Loc.InReg | Loc.UpperUnknown);
      }
      regHead[reg] = 0;
    }
  }

  /** Frees a register. The caller says in each of the values' records where it is now. */
  empty(reg: Reg): void {
    this.regHead[reg] = 0;
    this.release(reg);
  }

  /** Moves all values of one register to another, which is free. */
  rename(from: Reg, to: Reg): void {
    const rec = this.rec;
    const head = this.regHead[from]!;
    for (let h = head; h !== 0; h = rec[h + NEXT]!) {
      rec[h + LOC] = (rec[h + LOC]! & FLAGS) | (to << 8);
    }
    this.regHead[to] = head;
    this.regHead[from] = 0;
    this.take(to);
    this.release(from);
  }

  /**
   * True if a register holds as many values as one should: branches walk over all of them. (A body
   * can push the same local a million times.)
   */
  isCrowded(reg: Reg): boolean {
    const rec = this.rec;
    const second = rec[this.regHead[reg]! + NEXT]!;
    if (second === 0 || rec[second + NEXT] === 0) return false;
    let count = 2;
    for (let h = rec[second + NEXT]!; h !== 0; h = rec[h + NEXT]!) {
      if (++count >= MAX_HOLDERS) return true;
    }
    return false;
  }

  isFree(reg: Reg): boolean {
    return this.regHead[reg] === 0;
  }

  /** True if just this one value is in the register that it is in. */
  isSoleHolder(handle: number): boolean {
    return this.regHead[regIn(this.rec[handle + LOC]!)] === handle && this.rec[handle + NEXT] === 0;
  }

  /** True if the value is in a register, and no other one is in it. */
  ownsReg(handle: number): boolean {
    return (this.rec[handle + LOC]! & Loc.InReg) !== 0 && this.isSoleHolder(handle);
  }

  private take(reg: Reg): void {
    this.free[reg >> 5]! &= ~(1 << (reg & 31));
  }

  private release(reg: Reg): void {
    const word = reg >> 5;
    this.free[word]! |= this.allocatable[word]! & (1 << (reg & 31));
  }

  /** Gives memory back that an unusual function needed; between functions. */
  trim(): void {
    if (this.rec.length > CAPACITY * RECORD) this.rec = new Int32Array(CAPACITY * RECORD);
  }

  private grow(): void {
    if (this.rec.length >= MAX_VALUES * RECORD) {
      throw new TooManyValuesError(
        `too many values on the stack, expected at most ${MAX_VALUES} with the locals`,
      );
    }
    const rec = new Int32Array(this.rec.length * 2);
    rec.set(this.rec);
    this.rec = rec;
  }

  /**
   * Recounts who is in which register from the records and compares with the chains; throws on any
   * difference. For debug runs, after every operator.
   * @hostOnly
   */
  verify(): void {
    const holders = new Map<Reg, Set<number>>();
    for (let h = RECORD; h < this.top; h += RECORD) {
      const loc = this.rec[h + LOC]!;
      if ((loc & Loc.InReg) !== 0) {
        const reg = this.regOf(h);
        let set = holders.get(reg);
        if (set === undefined) {
          set = new Set();
          holders.set(reg, set);
        }
        set.add(h);
        if ((loc & Loc.Const) !== 0) throw new Error(`value ${h} is in a register and a constant`);
        if (reg >= FIRST_FP !== isFloatKind(kindOf(this.rec[h]!))) {
          throw new Error(`value ${h} is in a register of the wrong class`);
        }
      }
      if (this.rec[h + MARK] !== 0) throw new Error(`value ${h} kept a merge mark`);
    }
    for (let reg = 0; reg < REG_COUNT; reg++) {
      const expected = holders.get(reg) ?? new Set();
      let count = 0;
      for (let h = this.regHead[reg]!; h !== 0; h = this.rec[h + NEXT]!) {
        count++;
        if (!expected.has(h))
          throw new Error(`register ${reg} lists value ${h}, which is not in it`);
        if (count > expected.size) throw new Error(`register ${reg} has a circular chain`);
      }
      if (count !== expected.size) throw new Error(`register ${reg} misses values`);
      const free =
        reg < FIRST_FP
          ? (this.freeGp & (1 << reg)) !== 0
          : (this.freeFp & (1 << (reg - FIRST_FP))) !== 0;
      if (free && count !== 0) throw new Error(`register ${reg} is in use and free`);
    }
  }
}
