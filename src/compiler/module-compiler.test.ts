import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { cpuMilliseconds } from '../../test/support/cpu-time.js';
import { bodiesOf, operatorsOf } from '../../test/support/local-flow.js';
import { Random, randomProgram } from '../../test/support/random-program.js';
import type { Artifact, TargetName } from '../artifact/artifact.js';
import { serializeArtifact } from '../artifact/serialize.js';
import type { CompileObserver } from '../codegen/function-compiler.js';
import { watToWasm } from '../text/wat.js';
import { CompileError } from '../wasm/compile-error.js';
import { Op } from '../wasm/opcodes.js';
import { type CompileOptions, compileModule, ModuleCompiler } from './module-compiler.js';

const I32 = 0x7f;

function u32(value: number): number[] {
  const out: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 128)) out.push((rest % 128) | 0x80);
  out.push(rest);
  return out;
}

function section(id: number, contents: Uint8Array | readonly number[]): Uint8Array {
  return Buffer.concat([Uint8Array.from([id, ...u32(contents.length)]), Uint8Array.from(contents)]);
}

/** A module of functions of one type; each body is its local declarations and its code. */
function moduleOf(
  bodies: readonly (Uint8Array | readonly number[])[],
  params: readonly number[] = [],
  results: readonly number[] = [],
): Uint8Array {
  const code = bodies.map((body) =>
    Buffer.concat([Uint8Array.from(u32(body.length)), Uint8Array.from(body)]),
  );
  return Buffer.concat([
    Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]),
    section(1, [1, 0x60, ...u32(params.length), ...params, ...u32(results.length), ...results]),
    section(3, [...u32(bodies.length), ...bodies.map(() => 0)]),
    section(10, Buffer.concat([Uint8Array.from(u32(bodies.length)), ...code])),
  ]);
}

function repeat(count: number, ...bytes: number[]): Uint8Array {
  const out = new Uint8Array(count * bytes.length);
  for (let i = 0; i < out.length; i++) out[i] = bytes[i % bytes.length]!;
  return out;
}

function compileInChunks(
  bytes: Uint8Array,
  sizeOf: () => number,
  options: CompileOptions = {},
): Artifact {
  const compiler = new ModuleCompiler(options);
  for (let at = 0; at < bytes.length; ) {
    const end = Math.min(bytes.length, at + sizeOf());
    // A copy that is overwritten behind the call: nothing may look at a chunk later.
    const chunk = new Uint8Array(bytes.subarray(at, end));
    compiler.push(chunk);
    chunk.fill(0xff);
    at = end;
  }
  return compiler.finish();
}

function expectSame(found: Artifact, expected: Artifact): void {
  expect(Buffer.compare(serializeArtifact(found), serializeArtifact(expected))).toBe(0);
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}

function errorOf(run: () => unknown): CompileError {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(CompileError);
    return error as CompileError;
  }
  return expect.unreachable('was compiled');
}

describe('chunks', () => {
  it.each(['x64', 'aarch64'] as const)('of one byte make the same artifact: %s', (target) => {
    const { bytes } = randomProgram(21);
    expect(bytes.length).toBeGreaterThan(2000);
    const whole = compileModule(bytes, { target });
    expectSame(
      compileInChunks(bytes, () => 1, { target }),
      whole,
    );
  });

  it('of random sizes make the same artifact of a large module', () => {
    const require = createRequire(import.meta.url);
    const bytes = readFileSync(require.resolve('sql.js/dist/sql-wasm.wasm'));
    const whole = compileModule(bytes);
    const random = new Random(2);
    for (const most of [300, 5000, 300_000]) {
      expectSame(
        compileInChunks(bytes, () => random.below(most)),
        whole,
      );
    }
  });

  it('do not change the error', () => {
    const bytes = moduleOf([
      [0, Op.Nop, Op.End],
      [0, Op.I32Const, 1, Op.End],
    ]);
    const whole = errorOf(() => compileModule(bytes));
    const pieces = errorOf(() => compileInChunks(bytes, () => 1));
    expect(pieces.message).toBe(whole.message);
  });

  it('compile the same way each time, whatever was compiled before', () => {
    const { bytes } = randomProgram(5);
    const first = compileModule(bytes);
    compileModule(randomProgram(6).bytes);
    expectSame(compileModule(bytes), first);
  });
});

