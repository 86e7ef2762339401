/**
 * `npm run test:engines`: shows that the project works on other engines than the Node that runs this
 * script: later Nodes, Bun and Deno, from npm into `.cache/`. Names of engines as arguments choose
 * among them.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { NO_SUITE, officialScripts } from './official-suite.js';
import * as steps from './steps.js';

const { installNpmPackages, LAUNCHER, must, ROOT, SetupError, step } = steps;

/** What can differ from one Node to another: what touches V8's objects, processes and native memory. */
const NODE_TESTS = [
  'src/cache',
  'src/js-api',
  'src/runtime',
  'test/cache',
  'test/cli',
  'test/real-programs',
  'test/without-machine-code',
  'spec-tests',
];

/** Exact versions: what is tested changes by a commit only. npm has these for both machines. */
const NODES = { 'node-22': '22.23.3', 'node-24': '24.21.0', 'node-26': '26.10.0' };
const BUN = '1.4.5';
const DENO = '2.9.6';

/** Names that packages have for this machine. */
const MACHINES = {
  x64: { node: 'linux-x64', bun: 'linux-x64', deno: 'linux-x64-glibc' },
  arm64: { node: 'linux-arm64', bun: 'linux-aarch64', deno: 'linux-arm64-glibc' },
};

/** Installs an engine into a folder of its own; returns the program. */
function install(name, packageName, version, path) {
  const folder = join(ROOT, '.cache', name);
  installNpmPackages(folder, { [packageName]: version });
  const program = join(folder, 'node_modules', packageName, path);
  if (!existsSync(program)) throw new SetupError(`${packageName} ${version} has no ${path}`);
  return program;
}

/** The library through real programs, the command line through the scripts. */
function scriptsAndPrograms(engine, args, version) {
  const said = must(engine, ['--version']);
  if (!said.includes(version)) throw new Error(`${engine} is not ${version}: ${said}`);
  const wast = (scripts) => steps.wast(engine, [...args, LAUNCHER, 'wast', ...scripts]);
  const parts = [`own scripts ${wast(['spec-tests'])}`];
  if (NO_SUITE === undefined) {
    parts.push(
      `official suite ${wast(officialScripts('core2.0', 'tail-call', 'wide-arith', 'threads', 'legacy-eh', 'simd', 'relaxed-simd'))}`,
    );
  }
  const programs = ['sql', 'quickjs', 'esbuild'];
  for (const name of programs) steps.program(name, engine, args);
  return [...parts, `${programs.length} real programs print what they do on V8`].join('; ');
}

function enginesFor({ node, bun, deno }) {
  const engines = new Map();
  for (const [name, version] of Object.entries(NODES)) {
    engines.set(name, {
      title: `Node ${version}`,
      test() {
        const program = install(name, `node-${node}`, version, 'bin/node');
        const said = must(program, ['--version']).trim();
        if (said !== `v${version}`) throw new Error(`${program} says ${said}`);
        return `tests ${steps.unitTests(program, NODE_TESTS)}`;
      },
    });
  }
  engines.set('bun', {
    title: `Bun ${BUN}`,
    test: () => scriptsAndPrograms(install('bun', `@oven/bun-${bun}`, BUN, 'bin/bun'), [], BUN),
  });
  engines.set('deno', {
    title: `Deno ${DENO}`,
    test() {
      const program = install('deno', `@deno/${deno}`, DENO, 'deno');
      return scriptsAndPrograms(program, ['run', '-A'], DENO);
    },
  });
  return engines;
}

function main() {
  const packages = process.platform === 'linux' ? MACHINES[process.arch] : undefined;
  const engines = packages === undefined ? new Map() : enginesFor(packages);
  const wanted = process.argv.length > 2 ? process.argv.slice(2) : [...engines.keys()];
  const unknown = wanted.filter((name) => !engines.has(name));
  if (packages === undefined || unknown.length > 0) {
    const why =
      packages === undefined
        ? `needs Linux on x64 or arm64, not ${process.platform} on ${process.arch}`
        : `no engine ${unknown.join(', ')}; there are ${[...engines.keys()].join(', ')}`;
    process.stderr.write(`test:engines: ${why}\n`);
    process.exit(2);
  }
  step('build', () => {
    must('npm', ['run', 'build']);
    return 'done';
  });
  if (NO_SUITE !== undefined) process.stdout.write(`${NO_SUITE}\n`);
  for (const name of wanted) step(engines.get(name).title, engines.get(name).test);
  steps.conclude();
}

main();
