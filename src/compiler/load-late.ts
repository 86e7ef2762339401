import { createRequire } from 'node:module';
import type { Compiler } from './load.js';

let loaded: Compiler | undefined;

/** The compiler, out of its own file, which is loaded at the first call. */
export function loadCompiler(): Compiler {
  loaded ??= createRequire(__filename)('./compiler.cjs') as Compiler;
  return loaded;
}
