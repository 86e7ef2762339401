import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BorderPrograms, borderPrograms, EMULATED } from '../support/border-programs.js';

/** Types of host functions' results, each with where the results are written down. */
const RESULTS = [
  { name: 'i32', result: 'i32', note: '(i32.store (local.get $at) (call $host))' },
  { name: 'i64', result: 'i64', note: '(i64.store (local.get $at) (call $host))' },
  { name: 'f32', result: 'f32', note: '(f32.store (local.get $at) (call $host))' },
  { name: 'f64', result: 'f64', note: '(f64.store (local.get $at) (call $host))' },
  { name: 'externref', result: 'externref', note: '(table.set $x (local.get $n) (call $host))' },
  { name: 'funcref', result: 'funcref', note: '(table.set $f (local.get $n) (call $host))' },
  { name: 'nothing', result: '', note: '(call $host) (i32.store (local.get $at) (i32.const 1))' },
  {
    name: 'two',
    result: 'i32 i32',
    note: '(call $host) (local.set $b) (local.set $a) (i64.store (local.get $at) (i64.or (i64.extend_i32_u (local.get $a)) (i64.shl (i64.extend_i32_u (local.get $b)) (i64.const 32))))',
  },
  // Found through a table, and as the last thing of a function.
  {
    name: 'indirect',
    result: 'i64',
    note: '(i64.store (local.get $at) (call_indirect $hosts (result i64) (i32.const 0)))',
  },
  { name: 'tail', result: 'i32', note: '(i32.store (local.get $at) (call $last))' },
] as const;

/** A module whose `run` writes down what its host function gives, in entry n of a list. */
const resultModule = (result: string, note: string) => `(module
  (import "host" "call" (func $host (result ${result})))
  (memory (export "memory") 2)
  (table $x (export "externs") 8192 externref)
  (table $f (export "funcs") 8192 funcref)
  ${result === 'i64' ? '(table $hosts funcref (elem $host))' : ''}
  ${result === 'i32' ? '(func $last (result i32) (return_call $host))' : ''}
  (global $count (export "count") (mut i32) (i32.const 0))
  (global $depth (export "depth") (mut i32) (i32.const 0))
  (func (export "run") (local $n i32) (local $at i32) (local $a i32) (local $b i32)
    (local.set $n (global.get $count))
    (local.set $at (i32.mul (local.get $n) (i32.const 8)))
    ${note}
    (global.set $count (i32.add (global.get $count) (i32.const 1))))
  (func $secret)
  (elem declare func $secret)
  (func (export "a") (result i32) (i32.const 1))
  (func (export "b") (result i32) (i32.const 2))
  (func $pure (export "pure")
    (global.set $depth (i32.add (global.get $depth) (i32.const 1)))
    (call $pure)))`;

/** Operations that leave WebAssembly for the runtime; each adds to a sum what it gave. */
const OPERATIONS = {
  'memory.grow': '(memory.grow (i32.const 1))',
  'memory.size': '(memory.size)',
  'table.grow': '(table.grow $t (local.get $v) (i32.const 1))',
  'table.fill':
    '(table.fill $t (i32.const 8) (local.get $v) (i32.const 8)) (table.set $t (i32.const 0) (local.get $v)) (i32.const 1)',
  'table.copy':
    '(table.fill $u (i32.const 0) (local.get $v) (i32.const 8)) (table.copy $t $u (i32.const 8) (i32.const 0) (i32.const 8)) (table.set $t (i32.const 0) (local.get $v)) (i32.const 1)',
  'table.init': '(table.init $g $e (i32.const 0) (i32.const 0) (i32.const 4)) (i32.const 1)',
  'memory.init': '(memory.init $d (i32.const 0) (i32.const 0) (i32.const 4)) (i32.const 1)',
  'memory.fill': '(memory.fill (i32.const 0) (i32.const 7) (i32.const 65536)) (i32.const 1)',
} as const;

