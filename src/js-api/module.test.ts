import { describe, expect, it } from 'vitest';
import { ENGINES, same, sameAsync, watToWasm } from '../../test/support/two-engines.js';
import { artifactOf } from './artifact-of.js';
import type { WebAssembly } from './webassembly.js';

const EMPTY = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

/** A module of custom sections: a name and contents each. */
function customs(...sections: readonly (readonly [string, readonly number[]])[]): Uint8Array {
  return Uint8Array.from([
    ...EMPTY,
    ...sections.flatMap(([name, bytes]) => {
      const text = [...new TextEncoder().encode(name)];
      return [0, 1 + text.length + bytes.length, text.length, ...text, ...bytes];
    }),
  ]);
}

describe('bytes', () => {
  it('come in every kind of buffer source', async () => {
    const padded = new Uint8Array([9, 9, ...EMPTY, 9, 9, 9, 9, 9, 9]);
    const shared = new Uint8Array(new SharedArrayBuffer(8));
    shared.set(EMPTY);
    const sources: readonly unknown[] = [
      Uint8Array.from(EMPTY),
      Uint8Array.from(EMPTY).buffer,
      padded.subarray(2, 10),
      padded,
      Buffer.from(EMPTY),
      new Uint16Array(Uint8Array.from(EMPTY).buffer),
      new Float64Array(Uint8Array.from(EMPTY).buffer),
      shared,
      new Uint8Array(0),
      new ArrayBuffer(0),
      EMPTY,
      'asm',
      null,
      undefined,
      8,
      {},
    ];
    for (const source of sources) {
      same((W) => new W.Module(source as Uint8Array) instanceof W.Module);
      same((W) => W.validate(source as Uint8Array));
      await sameAsync(async (W) => (await W.compile(source as Uint8Array)) instanceof W.Module);
      await sameAsync(async (W) => Object.keys(await W.instantiate(source as Uint8Array)));
    }
    // V8 has been late to take these two, which the standard wants.
    const view = new DataView(Uint8Array.from(EMPTY).buffer);
    expect(ENGINES.winch.validate(view)).toBe(true);
    expect(new ENGINES.winch.Module(view)).toBeInstanceOf(ENGINES.winch.Module);
  });

  it('are none in a detached buffer, nor beyond the end of one that has shrunk', async () => {
    const detached = <T extends ArrayBufferView<ArrayBuffer>>(view: T) => {
      structuredClone(null, { transfer: [view.buffer] });
      return view;
    };
    const sources = [
      () => detached(Uint8Array.from(EMPTY)),
      () => detached(Uint8Array.from(EMPTY)).buffer,
      () => detached(new Float64Array(1)),
    ];
    for (const source of sources) {
      same((W) => new W.Module(source()), 'message');
      same((W) => W.validate(source()));
      await sameAsync((W) => W.compile(source()));
    }
    const resizable = Reflect.construct(ArrayBuffer, [8, { maxByteLength: 8 }]) as ArrayBuffer;
    new Uint8Array(resizable).set(EMPTY);
    const view = new DataView(resizable, 0, 8);
    expect(ENGINES.winch.validate(view)).toBe(true);
    (resizable as unknown as { resize(length: number): void }).resize(4);
    for (const empty of [view, detached(new DataView(new ArrayBuffer(8)))]) {
      expect(() => new ENGINES.winch.Module(empty)).toThrow(/BufferSource argument is empty/);
    }
  });

  it('are not taken from what only looks like a buffer source', async () => {
    const imposters: readonly (() => unknown)[] = [
      () => Object.create(ArrayBuffer.prototype),
      () => Object.create(Uint8Array.prototype),
      () => new Proxy(Uint8Array.from(EMPTY), {}),
      () => new Proxy(Uint8Array.from(EMPTY).buffer, {}),
      () => ({ [Symbol.toStringTag]: 'ArrayBuffer', byteLength: 8 }),
      () => Object.setPrototypeOf({ length: 8 }, Uint8Array.from(EMPTY)),
      () => new SharedArrayBuffer(8),
    ];
    for (const source of imposters) {
      same((W) => new W.Module(source() as Uint8Array));
      same((W) => W.validate(source() as Uint8Array));
      await sameAsync((W) => W.instantiate(source() as Uint8Array));
    }
  });

  it('are those that are there, whatever a program defined on its view', () => {
    class Subclass extends Uint8Array {
      override get byteLength(): number {
        return 3;
      }
      override get buffer(): ArrayBuffer {
        throw new EvalError('asked');
      }
    }
    const own = Uint8Array.from([9, ...EMPTY]).subarray(1);
    const lies = { byteLength: 1, byteOffset: 0, buffer: new ArrayBuffer(1), length: 2 };
    for (const [key, value] of Object.entries(lies)) Object.defineProperty(own, key, { value });
    const tagged = Object.defineProperty(Uint8Array.from(EMPTY), Symbol.toStringTag, {
      value: undefined,
    });
    const buffer = Uint8Array.from(EMPTY).buffer;
    Object.defineProperty(buffer, 'byteLength', { value: 2 });
    const bare = Object.setPrototypeOf(Uint8Array.from(EMPTY), null) as Uint8Array;
    for (const source of [new Subclass(EMPTY), own, tagged, buffer, bare]) {
      same((W) => new W.Module(source) instanceof W.Module);
      expect(ENGINES.winch.validate(source)).toBe(true);
    }
  });

  it('are copied before anything else happens', async () => {
    const { winch } = ENGINES;
    const bytes = await watToWasm('(module (func (export "f") (result i32) (i32.const 42)))');
    const compiling = winch.compile(bytes);
    const instantiating = winch.instantiate(bytes);
    const module = new winch.Module(bytes);
    bytes.fill(0);
    const { instance } = await instantiating;
    const results = [
      instance.exports.f(),
      new winch.Instance(await compiling).exports.f(),
      new winch.Instance(module).exports.f(),
    ];
    expect(results).toEqual([42, 42, 42]);
  });

  it('that are no valid module are refused by all functions alike', async () => {
    const invalid = [
      Uint8Array.of(0),
      Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8),
      Uint8Array.from([...EMPTY.slice(0, 4), 2, 0, 0, 0]),
      await watToWasm('(module (func $bad (result i32) (i64.const 1)))'),
      await watToWasm('(module (func (drop (i32.add (i32.const 1) (f32.const 2)))))'),
      await watToWasm('(module (func (local.set 3 (i32.const 1))))'),
      (await watToWasm('(module (func (nop)))')).subarray(0, -1),
    ];
    for (const bytes of invalid) {
      same((W) => new W.Module(bytes));
      same((W) => W.validate(bytes));
      await sameAsync((W) => W.compile(bytes));
      await sameAsync((W) => W.instantiate(bytes));
    }
  });

  it('are said to be wrong where they are wrong', async () => {
    const { winch } = ENGINES;
    const bytes = await watToWasm('(module (func) (func $bad (result i32) (i64.const 1)))');
    try {
      new winch.Module(bytes);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(winch.CompileError);
      expect(error).toMatchObject({ funcIndex: 1, funcName: 'bad' });
      expect((error as Error).message).toMatch(
        /^WebAssembly\.Module\(\): .*i32.* at offset \d+ \(0x[0-9a-f]+\) in function 1 \(bad\)$/,
      );
      expect((error as Error).stack).toContain('module.test.ts');
    }
    await expect(winch.compile(bytes)).rejects.toThrow(/^WebAssembly\.compile\(\): /);
    await expect(winch.instantiate(bytes)).rejects.toThrow(/^WebAssembly\.instantiate\(\): /);
  });
});

