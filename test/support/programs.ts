import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

const require = createRequire(import.meta.url);

/** Programs that nobody here wrote, and the module each must have had compiled. */
export const PROGRAMS: readonly (readonly [name: string, module: string])[] = [
  ['sql', require.resolve('sql.js/dist/sql-wasm.wasm')],
  ['quickjs', require.resolve('@jitl/quickjs-wasmfile-release-sync/wasm')],
  ['esbuild', require.resolve('esbuild-wasm/esbuild.wasm')],
];

export interface ProgramRun {
  readonly output: string;
  readonly engine: string;
  /** Sizes of the modules that went through the engine's own functions. */
  readonly compiled: readonly number[];
  /** What winch-ts has compiled them for. */
  readonly targets: readonly string[];
}

/** @param options of Node's, and of the program's (see test/programs/engine.mjs) */
export function runProgram(
  name: string,
  engine: 'v8' | 'winch' | 'portable',
  { node = [], program = [] }: { node?: readonly string[]; program?: readonly string[] } = {},
): ProgramRun {
  const script = fileURLToPath(new URL(`../programs/${name}.mjs`, import.meta.url));
  const child = spawnSync(process.execPath, [...node, script, '--engine', engine, ...program], {
    encoding: 'utf8',
    // Only against what hangs.
    timeout: 800_000,
    maxBuffer: 1 << 26,
  });
  expect(child.status, `${name} on ${engine} ended by ${child.signal}: ${child.stderr}`).toBe(0);
  const report = JSON.parse(child.stderr.trim().split('\n').at(-1) ?? '') as Omit<
    ProgramRun,
    'output'
  >;
  return { output: child.stdout, ...report };
}
