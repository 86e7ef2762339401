import { describe, expect, it } from 'vitest';
import { type CompileOptions, compileModule } from '../src/codegen/module-compiler.js';
import { getStore, Instance, type Memory, type WasmFunction } from '../src/runtime/index.js';
import { Random, randomArgument, randomProgram } from './support/random-program.js';

// Random programs give the same results, memory and globals as on the host's own WebAssembly.

/** Modules per variant; the environment variable widens a hunt, SEED moves it elsewhere. */
const PROGRAMS = Number(process.env.RANDOM_PROGRAMS ?? 150);
const FIRST_SEED = Number(process.env.SEED ?? 1);
const CALLS = 4;

function hash(bytes: Uint8Array): number {
  let h = 0;
  for (let i = 0; i < bytes.length; i++) h = (Math.imul(h, 31) + bytes[i]!) | 0;
  return h;
}

type Outcome = { result: unknown } | { error: string };

function attempt(run: () => unknown): Outcome {
  try {
    return { result: run() };
  } catch (error) {
    return { error: (error as Error).name };
  }
}

function check(seed: number, options: CompileOptions): void {
  const { bytes, params } = randomProgram(seed);
  const theirs = new WebAssembly.Instance(new WebAssembly.Module(bytes as BufferSource)).exports;
  const ours = Instance.create(getStore(), compileModule(bytes, options), []);
  const random = new Random(seed ^ 0x5eed);
  const memory = ours.exports.get('memory') as Memory;
  for (let call = 0; call < CALLS; call++) {
    for (let f = 0; f < params.length; f++) {
      const args = params[f]!.map((type) => randomArgument(random, type));
      const name = `f${f}`;
      const where = `seed ${seed} ${name}(${args.join(', ')})`;
      const expected = attempt(() => (theirs[name] as CallableFunction)(...args));
      const actual = attempt(() => (ours.exports.get(name) as WasmFunction).call(args));
      expect(actual, where).toEqual(expected);
      const theirBytes = new Uint8Array((theirs.memory as WebAssembly.Memory).buffer);
      expect(hash(new Uint8Array(memory.buffer)), `memory after ${where}`).toBe(hash(theirBytes));
    }
  }
  ours.dispose();
}

const VARIANTS: readonly (readonly [string, CompileOptions])[] = [
  ['all CPU features', { verify: true }],
  ['no CPU features', { verify: true, features: [] }],
  ['explicit bounds checks', { verify: true, bounds: 'explicit' }],
];

describe('random programs', () => {
  it.each(VARIANTS)('%s', (_, options) => {
    for (let i = 0; i < PROGRAMS; i++) check(FIRST_SEED + i, options);
  });
});
