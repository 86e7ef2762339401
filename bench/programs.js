// Time of programs that go back and forth between WebAssembly and JavaScript, beside Liftoff:
// npm run bench -- programs --help
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import { here, V8_FLAGS } from './peers.js';
import {
  figure,
  geometricMean,
  machine,
  progress,
  quotient,
  table,
  writeReport,
} from './report.js';

/** What each one needs. */
const PROGRAMS = {
  opencascade: 'opencascade.js',
  micropython: '@micropython/micropython-webassembly-pyscript',
  'sql-function': 'sql.js',
  'html-rewriter': 'html-rewriter-wasm',
};

const HELP = `npm run bench -- programs [options]
  --program NAME   only this one of ${Object.keys(PROGRAMS).join(', ')}; may be repeated
  --rounds N       processes of each engine for each program, taking turns (default 3)
  --runs N         runs in each process, after one that does not count (default 12)
  --json FILE      writes all figures
  --help`;

const ENGINES = /** @type {const} */ (['own', 'liftoff']);
/** @typedef {typeof ENGINES[number]} EngineName */

/**
 * The least time of a run in a process of its own, and what it printed.
 * @param {EngineName} engine
 * @param {string} name
 * @param {number} runs
 */
function runProgram(engine, name, runs) {
  const flags = engine === 'own' ? [] : V8_FLAGS[engine];
  const rest = ['--engine', engine === 'own' ? 'winch' : 'v8', '--runs', String(runs)];
  const run = spawnSync(process.execPath, [...flags, here(`programs/${name}.mjs`), ...rest], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  const last = run.stderr.trim().split('\n').at(-1) ?? '';
  if (run.status !== 0) throw new Error(`${name} ended by ${run.signal ?? run.status}: ${last}`);
  return { milliseconds: JSON.parse(last).runMilliseconds, output: run.stdout };
}

/** @param {string} name */
function isInstalled(name) {
  try {
    createRequire(import.meta.url).resolve(name);
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {string} name
 * @param {number} rounds
 * @param {number} runs
 */
function measure(name, rounds, runs) {
  /** @type {Record<EngineName, number[]>} */
  const milliseconds = { own: [], liftoff: [] };
  const outputs = new Set();
  for (let round = 0; round < rounds; round++) {
    for (const engine of ENGINES) {
      const run = runProgram(engine, name, runs);
      milliseconds[engine].push(run.milliseconds);
      outputs.add(run.output);
      if (outputs.size > 1) throw new Error(`${name}: other results: ${[...outputs].join('')}`);
    }
  }
  progress(name);
  const least = { own: Math.min(...milliseconds.own), liftoff: Math.min(...milliseconds.liftoff) };
  return { name, least, milliseconds };
}

/** @param {string[]} args */
export function benchPrograms(args) {
  const { values } = parseArgs({
    args,
    options: {
      program: { type: 'string', multiple: true },
      rounds: { type: 'string', default: '3' },
      runs: { type: 'string', default: '12' },
      json: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const names = values.program ?? Object.keys(PROGRAMS);
  const unknown = names.find((name) => !Object.hasOwn(PROGRAMS, name));
  const rounds = Number(values.rounds);
  const runs = Number(values.runs);
  if (unknown !== undefined || !(rounds >= 1) || !(runs >= 1)) {
    console.error(
      unknown === undefined ? '--rounds and --runs are at least 1' : `no program ${unknown}`,
    );
    process.exitCode = 2;
    return;
  }
  const installed = Object.entries(PROGRAMS)
    .filter(([name, needs]) => names.includes(name) && isInstalled(needs))
    .map(([name]) => name);
  const missing = names.filter((name) => !installed.includes(name));
  if (missing.length > 0) {
    console.log(`not installed (npm ci --prefix bench): ${missing.join(', ')}`);
  }
  if (installed.length === 0) return;
  const results = installed.map((name) => measure(name, rounds, runs));
  const ratios = results.map(({ least }) => least.own / least.liftoff);
  console.log(`${machine()}; ms, the least of ${rounds} processes with ${runs} runs each\n`);
  console.log(
    table([
      ['program', 'winch-ts', 'Liftoff', '/ Liftoff'],
      ...results.map(({ name, least }) => [
        name,
        figure(least.own, 1),
        figure(least.liftoff, 1),
        figure(quotient(least.own, least.liftoff), 2),
      ]),
      ['geometric mean', '', '', figure(geometricMean(ratios), 2)],
    ]),
  );
  if (values.json !== undefined) writeReport(values.json, { rounds, runs, missing, results });
}
