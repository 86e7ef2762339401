import { beforeAll, describe, expect, it } from 'vitest';
import { ENGINES, type Namespace, same, start, watToWasm } from '../support/two-engines.js';

const MANY = Array.from({ length: 24 }, (_, i) => ['i32', 'i64', 'f32', 'f64'][i % 4]!);
const RESULTS = 'i32 i64 f32 f64 externref i32 i64';

/** Four functions that call the host with all kinds of values alive around the calls. */
const MODULE = `(module
  (type $many (func (param ${MANY.join(' ')}) (result f64)))
  (import "host" "call" (func $call (param i32 i32) (result i32)))
  (import "host" "convert" (func $convert (result i32)))
  (import "host" "big" (func $big (result i64)))
  (import "host" "float" (func $float (result f32)))
  (import "host" "several" (func $several (result ${RESULTS})))
  (import "host" "two" (func $two (result i32 i32)))
  (import "host" "many" (func $many (param ${MANY.join(' ')}) (result f64)))
  (table $t (export "table") 4 funcref) (elem (i32.const 0) $f0 $f1 $many $call)
  (memory (export "memory") 1)
  (global $after (export "after") (mut i32) (i32.const 0))
  (func $note (global.set $after (i32.add (global.get $after) (i32.const 1))))
  (func $f0 (export "f0") (param $n i32) (param $x i32) (result i32) (local $a i64) (local $b f64)
    (local.set $a (i64.extend_i32_s (i32.mul (local.get $n) (i32.const 77777))))
    (local.set $b (f64.convert_i32_s (local.get $x)))
    (i32.add
      (i32.mul (i32.const 3) (call $call (local.get $n) (local.get $x)))
      (i32.add (i32.wrap_i64 (i64.shr_u (local.get $a) (i64.const 3)))
        (i32.trunc_sat_f64_s (f64.mul (local.get $b) (f64.const 1.5)))))
    (call $note))
  (func $f1 (export "f1") (param $n i32) (param $x i32) (result i32)
    (i32.xor (local.get $x)
      (call_indirect (param i32 i32) (result i32)
        (i32.add (local.get $n) (i32.const 1)) (call $call (local.get $x) (local.get $n)) (i32.const 3)))
    (call $note))
  (func (export "f2") (param $n i32) (param $x i32) (result i32)
    (return_call $call (local.get $n) (i32.add (local.get $x) (i32.const 1))))
  (func (export "f3") (param $n i32) (param $x i32) (result i32)
    (i32.store (i32.and (local.get $x) (i32.const 0xfff0)) (local.get $n))
    (drop (call $f0 (local.get $n) (local.get $x)))
    (return_call_indirect (param i32 i32) (result i32) (local.get $n)
      (i32.load (i32.and (local.get $x) (i32.const 0xfff0))) (i32.const 3)))
  (func (export "trap") unreachable)
  (func (export "convert") (result i32) (call $convert) (call $note))
  (func (export "big") (result i64) (call $big) (call $note))
  (func (export "float") (result f32) (call $float) (call $note))
  (func (export "two") (result i32) (i32.sub (call $two)) (call $note))
  (func (export "several") (result ${RESULTS}) (call $several) (call $note))
  (func (export "severalTail") (result ${RESULTS}) (return_call $several))
  (func (export "many") (param ${MANY.join(' ')}) (result f64)
    ${MANY.map((_, i) => `(local.get ${i})`).join(' ')} (call $many) (call $note))
  (func (export "manyTail") (param ${MANY.join(' ')}) (result f64)
    (return_call_indirect (type $many) ${MANY.map((_, i) => `(local.get ${i})`).join(' ')} (i32.const 2)))
  (func (export "tailOften") (param i32) (result i32) (local $sum i32)
    (loop
      (local.set $sum (i32.add (local.get $sum) (call $tailed (local.get 0))))
      (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
    (local.get $sum))
  (func $tailed (param i32) (result i32) (return_call $call (local.get 0) (i32.const 1)))
  (func (export "id") (param i32) (result i32) (local.get 0)))`;

const STARTS = `(module (import "host" "start" (func $s)) (start $s))`;

let bytes: Uint8Array;
let starts: Uint8Array;
beforeAll(async () => {
  bytes = await watToWasm(MODULE);
  starts = await watToWasm(STARTS);
}, 100_000);

