/**
 * `npm run test:aarch64`: everything that shows that aarch64 code works, on any Linux machine. On an
 * arm64 one it runs as it is; on others under qemu, which is set up first.
 *
 * `--setup-only` installs what is needed and stops.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setUp } from './aarch64-setup.js';
import { NO_SUITE, officialScripts } from './official-suite.js';
import { conclude, LAUNCHER, must, program, SetupError, step, unitTests, wast } from './steps.js';

const require = createRequire(import.meta.url);

function unitTestsStep(name, args, env) {
  step(name, () => unitTests(process.execPath, args, env));
}

/** Runs scripts through an arm64 Node; the command line finds it. */
function scriptsStep(name, scripts) {
  step(name, () => wast(process.execPath, [LAUNCHER, 'wast', ...scripts, '--target', 'aarch64']));
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
  step('build', () => {
    must('npm', ['run', 'build']);
    return 'done';
  });
  unitTestsStep(
    'assembler, macro assembler and golden listings',
    ['src/masm/aarch64', 'test/disas'],
    complete,
  );
  unitTestsStep(
    'runtime, library and random programs',
    ['--config', 'vitest.aarch64.config.ts'],
    emulated,
  );
  if (NO_SUITE === undefined) {
    const vectors = officialScripts('simd', 'relaxed-simd');
    scriptsStep('official suite', [
      ...officialScripts('core2.0', 'tail-call', 'wide-arith', 'threads', 'legacy-eh'),
      ...vectors,
    ]);
    scriptsStep('vectors, with explicit bounds checks', ['--bounds', 'explicit', ...vectors]);
    // Vectors come and go as other values do in these: x64 has them, too.
    const scripts = officialScripts('core2.0', 'tail-call', 'legacy-eh');
    scriptsStep('official suite through a cache', ['--cached', ...scripts]);
    scriptsStep('official suite, function by function', ['--lazy', ...scripts]);
  } else {
    process.stdout.write(`${NO_SUITE}\n`);
  }
  scriptsStep('own scripts', ['spec-tests']);
  scriptsStep('own scripts, function by function', ['--lazy', 'spec-tests']);
  for (const name of ['sql', 'quickjs']) step(`program ${name}`, () => program(name, runner));
  step('program threads', () => {
    const script = 'test/programs/threads.mjs';
    const expected = must(process.execPath, [script]);
    const actual = must(runner, ['--import', './dist/register.js', script]);
    if (actual !== expected) throw new Error(`its output differs from V8's:\n${actual}`);
    return "the output is V8's";
  });
  crossCompiling(runner);
  conclude();
}

main();
