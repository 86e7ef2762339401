import { describe, it } from 'vitest';
import type { CompileOptions } from '../src/compiler/module-compiler.js';
import '../src/runtime/node.js';
import { compareWithV8, SEED } from './support/differential.js';

const VARIANTS: readonly (readonly [string, CompileOptions])[] = [
  ['all CPU features', { verify: true }],
  ['no CPU features', { features: [] }],
  ['explicit bounds checks', { bounds: 'explicit' }],
];

describe(`random programs do the same as on V8, seed ${SEED}`, () => {
  it.each(VARIANTS)('%s', (_, options) => compareWithV8(options));

  it.skipIf(process.arch !== 'arm64')('with vectors', () => compareWithV8({ verify: true }, true));

  it.skipIf(process.arch !== 'x64').each([
    ['all CPU features', { verify: true }],
    ['no AVX', { features: ['sse4.1'] }],
    ['explicit bounds checks', { bounds: 'explicit' }],
  ] as const)('with vectors, %s', (_, options) => compareWithV8(options, true));
});
