// Bytes that warm compiles of a module allocate on the JavaScript heap, per operator, in a process of
// its own; counts.js starts it and reads the JSON line it prints.
//   node ALLOCATION_FLAGS counts-one.js MODULE TARGET
import { readFileSync } from 'node:fs';
import { GCProfiler, getHeapSpaceStatistics } from 'node:v8';
import { ModuleCompiler } from '../dist/index.js';

const [, , path, target] = process.argv;
const gc = /** @type {() => void} */ (globalThis.gc);
const bytes = readFileSync(path);

/** Until V8 has optimized everything that it will, small modules take more than large ones. */
const WARM_UP = { compiles: 12, operators: 10_000_000 };
const RUNS = 3;
const YOUNG = ['new_space', 'new_large_object_space'];

/**
 * The last compiler, which stays alive: collecting the only object of a shape makes V8 throw away the
 * code that was optimized for it, and what it allocates to make it again would be counted.
 * @type {{ compiler: ModuleCompiler | undefined }}
 */
const alive = { compiler: undefined };

/** @returns {number} operators */
function compile() {
  const next = new ModuleCompiler({ target });
  next.push(bytes);
  const { operators } = next.finish().stats;
  alive.compiler = next;
  return operators;
}

let operators = 0;
for (let i = 0; i < 2 || (i < WARM_UP.compiles && operators < WARM_UP.operators); i++) {
  operators += compile();
}

/**
 * Bytes of young objects. Old ones are for the most part V8's own: code, and what it learns.
 * @param {readonly any[]} spaces as heap statistics or a profile of collections have them
 */
const young = (spaces) =>
  spaces.reduce((sum, space) => {
    const name = space.space_name ?? space.spaceName;
    return YOUNG.includes(name) ? sum + (space.space_used_size ?? space.spaceUsedSize) : sum;
  }, 0);

let least = Number.POSITIVE_INFINITY;
for (let i = 0; i < RUNS; i++) {
  gc();
  const profiler = new GCProfiler();
  profiler.start();
  const before = young(getHeapSpaceStatistics());
  const compiled = compile();
  const after = young(getHeapSpaceStatistics());
  // Large buffers make V8 collect garbage however large the young generation is.
  const collected = profiler
    .stop()
    .statistics.reduce(
      (sum, { beforeGC, afterGC }) =>
        sum + young(beforeGC.heapSpaceStatistics) - young(afterGC.heapSpaceStatistics),
      0,
    );
  least = Math.min(least, (after - before + collected) / compiled);
}
console.log(JSON.stringify({ allocated: least }));
