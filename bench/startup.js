// From process start to a module's first result: npm run bench -- startup --help
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { modulesNamed } from './modules.js';
import { nodeChild, V8_FLAGS } from './peers.js';
import { figure, machine, median, progress, table, writeReport } from './report.js';

const HELP = `npm run bench -- startup [options]
  --modules NAMES  with commas (default lua,sql-wasm,canvaskit,esbuild,typst)
  --rounds N       processes of each kind, taking turns (default 5)
  --json FILE      writes all figures
  --help
Time from process start to the first result of a module's function, CPU time, and resident memory then: compiled
from source, all of it or each function when it is called (lazy), with a cache that is empty and with one that has the module, out of a mapped artifact, and by Node's own
engine; beside a script that does nothing, and one that only loads koffi. Once with the other cores idle and once with
them busy, which takes two cores that the bench may use. Idle machines only: run it alone.`;

/** @typedef {{ name: string, flags: readonly string[], args: (files: Files) => string[] }} Start */
/** @typedef {{ source: string, artifact: string, empty: () => string, filled: string }} Files of a module, and caches */

/** @type {readonly Start[]} */
const STARTS = [
  { name: 'source', flags: [], args: ({ source }) => ['source', source] },
  { name: 'source lazy', flags: [], args: ({ source }) => ['lazy', source] },
  { name: 'cache, first', flags: [], args: ({ source, empty }) => ['cache', source, empty()] },
  { name: 'cache, second', flags: [], args: ({ source, filled }) => ['cache', source, filled] },
  { name: 'artifact', flags: [], args: ({ artifact }) => ['artifact', artifact] },
  { name: 'V8', flags: [], args: ({ source }) => ['v8', source] },
  { name: 'Liftoff', flags: V8_FLAGS.liftoff, args: ({ source }) => ['v8', source] },
];

/** @type {readonly Start[]} */
const BARE = [
  { name: 'empty script', flags: [], args: () => ['empty'] },
  { name: 'koffi loaded', flags: [], args: () => ['koffi'] },
];

/** @param {string[]} args */
export async function benchStartup(args) {
  const { values } = parseArgs({
    args,
    options: {
      modules: { type: 'string', default: 'lua,sql-wasm,canvaskit,esbuild,typst' },
      rounds: { type: 'string', default: '5' },
      json: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) throw new RangeError('--rounds: a number above 0');
  const { WebAssembly } = await import('../dist/index.js');
  const folder = mkdtempSync(join(tmpdir(), 'winch-ts-startup-'));
  try {
    const empty = () => mkdtempSync(join(folder, 'cache-'));
    const none = { source: '', artifact: '', empty, filled: '' };
    const figures = [{ name: '(no module)', size: 0, starts: await both(BARE, none, rounds) }];
    for (const { name, path } of modulesNamed(values.modules.split(','))) {
      const artifact = join(folder, `${name}.winch`);
      writeFileSync(artifact, new WebAssembly.Module(readFileSync(path)).serialize());
      const filled = empty();
      nodeChild([], 'startup-one.js', ['cache', path, filled]);
      const starts = await both(STARTS, { source: path, artifact, empty, filled }, rounds);
      rmSync(artifact);
      figures.push({ name, size: statSync(path).size, starts });
      progress(name);
    }
    console.log(`${machine()}, medians of ${rounds}\n`);
    console.log(table([HEAD, ...figures.flatMap(rowsOf)]));
    if (values.json !== undefined) writeReport(values.json, { rounds, figures });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Starts with the other cores idle, and then with a process on each that does nothing but count.
 *
 * @param {readonly Start[]} starts @param {Files} files @param {number} rounds
 */
async function both(starts, files, rounds) {
  const idle = measure(starts, files, rounds);
  const others = availableParallelism() - 1;
  if (others === 0) return idle.map((start) => ({ ...start, busy: undefined }));
  const spinning = Array.from({ length: others }, () =>
    spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }),
  );
  try {
    const busy = measure(starts, files, rounds);
    return idle.map((start, i) => ({ ...start, busy: busy[i] }));
  } finally {
    for (const child of spinning) child.kill('SIGKILL');
    await Promise.all(spinning.map((child) => once(child, 'exit')));
  }
}

/**
 * Starts of each kind, taking turns.
 *
 * @param {readonly Start[]} starts @param {Files} files @param {number} rounds
 * @throws Error when they have different results
 */
function measure(starts, files, rounds) {
  /** @type {{ wall: number, cpu: number, rss: number, result?: string }[][]} */
  const all = starts.map(() => []);
  for (let round = 0; round < rounds; round++) {
    starts.forEach(({ flags, args }, i) => {
      all[i].push(nodeChild(flags, 'startup-one.js', args(files)));
    });
  }
  const results = new Set(all.flat().map(({ result }) => result));
  if (results.size > 1) throw new Error(`different results: ${[...results].join(', ')}`);
  return starts.map(({ name }, i) => ({
    name,
    wall: median(all[i].map(({ wall }) => wall)),
    cpu: median(all[i].map(({ cpu }) => cpu)),
    rss: median(all[i].map(({ rss }) => rss)),
    leastCpu: Math.min(...all[i].map(({ cpu }) => cpu)),
  }));
}

const HEAD = [
  ...['module', 'MB', 'start', 'wall ms', 'CPU ms', 'least CPU ms'],
  ...['busy: wall ms', 'CPU ms', 'resident MB'],
];

/** @param {{ name: string, size: number, starts: Awaited<ReturnType<typeof both>> }} of */
const rowsOf = ({ name, size, starts }) =>
  starts.map((start, i) => [
    i === 0 ? name : '',
    i === 0 && size > 0 ? figure(size / 1e6, 2) : '',
    start.name,
    figure(start.wall, 0),
    figure(start.cpu, 0),
    figure(start.leastCpu, 0),
    start.busy === undefined ? '-' : figure(start.busy.wall, 0),
    start.busy === undefined ? '-' : figure(start.busy.cpu, 0),
    figure(start.rss / 1e6, 0),
  ]);
