import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { hostTarget } from '../src/index.js';
import { ROOT } from './support/command-line.js';

const folder = mkdtempSync(join(tmpdir(), 'winch-ts-example-'));
afterAll(() => rmSync(folder, { recursive: true }));

function run(name: string, ...args: string[]): string {
  const path = join(ROOT, 'examples/artifact', name);
  return execFileSync(process.execPath, [path, folder, ...args], { encoding: 'utf8' });
}

describe('the example of artifacts', () => {
  const { target } = hostTarget();

  it('builds them, and runs one', () => {
    expect(run('build.mjs')).toContain(`sql-${target}.winch`);
    expect(run('start.mjs')).toMatch(/^SQLite \d+\.\d+\.\d+ answers 42$/m);
  });

  it('builds them for several machines', () => {
    run('build.mjs', 'x64', 'aarch64');
    expect(readdirSync(folder).sort()).toEqual(['sql-aarch64.winch', 'sql-x64.winch']);
    expect(run('start.mjs')).toContain('answers 42');
  });

  it('does not start a file that is cut off', () => {
    truncateSync(join(folder, `sql-${target}.winch`), 100_000);
    expect(() => run('start.mjs')).toThrow('is cut off or damaged');
  });
});
