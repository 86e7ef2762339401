import type { Thread } from '../runtime/node.js';
import { visible, visibleJson } from '../text/visible.js';
import { CliError } from './failure.js';
import { refuseNoFolder, refuseOverwriting, writeOutput } from './files.js';
import { complain } from './output.js';

/**
 * Why code that does not call out goes on whatever happens, and no profile can be taken.
 * @param instead why it is byte code, if it is
 */
export function whyNoTimers(instead: string | undefined): string {
  if (instead !== undefined) return 'byte code is not looked at by a timer';
  return "this system has no timers of a thread's CPU time";
}

/**
 * Runs something and writes a profile of the WebAssembly in it, also when it fails.
 *
 * @param output the file, or undefined for no profile
 * @param input what is read, which must not be written over
 * @throws what `run` throws, CliError
 */
export async function profiled<T>(
  output: string | undefined,
  input: string,
  run: () => Promise<T>,
): Promise<T> {
  if (output === undefined) return run();
  await refuseOverwriting([input], output);
  await refuseNoFolder(output);
  const { getStore, startProfile } = await import('../runtime/node.js');
  const store = getStore();
  if (!store.thread.interruptible)
    throw new CliError(`--profile: ${whyNoTimers(store.platform.instead)}`);
  const profile = startProfile(store);
  const write = () => writeOutput(output, visibleJson(`${JSON.stringify(profile.finish())}\n`));
  let result: T;
  try {
    result = await run();
  } catch (error) {
    try {
      await write();
    } catch (second) {
      // What failed first is what the command ends with.
      if (second instanceof CliError) await complain(`winch-ts: ${second.message}\n`);
    }
    throw error;
  }
  await write();
  return result;
}

/** What `run --stats` prints, on standard error: standard output is for results. */
export function runStats(machineBytes: number, thread: Thread, instead?: string): string {
  const interruptions = thread.interruptible
    ? String(thread.interruptions)
    : `none: ${whyNoTimers(instead)}: code that does not call out cannot be interrupted`;
  const byteCode = instead === undefined ? '' : `byte code, because ${visible(instead)}\n`;
  return `${byteCode}machine bytes:   ${machineBytes}\ninterruptions:   ${interruptions}\n`;
}
