// esbuild (Go) minifies a megabyte of program: node esbuild.mjs --engine v8|winch
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { finish, installEngine } from '../../test/programs/engine.mjs';

const engine = await installEngine();
const require = createRequire(import.meta.url);
// What the browser build expects of its surroundings.
globalThis.self = globalThis;
const esbuild = require('esbuild-wasm/lib/browser.js');
const wasmModule = new WebAssembly.Module(
  readFileSync(require.resolve('esbuild-wasm/esbuild.wasm')),
);
await esbuild.initialize({ wasmModule, worker: false });

const SIZE = 1 << 20;
const whole = readFileSync(require.resolve('typescript'), 'utf8');
// Whole functions of the first megabyte: they end at a brace in the first column or the second.
const source = `(() => {\n${whole.slice(whole.indexOf('// src/'), whole.lastIndexOf('\n}\n', SIZE) + 3)}})()`;
const { code, map } = await esbuild.transform(source, {
  loader: 'js',
  minify: true,
  sourcemap: true,
  target: 'es2018',
});
const digest = (text) => createHash('sha256').update(text).digest('hex');
finish(engine, [`${code.length} ${digest(code)}`, `${map.length} ${digest(map)}`]);
process.exit(0);
