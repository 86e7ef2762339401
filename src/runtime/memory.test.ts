import { describe, expect, it } from 'vitest';
import { compileWat } from '../../test/support/wat-module.js';
import { TrapKind } from '../wasm/trap-kind.js';
import { GuardError, RuntimeError } from './errors.js';
import type { WasmFunction } from './function.js';
import { Instance } from './instance.js';
import { Memory } from './memory.js';
import type { Native } from './native/native.js';
import { nativeOn } from './native/native-platform.js';
import { getStore } from './store.js';

const store = getStore();
const TEXT = `(module (import "m" "m" (memory 1))
  (func (export "load") (param i32) (result i32) (i32.load8_u offset=4294967295 (local.get 0)))
  (func (export "peek") (param i32) (result i32) (i32.load8_u (local.get 0)))
  (func (export "poke") (param i32 i32) (i32.store8 (local.get 0) (local.get 1))))`;

function call(instance: Instance, name: string, ...args: unknown[]): unknown {
  return (instance.exports.get(name) as WasmFunction).call(args);
}

function expectOutOfBounds(run: () => unknown): void {
  let kind: unknown;
  try {
    run();
  } catch (error) {
    kind = error instanceof RuntimeError ? error.kind : error;
  }
  expect(kind).toBe(TrapKind.OutOfBoundsMemoryAccess);
}

/** Runs without the engine's memories, with a system that refuses reservations of gigabytes. */
function withoutReservations<T>(run: () => T): T {
  const os = nativeOn(store.platform).system as { mmap: Native['mmap'] };
  const { mmap } = os;
  const { newMemory } = store;
  store.newMemory = undefined;
  os.mmap = (address, length, ...rest) => (length >= 2 ** 33 ? -1 : mmap(address, length, ...rest));
  try {
    return run();
  } finally {
    os.mmap = mmap;
    store.newMemory = newMemory;
  }
}

/** Runs without the engine's memories. */
function withoutEngine<T>(run: () => T): T {
  const { newMemory } = store;
  store.newMemory = undefined;
  try {
    return run();
  } finally {
    store.newMemory = newMemory;
  }
}

describe('memories', () => {
  it('live side by side, 16 at once, each behind its guard', async () => {
    const artifact = await compileWat(TEXT);
    const memories = Array.from({ length: 16 }, () =>
      Memory.create(store, { min: 1, max: -1, shared: false }, 'guard'),
    );
    const instances = memories.map((memory) => Instance.create(store, artifact, [memory]));
    instances.forEach((instance, i) => {
      call(instance, 'poke', 65535, i + 1);
      expectOutOfBounds(() => call(instance, 'peek', 65536));
      expectOutOfBounds(() => call(instance, 'load', -1));
    });
    instances.forEach((instance, i) => {
      expect(call(instance, 'peek', 65535)).toBe(i + 1);
    });
  });

  it('can have all of 4 GiB', () => {
    const memory = Memory.create(store, { min: 0, max: -1, shared: false }, 'guard');
    expect(memory.buffer.byteLength).toBe(0);
    expect(memory.grow(65536)).toBe(0);
    expect(memory.grow(1)).toBe(-1);
    const bytes = new Uint8Array(memory.buffer);
    bytes[2 ** 32 - 1] = 7;
    expect(bytes[2 ** 32 - 1]).toBe(7);
  });

  it('of the project are not looked at before code runs; growth is told, whoever asks for it', async () => {
    for (const mode of ['guard', 'explicit'] as const) {
      const memory = withoutEngine(() =>
        Memory.create(store, { min: 0, max: -1, shared: false }, mode),
      );
      expect(memory.isWatched).toBe(false);
      const imported = TEXT.replace('(memory 1)', '(memory 0)');
      const instance = Instance.create(store, await compileWat(imported, { bounds: mode }), [
        memory,
      ]);
      expectOutOfBounds(() => call(instance, 'peek', 0));
      expect(memory.host.grow(2)).toBe(0);
      call(instance, 'poke', 131071, 5);
      expect(memory.grow(1000)).toBe(2);
      expect(call(instance, 'peek', 131071)).toBe(5);
      call(instance, 'poke', 1002 * 65536 - 1, 6);
      expect(memory.host.grow(3000)).toBe(1002);
      expect(call(instance, 'peek', 1002 * 65536 - 1)).toBe(6);
      expectOutOfBounds(() => call(instance, 'peek', 4002 * 65536));
    }
  });

  it('refuse absurd sizes', () => {
    for (const [min, max] of [
      [65537, -1],
      [2, 1],
      [2 ** 32, -1],
    ] as const) {
      expect(() => Memory.create(store, { min, max, shared: false })).toThrow(RangeError);
    }
  });

  it('do without guard pages where the addresses cannot be had', async () => {
    const type = { min: 1, max: 3, shared: false };
    const memory = withoutReservations(() => Memory.create(store, type, 'auto'));
    expect(memory.guarded).toBe(false);
    expect(() => withoutReservations(() => Memory.create(store, type, 'guard'))).toThrow(
      RangeError,
    );
    const guarded = await compileWat(TEXT);
    expect(() => Instance.create(store, guarded, [memory])).toThrow(GuardError);
    const own = await compileWat('(module (memory 1))');
    expect(() => withoutReservations(() => Instance.create(store, own))).toThrow(GuardError);

    const instance = Instance.create(store, await compileWat(TEXT, { bounds: 'explicit' }), [
      memory,
    ]);
    const buffer = memory.buffer;
    call(instance, 'poke', 65535, 5);
    expectOutOfBounds(() => call(instance, 'peek', 65536));
    expectOutOfBounds(() => call(instance, 'load', -1));
    expect(memory.grow(2)).toBe(1);
    expect(buffer.byteLength).toBe(0);
    expect(new Uint8Array(memory.buffer)[65535]).toBe(5);
    call(instance, 'poke', 3 * 65536 - 1, 6);
    expect(call(instance, 'peek', 65535)).toBe(5);
    expectOutOfBounds(() => call(instance, 'peek', 3 * 65536));
  });
});
