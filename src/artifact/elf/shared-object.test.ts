import { describe, expect, it } from 'vitest';
import { AARCH64_TARGET } from '../../targets/aarch64.js';
import { X64_TARGET } from '../../targets/x64.js';
import { addToSum, buildIdOf, newSum, sumOf } from '../../util/content-sum.js';
import { ElfContents, writeSharedObject } from './index.js';

/** An object as a dynamic linker sees it: by its program headers only. */
function read(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const u16 = (at: number) => view.getUint16(at, true);
  const u32 = (at: number) => view.getUint32(at, true);
  const u64 = (at: number) => Number(view.getBigInt64(at, true));
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
  // As a linker looks a name up: the chain of its bucket.
  const hash = at(4);
  const buckets = u32(hash);
  const find = (name: string) => {
    let key = 0;
    for (const byte of new TextEncoder().encode(name)) {
      key = key * 16 + byte;
      const high = Math.floor(key / 0x1000_0000) & 15;
      key = ((key % 0x1000_0000) ^ (high << 4)) >>> 0;
    }
    for (
      let i = u32(hash + 8 + 4 * (key % buckets));
      i !== 0;
      i = u32(hash + 8 + 4 * (buckets + i))
    ) {
      if (symbol(i).name === name) return symbol(i);
    }
    return undefined;
  };
  const relocations = Array.from({ length: (dynamic.get(8) ?? 0) / 24 }, (_, i) => {
    const entry = at(7) + dynamic.get(9)! * i;
    const { name } = symbol(u32(entry + 12));
    return { place: u64(entry), type: u32(entry + 8), name, addend: u64(entry + 16) };
  });
  const { type, machine } = { type: u16(16), machine: u16(18) };
  return { type, machine, segments, loads, find, relocations, fileOffset, u32, u64 };
}

const CODE = Uint8Array.from({ length: 48 }, (_, i) => i + 1);
const EXPORTS = Array.from({ length: 20 }, (_, i) => `export_${i}_${'x'.repeat(i)}`);

const MACHINES = [
  ['x64', X64_TARGET, 62, 1, 8],
  ['aarch64', AARCH64_TARGET, 183, 257, 1027],
] as const;