// biome-ignore lint/suspicious/noExplicitAny: exports and hosts of a test's own module
type Any = any;

function make(engine: Namespace, host: Record<string, unknown>): Any {
  const none = () => 0;
  const all = { call: none, convert: none, big: none, float: none, several: none, two: none };
  return start(engine, bytes, { host: { ...all, many: none, ...host } });
}

const caught = (run: () => unknown): unknown => {
  try {
    return ['returned', run()];
  } catch (error) {
    return error;
  }
};

describe('an exception', () => {
  const values = (): unknown[] => [
    new TypeError('x'),
    undefined,
    null,
    0,
    'text',
    Symbol('s'),
    { plain: 1 },
    Object.freeze([]),
    1n,
  ];

  it('of any kind comes through WebAssembly as the same object, and nothing after the call has run', () => {
    for (const engine of Object.values(ENGINES)) {
      for (const value of values()) {
        const throws = () => {
          throw value;
        };
        let depth = 0;
        const x = make(engine, {
          call: (n: number) => (n === 0 ? throws() : x[`f${++depth & 3}`](n - 1, n)),
          convert: throws,
          several: throws,
          two: throws,
          many: throws,
        });
        const runs = [
          ...[0, 1, 2, 3].map((i) => () => x[`f${i}`](0, 0)),
          () => x.f0(20, 1),
          () => x.f2(21, 1),
          ...['convert', 'several', 'severalTail', 'two'].map((name) => () => x[name]()),
          () => x.many(...MANY.map((type) => (type === 'i64' ? 1n : 1))),
          () => x.tailOften(5),
        ];
        for (const run of runs) {
          expect(Object.is(caught(run), value)).toBe(true);
        }
        expect(x.after.value).toBe(0);
        expect(x.id(7)).toBe(7);
      }
    }
  });

  it('of the start function is what instantiation throws', () => {
    for (const engine of Object.values(ENGINES)) {
      const thrown = { why: 'start' };
      const host = () => {
        throw thrown;
      };
      expect(caught(() => start(engine, starts, { host: { start: host } }))).toBe(thrown);
    }
  });
});

describe('results of host functions', () => {
  const log: unknown[] = [];
  /** A value whose conversion does something. */
  const acting = (act: () => unknown) => ({ valueOf: act, toString: () => '5' });
  const cases: Record<string, (x: () => Any) => Record<string, unknown>> = {
    'converted by valueOf': () => ({
      convert: () => acting(() => 41.9),
      float: () => acting(() => 1 / 3),
      big: () => acting(() => 7n),
      two: () => [acting(() => 9), acting(() => '3')],
    }),
    'whose conversion throws': () => {
      const fails = acting(() => {
        throw new EvalError('valueOf');
      });
      return {
        convert: () => fails,
        float: () => fails,
        big: () => fails,
        two: () => [1, fails],
        several: () => [1, 1n, 1, fails],
      };
    },
    'that do not convert': () => ({
      convert: () => Symbol('s'),
      float: () => 1n,
      big: () => 1,
      two: () => 5,
      several: () => [1, 2, 3],
    }),
    'whose conversion calls WebAssembly': (x) => ({
      convert: () => acting(() => x().id(11) + x().f0(1, 2)),
      float: () => acting(() => x().float.length + x().id(3)),
      big: () => acting(() => BigInt(x().convert())),
      two: () => [acting(() => x().convert()), acting(() => x().id(1))],
      several: () => [
        acting(() => x().two()),
        acting(() => x().big()),
        1.1,
        acting(() => x().id(4)),
        log,
        acting(() => x().two()),
        '12',
      ],
    }),
    'of iterators that call WebAssembly': (x) => ({
      *two() {
        yield x().f0(3, 4);
        yield x().f1(5, 6);
      },
      *several() {
        for (let i = 0; i < 7; i++) yield i % 5 === 1 ? BigInt(x().id(i)) : x().f3(i, i);
      },
    }),
    'of iterators that give too few, or too many, or throw': () => ({
      two: () => [1],
      several: () => [1, 1n, 1, 1, 1, 1, 1n, 1],
      *convert() {
        yield 1;
      },
    }),
    'whose conversion traps': (x) => ({
      convert: () => acting(() => x().trap()),
      two: () => [acting(() => x().id(1)), acting(() => x().table.get(1)(1, 2) + x().trap())],
    }),
  };

  it.each(Object.entries(cases))('%s', (_, host) => {
    same((engine) => {
      const x = make(engine, { call: (a: number, b: number) => a ^ (b << 3), ...host(() => x) });
      const outcomes = ['convert', 'float', 'big', 'two', 'several', 'severalTail'].flatMap(
        (name) => {
          const got = caught(() => x[name]());
          const shown = got instanceof Error ? got.name : got;
          return [name, shown, x.after.value];
        },
      );
      return outcomes;
    });
  });
});

