import { describe, expect, it } from 'vitest';
import { ENGINES, same, sameAsync, start, watToWasm } from '../../test/support/two-engines.js';

const VALUES: readonly unknown[] = [
  undefined,
  null,
  0,
  -0,
  1.9,
  -1.9,
  2 ** 31,
  -(2 ** 31) - 1,
  2 ** 32 + 5,
  1e300,
  5e-324,
  Number.NaN,
  Number.NEGATIVE_INFINITY,
  0.1,
  16_777_217,
  '7',
  '0x10',
  'x',
  true,
  5n,
  -(2n ** 63n) - 1n,
  2n ** 64n + 3n,
  Symbol.iterator,
  { valueOf: () => 3 },
  { valueOf: () => 3n },
  [],
  [8],
  () => 1,
];
const TYPES = ['i32', 'i64', 'f32', 'f64', 'externref', 'funcref'] as const;

describe('values', () => {
  it.each(TYPES)('%s converts when it goes in', async (type) => {
    const bytes = await watToWasm(
      `(module (func (export "f") (param ${type}) (result ${type}) (local.get 0)))`,
    );
    for (const value of VALUES) same((W) => start(W, bytes).f(value));
    same((W) => start(W, bytes).f());
    same((W) => {
      const { f } = start(W, bytes);
      return f(f) === f;
    });
  });

  it.each(TYPES)('%s converts when a JavaScript function returns it', async (type) => {
    const bytes = await watToWasm(`(module (import "e" "h" (func $h (result ${type})))
      (func (export "f") (result ${type}) (call $h)))`);
    for (const value of VALUES) same((W) => start(W, bytes, { e: { h: () => value } }).f());
  });

  it.each(TYPES)('%s comes to a JavaScript function as it is', async (type) => {
    const bytes = await watToWasm(`(module (import "e" "h" (func $h (param ${type} i32)))
      (func (export "f") (param ${type}) (call $h (local.get 0) (i32.const -2))))`);
    for (const value of VALUES) {
      same((W) => {
        const log: unknown[] = [];
        const h = (...args: unknown[]) => log.push(...args);
        try {
          start(W, bytes, { e: { h } }).f(value);
        } catch (error) {
          log.push((error as Error).name);
        }
        return log;
      });
    }
  });

  it('convert in order, and not at all behind one that fails', async () => {
    const bytes = await watToWasm(
      '(module (func (export "f") (param i32 i64 f32 f64) (result f64) (local.get 3)))',
    );
    for (const bad of [-1, 0, 1, 2, 3]) {
      same((W) => {
        const log: unknown[] = [];
        const value = (i: number) => ({
          valueOf() {
            log.push(i);
            if (i === bad) throw new EvalError(`no ${i}`);
            return i === 1 ? 1n : i;
          },
        });
        try {
          log.push(start(W, bytes).f(value(0), value(1), value(2), value(3), value(4)));
        } catch (error) {
          log.push(String(error));
        }
        return log;
      });
    }
  });

  it('that are references convert in order, too', async () => {
    const bytes = await watToWasm('(module (func (export "f") (param externref funcref i32)))');
    for (const func of [null, 1]) {
      same((W) => {
        let converted = false;
        const number = {
          valueOf() {
            converted = true;
            return 1;
          },
        };
        try {
          start(W, bytes).f({}, func, number);
        } catch (error) {
          return [(error as Error).name, converted];
        }
        return converted;
      });
    }
  });

  it('may call WebAssembly while they convert', async () => {
    const bytes = await watToWasm(`(module
      (func (export "f") (param i32 f64 i32 i64 f32) (result f64)
        (f64.add (f64.convert_i32_s (i32.sub (local.get 0) (local.get 2)))
          (f64.add (local.get 1) (f64.add (f64.convert_i64_s (local.get 3))
            (f64.promote_f32 (local.get 4))))))
      (func (export "many") (result i32 f64 i64) (i32.const 1) (f64.const 2) (i64.const 3)))`);
    same((W) => {
      const { f, many } = start(W, bytes);
      const inner = {
        valueOf: () => f(1, 2, 3, 4n, 5) + many()[1],
      };
      return f(100, inner, 20, { valueOf: () => BigInt(f(inner, 1, 2, 3n, 4)) }, inner);
    });
  });

  it('come back as an array when there are several', async () => {
    const bytes = await watToWasm(`(module
      (func (export "f") (param i64) (result i32 i64 f32 f64 externref funcref i32)
        (i32.const -1) (local.get 0) (f32.const 0.1) (f64.const 0.1) (ref.null extern)
        (ref.null func) (i32.const 7)))`);
    same((W) => {
      const result = start(W, bytes).f(-3n);
      return [Array.isArray(result), result];
    });
  });

  it('are taken from an iterable when a JavaScript function returns several', async () => {
    const bytes = await watToWasm(`(module (import "e" "h" (func $h (result i32 f64 i64)))
      (func (export "f") (result i32 f64 i64) (call $h)))`);
    const results: unknown[] = [
      [1, 2, 3n],
      [1.5, '2', true],
      new Set([1, 2, 3n]),
      (function* () {
        yield* [4, 5, 6n];
      })(),
      '123',
      [1, 2],
      [1, 2, 3n, 4],
      [1, 2, 3],
      [],
      5,
      undefined,
      null,
      {},
    ];
    const again = (value: unknown) =>
      Object.prototype.toString.call(value) === '[object Generator]' ? [4, 5, 6n] : value;
    for (const value of results) {
      same((W) => start(W, bytes, { e: { h: () => again(value) } }).f());
    }
    same((W) => {
      const log: unknown[] = [];
      function* values() {
        log.push('first');
        yield { valueOf: () => log.push('converted') };
        log.push('second');
        yield 2;
        yield 3n;
        log.push('end');
      }
      log.push(start(W, bytes, { e: { h: values } }).f());
      return log;
    });
  });

  it('are right in any number', async () => {
    for (const count of [0, 1, 2, 5, 6, 7, 12, 20, 63, 64, 65, 200]) {
      const types = Array.from(
        { length: count },
        (_, i) => ['i32', 'i64', 'f32', 'f64'][(i * 7) % 4]!,
      );
      const params = count === 0 ? '' : `(param ${types.join(' ')})`;
      const results = count === 0 ? '' : `(result ${types.join(' ')})`;
      const gets = types.map((_, i) => `(local.get ${i})`).join(' ');
      const bytes = await watToWasm(`(module (import "e" "h" (func $h ${params} ${results}))
        (func (export "f") ${params} ${results} ${gets})
        (func (export "g") ${params} ${results} ${gets} (call $h)))`);
      same((W) => {
        let seen: unknown[] = [];
        const h = (...args: unknown[]) => {
          seen = args;
          return count === 1 ? args[0] : args;
        };
        const { f, g } = start(W, bytes, { e: { h } });
        const args = types.map((type, i) => (type === 'i64' ? BigInt(-i) : i + 0.5));
        return [f(...args), g(...args), seen, f.length];
      });
    }
  });
});

