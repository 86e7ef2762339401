// CPU profiles of the compiler: which phase a sample belongs to.
import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';

/**
 * Phases of a compile, by the source files that they are in; the first that fits counts. What fits
 * none is the rest: collecting garbage, putting the artifact together.
 * @type {readonly (readonly [string, RegExp])[]}
 */
const BY_FILE = [
  ['look-ahead', /^codegen\/look-ahead/],
  ['decode, validate', /^(frontend|module)\//],
  ['value stack', /^stack\//],
  ['merges', /^codegen\/(join-table|joins|merges|parallel-moves)/],
  ['code generation', /^(codegen|abi)\//],
  ['encoding', /^masm\//],
];
const GARBAGE = 'garbage';
const REST = 'rest';

/** All phases, in the order of tables. */
export const PHASES = [...BY_FILE.map(([name]) => name), GARBAGE, REST];

/** @type {Map<string, SourceMap | undefined>} by the URL of the script */
const maps = new Map();

/** @param {string} url */
function sourceMap(url) {
  if (!maps.has(url)) {
    let map;
    try {
      map = new SourceMap(JSON.parse(readFileSync(`${fileURLToPath(url)}.map`, 'utf8')));
    } catch {
      // A file without a map says by its own name what it is.
    }
    maps.set(url, map);
  }
  return maps.get(url);
}

/**
 * The source file of a function, below `src/`; undefined for what is not of the compiler.
 * @param {{ url: string, lineNumber: number, columnNumber: number }} frame
 */
function sourceFile({ url, lineNumber, columnNumber }) {
  if (!url.startsWith('file:')) return undefined;
  const entry = sourceMap(url)?.findEntry(lineNumber, columnNumber);
  const source = entry !== undefined && 'originalSource' in entry ? entry.originalSource : url;
  return /\/(?:src|dist)\/(.*)$/.exec(source)?.[1];
}

/** @param {any} frame @returns {string | undefined} undefined for a built-in: its caller's phase */
function phaseOf(frame) {
  if (frame.functionName === '(garbage collector)') return GARBAGE;
  const file = sourceFile(frame);
  if (file === undefined) return frame.url === '' ? undefined : REST;
  return BY_FILE.find(([, pattern]) => pattern.test(file))?.[0] ?? REST;
}

/**
 * Parts of the time between two moments, by phase and by function. Functions that V8 has inlined
 * count by themselves; built-in ones count as part of what calls them.
 *
 * @param {any} profile of the inspector's Profiler
 * @param {number} from in microseconds, on the profile's clock
 * @param {number} to
 * @returns {{ phases: Record<string, number>, functions: Record<string, number>, samples: number }}
 */
export function selfTimes(profile, from, to) {
  /** @type {Map<number, { phase: string, name: string }>} */
  const nodes = new Map();
  /** @type {Map<number, any>} */
  const byId = new Map(profile.nodes.map((/** @type {any} */ node) => [node.id, node]));
  /** @param {any} node @param {string} phase @param {string} name */
  const visit = (node, phase, name) => {
    const own = phaseOf(node.callFrame);
    const at = own === undefined ? { phase, name } : { phase: own, name: nameOf(node.callFrame) };
    nodes.set(node.id, at);
    for (const child of node.children ?? []) visit(byId.get(child), at.phase, at.name);
  };
  visit(profile.nodes[0], REST, '(program)');

  /** @type {Record<string, number>} */
  const phases = Object.fromEntries(PHASES.map((phase) => [phase, 0]));
  /** @type {Record<string, number>} */
  const functions = {};
  let time = profile.startTime;
  let total = 0;
  let samples = 0;
  for (let i = 0; i < profile.samples.length; i++) {
    // A delta is the time from the sample before to this one, and taken for what this one shows.
    const delta = profile.timeDeltas[i];
    time += delta;
    if (time < from || time > to) continue;
    const { phase, name } = nodes.get(profile.samples[i]) ?? { phase: REST, name: '' };
    phases[phase] += delta;
    functions[name] = (functions[name] ?? 0) + delta;
    total += delta;
    samples++;
  }
  if (total === 0) throw new Error('the profile has no samples');
  const parts = (/** @type {Record<string, number>} */ times) =>
    Object.fromEntries(Object.entries(times).map(([key, time]) => [key, time / total]));
  return { phases: parts(phases), functions: parts(functions), samples };
}

/** @param {any} frame */
function nameOf(frame) {
  const file = sourceFile(frame);
  return file === undefined ? frame.functionName : `${file} ${frame.functionName}`;
}
