import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const LAUNCHER = fileURLToPath(new URL('../../bin/winch-ts.js', import.meta.url));

export interface Finished {
  /** Exit code, or the signal that ended the process. */
  readonly code: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** Arguments of Node.js, before the launcher. */
  readonly node?: readonly string[];
  /** Another launcher, as that of an installed package. */
  readonly launcher?: string;
  /** What is known as standard input, output and error; default nothing and two pipes. */
  readonly stdio?: readonly ('ignore' | 'pipe' | number)[];
  readonly env?: Readonly<Record<string, string>>;
  /** Is given the process once it has started. */
  readonly onStart?: (child: ChildProcess) => void;
}

/** Runs the built command line in a process of its own. */
export function winchTs(
  args: readonly string[],
  cwd: string = ROOT,
  options: RunOptions = {},
): Promise<Finished> {
  const { node = [], launcher = LAUNCHER, stdio = ['ignore', 'pipe', 'pipe'] } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...node, launcher, ...args], {
      cwd,
      stdio: [...stdio],
      env: { ...process.env, ...options.env },
    });
    options.onStart?.(child);
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      const text = (chunks: Buffer[]): string => Buffer.concat(chunks).toString();
      resolve({ code: code ?? signal ?? '', stdout: text(out), stderr: text(err) });
    });
  });
}

/** One line on stderr, nothing on stdout. */
export function expectFailure(result: Finished, code: number, message: string | RegExp): void {
  expect(result.stderr).toMatch(message);
  expect(result.stderr).toMatch(/^winch-ts: [^\n]*\n$/);
  expect(result).toMatchObject({ code, stdout: '' });
}

/** A trap's message on stderr, and its frames below. */
export function expectTrap(result: Finished, message: string, frames: RegExp): void {
  const [first, ...rest] = result.stderr.split('\n');
  expect(first).toMatch(/^winch-ts: \S+: trap: /);
  expect(first).toContain(message);
  expect(rest.join('\n')).toMatch(frames);
  expect(result).toMatchObject({ code: 134, stdout: '' });
}