describe('Exported Functions', () => {
  it('are functions that are no constructors', async () => {
    const bytes = await watToWasm(`(module (import "e" "h" (func $h (param i32 i32 i32)))
      (func $named (export "a") (param i32 i64)) (func (export "b")) (export "h" (func $h)))`);
    same((W) => {
      const { a, b, h } = start(W, bytes, { e: { h: () => 1 } });
      return [a, b, h].map((f) => {
        const { name, length } = Object.getOwnPropertyDescriptors(f);
        return [
          typeof f,
          name,
          length,
          Object.hasOwn(f, 'prototype'),
          Object.getPrototypeOf(f) === Function.prototype,
          Object.isExtensible(f),
          Object.prototype.toString.call(f),
        ];
      });
    });
    same((W) => new (start(W, bytes, { e: { h: () => 1 } }).b)());
    same((W) => start(W, bytes, { e: { h: () => 1 } }).a.call({}, 1, 2n, 3, 4));
    same((W) => Reflect.apply(start(W, bytes, { e: { h: () => 1 } }).a, null, ['1', 2n]));
  });

  it('are the same wherever they come from, also through other instances', async () => {
    const bytes = await watToWasm(`(module
      (import "e" "f" (func $f (param i32) (result i32)))
      (table (export "t") 3 funcref)
      (global (export "g") funcref (ref.func $own))
      (elem (i32.const 0) $f $own)
      (export "f1" (func $f)) (export "f2" (func $f))
      (func $own (export "own") (param i32) (result i32) (i32.add (call $f (local.get 0)) (i32.const 1)))
      (func (export "ref") (result funcref) (ref.func $own))
      (func (export "id") (param funcref) (result funcref) (local.get 0)))`);
    same((W) => {
      const js = (x: number) => x * 2;
      const a = start(W, bytes, { e: { f: js } });
      const b = start(W, bytes, { e: { f: a.own } });
      const c = start(W, bytes, { e: { f: a.f1 } });
      return [
        a.f1 === js,
        a.f1 === a.f2,
        a.t.get(0) === a.f1,
        a.t.get(1) === a.own,
        a.g.value === a.own,
        a.ref() === a.own,
        a.id(b.own) === b.own,
        a.id(null),
        b.f1 === a.own,
        b.t.get(0) === a.own,
        c.f1 === a.f1,
        b.own(5),
        c.own(5),
        a.f1(4),
        [a.f1.name, a.own.name, b.f1.name, b.own.name, c.f1.name],
        [a.f1.length, a.own.length],
        start(W, bytes, { e: { f: js } }).f1 === a.f1,
      ];
    });
  });

  it('are linked as themselves, so a wrong type is refused', async () => {
    const takes = await watToWasm('(module (import "e" "f" (func (param i32))))');
    const has = await watToWasm(
      '(module (import "e" "h" (func $h (param i64))) (export "h" (func $h)) (func (export "f")))',
    );
    for (const name of ['f', 'h']) {
      same((W) => start(W, takes, { e: { f: start(W, has, { e: { h: () => 1 } })[name] } }));
    }
  });
});

