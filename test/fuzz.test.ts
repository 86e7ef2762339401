import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileModule } from '../src/compiler/module-compiler.js';
import { validateModule } from '../src/frontend/module-validator.js';
import { loadTextReader } from '../src/text/wat.js';
import { CompileError } from '../src/wasm/compile-error.js';
import { isBeyondV8Limits, usesWhatV8Lacks } from './support/module-fixtures.js';
import { cutDown, mutate, Random } from './support/mutator.js';
import { sexprsOfModules } from './support/script-modules.js';

const SEED = Number(process.env.FUZZ_SEED ?? 20240611);
const MUTATIONS = Number(process.env.FUZZ_MUTATIONS ?? 20_000);
/** The first mutation to try, to come back to one. */
const FROM = Number(process.env.FUZZ_FROM ?? 0);
/** A module of a few kilobytes compiles in a millisecond; so many of CPU time say that it hangs. */
const HANG_SECONDS = 20;
const MAX_MODULE_SIZE = 1 << 20;

/** Node 20's. */
const IS_V8_11 = process.versions.v8.startsWith('11.');

const require = createRequire(import.meta.url);
const v8 = (globalThis as unknown as { WebAssembly: { validate(bytes: Uint8Array): boolean } })
  .WebAssembly;

/** Real modules, of which a few bodies stay. */
function realModules(): Uint8Array[] {
  const read = (name: string): Uint8Array => readFileSync(require.resolve(name));
  const sql = read('sql.js/dist/sql-wasm.wasm');
  const quickjs = read('@jitl/quickjs-wasmfile-release-sync/wasm');
  const esbuild = read('esbuild-wasm/esbuild.wasm');
  return [
    cutDown(sql, (body) => body % 40 === 7, false),
    cutDown(sql, (body) => body % 151 === 3, true),
    cutDown(quickjs, (body) => body % 30 === 11, false),
    cutDown(quickjs, (body) => body % 97 === 5, true),
    cutDown(esbuild, (body) => body % 2500 === 999, false),
  ];
}

/** All modules of the own scripts that are small. */
async function scriptModules(): Promise<Uint8Array[]> {
  const reader = await loadTextReader();
  const folder = new URL('../spec-tests/', import.meta.url);
  const modules: Uint8Array[] = [];
  for (const name of readdirSync(folder)
    .filter((file) => file.endsWith('.wast'))
    .sort()) {
    for (const text of sexprsOfModules(readFileSync(new URL(name, folder), 'utf8'))) {
      const bytes = await reader.parse(text);
      if (bytes.length < 6000) modules.push(bytes);
    }
  }
  return modules;
}

