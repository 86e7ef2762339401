import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { nativeOf, type TargetName, targetNamed } from '../targets/index.js';
import { CliError, EXIT_FAILURE } from './failure.js';
import { complain } from './output.js';

/** What the emulator of a target is called, and where it is. */
function emulatorOf(name: TargetName) {
  const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
  return {
    /** Names a program that runs scripts as Node does on such machines, in place of the one that was set up. */
    variable: `WINCH_TS_${name.toUpperCase()}_NODE`,
    /** What `npm run test:NAME` runs: there in a checkout, not in an installed package. */
    setup: at(`scripts/test-${name}.js`),
    /** Where it puts one: it runs such a Node under qemu. */
    runner: at(`.cache/${name}/node`),
    node: `an ${nativeOf(targetNamed(name)).nodeArch} Node`,
  };
}

const LAUNCHER = fileURLToPath(new URL('../../bin/winch-ts.js', import.meta.url));

/** True where the code of a target can be run through an emulator. */
export function canEmulate(name: TargetName): boolean {
  const { native } = targetNamed(name);
  return process.platform === 'linux' && native?.emulatedOn.includes(process.arch) === true;
}

/**
 * Runs this command once more, as a process of the target's machine, and takes over its exit code.
 * @throws CliError when there is nothing to run it with
 */
export async function runEmulated(name: TargetName): Promise<void> {
  const { variable, setup, runner: ownRunner, node } = emulatorOf(name);
  const named = process.env[variable] ?? '';
  const runner = named === '' ? ownRunner : named;
  try {
    await access(runner, constants.X_OK);
  } catch {
    if (named !== '') throw new CliError(`${variable}: cannot run ${named}`);
    const setUp = existsSync(setup) ? `npm run test:${name} sets them up, or ` : '';
    const ways = `${setUp}${variable} names a program that runs scripts as ${node} does`;
    throw new CliError(`running ${name} code here needs qemu and ${node}: ${ways}`);
  }
  const child = spawn(runner, [LAUNCHER, ...process.argv.slice(2)], { stdio: 'inherit' });
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve, reject) => {
    child.on('error', (error) => reject(new CliError(`cannot run ${runner}: ${error.message}`)));
    child.on('close', (...end) => resolve(end));
  });
  if (signal !== null) await complain(`winch-ts: the emulator ended by ${signal}\n`);
  process.exitCode = code ?? EXIT_FAILURE;
}
