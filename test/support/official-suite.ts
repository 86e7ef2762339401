import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ROOT } from './command-line.js';

/**
 * Where the official suite is: the folder that `SPEC_TESTSUITE` names, or the one beside the project.
 * `scripts/official-suite.js` has the same rule.
 */
export const OFFICIAL_SUITE = resolve(
  process.env.SPEC_TESTSUITE || join(ROOT, '../shared/spec-testsuite'),
);

export const HAVE_OFFICIAL_SUITE = existsSync(OFFICIAL_SUITE);

/** What to say once where it is not there. */
export const NO_OFFICIAL_SUITE = `The official suite is not at ${OFFICIAL_SUITE}: its tests are skipped (see the README).`;

/**
 * Scripts of the official suite by what they need: WebAssembly 2.0 without SIMD (`core2.0`), the same
 * with modules that need later proposals among them (`core-mixed3.0`), tail calls, wide arithmetic, vectors, threads, exceptions (with modules
 * that need later proposals) and their legacy form; and of threads what takes several tables for invalid, as WebAssembly 1.0 does
 * (`threads-mixed2.0`).
 */
export type OfficialGroup =
  | 'core2.0'
  | 'core-mixed3.0'
  | 'tail-call'
  | 'wide-arith'
  | 'simd'
  | 'relaxed-simd'
  | 'threads'
  | 'threads-mixed2.0'
  | 'exceptions'
  | 'legacy-eh';

/** Paths of the scripts of a group. */
export function officialScripts(group: OfficialGroup): string[] {
  const path = join(ROOT, 'spec-tests/official-suite.json');
  const { groups } = JSON.parse(readFileSync(path, 'utf8')) as {
    groups: Record<OfficialGroup, string[]>;
  };
  return groups[group].map((script) => join(OFFICIAL_SUITE, script));
}