describe(`mutated modules, seed ${SEED}`, () => {
  /** Index of the mutation, its length, its bytes: for the watchdog. */
  const shared = new SharedArrayBuffer(8 + MAX_MODULE_SIZE);
  const progress = new Int32Array(shared, 0, 2);
  const current = new Uint8Array(shared, 8);
  let watchdog: Worker;
  let modules: Uint8Array[];

  beforeAll(async () => {
    // In the standard by now, off by default in V8 11.
    if (IS_V8_11) setFlagsFromString('--experimental-wasm-extended-const');
    modules = [...(await scriptModules()), ...realModules()];
    // A compile that never returns cannot be ended from this thread.
    watchdog = new Worker(
      `const { workerData: { shared, limit, path } } = require('node:worker_threads');
      const { writeFileSync, writeSync } = require('node:fs');
      const progress = new Int32Array(shared, 0, 2);
      const cpuSeconds = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1e6; };
      let last = -1, since = cpuSeconds();
      setInterval(() => {
        const now = Atomics.load(progress, 0);
        if (now !== last) { last = now; since = cpuSeconds(); }
        else if (now >= 0 && cpuSeconds() - since > limit) {
          writeFileSync(path, new Uint8Array(shared, 8, progress[1]).slice());
          writeSync(2, 'mutation ' + now + ' hangs: ' + path + '\\n');
          process.kill(process.pid, 'SIGKILL');
        }
      }, 500);`,
      {
        eval: true,
        workerData: { shared, limit: HANG_SECONDS, path: join(makeFolder(), 'hang.wasm') },
      },
    );
  });
  afterAll(() => watchdog?.terminate());

  it('start from modules that both accept', () => {
    expect(modules.length).toBeGreaterThan(30);
    for (const bytes of modules) {
      expect(v8.validate(bytes) || usesWhatV8Lacks(bytes)).toBe(true);
      expect(() => compileModule(bytes)).not.toThrow();
    }
  });

  it('give a verdict like V8, and no error but CompileError', () => {
    const counts = { accepted: 0, refused: 0, unsupported: 0 };
    const failures: string[] = [];
    for (let i = FROM; i < FROM + MUTATIONS && failures.length < 10; i++) {
      const random = new Random(SEED + Math.imul(i, 0x9e3779b1));
      const bytes = mutate(random.pick(modules), modules, random);
      current.set(bytes.subarray(0, MAX_MODULE_SIZE));
      progress[1] = bytes.length;
      Atomics.store(progress, 0, i);
      const problem = judge(bytes, counts);
      if (problem !== undefined) failures.push(`mutation ${i}: ${problem} (${keep(bytes, i)})`);
    }
    Atomics.store(progress, 0, -1);
    console.log(`seed ${SEED}: ${JSON.stringify(counts)}`);
    expect(failures).toEqual([]);
    // The mutations must reach both verdicts, or the test shows nothing.
    expect(counts.accepted).toBeGreaterThan(MUTATIONS / 50);
    expect(counts.refused).toBeGreaterThan(MUTATIONS / 4);
  });
});

/** What validating without code finds wrong. */
function validationError(bytes: Uint8Array): string | undefined {
  try {
    validateModule(bytes);
    return undefined;
  } catch (error) {
    return error instanceof CompileError ? error.message : String((error as Error).stack);
  }
}

/** What is wrong with the compiler's answer, or undefined. */
function judge(
  bytes: Uint8Array,
  counts: { accepted: number; refused: number; unsupported: number },
): string | undefined {
  const expected = v8.validate(bytes);
  const found = validationError(bytes);
  try {
    compileModule(bytes);
    if (found !== undefined) return `accepted, validateModule refuses (${found})`;
  } catch (error) {
    if (!(error instanceof CompileError)) return `threw ${(error as Error).stack ?? error}`;
    if (found !== error.message) return `refused (${error.message}), validateModule says ${found}`;
    if (/ needs [a-zA-Z]/.test(error.reason) && !error.reason.startsWith('type mismatch')) {
      counts.unsupported++;
      return undefined;
    }
    counts.refused++;
    // There it is a rule that came later.
    if (IS_V8_11 && error.reason.startsWith('atomic alignment must be natural')) return undefined;
    return expected ? `refused (${error.message}), V8 accepts` : undefined;
  }
  counts.accepted++;
  const reasonable =
    expected || isValidLater(bytes) || isBeyondV8Limits(bytes) || usesWhatV8Lacks(bytes);
  return reasonable ? undefined : 'accepted, V8 refuses';
}

/**
 * V8's verdict with what garbage collection brought, of which one rule is older here: any global
 * before it may stand in a global's initial value, not only an imported one.
 */
function isValidLater(bytes: Uint8Array): boolean {
  // Later ones have no such flags: garbage collection is always on.
  if (!IS_V8_11) return v8.validate(bytes);
  setFlagsFromString('--experimental-wasm-gc');
  try {
    return v8.validate(bytes);
  } finally {
    setFlagsFromString('--no-experimental-wasm-gc');
    // Turned on along with it.
    setFlagsFromString('--no-experimental-wasm-typed-funcref');
  }
}

let folder: string | undefined;

function makeFolder(): string {
  folder ??= mkdtempSync(join(tmpdir(), 'winch-ts-fuzz-'));
  return folder;
}

/** Leaves a failing module in a file. */
function keep(bytes: Uint8Array, index: number): string {
  const path = join(makeFolder(), `${index}.wasm`);
  writeFileSync(path, bytes);
  return path;
}
