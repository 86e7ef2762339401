import { beforeAll, describe, expect, it } from 'vitest';
import { ENGINES, start, watToWasm } from '../support/two-engines.js';

// What JavaScript throws into WebAssembly, and has made so that looking at it would run code or be a lie.

// biome-ignore lint/suspicious/noExplicitAny: exports of a test's own module
type Any = any;

const { winch } = ENGINES;
const V8 = ENGINES.v8 as unknown as { Exception: object } | undefined;

let bytes: Uint8Array;
beforeAll(async () => {
  bytes = await watToWasm(`(module
    (import "host" "call" (func $call))
    (tag $t (export "t") (param i32))
    (func (export "all") (result i32)
      (try (result i32) (do (call $call) (i32.const 0)) (catch_all (i32.const 1))))
    (func (export "one") (result i32)
      (try (result i32) (do (call $call) (i32.const 0)) (catch $t))))`);
});

/** What catches a value that the host throws. */
const catching = (value: unknown): Any =>
  start(winch, bytes, {
    host: {
      call: () => {
        throw value;
      },
    },
  });

const thrownBy = (run: () => unknown): unknown => {
  try {
    return ['returned', run()];
  } catch (error) {
    return error;
  }
};

const overflow = 'Maximum call stack size exceeded';

describe('a thrown value runs no code of its own when WebAssembly looks for a handler', () => {
  it.each([
    ['an object', {}],
    ['an Error', new Error('x')],
    ['a RangeError', new RangeError(overflow)],
    ['a function', () => {}],
  ])('a Proxy of %s', (_, target) => {
    const asked: string[] = [];
    const handler = new Proxy(
      {},
      {
        get: (_, name) => {
          asked.push(String(name));
          return undefined;
        },
      },
    );
    const value = new Proxy(target, handler);
    const x = catching(value);
    expect(x.all()).toBe(1);
    expect(thrownBy(x.one) === value).toBe(true);
    expect(asked).toEqual([]);
  });

  it('a RangeError with getters', () => {
    const error = new RangeError('x');
    for (const name of ['stack', 'message', 'kind', 'name', 'constructor']) {
      Object.defineProperty(error, name, { get: () => expect.unreachable(name) });
    }
    const x = catching(error);
    expect(x.all()).toBe(1);
    expect(thrownBy(x.one) === error).toBe(true);
  });

  it('nor does a class of exceptions with an instanceof of its own', () => {
    if (V8 === undefined) return;
    const value = {};
    const x = catching(value);
    Object.defineProperty(V8.Exception, Symbol.hasInstance, {
      value: () => expect.unreachable(),
      configurable: true,
    });
    try {
      expect(x.all()).toBe(1);
      expect(thrownBy(x.one)).toBe(value);
    } finally {
      Reflect.deleteProperty(V8.Exception, Symbol.hasInstance);
    }
  });
});

it('a trap stays one, whatever JavaScript has made of its error', async () => {
  const trap: Any = start(winch, await watToWasm('(module (func (export "f") unreachable))'));
  const error = thrownBy(trap.f) as Any;
  delete error.kind;
  Object.setPrototypeOf(error, Object.prototype);
  const x = catching(error);
  expect(thrownBy(x.all)).toBe(error);
});

describe('an exception of a tag whose values the engine does not tell', () => {
  it.each([
    ['funcref', 1],
    ['exnref', 1],
    ['exnref', null],
    ['v128', 1],
  ])('is of another tag when JavaScript has made it with what is no %s', async (type, value) => {
    const module = await watToWasm(`(module
      (import "host" "call" (func $call))
      (tag $t (export "t") (param ${type}))
      (func (export "tag") (block $caught (result ${type}) (try_table (catch $t $caught) (call $call)) (return)) (drop))
      (func (export "all") (result i32)
        (block $all (block $caught (result ${type})
          (try_table (catch $t $caught) (catch_all $all) (call $call)) (unreachable)) (unreachable))
        (i32.const 1)))`);
    let thrown: unknown;
    const x: Any = start(winch, module, {
      host: {
        call: () => {
          throw thrown;
        },
      },
    });
    try {
      thrown = new (winch as Any).Exception(x.t, [value]);
    } catch {
      // The classes of our own take no such values.
      return;
    }
    expect(x.all()).toBe(1);
    expect(thrownBy(x.tag)).toBe(thrown);
  });
});

it.each(['exnref', 'v128'])('a result of type %s is refused before anything runs', async (type) => {
  const module = await watToWasm(`(module
    (import "host" "call" (func $call (result externref ${type})))
    (import "host" "note" (func $note))
    (func (export "in") (drop (drop (call $call))))
    (func (export "out") (result externref ${type}) (call $note) (unreachable)))`);
  const run = () => expect.unreachable();
  const x: Any = start(winch, module, { host: { call: run, note: run } });
  expect(x.in).toThrow(TypeError);
  expect(x.out).toThrow(TypeError);
});
