import { createContext, runInContext } from 'node:vm';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { getStore, Instance as RuntimeInstance, type WasmFunction } from '../runtime/node.js';
import { watToWasm } from '../text/wat.js';
import { compiledOf, useLazy } from './module.js';
import { WebAssembly } from './webassembly.js';

type Exports = Record<string, (...args: unknown[]) => unknown>;

beforeEach(() => useLazy(0));
afterAll(() => useLazy(true));

/** An instance whose functions have not been called. */
function fresh(bytes: Uint8Array, imports: Record<string, unknown> = {}): Exports {
  const module = new WebAssembly.Module(bytes);
  expect(compiledOf(module)!.artifact.functions).toBeDefined();
  return new WebAssembly.Instance(module, { m: imports }).exports;
}

function caught(action: () => unknown): Error {
  try {
    action();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}

const many = (type: string, count: number) => Array.from({ length: count }, () => type).join(' ');
describe('tail calls of functions that are not compiled', () => {
  const text = (how: (name: string, index: number) => string) => `(module
    (type $wide (func (param ${many('i64', 20)} ${many('f64', 12)}) (result i64 f64 i64)))
    (type $narrow (func (param i64 f64) (result i64 f64 i64)))
    (table funcref (elem $last $first))
    (func $first (type $narrow)
      ${Array.from({ length: 20 }, (_, i) => `(i64.add (local.get 0) (i64.const ${i}))`).join(' ')}
      ${Array.from({ length: 12 }, (_, i) => `(f64.add (local.get 1) (f64.const ${i}))`).join(' ')}
      ${how('wide', 0)})
    (func $last (type $wide)
      (i64.sub (local.get 19) (local.get 7)) (f64.sub (local.get 31) (local.get 20)) (local.get 18))
    (func (export "run") (type $wide) (local.get 19) (local.get 31) ${how('narrow', 1)}))`;
  const args = [
    ...Array.from({ length: 20 }, (_, i) => BigInt(100 * i)),
    ...Array.from({ length: 12 }, (_, i) => 0.5 * i),
  ];

  it.each([
    ['straight', (_: string, index: number) => `(return_call ${index === 0 ? '$last' : '$first'})`],
    [
      'through a table',
      (type: string, index: number) =>
        `(return_call_indirect (type $${type}) (i32.const ${index}))`,
    ],
  ])('keep all arguments and the place of the results: %s', async (_, how) => {
    const { run } = fresh(await watToWasm(text(how)));
    // The second time all are compiled.
    for (let i = 0; i < 2; i++) expect(run!(...args)).toEqual([12n, 11, 1918n]);
  });

  it('do not let the stack grow', async () => {
    const functions = Array.from(
      { length: 300 },
      (_, i) => `(func $f${i} (param i32 ${many('i64', i % 13)}) (result i32)
        (if (result i32) (local.get 0)
          (then (i32.sub (local.get 0) (i32.const 1)) ${many('(i64.const 1)', ((i + 1) % 300) % 13)} (return_call $f${(i + 1) % 300}))
          (else (i32.const ${i}))))`,
    );
    const { run } = fresh(
      await watToWasm(`(module ${functions.join('\n')}
        (func (export "run") (param i32) (result i32) (local.get 0) (return_call $f0)))`),
    );
    expect(run!(100_007)).toBe(107);
    expect(run!(299)).toBe(299);
  });
});

describe('calls of functions that are not compiled', () => {
  it('come from host functions that functions call which were just compiled', async () => {
    const depths: unknown[] = [];
    const exports: Exports = fresh(
      await watToWasm(`(module (import "m" "host" (func $host (param i32) (result i32)))
        ${Array.from(
          { length: 40 },
          (_, i) => `(func $g${i} (param i32) (result i32)
            (i32.add (i32.const ${i}) (call $host (local.get 0))))
          (func (export "f${i}") (param i32) (result i32) (call $g${i} (local.get 0)))`,
        ).join('\n')})`),
      {
        host(depth: number) {
          depths.push(depth);
          return depth === 0 ? 1000 : exports[`f${depth - 1}`]!(depth - 1);
        },
      },
    );
    expect(exports.f39!(39)).toBe(1000 + (39 * 40) / 2);
    expect(depths).toHaveLength(40);
  });

  it('go through tables and other instances', async () => {
    const library = fresh(
      await watToWasm(`(module (table (export "table") 4 funcref)
        (elem (i32.const 1) $two $three)
        (func (export "one") (param f32) (result f32) (f32.mul (local.get 0) (f32.const 2)))
        (func $two (param f32) (result f32) (f32.add (local.get 0) (f32.const 1)))
        (func $three (param f32 f32) (result f32) (f32.sub (local.get 0) (local.get 1))))`),
    );
    const user = fresh(
      await watToWasm(`(module (import "m" "table" (table 4 funcref))
        (import "m" "one" (func $one (param f32) (result f32)))
        (elem (i32.const 3) $own) (elem declare func $own)
        (global $kept (mut funcref) (ref.func $own))
        (func $own (param f32) (result f32) (f32.neg (local.get 0)))
        (func (export "same") (result i32)
          (table.set (i32.const 0) (global.get $kept)) (i32.const 1))
        (func (export "run") (param i32 f32) (result f32)
          (call_indirect (param f32) (result f32) (call $one (local.get 1)) (local.get 0))))`),
      library,
    );
    expect(user.run!(1, 4)).toBe(9);
    expect(user.run!(3, 4)).toBe(-8);
    expect(caught(() => user.run!(2, 4)).message).toMatch(/indirect call type mismatch|signature/);
    const { table } = library as unknown as { table: WebAssembly.Table };
    const before = table.get(3);
    user.same!();
    expect(table.get(0)).toBe(before);
    expect((table.get(2) as (...values: number[]) => number)(7, 3)).toBe(4);
  });

  it('are interrupted as others', async () => {
    const exports = fresh(
      await watToWasm(`(module (global $n (mut i32) (i32.const 0))
        (func $spin (loop (global.set $n (i32.add (global.get $n) (i32.const 1))) (br 0)))
        (func (export "spin") (call $spin))
        (func (export "count") (result i32) (global.get $n)))`),
    );
    const context = createContext({ spin: exports.spin });
    expect(caught(() => runInContext('spin()', context, { timeout: 60 })).message).toMatch(
      /timed out/,
    );
    expect(exports.count!()).toBeGreaterThan(0);
  });

  it('may find the stack used up', async () => {
    const count = 60;
    const { down } = fresh(
      await watToWasm(`(module (table funcref (elem ${Array.from({ length: count }, (_, i) => `$f${i}`).join(' ')}))
        ${Array.from(
          { length: count },
          (_, i) =>
            `(func $f${i} (result i32) (local i64) (call $leaf) (i32.add (i32.const ${i})))`,
        ).join('\n')}
        (func $leaf (result i32) (call $low))
        (func $low (result i32) (i32.const 1000))
        (func $down (export "down") (param i32 i32) (result i32)
          (if (result i32) (local.get 0)
            (then (i32.add (i32.const 0) (call $down (i32.sub (local.get 0) (i32.const 1)) (local.get 1))))
            (else (call_indirect (result i32) (local.get 1))))))`),
    );
    const fits = (depth: number, which: number) => {
      try {
        expect(down!(depth, which)).toBe(1000 + which);
        return true;
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
        return false;
      }
    };
    let low = 1;
    let high = 1 << 24;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (fits(middle, 0)) low = middle;
      else high = middle;
    }
    // Functions that nobody has called, within a few frames of the end.
    for (let i = 1; i < count; i++) fits(low - 20 + i, i);
    for (let i = 0; i < count; i++) expect(down!(3, i)).toBe(1000 + i);
  });
});

