// One measurement in a process of its own; compile.js starts it and reads the JSON line it prints.
//   node compile-one.js winch-ts|liftoff|nothing MODULE RUNS TARGET
import { readFileSync } from 'node:fs';

const [, , engine, path, runs, target] = process.argv;

/** Highest resident size so far, in bytes (the operating system counts it in KiB). */
const peak = () => process.resourceUsage().maxRSS * 1024;

/** @type {{ milliseconds: number[], peak: number, codeBytes?: number, refused?: string }} */
const result = { milliseconds: [], peak: 0 };

if (engine !== 'nothing') {
  const bytes = new Uint8Array(readFileSync(path));
  if (engine === 'liftoff') {
    for (let i = 0; i < Number(runs); i++) {
      const start = performance.now();
      new WebAssembly.Module(bytes);
      result.milliseconds.push(performance.now() - start);
    }
  } else {
    const { compileModule, CompileError } = await import('../dist/index.js');
    try {
      for (let i = 0; i < Number(runs); i++) {
        const start = performance.now();
        const artifact = compileModule(bytes, { target });
        result.milliseconds.push(performance.now() - start);
        result.codeBytes = artifact.code.length;
      }
    } catch (error) {
      if (!(error instanceof CompileError)) throw error;
      result.refused = error.message;
      result.milliseconds = [];
    }
  }
}
result.peak = peak();
console.log(JSON.stringify(result));
