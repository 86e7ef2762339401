import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compileModule } from '../src/compiler/module-compiler.js';
import { loadTextReader } from '../src/text/wat.js';
import { CompileError } from '../src/wasm/compile-error.js';
import { leb, module, section, vector } from './support/module-fixtures.js';
import { mutate, Random } from './support/mutator.js';
import {
  HAVE_OFFICIAL_SUITE,
  NO_OFFICIAL_SUITE,
  officialScripts,
} from './support/official-suite.js';
import { randomModule } from './support/random-module.js';
import { type ProgramOptions, randomProgram } from './support/random-program.js';
import { sexprsOfModules } from './support/script-modules.js';

// The core is the same sources in two builds, WebAssembly and JavaScript (docs/core.md). They have to agree on all that a
// compile gives: code, tables, verdicts and words. `CORE_FOLDER` has other cores tested; npm run test:core tests checked ones.

/** Mutations for each target; `CORE_MUTATIONS` asks for more. */
const MUTATIONS = Number(process.env.CORE_MUTATIONS ?? 1500);
const SEED = Number(process.env.FUZZ_SEED ?? 1);
const TARGETS = ['x64', 'aarch64', 'portable'] as const;
type Target = (typeof TARGETS)[number];

const TABLES = [
  'code',
  'funcOffsets',
  'trapSites',
  'trapKinds',
  'callSites',
  'handlers',
  'handlerSpans',
  'frameStates',
  'accessors',
] as const;
const COUNTS = ['operators', 'spills', 'merges', 'moves'] as const;

/** All that a compile gives: bytes by name, or the error. */
function compiled(
  core: 'wasm' | 'js',
  bytes: Uint8Array,
  target: Target,
  bounds: 'guard' | 'explicit',
): Map<string, Buffer | string> {
  process.env.WINCH_TS_CORE = core;
  try {
    const artifact = compileModule(bytes, { target, bounds });
    const found = new Map<string, Buffer | string>();
    for (const name of TABLES) {
      const { buffer, byteOffset, byteLength } = artifact[name];
      found.set(name, Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength));
    }
    found.set('counts', COUNTS.map((name) => artifact.stats[name]).join());
    return found;
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    return new Map([['error', error.message]]);
  } finally {
    delete process.env.WINCH_TS_CORE;
  }
}

/** Compares the builds; whether the module is valid. */
function agree(
  name: string,
  bytes: Uint8Array,
  target: Target,
  bounds: 'guard' | 'explicit' = 'guard',
): boolean {
  const ahead = compiled('wasm', bytes, target, bounds);
  const script = compiled('js', bytes, target, bounds);
  const differences = [...new Set([...ahead.keys(), ...script.keys()])].filter((key) => {
    const [a, b] = [ahead.get(key), script.get(key)];
    return typeof a === 'string' || typeof b === 'string' ? a !== b : !a?.equals(b!);
  });
  expect(
    differences.map((key) => (key === 'error' ? [ahead.get(key), script.get(key)] : key)),
    `${name}, ${target}, ${bounds}`,
  ).toEqual([]);
  return !ahead.has('error');
}

const require = createRequire(import.meta.url);

/** A module with one function of `[i32] -> [i32]` and a memory, of which this is the code. */
function withBody(...code: number[]): Uint8Array {
  const body = [0, ...code, 0x0b];
  return module(
    vector(1, [0x60, 1, 0x7f, 1, 0x7f]),
    vector(3, [0]),
    vector(5, [0, 1]),
    section(10, 1, leb(body.length), body),
  );
}

