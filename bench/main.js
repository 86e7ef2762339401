// Benchmarks: npm run bench -- --help
import { benchCalls } from './calls.js';
import { benchCompile } from './compile.js';
import { benchCounts } from './counts.js';
import { benchNative } from './native.js';
import { benchPhases } from './phases.js';
import { benchPrograms } from './programs.js';
import { benchRun } from './run.js';
import { benchStartup } from './startup.js';
import { benchUnmodified } from './unmodified.js';
import { benchWasi } from './wasi.js';

const HELP = `npm run bench -- COMMAND [options]
  compile  throughput, time by phase, memory and code size (also without a COMMAND)
  phases   ns per operator of each phase of a compile
  run      time of kernels and real programs
  calls    ns of each kind of call
  native   ns of calls between WebAssembly and C (needs cc)
  programs time of programs that call back and forth
  unmodified  whether programs from npm print the same, and how long they take
  wasi     whether programs of WASI behave as under wasmtime
  startup  time and memory from process start to the first result
  counts   code bytes, spills, merges, moves and allocations, against a stored baseline
npm run bench -- COMMAND --help has the options.`;

/** @type {Record<string, (args: string[]) => void | Promise<void>>} */
const COMMANDS = {
  compile: benchCompile,
  phases: benchPhases,
  run: benchRun,
  calls: benchCalls,
  native: benchNative,
  programs: benchPrograms,
  startup: benchStartup,
  unmodified: benchUnmodified,
  wasi: benchWasi,
  counts: benchCounts,
};

/** @param {(args: string[]) => void | Promise<void>} command @param {string[]} args */
async function start(command, args) {
  try {
    await command(args);
  } catch (error) {
    // An option or a value of one that is not known.
    if (!(error instanceof RangeError) && !(error instanceof TypeError && 'code' in error))
      throw error;
    console.error(error.message);
    process.exitCode = 2;
  }
}

const [first, ...rest] = process.argv.slice(2);
if (first === '--help') {
  console.log(HELP);
} else if (first === undefined || first.startsWith('-')) {
  await start(benchCompile, process.argv.slice(2));
} else if (Object.hasOwn(COMMANDS, first)) {
  await start(COMMANDS[first], rest);
} else {
  console.error(`no command ${first}\n${HELP}`);
  process.exitCode = 2;
}
