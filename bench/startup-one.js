// One start, in a process of its own: from nothing to a module's first result.
//
//   node startup-one.js empty | koffi
//   node startup-one.js v8 | source | lazy MODULE
//   node startup-one.js artifact FILE
//   node startup-one.js cache MODULE FOLDER
//
// Prints { wall, cpu, rss, result }: milliseconds since the process began, milliseconds of CPU time, bytes.
import { readFileSync } from 'node:fs';

const [kind, path, folder] = process.argv.slice(2);

/** Names of functions that are called where a module has them, and their arguments: they need no host. */
const CALLS = [
  ['__wbindgen_malloc', [16, 8]],
  ['__wbindgen_export', [16, 8]],
  ['malloc', [16]],
  ['cabi_realloc', [0, 0, 8, 16]],
];

/** Imports that do nothing. @param {typeof WebAssembly} W @param {WebAssembly.Module} module */
function importsFor(W, module) {
  /** @type {Record<string, Record<string, any>>} */
  const imports = {};
  for (const { module: from, name, kind } of W.Module.imports(module)) {
    imports[from] ??= {};
    if (kind === 'function') imports[from][name] = () => 0;
    else if (kind === 'memory')
      imports[from][name] = new W.Memory({ initial: 512, maximum: 32768 });
    else if (kind === 'table')
      imports[from][name] = new W.Table({ initial: 8192, element: 'anyfunc' });
    else imports[from][name] = new W.Global({ value: 'i32', mutable: true }, 1024);
  }
  return imports;
}

/** @param {typeof WebAssembly} W @param {WebAssembly.Module} module */
function firstResult(W, module) {
  const { exports } = new W.Instance(module, importsFor(W, module));
  const known = CALLS.find(([name]) => typeof exports[name] === 'function');
  const [name, values] = known ?? [
    Object.keys(exports).find((key) => typeof exports[key] === 'function'),
    [],
  ];
  try {
    return `${name}: ${exports[name](...values)}`;
  } catch (error) {
    return `${name}: ${error.constructor.name}`;
  }
}

async function run() {
  if (kind === 'empty') return undefined;
  if (kind === 'koffi') return void (await import('koffi'));
  if (kind === 'v8') {
    return firstResult(WebAssembly, new WebAssembly.Module(readFileSync(path)));
  }
  const { ArtifactCache, useCache, useLazy, WebAssembly: W } = await import('../dist/index.js');
  if (kind === 'cache') useCache(new ArtifactCache({ folder }));
  if (kind === 'source') useLazy(false);
  const module =
    kind === 'artifact' ? W.Module.deserialize(path) : new W.Module(readFileSync(path));
  return firstResult(W, module);
}

const result = await run();
const wall = performance.now();
const { user, system } = process.cpuUsage();
const rss = process.memoryUsage.rss();
console.log(JSON.stringify({ wall, cpu: (user + system) / 1000, rss, result }));
