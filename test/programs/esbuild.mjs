// esbuild (Go) in Wasm, in this process: node test/programs/esbuild.mjs --engine v8|winch
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { finish, installEngine, isSmall } from './engine.mjs';

const engine = await installEngine();
const require = createRequire(import.meta.url);
// What the browser build expects of its surroundings.
globalThis.self = globalThis;
const esbuild = require('esbuild-wasm/lib/browser.js');
const wasmModule = new WebAssembly.Module(
  readFileSync(require.resolve('esbuild-wasm/esbuild.wasm')),
);
await esbuild.initialize({ wasmModule, worker: false });

const source = isSmall
  ? 'export const add = (a: number, b?: number): number => a + (b ?? 1 + 1);'
  : readFileSync(new URL('../../src/wasm/opcodes.ts', import.meta.url), 'utf8');
const lines = [];
const note = (title, text) => {
  lines.push(`${title}: ${text.length} ${createHash('sha256').update(text).digest('hex')}`);
};
const transformed = await esbuild.transform(source, { loader: 'ts', sourcefile: 'opcodes.ts' });
note('transformed', transformed.code);
const minified = await esbuild.transform(source, {
  loader: 'ts',
  minify: true,
  target: 'es2017',
  sourcemap: true,
  sourcefile: 'opcodes.ts',
});
note('minified', minified.code);
note('source map', minified.map);
lines.push(minified.code.slice(0, 200).replaceAll('\n', ' '));
const jsx = await esbuild.transform(
  'const x: number = 1; export default () => <p class={"n" + x}>{x ?? 2}</p>',
  {
    loader: 'tsx',
    target: 'es2015',
    format: 'cjs',
  },
);
note('jsx', jsx.code);
const css = await esbuild.transform('a { color: #ff0000; margin: 0px 0px; & b { inset: 0 } }', {
  loader: 'css',
  minify: true,
});
lines.push(css.code.trim());
try {
  await esbuild.transform('let x = ;', { loader: 'ts', logLevel: 'silent' });
} catch (error) {
  lines.push(error.errors.map((e) => `${e.location.line}:${e.location.column} ${e.text}`).join());
}
finish(engine, lines);
process.exit(0);
