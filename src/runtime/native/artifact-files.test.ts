import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { afterAll, describe, expect, it } from 'vitest';
import { longModule } from '../../../test/support/long-module.js';
import { plainBuild } from '../../../test/support/plain-build.js';
import { heldBytes } from '../../artifact/artifact-bytes.js';
import { ArtifactError } from '../../artifact/deserialize.js';
import { findHeader, Part } from '../../artifact/header.js';
import { serializeArtifact } from '../../artifact/serialize.js';
import { compileModule } from '../../compiler/module-compiler.js';
import { WasmFunction } from '../function.js';
import { Instance } from '../instance.js';
import { platform } from '../platform.js';
import { getStore } from '../store.js';
import { openArtifact } from './open-artifact.js';

const folder = mkdtempSync(join(tmpdir(), 'winch-ts-mapped-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Enough code for many chunks, in a file that is too large to be checked as a whole. */
const FUNCTIONS = 32;
const BYTES = serializeArtifact(compileModule(longModule(FUNCTIONS), platform().compiling));
const HEADER = findHeader(heldBytes(BYTES));
const { funcOffsets } = openArtifact(getStore(), file('long.winch', BYTES));

function file(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

function run(instance: Instance, name: string, value: bigint): bigint {
  const func = instance.exports.get(name);
  if (!(func instanceof WasmFunction)) throw new Error(`no function ${name}`);
  return func.call([value]) as bigint;
}

function instantiate(path: string): Instance {
  return Instance.create(getStore(), openArtifact(getStore(), path));
}

/** Lines of the process's mappings of a file. */
function mappings(path: string): string[] {
  return readFileSync('/proc/self/maps', 'utf8')
    .split('\n')
    .filter((line) => line.endsWith(path));
}

const isExecutable = (line: string) => /^\S+ r-x/.test(line);

describe('an artifact of more than a megabyte', () => {
  it('runs where its file is mapped, chunk by chunk', () => {
    expect(BYTES.length).toBeGreaterThan(1 << 20);
    const path = file('mapped.winch', BYTES);
    const instance = instantiate(path);
    expect(mappings(path).filter(isExecutable)).toEqual([]);
    expect(run(instance, 'f3', 5n)).toBe(run(instance, 'f3', 5n));
    const size = (line: string) => {
      const [from, to] = line
        .split(' ')[0]!
        .split('-')
        .map((digits) => Number.parseInt(digits, 16));
      return to! - from!;
    };
    const executable = mappings(path).filter(isExecutable).map(size);
    const once = executable.reduce((sum, bytes) => sum + bytes, 0);
    expect(once).toBeGreaterThan(0);
    expect(once).toBeLessThan(HEADER.codePages / 4);
    const kept = Instance.create(
      getStore(),
      compileModule(longModule(FUNCTIONS), platform().compiling),
    );
    for (let i = 0; i < FUNCTIONS; i++) {
      expect(run(instance, `f${i}`, 9n)).toBe(run(kept, `f${i}`, 9n));
    }
    const all = mappings(path).filter(isExecutable).map(size);
    expect(all.reduce((sum, bytes) => sum + bytes, 0)).toBeGreaterThanOrEqual(HEADER.code.length);
  });

  it('traps as it does elsewhere', () => {
    const instance = instantiate(file('trap.winch', BYTES));
    expect(() => run(instance, 'f7', 0n)).toThrow(/integer divide by zero/);
  });

  it('runs no chunk that has changed, and all others', () => {
    const bytes = BYTES.slice();
    const at = funcOffsets[20]! + 1000;
    bytes[HEADER.code.offset + at]! ^= 0x10;
    const instance = instantiate(file('changed.winch', bytes));
    expect(run(instance, 'f2', 5n)).toBeTypeOf('bigint');
    expect(() => run(instance, 'f20', 5n)).toThrow(ArtifactError);
    expect(() => run(instance, 'f20', 5n)).toThrow('code that was to run has changed');
    expect(run(instance, 'f2', 5n)).toBeTypeOf('bigint');
  });

  it.each([
    ['module', Part.Module, () => {}],
    ['table of functions', Part.FuncOffsets, () => {}],
    ['table of trap sites', Part.TrapSites, (instance: Instance) => run(instance, 'f7', 0n)],
  ] as const)('refuses a changed %s when it is used', (what, part, use) => {
    const bytes = BYTES.slice();
    bytes[HEADER.parts[part]!.offset + 3]! ^= 1;
    const path = file(`part-${part}.winch`, bytes);
    expect(() => use(instantiate(path))).toThrow(`its ${what} is damaged`);
  });

  it('refuses a changed header, and one that is cut off', () => {
    const bytes = BYTES.slice();
    bytes[Buffer.from(bytes.buffer).indexOf('\0winch-a') + 200]! ^= 1;
    expect(() => openArtifact(getStore(), file('header.winch', bytes))).toThrow(ArtifactError);
    for (const length of [0, 1, 63, 64, 5000, 1 << 20, BYTES.length - 1]) {
      const path = file('cut.winch', BYTES.subarray(0, length));
      expect(() => openArtifact(getStore(), path)).toThrow(ArtifactError);
    }
  });

  it('may be there several times, and its file may be replaced and removed', () => {
    const path = file('twice.winch', BYTES);
    const instances = [instantiate(path), instantiate(path)];
    copyFileSync(path, `${path}.new`);
    rmSync(path);
    for (const instance of instances)
      expect(run(instance, 'f1', 5n)).toBe(run(instances[0]!, 'f1', 5n));
  });

  it('runs in several threads at once', async () => {
    const path = file('threads.winch', BYTES);
    const source = `
      const { parentPort, workerData } = require('node:worker_threads');
      import(workerData.library).then(({ WebAssembly, loadArtifact, moduleOf }) => {
        const module = moduleOf(loadArtifact(workerData.path));
        const { exports } = new WebAssembly.Instance(module);
        const values = [];
        for (let i = 0; i < ${FUNCTIONS}; i++) values.push(exports['f' + i](11n));
        let trap;
        try { exports.f7(0n); } catch (error) { trap = error.message; }
        parentPort.postMessage({ values, trap });
      });`;
    const build = plainBuild();
    const library = pathToFileURL(join(build.folder, 'src/index.js')).href;
    const instance = instantiate(path);
    const expected = Array.from({ length: FUNCTIONS }, (_, i) => run(instance, `f${i}`, 11n));
    const workers = Array.from({ length: 3 }, () => {
      const worker = new Worker(source, { eval: true, workerData: { library, path } });
      return new Promise((resolve, reject) => {
        worker.on('message', resolve);
        worker.on('error', reject);
      });
    });
    const results = await Promise.all(workers).finally(build.remove);
    for (const result of results) {
      expect(result).toEqual({ values: expected, trap: 'integer divide by zero' });
    }
  });
});

it('a small artifact is checked as a whole', () => {
  const bytes = serializeArtifact(compileModule(longModule(1), platform().compiling));
  expect(bytes.length).toBeLessThan(1 << 20);
  const path = file('small.winch', bytes);
  const instance = instantiate(path);
  expect(mappings(path).filter(isExecutable)).toHaveLength(1);
  expect(run(instance, 'f0', 3n)).toBeTypeOf('bigint');
  for (const at of [0, 17, 100, 5000, bytes.length >> 1, bytes.length - 1]) {
    bytes[at]! ^= 0x20;
    expect(() => openArtifact(getStore(), file('broken.winch', bytes))).toThrow(ArtifactError);
    bytes[at]! ^= 0x20;
  }
});
