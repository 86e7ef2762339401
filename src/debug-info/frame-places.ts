import { FIRST_FP, type Reg } from '../abi/places.js';
import { HOME_BYTES } from '../masm/aarch64/moves.js';
import { slotDisp } from '../masm/x64/moves.js';
import type { NativeTargetName } from '../targets/index.js';
import type { Kind } from '../wasm/value-types.js';

// Where the places of a function are to a debugger: by the CFA, the address above the return address, and by DWARF's
// numbers of registers.

/** Bytes from the frame pointer up to the CFA, on each machine. */
const FRAME_HEAD = 16;

/** Numbers of general registers (System V AMD64, figure 3.36), by the processor's. */
const X64_REGISTERS = [0, 2, 1, 3, 7, 6, 4, 5, 8, 9, 10, 11, 12, 13, 14, 15];
const FIRST_XMM = 17;
/** DWARF for the Arm 64-bit architecture, section 4.1. */
const FIRST_V = 64;

/** How a machine's frames look from their CFA. */
export interface FramePlaces {
  /**
   * Offset of a slot's lowest byte from the CFA.
   * @param frameBytes bytes of slots in the function's frame
   */
  slot(kind: Kind, slot: number, frameBytes: number): number;
  register(reg: Reg): number;
}

const X64: FramePlaces = {
  slot: (kind, slot) => slotDisp(kind, slot) - FRAME_HEAD,
  register: (reg) => (reg < FIRST_FP ? X64_REGISTERS[reg]! : FIRST_XMM + reg - FIRST_FP),
};

const AARCH64: FramePlaces = {
  slot: (_kind, slot, frameBytes) => {
    // Byte k of the incoming area is slot -8 - k.
    if (slot < 0) return -8 - slot;
    const size = (frameBytes + HOME_BYTES + 15) & ~15;
    return slot - size - FRAME_HEAD;
  },
  register: (reg) => (reg < FIRST_FP ? reg : FIRST_V + reg - FIRST_FP),
};

const PLACES = { x64: X64, aarch64: AARCH64 };

/** The frames of a target. */
export function framePlaces(target: NativeTargetName): FramePlaces {
  return PLACES[target];
}
