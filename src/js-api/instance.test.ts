import { describe, expect, it } from 'vitest';
import {
  ENGINES,
  type Namespace,
  same,
  sameAsync,
  start,
  watToWasm,
} from '../../test/support/two-engines.js';
import { Memory as RuntimeMemory } from '../runtime/index.js';
import { engineGuards } from '../runtime/native/engine-guards.js';
import { nativeOn } from '../runtime/native/native-platform.js';
import { apiStore } from './store.js';

describe('imports', () => {
  it('are refused when they are missing or of another kind, by module and field', async () => {
    const given: readonly ((W: Namespace) => unknown)[] = [
      () => undefined,
      () => null,
      () => 1,
      () => 1n,
      () => 'x',
      () => ({}),
      () => () => 1,
      (W) => new W.Memory({ initial: 1 }),
      (W) => new W.Memory({ initial: 0, maximum: 1 }),
      (W) => new W.Memory({ initial: 1, maximum: 2 }),
      (W) => new W.Memory({ initial: 1, maximum: 3 }),
      (W) => new W.Table({ element: 'anyfunc', initial: 1 }),
      (W) => new W.Table({ element: 'anyfunc', initial: 0, maximum: 2 }),
      (W) => new W.Table({ element: 'anyfunc', initial: 1, maximum: 2 }),
      (W) => new W.Table({ element: 'anyfunc', initial: 1, maximum: 3 }),
      (W) => new W.Table({ element: 'externref', initial: 1, maximum: 2 }),
      (W) => new W.Global({ value: 'i32' }),
      (W) => new W.Global({ value: 'i32', mutable: true }),
      (W) => new W.Global({ value: 'i64' }),
      (W) => new W.Global({ value: 'i64', mutable: true }),
      (W) => new W.Global({ value: 'externref' }),
      (W) => new W.Global({ value: 'anyfunc' }),
    ];
    const wanted = [
      'func',
      'memory 1',
      'memory 1 2',
      'table 1 funcref',
      'table 1 2 funcref',
      'table 1 2 externref',
      'global i32',
      'global i64',
      'global f32',
      'global f64',
      'global externref',
      'global funcref',
      'global (mut i32)',
      'global (mut i64)',
      'global (mut externref)',
    ];
    for (const type of wanted) {
      const bytes = await watToWasm(`(module (import "env" "field" (${type})))`);
      for (const make of given) {
        same((W) => Object.keys(start(W, bytes, { env: { field: make(W) } })));
        const { winch } = ENGINES;
        try {
          start(winch, bytes, { env: { field: make(winch) } });
        } catch (error) {
          const text = (error as Error).message;
          expect(text).toMatch(/^WebAssembly\.Instance\(\): .*"env" "field": ./);
        }
      }
      same((W) => start(W, bytes, { env: {} }));
    }
  });

  it('have the same messages as V8 where kinds are wrong', async () => {
    for (const type of ['func', 'memory 1', 'table 1 funcref', 'global i32', 'global (mut i32)']) {
      const bytes = await watToWasm(`(module (import "" "a" (func)) (import "env" "b" (${type})))`);
      const a = () => 1;
      same((W) => start(W, bytes, { '': { a }, env: { b: undefined } }), 'message');
      same((W) => start(W, bytes, { '': { a } }), 'message');
      same((W) => start(W, bytes, { '': { a }, env: 1 as never }), 'message');
      same((W) => start(W, bytes), 'message');
    }
  });

  it('are read in order, each once, and getters may throw', async () => {
    const bytes = await watToWasm(`(module (import "a" "x" (func)) (import "b" "y" (global i32))
      (import "a" "z" (func)) (import "a" "x" (func)))`);
    const log = (name: string, target: object, seen: string[]) =>
      new Proxy(target, {
        get(t, key) {
          seen.push(`${name}.${String(key)}`);
          return Reflect.get(t, key);
        },
      });
    same((W) => {
      const seen: string[] = [];
      const a = log('a', { x() {}, z() {} }, seen);
      const b = log('b', { y: 3 }, seen);
      start(W, bytes, log('', { a, b }, seen) as never);
      return seen;
    });
    same((W) =>
      start(W, bytes, {
        get a(): never {
          throw new EvalError('mine');
        },
      }),
    );
    same(
      (W) =>
        start(W, bytes, { a: Object.assign(() => 1, { x() {}, z() {} }) as never, b: { y: 1 } }).q,
    );
  });

  it('must come in an object', async () => {
    const plain = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
    for (const imports of [undefined, null, 1, 'x', {}, () => 1, []]) {
      same((W) => Object.keys(start(W, plain, imports as never)), 'message');
      await sameAsync(
        async (W) => Object.keys(await W.instantiate(plain, imports as never)),
        'message',
      );
      await sameAsync(async (W) => {
        const instance = await W.instantiate(new W.Module(plain), imports as never);
        return instance instanceof W.Instance;
      }, 'message');
    }
  });
});

