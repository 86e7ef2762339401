import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { missingTool } from '../../../test/support/tools.js';
import { AARCH64_TARGET } from '../../targets/aarch64.js';
import { X64_TARGET } from '../../targets/x64.js';
import { ElfContents } from '../elf/index.js';
import { writeMachO } from './index.js';

const folder = mkdtempSync(join(tmpdir(), 'winch-ts-macho-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What a tool says about files, which must be no complaint. */
function ask(program: string, args: readonly string[]): string {
  const { stdout, stderr, status } = spawnSync(program, args, { encoding: 'utf8', cwd: folder });
  expect({ program, stderr, status }).toEqual({ program, stderr: '', status: 0 });
  return stdout;
}

type Machine = typeof X64_TARGET | typeof AARCH64_TARGET;
const TARGETS = [
  ['x64', X64_TARGET, 'x86_64'],
  ['aarch64', AARCH64_TARGET, 'arm64'],
] as const;

/** `caller` calls `callee`, `elsewhere` and goes on to it; data refers to both. */
const CODE = {
  x64: [0xe8, 0, 0, 0, 0, 0xe8, 0, 0, 0, 0, 0xe9, 0, 0, 0, 0, 0xc3],
  aarch64: [0, 0, 0, 0x94, 0, 0, 0, 0x94, 0, 0, 0, 0x14, 0xc0, 0x03, 0x5f, 0xd6],
};

function sample(target: Machine): ElfContents {
  const contents = new ElfContents(target.elf);
  const x64 = target.name === 'x64';
  const addend = x64 ? -4 : 0;
  const places = x64 ? [1, 6, 11] : [0, 4, 8];
  const code = Uint8Array.from(CODE[target.name]);
  const text = contents.addSection({ name: '.text', bytes: code, use: 'code', align: 64 });
  const bytes = new Uint8Array(32);
  const data = contents.addSection({ name: '.data', bytes, use: 'data', align: 16 });
  contents.addSection({ name: '.rodata', bytes: new Uint8Array(5), use: 'read-only', align: 4 });
  contents.addSection({ name: '.bss', size: 64, use: 'data', align: 16 });
  const main = contents.addSymbol({ name: 'caller', section: text, size: 15, kind: 'function' });
  const value = code.length - (x64 ? 1 : 4);
  const callee = contents.addSymbol({ name: 'callee', section: text, value, binding: 'local' });
  const elsewhere = contents.addSymbol({ name: 'elsewhere' });
  contents.addRelocation(text, places[0]!, 'call', callee, addend);
  contents.addRelocation(text, places[1]!, 'call', elsewhere, addend);
  contents.addRelocation(text, places[2]!, 'jump', elsewhere, addend);
  contents.addRelocation(data, 0, 'abs64', elsewhere, 0);
  contents.addRelocation(data, 8, 'abs64', contents.sectionSymbol(text), 4);
  contents.addRelocation(data, 16, 'pc64', main, 2);
  contents.addRelocation(data, 24, 'pc32', main, 0);
  return contents;
}

const noReader = missingTool('llvm-readobj', 'llvm');
describe.skipIf(noReader !== undefined)(`llvm-readobj${noReader ? `: ${noReader}` : ''}`, () => {
  it.each(TARGETS)('reads an object for %s', (name, target, arch) => {
    writeFileSync(join(folder, 'one.o'), writeMachO(sample(target), target.native!.macho));
    const text = ask('llvm-readobj', ['--headers', '--symbols', '--relocations', 'one.o']);
    expect(text).toMatch(/Type: Relocatable/);
    expect(text).toMatch(/Name: __text [\s\S]*Segment: __TEXT/);
    expect(text).toMatch(/Name: __bss [\s\S]*Type: ZeroFill/);
    expect(text).toMatch(/Name: _caller [\s\S]*Extern/);
    expect(text).toMatch(/Name: _elsewhere [\s\S]*Type: Undef/);
    const branch = name === 'x64' ? 'X86_64_RELOC_BRANCH' : 'ARM64_RELOC_BRANCH26';
    expect(text.match(new RegExp(`${branch}.* _elsewhere`, 'g'))).toHaveLength(2);
    expect(text).toMatch(/_RELOC_UNSIGNED.* _elsewhere/);
    expect(text).toMatch(/_RELOC_SUBTRACTOR.* ltmp\d/);
    expect(ask('llvm-objdump', ['-d', 'one.o'])).toMatch(/<_callee>:/);
    expect(ask('llvm-nm', ['one.o'])).toMatch(/ T _caller/);
    expect(text).toMatch(new RegExp(`Arch: ${arch === 'arm64' ? 'aarch64' : arch}`));
  });
});

// Debian's package has it under the name with the version alone.
const LINKERS = ['ld64.lld', ...Array.from({ length: 12 }, (_, i) => `ld64.lld-${14 + i}`)];
const linker = LINKERS.find((name) => missingTool(name, 'lld') === undefined) ?? LINKERS[0]!;
const noLinker = missingTool(linker, 'lld');
describe.skipIf(noLinker !== undefined)(`ld64.lld${noLinker ? `: ${noLinker}` : ''}`, () => {
  it.each(TARGETS)('links an object for %s', (_, target, arch) => {
    writeFileSync(join(folder, 'two.o'), writeMachO(sample(target), target.native!.macho));
    const options = ['-arch', arch, '-platform_version', 'macos', '11.0', '11.0', '-dylib'];
    const lazy = ['-undefined', 'dynamic_lookup', '-o', 'two.dylib', 'two.o'];
    ask(linker, [...options, ...lazy]);
    const addresses = new Map(
      ask('llvm-nm', ['two.dylib'])
        .split('\n')
        .map((line) => line.split(' '))
        .map(([address, , name]) => [name, Number.parseInt(address!, 16)]),
    );
    const dump = ask('llvm-objdump', ['-s', '-j', '__data', 'two.dylib']);
    const words = [...dump.matchAll(/^ ([0-9a-f]+) ((?:[0-9a-f]{8} ){1,4})/gm)];
    const start = Number.parseInt(words[0]![1]!, 16);
    const bytes = Buffer.from(words.map((line) => line[2]!.replaceAll(' ', '')).join(''), 'hex');
    const at = addresses.get('_caller')!;
    expect(Number(bytes.readBigInt64LE(16))).toBe(at + 2 - (start + 16));
    expect(bytes.readInt32LE(24)).toBe(at - (start + 24));
  });
});
