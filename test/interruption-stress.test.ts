import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
// @ts-expect-error: plain JavaScript
import { KERNELS, SIMD_KERNELS } from '../bench/kernels/index.js';
import { watToWasm } from '../src/text/wat.js';
import { ROOT } from './support/command-line.js';
import { Random } from './support/mutator.js';
import { plainBuild } from './support/plain-build.js';
import {
  INPUT_WORDS,
  passingModule,
  RESULT,
  TURNED_WORDS,
  turningModule,
} from './support/vector-passing.js';

/**
 * Another thread interrupts the one that runs WebAssembly, at random moments and without a pause; the
 * thread's own timer ticks besides. Results must be what they are without.
 */
const PRELUDE = `
  import { createRequire } from 'node:module';
  import { isMainThread, Worker, workerData } from 'node:worker_threads';
  const libc = createRequire(import.meta.url)('koffi').load(null);
  if (!isMainThread) {
    const { pid, tid } = workerData;
    const tgkill = libc.func('tgkill', 'int', ['int', 'int', 'int']);
    let seed = 12345;
    let spin = 0;
    do {
      seed = (Math.imul(seed, 1103515245) + 12345) | 0;
      for (let pause = (seed >>> 8) & 0x3ff; pause > 0; pause--) spin ^= pause;
    } while (tgkill(pid, tid, 47) === 0 && spin !== 2 ** 40);
  }
  const { getStore } = await import('./src/runtime/node.js');
  const { thread } = getStore();
  const tid = libc.func('gettid', 'int', [])();
  if (isMainThread) {
    new Worker(new URL(import.meta.url), { workerData: { pid: process.pid, tid } }).unref();
  }
`;

let build: { folder: string; remove(): void };
beforeAll(() => {
  build = plainBuild();
}, 300_000);
afterAll(() => build.remove());

function run(name: string, script: string) {
  const path = join(build.folder, `${name}.mjs`);
  writeFileSync(path, PRELUDE + script);
  const { stdout, stderr, status, signal } = spawnSync(process.execPath, [path], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  const interruptions = Number(/(\d+) interruptions\n$/.exec(stdout)?.[1] ?? -1);
  return { lines: stdout.split('\n'), stderr, status, signal, interruptions };
}

const SUITE = process.env.SPEC_TESTSUITE ?? join(ROOT, '../shared/spec-testsuite');
const haveSuite = existsSync(join(SUITE, 'groups.json'));

const SUITE_SCRIPT = (paths: string[], groups: string[]) => `
  const { wastCommand } = await import('./src/cli/wast-command.js');
  await wastCommand(${JSON.stringify(paths)}, { group: ${JSON.stringify(groups)}, quiet: true });
  console.log(thread.interruptions + ' interruptions');
  process.exit();
`;

describe('interrupted at random moments', () => {
  // As an emulated process, a part stands for the whole: what differs is the code, not the scripts.
  const emulated = process.env.WINCH_TS_AARCH64_NODE !== undefined;

  it.skipIf(emulated)("the project's own scripts pass", () => {
    const result = run('own', SUITE_SCRIPT([join(ROOT, 'spec-tests')], []));
    expect(result).toMatchObject({ stderr: '', status: 0, signal: null });
    expect(result.lines.at(-3)).toMatch(/^\d{5} passed, 0 failed, 0 skipped$/);
    expect(result.interruptions).toBeGreaterThan(0);
  });

  it.skipIf(emulated || !haveSuite)('the official suite passes', () => {
    const result = run(
      'suite',
      // Not the suite's group of threads, part of which is older than 2.0: there are scripts of our own above.
      SUITE_SCRIPT(
        [SUITE],
        ['core2.0', 'tail-call', 'wide-arith', 'legacy-eh', 'simd', 'relaxed-simd'],
      ),
    );
    expect(result).toMatchObject({ stderr: '', status: 0, signal: null });
    expect(result.lines.at(-3)).toMatch(/^\d{5} passed, 0 failed, 0 skipped$/);
  });

  it('kernels give the results that they give alone', () => {
    const divide = emulated ? 16 : 1;
    const kernels: readonly { name: string; argument: number; path: string }[] = [
      ...KERNELS,
      ...SIMD_KERNELS,
    ];
    const modules = kernels.map(({ name, argument, path }) => ({
      name,
      argument: Math.ceil(argument / divide),
      bytes: readFileSync(path).toString('base64'),
    }));
    const V8 = (globalThis as { WebAssembly?: unknown }).WebAssembly as {
      Module: new (bytes: Uint8Array) => object;
      Instance: new (module: object) => { exports: { run(argument: number): unknown } };
    };
    const expected = modules.map(({ name, argument, bytes }) => {
      const { exports } = new V8.Instance(new V8.Module(Buffer.from(bytes, 'base64')));
      return `${name} ${exports.run(argument)}`;
    });
    const result = run(
      'kernels',
      `
      await import('./src/runtime/node.js');
      const { WebAssembly } = await import('./src/js-api/webassembly.js');
      for (const { name, argument, bytes } of ${JSON.stringify(modules)}) {
        const module = new WebAssembly.Module(Buffer.from(bytes, 'base64'));
        console.log(name, String(new WebAssembly.Instance(module).exports.run(argument)));
      }
      console.log(thread.interruptions + ' interruptions');
      process.exit();
    `,
    );
    expect(result).toMatchObject({ stderr: '', status: 0, signal: null });
    expect(result.lines.slice(0, -2)).toEqual(expected);
    // An emulator looks for signals now and then only.
    expect(result.interruptions).toBeGreaterThan(emulated ? 0 : modules.length);
  });

  it('vectors keep all of their bits', async () => {
    const turns = emulated ? 2_000 : 20_000;
    // Of each module, so many interruptions, or else rounds.
    const [wanted, most] = emulated ? [1, 10] : [100, 2_000];
    const turning = turningModule();
    const chain = passingModule(7, 16);
    const modules: string[] = [];
    for (const { text } of [turning, chain]) {
      modules.push(Buffer.from(await watToWasm(text)).toString('base64'));
    }
    const random = new Random(5);
    const input = Int32Array.from({ length: INPUT_WORDS }, () => random.next() | 0);
    const result = run(
      'vectors',
      `
      await import('./src/runtime/node.js');
      const { WebAssembly } = await import('./src/js-api/webassembly.js');
      const { useLazy } = await import('./src/js-api/module.js');
      useLazy(0);
      const input = Int32Array.from(${JSON.stringify([...input])});
      const results = ${JSON.stringify(modules)}.map((bytes, which) => {
        const seen = new Set();
        const until = thread.interruptions + ${wanted};
        for (let i = 0; i < ${most} && thread.interruptions < until; i++) {
          const module = new WebAssembly.Module(Buffer.from(bytes, 'base64'));
          const { exports } = new WebAssembly.Instance(module, { host: { call: (n) => n + 1 } });
          const memory = new Int32Array(exports.memory.buffer);
          memory.set(input);
          if (which === 0) exports.run(${turns});
          else exports.often(${turns});
          const at = ${RESULT / 4};
          seen.add(memory.subarray(at, at + (which === 0 ? ${TURNED_WORDS} : 4)).join());
        }
        return [...seen];
      });
      console.log(JSON.stringify(results));
      console.log(thread.interruptions + ' interruptions');
      process.exit();
    `,
    );
    expect(result).toMatchObject({ stderr: '', status: 0, signal: null });
    const expected = [[turning.expected(input, turns).join()], [chain.expected(input).join()]];
    expect(JSON.parse(result.lines[0]!)).toEqual(expected);
    expect(result.interruptions).toBeGreaterThan(0);
  });
});
