// Times of the export `run` in a process of its own; run.js starts it and reads the JSON line it prints.
//   node run-one.js winch-ts|portable|v8|polywasm MODULE ARGUMENT RUNS
import { readFileSync } from 'node:fs';

const [, , engine, path, argument, runs] = process.argv;
/** @type {Record<string, string>} */
const PACKAGES = {
  'winch-ts': '../dist/index.js',
  portable: '../dist/portable/index.js',
  polywasm: 'polywasm',
};

/** @returns {{ milliseconds: number[], checksums: string[] }} */
function measure() {
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
  return { milliseconds, checksums: [String(checksum), String(again)] };
}

const { Module, Instance } =
  engine === 'v8' ? WebAssembly : (await import(PACKAGES[engine])).WebAssembly;
let result;
try {
  result = measure();
} catch (error) {
  // It has a part of WebAssembly.
  if (engine !== 'polywasm') throw error;
  result = {
    milliseconds: [],
    checksums: [],
    refused: error instanceof Error ? error.message : String(error),
  };
}
console.log(JSON.stringify(result));
