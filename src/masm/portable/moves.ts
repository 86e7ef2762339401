import { isOutgoing, outgoingByte, type Reg, type Slot } from '../../abi/places.js';
import { Kind } from '../../wasm/value-types.js';
import { IMM } from '../macro-assembler.js';
import { Code, OUT_POINTER_HOME, RECORD_WORDS } from './encoding.js';
import type { PortableMachine } from './machine.js';
import { SCRATCH, SCRATCH_FP, VMCTX } from './registers.js';

// Moves among registers, constants, frame slots and fields. Registers of both classes are words of one array, so
// a move is of 32 or 64 bits and nothing else.

/** Whether a kind is one word. */
const isNarrow = (kind: Kind): boolean => kind === Kind.I32 || kind === Kind.F32;

/** The form of an instruction for a kind. */
const widthOf = (kind: Kind, narrow: Code, wide: Code, vector: Code): Code =>
  kind === Kind.V128 ? vector : isNarrow(kind) ? narrow : wide;

export const move = (masm: PortableMachine, kind: Kind, dst: Reg, src: Reg): void => {
  // What calls tell of the vmctx in a register is for C, which portable code never calls.
  if (dst === src || src === VMCTX) return;
  if (kind === Kind.F64) {
    masm.emit3(Code.MoveF64, dst, src);
    return;
  }
  masm.emit3(widthOf(kind, Code.Move32, Code.Move64, Code.VectorMove), 2 * dst, 2 * src);
};

export const constant = (
  masm: PortableMachine,
  kind: Kind,
  dst: Reg,
  lo: number,
  hi: number,
): void => {
  if (isNarrow(kind)) masm.emit3(Code.Const32, 2 * dst, lo);
  else if (kind === Kind.F64) {
    if ((masm.pos & 4) !== 0) masm.emitFiller();
    masm.emit4(Code.ConstF64, dst, lo, hi);
  } else if (kind === Kind.V128) vectorConstant(masm, dst, lo);
  else masm.emit4(Code.Const64, 2 * dst, lo, hi);
};

/** Bits of the constant vector with a number. */
const vectorConstant = (masm: PortableMachine, dst: Reg, number: number): void => {
  masm.emit2(Code.VectorConst, 2 * dst);
  for (let i = 0; i < 4; i++) masm.emit32(masm.constants.vectorWord(number, i));
};

// ---- slots ----------------------------------------------------------------------------------

/** True for slots that lie behind fp, as seen from sp. */
const isIncoming = (slot: Slot): boolean => slot < 0 && !isOutgoing(slot);

/** Words from fp to an incoming stack argument. */
const argWords = (slot: Slot): number => RECORD_WORDS + ((-8 - slot) >> 2);

/** Words from sp to another slot: sp does not move while arguments are put below it. */
const slotWords = (masm: PortableMachine, slot: Slot): number =>
  isOutgoing(slot) ? (outgoingByte(slot) - masm.outgoing) >> 2 : slot >> 2;

export const loadSlot = (masm: PortableMachine, kind: Kind, dst: Reg, slot: Slot): void => {
  if (isIncoming(slot)) {
    masm.emit3(
      widthOf(kind, Code.LoadArg32, Code.LoadArg64, Code.VectorLoadArg),
      2 * dst,
      argWords(slot),
    );
  } else {
    const words = slotWords(masm, slot);
    if (kind === Kind.F64) masm.emit3(Code.LoadSlotF64, dst, words);
    else
      masm.emit3(
        widthOf(kind, Code.LoadSlot32, Code.LoadSlot64, Code.VectorLoadSlot),
        2 * dst,
        words,
      );
  }
};

export const storeSlot = (masm: PortableMachine, kind: Kind, slot: Slot, src: Reg): void => {
  if (isIncoming(slot)) {
    masm.emit3(
      widthOf(kind, Code.StoreArg32, Code.StoreArg64, Code.VectorStoreArg),
      argWords(slot),
      2 * inRegister(masm, kind, src),
    );
    return;
  }
  const words = slotWords(masm, slot);
  if (src !== IMM) {
    masm.emit3(
      widthOf(kind, Code.StoreSlot32, Code.StoreSlot64, Code.VectorStoreSlot),
      words,
      2 * src,
    );
  } else if (kind === Kind.V128) {
    masm.emit3(Code.VectorStoreSlot, words, 2 * inRegister(masm, kind, src));
  } else if (isNarrow(kind)) masm.emit3(Code.StoreSlotConst32, words, masm.immLo);
  else masm.emit4(Code.StoreSlotConst64, words, masm.immLo, masm.immHi);
};

const scratchOf = (kind: Kind): Reg => (kind === Kind.V128 ? SCRATCH_FP : SCRATCH);

/** The register of a source, which for a constant is the scratch register. */
const inRegister = (masm: PortableMachine, kind: Kind, src: Reg): Reg => {
  if (src !== IMM) return src;
  const scratch = scratchOf(kind);
  constant(masm, kind, scratch, masm.immLo, masm.immHi);
  return scratch;
};

export const copySlot = (masm: PortableMachine, kind: Kind, dst: Slot, src: Slot): void => {
  if (isIncoming(dst) || isIncoming(src)) {
    loadSlot(masm, kind, scratchOf(kind), src);
    storeSlot(masm, kind, dst, scratchOf(kind));
    return;
  }
  masm.emit3(
    widthOf(kind, Code.CopySlot32, Code.CopySlot64, Code.VectorCopySlot),
    slotWords(masm, dst),
    slotWords(masm, src),
  );
};

export const zeroSlots = (masm: PortableMachine, first: Slot, end: Slot): void => {
  if (end > first) masm.emit3(Code.ZeroSlots, slotWords(masm, first), (end - first) >> 2);
};

export const slotAreaAddress = (masm: PortableMachine, dst: Reg, first: Slot): void => {
  masm.emit3(Code.SlotAddress, 2 * dst, slotWords(masm, first));
};

export const loadOutPointer = (masm: PortableMachine, dst: Reg): void => {
  masm.emit3(Code.LoadArg64, 2 * dst, OUT_POINTER_HOME);
};

// ---- fields ---------------------------------------------------------------------------------

/** To the register of the vmctx it is a change of the instance, which the machine has to see. */
export const loadField = (
  masm: PortableMachine,
  kind: Kind,
  dst: Reg,
  base: Reg,
  offset: number,
): void => {
  if (dst === VMCTX) {
    if (base === VMCTX) masm.emit2(Code.SetVmctx, offset >> 2);
    else masm.emit3(Code.SetVmctxField, 2 * base, offset);
  } else if (base === VMCTX) {
    masm.emit3(
      widthOf(kind, Code.LoadContext32, Code.LoadContext64, Code.VectorLoadContext),
      2 * dst,
      offset >> 2,
    );
  } else {
    masm.emit4(
      widthOf(kind, Code.LoadField32, Code.LoadField64, Code.VectorLoadField),
      2 * dst,
      2 * base,
      offset,
    );
  }
};

export const storeField = (
  masm: PortableMachine,
  kind: Kind,
  src: Reg,
  base: Reg,
  offset: number,
): void => {
  const from = 2 * inRegister(masm, kind, src);
  if (base === VMCTX) {
    masm.emit3(
      widthOf(kind, Code.StoreContext32, Code.StoreContext64, Code.VectorStoreContext),
      offset >> 2,
      from,
    );
  } else {
    masm.emit4(
      widthOf(kind, Code.StoreField32, Code.StoreField64, Code.VectorStoreField),
      from,
      2 * base,
      offset,
    );
  }
};