const operationModule = (operation: string) => `(module
  (memory (export "memory") 1 20000)
  (table $t (export "table") 16 20000 externref)
  (table $u 16 externref)
  (table $g (export "funcs") 4 funcref)
  (global $count (export "count") (mut i32) (i32.const 0))
  (global $sum (export "sum") (mut i32) (i32.const 0))
  (global $depth (export "depth") (mut i32) (i32.const 0))
  (elem $e func $pure $pure $pure $pure)
  (data $d "abcd")
  (func $op (param $v externref) (result i32) ${operation})
  (func (export "run") (param $v externref)
    (global.set $sum (i32.add (global.get $sum) (call $op (local.get $v))))
    (global.set $count (i32.add (global.get $count) (i32.const 1))))
  (func $pure (export "pure")
    (global.set $depth (i32.add (global.get $depth) (i32.const 1)))
    (call $pure)))`;

/** Shares memory and table with an instance of the module above. */
const OTHER = `(module
  (import "e" "memory" (memory 1)) (import "e" "table" (table $t 1 externref))
  (func (export "pages") (result i32) (memory.size))
  (func (export "length") (result i32) (table.size $t))
  (func (export "last") (param i32) (result externref) (table.get $t (local.get 0)))
  (func (export "byte") (param i32) (result i32) (i32.load8_u (local.get 0))))`;

/**
 * `dives(attempt)` goes to the end of JavaScript's stack, and calls an attempt at each level on the way
 * back, of which the first overflow somewhere inside. The levels' frames have different sizes.
 */
const DIVES = (rounds: number) => `
  const divers = [0, 1, 2, 3, 4, 5].map((pad) => new Function('attempt', 'left', \`
    const down = (\${Array.from({ length: pad }, (_, i) => 'a' + i).join()}) => {
      try { down(\${Array.from({ length: pad }, (_, i) => i).join()}); } catch {}
      if (left.count > 0) { left.count--; attempt(); }
    };
    return down;\`));
  const tally = { returned: 0, overflows: 0, others: 0 };
  function dives(run) {
    Object.assign(tally, { returned: 0, overflows: 0, others: 0 });
    const left = { count: 0 };
    const attempt = () => {
      try { run(); tally.returned++; } catch (error) {
        if (error instanceof RangeError) tally.overflows++; else tally.others++;
      }
    };
    // Compiling takes stack, too.
    attempt();
    for (let round = 0; round < ${rounds}; round++) {
      for (const make of divers) {
        const down = make(attempt, left);
        left.count = 80;
        try { down(); } catch {}
        left.count = 0;
      }
    }
    return tally.overflows > 0 && tally.returned > 0 && tally.others === 0 || { ...tally };
  }
  const pureDepth = ({ pure, depth }) => { depth.value = 0; caught(pure); return depth.value; };
`;

const ROUNDS = EMULATED ? 1 : 8;

/** How many results are noted and are right, of how many; and the depth of recursion before and after. */
const RESULTS_SCRIPT = `${DIVES(ROUNDS)}
  const kinds = ${JSON.stringify(RESULTS.map(({ name }) => name))};
  const all = [];
  for (const kind of kinds) {
    let calls = 0, given;
    const functions = [];
    const values = {
      i32: () => 3 * calls + 1, i64: () => 12345678912345n + BigInt(calls), f32: () => calls + 0.5,
      f64: () => calls + 0.1, externref: () => ({ calls }), funcref: () => functions[calls & 1],
      nothing: () => 1, two: () => [calls, ~calls], indirect: () => BigInt(~calls), tail: () => ~calls,
    };
    const make = values[kind];
    const exports = build('result-' + kind, { host: { call: () => { calls++; return given = make(); } } });
    functions.push(exports.a, exports.b);
    const before = pureDepth(exports);
    const expected = new Array(8192).fill(null);
    let noted = 0;
    const verdict = dives(() => {
      exports.run();
      expected[noted++] = given;
    });
    const view = new DataView(exports.memory.buffer);
    const actual = {
      i32: (i) => view.getInt32(8 * i, true), i64: (i) => view.getBigInt64(8 * i, true),
      f32: (i) => view.getFloat32(8 * i, true), f64: (i) => view.getFloat64(8 * i, true),
      externref: (i) => exports.externs.get(i), funcref: (i) => exports.funcs.get(i),
      nothing: (i) => view.getInt32(8 * i, true),
      two: (i) => [view.getInt32(8 * i, true), view.getInt32(8 * i + 4, true)],
      indirect: (i) => view.getBigInt64(8 * i, true), tail: (i) => view.getInt32(8 * i, true),
    }[kind];
    const same = (a, b) => Array.isArray(a) ? a[0] === b[0] && a[1] === b[1] : a === b;
    let right = 0;
    while (right < noted && same(actual(right), expected[right])) right++;
    const after = pureDepth(exports);
    all.push([
      kind, verdict, exports.count.value === noted || [exports.count.value, noted],
      right === noted || [right, noted, actual(right), expected[right]],
      exports.externs.get(noted) ?? exports.funcs.get(noted), view.getBigInt64(8 * noted, true) === 0n,
      before === after || [before, after],
    ]);
  }
  globalThis.report = all;
`;
const RESULTS_RIGHT = RESULTS.map(({ name }) => [name, true, true, true, null, true, true]);

