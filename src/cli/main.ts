import { readFileSync } from 'node:fs';
import { visible } from '../text/visible.js';
import { CliError, DEBUG_VARIABLE, EXIT_FAILURE, failureLine } from './failure.js';
import { complain, print, ReaderGone, watchStreams } from './output.js';

/**
 * Runs the command line and sets the process's exit code: 0 when all went well, 1 when something
 * failed, 2 when the command line is wrong.
 *
 * @param argv the arguments, without interpreter and script
 */
export async function main(argv: readonly string[]): Promise<void> {
  watchStreams();
  try {
    await start(argv);
  } catch (error) {
    // `winch-ts objdump x | head` ends quietly once `head` has read enough.
    if (!(error instanceof ReaderGone)) process.exitCode = await report(error);
  }
}

async function start(argv: readonly string[]): Promise<void> {
  // Asked for by scripts, and often: it takes no parser.
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
    return print(`${version()}\n`);
  }
  const { parse } = await import('./program.js');
  await parse(argv, version());
}

async function report(error: unknown): Promise<number> {
  const lines = [`winch-ts: ${failureLine(error)}`];
  if (error instanceof CliError) lines.push(...error.details);
  if ((process.env[DEBUG_VARIABLE] ?? '') !== '' && error instanceof Error) {
    lines.push(...stackLines(error));
    if (error.cause instanceof Error) lines.push('caused by', ...stackLines(error.cause));
  }
  await complain(`${lines.join('\n')}\n`);
  return error instanceof CliError ? error.exitCode : EXIT_FAILURE;
}

/** An error's stack fit for a terminal; line breaks in names are no lines. */
function stackLines({ stack }: Error): string[] {
  return String(stack)
    .split(/\n(?= {4}at )/)
    .map(visible);
}

function version(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
