import { stubGenerator } from '../generator.js';
import { x64StubMachine } from './machine.js';

export const x64Stubs = stubGenerator(x64StubMachine, {
  // HLT, a privileged instruction.
  gapByte: 0xf4,
  // Stores to code are seen by fetches after the next jump (AMD64 APM volume 2, section 7.6.1).
  syncCode: undefined,
});
