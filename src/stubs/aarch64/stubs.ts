import { stubGenerator } from '../generator.js';
import { cacheFlushRoutine } from './cache-flush.js';
import { aarch64StubMachine } from './machine.js';

export const aarch64Stubs = stubGenerator(aarch64StubMachine, {
  // UDF #0.
  gapByte: 0,
  syncCode: cacheFlushRoutine,
});
