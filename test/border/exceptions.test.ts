import { runInNewContext } from 'node:vm';
import { beforeAll, describe, expect, it } from 'vitest';
import { ENGINES, type Namespace, same, start, watToWasm } from '../support/two-engines.js';

// Frames, tags, payloads and JavaScript in between; in the legacy form, so that V8 says what is right.
const MODULE = `(module
  (import "host" "call" (func $call (param i32)))
  (import "host" "give" (func $give (param externref) (result i32)))
  (tag $none (export "none"))
  (tag $one (export "one") (param i32))
  (tag $all (export "all") (param i32 i64 f32 f64 externref))
  (tag $many (export "many") (param i64 i32 f32 f64 i32 i64 i32 i64 f64 i32 i64 i32))
  (table 2 funcref)
  (elem (i32.const 0) $throwOne $deep)
  (func $throwOne (export "throwOne") (param i32) (throw $one (local.get 0)))
  (func (export "throwAll") (param externref)
    (throw $all (i32.const -7) (i64.const 0x123456789abcdef0) (f32.const 1.5) (f64.const -0.0) (local.get 0)))
  (func $throwMany
    (throw $many (i64.const 1) (i32.const 2) (f32.const 3) (f64.const 4) (i32.const 5) (i64.const 6)
      (i32.const 7) (i64.const 8) (f64.const 9) (i32.const 10) (i64.const 11) (i32.const 12)))
  (func (export "catchMany") (result i64 i32 f32 f64 i32 i64 i32 i64 f64 i32 i64 i32)
    (try (result i64 i32 f32 f64 i32 i64 i32 i64 f64 i32 i64 i32)
      (do (call $throwMany) (unreachable))
      (catch $many)))
  (func $deep (export "deep") (param i32)
    (if (local.get 0) (then (call $deep (i32.sub (local.get 0) (i32.const 1))))
      (else (throw $one (i32.const 99)))))
  (func (export "catchDeep") (param i32) (result i32)
    (try (result i32) (do (call $deep (local.get 0)) (i32.const 0)) (catch $one)))
  ;; Locals of each type keep what they had at the call.
  (func (export "locals") (param i32 i64 f32 f64) (result i32 i64 f32 f64 i32)
    (local $constant i32)
    (try
      (do
        (local.set $constant (i32.const 11))
        (local.set 0 (i32.add (local.get 0) (i32.const 1)))
        (call $call (i32.const 1))
        (local.set $constant (i32.const 22))
        (local.set 0 (i32.const 1000))
        (local.set 1 (i64.const 1000))
        (local.set 2 (f32.const 1000))
        (local.set 3 (f64.const 1000)))
      (catch_all))
    (local.get 0) (local.get 1) (local.get 2) (local.get 3) (local.get $constant))
  ;; The local's old value, though the call's result is going to overwrite it.
  (func (export "overwritten") (param $x i32) (result i32)
    (try (do (local.set $x (call $give (ref.null extern)))) (catch_all))
    (local.get $x))
  (func (export "catchAll") (param i32) (result i32)
    (try (result i32) (do (call $call (local.get 0)) (i32.const 0)) (catch_all (i32.const 1))))
  (func (export "rethrow") (param i32)
    (try (do (call $call (local.get 0))) (catch_all (try (do (call $call (i32.const -1))) (catch_all)) (rethrow 0))))
  (func (export "catchOne") (param i32) (result i32)
    (try (result i32) (do (call $call (local.get 0)) (i32.const -1)) (catch $one)))
  (func (export "ordered") (param i32) (result i32)
    (try (result i32)
      (do (try (result i32) (do (call $call (local.get 0)) (i32.const 0)) (catch $none (i32.const 1))))
      (catch $one (i32.const 2) (i32.add))
      (catch $none (i32.const 3))
      (catch_all (i32.const 4))))
  (func (export "tail") (param i32) (result i32)
    (try (result i32) (do (return_call $tailed (local.get 0))) (catch_all (i32.const 5))))
  (func $tailed (param i32) (result i32) (call $call (local.get 0)) (i32.const 6))
  (func (export "indirect") (param i32) (result i32)
    (try (result i32) (do (call_indirect (param i32) (i32.const 44) (local.get 0)) (i32.const 0)) (catch $one)))
  (func (export "loop") (param $n i32) (result i32) (local $sum i32)
    (loop $again
      (try
        (do (call $throwOne (local.get $n)))
        (catch $one (local.set $sum (i32.add (local.get $sum)))))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $sum))
  (func (export "delegated") (param i32) (result i32)
    (try $outer (result i32)
      (do
        (try (result i32)
          (do (try (result i32) (do (call $call (local.get 0)) (i32.const 0)) (delegate $outer)))
          (catch_all (i32.const 1))))
      (catch_all (i32.const 2)))))`;

