import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  expectFailure,
  expectTrap,
  type Finished,
  LAUNCHER,
  winchTs,
} from '../support/command-line.js';

/** Some tenths of a second on a machine of today. */
const PROGRAM = `(module $calc
  (func $hot (@name "hot\\1b[2J") (param i32) (result i32)
    (loop $again
      (br_if $again (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
    (local.get 0))
  (func (export "good") (result i32) (call $hot (i32.const 1000000000)))
  (func (export "bad") (result i32)
    (drop (call $hot (i32.const 1000000000)))
    (unreachable)))`;

let folder: string;
const run = (...args: string[]): Promise<Finished> => winchTs(args, folder);
const file = (name: string): string => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'winch-ts-profile-'));
  writeFileSync(file('prog.wat'), PROGRAM);
});
afterAll(() => rmSync(folder, { recursive: true }));

function expectHot(path: string): void {
  const text = readFileSync(path, 'utf8');
  expect(text).not.toMatch(/[^\P{C}\n]/u);
  const { nodes, samples } = JSON.parse(text);
  const hot = nodes.filter(
    (node: { callFrame: { functionName: string } }) =>
      node.callFrame.functionName === 'hot\\u{1b}[2J',
  );
  const ids = hot.map((node: { id: number }) => node.id);
  const count = samples.filter((id: number) => ids.includes(id)).length;
  expect(count).toBeGreaterThan(samples.length / 2);
  expect(samples.length).toBeGreaterThan(5);
}

describe('run --profile', () => {
  it('writes where the time went', async () => {
    const result = await run('run', 'prog.wat', '--profile', 'a.cpuprofile', '--invoke', 'good');
    expect(result).toEqual({ code: 0, stdout: '0\n', stderr: '' });
    expectHot(file('a.cpuprofile'));
  });

  it('writes it of a program that traps', async () => {
    const result = await run('run', 'prog.wat', '--profile', 'b.cpuprofile', '--invoke', 'bad');
    expectTrap(result, 'unreachable', /wasm-function\[2\]/);
    expectHot(file('b.cpuprofile'));
  });

  it('says before anything runs what it cannot write', async () => {
    const same = ['--profile', 'prog.wat', '--invoke', 'bad'];
    expectFailure(await run('run', 'prog.wat', ...same), 2, 'the same file');
    const nowhere = ['--profile', 'none/p', '--invoke', 'bad'];
    const missing = 'cannot write none/p: no such file or directory';
    expectFailure(await run('run', 'prog.wat', ...nowhere), 1, missing);
  });
});

describe('run --stats', () => {
  it('counts interruptions, on standard error', async () => {
    const { code, stdout, stderr } = await run('run', 'prog.wat', '--stats', '--invoke', 'good');
    expect({ code, stdout }).toEqual({ code: 0, stdout: '0\n' });
    expect(stderr).toMatch(/^machine bytes: +\d+\ninterruptions: +[1-9]\d*\ncache: .*\n$/);
  });

  it('says where there are no timers', () => {
    // No signals may wait, so that no timer can be made.
    const script = `ulimit -i 0 && exec "$@"`;
    const without = (...args: string[]) =>
      spawnSync('bash', ['-c', script, 'bash', process.execPath, LAUNCHER, 'run', ...args], {
        cwd: folder,
        encoding: 'utf8',
      });
    const text = "this system has no timers of a thread's CPU time";
    const { status, stdout, stderr } = without('prog.wat', '--stats', '--invoke', 'good');
    expect({ status, stdout }).toEqual({ status: 0, stdout: '0\n' });
    expect(stderr).toContain(`${text}: code that does not call out cannot be interrupted\n`);
    const profile = without('prog.wat', '--profile', 'c.cpuprofile', '--invoke', 'good');
    expect(profile).toMatchObject({ status: 1, stdout: '' });
    expect(profile.stderr).toBe(`winch-ts: --profile: ${text}\n`);
    expect(existsSync(file('c.cpuprofile'))).toBe(false);
  });
});
