import { defineConfig } from 'vitest/config';
import { coreAlias } from './test/support/core-alias.js';

export default defineConfig({
  resolve: { alias: coreAlias },
  test: {
    // Nothing is to be found that another run has left.
    env: { WINCH_TS_CACHE: 'off' },
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'spec-tests/**/*.test.ts'],
    setupFiles: ['src/runtime/node.ts'],
    // Only against what hangs: on a busy machine anything may take a hundred times as long.
    testTimeout: 900_000,
    hookTimeout: 900_000,
  },
});
