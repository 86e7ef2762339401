import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ENGINES, start, watToWasm } from '../../test/support/two-engines.js';
import { deserializeArtifact } from '../artifact/deserialize.js';
import { serializeArtifact } from '../artifact/serialize.js';
import { getStore, Instance, trapKindOf, type WasmFunction } from '../runtime/index.js';
import { TrapKind } from '../wasm/trap-kind.js';
import { artifactOf } from './artifact-of.js';

const W = ENGINES.winch;

/** What a function throws, or a promise of it rejects with. */
function thrown(run: () => unknown): Error {
  try {
    run();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing thrown');
}

function trapping(source = '(func $deep unreachable) (func $f (export "f") (call $deep))') {
  return watToWasm(`(module $lib ${source})`);
}

/** Runs something with properties of `Error` changed; a value of undefined deletes one. */
function withError<T>(change: Record<string, PropertyDescriptor | undefined>, run: () => T): T {
  const saved = Object.getOwnPropertyDescriptors(Error) as Record<string, PropertyDescriptor>;
  for (const [key, descriptor] of Object.entries(change)) {
    delete (Error as unknown as Record<string, unknown>)[key];
    if (descriptor !== undefined) {
      Object.defineProperty(Error, key, { ...descriptor, configurable: true });
    }
  }
  try {
    return run();
  } finally {
    for (const key of Object.keys(change)) {
      delete (Error as unknown as Record<string, unknown>)[key];
      if (saved[key] !== undefined) Object.defineProperty(Error, key, saved[key]);
    }
  }
}

describe('an exhausted stack', () => {
  it("is the class of error that JavaScript's own is, with the frames of WebAssembly", async () => {
    const bytes = await trapping(
      '(func $again (export "f") (param i32) (call $again (i32.const 1)))',
    );
    const { f } = start(W, bytes);
    const recurse = (n: number): number => recurse(n + 1) + 1;
    const theirs = thrown(() => recurse(0));
    const ours = thrown(() => f(1));
    expect(Object.getPrototypeOf(ours)).toBe(Object.getPrototypeOf(theirs));
    expect(ours.message).toBe(theirs.message);
    expect(ours).not.toBeInstanceOf(W.RuntimeError);
    const lines = ours.stack!.split('\n');
    expect(lines[0]).toBe(`RangeError: ${ours.message}`);
    expect(lines[1]).toMatch(
      /^ {4}at again \(wasm:\/\/wasm\/lib-[0-9a-f]{8}:wasm-function\[0\]:0x/,
    );
    expect(lines[5]).toBe(lines[4]);
    expect(trapKindOf(ours)).toBe(TrapKind.CallStackExhausted);
  });

  it('in a start function is one, too', async () => {
    const bytes = await trapping('(func $f (call $f)) (start $f)');
    expect(thrown(() => new W.Instance(new W.Module(bytes)))).toBeInstanceOf(RangeError);
    await expect(W.instantiate(bytes)).rejects.toThrow(RangeError);
  });
});

describe('errors', () => {
  it('have no property of ours that shows', async () => {
    const { f } = start(W, await trapping());
    const error = thrown(f);
    expect(Object.keys(error)).toEqual([]);
    expect((error as { kind?: unknown }).kind).toBe(TrapKind.Unreachable);
    expect(inspect(error)).not.toContain('kind');
    expect(inspect(new W.RuntimeError('x'))).not.toContain('kind');
  });

  it('begin with the frame of the caller', async () => {
    const bytes = await watToWasm(`(module (import "e" "g" (global i64))
      (func $boom unreachable) (start $boom))`);
    const trap = await watToWasm('(module (func $boom unreachable) (start $boom))');
    const table = { element: 'anyfunc', initial: 1 } as const;
    const actions: readonly (() => unknown)[] = [
      () => new W.Module(1 as never),
      () => new W.Module(Uint8Array.of(0, 1)),
      () => new W.Module(new Uint8Array()),
      () => W.validate(1 as never),
      () => W.Module.imports({} as never),
      () => W.Module.exports(1 as never),
      () => W.Module.customSections(new W.Module(trap), Symbol('s') as never),
      () => (W.Module.customSections as (module: unknown) => unknown)(new W.Module(trap)),
      () => new W.Memory(1 as never),
      () => new W.Memory({} as never),
      () => new W.Memory({ initial: 70_000 }),
      () => new W.Memory({ initial: 2, maximum: 1 }),
      () => new W.Memory({ initial: Symbol('s') as never }),
      () => new W.Memory({ initial: 1n as never }),
      () => new W.Memory({ initial: 1 }).grow(-1),
      () => new W.Table(table).get(2n as never),
      () => new W.Table(table).set('x' as never),
      () => new W.Table({ ...table, initial: Number.NaN }),
      () => new W.Global(1 as never),
      () => new W.Global({ value: 'i3' as never }),
      () => new W.Global({ value: Symbol('s') as never }),
      () => new W.Global({ value: 'i64' }, 1 as never),
      () => new W.Global({ value: 'anyfunc' }, 1 as never),
      () => {
        new W.Global({ value: 'i32' }).value = 1;
      },
      () => {
        new W.Global({ value: 'i32', mutable: true }).value = 1n as never;
      },
      () => W.Global.prototype.valueOf.call(1 as never),
      () => new W.Instance(new W.Module(bytes), { e: { g: new W.Global({ value: 'i32' }) } }),
      () => Object.getOwnPropertyDescriptor(W.Global.prototype, 'value')!.get!.call({}),
    ];
    for (const action of actions) {
      const lines = thrown(function caller() {
        return action();
      }).stack!.split('\n');
      const ours = lines.filter((line) => /js-api\/(?!errors\.test)|runtime\//.test(line));
      expect([lines[1], ours], String(action)).toEqual([
        expect.stringContaining('errors.test.ts'),
        [],
      ]);
    }
    const rejections: readonly (() => Promise<unknown>)[] = [
      () => W.compile(1 as never),
      () => W.compile(Uint8Array.of(1)),
      () => W.instantiate(1 as never),
      () => W.instantiate(Uint8Array.of(1)),
      () => W.instantiate(bytes, { e: { g: new W.Global({ value: 'i32' }) } }),
      () => W.instantiate(trap),
      () => W.instantiate(new W.Module(trap)),
      () => W.compileStreaming(1 as never),
      () => W.compileStreaming(new Response('x')),
    ];
    for (const action of rejections) {
      const error = await action().catch((reason: Error) => reason);
      expect((error as Error).stack, String(action)).toMatch(/^\w+Error: /);
      expect((error as Error).stack, String(action)).not.toMatch(
        /js-api\/(?!errors\.test)|runtime\//,
      );
    }
  });

  it('of a start function show it, and nothing between it and the caller', async () => {
    const inner = await watToWasm('(module (func $boom unreachable) (start $boom))');
    const outer = await watToWasm(`(module (import "e" "h" (func $h))
      (func $begin (call $h)) (start $begin))`);
    function hostFunction(): void {
      new W.Instance(new W.Module(inner));
    }
    function caller(): void {
      new W.Instance(new W.Module(outer), { e: { h: hostFunction } });
    }
    const lines = thrown(caller).stack!.split('\n');
    expect(lines.slice(1, 5)).toEqual([
      expect.stringMatching(/^ {4}at boom \(wasm:/),
      expect.stringMatching(/^ {4}at hostFunction /),
      expect.stringMatching(/^ {4}at begin \(wasm:/),
      expect.stringMatching(/^ {4}at caller /),
    ]);
  });

  it('of user code that conversions run keep their frames', () => {
    const error = new EvalError('mine');
    const { stack } = error;
    const initial = {
      valueOf() {
        throw error;
      },
    };
    expect(thrown(() => new W.Memory({ initial: initial as never }))).toBe(error);
    expect(error.stack).toBe(stack);
  });
});

describe('frames', () => {
  it('tell modules apart', async () => {
    const url = (bytes: Uint8Array) => /wasm:\/\/[^:)]*/.exec(thrown(start(W, bytes).f).stack!)![0];
    const one = await trapping();
    const two = await trapping('(func $deep unreachable) (func $f (export "f") nop (call $deep))');
    const bare = await watToWasm('(module (func (export "f") unreachable))');
    expect(url(one)).toMatch(/^wasm:\/\/wasm\/lib-[0-9a-f]{8}$/);
    expect(url(two)).toMatch(/^wasm:\/\/wasm\/lib-[0-9a-f]{8}$/);
    expect(url(two)).not.toBe(url(one));
    expect(url(bare)).toMatch(/^wasm:\/\/wasm\/[0-9a-f]{8}$/);
    // The same module is the same, however it came here.
    expect(url(Uint8Array.from(one))).toBe(url(one));
    const saved = deserializeArtifact(serializeArtifact(artifactOf(new W.Module(one))));
    const again = Instance.create(getStore(), saved).exports.get('f') as WasmFunction;
    expect(thrown(() => again.call([])).stack).toContain(
      `at deep (${url(one)}:wasm-function[0]:0x`,
    );
  });

  it('show names cut, and without characters that steer a terminal', () => {
    const rename = (name: string): string => {
      // (module (func unreachable) (export "f" (func 0))) with a name section of one function.
      const text = [...Buffer.from(name)];
      const leb = (n: number): number[] => [(n & 0x7f) | 0x80, ((n >> 7) & 0x7f) | 0x80, n >> 14];
      const names = [1, ...leb(text.length + 5), 1, 0, ...leb(text.length), ...text];
      const module = [
        ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0],
        ...[7, 5, 1, 1, 0x66, 0, 0, 10, 5, 1, 3, 0, 0, 0x0b],
        ...[0, ...leb(names.length + 5), 4, ...Buffer.from('name'), ...names],
      ];
      return thrown(start(W, Uint8Array.from(module)).f).stack!;
    };
    expect(rename('fine é 名')).toContain('at fine é 名 (wasm:');
    expect(rename('a\n    at b\x1b[2J\u202e')).toContain(
      'at a\\u{a}    at b\\u{1b}[2J\\u{202e} (wasm:',
    );
    const long = rename('😀'.repeat(20_000)).split('\n')[1]!;
    expect(long.length).toBeLessThan(300);
    expect(long).toMatch(/^ {4}at (😀)+… \(wasm:/u);
  });
});

describe('a trap', () => {
  it.each([
    ['no string', () => [1, 2]],
    ['nothing', () => undefined],
    ['an object that is none', () => Object.create(null)],
    ['text that is no stack', () => 'nothing of use'],
    [
      'an error',
      () => {
        throw new EvalError('from prepareStackTrace');
      },
    ],
  ])('survives a prepareStackTrace that gives %s', async (_, prepare) => {
    const { f } = start(W, await trapping());
    const error = withError({ prepareStackTrace: { value: prepare, writable: true } }, () => {
      const trap = thrown(f);
      expect(trap).toBeInstanceOf(W.RuntimeError);
      expect(trap.stack).toMatch(/^RuntimeError: unreachable\n {4}at deep \(wasm:/);
      return trap;
    });
    expect(error.stack).toContain('errors.test.ts');
  });

  it('asks a prepareStackTrace that maps lines', async () => {
    const { f } = start(W, await trapping());
    const prepare = (_: unknown, sites: readonly unknown[]) =>
      `Error\n${sites.map((site) => `    at ${String(site).replace('errors.test.ts', 'mapped.ts')}`).join('\n')}`;
    const { stack } = withError({ prepareStackTrace: { value: prepare, writable: true } }, () => {
      const trap = thrown(f);
      return { stack: trap.stack };
    });
    expect(stack).toContain('mapped.ts');
    expect(stack).not.toContain('errors.test.ts');
    expect(stack).not.toMatch(/runtime\//);
  });

  it.each([
    ['missing', undefined, 1],
    ['no number', { value: 'x', writable: true }, 1],
    ['negative', { value: -1, writable: true }, 1],
    ['not writable', { value: 3, writable: false }, 4],
    ['endless', { value: Number.POSITIVE_INFINITY, writable: true }, 5],
    [
      'a getter that throws',
      {
        get(): number {
          throw new EvalError('from stackTraceLimit');
        },
      },
      1,
    ],
  ] as const)('survives a stackTraceLimit that is %s', async (_, descriptor, lines) => {
    const { f } = start(W, await trapping());
    withError({ stackTraceLimit: descriptor }, () => {
      const trap = thrown(f);
      expect(trap).toBeInstanceOf(W.RuntimeError);
      expect(trap.stack!.split('\n').length).toBeGreaterThanOrEqual(lines);
      expect(Object.getOwnPropertyDescriptor(Error, 'stackTraceLimit')).toEqual(
        descriptor && { enumerable: false, configurable: true, ...descriptor },
      );
    });
  });
});
