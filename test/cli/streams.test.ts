import { execFile } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addModule } from '../support/cli-modules.js';
import { expectFailure, type Finished, LAUNCHER, winchTs } from '../support/command-line.js';

let folder: string;
const file = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'winch-ts-streams-'));
  writeFileSync(file('add.wasm'), await addModule());
  writeFileSync(file('bad.wast'), '(module)\n(assert_return (invoke "f"))\n');
  expect((await winchTs(['compile', 'add.wasm'], folder)).code).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A device that every write to fails with "no space left"; it is only ever written to. */
const FULL = '/dev/full';

/** Runs with one of the standard streams going to {@link FULL}. */
async function runFull(stream: 'stdout' | 'stderr', args: readonly string[]): Promise<Finished> {
  const fd = openSync(FULL, 'w');
  const stdio = ['ignore', stream === 'stdout' ? fd : 'pipe', stream === 'stderr' ? fd : 'pipe'];
  try {
    return await winchTs(args, folder, { stdio: stdio as ('ignore' | 'pipe' | number)[] });
  } finally {
    closeSync(fd);
  }
}

// Linux has the device; elsewhere nothing stands for it.
describe.runIf(existsSync(FULL))('a standard output without space', () => {
  it.each([
    [['run', 'add.wasm', '--invoke', 'add', '1', '2']],
    [['run', 'add.winch', '--invoke', 'add', '1', '2']],
    [['compile', 'add.wasm', '--stats', '-o', 'stats.winch']],
    [['compile', 'add.wasm', '-o', '/proc/self/fd/1']],
    [['objdump', 'add.wasm']],
    [['objdump', 'add.wasm', '--trace']],
    [['wast', 'bad.wast']],
    [['wast', 'bad.wast', '--json', '/proc/self/fd/1']],
    [['--help']],
    [['--version']],
    [['help']],
    [['help', 'run']],
    [['run', '--help']],
  ])('is one line and a failure: %j', async (args) => {
    expectFailure(
      await runFull('stdout', args),
      1,
      'winch-ts: cannot write to standard output: no space left on device',
    );
  });

  it('for errors leaves the exit code', async () => {
    const run = ['run', 'add.wasm', '--invoke'];
    expect((await runFull('stderr', ['run', 'none.wasm'])).code).toBe(1);
    expect((await runFull('stderr', ['run', '--nosuch'])).code).toBe(2);
    expect((await runFull('stderr', [...run, 'mem'])).code).toBe(2);
    expect((await runFull('stderr', [])).code).toBe(2);
    // A hint that cannot be given is a failure, and the result is there.
    const hint = ['run', 'add.winch', '--bounds', 'explicit', '--invoke', 'add', '1', '2'];
    expect(await runFull('stderr', hint)).toEqual({ code: 1, stdout: '3\n', stderr: '' });
    const fine = await runFull('stderr', [...run, 'add', '1', '2']);
    expect(fine).toEqual({ code: 0, stdout: '3\n', stderr: '' });
  });
});

describe('a file that can take only a part', () => {
  it('is a failure, though the system wrote something', async () => {
    // The limit is in blocks of 512 or of 1,024 bytes, by the shell.
    const script = 'ulimit -f 1 && exec "$@" > cut.txt';
    const command = [process.execPath, LAUNCHER, '--help'];
    const help = (await winchTs(['--help'], folder)).stdout;
    expect(help.length).toBeGreaterThan(1024);
    const stderr = await new Promise<string>((resolve, reject) => {
      const args = ['-c', script, 'sh', ...command];
      execFile('sh', args, { cwd: folder }, (error, _, text) =>
        error?.code === 1 ? resolve(text) : reject(error ?? new Error('it did not fail')),
      );
    });
    expect(stderr).toBe('winch-ts: cannot write to standard output: file too large\n');
    const cut = readFileSync(file('cut.txt'), 'utf8');
    expect(cut).toBe(help.slice(0, cut.length));
    expect([512, 1024]).toContain(cut.length);
  });
});
