import { describe, it } from 'vitest';
import { compareVectorsWithV8 } from './support/vector-differential.js';

describe('each operator on vectors does the same as on V8', () => {
  it.each([{}, { bounds: 'explicit' }] as const)('%o', { timeout: 600_000 }, (options) =>
    compareVectorsWithV8(options),
  );
});
