import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { watToWasm } from '../../src/text/wat.js';
import { must } from '../support/c-programs.js';
import { expectFailure, expectTrap, type Finished, winchTs } from '../support/command-line.js';
import { missingWasiCompiler, WASI_FLAGS } from '../support/wasi-compiler.js';
import { COPIES, READS_FILES } from './wasi-commands.js';

let folder: string;
const file = (name: string): string => join(folder, name);

/** Runs with something on standard input. */
function run(
  args: readonly string[],
  input: string | Uint8Array = '',
  env = {},
): Promise<Finished> {
  return winchTs(args, folder, {
    stdio: ['pipe', 'pipe', 'pipe'],
    env,
    onStart: (child) => {
      child.stdin!.on('error', () => {});
      child.stdin!.end(input);
    },
  });
}

const WASI = '"wasi_snapshot_preview1"';
const exits = (code: number): string => `(module
  (import ${WASI} "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (func (export "_start") (call $exit (i32.const ${code})) unreachable))`;

const MODULES: Record<string, string> = {
  copies: COPIES,
  three: exits(3),
  large: exits(512),
  none: exits(0),
  traps: `(module (import ${WASI} "sched_yield" (func $y (result i32))) (memory (export "memory") 1)
    (func $f (export "_start") (drop (call $y)) unreachable))`,
  /** Exits with the error of opening `link` in the first folder. */
  links: `(module
    (import ${WASI} "path_open"
      (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
    (import ${WASI} "proc_exit" (func $exit (param i32)))
    (memory (export "memory") 1) (data (i32.const 0) "link")
    (func (export "_start") (call $exit (call $open (i32.const 3) (i32.const 1) (i32.const 0) (i32.const 4)
      (i32.const 0) (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 8)))))`,
  /** Exits with 100 and the error of closing what no file can be, and with one more if a high address is refused. */
  high: `(module
    (import ${WASI} "fd_close" (func $close (param i32) (result i32)))
    (import ${WASI} "random_get" (func $random (param i32 i32) (result i32)))
    (import ${WASI} "proc_exit" (func $exit (param i32)))
    (memory (export "memory") 32769)
    (func (export "_start") (call $exit (i32.add (i32.const 100) (i32.add (call $close (i32.const -1))
      (i32.ne (call $random (i32.const 0x80000000) (i32.const 8)) (i32.const 0)))))))`,
  /** A library, which counts how often it was set up. */
  library: `(module (import ${WASI} "random_get" (func $random (param i32 i32) (result i32)))
    (memory (export "memory") 1) (global $n (mut i32) (i32.const 0))
    (func (export "_initialize") (global.set $n (i32.add (global.get $n) (i32.const 1))))
    (func (export "set") (result i32) (global.get $n))
    (func (export "random") (result i32) (call $random (i32.const 0) (i32.const 8))))`,
  unknown: `(module (import ${WASI} "fork" (func (result i32))) (func (export "_start")))`,
  unstable: `(module (import "wasi_unstable" "proc_exit" (func $exit (param i32)))
    (func (export "_start") (call $exit (i32.const 4))))`,
  user: `(module (import "lib" "set" (func $set (result i32))) (import "lib" "memory" (memory 1))
    (import "sum" "add" (func $add (param i32 i32) (result i32)))
    (func (export "f") (param i32) (result i32) (call $add (local.get 0) (call $set))))`,
  sum: '(module (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1))))',
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'winch-ts-wasi-'));
  for (const [name, text] of Object.entries(MODULES)) {
    writeFileSync(file(`${name}.wasm`), await watToWasm(text));
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

const fine = (stdout: string, code = 0) => ({ code, stdout, stderr: '' });

describe('run: a program of WASI', () => {
  it.each([
    [['run', 'copies.wasm'], 1],
    [['copies.wasm', 'a', '--dir'], 3],
    [['run', 'copies.wasm', '--', '--dir', '-1', '--', ''], 5],
    [['--bounds', 'explicit', 'copies.wasm', '1', '2'], 3],
    [['run', '--target', 'portable', 'copies.wasm', '--', '-x'], 2],
  ])('%j has arguments, streams and an exit code', async (args, code) => {
    const text = 'some lines\nof text, and more than fits at once\n'.repeat(200);
    expect(await run(args, text)).toEqual(fine(text, code));
  });

  it.each([
    ['none', 0],
    ['three', 3],
    // A process has 8 bits for it, and 0 is success.
    ['large', 1],
    ['unstable', 4],
  ])('%s.wasm ends with the code %d', async (name, code) => {
    expect(await run([`${name}.wasm`])).toEqual(fine('', code));
  });

  it('may be an artifact', async () => {
    expect((await run(['compile', 'copies.wasm'])).code).toBe(0);
    expect(await run(['copies.winch', 'a'], 'text')).toEqual(fine('text', 2));
  });

  it.each(['data', './data/', '/data', '/', '.'])(
    'follows links in a folder that it knows as %s',
    async (guest) => {
      mkdirSync(file('linked'), { recursive: true });
      writeFileSync(file('linked/in.txt'), '');
      rmSync(file('linked/link'), { force: true });
      symlinkSync('in.txt', file('linked/link'));
      expect(await run(['--dir', `linked::${guest}`, 'links.wasm'])).toEqual(fine(''));
      // Out of the folder: EPERM, but that nothing is above "/".
      rmSync(file('linked/link'));
      symlinkSync('../in.txt', file('linked/link'));
      const { code } = await run(['--dir', `linked::${guest}`, 'links.wasm']);
      expect(code).toBe(guest === '/' ? 0 : 63);
      const twice = ['--dir', `linked::${guest}`, '--dir', `.::${guest}`, 'links.wasm'];
      expectFailure(await run(twice), 2, '--dir: two folders are');
    },
  );

  it('takes handles and addresses from 2 ^ 31 on for what they are', async () => {
    expect(await run(['high.wasm'])).toEqual(fine('', 108));
  });

  it('traps with its frames', async () => {
    expectTrap(await run(['traps.wasm']), 'unreachable', /^ {4}at f .*wasm-function\[1\]/);
  });

  it('is refused where WASI lacks a function', async () => {
    expectFailure(await run(['unknown.wasm']), 1, /LinkError: import "wasi_\w+" "fork": unknown/);
  });

  it('sets up a library before one of its functions is called', async () => {
    expect(await run(['library.wasm', '--invoke', 'set'])).toEqual(fine('1\n'));
    expect(await run(['library.wasm', '--invoke', 'random'])).toEqual(fine('0\n'));
    expectFailure(await run(['library.wasm', 'x']), 2, 'no exported function "_start"');
  });

  it.each([
    [['--dir', 'nowhere'], 1, '--dir: cannot use nowhere: no such file or directory'],
    [['--dir', 'none.wasm'], 1, '--dir: cannot use none.wasm: not a directory'],
    [['--dir', '::x'], 2, '--dir ::x: expected HOST or HOST::GUEST'],
    [['--dir', '.', '--dir', '/::.'], 2, '--dir: two folders are . for the guest'],
    [['--env', '=x'], 2, '--env =x: expected NAME=VALUE, or NAME'],
    [['--preload', 'x'], 2, '--preload x: expected NAME=FILE'],
    [
      ['--preload', 'x=sum.wasm', '--preload', 'x=sum.wasm'],
      2,
      '--preload: two modules are called x',
    ],
    [['--preload', 'x=no.wasm'], 1, 'cannot read no.wasm: no such file'],
  ])('refuses %j', async (options, code, message) => {
    expectFailure(await run([...options, 'none.wasm']), code, message);
  });

  it('says where its options are of no use', async () => {
    const { code, stdout, stderr } = await run([
      'sum.wasm',
      '--env',
      'A',
      '--invoke',
      'add',
      '1',
      '2',
    ]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '3\n' });
    expect(stderr).toBe('winch-ts: --env: no effect, nothing is imported from WASI\n');
  });

  const noCompiler = missingWasiCompiler();
  it.skipIf(noCompiler !== undefined)(
    `made from C has files and variables${noCompiler === undefined ? '' : `: ${noCompiler}`}`,
    async () => {
      writeFileSync(file('reads.c'), READS_FILES);
      must('clang', [...WASI_FLAGS, file('reads.c'), '-o', file('reads.wasm')]);
      mkdirSync(file('data'), { recursive: true });
      writeFileSync(file('data/in.txt'), 'one\ntwo\n');
      const options = ['--dir', 'data::guest', '--env', 'COLOUR', '--env', '__proto__=x'];
      const expected = fine('x\nblue\nhidden\none\ntwo\nno way out\n', 7);
      const env = { COLOUR: 'blue' };
      for (const target of ['host', 'portable']) {
        const args = ['run', '--target', target, ...options, 'reads.wasm', 'x'];
        expect(await run(args, '', env)).toEqual(expected);
      }
      // Nothing of this process is seen that was not given.
      expect(await run(['reads.wasm'], '', env)).toEqual(fine('nothing\nnone\nhidden\n', 3));
    },
  );
});

