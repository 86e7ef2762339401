/**
 * `npm run test:aarch64`: everything that shows that aarch64 code works, on any Linux machine. On an
 * arm64 one it runs as it is; on others under qemu, which is set up first.
 *
 * `--setup-only` installs what is needed and stops.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lastLine, ROOT, run, SetupError, setUp } from './aarch64-setup.js';

const SUITE = '../shared/spec-testsuite';
const LAUNCHER = 'bin/winch-ts.js';
const require = createRequire(import.meta.url);

let failures = 0;

/** Runs one step, which throws or returns a line to show. */
function step(name, action) {
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

/** Runs a program; throws what it said unless it ended well. */
function must(program, args, options) {
  const done = run(program, args, options);
  if (done.status === 0) return done.stdout;
  const said = `${done.stdout}\n${done.stderr}`.trim().split('\n').slice(-60).join('\n');
  throw new Error(`${program} ${args.join(' ')} ended with ${done.status}\n${said}`);
}

function unitTests(name, args, env = {}) {
  step(name, () => {
    const output = must('npx', ['vitest', 'run', ...args], {
      env: { ...process.env, NO_COLOR: '1', ...env },
    });
    return /^ *Tests +(.*)$/m.exec(output)?.[1] ?? lastLine(output);
  });
}

function scripts(name, args) {
  step(name, () => {
    const output = must(process.execPath, [LAUNCHER, 'wast', ...args, '--target', 'aarch64', '-q']);
    const line = lastLine(output);
    if (!/^[1-9]\d* passed, 0 failed, 0 skipped$/.test(line)) throw new Error(output);
    return line;
  });
}

function program(name, runner) {
  step(`program ${name}`, () => {
    const script = `test/programs/${name}.mjs`;
    const expected = must(process.execPath, [script, '--engine', 'v8']);
    const actual = must(runner, [script, '--engine', 'winch']);
    if (actual !== expected) throw new Error(`its output differs from V8's:\n${actual}`);
    return "the output is V8's";
  });
}

/** Both machines compile for both, and list the code of both. */
function crossCompiling(runner) {
  const input = require.resolve('@jitl/quickjs-wasmfile-release-sync/wasm');
  const folder = mkdtempSync(join(tmpdir(), 'winch-ts-cross-'));
  try {
    for (const target of ['x64', 'aarch64']) {
      step(`artifacts and listings for ${target} from either machine`, () => {
        const [here, there] = [process.execPath, runner].map((node, i) => {
          const output = join(folder, `${target}-${i}`);
          must(node, [LAUNCHER, 'compile', input, '--target', target, '-o', output, '-q']);
          const listed = ['--function', '100', '-q'];
          const listing = must(node, [LAUNCHER, 'objdump', join(folder, `${target}-0`), ...listed]);
          return { bytes: readFileSync(output), listing };
        });
        if (!here.bytes.equals(there.bytes)) throw new Error('the artifacts differ');
        if (here.listing !== there.listing) throw new Error('the listings differ');
        return `the same, ${here.bytes.length} bytes`;
      });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function main() {
  let runner;
  try {
    runner = setUp();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write(`test:aarch64: ${error.message}\n`);
    process.exit(1);
  }
  if (process.argv.includes('--setup-only')) return;
  // Fewer random programs than elsewhere: an emulator takes long to reserve memories.
  const { FUZZ_MODULES = '100' } = process.env;
  const emulated = { FUZZ_MODULES, WINCH_TS_AARCH64_NODE: runner };
  // All was set up: a test that skips itself for want of a program would hide that it was not.
  const complete = process.arch === 'arm64' ? {} : { WINCH_TS_REQUIRE_TOOLS: '1' };
  const start = performance.now();
  step('build', () => {
    must('npm', ['run', 'build']);
    return 'done';
  });
  unitTests(
    'assembler, macro assembler and golden listings',
    ['src/masm/aarch64', 'test/disas'],
    complete,
  );
  unitTests(
    'runtime, library and random programs',
    ['--config', 'vitest.aarch64.config.ts'],
    emulated,
  );
  if (existsSync(join(ROOT, SUITE))) {
    scripts('official suite', [SUITE, '--group', 'core2.0', '--group', 'tail-call']);
  } else {
    process.stdout.write(`official suite: skipped, there is no ${SUITE}\n`);
  }
  scripts('own scripts', ['spec-tests']);
  program('sql', runner);
  program('quickjs', runner);
  crossCompiling(runner);
  const minutes = ((performance.now() - start) / 60_000).toFixed(1);
  process.stdout.write(`${failures === 0 ? 'all passed' : `${failures} failed`}, ${minutes} min\n`);
  if (failures > 0) process.exit(1);
}

main();