describe('one module after the other', () => {
  const targets = ['x64', 'aarch64'] as const;

  /** Pushes `bytes[start..end)`, which ends in the middle of the code section. */
  const begun = (bytes: Uint8Array, target: TargetName, end: number) => {
    const compiler = new ModuleCompiler({ target });
    compiler.push(bytes.subarray(0, end));
    return compiler;
  };

  it.each(targets)(
    'is compiled the same after a failure and a garbage collection: %s',
    (target) => {
      const { bytes } = randomProgram(21);
      const expected = compileModule(bytes, { target });
      // Fails in each of many places, with blocks, values and labels open.
      const body = expected.stats.bytesIn;
      for (let at = 0; at < body; at += 1 + (body >> 7)) {
        const broken = bytes.slice();
        broken.fill(0xff, bytes.length - at - 1);
        try {
          compileModule(broken, { target });
        } catch (error) {
          expect(error).toBeInstanceOf(CompileError);
        }
      }
      collectGarbage();
      expectSame(compileModule(bytes, { target }), expected);
    },
  );

  it.each(targets)('is compiled the same in turns with others: %s', (target) => {
    const programs = [3, 4, 5].map((seed) => randomProgram(seed).bytes);
    const expected = programs.map((bytes) => compileModule(bytes, { target }));
    const compilers = programs.map(() => new ModuleCompiler({ target }));
    const longest = Math.max(...programs.map((bytes) => bytes.length));
    for (let at = 0; at < longest; at += 97) {
      for (const [i, bytes] of programs.entries()) compilers[i]!.push(bytes.subarray(at, at + 97));
      if (at % 5 === 0) expectSame(compileModule(programs[0]!, { target }), expected[0]!);
    }
    for (const [i, compiler] of compilers.entries()) expectSame(compiler.finish(), expected[i]!);
  });

  it('is compiled the same in turns with the same for another target', () => {
    const { bytes } = randomProgram(6);
    const expected = targets.map((target) => compileModule(bytes, { target }));
    const compilers = targets.map((target) => new ModuleCompiler({ target }));
    for (let at = 0; at < bytes.length; at += 53) {
      for (const compiler of compilers) compiler.push(bytes.subarray(at, at + 53));
    }
    for (const [i, compiler] of compilers.entries()) {
      const artifact = compiler.finish();
      expectSame(artifact, expected[i]!);
      expect({ ...artifact.stats, nanoseconds: 0 }).toEqual({
        ...expected[i]!.stats,
        nanoseconds: 0,
      });
    }
  });

  it.each(targets)('is compiled the same while another fails or is given up: %s', (target) => {
    const { bytes } = randomProgram(8);
    const expected = compileModule(bytes, { target });
    const half = bytes.length >> 1;
    const compiler = begun(bytes, target, half);
    begun(bytes, target, half);
    const failing = begun(bytes, target, half);
    expect(() => failing.finish()).toThrow(CompileError);
    expect(() => failing.finish()).toThrow(CompileError);
    compiler.push(bytes.subarray(half));
    const artifact = compiler.finish();
    expectSame(artifact, expected);
    expectSame(compileModule(bytes, { target }), expected);
    expect(compiler.finish()).toBe(artifact);
  });

  it.each(targets)('leaves artifacts as they are: %s', (target) => {
    const { bytes } = randomProgram(12);
    const artifact = compileModule(bytes, { target });
    const before = serializeArtifact(artifact).slice();
    compileModule(randomProgram(13).bytes, { target });
    expect(Buffer.compare(serializeArtifact(artifact), before)).toBe(0);
  });

  it('features of the one are not those of the next', () => {
    const { bytes } = randomProgram(14);
    const all = compileModule(bytes);
    const none = compileModule(bytes, { features: [] });
    expect(none.features).toEqual([]);
    expectSame(compileModule(bytes), all);
    expectSame(compileModule(bytes, { features: [] }), none);
  });

  it('keeps nothing of a module alive', async () => {
    const compileSome = () => {
      const bytes = Uint8Array.from(randomProgram(15).bytes);
      const { info } = compileModule(bytes);
      const broken = bytes.slice();
      broken.fill(0xff, bytes.length - 20);
      expect(() => compileModule(broken)).toThrow(CompileError);
      return [bytes, info, broken].map((object) => new WeakRef<object>(object));
    };
    const refs = compileSome();
    // References are held until the end of the turn.
    await new Promise((resolve) => setTimeout(resolve));
    collectGarbage();
    expect(refs.map((ref) => ref.deref())).toEqual([undefined, undefined, undefined]);
  });
});

