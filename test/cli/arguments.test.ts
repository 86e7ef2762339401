import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { watToWasm } from '../../src/text/wat.js';
import { addModule } from '../support/cli-modules.js';
import { expectFailure, type Finished, ROOT, winchTs } from '../support/command-line.js';

const HOST = process.arch === 'x64' ? 'x64' : 'aarch64';
const OTHER = HOST === 'x64' ? 'aarch64' : 'x64';

let folder: string;
const run = (...args: string[]): Promise<Finished> => winchTs(args, folder);
const file = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'winch-ts-arguments-'));
  writeFileSync(file('add.wasm'), await addModule());
  const functions = Array.from({ length: 25 }, (_, i) => `(func (export "f${i}"))`);
  writeFileSync(
    file('many.wasm'),
    await watToWasm(`(module ${functions.join('')} (func (export "${'long'.repeat(100)}"))
      (table (export "tab") 1 funcref) (global (export "glob") i32 (i32.const 0)))`),
  );
  writeFileSync(
    file('started.wasm'),
    await watToWasm('(module (func $s unreachable) (start $s) (memory (export "_start") 1))'),
  );
  writeFileSync(file('empty.wasm'), await watToWasm('(module)'));
  writeFileSync(file('-1.wasm'), await addModule());
  writeFileSync(file('one.wast'), '(module (func (export "f")))\n(assert_return (invoke "f"))\n');
  for (const target of ['x64', 'aarch64']) {
    const made = await run('compile', 'add.wasm', '--target', target, '-o', `${target}.winch`);
    expect(made).toEqual({ code: 0, stdout: '', stderr: '' });
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('options of run', () => {
  it.each([
    [['add.wasm', '--invoke', 'add', '1', '2'], '3\n'],
    [['add.wasm', '--target', HOST, '--invoke', 'add', '1', '2'], '3\n'],
    [['--target', 'host', 'add.wasm', '-q', '--invoke=add', '1', '2'], '3\n'],
    [['--invoke', 'add', 'add.wasm', '--bounds=explicit', '1', '2'], '3\n'],
    [['add.wasm', '--invoke', 'add', '-1', '-0x2'], '-3\n'],
    [['--invoke', 'add', 'add.wasm', '-1', '2'], '1\n'],
    [['add.wasm', '--invoke', 'add', '--', '-1', '-2'], '-3\n'],
    [['add.wasm', '--', '1'], undefined],
    [['--invoke', 'add', '--', '-1.wasm', '-1', '-2'], '-3\n'],
    [['./-1.wasm', '--invoke', 'add', '3', '4'], '7\n'],
  ])('%j', async (args, stdout) => {
    const result = await run('run', ...args);
    if (stdout === undefined) expectFailure(result, 2, 'no exported function "_start"');
    else expect(result).toEqual({ code: 0, stdout, stderr: '' });
  });

  it.each([
    [['add.wasm', '--invok', 'add', '1', '2'], "unknown option '--invok' (Did you mean --invoke?)"],
    [['--nosuch'], "unknown option '--nosuch'"],
    [['--nosuch', 'add.wasm', '--invoke', 'add', '1', '2'], "unknown option '--nosuch'"],
    [['add.wasm', '-x', '--invoke', 'add', '1', '2'], "unknown option '-x'"],
    [['add.wasm', '--trace=1', '--invoke', 'add', '1', '2'], "unknown option '--trace=1'"],
    [['add.wasm', '--invoke'], "option '--invoke <name>' argument missing"],
    [['add.wasm', '--bounds', 'none'], 'Allowed choices are guard, explicit'],
    [['add.wasm', '1', '2', '--invoke', 'add'], "--invoke: options go before the function's"],
    [['add.wasm', '--invoke', 'add', '1', '--quiet'], "--quiet: options go before the function's"],
    [['add.wasm', '--invoke', 'add', '1', '-x'], '"-x" is not a value of type i32'],
    [['--', '--nosuch'], 'cannot read --nosuch'],
    [['add.wasm', '-', '--invoke', 'add'], "--invoke: options go before the function's"],
    [[], "missing required argument 'in'"],
  ])('refuses %j', async (args, message) => {
    expectFailure(await run('run', ...args), args[0] === '--' ? 1 : 2, message);
  });
});

describe('options', () => {
  it.each([
    [['run', 'add.wasm', '--invoke', 'add', '--invoke', 'add', '1', '2'], '--invoke <name>'],
    [['run', '-q', '--quiet', 'add.wasm'], '-q, --quiet'],
    [['compile', 'add.wasm', '-o', 'a', '--output=b'], '-o, --output <file>'],
    [['compile', 'add.wasm', '--target', 'x64', '--target', 'x64'], '--target <name>'],
    [['compile', 'add.wasm', '--features', 'none', '--features', 'host'], '--features <list>'],
    [['objdump', 'add.wasm', '--no-bytes', '--no-bytes'], '--no-bytes'],
    [['wast', 'one.wast', '--json', 'a', '--json', 'b'], '--json <file>'],
  ])('given twice are refused: %j', async (args, option) => {
    expectFailure(await run(...args), 2, `option '${option}' is given more than once`);
  });

  it.each([
    [
      ['run', `${HOST}.winch`, '--bounds', 'explicit', '--invoke', 'add', '1', '2'],
      '--bounds explicit (it is guard)',
    ],
    [['objdump', 'x64.winch', '--target', 'aarch64'], '--target aarch64 (it is x64)'],
    [['objdump', 'aarch64.winch', '--target', 'x64'], '--target x64 (it is aarch64)'],
    [
      ['objdump', 'x64.winch', '--features', 'none', '--bounds', 'explicit'],
      '--bounds explicit (it is guard), --features none (it is ',
    ],
  ])('without effect on an artifact say so: %j', async (args, hint) => {
    const plain = await run(...args.filter((_, i) => i < 2 || (args[0] === 'run' && i > 3)));
    const { code, stdout, stderr } = await run(...args);
    expect({ code, stdout }).toEqual({ code: 0, stdout: plain.stdout });
    expect(plain.stderr).toBe('');
    expect(stderr).toMatch(/^winch-ts: \w+\.winch: compiled already, [^\n]*\n$/);
    expect(stderr).toContain(hint);
  });

  it('of which there may be more than one are collected', async () => {
    writeFileSync(file('groups.json'), '{"first": ["one.wast"], "second": ["one.wast"]}');
    const { code, stdout } = await run('wast', '.', '--group', 'first', '--group', 'second');
    expect({ code, stdout }).toMatchObject({ code: 0 });
    expect(stdout).toContain('2 passed');
  });

  it('that say what an artifact is are silent', async () => {
    const args = ['--target', 'x64', '--bounds', 'guard'];
    expect(await run('objdump', 'x64.winch', ...args)).toMatchObject({ code: 0, stderr: '' });
  });

  it('of bytes have no effect on a trace', async () => {
    const { code, stderr } = await run('objdump', 'add.wasm', '--trace', '--no-bytes');
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: 'winch-ts: --no-bytes has no effect: a trace shows no bytes\n',
    });
  });
});

