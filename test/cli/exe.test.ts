import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { watToWasm } from '../../src/text/wat.js';
import { MACHINES, type Machine, must, RUN_TIME, STRICT } from '../support/c-programs.js';
import { expectFailure, type Finished, type RunOptions, winchTs } from '../support/command-line.js';
import { missingWasiCompiler, WASI_FLAGS } from '../support/wasi-compiler.js';
import { COPIES, CROOKED, READS_FILES } from './wasi-commands.js';

let folder: string;
const file = (name: string): string => join(folder, name);
const run = (args: readonly string[], options?: RunOptions): Promise<Finished> =>
  winchTs(args, folder, options);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'winch-ts-exe-test-'));
  const modules: Record<string, string> = {
    copies: COPIES,
    crooked: CROOKED,
    other:
      '(module (import "env" "f" (func)) (memory (export "memory") 1) (func (export "_start")))',
    unknown: '(module (import "wasi_snapshot_preview1" "fork" (func (result i32))))',
    mistyped:
      '(module (import "wasi_snapshot_preview1" "fd_close" (func (param i64) (result i32))))',
    library: '(module (memory (export "memory") 1) (func (export "f")))',
    unshown: '(module (memory 1) (func (export "_start")))',
    traps: '(module (memory (export "memory") 1) (func (export "_start") unreachable))',
    deep: '(module (memory (export "memory") 1) (func $f (export "_start") (call $f)))',
  };
  for (const [name, text] of Object.entries(modules)) {
    writeFileSync(file(`${name}.wasm`), await watToWasm(text));
  }
  // Looks like the library, for what never gets to use it.
  mkdirSync(file('fake/include'), { recursive: true });
  writeFileSync(file('fake/include/uvwasi.h'), '');
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A folder for PATH with a C compiler that is a shell script. */
function fakeCompiler(name: string, script: string): string {
  mkdirSync(file(name));
  writeFileSync(file(`${name}/cc`), `#!/bin/sh\n${script}\n`);
  chmodSync(file(`${name}/cc`), 0o755);
  return file(name);
}