describe('exports', () => {
  it('are in a frozen object without prototype, in the order of the module', async () => {
    const bytes = await watToWasm(`(module (func (export "z") (export "a") (export "__proto__"))
      (memory (export "m") 1) (table (export "t") 1 funcref) (global (export "2") i32 (i32.const 4))
      (export "toString" (func 0)))`);
    same((W) => {
      const instance = new W.Instance(new W.Module(bytes));
      const { exports } = instance;
      return [
        exports === instance.exports,
        Object.keys(exports),
        Object.getPrototypeOf(exports),
        Object.isFrozen(exports),
        Object.values(exports).map((value) => Object.prototype.toString.call(value)),
        Object.values(Object.getOwnPropertyDescriptors(exports)).map(
          ({ writable, enumerable, configurable }) => [writable, enumerable, configurable],
        ),
        Object.keys(instance),
      ];
    });
    same((W) => {
      start(W, bytes).z = 1;
    });
  });
});

describe('instantiation', () => {
  it('has two forms', async () => {
    const bytes = await watToWasm('(module (func (export "f") (result i32) (i32.const 3)))');
    await sameAsync(async (W) => {
      const both = await W.instantiate(bytes);
      const one = await W.instantiate(both.module);
      return [
        Object.keys(both),
        both.module instanceof W.Module,
        both.instance.exports.f(),
        one instanceof W.Instance,
        one.exports.f(),
        one.exports.f === both.instance.exports.f,
      ];
    });
  });

  it('fails with the trap of the start function, or what it throws', async () => {
    const trap = await watToWasm('(module (func $s unreachable) (start $s))');
    const call = await watToWasm('(module (import "e" "h" (func $h)) (start $h))');
    same((W) => start(W, trap));
    await sameAsync((W) => W.instantiate(trap));
    const h = () => {
      throw new EvalError('from start');
    };
    same((W) => start(W, call, { e: { h } }), 'message');
    await sameAsync((W) => W.instantiate(call, { e: { h } }), 'message');
    same((W) => {
      let calls = 0;
      const instance = start(W, call, { e: { h: () => calls++ } });
      return [calls, Object.keys(instance)];
    });
  });

  it('fails at segments out of bounds, and leaves what came before', async () => {
    const bytes =
      await watToWasm(`(module (import "e" "m" (memory 1)) (import "e" "t" (table 2 funcref))
      (func $f) (elem (i32.const 0) $f) (data (i32.const 5) "abc") (data (i32.const 65535) "xy"))`);
    same((W) => {
      const m = new W.Memory({ initial: 1 });
      const t = new W.Table({ element: 'anyfunc', initial: 2 });
      const log: unknown[] = [];
      try {
        start(W, bytes, { e: { m, t } });
      } catch (error) {
        log.push((error as Error).name, error instanceof W.RuntimeError);
      }
      log.push([...new Uint8Array(m.buffer, 4, 5)], new Uint8Array(m.buffer)[65535]);
      log.push(typeof t.get(0), t.get(1));
      return log;
    });
  });

  it('has code with explicit checks compiled where memory has no guard pages', async () => {
    const own = await watToWasm(`(module (memory (export "m") 1)
      (func (export "load") (param i32) (result i32) (i32.load offset=4 (local.get 0))))`);
    const imported = await watToWasm(`(module (import "e" "m" (memory 1))
      (func (export "load") (param i32) (result i32) (i32.load offset=4 (local.get 0))))`);
    const W = ENGINES.winch;
    const { system: native } = nativeOn(apiStore().platform);
    const { mmap } = native;
    const modules = [new W.Module(own), new W.Module(imported)] as const;
    // As on a system that limits address space.
    native.mmap = (address, length, prot, flags, fd) =>
      length >= 2 ** 32 ? -1 : mmap(address, length, prot, flags, fd);
    try {
      const a = new W.Instance(modules[0]).exports;
      const b = new W.Instance(modules[1], { e: { m: a.m } }).exports;
      new Uint8Array(a.m.buffer)[65532] = 7;
      for (const { load } of [a, b]) {
        expect(load(65528)).toBe(7);
        for (const at of [65529, 65532, 65536, -1, -8]) {
          expect(() => load(at)).toThrow(W.RuntimeError);
        }
      }
      expect(a.m.grow(3)).toBe(1);
      expect([a.load(65528), b.load(65528), b.load(65536)]).toEqual([7, 7, 0]);
    } finally {
      native.mmap = mmap;
    }
    const c = new W.Instance(modules[0]).exports;
    // Not on every machine: see engineGuards.
    expect(RuntimeMemory.create(apiStore(), { min: 1, max: 1, shared: false }).guarded).toBe(
      engineGuards(native),
    );
    expect(c.load(65528)).toBe(0);
  });
});
