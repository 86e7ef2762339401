import { beforeAll, describe, expect, it } from 'vitest';
import { compileModule } from '../compiler/module-compiler.js';
import { watToWasm } from '../text/wat.js';
import { Thrown } from './exceptions.js';
import { HostFunction, type WasmFunction } from './function.js';
import { Instance } from './instance.js';
import { getStore } from './store.js';
import './node.js';

const store = getStore();
const { externs } = store.references;

function instanceOf(bytes: Uint8Array, call: (...args: never[]) => unknown): Instance {
  const artifact = compileModule(bytes, store.platform.compiling);
  const { info } = artifact;
  const imported = info.imports.map((item) =>
    HostFunction.fromJs(store, info.types[(item as { typeIndex: number }).typeIndex]!, call),
  );
  return Instance.create(store, artifact, imported);
}

let bytes: Uint8Array;
beforeAll(async () => {
  bytes = await watToWasm(`(module
    (import "host" "call" (func $call (param i32)))
    (tag $t (param externref i32))
    (table $kept (export "kept") 100 exnref)
    ;; Keeps a reference to each exception for one round.
    (func (export "rounds") (param $n i32)
      (local $e exnref)
      (loop $again
        (block $h (result exnref)
          (try_table (catch_all_ref $h) (call $call (local.get $n)))
          (unreachable))
        (local.set $e)
        (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
    (func (export "keep") (param $at i32)
      (table.set $kept (local.get $at)
        (block $h (result exnref)
          (try_table (catch_all_ref $h) (call $call (local.get $at)))
          (unreachable))))
    (func (export "clear") (table.fill $kept (i32.const 0) (ref.null exn) (i32.const 100)))
    (func (export "again") (param i32) (throw_ref (table.get $kept (local.get 0))))
    ;; The exception is held by a local alone, while the host is called again and again.
    (func (export "held") (param $n i32)
      (local $e exnref)
      (block $h (result exnref)
        (try_table (catch_all_ref $h) (call $call (i32.const -1)))
        (unreachable))
      (local.set $e)
      (loop $again
        (block $o (try_table (catch_all $o) (call $call (local.get $n))))
        (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
      (throw_ref (local.get $e))))`);
}, 100_000);

const calling = (instance: Instance, name: string, ...args: unknown[]): unknown =>
  (instance.exports.get(name) as WasmFunction).call(args);

const caught = (run: () => unknown): unknown => {
  try {
    return ['returned', run()];
  } catch (error) {
    return error;
  }
};

describe('references to exceptions', () => {
  it('are few at a time, however many there were', () => {
    let most = 0;
    const x = instanceOf(bytes, (n: number) => {
      most = Math.max(most, externs.size);
      throw { n };
    });
    calling(x, 'rounds', 30_000);
    expect(most).toBeLessThan(10_000);
    store.references.settle();
    expect(externs.size).toBe(0);
  });

  it('stay while a table has them, and go with it', () => {
    const values = Array.from({ length: 100 }, (_, i) => ({ i }));
    const x = instanceOf(bytes, (at: number) => {
      throw values[at];
    });
    for (let i = 0; i < 100; i++) calling(x, 'keep', i);
    store.references.settle();
    for (let i = 0; i < 100; i++) expect(caught(() => calling(x, 'again', i))).toBe(values[i]);
    calling(x, 'clear');
    store.references.settle();
    expect(externs.size).toBe(0);
  });

  it('stay while a frame of running code has them', () => {
    const first = { first: true };
    const x = instanceOf(bytes, (n: number) => {
      if (n % 100 === 0) store.references.settle();
      throw n < 0 ? first : { n };
    });
    expect(caught(() => calling(x, 'held', 1000))).toBe(first);
  });
});

describe('exceptions', () => {
  it('keep the bits of their values, also through JavaScript', async () => {
    const module = await watToWasm(`(module
      (import "host" "call" (func $call (param i32)))
      (tag $t (param f32 f64))
      (func (export "throw") (throw $t (f32.const -nan:0x200001) (f64.const nan:0x4000000000001)))
      (func (export "bits") (result i32 i64)
        (local $d f64)
        (block $h (result f32 f64)
          (try_table (catch $t $h) (call $call (i32.const 0)))
          (unreachable))
        (local.set $d)
        (i32.reinterpret_f32)
        (i64.reinterpret_f64 (local.get $d))))`);
    const x = instanceOf(module, () => calling(x, 'throw'));
    expect(calling(x, 'bits')).toEqual([0xffa00001 | 0, 0x7ff4000000000001n]);
    const thrown = caught(() => calling(x, 'throw')) as Thrown;
    expect(thrown).toBeInstanceOf(Thrown);
    expect(thrown.values).toEqual([0xffa00001, 0x7ff4000000000001n]);
  });

  it('are of the tag of the instance, not of the module', async () => {
    const module = await watToWasm(`(module
      (import "host" "call" (func $call (param i32)))
      (tag $t)
      (func (export "throw") (throw $t))
      (func (export "catch") (result i32)
        (block $h (try_table (catch $t $h) (call $call (i32.const 0))) (return (i32.const 0)))
        (i32.const 1)))`);
    const one = instanceOf(module, () => {});
    const two = instanceOf(module, () => calling(one, 'throw'));
    expect(caught(() => calling(two, 'catch'))).toBeInstanceOf(Thrown);
    const three = instanceOf(module, () => calling(three, 'throw'));
    expect(calling(three, 'catch')).toBe(1);
  });
});