describe('observer', () => {
  it('sees every operator but the last end of a function, with the code it got', async () => {
    const bytes = await watToWasm(`(module
      (func (param i32) (result i32) (local i32)
        (block (loop (local.set 1 (i32.add (local.get 1) (local.get 0)))
          (br_if 0 (i32.lt_u (local.get 1) (i32.const 100))))
          (if (local.get 0) (then (br 1)) (else (nop))))
        (i32.clz (local.get 1)))
      (func (call 0 (i32.const 3)) drop))`);
    const seen: number[][] = [];
    const functions: [number, number][] = [];
    let codeAt = 0;
    const observer: CompileObserver = {
      function(funcIndex, codeOffset) {
        functions.push([funcIndex, codeOffset]);
        seen.push([]);
        codeAt = -1;
      },
      operator(op, offset, stack, codeStart, codeEnd) {
        seen.at(-1)!.push(op);
        // A block's else and end are met in dead code here.
        if (op !== Op.Else && op !== Op.End) expect(bytes[offset]).toBe(op);
        if (codeAt >= 0) expect(codeStart).toBe(codeAt);
        expect(codeEnd).toBeGreaterThanOrEqual(codeStart);
        codeAt = codeEnd;
        expect(() => stack.verify()).not.toThrow();
      },
    };
    const artifact = compileModule(bytes, { observer });
    const expected = bodiesOf(bytes).map((body) =>
      operatorsOf(body)
        .map(({ op }) => op)
        .slice(0, -1),
    );
    expect(seen).toEqual(expected);
    expect(functions).toEqual([
      [0, artifact.funcOffsets[0]],
      [1, artifact.funcOffsets[1]],
    ]);
  });

  it('does not change the artifact', () => {
    const { bytes } = randomProgram(9);
    const observer: CompileObserver = { function() {}, operator() {} };
    expectSame(compileModule(bytes, { observer }), compileModule(bytes));
  });
});

describe('errors', () => {
  it('carry offset, function and the name of an export', async () => {
    const bytes = await watToWasm(`(module
      (import "m" "f" (func)) (func) (func (export "bad") (nop) (i32.add (i32.const 1))))`);
    const error = errorOf(() => compileModule(bytes));
    expect(error.funcIndex).toBe(2);
    expect(error.funcName).toBe('bad');
    expect(bytes[error.offset]).toBe(Op.I32Add);
    expect(error.message).toBe(
      `${error.reason} at offset ${error.offset} (0x${error.offset.toString(16)}) in function 2 (bad)`,
    );
  });

  it('carry the name from a name section behind the code', async () => {
    const bytes = await watToWasm('(module (func $first) (func $second (drop)))');
    expect(errorOf(() => compileModule(bytes)).funcName).toBe('second');
  });

  it('carry no function outside of functions', () => {
    const error = errorOf(() => compileModule(Uint8Array.from([0, 0x61, 0x73, 0x6d, 2, 0, 0, 0])));
    expect([error.funcIndex, error.funcName]).toEqual([-1, undefined]);
  });

  it('come again from every later call', () => {
    const compiler = new ModuleCompiler();
    const bytes = moduleOf([[0, Op.Drop, Op.End]]);
    const first = errorOf(() => compiler.push(bytes));
    expect(errorOf(() => compiler.push(bytes)).message).toBe(first.message);
    expect(errorOf(() => compiler.finish()).message).toBe(first.message);
  });

  it('of a module that is cut off anywhere', () => {
    const { bytes } = randomProgram(2);
    for (let end = 0; end < bytes.length; end += 97) {
      errorOf(() => compileModule(bytes.subarray(0, end)));
    }
  });

  it('unknown targets and features are the caller’s', () => {
    expect(() => compileModule(moduleOf([]), { features: ['no-such'] })).toThrow(RangeError);
  });
});

