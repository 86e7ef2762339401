import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectFailure, type Finished, winchTs } from '../support/command-line.js';

const PROGRAM = `(module (func (export "seven") (param i32) (result i32)
  (i32.mul (local.get 0) (i32.const 7))))`;

let folder: string;
let cache: string;
const run = (args: readonly string[], place = cache): Promise<Finished> =>
  winchTs(args, folder, { env: { WINCH_TS_CACHE: place } });
const CALL = ['run', 'prog.wat', '--invoke', 'seven', '--stats'];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'winch-ts-cli-cache-'));
  cache = join(folder, 'cache');
  writeFileSync(join(folder, 'prog.wat'), PROGRAM);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('run', () => {
  const expectCached = async (how: RegExp, args: readonly string[] = [], place = cache) => {
    const found = await run([...CALL, ...args, '6'], place);
    expect(found).toMatchObject({ code: 0, stdout: '42\n' });
    expect(found.stderr).toMatch(how);
  };

  it('finds what the run before has compiled, for each kind of code', async () => {
    await expectCached(/^cache in .*: not found\n$/m);
    await expectCached(/^cache in .*: found\n$/m);
    await expectCached(/not found\n$/, ['--bounds', 'explicit']);
    await expectCached(/not found\n$/, ['--target', 'portable']);
    await expectCached(/: found\n$/, ['--target', 'portable']);
    expect(readdirSync(cache)).toHaveLength(3);
  });

  it('does without where it is told to, and where there is no folder', async () => {
    const other = join(folder, 'other');
    await expectCached(/^interruptions: .*\n$/m, ['--no-cache'], other);
    expect(readdirSync(folder)).not.toContain('other');
    await expectCached(/^cache: not used, there is no folder for it\n$/m, [], 'off');
    await expectCached(/: not used, it cannot be made: ENOTDIR\n$/, [], join(folder, 'prog.wat/x'));
  });
});

describe('cache', () => {
  it('lists what there is, the last used first, and removes it', async () => {
    const listed = await run(['cache', 'ls']);
    const rows = listed.stdout.trim().split('\n');
    expect(rows.slice(0, -1).every((row) => /^20[-\dT:.]+Z +\d+ [0-9a-f]{64}$/.test(row))).toBe(
      true,
    );
    expect(rows.at(-1)).toMatch(/^3 modules, \d+ bytes in .*cache$/);
    expect(rows.slice(0, -1)).toEqual(rows.slice(0, -1).sort().reverse());
    expect((await run(['cache', 'clean'])).stdout).toBe(`3 modules removed from ${cache}\n`);
    expect((await run(['cache', 'ls'])).stdout).toBe(`0 modules, 0 bytes in ${cache}\n`);
    expectFailure(await run(['cache', 'clean'], 'off'), 1, 'there is no folder for a cache');
    expectFailure(await run(['cache', 'nosuch']), 2, 'nosuch');
  });
});
