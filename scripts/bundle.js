import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { codeFile, loaderText, writeCodeCaches } from './code-cache.js';

// Bundles the library and the command into `dist/`, beside the declarations that tsc writes there.
//
// Not for size: V8 loads an imported constant from its module's cell at every use, and cannot fold
// it. In one module scope it can: sql-wasm.wasm compiles 1.18 times as fast as from single files.
//
// For Node the library is three files. `node/library.cjs` runs artifacts; `node/compiler.cjs` is loaded when something is to be
// compiled, `node/portable.cjs` where machine code cannot run. The first two are loaders of the texts beside them, see `code-cache.js`. They share what has an identity, and each has its own copy of the rest. Bundlers, and whoever cannot load CommonJS, take `bundler/`.

// What is between names goes, and names that nobody sees: those of functions and classes are in stack traces.
const MINIFY = {
  compress: false,
  mangle: { keepNames: true, toplevel: false },
  codegen: { removeWhitespace: true },
};

/** What has an identity: the library's other files take it from the library, by the names that it has there. */
const COMMON = {
  'artifact/artifact-error.ts': '*',
  'runtime/errors.ts': '*',
  'util/engine.ts': '*',
  'wasm/compile-error.ts': '{ InvalidModule as CompileError }',
};

const source = (name) => fileURLToPath(new URL(`../src/${name}`, import.meta.url));

/** Tells builds apart, see `util/build.ts`. */
const build = {
  name: 'build',
  /** @param {string} id */
  load: (id) => (id === source('util/build.ts') ? `export const BUILD = '${sourceHash()}';` : null),
};

function sourceHash() {
  const folder = source('');
  const hash = createHash('sha256');
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!name.endsWith('.ts') || name.endsWith('.test.ts')) continue;
    hash.update(`${name}\0`).update(readFileSync(join(folder, name)));
  }
  return hash.digest('hex').slice(0, 16);
}

/**
 * Typed arrays have a type parameter from TypeScript 5.7 on. The declarations say the same without it, so that
 * compilers from 5.0 on read them: the result of `slice` is over an `ArrayBuffer`, where compilers know of that.
 * @param {string} folder
 */
function declareForOlderCompilers(folder) {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.d.ts')) continue;
    const path = join(folder, name);
    const text = readFileSync(path, 'utf8');
    const older = text
      .replaceAll(/\b(\w+Array)<ArrayBufferLike>/g, '$1')
      .replaceAll(
        /\b((?:Big)?(?:Int|Uint|Float)\w*Array)<ArrayBuffer>/g,
        "ReturnType<$1['slice']>",
      );
    if (older !== text) writeFileSync(path, older);
  }
}

/** @param {Record<string, string>} input @param {import('rolldown').OutputOptions} output */
async function write(input, output, plugins = [], platform = 'node') {
  const bundle = await rolldown({
    input,
    platform,
    // Dependencies stay imports; the optional ones may not be installed.
    external: /^[^./]/,
    plugins: [build, ...plugins],
  });
  const { output: chunks } = await bundle.write({ sourcemap: true, ...output });
  await bundle.close();
  return chunks[0];
}

/** By name of a text that has a loader: its hash. */
const hashes = {};

