import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { TargetName } from '../artifact/artifact.js';
import { CliError, EXIT_FAILURE } from './failure.js';
import { complain } from './output.js';

/** A program that runs scripts as an arm64 Node does, in place of the one that was set up. */
const RUNNER_VARIABLE = 'WINCH_TS_AARCH64_NODE';

/** What `npm run test:aarch64` runs: there in a checkout, not in an installed package. */
const SETUP = fileURLToPath(new URL('../../scripts/test-aarch64.js', import.meta.url));

/** Where it puts one: it runs an arm64 Node under qemu. */
const RUNNER = fileURLToPath(new URL('../../.cache/aarch64/node', import.meta.url));
const LAUNCHER = fileURLToPath(new URL('../../bin/winch-ts.js', import.meta.url));

/** True where the code of a target can be run through an emulator. */
export function canEmulate(target: TargetName): boolean {
  return target === 'aarch64' && process.platform === 'linux' && process.arch === 'x64';
}

function waysOut(): string {
  const setUp = existsSync(SETUP) ? 'npm run test:aarch64 sets them up, or ' : '';
  return `${setUp}${RUNNER_VARIABLE} names a program that runs scripts as an arm64 Node does`;
}

/**
 * Runs this command once more, as an arm64 process, and takes over its exit code.
 * @throws CliError when there is nothing to run it with
 */
export async function runEmulated(): Promise<void> {
  const named = process.env[RUNNER_VARIABLE] ?? '';
  const runner = named === '' ? RUNNER : named;
  try {
    await access(runner, constants.X_OK);
  } catch {
    throw new CliError(
      named === ''
        ? `running aarch64 code here needs qemu and an arm64 Node: ${waysOut()}`
        : `${RUNNER_VARIABLE}: cannot run ${named}`,
    );
  }
  const child = spawn(runner, [LAUNCHER, ...process.argv.slice(2)], { stdio: 'inherit' });
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve, reject) => {
    child.on('error', (error) => reject(new CliError(`cannot run ${runner}: ${error.message}`)));
    child.on('close', (...end) => resolve(end));
  });
  if (signal !== null) await complain(`winch-ts: the emulator ended by ${signal}\n`);
  process.exitCode = code ?? EXIT_FAILURE;
}
