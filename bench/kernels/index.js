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

/** @type {readonly { name: string, argument: number, path: string }[]} */
export const KERNELS = ARGUMENTS.map((kernel) => ({
  ...kernel,
  path: fileURLToPath(new URL(`${kernel.name}.wasm`, import.meta.url)),
}));
