import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addModule } from '../support/cli-modules.js';
import { expectFailure, type Finished, winchTs } from '../support/command-line.js';
import { missingTool } from '../support/tools.js';

let folder: string;
const file = (name: string): string => join(folder, name);
const compile = (...args: string[]): Promise<Finished> =>
  winchTs(['compile', 'add.wasm', ...args], folder);
const FINE = { code: 0, stdout: '', stderr: '' };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'winch-ts-objects-cli-'));
  writeFileSync(file('add.wasm'), await addModule());
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The type of an ELF file: 1 is a relocatable object, 3 a shared one. */
const elfType = (name: string): number => readFileSync(file(name)).readUInt16LE(16);
const ELF_MACHINES = { x64: 62, aarch64: 183 };

describe('winch-ts compile to an object', () => {
  it.each(['x64', 'aarch64'] as const)('by the name of the output, for %s', async (target) => {
    expect(await compile('-o', 'add.o', '--header', 'add.h', '--target', target)).toEqual(FINE);
    expect(elfType('add.o')).toBe(1);
    expect(readFileSync(file('add.o')).readUInt16LE(18)).toBe(ELF_MACHINES[target]);
    expect(readFileSync(file('add.h'), 'utf8')).toContain('struct add_instance {');
  });

  it('by --emit, whatever the name says', async () => {
    expect(await compile('--emit', 'object', '-o', 'plain')).toEqual(FINE);
    expect(elfType('plain')).toBe(1);
    expect(await compile('--emit', 'object')).toEqual(FINE);
    expect(elfType('add.o')).toBe(1);
    expect(await compile('--emit', 'artifact', '-o', 'artifact.o')).toEqual(FINE);
    expect(elfType('artifact.o')).toBe(3);
  });

  it('with another name and another interface', async () => {
    const options = ['-o', 'other.o', '--header', 'other.h', '--prefix', 'my lib'];
    expect(await compile(...options)).toEqual(FINE);
    expect(readFileSync(file('other.h'), 'utf8')).toContain('struct my0x20lib_instance {');
    expect(await compile(...options, '--c-abi', 'wasm2c')).toEqual(FINE);
    const header = readFileSync(file('other.h'), 'utf8');
    expect(header).toContain('w2c_my0x20lib');
    expect(header).toContain('wasm2c_my0x20lib_instantiate(');
  });

  it.each([
    ['a tag', '(tag (param i32))'],
    ['a throw by reference', '(func (throw_ref (ref.null exn)))'],
    ['a try', '(func (block $h (try_table (catch_all $h) (unreachable))))'],
    ['a type', '(type (func (param exnref)))'],
    ['a table', '(table 1 exnref)'],
    ['a global', '(global exnref (ref.null exn))'],
  ])('refuses modules with exceptions: %s', async (_, field) => {
    writeFileSync(file('throws.wat'), `(module ${field})`);
    const refused = await winchTs(['compile', 'throws.wat', '-o', 'throws.o'], folder);
    expectFailure(refused, 1, 'objects of modules with exceptions are not supported');
    expect(existsSync(file('throws.o'))).toBe(false);
  });

  const noReader = missingTool('readelf', 'binutils');
  it.skipIf(noReader !== undefined)(
    `whose symbols have the name of --prefix${noReader ? `: ${noReader}` : ''}`,
    async () => {
      expect(await compile('-o', 'named.o', '--prefix', 'sum')).toEqual(FINE);
      const { stdout } = spawnSync('readelf', ['-sW', file('named.o')], { encoding: 'utf8' });
      expect(stdout).toMatch(/GLOBAL DEFAULT +\d+ sum__instantiate$/m);
      expect(stdout).toMatch(/FUNC +GLOBAL DEFAULT +\d+ sum_add$/m);
    },
  );

  it.each([
    [['-o', 'no', '--header', 'no.h'], '--header is for objects: name the output FILE.o'],
    [['--c-abi', 'native'], '--c-abi is for objects: name the output FILE.o'],
    [['--prefix', 'x'], '--prefix is for objects: name the output FILE.o'],
    [
      ['--emit', 'artifact', '-o', 'no.o', '--header', 'no.h'],
      '--header is for objects: name the output FILE.o',
    ],
    [['--emit', 'exe', '--header', 'no.h'], '--header is for objects: leave out --emit exe'],
    [['-o', 'no.o', '--wasi-lib', '.'], '--wasi-lib is for programs: use --emit exe'],
    [['-o', 'no.o', '--prefix', ''], '--prefix: a name is missing'],
    [['-o', 'no.o', '--header', 'add.wasm'], 'input and output are the same file: '],
    [['-o', 'no.o', '--header', './no.o'], 'object and header are the same file: no.o'],
    [
      ['-o', 'no', '--target', 'aarch64-macos'],
      'for aarch64-macos there are objects only: name the output FILE.o',
    ],
    [
      ['--emit', 'exe', '-o', 'no', '--target', 'aarch64-macos'],
      'for aarch64-macos there are objects only: name the output FILE.o',
    ],
    [['--emit', 'library'], "option '--emit <kind>' argument 'library' is invalid"],
  ])('not with %j', async (options, message) => {
    const result = await compile(...options);
    expectFailure(result, 2, message);
    expect(existsSync(file('no'))).toBe(false);
    expect(existsSync(file('no.o'))).toBe(false);
    expect(existsSync(file('no.h'))).toBe(false);
  });

  it('writes nothing where the header cannot be', async () => {
    const result = await compile('-o', 'no.o', '--header', 'nowhere/no.h');
    expectFailure(result, 1, 'cannot write nowhere/no.h: no such file or directory');
    expect(existsSync(file('no.o'))).toBe(false);
  });
});
