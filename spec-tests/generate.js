// Writes the generated scripts of this folder: node spec-tests/generate.js
import { writeFileSync } from 'node:fs';
import { atomicScripts } from './generate-atomics.js';
import { callScripts } from './generate-calls.js';
import { controlScripts } from './generate-control.js';
import { conversionScripts } from './generate-conversions.js';
import { floatScripts } from './generate-floats.js';
import { integerScripts } from './generate-integers.js';
import { memoryScripts } from './generate-memory.js';
import { tailCallScripts } from './generate-tail-calls.js';
import { vectorScripts } from './generate-vectors.js';
import { wideArithmeticScripts } from './generate-wide-arithmetic.js';

/**
 * All generated scripts. Expected results are computed here, never taken from an engine.
 * @returns {Map<string, string>} file name → text
 */
export function generateAll() {
  return new Map([
    ...integerScripts(),
    ...floatScripts(),
    ...conversionScripts(),
    ...memoryScripts(),
    ...controlScripts(),
    ...callScripts(),
    ...tailCallScripts(),
    ...vectorScripts(),
    ...wideArithmeticScripts(),
    ...atomicScripts(),
  ]);
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  for (const [name, text] of generateAll()) {
    writeFileSync(new URL(name, import.meta.url), text);
    console.log(`${name}: ${text.length} bytes`);
  }
}
