import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isArtifact } from '../../src/artifact/deserialize.js';
import { expectFailure, type Finished, LAUNCHER, winchTs } from '../support/command-line.js';

const PROGRAM = `(module
  (func $count_down (param i32) (result i32)
    (loop $again
      (br_if $again (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
    (local.get 0))
  (func (export "run") (param i32) (result i32) (call $count_down (local.get 0))))`;
/** Some tenths of a second on a machine of today. */
const TURNS = '1000000000';

let folder: string;
const run = (...args: string[]): Promise<Finished> => winchTs(args, folder);
const file = (name: string): string => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'winch-ts-perf-'));
  writeFileSync(file('prog.wat'), PROGRAM);
});
afterAll(() => rmSync(folder, { recursive: true }));

const perf = (...args: string[]) => spawnSync('perf', args, { cwd: folder, encoding: 'utf8' });
/** Containers often forbid it. */
const samples = spawnSync('perf', ['record', '-q', '-e', 'cpu-clock', '-o', '/dev/null', 'true']);
const missing = samples.status === 0 ? '' : ': perf is not installed, or may not sample here';

describe('run --perf', () => {
  it('leaves the artifact that it runs', async () => {
    const args = ['--perf', 'kept.winch', 'prog.wat', '--invoke', 'run', '3'];
    expect(await run('run', ...args)).toEqual({ code: 0, stdout: '0\n', stderr: '' });
    expect(isArtifact(readFileSync(file('kept.winch')))).toBe(true);
    const again = await run('run', 'kept.winch', '--invoke', 'run', '3');
    expect(again).toEqual({ code: 0, stdout: '0\n', stderr: '' });
  });

  it('refuses to write over the module, and to compile an artifact', async () => {
    expectFailure(await run('run', '--perf', 'prog.wat', 'prog.wat'), 2, 'prog.wat');
    expect(readFileSync(file('prog.wat'), 'utf8')).toBe(PROGRAM);
    await run('compile', 'prog.wat', '-o', 'prog.winch');
    expectFailure(await run('run', '--perf', 'x.winch', 'prog.winch'), 2, 'is an artifact already');
  });

  it.skipIf(missing !== '')(`has perf name functions${missing}`, () => {
    const command = [process.execPath, LAUNCHER, 'run', '--perf', 'sampled.winch', 'prog.wat'];
    const record = ['record', '-q', '-e', 'cpu-clock', '-o', 'perf.data', '--', ...command];
    expect(perf(...record, '--invoke', 'run', TURNS).status).toBe(0);
    const report = perf('report', '-i', 'perf.data', '--stdio', '--sort', 'dso,symbol').stdout;
    const lines = report.split('\n').map((line) => line.trim().split(/ +/));
    expect(lines).toContainEqual(expect.arrayContaining(['sampled.winch', 'count_down']));
  });
});
