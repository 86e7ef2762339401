import { beforeAll, describe, expect, it } from 'vitest';
import { useTarget } from '../runtime/node.js';
import { watToWasm } from '../text/wat.js';
import { run, runAsync } from './run.js';
import { WebAssembly } from './webassembly.js';

useTarget('portable');

const NO_FUEL = 'all fuel consumed by WebAssembly';
const TEXT = `(module
  (import "m" "host" (func $host (param i32) (result i32)))
  (import "m" "ref" (func $ref (param externref)))
  (memory (export "memory") 1)
  (func (export "count") (param i32) (result i32)
    (loop (i32.store (i32.const 0) (local.get 0))
      (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
    (i32.const 7))
  (func $spin (export "spin") (loop (i32.store (i32.const 0) (i32.add (i32.load (i32.const 0)) (i32.const 1))) (br 0)))
  (func (export "fib") (param i32) (result i64) (call $fib (local.get 0)))
  (func $fib (param i32) (result i64)
    (if (result i64) (i32.lt_s (local.get 0) (i32.const 2)) (then (i64.extend_i32_s (local.get 0)))
      (else (i64.add (call $fib (i32.sub (local.get 0) (i32.const 1))) (call $fib (i32.sub (local.get 0) (i32.const 2)))))))
  (func (export "two") (param i32 f64) (result f64 i32)
    (loop (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
    (local.get 1) (local.get 0))
  (func (export "calls") (param i32) (result i32) (local i32)
    (loop (local.set 1 (i32.add (local.get 1) (call $host (local.get 0))))
      (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
    (local.get 1))
  (func (export "grows") (param i32) (result i32)
    (loop (drop (memory.grow (i32.const 0))) (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
    (memory.size))
  (func (export "keeps") (param externref i32)
    (loop (br_if 0 (local.tee 1 (i32.sub (local.get 1) (i32.const 1)))))
    (call $ref (local.get 0))))`;
const STARTS = '(module (func $f (loop (br 0))) (start $f))';

type Exports = Record<string, (...args: unknown[]) => unknown>;

let module: WebAssembly.Module;
let starts: WebAssembly.Module;
beforeAll(async () => {
  module = new WebAssembly.Module(await watToWasm(TEXT));
  starts = new WebAssembly.Module(await watToWasm(STARTS));
});

interface Hosts {
  readonly host?: (n: number) => unknown;
  readonly ref?: (value: unknown) => unknown;
}

function start({ host = (n) => n, ref = () => {} }: Hosts = {}): Exports {
  return new WebAssembly.Instance(module, { m: { host, ref } }).exports;
}

function memoryOf(exports: Exports): Int32Array {
  return new Int32Array((exports.memory as unknown as WebAssembly.Memory).buffer);
}

function caught(action: () => unknown): unknown {
  try {
    return action();
  } catch (error) {
    return error;
  }
}

describe('fuel', () => {
  it('stops a loop with an error that shows where', () => {
    const { spin, count } = start() as { spin: () => void; count: (n: number) => number };
    const error = caught(() => run(spin, [], { fuel: 1000 })) as Error;
    expect(error).toBeInstanceOf(WebAssembly.RuntimeError);
    expect(error.message).toBe(NO_FUEL);
    expect(error.stack).toMatch(/^RuntimeError: all fuel consumed by WebAssembly\n +at spin /);
    // What is left is whole.
    expect(count(5)).toBe(7);
  });

  it('is one for each call and each branch back', () => {
    const { count } = start() as { count: (n: number) => number };
    expect(run(count, [10], { fuel: 10 })).toBe(7);
    expect(() => run(count, [10], { fuel: 9 })).toThrow(NO_FUEL);
    expect(() => run(count, [1], { fuel: 0 })).toThrow(NO_FUEL);
    expect(run(count, [1], { fuel: 1 })).toBe(7);
    expect(run(count, [100_000])).toBe(7);
  });

  it('is for all that runs inside: start functions, several calls, calls from host functions', () => {
    expect(() => run(() => new WebAssembly.Instance(starts), [], { fuel: 100 })).toThrow(NO_FUEL);
    const plain = start();
    const twice = (n: number) => [plain.count!(n), plain.count!(n)];
    expect(run(twice, [10], { fuel: 20 })).toEqual([7, 7]);
    expect(() => run(twice, [10], { fuel: 19 })).toThrow(NO_FUEL);
    const inner = start({ host: () => plain.count!(10) });
    // A call, a branch back and 10 for each time but the first.
    expect(run(inner.calls!, [3], { fuel: 33 })).toBe(21);
    expect(() => run(inner.calls!, [3], { fuel: 32 })).toThrow(NO_FUEL);
    // Who catches it inside has none, either.
    const stubborn = start({
      host: () => Number(caught(() => plain.count!(10)) instanceof Error),
    });
    expect(() => run(stubborn.calls!, [1000], { fuel: 500 })).toThrow(NO_FUEL);
  });

  it('of a run inside of another is taken off both, and no more than there is', () => {
    const plain = start();
    const outer = () => {
      expect(() => run(plain.spin!, [], { fuel: 50 })).toThrow(NO_FUEL);
      expect(run(plain.count!, [10], { fuel: 1000 })).toBe(7);
      expect(() => run(plain.spin!, [])).toThrow(NO_FUEL);
      return caught(() => plain.count!(1));
    };
    expect(run(outer, [], { fuel: 100 })).toMatchObject({ message: NO_FUEL });
    expect(
      run(() => [run(plain.count!, [10], { fuel: 10 }), plain.count!(90)], [], { fuel: 100 }),
    ).toEqual([7, 7]);
    expect(plain.count!(1000)).toBe(7);
  });

  it.each([-1, 0.5, Number.NaN, '5', null, 2 ** 53])('cannot be %s', (fuel) => {
    const { count } = start();
    expect(() => run(count!, [1], { fuel: fuel as number })).toThrow(RangeError);
  });
});

