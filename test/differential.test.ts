import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { WebAssembly } from '../src/index.js';
import { Random } from './support/mutator.js';
import { randomModule, type Signature } from './support/random-module.js';

const SEED = Number(process.env.FUZZ_SEED ?? 1);
const MODULES = Number(process.env.FUZZ_MODULES ?? 3000);
const FROM = Number(process.env.FUZZ_FROM ?? 0);

/** What of the two engines is used here. */
interface Engine {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { exports: Record<string, unknown> };
  RuntimeError: new () => Error;
}

const ENGINES: readonly Engine[] = [
  (globalThis as unknown as { WebAssembly: Engine }).WebAssembly,
  WebAssembly as unknown as Engine,
];

const ARGUMENTS = [0, 1, -1, 5, 0x7fffffff, -0x80000000, 1000];

function argumentsFor({ params }: Signature, round: number): (number | bigint)[] {
  return params.map((type, i) => {
    const value = ARGUMENTS[(i * 3 + round) % ARGUMENTS.length]!;
    return type === 1 ? BigInt(value) * 0x10000001n : value;
  });
}

/** Everything that can be seen of a module's run, as text. */
function observe(engine: Engine, bytes: Uint8Array, signatures: readonly Signature[]): string[] {
  const { exports } = new engine.Instance(new engine.Module(bytes));
  const lines: string[] = [];
  const reset = exports.reset as () => void;
  for (let round = 0; round < 3; round++) {
    signatures.forEach((signature, i) => {
      reset();
      let outcome: string;
      try {
        const f = exports[`f${i}`] as (...args: unknown[]) => unknown;
        outcome = show(f(...argumentsFor(signature, round)));
      } catch (error) {
        if (!(error instanceof engine.RuntimeError)) throw error;
        outcome = trapKind(error.message);
      }
      lines.push(`f${i} round ${round}: ${outcome}`);
    });
  }
  const memory = (exports.m as { buffer: ArrayBuffer }).buffer;
  let hash = 0;
  for (const byte of new Uint8Array(memory)) hash = (Math.imul(hash, 31) + byte) | 0;
  lines.push(`memory ${memory.byteLength} ${hash}`);
  for (const g of [1, 2, 3, 4]) lines.push(show((exports[`g${g}`] as { value: unknown }).value));
  return lines;
}

function show(value: unknown): string {
  if (Array.isArray(value)) return value.map(show).join();
  return Object.is(value, -0) ? '-0' : `${value}${typeof value === 'bigint' ? 'n' : ''}`;
}

/** The kinds of trap that both engines tell apart. */
function trapKind(message: string): string {
  if (/unreachable/.test(message)) return 'unreachable';
  if (/by zero/.test(message)) return 'division by zero';
  if (/memory/.test(message)) return 'memory';
  if (/unrepresentable|integer overflow|invalid conversion/.test(message)) return 'conversion';
  if (/table index|undefined element|uninitialized|signature|type mismatch/.test(message)) {
    return 'indirect call';
  }
  return message;
}

describe(`random programs do the same as on V8, seed ${SEED}`, () => {
  it(`${MODULES} modules`, { timeout: 600_000 }, () => {
    const failures: string[] = [];
    let returned = 0;
    let trapped = 0;
    let folder: string | undefined;
    for (let i = FROM; i < FROM + MODULES && failures.length < 5; i++) {
      const { bytes, signatures } = randomModule(new Random(SEED * 1_000_003 + i));
      const expected = observe(ENGINES[0]!, bytes, signatures);
      for (const line of expected) {
        if (/unreachable|division|memory$|conversion|indirect/.test(line)) trapped++;
        else returned++;
      }
      let problem: string | undefined;
      try {
        const actual = observe(ENGINES[1]!, bytes, signatures);
        const at = expected.findIndex((line, k) => line !== actual[k]);
        if (at >= 0) problem = `expected "${expected[at]}", got "${actual[at]}"`;
      } catch (error) {
        problem = (error as Error).stack ?? String(error);
      }
      if (problem === undefined) continue;
      folder ??= mkdtempSync(join(tmpdir(), 'winch-ts-differential-'));
      const path = join(folder, `${i}.wasm`);
      writeFileSync(path, bytes);
      failures.push(`module ${i} (${path}): ${problem}`);
    }
    expect(failures).toEqual([]);
    // Most runs must come to an end for the comparison to mean something.
    expect(returned).toBeGreaterThan(MODULES);
    expect(trapped).toBeGreaterThan(0);
  });
});