describe('compile --emit exe', () => {
  it.each([
    ['other', /^winch-ts: other.wasm: import "env" "f" is no function of WASI preview 1, /],
    ['unknown', / import "wasi_snapshot_preview1" "fork" is no function of WASI preview 1, /],
    ['mistyped', / import "wasi_snapshot_preview1" "fd_close" is of another type in WASI$/m],
    ['library', /exports a function "_start" without parameters and results; this module does not/],
    ['unshown', /exports a memory "memory"; this module does not/],
  ])('refuses what is no WASI command: %s', async (name, message) => {
    const result = await run(['compile', `${name}.wasm`, '--emit', 'exe', '-o', 'no']);
    expectFailure(result, 1, message);
    expect(existsSync(file('no'))).toBe(false);
  });

  it('says how to get the library where there is none', async () => {
    const command = ['compile', 'traps.wasm', '--emit', 'exe', '-o', 'no'];
    const none = await run(command, { env: { PATH: file('nothing') } });
    expectFailure(
      none,
      1,
      /needs the library uvwasi, which pkg-config does not find; build https:/,
    );
    const elsewhere = await run([...command, '--wasi-lib', 'nowhere']);
    expectFailure(elsewhere, 1, /^winch-ts: --wasi-lib: there is no nowhere.include.uvwasi.h; /);
    expect(existsSync(file('no'))).toBe(false);
  });

  const native = MACHINES.find(({ emulator }) => emulator === undefined)!;
  it('says which compiler is missing, and what one complains of', async () => {
    const command = ['compile', 'traps.wasm', '--emit', 'exe', '-o', 'no', '--wasi-lib', 'fake'];
    const none = await run(command, { env: { PATH: file('nothing') } });
    expectFailure(none, 1, /a C compiler is needed to link a program: cc is not installed/);
    const PATH = fakeCompiler('fails', 'echo "error: it is Monday" >&2; exit 1');
    const failed = await run(command, { env: { PATH } });
    expect(failed).toEqual({
      code: 1,
      stdout: '',
      stderr: 'winch-ts: cc could not link the program\nerror: it is Monday\n',
    });
    expect(existsSync(file('no'))).toBe(false);
  });

  it('leaves nothing behind when it is interrupted', async () => {
    const PATH = `${fakeCompiler('waits', ': > "$TMPDIR/started"; sleep 3')}:${process.env.PATH}`;
    const TMPDIR = file('tmp');
    mkdirSync(TMPDIR);
    const command = ['compile', 'traps.wasm', '--emit', 'exe', '-o', 'no', '--wasi-lib', 'fake'];
    const result = await run(command, {
      env: { PATH, TMPDIR },
      stdio: ['ignore', 'ignore', 'ignore'],
      onStart: (child) => {
        const timer = setInterval(() => {
          if (!existsSync(join(TMPDIR, 'started'))) return;
          clearInterval(timer);
          child.kill('SIGINT');
        }, 20);
        child.on('close', () => clearInterval(timer));
      },
    });
    expect(result.code).toBe('SIGINT');
    expect(readdirSync(TMPDIR)).toEqual(['started']);
    expect(existsSync(file('no'))).toBe(false);
  });

  for (const machine of MACHINES) {
    const library = uvwasiOf(machine, native);
    const skip = machine.missing ?? library.missing;
    describe.skipIf(skip !== undefined)(`on ${machine.target}${skip ? `: ${skip}` : ''}`, () => {
      const made = new Set<string>();
      /** Makes a program of a module in the folder, once, and runs it there. */
      const execute = async (
        name: string,
        args: readonly string[] = [],
        { input = '', env = {} }: { input?: string; env?: Record<string, string> } = {},
      ) => {
        const program = `${name}-${machine.target}`;
        if (!made.has(name)) {
          const result = await run([
            ...['compile', `${name}.wasm`, '--emit', 'exe', '-o', program],
            ...['--target', machine.target, ...library.options],
          ]);
          expect(result).toEqual({ code: 0, stdout: '', stderr: '' });
          expect(statSync(file(program)).mode & 0o111).not.toBe(0);
          made.add(name);
        }
        const [command, ...before] =
          machine.emulator === undefined
            ? [`./${program}`]
            : [machine.emulator, '-L', `/usr/${machine.cc.replace(/-gcc$/, '')}`, `./${program}`];
        const { status, stdout, stderr } = spawnSync(command!, [...before, ...args], {
          cwd: folder,
          encoding: 'utf8',
          input,
          env: { PATH: process.env.PATH, ...env },
        });
        return { status, stdout, stderr };
      };

      it('copies its input, and exits with the number of its arguments', async () => {
        const input = 'some\nlines\n'.repeat(5000);
        expect(await execute('copies', ['a', 'b c'], { input })).toEqual({
          status: 3,
          stdout: input,
          stderr: '',
        });
      });

      it('is told of each pointer and length that does not fit its memory', async () => {
        expect(await execute('crooked')).toEqual({ status: 0, stdout: '', stderr: '' });
      });

      it('says why it trapped', async () => {
        expect(await execute('traps')).toEqual({
          status: 134,
          stdout: '',
          stderr: 'WebAssembly trapped: unreachable\n',
        });
        expect(await execute('deep')).toMatchObject({
          status: 134,
          stderr: 'WebAssembly trapped: call stack exhausted\n',
        });
      });

      it('has a source without warnings', async () => {
        const header = ['-o', 'program.o', '--header', 'program.h', '--prefix', 'program'];
        expect((await run(['compile', 'crooked.wasm', ...header])).code).toBe(0);
        const source = join(RUN_TIME, 'winch-wasi.c');
        const includes = [`-I${folder}`, `-I${RUN_TIME}`, ...library.includes];
        must(machine.cc, [
          ...['-std=c11', ...STRICT, ...includes, '-c', source, '-o', file('w.o')],
        ]);
      });

      const noWasi = missingWasiCompiler();
      it.skipIf(noWasi !== undefined)(
        `reads arguments, environment and files, made from C${noWasi ? `: ${noWasi}` : ''}`,
        async () => {
          writeFileSync(file('reads.c'), READS_FILES);
          must('clang', [...WASI_FLAGS, file('reads.c'), '-o', file('reads.wasm')]);
          mkdirSync(file('data'), { recursive: true });
          writeFileSync(file('data/in.txt'), 'one\ntwo\n');
          const env = { COLOUR: 'blue', WINCH_DIRS: 'guest=data' };
          expect(await execute('reads', ['x'], { env })).toEqual({
            status: 7,
            stdout: 'x\nblue\nhidden\none\ntwo\nno way out\n',
            stderr: '',
          });
          const without = await execute('reads', ['x'], { env: { COLOUR: 'red' } });
          expect(without).toEqual({ status: 3, stdout: 'x\nred\nhidden\n', stderr: '' });
          const nowhere = await execute('reads', [], { env: { WINCH_DIRS: 'nowhere' } });
          expect(nowhere).toMatchObject({
            status: 1,
            stderr: 'cannot start with the folders of WINCH_DIRS: UVWASI_ENOENT\n',
          });
        },
      );
    });
  }
});

interface Uvwasi {
  readonly options: readonly string[];
  readonly includes: readonly string[];
  readonly missing: string | undefined;
}

/**
 * Where the library is: a folder of `UVWASI_DIR` with the machine's name, else pkg-config says for this
 * machine. No package of Debian's has it, so it is not required anywhere.
 */
function uvwasiOf({ target }: Machine, native: Machine): Uvwasi {
  const given = process.env.UVWASI_DIR;
  const own = given === undefined ? undefined : join(given, target);
  if (own !== undefined && existsSync(join(own, 'include', 'uvwasi.h'))) {
    const includes = [`-I${join(own, 'include')}`];
    return { options: ['--wasi-lib', own], includes, missing: undefined };
  }
  const known = spawnSync('pkg-config', ['--cflags', 'uvwasi', 'libuv'], { encoding: 'utf8' });
  if (target === native.target && known.status === 0) {
    const includes = known.stdout.split(/\s+/).filter((word) => word !== '');
    return { options: [], includes, missing: undefined };
  }
  const missing = `uvwasi is not there (UVWASI_DIR/${target}/include and lib)`;
  return { options: [], includes: [], missing };
}