describe.each(TARGETS)('the core for %s, as WebAssembly and as JavaScript', (target) => {
  it('has one answer to real modules', () => {
    for (const name of [
      'sql.js/dist/sql-wasm.wasm',
      '@jitl/quickjs-wasmfile-release-sync/wasm',
      '@bytecodealliance/jco-transpile/vendor/wasm-tools.core.wasm',
      'esbuild-wasm/esbuild.wasm',
    ]) {
      const bytes = name.includes('jco')
        ? readFileSync(join(import.meta.dirname, '../node_modules', name))
        : readFileSync(require.resolve(name));
      expect(agree(name, bytes, target)).toBe(true);
      if (!name.includes('esbuild')) agree(name, bytes, target, 'explicit');
    }
  });

  it('has one answer to offsets and constants of all 32 bits', () => {
    for (const offset of [0, 0x7fff_ffff, 0x8000_0000, 0xffff_fff0, 0xffff_ffff]) {
      for (const load of [0x28, 0x2d]) {
        for (const address of [
          [0x20, 0],
          [0x41, 0x70],
          [0x41, 16],
        ]) {
          for (const bounds of ['guard', 'explicit'] as const) {
            const bytes = withBody(...address, load, 0, ...leb(offset));
            expect(agree(`offset ${offset}`, bytes, target, bounds)).toBe(true);
          }
        }
      }
    }
    // Divisors that are multiplied with.
    for (const divisor of [3, 7, 641, 0x7fff_ffff, -3, -0x8000_0000, -1]) {
      for (const op of [0x6d, 0x6e, 0x6f, 0x70]) {
        const bytes = withBody(0x20, 0, 0x41, ...sleb(divisor), op);
        expect(agree(`divisor ${divisor}`, bytes, target)).toBe(true);
      }
    }
  });

  it('has one answer to random modules', () => {
    const random = new Random(SEED);
    for (let i = 0; i < 30; i++) agree(`random module ${i}`, randomModule(random).bytes, target);
    for (let seed = SEED; seed < SEED + 40; seed++) {
      for (const vectors of [false, true]) {
        for (const bounds of ['guard', 'explicit'] as const) {
          const exceptions = seed % 3 === 0 ? undefined : seed % 3 === 1 ? 'legacy' : 'table';
          const options = exceptions === undefined ? { vectors } : { vectors, exceptions };
          const { bytes } = randomProgram(seed, options as ProgramOptions);
          expect(agree(`random program ${seed}`, bytes, target, bounds)).toBe(true);
        }
      }
    }
  });

  it('has one answer to mutations', () => {
    const random = new Random(SEED);
    const modules = Array.from({ length: 20 }, () => randomModule(random).bytes);
    modules.push(
      ...Array.from({ length: 10 }, (_, i) => randomProgram(i, { vectors: i > 5 }).bytes),
    );
    let valid = 0;
    for (let i = 0; i < MUTATIONS; i++) {
      const bytes = mutate(random.pick(modules), modules, random);
      if (agree(`mutation ${i}`, bytes, target)) valid++;
    }
    // Both verdicts must come up, or the test shows nothing.
    expect(valid).toBeGreaterThan(MUTATIONS / 100);
    expect(valid).toBeLessThan(MUTATIONS / 2);
  });

  it.skipIf(!HAVE_OFFICIAL_SUITE)(
    `has one answer to the official suite${HAVE_OFFICIAL_SUITE ? '' : `: ${NO_OFFICIAL_SUITE}`}`,
    async () => {
      const reader = await loadTextReader();
      let modules = 0;
      for (const group of ['core2.0', 'tail-call', 'legacy-eh', 'simd', 'threads'] as const) {
        for (const script of officialScripts(group)) {
          const path = script;
          for (const text of sexprsOfModules(readFileSync(path, 'utf8'))) {
            let bytes: Uint8Array;
            try {
              bytes = await reader.parse(text);
            } catch {
              // What the reader does not know is not this test's business.
              continue;
            }
            agree(`${script}: ${text.slice(0, 80)}`, bytes, target);
            modules++;
          }
        }
      }
      expect(modules).toBeGreaterThan(1000);
    },
  );
});

/** A signed LEB128 integer. */
function sleb(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>= 7) {
    const byte = rest & 0x7f;
    const isLast = rest >> 6 === 0 || rest >> 6 === -1;
    bytes.push(isLast ? byte : byte | 0x80);
    if (isLast) return bytes;
  }
}
