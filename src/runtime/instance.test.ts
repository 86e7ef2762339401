import { describe, expect, it } from 'vitest';
import { funcType, I32, I64 } from '../../test/support/native-module.js';
import { compileWat } from '../../test/support/wat-module.js';
import { TrapKind } from '../wasm/trap-kind.js';
import { ValType } from '../wasm/value-types.js';
import { LinkError, RuntimeError } from './errors.js';
import { HostFunction, type WasmFunction } from './function.js';
import { Global } from './global.js';
import { Instance } from './instance.js';
import type { Extern } from './link.js';
import { Memory } from './memory.js';
import { getStore } from './store.js';
import { Table } from './table.js';

const store = getStore();

async function instantiate(text: string, externs: Extern[] = []): Promise<Instance> {
  return Instance.create(store, await compileWat(text), externs);
}

function call(instance: Instance, name: string, ...args: unknown[]): unknown {
  return (instance.exports.get(name) as WasmFunction).call(args);
}

function trapKind(run: () => unknown): TrapKind | -1 | undefined {
  try {
    run();
  } catch (error) {
    return error instanceof RuntimeError ? error.kind : undefined;
  }
  return undefined;
}

describe('linking', () => {
  const host = HostFunction.fromJs(store, funcType([I32], []), () => {});
  const memory = Memory.create(store, { min: 1, max: 2, shared: false });
  const table = new Table(store, { min: 10, max: 20, elemType: ValType.FuncRef });
  const global = Global.create(store, { type: I32, mutable: false });

  const good: [string, Extern][] = [
    ['(import "m" "f" (func (param i32)))', host],
    ['(import "m" "f" (memory 1))', memory],
    ['(import "m" "f" (memory 0 2))', memory],
    ['(import "m" "f" (memory 1 65536))', memory],
    ['(import "m" "f" (table 10 funcref))', table],
    ['(import "m" "f" (table 5 20 funcref))', table],
    ['(import "m" "f" (global i32))', global],
  ];
  it.each(good)('accepts %s', async (text, extern) => {
    await expect(instantiate(`(module ${text})`, [extern])).resolves.toBeInstanceOf(Instance);
  });

  const bad: [string, Extern | undefined, RegExp][] = [
    ['(import "m" "f" (func (param i32)))', undefined, /"m" "f": unknown import/],
    ['(import "m" "f" (func))', host, /\(\) -> \(\) is expected, not \(i32\) -> \(\)/],
    ['(import "m" "f" (func))', memory, /a function is expected, not a memory/],
    ['(import "m" "f" (memory 2))', memory, /size 2 .* not size 1 with maximum 2/],
    ['(import "m" "f" (memory 1 1))', memory, /maximum 1/],
    ['(import "m" "f" (table 11 funcref))', table, /size 11/],
    ['(import "m" "f" (table 10 19 funcref))', table, /maximum 19/],
    ['(import "m" "f" (table 10 externref))', table, /externref is expected, not funcref/],
    ['(import "m" "f" (global (mut i32)))', global, /mutable i32 is expected, not immutable i32/],
    ['(import "m" "f" (global i64))', global, /immutable i64/],
    ['(import "m" "f" (global i32))', table, /a global is expected, not a table/],
  ];
  it.each(bad)('refuses %s', async (text, extern, reason) => {
    const artifact = await compileWat(`(module ${text})`);
    const run = () => Instance.create(store, artifact, [extern]);
    expect(run).toThrow(LinkError);
    expect(run).toThrow(reason);
  });

  it('uses the sizes of now, not of creation', async () => {
    const grown = Memory.create(store, { min: 1, max: 4, shared: false });
    const artifact = await compileWat('(module (import "m" "f" (memory 3)))');
    expect(() => Instance.create(store, artifact, [grown])).toThrow(LinkError);
    grown.grow(2);
    expect(Instance.create(store, artifact, [grown]).memories[0]).toBe(grown);
  });
});