describe('blame', () => {
  it('of features is on the target that was asked for', async () => {
    for (const command of ['compile', 'objdump']) {
      for (const path of ['add.wasm', 'missing.wasm']) {
        const host = await run(command, path, '--target', OTHER, '--features', 'host');
        expectFailure(host, 2, `--features host: this is no ${OTHER} machine, but ${process.arch}`);
        const wrong = await run(command, path, '--target', 'aarch64', '--features', 'bmi1');
        expectFailure(wrong, 2, '--features: unknown aarch64 feature "bmi1" (known: lse)');
      }
    }
  });

  it('of help is on the command that is unknown', async () => {
    const commands = 'compile, run, objdump, wast, cache, help';
    expectFailure(
      await run('help', 'nosuch'),
      2,
      `unknown command 'nosuch' (commands: ${commands})`,
    );
    const { stdout } = await run('run', '--help');
    expect(await run('help', 'run')).toEqual({ code: 0, stdout, stderr: '' });
    expect((await run('help')).stdout).toBe((await run('--help')).stdout);
    expectFailure(await run('help', 'run', 'compile'), 2, 'too many arguments');
  });

  it('of --invoke says what an export is, and what functions there are', async () => {
    const many = /\(functions: f0, f1, f2, f3, f4, f5, f6, f7, f8, f9 and 16 more\)\n$/;
    for (const [path, name, start] of [
      ['add.wasm', 'mem', '"mem" is a memory, not a function (functions: add)'],
      ['add.wasm', 'ad', 'no exported function "ad" (functions: add)'],
      ['many.wasm', 'tab', '"tab" is a table, not a function'],
      ['many.wasm', 'glob', '"glob" is a global, not a function'],
      ['many.wasm', 'none', 'no exported function "none"'],
      ['empty.wasm', 'none', 'no exported function "none" (it exports no functions)'],
    ] as const) {
      const result = await run('run', path, '--invoke', name);
      expectFailure(result, 2, start);
      if (path === 'many.wasm') expect(result.stderr).toMatch(many);
    }
    const long = await run('run', 'many.wasm', '--invoke', 'x'.repeat(10_000));
    expect(long.stderr.length).toBeLessThan(300);
  });

  it('comes before anything of the module runs', async () => {
    expectFailure(await run('run', 'started.wasm', '--invoke', 'none'), 2, 'no exported function');
    expectFailure(await run('run', 'started.wasm'), 2, '"_start" is a memory');
  });

  it('of a component is that it is one', async () => {
    writeFileSync(file('component.wasm'), Uint8Array.of(0, 0x61, 0x73, 0x6d, 13, 0, 1, 0));
    writeFileSync(file('component.wat'), '(component)');
    for (const command of ['compile', 'run', 'objdump']) {
      for (const path of ['component.wasm', 'component.wat']) {
        const message = `${path}: a component, not a core module; components are not supported`;
        expectFailure(await run(command, path), 1, message);
      }
    }
  });
});

