import type { Reg, Slot } from '../abi/places.js';
import type { Builtin, StructBuiltin } from '../abi/vmctx-layout.js';
import type { i64, u32 } from '../wasm/numbers.js';
import type { TrapKind } from '../wasm/trap-kind.js';
import type { Kind } from '../wasm/value-types.js';
import type { AtomicAssembler } from './atomic-assembler.js';
import type { Emitter, Label } from './emitter.js';
import type {
  Condition,
  Conversion,
  FloatOp,
  FloatUnary,
  IntOp,
  IntUnary,
  LoadOp,
  StoreOp,
  WideOp,
} from './operators.js';
import type { VectorAssembler } from './vector-assembler.js';

export type { Label } from './emitter.js';

/** What the code generator must know of a machine's registers. */
export interface MachineTraits {
  /** The register that holds the current instance's context; a base for loadField/storeField. */
  readonly vmctx: Reg;
  /**
   * The register that holds the base of memory 0 while the code generator says that it does; or NO_REG:
   * loads and stores know it themselves.
   */
  readonly memoryBase: Reg;
  /** Bit masks of registers that may hold values; bit n is register n (fp: register 32 + n). */
  readonly allocatableGp: number;
  readonly allocatableFp: number;
  /** Where a shift count must be, or NO_REG. */
  readonly shiftCountReg: Reg;
  /** Where the left side of a division must be, or NO_REG: then any registers do. */
  readonly divideLhs: Reg;
  /** Destroyed by a division, or NO_REG; operands must not be in it. */
  readonly divideClobber: Reg;
  /** Where quotient and remainder come out, or NO_REG: any destination does. */
  readonly quotientReg: Reg;
  readonly remainderReg: Reg;
  /**
   * Where {@link MacroAssembler.multiplyWide} wants its left side and leaves the low half, and where it
   * leaves the high half; or NO_REG: any registers do.
   */
  readonly productLo: Reg;
  readonly productHi: Reg;
  /**
   * True when an index with unknown upper half needs an I32 {@link MacroAssembler.move} onto itself
   * before it is used in an address; false when the addressing mode extends by itself.
   */
  readonly indexNeedsZeroExtend: boolean;
  /**
   * Jump tables with up to so many runs of equal labels, the default's counted, are searched by compares; 0: none.
   */
  readonly searchedRuns: number;
  /** True where the result of a 32-bit operation has its upper half zero; else that half is anything. */
  readonly zeroExtends: boolean;
  /**
   * Offset from the frame pointer to the 8-byte value of slot 0, where slots descend from there; 0 where they ascend from
   * the stack pointer.
   */
  readonly firstSlot: number;
}

/** In place of a right side or a source register: the constant in `immLo` and `immHi` of the machine. */
export const IMM: Reg = -2;

/**
 * Makes a constant the {@link IMM} of the next call, which takes the result:
 * `masm.storeSlot(kind, slot, imm(masm, lo, hi))`.
 *
 * @param lo the lower 32 bits; of kinds that are no wider the only ones
 * @param hi the upper 32 bits, by default those of a small number
 */
export const imm = (masm: MacroAssembler, lo: number, hi = lo >> 31): Reg => {
  masm.immLo = lo;
  masm.immHi = hi;
  return IMM;
};

/**
 * Emits machine code for operations that are the same on every machine.
 *
 * A method stands for a shape of operands; the operator is its parameter (a word of `operators.ts`), and
 * so is the {@link Kind} of the operands. Registers are plain numbers; 64-bit constants are two
 * 32-bit halves (`lo`, `hi`). The machine decides between two- and three-operand forms, and owns its
 * scratch registers, which are never in the allocatable masks.
 *
 * A right side (`rhs`) and the value of a store (`src`) are a register or {@link IMM}. Written: with
 * {@link imm}, in the argument list itself, because the constant is gone with the next one. Read by the
 * machine: `rhs === IMM`, and then `immLo` and `immHi`. Where a machine cannot take every constant, a
 * method `...HasImmediate` beside tells; there the caller asks first. Stores to slots and fields take
 * any.
 *
 * A constant of V128 does not fit into two halves: its `lo` is its number among the vector constants of the
 * function (see {@link ConstantPool.vector}), and `hi` is 0. Number 0 is the vector of zeros.
 *
 * Rules for every method, unless its comment says otherwise:
 * - `dst` may be the same register as any source; sources other than `dst` keep their values.
 * - The result of a 32-bit integer operation has its upper half zero, if `traits.zeroExtends`.
 * - Machine flags are not kept between calls.
 */
