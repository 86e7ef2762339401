import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ENGINES, same, start, watToWasm } from '../../test/support/two-engines.js';

const VALUES: readonly unknown[] = [
  undefined,
  null,
  0,
  -0,
  1.9,
  -1,
  2 ** 31,
  2 ** 32 + 5,
  1e300,
  Number.NaN,
  0.1,
  '7',
  'x',
  true,
  5n,
  -(2n ** 63n),
  2n ** 64n + 3n,
  Symbol('s'),
  { valueOf: () => 3 },
  [],
];
const TYPES = ['i32', 'i64', 'f32', 'f64', 'externref', 'anyfunc'] as const;

describe('WebAssembly.Global', () => {
  it.each(TYPES)('of %s converts values', (type) => {
    // Of an older host's external references it is null; the standard has ToWebAssemblyValue(undefined).
    if (type === 'externref') {
      expect(new ENGINES.winch.Global({ value: type }).value).toBe(undefined);
      expect(new ENGINES.winch.Global({ value: type, mutable: true }).value).toBe(undefined);
    } else {
      same((W) => new W.Global({ value: type }).value);
      same((W) => {
        const global = new W.Global({ value: type, mutable: true });
        return (global as { value: unknown }).value;
      });
    }
    for (const value of VALUES) {
      same((W) => new W.Global({ value: type }, value).value);
      same((W) => {
        const global = new W.Global({ value: type, mutable: true });
        global.value = value;
        return [global.value, global.valueOf()];
      });
    }
  });

  it('converts descriptors', () => {
    for (const value of ['i32', 'foo', 'v128', '', undefined, null, 3]) {
      same((W) => new W.Global({ value } as never, undefined).value, 'message');
    }
    same((W) => new W.Global(undefined as never), 'message');
    same((W) => {
      const global = new W.Global({ value: 'i32', mutable: 'yes' as never }, 5);
      global.value = 7.9;
      return global.value;
    });
  });

  it('is only set when it is mutable', () => {
    same((W) => {
      new W.Global({ value: 'i32' }).value = 1;
    }, 'message');
    same((W) => {
      const { set } = Object.getOwnPropertyDescriptor(W.Global.prototype, 'value')!;
      set!.call(new W.Global({ value: 'i32' }), 1);
    }, 'message');
  });

  it('is the cell that code sees', async () => {
    const bytes = await watToWasm(`(module
      (import "e" "g" (global $g (mut i64)))
      (global (export "own") (export "same") (mut f32) (f32.const 1.5))
      (global (export "fixed") i32 (i32.const -7))
      (global (export "f") (mut funcref) (ref.func $run))
      (global (export "x") (mut externref) (ref.null extern))
      (export "again" (global $g))
      (func $run (export "run") (global.set $g (i64.add (global.get $g) (i64.const 1)))
        (global.set 1 (f32.mul (global.get 1) (f32.const 2)))))`);
    same((W) => {
      const g = new W.Global({ value: 'i64', mutable: true }, 41n);
      const a = start(W, bytes, { e: { g } });
      const b = start(W, bytes, { e: { g } });
      a.run();
      b.run();
      const log: unknown[] = [g.value, a.again === g, b.again === g, a.own.value];
      a.own.value = 0.1;
      a.run();
      log.push(a.own.value, b.own.value, a.fixed.value, a.f.value === a.run, a.x.value);
      a.f.value = b.run;
      a.x.value = a;
      log.push(a.f.value === b.run, a.x.value === a);
      a.f.value();
      log.push(b.own.value, g.value);
      for (const set of [() => (a.fixed.value = 1), () => (a.f.value = () => 1)]) {
        try {
          set();
        } catch (error) {
          log.push((error as Error).name);
        }
      }
      return log;
    });
  });

  it('is not cloned', async () => {
    const bytes = await watToWasm('(module (global (export "g") i32 (i32.const 1)))');
    same((W) => structuredClone(new W.Global({ value: 'i32' })));
    same((W) => structuredClone([start(W, bytes).g]));
    same((W) => new MessageChannel().port1.postMessage(new W.Global({ value: 'i32' })));
    expect(() => structuredClone(new ENGINES.winch.Global({ value: 'i32' }))).toThrow(
      /could not be cloned/,
    );
    // Nothing else tells that it is no plain object.
    same((W) => {
      class Special extends W.Global {}
      const global = new Special({ value: 'i32', mutable: true }, 3);
      return [
        Object.prototype.toString.call(global),
        Reflect.ownKeys(global),
        Object.isExtensible(global),
        typeof global,
        global instanceof Special,
        JSON.stringify(global),
        global.value,
        inspect(new W.Global({ value: 'i32' })),
      ];
    });
  });

  it('is the same object under every name', async () => {
    const bytes = await watToWasm('(module (global (export "a") (export "b") i32 (i32.const 1)))');
    const { a, b } = start(ENGINES.winch, bytes);
    expect(a).toBe(b);
  });
});
