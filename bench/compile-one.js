// One measurement in a process of its own; compile.js starts it and reads the JSON line it prints.
//   node compile-one.js winch-ts|liftoff|loaded|nothing MODULE RUNS WARM-UP TARGET
// WARM-UP milliseconds, and one compile at least, go before the runs that count; 0: none, for a cold run.
// "loaded" only loads the compiler, "nothing" not even that: what memory is counted above.
import { readFileSync } from 'node:fs';

const [, , engine, path, runs, warmUp, target] = process.argv;

/**
 * Milliseconds of each run that counts. What the run before left is collected in between and not
 * counted: old modules make V8 find room for new ones at half its speed.
 * @param {() => void} compile
 */
function times(compile) {
  const collect = globalThis.gc ?? (() => {});
  const end = performance.now() + Number(warmUp);
  while (performance.now() < end) {
    collect();
    compile();
  }
  return Array.from({ length: Number(runs) }, () => {
    collect();
    const start = performance.now();
    compile();
    return performance.now() - start;
  });
}

/** Highest resident size so far, in bytes (the operating system counts it in KiB). */
const peak = () => process.resourceUsage().maxRSS * 1024;

/**
 * @type {{
 *   milliseconds: number[], peak: number, codeBytes?: number, bodyBytes?: number,
 *   operators?: number, refused?: string,
 * }}
 */
const result = { milliseconds: [], peak: 0 };

if (engine === 'liftoff') {
  const bytes = readFileSync(path);
  result.milliseconds = times(() => new WebAssembly.Module(bytes));
} else if (engine !== 'nothing') {
  const { compileModule, CompileError } = await import('../dist/index.js');
  if (engine === 'winch-ts') {
    const bytes = readFileSync(path);
    try {
      result.milliseconds = times(() => {
        const { stats } = compileModule(bytes, { target });
        result.codeBytes = stats.bytesOut;
        result.bodyBytes = stats.bytesIn;
        result.operators = stats.operators;
      });
    } catch (error) {
      if (!(error instanceof CompileError)) throw error;
      result.refused = error.message;
    }
  }
}
result.peak = peak();
console.log(JSON.stringify(result));