export interface MacroAssembler {
  readonly traits: MachineTraits;
  /** Operations on vectors; undefined where code has none, for the reason that the target's `vectorsLack` gives. */
  readonly vectors: VectorAssembler | undefined;
  /** Atomic accesses of linear memory. */
  readonly atomics: AtomicAssembler;
  /** The constant that {@link IMM} stands for in the call that follows: its halves. */
  immLo: number;
  immHi: number;
  /** Makes room for one operator of ordinary size (at least 512 bytes). */
  reserveOperator(): void;

  // ---- frame ----------------------------------------------------------------------------------

  /**
   * Starts a function: aligns to 16, sets up the frame with a size to be patched, checks the stack
   * limit (trap CallStackExhausted before anything of the frame is written), saves vmctx and, if
   * `outPointer` is a register, that pointer to its frame home. Returns the code offset of the entry.
   *
   * A leaf calls nothing: it saves no vmctx, and its frame is compared with the limit only if it is larger than
   * {@link Emitter.uncheckedFrame}.
   *
   * @param incomingBytes bytes of incoming stack arguments, which epilogues take away
   * @param leaf whether the body has no calls; tail calls are none
   */
  beginFunction(incomingBytes: number, outPointer: Reg, leaf: boolean): number;
  /**
   * Ends a function: emits trap stubs, constants and jump tables, patches the frame size, resolves labels.
   * @param frameBytes one past the highest slot byte in use
   */
  endFunction(frameBytes: number): void;
  /** Tears the frame down, takes the incoming stack arguments away and returns. */
  epilogue(): void;
  /** Loads the out-pointer that {@link beginFunction} saved. */
  loadOutPointer(dst: Reg): void;
  /** Stores zero to the slots from `first` up to (not including) byte `end`; first >= 0. */
  zeroSlots(first: Slot, end: Slot): void;

  // ---- moves ----------------------------------------------------------------------------------

  /** Register to register of one class. An I32 move zero-extends, in place, too. Keeps machine flags. */
  move(kind: Kind, dst: Reg, src: Reg): void;
  /** Exchanges two registers of one class, all bits of them. */
  swap(kind: Kind, a: Reg, b: Reg): void;
  /** Bits of a constant into a register (F32: bits in `lo`; V128: its number). */
  constant(kind: Kind, dst: Reg, lo: number, hi: number): void;
  /** Of a slot of the frame or an incoming one. */
  loadSlot(kind: Kind, dst: Reg, slot: Slot): void;
  storeSlot(kind: Kind, slot: Slot, src: Reg): void;
  /** Slot to slot, through a scratch register; `src` as of {@link loadSlot}. */
  copySlot(kind: Kind, dst: Slot, src: Slot): void;
  /** Loads from native memory at `base + offset`. An I32 load zero-extends. */
  loadField(kind: Kind, dst: Reg, base: Reg, offset: number): void;
  storeField(kind: Kind, src: Reg, base: Reg, offset: number): void;
  /** `dst` = lowest address of the slot bytes `first` .. `first + bytes` (bytes: a multiple of 8). */
  slotAreaAddress(dst: Reg, first: Slot, bytes: number): void;
  /** Loads vmctx back from its frame home, after a call. */
  restoreVmctx(): void;
  /**
   * Makes vmctx what is at `base + offset`, where most often it is that already: a compare and a
   * branch that processors predict, so that code behind need not wait for the load.
   */
  expectVmctx(base: Reg, offset: number): void;

