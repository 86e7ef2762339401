import { TrapKind } from '../wasm/trap-kind.js';
import type { Memory } from './memory.js';
import type { Store } from './store.js';
import { hostTrap } from './traps.js';

// Waiting and notifying, by the language's own operations on the memory's buffer: who waits or notifies in JavaScript, or in
// WebAssembly of the engine's, is in the same lists.

/** Results of `memory.atomic.wait`. */
const OUTCOMES = { ok: 0, 'not-equal': 1, 'timed-out': 2 } as const;
const NANOSECONDS = 1e6;

/**
 * `memory.atomic.wait32` with a number, `wait64` with a bigint.
 *
 * @param address index and offset
 * @param timeout in nanoseconds; negative: none
 * @throws RuntimeError when it traps; TypeError of the engine's where a thread must not wait
 */
export function atomicWait(
  store: Store,
  memory: Memory,
  address: number,
  expected: number | bigint,
  timeout: bigint,
): number {
  const size = typeof expected === 'bigint' ? 8 : 4;
  check(store, memory, address, size);
  if (!memory.isShared) throw hostTrap(store.thread, TrapKind.ExpectedSharedMemory);
  const { buffer } = memory;
  const most = timeout < 0n ? Number.POSITIVE_INFINITY : Number(timeout) / NANOSECONDS;
  const outcome =
    typeof expected === 'bigint'
      ? Atomics.wait(new BigInt64Array(buffer), address / size, expected, most)
      : Atomics.wait(new Int32Array(buffer), address / size, expected, most);
  return OUTCOMES[outcome];
}

/**
 * `memory.atomic.notify`.
 * @throws RuntimeError when it traps
 */
export function atomicNotify(store: Store, memory: Memory, address: number, count: number): number {
  check(store, memory, address, 4);
  return memory.isShared ? Atomics.notify(new Int32Array(memory.buffer), address / 4, count) : 0;
}

function check(store: Store, memory: Memory, address: number, size: number): void {
  memory.refresh();
  if (address + size > memory.byteLength) {
    throw hostTrap(store.thread, TrapKind.OutOfBoundsMemoryAccess);
  }
  if (address % size !== 0) throw hostTrap(store.thread, TrapKind.UnalignedAtomic);
}
