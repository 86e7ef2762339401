// `node --import` of this file: the program's `WebAssembly` is the one that runs byte code.
import { WebAssembly } from '../../dist/portable/index.js';

Object.defineProperty(globalThis, 'WebAssembly', { value: WebAssembly, configurable: true });
