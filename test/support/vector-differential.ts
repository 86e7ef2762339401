import { setFlagsFromString } from 'node:v8';
import { expect } from 'vitest';
import { type CompileOptions, compileModule } from '../../src/compiler/module-compiler.js';
import { getStore, Instance, type Memory, type WasmFunction } from '../../src/runtime/index.js';
import { watToWasm } from '../../src/text/wat.js';
import { Random } from './mutator.js';
import {
  interestingBytes,
  makeStrict,
  sameResult,
  USED_BYTES,
  vectorModule,
} from './vector-module.js';

const ROUNDS = Number(process.env.VECTOR_ROUNDS ?? 40);

// Elder ones have it behind a flag; others do not know that any more.
setFlagsFromString('--experimental-wasm-relaxed-simd');

interface V8 {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { exports: Record<string, () => void> };
}
const v8 = (globalThis as unknown as { WebAssembly: V8 }).WebAssembly;

/** Of V8 before 11.4, with the flag, it has no meaning that can be compared with: it gives 0. */
const BROKEN = /^(?:20|21)\./.test(process.versions.node)
  ? 'i32x4.relaxed_dot_i8x16_i7x16_add_s'
  : undefined;

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/**
 * Has each operator on vectors run on V8 and on this process's platform, with operands in memory, in locals, and all the same.
 *
 * @param options how they are compiled
 */
export async function compareVectorsWithV8(options: CompileOptions): Promise<void> {
  const random = new Random(7);
  const { text, functions } = vectorModule(random);
  const bytes = await watToWasm(text);
  const theirs = new v8.Instance(new v8.Module(bytes)).exports;
  const theirMemory = new Uint8Array((theirs.m as unknown as { buffer: ArrayBuffer }).buffer);
  const store = getStore();
  const { target } = store.platform;
  const artifact = compileModule(bytes, { target, verify: true, ...options });
  const { exports } = Instance.create(store, artifact, []);
  const ourMemory = new Uint8Array((exports.get('m') as Memory).buffer);
  const failures = new Map<string, string>();
  for (const { name, operator } of functions) {
    if (operator === BROKEN) continue;
    const ours = exports.get(name) as WasmFunction;
    for (let round = 0; round < ROUNDS; round++) {
      const input = new Uint8Array(USED_BYTES);
      for (let at = 0; at < USED_BYTES; at += 16) input.set(interestingBytes(random), at);
      makeStrict(operator, input.subarray(0, 48), random);
      theirMemory.set(input);
      ourMemory.set(input);
      theirs[name]!();
      ours.call([]);
      const [expected, actual] = [theirMemory, ourMemory].map((m) => m.slice(0, USED_BYTES));
      if (sameResult(operator, expected!, actual!)) continue;
      const [a, b, c] = [0, 16, 32].map((at) => hex(input.subarray(at, at + 16)));
      const results = [expected!, actual!].map((m) => hex(m.subarray(64, 128)));
      failures.set(operator, `${name}: ${a} ${b} ${c} -> ${results.join(', not ')}`);
      break;
    }
  }
  expect([...failures.values()]).toEqual([]);
  expect(functions.length).toBeGreaterThan(900);
}
