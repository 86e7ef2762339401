import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BorderPrograms, borderPrograms, EMULATED } from '../support/border-programs.js';
import { EXTERNS, GIVER, KEEPER, MOVER, REFERENCE_HELPERS } from '../support/border-references.js';

let programs: BorderPrograms;
beforeAll(async () => {
  const modules = { externs: EXTERNS, mover: MOVER, keeper: KEEPER, giver: GIVER };
  programs = await borderPrograms(modules);
}, 300_000);
afterAll(() => programs.remove());

const VALUES = `${REFERENCE_HELPERS}
  const identity = (value) => value;
  const make = (turn = identity) => build('externs', { host: { turn } });
  const watched = [];
  /** A new object that only its number tells of. */
  const object = (number) => {
    const made = { number };
    watched[number] = new WeakRef(made);
    return made;
  };
  const alive = () => watched.filter((ref) => ref?.deref() !== undefined).length;
`;

describe('values as externref', () => {
  it('are let go when they were passed by', () => {
    const count = EMULATED ? 40 : 150;
    // 150 buffers of 8 MiB are 1.2 GB; each is written to, and so takes memory.
    const script = `${VALUES}
      const { pass, through } = make();
      const before = resident();
      let most = 0, right = 0;
      for (let i = 0; i < ${count}; i++) {
        const bytes = new Uint8Array(1 << 23).fill(i);
        if (pass(bytes) === bytes && through(bytes)[5] === i) right++;
        if (i % 10 === 0) { await collect(1); most = Math.max(most, resident() - before); }
      }
      await collect();
      most = Math.max(most, resident() - before);
      print([right, most < ${count} * 4 || most]);
    `;
    expect(programs.run('passed', script)).toEqual({ value: [count, true] });
  });

  it('are let go within one turn of the event loop, too', () => {
    // In one job no finalizers run, but buffers' memory is given back.
    const count = EMULATED ? 100 : 400;
    const script = `${VALUES}
      const { pass } = make();
      const before = resident();
      for (let i = 0; i < ${count}; i++) pass(new Uint8Array(1 << 23).fill(i));
      const more = resident() - before;
      print(more < ${count} * 5 || more);
    `;
    expect(programs.run('passed-in-one', script)).toEqual({ value: true });
  });

  it('stay in tables and globals, and go when they are overwritten', () => {
    const script = `${VALUES}
      const all = Array.from({ length: 10 }, () => make());
      all.forEach((one, i) => {
        for (let k = 0; k < 8; k++) one.keep(k, object(10 * i + k));
        one.keepGlobal(object(10 * i + 8));
      });
      await collect();
      const right = () => all.every((one, i) => one.keptGlobal()?.number === 10 * i + 8
        && [...Array(8).keys()].every((k) => one.kept(k)?.number === 10 * i + k && one.x.get(k).number === 10 * i + k));
      const first = [alive(), right()];
      await collect();
      const second = [alive(), right()];
      for (const one of all) { for (let k = 0; k < 8; k += 2) one.keep(k, null); one.keepGlobal(1); }
      await collect(8);
      const third = alive();
      const odd = all.every((one, i) => [1, 3, 5, 7].every((k) => one.kept(k).number === 10 * i + k));
      all.length = 0;
      await collect(8);
      // The last instance may still stand in a register of this function.
      print([first, second, third, odd, alive() <= 4 || alive()]);
    `;
    const value = [[90, true], [90, true], 40, true, true];
    expect(programs.run('stay', script)).toEqual({ value });
  });

  it('stay while native code moves them from table to table', () => {
    const script = `${VALUES}
      const all = Array.from({ length: 6 }, () => make());
      const movers = all.map((a, i) => build('mover', { a, b: all[(i + 1) % 6] }));
      for (let k = 0; k < 8; k++) all[0].keep(k, object(k));
      const seen = [];
      for (let round = 0; round < 24; round++) {
        movers[round % 6].move();
        if (round % 5 === 0) await collect(2);
        const here = all[(round + 1) % 6];
        if (round % 7 === 0) seen.push([0, 3, 7].map((k) => here.kept(k)?.number).join());
      }
      await collect();
      const before = alive();
      movers[0].move();
      const empty = all[1].kept(0) ?? all[0].kept(0);
      print([new Set(seen).size === 1 && seen[0], before, empty?.number]);
    `;
    // After 24 moves they are where they began, then in the second.
    expect(programs.run('move', script)).toEqual({ value: ['0,3,7', 8, 0] });
  });

  it("stay on WebAssembly's stack while a host function collects", () => {
    const rounds = EMULATED ? 4 : 12;
    const script = `${VALUES}
      let depth = 0;
      const host = (value) => {
        // Each sweep finds what has come since the last: many others do.
        const other = make();
        for (let i = 0; i < 5000; i++) other.pass({ i });
        churn(150);
        collectNow();
        if (value === null && depth++ < 3) {
          const number = 1000 + depth;
          if (one.around(object(number)).number !== number) throw new Error('not the value');
        }
        return value;
      };
      const one = make(host);
      const found = [];
      for (let i = 0; i < ${rounds}; i++) {
        depth = 0;
        found.push(one.around(object(i)).number === i && one.through(object(100 + i)).number === 100 + i);
        if (i % 4 === 3) await collect(2);
      }
      await collect(8);
      print([found.every(Boolean), found.length, alive()]);
    `;
    expect(programs.run('on-stack', script)).toEqual({ value: [true, rounds, 0] });
  });

  it('are what they were, whatever they are', () => {
    const script = `${VALUES}
      const one = make();
      const symbol = Symbol('s');
      const all = [undefined, null, 0, -0, NaN, 1n << 70n, 'text', '', true, symbol, Symbol.for('r'), Symbol.iterator,
        {}, [], () => {}, one.pass, new Proxy({}, {}), Object.freeze({}), globalThis];
      const wrong = [];
      for (let round = 0; round < 3; round++) {
        all.forEach((value, i) => {
          const places = [one.pass(value), one.through(value), (one.keep(i % 8, value), one.kept(i % 8)),
            one.x.get(i % 8), (one.keepGlobal(value), one.keptGlobal())];
          if (!places.every((v) => Object.is(v, value))) wrong.push([round, i]);
        });
        await collect(2);
        if (one.keptGlobal() !== globalThis) wrong.push('global');
      }
      print(wrong);
    `;
    expect(programs.run('kinds', script)).toEqual({ value: [] });
  });
});
