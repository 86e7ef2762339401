import * as heavy from './heavy.js';

export type Compiler = typeof heavy;

/**
 * The compiler. The build for Node puts `load-late.ts` in the place of this file, so that running an artifact
 * reads nothing that compiles.
 */
export function loadCompiler(): Compiler {
  return heavy;
}