describe('instantiation', () => {
  it('evaluates constant expressions of all types', async () => {
    const offset = Global.create(store, { type: I32, mutable: false });
    offset.setRaw(0xffff_fff0n);
    const instance = await instantiate(
      `(module (import "m" "g" (global $g i32))
        (global (export "a") i32 (i32.add (global.get $g) (i32.mul (i32.const 4) (i32.const 8))))
        (global (export "b") i64 (i64.sub (i64.const -9223372036854775808) (i64.const 1)))
        (global (export "c") f64 (f64.const -0.5))
        (global (export "d") f32 (f32.const nan:0x200001))
        (global (export "e") funcref (ref.func $f))
        (global (export "f") externref (ref.null extern))
        (func $f (export "fn")))`,
      [offset],
    );
    const get = (name: string) => instance.exports.get(name) as Global;
    expect(get('a').get()).toBe(16);
    expect(get('b').get()).toBe(0x7fff_ffff_ffff_ffffn);
    expect(get('c').get()).toBe(-0.5);
    expect(get('d').getRaw()).toBe(0x7fa00001n);
    expect(get('e').get()).toBe(instance.exports.get('fn'));
    expect(get('f').get()).toBe(null);
  });

  it('keeps what earlier segments wrote when a later one is out of bounds', async () => {
    const memory = Memory.create(store, { min: 1, max: 1, shared: false });
    const table = new Table(store, { min: 4, max: -1, elemType: ValType.FuncRef });
    const artifact = await compileWat(
      `(module (import "m" "m" (memory 1)) (import "m" "t" (table 4 funcref))
        (elem (i32.const 0) $f)
        (data (i32.const 0) "abc") (data (i32.const 65535) "xy") (data (i32.const 8) "z")
        (func $f (result i32) (i32.const 42)))`,
    );
    expect(trapKind(() => Instance.create(store, artifact, [memory, table]))).toBe(
      TrapKind.OutOfBoundsMemoryAccess,
    );
    const bytes = new Uint8Array(memory.buffer);
    expect([...bytes.subarray(0, 9)]).toEqual([97, 98, 99, 0, 0, 0, 0, 0, 0]);
    expect(bytes[65535]).toBe(0);
    // The function lives on in the table.
    expect((table.get(0) as WasmFunction).call([])).toBe(42);
  });

  it('runs the start function, which need not be exported', async () => {
    const log: number[] = [];
    const host = HostFunction.fromJs(store, funcType([I32], []), (x: number) => {
      log.push(x);
    });
    await instantiate(
      '(module (import "m" "f" (func $f (param i32))) (func $s (call $f (i32.const 7))) (start $s))',
      [host],
    );
    expect(log).toEqual([7]);
  });

  it('keeps the identity of functions across modules and tables', async () => {
    const first = await instantiate(
      '(module (func $f (export "f") (result i32) (i32.const 1)) (table (export "t") 2 funcref) (elem (i32.const 1) $f))',
    );
    const f = first.exports.get('f') as WasmFunction;
    const second = await instantiate(
      '(module (import "m" "f" (func $f (result i32))) (import "m" "t" (table 2 funcref)) (export "g" (func $f)) (func (export "get") (result funcref) (table.get 0 (i32.const 1))))',
      [f, first.exports.get('t')!],
    );
    expect(second.exports.get('g')).toBe(f);
    expect(call(second, 'get')).toBe(f);
    expect((first.exports.get('t') as Table).get(1)).toBe(f);
  });

  it('refuses code for features that the machine lacks', async () => {
    const artifact = await compileWat('(module)');
    expect(() => Instance.create(store, { ...artifact, features: ['avx9000'] })).toThrow(
      /CPU features that this machine lacks: avx9000/,
    );
  });
});

