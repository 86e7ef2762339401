import { entryAt, type FunctionEntries } from '../../stubs/function-entries.js';
import type { CodeTables } from '../code-ranges.js';
import type { Block } from '../native-heap.js';
import type { FunctionRoom } from '../platform.js';
import type { CodeMemory } from './code-memory.js';

/** All of a room is in reach of the branches of every machine: aarch64's go 128 MiB. */
const MOST_BYTES = 1 << 26;
/** Bytes of code that there is room for, by those of function bodies; other rooms follow. */
const CODE_PER_BYTE = 4;
const LEAST_BYTES = 1 << 16;

/** Where words are stored by native code. */
export interface RoomHost {
  readonly codeMemory: CodeMemory;
  readonly scratch: Block;
  commit(list: Block, count: number): void;
}

/** Keeps addresses for the functions of a module, and makes their entries, which lead nowhere but to the stub that leaves. */
export function functionRoom(
  host: RoomHost,
  entries: FunctionEntries,
  count: number,
  bodyBytes: number,
  tables: CodeTables,
): FunctionRoom {
  const { half, slots, end, words } = entries;
  const form = { size: entries.size };
  const code = Math.min(MOST_BYTES, LEAST_BYTES + CODE_PER_BYTE * bodyBytes);
  const { range, writable, put } = host.codeMemory.reserve(end + code, tables);
  for (let i = 0; i < count; i++) {
    const address = range.address + entryAt(form, i) + half;
    words[(slots >> 2) + 2 * i] = (address % 0x1_0000_0000) | 0;
    words[(slots >> 2) + 2 * i + 1] = Math.floor(address / 0x1_0000_0000);
  }
  put(0, new Uint8Array(words.buffer));
  return {
    range,
    first: end,
    entryAt: (number) => entryAt(form, number),
    put,
    aim(number, address) {
      const { scratch } = host;
      const at = scratch.base >> 2;
      const slot = writable + slots + 8 * number;
      for (const [i, word] of [slot, address].entries()) {
        scratch.u32[at + 2 * i] = word % 0x1_0000_0000;
        scratch.u32[at + 2 * i + 1] = Math.floor(word / 0x1_0000_0000);
      }
      host.commit(scratch, 1);
    },
  };
}
