import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { coreAlias } from './test/support/core-alias.js';

/**
 * Tests whose code runs as an arm64 process, while this one transforms them on its own machine: their
 * workers are started with the program that `scripts/test-aarch64.js` sets up.
 */
const runner = process.env.WINCH_TS_AARCH64_NODE ?? '';
if (runner === '') throw new Error('WINCH_TS_AARCH64_NODE is not set; run npm run test:aarch64');
process.execPath = runner;

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  resolve: { alias: coreAlias },
  test: {
    // Nothing is to be found that another run has left.
    env: { WINCH_TS_CACHE: 'off' },
    include: [
      'src/cache/**/*.test.ts',
      'src/runtime/**/*.test.ts',
      'src/js-api/**/*.test.ts',
      'src/stubs/aarch64/stubs.test.ts',
      'test/differential.test.ts',
      'test/exceptions-differential.test.ts',
      'test/tail-calls-deep.test.ts',
      'test/border/depth.test.ts',
      'test/border/exceptions.test.ts',
      'test/border/native-code.test.ts',
      'test/border/overflow.test.ts',
      'test/border/passage.test.ts',
      'test/border/references-model.test.ts',
      'test/interruption-stress.test.ts',
      'test/vectors.test.ts',
    ],
    globalSetup: ['test/support/shared-plain-build.ts'],
    setupFiles: ['test/support/emulated-process.ts', 'src/runtime/node.ts'],
    pool: 'forks',
    // Only against what hangs, as elsewhere.
    testTimeout: 900_000,
    hookTimeout: 900_000,
  },
});
