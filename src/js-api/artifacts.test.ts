import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import {
  ArtifactError,
  artifactOf,
  compileModule,
  deserializeArtifact,
  EXTERN_KINDS,
  featureNames,
  hostTarget,
  listArtifact,
  loadArtifact,
  serializeArtifact,
  TRAP_KINDS,
  WebAssembly,
} from '../index.js';
import { VERSION } from '../util/version.js';

/** (func (export "f") (param i32) (result i32) local.get 0, i32.const 1, i32.add) and one that traps, "g" */
const BYTES = Uint8Array.of(
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 9, 2, 0x60, 1, 0x7f, 1, 0x7f, 0x60, 0, 0],
  ...[3, 3, 2, 0, 1, 7, 9, 2, 1, 0x66, 0, 0, 1, 0x67, 0, 1],
  ...[10, 13, 2, 7, 0, 0x20, 0, 0x41, 1, 0x6a, 0x0b, 3, 0, 0, 0x0b],
);
const { Module, Instance, RuntimeError, CompileError } = WebAssembly;
const folder = mkdtempSync(join(tmpdir(), 'winch-ts-artifacts-'));
afterAll(() => rmSync(folder, { recursive: true }));

const module = new Module(BYTES);
const serialized = module.serialize();
const file = join(folder, 'a.winch');
writeFileSync(file, serialized);

const call = (of: WebAssembly.Module) => new Instance(of).exports.f(41);

describe('Module.deserialize', () => {
  it.each([
    ['bytes', () => Module.deserialize(serialized)],
    ['an ArrayBuffer', () => Module.deserialize(serialized.slice().buffer)],
    ['a path', () => Module.deserialize(file)],
    ['a URL', () => Module.deserialize(pathToFileURL(file))],
    ['an artifact', () => new Module(artifactOf(module))],
    ['an artifact that was read', () => new Module(deserializeArtifact(serialized))],
    ['an artifact of a file', () => new Module(loadArtifact(file))],
    ['an artifact that was compiled', () => new Module(compileModule(BYTES, hostTarget()))],
  ])('makes a module of %s', (_, make) => {
    const made = make();
    expect(made).toBeInstanceOf(Module);
    expect(call(made)).toBe(42);
    expect(Module.exports(made)).toEqual(Module.exports(module));
    expect(made.serialize()).toEqual(serialized);
    expect(() => new Instance(made).exports.g()).toThrow(RuntimeError);
  });

  it.runIf(process.platform === 'linux')('maps a file where machine code runs', () => {
    const made = Module.deserialize(file);
    const instance = new Instance(made);
    const mapped = readFileSync('/proc/self/maps', 'utf8').includes(file);
    expect(mapped).toBe(hostTarget().target !== 'portable');
    expect(instance.exports.f(1)).toBe(2);
  });

  it('refuses what it cannot use', () => {
    const changed = serialized.slice();
    changed[serialized.length >> 1]! ^= 1;
    const old = serialized.slice();
    const version = Buffer.from(old).indexOf(VERSION);
    expect(version).toBeGreaterThan(0);
    old[version] = '9'.charCodeAt(0);
    for (const bytes of [changed, old, serialized.slice(0, 5000), BYTES, new Uint8Array()]) {
      expect(() => Module.deserialize(bytes)).toThrow(ArtifactError);
      writeFileSync(join(folder, 'bad.winch'), bytes);
      expect(() => Module.deserialize(join(folder, 'bad.winch'))).toThrow(ArtifactError);
    }
    expect(() => Module.deserialize(join(folder, 'none'))).toThrow('ENOENT');
    for (const value of [undefined, null, 1, {}]) {
      expect(() => Module.deserialize(value as unknown as string)).toThrow(TypeError);
    }
    // What only looks like an artifact was compiled by nobody.
    const { target, code, info } = artifactOf(module);
    expect(() => new Module({ target, code, info } as never)).toThrow(TypeError);
  });

  it('runs no code for another machine', () => {
    const other = hostTarget().target === 'aarch64' ? 'x64' : 'aarch64';
    const foreign = Module.deserialize(serializeArtifact(compileModule(BYTES, { target: other })));
    expect(() => new Instance(foreign)).toThrow(other);
  });

  it('is the only way for the bytes of an artifact', async () => {
    expect(() => new Module(serialized)).toThrow(CompileError);
    expect(() => new Module(serialized)).toThrow('WebAssembly.Module.deserialize takes artifacts');
    await expect(WebAssembly.compile(serialized)).rejects.toThrow('deserialize');
    expect(WebAssembly.validate(serialized)).toBe(false);
  });
});

describe('what there is to know', () => {
  it('of this machine', () => {
    const { target, features, bounds } = hostTarget();
    expect(compileModule(BYTES, { target, features, bounds }).target).toBe(target);
    expect(featureNames(target)).toEqual(expect.arrayContaining([...features]));
    expect(() => featureNames('pdp11' as 'x64')).toThrow(RangeError);
  });

  it('of an artifact', async () => {
    const artifact = artifactOf(module);
    expect(artifact.info.exports.map(({ kind }) => EXTERN_KINDS[kind])).toEqual([
      'function',
      'function',
    ]);
    expect(TRAP_KINDS[artifact.trapKinds.at(-1)!]).toBe('unreachable');
    const lines: string[] = [];
    for await (const line of listArtifact(artifact, { filter: (index) => index === 1 })) {
      lines.push(line);
    }
    expect(lines[0]).toMatch(/<g>: function 1, \d+ bytes$/);
    expect(lines.join('\n')).toContain(';; unreachable at wasm 0x');
  });

  it('by the built library', () => {
    const script = `
      const { WebAssembly, listArtifact, loadArtifact } = await import('winch-ts');
      const artifact = loadArtifact(${JSON.stringify(file)});
      let lines = 0;
      for await (const line of listArtifact(artifact)) lines++;
      const module = new WebAssembly.Module(artifact);
      console.log(new WebAssembly.Instance(module).exports.f(6), lines > 4, module.serialize().length);`;
    const args = ['--input-type=module', '-e', script];
    const shown = execFileSync(process.execPath, args, { encoding: 'utf8' });
    expect(shown.trim()).toBe(`7 true ${serialized.length}`);
  });
});
