import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  expectFailure,
  expectTrap,
  type Finished,
  LAUNCHER,
  winchTs,
} from './support/command-line.js';

const PROGRAM = `(module (memory 1)
  (func $fib (export "fib") (param i32) (result i32)
    (if (result i32) (i32.lt_s (local.get 0) (i32.const 2))
      (then (local.get 0))
      (else (i32.add
        (call $fib (i32.sub (local.get 0) (i32.const 1)))
        (call $fib (i32.sub (local.get 0) (i32.const 2)))))))
  (func (export "mix") (param i32 i64 f32 f64) (result f64 f32 i64 i32)
    local.get 3 local.get 2 local.get 1 local.get 0)
  (func (export "refs") (param externref) (result externref funcref)
    local.get 0 ref.func $fib)
  (func $div (export "div") (param i32 i32) (result i32)
    (i32.div_s (local.get 0) (local.get 1)))
  (func (export "_start") (i32.store (i32.const 0) (i32.const 1))))`;

let folder: string;
const run = (...args: string[]): Promise<Finished> => winchTs(args, folder);
const file = (name: string): string => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'winch-ts-cli-'));
  writeFileSync(file('prog.wat'), PROGRAM);
  writeFileSync(file('bad.wat'), '(module\n  (func (i32.oops)))');
  writeFileSync(file('invalid.wat'), '(module (func $f (result i32) (i64.const 1)))');
  writeFileSync(file('cut.wasm'), Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 5));
  writeFileSync(file('import.wat'), '(module (import "env" "now" (func)))');
  writeFileSync(file('library.wat'), '(module (func (export "f")))');
  writeFileSync(file('trap.wat'), '(module (func $f unreachable) (start $f))');
  writeFileSync(file('noise.wasm'), 'hello');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('compile', () => {
  it('writes an artifact that runs, with statistics', async () => {
    const { code, stdout, stderr } = await run('compile', 'prog.wat', '--stats');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^target: +\w+$/m);
    expect(stdout).toMatch(/^functions: +5$/m);
    expect(await run('run', 'prog.winch', '--invoke', 'fib', '20')).toEqual({
      code: 0,
      stdout: '6765\n',
      stderr: '',
    });
  });

  it('uses the CPU features that it is told to', async () => {
    const { code } = await run('compile', 'prog.wat', '--features', 'none', '-o', 'plain.winch');
    expect(code).toBe(0);
    expect((await run('objdump', 'plain.winch')).stdout).toMatch(/features: none\n/);
    const bmi = await run('objdump', 'prog.wat', '--target', 'x64', '--features', 'bmi1,bmi2');
    expect(bmi.stdout).toMatch(/features: bmi1 bmi2\n/);
  });

  it('gives the same bytes each time, and prints nothing', async () => {
    for (const name of ['a.winch', 'b.winch']) {
      expect(await run('compile', 'prog.wat', '--target', 'x64', '-o', name)).toEqual({
        code: 0,
        stdout: '',
        stderr: '',
      });
    }
    expect(readFileSync(file('a.winch')).equals(readFileSync(file('b.winch')))).toBe(true);
  });

  it.each([
    [['missing.wasm'], 1, 'cannot read missing.wasm: no such file'],
    [['.'], 1, 'cannot read .: is a directory'],
    [['bad.wat'], 1, /bad\.wat:2:10: unknown operator/],
    [['invalid.wat'], 1, /invalid\.wat: CompileError: .* offset \d+ .* in function 0 \(f\)/],
    [['cut.wasm'], 1, /cut\.wasm: CompileError: .* at offset 10/],
    [['noise.wasm'], 1, /noise\.wasm: CompileError: .* at offset 0/],
    [['prog.wat', '-o', 'no/such/folder/x'], 1, 'cannot write no/such/folder/x: no such file'],
    [['prog.wat', '-o', '.'], 1, 'cannot write .: is a directory'],
    [['prog.wat', '-o', 'prog.wat'], 2, 'the same file'],
    [['prog.wat', '--target', 'mips'], 2, 'Allowed choices are x64, aarch64, portable, host'],
    [
      ['prog.wat', '--target', 'x64', '--features', 'sse9'],
      2,
      '--features: unknown x64 feature "sse9"',
    ],
    [['prog.wat', '--frobnicate'], 2, "unknown option '--frobnicate'"],
    [['prog.wat', 'more'], 2, 'too many arguments'],
    [[], 2, "missing required argument 'in'"],
  ])('refuses %j', async (args, code, message) => {
    const before = readdirSync(folder);
    expectFailure(await run('compile', ...args), code, message);
    expect(readdirSync(folder)).toEqual(before);
  });

  // Root may write everywhere.
  it.skipIf(process.getuid?.() === 0)('leaves nothing in a folder it may not write', async () => {
    mkdirSync(file('locked'));
    chmodSync(file('locked'), 0o555);
    expectFailure(await run('compile', 'prog.wat', '-o', 'locked/x'), 1, 'permission denied');
    chmodSync(file('locked'), 0o755);
    expect(readdirSync(file('locked'))).toEqual([]);
  });
});

