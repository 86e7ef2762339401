import { describe, expect, it } from 'vitest';
import { I32, NativeModule } from '../../../test/support/native-module.js';
import { Kind } from '../../wasm/value-types.js';
import type { WasmFunction } from '../function.js';
import { Instance } from '../instance.js';
import { getStore } from '../store.js';

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
});