describe('run --preload', () => {
  it('imports from other modules, which are instantiated first, in their order', async () => {
    const args = ['--preload', 'lib=library.wasm', '--preload', 'sum=sum.wasm', 'user.wasm'];
    expect(await run([...args, '--invoke', 'f', '41'])).toEqual(fine('42\n'));
    const one = await run(['--preload', 'lib=library.wasm', 'user.wasm', '--invoke', 'f', '1']);
    expectFailure(one, 1, /^winch-ts: user.wasm: LinkError: import "sum" "add": unknown import/);
  });
});

describe('the file "-"', () => {
  it('is standard input, of modules and artifacts', async () => {
    const args = ['-', '--invoke', 'add', '20', '22'];
    expect(await run(args, readFileSync(file('sum.wasm')))).toEqual(fine('42\n'));
    expect(await run(['run', ...args], MODULES.sum)).toEqual(fine('42\n'));
    expect((await run(['compile', 'sum.wasm', '-o', 'sum.winch'])).code).toBe(0);
    expect(await run(args, readFileSync(file('sum.winch')))).toEqual(fine('42\n'));
    const { stdout } = await run(['objdump', '-', '--function', 'add'], MODULES.sum);
    expect(stdout).toMatch(/^-: \w+, bounds checks/);
  });

  it('is standard output, which gets nothing else', async () => {
    expect((await run(['compile', 'sum.wasm', '-o', 'there.winch'])).code).toBe(0);
    const module = readFileSync(file('sum.wasm'));
    for (const args of [['-'], ['-', '-o', '-', '--stats'], ['sum.wasm', '-o', '-']]) {
      const { code, stdout, stderr } = await run(['compile', ...args], module);
      expect(code).toBe(0);
      expect(stdout).toBe(readFileSync(file('there.winch')).toString());
      expect(stderr.includes('compile time')).toBe(args.includes('--stats'));
    }
  });

  it('is refused for what needs a file', async () => {
    expectFailure(await run(['compile', '-', '-g'], MODULES.sum), 2, 'the source that -g writes');
    expectFailure(await run(['compile', '-', '--emit', 'exe'], MODULES.none), 2, 'a program needs');
  });
});
