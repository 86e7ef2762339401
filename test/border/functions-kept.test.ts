import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BorderPrograms, borderPrograms } from '../support/border-programs.js';
import {
  CALLER,
  GIVER,
  KEEPER,
  ORPHAN,
  REFERENCE_HELPERS,
  RING,
  SEGMENT,
  STRANGER,
} from '../support/border-references.js';

let programs: BorderPrograms;
beforeAll(async () => {
  programs = await borderPrograms({
    keeper: KEEPER,
    giver: GIVER,
    segment: SEGMENT,
    ring: RING,
    stranger: STRANGER,
    caller: CALLER,
    orphan: ORPHAN,
  });
}, 300_000);
afterAll(() => programs.remove());

/**
 * Ways for a function to get into a keeper, and what must then be there: in the table from entry 0 on,
 * at its end, or in the global. "me" is a function of WebAssembly, "host" one of JavaScript.
 */
const WAYS = {
  'as an argument from JavaScript': ['keeper.setTable(giver.me)', ['me']],
  'as an argument from WebAssembly': ['giver.argument()', ['me']],
  'as an argument of an indirect call': ['giver.indirect()', ['me']],
  'by global.set': ['giver.global()', 'global'],
  'as the result of an indirect call': ['keeper.calls.set(0, giver.get); keeper.ask()', 'global'],
  "as the result of a host's function": [
    'given = giver.me; keeper.askHost(); given = null',
    ['me'],
  ],
  'by table.set': ['giver.set()', ['me']],
  'by table.copy': ['giver.copy()', ['me', 'host']],
  'by table.init': ['giver.init()', ['me', 'host']],
  'by table.fill': ['giver.fill()', ['me', 'me']],
  'by table.grow': ['giver.grow()', 'end'],
  "as a host's function": ['giver.host()', ['host']],
  "by JavaScript's Table.set": ['keeper.t.set(0, giver.me)', ['me']],
  "by JavaScript's Table.grow": ['keeper.t.grow(1, giver.me)', 'end'],
  "by JavaScript's Global.value": ['keeper.g.value = giver.me', 'global'],
  'by an element segment': [
    "build('segment', { keeper, host: { number: () => 2 * giver.number.value } })",
    ['host', 'host'],
  ],
} as const;
type Way = keyof typeof WAYS;

const PLACES = (script: string) => `${REFERENCE_HELPERS}
  let given = null;
  const gone = [];
  const watch = new FinalizationRegistry((number) => gone.push(number));
  const newKeeper = () => build('keeper', { host: { give: () => given } });
  /** Puts functions of a new instance into a keeper; the numbers that they tell are number, and twice it. */
  function put(keeper, number) {
    const host = () => 2 * number;
    watch.register(host, number);
    const giver = build('giver', { keeper, host: { number: host } });
    giver.number.value = number;
    ${script};
  }
`;

describe('a function that only native code can reach stays', () => {
  it.each(Object.keys(WAYS) as Way[])('%s', (way) => {
    const [put, where] = WAYS[way];
    const script = `${PLACES(put)}
      const where = ${JSON.stringify(where)};
      const keepers = Array.from({ length: 20 }, newKeeper);
      keepers.forEach((keeper, i) => put(keeper, 1000 + i));
      const wrong = [];
      for (let round = 0; round < 3; round++) {
        await collect(3);
        churn();
        keepers.forEach((keeper, i) => {
          const found = where === 'global' ? [keeper.callGlobal()]
            : where === 'end' ? [keeper.call(keeper.t.length - 1)] : where.map((_, k) => keeper.call(k));
          const right = Array.isArray(where) ? where.map((w) => (1000 + i) * (w === 'host' ? 2 : 1)) : [1000 + i];
          if (found.join() !== right.join()) wrong.push([found, right]);
        });
      }
      print([wrong, gone]);
    `;
    const ending = programs.run('kept', script);
    expect(ending).toEqual({ value: [[], []] });
  });
});

/** Between instances that share nothing: how `keeper` comes to the function of `giver`, and its call. */
const STRANGERS = {
  'as an argument from JavaScript': ['keeper.take(giver.me)', 'call'],
  'as an argument of an indirect call': ['giver.giveTo(keeper.take)', 'call'],
  'by way of a third one': ['giver.giveTo(third.take); third.giveTo(keeper.take)', 'call'],
  'as the result of an indirect call': ['keeper.getFrom(giver.get)', 'call'],
  'as an argument, for a global': ['giver.giveTo(keeper.takeGlobal)', 'callGlobal'],
} as const;

