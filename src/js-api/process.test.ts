import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainBuild } from '../../test/support/plain-build.js';

let build: { folder: string; remove(): void };
beforeAll(() => {
  build = plainBuild();
}, 100_000);
afterAll(() => build.remove());

/** (module (func $f (export "f") unreachable) (func (export "g") (result i32) (i32.const 7))) */
const PRELUDE = `
  import './src/runtime/node.js';
  import { WebAssembly as W } from './src/js-api/webassembly.js';
  const bytes = Uint8Array.from([
    0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 8, 2, 0x60, 0, 0, 0x60, 0, 1, 0x7f, 3, 3, 2, 0, 1,
    7, 9, 2, 1, 0x66, 0, 0, 1, 0x67, 0, 1, 10, 10, 2, 3, 0, 0, 0x0b, 4, 0, 0x41, 7, 0x0b,
  ]);
  const caught = (run) => { try { return run(); } catch (error) { return error; } };
`;

/** Runs a script in a Node process; what it printed. */
function run(name: string, script: string, ...flags: string[]): unknown {
  const path = join(build.folder, `${name}.mjs`);
  writeFileSync(path, PRELUDE + script);
  const { stdout, stderr, status, signal } = spawnSync(
    process.execPath,
    ['--no-warnings', ...flags, path],
    { encoding: 'utf8', timeout: 400_000 },
  );
  if (status !== 0) return { stdout, stderr, status, signal };
  return JSON.parse(stdout);
}

/** A script that traps, and prints the class of the error and what stands in its stack. */
const TRAP = `
  const { exports } = new W.Instance(new W.Module(bytes));
  const error = (function caller() { return caught(exports.f); })();
  console.log(JSON.stringify([
    error instanceof W.RuntimeError,
    /^RuntimeError: unreachable\\n    at wasm:.*\\n(.*\\n)*    at caller /.test(error.stack),
    exports.g(),
  ]));
`;

describe('traps', () => {
  it('are the same where Error is frozen', () => {
    expect(run('frozen', `Object.freeze(Error); ${TRAP}`)).toEqual([true, true, 7]);
  });

  it('are the same where every object inherits what descriptors are made of', () => {
    const pollute = `
      for (const name of ['get', 'set', 'value']) {
        Object.prototype[name] = () => 13;
      }
    `;
    const compileError = `
      if (!(caught(() => new W.Module(bytes.subarray(0, 40))) instanceof W.CompileError)) {
        throw new Error('no CompileError');
      }
    `;
    expect(run('polluted', pollute + compileError + TRAP)).toEqual([true, true, 7]);
  });

  it('are the same where all intrinsics are frozen', () => {
    expect(run('intrinsics', TRAP, '--frozen-intrinsics')).toEqual([true, true, 7]);
  });

  it('survive a frozen Error whose prepareStackTrace is of no use', () => {
    const script = `
      Error.prepareStackTrace = () => { throw new EvalError('unasked'); };
      Object.freeze(Error);
      const { exports } = new W.Instance(new W.Module(bytes));
      const error = caught(exports.f);
      console.log(JSON.stringify([error instanceof W.RuntimeError, error.stack.split('\\n')[0]]));
    `;
    expect(run('useless', script)).toEqual([true, 'RuntimeError: unreachable']);
  });
});

