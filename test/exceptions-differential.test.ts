import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type CompileOptions, compileModule, hostTarget, WebAssembly } from '../src/index.js';
import {
  isForJavaScript,
  type ProgramOptions,
  Random,
  type RandomProgram,
  randomArgument,
  randomProgram,
  tagsOf,
} from './support/random-program.js';

const SEED = Number(process.env.FUZZ_SEED ?? 1);
/** As an emulated process a third: they take minutes there. */
const EMULATED = process.env.WINCH_TS_AARCH64_NODE !== undefined && process.arch === 'arm64';
const PROGRAMS = Math.ceil(Number(process.env.FUZZ_MODULES ?? 100) / (EMULATED ? 3 : 1));
const FROM = Number(process.env.FUZZ_FROM ?? 0);
/** Functions of each program; by default a few. Many in one take less time. */
const FUNCTIONS = Number(process.env.FUZZ_FUNCTIONS) || undefined;

type Namespace = typeof WebAssembly;
type Tags = readonly (readonly number[])[];
type Exception = { is(tag: unknown): boolean; getArg(tag: unknown, index: number): unknown };
const v8 = (globalThis as unknown as { WebAssembly: Namespace }).WebAssembly;

/** All that can be seen of a program's run, as text. */
function observe(
  { exports }: { exports: Record<string, unknown> },
  { params, callable }: RandomProgram,
  tags: Tags,
  seed: number,
): string[] {
  const random = new Random(seed);
  const lines: string[] = [];
  for (let round = 0; round < 3; round++) {
    for (const [i, types] of params.entries()) {
      if (!callable[i]) continue;
      const args = types.map((type) => randomArgument(random, type));
      lines.push(`f${i} round ${round}: ${outcome(exports, tags, `f${i}`, args)}`);
    }
  }
  const { buffer } = exports.memory as { buffer: ArrayBuffer };
  let hash = 0;
  for (const byte of new Uint8Array(buffer)) hash = (Math.imul(hash, 31) + byte) | 0;
  lines.push(`memory ${hash}`, `global ${(exports.global as { value: bigint }).value}`);
  return lines;
}

function outcome(
  exports: Record<string, unknown>,
  tags: Tags,
  name: string,
  args: readonly unknown[],
): string {
  try {
    return show((exports[name] as (...args: unknown[]) => unknown)(...args));
  } catch (error) {
    const tag = tags.findIndex((_, i) => isOf(error, exports[`t${i}`]));
    if (tag < 0) throw error;
    // Of values behind a vector, V8 ends the process.
    const values = tags[tag]!.every(isForJavaScript)
      ? tags[tag]!.map((_, i) => (error as Exception).getArg(exports[`t${tag}`], i))
      : 'vectors';
    return `throws ${tag}: ${show(values)}`;
  }
}

function isOf(error: unknown, tag: unknown): boolean {
  return !(error instanceof Error) && (error as Exception).is(tag);
}

function show(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(show).join()}]`;
  return Object.is(value, -0) ? '-0' : `${value}${typeof value === 'bigint' ? 'n' : ''}`;
}

/** @param options beside what this machine needs */
function instanceOf(bytes: Uint8Array, options: CompileOptions) {
  const artifact = compileModule(bytes, { ...hostTarget(), ...options, verify: true });
  return new WebAssembly.Instance(new WebAssembly.Module(artifact));
}

/** @param expected the form that V8 runs, of the same programs */
function compare(given: ProgramOptions, expected: ProgramOptions, options: CompileOptions): void {
  const failures: string[] = [];
  let returned = 0;
  let thrown = 0;
  let called = 0;
  const tags = tagsOf(expected);
  for (let i = FROM; i < FROM + PROGRAMS && failures.length < 3; i++) {
    const seed = SEED * 1_000_003 + i;
    const theirs = randomProgram(seed, { ...expected, functions: FUNCTIONS });
    const { bytes: ours } = randomProgram(seed, { ...given, functions: FUNCTIONS });
    const want = observe(new v8.Instance(new v8.Module(theirs.bytes)), theirs, tags, seed);
    for (const can of theirs.callable) if (can) called++;
    for (const line of want) {
      if (line.includes('throws')) thrown++;
      else returned++;
    }
    let problem: string | undefined;
    try {
      const found = observe(instanceOf(ours, options), theirs, tags, seed);
      const at = want.findIndex((line, k) => line !== found[k]);
      if (at >= 0) problem = `expected "${want[at]}", got "${found[at]}"`;
    } catch (error) {
      problem = (error as Error).stack ?? String(error);
    }
    if (problem === undefined) continue;
    const path = join(mkdtempSync(join(tmpdir(), 'winch-ts-exceptions-')), `${i}.wasm`);
    writeFileSync(path, ours);
    failures.push(`program ${i} (${path}): ${problem}`);
  }
  expect(failures).toEqual([]);
  if (FUNCTIONS !== undefined) {
    const from = SEED * 1_000_003 + FROM;
    console.log(`seeds ${from} to ${from + PROGRAMS - 1}: ${called} functions called`);
  }
  // Of functions that have more to call, more throw.
  expect(returned).toBeGreaterThan(FUNCTIONS === undefined ? thrown : thrown / 2);
  expect(thrown).toBeGreaterThan(PROGRAMS / 10);
}

describe(`random programs throw and catch as on V8, seed ${SEED}`, () => {
  const plain: ProgramOptions = { exceptions: 'legacy' };
  it('in the legacy form', () => compare(plain, plain, {}));

  it('with delegate', () => {
    const delegating: ProgramOptions = { exceptions: 'legacy', delegates: true };
    compare(delegating, delegating, {});
  });

  it('with try_table and throw_ref', () =>
    compare({ exceptions: 'table' }, plain, { bounds: 'explicit' }));

  const vectors: ProgramOptions = { ...plain, vectors: true };
  it('in the legacy form, with vectors', () => compare(vectors, vectors, {}));

  it('with try_table and throw_ref, with vectors', () =>
    compare({ ...vectors, exceptions: 'table' }, vectors, {}));
});