describe('runAsync', () => {
  /** How often the event loop turns until a promise is settled. */
  async function turnsOf<T>(promise: Promise<T>): Promise<[T, number]> {
    let turns = 0;
    let going = true;
    const turn = () => {
      turns++;
      if (going) setImmediate(turn);
    };
    setImmediate(turn);
    try {
      return [await promise, turns];
    } finally {
      going = false;
    }
  }

  it('lets timers run in between', async () => {
    const exports = start();
    const { spin } = exports;
    const controller = new AbortController();
    const seen: number[] = [];
    const timer = setInterval(() => {
      seen.push(memoryOf(exports)[0]!);
      if (seen.length === 3) controller.abort(new Error('enough'));
    }, 1);
    await expect(runAsync(spin!, [], { slice: 1000, signal: controller.signal })).rejects.toThrow(
      'enough',
    );
    clearInterval(timer);
    expect(seen[0]).toBeGreaterThan(0);
    expect(seen[2]).toBeGreaterThan(seen[0]!);
    // The loop has ended.
    const last = memoryOf(exports)[0];
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(memoryOf(exports)[0]).toBe(last);
  });

  it('gives what the call gives', async () => {
    const { fib, two, grows, count, calls } = start();
    const [value, turns] = await turnsOf(runAsync(fib!, [15], { slice: 100 }));
    expect(value).toBe(610n);
    expect(turns).toBeGreaterThan(15);
    expect(await runAsync(two!, [1000, 2.5], { slice: 7 })).toEqual([2.5, 0]);
    // Also where the code often leaves for the runtime, or the host.
    const [pages, some] = await turnsOf(runAsync(grows!, [100], { slice: 2 }));
    expect(pages).toBe(1);
    expect(some).toBeGreaterThan(30);
    const [sum, more] = await turnsOf(runAsync(calls!, [100], { slice: 2 }));
    expect(sum).toBe(5050);
    expect(more).toBeGreaterThan(30);
    expect(await runAsync(count!, [3])).toBe(7);
  });

  it('has its stack back where others have used it meanwhile', async () => {
    const { fib } = start();
    const other = start();
    const many = [12, 13, 14, 15].map((n, i) => runAsync(fib!, [n], { slice: 30 + i }));
    let calls = 0;
    const timer = setInterval(() => {
      expect(other.fib!(10)).toBe(55n);
      calls++;
    }, 0);
    expect(await Promise.all(many)).toEqual([144n, 233n, 377n, 610n]);
    clearInterval(timer);
    expect(calls).toBeGreaterThan(0);
  });

  it('uses as much fuel as without turns, and no more than there is', async () => {
    const { count, spin } = start();
    expect(await runAsync(count!, [100], { fuel: 100, slice: 7 })).toBe(7);
    for (const slice of [1, 7, 33, 98, 99, 100, 1000]) {
      await expect(runAsync(count!, [100], { fuel: 99, slice })).rejects.toThrow(NO_FUEL);
      expect(await runAsync(count!, [100], { fuel: 100, slice })).toBe(7);
    }
    await expect(runAsync(spin!, [], { fuel: 5000, slice: 100 })).rejects.toThrow(
      WebAssembly.RuntimeError,
    );
    // Nobody else's.
    expect(count!(10_000)).toBe(7);
  });

  it('passes on what is thrown, and can be begun inside of a call', async () => {
    const inner: Promise<unknown>[] = [];
    const plain = start();
    const exports = start({
      host: (n) => {
        inner.push(runAsync(plain.fib!, [n], { slice: 10 }));
        if (n === 2) throw new EvalError('mine');
        return 0;
      },
    });
    await expect(runAsync(exports.calls!, [4], { slice: 1 })).rejects.toThrow(EvalError);
    expect(await Promise.all(inner)).toEqual([3n, 2n, 1n]);
    await expect(runAsync((() => 1) as never, [])).rejects.toThrow(
      'expects a function of WebAssembly',
    );
    await expect(runAsync(plain.fib!, [1n])).rejects.toThrow(TypeError);
    await expect(runAsync(plain.fib!, [1], { slice: 0 })).rejects.toThrow(RangeError);
    await expect(runAsync(plain.fib!, [1], { fuel: -1 })).rejects.toThrow(RangeError);
    const done = AbortSignal.abort(new Error('before'));
    await expect(runAsync(plain.spin!, [], { signal: done })).rejects.toThrow('before');
  });

  it('keeps what only its stack refers to', async () => {
    const seen: unknown[] = [];
    const going = (() => {
      const { keeps } = start({ ref: (value) => seen.push(value) });
      return runAsync(keeps!, [{ mine: true }, 2000], { slice: 50 });
    })();
    // Enough that references are settled many times.
    for (let i = 0; i < 300; i++) {
      await new Promise((resolve) => setImmediate(resolve));
      if (seen.length > 0) break;
      const other = start();
      for (let k = 0; k < 20; k++) other.keeps!({ other: i }, 1);
    }
    await going;
    expect(seen).toEqual([{ mine: true }]);
  });
});