describe('descriptions of a module', () => {
  it('list exports and imports', async () => {
    const bytes = await watToWasm(`(module
      (import "a" "f" (func (param i32))) (import "a" "f" (func)) (import "b" "é" (global f32))
      (import "" "" (table 1 funcref)) (import "m" "m" (memory 1 2))
      (func (export "x") (export "") (export "1")) (export "g" (global 0))
      (export "t" (table 0)) (export "mem" (memory 0)))`);
    same((W) => W.Module.imports(new W.Module(bytes)));
    same((W) => W.Module.exports(new W.Module(bytes)));
    same((W) => {
      const module = new W.Module(bytes);
      return [
        Object.is(W.Module.imports(module), W.Module.imports(module)),
        Object.getOwnPropertyDescriptors(W.Module.imports(module)[0]!),
        Object.getOwnPropertyDescriptors(W.Module.exports(module)[0]!),
      ];
    });
    for (const method of ['imports', 'exports', 'customSections'] as const) {
      for (const value of [undefined, {}, 1]) {
        same((W) => (W.Module[method] as (m: unknown, n: string) => void)(value, 'x'), 'message');
      }
    }
  });

  it('give copies of custom sections', () => {
    const bytes = customs(['one', [1, 2, 3]], ['two', []], ['one', [4]], ['é', [5]], ['', [6]]);
    for (const name of ['one', 'two', 'three', 'é', '', { toString: () => 'one' }, 1, null]) {
      same((W) =>
        W.Module.customSections(new W.Module(bytes), name as string).map((b) => [
          b instanceof ArrayBuffer,
          [...new Uint8Array(b)],
        ]),
      );
    }
    same((W) => W.Module.customSections(new W.Module(bytes), undefined as never), 'message');
    same((W) => W.Module.customSections(new W.Module(bytes), Symbol('one') as never));
    same((W) => {
      const module = new W.Module(bytes);
      new Uint8Array(W.Module.customSections(module, 'one')[0]!).fill(9);
      return [...new Uint8Array(W.Module.customSections(module, 'one')[0]!)];
    });
  });

  it('look for custom sections by well-formed names', () => {
    const bytes = customs(['a\ufffdb', [1]], ['\u{1f600}', [2]]);
    const { Module } = ENGINES.winch;
    const found = (name: string) =>
      Module.customSections(new Module(bytes), name).map((b) => [...new Uint8Array(b)]);
    expect(found('a\ud800b')).toEqual([[1]]);
    expect(found('a\udc00b')).toEqual([[1]]);
    expect(found('\ud83d\ude00')).toEqual([[2]]);
    expect(found('\ude00\ud83d')).toEqual([]);
  });
});

