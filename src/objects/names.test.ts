import { describe, expect, it } from 'vitest';
import { NATIVE_NAMES, WASM2C_NAMES } from './names.js';

describe('names for C', () => {
  // wabt's wasm2c, version of August 2026, calls them so.
  it.each([
    ['a_b', 'c', 'w2c_a__b_c'],
    ['a', 'b_c', 'w2c_a_b_c'],
    ['env', '_start', 'w2c_env_0x5Fstart'],
    ['env', 'mem_', 'w2c_env_mem0x5F'],
    ['env', 'a__b', 'w2c_env_a_0x5Fb'],
    ['env', '0xAB', 'w2c_env_0x0x41B'],
    ['env', '0xg', 'w2c_env_0xg'],
    ['env', 'é+', 'w2c_env_0xC30xA90x2B'],
    ['', '', 'w2c__'],
  ])('wasm2c: %j %j is %s', (module, field, symbol) => {
    expect(WASM2C_NAMES.symbol(module, field)).toBe(symbol);
  });

  it.each([
    ['calc', 'add', 'calc_add'],
    ['wasi_snapshot_preview1', 'fd_write', 'wasi__snapshot__preview1_fd_write'],
    ['', 'f', 'X0x_f'],
    ['3d', 'f', 'X0x3d_f'],
    ['_a', 'f', 'X0x0x5Fa_f'],
    ['X0xg', 'f', 'X0xX0xg_f'],
    ['static', 'assert', 'static_asser0x74'],
    ['thread', 'local', 'thread_loca0x6C'],
  ])('native: %j %j is %s', (module, field, symbol) => {
    expect(NATIVE_NAMES.symbol(module, field)).toBe(symbol);
  });

  it('are different for different names, and identifiers', () => {
    const parts = ['', '_', '__', 'a', '0', 'x', '0x', '$', 'X', '24', '5F', 'A', '_a', 'a_', 'é'];
    const names = new Set(parts.flatMap((a) => parts.flatMap((b) => parts.map((c) => a + b + c))));
    for (const rule of [NATIVE_NAMES, WASM2C_NAMES]) {
      const modules = new Set([...names].map((name) => rule.symbol(name, '')));
      const fields = new Set([...names].map((name) => rule.symbol('m', name)));
      expect(modules.size).toBe(names.size);
      expect(fields.size).toBe(names.size);
      for (const symbol of [...modules, ...fields]) expect(symbol).toMatch(/^[A-Za-z]\w*$/);
    }
    const pairs = parts.flatMap((a) => parts.map((b) => NATIVE_NAMES.symbol(a, b)));
    expect(new Set(pairs).size).toBe(parts.length ** 2);
  });
});
