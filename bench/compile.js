// Compile throughput, memory and code size, beside Liftoff and Winch: npm run bench -- compile --help
import { statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { MODULES } from './modules.js';
import { child, here, nodeChild, PYTHON, peerMissing, V8_FLAGS } from './peers.js';
import { figure, machine, median, progress, ratio, table, writeReport } from './report.js';

const HELP = `npm run bench -- compile [options]
  --module NAME    only this one of ${MODULES.map((m) => m.name).join(', ')}; may be repeated
  --target NAME    machine to generate code for (default x64); the other one is set beside it
  --cold N         fresh processes for cold figures and memory (default 5)
  --warm N         compiles in the one process for warm figures (default 7)
  --json FILE      writes all figures
  --help`;

/**
 * @param {string} engine
 * @param {string} path
 * @param {number} runs
 * @param {string} target
 */
function measure(engine, path, runs, target) {
  const flags = engine === 'liftoff' ? [...V8_FLAGS.liftoff, '--single-threaded'] : [];
  return nodeChild(flags, 'compile-one.js', [engine, path, String(runs), target]);
}

/** @param {string} path @param {string} runs */
const winch = (path, runs) =>
  child(PYTHON, [here('wasmtime_peer.py'), 'compile', 'winch', path, runs]);

/** The first of several compiles is left out: it is the cold one. @param {number[]} milliseconds */
const warmMedian = (milliseconds) => median(milliseconds.slice(milliseconds.length > 1 ? 1 : 0));

/**
 * @param {{ name: string, path: string }} module
 * @param {{ cold: number, warm: number, target: string, hasWinch: boolean }} options
 */
function benchModule({ name, path }, { cold, warm, target, hasWinch }) {
  const bytes = statSync(path).size;
  const rate = (/** @type {number} */ milliseconds) => bytes / 1e3 / milliseconds;
  // Rounds go from engine to engine, so that a slow spell of the machine hits all of them.
  /** @type {Record<'own' | 'liftoff' | 'winch', { cold: number[], warm: number[] }>} */
  const times = {
    own: { cold: [], warm: [] },
    liftoff: { cold: [], warm: [] },
    winch: { cold: [], warm: [] },
  };
  const peaks = [];
  /** @type {number | undefined} */
  let codeBytes;
  /** @type {string | undefined} */
  let refused;
  for (let i = 0; i < cold; i++) {
    const bare = measure('nothing', path, 0, target).peak;
    const own = measure('winch-ts', path, 1, target);
    ({ codeBytes, refused } = own);
    if (refused === undefined) {
      times.own.cold.push(own.milliseconds[0]);
      peaks.push({ peak: own.peak, above: own.peak - bare });
    }
    times.liftoff.cold.push(measure('liftoff', path, 1, target).milliseconds[0]);
    if (hasWinch) times.winch.cold.push(winch(path, '1').milliseconds[0]);
  }
  if (refused === undefined) {
    times.own.warm.push(...measure('winch-ts', path, warm + 1, target).milliseconds);
  }
  const other = measure('winch-ts', path, warm + 1, otherTarget(target));
  times.liftoff.warm.push(...measure('liftoff', path, warm + 1, target).milliseconds);
  if (hasWinch) {
    times.winch.warm.push(...winch(path, String(warm + 1)).milliseconds);
  }
  const rates = (/** @type {{ cold: number[], warm: number[] }} */ t) =>
    t.cold.length === 0
      ? undefined
      : { cold: rate(median(t.cold)), warm: rate(warmMedian(t.warm)) };
  return {
    name,
    bytes,
    refused,
    own: rates(times.own),
    liftoff: rates(times.liftoff),
    winch: rates(times.winch),
    codePerByte: codeBytes === undefined ? undefined : codeBytes / bytes,
    other:
      other.refused === undefined
        ? { warm: rate(warmMedian(other.milliseconds)), codePerByte: other.codeBytes / bytes }
        : undefined,
    peak: peaks.length === 0 ? undefined : median(peaks.map((p) => p.peak)),
    peakAboveBare: peaks.length === 0 ? undefined : median(peaks.map((p) => p.above)),
    milliseconds: times,
  };
}

/** @param {string} target */
const otherTarget = (target) => (target === 'x64' ? 'aarch64' : 'x64');

/** @param {string[]} args */
export function benchCompile(args) {
  const { values } = parseArgs({
    args,
    options: {
      module: { type: 'string', multiple: true },
      target: { type: 'string', default: 'x64' },
      cold: { type: 'string', default: '5' },
      warm: { type: 'string', default: '7' },
      json: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const wanted = values.module ?? MODULES.map((m) => m.name);
  const unknown = wanted.find((name) => !MODULES.some((m) => m.name === name));
  const cold = Number(values.cold);
  const warm = Number(values.warm);
  if (unknown !== undefined || !(cold >= 1) || !(warm >= 1)) {
    console.error(
      unknown === undefined ? '--cold and --warm are at least 1' : `no module ${unknown}`,
    );
    process.exitCode = 2;
    return;
  }
  const missing = peerMissing();
  const where = `${machine()}, one thread, target ${values.target}`;
  console.log(`${where}; medians of ${cold} cold and ${warm} warm`);
  if (missing !== undefined) console.log(`Winch not measured: ${missing}`);
  const results = MODULES.filter((m) => wanted.includes(m.name)).map((m) => {
    const result = benchModule(m, {
      cold,
      warm,
      target: values.target,
      hasWinch: missing === undefined,
    });
    progress(m.name);
    return result;
  });
  for (const kind of /** @type {const} */ (['cold', 'warm'])) {
    console.log(`\n${kind}, MB/s`);
    console.log(
      table([
        ['module', 'MB', 'winch-ts', 'Liftoff', 'Winch', 'to Liftoff', 'to Winch'],
        ...results.map((r) => [
          r.name,
          figure(r.bytes / 1e6, 2),
          r.refused === undefined ? figure(r.own?.[kind], 1) : 'refused',
          figure(r.liftoff?.[kind], 1),
          figure(r.winch?.[kind], 1),
          ratio(r.own?.[kind], r.liftoff?.[kind]),
          ratio(r.own?.[kind], r.winch?.[kind]),
        ]),
      ]),
    );
  }
  console.log('\ncode and memory');
  console.log(
    table([
      ['module', 'code bytes per Wasm byte', 'peak MB', 'above a bare process'],
      ...results.map((r) => [
        r.name,
        figure(r.codePerByte, 2),
        figure(r.peak === undefined ? undefined : r.peak / 1e6, 0),
        figure(r.peakAboveBare === undefined ? undefined : r.peakAboveBare / 1e6, 0),
      ]),
    ]),
  );
  const other = otherTarget(values.target);
  console.log(`\ntarget ${other} beside ${values.target}`);
  console.log(
    table([
      [
        'module',
        'warm MB/s',
        `to ${values.target}`,
        'code bytes per Wasm byte',
        `to ${values.target}`,
      ],
      ...results.map((r) => [
        r.name,
        figure(r.other?.warm, 1),
        ratio(r.other?.warm, r.own?.warm),
        figure(r.other?.codePerByte, 2),
        ratio(r.other?.codePerByte, r.codePerByte),
      ]),
    ]),
  );
  for (const r of results) {
    if (r.refused !== undefined) console.log(`${r.name} refused: ${r.refused}`);
  }
  if (values.json !== undefined) {
    writeReport(values.json, { target: values.target, cold, warm, winchMissing: missing, results });
  }
}