/** Makes a loader of a text that was written. @param {string} name */
function writeLoader(name) {
  const path = `dist/node/${codeFile(name)}`;
  // Code that V8 takes from its cache may not import, in some Nodes: another file does.
  const code = readFileSync(path, 'latin1').replace(/\bimport\(/g, "require('./import.cjs')(");
  const hash = createHash('sha256').update(code).digest('hex').slice(0, 16);
  writeFileSync(path, code);
  writeFileSync(`dist/node/${name}.cjs`, loaderText(name, code, hash));
  hashes[name] = hash;
}

/** Puts one source file in the place of another. */
const replace = (file, by) => ({
  name: 'replace',
  async resolveId(specifier, importer, options) {
    const found = await this.resolve(specifier, importer, { ...options, skipSelf: true });
    return found?.id === source(file) ? by : found;
  },
});

/** Takes a source file's exports from the library. */
const common = ([file, names]) => ({
  name: 'common',
  async resolveId(specifier, importer, options) {
    if (specifier === './library.cjs') return { id: specifier, external: true };
    const found = await this.resolve(specifier, importer, { ...options, skipSelf: true });
    return found?.id === source(file) ? `/common/${file}` : found;
  },
  load: (id) => (id === `/common/${file}` ? `export ${names} from './library.cjs';` : null),
});

/** The core is in files beside the bundle. */
const stored = replace('compiler/core-file.ts', source('compiler/core-file-stored.ts'));

declareForOlderCompilers('dist');
for (const name of ['bundler', 'chunks', 'node', 'portable']) {
  rmSync(`dist/${name}`, { recursive: true, force: true });
}
await write(
  { library: source('library.ts') },
  { dir: 'dist/node', entryFileNames: codeFile('library'), format: 'cjs', minify: MINIFY },
  [
    replace('compiler/load.ts', source('compiler/load-late.ts')),
    replace('disassembly/load.ts', source('disassembly/load-late.ts')),
    replace('runtime/native/stored-bridge.ts', source('runtime/native/stored-bridge-files.ts')),
    replace('runtime/native/stored-stubs.ts', source('runtime/native/stored-stubs-files.ts')),
    replace('runtime/portable/load.ts', source('runtime/portable/load-late.ts')),
    replace('targets/all.ts', source('targets/all-late.ts')),
    replace('threads/file.ts', source('threads/file-late.ts')),
  ],
);
writeLoader('library');
for (const [name, file, entryFileNames] of [
  ['compiler', 'late.ts', codeFile('compiler')],
  ['portable', 'runtime/portable/portable-platform.ts', '[name].cjs'],
]) {
  await write(
    { [name]: source(file) },
    { dir: 'dist/node', entryFileNames, format: 'cjs', minify: MINIFY },
    [...Object.entries(COMMON).map(common), stored],
  );
}
writeFileSync('dist/node/import.cjs', 'module.exports = (name) => import(name);\n');
writeLoader('compiler');
await write(
  { thread: source('threads/thread.ts') },
  { dir: 'dist/node', entryFileNames: '[name].cjs', format: 'cjs', minify: MINIFY },
  [stored],
);
// The bridge to C and the stubs are the same for all processes on a kind of machine.
const { TARGETS, bridgeObject, storeStubs } = createRequire(import.meta.url)(
  '../dist/node/compiler.cjs',
);
for (const { native } of TARGETS) {
  if (native === undefined) continue;
  const { makeStubMachine, nodeArch, stubs } = native;
  writeFileSync(`dist/node/bridge-${nodeArch}.node`, bridgeObject(nodeArch));
  const stored = storeStubs(makeStubMachine, stubs);
  const code = Buffer.from(stored.code).toString('base64');
  writeFileSync(`dist/node/stubs-${nodeArch}.json`, JSON.stringify({ ...stored, code }));
}
const { exports } = await write(
  { index: source('index.ts') },
  { dir: 'dist/bundler', format: 'esm' },
);
writeFileSync(
  'dist/index.js',
  `import { createRequire } from 'node:module';

export const {
${exports.map((name) => `  ${name},\n`).join('')}} = createRequire(import.meta.url)('./node/library.cjs');
`,
);
await write(
  { register: source('register.ts') },
  { dir: 'dist', entryFileNames: '[name].js', format: 'esm' },
  [replace('index.ts', { id: './index.js', external: true })],
);
// For wherever there is JavaScript: no import is left in it.
await write(
  { index: source('portable.ts') },
  { dir: 'dist/portable', format: 'esm' },
  [],
  'browser',
);
await write(
  { 'cli/main': source('cli/main.ts') },
  // As deep as cli/main.js: files find the package's root two folders up.
  { dir: 'dist', format: 'esm', chunkFileNames: 'chunks/[name].js' },
  [stored, replace('compiler/core-folder.ts', source('compiler/core-folder-esm.ts'))],
);
// What V8 makes of the library, once a real program has started. `NODES` has more Nodes to do so for, as PATH does.
const library = createRequire(import.meta.url)('../dist/node/library.cjs');
const sample = 'node_modules/sql.js/dist/sql-wasm.wasm';
const folder = mkdtempSync(join(tmpdir(), 'winch-ts-build-'));
try {
  const artifact = join(folder, 'sample.winch');
  writeFileSync(artifact, new library.WebAssembly.Module(readFileSync(sample)).serialize());
  const nodes = [process.execPath, ...(process.env.NODES?.split(delimiter) ?? [])];
  writeCodeCaches(
    fileURLToPath(new URL('../dist/node', import.meta.url)),
    hashes,
    artifact,
    sample,
    nodes,
  );
} finally {
  rmSync(folder, { recursive: true });
}