describe('run', () => {
  it.each([
    [['prog.wat', '--invoke', 'fib', '10'], '55\n'],
    [['--invoke', 'mix', 'prog.wat', '-5', '-0x10', '-1.5', 'nan'], 'NaN\n-1.5\n-16\n-5\n'],
    [
      ['prog.wat', '--invoke', 'mix', '0xffffffff', '0x8000000000000000', '1e30', '-inf'],
      '-inf\n1000000000000000000000000000000\n-9223372036854775808\n-1\n',
    ],
    [['prog.wat', '--invoke', 'mix', '1', '2', '0x1p-149', '-0'], '-0\n0.0'],
    [['prog.wat', '--invoke', 'refs', 'null'], '<null externref>\n<funcref>\n'],
    [['prog.wat'], ''],
    [['library.wat'], ''],
  ])('%j', async (args, stdout) => {
    const result = await run('run', ...args);
    expect(result).toMatchObject({ code: 0, stderr: '' });
    expect(result.stdout.startsWith(stdout)).toBe(true);
  });

  it.each([
    [['import.wat'], 1, /LinkError: .*"env".*"now"/],
    [['prog.wat', '--invoke', 'nothing'], 2, 'no exported function "nothing"'],
    [['library.wat', 'x'], 2, 'no exported function "_start"'],
    [['prog.wat', '--invoke', 'fib'], 2, '"fib" takes 1 argument'],
    [['prog.wat', '--invoke', 'fib', '1', '2'], 2, '"fib" takes 1 argument'],
    [['prog.wat', '--invoke', 'fib', '1.5'], 2, '"1.5" is not a value of type i32'],
    [['prog.wat', '--invoke', 'fib', '4294967296'], 2, 'is not a value of type i32'],
    [['missing.winch'], 1, 'cannot read missing.winch'],
  ])('refuses %j', async (args, code, message) => {
    expectFailure(await run('run', ...args), code, message);
  });

  it.each([
    [['prog.wat', '--invoke', 'div', '1', '0'], 'integer divide by zero', /^ {4}at div \(.*\)\n$/],
    [
      ['trap.wat'],
      'unreachable',
      /^ {4}at f \(wasm:\/\/wasm\/[0-9a-f]{8}:wasm-function\[0\]:0x\w+\)\n$/,
    ],
  ])('%j traps', async (args, message, frames) => {
    expectTrap(await run('run', ...args), message, frames);
  });

  it('refuses a damaged artifact', async () => {
    expect((await run('compile', 'prog.wat', '-o', 'whole.winch')).code).toBe(0);
    const bytes = readFileSync(file('whole.winch'));
    writeFileSync(file('short.winch'), bytes.subarray(0, bytes.length - 1));
    expectFailure(await run('run', 'short.winch'), 1, 'short.winch: not an artifact');
    bytes[4100]! ^= 1;
    writeFileSync(file('flipped.winch'), bytes);
    expectFailure(await run('run', 'flipped.winch'), 1, 'the file is damaged');
  });

  it('shows the stack of an error when asked to', async () => {
    process.env.WINCH_TS_DEBUG = '1';
    try {
      expect((await run('run', 'trap.wat')).stderr).toContain('    at ');
    } finally {
      delete process.env.WINCH_TS_DEBUG;
    }
  });

  it('fails by an exception that nobody catches, in one line', async () => {
    const text = (tags: string, code: string) => `(module ${tags} (func (export "throw") ${code}))`;
    const one = '(tag (export "wrong number") (param i32 f64 externref))';
    const values = '(i32.const -7) (f64.const 2.5) (ref.null extern)';
    writeFileSync(file('one.wat'), text(one, `(throw 0 ${values})`));
    writeFileSync(file('two.wat'), text('(tag) (tag (param i64))', '(throw 1 (i64.const 3))'));
    for (const target of ['host', 'portable']) {
      const options = ['--target', target, '--invoke', 'throw'];
      const named = 'one.wat: uncaught exception "wrong number" (-7, 2.5, externref)';
      expectFailure(await run('run', 'one.wat', ...options), 1, named);
      expectFailure(await run('run', 'two.wat', ...options), 1, 'two.wat: uncaught exception (3)');
    }
  });
});

