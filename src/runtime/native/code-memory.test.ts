import { describe, expect, it } from 'vitest';
import { I32, NativeModule } from '../../../test/support/native-module.js';
import { Kind } from '../../wasm/value-types.js';
import type { CodeTables } from '../code-ranges.js';
import type { WasmFunction } from '../function.js';
import { Instance } from '../instance.js';
import { getStore } from '../store.js';
import type { CodeMemory } from './code-memory.js';

const store = getStore();

function constant(value: number): Instance {
  const module = new NativeModule();
  module.func('f', [], [I32], ({ masm, layout }) => {
    masm.constant(Kind.I32, layout.resultReg, value, 0);
  });
  return Instance.create(store, module.build());
}

const run = (instance: Instance): unknown => (instance.exports.get('f') as WasmFunction).call([]);

describe('code memory', () => {
  it('runs what was written last where other code has run before', () => {
    const addresses = new Set<number>();
    const neighbour = constant(-1);
    for (let i = 0; i < 100; i++) {
      const instance = constant(i);
      expect(run(instance)).toBe(i);
      expect(run(neighbour)).toBe(-1);
      addresses.add(instance.code.range.address);
      store.thread.machine.free(instance.code.range);
    }
    expect(addresses.size).toBeLessThan(10);
  });

  it('takes nothing that would lie outside of the addresses kept for it', () => {
    const { codeMemory } = store.thread.machine as unknown as { codeMemory: CodeMemory };
    const room = codeMemory.reserve(1, {} as CodeTables);
    const { length } = room.range;
    const outside = new RangeError('code outside of its room');
    expect(() => room.put(length - 8, new Uint8Array(9))).toThrow(outside);
    expect(() => room.put(-1, new Uint8Array(1))).toThrow(outside);
    room.put(length - 8, new Uint8Array(8));
    store.thread.machine.free(room.range);
  });
});
