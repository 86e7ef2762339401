import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { plainBuild } from '../../../test/support/plain-build.js';

let build: { folder: string; remove(): void };
/** A folder for temporary files, and another one. */
let folder: string;
let other: string;
beforeAll(() => {
  build = plainBuild();
});
afterAll(() => build.remove());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'winch-ts-open-'));
  other = join(folder, 'other');
  mkdirSync(other);
});
afterEach(() => rmSync(folder, { recursive: true }));

interface Options {
  flags?: string[];
  env?: Record<string, string>;
}

const PRELUDE = `
  import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
  import { dirname } from 'node:path';
  import { native } from './src/runtime/native/load.js';
  const { dlopen } = process;
  const usesKoffi = () => readFileSync('/proc/self/maps', 'utf8').includes('koffi');
  const refuse = (test) => {
    process.dlopen = (module, path, ...rest) => {
      if (test(path)) throw new Error('refused');
      dlopen(module, path, ...rest);
    };
  };
  /** Native memory can be had, seen and given back, and code be called. */
  const works = () => {
    const os = native();
    const address = os.mmap(0, os.pageSize, 3, 0x22, -1);
    const view = os.view(address, 8);
    os.copyTo(address, Uint8Array.of(1, 2));
    const seen = new Uint8Array(view)[1];
    os.detach(view);
    const length = view.byteLength;
    os.callable(os.symbol('getpid'));
    return seen === 2 && length === 0 && os.munmap(address, os.pageSize);
  };
`;

/** Runs a script in a Node process; what it printed. */
function run(name: string, script: string, { flags = [], env = {} }: Options = {}) {
  const path = join(build.folder, `${name}.mjs`);
  writeFileSync(path, PRELUDE + script);
  const { WINCH_TS_NATIVE: _, XDG_RUNTIME_DIR: __, ...rest } = process.env;
  const { stdout, stderr, status, signal } = spawnSync(process.execPath, [...flags, path], {
    encoding: 'utf8',
    timeout: 100_000,
    env: { ...rest, TMPDIR: folder, ...env },
  });
  return { stdout: stdout.trim(), stderr, status, signal };
}

const printed = (stdout: string) => ({ stdout, stderr: '', status: 0, signal: null });

const REPORT = `
  let said;
  try {
    said = works() + ' ' + usesKoffi();
  } catch (error) {
    said = error.message;
  }
  console.log(said);
`;
const OWN = `refuse((path) => !path.includes('koffi'));`;

describe('the native interface', () => {
  it('is the bridge, which leaves no file', () => {
    expect(run('bridge', REPORT)).toEqual(printed('true false'));
    expect(readdirSync(folder)).toEqual(['other']);
  });

  it('is the bridge by a file that nobody else reaches, where there are none without a name, and leaves none', () => {
    const script = `
      process.dlopen = (module, path) => {
        if (path.startsWith('/proc')) throw new Error('refused');
        console.log(path, (statSync(dirname(path)).mode & 0o777).toString(8));
        dlopen(module, path);
      };
      ${REPORT}
    `;
    const { stdout, ...rest } = run('named', script);
    expect(rest).toMatchObject({ stderr: '', status: 0 });
    const [first, second] = stdout.split('\n');
    expect(first).toMatch(/\/winch-ts-\w{6}\/bridge\.node 700$/);
    expect(first!.startsWith(folder)).toBe(true);
    expect(second).toBe('true false');
    expect(readdirSync(folder)).toEqual(['other']);
  });

  it('is the bridge from another folder, where temporary files cannot be', () => {
    const script = `
      process.dlopen = (module, path) => {
        if (path.startsWith('/proc')) throw new Error('refused');
        console.log(path);
        dlopen(module, path);
      };
      ${REPORT}
    `;
    const env = { TMPDIR: join(folder, 'nowhere'), XDG_RUNTIME_DIR: other };
    const { stdout } = run('elsewhere', script, { env });
    const [first, second] = stdout.split('\n');
    expect(first!.startsWith(`${other}/winch-ts-`)).toBe(true);
    expect(second).toBe('true false');
    expect(readdirSync(other)).toEqual([]);
  });

  it('is koffi where the bridge is refused, and nothing is left of the trials', () => {
    const { stdout, ...rest } = run('fallback', OWN + REPORT, { env: { XDG_RUNTIME_DIR: other } });
    expect({ stdout, ...rest }).toEqual(printed('true true'));
    expect([readdirSync(folder), readdirSync(other)]).toEqual([['other'], []]);
  });

  it('is what the environment asks for', () => {
    const ask = (wanted: string, script = REPORT) =>
      run(`ask-${wanted}`, script, { env: { WINCH_TS_NATIVE: wanted } });
    expect(ask('koffi')).toEqual(printed('true true'));
    expect(ask('auto')).toEqual(printed('true false'));
    expect(ask('bridge')).toEqual(printed('true false'));
    expect(ask('bridge', OWN + REPORT).stdout).toMatch(
      new RegExp(`^the native bridge does not load \\(${folder}: refused; .*: refused\\)$`),
    );
    expect(ask('other')).toEqual(
      printed('WINCH_TS_NATIVE=other: expected auto, bridge, koffi or none'),
    );
  });

  it('tells in one error why there is none', () => {
    const { stdout, status } = run('none', REPORT, { flags: ['--no-addons'] });
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /^the native bridge does not load \(.*disabled.*\); without it, running WebAssembly needs the package koffi, which does not load: ./,
    );
  });

  it('works where no code may be made from strings and the built-in objects are frozen', () => {
    const flags = ['--disallow-code-generation-from-strings', '--frozen-intrinsics'];
    const script = `if (!Object.isFrozen(Array.prototype)) throw new Error('not frozen');${REPORT}`;
    const done = run('strict', script, { flags: [...flags, '--no-warnings'] });
    expect(done).toEqual(printed('true false'));
  });
});

describe('terminated workers', () => {
  it('end without the process, at whatever moment', () => {
    const script = `
      import { isMainThread, parentPort, Worker } from 'node:worker_threads';
      import { getStore } from './src/runtime/node.js';
      import { Instance } from './src/runtime/instance.js';
      import { Memory } from './src/runtime/memory.js';
      import { I32, NativeModule } from './test/support/native-module.js';
      if (isMainThread) {
        let ended = 0;
        const next = (n) => {
          if (n === 0) return;
          const worker = new Worker(new URL(import.meta.url));
          const terminate = () => void worker.terminate();
          // While the library loads, and while it works.
          if (n % 3 === 0) setTimeout(terminate, Math.random() * 200);
          else worker.on('message', () => setTimeout(terminate, Math.random() * 30));
          worker.on('error', (error) => console.log(error));
          worker.on('exit', () => {
            ended++;
            next(n - 1);
            if (ended === 60) console.log('survived');
          });
        };
        for (let thread = 0; thread < 3; thread++) next(20);
      } else {
        parentPort.postMessage('loads');
        const module = new NativeModule();
        module.memory(1);
        module.func('five', [], [I32], ({ masm }) => masm.constant(0, 0, 5, 0));
        const artifact = module.build();
        const store = getStore();
        for (;;) {
          Instance.create(store, artifact).exports.get('five').call([]);
          Memory.create(store, { min: 1, max: 2, shared: false }, 'explicit').grow(1);
        }
      }
    `;
    const done = run('terminated', script, { env: { WINCH_TS_NATIVE: 'bridge' } });
    expect(done).toEqual(printed('survived'));
    expect(readdirSync(folder)).toEqual(['other']);
  });
});
