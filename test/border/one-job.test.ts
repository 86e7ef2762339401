import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BorderPrograms, borderPrograms, EMULATED } from '../support/border-programs.js';

const MODULES = {
  memory: `(module (memory 1)
    (func (export "f") (param i32) (result i32)
      (i32.store (i32.const 8) (local.get 0)) (i32.load (i32.const 8))))`,
  exported: `(module (memory (export "memory") 1)
    (func (export "f") (param i32) (result i32)
      (i32.store (i32.const 8) (local.get 0)) (i32.load (i32.const 8))))`,
  host: `(module (import "host" "f" (func $f (param i32) (result i32)))
    (func (export "f") (param i32) (result i32) (call $f (local.get 0))))`,
  table: `(module (table (export "t") 10 funcref) (table (export "x") 10 externref)
    (global $g (export "g") (mut externref) (ref.null extern))
    (elem (table 0) (i32.const 0) func $f)
    (func $f (export "f") (param i32) (result i32)
      (global.set $g (table.get 1 (i32.const 0))) (local.get 0)))`,
};

let programs: BorderPrograms;
beforeAll(async () => {
  programs = await borderPrograms(MODULES);
}, 300_000);
afterAll(() => programs.remove());

/** Many times what the host's address space, its memory or `vm.max_map_count` have room for at once. */
const COUNT = EMULATED ? 2_000 : 100_000;

describe(`${COUNT} instances within one turn of the event loop`, () => {
  it.each(Object.keys(MODULES))('of a module with %s neither abort nor fill the memory', (name) => {
    const script = `
      const before = resident();
      let right = 0, most = 0;
      for (let i = 0; i < ${COUNT}; i++) {
        const { f } = build('${name}', { host: { f: (n) => n } });
        if (f(i) === i) right++;
        if (i % 5000 === 0) most = Math.max(most, resident() - before);
      }
      const { f } = build('${name}', { host: { f: (n) => n } });
      print([right, f(7), most < 1500 || most, mappings() < 60000]);
    `;
    expect(programs.run(`many-${name}`, script)).toEqual({ value: [COUNT, 7, true, true] });
  });
});
