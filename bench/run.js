// Run time of kernels and programs, beside Liftoff, TurboFan, Winch and Cranelift; of byte code, beside Liftoff and
// polywasm:
// npm run bench -- run --help
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import { KERNELS, SIMD_KERNELS } from './kernels/index.js';
import { child, here, nodeChild, PYTHON, peerMissing, V8_FLAGS } from './peers.js';
import {
  figure,
  geometricMean,
  machine,
  median,
  progress,
  quotient,
  table,
  writeReport,
} from './report.js';

const ALL_KERNELS = [...KERNELS, ...SIMD_KERNELS];
const PROGRAMS = ['sql', 'quickjs', 'esbuild'];

const HELP = `npm run bench -- run [options]
  --kernel NAME    only this one of ${KERNELS.map((k) => k.name).join(', ')},
                   with vectors ${SIMD_KERNELS.map((k) => k.name).join(', ')}; may be repeated
  --program NAME   only this one of ${PROGRAMS.join(', ')}; may be repeated
                   (of kernels and programs, what is not named is left out when the other one is)
  --target NAME    host (default), or portable: byte code; without names, kernels alone, those with vectors not, which take minutes there
  --rounds N       processes of each engine for each kernel or program, taking turns (default 3)
  --runs N         runs in each process of a kernel, after one that does not count (default 3)
  --json FILE      writes all figures, single times included
  --help`;

/** @typedef {{ milliseconds: number[], checksums: string[], refused?: string }} Times */
/** @typedef {'own' | 'portable' | 'liftoff' | 'turbofan' | 'polywasm' | 'winch' | 'cranelift'} EngineName */
/** @typedef {'own' | 'portable'} OwnName */

const TITLES = {
  own: 'winch-ts',
  portable: 'winch-ts',
  liftoff: 'Liftoff',
  turbofan: 'TurboFan',
  polywasm: 'polywasm',
  winch: 'Winch',
  cranelift: 'Cranelift',
};
const PEERS = /** @type {const} */ (['liftoff', 'winch', 'cranelift', 'turbofan']);
/** Of byte code. polywasm makes JavaScript out of a module, which code from strings must be allowed for. */
const PORTABLE_PEERS = /** @type {const} */ (['liftoff', 'polywasm']);
const WITHOUT_POLYWASM = /** @type {const} */ (['liftoff']);