  // ---- numeric --------------------------------------------------------------------------------

  /**
   * `dst = lhs op rhs`; an {@link IntOp} of I32 and I64, a {@link FloatOp} of F32 and F64.
   *
   * A shift count is in `traits.shiftCountReg` where there is one, and then dst is not. Divisions obey the
   * `divide*` traits; they trap on zero and, `DivS`, on overflow; `x RemS -1` is 0. With an {@link IMM}
   * neither holds: shifts and divisions take any registers, and do not trap.
   */
  binary(kind: Kind, op: IntOp | FloatOp, dst: Reg, lhs: Reg, rhs: Reg): void;
  /** True if {@link binary} takes this constant (never a divisor that can trap). */
  hasImmediate(kind: Kind, op: IntOp | FloatOp, lo: number, hi: number): boolean;
  /** `dst = op src`; words as of {@link binary}. */
  unary(kind: Kind, op: IntUnary | FloatUnary, dst: Reg, src: Reg): void;
  convert(op: Conversion, to: Kind, from: Kind, dst: Reg, src: Reg): void;
  /**
   * `hi:lo = lhsHi:lhsLo op rhsHi:rhsLo`; Add or Sub. `lo` and `hi` are different registers;
   * each may be any of the sources, and sources may be the same. NO_REG as a high half is zero.
   */
  binary128(op: WideOp, lo: Reg, hi: Reg, lhsLo: Reg, lhsHi: Reg, rhsLo: Reg, rhsHi: Reg): void;
  /**
   * `hi:lo = lhs * rhs`; MulS or MulU. `lo` and `hi` are different registers; each may be any of the
   * sources, and these may be the same. Obeys the `product*` traits.
   */
  multiplyWide(op: WideOp, lo: Reg, hi: Reg, lhs: Reg, rhs: Reg): void;

  // ---- conditions -----------------------------------------------------------------------------
  // The flags of the machine are in no method's hands alone: what uses a condition compares, too.

  /** True if a compare of this kind takes this constant. */
  compareHasImmediate(kind: Kind, lo: number, hi: number): boolean;
  /** `dst = condition ? 1 : 0` */
  compareSet(kind: Kind, cond: Condition, dst: Reg, lhs: Reg, rhs: Reg): void;
  compareBranch(kind: Kind, cond: Condition, lhs: Reg, rhs: Reg, label: Label): void;
  /**
   * `dst = condition ? ifTrue : ifFalse`, of a kind of either class.
   * @param compared kind of what is compared
   */
  compareSelect(
    kind: Kind,
    dst: Reg,
    ifTrue: Reg,
    ifFalse: Reg,
    compared: Kind,
    cond: Condition,
    lhs: Reg,
    rhs: Reg,
  ): void;

  // ---- linear memory --------------------------------------------------------------------------
  // The address is base + zero-extended 32-bit index (NO_REG: none) + offset (unsigned 32 bits, as a
  // number from 0 to 2^32 - 1). The index's upper half is zero if traits.indexNeedsZeroExtend.
  // Each access is a trap site (OutOfBoundsMemoryAccess).

  load(op: LoadOp, dst: Reg, base: Reg, index: Reg, offset: u32): void;
  store(op: StoreOp, src: Reg, base: Reg, index: Reg, offset: u32): void;
  /** True if {@link store} takes this constant. */
  storeHasImmediate(op: StoreOp, lo: number, hi: number): boolean;
  /**
   * Explicit bounds check: traps unless zero-extended index + `end` <= the 64-bit byte length at
   * vmctx + `lengthOffset`; `end` = offset + access size, at most 2^32 + 15.
   */
  boundsCheck(index: Reg, end: i64, lengthOffset: number): void;

  // ---- control --------------------------------------------------------------------------------

