// What `npm run bench -- compile` prints.
import { phaseTable } from './phases.js';
import { figure, geometricMean, quotient, ratio, table } from './report.js';

/** @typedef {import('./compile.js').Result} Result */
/** @typedef {import('./compile.js').EngineName} EngineName */

/** @type {readonly (readonly [EngineName, string])[]} */
const ENGINES = [
  ['own', 'winch-ts'],
  ['liftoff', 'Liftoff'],
  ['winch', 'Winch'],
];
const PEERS = ENGINES.slice(1);

/** 10^6 bytes a second. @param {number | undefined} bytes @param {number | undefined} milliseconds */
const rate = (bytes, milliseconds) => quotient(bytes, milliseconds && milliseconds * 1e3);

/** @param {(number | undefined)[]} values @returns {number[]} */
const known = (values) => values.filter((v) => v !== undefined);

/** A cold compile of a small module is that of the compiler's own JavaScript; see `throughput`. */
const SMALL = 500_000;

/** @param {readonly Result[]} results @param {'cold' | 'warm'} kind */
function throughput(results, kind) {
  /** @param {string} name @param {(ratios: number[]) => number | undefined} of */
  const summary = (name, of, least = 0) => [
    name,
    '',
    ...ENGINES.map(() => ''),
    ...PEERS.map(([peer]) => {
      const counted = results.filter((r) => r.bytes > least);
      const ratios = counted.map((r) => quotient(r.medians[peer]?.[kind], r.medians.own[kind]));
      return ratio(of(known(ratios)), 1);
    }),
  ];
  const least = (/** @type {number[]} */ ratios) =>
    ratios.length === 0 ? undefined : Math.min(...ratios);
  return table([
    ['module', 'MB', ...ENGINES.map(([, title]) => title), ...PEERS.map(([, t]) => `to ${t}`)],
    ...results.map((r) => [
      r.name,
      figure(r.bytes / 1e6, 2),
      ...ENGINES.map(([e]) =>
        r.refused[e] === undefined ? figure(rate(r.bytes, r.medians[e]?.[kind]), 1) : 'refused',
      ),
      ...PEERS.map(([peer]) => ratio(r.medians[peer]?.[kind], r.medians.own[kind])),
    ]),
    summary('geometric mean', geometricMean),
    summary('least', least),
    ...(kind === 'cold'
      ? [
          summary('geometric mean over 0.5 MB', geometricMean, SMALL),
          summary('least over 0.5 MB', least, SMALL),
        ]
      : []),
  ]);
}

/** Warm, by what the time goes to: data costs next to nothing, so bodies and operators say more. */
function bySize(/** @type {readonly Result[]} */ results) {
  const bodyRate = (/** @type {Result} */ r, /** @type {EngineName} */ engine) =>
    rate(r.bodyBytes, r.medians[engine]?.warm);
  const perOperator = (/** @type {Result} */ r, /** @type {EngineName} */ engine) =>
    quotient(r.medians[engine]?.warm, r.operators && r.operators / 1e6);
  return table([
    [
      'module',
      'language',
      'MB of bodies',
      '10^6 operators',
      ...ENGINES.map(([, title]) => `${title}, MB/s`),
      ...ENGINES.map(([, title]) => `${title}, ns/op`),
    ],
    ...results.map((r) => [
      r.name,
      r.language,
      figure(r.bodyBytes && r.bodyBytes / 1e6, 2),
      figure(r.operators && r.operators / 1e6, 2),
      ...ENGINES.map(([e]) => figure(bodyRate(r, e), 1)),
      ...ENGINES.map(([e]) => figure(perOperator(r, e), 0)),
    ]),
  ]);
}

/** How the largest module's throughput compares with the best one's. @param {readonly Result[]} results */
function largestToBest(results) {
  const compiled = results.filter((r) => r.medians.own.warm !== undefined);
  if (compiled.length < 2) return [];
  const largest = compiled.reduce((a, b) => (b.bytes > a.bytes ? b : a));
  /** @param {string} what @param {(r: Result) => number} speed */
  const line = (what, speed) => {
    const best = compiled.reduce((a, b) => (speed(b) > speed(a) ? b : a));
    return `${largest.name} (largest) to ${best.name} (best), ${what}: ${ratio(speed(largest), speed(best))}`;
  };
  const warm = (/** @type {Result} */ r) => /** @type {number} */ (r.medians.own.warm);
  return [
    line('bytes of the module a second', (r) => r.bytes / warm(r)),
    line('bytes of bodies a second', (r) => r.bodyBytes / warm(r)),
    line('operators a second', (r) => r.operators / warm(r)),
  ];
}

/** @param {readonly Result[]} results */
function memory(results) {
  const cells = (/** @type {Result} */ r, /** @type {number | undefined} */ above) => [
    figure(above === undefined ? undefined : above / 1e6, 0),
    figure(quotient(above, r.bytes), 1),
  ];
  return table([
    [
      'module',
      'code bytes / Wasm byte',
      'peak MB',
      'above bare process',
      '/ Wasm byte',
      'above loaded compiler',
      '/ Wasm byte',
    ],
    ...results.map((r) => [
      r.name,
      figure(r.codePerByte, 2),
      figure(r.peak === undefined ? undefined : r.peak / 1e6, 0),
      ...cells(r, r.peakAboveBare),
      ...cells(r, r.peakAboveLoaded),
    ]),
  ]);
}

/** @param {readonly Result[]} results @param {string} target */
const otherTable = (results, target) => {
  const speed = (/** @type {Result} */ r) => quotient(r.medians.own.warm, r.other?.warm);
  const mean = geometricMean(known(results.map(speed)));
  return table([
    [
      'module',
      'warm MB/s',
      `to ${target}`,
      `${target} to it`,
      'code bytes / Wasm byte',
      `to ${target}`,
    ],
    ...results.map((r) => [
      r.name,
      figure(rate(r.bytes, r.other?.warm), 1),
      ratio(speed(r), 1),
      ratio(1, speed(r)),
      figure(r.other?.codePerByte, 2),
      ratio(r.other?.codePerByte, r.codePerByte),
    ]),
    ['geometric mean', '', ratio(mean, 1), ratio(1, mean), '', ''],
  ]);
};

/**
 * All tables.
 * @param {readonly Result[]} results
 * @param {string} target
 * @param {string} other the other target
 */
export function tables(results, target, other) {
  const refusals = results.flatMap((r) =>
    ENGINES.filter(([e]) => r.refused[e] !== undefined).map(
      ([e, title]) => `${r.name} refused by ${title}: ${r.refused[e]}`,
    ),
  );
  const phases = results.map((r) => r.phases).filter((p) => p !== undefined);
  return [
    ['\ncold, MB/s', throughput(results, 'cold')],
    ['\nwarm, MB/s', throughput(results, 'warm')],
    refusals,
    ['\nwarm, by what is compiled', bySize(results), ...largestToBest(results)],
    ['\nwarm, ns per operator by phase', phaseTable(phases)],
    ['\ncode and memory', memory(results)],
    [`\ntarget ${other} beside ${target}`, otherTable(results, target)],
  ]
    .flat()
    .join('\n');
}
