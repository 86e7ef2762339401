import { AddressForm } from './addresses.js';

/**
 * Entries of functions that are compiled at their first call. An entry jumps to where a word, its *slot*, leads: to its own second half
 * at first, which leaves for the host with the function's index, and to the function's code from then on. So whoever calls or
 * refers to an entry calls the function, and code is never changed: a slot is data.
 * ```
 *    0      jumps to the stub that leaves, whose address is the word at 8
 *   16      entries, {@link size} bytes each: a jump by way of the slot; behind it ({@link half}) the index into the register of the callee, and
 *           a jump to 0
 *   slots   8 bytes each
 *   end
 * ```
 */
export interface FunctionEntries {
  /** All of it, from a multiple of 4 KiB on; slots are zero yet. */
  readonly words: Int32Array;
  readonly size: number;
  readonly half: number;
  readonly slots: number;
  readonly end: number;
}

const HEAD = 16;
const LINE = 64;

/** Offset of an entry. */
export const entryAt = ({ size }: Pick<FunctionEntries, 'size'>, number: number): number =>
  HEAD + size * number;

/**
 * @param form of addresses, which tells the machine
 * @param firstIndex index of the first function
 * @param stub address of the stub that leaves: `ThreadStubs.compile`
 */
export function functionEntries(
  form: AddressForm,
  count: number,
  firstIndex: number,
  stub: number,
): FunctionEntries {
  const isX64 = form === AddressForm.Word;
  const size = isX64 ? 16 : 24;
  const slots = (HEAD + size * count + LINE - 1) & -LINE;
  const end = (slots + 8 * count + LINE - 1) & -LINE;
  const words = new Int32Array(end / 4);
  words[2] = (stub % 0x1_0000_0000) | 0;
  words[3] = Math.floor(stub / 0x1_0000_0000);
  if (isX64) writeX64(words, count, firstIndex, slots);
  else writeAarch64(words, count, firstIndex, slots);
  return { words, size, half: isX64 ? 6 : 12, slots, end };
}

/** JMP [rip + slot]; MOV eax, index; JMP 0. */
function writeX64(words: Int32Array, count: number, firstIndex: number, slots: number): void {
  // JMP [rip + 2]; NOP; NOP.
  words[0] = 0x0002_25ff;
  words[1] = 0x9090_0000 | 0;
  for (let i = 0; i < count; i++) {
    const at = HEAD + 16 * i;
    const slot = slots + 8 * i - (at + 6);
    const index = firstIndex + i;
    words[at >> 2] = 0x25ff | (slot << 16);
    words[(at >> 2) + 1] = (slot >>> 16) | 0xb8_0000 | (index << 24);
    words[(at >> 2) + 2] = (index >>> 8) | 0xe900_0000;
    words[(at >> 2) + 3] = -(at + 16);
  }
}

/** ADRP and LDR of the slot to x16; BR x16; MOVZ and MOVK of the index to x9; B 0. */
function writeAarch64(words: Int32Array, count: number, firstIndex: number, slots: number): void {
  const jump = 0xd61f_0200 | 0;
  // LDR x16, 8.
  words[0] = 0x5800_0050;
  words[1] = jump;
  for (let i = 0; i < count; i++) {
    const at = HEAD + 24 * i;
    const slot = slots + 8 * i;
    const pages = (slot >> 12) - (at >> 12);
    const index = firstIndex + i;
    const to = at >> 2;
    words[to] = 0x9000_0010 | ((pages & 3) << 29) | ((pages >> 2) << 5);
    words[to + 1] = 0xf940_0210 | ((slot & 0xfff) << 7);
    words[to + 2] = jump;
    words[to + 3] = 0xd280_0009 | ((index & 0xffff) << 5);
    words[to + 4] = 0xf2a0_0009 | ((index >>> 16) << 5);
    words[to + 5] = 0x1400_0000 | ((-(at + 20) >> 2) & 0x3ff_ffff);
  }
}
