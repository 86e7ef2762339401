import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { missingTool } from '../../../test/support/tools.js';
import { BRIDGE_IMPORTS } from '../../stubs/bridge.js';
import { AARCH64_TARGET } from '../../targets/aarch64.js';
import { X64_TARGET } from '../../targets/x64.js';
import { bridgeObject } from '../bridge-object.js';
import { ElfContents, writeObject, writeSharedObject } from './index.js';

const folder = mkdtempSync(join(tmpdir(), 'winch-ts-elf-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What a tool says about a file, which must be no complaint. */
function ask(program: string, args: readonly string[], name: string, bytes?: Uint8Array): string {
  const path = join(folder, name);
  if (bytes !== undefined) writeFileSync(path, bytes);
  const env = { ...process.env, LC_ALL: 'C' };
  const { stdout, stderr, status } = spawnSync(program, [...args, path], { encoding: 'utf8', env });
  expect({ program, stderr, status }).toEqual({ program, stderr: '', status: 0 });
  return stdout;
}

const CODE = { x64: [0xe8, 0, 0, 0, 0, 0xc3], aarch64: [0, 0, 0, 0x94, 0xc0, 0x03, 0x5f, 0xd6] };

function sample(target: typeof X64_TARGET | typeof AARCH64_TARGET): ElfContents {
  const contents = new ElfContents(target.elf);
  const code = Uint8Array.from(CODE[target.name]);
  const text = contents.addSection({ name: '.text', bytes: code, use: 'code', align: 16 });
  const notes = new Uint8Array(16);
  const debug = contents.addSection({ name: '.our_notes', bytes: notes });
  const data = contents.addSection({
    name: '.data',
    bytes: new Uint8Array(8),
    use: 'data',
    align: 8,
  });
  contents.addSection({ name: '.bss', size: 64, use: 'data', align: 16 });
  const callee = contents.addSymbol({
    name: 'callee',
    section: text,
    value: code.length - 1,
    size: 1,
    kind: 'function',
  });
  const size = code.length - 1;
  const main = contents.addSymbol({ name: 'caller', section: text, size, kind: 'function' });
  const [at, addend] = target.name === 'x64' ? [1, -4] : [0, 3];
  contents.addRelocation(text, at, 'call', callee, addend === 3 ? 1 - 4 : addend);
  contents.addRelocation(data, 0, 'abs64', main);
  contents.addRelocation(debug, 8, 'abs64', contents.sectionSymbol(text), 3);
  return contents;
}

const TARGETS = [
  ['x64', X64_TARGET, 'R_X86_64', 'elf_x86_64'],
  ['aarch64', AARCH64_TARGET, 'R_AARCH64', 'aarch64linux'],
] as const;

const noReadelf = missingTool('readelf', 'binutils');
describe.skipIf(noReadelf !== undefined)(`readelf${noReadelf ? `: ${noReadelf}` : ''}`, () => {
  const ALL = ['--wide', '--all'];

  it.each(TARGETS)('reads an object for %s', (_, target, prefix) => {
    const text = ask('readelf', ALL, 'one.o', writeObject(sample(target), { buildId: true }));
    expect(text).toMatch(/REL \(Relocatable file\)/);
    expect(text).toMatch(new RegExp(`${prefix}_(PLT32|CALL26) .* callee - `));
    expect(text).toMatch(new RegExp(`${prefix}_(64|ABS64) .* caller \\+ 0`));
    expect(text).toMatch(new RegExp(`${prefix}_(64|ABS64) .* \\.text \\+ 3`));
    expect(text).toMatch(/FUNC +GLOBAL DEFAULT +1 caller/);
    expect(text).toMatch(/Build ID: [0-9a-f]{40}/);
    expect(text).toMatch(/\.note\.GNU-stack +PROGBITS/);
  });

  it.each(TARGETS)('reads a shared object for %s', (_, target) => {
    const { pageSize } = target;
    for (const separate of [true, false]) {
      const { bytes } = writeSharedObject(sample(target), { pageSize, separate });
      const text = ask('readelf', ALL, 'one.so', bytes);
      expect(text).toMatch(/DYN \(Shared object file\)/);
      expect(text).toMatch(/_RELATIV/);
      expect(text).toMatch(/Build ID: [0-9a-f]{40}/);
      expect(text).toMatch(/Histogram for bucket list length/);
    }
  });

  it.each(['x64', 'arm64'])('reads the bridge for %s', (arch) => {
    const text = ask('readelf', [...ALL, '--use-dynamic'], 'bridge.so', bridgeObject(arch));
    for (const name of BRIDGE_IMPORTS) {
      expect(text).toMatch(new RegExp(`R_(X86_64_64|AARCH64_ABS64) +0+ +${name} \\+ 0`));
    }
    for (const name of ['napi_register_module_v1', 'node_api_module_get_api_version_v1']) {
      expect(text).toMatch(new RegExp(`FUNC +GLOBAL DEFAULT +\\d+ ${name}`));
    }
  });
});

const noLint = missingTool('eu-elflint', 'elfutils');
describe.skipIf(noLint !== undefined)(`eu-elflint${noLint ? `: ${noLint}` : ''}`, () => {
  it.each(TARGETS)('finds nothing in files for %s', (_, target) => {
    ask('eu-elflint', ['--quiet', '--gnu-ld'], 'two.o', writeObject(sample(target)));
    const { pageSize } = target;
    for (const separate of [true, false]) {
      const { bytes } = writeSharedObject(sample(target), { pageSize, separate });
      ask('eu-elflint', ['--quiet', '--gnu-ld'], 'two.so', bytes);
    }
  });
});

const noLld = missingTool('ld.lld', 'lld');
describe.skipIf(noLld !== undefined)(`ld.lld${noLld ? `: ${noLld}` : ''}`, () => {
  it.each(TARGETS)('links an object for %s', (_, target, __, emulation) => {
    const out = join(folder, 'linked.so');
    const options = ['-m', emulation, '--fatal-warnings', '-shared', '-o', out];
    ask('ld.lld', options, 'three.o', writeObject(sample(target)));
    const { pageSize } = target;
    // A shared object to link against.
    const { bytes } = writeSharedObject(sample(target), { pageSize, separate: true });
    writeFileSync(join(folder, 'four.so'), bytes);
    ask('ld.lld', [...options, join(folder, 'four.so')], 'three.o');
  });
});
