// Compile throughput, memory and code size, beside Liftoff and Winch: npm run bench -- compile --help
import { statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { tables } from './compile-tables.js';
import { MODULES, modulesNamed, notInstalled } from './modules.js';
import { child, here, nodeChild, PYTHON, peerMissing, V8_FLAGS } from './peers.js';
import { phasesOf } from './phases.js';
import { machine, median, progress, writeReport } from './report.js';

const HELP = `npm run bench -- compile [options]
  --module NAME    only this one of ${MODULES.map((m) => m.name).join(', ')}; may be repeated
  --target NAME    x64 (default), aarch64 or portable; x64 is set beside the others, aarch64 beside it
  --cold N         fresh processes for cold figures and memory (default 5)
  --warm N         compiles in the one process for warm figures (default 7)
  --warm-up MS     how long that process compiles before, at least once (default 1500)
  --json FILE      writes all figures, single times included
  --help`;

/** @typedef {'x64' | 'aarch64' | 'portable'} TargetName */
/** @typedef {'own' | 'liftoff' | 'winch'} EngineName */
/**
 * @typedef {object} Options
 * @property {number} cold
 * @property {number} warm
 * @property {number} warmUp
 * @property {string} target
 * @property {boolean} hasWinch
 */

/**
 * @param {string} engine
 * @param {string} path
 * @param {number} runs
 * @param {number} warmUp
 * @param {string} target
 */
function measure(engine, path, runs, warmUp, target) {
  if (engine === 'winch') {
    const rest = ['compile', 'winch', path, String(runs), String(warmUp)];
    return child(PYTHON, [here('wasmtime_peer.py'), ...rest]);
  }
  const flags = engine === 'liftoff' ? [...V8_FLAGS.liftoff, '--single-threaded'] : [];
  if (warmUp > 0) flags.push('--expose-gc');
  const name = engine === 'own' ? 'winch-ts' : engine;
  const rest = [name, path, String(runs), String(warmUp), target];
  return nodeChild(flags, 'compile-one.js', rest);
}

/** What is set beside a target. @param {string} target */
export const otherTarget = (target) => (target === 'x64' ? 'aarch64' : 'x64');

/** @param {number[]} values */
const medianOrNone = (values) => (values.length === 0 ? undefined : median(values));

/**
 * @param {import('./modules.js').Module} module
 * @param {Options} options
 */
function benchModule(module, { cold, warm, warmUp, target, hasWinch }) {
  const { name, language, path } = module;
  const bytes = statSync(path).size;
  const engines = /** @type {EngineName[]} */ (['own', 'liftoff', ...(hasWinch ? ['winch'] : [])]);
  /** @type {Record<EngineName, { cold: number[], warm: number[] }>} */
  const milliseconds = {
    own: { cold: [], warm: [] },
    liftoff: { cold: [], warm: [] },
    winch: { cold: [], warm: [] },
  };
  /** @type {Partial<Record<EngineName, string>>} */
  const refused = {};
  const peaks = [];
  /** @type {any} */
  let counted = {};
  // Rounds go from engine to engine, so that a slow spell of the machine hits all of them.
  for (let i = 0; i < cold; i++) {
    const bare = measure('nothing', path, 0, 0, target).peak;
    const loaded = measure('loaded', path, 0, 0, target).peak;
    for (const engine of engines) {
      const run = measure(engine, path, 1, 0, target);
      if (run.refused !== undefined) refused[engine] = run.refused;
      milliseconds[engine].cold.push(...run.milliseconds);
      if (engine !== 'own' || run.refused !== undefined) continue;
      counted = run;
      peaks.push({ peak: run.peak, bare: run.peak - bare, loaded: run.peak - loaded });
    }
  }
  for (const engine of engines) {
    if (refused[engine] !== undefined) continue;
    milliseconds[engine].warm.push(...measure(engine, path, warm, warmUp, target).milliseconds);
  }
  const works = refused.own === undefined;
  const other = works ? measure('own', path, warm, warmUp, otherTarget(target)) : undefined;
  const { codeBytes, bodyBytes, operators } = counted;
  return {
    name,
    language,
    bytes,
    /** Of function bodies; undefined if the module was refused. */
    bodyBytes,
    operators,
    refused,
    medians: Object.fromEntries(
      engines.map((e) => [
        e,
        {
          cold: medianOrNone(milliseconds[e].cold),
          warm: medianOrNone(milliseconds[e].warm),
        },
      ]),
    ),
    codePerByte: works ? codeBytes / bytes : undefined,
    other: other && {
      warm: median(other.milliseconds),
      codePerByte: other.codeBytes / bytes,
    },
    /** Highest resident size in bytes: whole, above a bare process, above one with the compiler. */
    peak: medianOrNone(peaks.map((p) => p.peak)),
    peakAboveBare: medianOrNone(peaks.map((p) => p.bare)),
    peakAboveLoaded: medianOrNone(peaks.map((p) => p.loaded)),
    phases: works ? phasesOf(module, target, warmUp) : undefined,
    milliseconds,
  };
}

/** @typedef {ReturnType<typeof benchModule>} Result */

/** @param {string[]} args */
export function benchCompile(args) {
  const { values } = parseArgs({
    args,
    options: {
      module: { type: 'string', multiple: true },
      target: { type: 'string', default: 'x64' },
      cold: { type: 'string', default: '5' },
      warm: { type: 'string', default: '7' },
      'warm-up': { type: 'string', default: '1500' },
      json: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const cold = Number(values.cold);
  const warm = Number(values.warm);
  const warmUp = Number(values['warm-up']);
  if (!(cold >= 1) || !(warm >= 1) || !(warmUp > 0)) {
    throw new RangeError('--cold and --warm are at least 1, --warm-up is above 0');
  }
  const { target } = values;
  const modules = modulesNamed(values.module);
  const missing = peerMissing();
  console.log(`${machine()}, one thread, target ${target}; medians of ${cold} cold, ${warm} warm`);
  if (missing !== undefined) console.log(`Winch not measured: ${missing}`);
  const absent = values.module === undefined ? notInstalled() : undefined;
  if (absent !== undefined) console.log(absent);
  const results = modules.map((module) => {
    const options = { cold, warm, warmUp, target, hasWinch: missing === undefined };
    const result = benchModule(module, options);
    progress(module.name);
    return result;
  });
  console.log(tables(results, target, otherTarget(target)));
  if (values.json !== undefined) {
    writeReport(values.json, { target, cold, warm, warmUp, winchMissing: missing, results });
  }
}
