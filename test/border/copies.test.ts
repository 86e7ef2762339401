import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BorderPrograms, borderPrograms, EMULATED } from '../support/border-programs.js';

const MODULES = {
  user: `(module (import "e" "m" (memory 1)) (import "e" "t" (table 1 funcref))
    (func (export "pages") (result i32) (memory.size))
    (func (export "length") (result i32) (table.size 0))
    (func (export "load") (param i32) (result i32) (i32.load (local.get 0))))`,
  other: `(module (memory (export "memory") 1) (table (export "table") 4 funcref)
    (func (export "f") (result i32) (i32.const 1)))`,
};

let programs: BorderPrograms;
beforeAll(async () => {
  programs = await borderPrograms(MODULES);
}, 300_000);
afterAll(() => programs.remove());

const ROUNDS = EMULATED ? 15 : 150;

describe('a memory and a table that many instances have had', () => {
  it('tell those that are there of their growth, and write to nothing else', () => {
    const script = `
      const m = new W.Memory({ initial: 1, maximum: 1000 });
      const t = new W.Table({ initial: 1, element: 'anyfunc' });
      const users = [], others = [];
      let wrong = 0;
      for (let round = 0; round < ${ROUNDS}; round++) {
        for (let i = 0; i < 40; i++) {
          // Their native memory is that of instances which are gone.
          const user = build('user', { e: { m, t } });
          const other = build('other');
          if (i === 7) users.push(user);
          if (i === 9) others.push(other);
        }
        if (round % 3 === 0) { m.grow(1); t.grow(1); }
        if (round % 10 === 0) await collect(1);
        const pages = m.buffer.byteLength / 65536;
        for (const { pages: size, length, load } of users) {
          if (size() !== pages || length() !== t.length || load(pages * 65536 - 4) !== 0) wrong++;
        }
        for (const { f, table, memory } of others) {
          if (f() !== 1 || table.length !== 4 || memory.buffer.byteLength !== 65536) wrong++;
        }
      }
      print([users.length, others.length, wrong]);
    `;
    expect(programs.run('copies', script)).toEqual({ value: [ROUNDS, ROUNDS, 0] });
  });
});
