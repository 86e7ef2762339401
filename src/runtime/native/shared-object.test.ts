import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { missingTool } from '../../../test/support/tools.js';
import { BRIDGE_IMPORTS } from '../../stubs/bridge.js';
import { AARCH64_TARGET } from '../../targets/aarch64.js';
import { X64_TARGET } from '../../targets/x64.js';
import { bridgeObject } from './bridge.js';
import { writeSharedObject } from './shared-object.js';

const PAGE = 0x10000;

/** An object as a dynamic linker sees it: by its program headers only. */
function read(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const u16 = (at: number) => view.getUint16(at, true);
  const u32 = (at: number) => view.getUint32(at, true);
  const u64 = (at: number) => Number(view.getBigUint64(at, true));
  const segments = Array.from({ length: u16(56) }, (_, i) => {
    const at = u64(32) + u16(54) * i;
    return {
      type: u32(at),
      flags: u32(at + 4),
      offset: u64(at + 8),
      address: u64(at + 16),
      fileSize: u64(at + 32),
      size: u64(at + 40),
      align: u64(at + 48),
    };
  });
  const loads = segments.filter(({ type }) => type === 1);
  const fileOffset = (address: number): number => {
    const segment = loads.find(
      (load) => address >= load.address && address < load.address + load.fileSize,
    );
    if (segment === undefined) throw new Error(`nothing is loaded at ${address}`);
    return address - segment.address + segment.offset;
  };
  const dynamic = new Map<number, number>();
  const { offset: dynamicAt } = segments.find(({ type }) => type === 2)!;
  for (let at = dynamicAt; u64(at) !== 0; at += 16) dynamic.set(u64(at), u64(at + 8));
  const at = (tag: number) => fileOffset(dynamic.get(tag)!);
  const text = (offset: number) => {
    const start = at(5) + offset;
    return new TextDecoder().decode(bytes.subarray(start, bytes.indexOf(0, start)));
  };
  const symbol = (index: number) => {
    const entry = at(6) + dynamic.get(11)! * index;
    return { name: text(u32(entry)), defined: u16(entry + 6) !== 0, value: u64(entry + 8) };
  };
  // The one bucket's chain, as a linker follows it.
  const hash = at(4);
  const chained: number[] = [];
  for (let i = u32(hash + 8); i !== 0; i = u32(hash + 8 + 4 * u32(hash) + 4 * i)) chained.push(i);
  const relocations = Array.from({ length: dynamic.get(8)! / dynamic.get(9)! }, (_, i) => {
    const entry = at(7) + dynamic.get(9)! * i;
    return { place: u64(entry), type: u32(entry + 8), name: symbol(u32(entry + 12)).name };
  });
  return {
    type: u16(16),
    machine: u16(18),
    segments,
    loads,
    buckets: u32(hash),
    symbols: chained.map(symbol),
    relocations,
    fileOffset,
  };
}

const CODE = Uint8Array.from({ length: 48 }, (_, i) => i + 1);

describe.each([
  ['x64', X64_TARGET.elf, 62, 6],
  ['aarch64', AARCH64_TARGET.elf, 183, 1025],
] as const)('a shared object for %s', (_, elf, machine, globDat) => {
  let table = 0;
  const bytes = writeSharedObject(elf, {
    imports: ['first', 'second_one'],
    exports: ['at_start', 'in_the_middle'],
    generate(distance) {
      table = distance;
      return { code: CODE, offsets: [0, 16] };
    },
  });
  const object = read(bytes);

  it('is of its machine, and its symbols are in the hash table', () => {
    expect(object).toMatchObject({ type: 3, machine, buckets: 1 });
    expect(object.symbols.map(({ name, defined }) => [name, defined])).toEqual([
      ['first', false],
      ['second_one', false],
      ['at_start', true],
      ['in_the_middle', true],
    ]);
  });

  it('has its code where the symbols say', () => {
    const [start, middle] = object.symbols.slice(2).map(({ value }) => value);
    expect(middle! - start!).toBe(16);
    const from = object.fileOffset(start!);
    expect(bytes.subarray(from, from + CODE.length)).toEqual(CODE);
  });

  it('has the addresses of imports written where the code looks for them', () => {
    const code = object.symbols[2]!.value;
    expect(object.relocations).toEqual([
      { place: code + table, type: globDat, name: 'first' },
      { place: code + table + 8, type: globDat, name: 'second_one' },
    ]);
  });

  it('can be mapped with pages of up to 64 KiB, none of them writable and executable', () => {
    expect(object.loads).toHaveLength(2);
    for (const { offset, address, align, fileSize, size } of object.loads) {
      expect([align, address % PAGE, size]).toEqual([PAGE, offset % PAGE, fileSize]);
      expect(offset + fileSize).toBeLessThanOrEqual(bytes.length);
    }
    const [text, data] = object.loads as [(typeof object.loads)[0], (typeof object.loads)[0]];
    expect([text.flags, data.flags]).toEqual([5, 6]);
    expect(Math.floor((text.address + text.size - 1) / PAGE)).toBeLessThan(
      Math.floor(data.address / PAGE),
    );
    // The stack is not executable either.
    expect(object.segments.find(({ type }) => type === 0x6474e551)?.flags).toBe(6);
  });
});

it('a shared object whose code does not fit is not written', () => {
  const contents = {
    imports: ['first'],
    exports: ['code'],
    generate: () => ({ code: new Uint8Array(0x2000), offsets: [0] }),
  };
  expect(() => writeSharedObject(X64_TARGET.elf, contents)).toThrow('too large');
});

const missing = missingTool('readelf', 'binutils');
describe.each(['x64', 'arm64'])('the bridge for %s', (arch) => {
  it('imports what it names and exports what Node.js looks for', () => {
    const { symbols } = read(bridgeObject(arch));
    expect(symbols.filter(({ defined }) => !defined).map(({ name }) => name)).toEqual([
      ...BRIDGE_IMPORTS,
    ]);
    expect(symbols.filter(({ defined }) => defined).map(({ name }) => name)).toEqual([
      'napi_register_module_v1',
      'node_api_module_get_api_version_v1',
    ]);
  });

  it.skipIf(missing !== undefined)(`is read by readelf${missing ? `: ${missing}` : ''}`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'winch-ts-elf-'));
    try {
      const path = join(folder, 'bridge.so');
      writeFileSync(path, bridgeObject(arch));
      const options = ['--wide', '--headers', '--dynamic', '--use-dynamic', '--syms', '--relocs'];
      const { stdout, stderr, status } = spawnSync('readelf', [...options, path], {
        encoding: 'utf8',
        env: { ...process.env, LC_ALL: 'C' },
      });
      expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
      const globDat = arch === 'x64' ? 'R_X86_64_GLOB_DAT' : 'R_AARCH64_GLOB_DAT';
      for (const name of BRIDGE_IMPORTS) {
        expect(stdout).toMatch(new RegExp(`${globDat} +0+ +${name} \\+ 0`));
      }
      expect(stdout).toMatch(/FUNC +GLOBAL DEFAULT +1 napi_register_module_v1/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
