import { expect, it } from 'vitest';
import { nameOfSymbol, symbolName } from './symbol-names.js';

it.each([
  ['main', 'main'],
  ['', '\\'],
  [undefined, 'wasm-function[7]'],
  ['wasm-function[7]', '\\77asm-function[7]'],
  ['malloc@GLIBC', 'malloc\\40GLIBC'],
  ['a\0b\n\\', 'a\\00b\\0a\\5c'],
  ['\\5c', '\\5c5c'],
  ['größe λ', 'größe λ'],
])('the name %j is the symbol %j, and back', (name, symbol) => {
  expect(symbolName(name, 7)).toBe(symbol);
  expect(nameOfSymbol(symbol)).toBe(name);
});
