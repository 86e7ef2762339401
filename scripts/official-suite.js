import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ROOT } from './steps.js';

/** Where the official suite is: `SPEC_TESTSUITE`, or beside the project. Tests have the same rule. */
export const SUITE = resolve(process.env.SPEC_TESTSUITE || join(ROOT, '../shared/spec-testsuite'));

/** Says where the suite would be, when it is not there. */
export const NO_SUITE = existsSync(SUITE)
  ? undefined
  : `The official suite is not at ${SUITE}: its tests are skipped (see the README).`;

/** Paths of the scripts of groups. */
export function officialScripts(...groups) {
  const path = join(ROOT, 'spec-tests/official-suite.json');
  const table = JSON.parse(readFileSync(path, 'utf8')).groups;
  return groups.flatMap((group) => table[group].map((script) => join(SUITE, script)));
}