describe('code of another machine', () => {
  // Elsewhere no emulator is known, and the other machine's code is refused.
  it.runIf(HOST === 'x64')('runs in the program that is named', async () => {
    writeFileSync(file('runner'), '#!/bin/sh\nshift\necho "$@"\nexit 7\n', { mode: 0o755 });
    const args = ['run', 'add.wasm', '--target', 'aarch64', '--invoke', 'add', '-1', '2'];
    const env = { WINCH_TS_AARCH64_NODE: file('runner') };
    const result = await winchTs(args, folder, { env });
    expect(result).toEqual({ code: 7, stdout: `${args.join(' ')}\n`, stderr: '' });
    writeFileSync(file('killed'), '#!/bin/sh\nkill -9 $$\n', { mode: 0o755 });
    const killed = await winchTs(args, folder, { env: { WINCH_TS_AARCH64_NODE: file('killed') } });
    expectFailure(killed, 1, 'the emulator ended by SIGKILL');
  });

  it.runIf(HOST === 'x64')('is no hint for a checkout, in an installed package', async () => {
    const installed = file('installed');
    mkdirSync(installed);
    for (const part of ['bin', 'dist', 'package.json']) {
      cpSync(join(ROOT, part), join(installed, part), { recursive: true });
    }
    symlinkSync(join(ROOT, 'node_modules'), join(installed, 'node_modules'));
    const launcher = join(installed, 'bin/winch-ts.js');
    const env = { WINCH_TS_AARCH64_NODE: '' };
    for (const args of [
      ['wast', 'one.wast'],
      ['run', 'add.wasm'],
    ]) {
      const result = await winchTs([...args, '--target', 'aarch64'], folder, { launcher, env });
      expectFailure(result, 1, /qemu and an arm64 Node: WINCH_TS_AARCH64_NODE names a program/);
    }
    rmSync(join(installed, 'dist'), { recursive: true });
    const broken = await winchTs(['--version'], folder, { launcher });
    expectFailure(broken, 1, 'the package is not complete: install it again');
  });

  it('is refused where there is no emulator for it', async () => {
    if (HOST === 'x64') {
      // An artifact says by itself what it is for.
      expectFailure(
        await run('run', 'aarch64.winch'),
        1,
        'code for aarch64 cannot run on this x64',
      );
    } else {
      const refused = await run('run', 'add.wasm', '--target', 'x64');
      expectFailure(refused, 2, 'x64 code cannot run on this arm64 machine');
    }
  });
});