describe('a module', () => {
  const W = ENGINES.winch;
  const SOURCE = `(module (import "e" "h" (func $h (param i32) (result i32)))
    (global (export "g") i32 (i32.const 3)) (@custom "note" "text")
    (func (export "f") (param i32) (result i32) (call $h (local.get 0))))`;
  const e = { h: (x: number) => x + 1 };

  it('is cloned', async () => {
    const bytes = await watToWasm(SOURCE);
    const module = new W.Module(bytes);
    for (const original of [module, await W.compile(bytes), structuredClone(module)]) {
      const { copy } = structuredClone({ copy: original });
      expect(copy).not.toBe(original);
      expect(copy).toBeInstanceOf(W.Module);
      expect(W.Module.imports(copy)).toEqual(W.Module.imports(module));
      expect(W.Module.exports(copy)).toEqual(W.Module.exports(module));
      expect(W.Module.customSections(copy, 'note')).toEqual(
        W.Module.customSections(module, 'note'),
      );
      expect(new W.Instance(copy, { e }).exports.f(4)).toBe(5);
      expect((await W.instantiate(copy, { e })).exports.f(5)).toBe(6);
    }
    class Special extends W.Module {}
    const special = new Special(bytes);
    expect(special).toBeInstanceOf(Special);
    expect(structuredClone(special)).toBeInstanceOf(W.Module);
    expect(structuredClone(special)).not.toBeInstanceOf(Special);
  });

  it('crosses ports', async () => {
    const { port1, port2 } = new MessageChannel();
    const received = new Promise((resolve) => port2.once('message', resolve));
    port1.postMessage([new W.Module(await watToWasm(SOURCE))]);
    const [module] = (await received) as [WebAssembly.Module];
    port1.close();
    expect(new W.Instance(module, { e }).exports.f(1)).toBe(2);
  });

  it('of a clone that somebody forged is compiled as any bytes are', async () => {
    const host = (globalThis as unknown as { WebAssembly: typeof W }).WebAssembly;
    const carrier = structuredClone(new W.Module(await watToWasm('(module)')));
    // The clone is the host's: its own functions show what it is made of.
    const name = host.Module.imports(carrier)[0]!.module;
    const [payload] = host.Module.customSections(carrier, 'winch-ts') as [ArrayBuffer];
    expect([...new Uint8Array(payload)]).toEqual(EMPTY);
    expect(() => new host.Instance(carrier, {})).toThrow(name);
    const text = [...Buffer.from(name)];
    const forged = new host.Module(
      Uint8Array.from([
        ...[...EMPTY, 1, 4, 1, 0x60, 0, 0, 2, text.length + 5, 1, text.length, ...text, 0, 0, 0],
        ...customs(['winch-ts', [...EMPTY, 1]]).subarray(8),
      ]),
    );
    expect(() => new W.Instance(forged as never)).toThrow(W.CompileError);
    expect(() => W.Module.exports(forged as never)).toThrow(W.CompileError);
    await expect(W.instantiate(forged as never)).rejects.toThrow(W.CompileError);
  });

  it("of the host's is taken", async () => {
    const host = (globalThis as unknown as { WebAssembly: typeof W }).WebAssembly;
    const module = new host.Module(await watToWasm(SOURCE));
    expect(module).toBeInstanceOf(W.Module);
    expect(W.Module.imports(module)).toEqual(host.Module.imports(module));
    expect(W.Module.exports(module)).toEqual(host.Module.exports(module));
    expect(W.Module.customSections(module, 'note')).toHaveLength(1);
    const instance = await W.instantiate(module, { e });
    expect(instance).toBeInstanceOf(host.Instance);
    expect(instance.exports.f(41)).toBe(42);
    await expect(W.instantiate(module, {})).rejects.toThrow(TypeError);
  });

  it('that was compiled a moment ago is not compiled again', async () => {
    const one = await watToWasm(SOURCE);
    const module = new W.Module(one);
    const artifact = artifactOf(module);
    const again = new W.Module(one.slice());
    expect(again).not.toBe(module);
    expect(artifactOf(again)).toBe(artifact);
    expect(artifactOf(await W.compile(one))).toBe(artifact);
    expect(artifactOf((await W.instantiate(one, { e })).module)).toBe(artifact);
    expect(artifactOf(structuredClone(module))).toBe(artifact);
    // Equal at both ends, and as long: only comparing all bytes tells them apart.
    const filler = (byte: number) => customs(['x', new Array(120).fill(byte)]);
    const long = (byte: number) =>
      Uint8Array.from([
        ...EMPTY,
        ...new Array(50).fill([...filler(0)].slice(8)).flat(),
        ...[...filler(byte)].slice(8),
        ...new Array(50).fill([...filler(0)].slice(8)).flat(),
      ]);
    const first = new W.Module(long(1));
    const second = new W.Module(long(2));
    expect(artifactOf(second)).not.toBe(artifactOf(first));
    const contents = (m: WebAssembly.Module) =>
      W.Module.customSections(m, 'x').map((b) => new Uint8Array(b)[0]);
    expect(contents(first)[50]).toBe(1);
    expect(contents(second)[50]).toBe(2);
    expect(artifactOf(new W.Module(long(1)))).toBe(artifactOf(first));
    // Only a few are remembered.
    for (let i = 3; i < 20; i++) new W.Module(long(i));
    expect(artifactOf(new W.Module(long(1)))).not.toBe(artifactOf(first));
  });
});
