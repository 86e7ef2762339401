import { describe, expect, it } from 'vitest';
import { CompileError } from '../wasm/compile-error.js';
import { BinaryReader } from './binary-reader.js';

/** A reader of the bytes, which stand behind others and at offset 1000 of the module. */
function reader(...bytes: number[]): BinaryReader {
  return new BinaryReader(new Uint8Array([0xff, ...bytes, 0xff]), 1, bytes.length + 1, 999);
}

function reasonOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(CompileError);
    return `${(error as CompileError).offset}: ${(error as CompileError).reason}`;
  }
  return 'no error';
}

/** LEB128 of a value, by BigInt arithmetic; `pad` more bytes than needed. */
function encode(value: bigint, signed: boolean, pad = 0): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (;;) {
    const byte = Number(rest & 0x7fn);
    rest >>= 7n;
    const done = signed
      ? (rest === 0n && (byte & 0x40) === 0) || (rest === -1n && (byte & 0x40) !== 0)
      : rest === 0n;
    bytes.push(byte);
    if (done) break;
  }
  for (let i = 0; i < pad; i++) bytes.push(value < 0n ? 0x7f : 0);
  return bytes.map((byte, i) => (i < bytes.length - 1 ? byte | 0x80 : byte));
}

function edges(bits: number, signed: boolean): bigint[] {
  const values: bigint[] = [];
  for (let bit = 0; bit <= bits; bit++) {
    const power = 1n << BigInt(bit);
    values.push(power - 1n, power, power + 1n, -power, -power - 1n, 1n - power);
  }
  const low = signed ? -(1n << BigInt(bits - 1)) : 0n;
  const high = signed ? (1n << BigInt(bits - 1)) - 1n : (1n << BigInt(bits)) - 1n;
  return values.filter((value) => value >= low && value <= high);
}

describe('integers', () => {
  const kinds = [
    { name: 'u32', bits: 32, signed: false, read: (r: BinaryReader) => BigInt(r.u32('it')) },
    { name: 's32', bits: 32, signed: true, read: (r: BinaryReader) => BigInt(r.s32('it')) },
    { name: 's33', bits: 33, signed: true, read: (r: BinaryReader) => BigInt(r.s33('it')) },
    {
      name: 's64',
      bits: 64,
      signed: true,
      read: (r: BinaryReader) => {
        const lo = r.s64('it');
        return (BigInt(r.hi) << 32n) | BigInt(lo >>> 0);
      },
    },
  ];
  for (const { name, bits, signed, read } of kinds) {
    const most = Math.ceil(bits / 7);
    it(`reads every edge of ${name}, padded or not`, () => {
      for (const value of edges(bits, signed)) {
        const length = encode(value, signed).length;
        for (let pad = 0; pad <= most - length; pad++) {
          const r = reader(...encode(value, signed, pad));
          expect(read(r)).toBe(value);
          expect(r.remaining).toBe(0);
        }
      }
    });

    it(`refuses what is no ${name}`, () => {
      const high = 1n << BigInt(signed ? bits - 1 : bits);
      expect(reasonOf(() => read(reader(...encode(high, signed))))).toMatch(
        /^1000: integer too large/,
      );
      if (signed) {
        expect(reasonOf(() => read(reader(...encode(-high - 1n, signed))))).toMatch(
          /^1000: integer too large/,
        );
      }
      expect(reasonOf(() => read(reader(...new Array(most).fill(0x80), 0)))).toMatch(
        /^1000: integer representation too long: it must take at most/,
      );
      expect(reasonOf(() => read(reader(0x80, 0x80)))).toBe(
        '1002: unexpected end of section or function: it expected',
      );
    });
  }
});

describe('vectors and names', () => {
  it('refuses counts over the limit or over what is there', () => {
    expect(reader(3, 0, 0, 0).count('things', 10)).toBe(3);
    expect(reasonOf(() => reader(11).count('things', 10))).toMatch(/11 things exceed the limit/);
    expect(reasonOf(() => reader(3, 0, 0).count('things', 10))).toMatch(/^1000: unexpected end/);
    expect(reasonOf(() => reader(2, 0, 0, 0).count('things', 10, 2))).toMatch(/2 things expected/);
    expect(reasonOf(() => reader(255, 255, 255, 255, 15).count('things', 2 ** 32))).toMatch(
      /4294967295 things expected, 0 bytes left/,
    );
  });

  it('reads UTF-8', () => {
    for (const text of ['', 'a', 'né', '\u0800\uffff', '\u{10000}\u{10ffff}', '\ufeffbom', '\0']) {
      const bytes = new TextEncoder().encode(text);
      expect(reader(bytes.length, ...bytes).name('name')).toBe(text);
      const long = new TextEncoder().encode(text.repeat(20));
      expect(
        new BinaryReader(
          Uint8Array.of(...encode(BigInt(long.length), false), ...long),
          0,
          long.length + (long.length > 127 ? 2 : 1),
          0,
        ).name('name'),
      ).toBe(text.repeat(20));
    }
  });

  it('refuses what is not UTF-8', () => {
    const bad = [
      [0x80],
      [0xc0, 0x80],
      [0xc1, 0xbf],
      [0xe0, 0x9f, 0xbf],
      [0xed, 0xa0, 0x80],
      [0xf0, 0x8f, 0xbf, 0xbf],
      [0xf4, 0x90, 0x80, 0x80],
      [0xf8, 0x88, 0x80, 0x80, 0x80],
      [0xc3],
      [0xe2, 0x82],
      [0xff],
    ];
    for (const bytes of bad) {
      for (const around of [[], new Array<number>(60).fill(0x61)]) {
        const all = [...around, ...bytes, ...around];
        expect(
          reasonOf(() => reader(...encode(BigInt(all.length), false), ...all).name('n')),
        ).toMatch(/malformed UTF-8 encoding/);
      }
    }
    expect(reasonOf(() => reader(2, 0x61).name('the name'))).toBe(
      '1001: unexpected end of section or function: 2 bytes of the name expected, 1 left',
    );
  });
});
