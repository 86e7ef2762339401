// Benchmarks: npm run bench -- --help
import { benchCalls } from './calls.js';
import { benchCompile } from './compile.js';
import { benchCounts } from './counts.js';
import { benchRun } from './run.js';

const HELP = `npm run bench -- COMMAND [options]
  compile  throughput, memory and code size (also without a COMMAND)
  run      time of kernels and real programs
  calls    ns of each kind of call
  counts   code bytes, spills and merges, against a stored baseline
npm run bench -- COMMAND --help has the options.`;

/** @type {Record<string, (args: string[]) => void | Promise<void>>} */
const COMMANDS = { compile: benchCompile, run: benchRun, calls: benchCalls, counts: benchCounts };

const [first, ...rest] = process.argv.slice(2);
if (first === '--help') {
  console.log(HELP);
} else if (first === undefined || first.startsWith('-')) {
  await benchCompile(process.argv.slice(2));
} else if (Object.hasOwn(COMMANDS, first)) {
  await COMMANDS[first](rest);
} else {
  console.error(`no command ${first}\n${HELP}`);
  process.exitCode = 2;
}
