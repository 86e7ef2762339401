import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT, winchTs } from '../test/support/command-line.js';
import {
  HAVE_OFFICIAL_SUITE,
  NO_OFFICIAL_SUITE,
  officialScripts,
} from '../test/support/official-suite.js';

if (!HAVE_OFFICIAL_SUITE) console.log(NO_OFFICIAL_SUITE);

/** Assertions of the group. */
const LEGACY_EH = 82;

interface Report {
  passed: number;
  failed: number;
  skipped: number;
  textPassed: number;
  scripts: {
    script: string;
    failed: number;
    problems: { line: number; outcome: string; reason?: string; needs?: string }[];
  }[];
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'winch-ts-suite-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function run(...args: string[]): Promise<{ report: Report; code: number | string }> {
  const json = join(folder, 'report.json');
  const { code, stdout, stderr } = await winchTs(['wast', ...args, '--verify', '--json', json]);
  expect(stderr).toBe('');
  const report = JSON.parse(readFileSync(json, 'utf8')) as Report;
  const { passed, failed, skipped } = report;
  expect(stdout).toMatch(
    new RegExp(`(?:^|\n)${passed} passed, ${failed} failed, ${skipped} skipped\n$`),
  );
  return { report, code };
}

/** What did not pass, but for the text library's own. */
function problems(report: Report): string[] {
  return report.scripts.flatMap(({ script, problems }) =>
    problems
      .filter(({ outcome }) => outcome !== 'text-failed')
      .map(({ line, outcome, reason }) => `${script}:${line}: ${outcome}: ${reason}`),
  );
}

it.each([
  ['compiled at once', []],
  ['compiled function by function', ['--lazy']],
])("passes all of the project's own scripts, %s", async (_, options) => {
  const { report, code } = await run(join(ROOT, 'spec-tests'), ...options);
  expect(problems(report)).toEqual([]);
  expect(report.passed).toBeGreaterThan(1000);
  expect(code).toBe(0);
});

describe.skipIf(!HAVE_OFFICIAL_SUITE)('the official suite', () => {
  it.each([
    ['from files of artifacts', '--artifacts'],
    ['through a cache', '--cached'],
    ['compiled function by function', '--lazy'],
  ])('passes all of core2.0, tail-call, threads and legacy-eh %s', async (_, option) => {
    const groups = ['core2.0', 'tail-call', 'threads', 'legacy-eh'] as const;
    const { report, code } = await run(...groups.flatMap(officialScripts), option);
    expect(problems(report)).toEqual([]);
    expect(report.passed).toBe(24_719 + 109 + 327 + LEGACY_EH);
    expect(code).toBe(0);
  });

  it.each([
    ['core2.0', 24_719],
    ['tail-call', 109],
    ['wide-arith', 107],
    ['threads', 327],
    ['legacy-eh', LEGACY_EH],
    ['simd', 25_006],
    ['relaxed-simd', 69],
  ] as const)('passes all of %s', async (group, assertions) => {
    const { report, code } = await run(...officialScripts(group));
    expect(problems(report)).toEqual([]);
    expect(report.passed).toBe(assertions);
    expect(code).toBe(0);
  });

  it.skipIf(process.arch !== 'x64').each([
    ['without AVX', ['--features', 'sse4.1']],
    ['without FMA', ['--features', 'sse4.1,avx']],
    ['with explicit bounds checks', ['--bounds', 'explicit']],
    ['function by function', ['--lazy']],
    ['through a cache', ['--cached']],
  ])('passes all of simd and relaxed-simd %s', async (_, options) => {
    const scripts = officialScripts('simd').concat(officialScripts('relaxed-simd'));
    const { report, code } = await run(...scripts, ...options);
    expect(problems(report)).toEqual([]);
    expect(report.passed).toBe(25_006 + 69);
    expect(code).toBe(0);
  });

  it('passes all of simd and relaxed-simd as byte code', async () => {
    const scripts = officialScripts('simd').concat(officialScripts('relaxed-simd'));
    const { report, code } = await run(...scripts, '--target', 'portable');
    expect(problems(report)).toEqual([]);
    expect(report.passed).toBe(25_006 + 69);
    expect(code).toBe(0);
  });

  it('fails of threads-mixed2.0 only what 2.0 has changed: a module may have several tables', async () => {
    const { report } = await run(...officialScripts('threads-mixed2.0'));
    const lines = report.scripts.flatMap(({ problems }) => problems.map(({ line }) => line));
    expect(lines).toEqual([309, 313, 317]);
    expect([report.passed, report.skipped]).toEqual([92, 0]);
  });

  it.each([
    ['core-mixed3.0', 900],
    ['exceptions', 70],
  ] as const)('fails of %s only what needs a proposal, and says which', async (group, most) => {
    const { report } = await run(...officialScripts(group));
    const unexplained = report.scripts.flatMap(({ script, problems }) =>
      problems
        .filter(({ outcome, needs }) => outcome !== 'text-failed' && needs === undefined)
        .map(({ line, reason }) => `${script}:${line}: ${reason}`),
    );
    expect(unexplained).toEqual([]);
    expect(report.skipped).toBe(0);
    expect(report.passed).toBeGreaterThan(most);
  });
});