// biome-ignore lint/suspicious/noExplicitAny: exports and hosts of a test's own module
type Any = any;

let bytes: Uint8Array;
beforeAll(async () => {
  bytes = await watToWasm(MODULE);
}, 100_000);

const make = (engine: Namespace, call: (n: number) => unknown = () => {}, give = call): Any =>
  start(engine, bytes, { host: { call, give } });

const thrower = (value: unknown) => () => {
  throw value;
};

const caught = (run: () => unknown): unknown => {
  try {
    return ['returned', run()];
  } catch (error) {
    return error;
  }
};

const classes = (engine: Namespace) =>
  engine as unknown as {
    Tag: new (type: { parameters: readonly string[] }) => object;
    Exception: new (tag: object, values: readonly unknown[], options?: object) => Any;
    JSTag?: object;
  };

describe('exceptions of WebAssembly', () => {
  it('bring values of every type to JavaScript, by their tag', () => {
    same((engine) => {
      const x = make(engine);
      const object = {};
      const e: Any = caught(() => x.throwAll(object));
      const values = [0, 1, 2, 3].map((i) => e.getArg(x.all, i));
      return [values, e.getArg(x.all, 4) === object, e.is(x.all), e.is(x.one), e.stack, String(e)];
    });
  });

  it('pass by frames in which nobody catches them, up to the end of a thousand', () => {
    same((engine) => make(engine).catchDeep(1000));
    same((engine) => (caught(() => make(engine).deep(1000)) as Any).is(make(engine).one));
  });

  it('hand over values that do not fit in registers', () => {
    same((engine) => make(engine).catchMany());
  });

  it('find what locals had when the call was made', () => {
    same((engine) => make(engine, thrower(0)).locals(1, 2n, 3.5, 4.5));
    same((engine) => make(engine).locals(1, 2n, 3.5, 4.5));
    same((engine) => make(engine, thrower(0)).overwritten(17));
    same((engine) => make(engine, () => 5).overwritten(17));
  });

  it('go to the first handler of their tag, the innermost try first', () => {
    for (const name of ['none', 'one', 'all']) {
      same((engine) => {
        const values = { none: [], one: [40], all: [1, 2n, 3, 4, null] }[name]!;
        const x = make(engine, () => {
          throw new (classes(engine).Exception)(x[name], values);
        });
        return x.ordered(0);
      });
    }
  });

  it('do not come back to a frame that a tail call has left', () => {
    same((engine) => caught(() => make(engine, thrower('gone')).tail(0)));
    same((engine) => make(engine).tail(0));
  });

  it('come through calls by a table, round after round, and by delegate', () => {
    same((engine) => make(engine).indirect(0));
    same((engine) => make(engine).indirect(1));
    same((engine) => make(engine).loop(1000));
    same((engine) => make(engine, thrower('x')).delegated(0));
  });
});

