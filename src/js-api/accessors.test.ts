import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { ENGINES, same, start, watToWasm } from '../../test/support/two-engines.js';
import { deserializeArtifact } from '../artifact/deserialize.js';
import { serializeArtifact } from '../artifact/serialize.js';
import { artifactOf } from './artifact-of.js';

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc') as () => void;

const NUMBERS = ['i32', 'i64', 'f32', 'f64'] as const;
const VALUES: readonly unknown[] = [
  ...[undefined, null, 0, -0, 1.9, -(2 ** 31) - 1, 1e300, Number.NaN, '7', 'x', true],
  ...[5n, -(2n ** 63n) - 1n, Symbol.iterator, { valueOf: () => 3 }, { valueOf: () => 3n }, [8]],
];

/** A mutable global of each type, with the functions that read and write it. */
const SOURCE = `(module
  ${NUMBERS.map(
    (type) => `
    (global $${type} (export "${type}") (mut ${type}) (${type}.const 41))
    (func (export "get_${type}") (result ${type}) (global.get $${type}))
    (func (export "set_${type}") (param ${type}) (global.set $${type} (local.get 0)))
    (func (export "add_${type}") (param ${type})
      (global.set $${type} (${type}.add (global.get $${type}) (local.get 0))))`,
  ).join('')})`;

describe('functions that only access a global', () => {
  it('are known, and only they', async () => {
    const module = new ENGINES.winch.Module(await watToWasm(SOURCE));
    expect([...artifactOf(module).accessors]).toEqual(
      [0, 1, 2, 3].flatMap((i) => [3 * i, 2 * i, 3 * i + 1, 2 * i + 1]),
    );
  });

  it.each(NUMBERS)('see what others do to it, and the other way round (%s)', async (type) => {
    const bytes = await watToWasm(SOURCE);
    for (const value of VALUES) {
      same((W) => {
        const e = start(W, bytes);
        const log: unknown[] = [e[`get_${type}`]()];
        try {
          log.push(e[`set_${type}`](value), e[type].value, e[`get_${type}`]());
        } catch (error) {
          log.push((error as Error).constructor.name, (error as Error).message);
        }
        const one = type === 'i64' ? 1n : 1;
        e[`add_${type}`](one);
        log.push(e[`get_${type}`]());
        e[type].value = type === 'i64' ? -7n : -7.5;
        log.push(e[`get_${type}`](), e[`set_${type}`].length, e[`get_${type}`].length);
        return log;
      });
    }
  });

  it('have no parameters besides, which would have to be converted', async () => {
    const bytes = await watToWasm(`(module
      (global $g (mut i32) (i32.const 3))
      (func (export "get") (param i64) (result i32) (global.get $g))
      (func (export "set") (param i32 i64) (global.set $g (local.get 0)))
      (func (export "plain") (result i32) (global.get $g)))`);
    const artifact = artifactOf(new ENGINES.winch.Module(bytes));
    expect([...artifact.accessors]).toEqual([2, 0]);
    expect(deserializeArtifact(serializeArtifact(artifact)).accessors).toEqual(artifact.accessors);
    same((W) => {
      const { get, set, plain } = start(W, bytes);
      const log: unknown[] = [get.length, set.length, get(1n), set(8, 1n), plain()];
      for (const call of [() => get(1), () => get(), () => set(9), () => set(9, 9)]) {
        try {
          log.push(call());
        } catch (error) {
          log.push((error as Error).constructor.name, (error as Error).message);
        }
      }
      return [...log, plain()];
    });
  });

  it('look as others do', async () => {
    const bytes = await watToWasm(SOURCE);
    same((W) => {
      const { get_i64: get, set_f32: set } = start(W, bytes);
      return [
        get.name,
        set.name,
        /\[native code\]/.test(String(get)),
        'prototype' in get,
        typeof set,
      ];
    });
  });

  it('throw errors of conversions as if they came from the caller', async () => {
    const bytes = await watToWasm(SOURCE);
    for (const W of Object.values(ENGINES)) {
      const e = start(W, bytes);
      const caller = (name: string, value: unknown) => e[name](value);
      for (const [name, value] of [
        ['set_i32', 1n],
        ['set_i64', 1],
        ['set_f64', Symbol.iterator],
      ] as const) {
        let thrown: unknown;
        try {
          caller(name, value);
        } catch (error) {
          thrown = error;
        }
        expect(thrown).toBeInstanceOf(TypeError);
        expect((thrown as Error).stack!.split('\n')[1]).toContain('caller');
      }
    }
  });

  it('access globals of others, through tables, too', async () => {
    const bytes = await watToWasm(`(module
      (import "e" "g" (global $g (mut i32)))
      (table (export "t") 2 funcref)
      (elem (i32.const 0) $get $set)
      (func $get (result i32) (global.get $g))
      (func $set (param i32) (global.set $g (local.get 0))))`);
    same((W) => {
      const g = new W.Global({ value: 'i32', mutable: true }, 5);
      const { t } = start(W, bytes, { e: { g } });
      const log = [t.get(0)()];
      t.get(1)(-9);
      log.push(g.value, t.get(0)());
      return log;
    });
  });

  it('keep what the global is in', async () => {
    const bytes = await watToWasm(SOURCE);
    const kept: [() => unknown, number][] = [];
    for (let i = 0; i < 300; i++) {
      const e = start(ENGINES.winch, bytes);
      e.set_i32(i);
      if (i % 10 === 0) kept.push([e.get_i32, i]);
      if (i % 50 === 0) await collect();
    }
    await collect();
    for (const [get, i] of kept) expect(get()).toBe(i);
  });
});

async function collect(): Promise<void> {
  gc();
  await new Promise((resolve) => setImmediate(resolve));
}