/** Whether the folder's own packages are there. */
function hasPolywasm() {
  try {
    createRequire(import.meta.url).resolve('polywasm');
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {EngineName} engine
 * @param {{ path: string, argument: number }} kernel
 * @param {number} runs
 * @returns {Times}
 */
function runKernel(engine, { path, argument }, runs) {
  const rest = [path, String(argument), String(runs)];
  if (engine === 'own') return nodeChild([], 'run-one.js', ['winch-ts', ...rest]);
  if (engine === 'portable' || engine === 'polywasm') {
    return nodeChild([], 'run-one.js', [engine, ...rest]);
  }
  if (engine === 'liftoff' || engine === 'turbofan') {
    return nodeChild(V8_FLAGS[engine], 'run-one.js', ['v8', ...rest]);
  }
  return child(PYTHON, [here('wasmtime_peer.py'), 'run', engine, ...rest]);
}

/**
 * A program prints its output and a digest of it; on stderr, what it took.
 * @param {EngineName} engine
 * @param {string} name
 * @returns {Times}
 */
function runProgram(engine, name) {
  const flags = engine === 'liftoff' || engine === 'turbofan' ? V8_FLAGS[engine] : [];
  const script = here(`programs/${name}.mjs`);
  const installed = engine === 'own' ? 'winch' : engine === 'portable' ? engine : 'v8';
  const run = spawnSync(process.execPath, [...flags, script, '--engine', installed], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  const last = run.stderr.trim().split('\n').at(-1) ?? '';
  if (run.status !== 0) throw new Error(`${name} ended by ${run.signal ?? run.status}: ${last}`);
  return { milliseconds: [JSON.parse(last).runMilliseconds], checksums: [run.stdout] };
}

/**
 * Rounds go from engine to engine, so that a slow spell of the machine hits all of them.
 *
 * @param {string} name
 * @param {readonly EngineName[]} engines
 * @param {number} rounds
 * @param {(engine: EngineName) => Times} runOnce
 * @throws when the checksums of two runs differ
 */
function measure(name, engines, rounds, runOnce) {
  /** @type {Partial<Record<EngineName, number[]>>} */
  const milliseconds = {};
  /** @type {Partial<Record<EngineName, string>>} */
  const refused = {};
  const checksums = new Set();
  for (let round = 0; round < rounds; round++) {
    for (const engine of engines) {
      if (refused[engine] !== undefined) continue;
      const times = runOnce(engine);
      if (times.refused !== undefined) {
        refused[engine] = times.refused;
        continue;
      }
      // Of the first run and the last one: a kernel may go on from what it left in memory.
      const checksum = times.checksums.join(', ');
      // It says of itself that it computes some operators otherwise.
      if (engine === 'polywasm' && !checksums.has(checksum)) {
        refused[engine] = `another result, ${checksum}`;
        continue;
      }
      milliseconds[engine] = [...(milliseconds[engine] ?? []), ...times.milliseconds];
      checksums.add(checksum);
      if (checksums.size > 1) {
        throw new Error(
          `${name}: ${TITLES[engine]} has another result: ${[...checksums].join('; ')}`,
        );
      }
    }
  }
  const medians = Object.fromEntries(
    Object.entries(milliseconds).map(([engine, times]) => [engine, median(times)]),
  );
  progress(name);
  return { name, checksum: [...checksums][0], medians, refused, milliseconds };
}

/** @typedef {ReturnType<typeof measure>} Result */

/** Our time by the better one of the two baseline compilers. @param {Result} result */
const toBetter = ({ medians }) =>
  medians.own / Math.min(medians.liftoff, medians.winch ?? Number.POSITIVE_INFINITY);

/** @param {number[]} values */
const greatest = (values) => (values.length === 0 ? undefined : Math.max(...values));

/**
 * @param {string} heading
 * @param {Result[]} results
 * @param {OwnName} own
 * @param {readonly (keyof typeof TITLES)[]} peers
 */
function show(heading, results, own, peers) {
  const ratios = (/** @type {(result: Result) => number | undefined} */ of) =>
    results.map(of).filter((r) => r !== undefined);
  const by = (/** @type {EngineName} */ peer) => (/** @type {Result} */ r) =>
    quotient(r.medians[own], r.medians[peer]);
  const summary = (
    /** @type {string} */ name,
    /** @type {(ratios: number[]) => number | undefined} */ of,
  ) => [
    name,
    '',
    ...peers.map(() => ''),
    ...peers.map((p) => figure(of(ratios(by(p))), 2)),
    ...(both ? [figure(of(ratios(toBetter)), 2)] : []),
  ];
  const both = peers.includes('winch');
  console.log(
    `\n${heading}, ms; then winch-ts by each of the others (below 1: winch-ts is faster)`,
  );
  console.log(
    table([
      [
        heading,
        TITLES[own],
        ...peers.map((p) => TITLES[p]),
        ...peers.map((p) => `/ ${TITLES[p]}`),
        ...(both ? ['/ better baseline'] : []),
      ],
      ...results.map((r) => [
        r.name,
        figure(r.medians[own], 2),
        ...peers.map((p) => figure(r.medians[p], 2)),
        ...peers.map((p) => figure(by(p)(r), 2)),
        ...(both ? [figure(toBetter(r), 2)] : []),
      ]),
      summary('geometric mean', geometricMean),
      summary('greatest', greatest),
    ]),
  );
}

/** @param {string[]} args */
export function benchRun(args) {
  const { values } = parseArgs({
    args,
    options: {
      kernel: { type: 'string', multiple: true },
      program: { type: 'string', multiple: true },
      target: { type: 'string', default: 'host' },
      rounds: { type: 'string', default: '3' },
      runs: { type: 'string', default: '3' },
      json: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const all = values.kernel === undefined && values.program === undefined;
  // Lanes are computed one by one in byte code: by name they are measured there, too.
  const byDefault = values.target === 'portable' ? KERNELS : ALL_KERNELS;
  const kernelNames = values.kernel ?? (all ? byDefault.map((k) => k.name) : []);
  const isPortable = values.target === 'portable';
  if (!isPortable && values.target !== 'host') {
    throw new RangeError(`--target is host or portable, not ${values.target}`);
  }
  const programNames = values.program ?? (all && !isPortable ? PROGRAMS : []);
  const unknown =
    kernelNames.find((name) => !ALL_KERNELS.some((k) => k.name === name)) ??
    programNames.find((name) => !PROGRAMS.includes(name));
  const rounds = Number(values.rounds);
  const runs = Number(values.runs);
  if (unknown !== undefined || !(rounds >= 1) || !(runs >= 1)) {
    console.error(
      unknown === undefined
        ? '--rounds and --runs are at least 1'
        : `no kernel or program ${unknown}`,
    );
    process.exitCode = 2;
    return;
  }
  /** @type {OwnName} */
  const own = isPortable ? 'portable' : 'own';
  const missing = isPortable ? undefined : peerMissing();
  console.log(
    `${machine()}; medians of ${rounds} processes, of ${runs} runs each for kernels, engines taking turns`,
  );
  if (missing !== undefined) console.log(`Winch and Cranelift not measured: ${missing}`);
  const withPolywasm = isPortable && hasPolywasm();
  if (isPortable && !withPolywasm) {
    console.log('polywasm not measured: it is not installed (npm ci --prefix bench)');
  }
  /** @type {readonly (keyof typeof TITLES)[]} */
  const peers = isPortable
    ? withPolywasm
      ? PORTABLE_PEERS
      : WITHOUT_POLYWASM
    : missing === undefined
      ? PEERS
      : ['liftoff', 'turbofan'];
  const measured = (/** @type {typeof KERNELS} */ group) =>
    group
      .filter((k) => kernelNames.includes(k.name))
      .map((kernel) =>
        measure(kernel.name, [own, ...peers], rounds, (engine) => runKernel(engine, kernel, runs)),
      );
  const kernels = measured(KERNELS);
  const simdKernels = measured(SIMD_KERNELS);
  const programs = PROGRAMS.filter((name) => programNames.includes(name)).map((name) =>
    measure(name, [own, 'liftoff', 'turbofan'], rounds, (engine) => runProgram(engine, name)),
  );
  if (kernels.length > 0) show('kernel', kernels, own, peers);
  if (simdKernels.length > 0) show('SIMD kernel', simdKernels, own, peers);
  for (const { name, refused } of [...kernels, ...simdKernels]) {
    for (const [engine, reason] of Object.entries(refused)) {
      console.log(`${name} refused by ${TITLES[/** @type {EngineName} */ (engine)]}: ${reason}`);
    }
  }
  if (programs.length > 0) show('program', programs, own, ['liftoff', 'turbofan']);
  if (values.json !== undefined) {
    writeReport(values.json, {
      target: values.target,
      rounds,
      runs,
      peersMissing: missing,
      kernels,
      simdKernels,
      programs,
    });
  }
}