describe.each(MACHINES)('a shared object for %s', (_, target, machine, abs64, relative) => {
  const { elf, pageSize } = target;
  const make = (separate: boolean) => {
    const contents = new ElfContents(elf);
    const text = contents.addSection({ name: '.text', bytes: CODE, use: 'code', align: 16 });
    const data = contents.addSection({
      name: '.data',
      bytes: new Uint8Array(40),
      use: 'data',
      align: 8,
    });
    const zeros = contents.addSection({ name: '.bss', size: 100, use: 'data', align: 16 });
    const rest = new Uint8Array(24);
    const only = contents.addSection({ name: '.rodata', bytes: rest, use: 'read-only', align: 8 });
    const file = contents.addSection({ name: '.debug_x', bytes: new Uint8Array(16) });
    const first = contents.addSymbol({ name: 'first', kind: 'function' });
    const second = contents.addSymbol({ name: 'second_one', kind: 'function' });
    EXPORTS.forEach((name, value) => {
      contents.addSymbol({ name, section: text, value, size: 1, kind: 'function' });
    });
    contents.addSymbol({ name: 'own', section: text, value: 9, binding: 'local' });
    contents.addSymbol({ name: 'unseen', section: text, value: 9, hidden: true });
    contents.addRelocation(data, 0, 'abs64', first);
    contents.addRelocation(data, 8, 'abs64', second, 5);
    contents.addRelocation(data, 16, 'abs64', contents.sectionSymbol(text), 7);
    contents.addRelocation(data, 24, 'pc32', contents.sectionSymbol(zeros), 1);
    contents.addRelocation(only, 0, 'pc64', contents.sectionSymbol(text), -3);
    contents.addRelocation(file, 0, 'abs64', contents.sectionSymbol(text), 4);
    contents.addRelocation(file, 8, 'abs32', contents.sectionSymbol(file), 6);
    const { bytes, addressOf } = writeSharedObject(contents, { pageSize, separate, gapByte: 0x99 });
    return { bytes, addressOf, ids: { text, data, zeros, only, file }, ...read(bytes) };
  };

  it.each([true, false])('has its symbols and code where others find them (separate: %s)', (on) => {
    const object = make(on);
    expect(object).toMatchObject({ type: 3, machine });
    const code = object.addressOf(object.ids.text);
    EXPORTS.forEach((name, i) => {
      expect(object.find(name)).toEqual({ name, defined: true, value: code + i });
    });
    expect(object.find('first')).toMatchObject({ defined: false });
    for (const name of ['own', 'unseen', 'missing']) expect(object.find(name)).toBeUndefined();
    const at = object.fileOffset(code);
    expect(object.bytes.subarray(at, at + CODE.length)).toEqual(CODE);
  });

  it.each([true, false])(
    'applies what is known, leaves the rest to the linker (separate: %s)',
    (on) => {
      const { addressOf, ids, relocations, fileOffset, u32, u64 } = make(on);
      const data = addressOf(ids.data);
      const text = addressOf(ids.text);
      expect(relocations).toEqual([
        { place: data, type: abs64, name: 'first', addend: 0 },
        { place: data + 8, type: abs64, name: 'second_one', addend: 5 },
        { place: data + 16, type: relative, name: '', addend: text + 7 },
      ]);
      expect(u32(fileOffset(data + 24)) | 0).toBe(addressOf(ids.zeros) + 1 - (data + 24));
      const only = addressOf(ids.only);
      expect(u64(fileOffset(only))).toBe(text - 3 - only);
    },
  );

  it('is mapped with pages of the machine, none of them writable and executable', () => {
    for (const separate of [true, false]) {
      const { loads, segments, bytes } = make(separate);
      expect(loads.map(({ flags }) => flags)).toEqual(separate ? [4, 5, 6] : [5, 6]);
      let end = 0;
      for (const { offset, address, align, fileSize, size, flags } of loads) {
        expect([align, address % pageSize]).toEqual([pageSize, offset % pageSize]);
        expect(offset + fileSize).toBeLessThanOrEqual(bytes.length);
        expect(size - fileSize).toBe(flags === 6 ? 100 + ((16 - (fileSize % 16)) % 16) : 0);
        expect(Math.floor(address / pageSize)).toBeGreaterThanOrEqual(Math.ceil(end / pageSize));
        end = address + size;
      }
      // The stack is not executable either.
      expect(segments.find(({ type }) => type === 0x6474e551)?.flags).toBe(6);
    }
  });

  it('fills the last page of code', () => {
    const { loads, bytes } = make(true);
    const [, code, data] = loads;
    const gap = bytes.subarray(code!.offset + code!.fileSize, data!.offset);
    expect(gap.length).toBeGreaterThan(1000);
    expect(gap.every((byte) => byte === 0x99)).toBe(true);
  });

  it('has the sum of its content as build id', () => {
    const { bytes, segments } = make(true);
    const { offset } = segments.find(({ type }) => type === 4)!;
    expect(offset % 16).toBe(0);
    const id = bytes.slice(offset + 16, offset + 36);
    bytes.fill(0, offset + 16, offset + 36);
    expect(id).toEqual(buildIdOf(sumOf(bytes), bytes.length));
  });

  it('is not written with an address in what is only read', () => {
    const contents = new ElfContents(elf);
    const bytes = new Uint8Array(8);
    const only = contents.addSection({ name: '.rodata', bytes, use: 'read-only' });
    contents.addRelocation(only, 0, 'abs64', contents.sectionSymbol(only));
    expect(() => writeSharedObject(contents, { pageSize, separate: true })).toThrow('.rodata');
  });

  it('is not written with what the machine does not have', () => {
    const contents = new ElfContents(elf);
    const only = contents.addSection({ name: '.text', bytes: CODE, use: 'code' });
    const kind = machine === 62 ? 'page' : 'gotPc32';
    expect(() => contents.addRelocation(only, 0, kind, contents.sectionSymbol(only))).toThrow(kind);
  });
});

describe('sums', () => {
  it('notice every flipped bit', () => {
    const bytes = Uint8Array.from({ length: 77 }, (_, i) => (i * 37) & 0xff);
    const sums = new Set([sumOf(bytes).join()]);
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      bytes[bit >> 3]! ^= 1 << (bit & 7);
      sums.add(sumOf(bytes).join());
      bytes[bit >> 3]! ^= 1 << (bit & 7);
    }
    expect(sums.size).toBe(1 + 77 * 8);
  });

  it('are the same wherever the bytes lie, and in pieces', () => {
    const bytes = Uint8Array.from({ length: 200_000 }, (_, i) => (i * 41) & 0xff);
    const shifted = new Uint8Array(bytes.length + 1).subarray(1);
    shifted.set(bytes);
    expect(sumOf(shifted)).toEqual(sumOf(bytes));
    const sum = newSum();
    addToSum(sum, bytes.subarray(0, 160));
    addToSum(sum, bytes.subarray(160));
    expect(sum).toEqual(sumOf(bytes));
  });
});
