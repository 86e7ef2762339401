import { describe, it } from 'vitest';
import '../src/runtime/anywhere.js';
import { compareVectorsWithV8 } from './support/vector-differential.js';

describe('each operator on vectors does the same on the interpreter as on V8', () => {
  it.each([{}] as const)('%o', { timeout: 600_000 }, (options) => compareVectorsWithV8(options));
});