describe('exceptions and JavaScript', () => {
  it('whatever JavaScript throws is caught by catch_all, and goes on as the same value', () => {
    const values = () => [new TypeError('x'), undefined, 0, 'text', { plain: 1 }, 1n];
    for (let i = 0; i < values().length; i++) {
      same((engine) => {
        const value = values()[i];
        const x = make(engine, thrower(value));
        return [
          x.catchAll(0),
          Object.is(
            caught(() => x.rethrow(0)),
            value,
          ),
        ];
      });
      same((engine) => caught(() => make(engine, thrower(values()[i])).catchOne(0)));
    }
  });

  it('null is a value as others are', () => {
    // V8 before 12 traps when it throws null again.
    const x = make(ENGINES.winch, thrower(null));
    expect([x.catchAll(0), caught(() => x.rethrow(0))]).toEqual([1, null]);
  });

  it('traps and the end of a stack are not caught', () => {
    same((engine) => {
      const trap = start(engine, TRAPS, {}).trap as () => void;
      return make(engine, trap).catchAll(0);
    });
    same((engine) => {
      const error = caught(() =>
        make(engine, start(engine, TRAPS, {}).trap as () => void).catchAll(0),
      );
      return make(engine, thrower(error)).catchAll(0);
    });
    const endless = (): number => endless() + 1;
    same((engine) => make(engine, endless).catchAll(0));
    same((engine) => {
      const x = make(engine, () => x.catchAll(0));
      return x.catchAll(0);
    });
    same((engine) => make(engine, thrower(new engine.RuntimeError('made'))).catchAll(0));
  });

  it('exceptions that JavaScript makes are caught by their tag', () => {
    same((engine) => {
      const { Exception } = classes(engine);
      const x = make(engine, () => {
        throw new Exception(x.one, [42]);
      });
      return [x.catchOne(0), x.catchAll(0)];
    });
    same((engine) => {
      const { Exception, Tag } = classes(engine);
      const tag = new Tag({ parameters: ['i32'] });
      const exception = new Exception(tag, [1], { traceStack: true });
      const x = make(engine, thrower(exception));
      return [caught(() => x.catchOne(0)) === exception, typeof exception.stack];
    });
  });

  it('pass through activations of WebAssembly within one another', () => {
    same((engine) => {
      const inner = make(engine);
      const x = make(engine, (n) => (n === 0 ? x.throwOne(7) : x.rethrow(n - 1)));
      const foreign = make(engine, () => inner.throwOne(7));
      return [
        x.catchOne(3),
        foreign.catchAll(0),
        (caught(() => foreign.catchOne(0)) as Any).is(inner.one),
      ];
    });
  });

  it('are thrown by start functions', async () => {
    const starts = await watToWasm(`(module
      (import "m" "one" (tag $one (param i32)))
      (func $start (throw $one (i32.const 3)))
      (start $start))`);
    same((engine) => {
      const { one } = make(engine);
      const e: Any = caught(() => start(engine, starts, { m: { one } }));
      return [e.is(one), e.getArg(one, 0)];
    });
  });
});

describe('tags', () => {
  let importing: Uint8Array;
  beforeAll(async () => {
    importing = await watToWasm(`(module
      (import "m" "t" (tag $t (param i32)))
      (export "again" (tag $t))
      (func (export "throw") (throw $t (i32.const 5))))`);
  });

  it('are the same for all who import them', () => {
    same((engine) => {
      const x = make(engine);
      const y: Any = start(engine, importing, { m: { t: x.one } });
      const tag = new (classes(engine).Tag)({ parameters: ['i32'] });
      const z: Any = start(engine, importing, { m: { t: tag } });
      const e: Any = caught(() => z.throw());
      return [y.again === x.one, z.again === tag, e.is(tag), e.is(x.one), e.getArg(tag, 0)];
    });
  });

  it('are compared by their types when they are linked', () => {
    for (const name of ['none', 'all']) {
      same((engine) => start(engine, importing, { m: { t: make(engine)[name] } }));
    }
    for (const value of [undefined, null, 5, {}, () => {}]) {
      same((engine) => start(engine, importing, { m: { t: value } }), 'message');
    }
    for (const parameters of [[], ['i64'], ['i32', 'i32']]) {
      same((engine) => {
        const t = new (classes(engine).Tag)({ parameters });
        return start(engine, importing, { m: { t } });
      });
    }
  });

  it('of the engine and of modules are of one class, and of each other', () => {
    const ours = make(ENGINES.winch);
    const theirs: Any = start(ENGINES.v8, importing, { m: { t: ours.one } });
    const e: Any = caught(() => theirs.throw());
    expect(e.is(ours.one)).toBe(true);
    expect(make(ENGINES.winch, thrower(e)).catchAll(0)).toBe(1);
    const x = make(ENGINES.winch, () => theirs.throw());
    const own: Any = start(ENGINES.v8, importing, { m: { t: x.one } });
    const y = make(ENGINES.winch, () => own.throw());
    expect(y.catchAll(0)).toBe(1);
    expect(classes(ENGINES.winch).Tag).toBe(classes(ENGINES.v8).Tag);
    expect(classes(ENGINES.winch).Exception).toBe(classes(ENGINES.v8).Exception);
    expect(classes(ENGINES.winch).JSTag).toBe(classes(ENGINES.v8).JSTag);
    // Caught by its tag in ours, thrown by the engine's code.
    const z: Any = make(
      ENGINES.winch,
      () => start(ENGINES.v8, importing, { m: { t: z.one } }) as Any,
    );
    const thrower2: Any = start(ENGINES.v8, importing, { m: { t: z.one } });
    const catcher: Any = start(ENGINES.winch, bytes, {
      host: { call: () => thrower2.throw(), give: () => 0 },
    });
    expect((caught(() => catcher.catchOne(0)) as Any).is(z.one)).toBe(true);
  });
});

