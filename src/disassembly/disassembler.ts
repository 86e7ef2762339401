/** Machine code to assembly text, through a library that is loaded at the first use. */
import { type TargetName, targetNamed } from '../targets/index.js';
import type { MachineInstruction } from './instruction.js';
import { disassemblePortable } from './portable.js';

/** The package that disassembles; an optional peer dependency. */
export const DISASSEMBLER_PACKAGE = '@alexaltea/capstone-js';

/** The package that disassembles is not installed. */
export class DisassemblerMissingError extends Error {
  override readonly name = 'DisassemblerMissingError';

  constructor() {
    super(
      `disassembling needs the package ${DISASSEMBLER_PACKAGE}; run: npm install ${DISASSEMBLER_PACKAGE}`,
    );
  }
}

export interface Disassembler {
  /**
   * The instructions of `code[start..end)`, in order and without gaps.
   * Branch targets are shown as code offsets.
   */
  disassemble(code: Uint8Array, start: number, end: number): MachineInstruction[];
  /** Frees the library's memory. */
  close(): void;
}

interface CapstoneHandle {
  disasm(
    bytes: Uint8Array,
    address: number,
  ): { address: number | bigint; size: number; mnemonic: string; op_str: string }[];
  close(): void;
}
interface Capstone {
  readonly Capstone: new (architecture: number, mode: number) => CapstoneHandle;
  readonly ARCH_X86: number;
  readonly ARCH_ARM64: number;
  readonly MODE_64: number;
  readonly MODE_LITTLE_ENDIAN: number;
}

/**
 * Loads the disassembler of a machine.
 * @throws DisassemblerMissingError when its package is not installed
 */
export async function loadDisassembler(target: TargetName): Promise<Disassembler> {
  const { native } = targetNamed(target);
  if (native === undefined) return PORTABLE_DISASSEMBLER;
  let library: Capstone;
  try {
    // The package has no type declarations; its shape is declared above.
    const { default: load } = (await import(DISASSEMBLER_PACKAGE as string)) as {
      default: () => Promise<Capstone>;
    };
    library = await load();
  } catch (error) {
    if ((error as { code?: string }).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new DisassemblerMissingError();
  }
  // Where the bytes are no instruction, the smallest unit of code is passed over.
  const { architecture, mode, unit } = native.listing;
  const handle = new library.Capstone(library[architecture], library[mode]);
  return {
    disassemble: (code, start, end) => disassemble(handle, unit, code, start, end),
    close: () => handle.close(),
  };
}

const PORTABLE_DISASSEMBLER: Disassembler = { disassemble: disassemblePortable, close() {} };

/**
 * Bytes that the library gets at once. It copies what it gets and stops where no instruction is: were
 * it given all of the rest each time, a large function with much data in it would take hours.
 */
const WINDOW = 4096;
/** Bytes of the longest instruction, or more. */
const MAX_INSTRUCTION = 16;

function disassemble(
  handle: CapstoneHandle,
  unit: number,
  code: Uint8Array,
  start: number,
  end: number,
): MachineInstruction[] {
  const out: MachineInstruction[] = [];
  let at = start;
  while (at < end) {
    const from = at;
    const windowEnd = Math.min(at + WINDOW, end);
    for (const { size, mnemonic, op_str } of decode(handle, code.subarray(at, windowEnd), at)) {
      // What is close to the end of a window may go on behind it: the next one begins with it.
      if (windowEnd < end && windowEnd - at < MAX_INSTRUCTION && at > from) break;
      out.push({ offset: at, size, text: op_str === '' ? mnemonic : `${mnemonic} ${op_str}` });
      at += size;
    }
    // What stands first in a window and is no instruction is none.
    if (at > from) continue;
    const size = Math.min(unit, end - at);
    const bytes = [...code.subarray(at, at + size)].map((byte) => `0x${hex(byte)}`);
    out.push({ offset: at, size, text: `.byte ${bytes.join(', ')}` });
    at += size;
  }
  return out;
}

/** The library throws when not even the first instruction can be decoded. */
function decode(
  handle: CapstoneHandle,
  bytes: Uint8Array,
  address: number,
): ReturnType<CapstoneHandle['disasm']> {
  try {
    return handle.disasm(bytes, address);
  } catch {
    return [];
  }
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
