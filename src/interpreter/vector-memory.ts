import { LoadOp } from '../masm/operators.js';
import { Code } from '../masm/portable/encoding.js';
import { lanesOfNumber, wordOfNumber } from '../masm/portable/vector-encoding.js';
import { REGISTERS } from './machine.js';
import type { MemoryViews } from './memory-views.js';
import { give, take } from './vector-registers.js';
import { T8, T8U, T16, T16U, T32 } from './vector-views.js';

// Vectors and their lanes in linear memory, byte by byte: addresses need not be aligned.

const R = REGISTERS;

/** Bytes of each load, by its LoadOp from V128 on. */
const LOAD_BYTES = Uint8Array.of(16, 8, 8, 8, 8, 8, 8, 1, 2, 4, 8, 4, 8);

/** What is loaded, as it is in memory; and of a vector the bytes that are stored. */
const M8 = new Uint8Array(16);
const M16 = new Uint16Array(M8.buffer);
const M32 = new Int32Array(M8.buffer);
const M8S = new Int8Array(M8.buffer);
const M16S = new Int16Array(M8.buffer);

/**
 * Runs the access to memory at `pc`.
 *
 * @returns where the code goes on, or the bitwise complement of `pc` where it is out of bounds, and nothing was done
 */
export function accessVector(memory: MemoryViews, c: Int32Array, pc: number): number {
  const number = c[pc + 1]!;
  switch (c[pc]) {
    case Code.VectorLoad: {
      const op = LoadOp.V128 + wordOfNumber(number);
      const size = LOAD_BYTES[wordOfNumber(number)]!;
      const at = addressOf(memory, c, pc + 3, size);
      if (at < 0) return ~pc;
      const { u8 } = memory;
      for (let i = 0; i < size; i++) M8[i] = u8[at + i]!;
      spread(op);
      give(c[pc + 2]!);
      return pc + 5;
    }
    case Code.VectorStore: {
      const at = addressOf(memory, c, pc + 2, 16);
      if (at < 0) return ~pc;
      take(T32, number);
      const { u8 } = memory;
      for (let i = 0; i < 16; i++) u8[at + i] = T8U[i]!;
      return pc + 4;
    }
    case Code.VectorLoadLane: {
      const size = 1 << lanesOfNumber(number);
      const at = addressOf(memory, c, pc + 5, size);
      if (at < 0) return ~pc;
      take(T32, c[pc + 3]!);
      const { u8 } = memory;
      const first = size * c[pc + 4]!;
      for (let i = 0; i < size; i++) T8U[first + i] = u8[at + i]!;
      give(c[pc + 2]!);
      return pc + 7;
    }
    case Code.VectorStoreLane: {
      const size = 1 << lanesOfNumber(number);
      const at = addressOf(memory, c, pc + 4, size);
      if (at < 0) return ~pc;
      take(T32, c[pc + 2]!);
      const { u8 } = memory;
      const first = size * c[pc + 3]!;
      for (let i = 0; i < size; i++) u8[at + i] = T8U[first + i]!;
      return pc + 6;
    }
    default:
      throw new Error(`internal error: operator ${c[pc]} of byte code`);
  }
}

/** The address of an access, or -1 if it is out of bounds. @param index place of the index, which the offset follows */
function addressOf(memory: MemoryViews, c: Int32Array, index: number, size: number): number {
  const at = (R[c[index]!]! >>> 0) + (c[index + 1]! >>> 0);
  return at + size > memory.byteLength && at + size > memory.lookAgain() ? -1 : at;
}

/** Makes a vector in `T` of what was loaded. */
function spread(op: LoadOp): void {
  switch (op) {
    case LoadOp.V8x8S:
    case LoadOp.V8x8U:
      for (let i = 0; i < 8; i++) T16[i] = op === LoadOp.V8x8S ? M8S[i]! : M8[i]!;
      return;
    case LoadOp.V16x4S:
    case LoadOp.V16x4U:
      for (let i = 0; i < 4; i++) T32[i] = op === LoadOp.V16x4S ? M16S[i]! : M16[i]!;
      return;
    case LoadOp.V32x2S:
    case LoadOp.V32x2U:
      for (let i = 0; i < 2; i++) {
        T32[2 * i] = M32[i]!;
        T32[2 * i + 1] = op === LoadOp.V32x2S ? M32[i]! >> 31 : 0;
      }
      return;
    case LoadOp.Splat8:
      T8.fill(M8[0]!);
      return;
    case LoadOp.Splat16:
      T16U.fill(M16[0]!);
      return;
    case LoadOp.Splat32:
      T32.fill(M32[0]!);
      return;
    case LoadOp.Splat64:
      for (let i = 0; i < 4; i++) T32[i] = M32[i & 1]!;
      return;
    default: {
      const words = op === LoadOp.Zero32 ? 1 : op === LoadOp.Zero64 ? 2 : 4;
      for (let i = 0; i < 4; i++) T32[i] = i < words ? M32[i]! : 0;
    }
  }
}
