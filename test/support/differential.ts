import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type CompileOptions, compileModule } from '../../src/compiler/module-compiler.js';
import {
  type Global,
  getStore,
  Instance,
  type Memory,
  RuntimeError,
  type WasmFunction,
} from '../../src/runtime/index.js';
import { ValType } from '../../src/wasm/value-types.js';
import { Random } from './mutator.js';
import { randomModule, type Signature } from './random-module.js';

export const SEED = Number(process.env.FUZZ_SEED ?? 1);
/** Modules per variant; the first one, to come back to one. */
const MODULES = Number(process.env.FUZZ_MODULES ?? 1000);
/** Functions of each; by default a few. Many in one take less time. */
const FUNCTIONS = Number(process.env.FUZZ_FUNCTIONS) || undefined;
const FROM = Number(process.env.FUZZ_FROM ?? 0);

/** An instance, as far as it matters here. */
interface Running {
  call(name: string, args: readonly unknown[]): unknown;
  global(name: string): unknown;
  memory(): ArrayBufferLike;
  isTrap(error: unknown): error is Error;
}

interface V8 {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { exports: Record<string, unknown> };
  RuntimeError: new () => Error;
}

const v8 = (globalThis as unknown as { WebAssembly: V8 }).WebAssembly;

function onV8(bytes: Uint8Array): Running {
  const { exports } = new v8.Instance(new v8.Module(bytes));
  return {
    call: (name, args) => (exports[name] as (...args: unknown[]) => unknown)(...args),
    global: (name) => (exports[name] as { value: unknown }).value,
    memory: () => (exports.m as { buffer: ArrayBuffer }).buffer,
    isTrap: (error) => error instanceof v8.RuntimeError,
  };
}

function onOurs(bytes: Uint8Array, options: CompileOptions): Running {
  const store = getStore();
  const { target } = store.platform;
  const instance = Instance.create(store, compileModule(bytes, { target, ...options }), []);
  const { exports } = instance;
  return {
    call: (name, args) => (exports.get(name) as WasmFunction).call(args),
    global: (name) => (exports.get(name) as Global).get(),
    memory: () => (exports.get('m') as Memory).buffer,
    isTrap: (error) => error instanceof RuntimeError,
  };
}

const ARGUMENTS = [0, 1, -1, 5, 0x7fffffff, -0x80000000, 1000];

function argumentsFor({ params }: Signature, round: number): (number | bigint)[] {
  return params.map((type, i) => {
    const value = ARGUMENTS[(i * 3 + round) % ARGUMENTS.length]!;
    return type === 1 ? BigInt(value) * 0x10000001n : value;
  });
}

/** Whether JavaScript can call a function. */
function isCallable({ params, results }: Signature): boolean {
  return ![...params, ...results].includes(ValType.V128);
}

/** Everything that can be seen of a module's run, as text. */
function observe(running: Running, signatures: readonly Signature[]): string[] {
  const lines: string[] = [];
  for (let round = 0; round < 3; round++) {
    signatures.forEach((signature, i) => {
      if (!isCallable(signature)) return;
      running.call('reset', []);
      let outcome: string;
      try {
        outcome = show(running.call(`f${i}`, argumentsFor(signature, round)));
      } catch (error) {
        if (!running.isTrap(error)) throw error;
        outcome = trapKind(error.message);
      }
      lines.push(`f${i} round ${round}: ${outcome}`);
    });
  }
  const memory = running.memory();
  let hash = 0;
  for (const byte of new Uint8Array(memory)) hash = (Math.imul(hash, 31) + byte) | 0;
  lines.push(`memory ${memory.byteLength} ${hash}`);
  for (const g of [1, 2, 3, 4]) lines.push(show(running.global(`g${g}`)));
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

/**
 * Has random programs run on V8 and on this process's platform.
 *
 * @param options how they are compiled; verified by the compiler itself with `verify`
 * @param vectors whether the programs have such
 */
export function compareWithV8(options: CompileOptions, vectors = false): void {
  const failures: string[] = [];
  let returned = 0;
  let trapped = 0;
  let called = 0;
  let folder: string | undefined;
  for (let i = FROM; i < FROM + MODULES && failures.length < 5; i++) {
    const { bytes, signatures } = randomModule(
      new Random(SEED * 1_000_003 + i),
      vectors,
      FUNCTIONS,
    );
    for (const signature of signatures) if (isCallable(signature)) called++;
    const expected = observe(onV8(bytes), signatures);
    for (const line of expected) {
      if (/: \D*[a-z]$/.test(line)) trapped++;
      else returned++;
    }
    let problem: string | undefined;
    try {
      const running = onOurs(bytes, options);
      const actual = observe(running, signatures);
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
  if (FUNCTIONS !== undefined) {
    console.log(
      `seeds ${SEED * 1_000_003 + FROM} to ${SEED * 1_000_003 + FROM + MODULES - 1}: ${called} functions called`,
    );
  }
  // Most runs must come to an end for the comparison to mean something.
  expect(returned).toBeGreaterThan(trapped);
  expect(trapped).toBeGreaterThan(0);
}
