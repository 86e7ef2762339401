import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';

// What V8 has compiled of the library, kept beside it: to read and compile its text again is a third of the time that a
// program takes to start with a compiled module. It is good for one version of V8 on one kind of machine, and V8 looks
// whether it is; other ones compile the text.
//
//   node code-cache.js FOLDER ARTIFACT    writes it, once the artifact has run

/** File of the library's text, which is what Node's loader takes, too. */
export const CODE_FILE = 'library-code.cjs';

const BEFORE = '(function (exports, require, module, __filename, __dirname) {';
const AFTER = '\n})';
/** Of the cache's name: it is of this very text, of which V8 looks at the length only. @param {string} hash */
const cacheStart = (hash) => `library-${hash}-`;

/** Text of the file that programs load. @param {string} code of the library @param {string} hash of it */
export const loaderText = (code, hash) => `'use strict';
// Loads the library: as V8 has compiled it, where the build has left that for this version of it, and else as usual.
const { closeSync, openSync, readSync, statSync } = require('node:fs');
const { Script } = require('node:vm');

function compiled() {
  const { arch, release, versions } = process;
  if (release.name !== 'node' || versions.bun || versions.deno || versions.electron) return undefined;
  const cache = \`\${__dirname}/${cacheStart(hash)}\${versions.v8}-\${arch}.bin\`;
  const size = statSync(cache, { throwIfNoEntry: false })?.size;
  if (size === undefined) return undefined;
  const filename = \`\${__dirname}/${CODE_FILE}\`;
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
if (run === undefined) module.exports = require('./${CODE_FILE}');
else run.call(exports, exports, require, module, __filename, __dirname);
`;

/**
 * Writes the cache of a build for the V8 of some Nodes.
 *
 * @param {string} folder of the library @param {string} hash @param {string} artifact file that starts as most do
 * @param {readonly string[]} nodes their executables
 */
export function writeCodeCaches(folder, hash, artifact, nodes) {
  for (const node of nodes) {
    const args = [fileURLToPath(import.meta.url), folder, artifact, hash];
    const { status, stderr } = spawnSync(node, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`${node}: no code cache: ${stderr}`);
  }
}

function train(folder, artifact, hash) {
  const { arch, versions } = process;
  const filename = `${folder}/${CODE_FILE}`;
  const script = new vm.Script(BEFORE + readFileSync(filename, 'latin1') + AFTER, { filename });
  const module = { exports: {} };
  const run = script.runInThisContext();
  run(module.exports, createRequire(filename), module, filename, dirname(filename));
  start(module.exports.WebAssembly, artifact);
  const file = `${folder}/${cacheStart(hash)}${versions.v8}-${arch}.bin`;
  writeFileSync(file, script.createCachedData());
}

/** Has the library do what most programs want of it at their start, so that V8 has compiled that. */
function start(W, artifact) {
  const module = W.Module.deserialize(artifact);
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
  const [folder, artifact, hash] = process.argv.slice(2);
  train(folder, artifact, hash);
}
