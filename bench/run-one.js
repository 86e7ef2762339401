// Times of the export `run` in a process of its own; run.js starts it and reads the JSON line it prints.
//   node run-one.js winch-ts|v8 MODULE ARGUMENT RUNS
import { readFileSync } from 'node:fs';

const [, , engine, path, argument, runs] = process.argv;
const { Module, Instance } =
  engine === 'winch-ts' ? (await import('../dist/index.js')).WebAssembly : WebAssembly;
const run = /** @type {Function} */ (
  new Instance(new Module(new Uint8Array(readFileSync(path)))).exports.run
);
const n = Number(argument);
// The first run is left out: it touches memory for the first time.
const checksum = run(n);
const milliseconds = [];
let again;
for (let i = 0; i < Number(runs); i++) {
  const start = performance.now();
  again = run(n);
  milliseconds.push(performance.now() - start);
}
console.log(JSON.stringify({ milliseconds, checksums: [String(checksum), String(again)] }));
