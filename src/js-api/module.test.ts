import { describe, expect, it } from 'vitest';
import { ENGINES, same, sameAsync, watToWasm } from '../../test/support/two-engines.js';

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
    const bytes = customs(
      ['one', [1, 2, 3]],
      ['two', []],
      ['one', [4]],
      ['é', [5]],
      ['', [6]],
      ['\ufffd', [7]],
    );
    for (const name of [
      'one',
      'two',
      'three',
      'é',
      '',
      '\ud800',
      { toString: () => 'one' },
      1,
      null,
    ]) {
      same((W) =>
        W.Module.customSections(new W.Module(bytes), name as string).map((b) => [
          b instanceof ArrayBuffer,
          [...new Uint8Array(b)],
        ]),
      );
    }
    same((W) => W.Module.customSections(new W.Module(bytes), undefined as never), 'message');
    same((W) => {
      const module = new W.Module(bytes);
      new Uint8Array(W.Module.customSections(module, 'one')[0]!).fill(9);
      return [...new Uint8Array(W.Module.customSections(module, 'one')[0]!)];
    });
  });
});
