// Programs that know nothing of this package, with Node's WebAssembly and with ours: npm run bench -- unmodified --help
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { here } from './peers.js';
import { figure, machine, progress, table } from './report.js';

const FOLDER = here('unmodified/programs');
const NAMES = readdirSync(FOLDER)
  .map((name) => name.replace(/\.mjs$/, ''))
  .sort();

const HELP = `npm run bench -- unmodified [options]
  --program NAME   only this one of ${NAMES.join(', ')}; may be repeated
  --portable       by byte code, with Node's --jitless
  --node PATH      another Node than this one
  --help
Programs from npm, each as it is: with Node's own WebAssembly, and with node --import winch-ts/register, without a cache. They must
print the same. Packages are installed in bench/unmodified first: some 600 MB. Exits with 1 where one prints something else.`;

/** Milliseconds that a program may take. */
const TIMEOUT = 300_000;
const REGISTER = fileURLToPath(new URL('../dist/register.js', import.meta.url));

/** @param {string} node @param {string[]} flags @param {string} name */
function run(node, flags, name) {
  const start = performance.now();
  const { error, signal, status, stderr, stdout } = spawnSync(
    node,
    ['--no-warnings', ...flags, `${FOLDER}/${name}.mjs`],
    {
      encoding: 'utf8',
      maxBuffer: 1 << 26,
      timeout: TIMEOUT,
      env: { ...process.env, WINCH_TS_CACHE: 'off' },
    },
  );
  const end = error !== undefined ? error.message : (signal ?? `exit code ${status}`);
  return { seconds: (performance.now() - start) / 1000, end, stdout, stderr };
}

/** @param {string} text @param {string} other */
function firstDifference(text, other) {
  const lines = text.split('\n');
  const others = other.split('\n');
  const at = lines.findIndex((line, i) => line !== others[i]);
  const line = at < 0 ? '(nothing more)' : lines[at];
  return `line ${at < 0 ? lines.length : at + 1}: ${line.slice(0, 100)}`;
}

/** @param {string[]} args */
export function benchUnmodified(args) {
  const { values } = parseArgs({
    args,
    options: {
      program: { type: 'string', multiple: true, default: NAMES },
      portable: { type: 'boolean', default: false },
      node: { type: 'string', default: process.execPath },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  for (const name of values.program) {
    if (!NAMES.includes(name)) throw new RangeError(`there is no program ${name}`);
  }
  if (!existsSync(here('unmodified/node_modules'))) {
    const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
      cwd: here('unmodified'),
      stdio: 'inherit',
    });
    if (status !== 0) throw new Error('the packages could not be installed');
  }
  const flags = values.portable ? ['--jitless'] : [];
  const rows = values.program.map((name) => {
    const expected = run(values.node, [], name);
    const found = run(values.node, [...flags, '--import', REGISTER], name);
    const same = found.stdout === expected.stdout && found.end === expected.end;
    if (!same) process.exitCode = 1;
    const error = found.stderr.split('\n').find((line) => /Error|expected/.test(line)) ?? '';
    const what = same
      ? 'the same'
      : `${found.end}, ${firstDifference(found.stdout, expected.stdout)} ${error.trim().slice(0, 160)}`;
    progress(`${name}: ${what}`);
    return [name, figure(expected.seconds, 2), figure(found.seconds, 2), what];
  });
  const right = rows.filter(([, , , what]) => what === 'the same').length;
  console.log(`${machine()}, once each, from process start to its end\n`);
  console.log(table([['program', 'Node, s', 'winch-ts, s', 'prints'], ...rows]));
  console.log(`\n${right} of ${rows.length} print what they print with Node's own WebAssembly`);
}
