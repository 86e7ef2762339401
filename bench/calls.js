// ns of every kind of call, beside V8's two compilers: npm run bench -- calls --help
import { parseArgs } from 'node:util';
import { nodeChild, V8_FLAGS } from './peers.js';
import { figure, machine, median, quotient, table, writeReport } from './report.js';

const HELP = `npm run bench -- calls [options]
  --rounds N       processes of each engine, taking turns (default 5)
  --calls N        calls in a run (default 10000000; between the languages a twentieth,
                   exceptions, instances and memories a thousandth, both in 300 short runs)
  --json FILE      writes all figures
  --help`;

/** What calls-one.js measures, by its name there. */
const KINDS = {
  js_none: 'JS to Wasm, no arguments',
  js_two: 'JS to Wasm, two i32',
  js_floats: 'JS to Wasm, two f64',
  js_long: 'JS to Wasm, i64',
  to_host_none: 'Wasm to JS, no arguments',
  to_host_two: 'Wasm to JS, two i32',
  to_host_floats: 'Wasm to JS, two f64',
  to_host_long: 'Wasm to JS, i64',
  loop: 'loop without a call',
  direct: 'direct, two arguments',
  direct_spread: 'direct, twelve arguments',
  indirect: 'indirect',
  cross: 'other instance',
  tail: 'tail, in registers',
  tail_indirect: 'tail, in registers, indirect',
  tail_spread: 'tail, same size in memory',
  tail_spread_indirect: 'tail, same size in memory, indirect',
  tail_resized: 'tail, resized',
  tail_resized_indirect: 'tail, resized, indirect',
  tail_cross: 'tail, other instance and back',
  invoke: 'Wasm to JS to Wasm by table.get (invoke_*)',
  table_get: 'table.get from JS',
  throw: 'throw through Wasm',
  catch_1: 'throw and catch over 1 frame',
  catch_10: 'throw and catch over 10 frames',
  catch_100: 'throw and catch over 100 frames',
  instance: 'new instance: memory, table, three exports',
  memory: 'new memory',
};

const TITLES = { own: 'winch-ts', liftoff: 'Liftoff', turbofan: 'TurboFan' };
const ENGINES = /** @type {const} */ (['own', 'liftoff', 'turbofan']);

/** @param {string[]} args */
export function benchCalls(args) {
  const { values } = parseArgs({
    args,
    options: {
      rounds: { type: 'string', default: '5' },
      calls: { type: 'string', default: '10000000' },
      json: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const rounds = Number(values.rounds);
  const calls = Number(values.calls);
  if (!(rounds >= 1) || !(calls >= 1) || calls > 0x7fff_ffff) {
    console.error('--rounds and --calls are at least 1, --calls at most 2147483647');
    process.exitCode = 2;
    return;
  }
  /** @type {Record<string, Record<typeof ENGINES[number], number[]>>} */
  const nanoseconds = Object.fromEntries(
    Object.keys(KINDS).map((kind) => [kind, { own: [], liftoff: [], turbofan: [] }]),
  );
  /** @type {Record<typeof ENGINES[number], number[]>} */
  const levels = { own: [], liftoff: [], turbofan: [] };
  const checksums = new Set();
  for (let round = 0; round < rounds; round++) {
    for (const engine of ENGINES) {
      const { kinds, levels: depth } =
        engine === 'own'
          ? nodeChild([], 'calls-one.js', ['winch-ts', String(calls)])
          : nodeChild(V8_FLAGS[engine], 'calls-one.js', ['v8', String(calls)]);
      for (const kind of Object.keys(KINDS)) {
        nanoseconds[kind][engine].push(kinds[kind].nanoseconds);
      }
      levels[engine].push(depth);
      checksums.add(
        Object.keys(KINDS)
          .map((kind) => kinds[kind].result)
          .join(),
      );
      if (checksums.size > 1) throw new Error(`the results of ${engine} are others`);
    }
  }
  const results = Object.entries(KINDS).map(([kind, title]) => ({
    kind,
    title,
    medians: Object.fromEntries(ENGINES.map((e) => [e, median(nanoseconds[kind][e])])),
    nanoseconds: nanoseconds[kind],
  }));
  console.log(`${machine()}; ns a call, medians of ${rounds} processes, engines taking turns\n`);
  console.log(
    table([
      ['call', ...ENGINES.map((e) => TITLES[e]), '/ Liftoff', '/ TurboFan'],
      ...results.map(({ title, medians }) => [
        title,
        ...ENGINES.map((e) => figure(medians[e], 2)),
        figure(quotient(medians.own, medians.liftoff), 2),
        figure(quotient(medians.own, medians.turbofan), 2),
      ]),
    ]),
  );
  const depths = ENGINES.map((e) => `${TITLES[e]} ${median(levels[e])}`);
  console.log(`\nlevels of recursion from JS to Wasm to JS: ${depths.join(', ')}`);
  if (values.json !== undefined) writeReport(values.json, { rounds, calls, results, levels });
}
