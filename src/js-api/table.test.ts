import { describe, expect, it } from 'vitest';
import { ENGINES, same, start, watToWasm } from '../../test/support/two-engines.js';

const SIZES: readonly unknown[] = [0, 2, '2', 1.5, null, -1, 'x', 1n, 10_000_001, 2 ** 32];

describe('WebAssembly.Table', () => {
  it('converts descriptors', () => {
    for (const initial of SIZES) {
      same((W) => new W.Table({ element: 'anyfunc', initial } as never).length, 'message');
      same(
        (W) => new W.Table({ element: 'anyfunc', initial: 0, maximum: initial } as never).length,
      );
    }
    for (const element of ['anyfunc', 'externref', 'i32', 'foo', undefined, null, 0]) {
      same((W) => new W.Table({ element, initial: 1 } as never).length, 'message');
    }
    same(
      (W) => new W.Table({ element: { toString: () => 'anyfunc' }, initial: 1 } as never).length,
    );
    same((W) => new W.Table({ element: 'anyfunc' } as never), 'message');
    same((W) => new W.Table({ element: 'anyfunc', initial: 3, maximum: 2 }), 'message');
    same((W) => new W.Table({ element: 'anyfunc', initial: 3, maximum: 2 ** 32 - 1 }).length);
  });

  it('grows by functions only', () => {
    const table = new ENGINES.winch.Table({ element: 'anyfunc', initial: 1 });
    expect(() => table.grow(1, undefined)).toThrow(TypeError);
    expect(table.length).toBe(1);
    expect(table.grow(1)).toBe(1);
  });

  it('has initial values', async () => {
    const bytes = await watToWasm('(module (func (export "f")))');
    for (const element of ['anyfunc', 'externref'] as const) {
      same((W) => new W.Table({ element, initial: 2 }).get(1));
      for (const value of [undefined, null, 1, {}, () => 1]) {
        same((W) => new W.Table({ element, initial: 2 }, value).get(1));
        // Before version 12, V8 took undefined for a missing argument here.
        if (element === 'externref' || value !== undefined) {
          same((W) => {
            const table = new W.Table({ element, initial: 1 });
            return [table.grow(1, value), table.get(1)];
          });
        }
        same((W) => {
          const table = new W.Table({ element, initial: 1 });
          table.set(0, value);
          return table.get(0);
        });
      }
      same((W) => {
        const { f } = start(W, bytes);
        const table = new W.Table({ element, initial: 2 }, f);
        table.grow(1, f);
        table.set(0);
        return [table.get(0), table.get(1) === f, table.get(2) === f];
      });
      same((W) => {
        const table = new W.Table({ element, initial: 1 });
        table.grow(1);
        return [table.get(1), table.length];
      });
    }
  });

  it('checks indices', () => {
    for (const index of [0, 2, 3, -1, '1', 1.9, 'x', undefined, 1n, 2 ** 32]) {
      same((W) => {
        const table = new W.Table({ element: 'anyfunc', initial: 3 });
        return table.get(index as number);
      }, 'message');
      same((W) => {
        const table = new W.Table({ element: 'anyfunc', initial: 3 });
        return table.set(index as number, null);
      }, 'message');
    }
  });

  it('grows up to its maximum', () => {
    for (const delta of [0, 1, 2, 3, -1, '2', 1n, 2 ** 31, 2 ** 32]) {
      same((W) => {
        const table = new W.Table({ element: 'externref', initial: 1, maximum: 3 });
        return [table.grow(delta as number), table.length];
      }, 'message');
    }
    same((W) => new W.Table({ element: 'anyfunc', initial: 1 }).grow(10_000_000));
  });

  it('gives and takes functions as they are, and calls them without JavaScript between', async () => {
    const bytes = await watToWasm(`(module
      (table (export "t") 2 8 funcref)
      (elem (i32.const 1) $five)
      (func $five (export "five") (result i32) (i32.const 5))
      (func (export "six") (result i32) (i32.const 6))
      (func (export "other") (param f64))
      (func (export "grow") (result i32) (table.grow (ref.func $five) (i32.const 1)))
      (func (export "put") (param i32 funcref) (table.set (local.get 0) (local.get 1)))
      (func (export "call") (param i32) (result i32) (call_indirect (result i32) (local.get 0))))`);
    same((W) => {
      const a = start(W, bytes);
      const b = start(W, bytes);
      const log: unknown[] = [a.t.get(0), a.t.get(1) === a.five, Object.is(a.t.get(1), a.t.get(1))];
      a.t.set(0, b.six);
      log.push(a.t.get(0) === b.six, a.call(0), a.call(1));
      log.push(a.grow(), a.t.length, a.t.get(2) === a.five, a.t.grow(1, b.five), a.call(3));
      a.put(0, a.six);
      log.push(a.t.get(0) === a.six, a.call(0));
      for (const bad of [() => 1, undefined, 0, {}]) {
        try {
          a.put(0, bad);
        } catch (error) {
          log.push((error as Error).name);
        }
      }
      return log;
    });
    for (const index of [0, 1, 2, 99, -1]) {
      same((W) => {
        const a = start(W, bytes);
        a.t.set(1, a.other);
        return a.call(index);
      });
    }
  });

  it('keeps what it holds: external references of every kind', async () => {
    const bytes = await watToWasm(`(module (table (export "t") 10 externref)
      (func (export "get") (param i32) (result externref) (table.get (local.get 0)))
      (func (export "fill") (param i32 externref i32)
        (table.fill (local.get 0) (local.get 1) (local.get 2)))
      (func (export "null") (param i32) (result i32) (ref.is_null (table.get (local.get 0)))))`);
    same((W) => {
      const { t, get, fill, null: isNull } = start(W, bytes);
      const values = [undefined, null, 0, -0, Number.NaN, 'text', 5n, Symbol.iterator, Math.max];
      values.forEach((value, i) => {
        t.set(i, value);
      });
      const log = values.map((value, i) => [
        Object.is(t.get(i), value),
        Object.is(get(i), value),
        isNull(i),
      ]);
      const object = {};
      fill(2, object, 5);
      return [log, t.get(2) === object, t.get(6) === object, t.get(7) === object];
    });
  });
});
