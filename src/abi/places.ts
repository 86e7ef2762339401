/**
 * A machine register: general registers are 0-31, floating-point (vector) registers 32-63. Which of
 * them exist, and their names, is the machine's business.
 */
export type Reg = number;

/** "No register": no index, no result, no constraint. */
export const NO_REG = -1;
/** Number of the first floating-point register. */
export const FIRST_FP = 32;
/** Register numbers are below this. */
export const REG_COUNT = 64;

/**
 * A frame slot: byte offset of a value's home in the frame, as the value stack assigns them.
 *
 * Offsets from 0 upward are slots of the frame itself: a value of size s at offset o owns the bytes
 * o .. o+s, and o is a multiple of s (8; 16 for v128). Negative offsets are stack arguments: byte k of
 * the area of the incoming ones is {@link incomingSlot}(k), and of the outgoing ones, which are only
 * written, {@link outgoingSlot}(k). In both, byte k has the slot of byte 0 less k.
 */
export type Slot = number;

/** The slot of the incoming stack argument at byte `k` of the argument area. */
export function incomingSlot(k: number): Slot {
  return -8 - k;
}

/** Slots up to this one are outgoing stack arguments. Incoming ones are far from that many. */
const FIRST_OUTGOING: Slot = -(2 ** 29);

/** The slot of the outgoing stack argument at byte `k` of the argument area. */
export function outgoingSlot(k: number): Slot {
  return FIRST_OUTGOING - k;
}

/** True for the slots that {@link outgoingSlot} gives. */
export function isOutgoing(slot: Slot): boolean {
  return slot <= FIRST_OUTGOING;
}

/** The byte of the argument area that an outgoing slot is. */
export function outgoingByte(slot: Slot): number {
  return FIRST_OUTGOING - slot;
}
