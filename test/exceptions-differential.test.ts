import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type CompileOptions, compileModule, hostTarget, WebAssembly } from '../src/index.js';
import {
  type ProgramOptions,
  Random,
  randomArgument,
  randomProgram,
  TAGS,
} from './support/random-program.js';

const SEED = Number(process.env.FUZZ_SEED ?? 1);
/** As an emulated process a third: they take minutes there. */
const EMULATED = process.env.WINCH_TS_AARCH64_NODE !== undefined && process.arch === 'arm64';
const PROGRAMS = Math.ceil(Number(process.env.FUZZ_MODULES ?? 100) / (EMULATED ? 3 : 1));
const FROM = Number(process.env.FUZZ_FROM ?? 0);

type Namespace = typeof WebAssembly;
type Exception = { is(tag: unknown): boolean; getArg(tag: unknown, index: number): unknown };
const v8 = (globalThis as unknown as { WebAssembly: Namespace }).WebAssembly;

/** All that can be seen of a program's run, as text. */
function observe(
  { exports }: { exports: Record<string, unknown> },
  params: readonly (readonly number[])[],
  seed: number,
): string[] {
  const random = new Random(seed);
  const lines: string[] = [];
  for (let round = 0; round < 3; round++) {
    for (const [i, types] of params.entries()) {
      const args = types.map((type) => randomArgument(random, type));
      lines.push(`f${i} round ${round}: ${outcome(exports, `f${i}`, args)}`);
    }
  }
  const { buffer } = exports.memory as { buffer: ArrayBuffer };
  let hash = 0;
  for (const byte of new Uint8Array(buffer)) hash = (Math.imul(hash, 31) + byte) | 0;
  lines.push(`memory ${hash}`, `global ${(exports.global as { value: bigint }).value}`);
  return lines;
}

function outcome(exports: Record<string, unknown>, name: string, args: readonly unknown[]): string {
  try {
    return show((exports[name] as (...args: unknown[]) => unknown)(...args));
  } catch (error) {
    const tag = TAGS.findIndex((_, i) => isOf(error, exports[`t${i}`]));
    if (tag < 0) throw error;
    const values = TAGS[tag]!.map((_, i) => (error as Exception).getArg(exports[`t${tag}`], i));
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
  for (let i = FROM; i < FROM + PROGRAMS && failures.length < 3; i++) {
    const seed = SEED * 1_000_003 + i;
    const { bytes: theirs, params } = randomProgram(seed, expected);
    const { bytes: ours } = randomProgram(seed, given);
    const want = observe(new v8.Instance(new v8.Module(theirs)), params, seed);
    for (const line of want) {
      if (line.includes('throws')) thrown++;
      else returned++;
    }
    let problem: string | undefined;
    try {
      const found = observe(instanceOf(ours, options), params, seed);
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
  expect(returned).toBeGreaterThan(thrown);
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
});
