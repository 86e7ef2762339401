// ns of every kind of call in a process of its own; calls.js starts it and reads the JSON line it prints.
//   node calls-one.js winch-ts|v8 CALLS
import { readFileSync } from 'node:fs';

const [, , engine, calls] = process.argv;
const { Module, Instance } =
  engine === 'winch-ts' ? (await import('../dist/index.js')).WebAssembly : WebAssembly;

/** @param {string} name @param {WebAssembly.Imports} [imports] @returns {any} its exports */
function load(name, imports) {
  const bytes = readFileSync(new URL(`calls/${name}.wasm`, import.meta.url));
  return new Instance(new Module(new Uint8Array(bytes)), imports).exports;
}

const other = load('other');
const wasm = load('calls', {
  host: {
    none: () => {},
    two: (/** @type {number} */ a, /** @type {number} */ b) => (a + b) | 0,
    floats: (/** @type {number} */ a, /** @type {number} */ b) => a + b,
    long: (/** @type {bigint} */ a) => a + 1n,
  },
  other,
});

// A loop each, so that every call site sees one function only.
/** @type {Record<string, (n: number) => unknown>} */
const fromJs = {
  js_none(n) {
    for (let i = 0; i < n; i++) wasm.none();
  },
  js_two(n) {
    let sum = 0;
    for (let i = 0; i < n; i++) sum = wasm.two(sum, i);
    return sum;
  },
  js_floats(n) {
    let sum = 0;
    for (let i = 0; i < n; i++) sum = wasm.floats(sum, 1.5);
    return sum;
  },
  js_long(n) {
    let sum = 0n;
    for (let i = 0; i < n; i++) sum = wasm.long(sum);
    return sum;
  },
};

/** Nanoseconds a call, the least of several runs. @param {(n: number) => unknown} run @param {number} n */
function measure(run, n) {
  // Enough for JavaScript around the calls to be optimized.
  const result = String(run(n));
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 4; i++) {
    const start = performance.now();
    if (String(run(n)) !== result) throw new Error('two results differ');
    least = Math.min(least, performance.now() - start);
  }
  return { nanoseconds: (least * 1e6) / n, result };
}

const within = Number(calls);
// A call between the languages takes many times as long.
const between = Math.ceil(within / 20);
/** @type {Record<string, { nanoseconds: number, result: string }>} */
const results = {};
for (const [name, run] of Object.entries(fromJs)) results[name] = measure(run, between);
for (const [name, run] of Object.entries(wasm)) {
  if (run.length !== 1 || name === 'long') continue;
  results[name] = measure(run, name.startsWith('to_host') ? between : within);
}
console.log(JSON.stringify(results));
