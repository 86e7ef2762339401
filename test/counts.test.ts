import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const BENCH = fileURLToPath(new URL('../bench/main.js', import.meta.url));

function counts(...options: string[]) {
  return spawnSync(process.execPath, [BENCH, 'counts', ...options], { encoding: 'utf8' });
}

// Of the built library. Times are nobody's to promise; what is counted is the same everywhere.
describe('code bytes, spills, merges, moves and allocations', () => {
  it('are not above the stored ones, for kernels and small modules', { timeout: 200_000 }, () => {
    const modules = ['kernels', 'sql-wasm', 'quickjs'].flatMap((name) => ['--module', name]);
    const { status, stdout, stderr } = counts('--compare', ...modules);
    expect(status, `${stdout}\n${stderr}`).toBe(0);
  });

  it('are of a module that is known', () => {
    expect(counts('--compare', '--module', 'nothing').status).toBe(2);
  });
});
