import { Code } from '../masm/portable/encoding.js';
import type { MemoryViews } from './memory-views.js';

// Accesses to linear memory that the loop does not do in line: at addresses that are not aligned or from 2^31 on, and
// rare widths.

/** Bytes of each load and store. */
const SIZES = new Uint8Array(Code.Count);
SIZES[Code.LoadU8] = 1;
SIZES[Code.LoadU16] = 2;
SIZES[Code.LoadU32] = 4;
SIZES[Code.LoadI64] = 8;
SIZES[Code.LoadF64] = 8;
SIZES[Code.StoreF64] = 8;
SIZES[Code.LoadS8To32] = 1;
SIZES[Code.LoadS16To32] = 2;
SIZES[Code.LoadS8To64] = 1;
SIZES[Code.LoadS16To64] = 2;
SIZES[Code.LoadS32To64] = 4;
SIZES[Code.Store8] = 1;
SIZES[Code.Store16] = 2;
SIZES[Code.Store32] = 4;
SIZES[Code.Store64] = 8;
SIZES[Code.StoreConst8] = 1;
SIZES[Code.StoreConst16] = 2;
SIZES[Code.StoreConst32] = 4;
SIZES[Code.StoreConst64] = 8;

/** Stores the lowest bytes of a word. */
function put(u8: Uint8Array, a: number, value: number, bytes: number): void {
  for (let i = 0; i < bytes; i++) u8[a + i] = value >> (8 * i);
}

const word = (u8: Uint8Array, a: number): number =>
  u8[a]! | (u8[a + 1]! << 8) | (u8[a + 2]! << 16) | (u8[a + 3]! << 24);

const half = (u8: Uint8Array, a: number): number => u8[a]! | (u8[a + 1]! << 8);

/**
 * Does the access of the instruction at `pc`.
 *
 * @returns false, and nothing was done, where it is out of bounds
 */
export function accessSlowly(
  memory: MemoryViews,
  R: Int32Array,
  c: Int32Array,
  pc: number,
): boolean {
  const op = c[pc]!;
  const size = SIZES[op]!;
  const index = op === Code.StoreConst64 ? pc + 3 : pc + 2;
  const a = (R[c[index]!]! >>> 0) + (c[index + 1]! >>> 0);
  if (a + size > memory.byteLength && a + size > memory.lookAgain()) return false;
  const { u8 } = memory;
  const first = c[pc + 1]!;
  let lo: number;
  let hi = 0;
  switch (op) {
    case Code.LoadU8:
      lo = u8[a]!;
      break;
    case Code.LoadU16:
      lo = half(u8, a);
      break;
    case Code.LoadU32:
      lo = word(u8, a);
      break;
    case Code.LoadI64:
      lo = word(u8, a);
      hi = word(u8, a + 4);
      break;
    case Code.LoadF64:
      R[2 * first] = word(u8, a);
      R[2 * first + 1] = word(u8, a + 4);
      return true;
    case Code.StoreF64:
      put(u8, a, R[2 * first]!, 4);
      put(u8, a + 4, R[2 * first + 1]!, 4);
      return true;
    case Code.LoadS8To32:
    case Code.LoadS8To64:
      lo = (u8[a]! << 24) >> 24;
      hi = lo >> 31;
      break;
    case Code.LoadS16To32:
    case Code.LoadS16To64:
      lo = (half(u8, a) << 16) >> 16;
      hi = lo >> 31;
      break;
    case Code.LoadS32To64:
      lo = word(u8, a);
      hi = lo >> 31;
      break;
    case Code.Store64:
      put(u8, a, R[first]!, 4);
      put(u8, a + 4, R[first + 1]!, 4);
      return true;
    case Code.StoreConst64:
      put(u8, a, first, 4);
      put(u8, a + 4, c[pc + 2]!, 4);
      return true;
    case Code.StoreConst8:
    case Code.StoreConst16:
    case Code.StoreConst32:
      put(u8, a, first, size);
      return true;
    default:
      put(u8, a, R[first]!, size);
      return true;
  }
  R[first] = lo;
  R[first + 1] = hi;
  return true;
}
