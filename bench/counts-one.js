// Bytes that warm compiles of a module allocate on the JavaScript heap, per operator, in a process of
// its own; counts.js starts it and reads the JSON line it prints.
//   node ALLOCATION_FLAGS counts-one.js MODULE TARGET
import { readFileSync } from 'node:fs';
import { GCProfiler } from 'node:v8';
import { compileModule } from '../dist/index.js';

const [, , path, target] = process.argv;
const gc = /** @type {() => void} */ (globalThis.gc);
const bytes = readFileSync(path);

/** Until V8 has optimized everything that it will, small modules take more than large ones. */
const WARM_UP = { compiles: 12, operators: 10_000_000 };
const RUNS = 3;

let operators = 0;
for (let i = 0; i < 2 || (i < WARM_UP.compiles && operators < WARM_UP.operators); i++) {
  operators += compileModule(bytes, { target }).stats.operators;
}

let least = Number.POSITIVE_INFINITY;
for (let i = 0; i < RUNS; i++) {
  gc();
  const profiler = new GCProfiler();
  profiler.start();
  const before = process.memoryUsage().heapUsed;
  const { stats } = compileModule(bytes, { target });
  const after = process.memoryUsage().heapUsed;
  if (profiler.stop().statistics.length > 0) continue;
  least = Math.min(least, (after - before) / stats.operators);
}
// What has been collected meanwhile would be missing.
if (least === Number.POSITIVE_INFINITY) throw new Error('garbage was collected in every compile');
console.log(JSON.stringify({ allocated: least }));
