import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const require = createRequire(import.meta.url);
const BUILT = new URL('../dist/index.js', import.meta.url);

/** Programs that nobody here wrote, and the module each must have had compiled. */
const PROGRAMS: readonly (readonly [name: string, module: string])[] = [
  ['sql', require.resolve('sql.js/dist/sql-wasm.wasm')],
  ['quickjs', require.resolve('@jitl/quickjs-wasmfile-release-sync/wasm')],
  ['esbuild', require.resolve('esbuild-wasm/esbuild.wasm')],
];

interface Run {
  readonly output: string;
  readonly engine: string;
  /** Sizes of the modules that went through the engine's own functions. */
  readonly compiled: readonly number[];
}

function run(name: string, engine: 'v8' | 'winch' | 'portable'): Run {
  const script = fileURLToPath(new URL(`programs/${name}.mjs`, import.meta.url));
  const child = spawnSync(process.execPath, [script, '--engine', engine], {
    encoding: 'utf8',
    // Only against what hangs.
    timeout: 400_000,
    maxBuffer: 1 << 26,
  });
  expect(child.status, `${name} on ${engine} ended by ${child.signal}: ${child.stderr}`).toBe(0);
  const report = JSON.parse(child.stderr.trim().split('\n').at(-1) ?? '') as Omit<Run, 'output'>;
  return { output: child.stdout, ...report };
}

describe('real programs give the same output as on the engine of Node', () => {
  it('runs the built library', () => {
    expect(existsSync(BUILT), 'run npm run build first').toBe(true);
  });

  for (const [name, module] of PROGRAMS) {
    it(name, () => {
      const size = statSync(module).size;
      const expected = run(name, 'v8');
      expect(expected.compiled).toContain(size);
      expect(expected.output).toMatch(/^sha256 [0-9a-f]{64}$/m);
      const actual = run(name, 'winch');
      expect(actual.engine).toBe('winch');
      expect(actual.compiled).toContain(size);
      expect(actual.output).toBe(expected.output);
      // An interpreter takes minutes for esbuild, whose module has 14 MB.
      if (name === 'esbuild') return;
      const interpreted = run(name, 'portable');
      expect(interpreted.engine).toBe('portable');
      expect(interpreted.compiled).toContain(size);
      expect(interpreted.output).toBe(expected.output);
    });
  }
});
