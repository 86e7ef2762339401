/**
 * `node --import winch-ts/register app.js`: the program's `WebAssembly` is this package's, in workers too, and what it compiles is kept
 * in the cache, so that its next start compiles nothing.
 *
 * Where machine code cannot run and the host has a `WebAssembly` of its own, that one stays.
 */

import { ArtifactCache, noMachineCode, useCache, WebAssembly } from './index.js';

if (noMachineCode() === undefined || !('WebAssembly' in globalThis)) {
  useCache(new ArtifactCache());
  Object.defineProperty(globalThis, 'WebAssembly', {
    value: WebAssembly,
    writable: true,
    enumerable: false,
    configurable: true,
  });
}
