// ns of every kind of call in a process of its own; calls.js starts it and reads the JSON line it prints.
//   node calls-one.js winch-ts|v8 CALLS
import { readFileSync } from 'node:fs';

const [, , engine, calls] = process.argv;
const { Module, Instance, Memory } =
  engine === 'winch-ts' ? (await import('../dist/index.js')).WebAssembly : WebAssembly;

/** @param {string} name @param {WebAssembly.Imports} [imports] @returns {any} its exports */
function load(name, imports) {
  return new Instance(compile(name), imports).exports;
}

/** @param {string} name */
function compile(name) {
  const bytes = readFileSync(new URL(`calls/${name}.wasm`, import.meta.url));
  return new Module(new Uint8Array(bytes));
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

const error = new Error('made before');
const border = load('border', {
  host: {
    // As Emscripten makes it, without its own copy of the table.
    invoke(/** @type {number} */ index, /** @type {number} */ a) {
      try {
        return border.table.get(index)(a);
      } catch {
        return 0;
      }
    },
    fail() {
      throw error;
    },
    deeper: (/** @type {number} */ level) => descend(level),
  },
});
const small = compile('small');

/** What takes more than a call. @type {Record<string, (n: number) => unknown>} */
const borderKinds = {
  invoke: border.invoke,
  table_get(n) {
    const { table } = border;
    let found = 0;
    for (let i = 0; i < n; i++) if (table.get(i & 1) !== null) found++;
    return found;
  },
  throw(n) {
    let caught = 0;
    for (let i = 0; i < n; i++) {
      try {
        border.fail(i);
      } catch {
        caught++;
      }
    }
    return caught;
  },
  instance(n) {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += new Instance(small).exports.f === undefined ? 0 : 1;
    return sum;
  },
  memory(n) {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += new Memory({ initial: 1 }) === null ? 0 : 1;
    return sum;
  },
};

let deepest = 0;

/** JavaScript to WebAssembly to JavaScript, until a stack is used up. @param {number} level */
function descend(level) {
  deepest = level;
  return border.deeper(level + 1);
}

/** Levels of recursion through both languages. */
function depth() {
  try {
    descend(0);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return deepest;
}

/**
 * Nanoseconds a call, the least of several runs.
 *
 * @param {(n: number) => unknown} run
 * @param {number} n calls in a run
 * @param {number} runs
 * @param {number} before calls that do not count
 */
function measure(run, n, runs, before) {
  // Enough for JavaScript around the calls to be optimized.
  for (let i = 0; i < before; i += n) run(n);
  const result = String(run(n));
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    const again = run(n);
    least = Math.min(least, performance.now() - start);
    if (String(again) !== result) throw new Error('two results differ');
  }
  return { nanoseconds: (least * 1e6) / n, result };
}

const within = Number(calls);
// Short runs, of which some are not disturbed on a machine that does other things besides.
const RUNS = 300;
const between = Math.ceil(within / 20 / RUNS);
const made = Math.ceil(between / 50);

/** @type {Record<string, { nanoseconds: number, result: string }>} */
const results = {};
for (const [name, run] of Object.entries(fromJs)) {
  results[name] = measure(run, between, RUNS, 100 * between);
}
for (const [name, run] of Object.entries(wasm)) {
  if (run.length !== 1 || name === 'long') continue;
  results[name] = name.startsWith('to_host')
    ? measure(run, between, RUNS, 100 * between)
    : measure(run, within, 4, within);
}
for (const [name, run] of Object.entries(borderKinds)) {
  const n = name === 'instance' || name === 'memory' ? made : between;
  results[name] = measure(run, n, RUNS, 100 * n);
}
// Several: the first ones go through code that is not optimized yet, with other frames.
const levels = Math.max(...Array.from({ length: 5 }, depth));
// Last: from the first module with handlers on, calls of the host are made by way of a function that catches.
for (const [name, run] of Object.entries(load('exceptions'))) {
  results[name] = measure(/** @type {(n: number) => unknown} */ (run), made, RUNS, 100 * made);
}
console.log(JSON.stringify({ levels, kinds: results }));
