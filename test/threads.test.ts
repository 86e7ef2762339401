import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import type { Artifact, CompileOptions } from '../src/index.js';

type Library = typeof import('../src/index.js');

// Threads run a file of the build.
const BUILD = new URL('../dist/index.js', import.meta.url);
const { artifactOf, compileModule, compileModuleAsync, useLazy, useThreads, WebAssembly } =
  (await import(BUILD.href)) as Library;

function leb(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...leb(value >>> 7)];
}

const FUNCTIONS = 6000;
const ROUNDS = 14;

/**
 * A module of more than 1 MB. Function i, of (f64, i32) -> f64, calls the ones before and behind it, loads, has constants, a table
 * of jumps and what traps.
 *
 * @param last operator of the last body
 */
function moduleOf(last = 0x0b): Uint8Array<ArrayBuffer> {
  const bodies: number[] = [];
  for (let i = 0; i < FUNCTIONS; i++) {
    const body: number[] = [1, 1, 0x7e];
    for (let k = 0; k < ROUNDS; k++) {
      const callee = (i + 1009 * (k - 5) + FUNCTIONS) % FUNCTIONS;
      // if (local 1) local 0 = callee(local 0 + constant, load(local 1))
      body.push(0x20, 1, 0x04, 0x40, 0x20, 0, 0x44, 0, 0, 0, 0, 0, i & 0xff, 0xf0, 0x3f, 0xa0);
      body.push(0x20, 1, 0x28, 2, ...leb(4 * i), 0x10, ...leb(callee), 0x21, 0, 0x0b);
    }
    // block block local 1 br_table 0 1 end local 0 i64.trunc_f64_s local.set 2 end local 0
    body.push(0x02, 0x40, 0x02, 0x40, 0x20, 1, 0x0e, 1, 0, 1, 0x0b, 0x20, 0, 0xb0, 0x21, 2, 0x0b);
    body.push(0x20, 0, i === FUNCTIONS - 1 ? last : 0x0b);
    bodies.push(...leb(body.length), ...body);
  }
  const count = leb(FUNCTIONS);
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 7, 1, 0x60, 2, 0x7c, 0x7f, 1, 0x7c],
    ...[3, ...leb(count.length + FUNCTIONS), ...count, ...new Uint8Array(FUNCTIONS)],
    ...[5, 3, 1, 0, 1, 7, 5, 1, 1, 0x66, 0, 0],
    ...[10, ...leb(count.length + bodies.length), ...count],
    ...bodies,
  ]);
}

/** Sums of all of an artifact that is kept, and what was counted. */
function contents(artifact: Artifact): Record<string, unknown> {
  const { bytesIn, bytesOut, functions, operators, spills, merges, moves } = artifact.stats;
  const counts = { bytesIn, bytesOut, functions, operators, spills, merges, moves };
  const sums = Object.entries(artifact)
    .filter(([, value]) => ArrayBuffer.isView(value))
    .map(([name, value]) => [name, createHash('sha256').update(value).digest('hex')]);
  expect(sums.length).toBe(10);
  return { ...counts, ...Object.fromEntries(sums) };
}

afterEach(() => useThreads(undefined));

describe('several threads', () => {
  const choices: CompileOptions[] = [
    { target: 'x64' },
    { target: 'x64', bounds: 'explicit', features: [] },
    { target: 'aarch64' },
    { target: 'portable' },
  ];

  it.each(choices)('make the code that one makes: %j', async (options) => {
    const bytes = moduleOf();
    expect(bytes.length).toBeGreaterThan(1 << 20);
    useThreads(3);
    const artifact = await compileModuleAsync(bytes, options);
    expect(contents(artifact)).toEqual(contents(compileModule(bytes, options)));
  });

  it('compile for a module that is made at once', () => {
    const bytes = moduleOf();
    useThreads(2);
    useLazy(false);
    const module = new WebAssembly.Module(bytes);
    useLazy(true);
    const { bounds, features, target } = artifactOf(module);
    const one = compileModule(bytes, { bounds, features, target });
    expect(contents(artifactOf(module))).toEqual(contents(one));
    const { f } = new WebAssembly.Instance(module).exports as { f(x: number, y: number): number };
    expect(f(1.5, 0)).toBe(1.5);
  });

  it.each([
    ['in a body', moduleOf(0x05)],
    // A segment of a memory that is not there: found when threads compile already.
    ['behind them', Uint8Array.from([...moduleOf(), 11, 7, 1, 2, 1, 0x41, 0, 0x0b, 0])],
    ['at the end', moduleOf().subarray(0, -1)],
  ])('say what is wrong as one does: %s', async (_where, bytes) => {
    let error: unknown;
    try {
      compileModule(bytes);
    } catch (found) {
      error = found;
    }
    expect(error).toBeInstanceOf(WebAssembly.CompileError);
    useThreads(2);
    await expect(compileModuleAsync(bytes)).rejects.toThrow((error as Error).message);
  });

  it('may end in the middle', async () => {
    const bytes = moduleOf();
    useThreads(4);
    const promises = [compileModuleAsync(bytes), compileModuleAsync(bytes)];
    await new Promise((resolve) => setTimeout(resolve, 20));
    useThreads(1);
    const one = contents(compileModule(bytes));
    for (const promise of promises) expect(contents(await promise)).toEqual(one);
  });

  it('do not keep a process alive', () => {
    const script = `
      const { compileModuleAsync, useThreads } = await import(${JSON.stringify(BUILD.href)});
      useThreads(2);
      const bytes = new Uint8Array(await new Response(process.stdin).arrayBuffer());
      const { code } = await compileModuleAsync(bytes);
      console.log(code.length > bytes.length);
      // The threads are idle now, and would be for some seconds.
      process.on('beforeExit', () => process.exit(3));`;
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--input-type=module', '-e', script],
      { input: moduleOf(), encoding: 'utf8' },
    );
    expect({ status, stdout, stderr }).toEqual({ status: 3, stdout: 'true\n', stderr: '' });
  });

  it('are 1 at least', () => {
    for (const count of [0, -1, 1.5, Number.NaN]) {
      expect(() => useThreads(count)).toThrow(`threads must be an integer from 1 on, not ${count}`);
    }
  });
});
