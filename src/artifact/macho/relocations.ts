import type { MachOMachine, RelocationKind } from '../../targets/index.js';
import { ByteView } from '../elf/bytes.js';
import type { Relocations, SymbolId } from '../elf/contents.js';

/** The relocations of a section as they are in the file, and its bytes with the addends in their places. */
export interface RelocatedSection {
  readonly bytes: Uint8Array;
  readonly table: Uint8Array;
}

/** The greatest addend that an ADDEND relocation tells, which has 24 bits with a sign. */
const MAX_ADDEND = 0x7f_ffff;

/**
 * ```
 *  relocation_info   0  i32  r_address: offset of the place in the section
 *                    4  u32  bits 0-23 r_symbolnum: index of the symbol; 24 r_pcrel; 25-26 r_length: log2 of
 *                            the bytes; 27 r_extern: it is a symbol's index; 28-31 r_type
 * ```
 */
class Entries {
  private words: number[] = [];

  add(address: number, symbol: number, pcRelative: boolean, length: number, type: number): void {
    const flags = ((pcRelative ? 1 : 0) << 24) | (length << 25) | (1 << 27) | (type << 28);
    this.words.push(address, (flags | symbol) >>> 0);
  }

  /** What the relocation that follows adds to its symbol, in the place of a symbol's index. */
  addAddend(address: number, addend: number, type: number): void {
    this.words.push(address, ((2 << 25) | (type << 28) | (addend & 0xff_ffff)) >>> 0);
  }

  bytes(): Uint8Array {
    const bytes = new Uint8Array(4 * this.words.length);
    const view = new ByteView(bytes);
    this.words.forEach((word, i) => {
      view.u32(4 * i, word);
    });
    return bytes;
  }
}

/** Whether a kind needs a symbol at the start of the section that the place is in. */
export function isDifference(kind: RelocationKind): boolean {
  return kind === 'pc32' || kind === 'pc64';
}

/**
 * @param indexOf a symbol's place in the symbol table
 * @param start symbol at the section's first byte; asked for where a difference is stored
 * @throws RangeError for what Mach-O cannot express
 */
export function relocate(
  section: { readonly bytes: Uint8Array; readonly relocations: Relocations },
  machine: MachOMachine,
  indexOf: (symbol: SymbolId) => number,
  start: number,
): RelocatedSection {
  const bytes = section.bytes.slice();
  const view = new ByteView(bytes);
  const entries = new Entries();
  const { offsets, kinds, symbols, addends } = section.relocations;
  for (let i = 0; i < offsets.length; i++) {
    const offset = offsets[i]!;
    const addend = addends[i]!;
    const symbol = indexOf(symbols[i]!);
    const kind = kinds[i]!;
    switch (kind) {
      case 'abs64':
        view.u64(offset, addend);
        entries.add(offset, symbol, false, 3, machine.unsigned);
        break;
      case 'abs32':
        view.u32(offset, addend >>> 0);
        entries.add(offset, symbol, false, 2, machine.unsigned);
        break;
      case 'pc64':
        // The place itself has no symbol: its section's start has one.
        view.u64(offset, addend - offset);
        entries.add(offset, start, false, 3, machine.subtractor);
        entries.add(offset, symbol, false, 3, machine.unsigned);
        break;
      default: {
        const branch = machine.instructions[kind];
        if (branch !== undefined) {
          if (branch.implicit) view.u32(offset, (addend + 4) >>> 0);
          else if (addend !== 0) {
            if (Math.abs(addend) > MAX_ADDEND) throw new RangeError('an addend is too large');
            entries.addAddend(offset, addend, machine.addend);
          }
          entries.add(offset, symbol, branch.pcRelative, 2, branch.type);
          break;
        }
        if (kind !== 'pc32') throw new RangeError(`Mach-O has no relocation ${kind}`);
        view.u32(offset, (addend - offset) >>> 0);
        entries.add(offset, start, false, 2, machine.subtractor);
        entries.add(offset, symbol, false, 2, machine.unsigned);
      }
    }
  }
  return { bytes, table: entries.bytes() };
}
