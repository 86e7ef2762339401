import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { WASI } from 'node:wasi';
import { RubyVM } from '@ruby/wasm-wasi';

const path = createRequire(import.meta.url).resolve('@ruby/3.4-wasm-wasi/dist/ruby+stdlib.wasm');
const wasip1 = new WASI({ version: 'preview1', args: ['ruby'], env: {}, returnOnExit: true });
const module = await WebAssembly.compile(readFileSync(path));
const { vm } = await RubyVM.instantiateModule({ module, wasip1 });
console.log(
  vm
    .eval(`
require 'json'
def f(n) = n.zero? ? raise(ArgumentError, 'deep') : f(n - 1)
text = begin; f(50); rescue ArgumentError => e; e.message; end
fiber = Fiber.new { 3.times { |i| Fiber.yield i * i }; :end }
JSON.generate([RUBY_VERSION, text, 4.times.map { fiber.resume }, 2**100, "caaat".gsub(/a+/, 'b')])`)
    .toString(),
);
