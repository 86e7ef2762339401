import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectFailure, type Finished, winchTs } from '../support/command-line.js';

const PROGRAM = `(module (func $fib (export "fib") (param i32) (result i32)
  (if (result i32) (i32.lt_s (local.get 0) (i32.const 2)) (then (local.get 0)) (else (i32.add
    (call $fib (i32.sub (local.get 0) (i32.const 1)))
    (call $fib (i32.sub (local.get 0) (i32.const 2))))))))`;

let folder: string;
/** Where no machine code is to be had. */
const without = (...args: string[]): Promise<Finished> =>
  winchTs(args, folder, { env: { WINCH_TS_NATIVE: 'none' } });
const run = (...args: string[]): Promise<Finished> => winchTs(args, folder);
const CALL = ['--invoke', 'fib'];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'winch-ts-byte-code-'));
  writeFileSync(join(folder, 'prog.wat'), PROGRAM);
  for (const target of ['portable', 'host']) {
    const output = `${target}.winch`;
    await run('compile', 'prog.wat', '--target', target, '-o', output, '--quiet');
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('byte code', () => {
  it('runs by itself where machine code cannot, and says why if asked', async () => {
    const found = await without('run', '--stats', ...CALL, 'prog.wat', '10');
    expect(found).toMatchObject({ code: 0, stdout: '55\n' });
    expect(found.stderr).toMatch(/^byte code, because WINCH_TS_NATIVE is none\n/);
  });

  it('runs where it is asked for, from modules and from files', async () => {
    const done = { code: 0, stdout: '55\n', stderr: '' };
    expect(await run('run', '--target', 'portable', ...CALL, 'prog.wat', '10')).toEqual(done);
    expect(await run('run', ...CALL, 'portable.winch', '10')).toEqual(done);
    expect(await without('run', ...CALL, 'portable.winch', '10')).toEqual(done);
  });

  it('stops when its fuel is used up', async () => {
    const fuel = (count: string) => ['run', '--fuel', count, ...CALL];
    const done = { code: 0, stdout: '55\n', stderr: '' };
    // A call for each of the function's.
    expect(await run(...fuel('177'), '--target', 'portable', 'prog.wat', '10')).toEqual(done);
    expect(await run(...fuel('177'), 'portable.winch', '10')).toEqual(done);
    const short = await run(...fuel('176'), 'portable.winch', '10');
    expect(short).toMatchObject({ code: 134, stdout: '' });
    expect(short.stderr).toMatch(
      /^winch-ts: portable\.winch: trap: all fuel consumed by WebAssembly\n +at fib /,
    );
    for (const wrong of ['-1', '1.5', 'all', '9007199254740993']) {
      expectFailure(await run(...fuel(wrong), 'portable.winch', '10'), 2, `--fuel ${wrong}`);
    }
    expectFailure(await run(...fuel('9'), 'host.winch', '10'), 2, '--target portable does');
  });

  it('is not taken for what it is not', async () => {
    const host = await without('run', '--target', 'host', ...CALL, 'prog.wat', '10');
    expectFailure(host, 1, '--target host: WINCH_TS_NATIVE is none');
    const other = await without('run', ...CALL, 'host.winch', '10');
    expectFailure(other, 1, /cannot run where byte code does \(WINCH_TS_NATIVE is none\)/);
    const profile = ['--profile', 'p.cpuprofile', '--target', 'portable', ...CALL];
    expectFailure(await run('run', ...profile, 'prog.wat', '10'), 1, 'not looked at by a timer');
    const debug = ['-g', 'prog.wat', '--target', 'portable', '-o', 'x.winch'];
    expectFailure(await run('compile', ...debug), 2, 'no debug information for portable');
    const object = ['prog.wat', '--target', 'portable', '-o', 'x.o'];
    expectFailure(await run('compile', ...object), 1, 'objects are of machine code');
  });
});
