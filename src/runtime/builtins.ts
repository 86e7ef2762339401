import { Builtin } from '../abi/vmctx-layout.js';
import { FRAME_GP } from '../stubs/layout.js';
import { TrapKind } from '../wasm/trap-kind.js';
import { atomicNotify, atomicWait } from './atomics.js';
import { hasJsStack, LEVELS_TO_COMPILE } from './js-stack.js';
import type { Memory } from './memory.js';
import type { Store } from './store.js';
import type { Table } from './table.js';
import { hostTrap } from './traps.js';

/** What operations work on: an instance's. */
export interface Operands {
  readonly memories: readonly Memory[];
  readonly tables: readonly Table[];
  initMemory(segment: number, memory: number, to: number, from: number, count: number): void;
  dropData(segment: number): void;
  initTable(segment: number, table: number, to: number, from: number, count: number): void;
  dropElements(segment: number): void;
}

/**
 * Runs an operation that compiled code left to the runtime. Arguments are in the general registers
 * of the frame, in order, behind the vmctx; the result goes to the first. All sums of 32-bit numbers here are exact,
 * because numbers have 53 bits.
 *
 * @throws RuntimeError when it traps
 */
export function runBuiltin(store: Store, instance: Operands, builtin: number, frame: number): void {
  // What an operation changes must not be left half done where JavaScript's stack ends.
  const grows = builtin === Builtin.MemoryGrow || builtin === Builtin.TableGrow;
  const levels = grows ? LEVELS_TO_COMPILE : undefined;
  const looks = builtin === Builtin.MemorySize || builtin === Builtin.MemoryLook;
  if (!looks && !hasJsStack(levels)) throw new RangeError('Maximum call stack size exceeded');
  const { u32 } = store.thread;
  const result = (frame + FRAME_GP) >> 2;
  const at = result + 2;
  const a = u32[at]!;
  const b = u32[at + 2]!;
  switch (builtin) {
    case Builtin.MemoryGrow:
      setResult(u32, result, instance.memories[a]!.grow(b));
      break;
    case Builtin.MemorySize: {
      const memory = instance.memories[a]!;
      memory.refresh();
      setResult(u32, result, memory.pages);
      break;
    }
    case Builtin.MemoryInit:
      instance.initMemory(a, b, u32[at + 4]!, u32[at + 6]!, u32[at + 8]!);
      break;
    // The stubs do these two by themselves, unless the memory seems to be too short.
    case Builtin.MemoryCopy: {
      const count = u32[at + 8]!;
      const target = bytesOf(store, instance.memories[a]!, u32[at + 4]!, count);
      const source = bytesOf(store, instance.memories[b]!, u32[at + 6]!, count);
      target.set(source);
      break;
    }
    case Builtin.MemoryFill:
      bytesOf(store, instance.memories[a]!, b, u32[at + 6]!).fill(u32[at + 4]!);
      break;
    case Builtin.DataDrop:
      instance.dropData(a);
      break;
    case Builtin.TableGrow:
      setResult(u32, result, instance.tables[a]!.grow(u32[at + 4]!, reference(u32, at + 2)));
      break;
    case Builtin.TableFill: {
      const table = instance.tables[a]!;
      const count = u32[at + 6]!;
      if (b + count > table.length) throw outOfTable(store);
      table.fill(b, count, reference(u32, at + 4));
      break;
    }
    case Builtin.TableCopy: {
      const target = instance.tables[a]!;
      const source = instance.tables[b]!;
      const to = u32[at + 4]!;
      const from = u32[at + 6]!;
      const count = u32[at + 8]!;
      if (to + count > target.length || from + count > source.length) throw outOfTable(store);
      target.copyFrom(source, to, from, count);
      break;
    }
    case Builtin.TableInit:
      instance.initTable(a, b, u32[at + 4]!, u32[at + 6]!, u32[at + 8]!);
      break;
    case Builtin.ElemDrop:
      instance.dropElements(a);
      break;
    case Builtin.MemoryLook:
      for (const memory of instance.memories) memory.refresh();
      break;
    case Builtin.AtomicWait32:
    case Builtin.AtomicWait64: {
      const expected = builtin === Builtin.AtomicWait32 ? u32[at + 6]! | 0 : long(u32, at + 6);
      const address = b + u32[at + 4]!;
      const outcome = atomicWait(
        store,
        instance.memories[a]!,
        address,
        expected,
        long(u32, at + 8),
      );
      setResult(u32, result, outcome);
      break;
    }
    case Builtin.AtomicNotify: {
      const address = b + u32[at + 4]!;
      setResult(u32, result, atomicNotify(store, instance.memories[a]!, address, u32[at + 6]!));
      break;
    }
    default:
      throw new Error(`internal error: builtin ${builtin} is none of the runtime's`);
  }
}

/** Bytes of a memory as it is now. @throws RuntimeError out of bounds */
function bytesOf(store: Store, memory: Memory, start: number, count: number): Uint8Array {
  memory.refresh();
  const { buffer } = memory;
  if (start + count > buffer.byteLength) {
    throw hostTrap(store.thread, TrapKind.OutOfBoundsMemoryAccess);
  }
  return new Uint8Array(buffer, start, count);
}

/** A 32-bit result, zero-extended. */
function setResult(u32: Uint32Array, at: number, value: number): void {
  u32[at] = value;
  u32[at + 1] = 0;
}

/** An i64. */
function long(u32: Uint32Array, at: number): bigint {
  return (BigInt(u32[at + 1]! | 0) << 32n) | BigInt(u32[at]!);
}

function reference(u32: Uint32Array, at: number): number {
  return u32[at + 1]! * 0x1_0000_0000 + u32[at]!;
}

function outOfTable(store: Store): Error {
  return hostTrap(store.thread, TrapKind.OutOfBoundsTableAccess);
}