describe('modules', () => {
  it.each([
    ['darwin', 'arm64'],
    ['darwin', 'x64'],
    ['win32', 'x64'],
    ['linux', 'riscv64'],
  ])('are compiled on %s %s, and run by the interpreter', (platform, arch) => {
    const script = `
      Object.defineProperty(process, 'platform', { value: '${platform}' });
      Object.defineProperty(process, 'arch', { value: '${arch}' });
      const module = new W.Module(bytes);
      const compiled = await W.compile(bytes);
      console.log(JSON.stringify([
        W.validate(bytes), W.validate(bytes.subarray(0, 40)),
        W.Module.exports(module).length, W.Module.exports(compiled).length,
        caught(() => new W.Module(bytes.subarray(0, 40))) instanceof W.CompileError,
        caught(() => new W.Instance(module).exports.f()).message,
        await W.instantiate(bytes).then(({ instance }) => caught(() => instance.exports.f()).message),
      ]));
    `;
    expect(run(`on-${platform}-${arch}`, script)).toEqual([
      true,
      false,
      2,
      2,
      true,
      'unreachable',
      'unreachable',
    ]);
  });

  it('are validated without anything native', () => {
    const script = `
      let loads = 0;
      const { dlopen } = process;
      process.dlopen = (...args) => { loads++; return apply(dlopen, process, args); };
      const { apply } = Reflect;
      const verdicts = [W.validate(bytes), W.validate(bytes.subarray(0, 40)), loads];
      new W.Instance(new W.Module(bytes));
      console.log(JSON.stringify([...verdicts, loads > 0]));
    `;
    expect(run('validated', script)).toEqual([true, false, 0, true]);
  });

  it('are remembered while an instance lives, and not for longer', () => {
    const script = `
      import { artifactOf } from './src/js-api/artifact-of.js';
      const collect = async () => {
        // What a weak reference led to lives until the job ends.
        for (let i = 0; i < 5; i++) {
          await new Promise((resolve) => setTimeout(resolve, 1));
          gc();
        }
      };
      const of = (source) => new WeakRef(artifactOf(new W.Module(source)));
      const instantiate = (source) => new W.Instance(new W.Module(source));
      let instance = instantiate(bytes);
      const first = of(bytes);
      await collect();
      const kept = first.deref() === artifactOf(new W.Module(bytes));
      instance = undefined;
      await collect();
      const gone = first.deref() === undefined;
      // As many as one likes, each with a megabyte of data.
      const section = [0, 0x84, 0x80, 0xc0, 0x00, 3, 0x61, 0x62, 0x63];
      const big = new Uint8Array(bytes.length + section.length + (1 << 20));
      big.set(bytes);
      big.set(section, bytes.length);
      const megabytes = () => {
        // Freed buffers are counted out by the time of the next collection.
        gc();
        gc();
        return (process.memoryUsage().external - before) / (1 << 20);
      };
      await collect();
      const before = process.memoryUsage().external;
      for (let i = 0; i < 60; i++) {
        big[big.length - 1] = i;
        new W.Module(big);
      }
      // Within the same turn a few are remembered.
      const inTurn = megabytes();
      await collect();
      const later = megabytes();
      console.log(JSON.stringify([kept, gone, inTurn < 30, later < 4]));
    `;
    expect(run('remembered', script, '--expose-gc')).toEqual([true, true, true, true]);
  });

  it('go to worker threads and come back', () => {
    const script = `
      import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
      if (isMainThread) {
        const module = new W.Module(bytes);
        const worker = new Worker(new URL(import.meta.url), { workerData: { module } });
        worker.postMessage({ nested: [module] });
        worker.once('message', (back) => {
          console.log(JSON.stringify([
            back.results, back.module instanceof W.Module,
            new W.Instance(back.module).exports.g(),
          ]));
        });
      } else {
        parentPort.once('message', async ({ nested: [module] }) => {
          const run = (m) => new W.Instance(m).exports.g();
          const { exports } = await W.instantiate(module);
          parentPort.postMessage({
            results: [module instanceof W.Module, run(module), exports.g(), run(workerData.module)],
            module,
          });
        });
      }
    `;
    expect(run('threads', script)).toEqual([[true, 7, 7, 7], true, 7]);
  });

  it("of the host's reach us where our namespace took the place of the host's", () => {
    const script = `
      import { createServer } from 'node:http';
      const host = globalThis.WebAssembly;
      globalThis.WebAssembly = W;
      const server = createServer((_, response) => response.end('fetched'));
      server.listen(0, '127.0.0.1', async () => {
        // Some hosts' fetch compiles its parser with the host's, and instantiates it with the global's.
        const response = await fetch('http://127.0.0.1:' + server.address().port);
        const text = await response.text();
        const { exports } = await WebAssembly.instantiate(new host.Module(bytes));
        console.log(JSON.stringify([text, exports.g()]));
        process.exit();
      });
    `;
    expect(run('replaced', script)).toEqual(['fetched', 7]);
  });

  it('work where the host has no WebAssembly, and are not cloned there', () => {
    const script = `
      const module = new W.Module(bytes);
      console.log(JSON.stringify([
        typeof globalThis.WebAssembly, module instanceof W.Module, W.Module.exports(module).length,
        caught(() => structuredClone(module)).name, String(module),
        W.Module.exports(new W.Module(bytes)).length,
      ]));
    `;
    expect(run('jitless', script, '--jitless')).toEqual([
      'undefined',
      true,
      2,
      'DataCloneError',
      '[object WebAssembly.Module]',
      2,
    ]);
  });
});
