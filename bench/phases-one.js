// Where warm compiles of a module spend their time, in a process of its own; phases.js starts it and
// reads the JSON line it prints.
//   node phases-one.js MODULE MILLISECONDS TARGET
import { readFileSync } from 'node:fs';
import { Session } from 'node:inspector';
import { selfTimes } from './profile.js';

const [, , path, milliseconds, target] = process.argv;

/** Microseconds between samples; a sample takes a few. */
const INTERVAL = 250;

// As JavaScript: the samples tell files of the sources then.
process.env.WINCH_TS_CORE = 'js';
const { compileModule } = await import('../dist/index.js');
const bytes = readFileSync(path);

const session = new Session();
session.connect();
/**
 * Sessions of the own thread answer before `post` returns.
 * @param {string} method @param {object} [params] @returns {any}
 */
function post(method, params) {
  /** @type {any} */
  let answer;
  session.post(method, params, (error, result) => {
    if (error) throw new Error(error.message);
    answer = result;
  });
  return answer;
}

/** Microseconds on the clock that profiles use. */
const now = () => Number(process.hrtime.bigint() / 1000n);

/** Compiles again and again for the time asked for, and once at least. */
function compileForAWhile() {
  const from = now();
  let compiles = 0;
  let operators = 0;
  let to = from;
  do {
    ({ operators } = compileModule(bytes, { target }).stats);
    compiles++;
    to = now();
  } while (to - from < Number(milliseconds) * 1000);
  return { from, to, compiles, operators, nanoseconds: ((to - from) * 1000) / compiles };
}

// From the start on: V8 keeps positions of inlined functions for code that it makes meanwhile.
post('Profiler.enable');
post('Profiler.setSamplingInterval', { interval: INTERVAL });
post('Profiler.start');
compileForAWhile();
const { from, to, compiles, operators, nanoseconds } = compileForAWhile();
const { profile } = post('Profiler.stop');
session.disconnect();

const bare = compileForAWhile().nanoseconds;

console.log(
  JSON.stringify({
    compiles,
    operators,
    // Of a compile, while samples are taken and without.
    nanoseconds,
    nanosecondsBare: bare,
    ...selfTimes(profile, from, to),
  }),
);
