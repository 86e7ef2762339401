import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Those of `npm run bench -- unmodified` that are small and quick, and something that each prints. */
const PROGRAMS: readonly (readonly [name: string, printed: string])[] = [
  ['es-module-lexer', '"specifier":"three"'],
  // Its memory is shared.
  ['sax', '"name":"b"'],
  // Has exceptions.
  ['graphviz', 'caught'],
  ['rdkit', 'CC(=O)Oc1ccccc1C(=O)O'],
];

/** What `node --import` of these puts in the place of the engine's own. */
const ENGINES: readonly (readonly [name: string, module: string])[] = [
  ['machine code', './dist/register.js'],
  ['byte code', './test/programs/portable.mjs'],
];

function run(name: string, ...options: string[]): string {
  const { status, signal, stdout, stderr } = spawnSync(
    process.execPath,
    ['--no-warnings', ...options, `bench/unmodified/programs/${name}.mjs`],
    // The time is only against what hangs.
    { cwd: ROOT, encoding: 'utf8', timeout: 800_000 },
  );
  expect(status, `${name} ${options.join(' ')} ended by ${signal}: ${stderr}`).toBe(0);
  return stdout;
}

describe.each(PROGRAMS)('%s, which knows nothing of this package', (name, printed) => {
  it('prints what it prints with the engine of Node', () => {
    const expected = run(name);
    expect(expected).toContain(printed);
    for (const [what, module] of ENGINES) {
      expect(run(name, '--import', module), what).toBe(expected);
    }
  });
});