describe('builtins', () => {
  const text = `(module
    (memory (export "m") 1 3) (table $t (export "t") 10 20 funcref) (table $u 10 externref)
    (elem $e func $f $g $f) (data $d "hello")
    (func $f (export "f")) (func $g (export "g"))
    (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
    (func (export "size") (result i32) (memory.size))
    (func (export "copy") (param i32 i32 i32) (memory.copy (local.get 0) (local.get 1) (local.get 2)))
    (func (export "fill") (param i32 i32 i32) (memory.fill (local.get 0) (local.get 1) (local.get 2)))
    (func (export "init") (param i32 i32 i32) (memory.init $d (local.get 0) (local.get 1) (local.get 2)))
    (func (export "drop") (data.drop $d))
    (func (export "tgrow") (param funcref i32) (result i32) (table.grow $t (local.get 0) (local.get 1)))
    (func (export "tsize") (result i32) (table.size $t))
    (func (export "tfill") (param i32 funcref i32) (table.fill $t (local.get 0) (local.get 1) (local.get 2)))
    (func (export "tcopy") (param i32 i32 i32) (table.copy $t $t (local.get 0) (local.get 1) (local.get 2)))
    (func (export "tinit") (param i32 i32 i32) (table.init $t $e (local.get 0) (local.get 1) (local.get 2)))
    (func (export "edrop") (elem.drop $e))
    (func (export "uset") (param i32 externref) (table.set $u (local.get 0) (local.get 1)))
    (func (export "uget") (param i32) (result externref) (table.get $u (local.get 0))))`;

  it('keep to the bounds of memories', async () => {
    const instance = await instantiate(text);
    const memory = instance.exports.get('m') as Memory;
    const bytes = () => new Uint8Array(memory.buffer);
    call(instance, 'init', 10, 0, 5);
    call(instance, 'copy', 12, 10, 5);
    expect(String.fromCharCode(...bytes().subarray(10, 18))).toBe('hehello\0');
    call(instance, 'fill', 65535, 0x1ff, 1);
    expect(bytes()[65535]).toBe(255);
    for (const [name, ...args] of [
      ['copy', 65536, 0, 1],
      ['copy', 0, 65536, 1],
      ['copy', 65537, 0, 0],
      ['copy', 0, 65537, 0],
      ['copy', 1, 0, 65536],
      ['copy', -1, 0, -1],
      ['fill', 65536, 0, 1],
      ['fill', 65537, 0, 0],
      ['fill', -1, 0, -1],
      ['init', 65532, 0, 5],
      ['init', 65537, 0, 0],
      ['init', 0, 1, 5],
      ['init', 0, 6, 0],
      ['init', 0, -1, -1],
    ] as const) {
      const run = () => call(instance, name, ...args);
      expect([name, args, trapKind(run)]).toEqual([name, args, TrapKind.OutOfBoundsMemoryAccess]);
    }
    call(instance, 'copy', 65536, 65536, 0);
    call(instance, 'fill', 65536, 0, 0);
    call(instance, 'init', 65536, 5, 0);
    call(instance, 'drop');
    call(instance, 'init', 65536, 0, 0);
    expect(trapKind(() => call(instance, 'init', 0, 0, 1))).toBe(TrapKind.OutOfBoundsMemoryAccess);
  });

  it('name the function that called them in the stack', async () => {
    const instance = await instantiate(text);
    for (const name of ['copy', 'init']) {
      let stack: string | undefined;
      try {
        call(instance, name, -1, 0, 1);
      } catch (error) {
        stack = (error as Error).stack;
      }
      expect(stack!.split('\n')[1]).toMatch(
        /^ {4}at wasm:\/\/wasm\/[0-9a-f]{8}:wasm-function\[\d+\]:0x[0-9a-f]+$/,
      );
    }
  });

  it('grow memories in place', async () => {
    const instance = await instantiate(text);
    const memory = instance.exports.get('m') as Memory;
    const before = memory.buffer;
    expect(memory.buffer).toBe(before);
    new Uint8Array(before)[5] = 9;
    expect(call(instance, 'grow', 1)).toBe(1);
    expect(before.byteLength).toBe(0);
    expect(memory.buffer.byteLength).toBe(2 * 65536);
    expect(new Uint8Array(memory.buffer)[5]).toBe(9);
    expect(call(instance, 'size')).toBe(2);
    expect(call(instance, 'grow', 2)).toBe(-1);
    expect(call(instance, 'grow', -1)).toBe(-1);
    expect(call(instance, 'grow', 0)).toBe(2);
    expect(memory.grow(1)).toBe(2);
    expect(call(instance, 'size')).toBe(3);
    call(instance, 'fill', 3 * 65536 - 1, 1, 1);
  });

  it('keep to the bounds of tables', async () => {
    const instance = await instantiate(text);
    const table = instance.exports.get('t') as Table;
    const f = instance.exports.get('f');
    const g = instance.exports.get('g');
    call(instance, 'tinit', 8, 1, 2);
    expect([table.get(8), table.get(9)]).toEqual([g, f]);
    call(instance, 'tcopy', 0, 8, 2);
    call(instance, 'tcopy', 1, 0, 2);
    expect([0, 1, 2, 3].map((i) => table.get(i))).toEqual([g, g, f, null]);
    call(instance, 'tfill', 3, g, 2);
    expect([3, 4, 5].map((i) => table.get(i))).toEqual([g, g, null]);
    for (const [name, ...args] of [
      ['tinit', 8, 0, 3],
      ['tinit', 0, 2, 2],
      ['tinit', 11, 0, 0],
      ['tinit', 0, 4, 0],
      ['tinit', -1, 0, 1],
      ['tcopy', 9, 0, 2],
      ['tcopy', 0, 9, 2],
      ['tcopy', 11, 0, 0],
      ['tfill', 9, null, 2],
      ['tfill', 11, null, 0],
    ] as const) {
      const run = () => call(instance, name, ...args);
      expect([name, args, trapKind(run)]).toEqual([name, args, TrapKind.OutOfBoundsTableAccess]);
    }
    expect(call(instance, 'tgrow', f, 3)).toBe(10);
    expect([table.length, table.get(12), table.get(5)]).toEqual([13, f, null]);
    expect(call(instance, 'tgrow', null, 8)).toBe(-1);
    expect(call(instance, 'tgrow', null, -1)).toBe(-1);
    expect(call(instance, 'tgrow', null, 7)).toBe(13);
    expect(call(instance, 'tsize')).toBe(20);
    expect(table.get(8)).toBe(g);
    call(instance, 'edrop');
    expect(trapKind(() => call(instance, 'tinit', 0, 0, 1))).toBe(TrapKind.OutOfBoundsTableAccess);
    call(instance, 'tinit', 20, 0, 0);
  });

  it('keep external references while they are stored, and forget others', async () => {
    const instance = await instantiate(text);
    const kept = { kept: true };
    call(instance, 'uset', 3, kept);
    call(instance, 'uset', 4, undefined);
    for (let i = 0; i < 20_000; i++) call(instance, 'uset', 5, { i });
    expect(call(instance, 'uget', 3)).toBe(kept);
    expect(call(instance, 'uget', 4)).toBe(undefined);
    expect(call(instance, 'uget', 5)).toEqual({ i: 19_999 });
    expect(call(instance, 'uget', 6)).toBe(null);
    expect(store.references.externs.size).toBeLessThan(10_000);
  });
});

