import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from './support/command-line.js';

const BUILT = join(ROOT, 'dist/node');
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'winch-ts-code-cache-'));
  cpSync(BUILT, folder, { recursive: true, filter: (path) => !path.endsWith('.map') });
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the library in a main thread and a worker: a module of bytes, and one of text if asked to. */
const SCRIPT = (library: string, text: boolean) => `
  const { isMainThread, Worker } = require('node:worker_threads');
  const { WebAssembly: W, watToWasm } = require(${JSON.stringify(library)});
  const print = (bytes) => {
    console.log(new W.Instance(new W.Module(bytes)).exports.f());
    if (isMainThread) new Worker(__filename);
  };
  const BYTES = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 5, 1, 0x60, 0, 1, 0x7f, 3, 2, 1, 0,
    7, 5, 1, 1, 0x66, 0, 0, 10, 6, 1, 4, 0, 0x41, 42, 0x0b);
  if (${text}) watToWasm('(module (func (export "f") (result i32) i32.const 42))').then(print);
  else print(BYTES);`;

function run(library: string, flags: string[] = [], text = false): string {
  const path = join(folder, 'program.cjs');
  writeFileSync(path, SCRIPT(library, text));
  return execFileSync(process.execPath, [...flags, path], { encoding: 'utf8' });
}

const caches = () =>
  readdirSync(folder).filter((name) => /^(compiler|library)-[0-9a-f]{16}-.*\.bin$/.test(name));

describe('the library and its compiler, which V8 has compiled before,', () => {
  it('run, and read text by a package', () => {
    expect(new Set(caches().map((name) => name.split('-')[0]))).toEqual(
      new Set(['compiler', 'library']),
    );
    expect(run(join(folder, 'library.cjs'))).toBe('42\n42\n');
    expect(run(join(BUILT, 'library.cjs'), [], true)).toBe('42\n42\n');
  });

  it('are compiled from their text where V8 has other flags', () => {
    expect(run(join(folder, 'library.cjs'), ['--stack-size=900'])).toBe('42\n42\n');
  });

  it('are compiled from their text where the caches are damaged, empty or not there', () => {
    for (const name of caches()) writeFileSync(join(folder, name), Buffer.alloc(100_000, 7));
    expect(run(join(folder, 'library.cjs'))).toBe('42\n42\n');
    for (const name of caches()) writeFileSync(join(folder, name), '');
    expect(run(join(folder, 'library.cjs'))).toBe('42\n42\n');
    for (const name of caches()) rmSync(join(folder, name));
    expect(run(join(folder, 'library.cjs'))).toBe('42\n42\n');
  });
});
