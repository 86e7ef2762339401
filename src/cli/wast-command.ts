import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BoundsMode } from '../artifact/artifact.js';
import { visible, visibleJson } from '../text/visible.js';
import { loadTextReader } from '../text/wat.js';
import type { Keep } from '../wast/keep.js';
import {
  collectScripts,
  GROUPS_FILE,
  problemLines,
  reportData,
  runSuite,
  summaryLines,
} from '../wast/suite.js';
import { hostOptions, hostTarget, resolveFeatures, runningTarget } from './compiling.js';
import { canEmulate, runEmulated } from './emulation.js';
import { CliError, EXIT_USAGE } from './failure.js';
import { refuseOverwriting, writeOutput } from './files.js';
import { print } from './output.js';
import { Progress } from './progress.js';

export interface WastOptions {
  readonly group?: readonly string[];
  readonly target?: string;
  readonly features?: string;
  readonly bounds?: BoundsMode;
  readonly verify?: boolean;
  /** Runs each module from the file of its artifact. */
  readonly artifacts?: boolean;
  readonly cached?: boolean;
  /** Compiles each function at its first call. */
  readonly lazy?: boolean;
  readonly json?: string;
  readonly quiet?: boolean;
}

/**
 * `winch-ts wast`: runs scripts, those for aarch64 on an x64 machine through an emulator. Fails unless
 * every assertion passes.
 */
export async function wastCommand(paths: readonly string[], options: WastOptions): Promise<void> {
  const target = await runningTarget(options.target);
  if (target !== hostTarget() && canEmulate(target)) return runEmulated(target);
  if (options.lazy === true && target === 'portable') {
    throw new CliError('--lazy: byte code is made of whole modules', EXIT_USAGE);
  }
  const compileOptions = {
    ...(await hostOptions(target)),
    ...(await resolveFeatures(options.features, target)),
    bounds: options.bounds ?? 'guard',
    verify: options.verify === true,
  };
  const { WinchEngine } = await import('../wast/winch-engine.js');
  const files = await collectScripts(paths, options.group ?? []);
  if (options.json !== undefined) {
    const tables = paths.map((path) => join(path, GROUPS_FILE));
    await refuseOverwriting([...files.map(({ path }) => path), ...tables], options.json);
  }
  const progress = new Progress(options.quiet === true);
  const { artifacts = false, cached = false } = options;
  const folder = artifacts || cached ? mkdtempSync(join(tmpdir(), 'winch-ts-')) : undefined;
  const { keepInCache, keepInFiles } = await import('../wast/keep.js');
  let keep: Keep | undefined;
  if (folder !== undefined) {
    keep = cached ? keepInCache(folder, compileOptions) : keepInFiles(folder);
  }
  const suiteReport = () =>
    runSuite(files, {
      makeEngine: () => new WinchEngine(compileOptions, keep, options.lazy === true),
      reader: loadTextReader,
      async onScript(script, done, total) {
        const lines = problemLines(script);
        if (lines.length > 0) {
          progress.clear();
          await printLines(lines);
        }
        progress.update(() => `${done}/${total} ${script.label}`);
      },
    });
  const report = await suiteReport().finally(() => {
    progress.clear();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });
  if (options.json !== undefined) {
    await writeOutput(
      options.json,
      `${visibleJson(JSON.stringify(reportData(report), null, 1))}\n`,
    );
  }
  await printLines(summaryLines(report));
  const { passed, failed, skipped } = report.counts;
  if (failed > 0) process.exitCode = 1;
  if (passed + failed + skipped + report.counts.textPassed === 0) {
    throw new CliError('the scripts hold no assertions');
  }
}

function printLines(lines: readonly string[]): Promise<void> {
  return print(`${lines.map(visible).join('\n')}\n`);
}