describe('references given as words', () => {
  it('are refused when they are none', async () => {
    const instance = await instantiate(
      '(module (func (export "f") (param funcref)) (func (export "x") (param externref)))',
    );
    const f = instance.exports.get('f') as WasmFunction;
    const x = instance.exports.get('x') as WasmFunction;
    expect(f.callRaw([BigInt(f.pointer)])).toEqual([]);
    for (const word of [1n, 8n, BigInt(f.pointer + 8), BigInt(f.pointer + 48), 1n << 63n, -1n]) {
      expect(() => f.callRaw([word])).toThrow(RangeError);
      expect(() => x.callRaw([word + 1000000n])).toThrow(RangeError);
    }
    expect(() => f.call([{}])).toThrow(TypeError);
    expect(() => f.callRaw([])).toThrow(RangeError);
  });
});

describe('conversions', () => {
  it('may enter WebAssembly themselves', async () => {
    const instance = await instantiate(
      '(module (func (export "add") (param i32 i64) (result i64) (i64.add (i64.extend_i32_s (local.get 0)) (local.get 1))))',
    );
    const add = instance.exports.get('add') as WasmFunction;
    const nested = { valueOf: () => Number(add.call([20, 2n])) };
    expect(add.call([nested, 20n])).toBe(42n);
    expect(() => add.call([1, 2])).toThrow(TypeError);
    expect(() => add.call([Symbol('no'), 2n])).toThrow(TypeError);
    expect(store.thread.sp).toBe(store.thread.stackSize);
    const host = HostFunction.fromJs(store, funcType([], [I32, I64]), () => [1]);
    expect(() => host.call([])).toThrow(/2 results expected, not 1/);
  });
});