describe('a function of an instance that shares nothing stays', () => {
  it.each(Object.entries(STRANGERS))('%s', (_, [put, call]) => {
    const script = `
      const make = (number) => build('stranger', { host: { number: () => number } });
      const keepers = Array.from({ length: 10 }, (_, i) => make(-i));
      const give = (keeper, giver, third) => { ${put}; };
      keepers.forEach((keeper, i) => give(keeper, make(100 + i), make(200 + i)));
      const found = [];
      for (let round = 0; round < 3; round++) {
        await collect(4);
        // In the place of what is gone, if it is.
        for (let i = 0; i < 200; i++) make(666).me();
        found.push(keepers.map((keeper) => keeper.${call}()).join());
      }
      print(found);
    `;
    const third = put.includes('third') ? 200 : 100;
    const right = Array.from({ length: 10 }, (_, i) => third + i).join();
    expect(programs.run('strangers', script)).toEqual({ value: Array(3).fill(right) });
  });
});

describe('a function that is overwritten goes', () => {
  it.each(Object.keys(WAYS) as Way[])('%s', (way) => {
    const [put] = WAYS[way];
    const script = `${PLACES(put)}
      const keepers = Array.from({ length: 20 }, newKeeper);
      keepers.forEach((keeper, i) => put(keeper, i));
      await collect(2);
      const before = gone.length;
      for (const keeper of keepers) keeper.clear();
      await collect(8);
      print([before, gone.length >= 18 || gone]);
    `;
    expect(programs.run('gone', script)).toEqual({ value: [0, true] });
  });
});

/** Instances in a ring of references, none of which anything else refers to. */
const RINGS = {
  'through its own table': 'one.selfTable()',
  'through its own global': 'one.selfGlobal()',
  'through tables of each other': 'one.t.set(1, two.me); two.t.set(1, one.me)',
  'through globals of each other': 'one.g.value = two.me; two.g.value = one.me',
  'through a value in its global': 'one.x.value = { one }',
  'through a value in its table': 'one.xs.set(0, [one])',
  'through a value and another one': 'one.x.value = { two }; two.t.set(0, one.me)',
} as const;

describe('a ring of instances goes', () => {
  it.each(Object.entries(RINGS))('%s', (_, tie) => {
    const script = `
      const gone = [];
      const watch = new FinalizationRegistry((number) => gone.push(number));
      const make = (i) => {
        const number = () => i;
        watch.register(number, i);
        return build('ring', { host: { number } });
      };
      const ring = (i) => {
        const one = make(i), two = make(100 + i);
        ${tie};
        one.me();
        two.me();
      };
      for (let i = 0; i < 20; i++) ring(i);
      await collect(10);
      print(gone.length >= 38 || gone.length);
    `;
    expect(programs.run('rings', script)).toEqual({ value: true });
  });
});

describe('an instance that runs stays, whatever becomes of what it was called through', () => {
  it.each(['go', 'goTail'])('%s', (go) => {
    const script = `${REFERENCE_HELPERS}
      const results = [];
      for (let round = 0; round < 5; round++) {
        const caller = build('caller');
        const others = [];
        const call = (n) => {
          caller.t.set(0, null);
          churn(600);
          collectNow();
          collectNow();
          // In the place of what is gone, if it is.
          for (let i = 0; i < 20; i++) {
            const memory = new V8.Memory({ initial: 1 });
            new Int32Array(memory.buffer).fill(0x5ec7e7);
            others.push(memory);
          }
          return 1000 * n;
        };
        (() => {
          const orphan = build('orphan', { host: { call, take: (value) => value.weight } });
          orphan.hold({ weight: 10_000 });
          caller.t.set(0, orphan.run);
        })();
        results.push(caller.${go}());
        await collect(1);
      }
      print(results);
    `;
    // Two values, seven, two loads, the host's, the old size and the global.
    const right = 20_000 + 7 + 600 + 2000 + 1 + 600 + 70;
    expect(programs.run(`orphan-${go}`, script)).toEqual({ value: Array(5).fill(right) });
  });
});