describe('absurd modules', () => {
  /** Runs without much memory and within seconds of CPU time (7 at most); quadratic is hours. */
  function bounded(run: () => void): void {
    const before = process.memoryUsage();
    expect(cpuMilliseconds(run)).toBeLessThan(70_000);
    const after = process.memoryUsage();
    const grown = after.heapUsed - before.heapUsed + after.arrayBuffers - before.arrayBuffers;
    expect(grown).toBeLessThan(2 ** 30);
  }

  const refused: [string, readonly number[], RegExp][] = [
    ['2^32 - 1 locals', [1, ...u32(2 ** 32 - 1), I32, Op.End], /too many locals/],
    [
      '2^32 - 1 groups of 2^32 - 1 locals',
      [...u32(2 ** 32 - 1), ...u32(2 ** 32 - 1), I32, Op.End],
      /too many locals/,
    ],
    ['2^32 - 1 groups', [...u32(2 ** 32 - 1), 0, I32, Op.End], /./],
    ['50,001 locals', [1, ...u32(50_001), I32, Op.End], /too many locals/],
    [
      'a br_table with 2^32 - 1 targets',
      [0, Op.I32Const, 0, Op.BrTable, ...u32(2 ** 32 - 1), 0, Op.End],
      /./,
    ],
    ['a branch to label 2^32 - 1', [0, Op.Br, ...u32(2 ** 32 - 1), Op.End], /./],
    ['local 2^32 - 1', [0, Op.LocalGet, ...u32(2 ** 32 - 1), Op.Drop, Op.End], /./],
    ['a call of function 2^32 - 1', [0, Op.Call, ...u32(2 ** 32 - 1), Op.End], /./],
    ['a block of type 2^31', [0, Op.Block, ...u32(2 ** 31), Op.End, Op.End], /./],
  ];
  it.each(refused)('%s are refused', (_, body, reason) => {
    bounded(() => {
      const error = errorOf(() => compileModule(moduleOf([body])));
      expect(error.reason).toMatch(reason);
      expect(error.funcIndex).toBe(0);
    });
  });

  it.each([
    ['block', Op.Block],
    ['loop', Op.Loop],
  ])('7.6 MB of nested %ss', (_, op) => {
    const depth = 2_500_000;
    const body = Buffer.concat([repeat(1, 0), repeat(depth, op, 0x40), repeat(depth + 1, Op.End)]);
    bounded(() => {
      expect(compileModule(moduleOf([body])).code.length).toBeLessThan(1000);
    });
  });

  it('nested ifs, with values alive around them', () => {
    const depth = 100_000;
    const body = Buffer.concat([
      repeat(1, 0),
      repeat(depth, Op.LocalGet, 0, Op.I32Eqz, Op.LocalGet, 0, Op.If, 0x40, Op.Nop),
      repeat(depth, Op.End, Op.Drop),
      repeat(1, Op.End),
    ]);
    bounded(() => {
      const { code } = compileModule(moduleOf([body], [I32]));
      expect(code.length).toBeLessThan(40 * body.length);
    });
  });

  it('50,000 locals, read and set and alive around calls', () => {
    const count = 49_999;
    const parts: number[] = [1, ...u32(count), I32];
    for (let x = 0; x < 2000; x++) {
      const local = u32(1 + x * 20);
      parts.push(Op.LocalGet, ...local, Op.LocalGet, 0, Op.I32Add, Op.LocalTee, ...u32(2 + x));
      parts.push(Op.Call, 0);
    }
    parts.push(Op.End);
    bounded(() => {
      const artifact = compileModule(moduleOf([parts], [I32]), { verify: false });
      expect(artifact.code.length).toBeLessThan(100 * parts.length);
    });
  });

  it('locals that a function does not name change nothing', () => {
    // Pages of locals in use and not, in functions one after the other; some need zeros.
    const functions = Array.from({ length: 12 }, (_, n) => {
      const parts: number[] = [1, ...u32(3000 + 700 * n), I32];
      for (let k = 0; k < 3 * n; k++) {
        const local = (k * 977 + n * 311) % (3000 + 700 * n);
        parts.push(Op.LocalGet, ...u32(local), Op.LocalSet, ...u32((local * 7) % 3000));
        if (k % 4 === 3) parts.push(Op.Call, 0);
      }
      return [...parts, Op.End];
    });
    for (const target of ['x64', 'aarch64'] as const) {
      const code = (bodies: number[][], verify: boolean) =>
        compileModule(moduleOf(bodies), { target, verify }).code;
      expect(code(functions, false)).toEqual(code(functions, true));
      const again = [...functions].reverse();
      expect(code(again, false)).toEqual(code(again, true));
    }
  });

  it('functions of 50,000 locals each', () => {
    const body = [1, ...u32(50_000), I32, Op.LocalGet, ...u32(49_999), Op.Drop, Op.End];
    bounded(() => {
      compileModule(moduleOf(Array.from({ length: 2000 }, () => body)));
    });
  });

  it('calls with 1,000 parameters and 1,000 results', () => {
    const types = Array.from({ length: 1000 }, (_, i) => [0x7f, 0x7e, 0x7d, 0x7c][i % 4]!);
    const code: number[] = [0];
    for (let i = 0; i < 1000; i++) code.push(Op.LocalGet, ...u32(i));
    for (let i = 0; i < 50; i++) code.push(Op.Call, 0);
    code.push(Op.End);
    for (const target of ['x64', 'aarch64'] as const) {
      bounded(() => {
        const artifact = compileModule(moduleOf([code], types, types), { target });
        expect(artifact.code.length).toBeLessThan(4_000_000);
      });
    }
  });

  it('1,001 parameters are refused', () => {
    errorOf(() => compileModule(moduleOf([], Array(1001).fill(I32))));
    errorOf(() => compileModule(moduleOf([], [], Array(1001).fill(I32))));
  });

  it('thousands of values on the stack over calls and branches', () => {
    const count = 20_000;
    const body = Buffer.concat([
      repeat(1, 0),
      repeat(count, Op.LocalGet, 0, Op.Call, 0, Op.LocalGet, 0),
      repeat(100, Op.LocalGet, 0, Op.BrIf, 0),
      repeat(count, Op.Drop),
      repeat(1, Op.End),
    ]);
    bounded(() => {
      const { code } = compileModule(moduleOf([body], [I32]));
      expect(code.length).toBeLessThan(20 * body.length);
    });
  });

  it('a large br_table whose entries all need moves', () => {
    // 1,000 blocks with a result each, left by one br_table over and over.
    const depth = 1000;
    const table: number[] = [];
    for (let i = 0; i < 60_000; i++) table.push(...u32(i % depth));
    const body = Buffer.concat([
      repeat(1, 0),
      repeat(depth, Op.Block, I32, Op.LocalGet, 0),
      Uint8Array.from([Op.LocalGet, 0, Op.LocalGet, 0, Op.BrTable, ...u32(60_000), ...table, 0]),
      repeat(depth, Op.End, Op.Drop),
      repeat(1, Op.End),
    ]);
    bounded(() => {
      const { code } = compileModule(moduleOf([body], [I32]));
      expect(code.length).toBeLessThan(8 * body.length);
    });
  });

  it('types that changed after the stack has grown', () => {
    // 40,000 i32, more than there is room for at first; then f64 where the first of them were.
    const depth = 40_000;
    const f64 = [Op.F64Const, 0, 0, 0, 0, 0, 0, 0, 0];
    const body = Buffer.concat([
      repeat(1, 0),
      repeat(depth, Op.LocalGet, 0),
      repeat(depth, Op.Drop),
      Uint8Array.from([...f64, ...f64, Op.I32Add, Op.Drop, Op.End]),
    ]);
    expect(errorOf(() => compileModule(moduleOf([body], [I32]))).message).toMatch(
      /i32.add expected i32, found f64/,
    );
  });

  it.each([
    ['ifs', [Op.LocalGet, 0, Op.LocalGet, 0, Op.If, 0x40, Op.Nop], [Op.End, Op.Drop]],
    ['br_ifs', [Op.LocalGet, 0, Op.LocalGet, 0, Op.BrIf, 0], [Op.Drop]],
  ])('%s around values that all are one local', (_, open, close) => {
    const depth = 300_000;
    const body = Buffer.concat([
      repeat(1, 0),
      repeat(depth, ...open),
      repeat(depth, ...close),
      repeat(1, Op.End),
    ]);
    bounded(() => {
      expect(compileModule(moduleOf([body], [I32])).code.length).toBeLessThan(40 * body.length);
    });
  });
});
