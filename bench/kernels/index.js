import { fileURLToPath } from 'node:url';

/**
 * Kernels, by the name of their file, and the argument that makes a run take tens of milliseconds.
 * @type {readonly { name: string, argument: number }[]}
 */
const ARGUMENTS = [
  { name: 'collatz', argument: 113383 },
  { name: 'gcd', argument: 900 },
  { name: 'mandelbrot', argument: 400 },
  { name: 'nbody', argument: 400_000 },
  { name: 'filter', argument: 2500 },
  { name: 'matrix', argument: 256 },
  { name: 'copies', argument: 1000 },
  { name: 'sieve', argument: 1 << 21 },
  { name: 'fibonacci', argument: 33 },
  { name: 'indirect', argument: 10_000_000 },
  { name: 'callbacks', argument: 5_000_000 },
  { name: 'interpreter', argument: 120_000 },
  { name: 'opcodes', argument: 5_000_000 },
  { name: 'sorting', argument: 200_000 },
  { name: 'sha256', argument: 15_000 },
  { name: 'fnv', argument: 4000 },
  { name: 'crc', argument: 3000 },
  { name: 'xorshift', argument: 4_000_000 },
  { name: 'modular', argument: 300_000 },
  { name: 'ackermann', argument: 320 },
  { name: 'queens', argument: 13 },
  { name: 'tail-calls', argument: 4_000_000 },
  { name: 'globals', argument: 8_000_000 },
  { name: 'locals', argument: 30_000 },
  { name: 'expressions', argument: 1_500_000 },
  { name: 'multi-value', argument: 4_000_000 },
  { name: 'edits', argument: 4000 },
  { name: 'chains', argument: 1_500_000 },
];

/**
 * Kernels with vectors, likewise. They stand apart, so that figures of the others stay comparable with earlier ones.
 * @type {readonly { name: string, argument: number }[]}
 */
const SIMD_ARGUMENTS = [
  { name: 'dot-product', argument: 30_000 },
  { name: 'blur', argument: 1000 },
  { name: 'base64', argument: 5000 },
  { name: 'memchr', argument: 10_000 },
  { name: 'utf8', argument: 3000 },
  { name: 'mandelbrot-f32x4', argument: 1400 },
  { name: 'int8-matrix', argument: 25 },
  { name: 'chacha20', argument: 600 },
];

/** @typedef {{ name: string, argument: number, path: string }} Kernel */

/** @param {{ name: string, argument: number }} kernel @returns {Kernel} */
const withPath = (kernel) => ({
  ...kernel,
  path: fileURLToPath(new URL(`${kernel.name}.wasm`, import.meta.url)),
});

/** @type {readonly Kernel[]} */
export const KERNELS = ARGUMENTS.map(withPath);

/** @type {readonly Kernel[]} */
export const SIMD_KERNELS = SIMD_ARGUMENTS.map(withPath);
