import { readFileSync } from 'node:fs';
import { watToWasm } from '../../src/text/wat.js';

/** Adds two numbers; `mem` is its memory. */
const ADD = `(module
  (memory (export "mem") 1)
  (func $add (export "add") (param i32 i32) (result i32)
    (i32.add (local.get 0) (local.get 1))))`;

/** A small module to compile and run: exports `add` and a memory `mem`. */
export function addModule(): Promise<Uint8Array> {
  return watToWasm(ADD);
}

/** True of what an artifact starts with. */
export function isArtifactFile(path: string): boolean {
  return readFileSync(path).subarray(0, 4).toString('latin1') === '\x7fELF';
}