describe('calls between the languages', () => {
  it('nest', async () => {
    const bytes = await watToWasm(`(module (import "e" "h" (func $h (param i32 f64) (result f64)))
      (func (export "f") (param i32 f64) (result f64)
        (f64.add (local.get 1) (call $h (i32.sub (local.get 0) (i32.const 1)) (local.get 1)))))`);
    same((W) => {
      const exports = start(W, bytes, {
        e: { h: (n: number, x: number): number => (n <= 0 ? 0 : exports.f(n, x + 1)) },
      });
      return [exports.f(1, 1), exports.f(10, 0.5), exports.f(100, 2), exports.f(3, 0)];
    });
  });

  it('give JavaScript functions no receiver, and ignore results of nothing', async () => {
    const bytes = await watToWasm(
      '(module (import "e" "h" (func $h)) (func (export "f") (call $h)))',
    );
    same((W) => {
      let receiver: unknown = 1;
      const e = {
        h(this: unknown) {
          receiver = this;
          return Symbol('ignored');
        },
      };
      return [start(W, bytes, { e }).f(), receiver];
    });
    same((W) => start(W, bytes, { e: { h: class {} } }).f());
    same((W) => {
      let calls = 0;
      const h = new Proxy(() => {}, { apply: () => ++calls });
      start(W, bytes, { e: { h } }).f();
      return calls;
    });
  });

  it('let exceptions through unharmed', async () => {
    const bytes = await watToWasm(`(module (import "e" "h" (func $h (param i32) (result i32)))
      (func $g (param i32) (result i32) (i32.add (call $h (local.get 0)) (i32.const 1)))
      (func (export "f") (param i32) (result i32) (i32.add (call $g (local.get 0)) (i32.const 1))))`);
    const thrown: unknown[] = [new EvalError('mine'), 7, null, undefined, 'text', Symbol.iterator];
    same((W) => {
      const { f } = start(W, bytes, {
        e: {
          h(n: number): number {
            if (n >= 0) throw thrown[n];
            return n;
          },
        },
      });
      const log: unknown[] = [];
      for (let n = -1; n < thrown.length; n++) {
        try {
          log.push(f(n));
        } catch (error) {
          log.push(error === thrown[n]);
        }
      }
      return [...log, f(-10)];
    });
    same((W) => {
      // Through several activations, caught half-way.
      const log: unknown[] = [];
      const { f } = start(W, bytes, {
        e: {
          h(n: number): number {
            if (n === 0) throw new EvalError('deep');
            try {
              return f(n - 1);
            } catch (error) {
              log.push(`${n} ${error}`);
              if (n === 3) return 1000;
              throw error;
            }
          },
        },
      });
      return [f(5), log];
    });
  });

  it('turn traps into RuntimeErrors that JavaScript on the way can catch', async () => {
    const bytes = await watToWasm(`(module (import "e" "h" (func $h (param i32)))
      (memory 1)
      (func (export "trap") (param i32) (drop (i32.load (local.get 0))))
      (func (export "f") (param i32) (call $h (local.get 0))))`);
    same((W) => {
      const log: unknown[] = [];
      const exports = start(W, bytes, {
        e: {
          h(n: number) {
            try {
              exports.trap(n);
              log.push('fine');
            } catch (error) {
              log.push(error instanceof W.RuntimeError);
              if (n < 0) throw error;
            }
          },
        },
      });
      exports.f(0);
      exports.f(65536);
      try {
        exports.f(-1);
      } catch (error) {
        log.push(error instanceof W.RuntimeError, (error as Error).name);
      }
      return log;
    });
  });

  it('end in an error, not a crash, when they nest without end', async () => {
    const bytes = await watToWasm(`(module (import "e" "h" (func $h (param i32)))
      (func (export "f") (param i32) (call $h (local.get 0)))
      (func $r (export "r") (param i32) (call $r (local.get 0))))`);
    const W = ENGINES.winch;
    const exports = start(W, bytes, { e: { h: (n: number) => exports.f(n) } });
    for (let round = 0; round < 3; round++) {
      const error = (() => {
        try {
          exports.f(1);
          return undefined;
        } catch (e) {
          return e as Error;
        }
      })();
      expect(error?.name).toBe('RangeError');
      expect(() => exports.r(1)).toThrow(RangeError);
    }
    const calm = start(W, bytes, { e: { h: () => {} } });
    expect(calm.f(1)).toBeUndefined();
  });

  it('keep external references alive as long as code holds them', async () => {
    const bytes =
      await watToWasm(`(module (import "e" "h" (func $h (param externref) (result externref)))
      (global $g (mut externref) (ref.null extern))
      (func (export "put") (param externref) (global.set $g (local.get 0)))
      (func (export "get") (result externref) (global.get $g))
      (func (export "two") (param externref i32 externref) (result externref externref)
        (local.get 0) (local.get 2))
      (func (export "many") (param externref ${'i32 '.repeat(81)}) (result externref) (local.get 0))
      (func (export "f") (param externref) (result externref)
        (drop (call $h (ref.null extern))) (local.get 0)))`);
    await sameAsync(async (W) => {
      const exports = start(W, bytes, {
        e: {
          h() {
            // More than enough to have references looked through, were WebAssembly not running.
            for (let i = 0; i < 20_000; i++) exports.put({ i });
            return null;
          },
        },
      });
      const held = { held: true };
      const log: unknown[] = [exports.f(held) === held];
      exports.put(held);
      for (let i = 0; i < 20_000; i++) exports.two({ i }, 0, { i });
      log.push(exports.get() === held);
      const churn = {
        valueOf() {
          for (let i = 0; i < 20_000; i++) exports.two({ i }, 0, { i });
          return 1;
        },
      };
      const [a, b] = exports.two(held, churn, log);
      const last = exports.many(held, churn, ...new Array(80).fill(churn.valueOf()));
      return [...log, a === held, b === log, last === held];
    });
  }, 60_000);
});

describe('RuntimeError.stack', () => {
  it('shows WebAssembly frames with names and module offsets, and the JavaScript around', async () => {
    const bytes = await watToWasm(`(module
      (func $deepest unreachable)
      (func $middle (call $deepest))
      (func (export "f") (call $middle)))`);
    const { f } = start(ENGINES.winch, bytes);
    function caller(): unknown {
      try {
        return f();
      } catch (error) {
        return error;
      }
    }
    const lines = (caller() as Error).stack!.split('\n');
    expect(lines[0]).toBe('RuntimeError: unreachable');
    expect(lines[1]).toMatch(
      /^ {4}at deepest \(wasm:\/\/wasm\/[0-9a-f]{8}:wasm-function\[0\]:0x[0-9a-f]+\)$/,
    );
    expect(lines[2]).toMatch(
      /^ {4}at middle \(wasm:\/\/wasm\/[0-9a-f]{8}:wasm-function\[1\]:0x[0-9a-f]+\)$/,
    );
    expect(lines[3]).toMatch(/^ {4}at wasm:\/\/wasm\/[0-9a-f]{8}:wasm-function\[2\]:0x[0-9a-f]+$/);
    expect(lines[4]).toMatch(/^ {4}at caller /);
  });
});
