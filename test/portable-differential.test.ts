import { describe, it } from 'vitest';
import '../src/runtime/anywhere.js';
import { compareWithV8, SEED } from './support/differential.js';

describe(`random programs do the same on the interpreter as on V8, seed ${SEED}`, () => {
  it('byte code', () => compareWithV8({ verify: true }));

  it('byte code with vectors', () => compareWithV8({ verify: true }, true));
});
