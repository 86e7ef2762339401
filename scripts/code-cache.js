import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';

// What V8 has compiled of the library and of its compiler, kept beside them: to read and compile their text again is a third of
// the time that a program takes to start with a compiled module, and a tenth of it with one that is compiled. It is good for one
// version of V8 on one kind of machine, and V8 looks whether it is; other ones compile the text.
//
//   node code-cache.js FOLDER HASHES ARTIFACT MODULE    writes them, once the artifact has run and the module was compiled

/** File of a text, which is what Node's loader takes, too. @param {string} name `library` or `compiler` */
export const codeFile = (name) => `${name}-code.cjs`;

const BEFORE = '(function (exports, require, module, __filename, __dirname) {';
const AFTER = '\n})';
/** Of the cache's name: it is of this very text, of which V8 looks at the length only. @param {string} name @param {string} hash */
const cacheStart = (name, hash) => `${name}-${hash}-`;

/** Text of the file that programs load. @param {string} name @param {string} code its text @param {string} hash of it */
export const loaderText = (name, code, hash) => `'use strict';
// Loads the ${name}: as V8 has compiled it, where the build has left that for this version of it, and else as usual.
const { closeSync, openSync, readSync, statSync } = require('node:fs');
const { Script } = require('node:vm');

function compiled() {
  const { arch, release, versions } = process;
  if (release.name !== 'node' || versions.bun || versions.deno || versions.electron) return undefined;
  const cache = \`\${__dirname}/${cacheStart(name, hash)}\${versions.v8}-\${arch}.bin\`;
  const size = statSync(cache, { throwIfNoEntry: false })?.size;
  if (size === undefined) return undefined;
  const filename = \`\${__dirname}/${codeFile(name)}\`;
  // One after the other in the same bytes: pages that are touched first take longer than what is read into them.
  const bytes = Buffer.allocUnsafeSlow(Math.max(size, ${code.length + BEFORE.length + AFTER.length}));
  const length = read(filename, bytes, ${BEFORE.length});
  bytes.latin1Write('${BEFORE}', 0);
  bytes.latin1Write(${JSON.stringify(AFTER)}, ${BEFORE.length} + length);
  const text = bytes.latin1Slice(0, length + ${BEFORE.length + AFTER.length});
  const cachedData = bytes.subarray(0, read(cache, bytes, 0));
  // Of another V8 or other flags it is not used, and the text is compiled.
  return new Script(text, { filename, cachedData }).runInThisContext();
}

/** Reads a file of ASCII, or one of bytes; its length. */
function read(path, bytes, at) {
  const file = openSync(path, 'r');
  try {
    return readSync(file, bytes, at, bytes.length - at, 0);
  } finally {
    closeSync(file);
  }
}

const run = compiled();
if (run === undefined) module.exports = require('./${codeFile(name)}');
else run.call(exports, exports, require, module, __filename, __dirname);
`;

/**
 * Writes the caches of a build for the V8 of some Nodes.
 *
 * @param {string} folder of the library @param {Record<string, string>} hashes of the texts by their names
 * @param {string} artifact file that starts as most do @param {string} module file that it was compiled from
 * @param {readonly string[]} nodes their executables
 */
export function writeCodeCaches(folder, hashes, artifact, module, nodes) {
  for (const node of nodes) {
    const args = [fileURLToPath(import.meta.url), folder, JSON.stringify(hashes), artifact, module];
    const { status, stderr } = spawnSync(node, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`${node}: no code cache: ${stderr}`);
  }
}

/** Runs a text as its loader does. @param {(name: string) => unknown} load takes the place of `require` */
function runText(folder, name, load) {
  const filename = `${folder}/${codeFile(name)}`;
  const script = new vm.Script(BEFORE + readFileSync(filename, 'latin1') + AFTER, { filename });
  const module = { exports: {} };
  const run = script.runInThisContext();
  run(module.exports, load, module, filename, dirname(filename));
  return { script, exports: module.exports };
}

function train(folder, hashes, artifact, module) {
  const { arch, versions } = process;
  const require = createRequire(`${folder}/library.cjs`);
  const library = runText(folder, 'library', require);
  const { useLazy, WebAssembly } = library.exports;
  start(WebAssembly, WebAssembly.Module.deserialize(artifact));
  // Before anything is compiled: most of its programs do not.
  const caches = { library: library.script.createCachedData() };
  const load = (name) => (name === './library.cjs' ? library.exports : require(name));
  const compiler = runText(folder, 'compiler', load);
  // Where the library looks for it.
  require.cache[require.resolve('./compiler.cjs')] = { loaded: true, exports: compiler.exports };
  const bytes = readFileSync(module);
  for (const lazy of [true, false]) {
    useLazy(lazy);
    start(WebAssembly, new WebAssembly.Module(bytes));
  }
  caches.compiler = compiler.script.createCachedData();
  for (const [name, data] of Object.entries(caches)) {
    writeFileSync(`${folder}/${cacheStart(name, hashes[name])}${versions.v8}-${arch}.bin`, data);
  }
}

/** Has the library do what most programs want of it at their start, so that V8 has compiled that. */
function start(W, module) {
  W.Module.exports(module);
  const imports = {};
  for (const { module: from, name, kind } of W.Module.imports(module)) {
    imports[from] ??= {};
    if (kind === 'function') imports[from][name] = () => 0;
    else if (kind === 'memory')
      imports[from][name] = new W.Memory({ initial: 256, maximum: 65536 });
    else if (kind === 'table')
      imports[from][name] = new W.Table({ initial: 8192, element: 'anyfunc' });
    else imports[from][name] = new W.Global({ value: 'i32', mutable: true }, 1024);
  }
  const { exports } = new W.Instance(module, imports);
  for (const value of Object.values(exports)) {
    if (typeof value !== 'function') continue;
    try {
      value(16, 8);
      return;
    } catch {
      // It would want more than that.
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder, hashes, artifact, module] = process.argv.slice(2);
  train(folder, JSON.parse(hashes), artifact, module);
}
