import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What the scripts that test on several machines and engines share. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** The command line, from {@link ROOT}. */
export const LAUNCHER = 'bin/winch-ts.js';

/** A reason why nothing can be tested; all that is shown. */
export class SetupError extends Error {}

/** Runs a program to its end; a program that is not there fails like any other. */
export function run(program, args, options = {}) {
  const done = spawnSync(program, args, {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    ...options,
  });
  return { status: done.status, stdout: done.stdout ?? '', stderr: done.stderr || `${done.error}` };
}

/** Runs a program and returns its output; throws what it said unless it ended well. */
export function must(program, args, options) {
  const done = run(program, args, options);
  if (done.status === 0) return done.stdout;
  const said = `${done.stdout}\n${done.stderr}`.trim().split('\n').slice(-200).join('\n');
  throw new Error(`${program} ${args.join(' ')} ended with ${done.status}\n${said}`);
}

export function lastLine(text) {
  return text.trim().split('\n').at(-1);
}

let failures = 0;
const begin = performance.now();

/** Runs one step, which throws or returns a line to show. */
export function step(name, action) {
  const start = performance.now();
  let line;
  try {
    line = action();
  } catch (error) {
    failures++;
    line = `FAILED: ${error.message}`;
  }
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  process.stdout.write(`${name}: ${line} (${seconds} s)\n`);
}

/** Says whether all steps passed; ends the process if one has not. */
export function conclude() {
  const minutes = ((performance.now() - begin) / 60_000).toFixed(1);
  process.stdout.write(`${failures === 0 ? 'all passed' : `${failures} failed`}, ${minutes} min\n`);
  if (failures > 0) process.exit(1);
}

/** Runs vitest by a Node of one's own; returns its line of counts. */
export function unitTests(node, args, env = {}) {
  const output = must(node, ['node_modules/vitest/vitest.mjs', 'run', ...args], {
    env: { ...process.env, NO_COLOR: '1', ...env },
  });
  const counts = /^ *Tests +(.*)$/m.exec(output)?.[1];
  if (counts === undefined || !/^[1-9]\d* passed/.test(counts)) throw new Error(output);
  return counts;
}

/** Runs scripts of the official format; returns the line of counts, of which all must be passes. */
export function wast(program, args) {
  const output = must(program, [...args, '-q']);
  const line = lastLine(output);
  if (!/^[1-9]\d* passed, 0 failed, 0 skipped$/.test(line)) throw new Error(output);
  return line;
}

/** Runs a real program here on V8, there on the project's own compiler: both must print the same. */
export function program(name, other, args = []) {
  const script = `test/programs/${name}.mjs`;
  const expected = must(process.execPath, [script, '--engine', 'v8']);
  const actual = must(other, [...args, script, '--engine', 'winch']);
  if (actual !== expected) throw new Error(`its output differs from V8's:\n${actual}`);
  return "the output is V8's";
}

/**
 * Installs npm packages into a folder of their own, unless they are there. No install script runs.
 * @param wanted versions by name
 * @param options further options for npm
 * @throws SetupError
 */
export function installNpmPackages(folder, wanted, options = []) {
  const missing = Object.entries(wanted).filter(
    ([name, version]) => installedVersion(folder, name) !== version,
  );
  if (missing.length === 0) return;
  mkdirSync(folder, { recursive: true });
  const packages = Object.entries(wanted).map(([name, version]) => `${name}@${version}`);
  const quiet = ['--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'];
  const own = ['--prefix', folder, '--ignore-scripts', '--no-save', ...options];
  const done = run('npm', ['install', ...own, ...quiet, ...packages]);
  if (done.status !== 0) {
    throw new SetupError(`npm install ${packages.join(' ')} failed: ${npmReason(done.stderr)}`);
  }
}

/** What npm says of a failure, in a line: the first of its lines but for the one on its log. */
function npmReason(stderr) {
  const lines = stderr.trim().split('\n');
  const told = lines.filter((line) => line.trim() !== '' && !line.includes('complete log'));
  return told
    .slice(0, 3)
    .map((line) => line.replace(/^npm error /, ''))
    .join('; ');
}

function installedVersion(folder, name) {
  try {
    const path = join(folder, 'node_modules', name, 'package.json');
    return JSON.parse(readFileSync(path, 'utf8')).version;
  } catch {
    return undefined;
  }
}
