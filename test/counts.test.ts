import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const BENCH = fileURLToPath(new URL('../bench/main.js', import.meta.url));

/** What every compile spends time in. */
const PHASES = ['look-ahead', 'decode, validate', 'merges', 'encoding'];

function bench(...args: string[]) {
  return spawnSync(process.execPath, [BENCH, ...args], { encoding: 'utf8' });
}

// Of the built library. Times are nobody's to promise; what is counted is the same everywhere.
describe('code bytes, spills, merges, moves and allocations', () => {
  it('are not above the stored ones, for kernels and small modules', () => {
    const modules = ['kernels', 'simd-kernels', 'sql-wasm', 'quickjs'].flatMap((name) => [
      '--module',
      name,
    ]);
    const { status, stdout, stderr } = bench('counts', '--compare', ...modules);
    expect(status, `${stdout}\n${stderr}`).toBe(0);
  });

  it('are of a module that is known', () => {
    expect(bench('counts', '--compare', '--module', 'nothing').status).toBe(2);
  });
});

describe('time by phase', () => {
  it('finds the source files of what runs', () => {
    const folder = mkdtempSync(join(tmpdir(), 'winch-ts-'));
    try {
      const json = join(folder, 'phases.json');
      let found: string[] = [];
      // How many samples a time gives depends on who else uses the machine: so ask for more if needed.
      for (const time of [300, 3000, 30_000]) {
        const args = ['phases', '--module', 'quickjs', '--time', `${time}`, '--json', json];
        const { status, stderr } = bench(...args);
        expect(status, stderr).toBe(0);
        const { phases, perOperator } = JSON.parse(readFileSync(json, 'utf8')).results[0];
        const sum = Object.values<number>(phases).reduce((a, b) => a + b);
        expect(sum / perOperator).toBeCloseTo(1, 6);
        found = PHASES.filter((phase) => phases[phase] > 0);
        if (phases.rest < perOperator / 2) found.push('mostly known');
        if (found.length > PHASES.length) break;
      }
      expect(found).toEqual([...PHASES, 'mostly known']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