  /** A label that is not bound yet, of the function being emitted. */
  newLabel(): Label;
  bind(label: Label): void;
  jump(label: Label): void;
  /**
   * Jumps to `labels[index]`, or to `otherwise` if index >= count. Destroys `index`.
   */
  jumpTable(index: Reg, labels: Int32Array, count: number, otherwise: Label): void;

  // ---- calls ----------------------------------------------------------------------------------

  /**
   * Makes room for outgoing stack arguments, a multiple of the stack alignment. The callee pops it. They are
   * put there as to any slot: see {@link outgoingSlot}.
   */
  reserveOutgoing(bytes: number): void;
  /** Calls a function of this module; joined to it by {@link Emitter.bindFunction}. Notes a call site. */
  callFunction(funcIndex: number): void;
  /**
   * Calls the function of an import, in `{ ptr code, ptr vmctx }` at `entry` in the vmctx, which becomes its.
   * Notes a call site.
   *
   * @param funcIndex `~tag` of what throws: of a tag, or with the count of tags, by a reference
   * @param callee a register for the code's address
   * @param vmctxArg where the callee finds its vmctx as an argument
   */
  callImport(funcIndex: number, entry: number, callee: Reg, vmctxArg: Reg): void;
  /** Calls what the runtime does; the vmctx is an argument already. Notes a call site. @param callee likewise */
  callBuiltin(builtin: Builtin | StructBuiltin, callee: Reg): void;
  /** Calls the code address at `base + offset`. Notes a call site. */
  callField(base: Reg, offset: number): void;
  /** Calls the code address in a register. Notes a call site. */
  callReg(reg: Reg): void;
  /**
   * Replaces the frame. The callee's stack arguments lie where reserveOutgoing and stores put
   * them; this moves them over the incoming area (grown or shrunk; return address and caller's frame
   * pointer move along) and leaves SP as at the callee's entry. Register arguments, vmctx and
   * `keep` (a register with the code address, or NO_REG) are untouched.
   * @param argBytes stack-argument bytes of the callee
   */
  tailMoveArgs(argBytes: number, keep: Reg): void;
  /**
   * Replaces the frame where the callee's stack arguments, no more than this function's own, are in
   * place already: in the last `argBytes` bytes of the incoming area, where storeSlot and its kin put
   * them. Leaves SP as at the callee's entry; keeps what {@link tailMoveArgs} keeps.
   */
  tailLeave(argBytes: number, keep: Reg): void;
  /** Jumps to a function of this module, after {@link tailMoveArgs} or {@link tailLeave}. */
  tailJumpFunction(funcIndex: number): void;
  /** Jumps to the address in a register. */
  tailJumpReg(reg: Reg): void;

  /**
   * Begins a landing pad: with nothing but the frame pointer right, the stack pointer and vmctx become those of the body.
   */
  landingPad(): void;

  // ---- traps ----------------------------------------------------------------------------------

  /** Traps now. */
  trap(kind: TrapKind): void;
  /** Traps unless the unsigned 32-bit `index` is below the 32-bit word at `base + offset`. */
  trapUnlessBelowField(kind: TrapKind, index: Reg, base: Reg, offset: number): void;
  /** Traps unless the 32-bit words at the two fields are equal (`scratch` of the machine's own). */
  trapUnlessFieldsEqual(
    kind: TrapKind,
    baseA: Reg,
    offsetA: number,
    baseB: Reg,
    offsetB: number,
  ): void;
  /** The next instruction is a load that faults if its base is null: notes `kind` for it. */
  markFaultSite(kind: TrapKind): void;
  /** `dst = base + index * 8` field load: the 64-bit word at `base + zero-extended index * 8`. */
  loadElement(dst: Reg, base: Reg, index: Reg): void;
  storeElement(src: Reg, base: Reg, index: Reg): void;
}

/**
 * A macro assembler, as those see it who make modules of its code: with the position, source offsets, the
 * references between functions and all else that the {@link Emitter} keeps of a module.
 */
export type ModuleAssembler = Emitter & MacroAssembler;
