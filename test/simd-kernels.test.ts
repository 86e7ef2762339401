import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
// @ts-expect-error: plain JavaScript
import { SIMD_KERNELS } from '../bench/kernels/index.js';
import { WebAssembly } from '../src/index.js';

// The kernels of the benchmark, against the same computed without vectors: what equal checksums of all engines do not
// say is that the kernels compute what their names promise.

const hash = (i: number, bits: number): number => Math.imul(i, 0x9e3779b1) >>> (32 - bits);

/** Sum of words of 64 bits: `sum * 31 + word`. */
function checksum(bytes: Uint8Array): bigint {
  let sum = 0n;
  for (const word of new BigInt64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8)) {
    sum = BigInt.asIntN(64, sum * 31n + word);
  }
  return sum;
}

function dotProduct(n: number): bigint {
  const f = Math.fround;
  const part = f(0.37);
  const other = f(0.13);
  const a = Array.from({ length: 4352 }, (_, i) => f(((i * 7) % 1009) * part));
  const b = Array.from({ length: 4352 }, (_, i) => f(((i * 5) % 1013) * other));
  let sum = 0;
  for (; n > 0; n--) {
    const sums = new Float32Array(16);
    const from = ((n << 4) & 1008) / 4;
    for (let i = 0; i < 4096; i++) sums[i & 15] = f(a[i]! * b[from + i]!) + sums[i & 15]!;
    const lane = (i: number): number =>
      f(f(sums[i]! + sums[4 + i]!) + f(sums[8 + i]! + sums[12 + i]!));
    sum += f(f(lane(0) + lane(1)) + f(lane(2) + lane(3)));
  }
  return new BigInt64Array(new Float64Array([sum]).buffer)[0]!;
}

function blur(n: number): bigint {
  const image = Uint8Array.from({ length: 65536 }, (_, i) => hash(i, 8));
  for (; n > 0; n--) image[(n * 40503) & 65535] = n;
  const result = new Uint8Array(65536);
  for (let y = 0; y < 254; y++) {
    for (let x = 0; x < 256; x++) {
      let sum = 0;
      for (let dy = 0; dy < 3; dy++) {
        for (let dx = 0; dx < 3 && x + dx < 256; dx++) sum += image[(y + dy) * 256 + x + dx]!;
      }
      result[y * 256 + x] = (sum * 28) >> 8;
    }
  }
  return checksum(result);
}

function base64(n: number): bigint {
  const bytes = Uint8Array.from({ length: 12288 }, (_, i) => hash(i, 8));
  for (; n > 0; n--) bytes[n % 12288] = n;
  const text = Buffer.from(bytes).toString('base64');
  return checksum(Uint8Array.from(text, (c) => c.charCodeAt(0)));
}

function memchr(n: number): bigint {
  const bytes = Uint8Array.from({ length: 32768 }, (_, i) => hash(i, 7) | 64);
  for (let i = 0; i < 32768; i += ((Math.imul(i, 0x9e3779b1) >>> 16) & 255) + 17) bytes[i] = i & 3;
  let sum = 0n;
  for (; n > 0; n--) {
    for (let i = -1; i < 32767; ) {
      i = bytes.indexOf(n & 3, i + 1);
      if (i < 0) i = 32768;
      sum = BigInt.asIntN(64, sum * 31n + BigInt(i));
    }
  }
  return sum;
}

function utf8(n: number): bigint {
  const piece = new TextEncoder().encode(
    'A text of plain letters, then üß© €中\ud7ff😀\u{10ffff}end\né........',
  );
  const text = Uint8Array.from({ length: 16384 }, (_, i) => piece[i % 64]!);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let sum = 0n;
  for (; n > 0; n--) {
    const place = (n * 40503) & 16383;
    const kept = text[place]!;
    text[place] = Math.imul(n, 0x9e3779b1) >>> 23;
    let valid = 1n;
    try {
      decoder.decode(text);
    } catch {
      valid = 0n;
    }
    sum = BigInt.asIntN(64, sum * 3n + valid);
    text[place] = kept;
  }
  return sum;
}

