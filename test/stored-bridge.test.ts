import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bridgeObject } from '../src/artifact/bridge-object.js';
import { ROOT } from './support/command-line.js';

const BRIDGE = `bridge-${process.arch}.node`;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'winch-ts-stored-'));
  for (const name of ['library.cjs', 'library-code.cjs', 'compiler.cjs', 'compiler-code.cjs']) {
    copyFileSync(join(ROOT, 'dist/node', name), join(folder, name));
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a module in a main thread and a worker; which files named as bridges are mapped then. */
const SCRIPT = `
  const { Worker } = require('node:worker_threads');
  const { WebAssembly } = require('./library.cjs');
  const bytes = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 5, 1, 0x60, 0, 1, 0x7f, 3, 2, 1, 0,
    7, 5, 1, 1, 0x66, 0, 0, 10, 6, 1, 4, 0, 0x41, 42, 0x0b);
  const value = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports.f();
  const maps = require('node:fs').readFileSync('/proc/self/maps', 'utf8');
  const worker = require('node:worker_threads').isMainThread ? new Worker(__filename) : undefined;
  const shown = [value, maps.includes('/${BRIDGE}'), worker === undefined].join(' ');
  if (worker === undefined) console.log(shown);
  else worker.on('exit', () => console.log(shown));
`;

function run(): string[] {
  const path = join(folder, 'program.cjs');
  writeFileSync(path, SCRIPT);
  const env = { ...process.env, WINCH_TS_NATIVE: 'bridge' };
  return execFileSync(process.execPath, [path], { encoding: 'utf8', env }).trim().split('\n');
}

describe('the built library', () => {
  it('makes its bridge where the package has none, or one that does not load', () => {
    expect(run()).toEqual(['42 false true', '42 false false']);
    writeFileSync(join(folder, BRIDGE), 'no library');
    expect(run()).toEqual(['42 false true', '42 false false']);
  });

  it('loads the bridge of the package', () => {
    writeFileSync(join(folder, BRIDGE), bridgeObject(process.arch));
    expect(run()).toEqual(['42 true true', '42 true false']);
  });
});
