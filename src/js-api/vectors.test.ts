import { describe, expect, it } from 'vitest';
import {
  ENGINES,
  IS_REFERENCE,
  type Namespace,
  same,
  start,
  watToWasm,
} from '../../test/support/two-engines.js';

// JavaScript has no value for a vector: where one would have to pass, there is a TypeError, before anything runs.

const PASSERS = await watToWasm(`(module
  (import "host" "take" (func $take (param v128)))
  (import "host" "give" (func $give (result v128)))
  (import "host" "both" (func $both (param i32 v128 f64) (result i32)))
  (import "host" "many" (func $many (result i32 v128)))
  (global $ran (export "ran") (mut i32) (i32.const 0))
  (global $v (export "v") (mut v128) (v128.const i32x4 1 2 3 4))
  (global (export "constant") v128 (v128.const i32x4 5 6 7 8))
  (table (export "table") 1 funcref)
  (elem (i32.const 0) $param)
  (func $run (global.set $ran (i32.add (global.get $ran) (i32.const 1))))
  (func $param (export "param") (param v128) (call $run) (global.set $v (local.get 0)))
  (func (export "result") (result v128) (call $run) (global.get $v))
  (func (export "mixed") (param i32 f32 v128 i64) (result i32) (call $run) (local.get 0))
  (func (export "results") (result i32 v128) (call $run) (i32.const 1) (global.get $v))
  (func (export "ninth")
    (param v128 v128 v128 v128 v128 v128 v128 v128 v128) (result f64)
    (call $run) (f64.const 1))
  (func (export "callTake") (call $run) (call $take (global.get $v)) (call $run))
  (func (export "callGive") (call $run) (global.set $v (call $give)) (call $run))
  (func (export "callBoth")
    (call $run) (drop (call $both (i32.const 1) (global.get $v) (f64.const 2))) (call $run))
  (func (export "callMany") (call $run) (call $many) (drop) (drop) (call $run))
  (func (export "lane") (result i32) (i32x4.extract_lane 2 (global.get $v)))
  (export "take" (func $take))
  (export "give" (func $give)))`);

const TAKERS = await watToWasm(`(module
  (import "other" "param" (func $param (param v128)))
  (import "other" "result" (func $result (result v128)))
  (import "other" "v" (global $v (mut v128)))
  (func (export "pass") (call $param (i32x4.add (call $result) (v128.const i32x4 10 20 30 40))))
  (func (export "lane") (result i32) (i32x4.extract_lane 3 (global.get $v))))`);

/** An instance, and what has happened: calls of host functions, and conversions of arguments. */
function passers(engine: Namespace) {
  const happened: string[] = [];
  const note =
    (name: string, value?: unknown) =>
    (...args: unknown[]) => {
      happened.push(`${name} of ${args.length}`);
      return value;
    };
  const host = { take: note('take'), give: note('give', 0), both: note('both', 1) };
  const exports = start(engine, PASSERS, { host: { ...host, many: note('many', [1, 2]) } });
  const argument = { valueOf: note('argument', 1) };
  return { exports, happened, argument };
}

/** The class and message of what a call throws, and what it did before. */
function outcome(engine: Namespace, run: (it: ReturnType<typeof passers>) => unknown): unknown {
  const it = passers(engine);
  let thrown: unknown = 'nothing';
  try {
    run(it);
  } catch (error) {
    const { name, message } = error as Error;
    thrown = IS_REFERENCE ? `${name}: ${message}` : name;
  }
  return [thrown, it.exports.ran.value, it.happened, it.exports.lane()];
}

const MESSAGE = IS_REFERENCE
  ? 'TypeError: type incompatibility when transforming from/to JS'
  : 'TypeError';

describe('vectors and JavaScript', () => {
  it.each(['param', 'result', 'mixed', 'results', 'ninth', 'take', 'give'])(
    'a call of %s runs nothing and converts no argument',
    (name) => {
      const call = (engine: Namespace) =>
        outcome(engine, ({ exports, argument }) => exports[name](argument, argument, argument, 1n));
      same(call);
      expect((call(ENGINES.winch) as unknown[])[0]).toBe(MESSAGE);
      same((engine) => outcome(engine, ({ exports }) => exports[name]()));
    },
  );

  it.each(['callTake', 'callGive', 'callBoth', 'callMany'])('%s calls no host function', (name) => {
    const call = (engine: Namespace) => outcome(engine, ({ exports }) => exports[name]());
    same(call);
    expect((call(ENGINES.winch) as unknown[])[0]).toBe(MESSAGE);
  });

  it('a function of a table is called no more than another', () => {
    same((engine) => outcome(engine, ({ exports }) => exports.table.get(0)(1)));
  });

  it('a global has no value', () => {
    for (const name of ['v', 'constant']) {
      same((engine) => outcome(engine, ({ exports }) => exports[name].value));
      same((engine) => outcome(engine, ({ exports }) => exports[name].valueOf()));
      same((engine) =>
        outcome(engine, ({ exports, argument }) => {
          exports[name].value = argument;
        }),
      );
    }
  });

  it('instances pass them to each other', () => {
    same((engine) => {
      const { exports } = passers(engine);
      const taker = start(engine, TAKERS, { other: exports });
      taker.pass();
      taker.pass();
      return [exports.lane(), taker.lane(), exports.ran.value];
    });
    same((engine) => {
      const other = { param: () => {}, result: () => 1, v: passers(engine).exports.v };
      return outcome(engine, () => start(engine, TAKERS, { other }).pass());
    });
  });

  it.each(['v128', '(mut v128)', 'i32', '(mut i32)'])(
    'what is imported as a global of type %s',
    async (type) => {
      const importer = await watToWasm(`(module (import "a" "b" (global ${type})))`);
      for (const b of [1, 1n, undefined]) {
        same((engine) => void start(engine, importer, { a: { b } }), 'message');
      }
      for (const name of ['v', 'constant', 'ran']) {
        same((engine) => void start(engine, importer, { a: { b: passers(engine).exports[name] } }));
      }
    },
  );
});