const OPERATIONS_SCRIPT = `${DIVES(ROUNDS)}
  const all = [];
  for (const operation of ${JSON.stringify(Object.keys(OPERATIONS))}) {
    const exports = build('op-' + operation);
    const others = [build('other', { e: exports }), build('other', { e: exports })];
    const before = pureDepth(exports);
    let value = 0, last = null, noted = 0;
    const verdict = dives(() => {
      const given = { value: value++ };
      exports.run(given);
      noted++;
      last = given;
    });
    const { memory, table, funcs } = exports;
    const pages = operation === 'memory.grow' ? 1 + noted : 1;
    const length = operation === 'table.grow' ? 16 + noted : 16;
    const sums = { 'memory.grow': noted * (noted + 1) / 2, 'table.grow': noted * 16 + noted * (noted - 1) / 2 };
    const sizes = [[memory.buffer.byteLength / 65536, table.length], ...others.map((o) => [o.pages(), o.length()])];
    const contents = {
      'table.grow': () => others.every((o) => o.last(length - 1) === last) && table.get(length - 1) === last,
      'memory.grow': () => others.every((o) => o.byte(65536 * pages - 1) === 0),
      'table.init': () => [0, 1, 2, 3].every((i) => funcs.get(i) === exports.pure),
      'memory.init': () => others[0].byte(3) === 100,
      'memory.fill': () => others[0].byte(65535) === 7,
      'memory.size': () => true,
    }[operation] ?? (() => [...Array(8).keys()].every((i) => table.get(8 + i) === last && table.get(0) === last));
    const after = pureDepth(exports);
    all.push([
      operation, verdict, exports.count.value === noted || [exports.count.value, noted],
      exports.sum.value === (sums[operation] ?? noted) || [exports.sum.value, noted],
      sizes.every(([p, l]) => p === pages && l === length) || [sizes, pages, length],
      contents(), before === after || [before, after],
    ]);
  }
  globalThis.report = all;
`;
const OPERATIONS_RIGHT = Object.keys(OPERATIONS).map((name) => [name, ...Array(6).fill(true)]);

let programs: BorderPrograms;
beforeAll(async () => {
  const modules: Record<string, string> = { other: OTHER };
  for (const { name, result, note } of RESULTS) {
    modules[`result-${name}`] = resultModule(result, note);
  }
  for (const [name, text] of Object.entries(OPERATIONS))
    modules[`op-${name}`] = operationModule(text);
  programs = await borderPrograms(modules);
}, 300_000);
afterAll(() => programs.remove());

const SCRIPTS = [
  ['calls of the host', 'results', RESULTS_SCRIPT, RESULTS_RIGHT],
  ['operations of the runtime', 'operations', OPERATIONS_SCRIPT, OPERATIONS_RIGHT],
] as const;

describe.each(SCRIPTS)("at the end of JavaScript's stack, %s", (_, name, script, right) => {
  const flags = ['--opt', '--no-opt', '--always-sparkplug', '--stack-size=300'];
  it.each(EMULATED ? ['--opt'] : flags)('happen wholly or not at all with %s', (flag) => {
    const ending = programs.run(`${name}${flag}`, `${script} print(report);`, { flags: [flag] });
    expect(ending).toEqual({ value: right });
  });

  it.skipIf(EMULATED).each([1, 8])('happen wholly or not at all in a worker of %d MB', (size) => {
    const inWorker = `
      if (isMainThread) {
        const worker = start('', { resourceLimits: { stackSizeMb: ${size} } });
        print(await Promise.race([worker.said, worker.ended]));
      } else { ${script} parentPort.postMessage(report); }`;
    expect(programs.run(`${name}-in-${size}`, inWorker)).toEqual({ value: right });
  });
});