describe('arguments', () => {
  it('that call WebAssembly while they are converted do not mix', () => {
    same((engine) => {
      const x = make(engine, {
        call: (a: number, b: number) => a * 10 + b,
        many: (...args: Any[]) => args.reduce((sum, v) => sum * 1.5 + Number(v), 0),
      });
      const through = (n: number): Any => ({
        valueOf: () => (n > 0 ? x.f0(through(n - 1), x.id(n)) : 3),
      });
      const of = (i: number) => ({
        valueOf: () => (MANY[i % 4] === 'i64' ? BigInt(x.id(i)) : x.f1(i, 2)),
      });
      const args = MANY.map((_, i) => of(i));
      return [
        x.f0(through(5), through(2)),
        x.f3(through(1), 5),
        x.many(...args),
        x.manyTail(...args),
        x.after.value,
      ];
    });
  });

  it('and results of all kinds arrive, also in tail position', () => {
    same((engine) => {
      const token = { token: true };
      const x = make(engine, {
        call: (a: number, b: number) => a + b,
        many: (...args: unknown[]) => Number(args.join('').length) + Number(args[23]),
        several: () => [-1, -(2n ** 63n), 1.5, -0, token, 2 ** 31, 5n],
      });
      const args = MANY.map((type, i) => (type === 'i64' ? BigInt(i) << 40n : i * 1.25));
      const [a, b] = [x.several(), x.severalTail()];
      return [
        x.many(...args),
        x.manyTail(...args),
        a[4] === token && b[4] === token,
        a.length,
        String(a.toSpliced?.(4, 1) ?? a.filter((_: unknown, i: number) => i !== 4)),
        Object.is(b[3], -0),
        x.tailOften(50_000),
      ];
    });
  });
});

describe('activations within each other', () => {
  /** Both engines make the same calls: the host decides by chance what to do. */
  function story(engine: Namespace, seed: number): unknown[] {
    let state = seed;
    const random = (n: number) => {
      state = (Math.imul(state, 1664525) + 1013904223) | 0;
      return Math.floor(((state >>> 8) / 2 ** 24) * n);
    };
    const log: unknown[] = [];
    let depth = 0;
    const instances: Any[] = [];
    const host = (n: number, x: number): number => {
      log.push(n, x);
      if (log.length > 6000) return 1;
      const other = instances[random(instances.length)];
      const enter = () => other[`f${random(4)}`](random(100) - 50, random(1 << 16));
      depth++;
      try {
        switch (depth > 40 ? 0 : random(9)) {
          case 0:
          case 1:
            return n ^ x;
          case 2:
          case 3:
            return enter();
          case 4:
            return enter() + enter();
          case 5:
            throw new EvalError(`${n}`);
          case 6:
            return other.trap();
          case 7: {
            const got = caught(enter);
            log.push(got instanceof Error ? got.name : got);
            return 7;
          }
          default:
            other.memory.grow(random(2));
            other.table.set(random(2), instances[0].id);
            return other.memory.buffer.byteLength;
        }
      } finally {
        depth--;
      }
    };
    for (let i = 0; i < 3; i++) instances.push(make(engine, { call: host }));
    for (let i = 0; i < 30; i++) {
      const got = caught(() => instances[i % 3][`f${i & 3}`](i, 3 * i));
      log.push(got instanceof Error ? got.name : got);
    }
    return [...log, ...instances.map((x) => x.after.value), log.length];
  }

  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'are entered, left and thrown through as on the host (seed %d)',
    (seed) => {
      const ours = story(ENGINES.winch, seed);
      expect(ours.length).toBeGreaterThan(100);
      expect(ours).toEqual(story(ENGINES.v8, seed));
    },
  );
});