describe('references to exceptions', () => {
  it('are kept by tables, globals and locals, and throw again what they are to', async () => {
    const module = await watToWasm(`(module
      (import "host" "call" (func $call))
      (tag $t (export "t") (param i32))
      (table $kept (export "kept") 4 exnref)
      (global $last (mut exnref) (ref.null exn))
      (func (export "keep") (param $at i32)
        (block $caught (result exnref)
          (try_table (catch_all_ref $caught) (call $call))
          (return))
        (global.set $last)
        (table.set $kept (local.get $at) (global.get $last)))
      (func (export "again") (param $at i32) (throw_ref (table.get $kept (local.get $at))))
      (func (export "last") (throw_ref (global.get $last))))`);
    const objects = [new Error('a'), { b: 1 }, null, undefined];
    let next = 0;
    const x: Any = start(ENGINES.winch, module, {
      host: {
        call: () => {
          throw objects[next];
        },
      },
    });
    for (; next < 4; next++) x.keep(next);
    for (let i = 0; i < 4; i++) expect(caught(() => x.again(i))).toBe(objects[i]);
    expect(caught(() => x.last())).toBe(undefined);
    expect(() => x.kept.get(0)).toThrow(TypeError);
    expect(() => x.kept.set(0, null)).toThrow(TypeError);
    const empty: Any = start(ENGINES.winch, module, { host: { call: () => {} } });
    expect(() => empty.last()).toThrow('null exception reference');
  });
});

describe('the end of execution', () => {
  it('comes to loops that throw and catch, and is not caught', async () => {
    const module = await watToWasm(`(module
      (import "host" "call" (func $call))
      (tag $t)
      (func $throw (throw $t))
      (func (export "own") (loop $l (try (do (call $throw)) (catch_all)) (br $l)))
      (func (export "host") (loop $l (try (do (call $call)) (catch_all)) (br $l)))
      (func (export "inside") (try (do (loop $l (br $l))) (catch_all)))
      (func (export "fine") (result i32)
        (try (result i32) (do (call $call) (i32.const 0)) (catch_all (i32.const 1)))))`);
    const x: Any = start(ENGINES.winch, module, { host: { call: thrower(1) } });
    for (const name of ['own', 'host', 'inside', 'host']) {
      const error = caught(() => runInNewContext('f()', { f: x[name] }, { timeout: 50 }));
      expect((error as NodeJS.ErrnoException).code).toBe('ERR_SCRIPT_EXECUTION_TIMEOUT');
    }
    expect(x.fine()).toBe(1);
  });
});

// (module (func (export "trap") unreachable))
const TRAPS = Uint8Array.from([
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0],
  ...[7, 8, 1, 4, 0x74, 0x72, 0x61, 0x70, 0, 0, 10, 5, 1, 3, 0, 0, 0x0b],
]);