describe('bounds checks', () => {
  it('are explicit where that is asked for, or where guard pages cannot be had', async () => {
    const text =
      '(module (memory 1) (func (export "f") (param i32) (result i32) (i32.load (local.get 0))))';
    writeFileSync(file('bounds.wat'), text);
    const { stdout } = await run('objdump', 'bounds.wat', '--bounds', 'explicit');
    expect(stdout).toMatch(/bounds checks: explicit/);
    for (const bounds of ['guard', 'explicit']) {
      const options = ['--bounds', bounds, '--invoke', 'f'];
      expect((await run('run', 'bounds.wat', ...options, '65532')).stdout).toBe('0\n');
      const trapped = await run('run', 'bounds.wat', ...options, '65533');
      expectTrap(
        trapped,
        'out of bounds memory access',
        /^ {4}at wasm:\/\/wasm\/[0-9a-f]{8}:wasm-function\[0\]:0x\w+\n$/,
      );
    }
    await run('compile', 'bounds.wat', '--bounds', 'explicit', '-o', 'bounds.winch');
    expect((await run('run', 'bounds.winch', '--invoke', 'f', '8')).stdout).toBe('0\n');
  });
});

describe('objdump', () => {
  it('shows functions, calls and traps with names and module offsets', async () => {
    const { code, stdout, stderr } = await run('objdump', 'prog.wat', '--target', 'x64');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^00000000 <fib>: function 0, \d+ bytes$/m);
    expect(stdout).toMatch(/^ +0: 55 +push rbp$/m);
    expect(stdout).toMatch(/call .*;; <fib>, call at wasm 0x[0-9a-f]+$/m);
    expect(stdout).toMatch(/idiv .*;; integer divide by zero at wasm 0x[0-9a-f]+$/m);
  });

  it('shows one function, without bytes', async () => {
    const { stdout } = await run('objdump', 'prog.wat', '--function', 'div', '--no-bytes');
    expect(stdout.match(/^[0-9a-f]{8} </gm)).toHaveLength(1);
    expect(stdout).toContain('<div>: function 3');
    expectFailure(await run('objdump', 'prog.wat', '--function', 'x'), 1, 'no function x');
  });

  it('traces the abstract stack, of modules only', async () => {
    const { code, stdout } = await run('objdump', 'prog.wat', '--function', 'div', '--trace');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ {2}0x\w+ +i32\.div_s +\[i32:r\d+\]/m);
    await run('compile', 'prog.wat', '-o', 'traced.winch');
    expectFailure(await run('objdump', 'traced.winch', '--trace'), 2, '--trace needs a module');
  });

  it('ends quietly when its reader goes away', async () => {
    const functions = Array.from({ length: 20_000 }, () => '(func (result i32) i32.const 1)');
    writeFileSync(file('long.wat'), `(module ${functions.join('')})`);
    const child = spawn(process.execPath, [LAUNCHER, 'objdump', file('long.wat')]);
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk;
    });
    child.stdout.once('data', () => child.stdout.destroy());
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});

