// Where the time of a warm compile goes: npm run bench -- phases --help
import { parseArgs } from 'node:util';
import { MODULES, modulesNamed, notInstalled } from './modules.js';
import { nodeChild } from './peers.js';
import { PHASES } from './profile.js';
import { figure, machine, progress, table, writeReport } from './report.js';

const HELP = `npm run bench -- phases [options]
  --module NAME    only this one of ${MODULES.map((m) => m.name).join(', ')}; may be repeated
  --target NAME    machine to generate code for (default x64)
  --time MS        how long to compile each module for: to warm up, with and without the profiler (default 1500)
  --functions N    the N functions that take most of each module (default none)
  --json FILE      writes all figures
  --help`;

/**
 * Nanoseconds of a warm compile per operator, by phase, from samples of one process.
 * @param {{ name: string, path: string }} module
 * @param {string} target
 * @param {number} milliseconds
 */
export function phasesOf({ name, path }, target, milliseconds) {
  const run = nodeChild([], 'phases-one.js', [path, String(milliseconds), target]);
  const { compiles, operators, samples } = run;
  const perOperator = run.nanoseconds / operators;
  const times = (/** @type {Record<string, number>} */ parts) =>
    Object.fromEntries(Object.entries(parts).map(([key, part]) => [key, part * perOperator]));
  return {
    name,
    compiles,
    samples,
    operators,
    /** Of everything while samples are taken: the sum of the phases. */
    perOperator,
    perOperatorBare: run.nanosecondsBare / operators,
    phases: times(run.phases),
    functions: times(run.functions),
  };
}

/** @param {ReturnType<typeof phasesOf>[]} results */
export const phaseTable = (results) =>
  table([
    ['module', ...PHASES, 'sum', 'without profiler'],
    ...results.map((r) => [
      r.name,
      ...PHASES.map((phase) => figure(r.phases[phase], 1)),
      figure(r.perOperator, 1),
      figure(r.perOperatorBare, 1),
    ]),
  ]);

/** @param {string[]} args */
export function benchPhases(args) {
  const { values } = parseArgs({
    args,
    options: {
      module: { type: 'string', multiple: true },
      target: { type: 'string', default: 'x64' },
      time: { type: 'string', default: '1500' },
      functions: { type: 'string', default: '0' },
      json: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const time = Number(values.time);
  const count = Number(values.functions);
  if (!(time > 0) || !(count >= 0))
    throw new RangeError('--time is above 0, --functions not below');
  const modules = modulesNamed(values.module);
  console.log(`${machine()}, target ${values.target}; ns per operator of a warm compile\n`);
  const results = modules.map((module) => {
    const result = phasesOf(module, values.target, time);
    progress(module.name);
    return result;
  });
  console.log(phaseTable(results));
  for (const { name, functions } of count > 0 ? results : []) {
    const most = Object.entries(functions)
      .sort((a, b) => b[1] - a[1])
      .slice(0, count);
    console.log(`\n${table([[name, 'ns'], ...most.map(([key, ns]) => [key, figure(ns, 2)])])}`);
  }
  if (values.module === undefined && notInstalled() !== undefined) console.log(notInstalled());
  if (values.json !== undefined) writeReport(values.json, { target: values.target, results });
}
