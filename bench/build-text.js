// Text modules to binary ones: node build-text.js FOLDER FILE.wat...
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { watToWasm } from '../dist/index.js';

const [, , folder, ...sources] = process.argv;
for (const source of sources) {
  const wasm = await watToWasm(readFileSync(source, 'utf8'));
  writeFileSync(join(folder, `${basename(source, '.wat')}.wasm`), wasm);
}
