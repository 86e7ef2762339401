import type { BoundsMode } from '../artifact/artifact.js';
import { loadTextReader } from '../text/wat.js';
import { collectScripts, problemLines, reportData, runSuite, summaryLines } from '../wast/suite.js';
import { hostOptions, hostTarget, resolveTarget } from './compiling.js';
import { canEmulate, runEmulated } from './emulation.js';
import { CliError } from './failure.js';
import { writeOutput } from './files.js';
import { Progress } from './progress.js';

export interface WastOptions {
  readonly group?: readonly string[];
  readonly target: string;
  readonly bounds?: BoundsMode;
  readonly verify?: boolean;
  readonly json?: string;
  readonly quiet?: boolean;
}

/**
 * `winch-ts wast`: runs scripts, those for aarch64 on an x64 machine through an emulator. Fails unless
 * every assertion passes.
 */
export async function wastCommand(paths: readonly string[], options: WastOptions): Promise<void> {
  const target = resolveTarget(options.target);
  if (target !== hostTarget() && canEmulate(target)) return runEmulated();
  const compileOptions = {
    ...(await hostOptions(options.target)),
    bounds: options.bounds ?? 'guard',
    verify: options.verify === true,
  };
  const { WinchEngine } = await import('../wast/winch-engine.js');
  const files = await collectScripts(paths, options.group ?? []);
  const progress = new Progress(options.quiet === true);
  const report = await runSuite(files, {
    makeEngine: () => new WinchEngine(compileOptions),
    reader: loadTextReader,
    onScript(script, done, total) {
      const lines = problemLines(script);
      if (lines.length > 0) {
        progress.clear();
        process.stdout.write(`${lines.join('\n')}\n`);
      }
      progress.update(() => `${done}/${total} ${script.label}`);
    },
  });
  progress.clear();
  if (options.json !== undefined) {
    await writeOutput(options.json, `${JSON.stringify(reportData(report), null, 1)}\n`);
  }
  process.stdout.write(`${summaryLines(report).join('\n')}\n`);
  const { passed, failed, skipped } = report.counts;
  if (failed > 0) process.exitCode = 1;
  if (passed + failed + skipped + report.counts.textPassed === 0) {
    throw new CliError('the scripts hold no assertions');
  }
}