describe('errors', () => {
  const traps = `(module $named (memory 1)
    (func $inner (param i32) (result i32)
      (i32.add (i32.const 1) (i32.div_u (i32.const 7) (i32.load (local.get 0)))))
    (func $middle (param i32) (result i32) (i32.add (i32.const 2) (call $inner (local.get 0))))
    (func (export "run") (param i32) (result i32) (i32.add (i32.const 3) (call $middle (local.get 0)))))`;

  it('of traps have the same stack', async () => {
    const bytes = await watToWasm(traps);
    const stackOf = (run: Exports['run'], at: number) =>
      caught(() => run!(at))
        .stack!.replaceAll(/-[0-9a-f]{8}:/g, ':')
        .split('\n')
        .slice(0, 4);
    useLazy(false);
    const eager = new WebAssembly.Instance(new WebAssembly.Module(bytes), {}).exports as Exports;
    const expected = [0, -1].map((at) => stackOf(eager.run, at));
    expect(expected[0]![1]).toMatch(/inner \(wasm:/);
    useLazy(0);
    // Not the module that was compiled a moment ago.
    const other = new Uint8Array([...bytes, 0, 2, 1, 0x78]);
    const { run } = fresh(other);
    expect([0, -1].map((at) => stackOf(run, at))).toEqual(expected);
  });

  it.each([
    ['a body that is not valid', '(func (result i32) (i64.const 0))'],
    ['garbage collection', '(func (result i31ref) (ref.i31 (i32.const 1)))'],
    ['an undeclared function', '(func $f (drop (ref.func $f)))'],
    ['an unknown local', '(func (drop (local.get 5)))'],
  ])('are found when a module is made: %s', async (_, body) => {
    const text = `(module (func (export "fine") (result i32) (i32.const 1)) ${body})`;
    const bytes = await watToWasm(text);
    useLazy(false);
    const expected = caught(() => new WebAssembly.Module(bytes));
    useLazy(0);
    const found = caught(() => new WebAssembly.Module(bytes));
    expect(found).toBeInstanceOf(WebAssembly.CompileError);
    expect(found.message).toBe(expected.message);
  });
});

describe('many values', () => {
  const values = Array.from({ length: 90 }, (_, i) => i);
  const isLazy = async (text: string): Promise<boolean> => {
    const module = new WebAssembly.Module(await watToWasm(`(module ${text})`));
    return compiledOf(module)!.artifact.functions !== undefined;
  };

  it('may be parameters of functions', async () => {
    const gets = values.map((i) => `(local.get ${i})`);
    const bytes = await watToWasm(`(module
      (func $f (export "f") (param ${many('i32', 90)}) (result i32)
        ${gets.join(' ')} ${many('i32.add', 89)})
      (func (export "g") (result i32) (call $f ${values.map((i) => `(i32.const ${i})`).join(' ')})))`);
    const { f, g } = fresh(bytes);
    expect(g!()).toBe(4005);
    expect(f!(...values)).toBe(4005);
  });

  it.each([
    ['results', `(func (result ${many('i32', 33)}) unreachable)`, false],
    ['a few results', `(func (result ${many('i32', 32)}) unreachable)`, true],
    ['of a block', `(func unreachable (block (param ${many('i32', 33)}) unreachable))`, false],
    ['a few of a block', `(func unreachable (block (param ${many('i32', 32)}) unreachable))`, true],
    ['of a tag', `(tag (param ${many('i32', 33)})) (func)`, false],
  ])(
    'are what each branch has, so that the module is compiled at once: %s',
    async (_, text, lazy) => {
      expect(await isLazy(text)).toBe(lazy);
    },
  );
});

describe('large modules', () => {
  const uleb = (value: number): number[] =>
    value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...uleb(value >>> 7)];
  const section = (id: number, contents: readonly number[]) =>
    Uint8Array.from([id, ...uleb(contents.length)].concat(contents));

  /** Functions () -> i32, each of which adds 1 to what the next but one gives; the last two give 1. Exports the first, `a`, and the last, `b`. */
  function chain(count: number, note = 0): Uint8Array<ArrayBuffer> {
    const bodies: number[] = [];
    for (let i = 0; i < count; i++) {
      const value = i + 2 < count ? [0x10, ...uleb(i + 2)] : [0x41, 0];
      bodies.push(value.length + 5, 0, ...value, 0x41, 1, 0x6a, 0x0b);
    }
    const types = new Array<number>(count).fill(0);
    return Uint8Array.from(
      [
        [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
        [...section(1, [1, 0x60, 0, 1, 0x7f])],
        [...section(3, uleb(count).concat(types))],
        [...section(7, [2, 1, 0x61, 0, 0, 1, 0x62, 0, ...uleb(count - 1)])],
        [...section(10, uleb(count).concat(bodies))],
        [...section(0, [1, 0x78, note])],
      ].flat(),
    );
  }

  it('have 50,000 functions', () => {
    const exports = fresh(chain(50_000));
    expect(exports.b!()).toBe(1);
    expect(exports.a!()).toBe(25_000);
    expect(exports.a!()).toBe(25_000);
  });

  it('are whole again after execution was ended while a function was compiled', async () => {
    // Each takes some milliseconds to compile, and has many traps in it.
    const count = 60;
    const sum = Array.from({ length: 1500 }, () => '(i32.load (local.get 0)) (i32.add)').join(' ');
    const bytes = await watToWasm(`(module (memory 1)
      ${Array.from(
        { length: count },
        (_, i) => `(func $f${i} (export "f${i}") (param i32) (result i32)
          (i32.div_u (i32.const ${i}) (i32.sub (local.get 0) (i32.const 4))) ${sum})`,
      ).join('\n')})`);
    const exports = fresh(bytes);
    let ended = 0;
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < count; i++) {
        const context = createContext({ f: exports[`f${i}`] });
        try {
          runInContext('for (;;) f(8)', context, { timeout: 1 + ((i + round) % 3) });
        } catch {
          ended++;
        }
      }
    }
    expect(ended).toBe(3 * count);
    for (let i = 0; i < count; i++) {
      const f = exports[`f${i}`]!;
      expect(f(8)).toBe(i >> 2);
      expect(caught(() => f(4))).toMatchObject({ message: 'integer divide by zero' });
      expect(caught(() => f(4)).stack).toContain(`f${i} (wasm:`);
      expect(caught(() => f(-4)).message).toMatch(/out of bounds/);
    }
  });

  it('give their addresses back', () => {
    const store = getStore();
    const addresses = new Set<number>();
    for (let i = 0; i < 40; i++) {
      const { artifact } = compiledOf(new WebAssembly.Module(chain(3000, i)))!;
      const instance = RuntimeInstance.create(store, artifact);
      expect((instance.exports.get('a') as WasmFunction).call([])).toBe(1500);
      const { range } = instance.code;
      addresses.add(range.address);
      store.thread.machine.free(range);
    }
    expect(addresses.size).toBeLessThan(10);
  });
});