function mandelbrot(n: number): bigint {
  const f = Math.fround;
  const scale = f(3 / n);
  let sum = 0;
  for (let row = 0; row < n; row++) {
    const cy = f(f(row * scale) - 1.5);
    for (let column = 0; column < n; column++) {
      const cx = f(f(column * scale) - 2);
      let [x, y] = [0, 0];
      for (let step = 0; step < 64 && f(f(x * x) + f(y * y)) <= 4; step++) {
        sum += row + 1;
        [x, y] = [f(f(f(x * x) - f(y * y)) + cx), f(f(f(x + x) * y) + cy)];
      }
    }
  }
  return BigInt(sum);
}

function int8Matrix(n: number): bigint {
  const a = Int8Array.from({ length: 65536 }, (_, i) => hash(i, 8));
  const b = Int8Array.from({ length: 65536 }, (_, i) => Math.imul(i, 0x85ebca6b) >>> 24);
  for (; n > 0; n--) a[(n * 40503) & 65535] = n;
  let sum = 0n;
  for (let row = 0; row < 65536; row += 256) {
    for (let column = 0; column < 65536; column += 256) {
      let product = 0;
      for (let k = 0; k < 256; k++) product += a[row + k]! * b[column + k]!;
      sum = BigInt.asIntN(64, sum * 31n + BigInt(product));
    }
  }
  return sum;
}

function chacha20(n: number): bigint {
  const words = Int32Array.from({ length: 4096 }, (_, i) => Math.imul(4 * i, 0x9e3779b1));
  const key = new Uint8Array(32).map((_, i) => i);
  const start = new Int32Array(16);
  const constants = new TextEncoder().encode('expand 32-byte k');
  start.set(new Int32Array(constants.slice().buffer), 0);
  start.set(new Int32Array(key.buffer), 4);
  const x = new Int32Array(16);
  const turn = (to: number, from: number, by: number): void => {
    const value = x[to]! ^ x[from]!;
    x[to] = (value << by) | (value >>> (32 - by));
  };
  const quarter = (a: number, b: number, c: number, d: number): void => {
    x[a]! += x[b]!;
    turn(d, a, 16);
    x[c]! += x[d]!;
    turn(b, c, 12);
    x[a]! += x[b]!;
    turn(d, a, 8);
    x[c]! += x[d]!;
    turn(b, c, 7);
  };
  for (; n > 0; n--) {
    for (let block = 0; block < 256; block++) {
      start.set([1 + block, n, 0x4a000000, 0], 12);
      x.set(start);
      for (let round = 0; round < 10; round++) {
        for (let i = 0; i < 4; i++) quarter(i, 4 + i, 8 + i, 12 + i);
        for (let i = 0; i < 4; i++) {
          quarter(i, 4 + ((i + 1) & 3), 8 + ((i + 2) & 3), 12 + ((i + 3) & 3));
        }
      }
      for (let i = 0; i < 16; i++) words[16 * block + i]! ^= x[i]! + start[i]!;
    }
  }
  return checksum(new Uint8Array(words.buffer));
}

/** With how much to do here. */
const SCALAR: Record<string, [scalar: (n: number) => bigint, n: number]> = {
  'dot-product': [dotProduct, 70],
  blur: [blur, 300],
  base64: [base64, 300],
  memchr: [memchr, 9],
  utf8: [utf8, 700],
  'mandelbrot-f32x4': [mandelbrot, 100],
  'int8-matrix': [int8Matrix, 2],
  chacha20: [chacha20, 3],
};

describe('kernels with vectors compute what is computed without', () => {
  for (const { name, path } of SIMD_KERNELS as readonly { name: string; path: string }[]) {
    it(name, () => {
      const [scalar, n] = SCALAR[name]!;
      const { run } = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(path))).exports;
      expect((run as (n: number) => bigint)(n)).toBe(scalar(n));
    });
  }
});