describe('wast', () => {
  const script = '(module (func (export "f") (result i32) (i32.const 1)))\n';
  beforeAll(() => {
    mkdirSync(file('suite/deep'), { recursive: true });
    writeFileSync(file('suite/good.wast'), `${script}(assert_return (invoke "f") (i32.const 1))`);
    writeFileSync(
      file('suite/deep/bad.wast'),
      `${script}(assert_return (invoke "f") (i32.const 2))
(assert_malformed (module quote "(func") "x")
(assert_return (invoke "f") (i32.const 1))`,
    );
    writeFileSync(file('suite/groups.json'), '{"fine": ["good.wast"], "gone": ["no.wast"]}');
    writeFileSync(file('suite/empty.txt'), '');
    writeFileSync(file('nothing.wast'), '(module)');
  });

  it('runs a folder and says what failed', async () => {
    expect(await run('wast', 'suite')).toEqual({
      code: 1,
      stdout: `deep/bad.wast:2: assert_return: expected (i32.const 2), got (i32.const 1)
text parser: 1 passed, 0 failed
2 passed, 1 failed, 0 skipped
`,
      stderr: '',
    });
  });

  it('runs groups and files, and writes JSON', async () => {
    const result = await run('wast', 'suite', '--group', 'fine', '--json', 'out.json');
    expect(result.code).toBe(0);
    expect(result.stdout.endsWith('\n1 passed, 0 failed, 0 skipped\n')).toBe(true);
    expect(JSON.parse(readFileSync(file('out.json'), 'utf8'))).toMatchObject({
      passed: 1,
      groups: { fine: { passed: 1, failed: 0 } },
      scripts: [{ script: 'good.wast', group: 'fine' }],
    });
    expect((await run('wast', 'suite/good.wast', 'suite/good.wast')).stdout).toContain('2 passed');
  });

  it.each([
    [['nowhere'], 1, 'cannot read nowhere: no such file'],
    [['suite', '--group', 'other'], 1, 'no group other'],
    [['suite', '--group', 'gone'], 1, /cannot read .*no\.wast/],
    [['suite/deep', '--group', 'fine'], 1, 'no groups.json in suite/deep'],
    [[], 2, "missing required argument 'path'"],
  ])('refuses %j', async (args, code, message) => {
    expectFailure(await run('wast', ...args), code, message);
  });

  // Only there is aarch64 code another machine's.
  it.runIf(process.arch === 'x64')('runs aarch64 code in the program that is named', async () => {
    process.env.WINCH_TS_AARCH64_NODE = file('none');
    try {
      expectFailure(
        await run('wast', 'suite', '--target', 'aarch64'),
        1,
        'WINCH_TS_AARCH64_NODE: cannot run ',
      );
      writeFileSync(file('runner'), '#!/bin/sh\nshift\necho "$@"\nexit 7\n', { mode: 0o755 });
      process.env.WINCH_TS_AARCH64_NODE = file('runner');
      expect(await run('wast', 'suite', '--target', 'aarch64')).toEqual({
        code: 7,
        stdout: 'wast suite --target aarch64\n',
        stderr: '',
      });
    } finally {
      delete process.env.WINCH_TS_AARCH64_NODE;
    }
  });

  it('does not pass for running nothing', async () => {
    expect((await run('wast', 'nothing.wast')).code).toBe(1);
  });
});

describe('the program', () => {
  it('tells its version and helps', async () => {
    const { version } = JSON.parse(
      readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
    ) as { version: string };
    expect((await run('--version')).stdout).toBe(`${version}\n`);
    for (const command of ['compile', 'run', 'objdump', 'wast']) {
      const { code, stdout } = await run(command, '--help');
      expect(code).toBe(0);
      expect(stdout).toMatch(/Examples:\n {2}winch-ts /);
    }
  });

  it('fails with help when nothing is asked', async () => {
    const { code, stdout, stderr } = await run();
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('Usage: winch-ts');
    expectFailure(await run('frobnicate'), 2, "unknown command 'frobnicate'");
  });

  it('leaves nothing behind', () => {
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    expect(existsSync(file('prog.winch'))).toBe(true);
  });
});
